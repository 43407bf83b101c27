// sonoglyph-train prior: what entropy coding knows of a model's codes.
#include <cstdio>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "app/train/train_inputs.h"
#include "codec/study/corpus_codes.h"
#include "codec/study/prior_training.h"

int train_entropy_prior(const std::vector<std::string>& args, const std::atomic<bool>& cancel) {
  const auto parsed = Arguments::parse(args, {"--hidden", "--epochs"}, {}, 3, 3);
  if (!parsed) return 2;
  const auto hidden = parsed->whole("--hidden", 48, 1, 4096);
  const auto epochs = parsed->whole("--epochs", 4, 1, 1000);
  if (!hidden || !epochs) return 2;
  const auto inputs = open_model_and_corpus(parsed->positional[0], parsed->positional[1]);
  if (!inputs) return train_fail(inputs.error().message);
  const auto& [model, corpus] = *inputs;

  const auto sounds = codec::training_codes(
      model, corpus,
      [](std::size_t done, std::size_t total) { show_progress("encoded", done, total); }, &cancel);
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
