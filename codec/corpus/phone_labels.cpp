#include "codec/corpus/phone_labels.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "codec/base/safetensors.h"

namespace codec {

PhoneLabels::PhoneLabels(const CorpusReader& corpus) : samples_(corpus.total_samples()) {
  starts_.push_back(0);
  for (const auto& entry : corpus.entries()) {
    starts_.push_back(starts_.back() +
                      static_cast<std::size_t>(entry.samples / kCorpusSubframeSamples));
  }
  labels_.assign(starts_.back(), kUnknownPhone);
}

Result<PhoneLabels> PhoneLabels::load(const std::filesystem::path& path,
                                      const CorpusReader& corpus) {
  auto file = SafeTensors::load(path);
  if (!file) return file.error();
  if (file->metadata["format"] != "phone-labels") {
    return Error{ErrorCode::not_our_format, path.string() + ": not a file of phone labels"};
  }
  PhoneLabels out(corpus);
  const auto* labels = file->find("labels");
  if (labels == nullptr || labels->type != DType::u8 ||
      labels->bytes.size() != out.labels_.size() ||
      file->metadata["entries"] != std::to_string(corpus.entries().size()) ||
      file->metadata["samples"] != std::to_string(out.samples_)) {
    return Error{ErrorCode::bad_value,
                 path.string() + ": labels of another corpus; align this one"};
  }
  std::memcpy(out.labels_.data(), labels->bytes.data(), labels->bytes.size());
  if (std::ranges::any_of(out.labels_,
                          [](auto p) { return p >= kPhoneCount && p != kUnknownPhone; })) {
    return Error{ErrorCode::bad_value, path.string() + ": a label is no phone of the set"};
  }
  return out;
}

Status PhoneLabels::save(const std::filesystem::path& path) const {
  SafeTensors file;
  TensorData labels{DType::u8, {static_cast<std::int64_t>(labels_.size())}, {}};
  labels.bytes.resize(labels_.size());
  std::memcpy(labels.bytes.data(), labels_.data(), labels_.size());
  file.tensors["labels"] = std::move(labels);
  file.metadata["format"] = "phone-labels";
  file.metadata["entries"] = std::to_string(starts_.size() - 1);
  file.metadata["samples"] = std::to_string(samples_);
  return file.save(path);
}

std::span<const std::uint8_t> PhoneLabels::of(std::size_t entry) const {
  return std::span(labels_).subspan(starts_[entry], starts_[entry + 1] - starts_[entry]);
}

std::span<std::uint8_t> PhoneLabels::of(std::size_t entry) {
  return std::span(labels_).subspan(starts_[entry], starts_[entry + 1] - starts_[entry]);
}

}  // namespace codec
