#include "tests/test_gui.h"

#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "codec/sound/audio_file.h"
#include "gui/audio/live_engine.h"
#include "gui/audio/monitor_mix.h"
#include "gui/audio/play_feed.h"
#include "gui/audio/spool.h"
#include "gui/batch/batch_model.h"
#include "gui/document/abx_session.h"
#include "gui/document/session.h"
#include "gui/look/colour_map.h"
#include "gui/look/figures_table.h"
#include "gui/look/phone_class.h"
#include "gui/panels/frame_model.h"
#include "gui/panels/usage_model.h"
#include "gui/views/spectrogram.h"
#include "gui/views/token_view.h"
#include "gui/views/usage_view.h"
#include "gui/views/waveform_view.h"
#include "tests/support/random_model.h"
#include "tests/support/studio_window.h"

using gui::Sound;
using gui::TimeAxis;

namespace {

std::vector<float> tone(double hz, std::size_t samples, int rate = 16000, float level = 0.5F) {
  std::vector<float> x(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    x[i] = level * static_cast<float>(
                       std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate));
  }
  return x;
}

int lightness(QRgb c) { return qRed(c) + qGreen(c) + qBlue(c); }

QImage picture(QWidget& widget) {
  return widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

}  // namespace

void TestParts::trackKeepsSnapshots() {
  gui::Track track;
  const auto x = tone(100, 150000);
  track.append(std::span(x).first(70001));
  const gui::Track snapshot = track;
  track.append(std::span(x).subspan(70001));
  QCOMPARE(snapshot.size(), 70001);
  std::vector<float> out(70100);
  snapshot.read(-50, out);
  QCOMPARE(out[49], 0.0F);
  QVERIFY(std::equal(x.begin(), x.begin() + 70001, out.begin() + 50));
  QCOMPARE(out[70051], 0.0F);
  std::vector<float> all(150000);
  track.read(0, all);
  QVERIFY(all == x);
}

void TestParts::peaksHoldEveryExtreme() {
  std::vector<float> x(100000, 0.0F);
  x[77777] = 0.9F;
  x[12345] = -0.8F;
  gui::Peaks peaks;
  for (std::size_t at = 0; at < x.size(); at += 997) {
    peaks.append(std::span(x).subspan(at, std::min<std::size_t>(997, x.size() - at)));
  }
  QCOMPARE(peaks.range(0, 100000).high, 0.9F);
  QCOMPARE(peaks.range(0, 100000).low, -0.8F);
  QCOMPARE(peaks.range(77777, 77778).high, 0.9F);
  QCOMPARE(peaks.range(20000, 70000).low, 0.0F);
  QCOMPARE(peaks.range(200000, 300000).high, 0.0F);
}

void TestParts::axisZoomsAroundTheAnchor() {
  TimeAxis axis;
  axis.setWidth(1000);
  axis.setSound(16000, 1600000);
  const auto under = axis.sampleAt(700);
  axis.zoom(4.0, 700);
  QVERIFY(std::abs(axis.pixelOf(under) - 700) < 1.0);
  QCOMPARE(axis.samplesPerPixel(), 400.0);
}

void TestParts::axisNeverLeavesTheSound() {
  TimeAxis axis;
  axis.setWidth(1000);
  axis.setSound(16000, 1600000);
  axis.zoom(10, 500);
  axis.scrollTo(99999999);
  QVERIFY(axis.visible().end <= 1600001);
  axis.scrollTo(-5);
  QCOMPARE(axis.start(), 0);
  axis.zoom(1e-9, 0);
  QCOMPARE(axis.samplesPerPixel(), 1600.0);
  axis.setSelection({-100, 99999999});
  QCOMPARE(axis.selection(), (gui::TimeSpan{0, 1600000}));
}

void TestParts::timesAreWritten_data() {
  QTest::addColumn<double>("seconds");
  QTest::addColumn<int>("digits");
  QTest::addColumn<QString>("text");
  QTest::newRow("zero") << 0.0 << 3 << QStringLiteral("0:00.000");
  QTest::newRow("carry") << 59.9996 << 3 << QStringLiteral("1:00.000");
  QTest::newRow("hours") << 3723.5 << 1 << QStringLiteral("1:02:03.5");
  QTest::newRow("whole") << 61.2 << 0 << QStringLiteral("1:01");
}

void TestParts::timesAreWritten() {
  QFETCH(double, seconds);
  QFETCH(int, digits);
  QFETCH(QString, text);
  QCOMPARE(gui::formatTime(seconds, digits), text);
}

void TestParts::colourMapsRiseInLightness_data() {
  QTest::addColumn<int>("map");
  for (const auto map : gui::kColourMaps) {
    QTest::newRow(qPrintable(gui::colourMapName(map))) << static_cast<int>(map);
  }
}

