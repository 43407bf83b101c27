// Phone notations, labels of a corpus, and forced alignment on sounds made here.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <random>

#include "codec/corpus/alignment_file.h"
#include "codec/corpus/phone_alignment.h"
#include "codec/corpus/phone_labels.h"
#include "codec/corpus/pronunciation.h"
#include "codec/files/phone_track.h"
#include "codec/model/phone_set.h"
#include "tests/support/temporary_folder.h"

namespace codec {
namespace {

TEST(PhoneSet, ReadsArpabetWithStressAndPositions) {
  const auto phones = phones_of_arpabet("HH_B AH0_I L_I OW1_E W_B ER1_I L_I D_E ??_B A_I");
  EXPECT_EQ(to_arpabet(phones), "HH_B AH_I L_I OW_I W_B ER_I L_I D_I");
  EXPECT_EQ(phones_of_arpabet(to_arpabet(phones)), phones);
  EXPECT_TRUE(phones_of_arpabet("").empty());
}

TEST(PhoneSet, ReadsIpaOfEspeak) {
  EXPECT_EQ(to_arpabet(phones_of_ipa("həlˈoʊ wˈɜːld")), "HH_B AH_I L_I OW_I W_B ER_I L_I D_I");
  EXPECT_EQ(to_arpabet(phones_of_ipa("t\u200dʃ")), "CH_B");                   // a joined affricate
  EXPECT_EQ(to_arpabet(phones_of_ipa("ɪç ˈaxt")), "IH_B CX_I AA_B X_I T_I");  // ich acht
  EXPECT_EQ(to_arpabet(phones_of_ipa("fyːɐ")), "F_B UE_I AH_I");
  EXPECT_TRUE(phones_of_ipa("\xff\xfe?!").empty());
}

TEST(PhoneSet, EveryPhoneHasANameOfItsOwn) {
  for (int a = 0; a < kPhoneCount; ++a) {
    EXPECT_FALSE(phone_name(static_cast<std::uint8_t>(a)).empty());
    for (int b = 0; b < a; ++b) {
      EXPECT_NE(phone_name(static_cast<std::uint8_t>(a)), phone_name(static_cast<std::uint8_t>(b)));
    }
  }
  EXPECT_EQ(phone_name(kSilence), "SIL");
  EXPECT_EQ(phone_name(kUnknownPhone), "?");
}

TEST(Pronunciation, SpeaksEnglishAndGerman) {
  auto speak = Pronunciation::open();
  if (!speak && speak.error().code == ErrorCode::unsupported) GTEST_SKIP() << "without espeak-ng";
  ASSERT_TRUE(speak) << speak.error().message;
  EXPECT_EQ(to_arpabet((*speak)("Two cats.", "en")), "T_B UW_I K_B AE_I T_I S_I");
  EXPECT_EQ(to_arpabet((*speak)("Ich, ach", "de")), "IH_B CX_I AA_B X_I");
  EXPECT_EQ(to_arpabet((*speak)("Two cats.", "en")), "T_B UW_I K_B AE_I T_I S_I");
  EXPECT_TRUE((*speak)("whatever", "zz").empty());
}

// A "phone" of the test is a tone of its own; a word is one or two of them; pauses are faint noise.
struct Spoken {
  Utterance utterance;
  std::vector<std::uint8_t> truth;  // of each frame
};

Spoken speak(std::mt19937& random) {
  constexpr double kHz[] = {0, 300, 900, 2000, 4200};
  std::uniform_int_distribution<int> pick(1, 4), length(6, 14), words(3, 5), coin(0, 1);
  std::normal_distribution<float> noise(0.0f, 1.0f);
  std::vector<float> samples;
  Spoken out;
  double phase = 0;
  const auto sound = [&](int phone, int frames) {
    for (int i = 0; i < frames * 160; ++i) {
      phase += 2 * std::numbers::pi * kHz[phone] / 16000;
      const float tone = phone == 0 ? 0.0f : 0.3f * static_cast<float>(std::sin(phase));
      samples.push_back(tone + 0.001f * noise(random));
    }
    out.truth.insert(out.truth.end(), static_cast<std::size_t>(frames),
                     static_cast<std::uint8_t>(phone));
  };
  sound(0, length(random));
  int last = 0;
  for (int w = words(random); w > 0; --w) {
    for (int p = 1 + coin(random); p > 0; --p) {
      int phone = pick(random);
      while (phone == last) phone = pick(random);
      sound(last = phone, length(random));
      // A pause may stand before any of them.
      out.utterance.phones.push_back({static_cast<std::uint8_t>(phone), true});
    }
    if (coin(random)) {
      sound(0, length(random));
      last = 0;
    }
  }
  sound(0, length(random));
  out.utterance.features = alignment_features(samples);
  return out;
}

TEST(PhoneAligner, FindsTonesFromAFlatStart) {
  std::mt19937 random(5);
  std::vector<Spoken> spoken;
  std::vector<Utterance> training;
  for (int i = 0; i < 60; ++i) {
    spoken.push_back(speak(random));
    if (i >= 10) training.push_back(spoken.back().utterance);
  }
  const auto aligner = PhoneAligner::train(training, {.rounds = 6, .mixtures = 2, .progress = {}});
  std::size_t right = 0, all = 0;
  for (int i = 0; i < 10; ++i) {  // that it has not learned from
    const auto found = aligner.align(spoken[static_cast<std::size_t>(i)].utterance);
    ASSERT_TRUE(found);
    const auto& truth = spoken[static_cast<std::size_t>(i)].truth;
    ASSERT_EQ(found->size(), truth.size());
    for (std::size_t t = 0; t < truth.size(); ++t) right += (*found)[t] == truth[t];
    all += truth.size();
  }
  EXPECT_GT(static_cast<double>(right), 0.9 * static_cast<double>(all));
}

TEST(PhoneAligner, RefusesWhatIsShorterThanItsPhones) {
  std::mt19937 random(5);
  const std::vector<Utterance> training = {speak(random).utterance, speak(random).utterance};
  const auto aligner = PhoneAligner::train(training, {.rounds = 1, .mixtures = 1, .progress = {}});
  Utterance brief = training[0];
  brief.features.resize(3 * kAlignmentFeatures);
  EXPECT_FALSE(aligner.align(brief));
  EXPECT_FALSE(aligner.align({}));
}

TEST(PhoneLabels, ComeBackAndBelongToOneCorpus) {
  const testing_support::TemporaryFolder folder;
  const auto corpus_of = [&](const char* name, std::vector<std::size_t> lengths) {
    auto writer = CorpusWriter::create(folder / name);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      CorpusEntry entry;
      entry.name = "e" + std::to_string(i);
      EXPECT_TRUE(writer->add(entry, std::vector<std::int16_t>(lengths[i]),
                              std::vector<float>(lengths[i] / 160)));
    }
    EXPECT_TRUE(writer->commit());
    return CorpusReader::open(folder / name);
  };
  const auto corpus = corpus_of("a.sgc", {1600, 3300});
  const auto other = corpus_of("b.sgc", {1600, 3500});
  ASSERT_TRUE(corpus && other);
  PhoneLabels labels(*corpus);
  EXPECT_EQ(labels.of(0).size(), 10u);
  EXPECT_EQ(labels.of(1).size(), 20u);
  labels.of(1)[19] = 7;
  ASSERT_TRUE(labels.save(folder / "l.safetensors"));
  const auto back = PhoneLabels::load(folder / "l.safetensors", *corpus);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->of(1)[19], 7);
  EXPECT_EQ(back->of(0)[0], kUnknownPhone);
  EXPECT_EQ(PhoneLabels::load(folder / "l.safetensors", *other).error().code, ErrorCode::bad_value);
  labels.of(0)[0] = kPhoneCount;  // no phone of the set
  ASSERT_TRUE(labels.save(folder / "l.safetensors"));
  EXPECT_EQ(PhoneLabels::load(folder / "l.safetensors", *corpus).error().code,
            ErrorCode::bad_value);
  std::ofstream(folder / "l.safetensors") << "no such file";
  EXPECT_FALSE(PhoneLabels::load(folder / "l.safetensors", *corpus));
}

