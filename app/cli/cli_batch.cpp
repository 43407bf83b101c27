// batch.
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "app/cli/cli.h"
#include "codec/base/file_io.h"
#include "codec/base/unfinished.h"
#include "codec/batch/batch.h"
#include "codec/batch/batch_check.h"
#include "codec/batch/batch_list.h"
#include "codec/batch/batch_split.h"
#include "codec/batch/batch_verify.h"

namespace cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct BatchArguments {
  codec::BatchOptions options;
  std::string model;
  std::string decoder;
  std::string shard;
  std::string layout;
  bool skip = false;
  bool overwrite = false;
  bool rename = false;
  bool resume = false;
  bool dry_run = false;
  bool check = false;
  int split = 0;
  bool quiet = false;
  int codebooks = 0;
  bool accept_damage = false;
  bool verify = false;
  fs::path verify_folder;       // empty: that of --out
  std::string not_with_verify;  // an option beside it that means nothing there
};

// Progress for people: a bar on a terminal, else a line every ten seconds. What failed is always
// told at once.
class Display : public codec::BatchObserver {
 public:
  Display(codec::BatchControl& control, bool quiet)
      : control_(control), quiet_(quiet), is_terminal_(stderr_is_terminal()) {}

  void on_start(const codec::BatchFile&) override { watch(); }
  void on_progress(const codec::BatchFile&, double, double,
                   const codec::BatchTotals& totals) override {
    watch();
    show(totals);
  }
  void on_end(const codec::BatchResult& result, const codec::BatchTotals& totals) override {
    watch();
    if (!result.reason.empty()) {
      clear();
      fail(result.reason);
    }
    if (!result.note.empty()) {
      clear();
      say_aside(result.note + "\n");
    }
    show(totals);
  }
  void on_lost(const codec::BatchResult& result, const codec::BatchTotals&) override {
    clear();
    fail(result.reason);
  }
  void clear() {
    if (is_shown_) say_aside("\r\033[K");
    is_shown_ = false;
  }

 private:
  // The first Ctrl-C lets the files in hand finish, the second drops them.
  void watch() {
    if (interruptions() >= 2) {
      control_.abort();
    } else if (interruptions() == 1 && !control_.is_cancelled()) {
      control_.cancel();
      clear();
      say_aside("sonoglyph: finishing the files in hand (Ctrl-C again drops them)\n");
    }
  }

  void show(const codec::BatchTotals& totals) {
    const auto now = Clock::now();
    if (quiet_ || now - last_ < (is_terminal_ ? std::chrono::milliseconds(100)
                                              : std::chrono::milliseconds(10000))) {
      return;
    }
    last_ = now;
    auto text = print("%zu of %zu files", totals.ended(), totals.files);
    if (totals.failed > 0) text += print(", %zu failed", totals.failed);
    text += print(", %.0f x real time", totals.times_realtime());
    if (totals.left_s) text += ", " + clock_text(*totals.left_s) + " left";
    if (is_terminal_) {
      say_aside("\r\033[K" + bar(totals.fraction, 24) +
                print(" %3.0f %%  ", 100.0 * totals.fraction) + text);
      is_shown_ = true;
    } else {
      say_aside(print("%3.0f %%  ", 100.0 * totals.fraction) + text + "\n");
    }
  }

  codec::BatchControl& control_;
  bool quiet_;
  bool is_terminal_;
  bool is_shown_ = false;
  Clock::time_point last_ = Clock::now();
};

// "I/N", 1 <= I <= N; or I alone, of as many as the list was split into (shards 0).
bool parse_shard(const std::string& text, codec::BatchOptions& options) {
  int used = 0;
  if (std::sscanf(text.c_str(), "%d%n", &options.shard, &used) == 1 &&
      static_cast<std::size_t>(used) == text.size()) {
    options.shards = 0;
    return options.shard >= 1;
  }
  return std::sscanf(text.c_str(), "%d/%d%n", &options.shard, &options.shards, &used) == 2 &&
         static_cast<std::size_t>(used) == text.size() && options.shards >= 1 &&
         options.shard >= 1 && options.shard <= options.shards;
}

