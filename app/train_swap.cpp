// sonoglyph-train swap: one speaker's words in another's voice, measured and written as WAV.
#include <cstdio>
#include <cstdlib>

#include "app/train_arguments.h"
#include "app/train_commands.h"
#include "app/train_inputs.h"
#include "codec/swap_experiment.h"

int train_swap(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {"--pairs", "--sets"}, {}, 4, 4);
  if (!parsed) return train_usage();
  codec::SwapOptions options;
  if (const auto pairs = parsed->value("--pairs"); !pairs.empty()) {
    const auto number = std::atoll(pairs.c_str());
    if (number < 1) return train_fail("--pairs wants 1 or more");
    options.pairs = static_cast<std::size_t>(number);
  }
  const auto inputs = open_model_and_corpus(parsed->positional[0], parsed->positional[1]);
  if (!inputs) return train_fail(inputs.error().message);
  const auto& [model, corpus] = *inputs;
  const auto labels = codec::PhoneLabels::load(parsed->positional[2], corpus);
  if (!labels) return train_fail(labels.error().message);
  options.wav_folder = parsed->positional[3];
  options.sets = parsed->list("--sets");
  options.progress = [](const std::string& what) {
    std::fprintf(stderr, "swapping: %s\n", what.c_str());
  };
  const auto report = codec::run_voice_swap(model, corpus, *labels, options);
  if (!report) return train_fail(report.error().message);
  std::fputs(codec::to_text(*report).c_str(), stdout);
  return 0;
}
