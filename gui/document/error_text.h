// Errors of the codec in the language of the window.
#pragma once

#include <QString>

#include "codec/base/result.h"

namespace gui {

// In English the message as it is. In other languages what kind of thing went wrong, in words of
// that language, with the file's name; and the message in brackets, for those who ask others.
QString errorText(const codec::Error& error);

}  // namespace gui
