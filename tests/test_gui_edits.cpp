// What is done by hand: labels, edited codes, brushing, ratings; and all of it by keyboard alone.
#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QInputDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QShortcut>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolBar>
#include <QTranslator>
#include <QTreeWidget>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <set>

#include "codec/files/label_file.h"
#include "codec/model/phone_table.h"
#include "gui/batch/batch_dialog.h"
#include "gui/document/code_edit.h"
#include "gui/document/mushra_session.h"
#include "gui/look/decimal.h"
#include "gui/look/theme.h"
#include "gui/window/abx_dialog.h"
#include "gui/window/mushra_dialog.h"
#include "gui/window/shortcuts_dialog.h"
#include "tests/support/studio_window.h"

namespace {

using testing_support::kLong;
using testing_support::StudioWindow;
using Labels = std::vector<codec::LabelTier>;

codec::Codes counted(int levels, int frames) {
  codec::Codes codes;
  codes.levels = levels;
  for (int i = 0; i < levels * frames; ++i) codes.data.push_back(static_cast<codec::Code>(i));
  return codes;
}

double energyAt(const std::vector<float>& x, double hz, double rate) {
  double re = 0.0;
  double im = 0.0;
  for (std::size_t i = x.size() / 4; i < x.size() * 3 / 4; ++i) {
    const double phase = 2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate;
    re += static_cast<double>(x[i]) * std::cos(phase);
    im += static_cast<double>(x[i]) * std::sin(phase);
  }
  return re * re + im * im;
}

}  // namespace

class TestEdits : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init() { QSettings().clear(); }
  void framesAndClipboards();
  void mushraCountsAndTells();
  void labelsAreWritten();
  void labelsComeAndGo();
  void replacedSoundsAreAskedFor();
  void codesAreSetPastedAndSwapped();
  void codesAreBrushed();
  void severalAreRatedBlindly();
  void answersAreNotLost();
  void huesOfPhonesAreExplained();
  void theLibraryOfSoundsIsNotQuoted();
  void listsLeaveKeysToTheWindow();
  void aFileThatOpensHasTheKeys();
  void buttonsAndLinksHaveBothKeys();
  void comparingGivesTheFocusBack();
  void theListOfKeysIsWhole();
  void panelsHaveKeys();
  void theBarStandsStill();
  void figuresStandAtTheQuality();
  void everythingIsReachedByKeyboard();
  void aNarrowBarKeepsItsMeters();

 private:
  QString path(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }
  // Its first codes stand for silence and AA in turn, each with that share.
  QString modelWithPhones(const std::string& name, double share) const;
  QTemporaryDir folder_;
};

QString TestEdits::modelWithPhones(const std::string& name, double share) const {
  auto config = testing_support::tiny_config();
  config.name = name;
  config.level_roles = {"semantic", "acoustic", "acoustic", "acoustic"};
  const auto file = testing_support::write_random_model(folder_.path().toStdString(), config, 3);
  codec::PhoneTable table;
  table.weights_sha256 = codec::ModelConfig::load(file)->weights_sha256;
  table.phones = {"SIL", "AA"};
  table.frames = 1000;
  for (int code = 0; code < 32; ++code) table.codes.push_back({{code % 2, share}});
  std::ofstream(path((name + ".phones.json").c_str()).toStdString()) << table.to_json();
  return path((name + ".json").c_str());
}

void TestEdits::initTestCase() { testing_support::fillWithTinyModel(folder_); }

