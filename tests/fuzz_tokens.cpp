// The first byte chooses a token format, the second how much of the rest is the sidecar: a value
// that comes back from its own JSON, or an Error.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "codec/tokens/token_file.h"

namespace {

void must(bool held) {
  if (!held) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto format = static_cast<codec::TokenFormat>(data[0] % 5);
  const auto beside =
      std::min<std::size_t>(format == codec::TokenFormat::npy ? 8u * data[1] : 0, size - 2);
  const std::string_view sidecar(reinterpret_cast<const char*>(data) + 2, beside);
  const auto bytes = std::as_bytes(std::span(data, size)).subspan(2 + beside);
  const auto tokens = codec::parse_tokens(format, bytes, sidecar);
  if (!tokens) return 0;
  must(tokens->codes.levels >= 1 && tokens->codes.levels <= 16 && tokens->codes.frames() >= 1);
  if (!tokens->has_header) return 0;
  must(tokens->header.validate().ok());
  for (const auto c : tokens->codes.data) must(c < (1u << tokens->header.bits_per_code));
  if (tokens->codes.data.size() > 5000) return 0;
  for (const auto layout : {codec::TokenLayout::nested, codec::TokenLayout::interleave,
                            codec::TokenLayout::delay, codec::TokenLayout::parallel}) {
    const auto text = codec::tokens_json(*tokens, {.layout = layout});
    must(text.ok());
    const auto again = codec::parse_tokens(codec::TokenFormat::json,
                                           std::as_bytes(std::span(text->data(), text->size())));
    must(again.ok() && again->codes == tokens->codes && again->header == tokens->header);
  }
  return 0;
}
