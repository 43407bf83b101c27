// sonoglyph-train swap: one speaker's words in another's voice, measured and written as WAV.
#include <cstdio>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "app/train/train_inputs.h"
#include "codec/study/swap_experiment.h"

int train_swap(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {"--pairs", "--sets"}, {}, 4, 4);
  if (!parsed) return 2;
  codec::SwapOptions options;
  const auto pairs = parsed->whole("--pairs", static_cast<long long>(options.pairs), 1, 1000000);
  if (!pairs) return 2;
  options.pairs = static_cast<std::size_t>(*pairs);
  const auto inputs =
      open_model_and_corpus(parsed->positional[0], parsed->positional[1], codec::Extras::load);
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