void TestEdits::framesAndClipboards() {
  using gui::FrameSpan;
  QCOMPARE(gui::framesOf({64, 128}, 64, 10), (FrameSpan{1, 1}));
  QCOMPARE(gui::framesOf({63, 129}, 64, 10), (FrameSpan{0, 3}));
  QCOMPARE(gui::framesOf({500, 5000}, 64, 10), (FrameSpan{7, 3}));
  QVERIFY(gui::framesOf({5000, 6000}, 64, 10).empty());
  QVERIFY(gui::framesOf({5, 5}, 64, 10).empty());
  const codec::Codes codes = counted(2, 6);
  const auto copied = gui::copyCodes(codes, {1, 2});
  QCOMPARE(copied.text(), QStringLiteral("2 3\n4 5\n"));
  QVERIFY(gui::CopiedCodes::fromText(copied.text(), 6)->codes == copied.codes);
  QVERIFY(gui::CopiedCodes::fromText(QStringLiteral("2,3\r\n\n4;\t5"), 6)->codes == copied.codes);
  for (const char* text : {"", "2 3\n4\n", "2 x\n", "2 6\n", "-1 2\n", "two"}) {
    QVERIFY2(!gui::CopiedCodes::fromText(QString::fromLatin1(text), 6), text);
  }
  QVERIFY((gui::withCode(codes, {4, 9}, 0b10, 50).data ==
           std::vector<codec::Code>{0, 1, 2, 3, 4, 5, 6, 7, 8, 50, 10, 50}));
  QVERIFY((gui::withPasted(codes, 5, 0b11, copied.codes).data ==
           std::vector<codec::Code>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3}));
  codec::Codes one;  // of one codebook
  one.levels = 1;
  one.data = {70, 71};
  QVERIFY((gui::withPasted(codes, 0, 0b11, one).data ==
           std::vector<codec::Code>{70, 1, 71, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
  QVERIFY((gui::withSwapped(codes, {0, 1}, {5, 1}, 0b01).data ==
           std::vector<codec::Code>{10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 11}));
  QVERIFY(gui::withSwapped(codes, {0, 2}, {1, 2}, 0b11) == codes);
  const std::vector<codec::Damage::Range> lost{{2, 4}, {10, 3}};
  const auto left = gui::withoutFrames(lost, {4, 7});
  QCOMPARE(left.size(), std::size_t{2});
  QCOMPARE(left[0].first, 2);
  QCOMPARE(left[0].count, 2);
  QCOMPARE(left[1].first, 11);
  QCOMPARE(left[1].count, 2);
  QCOMPARE(gui::withoutFrames(lost, {}).size(), std::size_t{2});
}

void TestEdits::mushraCountsAndTells() {
  using Kind = gui::MushraStimulus::Kind;
  gui::MushraSession session(
      "a \"b\"", {{"original", Kind::reference}, {"low", Kind::anchor}, {"c", Kind::rendition}}, 3,
      5);
  std::set<std::vector<std::size_t>> orders;
  for (int round = 0; round < 3; ++round) {
    QVERIFY(!session.isDone());
    std::vector<int> scores;
    std::vector<std::size_t> order;
    for (std::size_t place = 0; place < session.places(); ++place) {
      order.push_back(session.stimulusAt(place));
      const int of[] = {100, 20 + round, 60 + 10 * round};
      scores.push_back(of[order.back()]);
    }
    orders.insert(order);
    session.finishRound(scores, 1.5);
  }
  QVERIFY(session.isDone());
  QVERIFY(orders.size() > 1);  // drawn anew
  const auto results = session.results();
  QCOMPARE(results[0].stimulus, std::size_t{0});
  QCOMPARE(results[0].halfWidth, 0.0);
  QCOMPARE(results[1].mean, 70.0);
  QVERIFY(std::abs(results[1].halfWidth - 4.303 * 10.0 / std::sqrt(3.0)) < 1e-9);
  QVERIFY(session.referenceWasFound());
  const std::string csv = session.toCsv();
  QCOMPARE(std::count(csv.begin(), csv.end(), '\n'), 10);
  QVERIFY(csv.find("\"a \"\"b\"\"\",1,1,") != std::string::npos);
  gui::MushraSession missed("x", {{"original", Kind::reference}, {"c", Kind::rendition}}, 1, 1);
  missed.finishRound({80, 80}, 1.0);
  QVERIFY(!missed.referenceWasFound());

  std::vector<float> low(4000);
  std::vector<float> high(4000);
  for (std::size_t i = 0; i < low.size(); ++i) {
    const double t = 2.0 * std::numbers::pi * static_cast<double>(i) / 16000.0;
    low[i] = static_cast<float>(0.3 * std::sin(2500 * t));
    high[i] = static_cast<float>(0.3 * std::sin(4500 * t));
  }
  const auto passed = gui::lowPassAnchor(low, 16000);
  const auto stopped = gui::lowPassAnchor(high, 16000);
  QCOMPARE(passed.size(), low.size());
  QVERIFY(std::abs(energyAt(passed, 2500, 16000) / energyAt(low, 2500, 16000) - 1.0) < 0.01);
  QVERIFY(energyAt(stopped, 4500, 16000) / energyAt(high, 4500, 16000) < 1e-5);
  QVERIFY(std::abs(passed[2000] - low[2000]) < 1e-3F);  // in phase
}

void TestEdits::labelsAreWritten() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  auto& lane = w.window.views().labels();
  const auto labels = [&s] { return *s.document().labels; };
  using Row = gui::ViewStack::Row;
  QVERIFY(!w.window.views().isRowVisible(Row::labels));  // no labels, no room
  s.axis().setSelection({8000, 16000});
  QTest::keyClick(&w.window, Qt::Key_M, Qt::ControlModifier);
  auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
  QVERIFY(field != nullptr);
  QVERIFY(w.window.views().isRowVisible(Row::labels));
  QTest::keyClicks(field, QStringLiteral("rsx"));  // letters that are keys of the window
  QTest::keyClick(field, Qt::Key_Return);
  QCOMPARE(labels(), (Labels{{"labels", {{0.5, 1.0, "rsx"}}}}));
  QVERIFY(w.window.audio().transport() != gui::Transport::recording);
  QVERIFY(lane.hasFocus());
  QVERIFY(w.window.isWindowModified());
  // An instant, before the other one.
  s.axis().setSelection({});
  s.axis().setCursor(1600);
  QTest::keyClick(&lane, Qt::Key_M, Qt::ControlModifier);
  QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("click"));
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
  QCOMPARE(labels()[0].labels[0], (codec::Label{0.1, 0.1, "click"}));
  QCOMPARE(lane.chosen(), (std::pair{0, 0}));
  // Right chooses the next one and selects what it is about; F2 renames it, Escape does not.
  QTest::keyClick(&lane, Qt::Key_Right);
  QCOMPARE(s.axis().selection(), (gui::TimeSpan{8000, 16000}));
  QTest::keyClick(&lane, Qt::Key_F2);
  QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("no"));
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
  QCOMPARE(labels()[0].labels[1].text, std::string("rsx"));
  QVERIFY(!s.axis().selection().empty());  // Escape was the field's
  QTest::keyClick(&lane, Qt::Key_Return);
  qobject_cast<QLineEdit*>(QApplication::focusWidget())->setText(QStringLiteral("Tür"));
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
  QCOMPARE(labels()[0].labels[1].text, std::string("Tür"));
  // With the mouse.
  s.axis().setSelection({});
  const QPoint there = lane.boxOf(0, 1).center().toPoint();
  QTest::mouseClick(&lane, Qt::LeftButton, {}, there);
  QCOMPARE(s.axis().selection(), (gui::TimeSpan{8000, 16000}));
  QTest::mouseDClick(&lane, Qt::LeftButton, {}, there);
  auto* again = qobject_cast<QLineEdit*>(QApplication::focusWidget());
  QVERIFY(again != nullptr);
  QCOMPARE(again->text(), QStringLiteral("Tür"));
  QTest::keyClick(again, Qt::Key_Escape);
  // Delete, and back, step by step.
  QTest::keyClick(&lane, Qt::Key_Delete);
  QCOMPARE(labels()[0].labels.size(), std::size_t{1});
  s.undo().undo();
  QCOMPARE(labels()[0].labels.size(), std::size_t{2});
  for (int i = 0; i < 3; ++i) s.undo().undo();
  QVERIFY(labels().empty());
  QVERIFY(!w.window.views().isRowVisible(Row::labels));
  s.undo().redo();
  QCOMPARE(labels()[0].labels.size(), std::size_t{1});
  // Labels that are in no file are asked for before the window closes.
  bool asked = false;
  QTimer::singleShot(0, &w.window, [&asked] {
    auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
    asked = box != nullptr && box->text().contains(QStringLiteral("labels"));
    if (box != nullptr) box->button(QMessageBox::Cancel)->click();
  });
  QVERIFY(!w.window.close());
  QVERIFY(asked);
  w.window.exportLabels(path("kept.txt"));
  QVERIFY(!w.window.isWindowModified());
  QFile kept(path("kept.txt"));
  QVERIFY(kept.open(QIODevice::ReadOnly));
  QCOMPARE(kept.readAll(), QByteArray("0.500000\t1.000000\trsx\n"));
}

// Undo would bring them back, and nothing does once the window is closed.
void TestEdits::replacedSoundsAreAskedFor() {
  testing_support::writeWav(path("other.wav"), 1.0);
  StudioWindow w(modelWithPhones("phones", 0.75));
  auto& s = w.window.session();
  w.open(path("two seconds.wav"));
  s.setLabels({{"labels", {{0.5, 1.0, "rsx"}}}}, QStringLiteral("label"));
  w.open(path("other.wav"));
  QVERIFY(!w.window.isWindowModified());
  QString asked;
  const auto answer = [&](QMessageBox::StandardButton button) {
    asked.clear();
    QTimer::singleShot(0, &w.window, [&asked, button] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (box == nullptr) return;
      asked = box->text();
      box->button(button)->click();
    });
    return w.window.close();
  };
  QVERIFY(!answer(QMessageBox::Cancel));
  QVERIFY2(asked.contains(QStringLiteral("two seconds.wav")), qPrintable(asked));
  // Not of what is in a file by now.
  s.undo().undo();
  w.settle();
  w.window.exportLabels(path("replaced.txt"));
  s.undo().redo();
  w.settle();
  QCOMPARE(s.document().title, QStringLiteral("other.wav"));
  QVERIFY(answer(QMessageBox::Cancel));
  QVERIFY2(asked.isEmpty(), qPrintable(asked));
}

