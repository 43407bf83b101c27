// The document as files. Outputs appear under their name only when they are complete.
#pragma once

#include <filesystem>

#include "codec/container/container.h"
#include "codec/sound/audio_file.h"
#include "codec/tokens/token_file.h"
#include "gui/document/codec_worker.h"
#include "gui/document/document.h"
#include "gui/document/time_axis.h"

namespace gui {

// What a file of the document with that many codebooks says of itself.
codec::StreamHeader headerOf(const Document& document, const codec::Model& model, int levels);
// The first `levels` codes of every frame that lies in the span (at the model's rate).
codec::Codes codesOf(const Document& document, int levels, TimeSpan span, int hopSamples);

// Errors: io, bad_value, unsupported, cancelled. Threads: any; the document's parts must not grow
// meanwhile.
codec::Status saveContainer(const std::filesystem::path& path, const Document& document,
                            const ModelPtr& model, int levels);
codec::Status exportTokens(const std::filesystem::path& path, const Document& document,
                           const ModelPtr& model, int levels, TimeSpan span,
                           const codec::TokenOptions& options);

// The recording as it was captured, losslessly beside `path`, under a name that nothing has: FLAC,
// or where samples pass full scale, which FLAC cannot hold, WAV of 32 bit. Gives that file's path.
// Errors: io, cancelled. Threads: any.
codec::Result<std::filesystem::path> keepTake(const std::filesystem::path& path,
                                              const Document& document,
                                              const CodecWorker::Control& control);

struct AudioExport {
  Track sound;
  TimeSpan span;
  int rateHz = 16000;
  codec::SampleFormat format = codec::SampleFormat::pcm16;
  double gainDb = 0.0;
  // Where not null: takes the largest magnitude written. Above 1 an integer or lossy file clips.
  std::shared_ptr<float> peak;
};
// Whether a file of that name and format cuts what passes full scale.
bool clips(const std::filesystem::path& path, codec::SampleFormat format);
codec::Status exportAudio(const std::filesystem::path& path, const AudioExport& what,
                          const CodecWorker::Control& control);

}  // namespace gui
