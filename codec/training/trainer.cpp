#include "codec/training/trainer.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "codec/base/file_io.h"
#include "codec/base/printed.h"
#include "codec/training/checkpoint.h"
#include "codec/training/discriminator_file.h"
#include "codec/training/losses.h"
#include "codec/training/provenance.h"
#include "codec/training/run_log.h"
#include "codec/training/start.h"
#include "codec/training/steps.h"

// Present where libtorch's BLAS is OpenBLAS, whose threads libtorch does not set.
extern "C" void openblas_set_num_threads(int) __attribute__((weak));

namespace codec {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kValidClips = 32;
constexpr double kValidSeconds = 4.0;
constexpr std::int64_t kCalibrationBatches = 6;

std::int64_t valid_samples(const ModelConfig& c) {
  return static_cast<std::int64_t>(kValidSeconds * c.frame_rate_hz()) * c.hop_samples();
}

// Entries of the corpus whose first kValidSeconds are for validation.
std::vector<std::size_t> validation_clips(const CorpusReader& corpus, const ModelConfig& config) {
  std::vector<std::size_t> clips;
  const auto& entries = corpus.entries();
  for (std::size_t i = 0; i < entries.size() && clips.size() < kValidClips; ++i) {
    const auto& e = entries[i];
    if (e.split == Split::valid && e.samples >= valid_samples(config) && !e.is_speed_copy()) {
      clips.push_back(i);
    }
  }
  return clips;
}

// Why there are no validation clips.
std::string without_validation(const CorpusReader& corpus) {
  const auto there = std::ranges::count(corpus.entries(), Split::valid, &CorpusEntry::split);
  if (there == 0) {
    return "no validation: no recording of the corpus is for it (split valid, of a manifest)";
  }
  return printed("no validation: none of the %lld recordings for it lasts %.0f s",
                 static_cast<long long>(there), kValidSeconds);
}

// One run: its steps, and what is saved, measured and told between them.
class Run {
 public:
  Run(const FitOptions& options, const CorpusReader& corpus, CropSource source,
      const std::function<void(const std::string&)>& log)
      : o_(options),
        corpus_(corpus),
        clips_(validation_clips(corpus, options.model)),
        steps_(options, std::move(source)),
        log_(options, log),
        spectral_(options.model.sample_rate_hz, torch::Device(options.device)) {}

  Result<FitReport> go(const std::atomic<bool>* cancel);

 private:
  Status begin();
  Status train(const std::atomic<bool>* cancel);
  void measure(FitReport& report);
  FitReport validate();
  void export_into_folder(const FitReport& report);
  Status checkpoint();

  std::filesystem::path file(const char* name) const { return o_.folder / name; }
  auto say() {
    return [this](const std::string& line) { log_.say(line); };
  }