void TestParts::colourMapsRiseInLightness() {
  QFETCH(int, map);
  const auto& table = gui::colourTable(static_cast<gui::ColourMap>(map));
  for (std::size_t i = 16; i < table.size(); i += 16) {
    QVERIFY2(gui::luminance(table[i]) > gui::luminance(table[i - 16]),
             qPrintable(QString::number(i)));
  }
}

void TestParts::textOnEveryCodeColourIsReadable() {
  auto grounds = gui::codeColours(gui::ColourMap::viridis, 1024);
  for (const bool dark : {false, true}) {
    const auto calm = gui::calmCodeColours(1024, dark);
    grounds.insert(grounds.end(), calm.begin(), calm.end());
    for (int kind = 0; kind < gui::kPhoneClasses; ++kind) {
      for (const double share : {0.1, 0.5, 1.0}) {
        grounds.push_back(gui::phoneColour(static_cast<gui::PhoneClass>(kind), share, dark));
      }
    }
  }
  for (const QRgb ground : grounds) {
    const double a = gui::luminance(ground) + 0.05;
    const double b = gui::luminance(gui::readableOn(ground)) + 0.05;
    QVERIFY(std::max(a, b) / std::min(a, b) >= 4.5);  // WCAG AA
  }
}

void TestParts::waveformFillsItsPeaks() {
  TimeAxis axis;
  gui::WaveformView view(&axis, gui::WaveformView::Role::original);
  view.resize(400, 101);
  axis.setWidth(400);
  auto sound = std::make_shared<Sound>();
  sound->append(std::vector<float>(16000, 0.0F));
  sound->append(tone(440, 16000));
  axis.setSound(16000, 32000);
  view.setSound(sound);
  const QImage image = picture(view);
  const QRgb ink = gui::colours().original.rgb();
  const int row = static_cast<int>(view.rowOf(0.3F));
  QVERIFY(image.pixel(300, row) == ink);
  QVERIFY(image.pixel(100, row) != ink);
  QVERIFY(image.pixel(300, static_cast<int>(view.rowOf(0.8F))) != ink);
}

void TestParts::aToneIsOneBrightRow() {
  gui::SpectrogramRequest request;
  request.first.append(tone(2000, 32000));
  request.columns = 50;
  request.rows = 160;
  request.perColumn = 400;
  for (const auto scale : {gui::FrequencyScale::linear, gui::FrequencyScale::mel}) {
    request.style.scale = scale;
    const auto result = gui::renderSpectrogram(request);
    int brightest = 0;
    for (int y = 0; y < 160; ++y) {
      if (lightness(result.image.pixel(25, y)) > lightness(result.image.pixel(25, brightest))) {
        brightest = y;
      }
    }
    QVERIFY(std::abs(brightest - gui::rowOfFrequency(2000, 160, 16000, scale)) <= 3.0);
  }
}

void TestParts::bandsZoomAroundTheirFrequency() {
  constexpr int kRows = 200;
  for (const auto scale : {gui::FrequencyScale::linear, gui::FrequencyScale::mel}) {
    const auto rowOf = [&](double hz, const gui::FrequencyBand& band) {
      return gui::rowOfFrequency(hz, kRows, 16000, scale, band);
    };
    const auto band = gui::zoomedBand({}, 4.0, 2000, 16000, scale);
    QVERIFY(band.lowHz > 0 && band.highHz < 8000);
    QVERIFY(std::abs(rowOf(2000, band) - rowOf(2000, {})) < 0.5);
    QVERIFY(std::abs(gui::frequencyOfRow(rowOf(1777, band), kRows, 16000, scale, band) - 1777) <
            0.1);
    QVERIFY(gui::zoomedBand(band, 0.1, 2000, 16000, scale) == gui::FrequencyBand{});
    QVERIFY(gui::movedBand(band, -100, 16000, scale).lowHz == 0.0);
    gui::SpectrogramStyle style;
    style.scale = scale;
    style.band = band;
    const auto ticks = gui::frequencyTicks(style, 16000, kRows, 20);
    QVERIFY(ticks.size() >= 3);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
      QVERIFY(ticks[i] >= band.lowHz && ticks[i] <= band.highHz);
      QVERIFY(i == 0 || rowOf(ticks[i - 1], band) - rowOf(ticks[i], band) >= 19.9);
    }
    // The picture has the tone where the band says.
    gui::SpectrogramRequest request;
    request.first.append(tone(2000, 32000));
    request.columns = 50;
    request.rows = kRows;
    request.perColumn = 400;
    request.style = style;
    const auto image = gui::renderSpectrogram(request).image;
    int brightest = 0;
    for (int y = 0; y < kRows; ++y) {
      if (lightness(image.pixel(25, y)) > lightness(image.pixel(25, brightest))) brightest = y;
    }
    QVERIFY(std::abs(brightest - rowOf(2000, band)) <= 6.0);
  }
  gui::Track track;
  track.append(tone(1000, 32000, 16000, 1.0F));
  QVERIFY(std::abs(gui::levelAt(track, 16000, 1000, 512) - 0.0) < 3.5);
  QVERIFY(gui::levelAt(track, 16000, 5000, 512) < -60.0);
}

