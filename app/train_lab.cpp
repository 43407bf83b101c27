#include <cstdio>
#include <cstdlib>

#include "app/train_arguments.h"
#include "app/train_commands.h"
#include "codec/laboratory.h"

int train_lab(const std::vector<std::string>& args, const std::atomic<bool>& cancel) {
  const auto parsed =
      Arguments::parse(args, {"--study", "--only", "--steps", "--threads"}, {}, 2, 2);
  if (!parsed) return train_usage();
  codec::LabOptions options;
  options.corpus = parsed->positional[0];
  options.folder = parsed->positional[1];
  const auto study = parsed->value("--study", "simvq");
  if (study != "simvq" && study != "heads") return train_usage();
  options.study = study == "heads" ? codec::LabStudy::heads : codec::LabStudy::simvq;
  options.only = parsed->list("--only");
  options.steps = std::atoll(parsed->value("--steps", "600").c_str());
  options.threads = std::atoi(parsed->value("--threads", "0").c_str());
  if (options.steps < 100) return train_fail("--steps wants 100 or more");
  auto results = codec::run_lab(
      options,
      [](const std::string& line) {
        std::printf("%s\n", line.c_str());
        std::fflush(stdout);
      },
      &cancel);
  if (!results) return train_fail(results.error().message);
  std::printf("%s", codec::lab_table(*results).c_str());
  return cancel ? 1 : 0;
}
