// One sound with its tokens: what the window shows, saves and undoes. A value; its parts are
// shared.
#pragma once

#include <QString>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "codec/base/types.h"
#include "codec/container/container.h"
#include "codec/engine/model.h"
#include "codec/files/label_file.h"
#include "codec/sound/downmix.h"
#include "gui/audio/track.h"

namespace gui {

using Labels = std::vector<codec::LabelTier>;

struct Document {
  QString title;               // file name, or "Recording 2026-11-26 14-05-12"
  std::filesystem::path path;  // where it came from or was saved to; empty for a recording
  QString format;              // for people: "WAV, 44100 Hz, 2 channels"

  // At the model's rate, never null. The original of a token file is empty.
  std::shared_ptr<Sound> original = std::make_shared<Sound>();
  std::shared_ptr<Sound> reconstruction = std::make_shared<Sound>();
  std::shared_ptr<codec::Codes> codes = std::make_shared<codec::Codes>();
  std::shared_ptr<const codec::Model> model;  // that made the codes; null: the one in use
  std::vector<codec::Damage::Range> lost;     // frames that are silent, of a damaged file
  codec::SampleIndex length = 0;              // of the sound, however much of it is here yet

  int sourceRateHz = 16000;
  int sourceChannels = 1;
  codec::ChannelChoice
      channel;  // what of them `original` is: never automatic where there are several
  std::optional<codec::SampleIndex> sourceLength;  // in instants at sourceRateHz

  int gainMilliDb = 0;  // that the sound had before encoding; taken back where it is written

  std::shared_ptr<const Labels> labels = std::make_shared<Labels>();  // never null; user's own
  bool labelsUnsaved = false;  // they were changed since they were read or written
  // Of edited codes: those that were read, made or saved last. Null: they were never edited.
  std::shared_ptr<const codec::Codes> codesOnDisk;

  std::filesystem::path spool;  // of a recording that was not saved yet
  bool unsaved = false;         // a recording that would be lost
  bool recording = false;

  bool isEmpty() const { return length == 0 && codes->data.empty() && !recording; }
  bool isEdited() const { return codesOnDisk != nullptr && codesOnDisk != codes; }
  bool hasOriginal() const { return original->track.size() > 0; }
};

}  // namespace gui
