#include "codec/training/formant_postfilter.h"

#include "codec/sound/mel.h"
#include "codec/training/smoothing.h"
#include "codec/training/synthesis.h"

namespace codec {
namespace {

using torch::Tensor;

constexpr int kHopMs = 8;  // a quarter of a window
constexpr double kFineMel = 35;
constexpr double kWideMel = 145;
constexpr double kAlongMs = 30;
constexpr double kFromHz = 350;  // nothing is added below,
constexpr double kFullHz = 850;  // everything above
constexpr double kFloor = 1e-7;  // of power

}  // namespace

FormantPostfilter::FormantPostfilter(int sample_rate_hz, torch::Device device)
    : window_(4 * (sample_rate_hz * kHopMs / 1000)),
      taper_(torch::hann_window(window_, /*periodic=*/true).to(device)) {
  const auto bins = window_ / 2 + 1;
  auto hz = torch::empty({bins}, torch::kFloat64);
  auto mel = torch::empty_like(hz);
  for (std::int64_t k = 0; k < bins; ++k) {
    const double at = hertz_of_bin(static_cast<std::size_t>(k), sample_rate_hz,
                                   static_cast<std::size_t>(window_));
    hz[k] = at;
    mel[k] = mel_of_hertz(at);
  }
  const auto fine = gaussian_smoothing(mel, kFineMel);
  const auto above = ((hz - kFromHz) / (kFullHz - kFromHz)).clamp(0, 1);
  const auto detail =
      (torch::eye(bins, torch::kFloat64) - gaussian_smoothing(mel, kWideMel)) * above;
  fine_ = fine.to(torch::kFloat32).to(device);
  detail_ = detail.to(torch::kFloat32).to(device);
  const double deviation = kAlongMs / kHopMs;  // frames
  const auto reach = static_cast<std::int64_t>(4 * deviation);
  const auto at = torch::arange(-reach, reach + 1) / deviation;
  const auto along = torch::exp(-0.5 * at.square());
  along_ = (along / along.sum()).reshape({1, 1, -1}).to(device);
}

Tensor FormantPostfilter::operator()(const Tensor& audio, double strength) const {
  const torch::NoGradGuard no_grad;
  const auto hop = window_ / 4;
  const auto n = audio.size(1);
  const auto whole = (n + hop - 1) / hop * hop + window_ - hop;  // the last frame holds the end
  const auto spectra =
      windowed_spectra(torch::constant_pad_nd(audio, {0, whole - n}), window_, hop);
  const auto power = torch::matmul(torch::abs(spectra).square(), fine_);
  const auto detail = torch::matmul(torch::log(power + kFloor), detail_);
  const auto b = detail.size(0);
  const auto frames = detail.size(1);
  const auto bins = detail.size(2);
  // The first and the last frame go on beyond the ends.
  const auto reach = along_.size(2) / 2;
  const auto lines = torch::replication_pad1d(detail.transpose(1, 2), {reach, reach});
  const auto smooth = torch::conv1d(lines.reshape({b * bins, 1, frames + 2 * reach}), along_)
                          .reshape({b, bins, frames})
                          .transpose(1, 2);
  const auto gains = torch::exp(0.5 * strength * smooth);
  return sound_of_spectra(spectra * gains, taper_, hop).slice(1, 0, n);
}

}  // namespace codec
