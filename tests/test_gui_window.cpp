// The window as its user meets it, with a model of random weights and a virtual sound card.
#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QFontInfo>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QTimer>
#include <QTranslator>
#include <cstdlib>
#include <fstream>

#include "codec/audio_file.h"
#include "codec/container.h"
#include "gui/batch_dialog.h"
#include "gui/main_window.h"
#include "gui/spool.h"
#include "tests/support/random_model.h"
#include "tests/test_gui.h"

namespace {

constexpr int kLong = 30000;

void writeWav(const QString& path, double seconds, int rate = 16000) {
  codec::AudioWriterOptions options;
  options.sample_rate_hz = rate;
  auto writer = codec::AudioWriter::create(path.toStdString(), options);
  QVERIFY(writer.ok());
  const auto sound =
      testing_support::synthetic_speech(static_cast<std::size_t>(seconds * rate), rate, 11);
  QVERIFY(writer->write(sound).ok());
  QVERIFY(writer->finish().ok());
}

// A window with its model loaded.
class Window {
 public:
  explicit Window(const QString& model) : window(model) {
    window.show();
    window.activateWindow();  // shortcuts go to the active window; there is no window manager
    [&] { QVERIFY(QTest::qWaitForWindowActive(&window)); }();
    [&] { QTRY_VERIFY_WITH_TIMEOUT(window.session().hasModel(), kLong); }();
  }
  ~Window() {
    window.audio().stop();
    [&] { QTRY_VERIFY_WITH_TIMEOUT(window.audio().transport() == gui::Transport::idle, kLong); }();
  }
  void open(const QString& path) {
    window.openPath(path);
    settle();
    QVERIFY2(!window.session().document().isEmpty(), qPrintable(window.messages().text()));
  }
  void settle() { QTRY_VERIFY_WITH_TIMEOUT(!window.session().worker().isBusy(), kLong); }
  gui::MainWindow window;
};

bool haveSound() { return std::getenv("PULSE_SERVER") != nullptr; }

}  // namespace

TestWindow::TestWindow() = default;

QString TestWindow::path(const char* name) const {
  return folder_.filePath(QString::fromUtf8(name));
}

void TestWindow::initTestCase() {
  const auto folder = folder_.path().toStdString();
  auto config = testing_support::tiny_config();
  config.name = "tiny";
  testing_support::write_random_model(folder, config, 3);
  qputenv("SONOGLYPH_MODELS", folder_.path().toUtf8());
  writeWav(path("two seconds.wav"), 2.0);
  writeWav(path("cd rate ü.wav"), 1.0, 44100);
  QFile broken(path("broken.wav"));
  QVERIFY(broken.open(QIODevice::WriteOnly));
  broken.write("RIFF....WAVEnothing here");
}

void TestWindow::init() { QSettings().clear(); }

void TestWindow::fontsAreThere() { QVERIFY(!QFontInfo(QApplication::font()).family().isEmpty()); }

void TestWindow::opensEncodesAndCounts() {
  Window w(path("tiny.json"));
  w.open(path("cd rate ü.wav"));
  const auto& s = w.window.session();
  QCOMPARE(s.document().title, QStringLiteral("cd rate ü.wav"));
  QCOMPARE(s.document().length, 16000);
  QCOMPARE(s.document().sourceRateHz, 44100);
  QCOMPARE(s.document().codes->frames(), 16000 / 64);
  QCOMPARE(s.document().reconstruction->track.size(), 16000);
  const auto usage = s.usage(gui::UsageScope::file);
  QCOMPARE(usage.size(), std::size_t{4});
  QCOMPARE(usage[0].total(), std::uint64_t{250});
  QCOMPARE(s.usage(gui::UsageScope::selection)[0].total(), std::uint64_t{0});
  w.window.session().axis().setSelection({0, 6400});
  QCOMPARE(s.usage(gui::UsageScope::selection)[0].total(), std::uint64_t{100});
  QVERIFY(w.window.inspectorText(3).contains(QStringLiteral("3")));
  QVERIFY(w.window.inspectorText(100000).isEmpty());
}

