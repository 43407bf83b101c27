#include "codec/training/trainer.h"

#include <chrono>
#include <cmath>
#include <fstream>
#include <numbers>
#include <optional>

#include "codec/base/file_io.h"
#include "codec/base/printed.h"
#include "codec/model/stored_model.h"
#include "codec/training/adversary.h"
#include "codec/training/checkpoint.h"
#include "codec/training/losses.h"
#include "codec/training/phone_head.h"
#include "codec/training/provenance.h"
#include "codec/training/synthesis.h"
#include "codec/training/usage_loss.h"
#include "quantizer/codebook_usage.h"

// Present where libtorch's BLAS is OpenBLAS, whose threads libtorch does not set.
extern "C" void openblas_set_num_threads(int) __attribute__((weak));

namespace codec {
namespace {

using quantizer::CodebookUsage;
using quantizer::nearest_codes;
using torch::Tensor;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kValidClips = 32;
constexpr double kValidSeconds = 4.0;
constexpr std::int64_t kFramesToFitACode = 60;       // what it adds to the sound, at the start
constexpr double kCollapsePerplexity = 0.05;         // of K: the alarm
constexpr double kNoiseSpread = 1.7320508075688772;  // uniform of unit variance

void count(std::vector<CodebookUsage>& usage, const Tensor& codes) {  // (B, T, Q), -1 = not active
  const auto host = codes.to(torch::kCPU).contiguous();
  const auto levels = host.size(2);
  const auto* c = host.data_ptr<std::int64_t>();
  std::vector<std::uint16_t> of_level;
  for (std::int64_t q = 0; q < levels; ++q) {
    of_level.clear();
    for (std::int64_t i = q; i < host.numel(); i += levels) {
      if (c[i] >= 0) of_level.push_back(static_cast<std::uint16_t>(c[i]));
    }
    usage[static_cast<std::size_t>(q)].add(of_level);
  }
}

std::string describe(const std::vector<CodebookUsage>& usage) {
  std::string text;
  for (const auto& u : usage) text += printed(" %zu/%.0f", u.used(), u.perplexity());
  return text;
}

double rate_at(const FitOptions& o, std::int64_t step) {
  const double warm =
      std::min(1.0, static_cast<double>(step + 1) /
                        static_cast<double>(std::max<std::int64_t>(1, o.rate_warmup)));
  const double progress = static_cast<double>(step) / static_cast<double>(o.steps);
  const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(1.0, progress)));
  return o.learning_rate * warm * (o.final_rate + (1.0 - o.final_rate) * cosine);
}

// Whether a tensor takes part in choosing the first code with a semantic encoder.
bool chooses_first_code(const std::string& name) {
  return name.starts_with("semantic.") || name.starts_with("quantizer.first.");
}

// Takes the tensors that make the first code from one model's file into another's.
Status graft_first_code(SafeTensors& weights, const ModelConfig& onto,
                        const std::filesystem::path& config_json) {
  auto model = StoredModel::load(config_json);
  if (!model) return model.error();
  if (model->config.semantic_delay_frames != onto.semantic_delay_frames) {
    return Error{ErrorCode::bad_value,
                 printed("%s: its first code is %d frames late, that of the recipe's model %d",
                         config_json.c_str(), model->config.semantic_delay_frames,
                         onto.semantic_delay_frames)};
  }
  std::size_t taken = 0;
  for (auto& [name, t] : model->weights.tensors) {
    if (chooses_first_code(name)) {
      weights.tensors[name] = std::move(t);
      ++taken;
    }
  }
  if (taken == 0) {
    return Error{ErrorCode::bad_value, config_json.string() + ": has no semantic encoder"};
  }
  return Done{};
}

// One run: what fit() sets up and the steps share.
class Run {
 public:
  Run(const FitOptions& options, const CorpusReader& corpus, CropSource source,
      std::function<void(const std::string&)> log)
      : o_(options),
        device_(options.device),
        corpus_(corpus),
        source_(std::move(source)),
        log_(std::move(log)),
        network_(options.model, options.training),
        spectral_(options.model.sample_rate_hz, device_),
        envelope_(options.model.sample_rate_hz, device_),
        recent_(static_cast<std::size_t>(options.model.levels),
                CodebookUsage(static_cast<std::size_t>(options.model.codebook_size))) {
    network_->to(device_);
    network_->precision = options.precision;
    network_->part = options.part;
    average_.emplace(network_, options.ema);
    if (options.weights.phone > 0) {
      phone_head_ = PhoneHead(PhoneHeadOptions{.latent_dim = options.model.latent_dim,
                                               .phones = kPhoneCount,
                                               .speakers = source_.speakers(),
                                               .reversal = options.weights.speaker});
      phone_head_->to(device_);
    }
    if (options.weights.acoustic > 0 && options.part == Part::semantic) {
      acoustic_head_ = torch::nn::Linear(options.model.latent_dim, options.model.latent_dim);
      acoustic_head_->to(device_);
    }
    if (options.weights.adversary > 0 || options.weights.feature > 0) {
      adversary_ = Adversary(
          AdversaryOptions{.channels = options.adversary_channels, .precision = options.precision});
      adversary_->to(device_);
    }
    optimizer_.emplace(moved(), options.optimizer);
  }

