#include "codec/training/recipe.h"

#include <algorithm>
#include <array>

#include "codec/base/file_io.h"
#include "codec/base/json_fields.h"

namespace codec {
namespace {

constexpr std::array<std::string_view, 4> kParts = {"all", "semantic", "acoustic", "decoder"};

template <typename Options, typename F>
void for_each_field(Options& o, F&& f) {
  f("steps", o.steps);
  f("batch", o.batch);
  f("crop_seconds", o.crop_seconds);
  f("learning_rate", o.learning_rate);
  f("final_rate", o.final_rate);
  f("rate_warmup", o.rate_warmup);
  f("free_steps", o.free_steps);
  f("water_filling", o.water_filling);
  f("max_gradient_norm", o.max_gradient_norm);
  f("ema", o.ema);
  f("seed", o.seed);
  f("shares", o.shares);
  f("weight_mel", o.weights.mel);
  f("weight_fine", o.weights.fine);
  f("weight_envelope", o.weights.envelope);
  f("weight_loudness", o.weights.loudness);
  f("weight_quantizer", o.weights.quantizer);
  f("weight_pitch", o.weights.pitch);
  f("weight_voicing", o.weights.voicing);
  f("weight_phone", o.weights.phone);
  f("weight_speaker", o.weights.speaker);
  f("weight_acoustic", o.weights.acoustic);
  f("weight_usage", o.weights.usage);
  f("weight_adversary", o.weights.adversary);
  f("weight_feature", o.weights.feature);
  f("adversary_channels", o.adversary_channels);
  f("adversary_seconds", o.adversary_seconds);
  f("adversary_warmup", o.adversary_warmup);
  f("beta1", o.optimizer.beta1);
  f("beta2", o.optimizer.beta2);
  f("weight_decay", o.optimizer.weight_decay);
  f("gain_probability", o.augment.gain_probability);
  f("tilt_probability", o.augment.tilt_probability);
  f("tilt_db", o.augment.tilt_db);
  f("reverb_probability", o.augment.reverb_probability);
  f("mixture_probability", o.augment.mixture_probability);
  f("noise_probability", o.augment.noise_probability);
  f("quantizer_dropout", o.training.quantizer_dropout);
  f("rotation_trick", o.training.rotation_trick);
  f("linear_map", o.training.linear_map);
  f("trainable_table", o.training.trainable_table);
  f("semantic_masks", o.training.semantic_masks);
  f("latent_momentum", o.training.latent_momentum);
}

Error bad(const std::string& what) { return {ErrorCode::bad_value, "recipe: " + what}; }

}  // namespace

Result<FitOptions> parse_recipe(std::string_view text) {
  auto root = json::parse(text);
  if (!root) return Error{ErrorCode::not_our_format, "recipe: " + root.error().message};
  if (root->object() == nullptr) return bad("not a JSON object");
  FitOptions options;
  json::FieldReader reader(*root);
  for_each_field(options, reader);
  std::string optimizer = "adamw";
  std::string precision = "f32";
  reader("optimizer", optimizer);
  reader("precision", precision);
  std::string part = "all";
  reader("part", part);
  if (const auto* model = reader.member("model")) {
    auto config = ModelConfig::from_value(*model);
    if (!config) return config.error();
    options.model = *config;
  }
  if (!reader.error().empty()) return bad(reader.error());
  if (const auto key = reader.unknown_key(); !key.empty()) return bad("unknown key '" + key + "'");
  if (optimizer != "adamw" && optimizer != "adagrad") {
    return bad("'optimizer' must be \"adamw\" or \"adagrad\"");
  }
  if (precision != "f32" && precision != "bf16") {
    return bad("'precision' must be \"f32\" or \"bf16\"");
  }
  const auto chosen = std::find(kParts.begin(), kParts.end(), part);
  if (chosen == kParts.end()) {
    return bad("'part' must be \"all\", \"semantic\", \"acoustic\" or \"decoder\"");
  }
  options.training.part = static_cast<Part>(chosen - kParts.begin());
  if ((options.training.part == Part::semantic || options.training.part == Part::acoustic) &&
      !options.model.semantic_encoder()) {
    return bad("'part' wants a model with semantic_channels");
  }
  if (options.training.part == Part::decoder && options.free_steps > 0) {
    return bad("'part' \"decoder\" learns from codes: 'free_steps' must be 0");
  }
  options.optimizer.kind = optimizer == "adamw" ? OptimizerKind::adamw : OptimizerKind::adagrad;
  options.training.precision = precision == "f32" ? Precision::f32 : Precision::bf16;
  if (options.steps < 1 || options.batch < 1 || !(options.crop_seconds >= 0.4) ||
      !(options.learning_rate > 0) || !(options.ema >= 0 && options.ema < 1)) {
    return bad("steps and batch want 1 or more, crop_seconds 0.4, learning_rate over 0, ema 0..1");
  }
  return options;
}

Result<FitOptions> load_recipe(const std::filesystem::path& path) {
  auto bytes = read_file(path, 1 << 20);
  if (!bytes) return bytes.error();
  auto recipe = parse_recipe({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!recipe) return Error{recipe.error().code, path.string() + ": " + recipe.error().message};
  return recipe;
}

std::string to_json(const FitOptions& options) {
  json::FieldWriter writer;
  writer.raw("model", options.model.to_json());
  for_each_field(options, writer);
  writer("optimizer",
         std::string(options.optimizer.kind == OptimizerKind::adamw ? "adamw" : "adagrad"));
  writer("part", std::string(kParts[static_cast<std::size_t>(options.training.part)]));
  writer("precision", std::string(options.training.precision == Precision::f32 ? "f32" : "bf16"));
  return writer.finish();
}

}  // namespace codec
