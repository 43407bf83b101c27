// What is done by hand: labels, edited codes, brushing, ratings; and all of it by keyboard alone.
#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolBar>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <set>

#include "codec/files/label_file.h"
#include "codec/model/phone_table.h"
#include "gui/document/code_edit.h"
#include "gui/document/mushra_session.h"
#include "gui/look/theme.h"
#include "gui/window/mushra_dialog.h"
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
  void codesAreSetPastedAndSwapped();
  void codesAreBrushed();
  void severalAreRatedBlindly();
  void everythingIsReachedByKeyboard();
  void aNarrowBarKeepsItsMeters();

 private:
  QString path(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }
  QTemporaryDir folder_;
};

void TestEdits::initTestCase() {
  auto config = testing_support::tiny_config();
  config.name = "tiny";
  testing_support::write_random_model(folder_.path().toStdString(), config, 3);
  qputenv("SONOGLYPH_MODELS", folder_.path().toUtf8());
  testing_support::writeWav(path("two seconds.wav"), 2.0);
}

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

void TestEdits::labelsComeAndGo() {
  auto config = testing_support::tiny_config();
  config.name = "phones";
  config.level_roles = {"semantic", "acoustic", "acoustic", "acoustic"};
  const auto file = testing_support::write_random_model(folder_.path().toStdString(), config, 3);
  codec::PhoneTable table;
  table.weights_sha256 = codec::ModelConfig::load(file)->weights_sha256;
  table.phones = {"SIL", "AA"};
  table.frames = 1000;
  for (int code = 0; code < 32; ++code) table.codes.push_back({{code % 2, 0.75}});
  std::ofstream(path("phones.phones.json").toStdString()) << table.to_json();

  testing_support::writeWav(path("beside.wav"), 2.0);
  std::ofstream(path("beside.TextGrid").toStdString())
      << codec::text_grid({{"words", {{0.25, 0.75, "one"}, {1.0, 1.5, "two"}}}}, 2.0);
  StudioWindow w(path("phones.json"));
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
  auto& atlas = w.window.atlas();
  w.window.raisePanel(QStringLiteral("atlas"));
  QTRY_VERIFY_WITH_TIMEOUT(atlas.map().isVisible(), kLong);
  atlas.setLevel(1);
  atlas.refresh();
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
    QVERIFY(reached.size() > 15 && reached.size() < 200);
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
  QStandardPaths::setTestModeEnabled(true);
  QApplication app(argc, argv);
  QApplication::setApplicationName(QStringLiteral("sonoglyph-test"));
  QApplication::setOrganizationName(QStringLiteral("sonoglyph-test"));
  gui::applyTheme(gui::Theme::light);
  TestEdits edits;
  return QTest::qExec(&edits, argc, argv);
}

#include "test_gui_edits.moc"
