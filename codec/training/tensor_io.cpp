#include "codec/training/tensor_io.h"

namespace codec {

TensorData to_data(const torch::Tensor& tensor, DType type) {
  const auto host = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  return TensorData::from_floats(
      host.sizes().vec(), {host.data_ptr<float>(), static_cast<std::size_t>(host.numel())}, type);
}

Status copy_into(const SafeTensors& file, const std::string& name, torch::Tensor tensor) {
  const auto* data = file.find(name);
  if (data == nullptr || data->shape != tensor.sizes().vec()) {
    return Error{ErrorCode::corrupt, "tensor '" + name + "' is missing or misshapen"};
  }
  auto values = data->to_floats();
  if (static_cast<std::int64_t>(values.size()) != tensor.numel()) {
    return Error{ErrorCode::corrupt, "tensor '" + name + "' is not floating point"};
  }
  torch::NoGradGuard no_grad;
  tensor.copy_(torch::from_blob(values.data(), tensor.sizes(), torch::kFloat32));
  return Done{};
}

}  // namespace codec
