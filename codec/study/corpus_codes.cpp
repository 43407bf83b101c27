#include "codec/study/corpus_codes.h"

#include "codec/engine/stream.h"

namespace codec {

std::vector<Codes> training_codes(
    const std::shared_ptr<const Model>& model, const CorpusReader& corpus,
    const std::function<void(std::size_t done, std::size_t total)>& progress,
    const std::atomic<bool>* cancel) {
  std::vector<Codes> out;
  const auto& entries = corpus.entries();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (cancel != nullptr && cancel->load()) break;
    const auto& e = entries[i];
    if (e.split == Split::train && e.samples > 0 && !e.is_speed_copy()) {
      out.push_back(encode(model, corpus.sound(i)));
    }
    if (progress) progress(i + 1, entries.size());
  }
  return out;
}

}  // namespace codec
