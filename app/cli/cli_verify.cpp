// verify.
#include <algorithm>

#include "app/cli/cli.h"
#include "app/cli/sound.h"
#include "codec/base/file_io.h"
#include "codec/base/json.h"
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

// One sequence of codes: what it says of itself, and that its codes are those of its model where
// that one is here. Prints what is wrong and returns 1.
int verify_codes(const std::string& name, codec::CodeSource codes) {
  const auto header = codes.header();
  const bool is_container = codes.kind() == codec::CodeSource::Kind::container;
  std::optional<codec::ModelConfig> config;
  ModelPtr model;
  if (codes.has_header()) {
    config = models().config_of(header);
    if (config) {
      auto loaded = models().for_header(name, header);
      if (loaded && (*loaded)->decodes(header.fingerprint)) model = std::move(*loaded);
    }
  }
  const bool checks_codes = model != nullptr || header.prior_id == 0;
  const bool has_header = codes.has_header();
  const auto info = codec::inspect_file(std::move(codes), model);
  if (!info) return fail(info.error());
  int code = 0;
  const auto wrong = [&](const std::string& what) { code = fail(name + ": " + what); };
  for (const auto& what : info->contradictions) wrong(what);
  if (info->damage.any()) wrong(codec::describe(info->damage));
  const auto frames = info->counts.frames;
  if (has_header && info->source_length && !info->damage.any()) {
    const int flush =
        config ? config->semantic_delay_frames : codec::StreamHeader::kMostFlushFrames;
    if (auto fits = header.check_frames(*info->source_length, frames, flush); !fits) {
      wrong(fits.error().message);
    }
  }
  if (code != 0) return code;
  std::string text = print("%s: whole, %lld frames", name.c_str(), static_cast<long long>(frames));
  if (is_container) text += print(" in %lld packets", static_cast<long long>(info->counts.packets));
  if (!has_header) text += "; it does not say of which model";
  if (!checks_codes) text += "; its codes can only be checked where its model is installed";
  say(text + "\n");
  return 0;
}

int verify_all_codes(const fs::path& path, codec::Result<codec::CodeSource> codes) {
  if (!codes) return fail(codes.error());
  const std::string name = codes->name();
  if (codes->kind() == codec::CodeSource::Kind::container) {
    return verify_codes(name, std::move(*codes));
  }
  auto lines = codec::TokenReader::open(path);
  if (!lines || !lines->has_several()) return verify_codes(name, std::move(*codes));
  // Of several sequences each must be read; what one says of itself is in the others as well.
  int code = 0;
  for (std::int64_t line = 1;; ++line) {
    auto tokens = lines->next();
    if (!tokens) {
      code = fail(tokens.error());
      continue;
    }
    if (!*tokens) {
      if (code == 0) {
        say(print("%s: whole, %lld sequences\n", name.c_str(), static_cast<long long>(line - 1)));
      }
      return code;
    }
    const auto& t = **tokens;
    if (!t.has_header || !t.header.source_length) continue;
    auto fits = t.header.check_frames(*t.header.source_length, t.codes.frames());
    if (!fits) {
      code = fail(print("%s: line %lld: ", name.c_str(), static_cast<long long>(line)) +
                  fits.error().message);
    }
  }
}

// A model's config or its weights.
std::optional<fs::path> config_of_model(const fs::path& path) {
  auto config = path;
  if (path.extension() == ".safetensors") config.replace_extension(".json");
  if (config.extension() != ".json") return std::nullopt;
  std::error_code ec;
  if (!fs::is_regular_file(config, ec)) return std::nullopt;
  const auto text = codec::read_regular_file(config, 64 << 20);
  if (!text) return std::nullopt;
  const auto object =
      codec::json::parse({reinterpret_cast<const char*>(text->data()), text->size()});
  if (!object || object->find("codes") != nullptr || object->find("weights") == nullptr) {
    return std::nullopt;
  }
  return config;
}

int verify_model(const fs::path& path, const fs::path& config) {
  const auto model = codec::Model::load(config);
  if (!model) return fail(model.error());
  const auto& m = **model;
  say(print("%s: whole, model %s, weights %s%s%s\n", path.c_str(), m.config().name.c_str(),
            codec::to_hex(m.fingerprint()).c_str(), m.prior() ? ", with its prior" : "",
            m.phones() ? ", with its phones" : ""));
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
  bool has_no_model = false;
  for (const auto& file : a.files) {
    if (std::error_code ec; fs::is_directory(file, ec)) {
      code = fail(file.string() + ": is a folder; sonoglyph batch --verify takes one of a batch");
      continue;
    }
    if (const auto config = config_of_model(file)) {
      code = std::max(code, verify_model(file, *config));
      continue;
    }
    const auto in = codec::Spool::open(file);
    if (!in) {
      code = fail(in.error());
      continue;
    }
    auto codes = codec::CodeSource::open_codes(in->path(), {.name = in->name(), .many = true});
    if (!codes) {
      code = std::max(code, fail(codes.error()));
      continue;
    }
    if (*codes) {
      code = std::max(code, verify_all_codes(in->path(), std::move(**codes)));
      continue;
    }
    if (has_no_model) continue;
    if (model == nullptr) {
      auto loaded = load_model(a.model);
      if (!loaded) {
        code = fail(loaded.error());
        has_no_model = true;  // what needs none is verified all the same
        continue;
      }
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
      "reset and for the first q codebooks; for a .sgl, a token file and a model that they are "
      "whole and agree with themselves");
  c->add_option("FILE", a->files, "Sounds, .sgl files, token files, models (.json or .safetensors)")
      ->required();
  add_model_option(*c, a->model);
  c->add_flag("--targets", a->targets, "Also with every SIMD instruction set of this machine");
  c->add_flag("--quiet", a->quiet, "One line a file, and a line for each difference");
  c->callback([a, &action] { action = [a] { return run_verify(*a); }; });
}

}  // namespace cli
