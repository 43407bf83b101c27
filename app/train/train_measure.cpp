#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "app/train/train_inputs.h"
#include "codec/corpus/pack.h"
#include "codec/engine/stream.h"
#include "codec/study/eval_corpus.h"
#include "codec/study/prior_training.h"

namespace {

codec::Result<std::vector<codec::Split>> splits_of(const Arguments& args, const char* name) {
  std::vector<codec::Split> out;
  for (const auto& text : args.list(name)) {
    auto split = codec::parse_split(text);
    if (!split) return split.error();
    out.push_back(*split);
  }
  return out;
}

// A line that grows on a terminal, a line each tenth elsewhere.
void show_progress(const char* what, std::size_t done, std::size_t total) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const std::size_t every = terminal ? 20 : std::max<std::size_t>(1, total / 10);
  if (done % every == 0 || done == total) {
    std::fprintf(stderr, "%s%s %zu / %zu%s", terminal ? "\r" : "", what, done, total,
                 terminal && done < total ? "" : "\n");
  }
}

// "SET=0.88:1.13" -> speeds of that set.
bool parse_speeds(const std::string& item, codec::PackOptions& options) {
  const auto equals = item.find('=');
  if (equals == std::string::npos) return false;
  std::istringstream in(item.substr(equals + 1));
  auto& speeds = options.speeds[item.substr(0, equals)];
  for (std::string factor; std::getline(in, factor, ':');) {
    char* end = nullptr;
    speeds.push_back(std::strtod(factor.c_str(), &end));
    if (*end != '\0' || factor.empty()) return false;
  }
  return !speeds.empty();
}

}  // namespace

int train_pack(const std::vector<std::string>& args, const std::atomic<bool>& cancel) {
  const auto parsed = Arguments::parse(
      args, {"--kinds", "--sets", "--splits", "--speeds", "--threads"}, {}, 2, 100000);
  if (!parsed) return 2;
  codec::PackOptions options;
  options.output = parsed->positional.back();
  const std::vector<std::string> inputs(parsed->positional.begin(), parsed->positional.end() - 1);
  if (inputs.size() == 1 && inputs[0].ends_with(".tsv")) {
    options.manifest = inputs[0];
  } else {
    options.inputs.assign(inputs.begin(), inputs.end());
  }
  options.kinds = parsed->list("--kinds");
  options.sets = parsed->list("--sets");
  auto splits = splits_of(*parsed, "--splits");
  if (!splits) return train_fail(splits.error().message);
  options.splits = *splits;
  for (const auto& item : parsed->list("--speeds")) {
    if (!parse_speeds(item, options)) {
      Arguments::misuse("--speeds wants SET=0.9:1.1, not " + item);
      return 2;
    }
  }
  const auto threads = parsed->whole("--threads", 2, 1, 1024);
  if (!threads) return 2;
  options.threads = static_cast<int>(*threads);
  options.progress = [&](const codec::PackProgress& p) {
    show_progress("packed", p.done, p.total);
    return !cancel.load();
  };
  auto report = codec::pack_corpus(options);
  if (!report) return train_fail(report.error().message);
  for (const auto& line : report->skipped) std::fprintf(stderr, "skipped: %s\n", line.c_str());
  std::printf("%zu recordings, %.2f hours", report->entries, report->seconds / 3600);
  for (const auto& [split, seconds] : report->seconds_by_split) {
    std::printf(", %s %.2f", split.c_str(), seconds / 3600);
  }
  std::printf("\n");
  return 0;
}

int train_entropy_prior(const std::vector<std::string>& args, const std::atomic<bool>& cancel) {
  const auto parsed = Arguments::parse(args, {"--hidden", "--epochs"}, {}, 3, 3);
  if (!parsed) return 2;
  const auto hidden = parsed->whole("--hidden", 48, 1, 4096);
  const auto epochs = parsed->whole("--epochs", 4, 1, 1000);
  if (!hidden || !epochs) return 2;
  const auto inputs = open_model_and_corpus(parsed->positional[0], parsed->positional[1]);
  if (!inputs) return train_fail(inputs.error().message);
  const auto& [model, corpus] = *inputs;

  // Speed-perturbed copies ("speaker@0.9") are left out: nobody speaks like that.
  std::vector<codec::Codes> sounds;
  const auto& entries = corpus.entries();
  for (std::size_t i = 0; i < entries.size() && !cancel; ++i) {
    if (entries[i].split == codec::Split::train && entries[i].samples > 0 &&
        !entries[i].is_speed_copy()) {
      sounds.push_back(codec::encode(model, corpus.sound(i)));
    }
    show_progress("encoded", i + 1, entries.size());
  }
  codec::PriorOptions options;
  options.hidden = static_cast<int>(*hidden);
  options.epochs = static_cast<int>(*epochs);
  options.cancel = &cancel;
  options.on_epoch = [](const codec::PriorEpoch& e) {
    std::printf("epoch %d: %.2f of %.0f bits a frame\n", e.epoch, e.bits_per_frame, e.nominal_bits);
    std::fflush(stdout);
  };
  auto prior = codec::train_prior(*model, sounds, options);
  if (!prior) return train_fail(prior.error().message);
  if (auto s = prior->save(parsed->positional[2]); !s) return train_fail(s.error().message);
  return 0;
}

int train_eval(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(
      args, {"--sets", "--splits", "--scored", "--levels", "--limit", "--csv", "--wav"}, {}, 2, 2);
  if (!parsed) return 2;
  const auto inputs = open_model_and_corpus(parsed->positional[0], parsed->positional[1]);
  if (!inputs) return train_fail(inputs.error().message);
  const auto& [model, corpus] = *inputs;
  codec::EvalOptions options;
  options.sets = parsed->list("--sets");
  auto splits = splits_of(*parsed, "--splits");
  auto scored = splits_of(*parsed, "--scored");
  if (!splits) return train_fail(splits.error().message);
  if (!scored) return train_fail(scored.error().message);
  options.splits = *splits;
  options.scored = *scored;
  const auto levels = parsed->whole("--levels", 0, 0, model->config().levels);
  const auto limit = parsed->whole("--limit", 0, 0, 1000000000);
  if (!levels || !limit) return 2;
  options.levels = static_cast<int>(*levels);
  options.limit = static_cast<std::size_t>(*limit);
  options.wav_folder = parsed->value("--wav");
  if (!options.wav_folder.empty()) {
    std::error_code ec;
    std::filesystem::create_directories(options.wav_folder, ec);
    if (ec) return train_fail(options.wav_folder.string() + ": " + ec.message());
  }
  options.progress = [](std::size_t done, std::size_t total) {
    show_progress("evaluated", done, total);
  };
  auto report = codec::evaluate_corpus(model, corpus, options);
  if (!report) return train_fail(report.error().message);
  const auto mean = codec::mean_of(report->rows);
  const std::vector<codec::EvaluationRow> rows{mean};
  std::printf("%s: %.2f kbps, %zu recordings scored, %.0f s encoded\n%s\n%s",
              model->config().name.c_str(), report->bit_rate_bps / 1000, report->rows.size(),
              report->seconds, codec::format_table(rows).c_str(),
              codec::format_usage(report->usage).c_str());
  if (const auto csv = parsed->value("--csv"); !csv.empty()) {
    if (auto s = codec::write_csv(csv, report->rows); !s) return train_fail(s.error().message);
  }
  return 0;
}