void TestEdits::labelsComeAndGo() {
  const QString model = modelWithPhones("phones", 0.75);

  testing_support::writeWav(path("beside.wav"), 2.0);
  std::ofstream(path("beside.TextGrid").toStdString())
      << codec::text_grid({{"words", {{0.25, 0.75, "one"}, {1.0, 1.5, "two"}}}}, 2.0);
  StudioWindow w(model);
  auto& s = w.window.session();
  w.window.importLabels(path("beside.TextGrid"));
  QVERIFY(w.window.messages().text().contains(QStringLiteral("Open the sound first")));
  w.open(path("beside.wav"));
  QCOMPARE(s.document().labels->size(), std::size_t{1});  // found beside the sound
  QCOMPARE(s.document().labels->front().labels[1], (codec::Label{1.0, 1.5, "two"}));
  QVERIFY(!w.window.isWindowModified());
  QVERIFY(w.window.views().isRowVisible(gui::ViewStack::Row::labels));
  std::ofstream(path("more.txt").toStdString()) << "0.1\t0.2\tx\n5\t6\tlate\n";
  w.window.openPath(path("more.txt"));  // as when it is dropped on the window
  QCOMPARE(s.document().labels->size(), std::size_t{2});
  QCOMPARE(s.document().labels->back().name, std::string("more"));
  QVERIFY2(w.window.messages().text().contains(QStringLiteral("1 of them")),
           qPrintable(w.window.messages().text()));
  QVERIFY(!s.document().isEmpty());
  w.window.importLabels(path("two seconds.wav"));
  QVERIFY(w.window.messages().text().contains(QStringLiteral("two seconds.wav")));
  QCOMPARE(s.document().labels->size(), std::size_t{2});
  // Out again, with the phones of the codes.
  w.window.exportLabels(path("out.TextGrid"));
  const auto out = codec::read_labels(path("out.TextGrid").toStdString());
  QVERIFY(out.ok());
  QCOMPARE(out->size(), std::size_t{3});
  QCOMPARE((*out)[0], s.document().labels->at(0));
  QCOMPARE((*out)[2].name, std::string("phones"));
  const auto& runs = w.window.views().phones().runs();
  QCOMPARE((*out)[2].labels.size(), runs.size());
  QCOMPARE((*out)[2].labels[1].text, runs[1].phone);
  QVERIFY(std::abs((*out)[2].labels[1].begin_s - static_cast<double>(runs[1].begin) / 16000.0) <
          1e-6);
  w.window.exportLabels(path("no such folder/out.TextGrid"));
  QVERIFY(w.window.messages().text().contains(QStringLiteral("no such folder")));
  w.window.exportLabels(path("out.lab"));
  QVERIFY(w.window.messages().text().contains(QStringLiteral(".TextGrid")));
  // A broken one beside the sound is told; the sound opens.
  testing_support::writeWav(path("cut.wav"), 1.0);
  std::ofstream(path("cut.TextGrid").toStdString()) << "File type = \"ooTextFile\"\n";
  w.open(path("cut.wav"));
  QVERIFY(w.window.messages().text().contains(QStringLiteral("cut.TextGrid")));
  QVERIFY(s.document().labels->empty());
}

void TestEdits::codesAreSetPastedAndSwapped() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  auto& s = w.window.session();
  for (auto* a : w.window.findChildren<QAction*>()) {
    if (a->text() == QStringLiteral("Play what is &selected")) a->setChecked(false);
  }
  const auto sound = [&s] {
    std::vector<float> x(static_cast<std::size_t>(s.document().length));
    s.document().reconstruction->track.read(0, x);
    return x;
  };
  const codec::Codes before = *s.document().codes;
  const auto heard = sound();
  // One codebook of ten frames, by keys alone: solo it, then set.
  s.axis().setSelection({100 * 64, 110 * 64});
  gui::LevelSwitches solo = s.switches();
  solo.solo = 0b10;
  s.setSwitches(solo);
  QTimer::singleShot(0, &w.window, [] {
    auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
    QVERIFY(dialog != nullptr);
    QVERIFY(dialog->labelText().contains(QStringLiteral("10 frame")));
    dialog->setIntValue(7);
    dialog->accept();
  });
  QTest::keyClick(&w.window, Qt::Key_G, Qt::ControlModifier);
  const codec::Codes set = *s.document().codes;
  for (std::int64_t t = 0; t < before.frames(); ++t) {
    for (int q = 0; q < 4; ++q) {
      const bool changed = q == 1 && t >= 100 && t < 110;
      QCOMPARE(set.at(q, t), changed ? codec::Code{7} : before.at(q, t));
    }
  }
  QVERIFY(s.document().isEdited());
  QVERIFY(w.window.isWindowModified());
  QCOMPARE(s.axis().selection(), (gui::TimeSpan{100 * 64, 110 * 64}));
  w.settle();
  const auto edited = sound();
  QCOMPARE(edited.size(), heard.size());
  QVERIFY(edited != heard);
  QVERIFY(std::equal(edited.begin(), edited.begin() + 90 * 64, heard.begin()));
  QCOMPARE(s.usage(gui::UsageScope::file)[1].counts()[7],
           static_cast<std::uint64_t>(std::count_if(
               set.data.begin(), set.data.end(),
               [&, i = 0](codec::Code c) mutable { return i++ % 4 == 1 && c == 7; })));
  s.undo().undo();
  QVERIFY(*s.document().codes == before);
  QVERIFY(!s.document().isEdited());
  w.settle();
  QVERIFY(sound() == heard);
  s.undo().redo();
  QVERIFY(*s.document().codes == set);
  s.undo().undo();
  w.settle();
  s.setSwitches({});

  // Copied and pasted elsewhere, in all codebooks.
  QTest::keyClick(&w.window, Qt::Key_C, Qt::ControlModifier);
  QCOMPARE(QApplication::clipboard()->text().count(QLatin1Char('\n')), 10);
  s.axis().setSelection({200 * 64, 210 * 64});
  QTest::keyClick(&w.window, Qt::Key_V, Qt::ControlModifier);
  w.settle();
  for (int q = 0; q < 4; ++q) {
    QCOMPARE(s.document().codes->at(q, 205), before.at(q, 105));
    QCOMPARE(s.document().codes->at(q, 210), before.at(q, 210));
  }
  s.undo().undo();
  w.settle();
  s.axis().setSelection({200 * 64, 210 * 64});
  QTest::keyClick(&w.window, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
  w.settle();
  for (int q = 0; q < 4; ++q) {
    QCOMPARE(s.document().codes->at(q, 205), before.at(q, 105));
    QCOMPARE(s.document().codes->at(q, 105), before.at(q, 205));
  }
  // Where both lie over one another nothing happens but a word.
  const auto swapped = s.document().codes;
  s.axis().setSelection({95 * 64, 105 * 64});
  w.window.swapCodes();
  QVERIFY(s.document().codes == swapped);
  QVERIFY(w.window.messages().text().contains(QStringLiteral("apart")));
  QApplication::clipboard()->setText(QStringLiteral("no codes"));
  w.window.pasteCodes();
  QVERIFY(s.document().codes == swapped);
  QVERIFY(w.window.messages().text().contains(QStringLiteral("no codes on the clipboard")));
  // Saved, they are what the file holds.
  w.window.saveTo(path("edited.sgl"));
  w.settle();
  QVERIFY(!s.document().isEdited());
  QVERIFY(!w.window.isWindowModified());
  const codec::Codes kept = *swapped;
  s.undo().undo();
  QVERIFY(s.document().isEdited());  // no longer what the file holds
  w.settle();
  w.open(path("edited.sgl"));
  QVERIFY(*s.document().codes == kept);
}

