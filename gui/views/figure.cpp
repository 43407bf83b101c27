#include "gui/views/figure.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFont>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "codec/base/file_io.h"
#include "gui/look/colour_map.h"
#include "gui/look/decimal.h"
#include "gui/look/phone_class.h"
#include "gui/look/theme.h"
#include "gui/views/colour_bar.h"
#include "gui/views/phone_lane.h"
#include "gui/views/quality_strip.h"
#include "gui/views/token_view.h"
#include "gui/views/waveform_view.h"

namespace gui {
namespace {

// Figures are laid out in points of 1/96 inch; text is 9 of a printer's points at most.
constexpr double kUnitsPerMm = 96.0 / 25.4;
constexpr double kLeft = 78.0;   // of captions and numbers of the vertical axes, at least
constexpr double kRight = 58.0;  // of the colour bar
constexpr double kGap = 6.0;
constexpr double kLeastPane = 14.0;
constexpr double kMostPixels = 1e8;

QFont fontOf(double pixels, bool bold = false) {
  QFont font(QStringLiteral("DejaVu Sans"));
  font.setStyleHint(QFont::SansSerif);
  font.setPixelSize(static_cast<int>(std::lround(pixels)));
  font.setBold(bold);
  return font;
}

class Figure {
  Q_DECLARE_TR_FUNCTIONS(Figure)

 public:
  // detail: pixels of the medium for one unit.
  Figure(const Session& session, const FigureOptions& options, double detail)
      : session_(session),
        o_(options),
        detail_(detail),
        size_(options.sizeMm * kUnitsPerMm),
        small_(fontOf(10.5)),
        bold_(fontOf(11.0, true)) {
    collect();
  }

  QSizeF size() const { return size_; }
  bool fits() const {
    double least = 0.0;
    for (const Pane& pane : panes_)
      least += (pane.height > 0 ? pane.height : 2 * kLeastPane) + kGap;
    return !panes_.empty() && plotWidth() >= 60.0 && top() + least + bottom() <= size_.height();
  }

  void paint(QPainter& painter) {
    painter.fillRect(QRectF(QPointF(0, 0), size_), colours().plot);
    paintHead(painter);
    double parts = 0.0;
    double fixed = 0.0;
    for (const Pane& pane : panes_) {
      parts += pane.height > 0 ? 0.0 : pane.part;
      fixed += pane.height + kGap;
    }
    const double free = size_.height() - top() - bottom() - fixed + kGap;
    double y = top();
    for (const Pane& pane : panes_) {
      const double high = pane.height > 0 ? pane.height : free * pane.part / parts;
      const QRectF box(left_, y, plotWidth(), std::floor(high));
      pane.paint(painter, box);
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(colours().dim, 0.7));
      painter.drawRect(box);
      y += high + kGap;
    }
    paintTimes(painter, y - kGap);
    if (legend()) paintLegend(painter);
  }

 private:
  struct Pane {
    double part;    // of the height that is left
    double height;  // > 0: fixed
    std::function<void(QPainter&, const QRectF&)> paint;
  };

  double plotWidth() const { return size_.width() - left_ - kRight; }
  double top() const {
    return 6.0 + (o_.title.isEmpty() ? 0.0 : 18.0) + (o_.subtitle.isEmpty() ? 0.0 : 15.0);
  }
  bool legend() const { return hasPhones() && (o_.phones || o_.codes) && !o_.tokenColours; }
  double bottom() const { return 36.0 + (legend() ? 18.0 : 0.0); }
  bool hasPhones() const {
    return session_.hasModel() && session_.model()->is_semantic() &&
           session_.model()->phones() != nullptr;
  }

  void collect() {
    const Document& d = session_.document();
    const bool original = d.hasOriginal();
    const bool back = d.reconstruction->track.size() > 0;
    if (o_.originalWave && original) addWave(d.original, true);
    if (o_.reconstructionWave && back) addWave(d.reconstruction, false);
    if (o_.originalSpectrum && original) addSpectrum(tr("A  Original"), d.original, nullptr);
    if (o_.reconstructionSpectrum && back) {
      addSpectrum(tr("B  Reconstruction"), d.reconstruction, nullptr);
    }
    if (o_.difference && original && back) {
      addSpectrum(tr("Difference"), d.reconstruction, d.original);
    }
    if (o_.quality && !session_.quality().points().empty()) addQuality();
    if (o_.phones && hasPhones()) addPhones();
    if (o_.codes && !d.codes->data.empty()) addCodes();
  }

