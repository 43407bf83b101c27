// encode, decode, tokens.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "app/cli/cli.h"
#include "codec/base/file_io.h"
#include "codec/base/temporary_file.h"
#include "codec/files/phone_track.h"
#include "codec/files/sound_stream.h"
#include "codec/model/phone_table.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

struct EncodeArguments {
  fs::path in;
  fs::path out;
  std::string model;
  codec::EncodeOptions options;
  codec::TokenOptions tokens;
  std::string layout;
  std::string format = "jsonl";
  bool phones = false;
  int threads = 1;
};

struct DecodeArguments {
  fs::path in;
  fs::path out;
  std::string model;
  codec::DecodeOptions options;
  std::string decoder;
  std::vector<int> only;
  std::string sample_format = "16";
  int threads = 1;
  bool checksum = false;
};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

codec::Status copy(std::FILE* from, std::FILE* to, const std::string& name) {
  std::array<char, 65536> block;
  errno = 0;
  while (const auto n = std::fread(block.data(), 1, block.size(), from)) {
    if (std::fwrite(block.data(), 1, n, to) != n) break;
  }
  if (std::ferror(from) != 0 || std::ferror(to) != 0 || std::fflush(to) != 0) {
    return codec::Error{codec::ErrorCode::io,
                        name + ": cannot write: " + std::strerror(errno != 0 ? errno : EIO)};
  }
  return codec::Done{};
}

void report_encoding(const codec::EncodeReport& report, const fs::path& out, bool aside) {
  const auto text = print(
      "%s: %.2f s, %lld frames of %d codebooks, %s, %.3f kbps (nominal %.3f), %.0f x real time%s\n",
      out.string().c_str(), report.seconds, static_cast<long long>(report.frames),
      report.header.levels, bytes_text(static_cast<double>(report.bytes)).c_str(), report.disk_kbps,
      report.nominal_kbps, report.seconds / std::max(report.wall_seconds, 1e-6),
      report.header.gain_millidb != 0
          ? print(", gain %+.1f dB", report.header.gain_millidb / 1000.0).c_str()
          : "");
  aside ? say_aside(text) : tell(text);
}

// Of a source that --salvage let pass.
void tell_damage(const std::string& name, const codec::Damage& damage) {
  if (!damage.any()) return;
  say_aside(name + ": " + codec::describe(damage) + "\n");
}

// What one should know of a sound as source.
void tell_source(const std::string& name, const codec::EncodeReport& report) {
  tell_flaw(name, report.flaw);
  tell_flaw(name, report.note);
}

// A name that says it holds something else is most likely that of a file to keep.
codec::Status check_name(const fs::path& out, const std::string& makes, bool may_be_sgl) {
  const bool other = codec::is_audio_output(out) || codec::token_format(out) ||
                     (!may_be_sgl && out.extension() == ".sgl");
  if (out == "-" || !other) return codec::Done{};
  return codec::Error{
      codec::ErrorCode::bad_value,
      out.string() + ": " + makes + "; give it a name without " + out.extension().string()};
}

int run_encode(EncodeArguments& a) {
  if (auto named = check_name(a.out, "encode makes a .sgl", true); !named) {
    return fail(named.error());
  }
  const auto model = load_model(a.model);
  if (!model) return fail(model.error());
  const bool aside = is_stdout(a.out);
  // While somebody may wait for the output, a pipe is coded as it comes.
  a.options.streams = is_stream(a.out) && !a.options.normalize;
  codec::Result<codec::EncodeReport> report = codec::Error{};
  {
    Progress progress("encode");
    a.options.control = progress.control();
    report = codec::encode_file(*model, a.in, a.out, a.options);
  }
  if (!report) return fail(report.error());
  report_encoding(*report, a.out, aside);
  tell_source(codec::Spool::as_it_is(a.in).name(), *report);
  return 0;
}

// The most likely phones of codebook 1, on one line; a run of one phone is told once, codes that
// the table does not know are "?".
std::string phones_text(const codec::PhoneTable& table, const codec::Codes& codes) {
  std::string text;
  std::string_view before;
  for (std::int64_t t = 0; t < codes.frames(); ++t) {
    auto phone = table.phone_of(codes.at(0, t));
    if (phone.empty()) phone = "?";
    if (phone == before) continue;
    text += (text.empty() ? "" : " ") + std::string(phone);
    before = phone;
  }
  return text + "\n";
}