int usage(const std::string& message) {
  fail(message + " (sonoglyph batch --help)");
  return 2;
}

void tell_plan(const codec::BatchPlan& plan) {
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const auto file = plan.file(i);
    say(file.source.string() + " -> " + file.output.string() + "\n");
  }
}

int split_list(const codec::BatchOptions& options, int shards) {
  const auto report = codec::split_manifest(options, shards);
  if (!report) {
    fail(report.error());
    return report.error().code == codec::ErrorCode::io ? 1 : 2;
  }
  auto text = print("%lld files in %d shards", static_cast<long long>(report->items), shards);
  if (report->untold < report->items) {
    text +=
        ", " + clock_text(report->least_s) + " to " + clock_text(report->most_s) + " of sound each";
  }
  if (report->untold > 0) {
    text += print("; of %lld the list tells no duration", static_cast<long long>(report->untold));
  }
  if (report->repeated > 0) {
    text += print("; %lld named again", static_cast<long long>(report->repeated));
  }
  say(text + "\n");
  return 0;
}

int check(const ModelPtr& model, const codec::BatchPlan& plan) {
  const auto checked = codec::check_batch(model, plan, [](const codec::UnfinishedFile& unfinished) {
    const auto& [file, is_missing, reason] = unfinished;
    say((is_missing ? "missing: " : "not finished: ") + file.source.string() + " -> " +
        file.output.string() + (reason.empty() ? "" : ": " + reason) + "\n");
  });
  if (!checked) return fail(checked.error());
  say(print("%zu files: %zu finished, %zu missing, %zu not finished; %s of sound\n", checked->files,
            checked->finished, checked->missing, checked->unfinished,
            clock_text(checked->sound_s).c_str()));
  if (checked->all_finished()) return 0;
  return fail(print("%zu of %zu files are not finished", checked->files - checked->finished,
                    checked->files));
}

// `--out -`: the only shard of the list is made in a folder that vanishes with the object, then
// copied to stdout; so a list on stdin and an archive on stdout need no disk that anybody sees.
class PipedShard {
 public:
  static codec::Result<PipedShard> make() {
    std::error_code ec;
    const auto where = fs::temp_directory_path(ec);
    auto place = (where / "sonoglyph-XXXXXX").string();
    if (ec || ::mkdtemp(place.data()) == nullptr) {
      const auto why = ec ? ec.message() : std::strerror(errno);
      return codec::Error{codec::ErrorCode::io, "cannot make a temporary folder (TMPDIR): " + why};
    }
    return PipedShard(place);
  }
  ~PipedShard() {
    std::error_code ec;
    if (!folder_.empty()) fs::remove_all(folder_, ec);
  }
  PipedShard(PipedShard&& other) noexcept
      : folder_(std::exchange(other.folder_, {})), marks_(std::move(other.marks_)) {}
  PipedShard& operator=(PipedShard&&) = delete;

  const fs::path& folder() const { return folder_; }
  // Errors: io. Where not one source could be read there is no shard, and nothing is written.
  codec::Status copy_to_stdout(const std::string& extension) const {
    const auto path = shard(extension);
    std::error_code ec;
    if (!fs::exists(path, ec)) return codec::Done{};
    std::ifstream in(path, std::ios::binary);
    std::vector<char> block(std::size_t{1} << 20);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0) {
      const auto n = static_cast<std::size_t>(in.gcount());
      const auto part = std::as_bytes(std::span(block).first(n));
      if (const int why = codec::write_all(STDOUT_FILENO, part); why != 0) {
        return codec::Error{codec::ErrorCode::io,
                            std::string("stdout: cannot write the shard: ") + std::strerror(why)};
      }
    }
    if (in.eof()) return codec::Done{};
    return codec::Error{codec::ErrorCode::io, path.string() + ": cannot read the shard"};
  }

 private:
  explicit PipedShard(fs::path folder) : folder_(std::move(folder)) {
    // What a signal must remove.
    marks_.emplace_back(folder_);
    marks_.emplace_back(folder_ / ".sonoglyph-batch.jsonl");
    for (const char* extension : {"tar", "jsonl"}) marks_.emplace_back(shard(extension));
  }
  fs::path shard(const std::string& extension) const {
    return folder_ / ("shard-000000." + extension);
  }

  fs::path folder_;
  std::vector<codec::Unfinished> marks_;
};

