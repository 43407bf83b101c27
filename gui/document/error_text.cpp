#include "gui/document/error_text.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace gui {
namespace {

QString kindOf(codec::ErrorCode code) {
  const auto text = [](const char* source) {
    return QCoreApplication::translate("ErrorText", source);
  };
  switch (code) {
    case codec::ErrorCode::io:
      return text(QT_TRANSLATE_NOOP("ErrorText", "it could not be read or written"));
    case codec::ErrorCode::not_our_format:
      return text(QT_TRANSLATE_NOOP("ErrorText", "neither a sound nor tokens that can be read"));
    case codec::ErrorCode::newer_version:
      return text(QT_TRANSLATE_NOOP("ErrorText", "made by a newer Sonoglyph"));
    case codec::ErrorCode::corrupt:
      return text(QT_TRANSLATE_NOOP("ErrorText", "it is damaged"));
    case codec::ErrorCode::truncated:
      return text(QT_TRANSLATE_NOOP("ErrorText", "its end is missing"));
    case codec::ErrorCode::wrong_model:
      return text(QT_TRANSLATE_NOOP("ErrorText", "it belongs to another model"));
    case codec::ErrorCode::bad_value:
      return text(QT_TRANSLATE_NOOP("ErrorText", "it holds a value that is not allowed"));
    case codec::ErrorCode::empty:
      return text(QT_TRANSLATE_NOOP("ErrorText", "it is empty"));
    case codec::ErrorCode::cancelled:
      return text(QT_TRANSLATE_NOOP("ErrorText", "cancelled"));
    case codec::ErrorCode::unsupported:
      return text(QT_TRANSLATE_NOOP("ErrorText", "that is not offered"));
  }
  return {};
}

// What the details of errors are made of, longest first where one is part of another.
constexpr const char* kPhrases[] = {
    QT_TRANSLATE_NOOP("ErrorText", "No such file or directory"),
    QT_TRANSLATE_NOOP("ErrorText", "Permission denied"),
    QT_TRANSLATE_NOOP("ErrorText", "No space left on device"),
    QT_TRANSLATE_NOOP("ErrorText", "Is a directory"),
    QT_TRANSLATE_NOOP("ErrorText", "Not a directory"),
    QT_TRANSLATE_NOOP("ErrorText", "Read-only file system"),
    QT_TRANSLATE_NOOP("ErrorText", "Input/output error"),
    QT_TRANSLATE_NOOP("ErrorText", "the file is empty"),
    QT_TRANSLATE_NOOP("ErrorText", "it is a folder"),
    QT_TRANSLATE_NOOP("ErrorText", "it is no regular file"),
    QT_TRANSLATE_NOOP("ErrorText", "holds no samples"),
    QT_TRANSLATE_NOOP("ErrorText", "holds no frame"),
    QT_TRANSLATE_NOOP("ErrorText", "libsndfile cannot read it"),
    QT_TRANSLATE_NOOP("ErrorText", "File contains data in an unknown format"),
    QT_TRANSLATE_NOOP("ErrorText", "Format not recognised"),
    QT_TRANSLATE_NOOP("ErrorText", "cannot write: "),
    QT_TRANSLATE_NOOP("ErrorText", "cannot read: "),
    QT_TRANSLATE_NOOP("ErrorText", "cannot write the recording"),
    QT_TRANSLATE_NOOP("ErrorText", "not an .sgl file"),
    QT_TRANSLATE_NOOP("ErrorText", "its checksum does not match"),
    QT_TRANSLATE_NOOP("ErrorText", "its end is missing"),
    QT_TRANSLATE_NOOP("ErrorText", "was made by model "),
    QT_TRANSLATE_NOOP("ErrorText",
                      "; put that model into the models folder and open the file again"),
    QT_TRANSLATE_NOOP("ErrorText",
                      "no sound device found; connect one or start the sound server, then choose "
                      "Refresh devices"),
    QT_TRANSLATE_NOOP("ErrorText", "there is no input device; connect a microphone"),
    QT_TRANSLATE_NOOP("ErrorText", "there is no output device; connect one"),
    QT_TRANSLATE_NOOP("ErrorText", "this device is not there any more; choose another one"),
    QT_TRANSLATE_NOOP("ErrorText",
                      "the sound system does not answer; check the sound server, then try again"),
    QT_TRANSLATE_NOOP("ErrorText", "pictures are .png, .svg or .pdf; choose one of these names"),
    QT_TRANSLATE_NOOP(
        "ErrorText", "the figure has no room for what it is to show; make it larger, or show less"),
    QT_TRANSLATE_NOOP(
        "ErrorText",
        "a figure of more than 100 million pixels; make it smaller, or choose fewer dots per inch"),
    QT_TRANSLATE_NOOP("ErrorText", " is no code: codes are 0 to "),
    QT_TRANSLATE_NOOP("ErrorText", "codes and phones are looked for apart"),
    QT_TRANSLATE_NOOP("ErrorText",
                      "nothing to look for: codes such as 17 * 903, or phones such as T UW"),
    QT_TRANSLATE_NOOP("ErrorText", "is no index of codes"),
    QT_TRANSLATE_NOOP("ErrorText", "an index that is cut off"),
    QT_TRANSLATE_NOOP("ErrorText", "cannot be read from the middle"),
    QT_TRANSLATE_NOOP("ErrorText", " would both become "),
    QT_TRANSLATE_NOOP("ErrorText", " keeps them apart"),
    QT_TRANSLATE_NOOP("ErrorText", "; a pattern such as "),
    QT_TRANSLATE_NOOP("ErrorText", "left out, since "),
};

}  // namespace

QString errorDetail(const QString& english) {
  QString detail = english;
  for (const char* phrase : kPhrases) {
    detail.replace(QString::fromUtf8(phrase), QCoreApplication::translate("ErrorText", phrase));
  }
  return detail;
}

QString errorText(const codec::Error& error) {
  const QString message = QString::fromStdString(error.message);
  //: The language that messages come in: "en" where they are to be shown alone.
  if (QCoreApplication::translate("ErrorText", "en") == QStringLiteral("en")) return message;
  const QString kind = kindOf(error.code);
  const auto colon = message.indexOf(QStringLiteral(": "));
  if (colon <= 0) return QStringLiteral("%1 (%2)").arg(kind, errorDetail(message));
  // Codec messages begin with the file where there is one.
  return QStringLiteral("%1: %2 (%3)")
      .arg(QFileInfo(message.left(colon)).fileName(), kind, errorDetail(message.mid(colon + 2)));
}

}  // namespace gui
