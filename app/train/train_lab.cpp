#include <cstdio>
#include <cstdlib>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "codec/training/laboratory.h"

int train_lab(const std::vector<std::string>& args, const std::atomic<bool>& cancel) {
  const auto parsed =
      Arguments::parse(args, {"--study", "--only", "--steps", "--threads"}, {}, 2, 2);
  if (!parsed) return 2;
  codec::LabOptions options;
  options.corpus = parsed->positional[0];
  options.folder = parsed->positional[1];
  const auto study = parsed->value("--study", "simvq");
  if (study != "simvq" && study != "heads") {
    Arguments::misuse("--study is simvq or heads, not " + study);
    return 2;
  }
  const auto steps = parsed->whole("--steps", 600, 100, 1000000);
  const auto threads = parsed->whole("--threads", 0, 0, 1024);
  if (!steps || !threads) return 2;
  options.study = study == "heads" ? codec::LabStudy::heads : codec::LabStudy::simvq;
  options.only = parsed->list("--only");
  options.steps = *steps;
  options.threads = static_cast<int>(*threads);
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