void TestWindow::savesAndOpensAgain() {
  Window w(path("tiny.json"));
  w.open(path("cd rate ü.wav"));
  const codec::Codes codes = *w.window.session().document().codes;
  w.window.saveTo(path("saved.sgl"));
  w.settle();
  QVERIFY(QFile::exists(path("saved.sgl")));
  w.open(path("saved.sgl"));
  const auto& d = w.window.session().document();
  QVERIFY(*d.codes == codes);
  QVERIFY(!d.hasOriginal());
  QCOMPARE(d.length, 16000);
  QCOMPARE(d.sourceLength.value(), 44100);
  QCOMPARE(d.reconstruction->track.size(), 16000);
}

void TestWindow::fewerLevelsAreSmaller() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  w.window.saveTo(path("four.sgl"));
  w.settle();
  auto* slider = w.window.findChild<QSlider*>();
  QVERIFY(slider != nullptr);
  slider->setValue(2);
  w.settle();
  QCOMPARE(s.savedLevels(), 2);
  QCOMPARE(s.bitRate(2) * 2, s.bitRate(4));
  w.window.saveTo(path("two.sgl"));
  w.settle();
  const auto four = QFileInfo(path("four.sgl")).size();
  const auto two = QFileInfo(path("two.sgl")).size();
  QVERIFY(two < four);
  QVERIFY(two <= s.estimatedBytes(2));
  auto reader = codec::ContainerReader::open(path("two.sgl").toStdString());
  QVERIFY(reader.ok());
  QCOMPARE(reader->header().levels, 2);
}

void TestWindow::dropOpensAFile() {
  Window w(path("tiny.json"));
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path("two seconds.wav"))});
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&w.window, &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&w.window, &drop);
  QTRY_VERIFY_WITH_TIMEOUT(w.window.session().document().length == 32000, kLong);
}

void TestWindow::brokenFilesSayWhatIsWrong() {
  Window w(path("tiny.json"));
  w.window.openPath(path("broken.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.messages().isVisible(), kLong);
  QVERIFY(w.window.messages().text().contains(QStringLiteral("broken.wav")));
  w.window.openPath(path("not there.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.messages().text().contains(QStringLiteral("not there")), kLong);
  QVERIFY(w.window.session().document().isEmpty());
}

void TestWindow::undoBringsTheDocumentBack() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  w.open(path("cd rate ü.wav"));
  auto& s = w.window.session();
  s.undo().undo();
  w.settle();
  QCOMPARE(s.document().title, QStringLiteral("two seconds.wav"));
  QCOMPARE(s.document().codes->frames(), 500);
  s.undo().redo();
  QCOMPARE(s.document().title, QStringLiteral("cd rate ü.wav"));
  s.closeDocument();
  QVERIFY(s.document().isEmpty());
  s.undo().undo();
  QCOMPARE(s.document().title, QStringLiteral("cd rate ü.wav"));
}

void TestWindow::aClickOnABarMarksItsCode() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  w.window.usage().refresh();
  auto views = w.window.usage().findChildren<gui::UsageView*>();
  QCOMPARE(views.size(), 4);
  views[1]->setOrder(gui::UsageOrder::count);
  QTest::mouseClick(views[1], Qt::LeftButton, {}, QPoint(7, views[1]->height() - 6));
  QVERIFY(s.marked().has_value());
  QCOMPARE(s.marked()->level, 1);
  const auto first = s.nextMarked(-1, 1);
  QVERIFY(first >= 0);
  QCOMPARE(s.document().codes->at(1, first), s.marked()->code);
  QTest::keyClick(&w.window, Qt::Key_F3);
  QVERIFY(w.window.views().tokens().selectedFrame() >= 0);
  QTest::keyClick(&w.window, Qt::Key_Escape);
  QVERIFY(!s.marked().has_value());
}

void TestWindow::keysSwitchCodebooksAndListen() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  QTest::keyClick(&w.window, Qt::Key_2);
  QCOMPARE(s.levelMask(), 0b0011u);
  QTest::keyClick(&w.window, Qt::Key_0);
  QCOMPARE(s.levelMask(), 0b1111u);
  QTest::keyClick(&w.window, Qt::Key_X);
  QVERIFY(w.window.audio().listen() == gui::Listen::original);
  QTest::keyClick(&w.window, Qt::Key_X);
  QVERIFY(w.window.audio().listen() == gui::Listen::reconstruction);
}

void TestWindow::everyControlHasAName() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  for (const QWidget* child : w.window.findChildren<QWidget*>()) {
    const bool control = child->inherits("QAbstractButton") || child->inherits("QComboBox") ||
                         child->inherits("QSlider") || child->inherits("gui::TimeView") ||
                         child->inherits("gui::UsageView") || child->inherits("gui::LevelMeter");
    const bool internal = child->objectName().startsWith(QStringLiteral("qt_")) ||
                          QString::fromLatin1(child->metaObject()->className()) ==
                              QStringLiteral("QDockWidgetTitleButton") ||
                          QString::fromLatin1(child->metaObject()->className()) ==
                              QStringLiteral("QToolBarExtension") ||
                          child->inherits("QTableCornerButton");
    if (!control || internal || !child->isVisibleTo(&w.window) || child->parentWidget()->inherits("QTableView"))
      continue;
    const auto* button = qobject_cast<const QAbstractButton*>(child);
    const bool named =
        !child->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
    QVERIFY2(named, child->metaObject()->className());
  }
}