  // A view of the figure's own span, to be drawn once.
  template <typename View, typename... Args>
  void draw(QPainter& painter, const QRectF& box, const std::function<void(View&)>& fill,
            Args... args) {
    TimeAxis axis;
    axis.setWidth(static_cast<int>(std::lround(box.width())));
    axis.setSound(session_.document().original->track.rateHz(), session_.document().length);
    View view(&axis, args...);
    view.setMinimumSize(1, 1);
    view.resize(box.size().toSize());
    view.setFont(small_);
    fill(view);
    axis.showSpan(o_.span);
    painter.save();
    painter.translate(box.topLeft());
    view.drawPicture(painter, detail_);
    painter.restore();
  }

  void makeRoom(const QString& line, const QFont& font) {
    left_ = std::max(left_, QFontMetricsF(font).horizontalAdvance(line) + 12.0);
  }
  // Captions are broken between words alone.
  void makeRoomForCaption(const QString& text) {
    for (const QString& word : text.split(QLatin1Char(' '))) makeRoom(word, bold_);
  }

  QString levelName(int level) const {
    const QString role = session_.roleOf(level);
    return role.isEmpty() ? tr("Codebook %1").arg(level + 1)
                          : QStringLiteral("%1 %2").arg(level + 1).arg(role);
  }

  void caption(QPainter& painter, const QRectF& box, const QString& head,
               const QString& unit = {}) {
    painter.setFont(bold_);
    painter.setPen(colours().text);
    const QRectF left(4, box.top() - 1, left_ - 8, box.height() + 2);
    painter.drawText(left, Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, head);
    if (unit.isEmpty()) return;
    painter.setFont(small_);
    painter.setPen(colours().dim);
    painter.drawText(left, Qt::AlignBottom | Qt::AlignLeft, unit);
  }

  void addWave(const std::shared_ptr<Sound>& sound, bool original) {
    const QString name = original ? tr("A  Original") : tr("B  Reconstruction");
    makeRoomForCaption(name);
    panes_.push_back({2.0, 0.0, [=, this](QPainter& painter, const QRectF& box) {
                        using Role = WaveformView::Role;
                        caption(painter, box, name);
                        const MinMax m = sound->peaks.range(0, sound->peaks.size());
                        draw<WaveformView>(
                            painter, box,
                            [&](WaveformView& view) {
                              view.setTop(WaveformView::fittingTop(std::max(m.high, -m.low)));
                              view.setSound(sound);
                            },
                            original ? Role::original : Role::reconstruction);
                      }});
  }

  void addSpectrum(const QString& name, const std::shared_ptr<Sound>& first,
                   const std::shared_ptr<Sound>& second) {
    makeRoomForCaption(name);
    panes_.push_back(
        {6.0, 0.0, [=, this](QPainter& painter, const QRectF& box) {
           caption(painter, box, name);
           SpectrogramRequest r{.first = first->track, .second = {}, .style = o_.style};
           if (second != nullptr) r.second = second->track;
           r.style.middle = colours().plot.rgb();
           const double perUnit = static_cast<double>(o_.span.length()) / box.width();
           r.perColumn = std::max(1.0, perUnit / detail_);
           r.begin = static_cast<std::int64_t>(
               std::floor(static_cast<double>(o_.span.begin) / r.perColumn));
           const double end =
               std::min(static_cast<double>(o_.span.end), static_cast<double>(first->track.size()));
           r.columns =
               static_cast<int>(std::ceil(end / r.perColumn) - static_cast<double>(r.begin));
           r.rows = static_cast<int>(std::lround(box.height() * detail_));
           const SpectrogramImage image = renderSpectrogram(r);
           painter.save();
           painter.setClipRect(box);
           painter.fillRect(
               box, second != nullptr ? colours().plot : QColor(colourTable(o_.style.map)[0]));
           const double left = box.left() + (static_cast<double>(image.begin) * image.perColumn -
                                             static_cast<double>(o_.span.begin)) /
                                                perUnit;
           painter.drawImage(QRectF(left, box.top(),
                                    image.image.width() * image.perColumn / perUnit, box.height()),
                             image.image);
           painter.restore();
           painter.setFont(small_);
           const int rate = first->track.rateHz();
           const int high = static_cast<int>(box.height());
           for (const double hz : frequencyTicks(o_.style, rate, high, 14.0)) {
             const double y =
                 box.top() + rowOfFrequency(hz, high, rate, o_.style.scale, o_.style.band);
             painter.setPen(QPen(colours().dim, 0.7));
             painter.drawLine(QPointF(box.left() - 4, y), QPointF(box.left(), y));
             if (y - box.top() < 26) continue;  // of the caption
             painter.setPen(colours().text);
             painter.drawText(QRectF(0, y - 8, left_ - 7, 16), Qt::AlignVCenter | Qt::AlignRight,
                              frequencyText(hz));
           }
           QRectF bar(box.right() + 6, box.top(), kRight - 8, box.height());
           if (bar.height() >= 60) {  // the unit stands above the numbers
             painter.setPen(colours().dim);
             painter.drawText(bar, Qt::AlignTop | Qt::AlignLeft, tr("dB"));
             bar.setTop(bar.top() + painter.fontMetrics().height());
           }
           ColourBar::paint(painter, bar, o_.style, second != nullptr);
         }});
  }