  Result<FitReport> go(const std::atomic<bool>* cancel);

 private:
  struct Losses {
    double mel = 0, fine = 0, envelope = 0, quantizer = 0, pitch = 0, voicing = 0;
    double phone = 0, phone_error = 0, speaker_error = 0;  // of the phone head, if there is one
    double usage = 0, acoustic = 0;
    double verdict = 0, feature = 0, discriminator = 0;  // of the adversary
    double gradient = 0;
  };
  // One list serves summing, the log and the CSV. F is called with (name, member).
  template <typename F>
  static void for_each_loss(F&& f) {
    f("mel", &Losses::mel);
    f("fine", &Losses::fine);
    f("envelope", &Losses::envelope);
    f("quantizer", &Losses::quantizer);
    f("pitch", &Losses::pitch);
    f("voicing", &Losses::voicing);
    f("phone", &Losses::phone);
    f("phone_error", &Losses::phone_error);
    f("speaker_error", &Losses::speaker_error);
    f("usage", &Losses::usage);
    f("acoustic", &Losses::acoustic);
    f("verdict", &Losses::verdict);
    f("feature", &Losses::feature);
    f("discriminator", &Losses::discriminator);
    f("gradient", &Losses::gradient);
  }

  NamedTensors trained() const;

  Result<Losses> train_step();
  Batch batch_of(std::int64_t step) const;
  AdversaryLoss hear(const Tensor& output, const Tensor& target);
  Tensor first_code_losses(const Tensor& z1, const Tensor& codes, const Batch& batch, Losses& out);
  Tensor sound_losses(const Tensor& latents, const Batch& batch, Losses& out);
  NamedTensors moved() const;
  Tensor some_latents(std::int64_t batches);
  void start_quantizers();
  FitReport validate();
  Status checkpoint();
  Status start_from_model();
  void report(const Losses& losses);

  std::filesystem::path file(const char* name) const { return o_.folder / name; }

  const FitOptions& o_;
  torch::Device device_;
  const CorpusReader& corpus_;
  CropSource source_;
  std::function<void(const std::string&)> log_;
  Network network_{nullptr};
  SpectralLoss spectral_;
  EnvelopeLoss envelope_;
  PhoneHead phone_head_{nullptr};  // empty without weight_phone
  // The first code's entry -> the acoustic latent: keeps what the phones leave of level 1's bits of
  // use to the sound. Only where the semantic encoder is trained alone.
  torch::nn::Linear acoustic_head_{nullptr};
  Adversary adversary_{nullptr};  // empty without weight_adversary and weight_feature
  std::optional<WeightAverage> average_;
  std::optional<Optimizer> optimizer_;
  std::vector<CodebookUsage> recent_;
  RunPosition position_;
  std::ofstream csv_;
};

// Every parameter there is: what a checkpoint holds.
NamedTensors Run::trained() const {
  NamedTensors out;
  for (const auto& p : network_->named_parameters()) out.emplace_back(p.key(), p.value());
  const auto add = [&](const std::string& prefix, const torch::nn::Module& module) {
    for (const auto& p : module.named_parameters()) out.emplace_back(prefix + p.key(), p.value());
  };
  if (phone_head_) add("phone_head.", *phone_head_);
  if (acoustic_head_) add("acoustic_head.", *acoustic_head_);
  if (adversary_) add("adversary.", *adversary_);
  return out;
}

// What the optimizer moves: the part that is trained.
NamedTensors Run::moved() const {
  auto out = trained();
  if (o_.part == Part::all) return out;
  std::erase_if(out, [&](const auto& named) {
    const auto& name = named.first;
    const bool semantic = chooses_first_code(name) || name.starts_with("phone_head.") ||
                          name.starts_with("acoustic_head.");
    return semantic != (o_.part == Part::semantic);
  });
  return out;
}

