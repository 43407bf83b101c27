// libtorch tensors to and from safetensors entries.
#pragma once

#include <torch/torch.h>

#include "codec/base/safetensors.h"

namespace codec {

// A float tensor on any device -> f32 or f16 entry.
TensorData to_data(const torch::Tensor& tensor, DType type = DType::f32);

// Copies an f32 or f16 entry of the same shape into `tensor`, on its device.
// Errors: corrupt, naming the tensor (missing, misshapen, not floating point).
Status copy_into(const SafeTensors& file, const std::string& name, torch::Tensor tensor);

}  // namespace codec