  void addQuality() {
    makeRoomForCaption(tr("Quality"));
    makeRoom(tr("log-mel"), small_);
    panes_.push_back({0.0, 40.0, [this](QPainter& painter, const QRectF& box) {
                        caption(painter, box, tr("Quality"), tr("log-mel"));
                        draw<QualityStrip>(
                            painter, box, [](QualityStrip&) {}, &session_.quality());
                        painter.setFont(small_);
                        QualityScale::paint(
                            painter, QRectF(box.right(), box.top(), kRight - 4, box.height()),
                            QualityScale::Side::right);
                      }});
  }

  void addPhones() {
    makeRoomForCaption(tr("Phones"));
    panes_.push_back({0.0, 22.0, [this](QPainter& painter, const QRectF& box) {
                        caption(painter, box.adjusted(0, 3, 0, 0), tr("Phones"));
                        draw<PhoneLane>(painter, box, [this](PhoneLane& view) {
                          view.setCodes(session_.document().codes, session_.model());
                        });
                      }});
  }

  void addCodes() {
    for (int q = 0; q < session_.document().codes->levels; ++q) makeRoom(levelName(q), small_);
    panes_.push_back({7.0, 0.0, [this](QPainter& painter, const QRectF& box) {
                        const int levels = session_.document().codes->levels;
                        painter.setFont(small_);
                        for (int q = 0; q < levels; ++q) {
                          const double high = box.height() / levels;
                          painter.setPen(colours().text);
                          painter.drawText(QRectF(4, box.top() + q * high, left_ - 8, high),
                                           Qt::AlignVCenter | Qt::AlignLeft, levelName(q));
                        }
                        draw<TokenView>(painter, box, [this](TokenView& view) {
                          view.setCodes(session_.document().codes, session_.hopSamples(),
                                        session_.codebookSize());
                          view.setMeanings(session_.meanings());
                          view.setColourMap(o_.tokenColours);
                          view.setMask(session_.levelMask());
                        });
                      }});
  }

  void paintHead(QPainter& painter) {
    double y = 4.0;
    if (!o_.title.isEmpty()) {
      painter.setFont(fontOf(14.0, true));
      painter.setPen(colours().text);
      painter.drawText(QRectF(left_, y, size_.width() - left_ - 4, 18), Qt::AlignLeft, o_.title);
      y += 18.0;
    }
    if (o_.subtitle.isEmpty()) return;
    painter.setFont(small_);
    painter.setPen(colours().dim);
    painter.drawText(
        QRectF(left_, y, size_.width() - left_ - 4, 15), Qt::AlignLeft,
        QFontMetricsF(small_).elidedText(o_.subtitle, Qt::ElideMiddle, size_.width() - left_ - 4));
  }

  void paintTimes(QPainter& painter, double y) {
    painter.setFont(small_);
    const double rate = session_.document().original->track.rateHz();
    const double begin = static_cast<double>(o_.span.begin) / rate;
    const double seconds = static_cast<double>(o_.span.length()) / rate;
    const double step = niceTimeStep(seconds * 60.0 / plotWidth());
    const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 3);
    const bool minutes = begin + seconds >= 60.0;
    for (double t = std::ceil(begin / step - 1e-9) * step; t <= begin + seconds + 1e-9; t += step) {
      const double x = left_ + (t - begin) / seconds * plotWidth();
      painter.setPen(QPen(colours().dim, 0.7));
      painter.drawLine(QPointF(x, y), QPointF(x, y + 4));
      painter.setPen(colours().text);
      painter.drawText(QRectF(x - 40, y + 5, 80, 14), Qt::AlignHCenter | Qt::AlignTop,
                       minutes ? formatTime(t, digits) : decimal(t, digits));
    }
    painter.setPen(colours().dim);
    painter.drawText(QRectF(left_, y + 18, plotWidth(), 14), Qt::AlignHCenter | Qt::AlignTop,
                     minutes ? tr("Time, min:s") : tr("Time, s"));
  }