// Beeps of 40 ms in twenty minutes, in columns of two seconds.
void TestParts::shortEventsAreSeenFromFarOut() {
  constexpr int kRate = 16000;
  constexpr int kColumn = 2 * kRate;
  std::vector<float> samples(static_cast<std::size_t>(kRate) * 1200);
  const std::vector<std::size_t> beeps{1'234'567, 5'000'100, 9'876'543, 14'141'414, 18'765'432};
  for (std::size_t i = 0; i < samples.size(); ++i) {  // a hum that is louder than they are
    samples[i] = 0.05F * std::sin(0.05F * static_cast<float>(i % 20000));
  }
  const auto beep = tone(3000, 640, kRate, 0.03F);
  for (const std::size_t at : beeps) {
    for (std::size_t i = 0; i < beep.size(); ++i) samples[at + i] += beep[i];
  }
  gui::SpectrogramRequest request;
  request.first = gui::Track(kRate);
  request.first.append(samples);
  request.columns = 600;
  request.rows = 128;
  request.perColumn = kColumn;
  const QImage image = gui::renderSpectrogram(request).image;
  const int row =
      static_cast<int>(gui::rowOfFrequency(3000, request.rows, kRate, request.style.scale));
  const auto light = [&](int column) {
    int most = 0;
    for (int y = row - 2; y <= row + 2; ++y) most = std::max(most, qGray(image.pixel(column, y)));
    return most;
  };
  for (const std::size_t at : beeps) {
    const int column = static_cast<int>(at / kColumn);
    QVERIFY2(
        light(column) > light(column - 3) + 60,
        qPrintable(
            QStringLiteral("%1: %2, %3").arg(column).arg(light(column)).arg(light(column - 3))));
  }
}

void TestParts::differenceOfEqualsIsNeutral() {
  gui::SpectrogramRequest request;
  request.first.append(tone(700, 16000));
  request.second = request.first;
  request.columns = 20;
  request.rows = 40;
  request.perColumn = 600;
  request.style.middle = qRgb(10, 20, 30);
  const QRgb pixel = gui::renderSpectrogram(request).image.pixel(10, 20);
  QVERIFY(std::abs(qRed(pixel) - 10) <= 1 && std::abs(qBlue(pixel) - 30) <= 1);
}

void TestParts::scrollingReusesWhatWasRight() {
  gui::SpectrogramRequest request;
  request.first.append(testing_support::synthetic_speech(64000, 16000, 2));
  request.columns = 100;
  request.rows = 60;
  request.perColumn = 200;
  const auto before = gui::renderSpectrogram(request);
  request.begin = 40;
  const auto reused = gui::renderSpectrogram(request, before);
  const auto fresh = gui::renderSpectrogram(request);
  QCOMPARE(reused.image, fresh.image);
}

void TestParts::tokensAreColouredByCode() {
  TimeAxis axis;
  gui::TokenView view(&axis);
  view.resize(500, 60);
  axis.setWidth(500);
  axis.setSound(16000, 320 * 10);
  auto codes = std::make_shared<codec::Codes>();
  codes->levels = 2;
  for (int frame = 0; frame < 10; ++frame) {
    codes->data.push_back(static_cast<codec::Code>(frame));
    codes->data.push_back(7);
  }
  view.setCodes(codes, 320, 16);
  view.setColourMap(gui::ColourMap::viridis);
  axis.showSpan({0, 3200});
  const auto colours = gui::codeColours(gui::ColourMap::viridis, 16);
  const QImage image = picture(view);
  const QRectF cell = view.cell(0, 4);
  QCOMPARE(image.pixel(static_cast<int>(cell.left()) + 3, 3), colours[4]);
  QCOMPARE(image.pixel(static_cast<int>(view.cell(1, 8).left()) + 3, 33), colours[7]);
  QCOMPARE(view.frameAt(cell.center().x()), 4);
  QCOMPARE(view.levelAt(45), 1);
  QCOMPARE(view.frameAt(100000), -1);
}

void TestParts::everyMarkIsDrawnWhenZoomedOut() {
  TimeAxis axis;
  gui::TokenView view(&axis);
  view.resize(300, 40);
  axis.setWidth(300);
  auto codes = std::make_shared<codec::Codes>();
  codes->levels = 1;
  codes->data.assign(30000, 1);
  codes->data[12345] = 9;
  axis.setSound(16000, 320LL * 30000);
  view.setCodes(codes, 320, 16);
  view.setMarked(0, 9);
  const QImage image = picture(view);
  const int x = static_cast<int>(12345.0 / 30000 * 300);
  bool found = false;
  for (int i = x - 2; i <= x + 2; ++i) {
    found = found || image.pixel(i, 10) == gui::colours().accent.rgb();
  }
  QVERIFY(found);
}

