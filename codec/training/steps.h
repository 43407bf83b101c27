// One step of training: the losses of a batch, their gradients, and what the optimizer moves.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <future>
#include <optional>

#include "codec/training/adversary.h"
#include "codec/training/balance_loss.h"
#include "codec/training/checkpoint.h"
#include "codec/training/contrast_loss.h"
#include "codec/training/crop_source.h"
#include "codec/training/formant_postfilter.h"
#include "codec/training/losses.h"
#include "codec/training/loudness.h"
#include "codec/training/phone_head.h"
#include "codec/training/stoi_loss.h"
#include "codec/training/trainer.h"

namespace codec {

// T: tensors without dimensions while a step is made, numbers once they are read.
template <typename T>
struct Losses {
  T mel{}, fine{}, envelope{}, loudness{}, stoi{}, contrast{}, balance{}, teacher{}, quantizer{},
      pitch{}, voicing{};
  T phone{}, phone_error{}, speaker_error{};  // of the phone head, if there is one
  T usage{}, acoustic{};
  T verdict{}, feature{}, discriminator{};  // of the adversary
  T gradient{};                             // norm, before it is clipped
};
using StepLosses = Losses<double>;

// One list serves summing, the log and the CSV. F is called with (name, member).
template <typename T = double, typename F>
void for_each_loss(F&& f) {
  f("mel", &Losses<T>::mel);
  f("fine", &Losses<T>::fine);
  f("envelope", &Losses<T>::envelope);
  f("loudness", &Losses<T>::loudness);
  f("stoi", &Losses<T>::stoi);
  f("contrast", &Losses<T>::contrast);
  f("balance", &Losses<T>::balance);
  f("teacher", &Losses<T>::teacher);
  f("quantizer", &Losses<T>::quantizer);
  f("pitch", &Losses<T>::pitch);
  f("voicing", &Losses<T>::voicing);
  f("phone", &Losses<T>::phone);
  f("phone_error", &Losses<T>::phone_error);
  f("speaker_error", &Losses<T>::speaker_error);
  f("usage", &Losses<T>::usage);
  f("acoustic", &Losses<T>::acoustic);
  f("verdict", &Losses<T>::verdict);
  f("feature", &Losses<T>::feature);
  f("discriminator", &Losses<T>::discriminator);
  f("gradient", &Losses<T>::gradient);
}

// On the device: who reads them waits for the step.
struct StepOutcome {
  torch::Tensor losses;  // (n) float64, in the order of for_each_loss; 0 = not part of the run
  torch::Tensor codes;   // (B, T, levels), -1 = not active; undefined while nothing is quantized
};

double learning_rate_at(const FitOptions& options, std::int64_t step);

// Everything that a run trains. What a step does depends on the weights, the optimizer's state and
// (seed, step) alone.
// Threads: one at a time per object. The crops of the next step are made on another one meanwhile.
class Steps {
 public:
  Steps(const FitOptions& options, CropSource source);  // options outlive the object

  // In train() mode. Only begins a step where the device is no CPU: nothing here waits for it.
  StepOutcome run(std::int64_t step);
  // Waits for the steps begun. Errors: bad_value, naming the step, where a loss or gradient was no
  // finite number: what was trained is worth nothing then.
  Status all_finite() const;

  // From now on options.older_share of the crops are coded by this tokenizer, in eval() mode; its
  // grid of frames and its latent_dim are the network's.
  void learn_codes_of(Network older);
  // From now on the decoder's sound is compared with that of this one, on the same latents, its
  // formants sharpened. In eval() mode; of the network's rate and latent_dim.
  void learn_sound_of(Network teacher);

  Network& network() { return network_; }
  WeightAverage& average() { return *average_; }
  Optimizer& optimizer() { return *optimizer_; }
  const CropSource& source() const { return source_; }
  // Every parameter there is: what a checkpoint holds.
  NamedTensors trained() const;
  // Those of the discriminators, if there are any: "adversary.NAME".
  NamedTensors discriminators() const;
  // After the weights have been set from outside: a new optimizer, and the average begins here.
  void begin_anew();

  // All crops of a step, on the device; negative steps are never trained on.
  Batch batch(std::int64_t step) const;
  // Latents (M, latent_width) of batches that no step trains on, without gradient.
  torch::Tensor some_latents(std::int64_t batches);

 private:
  using LossTensors = Losses<torch::Tensor>;
  struct Made {
    LossTensors losses;
    torch::Tensor codes;
  };
  NamedTensors moved() const;
  bool head_start(std::int64_t step) const;
  torch::Tensor sound_step(std::int64_t step, const Batch& batch, Made& out);
  torch::Tensor semantic_step(const Batch& batch, Made& out);
  torch::Tensor sound_losses(std::int64_t step, const torch::Tensor& latents, const Batch& batch,
                             LossTensors& out);
  torch::Tensor teachers_sound(const torch::Tensor& latents, const torch::Tensor& f0,
                               const torch::Tensor& noise, const torch::Tensor& phase);
  torch::Tensor with_older(const torch::Tensor& latents, const torch::Tensor& audio,
                           std::int64_t active);
  torch::Tensor first_code_losses(const torch::Tensor& z1, const torch::Tensor& codes,
                                  const Batch& batch, LossTensors& out);
  torch::Tensor phone_losses(const torch::Tensor& level1, const Batch& batch, LossTensors& out);
  Batch own_part(std::int64_t step);  // of batch(), on the device; the next step's is begun
  Batch made_part(std::int64_t step) const;
  // Values for each crop of the whole batch, (batch, n...) in 0..1, of which it has its own part.
  torch::Tensor own_uniform(std::vector<std::int64_t> shape) const;
  // (n + 1), means over all processes: the losses and their sum.
  torch::Tensor read(const LossTensors& losses, const torch::Tensor& total) const;
  AdversaryLoss hear(const torch::Tensor& output, const torch::Tensor& target);

  const FitOptions& o_;
  torch::Device device_;
  CropSource source_;
  Network network_{nullptr};
  Network older_{nullptr};    // empty without options.older
  Network teacher_{nullptr};  // empty without weight_teacher
  SpectralLoss spectral_;
  EnvelopeLoss envelope_;
  LoudnessLoss loudness_;
  StoiLoss stoi_;
  ContrastLoss contrast_;
  BalanceLoss balance_;
  FormantPostfilter postfilter_;
  PhoneHead phone_head_{nullptr};  // empty without weight_phone
  // The first code's entry -> the acoustic latent: keeps what the phones leave of level 1's bits of
  // use to the sound. Only where the semantic encoder is trained alone.
  torch::nn::Linear acoustic_head_{nullptr};
  Adversary adversary_{nullptr};  // empty without weight_adversary and weight_feature
  std::optional<WeightAverage> average_;
  std::optional<Optimizer> optimizer_;
  torch::Tensor first_bad_;  // step whose loss or gradient was no finite number, -1 = none
  // What the next step will be asked for, made on a thread of its own meanwhile. Last, so that it
  // has ended before what it reads goes.
  std::future<Batch> ahead_;
  std::int64_t ahead_step_ = 0;
};

}  // namespace codec
