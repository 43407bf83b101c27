// Files in and out of the window: nothing is lost on the way, whatever comes between.
#include <sys/stat.h>

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QTranslator>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "gui/audio/spool.h"
#include "gui/batch/batch_dialog.h"
#include "gui/look/icons.h"
#include "gui/look/theme.h"
#include "gui/window/file_choice.h"
#include "tests/support/studio_window.h"

namespace {

using testing_support::kLong;
using testing_support::StudioWindow;

QAction* actionOf(gui::MainWindow& window, const QString& text) {
  for (auto* a : window.findChildren<QAction*>()) {
    if (a->text() == text) return a;
  }
  return nullptr;
}

// What the user does when dialogs come up, one after the other; what is left was never asked.
class Answers {
 public:
  using Answer = std::function<void(QDialog*)>;
  explicit Answers(std::vector<Answer> answers) : answers_(std::move(answers)) {
    timer_.start(20);
    QObject::connect(&timer_, &QTimer::timeout, [this] {
      auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr || answers_.empty() || !dialog->isVisible()) return;
      const Answer next = answers_.front();
      answers_.erase(answers_.begin());
      next(dialog);
    });
  }
  std::size_t left() const { return answers_.size(); }

 private:
  std::vector<Answer> answers_;
  QTimer timer_;
};

Answers::Answer press(QMessageBox::StandardButton button) {
  return [button](QDialog* dialog) {
    auto* box = qobject_cast<QMessageBox*>(dialog);
    QVERIFY(box != nullptr && box->button(button) != nullptr);
    box->button(button)->click();
  };
}

Answers::Answer typeName(const QString& name) {
  return [name](QDialog* dialog) {
    auto* files = qobject_cast<QFileDialog*>(dialog);
    QVERIFY(files != nullptr);
    auto* edit = files->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    QVERIFY(edit != nullptr);
    edit->setText(name);
    QTest::keyClick(edit, Qt::Key_Return);
  };
}

void cancelIt(QDialog* dialog) { dialog->reject(); }

}  // namespace

class TestFiles : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void namesForFiles_data();
  void namesForFiles();
  void whatIsBeingWrittenIsWritten();
  void aWindowClosesWhenItHasSaved();
  void nothingIsReplacedUnasked();
  void savingIsAlwaysSgl();
  void playTurnsIntoStopAndBack();
  void homeAndEndMoveWhatPlays();
  void aFolderIsForTheBatch();
  void whatIsNoFileIsToldAtOnce();
  void flawsAreInGerman();
  void theBarSaysWhatIsDone();
  void namesTellFilesApart();
  void withoutAModelAIsShown();

 private:
  QString path(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }
  // A recording of noise, at 48 kHz, that was not saved.
  void record(StudioWindow& w, const char* title, int seconds);
  QTemporaryDir folder_;
};

void TestFiles::initTestCase() { testing_support::fillWithTinyModel(folder_); }

void TestFiles::init() {
  QSettings().clear();
  QSettings().setValue(QStringLiteral("folder"), folder_.path());
}

void TestFiles::record(StudioWindow& w, const char* title, int seconds) {
  auto& s = w.window.session();
  const auto second = testing_support::synthetic_speech(48000, 48000, 5);
  auto spool = gui::Spool::create(path("spools").toStdString(), 48000);
  QVERIFY(spool.ok());
  for (int i = 0; i < seconds; ++i) QVERIFY(spool->append(second).ok());
  QVERIFY(spool->close().ok());
  s.beginRecording(QString::fromUtf8(title), spool->path());
  s.appendOriginal(testing_support::synthetic_speech(16000, 16000, 5));
  s.endRecording(gui::Session::Live::encodeAnew);
  w.settle();
  QVERIFY(s.document().unsaved);
}

void TestFiles::namesForFiles_data() {
  QTest::addColumn<QString>("title");
  QTest::addColumn<QString>("name");
  QTest::newRow("file") << "speech.wav"
                        << "speech.sgl";
  QTest::newRow("dots") << "speech 1.2.wav"
                        << "speech 1.2.sgl";
  QTest::newRow("recovered") << "Recording 2026-11-27 04.03.18"
                             << "Recording 2026-11-27 04.03.18.sgl";
  QTest::newRow("person") << "Mr. Smith"
                          << "Mr. Smith.sgl";
  QTest::newRow("forbidden") << "a:b/c?.flac"
                             << "a-b-c-.sgl";
  QTest::newRow("long") << "codes.safetensors"
                        << "codes.sgl";
}

