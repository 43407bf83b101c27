// Errors of the codec in the language of the window.
#pragma once

#include <QString>

#include "codec/base/result.h"

namespace gui {

// In English the message, without the words of the library that reads sound. In other languages
// what kind of thing went wrong, in words of that language, with the file's name; and the message
// in brackets, put into that language as far as it is known.
QString errorText(const codec::Error& error);
// What a codec's line says behind the file's name, the same way.
QString errorDetail(const QString& english);

}  // namespace gui
