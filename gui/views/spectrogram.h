// Pictures of short-time spectra, as pure functions that run on any thread.
#pragma once

#include <QImage>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "codec/base/types.h"
#include "gui/audio/track.h"
#include "gui/look/colour_map.h"

namespace gui {

enum class FrequencyScale { linear, mel };

// What a picture shows from its lower to its upper edge; highHz 0: up to half the rate.
struct FrequencyBand {
  double lowHz = 0.0;
  double highHz = 0.0;
  friend bool operator==(const FrequencyBand&, const FrequencyBand&) = default;
};

struct SpectrogramStyle {
  int windowSamples = 512;
  float floorDb = -90.0F;
  float ceilingDb = -10.0F;
  ColourMap map = ColourMap::magma;
  FrequencyScale scale = FrequencyScale::linear;
  FrequencyBand band;
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
  int rows = 0;  // row 0 is the highest
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
double frequencyOfRow(double row, int rows, int rateHz, FrequencyScale scale,
                      const FrequencyBand& band = {});
double rowOfFrequency(double hz, int rows, int rateHz, FrequencyScale scale,
                      const FrequencyBand& band = {});
// The band that shows 1 / factor of what `band` shows, with `hz` where it was; never wider than
// half the rate, nor narrower than 200 Hz.
FrequencyBand zoomedBand(const FrequencyBand& band, double factor, double hz, int rateHz,
                         FrequencyScale scale);
// Moved by a share of what it shows, as far as there is sound.
FrequencyBand movedBand(const FrequencyBand& band, double share, int rateHz, FrequencyScale scale);

// Round frequencies that lie inside of the band, rising, at least so many rows apart.
std::vector<double> frequencyTicks(const SpectrogramStyle& style, int rateHz, int rows,
                                   double leastRows);
QString frequencyText(double hz);  // "500 Hz", "2 kHz", "2.5 kHz"

// The level in dB at that frequency of the window around a sample, as the pictures show it.
double levelAt(const Track& track, codec::SampleIndex sample, double hz, int windowSamples);

}  // namespace gui
