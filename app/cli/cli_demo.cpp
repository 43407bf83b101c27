// demo: the whole way there and back with one clip, in figures.
#include <system_error>

#include "app/cli/cli.h"
#include "app/cli/sound.h"
#include "codec/measure/evaluate.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

struct DemoArguments {
  fs::path clip;
  fs::path folder;
  std::string model;
  codec::EncodeOptions options;
};

codec::Result<std::vector<float>> whole_sound(const codec::Spool& in, int rate_hz) {
  std::vector<float> samples;
  const auto read = read_sound(in, rate_hz, 65536, [&](std::span<const float> part) {
    samples.insert(samples.end(), part.begin(), part.end());
    return true;
  });
  if (!read) return read.error();
  return samples;
}

std::string figure(const std::optional<double>& value, const char* format) {
  if (!value) return "not defined here";
  char text[32];
  std::snprintf(text, sizeof text, format, *value);
  return text;
}

std::string figures(const codec::EncodeReport& encoded, const codec::DecodeReport& decoded,
                    const codec::EvaluationRow& quality, const codec::Model& model) {
  const auto& header = encoded.header;
  const auto bits = static_cast<long long>(encoded.frames) * header.levels * header.bits_per_code;
  auto text = print("model      %s, %d Hz, %s\n", header.model_name.c_str(), header.model_rate_hz,
                    model.config().description.c_str());
  text += print("sound      %.2f s at %d Hz\n", encoded.seconds, header.source_rate_hz);
  text += print("tokens     %lld frames x %d codebooks of %d\n",
                static_cast<long long>(encoded.frames), header.levels, 1 << header.bits_per_code);
  text += print("bits       %lld of tokens, %lld in the file\n", bits,
                static_cast<long long>(8 * encoded.bytes));
  text += print("kbps       %.3f nominal, %.3f in packets, %.3f on disk (16-bit PCM: %.0f)\n",
                encoded.nominal_kbps, encoded.payload_kbps, encoded.disk_kbps,
                16.0 * header.source_rate_hz / 1000.0);
  text += "used      ";
  for (const auto& usage : encoded.usage) {
    text += print(" %zu of %zu", usage.used(), usage.ceiling());
  }
  text += " different codes, codebook by codebook\n";
  text += "STOI       " + figure(quality.stoi, "%.3f") + "\n";
  text += "ESTOI      " + figure(quality.estoi, "%.3f") + "\n";
  text += "mel        " + figure(quality.mel, "%.3f") + " (distance, log10)\n";
  text += print("speed      encode %.0f x, decode %.0f x real time, one thread\n",
                encoded.seconds / std::max(encoded.wall_seconds, 1e-6),
                decoded.seconds / std::max(decoded.wall_seconds, 1e-6));
  text += print("delay      %.0f ms, live\n", model.config().least_latency_ms());
  return text;
}

int run_demo(DemoArguments& a) {
  const auto model = load_model(a.model);
  if (!model) return fail(model.error());
  const auto in = codec::Spool::open(a.clip);
  if (!in) return fail(in.error());
  std::error_code ec;
  if (a.folder.empty()) a.folder = fs::temp_directory_path(ec) / "sonoglyph-demo";
  if (ec) return fail("no folder for temporary files (TMPDIR): " + ec.message());
  fs::create_directories(a.folder, ec);
  if (ec) return fail(a.folder.string() + ": cannot make: " + ec.message());
  const auto sgl = a.folder / (a.clip.stem().string() + ".sgl");
  const auto wav = a.folder / (a.clip.stem().string() + ".decoded.wav");

  const auto encoded = codec::encode_file(*model, in->path(), sgl, a.options);
  if (!encoded) return fail(encoded.error(), *in);
  const auto decoded = codec::decode_file(*model, sgl, wav);
  if (!decoded) return fail(decoded.error());

  const int rate = (*model)->config().sample_rate_hz;
  const auto before = whole_sound(*in, rate);
  if (!before) return fail(before.error());
  const auto decoded_file = codec::Spool::open(wav);
  if (!decoded_file) return fail(decoded_file.error());
  const auto after = whole_sound(*decoded_file, rate);
  if (!after) return fail(after.error());
  const auto quality = codec::evaluate(a.clip.stem().string(), *before, *after, rate);
  if (!quality) return fail(quality.error());
  say(figures(*encoded, *decoded, *quality, **model));
  say(print("files      %s (source)\n           %s (tokens, %s)\n           %s (decoded)\n",
            a.clip.c_str(), sgl.c_str(), bytes_text(static_cast<double>(encoded->bytes)).c_str(),
            wav.c_str()));
  return 0;
}

}  // namespace

void add_demo_command(CLI::App& app, Action& action) {
  auto a = std::make_shared<DemoArguments>();
  auto* c = app.add_subcommand("demo", "Encode and decode a clip, and print what it cost and kept");
  c->add_option("CLIP", a->clip, "A sound of some seconds")->required();
  c->add_option("-o,--out", a->folder, "Folder for the .sgl and the decoded .wav")
      ->type_name("DIR");
  add_model_option(*c, a->model);
  c->add_option("-q,--codebooks", a->options.levels, "Codebooks to use, the first Q; 0: all")
      ->type_name("Q")
      ->check(between(0, 16));
  c->callback([a, &action] { action = [a] { return run_demo(*a); }; });
}

}  // namespace cli
