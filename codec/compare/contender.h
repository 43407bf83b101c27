// Codecs that one sound is sent through, to be heard and measured side by side: models by number of
// codebooks, Opus, Codec 2.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"
#include "codec/engine/model.h"
#include "codec/files/model_shelf.h"

namespace codec {

struct Contender {
  enum class Kind { model, opus, codec2 };
  Kind kind = Kind::model;
  std::string model;  // its name or path; empty: the one that is called self
  int levels = 0;     // of a model: the first so many codebooks; 0: all, known when it is loaded
  int bps = 0;        // of Opus and Codec 2, bits a second

  friend bool operator==(const Contender&, const Contender&) = default;
};

// A list with commas: "self:1..5" (codebook counts of the model at hand), "self", "NAME:3" (another
// model), "opus:6" (kbps, 6 to 510), "codec2:1300" (bits a second: 3200, 2400, 1600, 1400, 1300,
// 1200, 700). Errors: bad_value, naming the part.
Result<std::vector<Contender>> parse_contenders(std::string_view list);

struct Rendition {
  std::string name;          // "speech-16k 3 of 5", "Opus 6 kbps", "Codec 2 1300"
  double kbps = 0.0;         // that were sent: nominal of models and Codec 2, the packets' of Opus
  std::vector<float> sound;  // as long as the reference, at its rate, aligned with it
};

// Whether this build knows the codec (libopus, libcodec2).
bool has_codec(Contender::Kind kind);

// The renditions in the order of the contenders; a model encodes once for all its codebook counts.
// reference: mono, finite. self: the model that "self" is; may be null where none says so.
// Errors: those of ModelShelf; bad_value (more codebooks than the model has, no model for "self");
// unsupported (a codec that this build does not know); cancelled.
// Threads: any. Realtime: no.
Result<std::vector<Rendition>> render(std::span<const float> reference, int sample_rate_hz,
                                      std::span<const Contender> contenders, ModelShelf& shelf,
                                      const std::shared_ptr<const Model>& self,
                                      const std::atomic<bool>* cancel = nullptr);

}  // namespace codec