void TestParts::usageBarsKeepTheHighestPeak() {
  quantizer::CodebookUsage usage(1024);
  std::vector<std::uint16_t> codes(100, 700);
  codes.push_back(701);
  usage.add(codes);
  gui::UsageView view(0);
  view.resize(200, 64);
  view.setUsage(usage);
  int found = 0;
  const int left = static_cast<int>(view.plot().left());
  for (int x = left; x < 194; ++x) found += view.codeAt(x) == 700 ? 1 : 0;
  QCOMPARE(found, 1);
  view.setOrder(gui::UsageOrder::count);
  QCOMPARE(view.codeAt(left), 700);
  QCOMPARE(view.codeAt(6), -1);  // the figures of its axis
  QSignalSpy clicked(&view, &gui::UsageView::codeClicked);
  QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(left, 40));
  QCOMPARE(clicked.size(), 1);
  QCOMPARE(clicked[0][1].toInt(), 700);
}

void TestParts::usageModelIsConsistent() {
  gui::UsageModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
  quantizer::CodebookUsage usage(8);
  model.setUsage({usage, usage});
  QCOMPARE(model.index(0, gui::UsageModel::kUsed).data().toString(), QStringLiteral("–"));
  usage.add(std::vector<std::uint16_t>{1, 1, 2, 3});
  model.setUsage({usage, usage});
  model.setUsage({usage});
  QCOMPARE(model.rowCount(), 1);
  QCOMPARE(model.index(0, gui::UsageModel::kUsed).data().toInt(), 3);
  QCOMPARE(model.index(0, gui::UsageModel::kCeiling).data().toInt(), 4);
  QCOMPARE(model.index(0, gui::UsageModel::kUnused).data().toInt(), 5);
  QCOMPARE(model.index(0, gui::UsageModel::kEntropy).data().toString(), QStringLiteral("1.50"));
}

void TestParts::batchModelIsConsistent() {
  gui::BatchModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.setFiles({{0, "/a/one.wav", "/b/one.sgl", 10}, {1, "/a/two.wav", "/b/two.sgl", 20}});
  model.start(1);
  model.progress(1, 0.5);
  QCOMPARE(model.index(1, gui::BatchModel::kState).data(gui::BatchModel::kProgress).toDouble(),
           0.5);
  codec::BatchResult result;
  result.index = 1;
  result.outcome = codec::BatchOutcome::failed;
  result.reason = "two.wav: broken";
  model.end(result);
  QCOMPARE(model.failed().size(), std::size_t{1});
  QCOMPARE(model.index(1, gui::BatchModel::kNote).data().toString(),
           QStringLiteral("two.wav: broken"));
  codec::BatchResult other;
  other.index = 99;
  model.end(other);
  model.setFiles({});
  QCOMPARE(model.rowCount(), 0);
}

void TestParts::switchesGiveTheirMask() {
  gui::LevelSwitches s;
  QCOMPARE(s.mask(5), 0b11111u);
  s.upTo = 3;
  QCOMPARE(s.mask(5), 0b00111u);
  s.muted = 0b00010;
  QCOMPARE(s.mask(5), 0b00101u);
  s.solo = 0b00110;
  QCOMPARE(s.mask(5), 0b00100u);
}

void TestParts::mixIsEquallyLoudAndFades() {
  gui::MonitorMix mix(16000);
  const auto loud = tone(300, 320, 16000, 0.5F);
  const auto faint = tone(300, 320, 16000, 0.25F);
  std::vector<float> out(320);
  for (int i = 0; i < 400; ++i) mix.mix(loud, faint, gui::Listen::reconstruction, true, out);
  QVERIFY(std::abs(mix.matchDb() - 6.02) < 0.2);
  // Switching moves by at most one step a sample: nothing clicks.
  std::vector<float> a(320, 0.5F);
  std::vector<float> b(320, -0.5F);
  gui::MonitorMix fade(16000);
  fade.mix(a, b, gui::Listen::original, false, out);
  QCOMPARE(out[319], 0.5F);
  fade.mix(a, b, gui::Listen::reconstruction, false, out);
  for (std::size_t i = 1; i < out.size(); ++i) QVERIFY(std::abs(out[i] - out[i - 1]) < 0.01F);
  QCOMPARE(out[319], -0.5F);
}

void TestParts::mixTurnsBothDownBeforeItClips() {
  // As loud as the original, the reconstruction would reach 1.8.
  std::vector<float> original(320, 0.9F);
  std::vector<float> reconstruction(320, 0.25F);
  reconstruction[300] = 0.5F;
  std::vector<float> a(320);
  std::vector<float> b(320);
  gui::MonitorMix listenA(16000);
  gui::MonitorMix listenB(16000);
  for (int i = 0; i < 400; ++i) {
    listenA.mix(original, reconstruction, gui::Listen::original, true, a);
    listenB.mix(original, reconstruction, gui::Listen::reconstruction, true, b);
    for (const float x : b) QVERIFY(std::abs(x) <= 1.0F);
  }
  QVERIFY(listenB.trim() < 1.0F);
  QCOMPARE(listenA.trim(), listenB.trim());  // so that switching changes no loudness
  QVERIFY(a[10] < 0.9F);
  listenB.reset(16000);
  QCOMPARE(listenB.trim(), 1.0F);
}