void TestFiles::namesForFiles() {
  QFETCH(QString, title);
  QFETCH(QString, name);
  gui::Document document;
  document.title = title;
  QCOMPARE(gui::nameFor(document, QStringLiteral("sgl")), name);
}

// The next file, the next recording, fewer codebooks and Undo leave a save that runs alone, and it
// leaves them alone.
void TestFiles::whatIsBeingWrittenIsWritten() {
  using Between = std::function<void(StudioWindow&)>;
  int i = 0;
  for (const auto& [name, between] : {
           std::pair<const char*, Between>{
               "open", [this](StudioWindow& w) { w.window.openPath(path("two seconds.wav")); }},
           {"slider", [](StudioWindow& w) { w.window.session().setSavedLevels(1); }},
           {"undo", [](StudioWindow& w) { w.window.session().undo().undo(); }},
           {"record",
            [this](StudioWindow& w) {
              w.window.session().beginRecording(QStringLiteral("Next"),
                                                path("next.wav").toStdString());
            }},
       }) {
    StudioWindow w(path("tiny.json"));
    auto& s = w.window.session();
    w.open(path("two seconds.wav"));
    record(w, "Take", 20);
    std::ofstream(path("next.wav").toStdString()) << "the spool of the next recording";
    const QString base = path(name);
    w.window.saveTo(base + QStringLiteral(".sgl"));
    QVERIFY(s.worker().isWriting());
    between(w);
    w.settle();
    QVERIFY2(QFile::exists(base + QStringLiteral(".sgl")), name);
    QVERIFY2(QFile::exists(base + QStringLiteral(".flac")), name);
    QVERIFY2(QFile::exists(path("next.wav")), name);
    const bool same = i++ == 1;
    QCOMPARE(s.document().path == (base + QStringLiteral(".sgl")).toStdString(), same);
    if (s.document().recording) {
      s.endRecording(gui::Session::Live::complete);
      QVERIFY(s.document().unsaved);
    }
  }
  {  // But for the button that is there for it.
    StudioWindow w(path("tiny.json"));
    record(w, "Take", 60);
    w.window.saveTo(path("stopped.sgl"));
    for (auto* b : w.window.findChildren<QToolButton*>()) {
      if (b->text() == QStringLiteral("Cancel")) b->click();
    }
    QVERIFY(!w.window.session().worker().isBusy());
    w.settle();
    QVERIFY(w.window.session().document().unsaved);
    QVERIFY(!QFile::exists(path("stopped.flac")));
  }
}

void TestFiles::aWindowClosesWhenItHasSaved() {
  {
    StudioWindow w(path("tiny.json"));
    record(w, "Take", 20);
    Answers user({press(QMessageBox::Save), typeName(path("closing.sgl"))});
    QVERIFY(!w.window.close());
    QCOMPARE(user.left(), std::size_t{0});
    QTRY_VERIFY_WITH_TIMEOUT(!w.window.isVisible(), kLong);
    QVERIFY(QFile::exists(path("closing.sgl")));
    QVERIFY(QFile::exists(path("closing.flac")));
    QVERIFY(!w.window.session().document().unsaved);
  }
  {  // What cannot be written keeps it open.
    StudioWindow w(path("tiny.json"));
    record(w, "Take", 1);
    w.window.saveTo(path("no such folder/closing.sgl"));
    QVERIFY(!w.window.close());
    w.settle();
    QVERIFY(w.window.isVisible());
    QVERIFY(w.window.messages().text().contains(QStringLiteral("no such folder")));
    QVERIFY(w.window.session().document().unsaved);
    Answers user({press(QMessageBox::Discard)});
    QVERIFY(w.window.close());
  }
  {  // A file dialog that is left keeps it open, too.
    StudioWindow w(path("tiny.json"));
    record(w, "Take", 1);
    Answers user({press(QMessageBox::Save), cancelIt});
    QVERIFY(!w.window.close());
    QTest::qWait(100);
    QVERIFY(w.window.isVisible() && w.window.session().document().unsaved);
    Answers again({press(QMessageBox::Discard)});
    QVERIFY(w.window.close());
  }
  {  // An export that runs is waited for.
    StudioWindow w(path("tiny.json"));
    w.open(path("two seconds.wav"));
    w.window.saveTo(path("leaving.flac"));
    QVERIFY(!w.window.close());
    QTRY_VERIFY_WITH_TIMEOUT(!w.window.isVisible(), kLong);
    QVERIFY(QFile::exists(path("leaving.flac")));
  }
}