// The same random part of every crop, with the losses' gradients kept apart
// (codec/training/adversary.h).
AdversaryLoss Run::hear(const Tensor& output, const Tensor& target) {
  const auto whole = output.size(1);
  const auto n =
      std::min(whole, static_cast<std::int64_t>(o_.adversary_seconds * o_.model.sample_rate_hz));
  const auto from = torch::randint(whole - n + 1, {1}, torch::kLong).item<std::int64_t>();
  return adversary_->forward(output.slice(1, from, from + n), target.slice(1, from, from + n));
}

Batch Run::batch_of(std::int64_t step) const {
  auto b = source_.batch(step, o_.batch);
  return {b.audio.to(device_), b.f0.to(device_), b.phones.to(device_), b.speakers.to(device_)};
}

// Latents (M, latent_width) of batches that no step trains on, without gradient.
Tensor Run::some_latents(std::int64_t batches) {
  torch::NoGradGuard no_grad;
  std::vector<Tensor> latents;
  for (std::int64_t i = 0; i < batches; ++i) {
    latents.push_back(network_->encode(batch_of(-1 - i).audio).flatten(0, 1));
  }
  return torch::cat(latents);
}

// Reverse water-filling on what the free steps have made of the latents.
void Run::start_quantizers() {
  torch::NoGradGuard no_grad;
  const auto starts = network_->start_quantizers(some_latents(8));
  for (std::size_t q = 0; q < starts.size(); ++q) {
    log_(printed("level %zu starts with %lld of %d codes in use, energy %.4f -> %.4f", q + 1,
                 static_cast<long long>(starts[q].codes_used), o_.model.codebook_size,
                 starts[q].energy_before, starts[q].energy_after));
  }
  optimizer_.emplace(moved(), o_.optimizer);
  average_->reset();
}

// What the first code is taught beside its code error: z1 (B, T, D), codes (B, T).
Tensor Run::first_code_losses(const Tensor& z1, const Tensor& codes, const Batch& batch,
                              Losses& out) {
  auto total = torch::zeros({}, z1.options());
  auto& quantizer = network_->residual_quantizer();
  const auto& w = o_.weights;
  if (w.usage > 0) {
    const auto usage = usage_loss(z1, quantizer->first_codebook());
    out.usage = usage.item<double>();
    total = total + w.usage * usage;
  }
  if (phone_head_) {
    // Token t describes the middle of its last window: the subframe that begins there; its first
    // code what sounded semantic_delay_frames earlier.
    const auto now = batch.phones.slice(1, 0, batch.phones.size(1), o_.model.subframes_per_frame);
    const auto late = std::min<std::int64_t>(o_.model.semantic_delay_frames, now.size(1));
    const auto labels =
        torch::nn::functional::pad(now.slice(1, 0, now.size(1) - late),
                                   torch::nn::functional::PadFuncOptions({late, 0}).value(-1));
    const auto phone =
        phone_head_->forward(level_one(quantizer, z1, codes), labels, batch.speakers);
    out.phone = phone.phone.item<double>();
    out.phone_error = phone.phone_error.item<double>();
    out.speaker_error = phone.speaker_error.item<double>();
    total = total + w.phone * phone.phone + (w.speaker > 0 ? 1.0 : 0.0) * phone.speaker;
  }
  return total;
}

// What the sound of these latents (B, T, D) is worth.
Tensor Run::sound_losses(const Tensor& latents, const Batch& batch, Losses& out) {
  const auto heads = network_->decode_heads(latents);
  const auto noise = (torch::rand_like(batch.audio) - 0.5) * (2 * kNoiseSpread);
  const auto phase = torch::rand({o_.batch, 1}, batch.audio.options()) * (2 * std::numbers::pi);
  const auto f0 = f0_at_source(batch.f0, o_.model);
  const auto audio = synthesise(heads, o_.model, f0, noise, phase);

  const auto& w = o_.weights;
  const auto [mel, fine] = spectral_(audio, batch.audio);
  const auto envelope = envelope_(audio, batch.audio);
  auto total = w.mel * mel + w.fine * fine + w.envelope * envelope;
  out.mel = mel.item<double>();
  out.fine = fine.item<double>();
  out.envelope = envelope.item<double>();
  if (o_.model.source_filter) {
    const auto pitch = pitch_loss(heads, f0, o_.model);
    total = total + w.pitch * pitch.pitch + w.voicing * pitch.voicing;
    out.pitch = pitch.pitch.item<double>();
    out.voicing = pitch.voicing.item<double>();
  }
  if (adversary_) {
    const auto a = hear(audio, batch.audio);
    total = total + a.discriminator;
    if (position_.step >= o_.adversary_warmup) {
      total = total + w.adversary * a.verdict + w.feature * a.feature;
    }
    out.verdict = a.verdict.item<double>();
    out.feature = a.feature.item<double>();
    out.discriminator = a.discriminator.item<double>();
  }
  return total;
}

