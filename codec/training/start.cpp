#include "codec/training/start.h"

#include <algorithm>

#include "codec/base/printed.h"
#include "codec/model/definition.h"
#include "codec/model/stored_model.h"
#include "codec/training/discriminator_file.h"

namespace codec {
namespace {

constexpr std::int64_t kLatentBatches = 8;      // that water-filling looks at
constexpr std::int64_t kFramesToFitACode = 60;  // what it adds to the sound, at the start

// Takes the tensors that make the first code from one model's file into another's.
Status graft_first_code(SafeTensors& weights, const ModelConfig& onto,
                        const std::filesystem::path& config_json) {
  auto model = StoredModel::load(config_json);
  if (!model) return model.error();
  if (model->config.semantic_delay_frames != onto.semantic_delay_frames) {
    return Error{ErrorCode::bad_value,
                 printed("%s: its first code is %d frames late, that of the recipe's model %d",
                         config_json.c_str(), model->config.semantic_delay_frames,
                         onto.semantic_delay_frames)};
  }
  std::size_t taken = 0;
  for (auto& [name, t] : model->weights.tensors) {
    if (chooses_first_code(name)) {
      weights.tensors[name] = std::move(t);
      ++taken;
    }
  }
  if (taken == 0) {
    return Error{ErrorCode::bad_value, config_json.string() + ": has no semantic encoder"};
  }
  return Done{};
}

// The semantic encoder that a model lacks: as random as the network's.
void grow_semantic_encoder(SafeTensors& weights, const Network& network) {
  const auto fresh = network->export_weights(DType::f32);
  for (const auto& [name, t] : fresh.tensors) {
    if (!weights.tensors.contains(name)) weights.tensors[name] = t;
  }
}

// Deeper than the model that it starts from: the further blocks come from the network, with their
// scales at 0, so that at first nothing changes. Returns how many.
int grow_blocks(SafeTensors& weights, const Network& network) {
  auto fresh = network->export_weights(DType::f32);
  int grown = 0;
  for (auto& [name, t] : fresh.tensors) {
    const auto at = name.find(".blocks.") != std::string::npos ? name.find(".blocks.")
                                                               : name.find("decoder.fine.");
    if (at == std::string::npos || weights.tensors.contains(name)) continue;
    if (name.ends_with(".scale")) {
      t = TensorData::from_floats(t.shape, std::vector<float>(t.to_floats().size()), DType::f32);
      ++grown;
    }
    weights.tensors[name] = std::move(t);
  }
  return grown;
}

// Blocks that are wider inside, and a decoder that sees more frames ahead, than the model that it
// starts from: what comes newly into a sum comes with zeros, so that at first nothing changes, and
// what only such sums read is the network's.
void grow_matrices(SafeTensors& weights, const Network& network) {
  const auto fresh = network->export_weights(DType::f32);
  for (const auto& [name, t] : fresh.tensors) {
    const auto* had = weights.find(name);
    if (had == nullptr || had->shape.size() != t.shape.size() || had->shape == t.shape) continue;
    const bool sums = name.ends_with(".contract.weight") || name == "decoder.input.weight";
    const bool summed = name.ends_with(".expand.weight") || name.ends_with(".expand.bias");
    if (!sums && !summed) continue;
    const auto columns = [](const TensorData& x) {
      return x.shape.size() < 2 ? std::size_t{1} : static_cast<std::size_t>(x.shape[1]);
    };
    const auto old = had->to_floats();
    auto values = t.to_floats();
    if (columns(*had) > columns(t) || old.size() > values.size()) continue;
    if (sums) std::fill(values.begin(), values.end(), 0.0F);
    for (std::size_t row = 0; row * columns(*had) < old.size(); ++row) {
      std::copy_n(old.begin() + static_cast<std::ptrdiff_t>(row * columns(*had)), columns(*had),
                  values.begin() + static_cast<std::ptrdiff_t>(row * columns(t)));
    }
    weights.tensors[name] = TensorData::from_floats(t.shape, values, DType::f32);
  }
}

// The head of a model whose parts lie elsewhere, as where pitch classes take the place of one
// value: what both have keeps its rows, the rest is the network's.
void move_head(SafeTensors& weights, const ModelConfig& from, const Network& network) {
  const HeadLayout old(from);
  const HeadLayout now(network->config());
  if (old.width == now.width) return;
  const auto fresh = network->export_weights(DType::f32);
  for (const char* name : {"decoder.head.weight", "decoder.head.bias"}) {
    const auto* had = weights.find(name);
    if (had == nullptr) continue;
    const auto rows = had->to_floats();
    const auto& t = fresh.tensors.at(name);
    auto values = t.to_floats();
    const auto columns = values.size() / static_cast<std::size_t>(now.width);
    if (rows.size() != columns * static_cast<std::size_t>(old.width)) continue;
    const auto keep = [&](int to, int at, int count) {
      if (to < 0 || at < 0) return;
      std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(columns) * at,
                  static_cast<std::ptrdiff_t>(columns) * count,
                  values.begin() + static_cast<std::ptrdiff_t>(columns) * to);
    };
    const auto& c = network->config();
    keep(now.voicing, old.voicing, 1);
    keep(now.harmonic, old.harmonic, c.bands);
    keep(now.noise, old.noise, c.bands);
    keep(now.magnitude, old.magnitude, c.bins());
    keep(now.phase, old.phase, c.bins());
    weights.tensors[name] = TensorData::from_floats(t.shape, values, DType::f32);
  }
}

// Level 1's entries to first codes that they do not know; `random` ones are spread out before.
void fit_first_code(const FitOptions& o, Steps& steps, bool random) {
  const auto enough = kFramesToFitACode * std::int64_t{o.model.codebook_size};
  const auto frames = o.batch * static_cast<std::int64_t>(o.crop_seconds * o.model.frame_rate_hz());
  const auto latents = steps.some_latents((enough + frames - 1) / frames);
  if (random) steps.network()->start_first_code(latents);
  steps.network()->fit_first_entries(latents);
}

// Another model, in eval() mode, whose latents this one's decoder can play.
Result<Network> import_of_same_latent(const std::filesystem::path& config_json,
                                      const ModelConfig& model) {
  auto other = import_model(config_json);
  if (other && !share_latents((*other)->config(), model)) {
    return Error{ErrorCode::bad_value,
                 config_json.string() + ": its frames or its latent are not those of this model"};
  }
  return other;
}

}  // namespace

