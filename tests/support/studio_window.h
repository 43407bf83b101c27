// The window of the app with its model loaded, for tests that use it as its user does.
#pragma once

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "codec/sound/audio_file.h"
#include "gui/look/theme.h"
#include "gui/window/main_window.h"
#include "tests/support/random_model.h"

namespace testing_support {

inline constexpr int kLong = 30000;  // ms

inline void writeWav(const QString& path, double seconds, int rate = 16000) {
  codec::AudioWriterOptions options;
  options.sample_rate_hz = rate;
  auto writer = codec::AudioWriter::create(path.toStdString(), options);
  QVERIFY(writer.ok());
  // Synthesis takes far longer than writing: a long file repeats its beginning.
  constexpr double kStretch = 20.0;
  const auto sound =
      synthetic_speech(static_cast<std::size_t>(std::min(seconds, kStretch) * rate), rate, 11);
  for (double at = 0.0; at < seconds; at += kStretch) QVERIFY(writer->write(sound).ok());
  QVERIFY(writer->finish().ok());
}

// The application of a test program: settings of its own, the light theme.
class TestApplication {
 public:
  TestApplication(int& argc, char** argv) : app_(argc, argv) {
    QApplication::setApplicationName(QStringLiteral("sonoglyph-test"));
    QApplication::setOrganizationName(QStringLiteral("sonoglyph-test"));
    gui::applyTheme(gui::Theme::light);
  }

 private:
  struct Isolated {
    Isolated() { QStandardPaths::setTestModeEnabled(true); }
  };
  Isolated before_;  // the application
  QApplication app_;
};

// A folder with a random model "tiny", the only one that the app finds, and "two seconds.wav".
inline void fillWithTinyModel(const QTemporaryDir& folder) {
  auto config = tiny_config();
  config.name = "tiny";
  write_random_model(folder.path().toStdString(), config, 3);
  qputenv("SONOGLYPH_MODELS", folder.path().toUtf8());
  writeWav(folder.filePath(QStringLiteral("two seconds.wav")), 2.0);
}

class StudioWindow {
 public:
  explicit StudioWindow(const QString& model) : window(model) {
    window.show();
    window.activateWindow();  // shortcuts go to the active window; there is no window manager
    [&] { QVERIFY(QTest::qWaitForWindowActive(&window)); }();
    [&] { QTRY_VERIFY_WITH_TIMEOUT(window.session().hasModel(), kLong); }();
  }
  ~StudioWindow() {
    window.audio().stop();
    [&] { QTRY_VERIFY_WITH_TIMEOUT(window.audio().transport() == gui::Transport::idle, kLong); }();
  }
  void open(const QString& path) {
    window.openPath(path);
    settle();
    QVERIFY2(!window.session().document().isEmpty(), qPrintable(window.messages().text()));
  }
  // The atlas of a codebook, drawn.
  gui::AtlasPanel& atlasOf(int level) {
    gui::AtlasPanel& atlas = window.atlas();
    window.raisePanel(QStringLiteral("atlas"));
    [&] { QTRY_VERIFY_WITH_TIMEOUT(atlas.map().isVisible(), kLong); }();
    atlas.setLevel(level);
    atlas.refresh();
    return atlas;
  }
  void settle() { QTRY_VERIFY_WITH_TIMEOUT(!window.session().worker().isBusy(), kLong); }
  gui::MainWindow window;
};

}  // namespace testing_support
