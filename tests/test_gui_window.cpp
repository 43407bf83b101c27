// The window as its user meets it, with a model of random weights and a virtual sound card.
#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QFontInfo>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QProcess>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTranslator>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <tuple>

#include "codec/container/container.h"
#include "codec/engine/model.h"
#include "codec/files/code_index.h"
#include "codec/files/code_search.h"
#include "codec/files/label_file.h"
#include "codec/model/phone_table.h"
#include "codec/sound/audio_file.h"
#include "gui/audio/audio_control.h"
#include "gui/audio/spool.h"
#include "gui/batch/batch_dialog.h"
#include "gui/document/error_sentences.h"
#include "gui/document/error_text.h"
#include "gui/document/export.h"
#include "gui/document/open_file.h"
#include "gui/views/figure.h"
#include "gui/views/level_meter.h"
#include "gui/window/about_dialog.h"
#include "gui/window/abx_dialog.h"
#include "gui/window/figure_dialog.h"
#include "gui/window/main_window.h"
#include "tests/support/random_model.h"
#include "tests/support/sound_server.h"
#include "tests/support/studio_window.h"
#include "tests/test_gui.h"

namespace {

using testing_support::kLong;
using testing_support::writeWav;
using Window = testing_support::StudioWindow;

bool haveSound() { return std::getenv("PULSE_SERVER") != nullptr; }

}  // namespace

TestWindow::TestWindow() = default;

QString TestWindow::path(const char* name) const {
  return folder_.filePath(QString::fromUtf8(name));
}