// codes: nullptr for sound.
codec::Result<ModelPtr> choose_model(const EncodeArguments& a, const codec::CodeSource* codes) {
  const bool wants_roles = a.tokens.semantic_only || a.phones;
  auto model = codes == nullptr ? load_model(a.model)
               : wants_roles    ? load_model_for(a.model, *codes)
                                : load_model_to_read(a.model, *codes);
  if (!model || !wants_roles) return model;
  if (auto is = require_semantic(**model, codes); !is) return is.error();
  if (a.phones && (*model)->phones() == nullptr) {
    return codec::Error{codec::ErrorCode::unsupported,
                        "model " + (*model)->config().name + " has no table of phones (" +
                            fs::path((*model)->config().weights).stem().string() +
                            ".phones.json beside its weights)"};
  }
  return model;
}

codec::Status write_phones(const codec::Model& model, const fs::path& tokens_path,
                           const fs::path& out) {
  const auto tokens = codec::read_tokens(tokens_path);
  if (!tokens) return tokens.error();
  const auto& table = *model.phones();
  const auto& config = model.config();
  const int rate = config.sample_rate_hz;
  std::string text;
  if (codec::label_format(out) == codec::LabelFormat::text_grid) {
    const auto& header = tokens->header;
    auto length = tokens->codes.frames() * config.hop_samples();
    if (const auto& source = header.source_length; source && tokens->has_header) {
      // Praat shows it beside the sound, which the flushed frames pass.
      length = std::min(length, codec::length_at(*source, header.source_rate_hz, rate));
    }
    const auto runs = codec::phone_runs(table, tokens->codes, config);
    text = codec::text_grid({codec::phone_tier(runs, length, rate)},
                            static_cast<double>(length) / rate);
  } else {
    text = out.extension() == ".tsv"
               ? codec::phone_track_tsv(codec::phone_runs(table, tokens->codes, config), rate)
               : phones_text(table, tokens->codes);
  }
  if (out != "-") return codec::write_file(out, text);
  say(text);
  return codec::Done{};
}

void report_tokens(const EncodeArguments& a, const codec::EncodeReport& report, bool aside) {
  const auto tell_it = aside ? say_aside : tell;
  report_encoding(report, a.out, aside);
  if (a.tokens.dedup) {
    tell_it(print("%lld tokens, a run of one code each\n", static_cast<long long>(report.tokens)));
  }
  const auto roles = roles_text(roles_for(report.header), report.header.levels);
  if (!roles.empty()) tell_it("codebooks: " + roles + "\n");
}

// What is to be done to a sound cannot be done to its codes.
codec::Status refuse_sound_options(const codec::EncodeOptions& o, const std::string& name) {
  const codec::EncodeOptions unset;
  const char* option = o.gain_db != unset.gain_db             ? "--gain"
                       : o.normalize                          ? "--normalize"
                       : o.auto_gain != unset.auto_gain       ? "--no-auto-gain"
                       : o.channel.kind != unset.channel.kind ? "--channel"
                                                              : nullptr;
  if (option == nullptr) return codec::Done{};
  return codec::Error{codec::ErrorCode::bad_value,
                      name + ": holds tokens; " + option + " is for sounds"};
}

int run_tokens(EncodeArguments& a) {
  const bool aside = is_stdout(a.out);
  if (aside && !codec::token_format(a.out)) a.out = "-";  // /dev/stdout
  static const std::vector<std::string> kLayouts = {"nested", "interleave", "delay", "parallel"};
  const auto layout = std::find(kLayouts.begin(), kLayouts.end(), a.layout);
  if (layout != kLayouts.end()) {
    a.tokens.layout = static_cast<codec::TokenLayout>(layout - kLayouts.begin());
  }
  if (a.phones) {
    auto named = check_name(a.out, "--phones makes a text", false);
    if (!named) return fail(named.error());
  }
  const auto in = codec::Spool::open(a.in);
  if (!in) return fail(in.error());
  const bool is_aside = a.out == "-" || a.phones;  // made elsewhere first
  std::optional<codec::TemporaryFile> scratch;
  if (is_aside) {
    scratch.emplace("." + a.format);
    if (scratch->fd() < 0) {
      return fail(scratch->path().string() + ": cannot write: " + std::strerror(errno));
    }
    scratch->close();
  }
  const auto out = scratch ? scratch->path() : a.out;
  if (is_aside) a.tokens.sidecar = false;
  a.options.name = in->name();
  auto codes = codec::CodeSource::open_codes(in->path(), {.name = in->name()});
  if (!codes) return fail(codes.error());
  if (*codes) {
    if (auto good = refuse_sound_options(a.options, in->name()); !good) return fail(good.error());
  }
  const auto model = choose_model(a, *codes ? &**codes : nullptr);
  if (!model) return fail(model.error());
  codec::Result<codec::EncodeReport> report = codec::Error{};
  {
    Progress progress("tokens");
    a.options.control = progress.control();
    report = *codes ? codec::tokenize_file(*model, std::move(**codes), out, a.options, a.tokens)
                    : codec::tokenize_file(*model, in->path(), out, a.options, a.tokens);
  }
  if (!report) return fail(report.error(), *in);
  if (a.phones) {
    auto written = write_phones(**model, out, a.out);
    if (!written) return fail(written.error());
  } else {
    if (a.out == "-") {
      const File file(std::fopen(out.c_str(), "rb"), &std::fclose);
      if (file == nullptr) return fail(out.string() + ": cannot read");
      if (auto status = copy(file.get(), stdout, "stdout"); !status) return fail(status.error());
    }
    report_tokens(a, *report, aside);
  }
  tell_source(in->name(), *report);
  tell_damage(in->name(), report->damage);
  return 0;
}

