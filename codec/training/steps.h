// One step of training: the losses of a batch, their gradients, and what the optimizer moves.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <future>
#include <optional>

#include "codec/training/adversary.h"
#include "codec/training/checkpoint.h"
#include "codec/training/crop_source.h"
#include "codec/training/losses.h"
#include "codec/training/loudness.h"
#include "codec/training/phone_head.h"
#include "codec/training/stoi_loss.h"
#include "codec/training/trainer.h"

namespace codec {

struct StepLosses {
  double mel = 0, fine = 0, envelope = 0, loudness = 0, stoi = 0, quantizer = 0, pitch = 0,
         voicing = 0;
  double phone = 0, phone_error = 0, speaker_error = 0;  // of the phone head, if there is one
  double usage = 0, acoustic = 0;
  double verdict = 0, feature = 0, discriminator = 0;  // of the adversary
  double gradient = 0;                                 // norm, before it is clipped
};

// One list serves summing, the log and the CSV. F is called with (name, member).
template <typename F>
void for_each_loss(F&& f) {
  f("mel", &StepLosses::mel);
  f("fine", &StepLosses::fine);
  f("envelope", &StepLosses::envelope);
  f("loudness", &StepLosses::loudness);
  f("stoi", &StepLosses::stoi);
  f("quantizer", &StepLosses::quantizer);
  f("pitch", &StepLosses::pitch);
  f("voicing", &StepLosses::voicing);
  f("phone", &StepLosses::phone);
  f("phone_error", &StepLosses::phone_error);
  f("speaker_error", &StepLosses::speaker_error);
  f("usage", &StepLosses::usage);
  f("acoustic", &StepLosses::acoustic);
  f("verdict", &StepLosses::verdict);
  f("feature", &StepLosses::feature);
  f("discriminator", &StepLosses::discriminator);
  f("gradient", &StepLosses::gradient);
}

struct StepOutcome {
  StepLosses losses;
  torch::Tensor codes;  // (B, T, levels), -1 = not active; undefined while nothing is quantized
};

double learning_rate_at(const FitOptions& options, std::int64_t step);

// Everything that a run trains. What a step does depends on the weights, the optimizer's state and
// (seed, step) alone.
// Threads: one at a time per object. The crops of the next step are made on another one meanwhile.
class Steps {
 public:
  Steps(const FitOptions& options, CropSource source);  // options outlive the object

  // In train() mode. Errors: bad_value where loss or gradient is no finite number; nothing has
  // moved then.
  Result<StepOutcome> run(std::int64_t step);

  Network& network() { return network_; }
  WeightAverage& average() { return *average_; }
  Optimizer& optimizer() { return *optimizer_; }
  const CropSource& source() const { return source_; }
  // Every parameter there is: what a checkpoint holds.
  NamedTensors trained() const;
  // After the weights have been set from outside: a new optimizer, and the average begins here.
  void begin_anew();

  // All crops of a step, on the device; negative steps are never trained on.
  Batch batch(std::int64_t step) const;
  // Latents (M, latent_width) of batches that no step trains on, without gradient.
  torch::Tensor some_latents(std::int64_t batches);

 private:
  NamedTensors moved() const;
  torch::Tensor sound_step(std::int64_t step, const Batch& batch, StepOutcome& out);
  torch::Tensor semantic_step(const Batch& batch, StepOutcome& out);
  torch::Tensor sound_losses(std::int64_t step, const torch::Tensor& latents, const Batch& batch,
                             StepLosses& out);
  torch::Tensor first_code_losses(const torch::Tensor& z1, const torch::Tensor& codes,
                                  const Batch& batch, StepLosses& out);
  torch::Tensor phone_losses(const torch::Tensor& level1, const Batch& batch, StepLosses& out);
  Batch own_part(std::int64_t step);  // of batch(), on the device; the next step's is begun
  Batch made_part(std::int64_t step) const;
  // Values for each crop of the whole batch, (batch, n...) in 0..1, of which it has its own part.
  torch::Tensor own_uniform(std::vector<std::int64_t> shape) const;
  void share(StepLosses& losses) const;  // the mean over all processes
  AdversaryLoss hear(const torch::Tensor& output, const torch::Tensor& target);

  const FitOptions& o_;
  torch::Device device_;
  CropSource source_;
  Network network_{nullptr};
  SpectralLoss spectral_;
  EnvelopeLoss envelope_;
  LoudnessLoss loudness_;
  StoiLoss stoi_;
  PhoneHead phone_head_{nullptr};  // empty without weight_phone
  // The first code's entry -> the acoustic latent: keeps what the phones leave of level 1's bits of
  // use to the sound. Only where the semantic encoder is trained alone.
  torch::nn::Linear acoustic_head_{nullptr};
  Adversary adversary_{nullptr};  // empty without weight_adversary and weight_feature
  std::optional<WeightAverage> average_;
  std::optional<Optimizer> optimizer_;
  // What the next step will be asked for, made on a thread of its own meanwhile. Last, so that it
  // has ended before what it reads goes.
  std::future<Batch> ahead_;
  std::int64_t ahead_step_ = 0;
};

}  // namespace codec
