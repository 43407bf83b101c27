// The document as a figure of a paper: panes on one time axis, with axes, colour bar and captions.
#pragma once

#include <QImage>
#include <QSizeF>
#include <QString>
#include <filesystem>

#include "codec/base/result.h"
#include "gui/document/session.h"
#include "gui/views/spectrogram.h"

namespace gui {

struct FigureOptions {
  QString title;     // empty: none
  QString subtitle;  // file, model, bit rate
  QSizeF sizeMm{180.0, 130.0};
  int dpi = 300;  // of a PNG, and of the spectrograms in vector drawings
  bool dark = false;
  TimeSpan span;  // of the document

  bool originalWave = false;
  bool reconstructionWave = false;
  bool originalSpectrum = false;
  bool reconstructionSpectrum = true;
  bool difference = false;
  bool quality = false;
  bool phones = true;
  bool codes = true;

  SpectrogramStyle style;
  std::optional<ColourMap> tokenColours;  // as TokenView has them
};

// "kathleen.flac · speech-16k-semantic · 3 of 5 codebooks, 1.5 kbps"
QString figureSubtitle(const Session& session);

// Panes that the document has nothing for are left out. Threads: GUI; takes a spectrogram's time.
QImage figureImage(const Session& session, const FigureOptions& options);
// By the extension: png, svg or pdf. Errors: io, unsupported (another extension), bad_value (no
// room for its panes, more than 100 million pixels).
codec::Status saveFigure(const std::filesystem::path& path, const Session& session,
                         const FigureOptions& options);

}  // namespace gui
