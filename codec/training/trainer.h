// Trains a Network on a packed corpus: warm-up without quantization, reverse water-filling, then
// the losses of codec/training/losses.h, with checkpoints from which a run goes on.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codec/training/crop_source.h"
#include "codec/training/network.h"
#include "codec/training/optimizer.h"

namespace codec {

struct LossWeights {
  double mel = 15.0;
  double fine = 0.0;
  double envelope = 3.0;
  double loudness = 0.0;  // what is heard of the error (codec/training/loudness.h)
  double stoi = 0.0;      // what of intelligibility is lost (codec/training/stoi_loss.h)
  double contrast = 0.0;  // how much flatter the spectrum is (codec/training/contrast_loss.h)
  double balance = 0.0;   // how much louder or quieter bands are (codec/training/balance_loss.h)
  double teacher = 0.0;   // how far from the model that it starts from, its formants sharpened
  double quantizer = 0.1;
  double pitch = 10.0;
  double voicing = 1.0;
  double phone = 0.0;      // of the phone head; needs FitOptions::phones
  double speaker = 0.0;    // of its speaker classifier, and the factor of the reversed gradient
  double acoustic = 0.0;   // of a linear guess of the acoustic latent from the first code's entry
  double usage = 0.0;      // of codec/training/usage_loss.h on level 1
  double adversary = 0.0;  // of the discriminators' verdict (codec/training/adversary.h)
  double feature = 0.0;    // of feature matching
};

struct FitReport {
  std::int64_t steps = 0;
  double minutes = 0;
  // Of the averaged weights on the validation clips: nothing where the corpus has none of 4 s.
  std::optional<double> valid_mel;
  std::vector<double> valid_perplexity;   // per level
  std::vector<double> valid_utilisation;  // per level, of min(frames, K)
};

struct FitOptions {
  std::filesystem::path corpus;
  std::filesystem::path phones;  // of `sonoglyph-train align`, for the phone head; or empty
  // A finished model's config, whose weights a new run begins with; or empty.
  std::filesystem::path start_from;
  // With start_from: a model's config whose semantic encoder replaces that one's; or empty.
  std::filesystem::path semantic_from;
  // A finished model's config: the decoder learns that tokenizer's codes as well, of older_share of
  // the crops, so that files which it wrote sound better too; or empty.
  std::filesystem::path older;
  double older_share = 0.25;  // 0..1
  // Of the formants of start_from's sound, where weights.teacher makes it a teacher
  // (codec/training/formant_postfilter.h).
  double sharpness = 0.0;
  std::filesystem::path folder;  // checkpoint.safetensors, log.csv, model.json and its weights
  ModelConfig model;
  TrainingOptions training;
  LossWeights weights;
  std::int64_t adversary_channels = 16;
  bool adversary_bands = false;           // codec/training/adversary.h
  double adversary_seconds = 0.8;         // of each crop that the discriminators hear
  double adversary_rate = 0;              // their learning rate, constant; 0: that of the rest
  std::int64_t adversary_head_start = 0;  // first steps, in which they learn and all else stands
  std::int64_t adversary_warmup = 200;    // steps in which the rest does not learn from them
  OptimizerOptions optimizer;
  AugmentOptions augment;
  std::map<std::string, double> shares;  // set -> share of the crops
  std::int64_t steps = 20000;
  std::int64_t batch = 16;  // crops a step, of all processes together
  double crop_seconds = 1.6;
  double learning_rate = 8e-4;     // peak
  double final_rate = 0.02;        // of the peak, where the cosine ends
  std::int64_t rate_warmup = 300;  // steps
  std::int64_t free_steps = 150;   // before the quantizers start
  bool water_filling = true;       // false: the quantizers keep their random start
  double max_gradient_norm = 3.0;
  double ema = 0.999;  // decay of the averaged weights that are exported
  double checkpoint_minutes = 4.0;
  std::int64_t log_every = 50;                        // steps a line of the log and of log.csv
  std::int64_t validate_every = 0;                    // steps; 0 = with every checkpoint
  std::function<void(const FitReport&)> on_validate;  // after each export into the folder
  double max_minutes = 0.0;  // stop (resumably) after that much time; 0 = no limit
  std::uint64_t seed = 1;
  std::string device = "cpu";  // or "cuda", "cuda:1", ...
  int threads = 0;             // 0: what libtorch chooses
  bool resume = true;          // go on from folder/checkpoint.safetensors if it is there
  std::string commit;          // of the source, recorded in the checkpoint
  // Who trains together: each process takes batch / count() crops of every step, and only the
  // leading one writes and speaks. All have the same options and see the same files; a checkpoint
  // goes on with any number of them.
  Peers peers;
};

// Whether the batch is shared evenly by that many processes. Errors: bad_value.
Status check_processes(const FitOptions& options, int processes);

// Runs until the last step, the time limit, or `cancel`; each leaves a checkpoint and an exported
// model. log receives lines for people.
// Errors: those of the files; empty where nothing is there to train on; bad_value when a loss stops
// being a finite number: the last good checkpoint stays, and the message says so.
Result<FitReport> fit(const FitOptions& options, const std::function<void(const std::string&)>& log,
                      const std::atomic<bool>* cancel = nullptr);

}  // namespace codec