void TestParts::spoolSurvivesItsWriter() {
  QTemporaryDir folder;
  const std::filesystem::path where = folder.path().toStdString();
  std::filesystem::path kept;
  {
    auto spool = gui::Spool::create(where, 16000);
    QVERIFY(spool.ok());
    kept = spool->path();
    QVERIFY(spool->append(tone(100, 5000)).ok());
    QVERIFY(gui::orphanedSpools(where).empty());              // its writer lives
    std::filesystem::copy_file(kept, where / "crashed.wav");  // as a crash would leave it
  }
  QCOMPARE(gui::orphanedSpools(where).size(), std::size_t{2});
  const auto crashed = where / "crashed.wav";
  QVERIFY(gui::recoverSpool(crashed).ok());
  QVERIFY(std::filesystem::file_size(crashed) == 44 + 4 * 5000);
  std::filesystem::resize_file(crashed, 44 + 4 * 1000 + 3);
  QVERIFY(gui::recoverSpool(crashed).ok());
  QVERIFY(std::filesystem::file_size(crashed) == 44 + 4 * 1000);
  QVERIFY(!gui::recoverSpool(where / "missing.wav").ok());
}

void TestParts::playFeedContinuesAnywhere() {
  const auto model = testing_support::random_model(testing_support::tiny_config(), 1);
  const auto sound = testing_support::synthetic_speech(32000, 16000, 4);
  const auto codes = std::make_shared<codec::Codes>(codec::encode(model, sound));
  const auto whole = codec::decode(model, *codes);
  gui::PlayRequest request;
  request.source.append(sound);
  request.codes = codes;
  request.begin = 0;
  request.end = 32000;
  gui::PlayFeed feed(model, request);
  std::vector<float> original(200);
  std::vector<float> decoded(200);
  std::vector<float> all;
  while (const std::size_t n = feed.next(original, decoded, 0xffffffffu)) {
    all.insert(all.end(), decoded.begin(), decoded.begin() + static_cast<std::ptrdiff_t>(n));
  }
  QCOMPARE(all.size(), sound.size());
  QVERIFY(std::equal(all.begin(), all.end() - 2000, whole.begin()));
  // Without codes the same comes from encoding on the way.
  request.codes = nullptr;
  gui::PlayFeed live(model, request);
  std::vector<float> again;
  while (const std::size_t n = live.next(original, decoded, 0xffffffffu)) {
    again.insert(again.end(), decoded.begin(), decoded.begin() + static_cast<std::ptrdiff_t>(n));
  }
  QVERIFY(std::equal(again.begin(), again.end() - 2000, whole.begin()));
}

// Lost frames are silent wherever playing begins; what lies beside them is as ever.
// A plays what lies on disk: both channels, and frequencies that the codec never hears.
void TestParts::theOriginalKeepsItsRateAndChannels() {
  QTemporaryDir folder;
  const auto path =
      std::filesystem::path(folder.filePath(QStringLiteral("wide.wav")).toStdString());
  constexpr int kHz = 44100;
  const auto left = tone(440, kHz, kHz, 0.3F);
  const auto right = tone(12000, kHz, kHz, 0.3F);
  std::vector<float> both;
  for (std::size_t i = 0; i < left.size(); ++i) both.insert(both.end(), {left[i], right[i]});
  codec::AudioWriterOptions options;
  options.sample_rate_hz = kHz;
  options.channels = 2;
  auto writer = codec::AudioWriter::create(path, options);
  QVERIFY(writer.ok() && writer->write(both).ok() && writer->finish().ok());

  auto port = std::make_shared<gui::AudioPort>();
  gui::LiveEngine engine(port);
  engine.setListen(gui::Listen::original);
  gui::PlayRequest request;
  request.source = gui::Track(16000);
  request.source.append(tone(440, 16000, 16000, 0.15F));
  request.begin = 4000;
  request.end = 12000;
  request.whole = path;
  engine.play(request, kHz);
  std::vector<float> heard[2];
  for (int i = 0; i < 3000 && (engine.isPlaying() || port->heard.readable() > 0); ++i) {
    float middle[256];
    float side[256];
    const std::size_t before = port->heard.readable();
    port->playback(middle, side);
    for (std::size_t k = 0; k < std::min<std::size_t>(before, 256); ++k) {
      heard[0].push_back(middle[k] + side[k]);
      heard[1].push_back(middle[k] - side[k]);
    }
    QTest::qSleep(2);
  }
  QCOMPARE(engine.stats().originalHz, kHz);
  QCOMPARE(engine.stats().originalChannels, 2);
  const std::size_t expected = kHz / 2;
  QVERIFY(std::abs(static_cast<double>(heard[0].size()) - static_cast<double>(expected)) < 3 * 256);
  // Sample by sample what the file holds there.
  const std::size_t from = kHz / 4;
  double worst = 0.0;
  for (std::size_t i = 0; i < expected - 600; ++i) {
    worst = std::max({worst, static_cast<double>(std::abs(heard[0][i] - left[from + i])),
                      static_cast<double>(std::abs(heard[1][i] - right[from + i]))});
  }
  QVERIFY2(worst < 2e-4, qPrintable(QString::number(worst)));
  // A file that is gone is told, and what the codec hears plays instead.
  std::filesystem::remove(path);
  engine.play(request, 16000);
  std::optional<codec::Error> error;
  for (int i = 0; i < 2000 && !error; ++i) {
    float middle[256];
    port->playback(middle);
    error = engine.takeSourceError();
    QTest::qSleep(2);
  }
  QVERIFY(error.has_value());
  QCOMPARE(engine.stats().originalHz, 0);
  engine.stopPlaying();
}

