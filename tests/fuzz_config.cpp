// Any text as a model config and as a phone table: what is valid comes back from its own JSON, the
// rest is an Error.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "codec/base/json.h"
#include "codec/model/model_config.h"
#include "codec/model/phone_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)codec::json::parse(text);
  if (const auto table = codec::PhoneTable::from_json(text)) {
    const auto again = codec::PhoneTable::from_json(table->to_json());
    if (!again || again->to_json() != table->to_json()) std::abort();
  }
  const auto config = codec::ModelConfig::from_json(text);
  if (!config || !config->validate()) return 0;
  const auto again = codec::ModelConfig::from_json(config->to_json());
  if (!again || !(*again == *config)) std::abort();
  return 0;
}