void TestWindow::initTestCase() {
  testing_support::fillWithTinyModel(folder_);
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

// As the command line does: the file comes before the model is there.
void TestWindow::aFileWaitsForTheModel() {
  for (const char* name : {"two seconds.wav", "broken.wav"}) {
    gui::MainWindow window(path("tiny.json"));
    QVERIFY(!window.session().hasModel());
    window.openPath(path(name));
    QVERIFY(window.session().worker().isLoading());
    QTRY_VERIFY_WITH_TIMEOUT(!window.session().worker().isBusy(), kLong);
    QVERIFY(window.session().hasModel());
    const gui::Document& d = window.session().document();
    if (std::string_view(name) == "broken.wav") {
      QVERIFY(d.isEmpty());
      QVERIFY(!window.messages().text().isEmpty());
      continue;
    }
    QVERIFY(d.codes->frames() > 0);
    QVERIFY(d.reconstruction->track.size() > 0);
  }
  {  // While another model loads as well, and then a recording that began meanwhile stays.
    Window w(path("tiny.json"));
    w.open(path("two seconds.wav"));
    gui::Session& session = w.window.session();
    session.worker().loadModel(path("tiny.json"));
    w.window.openPath(path("cd rate ü.wav"));
    w.settle();
    QCOMPARE(session.document().title, QStringLiteral("cd rate ü.wav"));
    QVERIFY(session.document().codes->frames() > 0);
    session.worker().loadModel(path("tiny.json"));
    w.window.openPath(path("two seconds.wav"));
    session.beginRecording(QStringLiteral("new"), {});
    w.settle();
    QCOMPARE(session.document().title, QStringLiteral("new"));
    QVERIFY(session.document().recording);
    session.endRecording(gui::Session::Live::complete);
    w.settle();
  }
  // Without a model a sound opens nevertheless.
  gui::MainWindow window(QStringLiteral("no such model"));
  window.openPath(path("two seconds.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(!window.session().worker().isBusy(), kLong);
  QVERIFY(window.session().document().hasOriginal());
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

// Whatever is done to the sound that is there; that one comes to its end where the file is broken.
void TestWindow::anOpeningGoesOn() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  auto* slider = w.window.findChild<QSlider*>();
  w.window.openPath(path("cd rate ü.wav"));
  slider->setValue(2);
  w.settle();
  QCOMPARE(s.document().title, QStringLiteral("cd rate ü.wav"));
  QCOMPARE(s.document().reconstruction->track.size(), 16000);
  w.window.openPath(path("two seconds.wav"));
  codec::Codes codes = *s.document().codes;
  codes.data[0] ^= 1;
  s.editCodes(codes, {0, 1}, QStringLiteral("edit"));
  w.settle();
  QCOMPARE(s.document().title, QStringLiteral("two seconds.wav"));
  slider->setValue(3);
  w.window.openPath(path("broken.wav"));
  w.settle();
  QCOMPARE(s.document().title, QStringLiteral("two seconds.wav"));
  QCOMPARE(s.document().reconstruction->track.size(), 32000);
  QCOMPARE(s.savedLevels(), 3);
}

// And is not taken for the whole until then.
void TestWindow::whatWasCancelledGoesOn() {
  writeWav(path("minute.wav"), 60.0);
  Window w(path("tiny.json"));
  auto& s = w.window.session();
  QToolButton* cancel = nullptr;
  for (auto* b : w.window.findChildren<QToolButton*>()) {
    if (b->text() == QStringLiteral("Cancel")) cancel = b;
  }
  QVERIFY(cancel != nullptr);
  connect(&s, &gui::Session::grown, cancel, &QToolButton::click,
          static_cast<Qt::ConnectionType>(Qt::AutoConnection | Qt::SingleShotConnection));
  w.window.openPath(path("minute.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.messages().text().contains(QStringLiteral("cancelled")), kLong);
  const std::int64_t frames = 60 * 16000 / 64;
  QVERIFY(s.document().codes->frames() < frames);
  QVERIFY(!s.isComplete());
  for (auto* b : w.window.messages().findChildren<QPushButton*>()) {
    if (b->text() == QStringLiteral("Go on")) b->click();
  }
  QTRY_VERIFY_WITH_TIMEOUT(!s.worker().isBusy(), 2 * kLong);
  QCOMPARE(s.document().codes->frames(), frames);
  QVERIFY(s.isComplete());
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
  QTest::mouseClick(views[1], Qt::LeftButton, {},
                    QPoint(static_cast<int>(views[1]->plot().left()) + 1, views[1]->height() / 2));
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
    if (!control || internal || !child->isVisibleTo(&w.window) ||
        child->parentWidget()->inherits("QTableView"))
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
  w.window.views().setRowVisible(gui::ViewStack::Row::original, true);
  for (const char* name : {"out.wav", "out.flac", "out.ogg", "out.mp3", "out.npy", "out.json",
                           "out.csv", "out.safetensors", "out.png", "out.svg", "out.pdf"}) {
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
  QFile svg(path("out.svg"));
  QVERIFY(svg.open(QIODevice::ReadOnly));
  const QByteArray drawing = svg.readAll();
  QVERIFY(drawing.contains("kHz</text>"));  // painted as vectors, not as one picture
  QVERIFY(drawing.contains("two seconds.wav"));
  w.window.saveTo(path("out.opus"));
  w.settle();
  QVERIFY(QFileInfo(path("out.opus")).size() > 100);
  w.window.saveTo(path("no such folder/out.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.messages().text().contains(QStringLiteral("no such folder")),
                           kLong);
}

// What was captured is never left as .sgl alone: it lies beside it, sample by sample.
void TestWindow::aSavedRecordingKeepsItsTake() {
  for (const float gain : {0.5F, 1.6F}) {  // the second one passes full scale, which FLAC cannot
    Window w(path("tiny.json"));
    auto& s = w.window.session();
    std::vector<float> captured = testing_support::synthetic_speech(48000, 48000, 5);
    for (float& x : captured) x *= gain / 0.5F;
    captured[100] = gain;
    auto spool = gui::Spool::create(path("spools").toStdString(), 48000);
    QVERIFY(spool.ok());
    QVERIFY(spool->append(captured).ok());
    QVERIFY(spool->close().ok());
    const auto spooled = spool->path();
    s.beginRecording(QStringLiteral("Take"), spooled);
    s.appendOriginal(testing_support::synthetic_speech(16000, 16000, 5));
    s.endRecording(gui::Session::Live::encodeAnew);
    w.settle();
    QFile::remove(path("take.sgl"));
    w.window.saveTo(path("take.sgl"));
    w.settle();
    const QString kept = gain <= 1.0F ? path("take.flac") : path("take.wav");
    QVERIFY2(QFile::exists(kept), qPrintable(w.window.messages().text()));
    QVERIFY(w.window.messages().text().contains(QFileInfo(kept).fileName()));
    QVERIFY(!s.document().unsaved);
    QVERIFY(!std::filesystem::exists(spooled));
    auto reader = codec::AudioReader::open(kept.toStdString());
    QVERIFY(reader.ok());
    QCOMPARE(reader->info().sample_rate_hz, 48000);
    std::vector<float> read(48000);
    const auto n = reader->read(read);
    QVERIFY(n.ok());
    QCOMPARE(*n, read.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
      QVERIFY(std::abs(read[i] - captured[i]) <= 1.0F / (1 << 22));
    }
  }
  {  // Where the take cannot be kept, the recording stays unsaved, with its spool.
    Window w(path("tiny.json"));
    auto& s = w.window.session();
    s.beginRecording(QStringLiteral("Gone"), path("no such spool.wav").toStdString());
    s.appendOriginal(testing_support::synthetic_speech(16000, 16000, 5));
    s.endRecording(gui::Session::Live::encodeAnew);
    w.settle();
    w.window.saveTo(path("gone.sgl"));
    w.settle();
    QVERIFY(s.document().unsaved);
    QVERIFY(w.window.messages().text().contains(QStringLiteral("no such spool")));
    s.undo().undo();
  }
}

void TestWindow::whatIsNotTheOriginalSaysSo() {
  Window w(path("tiny.json"));
  const auto* conversion = w.window.findChild<QToolButton*>(QStringLiteral("conversion"));
  QAbstractButton* original = nullptr;
  for (auto* b : w.window.findChildren<QAbstractButton*>()) {
    if (b->accessibleName() == QStringLiteral("A  Original")) original = b;
  }
  QVERIFY(conversion != nullptr && original != nullptr);
  w.open(path("two seconds.wav"));
  QVERIFY(conversion->text().isEmpty());
  w.open(path("cd rate ü.wav"));
  QCOMPARE(conversion->text(), QStringLiteral("1 ch, 44.1 kHz → mono 16 kHz"));
  QVERIFY(original->toolTip().contains(QStringLiteral("own rate")));
  QVERIFY(original->toolTip().contains(QStringLiteral("1 ch, 44.1 kHz")));
  QVERIFY(original->isEnabled());
  original->click();
  QVERIFY(original->isChecked());
  w.window.saveTo(path("no original.sgl"));
  w.settle();
  w.open(path("no original.sgl"));
  QVERIFY(!original->isEnabled());
  QVERIFY(!original->isChecked());
  QVERIFY(original->toolTip().contains(QStringLiteral("tokens alone")));
  QVERIFY(conversion->text().isEmpty());
  const auto before = w.window.audio().listen();
  QTest::keyClick(&w.window, Qt::Key_X);
  QVERIFY(w.window.audio().listen() == before);
}

// A channel of several is chosen where the conversion is told; those that cancel are not mixed.
void TestWindow::aChannelIsChosen() {
  codec::AudioWriterOptions options;
  options.sample_rate_hz = 32000;
  options.channels = 2;
  const auto sound = testing_support::synthetic_speech(32000, 32000, 11);
  for (const float right : {0.25F, -1.0F}) {
    std::vector<float> both;
    for (const float x : sound) both.insert(both.end(), {x, right * x});
    auto writer = codec::AudioWriter::create(
        path(right > 0 ? "stereo.wav" : "cancels.wav").toStdString(), options);
    QVERIFY(writer.ok() && writer->write(both).ok() && writer->finish().ok());
  }
  Window w(path("tiny.json"));
  const auto& s = w.window.session();
  auto* conversion = w.window.findChild<QToolButton*>(QStringLiteral("conversion"));
  const auto peak = [&] {
    const auto& peaks = s.document().original->peaks;
    return peaks.range(0, peaks.size()).high;
  };
  w.open(path("stereo.wav"));
  QCOMPARE(conversion->text(), QStringLiteral("2 ch, 32 kHz → mono 16 kHz"));
  const float mixed = peak();
  Q_EMIT conversion->menu()->aboutToShow();
  QCOMPARE(conversion->menu()->actions().size(), 3);
  QVERIFY(conversion->menu()->actions().at(0)->isChecked());
  conversion->menu()->actions().at(2)->trigger();
  w.settle();
  QCOMPARE(conversion->text(), QStringLiteral("channel 2 of 2, 32 kHz → 16 kHz"));
  QVERIFY(std::abs(peak() / mixed - 0.25F / 0.625F) < 0.02F);
  w.open(path("cancels.wav"));
  QVERIFY(conversion->text().startsWith(QStringLiteral("channel ")));
  QVERIFY(peak() > 0.3F);
}

void TestWindow::exportsTellOfClipping() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  gui::AudioExport loud;
  loud.sound = gui::Track(16000);
  loud.sound.append(std::vector<float>(16000, 0.7F));
  loud.span = {0, 16000};
  loud.gainDb = 12.0;  // 2.79
  const auto text = [&] { return w.window.messages().text(); };
  w.window.exportSound(path("clipped.wav"), loud, QStringLiteral("x"), QStringLiteral("done"));
  w.settle();
  QVERIFY2(text().contains(QStringLiteral("9.0 dB above full scale")), qPrintable(text()));
  auto* again = w.window.messages().findChildren<QPushButton*>().first();
  QVERIFY(again->isVisible());
  QTest::mouseClick(again, Qt::LeftButton);
  w.settle();
  QCOMPARE(text(), QStringLiteral("done"));
  auto reader = codec::AudioReader::open(path("clipped.wav").toStdString());
  QVERIFY(reader.ok());
  std::vector<float> read(16000);
  QVERIFY(reader->read(read).ok());
  const float peak = *std::max_element(read.begin(), read.end());
  QVERIFY2(peak > 0.95F && peak < 0.9999F, qPrintable(QString::number(peak)));
  loud.format = codec::SampleFormat::float32;  // holds it
  w.window.exportSound(path("float.WAV"), loud, QStringLiteral("x"), QStringLiteral("done"));
  w.settle();
  QCOMPARE(text(), QStringLiteral("done"));
}

// As the command line does with several files: the dialog is there before the model.
void TestWindow::aBatchWaitsForTheModelAndMendsNames() {
  QDir().mkpath(path("twins"));
  QFile::copy(path("two seconds.wav"), path("twins/same.wav"));
  {
    Window w(path("tiny.json"));
    w.open(path("two seconds.wav"));
    w.window.saveTo(path("twins/same.flac"));
    w.settle();
  }
  gui::MainWindow window(path("tiny.json"));
  gui::BatchDialog* dialog = window.showBatch();
  QVERIFY(!window.session().hasModel());
  dialog->addInputs({path("twins")});
  dialog->setOutput(path("twins out"));
  const auto button = [dialog](const QString& text) -> QPushButton* {
    for (auto* b : dialog->findChildren<QPushButton*>()) {
      if (b->text().startsWith(text)) return b;
    }
    return nullptr;
  };
  QPushButton* mend = button(QStringLiteral("&Keep the whole names"));
  QVERIFY(mend != nullptr && !mend->isVisible());
  dialog->start();
  QVERIFY(dialog->isRunning());
  QVERIFY(dialog->summary().contains(QStringLiteral("Waiting for the model")));
  QTRY_VERIFY_WITH_TIMEOUT(mend->isVisible(), kLong);
  QTest::mouseClick(mend, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLong);
  QVERIFY(!mend->isVisible());
  QCOMPARE(dialog->files().count(gui::BatchState::done), std::size_t{2});
  QVERIFY(QFile::exists(path("twins out/same.wav.sgl")));
  QVERIFY(QFile::exists(path("twins out/same.flac.sgl")));
}

void TestWindow::keysMoveInTimeAndLeaveControlsTheirs() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  gui::TimeAxis& axis = w.window.session().axis();
  auto* wave = w.window.views().stage().shown();
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  wave->clearFocus();
  const QImage before = wave->grab().toImage();
  wave->setFocus();
  QVERIFY(wave->hasFocus());
  QVERIFY(wave->grab().toImage() != before);  // the focus is seen
  QTest::keyClick(wave, Qt::Key_Right);
  QCOMPARE(axis.cursor(), codec::SampleIndex{320});  // a hundredth of what is shown
  QTest::keyClick(wave, Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(axis.selection().length(), codec::SampleIndex{320});
  QTest::keyClick(wave, Qt::Key_End);
  QCOMPARE(axis.cursor(), codec::SampleIndex{32000});
  QTest::keyClick(wave, Qt::Key_Home);
  QCOMPARE(axis.cursor(), codec::SampleIndex{0});
  const gui::TimeSpan selected = axis.selection();
  QTest::keyClick(wave, Qt::Key_End,
                  Qt::ShiftModifier);  // from the cursor, not from that selection
  QCOMPARE(axis.selection().begin, codec::SampleIndex{0});
  QCOMPARE(axis.selection().length(), codec::SampleIndex{32000});
  QTest::keyClick(wave, Qt::Key_Home, Qt::ShiftModifier);
  QVERIFY(axis.selection().empty());
  axis.setSelection(selected);
  QTest::keyClick(wave, Qt::Key_PageDown);
  QCOMPARE(axis.cursor(), codec::SampleIndex{32000});
  QTest::keyClick(wave, Qt::Key_PageUp);
  QCOMPARE(axis.cursor(), codec::SampleIndex{0});
  // Space presses the button that has the focus, and plays nothing.
  auto* button = new QPushButton(QStringLiteral("press"), w.window.centralWidget());
  button->show();
  button->setFocus();
  QSignalSpy pressed(button, &QPushButton::clicked);
  QTest::keyClick(button, Qt::Key_Space);
  QCOMPARE(pressed.size(), 1);
  QVERIFY(w.window.audio().transport() == gui::Transport::idle);
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
  const auto* badge = w.window.findChild<QLabel*>(QStringLiteral("transport state"));
  QCOMPARE(badge->text(), QStringLiteral("REC"));
  QTRY_VERIFY_WITH_TIMEOUT(badge->isVisible(), kLong);  // the panel for sound comes up meanwhile
  const auto ground = [&] {
    return QColor(
        w.window.grab().toImage().pixel(badge->mapTo(&w.window, QPoint(2, badge->height() / 2))));
  };
  const QColor recordingGround = ground();
  QCOMPARE(recordingGround, gui::colours().bad);
  QVERIFY(!s.document().title.contains(QLatin1Char(':')));
  QTest::keyClick(&w.window, Qt::Key_P);
  QVERIFY(audio.isPaused());
  QCOMPARE(badge->text(), QStringLiteral("PAUSED"));
  QVERIFY(badge->isVisible());
  QCOMPARE(ground(), gui::colours().warn);
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
  QVERIFY(QFile::exists(path("recorded.flac")));
  QTRY_VERIFY_WITH_TIMEOUT(!w.window.messages().isVisible(), gui::MessageBar::kNoticeMs + 4000);
  w.window.offerRecovery();
  QVERIFY(w.window.messages().isVisible());
  QCOMPARE(w.window.lostRecordings().size(), std::size_t{1});
  auto* recover = w.window.messages().findChild<QPushButton*>();
  QTest::mouseClick(recover, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(s.document().title == QStringLiteral("Recording crashed"), kLong);
  w.settle();
  QCOMPARE(s.document().length, length);
  QVERIFY(s.document().unsaved);
  QVERIFY(w.window.lostRecordings().empty());  // it is open
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
    // Its words are longer, and a screen of 1024 pixels has room for them.
    QVERIFY2(w.window.minimumSizeHint().width() <= 1024,
             qPrintable(QString::number(w.window.minimumSizeHint().width())));
    for (const auto& [english, expected] :
         {std::pair{"WAV (Microsoft), Signed 16 bit PCM", "WAV, 16 Bit PCM"},
          {"AU (Sun/NeXT), 32 bit float", "AU, 32 Bit Gleitkomma"},
          {"WAV (NIST Sphere), Unsigned 8 bit PCM", "NIST Sphere, 8 Bit PCM ohne Vorzeichen"},
          {"CAF (Apple Core Audio File), 24 bit ALAC", "CAF, 24 Bit ALAC"},
          {"WAV (Microsoft), 32kbs G721 ADPCM", "WAV, G721 ADPCM, 32 kbit/s"},
          {"OGG (OGG Container format), Vorbis", "OGG, Vorbis"}}) {
      QCOMPARE(gui::formatName(QString::fromLatin1(english)), QString::fromUtf8(expected));
    }
    QCOMPARE(gui::ComparisonModel::nameOf("Opus 6 kbps"), QStringLiteral("Opus 6 kbit/s"));
    QCOMPARE(gui::ComparisonModel::nameOf("m 3 of 5"), QStringLiteral("3 von 5 Codebüchern"));
    w.open(path("two seconds.wav"));
    QVERIFY2(w.window.session().document().format.startsWith(QStringLiteral("WAV, 16 Bit PCM")),
             qPrintable(w.window.session().document().format));
    // Nor is a caption of the figure cut by the picture: its frame is the longest line.
    QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
    gui::FigureOptions options = w.window.views().figure();
    options.dpi = 96;
    options.sizeMm = {180.0, 130.0};
    const QImage figure = gui::figureImage(w.window.session(), options);
    QPoint corner;
    for (int y = 0, longest = 0; y < figure.height() / 2; ++y) {
      for (int x = 0; x < figure.width();) {
        int end = x + 1;
        while (end < figure.width() && figure.pixel(end, y) == figure.pixel(x, y)) ++end;
        if (figure.pixelColor(x, y) != QColor(Qt::white) && end - x > longest) {
          longest = end - x;
          corner = {x, y};
        }
        x = end;
      }
    }
    QVERIFY(corner.x() > 40);
    int inked = 0;  // beside the second word of the caption, before the lines of the axis
    for (int y = corner.y() + 14; y < corner.y() + 26; ++y) {
      for (int x = corner.x() - 7; x < corner.x() - 4; ++x) {
        inked += figure.pixelColor(x, y) != QColor(Qt::white) ? 1 : 0;
      }
    }
    QCOMPARE(inked, 0);
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

void TestWindow::sliderLimitsWhatIsHeard() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  QCOMPARE(s.levelMask(), 0b1111u);
  w.window.findChild<QSlider*>()->setValue(2);
  w.settle();
  QCOMPARE(s.levelMask(), 0b0011u);
  w.window.setLevelsUpTo(1);
  QCOMPARE(s.levelMask(), 0b0001u);
}

void TestWindow::rolesAndPhonesAreShown() {
  auto config = testing_support::tiny_config();
  config.name = "roles";
  config.level_roles = {"semantic", "acoustic", "acoustic", "acoustic"};
  testing_support::write_random_model(folder_.path().toStdString(), config, 3);
  Window w(path("roles.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  QCOMPARE(s.roleOf(0), QStringLiteral("semantic"));
  QCOMPARE(s.roleOf(3), QStringLiteral("acoustic"));
  auto meanings = std::make_shared<gui::CodeMeanings>();
  meanings->level = 0;
  meanings->ofCode.assign(32, {});
  const codec::Code code = s.document().codes->at(0, 5);
  meanings->ofCode[code] = {QStringLiteral("ʃ"), 0.625};
  s.setMeanings(meanings);
  QCOMPARE(s.phoneOf(0, code), QStringLiteral("[ʃ] 63 %"));
  QVERIFY(s.phoneOf(1, code).isEmpty());
  QVERIFY(w.window.inspectorText(5).contains(QStringLiteral("[ʃ] 63 %")));
  auto& tokens = w.window.views().tokens();
  s.axis().showSpan({0, 20 * 64});
  QTest::mouseClick(&tokens, Qt::LeftButton, {}, tokens.cell(1, 5).center().toPoint());
  QCOMPARE(tokens.selectedFrame(), 5);
  const gui::FrameModel& frame = w.window.usage().frame();
  QCOMPARE(frame.rowCount(), 4);
  const auto cell = [&](int row, int column) { return frame.index(row, column).data().toString(); };
  QCOMPARE(cell(0, gui::FrameModel::kRole), QStringLiteral("semantic"));
  QCOMPARE(cell(0, gui::FrameModel::kPhone), QStringLiteral("[ʃ] 63 %"));
  QCOMPARE(cell(0, gui::FrameModel::kCode).toInt(), int{code});
  QCOMPARE(cell(1, gui::FrameModel::kPhone), QStringLiteral("–"));
  std::filesystem::remove(path("roles.json").toStdString());
}

// The table beside the weights: its levels count from 1, the views' from 0.
void TestWindow::phonesComeWithTheModel() {
  auto config = testing_support::tiny_config();
  config.name = "phones";
  config.level_roles = {"semantic", "acoustic", "acoustic", "acoustic"};
  config.semantic_delay_frames = 2;
  const auto file = testing_support::write_random_model(folder_.path().toStdString(), config, 3);
  const auto loaded = codec::ModelConfig::load(file);
  QVERIFY(loaded.ok());
  codec::PhoneTable table;
  table.weights_sha256 = loaded->weights_sha256;
  table.phones = {"SIL", "AA", "\xca\x83"};
  table.frames = 1000;
  table.codes.assign(32, {{1, 0.75}, {0, 0.125}});
  table.codes[1] = {{2, 0.5}};
  table.codes.back().clear();
  QFile beside(path("phones.phones.json"));
  QVERIFY(beside.open(QIODevice::WriteOnly));
  beside.write(QByteArray::fromStdString(table.to_json()));
  beside.close();
  Window w(path("phones.json"));
  const auto& s = w.window.session();
  QCOMPARE(s.meanings()->level, 0);
  QCOMPARE(s.phoneOf(0, 0), QStringLiteral("[AA] 75 %"));
  QCOMPARE(s.phoneOf(0, 1), QStringLiteral("[ʃ] 50 %"));
  QVERIFY(s.phoneOf(0, 31).isEmpty());
  QVERIFY(s.phoneOf(1, 0).isEmpty());
  w.open(path("two seconds.wav"));
  const codec::Code code = s.document().codes->at(0, 5);
  const double late = 2 * 1000.0 / s.frameRateHz();
  QCOMPARE(s.phoneDelayMs(), late);
  QVERIFY(code == 31 || w.window.inspectorText(5).contains(
                            QStringLiteral("%1, %2 ms before").arg(s.phoneOf(0, code)).arg(late)));
  // Another model brings its own meanings, here none.
  w.window.session().worker().loadModel(path("tiny.json"));
  QTRY_COMPARE_WITH_TIMEOUT(s.meanings()->level, -1, kLong);
  w.settle();
  std::filesystem::remove(path("phones.json").toStdString());
}

// One spectrogram that A and B switch, the codes below it large; rows without a sound take no room.
void TestWindow::theStageShowsWhatIsHeard() {
  using Row = gui::ViewStack::Row;
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& views = w.window.views();
  for (const Row row : {Row::spectrum, Row::quality, Row::tokens}) QVERIFY(views.isRowVisible(row));
  for (const Row row : {Row::original, Row::reconstruction, Row::difference, Row::phones}) {
    QVERIFY(!views.isRowVisible(row));
  }
  QVERIFY2(views.tokens().height() >= 2 * views.height() / 5,
           qPrintable(QString::number(views.tokens().height())));
  const gui::SpectrogramView* b = views.stage().shown();
  QTest::keyClick(&w.window, Qt::Key_X);
  const gui::SpectrogramView* a = views.stage().shown();
  QVERIFY(a != b);
  QCOMPARE(a->geometry(), b->geometry());
  // Whatever is under the pointer is what is heard.
  const QPoint middle = views.stage().rect().center();
  QCOMPARE(views.stage().childAt(middle), static_cast<const QWidget*>(a));
  views.setBothSpectra(true);
  QVERIFY(!a->geometry().intersects(b->geometry()));
  views.setBothSpectra(false);
  views.setRowVisible(Row::difference, true);
  QVERIFY(views.isRowVisible(Row::difference));
  QVERIFY(views.tokens().height() >= 2 * views.height() / 5);
  w.window.saveTo(path("stage.sgl"));
  w.settle();
  w.open(path("stage.sgl"));
  QVERIFY(!views.isRowVisible(Row::difference));
  QVERIFY(!views.isRowVisible(Row::quality));
  QCOMPARE(views.stage().shown(), b);
}

// A phone is drawn where it sounded, before the frame whose code tells of it.
void TestWindow::phonesStandAtTheirSound() {
  auto config = testing_support::tiny_config();
  config.name = "lane";
  config.level_roles = {"semantic", "acoustic", "acoustic", "acoustic"};
  config.semantic_delay_frames = 10;
  const auto file = testing_support::write_random_model(folder_.path().toStdString(), config, 3);
  codec::PhoneTable table;
  table.weights_sha256 = codec::ModelConfig::load(file)->weights_sha256;
  table.phones = {"SIL", "AA"};
  table.frames = 1000;
  for (std::uint16_t code = 0; code < 32; ++code) table.codes.push_back({{code % 2, 0.75}});
  QFile beside(path("lane.phones.json"));
  QVERIFY(beside.open(QIODevice::WriteOnly));
  beside.write(QByteArray::fromStdString(table.to_json()));
  beside.close();
  Window w(path("lane.json"));
  w.open(path("two seconds.wav"));
  const auto& s = w.window.session();
  auto& views = w.window.views();
  QVERIFY(views.isRowVisible(gui::ViewStack::Row::phones));
  const auto& lane = views.phones();
  const auto wanted = codec::phone_runs(table, *s.document().codes, s.model()->config());
  QCOMPARE(lane.runs().size(), wanted.size());
  QVERIFY(wanted.size() > 3);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    QCOMPARE(lane.runs()[i].begin, wanted[i].begin);
    QCOMPARE(lane.runs()[i].end, wanted[i].end);
    QCOMPARE(lane.runs()[i].confidence, wanted[i].confidence);
  }
  const auto& run = wanted[2];
  const double late = 10 * 64;  // samples
  const double frame = views.tokens().cell(0, run.first_frame).left();
  const double box = lane.boxOf(run).left();
  const double perPixel = w.window.session().axis().samplesPerPixel();
  QVERIFY(frame - box > (late - 2 * 64) / perPixel);
  QVERIFY(frame - box < (late + 4 * 64) / perPixel);
  QTest::mouseDClick(&views.phones(), Qt::LeftButton, {}, lane.boxOf(run).center().toPoint());
  QCOMPARE(w.window.session().axis().selection().begin, run.begin);
  w.window.session().worker().loadModel(path("tiny.json"));
  QTRY_VERIFY_WITH_TIMEOUT(!views.isRowVisible(gui::ViewStack::Row::phones), kLong);
  w.settle();
  std::filesystem::remove(path("lane.json").toStdString());
}

void TestWindow::pressedSwitchesStandOut() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  for (const auto theme : {gui::Theme::light, gui::Theme::dark}) {
    w.window.showTheme(theme);
    QTRY_COMPARE(w.window.palette().color(QPalette::Window).lightness() < 128,
                 theme == gui::Theme::dark);
    int seen = 0;
    for (auto* b : w.window.findChildren<gui::SwitchButton*>()) {
      const auto ground = [b](bool pressed) {
        b->setChecked(pressed);
        return gui::luminance(b->grab().toImage().pixel(5, b->height() / 2)) + 0.05;
      };
      const double off = ground(false);
      const double on = ground(true);
      b->setChecked(false);
      QVERIFY2(std::max(on, off) / std::min(on, off) >= 3.0, qPrintable(b->text()));
      ++seen;
    }
    QCOMPARE(seen, 3 * 4 + 2);
  }
}

void TestWindow::tabLeavesTables() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  gui::FiguresTable* table = nullptr;
  for (auto* t : w.window.usage().findChildren<gui::FiguresTable*>()) {
    if (t->isVisible()) table = t;
  }
  QVERIFY(table != nullptr);
  table->setFocus();
  QVERIFY(table->hasFocus());
  QTest::keyClick(table, Qt::Key_Tab);
  QVERIFY(!table->hasFocus());
}

// Time, frequency and level under the pointer; its line goes through all views.
void TestWindow::thePointerIsReadOut() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  auto& views = w.window.views();
  auto* spectrum = views.stage().shown();
  auto& tokens = views.tokens();
  const QPoint middle(spectrum->width() / 2, spectrum->height() / 2);
  const QImage before = tokens.grab().toImage();
  QMouseEvent move(QEvent::MouseMove, QPointF(middle), spectrum->mapToGlobal(QPointF(middle)),
                   Qt::NoButton, Qt::NoButton, {});
  QApplication::sendEvent(spectrum, &move);
  const auto sample = w.window.session().axis().pointer();
  QVERIFY(std::abs(static_cast<double>(sample) - 16000.0) < 100.0);
  QVERIFY2(views.readout().contains(QStringLiteral("0:01.0")), qPrintable(views.readout()));
  QVERIFY(views.readout().contains(QStringLiteral("Hz")));
  QVERIFY(views.readout().contains(QStringLiteral("dB")));
  const auto point = spectrum->pointAt(middle);
  QVERIFY(point && std::abs(point->hz - 4000) < 100);
  QVERIFY(tokens.grab().toImage() != before);
  QEvent leave(QEvent::Leave);
  QApplication::sendEvent(spectrum, &leave);
  QCOMPARE(w.window.session().axis().pointer(), codec::SampleIndex{-1});
  QVERIFY(views.readout().isEmpty());
  QVERIFY(tokens.grab().toImage() == before);
}

void TestWindow::selectionsAreHeldAndExtended() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  gui::TimeAxis& axis = w.window.session().axis();
  QWidget* view = w.window.views().stage().shown();
  const auto x = [&](codec::SampleIndex s) {
    return QPoint(static_cast<int>(std::lround(axis.pixelOf(s))), 20);
  };
  const auto near = [&](codec::SampleIndex a, codec::SampleIndex b) {
    return std::abs(a - b) <= static_cast<codec::SampleIndex>(2 * axis.samplesPerPixel());
  };
  const auto drag = [&](const QPoint& from, const QPoint& to, Qt::KeyboardModifiers keys = {}) {
    QTest::mousePress(view, Qt::LeftButton, keys, from);
    for (const QPoint& at : {(from + to) / 2, to}) {
      QMouseEvent move(QEvent::MouseMove, QPointF(at), view->mapToGlobal(QPointF(at)), Qt::NoButton,
                       Qt::LeftButton, keys);
      QApplication::sendEvent(view, &move);
    }
    QTest::mouseRelease(view, Qt::LeftButton, keys, to);
    w.window.audio().stop();
  };
  drag(x(8000), x(16000));
  QVERIFY(near(axis.selection().begin, 8000) && near(axis.selection().end, 16000));
  drag(x(16000), x(24000));  // its right edge
  QVERIFY(near(axis.selection().begin, 8000) && near(axis.selection().end, 24000));
  drag(x(8000), x(12000));  // its left edge
  QVERIFY(near(axis.selection().begin, 12000) && near(axis.selection().end, 24000));
  QTest::mouseClick(view, Qt::LeftButton, Qt::ShiftModifier, x(28000));
  w.window.audio().stop();
  QVERIFY(near(axis.selection().begin, 12000) && near(axis.selection().end, 28000));
  const auto length = axis.selection().length();
  drag(x(20000), x(16000), Qt::ControlModifier);  // the whole of it
  QCOMPARE(axis.selection().length(), length);
  QVERIFY(near(axis.selection().begin, 8000));
  drag(x(20000), x(0), Qt::ControlModifier);  // not beyond the sound
  QCOMPARE(axis.selection().length(), length);
  QCOMPARE(axis.selection().begin, codec::SampleIndex{0});
  QTest::mouseClick(view, Qt::LeftButton, {}, x(30000));
  QVERIFY(axis.selection().empty());
  // Two fingers.
  const double before = axis.samplesPerPixel();
  QNativeGestureEvent pinch(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2,
                            QPointF(x(8000)), QPointF(x(8000)), QPointF(x(8000)), 0.5, {});
  QApplication::sendEvent(view, &pinch);
  QVERIFY(axis.samplesPerPixel() < before * 0.7);
}

// The context menu, with the mouse and with its key.
void TestWindow::menusOpenAtTheCursor() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  const auto trigger = [&](QWidget* view, const QPoint& at, const QString& begins) {
    QMenu menu;
    w.window.fillContextMenu(&menu, view, at);
    for (QAction* a : menu.actions()) {
      if (!a->text().startsWith(begins) || !a->isEnabled()) continue;
      a->trigger();
      return true;
    }
    return false;
  };
  auto& tokens = w.window.views().tokens();
  const QPoint cell = tokens.cell(1, 30).center().toPoint();
  QVERIFY(trigger(&tokens, cell, QStringLiteral("Mark code")));
  QVERIFY(s.marked() && s.marked()->level == 1);
  QVERIFY(s.marked()->code == s.document().codes->at(1, tokens.frameAt(cell.x())));
  QWidget* stage = w.window.views().stage().shown();
  QVERIFY(trigger(stage, QPoint(stage->width() / 4, 9), QStringLiteral("Begin the selection")));
  QVERIFY(trigger(stage, QPoint(stage->width() / 2, 9), QStringLiteral("End the selection")));
  QVERIFY(std::abs(s.axis().selection().length() - 8000) < 200);
  QVERIFY(trigger(stage, QPoint(9, 9), QStringLiteral("Show selection")) ||
          trigger(stage, QPoint(9, 9), QStringLiteral("Show &selection")));
  // By its key, at the cursor.
  stage->setFocus();
  QContextMenuEvent key(QContextMenuEvent::Keyboard, QPoint(1, 1), QPoint(1, 1));
  QApplication::sendEvent(stage, &key);
  auto* menu = w.window.findChild<QMenu*>(QStringLiteral("context"));
  QVERIFY(menu != nullptr && menu->isVisible());
  menu->close();
}

void TestWindow::frequenciesZoom() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& views = w.window.views();
  auto* view = views.stage().shown();
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  const QImage before = view->grab().toImage();
  const QPointF at(view->width() / 2.0, view->height() / 2.0);
  QWheelEvent wheel(at, view->mapToGlobal(at), {}, QPoint(0, 240), Qt::NoButton,
                    Qt::ControlModifier | Qt::ShiftModifier, Qt::NoScrollPhase, false);
  QApplication::sendEvent(view, &wheel);
  const auto band = views.style().band;
  QVERIFY(band.lowHz > 500 && band.highHz > 0 && band.highHz < 7500);
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  QVERIFY(view->grab().toImage() != before);
  view->setFocus();
  QTest::keyClick(view, Qt::Key_Up);
  QVERIFY(views.style().band.lowHz > band.lowHz);
  QTest::keyClick(view, Qt::Key_Down, Qt::ControlModifier);
  QVERIFY(views.style().band.highHz - views.style().band.lowHz > band.highHz - band.lowHz ||
          views.style().band == gui::FrequencyBand{});
  QTest::keyClick(view, Qt::Key_0, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(views.style().band == gui::FrequencyBand{});
  // The wheel alone and with Ctrl is time's, as ever.
  const double perPixel = w.window.session().axis().samplesPerPixel();
  QWheelEvent time(at, view->mapToGlobal(at), {}, QPoint(0, 240), Qt::NoButton, Qt::ControlModifier,
                   Qt::NoScrollPhase, false);
  QApplication::sendEvent(view, &time);
  QVERIFY(w.window.session().axis().samplesPerPixel() < perPixel);
}

void TestWindow::theRulerScrubs() {
  if (!haveSound()) QSKIP("run under tests/with-headless.sh");
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& axis = w.window.session().axis();
  auto& ruler = w.window.views().ruler();
  QSignalSpy scrubbed(&ruler, &gui::TimeRuler::scrubbed);
  QTest::mousePress(&ruler, Qt::LeftButton, {}, QPoint(40, 10));
  for (int x = 60; x <= ruler.width() / 2; x += 20) {
    const QPointF at(x, 10);
    QMouseEvent move(QEvent::MouseMove, at, ruler.mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                     {});
    QApplication::sendEvent(&ruler, &move);
  }
  QVERIFY(scrubbed.size() > 3);
  const auto at = axis.cursor();
  QVERIFY(std::abs(static_cast<double>(at) - 16000.0) < 1500.0);
  QTRY_VERIFY_WITH_TIMEOUT(w.window.audio().transport() == gui::Transport::playing, kLong);
  QTest::mouseRelease(&ruler, Qt::LeftButton, {}, QPoint(ruler.width() / 2, 10));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.audio().transport() == gui::Transport::idle, kLong);
  QCOMPARE(axis.cursor(), at);  // a tenth of a second was heard; the cursor stayed
  QVERIFY(axis.selection().empty());
}

void TestWindow::figuresHaveTheirSize() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  gui::FigureOptions options = w.window.views().figure();
  options.title = QStringLiteral("A title");
  options.sizeMm = {127.0, 101.6};
  options.dpi = 150;
  const QImage image = gui::figureImage(w.window.session(), options);
  QCOMPARE(image.size(), QSize(750, 600));
  QCOMPARE(image.pixelColor(2, 2), QColor(Qt::white));  // light, whatever the window is
  options.dark = true;
  QVERIFY(gui::figureImage(w.window.session(), options).pixelColor(2, 2).lightness() < 60);
  QVERIFY(!gui::isDark() || gui::colours().plot.lightness() < 60);
  options.originalSpectrum = options.difference = options.originalWave = true;
  QVERIFY(gui::figureImage(w.window.session(), options) != image);
  gui::FigureOptions tiny = options;
  tiny.sizeMm = {127.0, 25.0};
  QVERIFY(gui::figureImage(w.window.session(), tiny).isNull());
  const auto refused = gui::saveFigure(path("tiny.png").toStdString(), w.window.session(), tiny);
  QVERIFY(!refused && refused.error().message.find("no room") != std::string::npos);
  QVERIFY(!QFile::exists(path("tiny.png")));
  QVERIFY(!gui::saveFigure(path("figure.bmp").toStdString(), w.window.session(), options));
  gui::FigureDialog dialog(w.window.session(), options);
  QVERIFY(!dialog.preview().isNull());
  QCOMPARE(dialog.options().sizeMm, options.sizeMm);
  QCOMPARE(dialog.options().title, options.title);
  QVERIFY(dialog.options().codes && dialog.options().difference);
}

void TestWindow::theBarShowsLevels() {
  Window w(path("tiny.json"));
  gui::LevelMeter* slim[2] = {};
  for (auto* meter : w.window.findChildren<gui::LevelMeter*>()) {
    if (meter->height() > 20) continue;
    slim[meter->accessibleName().contains(QStringLiteral("Output")) ? 1 : 0] = meter;
  }
  QVERIFY(slim[0] != nullptr && slim[1] != nullptr);
  QVERIFY(slim[0]->isVisible());
  Q_EMIT w.window.audio().inputLevel(0.5F, 0.25F, true);
  QVERIFY(std::abs(slim[0]->peakDb() + 6.0) < 1.0);
  QVERIFY(slim[0]->isClipped());
  QVERIFY(slim[1]->peakDb() < -50);
  Q_EMIT w.window.audio().outputLevel(0.25F, 0.1F);
  QVERIFY(std::abs(slim[1]->peakDb() + 12.0) < 1.0);
}

void TestWindow::clipsOpenFromTheStartPage() {
  Window w(path("tiny.json"));
  int clips = 0;
  for (auto* b : w.window.findChildren<QPushButton*>()) {
    if (!b->text().startsWith(QStringLiteral("Ke")) &&
        !b->text().startsWith(QStringLiteral("Ka"))) {
      continue;
    }
    ++clips;
    w.window.session().closeDocument();
    QVERIFY(b->isVisible());
    b->setFocus();
    QTest::keyClick(b, Qt::Key_Space);
    w.settle();
    const auto& d = w.window.session().document();
    QVERIFY2(d.length > 3 * 16000 && d.codes->frames() > 0, qPrintable(w.window.messages().text()));
  }
  QCOMPARE(clips, 2);
}

void TestWindow::aBatchSkipsTwins() {
  QDir().mkpath(path("pairs"));
  QFile::copy(path("two seconds.wav"), path("pairs/same.wav"));
  {
    Window w(path("tiny.json"));
    w.open(path("two seconds.wav"));
    w.window.saveTo(path("pairs/same.flac"));
    w.settle();
  }
  Window w(path("tiny.json"));
  gui::BatchDialog* dialog = w.window.showBatch();
  dialog->addInputs({path("pairs")});
  dialog->setOutput(path("pairs out"));
  QPushButton* skip = nullptr;
  for (auto* b : dialog->findChildren<QPushButton*>()) {
    if (b->text().contains(QStringLiteral("but the first"))) skip = b;
  }
  QVERIFY(skip != nullptr && !skip->isVisible());
  dialog->start();
  QTRY_VERIFY_WITH_TIMEOUT(skip->isVisible(), kLong);
  QTest::mouseClick(skip, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLong);
  QVERIFY(!skip->isVisible());
  QCOMPARE(dialog->files().count(gui::BatchState::done), std::size_t{1});
  QCOMPARE(dialog->files().count(gui::BatchState::skipped), std::size_t{1});
  const auto note = dialog->files().index(1, gui::BatchModel::kNote).data().toString();
  QVERIFY2(note.contains(QStringLiteral("left out")), qPrintable(note));
  QVERIFY(QFile::exists(path("pairs out/same.sgl")));
  // Another list is asked anew.
  QFile::copy(path("two seconds.wav"), path("pairs/third.wav"));
  dialog->addInputs({path("pairs/third.wav")});
  dialog->start();
  QTRY_VERIFY_WITH_TIMEOUT(skip->isVisible(), kLong);
}

// The second press of Cancel drops the file in hand, which is an hour long.
void TestWindow::stopIsAtOnce() {
  writeWav(path("an hour.wav"), 3600.0);
  Window w(path("tiny.json"));
  gui::BatchDialog* dialog = w.window.showBatch();
  dialog->addInputs({path("an hour.wav")});
  dialog->setOutput(path("an hour out"));
  QPushButton* cancel = nullptr;
  for (auto* b : dialog->findChildren<QPushButton*>()) {
    if (b->text().remove(QLatin1Char('&')) == QStringLiteral("Cancel")) cancel = b;
  }
  QVERIFY(cancel != nullptr);
  dialog->start();
  QTRY_VERIFY_WITH_TIMEOUT(dialog->files().count(gui::BatchState::running) == 1, kLong);
  QTest::mouseClick(cancel, Qt::LeftButton);
  QVERIFY(cancel->text().contains(QStringLiteral("at once")));
  QVERIFY(dialog->isRunning());
  QElapsedTimer since;
  since.start();
  QTest::mouseClick(cancel, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), 10000);
  QVERIFY2(since.elapsed() < 5000, qPrintable(QString::number(since.elapsed())));
  QCOMPARE(dialog->files().count(gui::BatchState::done), std::size_t{0});
  QVERIFY(!QFile::exists(path("an hour out/an hour.sgl")));
  QCOMPARE(QDir(path("an hour out")).entryList({QStringLiteral("*.sgl*")}, QDir::Files).size(), 0);
}