void TestParts::aLoopEndsWhenItIsTurnedOff() {
  gui::PlayRequest request;
  request.source = gui::Track(16000);
  request.source.append(std::vector<float>(1000, 0.1F));
  request.end = 1000;
  request.loop = true;
  gui::PlayFeed feed(nullptr, std::move(request));
  std::vector<float> original(320);
  std::vector<float> reconstruction(320);
  for (int i = 0; i < 10; ++i) QVERIFY(feed.next(original, reconstruction, 0) > 0);
  feed.setLoop(false);
  std::size_t heard = 0;
  for (int i = 0; i < 10; ++i) heard += feed.next(original, reconstruction, 0);
  QVERIFY(heard <= 1000);
  QCOMPARE(feed.next(original, reconstruction, 0), std::size_t{0});
}

void TestParts::lostFramesAreNotPlayed() {
  const auto model = testing_support::random_model(testing_support::tiny_config(), 1);
  const auto sound = testing_support::synthetic_speech(64 * 400, 16000, 4);
  gui::PlayRequest request;
  request.codes = std::make_shared<codec::Codes>(codec::encode(model, sound));
  request.end = 64 * 390;
  const auto play = [&](codec::SampleIndex begin) {
    request.begin = begin;
    gui::PlayFeed feed(model, request);
    std::vector<float> original(200);
    std::vector<float> decoded(200);
    std::vector<float> all(static_cast<std::size_t>(begin));
    while (const std::size_t n = feed.next(original, decoded, 0xffffffffu)) {
      all.insert(all.end(), decoded.begin(), decoded.begin() + static_cast<std::ptrdiff_t>(n));
    }
    return all;
  };
  for (const codec::SampleIndex begin : {0, 64 * 190, 64 * 220 + 7}) {
    request.lost.clear();
    const auto whole = play(begin);
    request.lost = {{200, 50}};
    const auto got = play(begin);
    QCOMPARE(got.size(), whole.size());
    QVERIFY(std::any_of(whole.begin() + 64 * 225, whole.begin() + 64 * 250,
                        [](float v) { return v != 0.0F; }));
    for (std::size_t i = static_cast<std::size_t>(begin); i < got.size(); ++i) {
      if (i >= 64 * 202 && i < 64 * 250) QCOMPARE(got[i], 0.0F);
      if (i < 64 * 200 || i >= 64 * 252) QCOMPARE(got[i], whole[i]);
    }
  }
}

// Solo, mute and "up to here" while a sound plays: from the next frame on, other sound.
namespace {

using MaskAt = std::function<std::uint32_t(std::size_t sample)>;

// The reconstruction as it is played, with what is switched on while it plays.
std::vector<float> played(const gui::ModelPtr& model, const gui::PlayRequest& request,
                          const MaskAt& maskAt) {
  gui::PlayFeed feed(model, request);
  std::vector<float> original(200);
  std::vector<float> decoded(200);
  std::vector<float> all;
  while (const std::size_t n = feed.next(original, decoded, maskAt(all.size()))) {
    all.insert(all.end(), decoded.begin(), decoded.begin() + static_cast<std::ptrdiff_t>(n));
  }
  return all;
}

double apart(const std::vector<float>& a, const std::vector<float>& b, std::size_t from,
             std::size_t to) {
  double sum = 0.0;
  for (std::size_t i = from; i < to; ++i) sum += std::abs(a[i] - b[i]);
  return sum / static_cast<double>(to - from);
}

}  // namespace

