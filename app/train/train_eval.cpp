// sonoglyph-train eval: how a model does on a corpus.
#include <cstdio>
#include <filesystem>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "app/train/train_inputs.h"
#include "codec/study/eval_corpus.h"

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
  std::printf("%s: %.2f kbps, %zu recordings scored, %.0f s encoded\n%s\n%s\n%s",
              model->config().name.c_str(), report->bit_rate_bps / 1000, report->rows.size(),
              report->seconds, codec::format_table(rows).c_str(),
              codec::format_usage(report->usage).c_str(),
              codec::format_part_energy(report->parts, model->config()).c_str());
  if (const auto csv = parsed->value("--csv"); !csv.empty()) {
    if (auto s = codec::write_csv(csv, report->rows); !s) return train_fail(s.error().message);
  }
  return 0;
}