void TestWindow::whatEachCodebookAdds() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& views = w.window.views();
  auto& layers = views.layers();
  using Row = gui::ViewStack::Row;
  QVERIFY(!views.isRowVisible(Row::layers));
  views.setRowVisible(Row::layers, true);
  QVERIFY(views.isRowVisible(Row::layers));
  QCOMPARE(layers.levels(), 4);
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  // All codebooks give the reconstruction, fewer give less.
  const auto& d = w.window.session().document();
  const auto samples = [](const gui::Track& track) {
    std::vector<float> x(32000);
    track.read(0, x);
    return x;
  };
  const auto whole = samples(d.reconstruction->track);
  const auto last = samples(layers.view(3).first()->track);
  double worst = 0.0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    worst = std::max(worst, static_cast<double>(std::abs(whole[i] - last[i])));
  }
  QVERIFY2(worst < 1e-5, qPrintable(QString::number(worst)));
  QVERIFY(samples(layers.view(0).first()->track) != last);
  const QImage sound = layers.view(2).grab().toImage();
  layers.setShow(gui::LayerStack::Show::difference);
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  QVERIFY(layers.view(2).isVisible() && layers.view(2).second() != nullptr);
  QVERIFY(layers.view(2).grab().toImage() != sound);
  // The first row has the choice above its label, which has room nevertheless.
  const auto roomy = [&layers] {
    const auto names = layers.header()->findChildren<QLabel*>();
    return std::all_of(names.begin(), names.end(), [](const QLabel* name) {
      return name->sizeHint().height() <= name->height();
    });
  };
  w.window.resize(1024, 700);
  QTRY_VERIFY_WITH_TIMEOUT(roomy(), kLong);
  // Solo and mute change the picture of what is heard.
  gui::SpectrogramView& stage = views.spectrum(1);
  QVERIFY(stage.first() == d.reconstruction);
  QTest::keyClick(&w.window, Qt::Key_2);
  QTRY_VERIFY_WITH_TIMEOUT(stage.first() != d.reconstruction && w.window.isSettled(), kLong);
  QVERIFY(samples(stage.first()->track) == samples(layers.view(1).first()->track));
  QTest::keyClick(&w.window, Qt::Key_0);
  QTRY_VERIFY_WITH_TIMEOUT(stage.first() == d.reconstruction, kLong);
  if (!haveSound()) return;
  layers.button(0).setFocus();
  QTest::keyClick(&layers.button(0), Qt::Key_Space);
  auto& audio = w.window.audio();
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::playing, kLong);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::idle, kLong);
  QVERIFY(audio.playedToItsEnd());
  QCOMPARE(w.window.session().levelMask(), 0b1111u);
}