void TestParts::switchesChangeWhatIsPlayed() {
  const auto model = testing_support::random_model(testing_support::tiny_config(), 1);
  const auto sound = testing_support::synthetic_speech(16000, 16000, 4);
  gui::PlayRequest request;
  request.source.append(sound);
  request.codes = std::make_shared<codec::Codes>(codec::encode(model, sound));
  request.end = 16000;
  const auto play = [&](const MaskAt& maskAt) { return played(model, request, maskAt); };
  gui::LevelSwitches s;
  const auto whole = play([&](std::size_t) { return s.mask(4); });
  s.upTo = 2;
  const auto coarse = play([&](std::size_t) { return s.mask(4); });
  s.upTo = 16;
  s.solo = 0b0100;
  const auto solo = play([&](std::size_t) { return s.mask(4); });
  s.solo = 0;
  s.muted = 0b0001;
  const auto muted = play([&](std::size_t at) { return at < 8000 ? 0b1111u : s.mask(4); });
  QVERIFY(apart(whole, coarse, 0, 16000) > 1e-4);
  QVERIFY(apart(whole, solo, 0, 16000) > 1e-4);
  QVERIFY(apart(coarse, solo, 0, 16000) > 1e-4);
  QCOMPARE(apart(whole, muted, 0, 7900), 0.0);
  QVERIFY(apart(whole, muted, 8500, 16000) > 1e-4);
}

// A decoder that looks ahead has seen what comes with the former codebooks, and goes back for it.
void TestParts::aSwitchIsHeardAtOnce() {
  const QTemporaryDir folder;
  const auto model =
      codec::Model::load(testing_support::write_two_decoders(folder.path().toStdString(), 8));
  QVERIFY(model.ok());
  const int hop = 64;
  const auto sound = testing_support::synthetic_speech(16000, 16000, 4);
  gui::PlayRequest request;
  request.source.append(sound);
  request.codes = std::make_shared<codec::Codes>(codec::encode(*model, sound));
  request.end = 16000;
  const auto all = played(*model, request, [](std::size_t) { return 0b1111u; });
  const auto both = played(
      *model, request, [](std::size_t at) { return at >= 8000 && at < 12000 ? 0b0001u : 0b1111u; });
  QCOMPARE(apart(both, all, 0, 8000), 0.0);
  // From there on as if playing had begun there with them, but for a hop in which they take over.
  for (const auto& [from, to, mask] :
       {std::tuple{8000, 12000, 0b0001u}, std::tuple{12000, 16000, 0b1111u}}) {
    request.begin = from;
    const auto fresh = played(*model, request, [m = mask](std::size_t) { return m; });
    for (int at = from; at < to; ++at) {
      const double off =
          std::abs(both[static_cast<std::size_t>(at)] - fresh[static_cast<std::size_t>(at - from)]);
      const bool takesOver = at < from + hop;
      QVERIFY2(takesOver || off < 1e-5, qPrintable(QStringLiteral("%1: %2").arg(at).arg(off)));
    }
  }
  QCOMPARE(both.size(), std::size_t{16000});
}

void TestParts::waveformsFitTheirLoudestSample() {
  QCOMPARE(gui::WaveformView::fittingTop(0.9F), 1.0F);
  QCOMPARE(gui::WaveformView::fittingTop(0.5F), 0.5F);
  QCOMPARE(gui::WaveformView::fittingTop(0.06F), 0.0625F);
  QCOMPARE(gui::WaveformView::fittingTop(0.0F), 1.0F / 256);
  TimeAxis axis;
  gui::WaveformView view(&axis, gui::WaveformView::Role::original);
  view.resize(100, 101);
  QVERIFY(std::abs(view.rowOf(0.5F) - 26.0) < 0.1);
  view.setTop(0.5F);
  QVERIFY(std::abs(view.rowOf(0.5F) - 2.0) < 0.1);
  QVERIFY(std::abs(view.rowOf(0.0F) - 50.0) < 0.1);
}

// One hue a kind of phone where phones are told, grey where they are doubtful, one hue elsewhere.
void TestParts::semanticCodesHaveTheHueOfTheirPhone() {
  TimeAxis axis;
  gui::TokenView view(&axis);
  view.resize(500, 60);
  axis.setWidth(500);
  axis.setSound(16000, 3200);
  auto codes = std::make_shared<codec::Codes>();
  codes->levels = 2;
  for (int frame = 0; frame < 10; ++frame) {
    codes->data.push_back(static_cast<codec::Code>(frame % 4));
    codes->data.push_back(static_cast<codec::Code>(frame % 4));
  }
  view.setCodes(codes, 320, 16);
  axis.showSpan({0, 3200});
  const QImage before = picture(view);
  auto meanings = std::make_shared<gui::CodeMeanings>();
  meanings->level = 0;
  meanings->ofCode = {
      {QStringLiteral("S"), 0.8}, {}, {QStringLiteral("aɪ"), 0.6}, {QStringLiteral("SH"), 0.2}};
  view.setMeanings(meanings);
  const QImage after = picture(view);
  const auto ground = [&](const QImage& image, int level, std::int64_t frame) {
    const QRectF cell = view.cell(level, frame);
    return image.pixel(static_cast<int>(cell.left()) + 2, static_cast<int>(cell.top()) + 2);
  };
  QCOMPARE(ground(after, 0, 0), gui::phoneColour(gui::PhoneClass::fricative, 0.8, false));
  QCOMPARE(ground(after, 0, 2), gui::phoneColour(gui::PhoneClass::vowel, 0.6, false));
  QCOMPARE(ground(after, 1, 2), ground(before, 1, 2));  // another codebook
  const QColor doubtful(ground(after, 0, 3));
  QVERIFY(doubtful.hslSaturation() < 5);
  QVERIFY(QColor(ground(after, 0, 0)).hslSaturation() > 40);
  QCOMPARE(static_cast<int>(gui::phoneClassOf(QStringLiteral("ng"))),
           static_cast<int>(gui::PhoneClass::nasal));
  QCOMPARE(static_cast<int>(gui::phoneClassOf(QStringLiteral("?"))),
           static_cast<int>(gui::PhoneClass::unknown));
}