Status start_from_model(const FitOptions& o, Steps& steps,
                        const std::function<void(const std::string&)>& log) {
  auto model = StoredModel::load(o.start_from);
  if (!model) return model.error();
  auto& weights = model->weights;
  auto& network = steps.network();
  const bool grafted = !o.semantic_from.empty();
  const bool grown = o.model.semantic_encoder() && !model->config.semantic_encoder();
  if (grafted) {
    if (auto s = graft_first_code(weights, o.model, o.semantic_from); !s) return s;
  } else if (grown) {
    grow_semantic_encoder(weights, network);
  }
  if (grown) {  // level 1 becomes a table
    for (const char* map : {"quantizer.levels.0.weight", "quantizer.levels.0.bias"}) {
      weights.tensors.erase(map);
    }
  }
  move_head(weights, model->config, network);
  grow_matrices(weights, network);
  const int blocks = grow_blocks(weights, network);
  if (auto s = network->import_weights(weights); !s) return s;
  if (grown || grafted) fit_first_code(o, steps, /*random=*/!grafted);
  const auto judges = take_discriminators(o.start_from, steps);
  if (!judges) return judges.error();
  steps.begin_anew();
  log(printed("starts from %s", model->config.name.c_str()) +
      (blocks > 0 ? printed(" with %d blocks more", blocks) : "") +
      (*judges > 0 ? printed(", %zu of %zu tensors of its discriminators", *judges,
                             steps.discriminators().size())
                   : ""));
  return Done{};
}

Status learn_older_codes(const FitOptions& o, Steps& steps) {
  auto older = import_of_same_latent(o.older, o.model);
  if (!older) return older.error();
  steps.learn_codes_of(std::move(*older));
  return Done{};
}

Status learn_from_teacher(const FitOptions& o, Steps& steps) {
  if (o.start_from.empty()) {
    return Error{ErrorCode::bad_value,
                 "the recipe has a weight_teacher: --from says which model teaches"};
  }
  auto teacher = import_of_same_latent(o.start_from, o.model);
  if (!teacher) return teacher.error();
  steps.learn_sound_of(std::move(*teacher));
  return Done{};
}

void start_quantizers(const FitOptions& o, Steps& steps,
                      const std::function<void(const std::string&)>& log) {
  torch::NoGradGuard no_grad;
  const auto starts = steps.network()->start_quantizers(steps.some_latents(kLatentBatches));
  for (std::size_t q = 0; q < starts.size(); ++q) {
    log(printed("level %zu starts with %lld of %d codes in use, energy %.4f -> %.4f", q + 1,
                static_cast<long long>(starts[q].codes_used), o.model.codebook_size,
                starts[q].energy_before, starts[q].energy_after));
  }
  steps.begin_anew();
}

}  // namespace codec