// A name without its ending becomes another one behind the back of the file dialog.
void TestFiles::nothingIsReplacedUnasked() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  std::ofstream(path("there.sgl").toStdString()) << "precious";
  const auto content = [this] {
    QFile file(path("there.sgl"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  };
  auto* save = actionOf(w.window, QStringLiteral("&Save as .sgl …"));
  {
    Answers user({typeName(path("there")), press(QMessageBox::No), cancelIt});
    save->trigger();
    QCOMPARE(user.left(), std::size_t{0});
  }
  w.settle();
  QCOMPARE(content(), QByteArray("precious"));
  {
    Answers user({typeName(path("there")), press(QMessageBox::Yes)});
    save->trigger();
    QCOMPARE(user.left(), std::size_t{0});
  }
  w.settle();
  QVERIFY(content() != QByteArray("precious"));
}

void TestFiles::savingIsAlwaysSgl() {
  StudioWindow w(path("tiny.json"));
  record(w, "Take", 1);
  auto* save = actionOf(w.window, QStringLiteral("&Save as .sgl …"));
  Answers user({typeName(path("take.v2"))});
  save->trigger();
  w.settle();
  QVERIFY(QFile::exists(path("take.v2.sgl")));
  QVERIFY(!w.window.session().document().unsaved);
}

void TestFiles::playTurnsIntoStopAndBack() {
  if (std::getenv("PULSE_SERVER") == nullptr) QSKIP("no sound server");
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  const auto* play = actionOf(w.window, QStringLiteral("P&lay or stop"));
  const auto shows = [play](gui::Symbol symbol) {
    return play->icon().pixmap(22, 22).toImage() == gui::icon(symbol).pixmap(22, 22).toImage();
  };
  QVERIFY(shows(gui::Symbol::play) && !shows(gui::Symbol::stop));
  w.window.audio().play({0, w.window.session().document().length}, true);
  QTRY_COMPARE_WITH_TIMEOUT(w.window.audio().transport(), gui::Transport::playing, kLong);
  QVERIFY(shows(gui::Symbol::stop));
  w.window.resize(900, 640);  // the bar is laid out anew
  QApplication::processEvents();
  QVERIFY(shows(gui::Symbol::stop));
  w.window.showTheme(gui::Theme::dark);
  QApplication::processEvents();
  QVERIFY(shows(gui::Symbol::stop));
  w.window.audio().stop();
  QTRY_VERIFY_WITH_TIMEOUT(shows(gui::Symbol::play), kLong);
  w.window.showTheme(gui::Theme::light);
}

void TestFiles::homeAndEndMoveWhatPlays() {
  if (std::getenv("PULSE_SERVER") == nullptr) QSKIP("no sound server");
  StudioWindow w(path("tiny.json"));
  testing_support::writeWav(path("minute.wav"), 60.0);
  w.open(path("minute.wav"));
  auto& axis = w.window.session().axis();
  w.window.audio().play({30 * 16000, 60 * 16000}, false);
  QTRY_COMPARE_WITH_TIMEOUT(w.window.audio().transport(), gui::Transport::playing, kLong);
  QTRY_VERIFY_WITH_TIMEOUT(axis.cursor() >= 30 * 16000, kLong);
  QTest::keyClick(&w.window, Qt::Key_Home);
  QTest::qWait(400);
  QCOMPARE(w.window.audio().transport(), gui::Transport::playing);
  QVERIFY(axis.cursor() < 10 * 16000);
  QTest::keyClick(&w.window, Qt::Key_End);
  QCOMPARE(w.window.audio().transport(), gui::Transport::idle);
  QCOMPARE(axis.cursor(), 60 * 16000);
}

// On the command line as when they are dropped.
void TestFiles::aFolderIsForTheBatch() {
  StudioWindow w(path("tiny.json"));
  w.window.openPaths({});
  QVERIFY(w.window.findChild<gui::BatchDialog*>() == nullptr);
  w.window.openPaths({path("two seconds.wav")});
  w.settle();
  QVERIFY(!w.window.session().document().isEmpty());
  QVERIFY(w.window.findChild<gui::BatchDialog*>() == nullptr);
  w.window.openPaths({folder_.path()});
  auto* batch = w.window.findChild<gui::BatchDialog*>();
  QVERIFY(batch != nullptr && batch->isVisible());
  QCOMPARE(batch->findChild<QListWidget*>()->count(), 1);
}

// A pipe would keep whoever opens it waiting, and the window from closing.
void TestFiles::whatIsNoFileIsToldAtOnce() {
  QCOMPARE(mkfifo(path("pipe.wav").toUtf8().constData(), 0600), 0);
  StudioWindow w(path("tiny.json"));
  for (const char* name : {"pipe.wav", "/dev/zero"}) {
    w.window.openPath(QDir(folder_.path()).filePath(QString::fromUtf8(name)));
    w.settle();
    QVERIFY(w.window.session().document().isEmpty());
    QVERIFY2(w.window.messages().text().contains(QStringLiteral("no regular file")),
             qPrintable(w.window.messages().text()));
  }
}

// What is wrong with a file that opens nevertheless.
void TestFiles::flawsAreInGerman() {
  const QString cut = path("cut.wav");
  QFile::remove(cut);
  QVERIFY(QFile::copy(path("two seconds.wav"), cut));
  QVERIFY(QFile::resize(cut, 40000));
  QTranslator german;
  QVERIFY(german.load(QStringLiteral(":/i18n/sonoglyph_de.qm")));
  QApplication::installTranslator(&german);
  {
    StudioWindow w(path("tiny.json"));
    w.open(cut);
    const QString format = w.window.session().document().format;
    QVERIFY2(format.contains(QStringLiteral("abgeschnitten")), qPrintable(format));
    QVERIFY2(!format.contains(QStringLiteral("header")), qPrintable(format));
  }
  const auto spools = gui::AudioController::spoolFolder();
  auto spool = gui::Spool::create(spools, 16000);
  QVERIFY(spool.ok());
  QVERIFY(spool->append(std::vector<float>(16000, 0.1F)).ok());
  QVERIFY(spool->close().ok());
  {
    StudioWindow w(path("tiny.json"));
    w.window.offerRecovery();
    QVERIFY2(w.window.messages().text().contains(QStringLiteral("„Aufnahme 2")),
             qPrintable(w.window.messages().text()));
    QTest::mouseClick(w.window.messages().findChildren<QPushButton*>().first(), Qt::LeftButton);
    w.settle();
    QVERIFY(w.window.session().document().unsaved);
    QVERIFY2(w.window.session().document().title.startsWith(QStringLiteral("Aufnahme 2")),
             qPrintable(w.window.session().document().title));
  }
  std::filesystem::remove(spool->path());
  QApplication::removeTranslator(&german);
}

void TestFiles::theBarSaysWhatIsDone() {
  StudioWindow w(path("tiny.json"));
  w.settle();
  const auto* bar = w.window.findChild<QProgressBar*>();
  QVERIFY2(bar->format().startsWith(QStringLiteral("Loading the model")),
           qPrintable(bar->format()));
}

void TestFiles::namesTellFilesApart() {
  QCOMPARE(gui::tellingNames({QStringLiteral("/a/x.wav"), QStringLiteral("/b/y.wav"),
                              QStringLiteral("/c/x.wav")}),
           (QStringList{QStringLiteral("x.wav (/a)"), QStringLiteral("y.wav"),
                        QStringLiteral("x.wav (/c)")}));
}

// There is the original, at least, and B says why it is not to be had.
void TestFiles::withoutAModelAIsShown() {
  gui::MainWindow window(path("no such model.json"));
  window.show();
  QTRY_VERIFY_WITH_TIMEOUT(!window.session().worker().isBusy(), kLong);
  QVERIFY(!window.session().hasModel());
  QVERIFY(window.findChild<QToolButton*>(QStringLiteral("conversion"))->isHidden());
  QAbstractButton* b = nullptr;
  for (auto* button : window.findChildren<QAbstractButton*>()) {
    if (button->accessibleName() == QStringLiteral("B  Reconstruction")) b = button;
  }
  QVERIFY(b != nullptr && b->isEnabled());
  window.openPath(path("two seconds.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(!window.session().document().isEmpty(), kLong);
  QCOMPARE(window.audio().listen(), gui::Listen::original);
  QVERIFY(!b->isEnabled() && b->toolTip().contains(QStringLiteral("model")));
  QTest::keyClick(&window, Qt::Key_X);
  QCOMPARE(window.audio().listen(), gui::Listen::original);
  window.session().worker().loadModel(path("tiny.json"));
  QTRY_VERIFY_WITH_TIMEOUT(window.session().hasModel(), kLong);
  QTRY_VERIFY_WITH_TIMEOUT(!window.session().worker().isBusy(), kLong);
  QVERIFY(b->isEnabled());
}

int main(int argc, char** argv) {
  const testing_support::TestApplication app(argc, argv);
  TestFiles files;
  return QTest::qExec(&files, argc, argv);
}

#include "test_gui_files.moc"