void TestWindow::themesChangeTheGround() {
  Window w(path("tiny.json"));
  w.window.setTheme(gui::Theme::dark);
  QTRY_VERIFY(w.window.palette().color(QPalette::Window).lightness() < 80);
  w.window.setTheme(gui::Theme::light);
  QTRY_VERIFY(w.window.palette().color(QPalette::Window).lightness() > 200);
}

void TestWindow::exportsEveryKind() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  for (const char* name : {"out.wav", "out.flac", "out.ogg", "out.npy", "out.json", "out.csv",
                           "out.safetensors", "out.png", "out.svg"}) {
    w.window.saveTo(path(name));
    w.settle();
    QVERIFY2(QFileInfo(path(name)).size() > 100, name);
  }
  auto reader = codec::AudioReader::open(path("out.wav").toStdString());
  QVERIFY(reader.ok());
  QCOMPARE(reader->info().length.value(), 32000);
  const codec::Codes codes = *w.window.session().document().codes;
  w.open(path("out.npy"));
  QVERIFY(*w.window.session().document().codes == codes);
  w.window.saveTo(path("no such folder/out.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.messages().text().contains(QStringLiteral("no such folder")),
                           kLong);
}

void TestWindow::recordsPlaysAndRecovers() {
  if (!haveSound()) QSKIP("run under tests/with-headless.sh");
  std::filesystem::remove_all(gui::AudioController::spoolFolder());
  Window w(path("tiny.json"));
  auto& s = w.window.session();
  auto& audio = w.window.audio();
  QTRY_VERIFY_WITH_TIMEOUT(audio.devicesKnown(), kLong);
  QTest::keyClick(&w.window, Qt::Key_R);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::recording, kLong);
  QTRY_VERIFY_WITH_TIMEOUT(s.document().length > 12000, kLong);
  QTRY_VERIFY_WITH_TIMEOUT(s.document().codes->frames() > 100, kLong);
  QTest::keyClick(&w.window, Qt::Key_P);
  QVERIFY(audio.isPaused());
  QTest::qWait(200);
  const auto paused = s.document().length;
  QTest::qWait(300);
  QCOMPARE(s.document().length, paused);
  QTest::keyClick(&w.window, Qt::Key_P);
  QTRY_VERIFY_WITH_TIMEOUT(s.document().length > paused + 4000, kLong);
  QTest::keyClick(&w.window, Qt::Key_R);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::idle, kLong);
  w.settle();
  QVERIFY(s.document().unsaved);
  QVERIFY(std::filesystem::exists(s.document().spool));
  QCOMPARE(s.document().codes->frames(), (s.document().length + 63) / 64);

  // What a crash would leave behind is offered.
  const auto crashed = gui::AudioController::spoolFolder() / "Recording crashed.wav";
  std::filesystem::copy_file(s.document().spool, crashed);
  const auto length = s.document().length;
  QTest::keyClick(&w.window, Qt::Key_Space);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::playing, kLong);
  QTRY_VERIFY_WITH_TIMEOUT(s.axis().cursor() > 2000, kLong);
  QTest::keyClick(&w.window, Qt::Key_Space);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::idle, kLong);

  const auto spool = s.document().spool;
  w.window.saveTo(path("recorded.sgl"));
  w.settle();
  QVERIFY(!s.document().unsaved);
  QVERIFY(!std::filesystem::exists(spool));
  w.window.offerRecovery();
  QVERIFY(w.window.messages().isVisible());
  auto* recover = w.window.messages().findChild<QPushButton*>();
  QTest::mouseClick(recover, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(s.document().title == QStringLiteral("Recording crashed"), kLong);
  w.settle();
  QCOMPARE(s.document().length, length);
  QVERIFY(s.document().unsaved);
  std::filesystem::remove(crashed);
}

