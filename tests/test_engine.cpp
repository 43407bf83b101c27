// The streams: equal however the sound is cut, causal by the stated delays, equal to the
// definition.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "codec/engine/analysis.h"
#include "codec/engine/decoder.h"
#include "codec/engine/encoder.h"
#include "codec/engine/kernels/kernels.h"
#include "codec/engine/residual_search.h"
#include "codec/engine/stream.h"
#include "codec/engine/synthesizer.h"
#include "codec/engine/verify.h"
#include "tests/support/allocation_guard.h"
#include "tests/support/random_model.h"
#include "tests/support/reference_codec.h"

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace codec {
namespace {

using testing_support::AllocationGuard;
using testing_support::random_model;
using testing_support::synthetic_speech;
using testing_support::tiny_config;

// The default shape, with a hop of 320, but narrower.
ModelConfig small_config() {
  ModelConfig c;
  c.name = "small";
  c.encoder_channels = 48;
  c.encoder_blocks = 2;
  c.decoder_channels = 48;
  c.decoder_blocks = 2;
  c.fine_channels = 32;
  c.fine_blocks = 1;
  c.codebook_size = 128;
  c.levels = 3;
  c.latent_dim = 16;
  c.search_width = 5;
  return c;
}

const std::shared_ptr<const Model>& small_model() {
  static const auto model = random_model(small_config(), 11);
  return model;
}

const std::vector<float>& speech() {
  static const auto samples = synthetic_speech(16000 * 3 + 77, 16000, 5);
  return samples;
}

Codes encode_in_chunks(StreamEncoder& encoder, std::span<const float> samples, std::size_t chunk) {
  Codes codes;
  codes.levels = encoder.levels();
  while (!samples.empty()) {
    const auto n = std::min(chunk, samples.size());
    const auto expected = encoder.frames_after(n);
    EXPECT_EQ(encoder.push(samples.first(n), codes.data), expected);
    samples = samples.subspan(n);
  }
  encoder.finish(codes.data);
  return codes;
}

std::vector<float> to_floats(const std::vector<double>& v) { return {v.begin(), v.end()}; }

// Most levels of a random model use most of their codes on this sound, so equal codes say much.
TEST(StreamEncoder, RandomModelsAreNotTrivial) {
  const auto codes = encode(small_model(), speech());
  for (int q = 0; q < codes.levels; ++q) {
    std::vector<bool> seen(128);
    for (std::int64_t t = 0; t < codes.frames(); ++t) seen[codes.at(q, t)] = true;
    EXPECT_GT(std::count(seen.begin(), seen.end(), true), 30) << "level " << q;
  }
}

// What frames of random latents leave, by codes found with that many paths in 3 levels of 4 codes;
// and the least that any of the 64 combinations leaves.
struct Leavings {
  std::vector<double> found, least;
};

Leavings leavings(int search_width) {
  auto config = small_config();
  config.codebook_size = 4;
  config.search_width = search_width;
  const auto model = random_model(config, 21);
  const auto& books = model->weights().codebooks;
  const std::size_t dim = books[0].dim;
  constexpr std::size_t kFrames = 300;
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0.0f, 0.5f);
  std::vector<float> latents(kFrames * dim);
  for (auto& x : latents) x = normal(random);
  auto used_up = latents;
  std::vector<Code> codes(kFrames * 3);
  engine::ResidualSearch(model->weights()).run(used_up.data(), kFrames, 3, codes.data());

  Leavings out;
  for (std::size_t t = 0; t < kFrames; ++t) {
    const auto left = [&](std::size_t a, std::size_t b, std::size_t c) {
      double sum = 0;
      for (std::size_t i = 0; i < dim; ++i) {
        const double x = latents[t * dim + i];
        sum += std::pow(x - books[0].entry(a)[i] - books[1].entry(b)[i] - books[2].entry(c)[i], 2);
      }
      return sum;
    };
    out.found.push_back(left(codes[3 * t], codes[3 * t + 1], codes[3 * t + 2]));
    out.least.push_back(std::numeric_limits<double>::infinity());
    for (std::size_t n = 0; n < 64; ++n) {
      out.least.back() = std::min(out.least.back(), left(n / 16, n / 4 % 4, n % 4));
    }
  }
  return out;
}

double sum_of(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

TEST(ResidualSearch, EnoughPathsFindTheBestCodes) {
  for (const int width : {16, 32}) {  // more than there are, too
    const auto [found, least] = leavings(width);
    for (std::size_t t = 0; t < found.size(); ++t) EXPECT_LT(found[t] - least[t], 1e-5) << t;
  }
}

TEST(ResidualSearch, MorePathsLeaveLess) {
  const auto one = leavings(1);
  const double three = sum_of(leavings(3).found);
  EXPECT_GT(sum_of(one.found), 1.01 * sum_of(one.least)) << "nothing to be found";
  EXPECT_LT(three, sum_of(one.found));
  EXPECT_GE(three, sum_of(one.least));
}

class ChunkTest : public testing::TestWithParam<std::size_t> {};

INSTANTIATE_TEST_SUITE_P(Samples, ChunkTest,
                         testing::Values(1, 159, 160, 161, 319, 320, 321, 1009, 16000));

TEST_P(ChunkTest, EncodingInChunksEqualsWhole) {
  const auto whole = encode(small_model(), speech());
  EXPECT_EQ(whole.frames(), 151);  // 48077 samples, the last frame padded
  StreamEncoder encoder(small_model());
  EXPECT_EQ(encode_in_chunks(encoder, speech(), GetParam()), whole);
  EXPECT_EQ(encode_in_chunks(encoder, speech(), GetParam()), whole) << "after finish()";
}

TEST(StreamEncoder, ResetEqualsNew) {
  StreamEncoder encoder(small_model());
  std::vector<Code> ignored;
  encoder.push(std::span(speech()).first(7777), ignored);
  encoder.reset();
  EXPECT_EQ(encode_in_chunks(encoder, speech(), 5000), encode(small_model(), speech()));
}

TEST(StreamEncoder, FewerLevelsAreAPrefix) {
  const auto all = encode(small_model(), speech());
  ASSERT_EQ(all.levels, 3);
  for (int q = 1; q <= 3; ++q) {
    const auto some = encode(small_model(), speech(), q);
    ASSERT_EQ(some.levels, q);
    ASSERT_EQ(some.frames(), all.frames());
    for (std::int64_t t = 0; t < all.frames(); ++t) {
      for (int level = 0; level < q; ++level) ASSERT_EQ(some.at(level, t), all.at(level, t));
    }
  }
}

TEST(StreamEncoder, EveryTargetGivesTheSameCodes) {
  for (const auto type : {DType::f16, DType::f32}) {
    const auto model = random_model(small_config(), 12, type);
    const auto want = encode(model, speech());
    for (std::size_t i = 0; i < engine::Targets::count(); ++i) {
      engine::Targets::use(static_cast<int>(i));
      EXPECT_EQ(encode(model, speech()), want) << engine::Targets::name(i);
    }
    engine::Targets::use(-1);
  }
}

TEST(StreamEncoder, TheHostsFloatingPointModeDoesNotMatter) {
#if defined(__SSE__)
  const auto want = encode(small_model(), speech());
  const auto mode = _mm_getcsr();
  _mm_setcsr(mode | 0x8040 | 0x6000);  // subnormals are zero; round toward zero
  const auto got = encode(small_model(), speech());
  const auto after = _mm_getcsr();
  _mm_setcsr(mode);
  EXPECT_EQ(after & 0xffc0u, (mode | 0x8040u | 0x6000u) & 0xffc0u);
  EXPECT_EQ(got, want);
#endif
}

TEST(StreamEncoder, PastCodesDoNotSeeTheFuture) {
  const auto want = encode(small_model(), speech());
  for (const std::size_t n : {0u, 319u, 320u, 16001u, 32000u, 48076u}) {
    auto changed = speech();
    for (std::size_t i = n; i < changed.size(); ++i) changed[i] = -0.3f;
    const auto got = encode(small_model(), changed);
    const auto first = static_cast<std::int64_t>(n / 320);
    for (std::int64_t t = 0; t < first; ++t) {
      for (int q = 0; q < 3; ++q) ASSERT_EQ(got.at(q, t), want.at(q, t)) << n << " at frame " << t;
    }
    bool differs = false;
    for (std::int64_t t = first; t < got.frames() && t < first + 2; ++t) {
      for (int q = 0; q < 3; ++q) differs |= got.at(q, t) != want.at(q, t);
    }
    EXPECT_TRUE(differs || n == 48076) << "nothing changed after sample " << n;
  }
  StreamEncoder encoder(small_model());
  EXPECT_EQ(encoder.latency_samples(), 320);
}

TEST(StreamEncoder, BadSamplesCountAsZero) {
  auto clean = speech();
  auto dirty = clean;
  const float bad[] = {std::numeric_limits<float>::quiet_NaN(),
                       std::numeric_limits<float>::infinity(),
                       -std::numeric_limits<float>::infinity(), 1e20f};
  for (std::size_t i = 0; i < 4; ++i) {
    clean[1000 + 997 * i] = 0;
    dirty[1000 + 997 * i] = bad[i];
  }
  StreamEncoder encoder(small_model());
  std::vector<Code> codes;
  encoder.push(dirty, codes);
  EXPECT_EQ(encoder.rejected_samples(), 4);
  encoder.finish(codes);
  EXPECT_EQ(codes, encode(small_model(), clean).data);
  EXPECT_EQ(encoder.rejected_samples(), 0);

  const std::vector<float> huge(640, 1e12f);  // allowed, and finite all the way
  EXPECT_EQ(encode(small_model(), huge), encode(small_model(), huge));
}

TEST(StreamEncoder, EdgesOfLength) {
  EXPECT_EQ(encode(small_model(), {}).frames(), 0);
  EXPECT_EQ(encode(small_model(), std::span(speech()).first(1)).frames(), 1);
  EXPECT_EQ(encode(small_model(), std::span(speech()).first(320)).frames(), 1);
  EXPECT_EQ(encode(small_model(), std::span(speech()).first(321)).frames(), 2);
  EXPECT_THROW(encode(small_model(), speech(), 4), std::out_of_range);
  EXPECT_THROW(encode(small_model(), speech(), -1), std::out_of_range);
  StreamEncoder encoder(small_model());
  std::vector<Code> room(2);
  EXPECT_THROW(encoder.push(std::span(speech()).first(320), std::span(room)), std::out_of_range);
}

// A model whose first code comes late still gives one of every frame, however the sound is cut.
TEST(StreamEncoder, FlushesWhatTheModelSaysLate) {
  auto config = small_model()->config();
  config.level_roles = {"semantic", "acoustic", "acoustic"};
  config.semantic_delay_frames = 5;
  const auto late = random_model(config, 1);
  for (const std::size_t n : {1u, 320u, 321u, 16000u}) {
    const auto sound = std::span(speech()).first(n);
    const auto frames = static_cast<std::int64_t>((n + 319) / 320);
    const auto codes = encode(late, sound);
    ASSERT_EQ(codes.frames(), frames + 5) << n;
    std::vector<float> padded(sound.begin(), sound.end());
    padded.resize(static_cast<std::size_t>(frames + 5) * 320);
    StreamEncoder encoder(late);
    std::vector<Code> want;
    encoder.push(padded, want);
    EXPECT_EQ(codes.data, want);
    for (const std::size_t chunk : {1u, 319u, 320u, 4000u}) {
      StreamEncoder pieces(late);
      EXPECT_EQ(encode_in_chunks(pieces, sound, chunk), codes) << chunk;
    }
  }
  EXPECT_EQ(encode(late, {}).frames(), 0);
}

// With the last frame so often more: what the decoder makes of the end, whose windows reach two
// frames beyond it, and what it sees ahead.
Codes continued(Codes codes, int ahead) {
  const std::vector<Code> last(codes.data.end() - codes.levels, codes.data.end());
  for (int i = 0; i < 2 + ahead; ++i) codes.data.insert(codes.data.end(), last.begin(), last.end());
  return codes;
}

// Parameter: frames that the decoder looks ahead.
class StreamDecoderTest : public testing::TestWithParam<int> {
 protected:
  StreamDecoderTest() {
    auto config = small_config();
    config.lookahead_frames = GetParam();
    model_ = random_model(config, 11);
    delay_ = 480 + 320 * static_cast<std::size_t>(GetParam());
  }

  std::shared_ptr<const Model> model_;
  std::size_t delay_;
};

INSTANTIATE_TEST_SUITE_P(Lookahead, StreamDecoderTest, testing::Values(0, 1, 5));

// The windows of the last frame are as full as those of every other: as if its codes went on.
TEST_P(StreamDecoderTest, TheEndDoesNotFade) {
  auto codes = encode(model_, speech());
  const auto got = decode(model_, codes);
  const auto longer = continued(codes, GetParam());
  auto want = decode(model_, longer);
  want.resize(got.size());
  EXPECT_EQ(got, want);
  const std::vector<float> last(got.end() - 320, got.end());
  EXPECT_GT(std::inner_product(last.begin(), last.end(), last.begin(), 0.0), 0.0);
}

TEST_P(StreamDecoderTest, DecodingInChunksEqualsWhole) {
  const auto codes = encode(model_, speech());
  const auto whole = decode(model_, codes);
  ASSERT_EQ(whole.size(), static_cast<std::size_t>(codes.frames()) * 320);
  const double energy = std::inner_product(whole.begin(), whole.end(), whole.begin(), 0.0);
  EXPECT_GT(energy, 1.0);
  StreamDecoder decoder(model_);
  EXPECT_EQ(decoder.delay_samples(), static_cast<int>(delay_));
  EXPECT_EQ(model_->config().latency_samples(), 320 + static_cast<int>(delay_));
  EXPECT_EQ(decoder.hop_samples(), 320);
  for (const std::size_t chunk : {1u, 2u, 5u, 47u, 48u, 49u, 151u}) {
    std::vector<float> audio;
    for (std::size_t at = 0; at < codes.data.size(); at += chunk * 3) {
      const auto part =
          std::span(codes.data).subspan(at, std::min(chunk * 3, codes.data.size() - at));
      std::vector<float> out(part.size() / 3 * 320);
      EXPECT_EQ(decoder.push(part, 3, out), out.size());
      audio.insert(audio.end(), out.begin(), out.end());
    }
    decoder.finish(audio);
    ASSERT_EQ(audio.size(), whole.size() + delay_);
    EXPECT_TRUE(
        std::equal(whole.begin(), whole.end(), audio.begin() + static_cast<std::ptrdiff_t>(delay_)))
        << chunk;
  }
}

// One frame is shorter than what the decoder looks ahead.
TEST_P(StreamDecoderTest, SoundsShorterThanTheLookahead) {
  for (const std::int64_t frames : {1, 2, 4}) {
    auto codes = encode(model_, speech());
    codes.data.resize(static_cast<std::size_t>(frames * codes.levels));
    const auto got = decode(model_, codes);
    ASSERT_EQ(got.size(), static_cast<std::size_t>(frames) * 320);
    auto want = decode(model_, continued(codes, GetParam()));
    want.resize(got.size());
    EXPECT_EQ(got, want) << frames;
  }
}

TEST_P(StreamDecoderTest, ACodeChangesNoSoundBeforeWhatSeesIt) {
  const auto codes = encode(model_, speech());
  const auto want = decode(model_, codes);
  const std::size_t frame = 60;
  auto changed = codes;
  for (std::size_t i = frame * 3; i < frame * 3 + 3; ++i) {
    changed.data[i] = static_cast<Code>((changed.data[i] + 64) % 128);
  }
  const auto got = decode(model_, changed);
  std::size_t first = 0;
  while (first < got.size() && got[first] == want[first]) ++first;
  // The window of the first subframe that sees it begins window - subframe before, with a zero.
  EXPECT_GE(first, frame * 320 - delay_);
  EXPECT_LE(first, frame * 320 - delay_ + 3);
}

// The promise of ModelConfig::latency_samples(): a frame is encoded when its last sample is there,
// and after delay_samples() more the sound of the same instant has left the decoder.
TEST(StreamDecoder, LatencyIsWhatTheConfigSays) {
  const auto& config = small_model()->config();
  StreamEncoder encoder(small_model());
  StreamDecoder decoder(small_model());
  EXPECT_EQ(config.latency_samples(), encoder.latency_samples() + decoder.delay_samples());

  // With unity in place of the network: an impulse goes in at sample n of a stream, and what the
  // decoder's heads are told to play at that instant comes out. The free spectrum of a window that
  // holds an impulse at i has phases -2 pi k i / N.
  auto free = small_config();
  free.source_filter = false;
  engine::Synthesizer synthesizer(free);
  const std::size_t bins = 321;
  const std::size_t impulse = 1000;
  std::vector<float> audio;
  for (std::size_t s = 0; s < 20; ++s) {
    std::vector<float> head(2 * bins, 0.0f);
    const auto start = static_cast<std::ptrdiff_t>((s + 1) * 160) - 640;
    const auto place = static_cast<std::ptrdiff_t>(impulse) - start;
    const bool inside = place >= 0 && place < 640;
    for (std::size_t k = 0; k < bins; ++k) {
      head[k] = inside ? 4.0f : -80.0f;
      const auto turn = static_cast<double>(static_cast<std::ptrdiff_t>(k) * place % 640) / 640;
      head[bins + k] = static_cast<float>(-2 * 3.14159265358979 * turn);
    }
    std::vector<float> out(160);
    synthesizer.run(head.data(), 1, out.data());
    audio.insert(audio.end(), out.begin(), out.end());
  }
  const auto peak = std::max_element(audio.begin(), audio.end()) - audio.begin();
  EXPECT_EQ(peak, static_cast<std::ptrdiff_t>(impulse) + decoder.delay_samples());
}

TEST(StreamDecoder, MaskChoosesLevels) {
  const auto codes = encode(small_model(), speech());
  const auto first = encode(small_model(), speech(), 1);
  EXPECT_EQ(decode(small_model(), codes, 0b001), decode(small_model(), first));
  EXPECT_EQ(decode(small_model(), codes, 0b111), decode(small_model(), codes));
  EXPECT_NE(decode(small_model(), codes, 0b101), decode(small_model(), codes));
  Codes other = codes;  // a muted level does not sound whatever its codes
  for (std::size_t i = 1; i < other.data.size(); i += 3) other.data[i] = 5;
  EXPECT_EQ(decode(small_model(), other, 0b101), decode(small_model(), codes, 0b101));
}

TEST(StreamDecoder, RefusesWhatItCannotDecode) {
  StreamDecoder decoder(small_model());
  std::vector<float> audio(320);
  const std::vector<Code> good = {1, 2, 3};
  std::vector<float> want(320);
  StreamDecoder(small_model()).push(good, 3, want);

  EXPECT_THROW(decoder.push(std::vector<Code>{1, 2, 128}, 3, audio), std::out_of_range);
  EXPECT_THROW(decoder.push(std::vector<Code>{1, 2}, 3, audio), std::out_of_range);
  EXPECT_THROW(decoder.push(good, 4, audio), std::out_of_range);
  EXPECT_THROW(decoder.push(good, 0, audio), std::out_of_range);
  EXPECT_THROW(decoder.push(good, 3, std::span(audio).first(319)), std::out_of_range);
  decoder.push(good, 3, audio);
  EXPECT_EQ(audio, want) << "a refused push leaves no trace";
  EXPECT_TRUE(decode(small_model(), Codes{}).empty());
}

TEST(Streams, PushDoesNotAllocate) {
  StreamEncoder encoder(small_model());
  StreamDecoder decoder(small_model());
  std::vector<Code> codes(3 * 200);
  std::vector<float> audio(320 * 200);
  long calls = 0;
  {
    const AllocationGuard guard;
    std::size_t frames = 0;
    for (std::size_t at = 0, n = 1; at + n < speech().size(); at += n, n = n * 3 % 1999) {
      frames += static_cast<std::size_t>(
          encoder.push(std::span(speech()).subspan(at, n), std::span(codes).subspan(3 * frames)));
    }
    decoder.push(std::span(codes).first(3), 3, audio);
    decoder.push(std::span(codes).subspan(3, 3 * (frames - 1)), 3, audio);
    encoder.reset();
    decoder.reset();
    calls = guard.calls();
    EXPECT_GT(frames, 100u);
  }
  EXPECT_EQ(calls, 0);
}

TEST(AllocationGuard, SeesAVectorGrow) {
  std::vector<float> v;
  const AllocationGuard guard;
  v.resize(1000);
  EXPECT_GT(guard.calls(), 0);
}

TEST(Verify, FindsNothingWrongHere) {
  int seen = 0;
  VerifyOptions options;
  options.targets = true;
  options.on_check = [&](const VerifyCheck&) { ++seen; };
  const auto report =
      verify_stream_identity(small_model(), std::span(speech()).first(16000), options);
  EXPECT_EQ(report.frames, 50);
  EXPECT_TRUE(report.identical());
  for (const auto& check : report.checks) EXPECT_TRUE(check.identical) << check.name;
  EXPECT_EQ(seen, static_cast<int>(report.checks.size()));
  EXPECT_GE(seen, 18);
}

// The engine and the definition by the letter, in double precision.
// Parameters: type of the matrices, and whether level 1 has an encoder of its own and the decoder
// looks ahead.
class ReferenceTest : public testing::TestWithParam<std::tuple<DType, bool>> {
 protected:
  ReferenceTest()
      : config_(tiny_config()),
        weights_(testing_support::random_weights(with_own_encoder(config_), 21,
                                                 std::get<0>(GetParam()))),
        reference_(config_, weights_),
        model_(random_model(config_, 21, std::get<0>(GetParam()))),
        samples_(synthetic_speech(64 * 60, 16000, 9)) {}

  const ModelConfig& with_own_encoder(ModelConfig& config) {
    config.semantic_channels = std::get<1>(GetParam()) ? 20 : 0;
    config.semantic_blocks = 1;
    config.lookahead_frames = std::get<1>(GetParam()) ? 3 : 0;
    return config;
  }

  ModelConfig config_;
  SafeTensors weights_;
  testing_support::ReferenceCodec reference_;
  std::shared_ptr<const Model> model_;
  std::vector<float> samples_;
};

INSTANTIATE_TEST_SUITE_P(Matrices, ReferenceTest,
                         testing::Combine(testing::Values(DType::f16, DType::f32),
                                          testing::Bool()));

TEST_P(ReferenceTest, Features) {
  const auto want = reference_.features(samples_);
  engine::Analysis analysis(config_);
  std::vector<float> padded(96);
  padded.insert(padded.end(), samples_.begin(), samples_.end());
  std::vector<float> got(want.size() * want[0].size());
  analysis.run(padded.data(), want.size(), got.data());
  for (std::size_t s = 0; s < want.size(); ++s) {
    EXPECT_THAT(std::vector<float>(got.begin() + static_cast<std::ptrdiff_t>(s * 65),
                                   got.begin() + static_cast<std::ptrdiff_t>(s * 65 + 65)),
                testing::Pointwise(testing::FloatNear(1e-4f), to_floats(want[s])))
        << "subframe " << s;
  }
}

TEST_P(ReferenceTest, LatentsAndCodes) {
  const auto want = reference_.latents(reference_.features(samples_));
  const auto codes = encode(model_, samples_);
  ASSERT_EQ(codes.frames(), static_cast<std::int64_t>(want.size()));
  std::int64_t close_calls = 0;
  for (std::size_t t = 0; t < want.size(); ++t) {
    const auto width = static_cast<std::ptrdiff_t>(config_.latent_dim);
    const std::vector<double> own(want[t].begin(), want[t].begin() + width);  // of level 0
    std::vector<double> residual(want[t].end() - width, want[t].end());
    for (int q = 0; q < config_.levels; ++q) {
      const auto distance = [&](int code) {
        const auto e = reference_.searched(q, code);
        double sum = 0;
        for (std::size_t i = 0; i < e.size(); ++i)
          sum += std::pow((q == 0 ? own : residual)[i] - e[i], 2);
        return sum;
      };
      const int chosen = codes.at(q, static_cast<std::int64_t>(t));
      double best = std::numeric_limits<double>::infinity();
      int nearest = 0;
      for (int k = 0; k < config_.codebook_size; ++k) {
        if (const double d = distance(k); d < best) {
          best = d;
          nearest = k;
        }
      }
      EXPECT_LT(distance(chosen) - best, 1e-5) << "frame " << t << ", level " << q;
      close_calls += chosen != nearest;
      const auto e = reference_.entry(q, chosen);
      for (std::size_t i = 0; i < e.size(); ++i) residual[i] -= e[i];
    }
  }
  EXPECT_LE(close_calls, 1);  // 240 codes; distances within 1e-5 of each other are rare
}

TEST_P(ReferenceTest, HeadsAndSound) {
  const auto coded = encode(model_, samples_);
  const auto ahead = config_.lookahead_frames;
  const auto codes = continued(coded, ahead);
  const auto quantized = reference_.quantized(codes);
  const auto want = reference_.heads(quantized);

  const auto frames = static_cast<std::size_t>(codes.frames());
  engine::Decoder decoder(model_->weights(), config_, frames);
  engine::look_up(model_->weights(), codes.data.data(), frames, 4, ~0u, decoder.latents());
  const float* got = decoder.run(frames);
  const auto width = want[0].size();
  testing_support::Rows heads;
  int voiced = 0;
  for (std::size_t s = 0; s < want.size(); ++s) {
    const std::vector<float> row(got + s * width, got + (s + 1) * width);
    EXPECT_THAT(row, testing::Pointwise(testing::FloatNear(1e-4f), to_floats(want[s]))) << s;
    heads.emplace_back(row.begin(), row.end());
    voiced += row[1] > 0;
  }
  EXPECT_GT(voiced, 10);
  EXPECT_LT(voiced, static_cast<int>(want.size()) - 10);

  auto sound = reference_.synthesise(heads);  // of the engine's heads: no decision differs
  sound.erase(sound.begin(), sound.begin() + ahead * 64);
  sound.resize(static_cast<std::size_t>(coded.frames()) * 64);
  EXPECT_THAT(decode(model_, coded),
              testing::Pointwise(testing::FloatNear(2e-4f), to_floats(sound)));
}

TEST(Reference, EachHeadAlone) {
  for (const bool source_filter : {false, true}) {
    auto config = tiny_config();
    config.source_filter = source_filter;
    config.free_spectrum = !source_filter;
    const testing_support::ReferenceCodec reference(config,
                                                    testing_support::random_weights(config, 22));
    const auto model = random_model(config, 22);
    const auto codes = encode(model, synthetic_speech(64 * 30, 16000, 10));
    auto want = reference.synthesise(reference.heads(reference.quantized(continued(codes, 0))));
    want.resize(static_cast<std::size_t>(codes.frames()) * 64);
    EXPECT_THAT(decode(model, codes),
                testing::Pointwise(testing::FloatNear(3e-4f), to_floats(want)));
  }
}

}  // namespace
}  // namespace codec
