#include "codec/training/run_log.h"

#include <algorithm>

#include "codec/base/printed.h"

namespace codec {

using quantizer::CodebookUsage;

namespace {
constexpr double kCollapsePerplexity = 0.05;  // of K: the alarm
constexpr std::size_t kCodesKept = 64;        // steps whose codes wait on the device
}  // namespace

std::vector<CodebookUsage> usage_of(const ModelConfig& config) {
  return std::vector<CodebookUsage>(static_cast<std::size_t>(config.levels),
                                    CodebookUsage(static_cast<std::size_t>(config.codebook_size)));
}

void add_codes(std::vector<CodebookUsage>& usage, const torch::Tensor& codes) {
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

RunLog::RunLog(const FitOptions& options, std::function<void(const std::string&)> say)
    : o_(options), say_(std::move(say)), usage_(usage_of(options.model)) {}

Status RunLog::open(bool resumed) {
  if (!o_.peers.leads()) return Done{};
  const auto path = o_.folder / "log.csv";
  std::string header = "step,minutes,rate";
  for_each_loss([&](const char* name, double StepLosses::*) { header += printed(",%s", name); });
  for (std::size_t q = 1; q <= usage_.size(); ++q) header += printed(",perplexity_%zu", q);
  std::string before;
  std::getline(std::ifstream(path), before);
  const bool headed = resumed && before == header;
  if (resumed && !headed && !before.empty()) {  // of a trainer with other losses
    std::error_code ec;
    std::filesystem::rename(path, o_.folder / "log-before.csv", ec);
    if (ec) return Error{ErrorCode::io, path.string() + ": " + ec.message()};
  }
  csv_.open(path, headed ? std::ios::app : std::ios::trunc);
  if (!csv_) return Error{ErrorCode::io, path.string() + ": cannot write"};
  if (auto s = events_.open(o_.folder); !s) return s;
  if (headed) return Done{};
  csv_ << header << "\n";
  return Done{};
}

void RunLog::add(const StepOutcome& outcome, const RunPosition& position) {
  if (!o_.peers.leads()) return;
  if (outcome.codes.defined()) codes_.push_back(outcome.codes);
  sum_ = summed_ == 0 ? outcome.losses : sum_ + outcome.losses;
  ++summed_;
  if (codes_.size() >= kCodesKept) count_codes();
  if (position.step % o_.log_every != 0) return;
  count_codes();
  report(position);
  summed_ = 0;
}

void RunLog::count_codes() {
  for (const auto& codes : codes_) add_codes(usage_, codes);
  codes_.clear();
}

void RunLog::report(const RunPosition& position) {
  const double to_go = position.minutes /
                       static_cast<double>(std::max<std::int64_t>(1, position.step)) *
                       static_cast<double>(o_.steps - position.step);
  const double rate = learning_rate_at(o_, position.step);
  StepLosses mean;
  const auto means = (sum_ / static_cast<double>(summed_)).cpu();
  for_each_loss([&, i = 0](const char*, double StepLosses::*member) mutable {
    mean.*member = means[i++].item<double>();
  });
  std::string losses;
  csv_ << position.step << ',' << position.minutes << ',' << rate;
  Scalars scalars = {{"rate", rate}};
  for_each_loss([&](const char* name, double StepLosses::*member) {
    if (mean.*member != 0) losses += printed(" %s %.4f", name, mean.*member);
    csv_ << ',' << mean.*member;
    if (mean.*member != 0) scalars.emplace_back(std::string("train/") + name, mean.*member);
  });
  say_(printed("step %lld/%lld %.1f min (%.0f to go) lr %.2e%s |%s",
               static_cast<long long>(position.step), static_cast<long long>(o_.steps),
               position.minutes, to_go, rate, losses.c_str(), describe(usage_).c_str()));
  report_usage(scalars);
  csv_ << std::endl;
  events_.add(position.step, scalars);
}

void RunLog::add_valid(const char* name, double value, const RunPosition& position) {
  if (!o_.peers.leads()) return;
  events_.add(position.step, {{std::string("valid/") + name, value}});
}

void RunLog::report_usage(Scalars& scalars) {
  for (std::size_t q = 0; q < usage_.size(); ++q) {
    auto& u = usage_[q];
    csv_ << ',' << u.perplexity();
    if (u.total() > 0) scalars.emplace_back(printed("perplexity/%zu", q + 1), u.perplexity());
    if (u.total() >= 4 * u.codebook_size() &&
        u.perplexity() < kCollapsePerplexity * static_cast<double>(u.codebook_size())) {
      say_(printed("ALARM: codebook %zu is collapsing: %zu codes, perplexity %.1f", q + 1, u.used(),
                   u.perplexity()));
    }
    u.clear();
  }
}

}  // namespace codec