void TestWindow::codesAndPhonesAreFound() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  auto& search = w.window.search();
  const auto& codes = *s.document().codes;
  QTest::keyClick(&w.window, Qt::Key_F, Qt::ControlModifier);
  auto* edit = qobject_cast<QLineEdit*>(QApplication::focusWidget());
  QVERIFY(edit != nullptr);
  // Three codes in a row, the middle one whatever it is.
  const std::int64_t at = 40;
  QTest::keyClicks(edit, QStringLiteral("%1 * %2").arg(codes.at(0, at)).arg(codes.at(0, at + 2)));
  QTest::keyClick(edit, Qt::Key_Return);
  std::size_t expected = 0;
  bool found = false;
  for (std::int64_t f = 0; f + 2 < codes.frames(); ++f) {
    expected += codes.at(0, f) == codes.at(0, at) && codes.at(0, f + 2) == codes.at(0, at + 2);
  }
  QCOMPARE(search.hits().size(), expected);
  int row = 0;
  for (const auto& hit : search.hits()) {
    if (hit.hit.frame == at) found = true;
    if (!found) ++row;
  }
  QVERIFY(found);
  QTRY_VERIFY_WITH_TIMEOUT(!search.list().item(row)->icon().isNull(), kLong);
  search.list().setCurrentRow(row);
  search.list().setFocus();
  QTest::keyClick(&search.list(), Qt::Key_Return);
  QCOMPARE(s.axis().selection(), (gui::TimeSpan{at * 64, (at + 3) * 64}));
  QCOMPARE(w.window.views().tokens().selectedFrame(), at);
  search.search(QStringLiteral("99999"), 0);
  QVERIFY(search.hits().empty());
  QVERIFY2(search.summary().contains(QStringLiteral("no code")), qPrintable(search.summary()));
  search.search(QStringLiteral("SH IH P"), 0);
  QVERIFY2(search.summary().contains(QStringLiteral("knows no phones")),
           qPrintable(search.summary()));
}