  void paintLegend(QPainter& painter) {
    painter.setFont(small_);
    double x = left_;
    const double y = size_.height() - 16;
    for (int kind = 0; kind < kPhoneClasses; ++kind) {
      const auto phones = static_cast<PhoneClass>(kind);
      if (phones == PhoneClass::unknown) continue;
      const QString name = phoneClassName(phones);
      const double wide = 14 + QFontMetricsF(small_).horizontalAdvance(name) + 12;
      if (x + wide > size_.width()) break;
      painter.fillRect(QRectF(x, y + 1, 10, 10), QColor(phoneColour(phones, 1.0, isDark())));
      painter.setPen(colours().dim);
      painter.drawText(QRectF(x + 14, y - 2, wide, 16), Qt::AlignVCenter | Qt::AlignLeft, name);
      x += wide;
    }
  }

  const Session& session_;
  const FigureOptions& o_;
  double detail_;
  QSizeF size_;
  QFont small_;
  QFont bold_;
  double left_ = kLeft;
  std::vector<Pane> panes_;
};

QSize pixelsOf(const FigureOptions& o) {
  return (o.sizeMm / 25.4 * o.dpi).toSize().expandedTo({1, 1});
}

codec::Status check(const Figure& figure, const FigureOptions& o) {
  const QSize pixels = pixelsOf(o);
  if (static_cast<double>(pixels.width()) * pixels.height() > kMostPixels) {
    return codec::Error{codec::ErrorCode::bad_value,
                        "a figure of more than 100 million pixels; make it smaller, or choose "
                        "fewer dots per inch"};
  }
  if (!figure.fits()) {
    return codec::Error{codec::ErrorCode::bad_value,
                        "the figure has no room for what it is to show; make it larger, or show "
                        "less"};
  }
  return codec::Done{};
}

}  // namespace

QString figureSubtitle(const Session& session) {
  QStringList parts{session.document().title};
  if (session.hasModel()) {
    parts << QString::fromStdString(session.model()->config().name)
          << QCoreApplication::translate("Figure", "%1 of %2 codebooks, %3 kbps")
                 .arg(session.savedLevels())
                 .arg(session.levels())
                 .arg(decimal(session.bitRate(session.savedLevels()) / 1000.0, 2));
  }
  parts.removeAll(QString());
  return parts.join(QStringLiteral(" · "));
}

QImage figureImage(const Session& session, const FigureOptions& options) {
  const ColoursOf theme(options.dark);
  const QSize pixels = pixelsOf(options);
  const double scale = options.dpi / 96.0;
  Figure figure(session, options, scale);
  if (!check(figure, options)) return {};
  QImage image(pixels, QImage::Format_RGB32);
  image.setDotsPerMeterX(static_cast<int>(std::lround(options.dpi / 0.0254)));
  image.setDotsPerMeterY(image.dotsPerMeterX());
  image.fill(colours().plot);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::TextAntialiasing);
  painter.scale(scale, scale);
  figure.paint(painter);
  return image;
}

codec::Status saveFigure(const std::filesystem::path& path, const Session& session,
                         const FigureOptions& options) {
  const ColoursOf theme(options.dark);
  const double scale = options.dpi / 96.0;
  Figure figure(session, options, scale);
  if (auto fits = check(figure, options); !fits) {
    return codec::Error{fits.error().code, path.string() + ": " + fits.error().message};
  }
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (path.extension() == ".png") {
    figureImage(session, options).save(&buffer, "PNG");
  } else if (path.extension() == ".svg") {
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(96);
    generator.setSize(figure.size().toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), figure.size()));
    generator.setTitle(options.title.isEmpty() ? options.subtitle : options.title);
    QPainter painter(&generator);
    figure.paint(painter);
  } else if (path.extension() == ".pdf") {
    QPdfWriter writer(&buffer);
    writer.setResolution(1200);
    writer.setPageSize(
        QPageSize(options.sizeMm, QPageSize::Millimeter, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setTitle(options.title.isEmpty() ? options.subtitle : options.title);
    QPainter painter(&writer);
    painter.scale(1200.0 / 96.0, 1200.0 / 96.0);
    figure.paint(painter);
  } else {
    return codec::Error{
        codec::ErrorCode::unsupported,
        path.string() + ": pictures are .png, .svg or .pdf; choose one of these names"};
  }
  return codec::write_file(
      path, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

}  // namespace gui