TEST(AlignmentFile, FindsARecordingByPathFileStemAndId) {
  const auto file = AlignmentFile::parse(
      "103-1240-0000\tSIL:0:4 K:4:3 AH0:7:2\r\n"
      "\n"
      "speech/b.opus\tW:10:5\n");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->size(), 2u);
  for (const auto* name : {"103-1240-0000", "a/libri103_103-1240-0000.opus",
                           "libri103_103-1240-0000.flac@0.88", "103-1240-0000.wav"}) {
    const auto* phones = file->find(name);
    ASSERT_NE(phones, nullptr) << name;
    ASSERT_EQ(phones->size(), 3u);
    EXPECT_EQ(phone_name((*phones)[2].phone), "AH");
    EXPECT_EQ((*phones)[2].start, 7);
  }
  EXPECT_NE(file->find("speech/b.opus@1.13"), nullptr);
  EXPECT_EQ(file->find("speech/c.opus"), nullptr);
  EXPECT_EQ(file->find("240-0000"), nullptr);
}

TEST(AlignmentFile, NamesTheLineThatIsWrong) {
  const auto message = [](const char* text) {
    const auto file = AlignmentFile::parse(text);
    return file ? std::string() : file.error().message;
  };
  EXPECT_EQ(message("a\tAH:0:3 B:3:1\n"), "");
  EXPECT_EQ(message("a\tAH:0:3\nb\tQQ:0:3\n"), "line 2: 'QQ:0:3' begins with no phone of the set");
  EXPECT_EQ(message("a\tAH:0\n"), "line 1: 'AH:0' wants PHONE:START:LENGTH");
  EXPECT_EQ(message("a\tAH:-1:3\n"), "line 1: 'AH:-1:3' wants PHONE:START:LENGTH");
  EXPECT_EQ(message("a\tAH:0:99999999999999999999\n"),
            "line 1: 'AH:0:99999999999999999999' wants PHONE:START:LENGTH");
  EXPECT_EQ(message("a\tAH:0:3 B:2:1\n"), "line 1: 'B:2:1' begins before its predecessor ends");
  EXPECT_EQ(message("\tAH:0:3\n"), "line 1: no name of a recording");
  EXPECT_EQ(message("a\tAH:0:3\na\tB:0:3\n"), "line 2: a stands here twice");
}