void TestWindow::anIndexIsSearched() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  w.window.saveTo(path("indexed.sgl"));
  w.settle();
  const codec::Codes codes = *w.window.session().document().codes;
  {
    auto index = codec::CodeIndexWriter::create(path("corpus.sgx").toStdString());
    QVERIFY(index.ok());
    auto source = codec::CodeSource::open(path("indexed.sgl").toStdString());
    QVERIFY(source.ok() && source->bind(w.window.session().model()).ok());
    QVERIFY(index->add(*source).ok());
    QVERIFY(index->finish().ok());
  }
  auto& search = w.window.search();
  search.openIndex(path("broken.wav"));
  QVERIFY(search.index() == nullptr);
  QVERIFY(!search.summary().isEmpty());
  search.openIndex(path("corpus.sgx"));
  QVERIFY(search.index() != nullptr);
  w.window.session().closeDocument();
  const QString two = QStringLiteral("%1 %2").arg(codes.at(1, 30)).arg(codes.at(1, 31));
  search.search(two, 1);
  w.settle();
  QVERIFY(!search.hits().empty());
  QCOMPARE(search.hits().front().source, 0);
  QTRY_VERIFY_WITH_TIMEOUT(!search.list().item(0)->icon().isNull(), kLong);
  const auto hit = search.hits().front().hit;
  search.list().setCurrentRow(0);
  Q_EMIT search.list().itemActivated(search.list().item(0));
  w.settle();
  QCOMPARE(w.window.session().document().title, QStringLiteral("indexed.sgl"));
  QCOMPARE(w.window.session().axis().selection().begin, hit.begin);
}

void TestWindow::theAtlasMarksAndIsMarked() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  auto& atlas = w.atlasOf(1);
  const codec::Code code = s.document().codes->at(1, 30);
  s.mark(gui::MarkedCode{1, code});
  QCOMPARE(atlas.map().marked(), int{code});
  // The mark is seen on every hue: a ring of the ground lies within it and around it.
  {
    auto& map = atlas.map();
    const QImage seen = map.grab().toImage();
    const double ratio = seen.devicePixelRatio();
    const QPointF at = map.placeOf(code);
    const double ring = map.radiusOf(code) + 4;
    const auto pixel = [&](double away) {  // upwards: its number stands beside it
      return QColor(seen.pixel(((at - QPointF(0, away)) * ratio).toPoint()));
    };
    const auto far = [](const QColor& a, const QColor& b) {
      return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
             std::abs(a.blue() - b.blue());
    };
    QVERIFY(far(pixel(ring), gui::colours().accent) < 90);
    QVERIFY(far(pixel(ring + 2.6), gui::colours().plot) < 90);
    QVERIFY(far(pixel(ring - 2.6), gui::colours().plot) < 90);
  }
  const QPointF place = atlas.map().placeOf(code);
  QVERIFY(QRectF(atlas.map().rect()).contains(place));
  QVERIFY(atlas.map().radiusOf(code) > 2.0);  // it is used
  s.mark({});
  QCOMPARE(atlas.map().marked(), -1);
  const int there = atlas.map().codeAt(place);
  QVERIFY(there >= 0);
  QTest::mouseClick(&atlas.map(), Qt::LeftButton, {}, place.toPoint());
  QVERIFY(s.marked() && s.marked()->level == 1);
  atlas.map().setFocus();
  QTest::keyClick(&atlas.map(), Qt::Key_Left);
  QTest::keyClick(&atlas.map(), Qt::Key_Right);
  QVERIFY(s.marked());
  if (haveSound()) {
    QTest::keyClick(&atlas.map(), Qt::Key_Space);  // hears it in the file
    QTRY_VERIFY_WITH_TIMEOUT(w.window.audio().transport() == gui::Transport::playing, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(w.window.audio().transport() == gui::Transport::idle, kLong);
  }
  // Pairs: as many as the codes say, and a click searches for one.
  atlas.showTransitions(true);
  const auto& pairs = atlas.transitions().transitions();
  QVERIFY(pairs.names.size() > 1);
  std::size_t from = 0;
  std::size_t to = 0;
  for (std::size_t i = 0; i < pairs.names.size(); ++i) {
    for (std::size_t k = 0; k < pairs.names.size(); ++k) {
      if (pairs.at(i, k) > pairs.at(from, to)) std::tie(from, to) = std::pair(i, k);
    }
  }
  const auto count = pairs.at(from, to);
  QVERIFY(count > 0);
  const QPointF cell =
      atlas.transitions().cell(static_cast<int>(from), static_cast<int>(to)).center();
  QTest::mouseClick(&atlas.transitions(), Qt::LeftButton, {}, cell.toPoint());
  QCOMPARE(static_cast<std::int64_t>(w.window.search().hits().size()), count);
}