Result<Run::Losses> Run::train_step() {
  torch::manual_seed(o_.seed * 1000003 + static_cast<std::uint64_t>(position_.step));
  const auto batch = batch_of(position_.step);
  Losses out;
  Tensor total;
  if (o_.part == Part::semantic) {
    Tensor z1;
    Tensor acoustic;
    if (acoustic_head_) {
      const auto z = network_->encode(batch.audio);
      z1 = network_->level_one_part(z);
      acoustic = z.slice(2, z.size(2) - o_.model.latent_dim);
    } else {
      z1 = network_->encode_semantic(batch.audio);
    }
    auto& quantizer = network_->residual_quantizer();
    const auto codes = nearest_codes(z1, quantizer->first_codebook());
    const auto code_error = quantizer->first_loss(z1, codes);
    count(recent_, codes.unsqueeze(-1));
    out.quantizer = code_error.item<double>();
    total = o_.weights.quantizer * code_error + first_code_losses(z1, codes, batch, out);
    if (acoustic_head_) {
      const auto guess = acoustic_head_->forward(level_one(quantizer, z1, codes));
      const auto missed = (acoustic - guess).square().sum(2).mean();
      out.acoustic = missed.item<double>();
      total = total + o_.weights.acoustic * missed;
    }
  } else {
    const auto z = network_->encode(batch.audio);
    if (position_.step < o_.free_steps) {
      total = sound_losses(z.slice(2, z.size(2) - o_.model.latent_dim), batch, out);
    } else {
      const auto q = network_->quantize(z);
      const auto code_error = q.losses.sum() / static_cast<double>(q.active);
      count(recent_, q.codes);
      out.quantizer = code_error.item<double>();
      total = o_.weights.quantizer * code_error + sound_losses(q.latents, batch, out);
      if (o_.part == Part::all) {
        total = total +
                first_code_losses(network_->level_one_part(z), q.codes.select(-1, 0), batch, out);
      }
    }
  }
  optimizer_->zero_grad();
  total.backward();
  out.gradient = torch::nn::utils::clip_grad_norm_(network_->parameters(), o_.max_gradient_norm);
  if (adversary_) {
    torch::nn::utils::clip_grad_norm_(adversary_->parameters(), o_.max_gradient_norm);
  }
  if (!std::isfinite(out.gradient) || !std::isfinite(total.item<double>())) {
    return Error{ErrorCode::bad_value,
                 printed("loss or gradient is no finite number at step %lld; the checkpoint before "
                         "it stays: lower the learning rate and resume",
                         static_cast<long long>(position_.step))};
  }
  optimizer_->step(rate_at(o_, position_.step));
  average_->update();
  return out;
}

FitReport Run::validate() {
  torch::NoGradGuard no_grad;
  average_->swap();
  std::vector<Tensor> calibration;
  for (std::int64_t i = 0; i < 6; ++i) calibration.push_back(batch_of(-100 - i).audio);
  network_->calibrate(calibration);
  network_->eval();
  FitReport out;
  out.steps = position_.step;
  out.minutes = position_.minutes;
  std::vector<CodebookUsage> usage(recent_.size(), CodebookUsage(recent_[0].codebook_size()));
  std::size_t clips = 0;
  const auto crop =
      static_cast<std::int64_t>(kValidSeconds * o_.model.frame_rate_hz()) * o_.model.hop_samples();
  for (std::size_t i = 0; i < corpus_.entries().size() && clips < kValidClips; ++i) {
    const auto& e = corpus_.entries()[i];
    if (e.split != Split::valid || e.samples < crop || e.is_speed_copy()) {
      continue;
    }
    const auto pcm = torch::from_blob(const_cast<std::int16_t*>(corpus_.samples(i).data()),
                                      {1, crop}, torch::kInt16);
    const auto audio = (pcm.to(torch::kFloat32) / 32768.0).to(device_);
    const auto codes = network_->encode_codes(audio);
    out.valid_mel += spectral_(network_->decode_codes(codes), audio).mel.item<double>();
    count(usage, codes);
    ++clips;
  }
  if (clips > 0) out.valid_mel /= static_cast<double>(clips);
  for (const auto& u : usage) {
    out.valid_perplexity.push_back(u.perplexity());
    out.valid_utilisation.push_back(static_cast<double>(u.used()) /
                                    static_cast<double>(std::max<std::size_t>(1, u.ceiling())));
  }
  auto exported = export_model(network_, o_.folder, DType::f16);
  if (!exported) {
    log_("cannot export: " + exported.error().message);
  } else if (auto s = write_file(o_.folder / (exported->name + ".training.json"),
                                 training_record(o_, corpus_, *exported, out));
             !s) {
    log_(s.error().message);
  }
  network_->train();
  average_->swap();
  log_(printed("step %lld: valid mel %.4f on %zu clips, codes used/perplexity%s",
               static_cast<long long>(position_.step), out.valid_mel, clips,
               describe(usage).c_str()));
  if (o_.on_validate) o_.on_validate(out);
  return out;
}