void TestEdits::codesAreBrushed() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto& s = w.window.session();
  auto& atlas = w.atlasOf(1);
  auto& map = atlas.map();
  auto& tokens = w.window.views().tokens();
  const QImage lanes = tokens.grab().toImage();
  // The right half of the map.
  const QPoint from(map.width() / 2, 1);
  const QPoint to(map.width() - 2, map.height() - 2);
  QTest::mousePress(&map, Qt::LeftButton, {}, from);
  const QPoint middle((from.x() + to.x()) / 2, (from.y() + to.y()) / 2);
  for (const QPoint& at : {middle, to}) {
    QMouseEvent move(QEvent::MouseMove, QPointF(at), map.mapToGlobal(QPointF(at)), Qt::NoButton,
                     Qt::LeftButton, {});
    QApplication::sendEvent(&map, &move);
  }
  QTest::mouseRelease(&map, Qt::LeftButton, {}, to);
  QVERIFY(s.brushed().has_value());
  QVERIFY(!s.marked());
  QCOMPARE(s.brushed()->level, 1);
  int inside = 0;
  for (int code = 0; code < 32; ++code) {
    const bool right = map.placeOf(code).x() >= from.x();
    QCOMPARE(s.brushed()->has(static_cast<codec::Code>(code)), right);
    inside += right;
  }
  QVERIFY(inside > 0 && inside < 32);
  QVERIFY(tokens.grab().toImage() != lanes);
  QVERIFY(!s.brushed()->has(1000));
  // F3 goes from one to the next, whichever it is.
  QTest::keyClick(&w.window, Qt::Key_F3);
  const auto frame = tokens.selectedFrame();
  QVERIFY(frame >= 0);
  QVERIFY(s.brushed()->has(s.document().codes->at(1, frame)));
  for (std::int64_t t = 0; t < frame; ++t) {
    QVERIFY(!s.brushed()->has(s.document().codes->at(1, t)) || t == 0);
  }
  // Over bars of the histogram.
  w.window.raisePanel(QStringLiteral("codes"));
  w.window.usage().refresh();
  auto* bars = w.window.usage().findChildren<gui::UsageView*>()[2];
  const QPoint low(bars->width() / 4, bars->height() / 2);
  const QPoint high(bars->width() / 2, bars->height() / 2);
  QTest::mousePress(bars, Qt::LeftButton, {}, low);
  QMouseEvent move(QEvent::MouseMove, QPointF(high), bars->mapToGlobal(QPointF(high)), Qt::NoButton,
                   Qt::LeftButton, {});
  QApplication::sendEvent(bars, &move);
  QTest::mouseRelease(bars, Qt::LeftButton, {}, high);
  QVERIFY(s.brushed() && s.brushed()->level == 2);
  const auto many = std::count(s.brushed()->codes.begin(), s.brushed()->codes.end(), true);
  QVERIFY(many > 1 && many < 16);
  // By keyboard: one code, then its neighbours to it.
  QTest::keyClick(&w.window, Qt::Key_Escape);
  QVERIFY(!s.brushed() && !s.marked());
  w.window.raisePanel(QStringLiteral("atlas"));
  map.setFocus();
  QTest::keyClick(&map, Qt::Key_Right);
  QVERIFY(s.marked());
  QTest::keyClick(&map, Qt::Key_Right, Qt::ShiftModifier);
  if (!s.brushed()) QTest::keyClick(&map, Qt::Key_Left, Qt::ShiftModifier);  // it was at the edge
  QVERIFY(s.brushed());
  QCOMPARE(std::count(s.brushed()->codes.begin(), s.brushed()->codes.end(), true), 2);
  s.mark(gui::MarkedCode{0, 3});
  QVERIFY(!s.brushed());
}

void TestEdits::severalAreRatedBlindly() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  QVERIFY(w.window.showRating() == nullptr);
  auto& panel = w.window.quality();
  panel.measure();
  w.settle();
  QVERIFY(panel.comparison() != nullptr);
  gui::MushraDialog* dialog = w.window.showRating();
  QVERIFY(dialog != nullptr);
  QCOMPARE(dialog->places(), panel.comparison()->sounds.size() + 2);
  const auto button = [dialog](const char* text) -> QPushButton* {
    for (auto* b : dialog->findChildren<QPushButton*>()) {
      if (QString(b->text()).remove(QLatin1Char('&')) == QLatin1String(text)) return b;
    }
    return nullptr;
  };
  QTest::mouseClick(button("Begin"), Qt::LeftButton);
  QVERIFY(dialog->session() != nullptr);
  for (int round = 0; round < 2; ++round) {
    const char* last = round == 0 ? "Next round" : "Finish";
    QVERIFY(button(last) != nullptr && !button(last)->isEnabled());
    for (std::size_t i = 0; i < dialog->places(); ++i) {
      QVERIFY(!dialog->slider(i).isEnabled());  // what was not heard cannot be rated
      if (i < 9) {  // straight to it: without a window manager no dialog is active
        QKeyEvent key(QEvent::KeyPress, Qt::Key_1 + static_cast<int>(i), {});
        QApplication::sendEvent(dialog, &key);
      } else {
        dialog->hear(i);
      }
      QVERIFY2(dialog->slider(i).isEnabled(), qPrintable(QString::number(i)));
      const auto which = dialog->session()->stimulusAt(i);
      dialog->slider(i).setValue(which == 0 ? 100 : which == 1 ? 20 : 60);
    }
    QVERIFY(button(last)->isEnabled());
    QTest::mouseClick(button(last), Qt::LeftButton);
  }
  QVERIFY(dialog->session()->isDone());
  QVERIFY2(dialog->resultText().startsWith(QStringLiteral("The reference itself: 100")),
           qPrintable(dialog->resultText()));
  QVERIFY(dialog->resultText().contains(QStringLiteral("found the reference")));
  QVERIFY(dialog->saveTo(path("mushra.csv")).ok());
  QFile csv(path("mushra.csv"));
  QVERIFY(csv.open(QIODevice::ReadOnly));
  QCOMPARE(csv.readAll().count('\n'), 1 + 2 * static_cast<int>(dialog->places()));
  QVERIFY(!dialog->saveTo(path("no such folder/mushra.csv")).ok());
  dialog->close();
}

// Of the question that comes up next: presses the button with that text, and keeps what was asked.
class Answer {
 public:
  explicit Answer(const char* button) {
    QObject::connect(&timer_, &QTimer::timeout, [this, button] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (box == nullptr) return;
      timer_.stop();
      text_ = box->text();
      for (auto* b : box->buttons()) {
        if (QString(b->text()).remove(QLatin1Char('&')) == QLatin1String(button)) return b->click();
      }
      box->reject();
    });
    timer_.start(20);
  }
  bool asked() const { return !text_.isEmpty(); }

 private:
  QTimer timer_;
  QString text_;
};

