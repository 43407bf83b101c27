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

}  // namespace

QString errorText(const codec::Error& error) {
  const QString message = QString::fromStdString(error.message);
  //: The language that messages come in: "en" where they are to be shown alone.
  if (QCoreApplication::translate("ErrorText", "en") == QStringLiteral("en")) return message;
  const QString kind = kindOf(error.code);
  const auto colon = message.indexOf(QStringLiteral(": "));
  if (colon <= 0) return QStringLiteral("%1 (%2)").arg(kind, message);
  // Codec messages begin with the file where there is one.
  return QStringLiteral("%1: %2 (%3)")
      .arg(QFileInfo(message.left(colon)).fileName(), kind, message.mid(colon + 2));
}

}  // namespace gui
