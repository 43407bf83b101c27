#include "gui/document/open_file.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

#include "codec/files/code_source.h"
#include "codec/files/model_shelf.h"
#include "codec/files/sound_stream.h"
#include "codec/sound/audio_file.h"
#include "codec/sound/resampler.h"
#include "codec/sound/survey.h"
#include "gui/document/error_text.h"

namespace gui {
namespace {

using codec::SampleIndex;
using Progress = std::function<void(double)>;

const codec::Error kCancelled{codec::ErrorCode::cancelled, "cancelled"};

codec::Result<OpenedFile> openSound(const std::filesystem::path& path, const ModelPtr& model,
                                    const codec::ChannelChoice& channel,
                                    const std::atomic<bool>& cancelled, const Progress& progress) {
  auto reader = codec::AudioReader::open(path);
  if (!reader) return reader.error();
  const codec::AudioInfo info = reader->info();
  using Channel = codec::ChannelChoice::Kind;
  if (channel.kind == Channel::one) {
    if (auto chosen = reader->choose_channel(channel.channel); !chosen) return chosen.error();
  }
  const auto channels = static_cast<std::size_t>(info.channels);
  const bool looks = channel.kind == Channel::automatic && channels > 1;
  codec::SoundSurvey seen(info.sample_rate_hz, info.downmix);
  const int rate = model != nullptr ? model->config().sample_rate_hz : 16000;
  auto resampler = codec::Resampler::open(info.sample_rate_hz, rate);
  if (!resampler) return resampler.error();
  auto sound = std::make_shared<Sound>(rate);
  std::vector<float> block(channels * 16384);
  std::vector<float> mono(16384);
  std::vector<float> ready;
  for (;;) {
    if (cancelled) return kCancelled;
    auto n = looks ? reader->read(block) : reader->read_mono(mono);
    if (!n) return n.error();
    if (looks && *n > 0) {
      seen.add(std::span(block).first(*n * channels));
      codec::mix(std::span(block).first(*n * channels), info.downmix, std::span(mono).first(*n));
    }
    ready.clear();
    if (*n > 0) {
      resampler->push(std::span(mono).first(*n), ready);
    } else {
      resampler->finish(ready);
    }
    sound->append(ready);
    if (*n == 0) break;
    if (info.length && *info.length > 0) {
      progress(static_cast<double>(reader->position()) / static_cast<double>(*info.length));
    }
  }
  // Of channels that cancel, the loudest, as the command line does.
  if (looks && seen.cancels()) {
    return openSound(path, model, {Channel::one, seen.loudest()}, cancelled, progress);
  }
  OpenedFile file;
  file.model = model;
  Document& d = file.document;
  d.channel = channel.kind == Channel::one ? channel : codec::ChannelChoice{Channel::mix};
  d.format = QStringLiteral("%1, %2 Hz")
                 .arg(formatName(QString::fromStdString(info.format)))
                 .arg(info.sample_rate_hz);
  if (!reader->flaw().empty()) {
    d.format += QStringLiteral(" (%1)").arg(errorDetail(QString::fromStdString(reader->flaw())));
  }
  d.original = sound;
  d.reconstruction = std::make_shared<Sound>(rate);
  d.length = sound->track.size();
  d.sourceRateHz = info.sample_rate_hz;
  d.sourceChannels = info.channels;
  d.sourceLength = reader->position();
  return file;
}

// What tokens say of their sound, as a document.
OpenedFile tokenDocument(const codec::StreamHeader& header, codec::Codes codes,
                         std::optional<SampleIndex> sourceLength, ModelPtr model) {
  OpenedFile file;
  Document& d = file.document;
  const int rate = model != nullptr ? model->config().sample_rate_hz : header.model_rate_hz;
  const int hop = model != nullptr ? model->config().hop_samples() : header.hop_samples;
  d.original = std::make_shared<Sound>(rate);
  d.reconstruction = std::make_shared<Sound>(rate);
  d.length = codes.frames() * hop;
  if (sourceLength && header.source_rate_hz > 0) {
    d.length = std::min(d.length, codec::length_at(*sourceLength, header.source_rate_hz, rate));
  }
  d.sourceRateHz = header.source_rate_hz;
  d.sourceChannels = header.source_channels;
  d.sourceLength = sourceLength;
  d.gainMilliDb = header.gain_millidb;
  d.codes = std::make_shared<codec::Codes>(std::move(codes));
  file.model = std::move(model);
  return file;
}

// The loaded model where it fits, else the installed one.
codec::Result<ModelPtr> modelOf(const std::string& file, const codec::StreamHeader& header,
                                const ModelPtr& loaded) {
  codec::ModelShelf shelf;
  shelf.put(loaded);
  auto model = shelf.for_header(file, header);
  if (!model && model.error().code == codec::ErrorCode::wrong_model) {
    return codec::Error{
        model.error().code,
        model.error().message + "; put that model into the models folder and open the file again"};
  }
  return model;
}

QString formatOf(const codec::CodeSource& source, std::int64_t frames) {
  const codec::StreamHeader& header = source.header();
  if (source.kind() == codec::CodeSource::Kind::tokens) {
    return QCoreApplication::translate("OpenFile", "Tokens, %1 codebooks, %2 frames")
        .arg(header.levels)
        .arg(frames);
  }
  QString text = QCoreApplication::translate("OpenFile", "Sonoglyph, %1 × %2 bit, %3 frames")
                     .arg(header.levels)
                     .arg(header.bits_per_code)
                     .arg(frames);
  if (source.damage().any()) {
    text += QLatin1Char(' ') + QCoreApplication::translate("OpenFile", "(damaged: %1 frames lost)")
                                   .arg(source.damage().frames_lost);
  }
  return text;
}

codec::Result<OpenedFile> openCodes(codec::CodeSource source, const ModelPtr& loaded,
                                    const std::atomic<bool>& cancelled, const Progress& progress) {
  codec::Result<ModelPtr> model = loaded;
  if (source.has_header()) model = modelOf(source.name(), source.header(), loaded);
  if (!model) return model.error();
  if (*model != nullptr) {
    if (auto fits = source.bind(*model); !fits) return fits.error();
  }
  const auto frames = static_cast<double>(std::max<std::int64_t>(1, source.frames().value_or(1)));
  auto whole = source.read_all([&](std::int64_t read) -> codec::Status {
    if (cancelled) return kCancelled;
    progress(std::min(1.0, static_cast<double>(read) / frames));
    return codec::Done{};
  });
  if (!whole) return whole.error();
  if (whole->codes.data.empty()) {
    return codec::Error{codec::ErrorCode::empty, source.name() + ": holds no frame"};
  }
  const QString format = formatOf(source, whole->codes.frames());
  OpenedFile file =
      tokenDocument(source.header(), std::move(whole->codes), source.sound_length(), *model);
  file.document.format = format;
  file.document.lost = std::move(whole->lost);
  return file;
}

}  // namespace

QString formatName(const QString& english) {
  struct Words {
    const char* theirs;  // a regular expression
    QString ours;        // %1, %2: what it captures
  };
  const auto text = [](const char* source) {
    return QCoreApplication::translate("OpenFile", source);
  };
  const Words words[] = {
      {"Signed (\\d+) bit PCM", text(QT_TRANSLATE_NOOP("OpenFile", "%1-bit PCM"))},
      {"Unsigned (\\d+) bit PCM", text(QT_TRANSLATE_NOOP("OpenFile", "%1-bit PCM, unsigned"))},
      {"(\\d+) bit float", text(QT_TRANSLATE_NOOP("OpenFile", "%1-bit float"))},
      {"(\\d+) bit (\\w+)", text(QT_TRANSLATE_NOOP("OpenFile", "%1-bit %2"))},
      {"(\\d+)kbs (.+)", QStringLiteral("%2, %1 kbit/s")},
      {"WAV \\(NIST Sphere\\)", QStringLiteral("NIST Sphere")},
      {"([^(]+) \\(.*\\)", QStringLiteral("%1")},  // whose it is, or what its letters mean
  };
  QStringList parts = english.split(QStringLiteral(", "));
  for (QString& part : parts) {
    for (const Words& w : words) {
      const QRegularExpression whole(
          QRegularExpression::anchoredPattern(QString::fromLatin1(w.theirs)));
      const auto match = whole.match(part);
      if (!match.hasMatch()) continue;
      part = w.ours;
      for (int i = 1; i <= match.lastCapturedIndex(); ++i) part = part.arg(match.captured(i));
      break;
    }
  }
  return parts.join(QStringLiteral(", "));
}

codec::Result<OpenedFile> openFile(const std::filesystem::path& path, ModelPtr model,
                                   const codec::ChannelChoice& channel,
                                   const std::atomic<bool>& cancelled, const Progress& progress) {
  // Whoever opens a pipe waits for the one who writes into it, and nothing cancels that.
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  if (exists(status) && !is_regular_file(status) && !is_directory(status)) {
    return codec::Error{codec::ErrorCode::io, path.string() + ": it is no regular file"};
  }
  auto source = codec::CodeSource::open_codes(path, {.many = true});
  if (!source) return source.error();
  auto file = *source ? openCodes(std::move(**source), model, cancelled, progress)
                      : openSound(path, model, channel, cancelled, progress);
  if (!file) return file;
  file->document.path = path;
  file->document.title = QString::fromStdString(path.filename().string());
  return file;
}

}  // namespace gui