// What no model of speech gives back is told once; speech is not.
void TestWindow::musicIsTold() {
  auto config = testing_support::tiny_config();
  config.name = "talker";
  config.description = "Speech of nobody";
  QDir().mkpath(path("talker"));
  testing_support::write_random_model(path("talker").toStdString(), config, 5);
  Window w(path("talker/talker.json"));  // of random weights: nothing comes back
  writeWav(path("seconds.wav"), 6.0);
  w.open(path("seconds.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.messages().text().contains(QStringLiteral("music or noise")),
                           kLong);
  w.window.messages().tell(gui::MessageBar::Kind::notice, QStringLiteral("another"));
  w.window.session().setSavedLevels(2);
  w.settle();
  w.window.session().setSavedLevels(4);
  w.settle();
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  QCOMPARE(w.window.messages().text(), QStringLiteral("another"));
}

void TestWindow::everySecondIsMeasured() {
  Window w(path("tiny.json"));
  writeWav(path("three seconds.wav"), 3.0);
  w.open(path("three seconds.wav"));
  auto& s = w.window.session();
  const auto& meter = s.quality();
  QTRY_VERIFY_WITH_TIMEOUT(!meter.points().empty() && !meter.isBusy(), kLong);
  QCOMPARE(meter.points().size(), std::size_t{3});
  const int worst = meter.worst();
  QVERIFY(worst >= 0);
  for (const auto& p : meter.points()) {
    QVERIFY(!p.mel || *p.mel <= *meter.points()[static_cast<std::size_t>(worst)].mel);
  }
  auto& strip = w.window.views().quality();
  QCOMPARE(strip.pointAt(strip.barOf(worst).center().x()), worst);
  QVERIFY(strip.textOf(worst).contains(QStringLiteral("log-mel")));
  QSignalSpy wanted(&strip, &gui::QualityStrip::compareWanted);
  QTest::mouseClick(&strip, Qt::LeftButton, {}, strip.barOf(worst).center().toPoint());
  QCOMPARE(wanted.size(), 1);
  if (haveSound()) {
    // The original first, then the reconstruction, then as it was.
    auto& audio = w.window.audio();
    audio.setListen(gui::Listen::reconstruction);
    QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::playing, kLong);
    QVERIFY(audio.listen() == gui::Listen::original ||
            audio.listen() == gui::Listen::reconstruction);
    QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::idle, kLong);
  }
  // Fewer codebooks are measured anew, and come no nearer.
  const double before = *meter.points()[static_cast<std::size_t>(worst)].mel;
  s.setSavedLevels(1);
  w.settle();
  QTRY_VERIFY_WITH_TIMEOUT(!meter.points().empty() && !meter.isBusy() &&
                               meter.points()[static_cast<std::size_t>(worst)].mel != before,
                           kLong);
}

void TestWindow::codecsAreComparedAndTestedBlind() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& panel = w.window.quality();
  QVERIFY(w.window.showBlindTest() == nullptr);  // nothing to test yet
  panel.measure();
  w.settle();
  QVERIFY(panel.comparison() != nullptr);
  const auto& sounds = panel.comparison()->sounds;
  const auto contenders = gui::usualContenders(*w.window.session().model());
  QCOMPARE(sounds.size(), contenders.size());
  QCOMPARE(panel.model().rowCount(), static_cast<int>(sounds.size()));
  QCOMPARE(sounds[3].name, std::string("tiny 4 of 4"));
  QCOMPARE(panel.chosen(), &sounds[3]);
  auto* table = panel.findChild<gui::FiguresTable*>();
  const QAbstractItemModelTester consistent(table->model(),
                                            QAbstractItemModelTester::FailureReportingMode::QtTest);
  panel.choose(1);
  gui::AbxDialog* dialog = w.window.showBlindTest();
  QVERIFY(dialog != nullptr);
  const auto button = [dialog](const char* text) -> QPushButton* {
    for (auto* b : dialog->findChildren<QPushButton*>()) {
      if (QString(b->text()).remove(QLatin1Char('&')) == QLatin1String(text)) return b;
    }
    return nullptr;
  };
  QVERIFY(!button("Hear X")->isEnabled());
  QTest::mouseClick(button("Begin"), Qt::LeftButton);
  QVERIFY(!button("X is A (1)")->isEnabled());  // nothing was heard yet
  const QLabel* state = dialog->findChild<QLabel*>(QStringLiteral("state"));
  for (int trial = 1; trial <= 10; ++trial) {
    QVERIFY(state->text().contains(QStringLiteral("Trial %1 of 10").arg(trial)));
    QTest::mouseClick(button("Hear X"), Qt::LeftButton);
    QVERIFY(button("X is A (1)")->isEnabled());
    QTest::mouseClick(button(dialog->session()->xIsB() ? "X is B (2)" : "X is A (1)"),
                      Qt::LeftButton);
  }
  QVERIFY(dialog->session()->isDone());
  QVERIFY(state->text().startsWith(QStringLiteral("10 of 10 right, p = 0.00098")));
  QVERIFY(dialog->saveTo(path("abx.csv")).ok());
  QFile csv(path("abx.csv"));
  QVERIFY(csv.open(QIODevice::ReadOnly));
  QCOMPARE(csv.readAll().count('\n'), 11);
  QVERIFY(!dialog->saveTo(path("no such folder/abx.csv")).ok());
  dialog->close();
}

void TestWindow::errorsComeInGerman() {
  const codec::Error error{codec::ErrorCode::truncated, "/home/me/a.wav: ends after 3 samples"};
  QCOMPARE(gui::errorText(error), QString::fromStdString(error.message));
  QTranslator german;
  QVERIFY(german.load(QStringLiteral(":/i18n/sonoglyph_de.qm")));
  QApplication::installTranslator(&german);
  const QString text = gui::errorText(error);
  const QString bare = gui::errorText({codec::ErrorCode::empty, "the file is empty"});
  const QString missing =
      gui::errorText({codec::ErrorCode::io, "/home/me/a.wav: No such file or directory"});
  QApplication::removeTranslator(&german);
  for (const auto& [said, english, told] : {
           std::tuple{"x.flac: damaged at sample 4096: Error : flac decoder lost sync.",
                      "x.flac: damaged at sample 4096: its FLAC data cannot be decoded",
                      "beschädigt ab Sample 4096: die FLAC-Daten lassen sich nicht dekodieren"},
           std::tuple{"x.flac: not an audio file that libsndfile reads (Error : bad flac header.)",
                      "x.flac: no sound that can be read (the header of the FLAC file is damaged)",
                      "kein lesbarer Klang (der Kopf der FLAC-Datei ist beschädigt)"},
           std::tuple{"x: not an audio file that libsndfile reads (Format not recognised.)",
                      "x: no sound that can be read (its format is not known)",
                      "kein lesbarer Klang (das Format ist nicht bekannt)"},
           std::tuple{"x: not an audio file that libsndfile reads (Error in WAV/W64/RF64 file. "
                      "Short 'fmt ' chunk.)",
                      "x: no sound that can be read (its structure is damaged)",
                      "kein lesbarer Klang (der Aufbau ist beschädigt)"},
           std::tuple{"x: ends after 3 of 40 samples", "x: ends after 3 of 40 samples",
                      "endet nach 3 von 40 Samples"},
           std::tuple{"x: sample 7 of channel 2 is NaN; sound has finite values",
                      "x: sample 7 of channel 2 is NaN; sound has finite values",
                      "Sample 7 von Kanal 2 ist NaN; Klang hat endliche Werte"},
       }) {
    const codec::Error raw{codec::ErrorCode::corrupt, said};
    QApplication::installTranslator(&german);
    const QString inGerman = gui::errorText(raw);
    QApplication::removeTranslator(&german);
    QCOMPARE(gui::errorText(raw), QString::fromUtf8(english));
    QVERIFY2(inGerman.contains(QString::fromUtf8(told)), qPrintable(inGerman));
  }
  QVERIFY2(missing.contains(QStringLiteral("gibt es nicht")), qPrintable(missing));
  QVERIFY(!missing.contains(QStringLiteral("No such")));
  QVERIFY2(text.startsWith(QStringLiteral("a.wav: ")), qPrintable(text));
  QVERIFY(text.endsWith(QStringLiteral("(ends after 3 samples)")));
  QVERIFY2(text.contains(QStringLiteral("Ende")), qPrintable(text));
  QVERIFY2(bare.contains(QStringLiteral("leer")), qPrintable(bare));
}

