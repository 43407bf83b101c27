#include "gui/window/scenes.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <utility>
#include <vector>

#include "codec/base/printed.h"
#include "gui/batch/batch_dialog.h"
#include "gui/look/theme.h"

namespace gui {
namespace {

const QStringList kScenes{
    QStringLiteral("start"),     QStringLiteral("main"),    QStringLiteral("live"),
    QStringLiteral("inspector"), QStringLiteral("quality"), QStringLiteral("layers"),
    QStringLiteral("search"),    QStringLiteral("atlas"),   QStringLiteral("transitions"),
    QStringLiteral("figure"),    QStringLiteral("batch")};

bool waitUntil(const std::function<bool()>& done, int limitMs) {
  QElapsedTimer since;
  since.start();
  while (!done()) {
    if (since.elapsed() > limitMs) return false;
    QEventLoop loop;
    QTimer::singleShot(20, &loop, &QEventLoop::quit);
    loop.exec();
  }
  return true;
}

void letPass(int ms) {
  waitUntil([] { return false; }, ms);
}

int complain(const QString& text) {
  std::fprintf(stderr, "sonoglyph-studio: %s\n", qPrintable(text));
  return 1;
}

double residentMb() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0.0;
  return file.readAll().split(' ').value(1).toDouble() * 4096.0 / 1e6;
}

double threadCpuMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Until the file is open, or the window says why it is not.
bool openAndWait(MainWindow& window, const QString& file, int limitMs) {
  const auto isOpen = [&] { return !window.session().document().isEmpty(); };
  const QString before = window.messages().text();
  window.openPath(file);
  waitUntil(
      [&] {
        return !window.session().worker().isBusy() &&
               (isOpen() || window.messages().text() != before);
      },
      limitMs);
  return isOpen();
}

void inspect(MainWindow& window) {
  Session& session = window.session();
  const auto& codes = *session.document().codes;
  if (codes.frames() == 0) return;
  // A stretch of speech, wide enough for numbers, with a code of the first codebook marked.
  const std::int64_t hop = session.hopSamples();
  const std::int64_t middle = codes.frames() / 5;
  const std::int64_t count = std::min<std::int64_t>(codes.frames(), 26);
  session.axis().showSpan({middle * hop, (middle + count) * hop});
  const int level = 0;
  const codec::Code code = codes.at(level, std::min(codes.frames() - 1, middle + 6));
  session.mark(MarkedCode{level, code});
  window.usage().setOrder(UsageOrder::count);
  window.usage().setScale(CountScale::logarithmic);
  window.views().tokens().selectFrame(middle + 6);
  Q_EMIT window.views().tokens().frameSelected(middle + 6, -1);
}

void compareCodecs(MainWindow& window) {
  const QualityMeter& meter = window.session().quality();
  waitUntil([&] { return !meter.points().empty() && !meter.isBusy(); }, 120000);
  window.quality().measure();
  waitUntil([&] { return window.quality().comparison() != nullptr; }, 300000);
  window.raisePanel(QStringLiteral("quality"));
}

void showLayers(MainWindow& window) {
  using Row = ViewStack::Row;
  for (const Row row : {Row::spectrum, Row::quality}) window.views().setRowVisible(row, false);
  window.views().setRowVisible(Row::layers, true);
  window.raisePanel(QStringLiteral("quality"));
}

// Two phones that are said often, one after the other; codes, where the model knows no phones.
void searchPair(MainWindow& window) {
  Session& session = window.session();
  window.raisePanel(QStringLiteral("search"));
  const auto& codes = *session.document().codes;
  const auto phones = session.model()->phones();
  const Transitions pairs =
      phones != nullptr
          ? phoneTransitions(codec::phone_runs(*phones, codes, session.model()->config()), 12)
          : codeTransitions(codes, 0, 12);
  QString most;
  std::int64_t often = 0;
  for (std::size_t i = 0; i < pairs.names.size(); ++i) {
    for (std::size_t k = 0; k < pairs.names.size(); ++k) {
      if (pairs.at(i, k) <= often || pairs.names[i] == QStringLiteral("SIL")) continue;
      often = pairs.at(i, k);
      most = pairs.names[i] + QLatin1Char(' ') + pairs.names[k];
    }
  }
  window.search().search(most, 0);
  letPass(800);
  window.search().list().setCurrentRow(0);
  Q_EMIT window.search().list().itemActivated(window.search().list().item(0));
}

void showAtlas(MainWindow& window, bool transitions) {
  window.raisePanel(QStringLiteral("atlas"));
  window.atlas().showTransitions(transitions);
  const auto& codes = *window.session().document().codes;
  if (codes.frames() > 30) {
    window.session().mark(MarkedCode{0, codes.at(0, codes.frames() / 2)});
  }
}

}  // namespace

