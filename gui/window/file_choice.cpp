#include "gui/window/file_choice.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QRegularExpression>
#include <QSettings>
#include <algorithm>

namespace gui {
namespace {

const QString kFolderKey = QStringLiteral("folder");

// An ending, and no part of a name such as "Mr. Smith".
bool isEnding(const QString& suffix) {
  constexpr int kLongest = 11;  // safetensors
  static const QRegularExpression word(QStringLiteral("^[A-Za-z][A-Za-z0-9]*$"));
  return suffix.size() <= kLongest && word.match(suffix).hasMatch();
}

}  // namespace

std::filesystem::path toPath(const QString& text) {
  return std::filesystem::path(text.toStdString());
}

QString lastFolder() { return QSettings().value(kFolderKey, QDir::homePath()).toString(); }

void keepFolder(const QString& file) {
  QSettings().setValue(kFolderKey, QFileInfo(file).absolutePath());
}

QStringList tellingNames(const QStringList& paths) {
  QStringList names;
  for (const QString& path : paths) names << QFileInfo(path).fileName();
  QStringList telling = names;
  for (qsizetype i = 0; i < names.size(); ++i) {
    if (names.count(names[i]) == 1) continue;
    telling[i] += QStringLiteral(" (%1)").arg(QFileInfo(paths[i]).path());
  }
  return telling;
}

QString nameFor(const Document& document, const QString& extension) {
  QString name = document.title;
  const auto dot = name.lastIndexOf(QLatin1Char('.'));
  if (dot > 0 && isEnding(name.mid(dot + 1))) name.truncate(dot);
  name.replace(QRegularExpression(QStringLiteral("[\\\\/:*?\"<>|]")), QStringLiteral("-"));
  return name + QLatin1Char('.') + extension;
}

QString askWhereToSave(QWidget* parent, const QString& title, const QString& name,
                       const std::vector<FileKind>& kinds) {
  QStringList filters;
  for (const FileKind& kind : kinds) filters << kind.filter;
  QString filter = filters.front();
  QString path = QDir(lastFolder()).filePath(name);
  for (;;) {
    path = QFileDialog::getSaveFileName(parent, title, path, filters.join(QStringLiteral(";;")),
                                        &filter);
    if (path.isEmpty()) return {};
    const auto ends = [&path](const FileKind& kind) {
      return path.endsWith(QLatin1Char('.') + kind.extension, Qt::CaseInsensitive);
    };
    if (std::any_of(kinds.begin(), kinds.end(), ends)) return path;
    const auto chosen = std::max<qsizetype>(0, filters.indexOf(filter));
    path += QLatin1Char('.') + kinds[static_cast<std::size_t>(chosen)].extension;
    if (!QFileInfo::exists(path)) return path;
    // The file dialog asked about the name as it was typed.
    const auto answer = QMessageBox::question(
        parent, title,
        QCoreApplication::translate("FileChoice", "“%1” is there already. Replace it?")
            .arg(QFileInfo(path).fileName()));
    if (answer == QMessageBox::Yes) return path;
  }
}

}  // namespace gui
