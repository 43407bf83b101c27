// sonoglyph-train align: which phone sounds where in a corpus.
#include <algorithm>
#include <cstdio>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "codec/corpus/corpus.h"
#include "codec/corpus/phone_alignment.h"
#include "codec/corpus/phone_labels.h"
#include "codec/corpus/pronunciation.h"

namespace {

std::vector<float> features_of(const codec::CorpusReader& corpus, std::size_t i) {
  return codec::alignment_features(corpus.sound(i));
}

}  // namespace

int train_align(const std::vector<std::string>& args, const std::atomic<bool>& cancel) {
  const auto parsed = Arguments::parse(args, {"--sets"}, {}, 2, 2);
  if (!parsed) return 2;
  auto corpus = codec::CorpusReader::open(parsed->positional[0]);
  if (!corpus) return train_fail(corpus.error().message);
  auto pronounce = codec::Pronunciation::open();
  if (!pronounce) return train_fail(pronounce.error().message);
  auto sets = parsed->list("--sets");
  if (sets.empty()) sets = {"libri", "speechocean762", "kathleen", "kerstin"};

  // The phones that the corpus knows, or else those of the text.
  const auto& entries = corpus->entries();
  std::vector<std::size_t> spoken;
  std::vector<std::vector<codec::SpokenPhone>> phones(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].is_of_sets(sets)) continue;
    phones[i] = entries[i].phones.empty() ? (*pronounce)(entries[i].text, entries[i].language)
                                          : codec::phones_of_arpabet(entries[i].phones);
    if (!phones[i].empty()) spoken.push_back(i);
  }
  if (spoken.empty()) return train_fail("no entry of these sets has a transcript");

  // The models learn from the training voices as they are, without their speed copies.
  std::vector<codec::Utterance> training;
  double frames = 0;
  for (const auto i : spoken) {
    if (cancel) return train_fail("cancelled");
    if (entries[i].split != codec::Split::train || entries[i].is_speed_copy()) continue;
    training.push_back({features_of(*corpus, i), phones[i]});
    frames += static_cast<double>(training.back().frames());
  }
  std::printf("%zu utterances with phones, %zu (%.2f h) to learn from\n", spoken.size(),
              training.size(), frames / 360000);
  codec::AlignerOptions options;
  options.progress = [&](int gaussians, int round, double likelihood) {
    std::printf("%d Gaussians, round %d: log-likelihood %.3f a frame\n", gaussians, round,
                likelihood);
    std::fflush(stdout);
    return !cancel.load();
  };
  const auto aligner = codec::PhoneAligner::train(training, options);
  if (cancel) return train_fail("cancelled");
  training.clear();

  codec::PhoneLabels labels(*corpus);
  std::size_t aligned = 0;
  for (const auto i : spoken) {
    if (cancel) return train_fail("cancelled");
    const auto found = aligner.align({features_of(*corpus, i), phones[i]});
    if (!found) continue;
    const auto to = labels.of(i);
    std::copy_n(found->begin(), std::min(found->size(), to.size()), to.begin());
    ++aligned;
  }
  if (auto s = labels.save(parsed->positional[1]); !s) return train_fail(s.error().message);
  std::printf("aligned %zu of %zu\n", aligned, spoken.size());
  return 0;
}