bool isScene(const QString& name) { return kScenes.contains(name); }

int takeScreenshot(MainWindow& window, const QString& scene, const QString& png,
                   const QStringList& files) {
  waitUntil([&] { return !window.session().worker().isBusy() && window.audio().devicesKnown(); },
            20000);
  QTemporaryDir scratch;
  QWidget* shown = &window;
  if (scene == QStringLiteral("live")) {
    window.audio().setMonitor(true);
    window.audio().record();
    const auto enough = [&] { return window.session().document().original->track.seconds() > 7.3; };
    if (!waitUntil(enough, 30000)) {
      return complain(QStringLiteral("scene live: ") + window.messages().text());
    }
  } else if (scene == QStringLiteral("batch")) {
    BatchDialog* dialog = window.showBatch();
    dialog->resize(900, 560);
    dialog->addInputs(files);
    dialog->setOutput(scratch.path());
    dialog->start();
    waitUntil([&] { return !dialog->isRunning(); }, 120000);
    dialog->setOutput(QDir::home().filePath(QStringLiteral("tokens")));
    shown = dialog;
  } else if (scene != QStringLiteral("start")) {
    if (files.isEmpty()) return complain(QStringLiteral("--screenshot needs a file"));
    if (!openAndWait(window, files.front(), 300000)) {
      return complain(window.messages().text());
    }
    if (scene == QStringLiteral("inspector")) inspect(window);
    if (scene == QStringLiteral("quality")) compareCodecs(window);
    if (scene == QStringLiteral("layers")) showLayers(window);
    if (scene == QStringLiteral("search")) searchPair(window);
    if (scene == QStringLiteral("atlas")) showAtlas(window, false);
    if (scene == QStringLiteral("transitions")) showAtlas(window, true);
    if (scene == QStringLiteral("figure")) {
      waitUntil([&] { return window.isSettled(); }, 60000);
      FigureOptions figure = window.views().figure();
      figure.title = QFileInfo(files.front()).completeBaseName();
      figure.dark = isDark();
      const auto saved = saveFigure(png.toStdString(), window.session(), figure);
      return saved ? 0 : complain(QString::fromStdString(saved.error().message));
    }
  }
  letPass(500);
  waitUntil([&] { return scene == QStringLiteral("live") || window.isSettled(); }, 60000);
  letPass(200);
  const bool saved = shown->grab().save(png);
  window.audio().stop();
  waitUntil([&] { return window.audio().transport() == Transport::idle; }, 5000);
  std::error_code ignored;  // the recording of the scene is nobody's
  std::filesystem::remove(window.session().document().spool, ignored);
  if (!saved) return complain(QStringLiteral("%1: cannot be written").arg(png));
  return 0;
}