void TestEdits::answersAreNotLost() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  w.window.quality().measure();
  w.settle();
  w.window.quality().choose(1);
  const auto press = [](QWidget* dialog, Qt::Key key) {
    QKeyEvent event(QEvent::KeyPress, key, {});
    QApplication::sendEvent(dialog, &event);
  };
  QPointer<gui::AbxDialog> abx = w.window.showBlindTest();
  QVERIFY(abx != nullptr);
  abx->begin();
  for (int i = 0; i < 3; ++i) {  // by keys alone
    press(abx, Qt::Key_1);       // an answer to what was not heard is none
    QCOMPARE(abx->session()->answers().size(), std::size_t(i));
    press(abx, Qt::Key_X);
    press(abx, i == 1 ? Qt::Key_1 : Qt::Key_2);
    QCOMPARE(abx->session()->answers().size(), std::size_t(i + 1));
  }
  {
    Answer on("Go on listening");
    press(abx, Qt::Key_Escape);
    QVERIFY(on.asked());
    QVERIFY(abx->isVisible());
    QCOMPARE(abx->session()->answers().size(), std::size_t{3});
  }
  {
    Answer on("Go on listening");
    QVERIFY(!abx->close());
    QVERIFY(on.asked() && abx->isVisible());
  }
  {
    Answer on("Go on listening");
    QVERIFY(!w.window.close());  // nor with the window
    QVERIFY(on.asked() && abx->isVisible());
  }
  {
    Answer on("Go on listening");
    abx->begin();  // nor by beginning again
    QVERIFY(on.asked());
    QCOMPARE(abx->session()->answers().size(), std::size_t{3});
  }
  QVERIFY(abx->saveTo(path("some answers.csv")).ok());
  press(abx, Qt::Key_Escape);  // they are in a file
  QTRY_VERIFY(abx.isNull());
  QFile csv(path("some answers.csv"));
  QVERIFY(csv.open(QIODevice::ReadOnly));
  QCOMPARE(csv.readAll().count('\n'), 4);

  QPointer<gui::MushraDialog> rating = w.window.showRating();
  QVERIFY(rating != nullptr);
  rating->begin();
  for (std::size_t i = 0; i < rating->places(); ++i) rating->hear(i);
  {
    Answer none("Discard");
    rating->slider(0).setValue(90);
    press(rating, Qt::Key_Escape);  // a rating is no answer yet, and is not lost either
    QVERIFY(none.asked());
    QTRY_VERIFY(rating.isNull());
  }
  rating = w.window.showRating();
  rating->begin();
  for (std::size_t i = 0; i < rating->places(); ++i) rating->hear(i);
  rating->next();
  QCOMPARE(rating->session()->round(), 1);
  {
    Answer on("Go on listening");
    QVERIFY(!rating->close());
    QVERIFY(on.asked() && rating->isVisible());
  }
  Answer gone("Discard");
  QVERIFY(rating->close());
  QVERIFY(gone.asked());
}

void TestEdits::huesOfPhonesAreExplained() {
  const QString model = modelWithPhones("hues", 1.0);
  {
    StudioWindow w(model);
    w.open(path("two seconds.wav"));
    for (const gui::Theme theme : {gui::Theme::light, gui::Theme::dark, gui::Theme::light}) {
      gui::applyTheme(theme);
      w.window.raisePanel(QStringLiteral("codes"));
      auto& legend = w.window.usage().legend();
      QTRY_VERIFY(legend.isVisible());
      QTRY_VERIFY(legend.height() >= legend.heightForWidth(legend.width()));
      const QImage seen = legend.grab().toImage();
      for (int i = 0; i < gui::kPhoneClasses; ++i) {
        const auto kind = static_cast<gui::PhoneClass>(i);
        const QRectF swatch = legend.swatchOf(kind);
        QVERIFY2(QRectF(legend.rect()).contains(swatch), qPrintable(gui::phoneClassName(kind)));
        QCOMPARE(QColor(seen.pixel((swatch.center() * seen.devicePixelRatio()).toPoint())),
                 QColor(gui::phoneColour(kind, 1.0, theme == gui::Theme::dark)));
      }
      // And at the lanes themselves.
      const auto* lanes = w.window.views().findChild<gui::LaneHeader*>();
      const QRgb vowel = gui::phoneColour(gui::PhoneClass::vowel, 1.0, theme == gui::Theme::dark);
      QTRY_VERIFY2(lanes->toolTip().contains(QColor(vowel).name()), qPrintable(lanes->toolTip()));
      QVERIFY(lanes->toolTip().contains(QStringLiteral("Vowel")));
    }
    w.atlasOf(0);
    QVERIFY(w.window.atlas().findChild<gui::PhoneLegend*>()->isVisible());
    w.atlasOf(1);
    QVERIFY(!w.window.atlas().findChild<gui::PhoneLegend*>()->isVisible());
  }
  StudioWindow w(path("tiny.json"));  // which knows no phones
  w.open(path("two seconds.wav"));
  QVERIFY(!w.window.usage().legend().isVisible());
}

void TestEdits::theLibraryOfSoundsIsNotQuoted() {
  QFile whole(QStringLiteral(":/clips/kathleen.flac"));
  QVERIFY(whole.open(QIODevice::ReadOnly));
  const QByteArray flac = whole.readAll();
  QByteArray hurt = flac.left(30000);
  for (int i = 20000; i < 20400; ++i) hurt[i] = 'x';
  const std::pair<const char*, QByteArray> files[] = {
      {"cut.flac", flac.left(3000)},
      {"hurt.flac", hurt},
      {"head.flac", flac.left(20)},
      {"nonsense.flac", "fLaC" + QByteArray(40, 'x')},
      {"short.wav", QByteArray("RIFF\x10\0\0\0WAVEfmt ", 16)},
      {"page.ogg", QByteArray("OggS\0\0\0\0\0\0", 10)},
      {"form.aiff", QByteArray("FORM\0\0\0\x10"
                               "AIFFxxxxyyyyzzzz",
                               24)},
      {"noise.wav", QByteArray(500, '\x37')},
      {"sun.au", QByteArray(".snd\0\0", 6)},
      {"tape.mp3", QByteArray("\xff\xfb\x90\x64"
                              "xxxxxxxxxxxxxxxxxxx",
                              23)},
      {"apple.caf", QByteArray("caff\0\1\0\0desc", 12)},
      {"empty.w64", QByteArray("riff\x2e\x91\xcf\x11", 8)},
  };
  QStringList inputs;
  for (const auto& [name, bytes] : files) {
    QFile f(path(name));
    QVERIFY(f.open(QIODevice::WriteOnly) && f.write(bytes) == bytes.size());
    inputs << path(name);
  }
  QTranslator german;
  QVERIFY(german.load(QStringLiteral(":/i18n/sonoglyph_de.qm")));
  const QRegularExpression raw(QStringLiteral("libsndfile|Error|chunk|marker|decoder|recognised"));
  const QRegularExpression english(QStringLiteral("\\b(the|is|its|not|file|after|of)\\b"));
  for (const bool inGerman : {false, true}) {
    if (inGerman) QApplication::installTranslator(&german);
    StudioWindow w(path("tiny.json"));
    gui::BatchDialog* dialog = w.window.showBatch();
    dialog->addInputs(inputs);
    dialog->setOutput(path(inGerman ? "german" : "english"));
    dialog->start();
    QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLong);
    const auto& table = dialog->files();
    QCOMPARE(table.rowCount(), static_cast<int>(inputs.size()));
    for (int row = 0; row < table.rowCount(); ++row) {
      const QString note =
          table.index(row, gui::BatchModel::kNote).data(Qt::DisplayRole).toString();
      const QString told = inputs[row] + QStringLiteral(": ") + note;
      QVERIFY2(!note.isEmpty() && !raw.match(note).hasMatch(), qPrintable(told));
      QVERIFY2(!inGerman || !english.match(note).hasMatch(), qPrintable(told));
      w.window.openPath(inputs[row]);
      w.settle();
      QVERIFY2(!raw.match(w.window.messages().text()).hasMatch(),
               qPrintable(w.window.messages().text()));
    }
    dialog->hide();
  }
  QApplication::removeTranslator(&german);
}