// What --out - goes with: a message, empty where all is well.
std::string fault_of_pipe(const BatchArguments& a) {
  const auto& o = a.options;
  if (o.to != "tar" && o.to != "jsonl")
    return "--out -: one stream of many sources is --to tar or jsonl";
  if (a.skip || a.overwrite || a.rename || a.resume || a.check || a.dry_run || a.split > 0 ||
      !a.shard.empty() || o.shard_size > 0 || !o.manifest_out.empty()) {
    return "--out - goes with no folder's options (--resume, --check, --split, --shard-size, ...)";
  }
  return {};
}

void tell_end(const codec::BatchReport& report, const BatchArguments& a, bool is_piped) {
  const auto& t = report.totals;
  auto text = print("%zu files: %zu done", t.files, t.done);
  if (t.kept > 0) text += print(", %zu kept", t.kept);
  if (t.skipped > 0) text += print(", %zu skipped", t.skipped);
  if (t.failed > 0) text += print(", %zu failed", t.failed);
  if (t.damaged > 0) text += print(", %zu of damaged sources", t.damaged);
  if (report.cancelled) text += print(", %zu left", t.files - t.ended());
  text += print("; %s of sound in %s, %.0f x real time, %s written\n",
                clock_text(t.sound_s).c_str(), clock_text(t.wall_s).c_str(), t.times_realtime(),
                bytes_text(static_cast<double>(t.output_bytes)).c_str());
  if (is_piped) {
    if (!a.quiet) say_aside(text);
    if (report.cancelled) fail("interrupted; what is missing is not in the shard");
    return;
  }
  say(text);
  if (report.cancelled) {
    fail(std::string("interrupted; the same command with --resume") + (a.resume ? "" : " added") +
         " goes on from here");
  }
}

bool choose_existing(const BatchArguments& a, codec::BatchOptions& options) {
  using codec::Existing;
  const int chosen = a.skip + a.overwrite + a.rename + a.resume;
  options.existing = a.skip        ? Existing::skip
                     : a.overwrite ? Existing::overwrite
                     : a.rename    ? Existing::rename
                     : a.resume    ? Existing::resume
                                   : Existing::fail;
  return chosen <= 1;
}

bool any_sound(const codec::BatchPlan& plan) {
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (!codec::batch_reads(plan.file(i).source, "wav")) return true;
  }
  return false;
}

