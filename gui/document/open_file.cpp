#include "gui/document/open_file.h"

#include <QCoreApplication>
#include <algorithm>
#include <cctype>
#include <cmath>

#include "codec/container/container.h"
#include "codec/files/model_shelf.h"
#include "codec/sound/audio_file.h"
#include "codec/sound/resampler.h"
#include "codec/tokens/token_file.h"

namespace gui {
namespace {

using codec::SampleIndex;
using Progress = std::function<void(double)>;

const codec::Error kCancelled{codec::ErrorCode::cancelled, "cancelled"};

codec::Result<OpenedFile> openSound(const std::filesystem::path& path, const ModelPtr& model,
                                    const std::atomic<bool>& cancelled, const Progress& progress) {
  auto reader = codec::AudioReader::open(path);
  if (!reader) return reader.error();
  const codec::AudioInfo info = reader->info();
  const int rate = model != nullptr ? model->config().sample_rate_hz : 16000;
  auto resampler = codec::Resampler::open(info.sample_rate_hz, rate);
  if (!resampler) return resampler.error();
  auto sound = std::make_shared<Sound>(rate);
  std::vector<float> block(static_cast<std::size_t>(info.channels) * 16384);
  std::vector<float> ready;
  for (;;) {
    if (cancelled) return kCancelled;
    auto n = reader->read_mono(std::span(block).first(16384));
    if (!n) return n.error();
    ready.clear();
    if (*n > 0) {
      resampler->push(std::span(block).first(*n), ready);
    } else {
      resampler->finish(ready);
    }
    sound->append(ready);
    if (*n == 0) break;
    if (info.length && *info.length > 0) {
      progress(static_cast<double>(reader->position()) / static_cast<double>(*info.length));
    }
  }
  OpenedFile file;
  file.model = model;
  Document& d = file.document;
  d.format =
      QStringLiteral("%1, %2 Hz").arg(QString::fromStdString(info.format)).arg(info.sample_rate_hz);
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
    const double samples =
        static_cast<double>(*sourceLength) * rate / static_cast<double>(header.source_rate_hz);
    d.length = std::min<SampleIndex>(d.length, std::llround(std::ceil(samples)));
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
codec::Result<ModelPtr> modelOf(const std::filesystem::path& path,
                                const codec::StreamHeader& header, const ModelPtr& loaded) {
  codec::ModelShelf shelf;
  shelf.put(loaded);
  const std::string file = path.filename().string();
  auto model = shelf.for_header(file, header);
  if (!model && model.error().code == codec::ErrorCode::wrong_model) {
    return codec::Error{
        model.error().code,
        model.error().message + "; put that model into the models folder and open the file again"};
  }
  if (!model) return model;
  const auto& name = (*model)->config().name;
  auto same = codec::check_model(file, header, name, (*model)->fingerprint());
  return same ? model : same.error();
}

codec::Result<OpenedFile> openContainer(const std::filesystem::path& path, const ModelPtr& loaded,
                                        const std::atomic<bool>& cancelled,
                                        const Progress& progress) {
  auto reader = codec::ContainerReader::open(path);
  if (!reader) return reader.error();
  const codec::StreamHeader header = reader->header();
  auto model = modelOf(path, header, loaded);
  if (!model) return model.error();
  if (header.prior_id != 0) {
    if (auto set = reader->set_prior((*model)->prior()); !set) {
      return codec::Error{set.error().code, path.string() + ": " + set.error().message};
    }
  }
  auto frames = reader->frames();
  if (!frames) return frames.error();
  codec::Codes codes;
  codes.levels = header.levels;
  for (;;) {
    if (cancelled) return kCancelled;
    auto n = reader->read(500, codes.data);
    if (!n) return n.error();
    if (*n == 0) break;
    progress(static_cast<double>(reader->position()) /
             static_cast<double>(std::max<std::int64_t>(1, *frames)));
  }
  if (codes.data.empty()) {
    return codec::Error{codec::ErrorCode::empty, path.string() + ": holds no frame"};
  }
  OpenedFile file = tokenDocument(header, std::move(codes), reader->source_length(), *model);
  file.document.format =
      QCoreApplication::translate("OpenFile", "Sonoglyph, %1 × %2 bit, %3 frames")
          .arg(header.levels)
          .arg(header.bits_per_code)
          .arg(file.document.codes->frames());
  if (reader->damage().any()) {
    file.document.format +=
        QLatin1Char(' ') + QCoreApplication::translate("OpenFile", "(damaged: %1 frames lost)")
                               .arg(reader->damage().frames_lost);
  }
  return file;
}

codec::Result<OpenedFile> openTokens(const std::filesystem::path& path, const ModelPtr& loaded) {
  auto tokens = codec::read_tokens(path);
  if (!tokens) return tokens.error();
  const bool named = tokens->has_header && !tokens->header.model_name.empty();
  codec::Result<ModelPtr> model = loaded;
  if (named) {
    model = modelOf(path, tokens->header, loaded);
    if (!model) return model.error();
  }
  if (*model != nullptr) {
    const auto& config = (*model)->config();
    const auto worst = std::max_element(tokens->codes.data.begin(), tokens->codes.data.end());
    if (tokens->codes.levels > config.levels ||
        (worst != tokens->codes.data.end() && *worst >= config.codebook_size)) {
      return codec::Error{codec::ErrorCode::wrong_model,
                          path.string() + ": these tokens do not fit the model " + config.name +
                              "; choose their model in the Codec menu"};
    }
  }
  const auto frames = tokens->codes.frames();
  OpenedFile file =
      tokenDocument(tokens->header, std::move(tokens->codes), tokens->header.source_length, *model);
  file.document.format = QCoreApplication::translate("OpenFile", "Tokens, %1 codebooks, %2 frames")
                             .arg(file.document.codes->levels)
                             .arg(frames);
  return file;
}

}  // namespace

codec::Result<OpenedFile> openFile(const std::filesystem::path& path, ModelPtr model,
                                   const std::atomic<bool>& cancelled, const Progress& progress) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  auto file = extension == ".sgl"         ? openContainer(path, model, cancelled, progress)
              : codec::token_format(path) ? openTokens(path, model)
                                          : openSound(path, model, cancelled, progress);
  if (!file) return file;
  file->document.path = path;
  file->document.title = QString::fromStdString(path.filename().string());
  return file;
}

}  // namespace gui