// Space plays and stops wherever the focus is, where no row is there to be heard; letters are the
// window's.
void TestEdits::listsLeaveKeysToTheWindow() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  auto& audio = w.window.audio();
  auto& s = w.window.session();
  QTRY_VERIFY_WITH_TIMEOUT(audio.devicesKnown(), kLong);
  const auto plays = [&] {
    return QTest::qWaitFor([&] { return audio.transport() == gui::Transport::playing; }, kLong);
  };
  const auto stops = [&] {
    return QTest::qWaitFor([&] { return audio.transport() == gui::Transport::idle; }, 1500);
  };
  // Figures that are there to be read.
  for (auto* table : w.window.usage().findChildren<gui::FiguresTable*>()) {
    if (!table->isVisible()) continue;
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Space);
    QVERIFY(plays());
    QTest::keyClick(table, Qt::Key_S);
    QVERIFY(stops());
    const auto before = audio.listen();
    QTest::keyClick(table, Qt::Key_X);
    QVERIFY(audio.listen() != before);
    QTest::keyClick(table, Qt::Key_X);
  }
  // Where a code occurs: Space hears the row and stops, Return goes there.
  s.axis().setCursor(0);
  w.window.raisePanel(QStringLiteral("search"));
  w.window.search().search(QString::number(s.document().codes->at(0, 200)), 0);
  auto& list = w.window.search().list();
  QVERIFY(list.count() > 0);
  list.setFocus();
  list.setCurrentRow(list.count() - 1);
  QTest::keyClick(&list, Qt::Key_Space);
  QVERIFY(plays());
  QTest::keyClick(&list, Qt::Key_Space);
  QVERIFY(stops());
  QTest::keyClick(&list, Qt::Key_Return);
  QCOMPARE(s.axis().cursor(), w.window.search().hits().back().hit.begin);
  // Compared codecs.
  w.window.quality().measure();
  w.settle();
  w.window.raisePanel(QStringLiteral("quality"));
  auto* compared = w.window.quality().findChild<gui::FiguresTable*>();
  compared->setFocus();
  QTest::keyClick(compared, Qt::Key_Space);
  QVERIFY(plays());
  QTest::keyClick(compared, Qt::Key_Space);
  QVERIFY(stops());
  QTest::keyClick(compared, Qt::Key_Return);
  QVERIFY(plays());
  QTest::keyClick(compared, Qt::Key_S);
  QVERIFY(stops());
  // The batch: Return on a row opens its source and begins nothing; Delete takes an input away.
  gui::BatchDialog* dialog = w.window.showBatch();
  dialog->addInputs({path("two seconds.wav"), path("no such.wav")});
  dialog->setOutput(path("keys"));
  auto* inputs = dialog->findChild<QListWidget*>();
  inputs->setFocus();
  inputs->setCurrentRow(1);
  QTest::keyClick(inputs, Qt::Key_Delete);
  QCOMPARE(inputs->count(), 1);
  dialog->start();
  QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLong);
  s.closeDocument();
  QVERIFY(s.document().isEmpty());
  auto* rows = dialog->findChild<QTableView*>();
  rows->setFocus();
  rows->selectRow(0);
  QTest::keyClick(rows, Qt::Key_Return);
  QVERIFY(!dialog->isRunning());
  w.settle();
  QCOMPARE(s.document().title, QStringLiteral("two seconds.wav"));
  dialog->hide();
}

void TestEdits::aFileThatOpensHasTheKeys() {
  StudioWindow w(path("tiny.json"));
  auto& s = w.window.session();
  w.open(path("two seconds.wav"));
  QCOMPARE(QApplication::focusWidget(), w.window.views().stage().shown());
  const auto before = s.axis().cursor();
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
  QVERIFY(s.axis().cursor() > before);
  // Another one, while a field has the focus.
  w.window.raisePanel(QStringLiteral("search"));
  w.window.search().focusPattern();
  testing_support::writeWav(path("another.wav"), 1.0);
  w.open(path("another.wav"));
  QCOMPARE(QApplication::focusWidget(), w.window.views().stage().shown());
  // What is edited there stays where it is.
  w.window.search().focusPattern();
  auto* field = QApplication::focusWidget();
  s.axis().setSelection({0, 640});
  w.window.setCodes(3);
  w.settle();
  QCOMPARE(QApplication::focusWidget(), field);
  auto* solo = w.window.views().findChildren<gui::SwitchButton*>()[1];
  solo->setFocus();
  w.window.setCodes(4);
  w.settle();
  QCOMPARE(QApplication::focusWidget(), solo);
}

// Buttons by Return as by Space, and links by Space as by Return.
void TestEdits::buttonsAndLinksHaveBothKeys() {
  StudioWindow w(path("tiny.json"));
  auto& s = w.window.session();
  auto* page = w.window.findChild<gui::StartPage*>();
  QPushButton* clip = nullptr;
  for (auto* b : page->findChildren<QPushButton*>()) {
    if (b->text().startsWith(QStringLiteral("Kathleen"))) clip = b;
  }
  QVERIFY(clip != nullptr);
  clip->setFocus();
  QTest::keyClick(clip, Qt::Key_Return);
  w.settle();
  QCOMPARE(s.document().title, QStringLiteral("kathleen.flac"));
  s.closeDocument();
  QLabel* link = nullptr;
  for (auto* l : page->findChildren<QLabel*>()) {
    if (l->text().contains(QStringLiteral("kathleen.flac"))) link = l;
  }
  QVERIFY(link != nullptr && link->isVisible());
  for (const Qt::Key key : {Qt::Key_Space, Qt::Key_Return}) {
    QVERIFY(s.document().isEmpty());
    link->setFocus(Qt::TabFocusReason);
    QTest::keyClick(link, key);
    w.settle();
    QCOMPARE(s.document().title, QStringLiteral("kathleen.flac"));
    s.closeDocument();
    for (auto* l : page->findChildren<QLabel*>()) {  // the list is made anew
      if (l->text().contains(QStringLiteral("kathleen.flac"))) link = l;
    }
  }
}

