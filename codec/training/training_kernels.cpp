#include "codec/training/training_kernels.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace codec {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

class Magnitude : public torch::autograd::Function<Magnitude> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    const auto z = torch::view_as_real(x).contiguous();
    auto out = torch::empty(x.sizes(), z.options());
    const float* in = z.data_ptr<float>();
    float* m = out.data_ptr<float>();
    const auto n = out.numel();
    for (std::int64_t i = 0; i < n; ++i) {
      m[i] = std::sqrt(in[2 * i] * in[2 * i] + in[2 * i + 1] * in[2 * i + 1]);
    }
    context->save_for_backward({z, out});
    return out;
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& gradients) {
    const auto saved = context->get_saved_variables();
    const auto gradient = gradients[0].contiguous();
    auto out = torch::empty_like(saved[0]);
    const float* z = saved[0].data_ptr<float>();
    const float* m = saved[1].data_ptr<float>();
    const float* g = gradient.data_ptr<float>();
    float* to = out.data_ptr<float>();
    const auto n = gradient.numel();
    for (std::int64_t i = 0; i < n; ++i) {
      const float scale = g[i] / std::max(m[i], 1e-20f);
      to[2 * i] = scale * z[2 * i];
      to[2 * i + 1] = scale * z[2 * i + 1];
    }
    return {torch::view_as_complex(out)};
  }
};

class CausalDepthwise : public torch::autograd::Function<CausalDepthwise> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x_in, const Tensor& weight,
                        const Tensor& bias) {
    const auto x = x_in.contiguous();
    const auto taps = weight.t().contiguous();  // (k, C)
    context->save_for_backward({x, taps});
    const auto frames = x.size(1);
    const auto channels = x.size(2);
    const auto k = taps.size(0);
    auto out = torch::empty_like(x);
    const float* b = bias.data_ptr<float>();
    for (std::int64_t s = 0; s < x.size(0); ++s) {
      const float* in = x.data_ptr<float>() + s * frames * channels;
      float* y = out.data_ptr<float>() + s * frames * channels;
      for (std::int64_t t = 0; t < frames; ++t) {
        float* row = y + t * channels;
        std::copy_n(b, channels, row);
        for (std::int64_t i = std::max<std::int64_t>(0, k - 1 - t); i < k; ++i) {
          const float* w = taps.data_ptr<float>() + i * channels;
          const float* from = in + (t - (k - 1) + i) * channels;
          for (std::int64_t c = 0; c < channels; ++c) row[c] += w[c] * from[c];
        }
      }
    }
    return out;
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& gradients) {
    const auto saved = context->get_saved_variables();
    const auto& x = saved[0];
    const auto& taps = saved[1];
    const auto gradient = gradients[0].contiguous();
    const auto frames = x.size(1);
    const auto channels = x.size(2);
    const auto k = taps.size(0);
    auto to_x = torch::zeros_like(x);
    auto to_taps = torch::zeros_like(taps);
    for (std::int64_t s = 0; s < x.size(0); ++s) {
      const auto offset = s * frames * channels;
      const float* in = x.data_ptr<float>() + offset;
      const float* g = gradient.data_ptr<float>() + offset;
      float* gx = to_x.data_ptr<float>() + offset;
      for (std::int64_t t = 0; t < frames; ++t) {
        const float* row = g + t * channels;
        for (std::int64_t i = std::max<std::int64_t>(0, k - 1 - t); i < k; ++i) {
          const float* w = taps.data_ptr<float>() + i * channels;
          float* gw = to_taps.data_ptr<float>() + i * channels;
          const float* from = in + (t - (k - 1) + i) * channels;
          float* to = gx + (t - (k - 1) + i) * channels;
          for (std::int64_t c = 0; c < channels; ++c) {
            to[c] += w[c] * row[c];
            gw[c] += from[c] * row[c];
          }
        }
      }
    }
    return {to_x, to_taps.t(), gradient.sum(at::IntArrayRef({0, 1}))};
  }
};

}  // namespace

Tensor magnitude(const Tensor& x) { return x.is_cpu() ? Magnitude::apply(x) : x.abs(); }

Tensor causal_depthwise(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  if (x.is_cpu()) return CausalDepthwise::apply(x, weight, bias);
  const auto padded = torch::constant_pad_nd(x.transpose(1, 2), {weight.size(1) - 1, 0});
  const auto y = torch::conv1d(padded, weight.unsqueeze(1), bias, {1}, at::IntArrayRef({0}), {1},
                               weight.size(0));
  return y.transpose(1, 2);
}

void adamw_step(Tensor& p, const Tensor& gradient, Tensor& m, Tensor& v, const AdamWStep& step) {
  if (!p.is_cpu()) {
    p.mul_(1.0 - step.decay);
    m.lerp_(gradient, 1.0 - step.beta1);
    v.mul_(step.beta2).addcmul_(gradient, gradient, 1.0 - step.beta2);
    p.addcdiv_(m, (v * step.second_scale).sqrt_().add_(step.epsilon), -step.rate);
    return;
  }
  const auto contiguous = gradient.contiguous();
  const float* g = contiguous.data_ptr<float>();
  float* to = p.data_ptr<float>();
  float* first = m.data_ptr<float>();
  float* second = v.data_ptr<float>();
  const auto keep = static_cast<float>(1.0 - step.decay);
  const auto forget1 = static_cast<float>(1.0 - step.beta1);
  const auto beta2 = static_cast<float>(step.beta2);
  const auto forget2 = static_cast<float>(1.0 - step.beta2);
  const auto rate = static_cast<float>(step.rate);
  const auto scale = static_cast<float>(step.second_scale);
  const auto epsilon = static_cast<float>(step.epsilon);
  const auto n = p.numel();
  for (std::int64_t i = 0; i < n; ++i) {
    first[i] += forget1 * (g[i] - first[i]);
    second[i] = beta2 * second[i] + forget2 * (g[i] * g[i]);
    to[i] = keep * to[i] - rate * first[i] / (std::sqrt(second[i] * scale) + epsilon);
  }
}

}  // namespace codec