Status Run::checkpoint() {
  return save_checkpoint(file("checkpoint.safetensors"), network_, trained(), *average_,
                         *optimizer_, position_, o_.commit);
}

// The weights of a finished model in place of the random start. Its quantizers are trained, so the
// recipe wants free_steps 0 and water_filling false.
Status Run::start_from_model() {
  auto model = StoredModel::load(o_.start_from);
  if (!model) return model.error();
  auto& config = model->config;
  auto& weights = model->weights;
  const bool grown = o_.model.semantic_encoder() && !config.semantic_encoder();
  if (!o_.semantic_from.empty()) {
    if (auto s = graft_first_code(weights, o_.model, o_.semantic_from); !s) return s;
  } else if (grown) {
    // The semantic encoder keeps its random start.
    const auto fresh = network_->export_weights(DType::f32);
    for (const auto& [name, t] : fresh.tensors) {
      if (!weights.tensors.contains(name)) weights.tensors[name] = t;
    }
  }
  if (grown) {  // level 1 becomes a table
    for (const char* map : {"quantizer.levels.0.weight", "quantizer.levels.0.bias"}) {
      weights.tensors.erase(map);
    }
  }
  if (auto s = network_->import_weights(weights); !s) return s;
  if (grown || !o_.semantic_from.empty()) {  // first codes that level 1 does not know
    const auto enough = kFramesToFitACode * std::int64_t{o_.model.codebook_size};
    const auto crop = static_cast<std::int64_t>(o_.crop_seconds * o_.model.frame_rate_hz());
    const auto latents = some_latents((enough + o_.batch * crop - 1) / (o_.batch * crop));
    if (o_.semantic_from.empty()) network_->start_first_code(latents);
    network_->fit_first_entries(latents);
  }
  average_->reset();
  log_(printed("starts from %s", config.name.c_str()));
  return Done{};
}

void Run::report(const Losses& l) {
  const double eta = position_.minutes /
                     static_cast<double>(std::max<std::int64_t>(1, position_.step)) *
                     static_cast<double>(o_.steps - position_.step);
  std::string losses;
  csv_ << position_.step << ',' << position_.minutes << ',' << rate_at(o_, position_.step);
  for_each_loss([&](const char* name, double Losses::*member) {
    if (l.*member != 0) losses += printed(" %s %.4f", name, l.*member);
    csv_ << ',' << l.*member;
  });
  log_(printed("step %lld/%lld %.1f min (%.0f to go) lr %.2e%s |%s",
               static_cast<long long>(position_.step), static_cast<long long>(o_.steps),
               position_.minutes, eta, rate_at(o_, position_.step), losses.c_str(),
               describe(recent_).c_str()));
  for (auto& u : recent_) {
    csv_ << ',' << u.perplexity();
    if (u.total() >= 4 * u.codebook_size() &&
        u.perplexity() < kCollapsePerplexity * static_cast<double>(u.codebook_size())) {
      log_(printed("ALARM: codebook %zu is collapsing: %zu codes, perplexity %.1f",
                   static_cast<std::size_t>(&u - recent_.data()) + 1, u.used(), u.perplexity()));
    }
    u.clear();
  }
  csv_ << std::endl;
}

