#include "gui/views/spectrogram.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "codec/sound/mel.h"
#include "codec/sound/spectrum.h"

namespace gui {
namespace {

using codec::SampleIndex;

constexpr int kFewWindows = 3;  // a column that holds no more is seen as a whole

// Levels in dB of one column: the loudest of its windows. Where a column holds many, those are
// looked at that hold its events: with the most energy, with the most energy of fast changes (high
// frequencies), and one in the middle. So what is short stays visible however far out the zoom is,
// at a cost that hardly grows with it.
class ColumnSpectrum {
 public:
  ColumnSpectrum(const Track& track, const SpectrogramStyle& style)
      : track_(track),
        style_(style),
        spectrum_(static_cast<std::size_t>(style.windowSamples)),
        samples_(static_cast<std::size_t>(style.windowSamples)),
        levels_(spectrum_.bins()),
        look_(spectrum_.bins()) {}

  const std::vector<float>& at(double from, double perColumn) {
    const SampleIndex half = style_.windowSamples / 2;
    const int windows = static_cast<int>(perColumn / style_.windowSamples) + 1;
    const int looks = std::clamp(windows, 1, kFewWindows);
    SampleIndex centres[kFewWindows];
    for (int i = 0; i < looks; ++i) {
      centres[i] = static_cast<SampleIndex>(from + perColumn * (i + 0.5) / looks);
    }
    if (windows > kFewWindows) findEvents(from, perColumn, centres[0], centres[2]);
    for (int i = 0; i < looks; ++i) {
      const SampleIndex centre = centres[i];
      track_.read(centre - half, samples_);
      auto& into = i == 0 ? levels_ : look_;
      spectrum_.decibels(samples_, half, -160.0F, into);
      for (std::size_t k = 0; i > 0 && k < into.size(); ++k) {
        levels_[k] = std::max(levels_[k], look_[k]);
      }
    }
    return levels_;
  }

 private:
  // The middles of the half windows with the most energy, and with the most of the differences.
  void findEvents(double from, double perColumn, SampleIndex& loud, SampleIndex& fast) {
    const auto begin = static_cast<SampleIndex>(from);
    const auto end = static_cast<SampleIndex>(from + perColumn);
    const auto half = std::span(samples_).first(samples_.size() / 2);
    const auto length = static_cast<SampleIndex>(half.size());
    float most = -1.0F;
    float mostFast = -1.0F;
    for (SampleIndex at = begin; at < end; at += length) {
      track_.read(at, half);
      float energy = half[0] * half[0];
      float differences = 0.0F;
      for (std::size_t i = 1; i < half.size(); ++i) {
        const float d = half[i] - half[i - 1];
        energy += half[i] * half[i];
        differences += d * d;
      }
      if (energy > most) loud = at + length / 2;
      if (differences > mostFast) fast = at + length / 2;
      most = std::max(most, energy);
      mostFast = std::max(mostFast, differences);
    }
  }

