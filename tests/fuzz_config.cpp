// Any text as a model config: a valid config that comes back from its own JSON, or an Error.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "codec/json.h"
#include "codec/model_config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)codec::json::parse(text);
  const auto config = codec::ModelConfig::from_json(text);
  if (!config || !config->validate()) return 0;
  const auto again = codec::ModelConfig::from_json(config->to_json());
  if (!again || !(*again == *config)) std::abort();
  return 0;
}