// batch --verify: a folder of outputs against its ledgers.
int run_verify_folder(const BatchArguments& a) {
  codec::BatchVerifyOptions options;
  options.out_folder = a.verify_folder.empty() ? a.options.out_folder : a.verify_folder;
  options.shard = a.options.shard;
  options.shards = a.options.shards;
  options.workers = a.options.workers;
  if (!a.model.empty()) {
    const auto model = load_model(a.model);
    if (!model) return fail(model.error());
    options.model = (*model)->fingerprint();
  }
  const bool is_terminal = stderr_is_terminal();
  const auto begin = Clock::now();
  auto last = begin;
  bool is_shown = false;
  const auto clear = [&] {
    if (is_shown) say_aside("\r\033[K");
    is_shown = false;
  };
  std::size_t outputs = 0;
  const auto report = codec::verify_batch(
      options,
      [&](const codec::BatchFinding& finding) {
        clear();
        fail(finding.what);
      },
      [&](std::size_t done, const codec::BatchVerifyReport& so_far) {
        outputs = so_far.outputs;
        const auto now = Clock::now();
        if (a.quiet || now - last < (is_terminal ? std::chrono::milliseconds(100)
                                                 : std::chrono::milliseconds(10000))) {
          return;
        }
        last = now;
        const double seconds = std::chrono::duration<double>(now - begin).count();
        const auto text = print("%zu of %zu outputs, %s a second", done, outputs,
                                bytes_text(static_cast<double>(so_far.bytes) / seconds).c_str());
        say_aside(is_terminal ? "\r\033[K" + text : text + "\n");
        is_shown = is_terminal;
      });
  clear();
  if (!report) return fail(report.error());
  const auto& r = *report;
  auto text = print("%s: %zu outputs, %s", options.out_folder.c_str(), r.outputs,
                    bytes_text(static_cast<double>(r.bytes)).c_str());
  if (r.faults() == 0) text += ", all as they were written";
  const auto add = [&text](std::size_t n, const char* what) {
    if (n > 0) text += print(", %zu %s", n, what);
  };
  add(r.missing, "missing");
  add(r.changed, "changed");
  add(r.damaged, "damaged");
  add(r.other_model, "of another model");
  add(r.unknown, "in no ledger");
  add(r.ledger, r.ledger == 1 ? "fault of a ledger" : "faults of ledgers");
  say(text + "\n");
  return r.faults() == 0 ? 0 : 1;
}

int run_batch_command(BatchArguments& a) {
  auto& options = a.options;
  if (!choose_existing(a, options)) {
    return usage("--skip, --overwrite, --rename, --resume: one of them");
  }
  if (!a.shard.empty() && !parse_shard(a.shard, options)) {
    return usage("--shard: '" + a.shard + "' is neither I/N with I from 1 to N nor I");
  }
  if (a.verify) {
    const bool is_named = !a.verify_folder.empty() || !options.out_folder.empty();
    if (!is_named) return usage("--verify: of which folder?");
    if (!a.not_with_verify.empty() || (!a.verify_folder.empty() && !options.out_folder.empty())) {
      return usage("--verify takes one folder, with --shard, --model, --workers or --quiet" +
                   (a.not_with_verify.empty() ? "" : ", not " + a.not_with_verify));
    }
    if (options.shards == 0) return usage("--verify: --shard is I/N");
    return run_verify_folder(a);
  }
  if (options.out_folder.empty()) return usage("--out is required");
  if (options.inputs.empty() && options.manifests.empty()) {
    return usage("neither files nor --manifest");
  }
  options.encode.levels = options.decode.levels = a.codebooks;
  options.encode.accept_damage = options.decode.accept_damage = a.accept_damage;
  options.tokens.layout = a.layout == "interleave" ? codec::TokenLayout::interleave
                          : a.layout == "delay"    ? codec::TokenLayout::delay
                          : a.layout == "parallel" ? codec::TokenLayout::parallel
                                                   : codec::TokenLayout::nested;
  options.models_of_sources = a.model.empty();
  if (a.split > 0) return split_list(options, a.split);
  if (!a.shard.empty() && options.shards == 1) {  // of an array of one, perhaps by mistake
    const auto split = codec::BatchSplit::find(options);
    if (split && *split && (*split)->shards() > 1) {
      return usage(print("--shard: the list was split into %d shards, not 1", (*split)->shards()));
    }
  }
  options.decoder = a.decoder;
  std::optional<PipedShard> piped;
  if (options.out_folder == "-") {
    if (const auto fault = fault_of_pipe(a); !fault.empty()) return usage(fault);
    auto made = PipedShard::make();
    if (!made) return fail(made.error());
    piped.emplace(std::move(*made));
    options.out_folder = piped->folder();
    options.shard_size = static_cast<std::size_t>(std::numeric_limits<int>::max());
  }
  const auto plan = codec::BatchPlan::make(options);
  if (!plan) {
    const auto code = plan.error().code;
    fail(plan.error());
    return code == codec::ErrorCode::io ? 1 : 2;
  }
  for (const auto& twin : plan->left_out()) say_aside(twin.reason + "\n");
  if (a.dry_run) {
    tell_plan(*plan);
    return 0;
  }
  models().use_decoder(a.decoder);
  ModelPtr model;
  if (!a.model.empty() || plan->needs_model() || options.tokens.semantic_only) {
    auto loaded = load_model(a.model);
    if (!loaded) return fail(loaded.error());
    // What is codes already is asked one by one.
    if (options.tokens.semantic_only && (!a.model.empty() || any_sound(*plan))) {
      if (auto is = require_semantic(**loaded, nullptr); !is) return fail(is.error());
    }
    model = std::move(*loaded);
  }
  if (a.check) return check(model, *plan);
  count_signals();
  codec::BatchControl control;
  Display display(control, a.quiet);
  const auto report = codec::run_batch(model, *plan, &display, &control);
  display.clear();
  if (!report) return fail(report.error());
  if (piped) {
    if (auto s = piped->copy_to_stdout(options.to); !s) return fail(s.error());
  }
  tell_end(*report, a, piped.has_value());
  return report->all_well() ? 0 : 1;
}