int run_decode(DecodeArguments& a) {
  const bool aside = is_stdout(a.out);
  if (aside && !codec::is_audio_output(a.out)) a.out = "-";  // /dev/stdout
  // While somebody may wait for the output, a .sgl in a pipe is decoded as it comes.
  const auto in = is_stream(a.out) ? codec::Spool::as_it_is(a.in) : codec::Spool::open(a.in);
  if (!in) return fail(in.error());
  auto codes = codec::CodeSource::open(in->path(), {.name = in->name()});
  if (!codes) return fail(codes.error());
  models().use_decoder(a.decoder);
  const auto model = load_model_for(a.model, *codes);
  if (!model) return fail(model.error());
  auto& options = a.options;
  options.sample_format = a.sample_format == "24"      ? codec::SampleFormat::pcm24
                          : a.sample_format == "float" ? codec::SampleFormat::float32
                                                       : codec::SampleFormat::pcm16;
  if (!a.only.empty()) options.level_mask = 0;
  for (const int codebook : a.only) options.level_mask |= 1u << (codebook - 1);
  codec::Result<codec::DecodeReport> report = codec::Error{};
  {
    Progress progress("decode");
    options.control = progress.control();
    report = codec::decode_file(*model, std::move(*codes), a.out, options);
  }
  if (!report) return fail(report.error());
  const auto text =
      print("%s: %.2f s at %d Hz, %lld frames, %.0f x real time%s\n", a.out.string().c_str(),
            report->seconds, report->sample_rate_hz, static_cast<long long>(report->frames),
            report->seconds / std::max(report->wall_seconds, 1e-6),
            report->clipped > 0
                ? print(", %lld samples clipped", static_cast<long long>(report->clipped)).c_str()
                : "");
  aside ? say_aside(text) : tell(text);
  if (a.checksum) {
    const auto sums =
        print("codes %08x, sound %08x (CRC-32C)\n", report->codes_crc32c, report->sound_crc32c);
    aside ? say_aside(sums) : tell(sums);
  }
  tell_damage(in->name(), report->damage);
  return 0;
}

void add_encoding_options(CLI::App& command, EncodeArguments& a) {
  add_model_option(command, a.model);
  command.add_option("-q,--codebooks", a.options.levels, "Codebooks to use, the first Q; 0: all")
      ->type_name("Q")
      ->check(between(0, 16));
  command.add_option("--gain", a.options.gain_db, "Gain in dB before encoding, undone by decode")
      ->type_name("DB")
      ->check(between(-60.0, 60.0));
  command
      .add_option("--offset", a.options.excerpt.start_s,
                  "Where in the sound to begin, in seconds, to the nearest sample")
      ->type_name("S")
      ->check(between(0.0, 1e9));
  command.add_option("--duration", a.options.excerpt.duration_s, "How much of it; 0: to its end")
      ->type_name("S")
      ->check(between(0.0, 1e9));
  command.add_flag("--normalize", a.options.normalize,
                   "Bring the level to -23 dBFS before encoding, undone by decode");
  add_level_options(command, a.options);
  command
      .add_option("--threads", a.threads,
                  "At most this many threads. One sound is one stream on one thread, so only "
                  "`batch` gains by more; codes are the same with any number")
      ->type_name("N")
      ->check(between(0, 1024));
}

void add_encode(CLI::App& app, Action& action) {
  auto a = std::make_shared<EncodeArguments>();
  auto* c = app.add_subcommand("encode", "Sound to a .sgl file");
  c->add_option("IN", a->in, "Sound in any format that libsndfile reads; - is stdin")->required();
  c->add_option("OUT", a->out, "The .sgl file; - is stdout")->required();
  add_encoding_options(*c, *a);
  c->add_flag("--entropy,!--no-entropy", a->options.entropy_coding,
              "Code the tokens losslessly in fewer bits (this is the default)");
  c->callback([a, &action] { action = [a] { return run_encode(*a); }; });
}