int recordFor(MainWindow& window, double seconds) {
  waitUntil([&] { return !window.session().worker().isBusy() && window.audio().devicesKnown(); },
            20000);
  AudioController& audio = window.audio();
  audio.setMonitor(true);
  audio.record();
  if (!waitUntil([&] { return audio.transport() == Transport::recording; }, 10000)) {
    return complain(window.messages().text());
  }
  std::printf(
      "seconds,rss_mb,sound_mb,frames,late,xruns,dropped,mean_ms,p99_ms,max_ms,codec_ms,"
      "buffer_ms,block_ms,codec_buffer_ms\n");
  QElapsedTimer since;
  since.start();
  for (double next = 10.0;; next += 10.0) {
    const double until = std::min(next, seconds);
    waitUntil(
        [&] {
          return static_cast<double>(since.elapsed()) / 1000.0 >= until ||
                 audio.transport() != Transport::recording;
        },
        20000);
    const LiveStats s = audio.stats();
    const auto c = audio.counters();
    const Document& now = window.session().document();
    const double blockMs = 1000.0 * audio.stream(Side::input).blockS;
    const double soundMb =
        4e-6 * static_cast<double>(now.original->track.size() + now.reconstruction->track.size());
    const auto row = codec::printed(
        "%.0f,%.1f,%.1f,%llu,%llu,%llu,%llu,%.2f,%.2f,%.2f,%.1f,%.1f,%.1f,%.1f\n",
        static_cast<double>(since.elapsed()) / 1000.0, residentMb(), soundMb,
        static_cast<unsigned long long>(s.frames), static_cast<unsigned long long>(s.lateFrames),
        static_cast<unsigned long long>(c.underruns + c.inputOverflows + c.outputUnderflows),
        static_cast<unsigned long long>(c.recordDropped + c.liveDropped), s.computeMeanMs,
        s.computeP99Ms, s.computeMaxMs, s.algorithmicMs, s.bufferMs, blockMs,
        s.algorithmicMs + s.bufferMs + blockMs);
    std::fputs(row.c_str(), stdout);
    std::fflush(stdout);
    if (audio.transport() != Transport::recording) return complain(window.messages().text());
    if (until >= seconds) break;
  }
  audio.stop();
  waitUntil([&] { return audio.transport() == Transport::idle; }, 10000);
  const Document& d = window.session().document();
  std::printf("# recorded %.2f s, %lld frames\n", d.original->track.seconds(),
              static_cast<long long>(d.codes->frames()));
  std::error_code ignored;
  std::filesystem::remove(d.spool, ignored);
  return 0;
}

int profileOpening(MainWindow& window, const QStringList& files) {
  if (files.isEmpty()) return complain(QStringLiteral("--profile-open needs a file"));
  waitUntil([&] { return !window.session().worker().isBusy(); }, 20000);
  std::vector<double> gaps;
  double worstCpu = 0.0;  // of this thread: what a busy machine cannot add to
  double cpuBefore = threadCpuMs();
  QElapsedTimer since;
  QTimer probe;
  probe.setTimerType(Qt::PreciseTimer);
  QObject::connect(&probe, &QTimer::timeout, [&] {
    gaps.push_back(static_cast<double>(since.nsecsElapsed()) / 1e6);
    since.start();
    const double cpu = threadCpuMs();
    worstCpu = std::max(worstCpu, cpu - std::exchange(cpuBefore, cpu));
  });
  QTimer user;  // somebody who looks around meanwhile
  int turn = 0;
  QObject::connect(&user, &QTimer::timeout, [&] {
    TimeAxis& axis = window.session().axis();
    if (window.session().document().isEmpty()) return;
    if (++turn % 40 == 0) return axis.showAll();
    if (turn % 2 == 0) return axis.zoom(1.3, axis.width() * 0.6);
    axis.scrollTo(axis.start() +
                  static_cast<codec::SampleIndex>(axis.width() * axis.samplesPerPixel() / 3));
  });
  since.start();
  probe.start(2);
  user.start(100);
  QElapsedTimer whole;
  whole.start();
  if (!openAndWait(window, files.front(), 540000))
    std::fprintf(stderr, "still encoding after 9 minutes\n");
  probe.stop();
  std::sort(gaps.begin(), gaps.end());
  const auto at = [&](double share) {
    return gaps.empty()
               ? 0.0
               : gaps[static_cast<std::size_t>(share * static_cast<double>(gaps.size() - 1))];
  };
  const auto over = gaps.end() - std::upper_bound(gaps.begin(), gaps.end(), 52.0);
  std::printf(
      "opened %.0f s of sound in %.1f s; event loop gaps (2 ms timer): p50 %.1f p99 %.1f "
      "p99.9 %.1f max %.1f ms; over 50 ms: %lld of %zu; most CPU in one gap %.1f ms; rss %.0f MB\n",
      window.session().document().original->track.seconds(),
      static_cast<double>(whole.elapsed()) / 1000.0, at(0.5), at(0.99), at(0.999), at(1.0),
      static_cast<long long>(over), gaps.size(), worstCpu, residentMb());
  return 0;
}

}  // namespace gui
