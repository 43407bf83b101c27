// sonoglyph-train: pack a corpus, fit a model, evaluate it.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "codec/recipe.h"
#include "codec/trainer.h"

namespace {

std::atomic<bool> g_cancel{false};

int fail(const std::string& message) {
  std::fprintf(stderr, "sonoglyph-train: %s\n", message.c_str());
  return 1;
}

int usage() {
  std::fputs(
      "usage: sonoglyph-train fit RECIPE.json CORPUS FOLDER [--threads N] [--device cpu|cuda]\n"
      "                       [--minutes M] [--commit ID] [--fresh]\n"
      "Ctrl-C writes a checkpoint and ends; the same command goes on from it.\n",
      stderr);
  return 2;
}

int fit(const std::vector<std::string>& args) {
  if (args.size() < 3) return usage();
  auto options = codec::load_recipe(args[0]);
  if (!options) return fail(options.error().message);
  options->corpus = args[1];
  options->folder = args[2];
  for (std::size_t i = 3; i < args.size(); ++i) {
    if (args[i] == "--fresh") {
      options->resume = false;
      continue;
    }
    if (i + 1 >= args.size()) return usage();
    const auto& value = args[i + 1];
    if (args[i] == "--threads") {
      options->threads = std::atoi(value.c_str());
    } else if (args[i] == "--device") {
      options->device = value;
    } else if (args[i] == "--minutes") {
      options->max_minutes = std::atof(value.c_str());
    } else if (args[i] == "--commit") {
      options->commit = value;
    } else {
      return usage();
    }
    ++i;
  }
  std::signal(SIGINT, [](int) { g_cancel = true; });
  std::signal(SIGTERM, [](int) { g_cancel = true; });
  auto report = codec::fit(
      *options,
      [](const std::string& line) {
        std::printf("%s\n", line.c_str());
        std::fflush(stdout);
      },
      &g_cancel);
  if (!report) return fail(report.error().message);
  std::printf("done: step %lld, %.1f minutes, valid mel %.4f\n",
              static_cast<long long>(report->steps), report->minutes, report->valid_mel);
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.empty() || args[0] != "fit") return usage();
  return fit({args.begin() + 1, args.end()});
} catch (const c10::Error& e) {
  return fail(e.what_without_backtrace());
} catch (const std::exception& e) {
  return fail(e.what());
}
