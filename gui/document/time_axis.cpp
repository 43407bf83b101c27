#include "gui/document/time_axis.h"

#include <QLocale>
#include <QString>
#include <algorithm>
#include <cmath>

namespace gui {

using codec::SampleIndex;

namespace {
constexpr double kClosest = 0.05;  // samples a pixel: a sample every 20 pixels
}

void TimeAxis::setSound(int rateHz, SampleIndex length) {
  rateHz_ = rateHz;
  length_ = length;
  cursor_ = 0;
  selection_ = {};
  showAll();
  Q_EMIT selectionChanged();
  Q_EMIT cursorChanged();
}

void TimeAxis::setLength(SampleIndex length) {
  if (length == length_) return;
  length_ = length;
  Q_EMIT viewChanged();
}

void TimeAxis::setWidth(int pixels) {
  if (pixels == width_ || pixels < 1) return;
  const bool all = samplesPerPixel_ >= widestSamplesPerPixel() * 0.999;
  width_ = pixels;
  if (all) {
    showAll();
  } else {
    clampView();
    Q_EMIT viewChanged();
  }
}

TimeSpan TimeAxis::visible() const {
  return {start_, start_ + static_cast<SampleIndex>(std::ceil(width_ * samplesPerPixel_))};
}

double TimeAxis::pixelOf(SampleIndex sample) const {
  return static_cast<double>(sample - start_) / samplesPerPixel_;
}

SampleIndex TimeAxis::sampleAt(double pixel) const {
  return start_ + static_cast<SampleIndex>(std::llround(pixel * samplesPerPixel_));
}

double TimeAxis::widestSamplesPerPixel() const {
  const double shown = std::max<double>(static_cast<double>(length_), rateHz_);
  return shown / width_;
}

bool TimeAxis::clampView() {
  const double before = samplesPerPixel_;
  const SampleIndex start = start_;
  samplesPerPixel_ = std::clamp(samplesPerPixel_, kClosest, widestSamplesPerPixel());
  const auto shown = static_cast<SampleIndex>(width_ * samplesPerPixel_);
  start_ = std::clamp<SampleIndex>(start_, 0, std::max<SampleIndex>(0, length_ - shown));
  return before != samplesPerPixel_ || start != start_;
}

void TimeAxis::zoom(double factor, double anchorPixel) {
  const double anchor = static_cast<double>(start_) + anchorPixel * samplesPerPixel_;
  samplesPerPixel_ = std::clamp(samplesPerPixel_ / factor, kClosest, widestSamplesPerPixel());
  start_ = static_cast<SampleIndex>(std::llround(anchor - anchorPixel * samplesPerPixel_));
  clampView();
  Q_EMIT viewChanged();
}

void TimeAxis::scrollTo(SampleIndex start) {
  const SampleIndex before = start_;
  start_ = start;
  clampView();
  if (start_ != before) Q_EMIT viewChanged();
}

void TimeAxis::showAll() {
  start_ = 0;
  samplesPerPixel_ = widestSamplesPerPixel();
  Q_EMIT viewChanged();
}

void TimeAxis::showSpan(TimeSpan span) {
  if (span.empty()) return;
  samplesPerPixel_ = static_cast<double>(span.length()) / width_;
  start_ = span.begin;
  clampView();
  Q_EMIT viewChanged();
}

void TimeAxis::setSamplesPerPixel(double samples) {
  samplesPerPixel_ = samples;
  clampView();
  Q_EMIT viewChanged();
}

void TimeAxis::keepVisible(SampleIndex sample) {
  const TimeSpan shown = visible();
  if (sample >= shown.begin && sample < shown.end) return;
  scrollTo(sample - shown.length() / 20);
}

void TimeAxis::setCursor(SampleIndex sample) {
  sample = std::max<SampleIndex>(sample, 0);
  if (sample == cursor_) return;
  cursor_ = sample;
  Q_EMIT cursorChanged();
}

void TimeAxis::setPointer(SampleIndex sample) {
  if (sample == pointer_) return;
  pointer_ = sample;
  Q_EMIT pointerChanged();
}

void TimeAxis::setSelection(TimeSpan span) {
  span.begin = std::clamp<SampleIndex>(span.begin, 0, length_);
  span.end = std::clamp<SampleIndex>(span.end, 0, length_);
  if (span.empty()) span = {};
  if (span == selection_) return;
  selection_ = span;
  Q_EMIT selectionChanged();
}

QString formatTime(double seconds, int digits) {
  const double unit = std::pow(10.0, digits);
  const auto ticks = static_cast<qint64>(std::llround(std::max(0.0, seconds) * unit));
  const auto perSecond = static_cast<qint64>(unit);
  const qint64 whole = ticks / perSecond;
  const int hours = static_cast<int>(whole / 3600);
  const int minutes = static_cast<int>(whole / 60 % 60);
  QString text = hours > 0
                     ? QStringLiteral("%1:%2").arg(hours).arg(minutes, 2, 10, QLatin1Char('0'))
                     : QString::number(minutes);
  text += QStringLiteral(":%1").arg(whole % 60, 2, 10, QLatin1Char('0'));
  if (digits > 0) {
    text += QLocale().decimalPoint();
    text += QStringLiteral("%1").arg(ticks % perSecond, digits, 10, QLatin1Char('0'));
  }
  return text;
}

}  // namespace gui
