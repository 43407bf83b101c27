#include "codec/training/checkpoint.h"

#include <algorithm>
#include <cstdlib>

#include "codec/training/tensor_io.h"

namespace codec {
namespace {

// A checkpoint from before a key existed has that key's default.
bool same_shape(const std::string& stored, const ModelConfig& config) {
  const auto old = ModelConfig::from_json(stored);
  return old && old->shape() == config.shape();
}

// With the roles, without which a config with a late first code is none.
ModelConfig stored_shape(const ModelConfig& config) {
  auto shape = config.shape();
  shape.level_roles = config.level_roles;
  return shape;
}

}  // namespace

WeightAverage::WeightAverage(const Network& network, double decay) : decay_(decay) {
  for (const auto& p : network->named_parameters()) {
    parameters_.emplace_back(p.key(), p.value());
    averages_.push_back(p.value().detach().clone());
  }
}

void WeightAverage::update() {
  torch::NoGradGuard no_grad;
  ++updates_;
  // A young average forgets faster, so that the random start does not linger in it.
  const auto n = static_cast<double>(updates_);
  const double decay = std::min(decay_, n / (n + 10.0));
  for (std::size_t i = 0; i < averages_.size(); ++i) {
    averages_[i].lerp_(parameters_[i].second, 1.0 - decay);
  }
}

void WeightAverage::reset() {
  torch::NoGradGuard no_grad;
  updates_ = 0;
  for (std::size_t i = 0; i < averages_.size(); ++i) averages_[i].copy_(parameters_[i].second);
}

void WeightAverage::swap() {
  torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < averages_.size(); ++i) {
    const auto weights = parameters_[i].second.clone();
    parameters_[i].second.copy_(averages_[i]);
    averages_[i].copy_(weights);
  }
}

void WeightAverage::save(SafeTensors& file) const {
  for (std::size_t i = 0; i < averages_.size(); ++i) {
    file.tensors["average." + parameters_[i].first] = to_data(averages_[i]);
  }
  file.metadata["average.updates"] = std::to_string(updates_);
}

Status WeightAverage::load(const SafeTensors& file) {
  for (std::size_t i = 0; i < averages_.size(); ++i) {
    if (auto s = copy_into(file, "average." + parameters_[i].first, averages_[i]); !s) return s;
  }
  const auto it = file.metadata.find("average.updates");
  updates_ = it == file.metadata.end() ? 0 : std::atoll(it->second.c_str());
  return Done{};
}

Status save_checkpoint(const std::filesystem::path& path, const Network& network,
                       const NamedTensors& trained, const WeightAverage& average,
                       const Optimizer& optimizer, const RunPosition& position,
                       const std::string& commit, Part part) {
  SafeTensors file;
  for (const auto& [name, t] : trained) file.tensors[name] = to_data(t);
  for (const auto& b : network->named_buffers()) file.tensors[b.key()] = to_data(b.value());
  average.save(file);
  optimizer.save(file);
  file.metadata["step"] = std::to_string(position.step);
  file.metadata["minutes"] = std::to_string(position.minutes);
  file.metadata["commit"] = commit;
  file.metadata["tokenizer"] = part == Part::decoder ? "stands" : "moves";
  file.metadata["config"] = stored_shape(network->config()).to_json();
  return file.save(path);
}

Result<RunPosition> load_checkpoint(const std::filesystem::path& path, Network& network,
                                    const NamedTensors& trained, WeightAverage& average,
                                    Optimizer& optimizer, Part part) {
  auto file = SafeTensors::load(path);
  if (!file) return file.error();
  if (!same_shape(file->metadata["config"], network->config())) {
    return Error{ErrorCode::bad_value,
                 path.string() + ": checkpoint of another model shape; use another folder"};
  }
  if (part == Part::decoder && file->metadata["tokenizer"] == "moves") {
    return Error{ErrorCode::bad_value,
                 path.string() +
                     ": of a run that moved the tokenizer; train the decoder of its model (--from) "
                     "in another folder"};
  }
  const auto named = [&](const Error& e) {
    return Error{e.code, path.string() + ": " + e.message};
  };
  for (const auto& [name, t] : trained) {
    if (auto s = copy_into(*file, name, t); !s) return named(s.error());
  }
  for (auto& b : network->named_buffers()) {
    if (auto s = copy_into(*file, b.key(), b.value()); !s) return named(s.error());
  }
  if (auto s = average.load(*file); !s) return named(s.error());
  if (auto s = optimizer.load(*file); !s) return named(s.error());
  return RunPosition{std::atoll(file->metadata["step"].c_str()),
                     std::atof(file->metadata["minutes"].c_str())};
}

}  // namespace codec
