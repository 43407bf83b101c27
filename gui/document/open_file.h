// Any file that the program reads, as a document: sound, .sgl, or a token file.
#pragma once

#include <QString>
#include <atomic>
#include <filesystem>
#include <functional>

#include "codec/base/result.h"
#include "gui/document/codec_worker.h"

namespace gui {

// model: the loaded one, or null. Sound is resampled to its rate. Tokens of another model are
// opened with that model where it is installed.
// Errors: those of AudioReader, CodeSource and ModelShelf; empty; cancelled.
// Threads: any. Realtime: no.
codec::Result<OpenedFile> openFile(const std::filesystem::path& path, ModelPtr model,
                                   const codec::ChannelChoice& channel,
                                   const std::atomic<bool>& cancelled,
                                   const std::function<void(double share)>& progress);

// A format as libsndfile names it, short and in the language of the window: "WAV (Microsoft),
// Signed 16 bit PCM" is "WAV, 16-bit PCM".
QString formatName(const QString& english);

}  // namespace gui
