// sonoglyph-studio: the desktop application.
#include <unistd.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QLibraryInfo>
#include <QLocale>
#include <QTimer>
#include <QTranslator>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string_view>

#include "codec/base/standard_streams.h"
#include "codec/base/unfinished.h"
#include "gui/audio/audio_device.h"
#include "gui/window/main_window.h"
#include "gui/window/scenes.h"

namespace {

int complain(const QString& text) {
  std::fprintf(stderr, "sonoglyph-studio: %s\n", qPrintable(text));
  return 2;
}

// --help and --version are answered where there is no display, too.
bool onlyAsks(int argc, char** argv) {
  return std::any_of(argv + 1, argv + argc, [](const std::string_view a) {
    return a == "-h" || a == "--help" || a == "--help-all" || a == "-v" || a == "--version";
  });
}

void installTranslations(QCoreApplication& app, const QString& language) {
  const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
  QLocale::setDefault(locale);
  auto* ours = new QTranslator(&app);
  const QString folder = QStringLiteral(":/i18n");
  const QString name = QStringLiteral("sonoglyph");
  // English where there is no other: its file holds the plural forms.
  if (ours->load(locale, name, QStringLiteral("_"), folder) ||
      ours->load(QLocale(QLocale::English), name, QStringLiteral("_"), folder)) {
    QApplication::installTranslator(ours);
  }
  auto* qts = new QTranslator(&app);
  if (qts->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    QApplication::installTranslator(qts);
  }
}

}  // namespace

int main(int argc, char** argv) {
  codec::occupy_standard_streams();
  codec::remove_unfinished_at_signals();
  QApplication::setApplicationName(QStringLiteral("Sonoglyph"));
  QApplication::setOrganizationName(QStringLiteral("Sonoglyph"));
  QApplication::setApplicationVersion(QStringLiteral(SONOGLYPH_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("sonoglyph-studio"));

  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral("Record, see the tokens, hear the codec."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption model(QStringLiteral("model"), QStringLiteral("Model by name or path."),
                                 QStringLiteral("model"));
  const QCommandLineOption language(QStringLiteral("language"),
                                    QStringLiteral("Language of the window: en, de."),
                                    QStringLiteral("language"));
  const QCommandLineOption theme(QStringLiteral("theme"),
                                 QStringLiteral("light, dark or system; for this run."),
                                 QStringLiteral("theme"));
  const QCommandLineOption screenshot(QStringLiteral("screenshot"),
                                      QStringLiteral("Write a picture of the window and end."),
                                      QStringLiteral("png"));
  const QCommandLineOption scene(
      QStringLiteral("scene"),
      QStringLiteral(
          "Of the picture: start, main, live, inspector, quality, layers, search, atlas, "
          "transitions, figure, batch."),
      QStringLiteral("scene"), QStringLiteral("main"));
  const QCommandLineOption size(QStringLiteral("size"),
                                QStringLiteral("Of the window: WIDTHxHEIGHT."),
                                QStringLiteral("size"));
  const QCommandLineOption live(
      QStringLiteral("record-for"),
      QStringLiteral("Record with monitor for so many seconds, print figures as CSV, and end."),
      QStringLiteral("seconds"));
  const QCommandLineOption profile(
      QStringLiteral("profile-open"),
      QStringLiteral("Open FILE, print how long the window was blocked, and end."));
  parser.addOptions({model, language, theme, screenshot, scene, size, live, profile});
  parser.addPositionalArgument(QStringLiteral("files"),
                               QStringLiteral("Sounds, .sgl or token files."),
                               QStringLiteral("[FILES]"));
  const std::unique_ptr<QCoreApplication> app = onlyAsks(argc, argv)
                                                    ? std::make_unique<QCoreApplication>(argc, argv)
                                                    : std::make_unique<QApplication>(argc, argv);
  parser.process(*app);
  installTranslations(*app, parser.value(language));

  const QStringList files = parser.positionalArguments();
  if (!gui::isScene(parser.value(scene)))
    return complain(QStringLiteral("--scene: --help lists them"));
  const QString look = parser.value(theme);
  const QStringList themes{QStringLiteral("system"), QStringLiteral("light"),
                           QStringLiteral("dark")};
  if (parser.isSet(theme) && !themes.contains(look)) {
    return complain(QStringLiteral("--theme: light, dark or system, not %1").arg(look));
  }
  const QStringList sides = parser.value(size).split(QLatin1Char('x'));
  const QSize wanted(sides.value(0).toInt(), sides.value(1).toInt());
  if (parser.isSet(size) && (wanted.width() < 400 || wanted.height() < 300)) {
    return complain(QStringLiteral("--size: for example 1400x900"));
  }
  const double seconds = parser.value(live).toDouble();
  if (parser.isSet(live) && !(seconds > 0.0 && seconds < 1e9)) {
    return complain(QStringLiteral("--record-for: seconds, not %1").arg(parser.value(live)));
  }
  int result = 0;
  {
    gui::MainWindow window(parser.value(model));
    if (parser.isSet(theme)) window.showTheme(static_cast<gui::Theme>(themes.indexOf(look)));
    if (parser.isSet(size)) window.resize(wanted);
    window.show();
    if (parser.isSet(screenshot)) {
      result = gui::takeScreenshot(window, parser.value(scene), parser.value(screenshot), files);
    } else if (parser.isSet(live)) {
      result = gui::recordFor(window, seconds);
    } else if (parser.isSet(profile)) {
      result = gui::profileOpening(window, files);
    } else {
      window.openPaths(files);
      window.offerRecovery();
      result = QApplication::exec();
    }
  }
  // A sound system that hangs would hang in its exit handlers too.
  if (gui::AudioDevice::mustExitHard()) _exit(result);
  return result;
}