TEST(AlignmentFile, LabelsFollowTheSpeedOfACopyAndEndWithTheSound) {
  const std::vector<TimedPhone> phones = {{1, 2, 4}, {2, 8, 4}};
  constexpr auto u = kUnknownPhone;
  std::vector<std::uint8_t> labels(10, 7);
  write_labels(phones, 1.0, labels);
  EXPECT_EQ(labels, (std::vector<std::uint8_t>{u, u, 1, 1, 1, 1, u, u, 2, 2}));
  labels.assign(10, 7);
  write_labels(phones, 2.0, labels);  // twice as fast: half as long
  EXPECT_EQ(labels, (std::vector<std::uint8_t>{u, 1, 1, u, 2, 2, u, u, u, u}));
}

TEST(PhoneTrack, RunsStandAtTheSoundThatLateCodesSpeakOf) {
  PhoneTable table;
  table.phones = {"SIL", "AA", "B"};
  table.codes = {{{0, 0.9}}, {{1, 0.6}, {2, 0.2}}, {{1, 0.8}}, {}};
  ModelConfig config;  // hop 320, window 640
  config.semantic_delay_frames = 2;
  // Tokens 0 and 1 speak of what was before the sound.
  const Codes codes{2, {1, 9, 1, 9, 0, 9, 1, 9, 2, 9, 3, 9}};
  const auto runs = phone_runs(table, codes, config);
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[0].phone, "SIL");
  EXPECT_EQ(runs[0].begin, 0);  // half a hop of it lies before the sound
  EXPECT_EQ(runs[0].end, 160);
  EXPECT_EQ(runs[1].phone, "AA");
  EXPECT_EQ(runs[1].begin, 160);
  EXPECT_EQ(runs[1].end, 160 + 2 * 320);
  EXPECT_EQ(runs[1].first_frame, 3);
  EXPECT_EQ(runs[1].frames, 2);
  EXPECT_NEAR(runs[1].confidence, 0.7, 1e-12);
  EXPECT_EQ(runs[2].phone, "?");
  EXPECT_EQ(runs[2].confidence, 0);
  EXPECT_EQ(phone_track_tsv(runs, 16000),
            "start\tend\tphone\tconfidence\n0.000\t0.010\tSIL\t0.900\n"
            "0.010\t0.050\tAA\t0.700\n0.050\t0.070\t?\t0.000\n");
  EXPECT_TRUE(phone_runs(table, Codes{2, {1, 9}}, config).empty());
}

// Of codes that come one by one, as while recording.
TEST(PhoneTrack, RunsGrowAsTheWholeGivesThem) {
  PhoneTable table;
  table.phones = {"SIL", "AA", "B"};
  table.codes = {{{0, 0.9}}, {{1, 0.6}, {2, 0.2}}, {{1, 0.8}}, {}};
  ModelConfig config;
  config.semantic_delay_frames = 2;
  const Codes whole{1, {0, 1, 0, 1, 2, 2, 3, 0, 0, 1}};
  const auto wanted = phone_runs(table, whole, config);
  Codes codes{1, {}};
  std::vector<PhoneRun> runs;
  for (const Code code : whole.data) {
    codes.data.push_back(code);
    extend_phone_runs(table, codes, config, runs);
  }
  ASSERT_EQ(runs.size(), wanted.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    EXPECT_EQ(runs[i].phone, wanted[i].phone);
    EXPECT_EQ(runs[i].begin, wanted[i].begin);
    EXPECT_EQ(runs[i].end, wanted[i].end);
    EXPECT_EQ(runs[i].confidence, wanted[i].confidence);
    EXPECT_EQ(runs[i].first_frame, wanted[i].first_frame);
    EXPECT_EQ(runs[i].frames, wanted[i].frames);
  }
}

}  // namespace
}  // namespace codec
