// Any bytes as safetensors: a value that comes back from its own bytes, or an Error; and whatever
// parses, tried as an entropy prior and as tokens.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "codec/base/safetensors.h"
#include "codec/model/entropy_prior.h"
#include "codec/tokens/token_file.h"

namespace {

void must(bool held) {
  if (!held) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto file = codec::SafeTensors::parse(bytes);
  if (!file) return 0;
  std::size_t total = 0;
  for (const auto& [name, tensor] : file->tensors) {
    must(tensor.bytes.size() ==
         static_cast<std::size_t>(tensor.elements()) * codec::size_of(tensor.type));
    total += tensor.bytes.size();
    const auto floats = tensor.to_floats();
    must(floats.empty() || static_cast<std::int64_t>(floats.size()) == tensor.elements());
  }
  must(total <= size);
  const auto again = codec::SafeTensors::parse(file->serialize());
  must(again.ok() && again->tensors.size() == file->tensors.size() &&
       again->metadata == file->metadata);
  for (const auto& [name, tensor] : file->tensors) {
    const auto* other = again->find(name);
    must(other != nullptr && other->shape == tensor.shape && other->bytes == tensor.bytes);
  }
  if (const auto prior = codec::EntropyPrior::from_tensors(*file)) {
    std::vector<std::int32_t> scratch(2 * static_cast<std::size_t>((*prior)->hidden()));
    (*prior)->prepare(0, {}, {}, {}, scratch);
    for (std::uint32_t node = 1; node < (1u << (*prior)->bits()); ++node) {
      must(std::abs((*prior)->stretch(0, node, scratch)) <= 2047);
    }
  }
  (void)codec::parse_tokens(codec::TokenFormat::safetensors, bytes);
  return 0;
}