void add_policies(CLI::App& c, BatchArguments& a) {
  c.add_flag("--skip", a.skip, "Leave outputs that exist (without any of these they are failures)");
  c.add_flag("--overwrite", a.overwrite, "Make outputs that exist again");
  c.add_flag("--rename", a.rename, "Keep outputs that exist; new ones become NAME-1, NAME-2, ...");
  c.add_flag(
      "--resume", a.resume,
      "Keep outputs that are finished, known by their content (a ledger in DIR has length and "
      "CRC-32C of output and source, model, settings), and make all others");
}

}  // namespace

void add_batch_command(CLI::App& app, Action& action) {
  auto a = std::make_shared<BatchArguments>();
  auto& o = a->options;
  auto* c = app.add_subcommand("batch", "Convert many files, either way");
  c->add_option("IN", o.inputs, "Files, and folders with all that is in them");
  c->add_option(
       "-o,--out", o.out_folder,
       "Folder of the outputs; trees of folders are kept. - with --to tar or jsonl: one shard "
       "of all, to stdout")
      ->type_name("DIR");
  add_choice(*c, "--to", o.to,
             {"sgl", "npy", "safetensors", "jsonl", "json", "csv", "tar", "megatron", "wav", "flac",
              "ogg", "opus", "mp3", "aiff", "au", "caf", "w64", "rf64"},
             "Kind of the outputs: tokens or sound (default sgl). tar (WebDataset) and megatron "
             "(.bin and .idx) are shards of many sources, shard-000000 and so on");
  c->add_option("--shard-size", o.shard_size,
                "Sources a shard of tar and megatron (default 1000), and of jsonl, which without "
                "this is one file a source")
      ->type_name("N")
      ->check(between(1, 1000000));
  c->add_option("--manifest", o.manifests,
                "A .jsonl or .tsv list of sources (NeMo, Lhotse), or of parts of them (offset, "
                "duration, channel)")
      ->type_name("FILE");
  c->add_option("--manifest-out", o.manifest_out, "List the finished outputs in a .jsonl or .tsv")
      ->type_name("FILE");
  c->add_option("--include", o.include, "Of folders only the files with such names, as in '*.flac'")
      ->type_name("GLOB");
  c->add_option(
       "--pattern", o.pattern,
       "Names below DIR, of {dir} {stem} {name} {id} {start} {end} {channel} {ext} (default "
       "{dir}/{stem}.{ext})")
      ->type_name("TEXT");
  add_policies(*c, *a);
  auto* verify = c->add_option(
      "--verify", a->verify_folder,
      "Converts nothing: holds the outputs in DIR (or in --out) against their ledger and names "
      "each that is missing, changed, damaged, of another model (than -m, or than most), or in no "
      "ledger; with --shard those of that shard's ledger");
  verify->expected(0, 1)->type_name("[DIR]");
  c->add_option(
       "--split", a->split,
       "Cut the manifest into N shards, equally long in sound, for --shard I; checks all of "
       "it, converts nothing")
      ->type_name("N")
      ->check(between(1, 1000000));
  c->add_option(
       "--shard", a->shard,
       "Only part I, from 1, of the N of --split, or of N parts by a hash of the names: for "
       "Slurm arrays, GNU parallel, MPI")
      ->type_name("I[/N]");
  c->add_option("-j,--workers,--threads", o.workers, "Files at once; 0: one a core")
      ->type_name("N")
      ->check(between(0, 1024));
  add_model_option(*c, a->model);
  add_decoder_option(*c, a->decoder);
  c->add_option("-q,--codebooks", a->codebooks, "Codebooks to use, the first Q; 0: all")
      ->type_name("Q")
      ->check(between(0, 16));
  c->add_flag("--entropy,!--no-entropy", o.encode.entropy_coding,
              "Code .sgl losslessly in fewer bits (this is the default)");
  c->add_option("--gain", o.encode.gain_db, "Gain in dB before encoding, undone by decoding")
      ->type_name("DB")
      ->check(between(-60.0, 60.0));
  c->add_flag("--normalize", o.encode.normalize, "Bring the level to -23 dBFS before encoding");
  add_level_options(*c, o.encode);
  add_choice(*c, "--flatten", a->layout, {"interleave", "delay", "parallel"},
             "Tokens as ids of one vocabulary (see tokens)");
  c->add_flag("!--no-offsets", o.tokens.level_offsets, "Flatten without offsets");
  c->add_flag("--semantic-only", o.tokens.semantic_only, "Codebook 1 alone (see tokens)");
  c->add_flag("--dedup", o.tokens.dedup, "With --semantic-only: runs become one code");
  c->add_flag("!--no-sidecar", o.tokens.sidecar, "No FILE.npy.json beside an .npy");
  c->add_option("--rate", o.decode.sample_rate_hz, "Sample rate of sound; 0: the source's")
      ->type_name("HZ")
      ->check(between(0, 768000));
  c->add_option("--quality", o.decode.quality, "Of ogg, opus and mp3, 0..1 (default 0.6)")
      ->type_name("X")
      ->check(between(0.0, 1.0));
  c->add_flag("--salvage", a->accept_damage,
              "Take what can be read of damaged .sgl files; they are told, and the exit code is 1");
  c->add_flag(
      "--check", a->check,
      "Convert nothing: tell what of the list is missing or not finished, by the ledgers of "
      "all shards and the lengths of the files; exit code 1 if any. --manifest-out lists "
      "what is finished");
  c->add_flag("--first-of-twins", o.first_of_twins,
              "Of sources that would become one output take the first and leave the others out");
  c->add_flag("--dry-run", a->dry_run, "Only tell what would become what");
  c->add_flag("--quiet", a->quiet, "No progress; failures and the sum only");
  c->footer("Exit code: 0 all done, 1 some failed or interrupted, 2 wrong usage.");
  c->callback([a, c, verify, &action] {
    a->verify = verify->count() > 0;
    for (const auto* option : c->get_options()) {
      const auto name = option->get_single_name();
      const bool fits = name == "verify" || name == "out" || name == "shard" || name == "model" ||
                        name == "workers" || name == "quiet";
      if (option->count() > 0 && !fits) a->not_with_verify = option->get_name();
    }
    action = [a] { return run_batch_command(*a); };
  });
}

}  // namespace cli