  const Track& track_;
  const SpectrogramStyle& style_;
  codec::ShortTimeSpectrum spectrum_;
  std::vector<float> samples_;
  std::vector<float> levels_;
  std::vector<float> look_;
};

// The bins that a row covers: the loudest of them is shown; rows narrower than a bin interpolate.
struct RowBins {
  std::size_t first;
  std::size_t last;
  float share;  // of bin first + 1, where first == last
};

std::vector<RowBins> rowBins(int rows, int rateHz, std::size_t bins,
                             const SpectrogramStyle& style) {
  std::vector<RowBins> result(static_cast<std::size_t>(rows));
  const double perBin = rateHz * 0.5 / static_cast<double>(bins - 1);
  for (int row = 0; row < rows; ++row) {
    const double high = frequencyOfRow(row, rows, rateHz, style.scale, style.band) / perBin;
    const double low = frequencyOfRow(row + 1, rows, rateHz, style.scale, style.band) / perBin;
    RowBins& r = result[static_cast<std::size_t>(row)];
    if (high - low >= 1.0) {
      r.first = static_cast<std::size_t>(std::max(0.0, std::ceil(low)));
      r.last = std::max(r.first, static_cast<std::size_t>(std::max(0.0, std::floor(high))));
      r.last = std::min(r.last, bins - 1);
      r.share = 0.0F;
    } else {
      const double middle = std::clamp((low + high) * 0.5, 0.0, static_cast<double>(bins - 1));
      r.first = r.last = std::min(static_cast<std::size_t>(middle), bins - 2);
      r.share = static_cast<float>(middle - static_cast<double>(r.first));
    }
  }
  return result;
}

float levelOf(const std::vector<float>& levels, const RowBins& row) {
  if (row.first != row.last || row.share == 0.0F) {
    return *std::max_element(levels.begin() + static_cast<std::ptrdiff_t>(row.first),
                             levels.begin() + static_cast<std::ptrdiff_t>(row.last) + 1);
  }
  return levels[row.first] + row.share * (levels[row.first + 1] - levels[row.first]);
}

}  // namespace

namespace {

// Frequencies as the scale stretches them: shares of a picture's height are linear in these.
double stretched(double hz, FrequencyScale scale) {
  return scale == FrequencyScale::linear ? hz : codec::mel_of_hertz(hz);
}

double relaxed(double value, FrequencyScale scale) {
  return scale == FrequencyScale::linear ? value : codec::hertz_of_mel(value);
}

double topOf(const FrequencyBand& band, int rateHz) {
  return band.highHz > 0.0 ? std::min(band.highHz, rateHz * 0.5) : rateHz * 0.5;
}

// With `low` at the lower edge, inside of 0 .. half the rate.
FrequencyBand bandAt(double low, double wide, int rateHz, FrequencyScale scale) {
  const double most = stretched(rateHz * 0.5, scale);
  if (wide >= most * 0.999) return {};
  low = std::clamp(low, 0.0, most - wide);
  return {relaxed(low, scale), relaxed(low + wide, scale)};
}

}  // namespace

double frequencyOfRow(double row, int rows, int rateHz, FrequencyScale scale,
                      const FrequencyBand& band) {
  const double low = stretched(band.lowHz, scale);
  const double high = stretched(topOf(band, rateHz), scale);
  return relaxed(low + (1.0 - row / rows) * (high - low), scale);
}

double rowOfFrequency(double hz, int rows, int rateHz, FrequencyScale scale,
                      const FrequencyBand& band) {
  const double low = stretched(band.lowHz, scale);
  const double high = stretched(topOf(band, rateHz), scale);
  return (1.0 - (stretched(hz, scale) - low) / (high - low)) * rows;
}

FrequencyBand zoomedBand(const FrequencyBand& band, double factor, double hz, int rateHz,
                         FrequencyScale scale) {
  constexpr double kNarrowest = 200.0;
  const double low = stretched(band.lowHz, scale);
  const double high = stretched(topOf(band, rateHz), scale);
  const double at = std::clamp(stretched(hz, scale), low, high);
  double wide = (high - low) / factor;
  const double least = stretched(kNarrowest, scale);
  wide = std::max(wide, std::min(least, high - low));
  const double share = (at - low) / (high - low);
  return bandAt(at - share * wide, wide, rateHz, scale);
}

FrequencyBand movedBand(const FrequencyBand& band, double share, int rateHz, FrequencyScale scale) {
  const double low = stretched(band.lowHz, scale);
  const double wide = stretched(topOf(band, rateHz), scale) - low;
  return bandAt(low + share * wide, wide, rateHz, scale);
}

std::vector<double> frequencyTicks(const SpectrogramStyle& style, int rateHz, int rows,
                                   double leastRows) {
  const double top = topOf(style.band, rateHz);
  // The finest round step whose ticks stand apart where they are closest: at the top.
  const auto rowOf = [&](double hz) {
    return rowOfFrequency(hz, rows, rateHz, style.scale, style.band);
  };
  std::vector<double> ticks;
  double below = 1e9;
  for (const double step :
       {10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10000.0}) {
    const double last = std::floor(top / step) * step;
    const bool apart = rowOf(last - step) - rowOf(last) >= leastRows;
    if (!apart && (style.scale == FrequencyScale::linear || step < 500.0)) continue;
    for (double hz = std::ceil(std::max(style.band.lowHz, step) / step) * step; hz < top;
         hz += step) {
      if (below - rowOf(hz) < leastRows) continue;
      below = rowOf(hz);
      ticks.push_back(hz);
    }
    break;
  }
  return ticks;
}

QString frequencyText(double hz) {
  return hz < 1000.0 ? QCoreApplication::translate("Spectrogram", "%1 Hz").arg(std::lround(hz))
                     : QCoreApplication::translate("Spectrogram", "%1 kHz")
                           .arg(QLocale().toString(hz / 1000.0, 'g', 4));
}

double levelAt(const Track& track, SampleIndex sample, double hz, int windowSamples) {
  const auto n = static_cast<std::size_t>(windowSamples);
  codec::ShortTimeSpectrum spectrum(n);
  std::vector<float> samples(n);
  std::vector<float> levels(spectrum.bins());
  track.read(sample - windowSamples / 2, samples);
  spectrum.decibels(samples, windowSamples / 2, -160.0F, levels);
  const double bin =
      std::clamp(hz / (track.rateHz() * 0.5), 0.0, 1.0) * static_cast<double>(spectrum.bins() - 1);
  return static_cast<double>(levels[static_cast<std::size_t>(std::lround(bin))]);
}

SpectrogramImage renderSpectrogram(const SpectrogramRequest& request,
                                   const SpectrogramImage& before) {
  SpectrogramImage result;
  result.begin = request.begin;
  result.perColumn = request.perColumn;
  result.style = request.style;
  result.complete = request.first.size();
  if (request.second) result.complete = std::min(result.complete, request.second->size());
  if (request.columns <= 0 || request.rows <= 0) return result;
  result.image = QImage(request.columns, request.rows, QImage::Format_RGB32);

  const bool reusable = before.perColumn == request.perColumn && before.style == request.style &&
                        before.image.height() == request.rows;
  const auto& table =
      request.second ? divergingTable(request.style.middle) : colourTable(request.style.map);
  ColumnSpectrum first(request.first, request.style);
  std::optional<ColumnSpectrum> second;
  if (request.second) second.emplace(*request.second, request.style);
  const auto bins = static_cast<std::size_t>(request.style.windowSamples) / 2 + 1;
  const auto rows = rowBins(request.rows, request.first.rateHz(), bins, request.style);
  const float low = request.second ? -30.0F : request.style.floorDb;
  const float high = request.second ? 30.0F : request.style.ceilingDb;
  const float scale = 255.0F / std::max(1.0F, high - low);
  const auto stride = result.image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
  auto* pixels = reinterpret_cast<QRgb*>(result.image.bits());

  for (int x = 0; x < request.columns; ++x) {
    const std::int64_t column = request.begin + x;
    const double from = static_cast<double>(column) * request.perColumn;
    const std::int64_t old = column - before.begin;
    const double settled = from + request.perColumn + request.style.windowSamples;
    if (reusable && old >= 0 && old < before.image.width() &&
        settled <= static_cast<double>(before.complete)) {
      for (int y = 0; y < request.rows; ++y) {
        pixels[y * stride + x] = reinterpret_cast<const QRgb*>(before.image.constScanLine(y))[old];
      }
      continue;
    }
    const auto& a = first.at(from, request.perColumn);
    const std::vector<float>* b = second ? &second->at(from, request.perColumn) : nullptr;
    for (int y = 0; y < request.rows; ++y) {
      const RowBins& row = rows[static_cast<std::size_t>(y)];
      float level = levelOf(a, row);
      if (b != nullptr) {
        // Below the floor there is nothing to compare.
        const float floor = request.style.floorDb;
        level = std::max(level, floor) - std::max(levelOf(*b, row), floor);
      }
      const auto index = static_cast<std::size_t>(std::clamp((level - low) * scale, 0.0F, 255.0F));
      pixels[y * stride + x] = table[index];
    }
  }
  return result;
}

}  // namespace gui
