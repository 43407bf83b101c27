#include "gui/document/recording_name.h"

#include <QCoreApplication>

namespace gui {

QString recordingName(const std::filesystem::path& spool) {
  const QString name = QString::fromStdString(spool.stem().string());
  const QString word = QStringLiteral("Recording ");
  if (!name.startsWith(word)) return name;
  return QCoreApplication::translate("gui::AudioController", "Recording %1")
      .arg(name.mid(word.size()));
}

}  // namespace gui