void TestEdits::comparingGivesTheFocusBack() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  w.window.raisePanel(QStringLiteral("quality"));
  auto& panel = w.window.quality();
  QPushButton* compare = nullptr;
  for (auto* b : panel.findChildren<QPushButton*>()) {
    if (b->text() == QStringLiteral("Compare codecs")) compare = b;
  }
  QVERIFY(compare != nullptr);
  compare->setFocus();
  QTest::keyClick(compare, Qt::Key_Space);
  QVERIFY(w.window.session().worker().isBusy());
  QVERIFY(compare->hasFocus() && compare->isEnabled());
  QCOMPARE(compare->text(), QStringLiteral("Cancel"));
  QTest::keyClick(compare, Qt::Key_Space);
  w.settle();
  QVERIFY(panel.comparison() == nullptr);
  QVERIFY(compare->hasFocus());
  QCOMPARE(compare->text(), QStringLiteral("Compare codecs"));
  QTest::keyClick(compare, Qt::Key_Space);
  w.settle();
  QVERIFY(panel.comparison() != nullptr);
  auto* table = panel.findChild<gui::FiguresTable*>();
  QCOMPARE(QApplication::focusWidget(), table);
  // A test that closes gives it back to what opened it.
  QPushButton* blind = nullptr;
  for (auto* b : panel.findChildren<QPushButton*>()) {
    if (b->text() == QStringLiteral("Blind test …")) blind = b;
  }
  blind->setFocus();
  QTest::keyClick(blind, Qt::Key_Space);
  auto* dialog = w.window.findChild<gui::AbxDialog*>();
  QVERIFY(dialog != nullptr && dialog->isVisible());
  dialog->close();
  QCOMPARE(w.window.focusWidget(), blind);
}

void TestEdits::theListOfKeysIsWhole() {
  StudioWindow w(path("tiny.json"));
  gui::ShortcutsDialog dialog(&w.window, nullptr);
  auto* list = dialog.findChild<QTreeWidget*>();
  std::set<QString> told;
  std::vector<const QTreeWidgetItem*> rows;
  for (int i = 0; i < list->topLevelItemCount(); ++i) {
    const auto* section = list->topLevelItem(i);
    QVERIFY(!section->text(0).isEmpty() && section->childCount() > 0);
    for (int k = 0; k < section->childCount(); ++k) rows.push_back(section->child(k));
  }
  for (const auto* row : rows) {
    QVERIFY(!row->text(0).isEmpty() && !row->text(1).isEmpty());
    for (const QString& key : row->text(1).split(QStringLiteral(", "))) told.insert(key);
  }
  QVERIFY(told.contains(QStringLiteral("1 … 9")));
  for (int q = 1; q <= 9; ++q) told.insert(QString::number(q));
  int keys = 0;
  const auto check = [&](const QKeySequence& key, const QString& what) {
    if (key.isEmpty()) return;
    ++keys;
    QVERIFY2(told.contains(key.toString(QKeySequence::NativeText)),
             qPrintable(what + QLatin1Char(' ') + key.toString()));
  };
  for (const auto* a : w.window.findChildren<QAction*>()) {
    for (const QKeySequence& key : a->shortcuts()) check(key, a->text());
  }
  for (const auto* s : w.window.findChildren<QShortcut*>()) check(s->key(), s->objectName());
  QVERIFY(keys > 50);
  // The field finds commands and keys.
  dialog.show();
  const auto seen = [&rows] {
    QStringList texts;
    for (const auto* row : rows) {
      if (!row->isHidden() && !row->parent()->isHidden()) texts << row->text(0);
    }
    return texts;
  };
  QCOMPARE(static_cast<std::size_t>(seen().size()), rows.size());
  auto* field = dialog.findChild<QLineEdit*>();
  QCOMPARE(dialog.focusWidget(), field);
  QTest::keyClicks(field, QStringLiteral("loop"));
  QCOMPARE(seen(), QStringList(QStringLiteral("Loop")));
  field->setText(QStringLiteral("shift+f3"));
  QCOMPARE(seen(), QStringList(QStringLiteral("Previous occurrence")));
  field->clear();
  QCOMPARE(static_cast<std::size_t>(seen().size()), rows.size());
}

void TestEdits::panelsHaveKeys() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  const char* names[] = {"codes", "quality", "search", "atlas", "sound"};
  for (int i = 0; i < 5; ++i) {
    const auto key = static_cast<Qt::Key>(Qt::Key_1 + i);
    QTest::keyClick(&w.window, key, Qt::AltModifier);
    auto* dock = w.window.findChild<QDockWidget*>(QString::fromLatin1(names[i]));
    QWidget* now = QApplication::focusWidget();
    QVERIFY2(now != nullptr && dock->isAncestorOf(now), names[i]);
    QTRY_VERIFY2(!now->visibleRegion().isEmpty(), names[i]);
  }
  QTest::keyClick(&w.window, Qt::Key_0, Qt::AltModifier);
  QCOMPARE(QApplication::focusWidget(), w.window.views().stage().shown());
}

void TestEdits::theBarStandsStill() {
  StudioWindow w(path("tiny.json"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.audio().devicesKnown(), kLong);
  w.window.resize(1360, 700);
  QApplication::processEvents();
  auto* bar = w.window.findChild<QToolBar*>(QStringLiteral("tools"));
  const auto places = [bar] {
    std::vector<QRect> all;
    for (auto* child : bar->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
      if (child->isVisible()) all.push_back(child->geometry());
    }
    return all;
  };
  const auto before = places();
  QVERIFY(before.size() > 10);
  QTest::keyClick(&w.window, Qt::Key_R);
  QTRY_VERIFY_WITH_TIMEOUT(w.window.audio().transport() == gui::Transport::recording, kLong);
  const auto* badge = bar->findChild<QLabel*>(QStringLiteral("transport state"));
  QCOMPARE(badge->text(), QStringLiteral("REC"));
  QApplication::processEvents();
  QVERIFY(places() == before);
  QTest::keyClick(&w.window, Qt::Key_P);
  QApplication::processEvents();
  QCOMPARE(badge->text(), QStringLiteral("PAUSED"));
  QVERIFY(badge->fontMetrics().horizontalAdvance(badge->text()) < badge->width());
  QVERIFY(places() == before);
  QTest::keyClick(&w.window, Qt::Key_R);
  QTRY_VERIFY_WITH_TIMEOUT(w.window.audio().transport() == gui::Transport::idle, kLong);
  QVERIFY(badge->text().isEmpty());
  w.settle();
}

void TestEdits::figuresStandAtTheQuality() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto* scale = w.window.views().findChild<gui::QualityScale*>();
  auto& strip = w.window.views().quality();
  QTRY_VERIFY(scale != nullptr && scale->isVisible());
  QCOMPARE(scale->height(), strip.height());
  QCOMPARE(scale->mapTo(&w.window, QPoint(scale->width(), 0)),
           strip.mapTo(&w.window, QPoint(0, 0)));
  QVERIFY(gui::QualityStrip::rowOf(0.5, 46) < gui::QualityStrip::rowOf(0.25, 46));
  const QLocale before;
  QLocale::setDefault(QLocale(QLocale::German));
  QCOMPARE(gui::decimal(0.0, 1), QStringLiteral("0,0"));
  QCOMPARE(gui::decimal(1234.5, 2), QStringLiteral("1234,50"));
  QLocale::setDefault(before);
  // A tick at each figure, where the bars have that height.
  const QImage seen = scale->grab().toImage();
  const double ratio = seen.devicePixelRatio();
  const QRgb ground = seen.pixel(0, seen.height() - 1);
  for (const double mel : {0.0, 0.25, 0.5}) {
    const double y = gui::QualityStrip::rowOf(mel, scale->height());
    const auto at = QPointF(scale->width() - 2, std::floor(y)) * ratio;
    QVERIFY2(seen.pixel(at.toPoint()) != ground, qPrintable(QString::number(mel)));
  }
}

