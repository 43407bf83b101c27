#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include "codec/measure/evaluate.h"
#include "codec/measure/metrics.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

std::vector<double> noise(std::size_t count, std::uint32_t state) {
  std::vector<double> out(count);
  for (double& x : out) {
    state = state * 1664525u + 1013904223u;
    x = state * 0x1p-31 - 1.0;
  }
  return out;
}

struct Pair {
  std::vector<float> reference;
  std::vector<float> decoded;
};

// Three seconds of low-passed noise in syllables of 250 ms, with a half-second pause that is 80 dB
// down; decoded = reference + white noise.
Pair noisy_syllables(int rate_hz) {
  const auto count = static_cast<std::size_t>(3 * rate_hz);
  const auto carrier = noise(count, 1);
  const auto added = noise(count, 2);
  Pair pair;
  double low_passed = 0.0;
  for (std::size_t n = 0; n < count; ++n) {
    low_passed = 0.8 * low_passed + 0.2 * carrier[n];
    const double t = static_cast<double>(n) / rate_hz;
    double x = low_passed * (0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * 4.0 * t));
    if (n >= count / 3 && n < count / 2) x *= 1e-4;
    pair.reference.push_back(static_cast<float>(x));
    pair.decoded.push_back(static_cast<float>(x + 0.2 * added[n]));
  }
  return pair;
}

std::vector<float> scaled(std::vector<float> sound, float factor) {
  for (float& x : sound) x *= factor;
  return sound;
}

// STOI and ESTOI by pystoi 0.4.1, mel distance and SI-SDR by numpy from their formulas, on the same
// samples. Tolerance: float32 spectra.
struct Known {
  int rate_hz;
  double stoi, estoi, mel, si_sdr_db;
};
class KnownValues : public testing::TestWithParam<Known> {};

TEST_P(KnownValues, AreReproduced) {
  const Known& known = GetParam();
  const Pair pair = noisy_syllables(known.rate_hz);
  const auto score = intelligibility(pair.reference, pair.decoded, known.rate_hz);
  ASSERT_TRUE(score);
  EXPECT_NEAR(score->stoi, known.stoi, 1e-5);
  EXPECT_NEAR(score->estoi, known.estoi, 1e-5);
  EXPECT_NEAR(log_mel_distance(pair.reference, pair.decoded, known.rate_hz), known.mel, 1e-5);
  EXPECT_NEAR(si_sdr_db(pair.reference, pair.decoded).value(), known.si_sdr_db, 1e-5);
}
INSTANTIATE_TEST_SUITE_P(Rates, KnownValues,
                         testing::Values(Known{10000, 0.8248872, 0.3980349, 1.0200393, -0.564774},
                                         Known{16000, 0.8890319, 0.4958640, 1.0520768, -0.569342},
                                         Known{24000, 0.9257168, 0.6002096, 1.0668770, -0.491957}),
                         [](const auto& test) { return std::to_string(test.param.rate_hz); });

TEST(LogMelDistance, TenTimesTheAmplitudeIsOne) {
  std::vector<float> reference;
  for (const double x : noise(16000, 3)) reference.push_back(static_cast<float>(0.05 * x));
  EXPECT_NEAR(log_mel_distance(reference, scaled(reference, 10.0f), 16000), 1.0, 1e-4);
  EXPECT_EQ(log_mel_distance(reference, reference, 16000), 0.0);
}

TEST(LogMelDistance, BelowTheFloorNothingCounts) {
  const std::vector<float> silence(4000, 0.0f);
  const std::vector<float> nearly(4000, 1e-9f);
  EXPECT_NEAR(log_mel_distance(silence, nearly, 16000), 0.0, 1e-6);
  EXPECT_EQ(log_mel_distance({}, {}, 16000), 0.0);
}

TEST(SiSdr, IsTheRatioOfOrthogonalParts) {
  const std::vector<float> reference{1, -1, 1, -1};
  // 3 (reference + 0.1 (1, 1, -1, -1)) + 7: target and error are orthogonal, 4 against 0.04.
  const std::vector<float> decoded{10.3f, 4.3f, 9.7f, 3.7f};
  EXPECT_NEAR(si_sdr_db(reference, decoded).value(), 20.0, 1e-4);
  EXPECT_NEAR(si_sdr_db(reference, scaled(decoded, -5.0f)).value(), 20.0, 1e-4);
}