void TestParts::figuresAreNeverCutOff() {
  gui::UsageModel model;
  quantizer::CodebookUsage usage(1024);
  usage.add(std::vector<std::uint16_t>{1, 1000, 2, 3});
  model.setUsage({usage, usage, usage});
  gui::FiguresTable table(&model, QStringLiteral("figures"));
  const QAbstractItemView& view = table;  // where the hints are public
  QSignalSpy changed(&table, &gui::FiguresTable::wantedHeightChanged);
  for (const int width : {700, 150, 900}) {
    const bool scrolls = width == 150;
    table.resize(width, 120);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    int sum = 0;
    for (int c = 0; c < model.columnCount(); ++c) {
      QVERIFY(table.columnWidth(c) >= view.sizeHintForColumn(c));
      sum += table.columnWidth(c);
    }
    QCOMPARE(sum > table.viewport()->width(), scrolls);
    QCOMPARE(table.horizontalScrollBar()->maximum() > 0, scrolls);
    if (!scrolls) QCOMPARE(sum, table.viewport()->width());
  }
  QCOMPARE(changed.count(), 2);
  const int all = table.columnWidth(gui::UsageModel::kUsed);
  table.showColumn(gui::UsageModel::kUnused, false);
  QVERIFY(table.columnWidth(gui::UsageModel::kUsed) > all);
}

void TestParts::guessingHasItsProbability() {
  QCOMPARE(gui::guessingProbability(0, 10), 1.0);
  QVERIFY(std::abs(gui::guessingProbability(10, 10) - 1.0 / 1024) < 1e-12);
  QVERIFY(std::abs(gui::guessingProbability(9, 10) - 11.0 / 1024) < 1e-12);
  QVERIFY(std::abs(gui::guessingProbability(8, 10) - 56.0 / 1024) < 1e-12);
}

void TestParts::aBlindTestCountsAndTells() {
  gui::AbxSession session("a \"b\".wav", "tiny 2 of 4", 12, 42);
  bool sawA = false;
  bool sawB = false;
  for (int i = 0; !session.isDone(); ++i) {
    (session.xIsB() ? sawB : sawA) = true;
    // The first two answers are wrong.
    session.answer(session.xIsB() != (i < 2), 1.5);
  }
  QVERIFY(sawA && sawB);
  session.answer(true, 1.0);  // after the last
  QCOMPARE(session.answers().size(), std::size_t{12});
  QCOMPARE(session.correct(), 10);
  QCOMPARE(session.pValue(), gui::guessingProbability(10, 12));
  const QString csv = QString::fromStdString(session.toCsv());
  const QStringList lines = csv.split(QStringLiteral("\r\n"));
  QCOMPARE(lines.size(), 14);  // header, trials, nothing behind the last line's end
  QVERIFY(lines[1].startsWith(QStringLiteral("\"a \"\"b\"\".wav\",\"tiny 2 of 4\",1,")));
  QVERIFY(lines[1].endsWith(QStringLiteral(",0,1.500")));
  QVERIFY(lines[12].endsWith(QStringLiteral(",1,1.500")));
}

void TestParts::frameModelIsConsistent() {
  gui::FrameModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.setRows({{QStringLiteral("semantic"), 7, 3, 12, QStringLiteral("[s] 80 %")},
                 {QStringLiteral("acoustic"), 900, 0, 0, {}}});
  QCOMPARE(model.rowCount(), 2);
  QCOMPARE(model.index(0, gui::FrameModel::kShare).data().toString(), QStringLiteral("25.0 %"));
  QCOMPARE(model.index(0, gui::FrameModel::kPhone).data().toString(), QStringLiteral("[s] 80 %"));
  QCOMPARE(model.index(1, gui::FrameModel::kCode).data().toInt(), 900);
  QCOMPARE(model.index(1, gui::FrameModel::kPhone).data().toString(), QStringLiteral("–"));
  model.setRows({});
  QCOMPARE(model.rowCount(), 0);
}

int main(int argc, char** argv) {
  const testing_support::TestApplication app(argc, argv);
  TestParts parts;
  int failed = QTest::qExec(&parts, argc, argv);
  TestWindow window;
  failed += QTest::qExec(&window, argc, argv);
  return failed;
}
