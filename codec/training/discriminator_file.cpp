#include "codec/training/discriminator_file.h"

#include "codec/base/safetensors.h"
#include "codec/training/tensor_io.h"

namespace codec {

Status save_discriminators(const Steps& steps, const std::filesystem::path& folder,
                           const std::string& name) {
  SafeTensors file;
  for (const auto& [tensor, value] : steps.discriminators()) file.tensors[tensor] = to_data(value);
  if (file.tensors.empty()) return Done{};
  return file.save(folder / (name + kDiscriminatorFile));
}

Result<std::size_t> take_discriminators(const std::filesystem::path& config_json, Steps& steps) {
  const auto wanted = steps.discriminators();
  const auto path = std::filesystem::path(config_json).replace_extension(kDiscriminatorFile);
  std::error_code ec;
  if (wanted.empty() || !std::filesystem::exists(path, ec)) return std::size_t{0};
  const auto file = SafeTensors::load(path);
  if (!file) return file.error();
  std::size_t taken = 0;
  for (const auto& [name, tensor] : wanted) {
    const auto* data = file->find(name);
    if (data == nullptr || data->shape != tensor.sizes().vec()) continue;
    if (auto s = copy_into(*file, name, tensor); !s) return s.error();
    ++taken;
  }
  return taken;
}

}  // namespace codec
