#include "gui/document/partial_sounds.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>
#include <utility>

#include "gui/audio/play_feed.h"
#include "gui/document/unhurried_thread.h"

namespace gui {
namespace {

using codec::SampleIndex;

constexpr SampleIndex kSilentBlock = 1 << 16;  // of a Track

QThreadPool& pool() {
  static QThreadPool* const instance = unhurriedThread(QThread::LowestPriority);
  return *instance;
}

}  // namespace

PartialSounds::~PartialSounds() {
  if (cancelled_ != nullptr) *cancelled_ = true;
}

void PartialSounds::clear() {
  if (cancelled_ != nullptr) *cancelled_ = true;
  cancelled_.reset();
  busy_ = 0;
  if (sounds_.empty()) return;
  sounds_.clear();
  Q_EMIT changed();
}

std::shared_ptr<const Sound> PartialSounds::sound(std::uint32_t mask) const {
  const auto it = sounds_.find(mask);
  return it != sounds_.end() ? it->second : nullptr;
}

void PartialSounds::want(Wanted wanted) {
  if (wanted.model == nullptr || wanted.codes == nullptr || wanted.codes->data.empty() ||
      wanted.masks.empty() || wanted.span.empty()) {
    return clear();
  }
  const int rate = wanted.model->config().sample_rate_hz;
  const auto most = static_cast<SampleIndex>(kMostSeconds) * rate;
  if (wanted.span.length() > most) return clear();
  const bool another = wanted.model != model_ || wanted.codes != codes_;
  const bool outside = wanted.span.begin < span_.begin || wanted.span.end > span_.end;
  if (another || outside) {
    clear();
    model_ = wanted.model;
    codes_ = wanted.codes;
    silence_ = std::make_shared<Track>(rate);
    const SampleIndex more = (most - wanted.span.length()) / 2;
    const SampleIndex room = std::min(more, wanted.span.length());
    span_ = {std::max<SampleIndex>(0, wanted.span.begin - room),
             std::min(wanted.length, wanted.span.end + room)};
  }
  if (cancelled_ == nullptr) cancelled_ = std::make_shared<std::atomic<bool>>(false);
  for (const std::uint32_t mask : wanted.masks) {
    if (sounds_.contains(mask)) continue;
    sounds_[mask] = nullptr;
    decode(wanted, mask);
  }
}

void PartialSounds::decode(const Wanted& wanted, std::uint32_t mask) {
  ++busy_;
  PlayRequest request;
  request.source = Track(wanted.model->config().sample_rate_hz);
  request.codes = wanted.codes;
  request.lost = wanted.lost;
  request.begin = span_.begin;
  request.end = span_.end;
  const QPointer<PartialSounds> self(this);
  pool().start([self, mask, model = wanted.model, request = std::move(request),
                cancelled = cancelled_, before = silence_] {
    // Silent blocks are shared by all sounds of the stretch.
    const SampleIndex blocks = request.begin / kSilentBlock * kSilentBlock;
    const std::vector<float> silence(kSilentBlock);
    while (before->size() < blocks) before->append(silence);
    auto sound = std::make_shared<Sound>(request.source.rateHz());
    sound->track = *before;
    sound->track.append(std::span(silence).first(static_cast<std::size_t>(request.begin - blocks)));
    PlayFeed feed(model, request);
    std::vector<float> none(4096);
    std::vector<float> part(4096);
    while (!*cancelled) {
      const std::size_t n = feed.next(none, part, mask);
      if (n == 0) break;
      sound->track.append(std::span(part).first(n));
    }
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [self, mask, sound, cancelled] {
          if (!self || *cancelled) return;
          --self->busy_;
          self->sounds_[mask] = sound;
          Q_EMIT self->changed();
        },
        Qt::QueuedConnection);
  });
}

}  // namespace gui
