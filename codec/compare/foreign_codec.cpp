#include "codec/compare/foreign_codec.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#ifdef SONOGLYPH_OPUS
#include <opus/opus.h>
#endif
#ifdef SONOGLYPH_CODEC2
#include <codec2/codec2.h>
#endif

namespace codec {
namespace {

[[maybe_unused]] Error missing(const std::string& what) {
  return Error{ErrorCode::unsupported, what + ": this build of Sonoglyph is without it"};
}

#ifdef SONOGLYPH_CODEC2
constexpr int kCodec2Hz = 8000;

// The level of every millisecond, over 5 ms.
std::vector<double> envelope_of(std::span<const float> sound) {
  constexpr std::size_t kStep = kCodec2Hz / 1000;
  std::vector<double> levels;
  for (std::size_t at = 0; at + 5 * kStep <= sound.size(); at += kStep) {
    double sum = 0.0;
    for (std::size_t i = at; i < at + 5 * kStep; ++i) sum += double{sound[i]} * sound[i];
    levels.push_back(std::sqrt(sum));
  }
  return levels;
}

// By how many samples the decoded sound is late: Codec 2 does not tell. Where the levels of both
// rise and fall together, to a millisecond; its phases are its own.
int delay_of(std::span<const float> source, std::span<const float> late) {
  constexpr std::size_t kMost = 80;  // milliseconds
  const auto wanted = envelope_of(source);
  const auto heard = envelope_of(late);
  if (heard.size() <= 2 * kMost || wanted.empty()) return 0;
  const auto n = std::min(wanted.size(), heard.size() - kMost);
  double best = -1.0;
  std::size_t found = 0;
  for (std::size_t delay = 0; delay <= kMost; ++delay) {
    double product = 0.0;
    double power = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      product += wanted[i] * heard[i + delay];
      power += heard[i + delay] * heard[i + delay];
    }
    const double likeness = power > 0.0 ? product / std::sqrt(power) : 0.0;
    if (likeness <= best) continue;
    best = likeness;
    found = delay;
  }
  return static_cast<int>(found) * (kCodec2Hz / 1000);
}
#endif

}  // namespace

#ifdef SONOGLYPH_OPUS
Result<ForeignSound> through_opus(std::span<const float> samples, int bps) {
  constexpr int kHz = 16000;
  constexpr int kFrame = kHz / 50;
  int error = OPUS_OK;
  const std::unique_ptr<OpusEncoder, void (*)(OpusEncoder*)> encoder(
      opus_encoder_create(kHz, 1, OPUS_APPLICATION_VOIP, &error), opus_encoder_destroy);
  const std::unique_ptr<OpusDecoder, void (*)(OpusDecoder*)> decoder(
      opus_decoder_create(kHz, 1, &error), opus_decoder_destroy);
  if (!encoder || !decoder) return Error{ErrorCode::unsupported, "Opus: libopus does not start"};
  opus_int32 lookahead = 0;
  if (opus_encoder_ctl(encoder.get(), OPUS_SET_BITRATE(bps)) != OPUS_OK ||
      opus_encoder_ctl(encoder.get(), OPUS_SET_COMPLEXITY(10)) != OPUS_OK ||
      opus_encoder_ctl(encoder.get(), OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE)) != OPUS_OK ||
      opus_encoder_ctl(encoder.get(), OPUS_GET_LOOKAHEAD(&lookahead)) != OPUS_OK) {
    return Error{ErrorCode::bad_value, "Opus: " + std::to_string(bps) + " bits a second"};
  }
  const auto delay = static_cast<std::size_t>(lookahead);
  std::vector<float> padded(samples.begin(), samples.end());
  padded.resize((samples.size() + delay + kFrame - 1) / kFrame * kFrame);
  ForeignSound result;
  std::vector<float> decoded(padded.size());
  std::vector<unsigned char> packet(4000);
  double bits = 0.0;
  for (std::size_t at = 0; at < padded.size(); at += kFrame) {
    const auto size = opus_encode_float(encoder.get(), padded.data() + at, kFrame, packet.data(),
                                        static_cast<opus_int32>(packet.size()));
    if (size < 0) return Error{ErrorCode::corrupt, std::string("Opus: ") + opus_strerror(size)};
    bits += 8.0 * size;
    const int n =
        opus_decode_float(decoder.get(), packet.data(), size, decoded.data() + at, kFrame, 0);
    if (n != kFrame) return Error{ErrorCode::corrupt, "Opus: a frame was not decoded"};
  }
  if (!padded.empty()) result.kbps = bits * kHz / static_cast<double>(padded.size()) / 1000.0;
  result.sound.assign(
      decoded.begin() + static_cast<std::ptrdiff_t>(std::min(delay, decoded.size())),
      decoded.end());
  result.sound.resize(samples.size());
  return result;
}
#else
Result<ForeignSound> through_opus(std::span<const float>, int) { return missing("Opus"); }
#endif

#ifdef SONOGLYPH_CODEC2
Result<ForeignSound> through_codec2(std::span<const float> samples, int bps) {
  constexpr int kModes[] = {CODEC2_MODE_3200, CODEC2_MODE_2400, CODEC2_MODE_1600, CODEC2_MODE_1400,
                            CODEC2_MODE_1300, CODEC2_MODE_1200, CODEC2_MODE_700C};
  const auto known = std::ranges::find(kCodec2Rates, bps);
  if (known == std::end(kCodec2Rates)) {
    return Error{ErrorCode::bad_value,
                 "Codec 2 has no rate of " + std::to_string(bps) + " bits a second"};
  }
  const std::unique_ptr<CODEC2, void (*)(CODEC2*)> coder(
      codec2_create(kModes[known - std::begin(kCodec2Rates)]), codec2_destroy);
  if (!coder) return Error{ErrorCode::unsupported, "Codec 2: libcodec2 does not start"};
  const auto frame = static_cast<std::size_t>(codec2_samples_per_frame(coder.get()));
  const int bits = codec2_bits_per_frame(coder.get());
  std::vector<unsigned char> packet(static_cast<std::size_t>((bits + 7) / 8));
  std::vector<short> block(frame);
  std::vector<float> decoded;
  constexpr std::size_t kTail = 640;  // what comes late
  for (std::size_t at = 0; at < samples.size() + kTail; at += frame) {
    for (std::size_t i = 0; i < frame; ++i) {
      const float x = at + i < samples.size() ? samples[at + i] : 0.0F;
      block[i] = static_cast<short>(std::lround(std::clamp(x, -1.0F, 1.0F) * 32767.0F));
    }
    codec2_encode(coder.get(), packet.data(), block.data());
    codec2_decode(coder.get(), block.data(), packet.data());
    for (const short x : block) decoded.push_back(static_cast<float>(x) / 32768.0F);
  }
  ForeignSound result;
  result.kbps = static_cast<double>(bits) * kCodec2Hz / static_cast<double>(frame) / 1000.0;
  const int delay = delay_of(samples, decoded);
  result.sound.assign(decoded.begin() + delay, decoded.end());
  result.sound.resize(samples.size());
  return result;
}
#else
Result<ForeignSound> through_codec2(std::span<const float>, int) { return missing("Codec 2"); }
#endif

}  // namespace codec
