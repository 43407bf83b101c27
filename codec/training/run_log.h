// What a training run tells: lines for people, log.csv, events for TensorBoard, and the alarm when
// a codebook collapses.
#pragma once

#include <torch/torch.h>

#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "codec/training/checkpoint.h"
#include "codec/training/event_file.h"
#include "codec/training/steps.h"
#include "quantizer/codebook_usage.h"

namespace codec {

// Usage of each level of a model, empty.
std::vector<quantizer::CodebookUsage> usage_of(const ModelConfig& config);
// Adds codes (B, T, levels), -1 = not active.
void add_codes(std::vector<quantizer::CodebookUsage>& usage, const torch::Tensor& codes);
// " used/perplexity" of each level.
std::string describe(const std::vector<quantizer::CodebookUsage>& usage);

// Threads: the training thread only.
class RunLog {
 public:
  RunLog(const FitOptions& options, std::function<void(const std::string&)> say);

  // FOLDER/log.csv: the old one goes on where `resumed`, or becomes log-before.csv where its
  // columns are others; an event file of its own. Errors: io.
  Status open(bool resumed);
  // Of several processes the leading one speaks.
  void say(const std::string& line) const {
    if (o_.peers.leads()) say_(line);
  }
  // A step is done; position counts it. Each log_every steps: a line, and a row of the CSV, with
  // the means since the last ones, the same as scalars.
  void add(const StepOutcome& outcome, const RunPosition& position);
  // A figure on recordings of validation.
  void add_valid(const char* name, double value, const RunPosition& position);

 private:
  using Scalars = std::vector<std::pair<std::string, double>>;
  void count_codes();
  void report(const RunPosition& position);
  void report_usage(Scalars& scalars);

  const FitOptions& o_;
  std::function<void(const std::string&)> say_;
  std::ofstream csv_;
  EventFile events_;
  torch::Tensor sum_;  // of the losses of `summed_` steps
  std::int64_t summed_ = 0;
  std::vector<torch::Tensor> codes_;  // not counted yet
  std::vector<quantizer::CodebookUsage> usage_;
};

}  // namespace codec
