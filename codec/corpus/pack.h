// From folders of recordings to one corpus file (codec/corpus/corpus.h): read, mix down, resample,
// track F0, add what a manifest knows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/corpus/corpus.h"

namespace codec {

struct PackProgress {
  std::size_t done = 0;  // recordings and their copies
  std::size_t total = 0;
  double seconds = 0.0;  // of audio written so far
};

struct PackOptions {
  // Either a manifest: tab-separated text whose first line names the columns; `file` (relative to
  // the manifest) is needed, kind, set, split, speaker, lang and text_or_label are used. Phones of
  // utterances come from labels/speechocean762_text_phone.txt beside it, where that exists.
  std::filesystem::path manifest;
  // Or audio files and folders (searched through, in order of names): set "files", and the folder of
  // a file as its speaker.
  std::vector<std::filesystem::path> inputs;
  // The share of those files, 0..0.5, whose split is valid: evenly spaced among all, at least one
  // unless it is 0. The rest is train.
  double valid_share = 0.0;
  std::filesystem::path output;

  std::vector<std::string> kinds;  // of the manifest; empty = all
  std::vector<std::string> sets;   // as far as their names begin so; each must be there
  std::vector<Split> splits;
  // Copies of the recordings of a set, train only, played at each factor of the speed (0.5..2):
  // pitch and formants move with it, so it counts as another speaker, "id@0.88". The sets'
  // whole names; each must be there.
  std::map<std::string, std::vector<double>> speeds;
  int threads = 2;
  // Called after each recording, from the thread that called pack_corpus(). False = stop.
  std::function<bool(const PackProgress&)> progress;
};

struct PackReport {
  std::size_t entries = 0;
  double seconds = 0.0;
  std::map<std::string, double> seconds_by_split;
  std::vector<std::string> skipped;  // a sentence for each recording that could not be used
};

// The order of entries depends on the input alone, not on `threads`.
// Errors: io (manifest or output), bad_value (options, manifest), empty (no recording left, or none
// of a set that is named), cancelled. Unless it succeeds, nothing is left at `output`.
Result<PackReport> pack_corpus(const PackOptions& options);

}  // namespace codec