// Every sentence of the list, what PortAudio may say, and what really comes of broken files.
void TestWindow::noErrorStaysEnglish() {
  QTranslator german;
  QVERIFY(german.load(QStringLiteral(":/i18n/sonoglyph_de.qm")));
  static const QRegularExpression english(QStringLiteral(
      "\\b(the|of|its?|is|not?|cannot|wanted|wants?|has|holds?|with|than|are|ends|more|must|that|"
      "and|which|or|to|at|an|one|then|be|from|file|missing|unknown|expected|invalid|failed)\\b"));
  const auto filled = [](QString text) {
    for (int i = 1; i <= 5; ++i) {
      text.replace(QStringLiteral("%%1").arg(i), QString::number(1000 + i));
    }
    return text;
  };
  QApplication::installTranslator(&german);
  QStringList wrong;
  const auto look = [&](const QString& said, const QString& told) {
    if (told.contains(english)) wrong << said + QStringLiteral(" => ") + told;
  };
  for (const char* sentence : gui::kErrorSentences) {
    const QString whole = filled(QString::fromUtf8(sentence));
    const QString told = gui::errorDetail(whole);
    look(whole, told);
    if (told != filled(QCoreApplication::translate("ErrorText", sentence)))
      wrong << whole + QStringLiteral(" is taken for another: ") + told;
  }
  for (const char* phrase : gui::kErrorPhrases) {
    const QString said = QString::fromUtf8(phrase);
    look(said, gui::errorDetail(QStringLiteral("17: ") + said));
  }
  for (PaError error = paNotInitialized; error <= paCanNotWriteToAnInputOnlyStream; ++error) {
    const std::string said = "ALSA: HDA Intel (hw:0,0): " + std::string(gui::problemOf(error));
    look(QString::number(error), gui::errorText({codec::ErrorCode::io, said}));
  }
  const auto named = [&](const char* name, const std::string& bytes) {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly)) return std::filesystem::path();
    file.write(bytes.data(), static_cast<qint64>(bytes.size()));
    return std::filesystem::path(path(name).toStdString());
  };
  int failures = 0;
  const auto told = [&](const codec::Error& error) {
    ++failures;
    look(QString::fromStdString(error.message), gui::errorText(error));
  };
  const std::atomic<bool> go{false};
  const auto model = codec::Model::load(path("tiny.json").toStdString());
  QVERIFY(model.ok());
  using namespace std::string_literals;
  const auto npy = [](const std::string& dict) {
    std::string head = "\x93NUMPY\x01\x00"s;
    const std::string text = dict + "\n";
    return head + static_cast<char>(text.size()) + '\0' + text;
  };
  const auto tensors = [](const std::string& header) {
    return std::string(1, static_cast<char>(header.size())) + std::string(7, '\0') + header;
  };
  for (const auto& [name, bytes] : std::vector<std::pair<const char*, std::string>>{
           {"e.wav", ""},
           {"e.sgl", ""},
           {"f.sgl", "not of this format"},
           {"g.sgl", "\x89SGL\r\n\x1a\n"s},
           {"h.sgl", "\x89SGL\n\n\x1a\n"s},
           {"e.npy", ""},
           {"f.npy", "PK\x03\x04"},
           {"g.npy", "\x80\x04"},
           {"h.npy", "something else"},
           {"i.npy", "\x93NUMPY"},
           {"j.npy", "\x93NUMPY\x09\x00\x01\x00\x00\x00"s},
           {"k.npy", npy("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }")},
           {"l.npy", npy("{'descr': '<i4', 'fortran_order': False, }")},
           {"m.npy", npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 2, 2), }")},
           {"n.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }")},
           {"o.npy", npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 2), }")},
           {"p.npy",
            npy("{'descr': '<i1', 'fortran_order': False, 'shape': (1, 2), }") + "\xff\xff"},
           {"q.npy", npy("{'descr': '<u1', 'fortran_order': False, 'shape': (9, 2), }") +
                         std::string(18, '\x01')},
           {"r.npy", npy("{'descr': '<u1', 'fortran_order': False, 'shape': (1, 2), }") + "abc"},
           {"s.npy",
            npy("{'descr': '<u1', 'fortran_order': False, 'shape': (1, 2), }") + "\xff\xff"},
           {"e.json", "{"},
           {"f.json", "[]"},
           {"g.json", "{\"codes\": 3}"},
           {"h.json", "{\"codes\": [[1, 2], [3]]}"},
           {"i.json", "{\"codes\": [[1, 2], 3]}"},
           {"j.json", "{\"codes\": [[1, -2]]}"},
           {"k.json", "{\"codes\": [[1, 2]], \"codes\": 1}"},
           {"l.json", "{\"codes\": [[1, 2]]} more"},
           {"m.json", "{\"codes\": []}"},
           {"n.json", "{\"codes\": [[1, 2]], \"durations\": 3}"},
           {"o.json", "{\"codes\": [[1, 2]], \"format\": \"sonoglyph-tokens-9\"}"},
           {"p.json", "{\"codes\": [[1, 2]], \"format\": \"sonoglyph-tokens-1\"}"},
           {"e.csv", "frame"},
           {"f.csv", "frame,time_s,c1,c2\n0,0.0,1\n"},
           {"g.csv", "frame,time_s,c1,c2\n7,0.0,1,2\n"},
           {"h.csv", "frame,time_s,c1,c2\n0,0.0,1,x\n"},
           {"i.csv", "frame,time_s,c1,c2\n0,0.0,1,2,3\n"},
           {"e.safetensors", ""},
           {"f.safetensors", "short"},
           {"g.safetensors", tensors("[]")},
           {"h.safetensors", tensors("{}")},
           {"i.safetensors", tensors("{\"codes\": {}}")},
           {"j.safetensors",
            tensors("{\"codes\": {\"dtype\": \"I8\", \"shape\": [1], \"data_offsets\": [0, 9]}}")},
           {"k.safetensors", tensors("{\"__metadata__\": 1}")},
           {"e.npz", "PK\x03\x04"},
           {"e.flac", "fLaC and then nothing"},
           {"e.mp3", "\xff\xfb\x90\x64"s + std::string(40, '\0')},
           {"e.ogg", "OggS"s + std::string(60, '\0')},
       }) {
    const auto file = named(name, bytes);
    const auto opened = gui::openFile(file, *model, {}, go, [](double) {});
    if (!opened) told(opened.error());
    if (opened) wrong << QStringLiteral("opens: ") + QString::fromUtf8(name);
  }
  for (const char* config :
       {"", "[]", "{\"format\": 99}", "{\"name\": 3}", "{\"levels\": 1.5}", "{\"levels\": 99}",
        "{\"name\": \"Ä\"}", "{\"codebook_size\": 7}", "{\"spare\": 1}", "{\"weights\": \"../a\"}",
        "{\"format\": 2}", "{\"level_roles\": [\"x\"]}", "{\"decoders\": 3}", "nul", "{\"a\" 1}"}) {
    const auto read = codec::ModelConfig::load(named("config.json", config));
    if (!read) told(read.error());
    if (read) wrong << QStringLiteral("taken: ") + QString::fromUtf8(config);
  }
  for (const char* table : {"", "[]", "{\"format\": 99}", "{\"format\": 0}", "{\"codes\": 3}",
                            "{\"codes\": [3]}", "{\"phones\": 3}"}) {
    const auto read = codec::PhoneTable::load(named("table.json", table));
    if (!read) told(read.error());
    if (read) wrong << QStringLiteral("taken: ") + QString::fromUtf8(table);
  }
  for (const char* labels : {"x", "ooBinaryFile", "File type = \"ooTextFile\"",
                             "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n"}) {
    const auto read = codec::read_labels(named("labels.txt", labels));
    if (!read) told(read.error());
    if (read) wrong << QStringLiteral("taken: ") + QString::fromUtf8(labels);
  }
  for (const char* pattern : {"", "|", "9999", "1 AA", "17 x!"}) {
    const auto parsed = codec::CodePattern::parse(pattern, 1024);
    if (!parsed) told(parsed.error());
    if (parsed) wrong << QStringLiteral("taken: ") + QString::fromUtf8(pattern);
  }
  for (const char* name : {"x.xyz", "x.opus", "no such folder/x.wav"}) {
    codec::AudioWriterOptions odd;
    odd.sample_rate_hz = 11025;
    const auto made = codec::AudioWriter::create(path(name).toStdString(), odd);
    if (!made) told(made.error());
    if (made) wrong << QStringLiteral("taken: ") + QString::fromUtf8(name);
  }
  const auto index = codec::CodeIndex::open(named("x.sglindex", "nothing"));
  QVERIFY(!index);
  told(index.error());
  const auto none = codec::find_model("nichts-da");
  QVERIFY(!none);
  told(none.error());
  QApplication::removeTranslator(&german);
  QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
  QVERIFY(failures > 70);
}

// With title bar and frame, which a window manager adds.
void TestWindow::theFirstWindowFitsTheScreen() {
  gui::MainWindow window(path("tiny.json"));
  const QSize room = window.screen()->availableSize();
  QVERIFY(window.width() <= room.width());
  QVERIFY(window.height() + 40 <= room.height());
  QVERIFY(window.minimumSizeHint().width() <= 1280);
  QVERIFY(window.minimumSizeHint().height() <= 680);
  QTRY_VERIFY_WITH_TIMEOUT(!window.session().worker().isBusy(), kLong);
}

void TestWindow::lostRecordingsAreListedAndDeletionAsks() {
  const auto folder = gui::AudioController::spoolFolder();
  std::filesystem::remove_all(folder);
  for (const float level : {0.1F, 0.2F}) {
    auto spool = gui::Spool::create(folder, 16000);
    QVERIFY(spool.ok());
    QVERIFY(spool->append(std::vector<float>(16000, level)).ok());
    QVERIFY(spool->close().ok());
  }
  Window w(path("tiny.json"));
  QCOMPARE(w.window.lostRecordings().size(), std::size_t{2});
  QMenu* menu = nullptr;
  for (auto* m : w.window.findChildren<QMenu*>()) {
    if (m->title() == QStringLiteral("&Unsaved recordings")) menu = m;
  }
  QVERIFY(menu != nullptr);
  const auto takes = [menu] {
    Q_EMIT menu->aboutToShow();
    QList<QMenu*> list;
    for (QAction* a : menu->actions()) {
      if (a->menu() != nullptr) list << a->menu();
    }
    return list;
  };
  QCOMPARE(takes().size(), 2);
  const auto answer = [](const char* text) {
    QTimer::singleShot(300, [text] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (box == nullptr) return;
      for (auto* b : box->buttons()) {
        if (QString(b->text()).remove(QLatin1Char('&')) == QLatin1String(text)) b->click();
      }
    });
  };
  answer("Keep it");
  takes().front()->actions().at(1)->trigger();
  QCOMPARE(takes().size(), 2);
  answer("Delete it");
  takes().front()->actions().at(1)->trigger();
  QCOMPARE(takes().size(), 1);
  takes().front()->actions().at(0)->trigger();  // recover
  QTRY_VERIFY_WITH_TIMEOUT(w.window.session().document().length == 16000, kLong);
  w.settle();
  QVERIFY(w.window.session().document().unsaved);
  QVERIFY(takes().isEmpty());
  std::filesystem::remove_all(folder);
}

void TestWindow::sessionUsageAddsUp() {
  Window w(path("tiny.json"));
  auto& s = w.window.session();
  auto& panel = w.window.usage();
  const auto total = [&](gui::UsageScope scope) { return s.usage(scope)[0].total(); };
  w.open(path("two seconds.wav"));
  QCOMPARE(total(gui::UsageScope::session), std::uint64_t{500});
  w.open(path("cd rate ü.wav"));
  QCOMPARE(total(gui::UsageScope::file), std::uint64_t{250});
  QCOMPARE(total(gui::UsageScope::session), std::uint64_t{750});
  const auto picture = [&] {
    panel.refresh();
    return panel.findChildren<gui::UsageView*>()[0]->grab().toImage();
  };
  const QImage file = picture();
  panel.setScope(gui::UsageScope::session);
  const QImage all = picture();
  QVERIFY(all != file);
  panel.setScale(gui::CountScale::logarithmic);
  const QImage logarithmic = picture();
  QVERIFY(logarithmic != all);
  // Short bars rise: there is more ink.
  const auto inked = [](const QImage& image) {
    const QRgb ground = image.pixel(image.width() / 2, image.height() - 2);
    qint64 n = 0;
    for (int y = image.height() / 2; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) n += image.pixel(x, y) != ground ? 1 : 0;
    }
    return n;
  };
  QVERIFY(inked(logarithmic) > inked(all));
  s.clearSessionUsage();
  QCOMPARE(total(gui::UsageScope::session), std::uint64_t{0});
  QCOMPARE(total(gui::UsageScope::file), std::uint64_t{250});
}

void TestWindow::aCodeCanBeHeard() {
  if (!haveSound()) QSKIP("run under tests/with-headless.sh");
  Window w(path("tiny.json"));
  auto& audio = w.window.audio();
  QTRY_VERIFY_WITH_TIMEOUT(audio.devicesKnown(), kLong);
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  QPushButton* hear = nullptr;
  for (auto* b : w.window.usage().findChildren<QPushButton*>()) {
    if (b->text() == QStringLiteral("Hear")) hear = b;
  }
  QVERIFY(hear != nullptr);
  QVERIFY(!hear->isEnabled());
  s.mark(gui::MarkedCode{0, s.document().codes->at(0, 20)});
  QVERIFY(hear->isEnabled());
  float peak = 0.0F;
  connect(&audio, &gui::AudioController::outputLevel, this,
          [&](float p, float) { peak = std::max(peak, p); });
  const auto cursor = s.axis().cursor();
  QTest::mouseClick(hear, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::playing, kLong);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::idle, kLong);
  QVERIFY(peak > 0.0F);
  QCOMPARE(s.axis().cursor(), cursor);  // beside the document
  disconnect(&audio, &gui::AudioController::outputLevel, this, nullptr);
}