void TestWindow::batchConvertsAndListsFailures() {
  Window w(path("tiny.json"));
  QDir().mkpath(path("batch"));
  gui::BatchDialog* dialog = w.window.showBatch();
  dialog->addInputs({path("two seconds.wav"), path("cd rate ü.wav"), path("broken.wav")});
  dialog->setOutput(path("batch"));
  dialog->start();
  QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLong);
  QCOMPARE(dialog->files().count(gui::BatchState::done), std::size_t{2});
  QCOMPARE(dialog->files().count(gui::BatchState::failed), std::size_t{1});
  QVERIFY(QFile::exists(path("batch/two seconds.sgl")));
  dialog->start();  // resumes: nothing is done twice
  QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLong);
  QCOMPARE(dialog->files().count(gui::BatchState::kept), std::size_t{2});
}

void TestWindow::germanIsComplete() {
  QTranslator german;
  QVERIFY(german.load(QStringLiteral(":/i18n/sonoglyph_de.qm")));
  QApplication::installTranslator(&german);
  {
    Window w(path("tiny.json"));
    QStringList texts;
    for (const QAction* a : w.window.actions())
      texts << QString(a->text()).remove(QLatin1Char('&'));
    QVERIFY(texts.contains(QStringLiteral("Aufnehmen oder anhalten")));
    QVERIFY(texts.contains(QStringLiteral("Beenden")));
  }
  QApplication::removeTranslator(&german);
}

// The longest time between two turns of the event loop while ten minutes are opened and encoded.
void TestWindow::openingDoesNotBlock() {
  writeWav(path("ten minutes.wav"), 600.0);
  Window w(path("tiny.json"));
  QElapsedTimer since;
  qint64 worst = 0;
  QTimer probe;
  probe.setTimerType(Qt::PreciseTimer);
  connect(&probe, &QTimer::timeout, this, [&] { worst = std::max(worst, since.restart()); });
  since.start();
  probe.start(5);
  w.window.openPath(path("ten minutes.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.session().document().length > 0, kLong);
  QTest::qWait(2000);
  probe.stop();
  w.window.session().worker().cancel();
  qInfo("longest turn of the event loop: %lld ms", static_cast<long long>(worst));
  QVERIFY(worst < 400);  // 50 ms on a quiet machine: sonoglyph-studio --profile-open
}
