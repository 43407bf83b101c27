// sonoglyph-train pack: recordings into one file that training reads.
#include <cstdio>
#include <sstream>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "app/train/train_inputs.h"
#include "codec/corpus/pack.h"

namespace {

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
      args, {"--kinds", "--sets", "--splits", "--speeds", "--threads", "--valid"}, {}, 2, 100000);
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
  const auto valid = parsed->number("--valid", 0, 0, 0.5);
  if (!valid) return 2;
  options.valid_share = *valid;
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