TEST(SiSdr, HasItsLimits) {
  const std::vector<float> reference{1, -1, 1, -1};
  EXPECT_TRUE(std::isinf(si_sdr_db(reference, scaled(reference, 2.0f)).value()));
  EXPECT_EQ(si_sdr_db(reference, std::vector<float>(4, 0.0f)).value(),
            -std::numeric_limits<double>::infinity());
  EXPECT_FALSE(si_sdr_db(std::vector<float>(4, 3.0f), reference));  // DC alone is silence
  EXPECT_FALSE(si_sdr_db({}, {}));
}

TEST(Intelligibility, OfASoundWithItselfIsOne) {
  const Pair pair = noisy_syllables(16000);
  const auto score = intelligibility(pair.reference, pair.reference, 16000);
  ASSERT_TRUE(score);
  EXPECT_NEAR(score->stoi, 1.0, 1e-6);
  EXPECT_NEAR(score->estoi, 1.0, 1e-6);
}

TEST(Intelligibility, DoesNotCareAboutTheLevel) {
  const Pair pair = noisy_syllables(16000);
  const auto loud = intelligibility(pair.reference, pair.decoded, 16000);
  const auto quiet = intelligibility(pair.reference, scaled(pair.decoded, 0x1p-6f), 16000);
  ASSERT_TRUE(loud && quiet);
  EXPECT_NEAR(loud->stoi, quiet->stoi, 1e-6);
  EXPECT_NEAR(loud->estoi, quiet->estoi, 1e-6);
}

TEST(Intelligibility, NeedsThirtyFrames) {
  // At 10 kHz, frame i starts at 128 i and is taken while more than 256 samples are left; the
  // kept frames are joined to 128 (frames - 1) + 256 samples and cut into one frame fewer.
  const auto score_of = [](std::size_t samples) {
    std::vector<float> sound;
    for (const double x : noise(samples, 5)) sound.push_back(static_cast<float>(x));
    return intelligibility(sound, sound, 10000);
  };
  EXPECT_TRUE(score_of(30 * 128 + 256 + 1));
  EXPECT_FALSE(score_of(30 * 128 + 256));
  EXPECT_FALSE(score_of(1));
  EXPECT_FALSE(score_of(0));
}

TEST(Intelligibility, OfSilenceIsZero) {
  const Pair pair = noisy_syllables(16000);
  const std::vector<float> silence(pair.reference.size(), 0.0f);
  const auto score = intelligibility(pair.reference, silence, 16000);
  ASSERT_TRUE(score);
  EXPECT_EQ(score->stoi, 0.0);
  EXPECT_EQ(score->estoi, 0.0);
}

