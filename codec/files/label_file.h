// What people write about stretches of a sound: Praat's TextGrid and Audacity's label track.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/base/result.h"

namespace codec {

struct Label {
  double begin_s = 0.0;
  double end_s = 0.0;  // >= begin_s; equal: an instant
  std::string text;    // UTF-8, any; never empty
  friend bool operator==(const Label&, const Label&) = default;
};

struct LabelTier {
  std::string name;
  std::vector<Label> labels;  // by begin_s
  friend bool operator==(const LabelTier&, const LabelTier&) = default;
};

enum class LabelFormat { text_grid, audacity };

// By the extension: .TextGrid, or .txt and .labels.
std::optional<LabelFormat> label_format(const std::filesystem::path& path);

// Praat's long and short text in UTF-8, UTF-16 with its mark, or Latin-1; intervals without text
// are what is left free. Audacity's lines "begin<tab>end<tab>text", whose frequencies are left
// out, as one tier without a name; decimal commas as some of its versions wrote them.
// Errors: io (larger than 64 MiB, too), not_our_format, truncated, bad_value; they name the file.
Result<std::vector<LabelTier>> read_labels(const std::filesystem::path& path);
// The same of what is in memory; errors name nothing.
Result<std::vector<LabelTier>> parse_labels(std::string_view bytes);

// As Praat's long text in UTF-8. length_s: of the sound, where every tier ends; it grows with a
// label that ends later. Praat's intervals cannot overlap and its points are a kind of tier of
// their own: what does not fit into one tier goes on in another of the same name.
std::string text_grid(const std::vector<LabelTier>& tiers, double length_s);
// All tiers as one track, by time; tabs and line ends in a text become spaces.
std::string audacity_labels(const std::vector<LabelTier>& tiers);

}  // namespace codec
