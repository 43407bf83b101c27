#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "app/train_arguments.h"
#include "app/train_commands.h"
#include "codec/chart.h"
#include "codec/file_io.h"
#include "codec/provenance.h"
#include "codec/recipe.h"
#include "codec/stored_model.h"
#include "codec/trainer.h"

int train_fit(const std::vector<std::string>& args, const std::atomic<bool>& cancel) {
  const auto parsed = Arguments::parse(
      args, {"--threads", "--device", "--minutes", "--commit", "--from", "--semantic", "--phones"},
      {"--fresh"}, 3, 3);
  if (!parsed) return train_usage();
  // Tensors of some megabytes come and go at every step: keep them on the heap rather than asking
  // the kernel for fresh pages each time (measured: 10 % of a step).
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 256 << 20);

  auto options = codec::load_recipe(parsed->positional[0]);
  if (!options) return train_fail(options.error().message);
  options->corpus = parsed->positional[1];
  options->folder = parsed->positional[2];
  options->threads = std::atoi(parsed->value("--threads", "0").c_str());
  options->device = parsed->value("--device", "cpu");
  options->max_minutes = std::atof(parsed->value("--minutes", "0").c_str());
  options->phones = parsed->value("--phones");
  options->start_from = parsed->value("--from");
  options->semantic_from = parsed->value("--semantic");
  options->commit = parsed->value("--commit");
  options->resume = !parsed->flags.contains("--fresh");
  auto report = codec::fit(
      *options,
      [](const std::string& line) {
        std::printf("%s\n", line.c_str());
        std::fflush(stdout);
      },
      &cancel);
  if (!report) return train_fail(report.error().message);
  std::printf("done: step %lld, %.1f minutes, valid mel %.4f\n",
              static_cast<long long>(report->steps), report->minutes, report->valid_mel);
  return 0;
}

// The mean of two trainings, or one alone, whose first code's map may be scaled.
int train_mean(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {"--share", "--first-map"}, {}, 2, 3);
  if (!parsed) return train_usage();
  const auto share = parsed->number("--share", 0.5);
  const auto first_map = parsed->number("--first-map", 1.0);
  if (!share || !first_map || !(*first_map > 0 && *first_map <= 4)) return train_usage();
  const auto& paths = parsed->positional;
  const bool two = paths.size() == 3;
  if (!two && parsed->values.contains("--share")) {
    return train_fail("--share wants two models");
  }

  auto model = codec::StoredModel::load(paths.front());
  if (!model) return train_fail(model.error().message);
  std::vector<codec::MeanPart> parts = {{paths.front(), two ? 1.0 - *share : 1.0}};
  if (two) {
    auto other = codec::StoredModel::load(paths[1]);
    if (!other) return train_fail(other.error().message);
    auto mean = codec::mean_of_models(*model, *other, *share);
    if (!mean) return train_fail(mean.error().message);
    model = std::move(mean);
    parts.push_back({paths[1], *share});
  }
  if (*first_map != 1.0) {
    if (auto s = codec::scale_first_map(*model, *first_map); !s) {
      return train_fail(s.error().message);
    }
  }

  const std::filesystem::path folder = paths.back();
  std::error_code ec;
  std::filesystem::create_directories(folder, ec);
  if (ec) return train_fail(folder.string() + ": " + ec.message());
  auto written = model->save(folder);
  if (!written) return train_fail(written.error().message);
  auto record = codec::mean_record(*written, parts, *first_map);
  if (!record) return train_fail(record.error().message);
  if (auto s = codec::write_file(folder / (written->name + ".training.json"), *record); !s) {
    return train_fail(s.error().message);
  }
  std::printf("%s\n", (folder / (written->name + ".json")).c_str());
  return 0;
}

int train_curves(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {"--title"}, {}, 2, 100);
  if (!parsed) return train_usage();
  // Several logs are the parts of one training, one after the other.
  std::vector<codec::ChartPanel> panels;
  double passed = 0;
  for (std::size_t i = 0; i + 1 < parsed->positional.size(); ++i) {
    auto bytes = codec::read_file(parsed->positional[i], 256 << 20);
    if (!bytes) return train_fail(bytes.error().message);
    auto more =
        codec::training_panels({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (more.empty()) return train_fail(parsed->positional[i] + ": not the log of a training run");
    passed = codec::append_panels(panels, more, passed);
  }
  const auto& out = parsed->positional.back();
  const auto svg = codec::chart_svg(parsed->value("--title", "Training"), panels);
  if (auto s = codec::write_file(out, svg); !s) return train_fail(s.error().message);
  return 0;
}
