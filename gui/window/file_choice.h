// Where files were read and written last, and the question where to save.
#pragma once

#include <QString>
#include <QWidget>
#include <filesystem>
#include <vector>

#include "gui/document/document.h"

namespace gui {

std::filesystem::path toPath(const QString& text);

QString lastFolder();  // at first the home of the user
void keepFolder(const QString& file);

// Names that tell these files apart: with the folder, where two have the same.
QStringList tellingNames(const QStringList& paths);

// The document's title as the name of such a file, with nothing in it that other systems forbid.
QString nameFor(const Document& document, const QString& extension);

struct FileKind {
  QString filter;     // "Sonoglyph (*.sgl)"
  QString extension;  // without its dot
};
// The path that the user chose, or empty. It ends in one of the extensions: what does not gets that
// of the chosen kind, and nothing that is there already is replaced unasked.
QString askWhereToSave(QWidget* parent, const QString& title, const QString& name,
                       const std::vector<FileKind>& kinds);

}  // namespace gui