Result<FitReport> Run::go(const std::atomic<bool>* cancel) {
  std::error_code ec;
  std::filesystem::create_directories(o_.folder, ec);
  const bool resumed = o_.resume && std::filesystem::exists(file("checkpoint.safetensors"));
  if (resumed) {
    auto position = load_checkpoint(file("checkpoint.safetensors"), network_, trained(), *average_,
                                    *optimizer_);
    if (!position) return position.error();
    position_ = *position;
    log_(printed("resumed at step %lld", static_cast<long long>(position_.step)));
  } else if (!o_.start_from.empty()) {
    if (auto s = start_from_model(); !s) return s.error();
  }
  const bool headed = resumed && std::filesystem::exists(file("log.csv"), ec);
  csv_.open(file("log.csv"), headed ? std::ios::app : std::ios::trunc);
  if (!csv_) return Error{ErrorCode::io, file("log.csv").string() + ": cannot write"};
  if (!headed) {
    csv_ << "step,minutes,rate";
    for_each_loss([&](const char* name, double Losses::*) { csv_ << ',' << name; });
    for (std::size_t q = 1; q <= recent_.size(); ++q) csv_ << ",perplexity_" << q;
    csv_ << "\n";
  }
  std::int64_t parameters = 0;
  for (const auto& p : network_->parameters()) parameters += p.numel();
  log_(printed("%.2f M parameters, %.1f hours of training audio",
               static_cast<double>(parameters) / 1e6, source_.hours()));

  const auto began = Clock::now();
  const double minutes_before = position_.minutes;
  const auto elapsed = [&] {
    return std::chrono::duration<double>(Clock::now() - began).count() / 60;
  };
  double last_save = 0;
  Losses sum;
  std::int64_t summed = 0;
  network_->train();
  while (position_.step < o_.steps) {
    if ((cancel != nullptr && cancel->load()) ||
        (o_.max_minutes > 0 && elapsed() > o_.max_minutes)) {
      break;
    }
    if (position_.step == o_.free_steps && o_.water_filling) start_quantizers();
    auto losses = train_step();
    if (!losses) return losses.error();
    ++position_.step;
    position_.minutes = minutes_before + elapsed();
    ++summed;
    for_each_loss([&](const char*, double Losses::*member) { sum.*member += (*losses).*member; });
    if (position_.step % o_.log_every == 0) {
      for_each_loss(
          [&](const char*, double Losses::*member) { sum.*member /= static_cast<double>(summed); });
      report(sum);
      sum = {};
      summed = 0;
    }
    const bool save = elapsed() - last_save > o_.checkpoint_minutes;
    if (save) {
      last_save = elapsed();
      if (auto s = checkpoint(); !s) return s.error();
    }
    const bool measure = o_.validate_every > 0 && position_.step % o_.validate_every == 0;
    if ((o_.validate_every > 0 ? measure : save) && position_.step < o_.steps) validate();
  }
  if (auto s = checkpoint(); !s) return s.error();
  return validate();
}

}  // namespace

Result<FitReport> fit(const FitOptions& options, const std::function<void(const std::string&)>& log,
                      const std::atomic<bool>* cancel) {
  if (auto valid = options.model.validate(); !valid) return valid.error();
  if (options.threads > 0) {
    at::set_num_threads(options.threads);
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(options.threads);
  }
  auto corpus = CorpusReader::open(options.corpus);
  if (!corpus) return corpus.error();
  const auto hop = options.model.hop_samples();
  const auto crop =
      static_cast<std::int64_t>(options.crop_seconds * options.model.sample_rate_hz) / hop * hop;
  std::optional<PhoneLabels> labels;
  if (options.weights.phone > 0) {
    if (options.phones.empty()) {
      return Error{ErrorCode::bad_value,
                   "the recipe has a weight_phone: name the labels (--phones FILE, made by align)"};
    }
    auto loaded = PhoneLabels::load(options.phones, *corpus);
    if (!loaded) return loaded.error();
    labels = std::move(*loaded);
  }
  auto source = CropSource::create(*corpus, crop, options.shares, options.augment, options.seed,
                                   labels ? &*labels : nullptr);
  if (!source) return source.error();
  torch::manual_seed(options.seed);
  Run run(options, *corpus, std::move(source).value(), log);
  return run.go(cancel);
}

Result<ModelConfig> export_model(const Network& network, const std::filesystem::path& folder,
                                 DType matrices) {
  return StoredModel{network->config(), network->export_weights(matrices), {}}.save(folder);
}

Result<Network> import_model(const std::filesystem::path& config_json) {
  auto model = StoredModel::load(config_json);
  if (!model) return model.error();
  Network network(model->config);
  if (auto s = network->import_weights(model->weights); !s) return s.error();
  network->eval();
  return network;
}

}  // namespace codec