void TestWindow::recentFilesOpenAgain() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  w.open(path("cd rate ü.wav"));
  QMenu* recent = nullptr;
  for (auto* menu : w.window.findChildren<QMenu*>()) {
    if (menu->title() == QStringLiteral("Open &recent")) recent = menu;
  }
  QVERIFY(recent != nullptr);
  QVERIFY(recent->isEnabled());
  QCOMPARE(recent->actions().value(0)->text(), QStringLiteral("cd rate ü.wav"));
  QCOMPARE(recent->actions().value(1)->text(), QStringLiteral("two seconds.wav"));
  recent->actions().value(1)->trigger();
  w.settle();
  QCOMPARE(w.window.session().document().title, QStringLiteral("two seconds.wav"));
  QCOMPARE(recent->actions().value(0)->text(), QStringLiteral("two seconds.wav"));
  recent->actions().last()->trigger();  // clears the list
  QVERIFY(!recent->isEnabled());
}

void TestWindow::theGainOfTheHeaderIsTakenBack() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  gui::Document louder = s.document();
  louder.gainMilliDb = 6000;
  QVERIFY(gui::saveContainer(path("louder.sgl").toStdString(), louder, s.model(), 4).ok());
  w.open(path("louder.sgl"));
  QCOMPARE(s.document().gainMilliDb, 6000);
  w.window.saveTo(path("louder again.sgl"));
  w.settle();
  w.open(path("louder again.sgl"));
  QCOMPARE(s.document().gainMilliDb, 6000);
  w.window.saveTo(path("quieter.wav"));
  w.settle();
  auto reader = codec::AudioReader::open(path("quieter.wav").toStdString());
  QVERIFY(reader.ok());
  std::vector<float> written(32000);
  const auto n = reader->read(written);
  QVERIFY(n.ok());
  std::vector<float> decoded(32000);
  s.document().reconstruction->track.read(0, decoded);
  const auto energy = [](const std::vector<float>& x) {
    double sum = 0.0;
    for (const float v : x) sum += static_cast<double>(v) * v;
    return sum;
  };
  QVERIFY(energy(decoded) > 0.0);
  const double db = 10.0 * std::log10(energy(written) / energy(decoded));
  QVERIFY2(std::abs(db + 6.0) < 0.05, qPrintable(QString::number(db)));
}

// A damaged file opens; what it lost is silent in the reconstruction and in what is exported.
void TestWindow::lostFramesAreSilent() {
  Window w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  w.window.saveTo(path("lost.sgl"));
  w.settle();
  QFile file(path("lost.sgl"));
  QVERIFY(file.open(QIODevice::ReadWrite));
  QVERIFY(file.seek(192 + 14 + 20));  // in the payload of the first packet
  char byte = 0;
  QVERIFY(file.getChar(&byte));
  QVERIFY(file.seek(192 + 14 + 20));
  QVERIFY(file.putChar(static_cast<char>(byte ^ 0x10)));
  file.close();
  w.open(path("lost.sgl"));
  const auto& document = w.window.session().document();
  QCOMPARE(document.lost.size(), std::size_t{1});
  QCOMPARE(document.lost[0].first, std::int64_t{0});
  const auto end = static_cast<std::size_t>(document.lost[0].count) * 64;
  QVERIFY(end < 32000);
  std::vector<float> decoded(32000);
  document.reconstruction->track.read(0, decoded);
  QVERIFY(std::all_of(decoded.begin() + 80, decoded.begin() + static_cast<std::ptrdiff_t>(end),
                      [](float v) { return v == 0.0F; }));
  QVERIFY(std::any_of(decoded.begin() + static_cast<std::ptrdiff_t>(end), decoded.end(),
                      [](float v) { return v != 0.0F; }));
}

// The bundled model has an entropy prior: files are smaller by it, and open again.
void TestWindow::savesAndOpensWithTheModelsPrior() {
  const QString models = QStringLiteral(SONOGLYPH_SOURCE_DIR "/models/");
  Window w(models + QStringLiteral("speech-16k.json"));
  QVERIFY(w.window.session().model()->prior() != nullptr);
  w.open(QStringLiteral(SONOGLYPH_SOURCE_DIR "/tests/data/kerstin.flac"));
  const codec::Codes codes = *w.window.session().document().codes;
  w.window.saveTo(path("prior.sgl"));
  w.settle();
  auto reader = codec::ContainerReader::open(path("prior.sgl").toStdString());
  QVERIFY(reader.ok());
  QVERIFY(reader->header().prior_id != 0);
  QVERIFY(QFileInfo(path("prior.sgl")).size() < w.window.session().estimatedBytes(5));
  w.open(path("prior.sgl"));
  QVERIFY(*w.window.session().document().codes == codes);
}

void TestWindow::batchPausesCancelsAndRetries() {
  // Far more files than are in hand at once, which Cancel lets finish.
  constexpr std::size_t kFiles = 60;
  QDir().mkpath(path("many in"));
  writeWav(path("many.wav"), 20.0);
  for (std::size_t i = 0; i < kFiles; ++i) {
    QFile::copy(path("many.wav"),
                path("many in/") + QStringLiteral("sound %1.wav").arg(i, 2, 10, QLatin1Char('0')));
  }
  QFile::copy(path("broken.wav"), path("many in/zz broken.wav"));
  Window w(path("tiny.json"));
  gui::BatchDialog* dialog = w.window.showBatch();
  const auto button = [dialog](const char* text) -> QPushButton* {
    for (auto* b : dialog->findChildren<QPushButton*>()) {
      if (QString(b->text()).remove(QLatin1Char('&')) == QLatin1String(text)) return b;
    }
    return nullptr;
  };
  dialog->addInputs({path("many in")});
  dialog->setOutput(path("many out"));
  const auto done = [dialog] { return dialog->files().count(gui::BatchState::done); };
  QTest::mouseClick(button("Start"), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(done() >= 1, kLong);
  QTest::mouseClick(button("Pause"), Qt::LeftButton);
  QVERIFY(button("Go on") != nullptr);
  QTest::qWait(300);  // replies on their way
  const auto paused = done();
  QTest::qWait(700);
  QCOMPARE(done(), paused);
  QVERIFY(dialog->isRunning());
  QVERIFY(paused < kFiles);
  QTest::mouseClick(button("Cancel"), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLong);
  QVERIFY(done() < kFiles);
  QVERIFY(dialog->summary().startsWith(QStringLiteral("Cancelled")));
  QTest::mouseClick(button("Start"), Qt::LeftButton);  // resumes
  QTRY_VERIFY_WITH_TIMEOUT(dialog->summary().contains(QStringLiteral("left")) || done() > 0, kLong);
  QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLong);
  QCOMPARE(done() + dialog->files().count(gui::BatchState::kept), kFiles);
  QCOMPARE(dialog->files().count(gui::BatchState::failed), std::size_t{1});
  QFile::remove(path("many in/zz broken.wav"));
  writeWav(path("many in/zz broken.wav"), 1.0);  // mended
  QTest::mouseClick(button("Retry failed"), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLong);
  QCOMPARE(dialog->files().count(gui::BatchState::failed), std::size_t{0});
  QVERIFY(QFile::exists(path("many out/zz broken.sgl")));
}

void TestWindow::aboutHasTheModelCard() {
  qputenv("SONOGLYPH_MODELS", SONOGLYPH_SOURCE_DIR "/models");
  const auto model = codec::Model::load(SONOGLYPH_SOURCE_DIR "/models/tiny.json");
  QVERIFY(model.ok());
  const QString card = gui::AboutDialog::modelCard(*model);
  qputenv("SONOGLYPH_MODELS", folder_.path().toUtf8());
  QVERIFY(card.contains(QStringLiteral("kbps")));
  QVERIFY(card.contains(QStringLiteral("tiny.recipe.json")));  // its part of models/README.md ...
  QVERIFY(!card.contains(QStringLiteral("Bad at")));           // ... and no other
}

void TestWindow::aKilledServerIsReportedAndTheAppGoesOn() {
  if (!haveSound()) QSKIP("run under tests/with-headless.sh");
  Window w(path("tiny.json"));
  auto& s = w.window.session();
  auto& audio = w.window.audio();
  QTRY_VERIFY_WITH_TIMEOUT(audio.devicesKnown(), kLong);
  audio.setMonitor(true);
  QTest::keyClick(&w.window, Qt::Key_R);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::recording, kLong);
  QTRY_VERIFY_WITH_TIMEOUT(s.document().length > 16000, kLong);
  const pid_t server = testing_support::own_sound_server();
  QVERIFY(server > 0);
  QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(server));
  QVERIFY(commandLine.open(QIODevice::ReadOnly));
  const QList<QByteArray> words = commandLine.readAll().split('\0');
  kill(server, SIGKILL);
  QTRY_VERIFY_WITH_TIMEOUT(w.window.messages().isVisible(), kLong);
  QVERIFY2(w.window.messages().text().contains(QStringLiteral("went away")),
           qPrintable(w.window.messages().text()));
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::idle, kLong);
  w.settle();
  QVERIFY(s.document().length > 16000);
  QCOMPARE(s.document().codes->frames(), (s.document().length + 63) / 64);
  const auto spool = s.document().spool;
  QVERIFY(std::filesystem::exists(spool));
  w.window.saveTo(path("before the crash.sgl"));
  w.settle();
  QVERIFY(QFile::exists(path("before the crash.sgl")));
  // Without a device: said once, and files still open.
  QTest::keyClick(&w.window, Qt::Key_F5);
  QTRY_VERIFY_WITH_TIMEOUT(audio.devicesKnown(), kLong);
  QTest::keyClick(&w.window, Qt::Key_R);
  QTRY_VERIFY_WITH_TIMEOUT(w.window.messages().text().contains(QStringLiteral("Cannot record")),
                           kLong);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::idle, kLong);
  w.open(path("two seconds.wav"));
  QCOMPARE(s.document().length, 32000);
  // The server is there again: found by a refresh, and it records.
  QStringList arguments;
  for (const QByteArray& word : words.mid(1)) {
    if (!word.isEmpty()) arguments << QString::fromUtf8(word);
  }
  QProcess again;
  again.start(QString::fromUtf8(words.front()), arguments);
  QVERIFY(again.waitForStarted());
  QTRY_VERIFY_WITH_TIMEOUT(
      QProcess::execute(QStringLiteral("pactl"), {QStringLiteral("info")}) == 0, kLong);
  QSignalSpy listed(&audio, &gui::AudioController::devicesChanged);
  QTest::keyClick(&w.window, Qt::Key_F5);
  QTRY_VERIFY_WITH_TIMEOUT(!listed.isEmpty() && !audio.devices().empty(), kLong);
  QTest::keyClick(&w.window, Qt::Key_R);
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::recording, kLong);
  QTRY_VERIFY_WITH_TIMEOUT(s.document().length > 8000, kLong);
  audio.stop();
  QTRY_VERIFY_WITH_TIMEOUT(audio.transport() == gui::Transport::idle, kLong);
  w.settle();
  again.terminate();
  QVERIFY(again.waitForFinished());
}
