// What the probes are made of, on data whose answers are known.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <set>

#include "codec/corpus/corpus.h"
#include "codec/study/kmeans.h"
#include "codec/study/linear_probe.h"
#include "codec/study/mel_features.h"
#include "codec/study/phone_abx.h"
#include "codec/study/phone_counts.h"
#include "codec/study/phone_frames.h"
#include "codec/study/voice_statistic.h"

namespace codec {
namespace {

TEST(KMeans, FindsClustersThatAreThere) {
  // Four clouds of 50 points around the corners of a square of 10, deviation 0.1.
  constexpr std::array<std::array<float, 2>, 4> corners{{{0, 0}, {0, 10}, {10, 0}, {10, 10}}};
  std::mt19937 random(1);
  std::normal_distribution<float> noise(0.0f, 0.1f);
  std::vector<float> points;
  for (int i = 0; i < 200; ++i) {
    const auto& corner = corners[static_cast<std::size_t>(i % 4)];
    points.insert(points.end(), {corner[0] + noise(random), corner[1] + noise(random)});
  }
  const auto centres = kmeans(points, 2, {.clusters = 4});
  ASSERT_EQ(centres.size(), 8u);
  for (const auto& corner : corners) {
    double least = 1e9;
    for (std::size_t c = 0; c < 4; ++c) {
      least = std::min(least, std::hypot(static_cast<double>(centres[2 * c] - corner[0]),
                                         static_cast<double>(centres[2 * c + 1] - corner[1])));
    }
    EXPECT_LT(least, 0.1);
  }
  const auto codes = nearest_centres(centres, points, 2);
  std::set<Code> seen;
  for (std::size_t i = 0; i < 200; ++i) {
    EXPECT_EQ(codes[i], codes[i % 4]);  // all points of a corner together
    seen.insert(codes[i]);
  }
  EXPECT_EQ(seen.size(), 4u);
}

TEST(KMeans, ASeedFixesTheResultAndNoClusterStaysEmpty) {
  std::mt19937 random(2);
  std::normal_distribution<float> noise;
  std::vector<float> points(3 * 500);
  for (auto& p : points) p = noise(random);
  // Most points on one spot: k-means++ must still spread, and emptied clusters must move.
  for (std::size_t i = 0; i < 3 * 300; ++i) points[i] = 0;
  const KMeansOptions options{.clusters = 40, .rounds = 20, .seed = 7};
  const auto centres = kmeans(points, 3, options);
  EXPECT_EQ(centres, kmeans(points, 3, options));
  const auto codes = nearest_centres(centres, points, 3);
  EXPECT_EQ(std::set<Code>(codes.begin(), codes.end()).size(), 40u);
}

TEST(KMeans, EmptyClustersGoWherePointsLieFarthest) {
  // The start sees a sample of 128 points, most likely all on one spot: seven centres too many
  // there.
  std::vector<float> points(20000);
  for (std::size_t i = 0; i < 7; ++i) points[2000 * i + 77] = 10.0f + static_cast<float>(i);
  auto centres = kmeans(points, 1, {.clusters = 8, .rounds = 3});
  std::ranges::sort(centres);
  EXPECT_EQ(centres, (std::vector<float>{0, 10, 11, 12, 13, 14, 15, 16}));
}

TEST(KMeans, FewerPointsThanClustersRepeatThem) {
  const std::vector<float> points{1, 2, 3};
  const auto centres = kmeans(points, 1, {.clusters = 5});
  ASSERT_EQ(centres.size(), 5u);
  for (const float c : centres) EXPECT_TRUE(c == 1 || c == 2 || c == 3) << c;
  for (const float p : points) EXPECT_TRUE(std::ranges::find(centres, p) != centres.end()) << p;
}

TEST(WarpedDistance, ByHand) {
  EXPECT_DOUBLE_EQ(warped_distance(std::array{3.0f}, 1, 1), 3.0);
  // One row: every cell is on the path.
  EXPECT_DOUBLE_EQ(warped_distance(std::array{1.0f, 2.0f, 6.0f}, 1, 3), 3.0);
  // The diagonal: 1 + 2, two cells.
  EXPECT_DOUBLE_EQ(warped_distance(std::array{1.0f, 9.0f, 9.0f, 2.0f}, 2, 2), 1.5);
  // 0 0 9   Along the zeros, 0 + 0 + 0 + 1 over four or five cells, costs what the diagonal costs,
  // 9 0 9   0 + 0 + 1 over three: the shorter path counts.
  // 9 0 1
  EXPECT_DOUBLE_EQ(
      warped_distance(std::array{0.0f, 0.0f, 9.0f, 9.0f, 0.0f, 9.0f, 9.0f, 0.0f, 1.0f}, 3, 3),
      1.0 / 3);
  // 1 7 7   Around the dear middle: 1 + 1 + 1 + 1 over four cells, not 1 + 8 + 1 over three.
  // 1 8 7
  // 1 1 1
  EXPECT_DOUBLE_EQ(
      warped_distance(std::array{1.0f, 7.0f, 7.0f, 1.0f, 8.0f, 7.0f, 1.0f, 1.0f, 1.0f}, 3, 3), 1.0);
}

// Recordings of six speakers, each with segments of four frames of phones 1, 2, 3 in random order.
struct Made {
  std::vector<std::vector<std::uint8_t>> phones;
  std::vector<std::size_t> speakers;
  std::vector<LabelledFrames> frames;
};

template <typename Vector>
Made make(std::size_t dim, Vector&& vector) {
  Made out;
  std::mt19937 random(3);
  for (std::size_t speaker = 0; speaker < 6; ++speaker) {
    LabelledFrames r;
    r.dim = dim;
    std::uint8_t last = 0;
    for (int segment = 0; segment < 60; ++segment) {
      std::uint8_t phone = last;
      while (phone == last) phone = static_cast<std::uint8_t>(1 + random() % 3);
      last = phone;
      for (int t = 0; t < 4; ++t) {
        r.phones.push_back(phone);
        for (std::size_t d = 0; d < dim; ++d) r.vectors.push_back(vector(speaker, phone, d));
      }
    }
    out.phones.push_back(r.phones);
    out.speakers.push_back(speaker);
    out.frames.push_back(std::move(r));
  }
  return out;
}

TEST(Abx, NoErrorWherePhonesLieApart) {
  std::mt19937 random(4);
  std::normal_distribution<float> noise(0.0f, 0.05f);
  const auto made = make(4, [&](std::size_t, std::uint8_t phone, std::size_t d) {
    return (d == phone ? 1.0f : 0.0f) + noise(random);
  });
  for (const auto kind : {AbxSpeakers::within, AbxSpeakers::across}) {
    const auto triples = choose_triples(made.phones, made.speakers, kind, {});
    EXPECT_EQ(triples.pairs, 6u);
    EXPECT_FALSE(triples.same_context);  // three phones make few contexts
    EXPECT_EQ(abx_error(triples, made.frames, std::vector<float>(4)), 0.0);
  }
}

TEST(Abx, AGuessWhereVectorsAreNoise) {
  std::mt19937 random(5);
  std::normal_distribution<float> noise;
  const auto made = make(4, [&](std::size_t, std::uint8_t, std::size_t) { return noise(random); });
  for (const auto kind : {AbxSpeakers::within, AbxSpeakers::across}) {
    const AbxOptions options{.triples_a_cell = 100};
    const auto triples = choose_triples(made.phones, made.speakers, kind, options);
    EXPECT_GT(triples.triples.size(), 2000u);
    EXPECT_NEAR(abx_error(triples, made.frames, std::vector<float>(4)), 0.5, 0.05);
  }
  // Constant vectors are ties: exactly half.
  const auto flat = make(2, [](std::size_t, std::uint8_t, std::size_t) { return 1.0f; });
  const auto triples = choose_triples(flat.phones, flat.speakers, AbxSpeakers::within, {});
  EXPECT_NEAR(abx_error(triples, flat.frames, std::vector<float>(2)), 0.5, 1e-9);
}

TEST(Abx, ASpeakersOwnCodeIsHeardWithinAndNotAcross) {
  // Each speaker turns the phones' directions by a third of a circle: well apart within one voice,
  // another phone's place in the next voice.
  const auto made = make(2, [](std::size_t speaker, std::uint8_t phone, std::size_t d) {
    const double angle = 2.0944 * static_cast<double>(phone + speaker % 3);
    return static_cast<float>(d == 0 ? std::cos(angle) : std::sin(angle));
  });
  const std::vector<float> centre(2);
  EXPECT_LT(abx_error(choose_triples(made.phones, made.speakers, AbxSpeakers::within, {}),
                      made.frames, centre),
            0.01);
  EXPECT_GT(abx_error(choose_triples(made.phones, made.speakers, AbxSpeakers::across, {}),
                      made.frames, centre),
            0.35);
}

TEST(Abx, AnglesAreThoseAroundTheCentre) {
  // Phones 1 and 2 lie on either side of (10, 0), phone 3 beside it: seen from the origin, 1 and 2
  // have one direction.
  const auto made = make(2, [](std::size_t, std::uint8_t phone, std::size_t d) {
    if (d == 0) return phone == 1 ? 11.0f : phone == 2 ? 9.0f : 10.0f;
    return phone == 3 ? 1.0f : 0.0f;
  });
  const auto triples = choose_triples(made.phones, made.speakers, AbxSpeakers::across, {});
  EXPECT_EQ(abx_error(triples, made.frames, std::array{10.0f, 0.0f}), 0.0);
  EXPECT_NEAR(abx_error(triples, made.frames, std::array{0.0f, 0.0f}), 2.0 / 6 / 2, 1e-9);
}

TEST(Abx, TriplesKeepTheirPromise) {
  const auto made = make(1, [](std::size_t, std::uint8_t, std::size_t) { return 0.0f; });
  for (const auto kind : {AbxSpeakers::within, AbxSpeakers::across}) {
    for (const std::size_t enough : {std::size_t{1}, std::size_t{1000000}}) {
      AbxOptions options;
      options.enough_cells = enough;
      const auto chosen = choose_triples(made.phones, made.speakers, kind, options);
      ASSERT_FALSE(chosen.triples.empty());
      EXPECT_EQ(chosen.same_context, enough == 1);
      double weight = 0;
      for (const auto& t : chosen.triples) {
        const auto& a = chosen.segments[t.a];
        const auto& b = chosen.segments[t.b];
        const auto& x = chosen.segments[t.x];
        ASSERT_EQ(a.phone, x.phone);
        ASSERT_NE(a.phone, b.phone);
        ASSERT_NE(t.a, t.x);
        ASSERT_EQ(made.speakers[a.recording], made.speakers[b.recording]);
        ASSERT_EQ(made.speakers[a.recording] == made.speakers[x.recording],
                  kind == AbxSpeakers::within);
        if (chosen.same_context) {
          ASSERT_EQ(std::pair(a.before, a.after), std::pair(b.before, b.after));
          ASSERT_EQ(std::pair(a.before, a.after), std::pair(x.before, x.after));
        }
        weight += t.weight;
      }
      EXPECT_NEAR(weight, 1.0, 1e-9);
      options.triples = 5;
      EXPECT_EQ(choose_triples(made.phones, made.speakers, kind, options).triples.size(), 5u);
    }
  }
}

TEST(Abx, OneSpeakerHasNobodyAcross) {
  const std::vector<std::vector<std::uint8_t>> phones{{1, 1, 2, 2, 1, 1, 2, 2}};
  const std::vector<std::size_t> speakers{0};
  EXPECT_FALSE(choose_triples(phones, speakers, AbxSpeakers::within, {}).triples.empty());
  EXPECT_TRUE(choose_triples(phones, speakers, AbxSpeakers::across, {}).triples.empty());
}

TEST(LinearProbe, ReadsWhatIsLinearAndNothingElse) {
  std::mt19937 random(6);
  std::normal_distribution<float> noise(0.0f, 0.3f);
  // Small beside a large offset that all frames share.
  const auto clear = make(5, [&](std::size_t, std::uint8_t phone, std::size_t d) {
    return 50.0f + 0.1f * ((d == phone ? 2.0f : 0.0f) + noise(random));
  });
  const auto blind = make(5, [&](std::size_t, std::uint8_t, std::size_t) { return noise(random); });
  const LinearProbeOptions options{.epochs = 40};
  const auto error = [&](const Made& made) {
    const std::span all(made.frames);
    return LinearProbe(all.first(4), options).phone_error(all.last(2));
  };
  EXPECT_LT(error(clear), 0.02);
  EXPECT_NEAR(error(blind), 2.0 / 3, 0.08);
}

TEST(FrameScale, MeanAndOneDeviationOfLabelledFrames) {
  LabelledFrames r{2, {1, 10, 3, 30, 99, 99}, {1, 2, kUnknownPhone}};
  const auto scale = FrameScale::of(std::span(&r, 1));
  EXPECT_EQ(scale.mean, (std::vector<float>{2, 20}));
  EXPECT_NEAR(scale.deviation, std::sqrt((1.0 + 100.0) / 2), 1e-5);
}

TEST(PhoneCounts, ByHand) {
  // Code 0: three times phone 1, once phone 2. Code 1: four times phone 2. Code 2: never.
  PhoneCounts counts(3);
  counts.add(std::vector<Code>{0, 0, 0, 0, 1, 1, 1, 1, 2},
             std::vector<std::uint8_t>{1, 1, 1, 2, 2, 2, 2, 2, kUnknownPhone});
  EXPECT_EQ(counts.frames(), 8);
  EXPECT_DOUBLE_EQ(counts.purity(), 7.0 / 8);
  EXPECT_DOUBLE_EQ(entropy_bits(counts.codes()), 1.0);
  // H(phone) = h(3/8), H(phone, code) = h of 3, 1, 4 in 8; one cell more than rows and columns
  // alone each have: (1 + 1 - 2) / 16 nats of correction, none.
  const double h_phone = -3.0 / 8 * std::log2(3.0 / 8) - 5.0 / 8 * std::log2(5.0 / 8);
  const double h_joint = -3.0 / 8 * std::log2(3.0 / 8) + 1.0 / 8 * 3 + 0.5;
  EXPECT_NEAR(counts.information_bits(), h_phone + 1.0 - h_joint, 1e-12);

  PhoneCounts seen(3);  // code 2 was not learned: the majority, phone 2
  seen.add(std::vector<Code>{0, 0, 1, 2}, std::vector<std::uint8_t>{1, 2, 2, 2});
  EXPECT_DOUBLE_EQ(judge_table(counts, seen).error, 1.0 / 4);
  const auto table = counts.table(std::string(64, 'a'));
  ASSERT_EQ(table.codes.size(), 3u);
  EXPECT_EQ(table.codes[0], (std::vector<PhoneShare>{{1, 0.75}, {2, 0.25}}));
  EXPECT_TRUE(table.codes[2].empty());
}

TEST(PhoneCounts, TablesAreJudgedOnSilenceApart) {
  // Code 0 is silence, code 1 is phone 3, code 2 phone 4.
  PhoneCounts learned(3);
  learned.add(std::vector<Code>{0, 1, 2}, std::vector<std::uint8_t>{kSilence, 3, 4});
  PhoneCounts seen(3);  // of six frames of speech two are called silence, one is another phone
  seen.add(std::vector<Code>{0, 0, 0, 0, 1, 1, 1, 2},
           std::vector<std::uint8_t>{kSilence, kSilence, 3, 4, 3, 3, 4, 4});
  auto shipped = learned.table(std::string(64, 'a'));
  for (const auto& t : {judge_table(learned, seen), judge_table(shipped, seen)}) {
    EXPECT_DOUBLE_EQ(t.error, 3.0 / 8);
    EXPECT_DOUBLE_EQ(t.speech_error, 3.0 / 6);
    EXPECT_DOUBLE_EQ(t.silence_called, 4.0 / 8);
    EXPECT_DOUBLE_EQ(t.silence, 2.0 / 8);
  }
  // A table may list its phones in another order, and know nothing of a code.
  std::swap(shipped.phones[3], shipped.phones[4]);
  shipped.codes[1] = {{4, 1.0}};
  shipped.codes[2].clear();
  EXPECT_DOUBLE_EQ(judge_table(shipped, seen).error, 4.0 / 8);
}

TEST(PhoneCounts, SilenceIsCalledAsOftenAsItIs) {
  // Ten frames a code: 8, 6 and 5 of silence beside 2, 4 and 4 of a phone, 1 of another; 20 of 50.
  PhoneCounts counts(5);
  const auto add = [&](Code code, std::uint8_t phone, int frames) {
    for (int i = 0; i < frames; ++i) {
      counts.add(std::vector<Code>{code}, std::vector<std::uint8_t>{phone});
    }
  };
  add(0, kSilence, 8), add(0, 3, 2);
  add(1, kSilence, 6), add(1, 4, 4);
  add(2, kSilence, 5), add(2, 5, 4), add(2, 6, 1);
  add(3, kSilence, 1), add(3, 7, 9);
  add(4, 8, 10);
  // Two codes of three are as many frames as silence has, the two with most of it.
  const double weight = counts.silence_weight();
  EXPECT_GT(weight, 4.0 / 6);
  EXPECT_LT(weight, 4.0 / 5);
  const auto judged = judge_table(counts, counts);
  EXPECT_DOUBLE_EQ(judged.silence_called, judged.silence);
  const auto table = counts.table(std::string(64, 'a'));
  EXPECT_EQ(table.codes[1].front().phone, kSilence);
  EXPECT_EQ(table.codes[2].front().phone, 5);
  EXPECT_NEAR(table.codes[2].front().share, 4 / (5 * weight + 5), 1e-12);
  EXPECT_DOUBLE_EQ(PhoneCounts(2).silence_weight(), 1.0);
}

TEST(PhoneCounts, ShuffledLabelsTellTheBiasOfFewFrames) {
  // 900 codes, 2000 frames: plug-in information is large whether or not codes know phones.
  std::mt19937 random(5);
  std::vector<Code> codes(2000);
  std::vector<std::uint8_t> chance(2000), known(2000);
  for (std::size_t t = 0; t < codes.size(); ++t) {
    codes[t] = static_cast<Code>(random() % 900);
    chance[t] = static_cast<std::uint8_t>(random() % 40);
    known[t] = static_cast<std::uint8_t>(codes[t] % 40);
  }
  PhoneCounts of_chance(900), of_known(900);
  of_chance.add(codes, chance);
  of_known.add(codes, known);
  EXPECT_NEAR(of_chance.information_over_shuffled_bits(1), 0.0, 0.1);
  EXPECT_GT(of_known.information_over_shuffled_bits(1), 1.0);
  auto both = of_chance;
  both += of_known;
  EXPECT_EQ(both.frames(), 4000);
  both -= of_known;
  EXPECT_EQ(both.rows(), of_chance.rows());
}

TEST(VoiceSet, KnowsSpeakersByMeanAndDeviation) {
  EXPECT_EQ(voice_statistic(std::array{1.0f, 10.0f, 3.0f, 10.0f}, 2),
            (VoiceStatistic{2, 10, 1, 0}));
  const VoiceSet set({{0, 1}, {0.2, 1}, {5, 1}, {5.2, 1}}, {7, 7, 9, 9});
  EXPECT_EQ(set.speakers(), 2u);
  EXPECT_EQ(set.accuracy(), 1.0);
  EXPECT_EQ(set.nearest({4, 1}, {}), 9u);
  const std::array<std::size_t, 1> first{0};
  EXPECT_EQ(set.mean_of(7, first), (VoiceStatistic{0.2, 1}));
  const std::array<std::size_t, 2> both{0, 1};
  EXPECT_TRUE(set.mean_of(7, both).empty());
  EXPECT_EQ(set.nearest({0, 1}, both), 9u);  // nothing is left of 7
  EXPECT_DOUBLE_EQ(set.along({0, 1}, {4, 1}, {1, 1}), 0.25);
  // Voices that say nothing of their speaker.
  const VoiceSet mixed({{0, 1}, {5, 1}, {0, 1}, {5, 1}}, {7, 7, 9, 9});
  EXPECT_LT(mixed.accuracy(), 0.6);
}

TEST(MelFeatures, LookAtTheTokensInstant) {
  const ModelConfig config;  // hop 320, window 640
  EXPECT_EQ(label_instant(config, 0), 0);
  EXPECT_EQ(label_instant(config, 5), 1600);
  // A click at the instant of token 5: in the middle of its last window, in reach of token 6's
  // second and third (one and two subframes earlier), and gone by token 8's first.
  std::vector<float> click(4000);
  click[1600] = 0.5f;
  const auto bands = static_cast<std::size_t>(kMelFeatureBands);
  const auto features = mel_features(click, config, 12);
  ASSERT_EQ(features.size(), 12 * bands * 4);
  const auto at = [&](std::size_t token, std::size_t window) {
    return features[(token * 4 + window) * bands + 20];
  };
  const float quiet = at(11, 0);
  EXPECT_GT(at(5, 0), quiet + 10);
  EXPECT_FLOAT_EQ(at(6, 2), at(5, 0));  // the same window
  EXPECT_FLOAT_EQ(at(6, 0), quiet);     // its window ends where the click is, where Hann is 0
  EXPECT_FLOAT_EQ(at(4, 0), quiet);
  EXPECT_GT(at(6, 1), quiet + 5);
  EXPECT_FLOAT_EQ(at(8, 0), quiet);
}

TEST(CorpusEntry, IsOfSetsByTheBeginningOfTheName) {
  CorpusEntry entry;
  entry.set = "libri_test";
  EXPECT_TRUE(entry.is_of_sets({}));
  EXPECT_TRUE(entry.is_of_sets(std::vector<std::string>{"kathleen", "libri"}));
  EXPECT_FALSE(entry.is_of_sets(std::vector<std::string>{"libri_train"}));
}

}  // namespace
}  // namespace codec