TEST(CompareF0, CountsByHand) {
  //                                 both, fine  both, gross  only one side   none
  const std::vector<float> reference{100, 203, 100, 0, 150, 0};
  const std::vector<float> decoded{100, 200, 121, 90, 0, 0};
  const auto agreement = compare_f0(reference, decoded);
  EXPECT_EQ(agreement.voiced_in_both, 3);
  EXPECT_NEAR(agreement.rmse_hz.value(), std::sqrt((9.0 + 441.0) / 3.0), 1e-9);
  EXPECT_NEAR(agreement.gross_error.value(), 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(agreement.voicing_f1.value(), 6.0 / 8.0, 1e-12);  // 2 TP / (2 TP + FP + FN)
}

TEST(CompareF0, SaysNothingWhereNothingIsVoiced) {
  const std::vector<float> unvoiced(5, 0.0f);
  const auto none = compare_f0(unvoiced, unvoiced);
  EXPECT_FALSE(none.rmse_hz || none.gross_error || none.voicing_f1);
  const auto one = compare_f0(unvoiced, std::vector<float>(5, 100.0f));
  EXPECT_FALSE(one.rmse_hz);
  EXPECT_EQ(one.voicing_f1.value(), 0.0);
}

TEST(Metrics, UnequalLengthsAreTheCallersBug) {
  const std::vector<float> a(10);
  const std::vector<float> b(11);
  EXPECT_THROW((void)log_mel_distance(a, b, 16000), std::invalid_argument);
  EXPECT_THROW((void)si_sdr_db(a, b), std::invalid_argument);
  EXPECT_THROW((void)intelligibility(a, b, 16000), std::invalid_argument);
  EXPECT_THROW((void)compare_f0(a, b), std::invalid_argument);
}

TEST(Evaluate, FillsARow) {
  std::vector<float> reference(16000);
  for (std::size_t n = 0; n < reference.size(); n += 100) reference[n] = 0.5f;  // 160 Hz
  std::vector<float> decoded = reference;
  decoded.resize(17000, 1.0f);  // what is longer is cut
  Codes codes;
  codes.levels = 2;
  codes.data = {5, 0, 5, 1, 9, 2};
  const auto row = evaluate("pulses", reference, decoded, 16000, &codes);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->name, "pulses");
  EXPECT_EQ(row->seconds, 1.0);
  EXPECT_EQ(row->mel.value(), 0.0);
  EXPECT_NEAR(row->stoi.value(), 1.0, 1e-6);
  EXPECT_TRUE(std::isinf(row->si_sdr_db.value()));
  EXPECT_EQ(row->f0_rmse_hz.value(), 0.0);
  EXPECT_EQ(row->voicing_f1.value(), 1.0);
  EXPECT_EQ(row->codes_used, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(evaluate("none", reference, {}, 16000).error().code, ErrorCode::empty);
}

EvaluationRow row_of(std::string name, double seconds, double mel) {
  EvaluationRow row;
  row.name = std::move(name);
  row.seconds = seconds;
  row.mel = mel;
  return row;
}

TEST(Evaluate, TheMeanLeavesOutWhatIsMissingOrInfinite) {
  std::vector<EvaluationRow> rows{row_of("a", 1.0, 0.2), row_of("b", 3.0, 0.4)};
  rows[0].si_sdr_db = std::numeric_limits<double>::infinity();
  rows[1].si_sdr_db = 7.0;
  rows[1].stoi = 0.9;
  const auto mean = mean_of(rows);
  EXPECT_EQ(mean.seconds, 4.0);
  EXPECT_NEAR(mean.mel.value(), 0.3, 1e-12);
  EXPECT_EQ(mean.si_sdr_db, 7.0);
  EXPECT_EQ(mean.stoi, 0.9);
  EXPECT_FALSE(mean.estoi);
}

TEST(Evaluate, TheTableHasALineARowAndTheMean) {
  const std::string long_name = std::string(30, 'x') + "/ärger/" + std::string(30, 'y');
  std::vector<EvaluationRow> rows{row_of("a", 1.0, 0.2), row_of(long_name, 3.0, 0.4)};
  rows[0].codes_used = {12, 34};
  const std::string table = format_table(rows);
  EXPECT_EQ(std::ranges::count(table, '\n'), 4);
  EXPECT_NE(table.find("0.3000"), std::string::npos);
  EXPECT_NE(table.find("12 34"), std::string::npos);
  EXPECT_NE(table.find(".../ärger/" + std::string(30, 'y') + "  "), std::string::npos) << table;
  const std::vector<EvaluationRow> one{rows[0]};
  EXPECT_EQ(std::ranges::count(format_table(one), '\n'), 2);
}

TEST(Evaluate, TheCsvQuotesNamesAndLeavesGapsEmpty) {
  std::vector<EvaluationRow> rows{row_of("a \"b\", c", 1.5, 0.25)};
  rows[0].codes_used = {7, 8};
  const std::string want =
      "name,seconds,mel_log10,stoi,estoi,si_sdr_db,f0_rmse_hz,gross_pitch_error,voicing_f1,"
      "codes_used\r\n"
      "\"a \"\"b\"\", c\",1.500,0.250000,,,,,,,7 8\r\n";
  EXPECT_EQ(to_csv(rows), want);
  const testing_support::TemporaryFolder folder;
  const auto path = folder / "rows.csv";
  ASSERT_TRUE(write_csv(path, rows));
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), want);
  EXPECT_FALSE(write_csv("/nonexistent/folder/x.csv", rows));
}

}  // namespace
}  // namespace codec