// Tab reaches every control that is seen, and what has the focus looks it; what menus of views and
// the tool bar offer is in the menu bar as well.
void TestEdits::everythingIsReachedByKeyboard() {
  StudioWindow w(path("tiny.json"));
  auto& s = w.window.session();
  w.open(path("two seconds.wav"));
  QTRY_VERIFY_WITH_TIMEOUT(w.window.isSettled(), kLong);
  w.window.quality().measure();
  w.settle();
  s.setLabels({{"labels", {{0.5, 1.0, "x"}}}}, QStringLiteral("label"));
  w.window.views().setRowVisible(gui::ViewStack::Row::layers, true);
  w.window.search().search(QString::number(s.document().codes->at(0, 0)), 0);
  for (const char* panel : {"codes", "quality", "search", "atlas", "sound"}) {
    w.window.raisePanel(QString::fromLatin1(panel));
    QApplication::processEvents();
    w.window.views().tokens().setFocus();
    std::set<QWidget*> reached;
    for (int i = 0; i < 200; ++i) {
      QWidget* now = QApplication::focusWidget();
      QVERIFY(now != nullptr);
      QVERIFY2(!now->visibleRegion().isEmpty(),
               qPrintable(QString::fromLatin1(now->metaObject()->className()) +
                          now->accessibleName()));  // nobody tabs into what is hidden
      if (!reached.insert(now).second) break;
      QTest::keyClick(now, Qt::Key_Tab);
    }
    // A group is one stop.
    QVERIFY2(reached.size() > 8 && reached.size() <= 20,
             qPrintable(QString::number(reached.size()) + QLatin1String(panel)));
    // Within it arrow keys go on.
    std::vector<QWidget*> todo(reached.begin(), reached.end());
    const auto grouped = [&w](QWidget* x) {
      QWidget* in = x->parentWidget();
      return x->inherits("gui::UsageView") || x->inherits("gui::SwitchButton") ||
             (in != nullptr &&
              (in->inherits("gui::LayerStack") || in == w.window.views().layers().header()));
    };
    while (!todo.empty()) {
      QWidget* at = todo.back();
      todo.pop_back();
      if (!grouped(at)) continue;
      for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down}) {
        if (!at->inherits("gui::SwitchButton") && key != Qt::Key_Up && key != Qt::Key_Down)
          continue;
        if (at->inherits("QComboBox")) continue;
        at->setFocus();
        QTest::keyClick(at, key);
        QWidget* next = QApplication::focusWidget();
        if (next != nullptr && reached.insert(next).second) todo.push_back(next);
      }
    }
    QStringList lacking;
    QStringList unseen;
    for (auto* child : w.window.findChildren<QWidget*>()) {
      const bool control = child->inherits("QAbstractButton") || child->inherits("QComboBox") ||
                           child->inherits("QAbstractSlider") || child->inherits("QLineEdit") ||
                           child->inherits("QAbstractItemView") ||
                           child->inherits("gui::TimeView") || child->inherits("gui::UsageView") ||
                           child->inherits("gui::AtlasView") || child->inherits("QTabBar");
      const bool internal =
          child->objectName().startsWith(QStringLiteral("qt_")) || child->inherits("QScrollBar") ||
          child->inherits("QTableCornerButton") || child->inherits("QHeaderView") ||
          child->inherits("gui::TimeRuler") || child->inherits("gui::OverviewStrip") ||
          child->parentWidget()->inherits("QTabBar") ||
          child->parentWidget()->inherits("QAbstractItemView");
      // A button of the tool bar is an action of the menus.
      const auto* tool = qobject_cast<QToolButton*>(child);
      const bool action = tool != nullptr && tool->defaultAction() != nullptr;
      if (!control || internal || action || !child->isVisible() || !child->isEnabled()) continue;
      if (child->visibleRegion().isEmpty()) continue;
      const QString name = QString::fromLatin1(child->metaObject()->className()) +
                           QLatin1Char(' ') + child->accessibleName();
      if (!reached.contains(child)) lacking << name;
      child->setFocus();
      if (!child->hasFocus()) continue;
      QApplication::processEvents();
      const QImage with = child->grab().toImage();
      child->clearFocus();
      QApplication::processEvents();
      if (child->grab().toImage() == with) unseen << name;
    }
    QVERIFY2(lacking.isEmpty(),
             qPrintable(QString::fromLatin1(panel) + lacking.join(QStringLiteral("; "))));
    QVERIFY2(unseen.isEmpty(),
             qPrintable(QString::fromLatin1(panel) + unseen.join(QStringLiteral("; "))));
  }
  std::set<QAction*> inMenus;
  std::vector<QMenu*> open;
  for (QAction* top : w.window.menuBar()->actions()) open.push_back(top->menu());
  while (!open.empty()) {
    QMenu* menu = open.back();
    open.pop_back();
    for (QAction* a : menu->actions()) {
      inMenus.insert(a);
      if (a->menu() != nullptr) open.push_back(a->menu());
    }
  }
  for (QAction* a : w.window.actions()) {
    if (a->isSeparator() || a->text().isEmpty() || !a->isVisible()) continue;
    QVERIFY2(inMenus.contains(a) || !a->shortcut().isEmpty(), qPrintable(a->text()));
  }
  for (auto* bar : w.window.findChildren<QToolBar*>()) {
    for (QAction* a : bar->actions()) {
      if (a->isSeparator() || bar->widgetForAction(a)->inherits("QToolButton") == false ||
          a->text().isEmpty()) {
        continue;
      }
      QVERIFY2(inMenus.contains(a), qPrintable(a->text()));
    }
  }
  // No two actions have the same key.
  std::set<QString> keys;
  for (QAction* a : w.window.findChildren<QAction*>()) {
    for (const QKeySequence& key : a->shortcuts()) {
      QVERIFY2(keys.insert(key.toString()).second, qPrintable(key.toString()));
    }
  }
}

void TestEdits::aNarrowBarKeepsItsMeters() {
  StudioWindow w(path("tiny.json"));
  w.open(path("two seconds.wav"));
  auto* bar = w.window.findChild<QToolBar*>(QStringLiteral("tools"));
  for (const int width : {1360, 1200, 1110, 1360}) {
    w.window.resize(width, 700);
    QTRY_COMPARE(w.window.width(), width);
    QApplication::processEvents();
    for (auto* meter : bar->findChildren<gui::LevelMeter*>()) {
      const QRect there(meter->mapTo(bar, QPoint(0, 0)), meter->size());
      QVERIFY2(meter->isVisible() && bar->rect().contains(there) && meter->width() >= 60,
               qPrintable(QString::number(width)));
    }
    auto* more = bar->findChild<QToolButton*>(QStringLiteral("qt_toolbar_ext_button"));
    QVERIFY2(more == nullptr || !more->isVisible(), qPrintable(QString::number(width)));
  }
}

int main(int argc, char** argv) {
  const testing_support::TestApplication app(argc, argv);
  TestEdits edits;
  return QTest::qExec(&edits, argc, argv);
}

#include "test_gui_edits.moc"
