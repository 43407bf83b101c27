// verify.
#include <algorithm>

#include "app/cli/cli.h"
#include "app/cli/sound.h"
#include "codec/engine/verify.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr int kBlockSeconds = 60;  // longer sounds are verified piece by piece, in bounded memory

struct VerifyArguments {
  std::vector<fs::path> files;
  std::string model;
  bool targets = false;
  bool quiet = false;
};

struct Tally {
  std::string name;
  std::int64_t first_difference = -1;  // frame of the whole sound
};

// A .sgl: every packet's checksum, the index, the length.
int verify_tokens(const std::string& name, codec::Result<codec::CodeSource> codes) {
  if (!codes) return fail(codes.error());
  const auto info = codec::inspect_file(std::move(*codes));
  if (!info) return fail(info.error());
  if (info->damage.any()) {
    return fail(name + ": " + codec::describe(info->damage));
  }
  say(print("%s: whole, %lld frames in %lld packets\n", name.c_str(),
            static_cast<long long>(info->counts.frames),
            static_cast<long long>(info->counts.packets)));
  return 0;
}

int verify_sound(const codec::Spool& in, const ModelPtr& model, const VerifyArguments& a) {
  std::vector<Tally> tallies;
  std::int64_t frames = 0;
  codec::VerifyOptions options;
  options.targets = a.targets;
  const int rate = model->config().sample_rate_hz;
  const auto block = static_cast<std::size_t>(kBlockSeconds) * static_cast<std::size_t>(rate);
  Progress progress("verify " + fs::path(in.name()).filename().string());
  const auto read = read_sound(in, rate, block, [&](std::span<const float> samples) {
    const auto report = codec::verify_stream_identity(model, samples, options);
    for (std::size_t i = 0; i < report.checks.size(); ++i) {
      const auto& check = report.checks[i];
      if (i == tallies.size()) tallies.push_back({check.name});
      if (!check.identical && tallies[i].first_difference < 0) {
        tallies[i].first_difference = frames + check.first_difference;
      }
    }
    frames += report.frames;
    progress.update(static_cast<double>(frames) / model->config().frame_rate_hz(), 0);
    return true;
  });
  if (!read) return fail(read.error(), in);
  if (tallies.empty()) return fail(in.name() + ": no samples");
  const auto differs = [](const Tally& t) { return t.first_difference >= 0; };
  const auto wrong = std::count_if(tallies.begin(), tallies.end(), differs);
  std::string text;
  for (const auto& tally : tallies) {
    if (differs(tally)) {
      text += print("  differs from frame %lld on: %s\n",
                    static_cast<long long>(tally.first_difference), tally.name.c_str());
    } else if (!a.quiet) {
      text += "  identical: " + tally.name + "\n";
    }
  }
  say(text + print("%s: %lld frames, %zu checks, %s\n", in.name().c_str(),
                   static_cast<long long>(frames), tallies.size(),
                   wrong == 0 ? "all identical" : print("%td differ", wrong).c_str()));
  return wrong == 0 ? 0 : 1;
}

int run_verify(const VerifyArguments& a) {
  int code = 0;
  ModelPtr model;
  for (const auto& file : a.files) {
    const auto in = codec::Spool::open(file);
    if (!in) return fail(in.error());
    auto codes = codec::CodeSource::open(in->path(), {.name = in->name(), .token_files = false});
    if (codes || file.extension() == ".sgl") {
      code = std::max(code, verify_tokens(in->name(), std::move(codes)));
      continue;
    }
    if (model == nullptr) {
      auto loaded = load_model(a.model);
      if (!loaded) return fail(loaded.error());
      model = std::move(*loaded);
    }
    code = std::max(code, verify_sound(*in, model, a));
  }
  return code;
}

}  // namespace

void add_verify_command(CLI::App& app, Action& action) {
  auto a = std::make_shared<VerifyArguments>();
  auto* c = app.add_subcommand(
      "verify",
      "Prove for a sound that its codes are the same in any chunks, on 1 or 2 threads, after a "
      "reset and for the first q codebooks; for a .sgl that it is whole");
  c->add_option("FILE", a->files, "Sounds or .sgl files")->required();
  add_model_option(*c, a->model);
  c->add_flag("--targets", a->targets, "Also with every SIMD instruction set of this machine");
  c->add_flag("--quiet", a->quiet, "One line a file, and a line for each difference");
  c->callback([a, &action] { action = [a] { return run_verify(*a); }; });
}

}  // namespace cli