  const FitOptions& o_;
  const CorpusReader& corpus_;
  std::vector<std::size_t> clips_;
  Steps steps_;
  RunLog log_;
  SpectralLoss spectral_;
  RunPosition position_;
};

// From the checkpoint, from a finished model, or from random weights.
Status Run::begin() {
  std::error_code ec;
  std::filesystem::create_directories(o_.folder, ec);
  const auto saved = file("checkpoint.safetensors");
  const bool resumed = o_.resume && std::filesystem::exists(saved, ec);
  if (resumed) {
    auto position = load_checkpoint(saved, steps_.network(), steps_.trained(), steps_.average(),
                                    steps_.optimizer(), o_.training.part);
    if (!position) return position.error();
    position_ = *position;
    log_.say(printed("resumed at step %lld", static_cast<long long>(position_.step)));
  } else if (o_.start_from.empty() && o_.training.part == Part::decoder) {
    return Error{ErrorCode::bad_value,
                 "a decoder is trained for a tokenizer: --from says which model's"};
  } else if (!o_.start_from.empty()) {
    if (auto s = start_from_model(o_, steps_, say()); !s) return s;
  }
  if (!o_.older.empty()) {
    if (auto s = learn_older_codes(o_, steps_); !s) return s;
  }
  if (o_.weights.teacher > 0) {
    if (auto s = learn_from_teacher(o_, steps_); !s) return s;
  }
  if (auto s = log_.open(resumed); !s) return s;
  std::int64_t parameters = 0;
  for (const auto& p : steps_.network()->parameters()) parameters += p.numel();
  log_.say(printed("%.2f M parameters, %.1f hours of training audio",
                   static_cast<double>(parameters) / 1e6, steps_.source().hours()));
  if (clips_.empty()) log_.say(without_validation(corpus_));
  return Done{};
}

// Until the last step, the time limit, or `cancel`.
Status Run::train(const std::atomic<bool>* cancel) {
  const auto began = Clock::now();
  const double minutes_before = position_.minutes;
  const auto elapsed = [&] {
    return std::chrono::duration<double>(Clock::now() - began).count() / 60;
  };
  double last_save = 0;
  const bool on_cpu = torch::Device(o_.device).is_cpu();
  steps_.network()->train();
  while (position_.step < o_.steps) {
    if (o_.peers.any((cancel != nullptr && cancel->load()) ||
                     (o_.max_minutes > 0 && elapsed() > o_.max_minutes))) {
      break;
    }
    if (position_.step == o_.free_steps && o_.water_filling && o_.training.part != Part::decoder) {
      start_quantizers(o_, steps_, say());
    }
    const auto outcome = steps_.run(position_.step);
    ++position_.step;
    position_.minutes = minutes_before + elapsed();
    const bool save = o_.peers.any(elapsed() - last_save > o_.checkpoint_minutes);
    const bool due = o_.validate_every > 0 ? position_.step % o_.validate_every == 0 : save;
    if (on_cpu || save || due || position_.step % o_.log_every == 0) {
      if (auto s = steps_.all_finite(); !s) return s;
    }
    log_.add(outcome, position_);
    if (save) {
      last_save = elapsed();
      if (auto s = checkpoint(); !s) return s;
    }
    if (due && position_.step < o_.steps) validate();
  }
  return steps_.all_finite();
}

Result<FitReport> Run::go(const std::atomic<bool>* cancel) {
  if (auto s = begin(); !s) return s.error();
  if (auto s = train(cancel); !s) return s.error();
  if (auto s = checkpoint(); !s) return s.error();
  return validate();
}

Status Run::checkpoint() {
  if (!o_.peers.leads()) return Done{};
  return save_checkpoint(file("checkpoint.safetensors"), steps_.network(), steps_.trained(),
                         steps_.average(), steps_.optimizer(), position_, o_.commit,
                         o_.training.part);
}

// The validation clips through the network in eval() mode.
void Run::measure(FitReport& out) {
  if (clips_.empty()) {
    log_.say(printed("step %lld: no validation", static_cast<long long>(position_.step)));
    return;
  }
  auto usage = usage_of(o_.model);
  double sum = 0;
  for (const auto clip : clips_) {
    const auto pcm = torch::from_blob(const_cast<std::int16_t*>(corpus_.samples(clip).data()),
                                      {1, valid_samples(o_.model)}, torch::kInt16);
    const auto audio = (pcm.to(torch::kFloat32) / 32768.0).to(torch::Device(o_.device));
    const auto codes = steps_.network()->encode_codes(audio);
    sum += spectral_(steps_.network()->decode_codes(codes), audio).mel.item<double>();
    add_codes(usage, codes);
  }
  out.valid_mel = sum / static_cast<double>(clips_.size());
  for (const auto& u : usage) {
    out.valid_perplexity.push_back(u.perplexity());
    out.valid_utilisation.push_back(static_cast<double>(u.used()) /
                                    static_cast<double>(std::max<std::size_t>(1, u.ceiling())));
  }
  log_.add_valid("mel", *out.valid_mel, position_);
  log_.say(printed("step %lld: valid mel %.4f on %zu clips, codes used/perplexity%s",
                   static_cast<long long>(position_.step), *out.valid_mel, clips_.size(),
                   describe(usage).c_str()));
}

// The model, its discriminators, and what it was made of.
void Run::export_into_folder(const FitReport& report) {
  if (!o_.peers.leads()) return;
  auto exported = export_model(steps_.network(), o_.folder, DType::f16);
  if (!exported) {
    log_.say("cannot export: " + exported.error().message);
    return;
  }
  const auto record = o_.folder / (exported->name + ".training.json");
  if (auto s = write_file(record, training_record(o_, corpus_, *exported, report)); !s) {
    log_.say(s.error().message);
  }
  if (auto s = save_discriminators(steps_, o_.folder, exported->name); !s) {
    log_.say(s.error().message);
  }
}

// Measures and exports the averaged weights.
FitReport Run::validate() {
  torch::NoGradGuard no_grad;
  auto& network = steps_.network();
  steps_.average().swap();
  std::vector<torch::Tensor> calibration;
  for (std::int64_t i = 0; i < kCalibrationBatches; ++i) {
    calibration.push_back(steps_.batch(-100 - i).audio);
  }
  network->calibrate(calibration);
  network->eval();
  FitReport out;
  out.steps = position_.step;
  out.minutes = position_.minutes;
  measure(out);
  export_into_folder(out);
  network->train();
  steps_.average().swap();
  if (o_.on_validate) o_.on_validate(out);
  return out;
}

}  // namespace

Status check_processes(const FitOptions& options, int processes) {
  if (options.batch % processes == 0) return Done{};
  return Error{ErrorCode::bad_value, printed("a batch of %lld is not shared evenly by %d processes",
                                             static_cast<long long>(options.batch), processes)};
}

Result<FitReport> fit(const FitOptions& options, const std::function<void(const std::string&)>& log,
                      const std::atomic<bool>* cancel) {
  if (auto valid = options.model.validate(); !valid) return valid.error();
  if (auto even = check_processes(options, options.peers.count()); !even) return even.error();
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

}  // namespace codec