void add_tokens(CLI::App& app, Action& action) {
  auto a = std::make_shared<EncodeArguments>();
  a->options.accept_damage = false;
  auto* c = app.add_subcommand("tokens", "Sound or a .sgl to tokens that other tools read");
  c->add_option("IN", a->in, "Sound, a .sgl, or a token file; - is stdin")->required();
  c->add_option("OUT", a->out, ".npy .json .jsonl .csv or .safetensors; - is stdout")->required();
  add_encoding_options(*c, *a);
  add_choice(*c, "--flatten", a->layout, {"interleave", "delay", "parallel"},
             "Ids for one vocabulary: code + offset of its codebook. interleave: frame by frame; "
             "delay: codebook q starts q frames later; parallel: (Q, T)");
  c->add_flag("!--no-offsets", a->tokens.level_offsets, "Flatten without offsets: plain codes");
  c->add_flag("--semantic-only", a->tokens.semantic_only,
              "Codebook 1 alone, of a model where that one is semantic (see models, also for "
              "how late its codes are)");
  c->add_flag("--dedup", a->tokens.dedup,
              "With --semantic-only: runs of one code become one, durations beside it")
      ->needs("--semantic-only");
  auto* phones =
      c->add_flag("--phones", a->phones,
                  "Text instead of tokens: the most likely phones of codebook 1, where "
                  "the model has a table of them. OUT.tsv: start and end in seconds at the sound, "
                  "phone, confidence (0 to 1), a line a run; OUT.TextGrid: a tier for Praat; else "
                  "one line of phones. OUT may have any name but a sound's or a token file's");
  for (const char* other : {"--semantic-only", "--dedup", "--flatten"}) {
    phones->excludes(c->get_option(other));
  }
  c->add_flag("!--no-sidecar", a->tokens.sidecar, "Do not write OUT.npy.json beside an .npy");
  c->add_flag("--overwrite", a->tokens.overwrite,
              "Also an OUT.npy.json that is there and no description of tokens");
  c->add_flag("--salvage", a->options.accept_damage,
              "Take what can be read of a damaged .sgl; otherwise it is an error");
  add_choice(*c, "--format", a->format, {"npy", "json", "jsonl", "csv", "safetensors"},
             "Format where OUT is - (default jsonl)");
  c->callback([a, &action] { action = [a] { return run_tokens(*a); }; });
}

void add_decode(CLI::App& app, Action& action) {
  auto a = std::make_shared<DecodeArguments>();
  a->options.accept_damage = false;
  auto* c = app.add_subcommand("decode", "A .sgl or token file to sound");
  c->add_option("IN", a->in, "A .sgl or a token file; - is stdin (where OUT is a pipe too: a .sgl)")
      ->required();
  c->add_option("OUT", a->out,
                "wav flac ogg opus mp3 aiff au caf w64 rf64, by extension; - is a WAV on stdout")
      ->required();
  add_model_option(*c, a->model);
  add_decoder_option(*c, a->decoder);
  auto& o = a->options;
  c->add_option("-q,--codebooks", o.levels, "Decode the first Q codebooks only; 0: all")
      ->type_name("Q")
      ->check(between(0, 16));
  c->add_option("--only", a->only, "Codebooks that sound, counted from 1, such as 1,3")
      ->type_name("Q,Q")
      ->delimiter(',')
      ->check(between(1, 16));
  c->add_option("--rate", o.sample_rate_hz, "Sample rate of the output; 0: the source's")
      ->type_name("HZ")
      ->check(between(0, 768000));
  c->add_option("--channels", o.channels,
                "Channels of the output, all alike (default 1); 0: as many as the source had")
      ->type_name("N")
      ->check(between(0, 1024));
  add_choice(*c, "--bits", a->sample_format, {"16", "24", "float"}, "Samples of the output");
  c->add_option("--quality", o.quality, "Of ogg, opus and mp3, 0..1 (default 0.6)")
      ->type_name("X")
      ->check(between(0.0, 1.0));
  c->add_flag(
      "--checksum", a->checksum,
      "Also tell the CRC-32C of the codes, equal on every machine, and of the decoded samples, "
      "equal on machines with the same instruction set and FFTW");
  c->add_flag("--keep-gain", o.keep_gain, "Do not undo the gain of encoding");
  c->add_flag("--salvage", o.accept_damage,
              "Decode what can be read of a damaged or cut .sgl; otherwise it is an error");
  c->add_option("--threads", a->threads, "At most this many threads; one sound uses one")
      ->type_name("N")
      ->check(between(0, 1024));
  c->callback([a, &action] { action = [a] { return run_decode(*a); }; });
}

}  // namespace

void add_convert_commands(CLI::App& app, Action& action) {
  add_encode(app, action);
  add_decode(app, action);
  add_tokens(app, action);
}

}  // namespace cli
