#include <malloc.h>

#include <cstdio>
#include <cstdlib>

#include "app/train_arguments.h"
#include "app/train_commands.h"
#include "codec/recipe.h"
#include "codec/trainer.h"

int train_fit(const std::vector<std::string>& args, const std::atomic<bool>& cancel) {
  const auto parsed =
      Arguments::parse(args, {"--threads", "--device", "--minutes", "--commit", "--from", "--phones"}, {"--fresh"}, 3, 3);
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
