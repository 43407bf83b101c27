// Pictures of short-time spectra, as pure functions that run on any thread.
#pragma once

#include <QImage>
#include <cstdint>
#include <optional>

#include "codec/base/types.h"
#include "gui/audio/track.h"
#include "gui/look/colour_map.h"

namespace gui {

enum class FrequencyScale { linear, mel };

struct SpectrogramStyle {
  int windowSamples = 512;
  float floorDb = -90.0F;
  float ceilingDb = -10.0F;
  ColourMap map = ColourMap::magma;
  FrequencyScale scale = FrequencyScale::linear;
  QRgb middle = 0;  // of the difference: no difference
  friend bool operator==(const SpectrogramStyle&, const SpectrogramStyle&) = default;
};

// Columns stand on a fixed grid: column k shows the sound around sample (k + 0.5) * perColumn, so
// that scrolling keeps them.
struct SpectrogramRequest {
  Track first;
  std::optional<Track> second;  // then: first minus second, +-30 dB
  std::int64_t begin = 0;       // column
  int columns = 0;
  int rows = 0;  // row 0 = half the rate
  double perColumn = 160.0;
  SpectrogramStyle style;
};

struct SpectrogramImage {
  QImage image;  // columns x rows, opaque
  std::int64_t begin = 0;
  double perColumn = 0.0;
  codec::SampleIndex complete = 0;  // columns that end before this sample will not change
  SpectrogramStyle style;
};

// before: columns that are still right are copied from it.
SpectrogramImage renderSpectrogram(const SpectrogramRequest& request,
                                   const SpectrogramImage& before = {});

// Hz at a row's middle and the reverse, for a picture of `rows` rows.
double frequencyOfRow(double row, int rows, int rateHz, FrequencyScale scale);
double rowOfFrequency(double hz, int rows, int rateHz, FrequencyScale scale);

}  // namespace gui
