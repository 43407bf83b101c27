#include "codec/training/adversary.h"

#include "codec/training/training_kernels.h"

namespace codec {
namespace {

using torch::Tensor;

constexpr double kSlope = 0.1;  // of the leaky rectifiers
constexpr double kFloor = 1e-3;
constexpr double kCompression = 0.7;

torch::nn::Conv2d convolution(std::int64_t from, std::int64_t to, std::int64_t bins,
                              std::int64_t stride) {
  return torch::nn::Conv2d(
      torch::nn::Conv2dOptions(from, to, {3, bins}).stride({1, stride}).padding({1, bins / 2}));
}

}  // namespace

SpectrogramDiscriminatorImpl::SpectrogramDiscriminatorImpl(std::int64_t window,
                                                           const AdversaryOptions& options)
    : window_(window), precision_(options.precision) {
  taper_ = register_buffer("taper", torch::hann_window(window, /*periodic=*/true));
  layers_ = register_module("layers", torch::nn::ModuleList());
  const auto c = options.channels;
  layers_->push_back(convolution(3, c, 7, 2));
  layers_->push_back(convolution(c, c, 7, 2));
  layers_->push_back(convolution(c, c, 7, 2));
  layers_->push_back(convolution(c, c, 3, 1));
  layers_->push_back(convolution(c, 1, 3, 1));
}

std::vector<Tensor> SpectrogramDiscriminatorImpl::forward(const Tensor& audio) {
  const auto spectrum = torch::fft::rfft(audio.unfold(1, window_, window_ / 4) * taper_);
  const auto size = magnitude(spectrum).clamp_min(kFloor);
  const auto compressed = size.pow(-kCompression);
  auto x = torch::stack(
      {torch::real(spectrum) * compressed, torch::imag(spectrum) * compressed, torch::log10(size)},
      1);
  std::vector<Tensor> out;
  for (std::size_t i = 0; i < layers_->size(); ++i) {
    auto* layer = layers_->at<torch::nn::Conv2dImpl>(i).as<torch::nn::Conv2dImpl>();
    if (precision_ == Precision::bf16) {
      x = torch::conv2d(x.to(torch::kBFloat16), layer->weight.to(torch::kBFloat16),
                        layer->bias.to(torch::kBFloat16), layer->options.stride(),
                        {layer->weight.size(2) / 2, layer->weight.size(3) / 2});
    } else {
      x = layer->forward(x);
    }
    if (i + 1 < layers_->size()) x = torch::leaky_relu(x, kSlope);
    out.push_back(x);
  }
  return out;
}

AdversaryImpl::AdversaryImpl(const AdversaryOptions& options) {
  for (const auto window : options.windows) {
    discriminators_.push_back(register_module("window_" + std::to_string(window),
                                              SpectrogramDiscriminator(window, options)));
  }
}

AdversaryLoss AdversaryImpl::forward(const Tensor& output, const Tensor& target) {
  AdversaryLoss loss;
  const auto zero = torch::zeros({}, output.options().dtype(torch::kFloat32));
  loss.verdict = loss.feature = loss.discriminator = zero;
  const auto wide = [](const Tensor& t) { return t.to(torch::kFloat32); };
  for (auto& d : discriminators_) {
    const auto recorded = d->forward(target);
    const auto made = d->forward(output.detach());
    loss.discriminator = loss.discriminator + torch::relu(1.0 - wide(recorded.back())).mean() +
                         torch::relu(1.0 + wide(made.back())).mean();

    for (auto& p : d->parameters()) p.set_requires_grad(false);
    const auto heard = d->forward(output);
    for (auto& p : d->parameters()) p.set_requires_grad(true);
    loss.verdict = loss.verdict - wide(heard.back()).mean();
    for (std::size_t i = 0; i + 1 < heard.size(); ++i) {
      const auto wanted = wide(recorded[i].detach());
      loss.feature =
          loss.feature + (wide(heard[i]) - wanted).abs().mean() /
                             (wanted.abs().mean() * static_cast<double>(heard.size() - 1));
    }
  }
  const auto count = static_cast<double>(discriminators_.size());
  return {loss.verdict / count, loss.feature / count, loss.discriminator / count};
}

}  // namespace codec
