#include "gui/document/error_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <vector>

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

// libsndfile's words and what they say to somebody who never heard of it, the first that fits.
struct LibraryWords {
  const char* theirs;  // a regular expression
  const char* ours;
};
constexpr LibraryWords kLibraryWords[] = {
    {"Format not recognised\\.?|File contains data in an unknown format\\.?",
     QT_TRANSLATE_NOOP("ErrorText", "its format is not known")},
    {"(?:Supported file format but|Error[^()]*?) ?unsupported (?:encoding|compression "
     "format)\\.?|File contains data in an unimplemented format\\.?",
     QT_TRANSLATE_NOOP("ErrorText", "its encoding is not supported")},
    {"Error : (?:Opus|MPEG-1/2/2\\.5|flac) (?:only supports|does not support this) sample "
     "rates?[^()]*",
     QT_TRANSLATE_NOOP("ErrorText", "the format does not have this sample rate")},
    {"Error ?: bad flac header\\.?",
     QT_TRANSLATE_NOOP("ErrorText", "the header of the FLAC file is damaged")},
    {"Error ?: [^()]*flac[^()]*",
     QT_TRANSLATE_NOOP("ErrorText", "its FLAC data cannot be decoded")},
    {"Error in [^()]*? file[.,][^()]*|Supported file format but file is malformed\\.?|Error ?: "
     "(?:N|n)ot an? [^()]* file\\.?",
     QT_TRANSLATE_NOOP("ErrorText", "its structure is damaged")},
    {"Internal malloc \\(\\) failed\\.?", QT_TRANSLATE_NOOP("ErrorText", "not enough memory")},
    {"Internal psf_fseek\\(\\) failed\\.?|File exists but no data could be read\\.?|System "
     "error\\.?|Unspecified internal error\\.?|No Error\\.?",
     QT_TRANSLATE_NOOP("ErrorText", "it could not be read or written")},
    {"Error ?[:.] [^()]*", QT_TRANSLATE_NOOP("ErrorText", "it is damaged")},
    // Whatever else it says within its brackets: it begins in capitals, what is ours does not.
    {"(?<=libsndfile reads \\(|libsndfile cannot read it \\()[A-Z][^()]*(?=\\))",
     QT_TRANSLATE_NOOP("ErrorText", "its structure is damaged")},
    {"not an audio file that libsndfile reads",
     QT_TRANSLATE_NOOP("ErrorText", "no sound that can be read")},
    {"libsndfile cannot read it", QT_TRANSLATE_NOOP("ErrorText", "it cannot be read")},
};

// Whole details with figures and names in them; what is told by %1 and %2 is translated in turn.
constexpr const char* kSentences[] = {
    QT_TRANSLATE_NOOP("ErrorText", "ends after %1 of %2 samples"),
    QT_TRANSLATE_NOOP("ErrorText", "damaged at sample %1: %2"),
    QT_TRANSLATE_NOOP("ErrorText", "a damaged MP3: %1"),
    QT_TRANSLATE_NOOP("ErrorText", "sample rate %1 Hz, wanted %2"),
    QT_TRANSLATE_NOOP("ErrorText", "%1 channels, wanted %2"),
    QT_TRANSLATE_NOOP("ErrorText", "sample %1 of channel %2 is %3; sound has finite values"),
    QT_TRANSLATE_NOOP("ErrorText", "what follows sample %1 cannot be read"),
    QT_TRANSLATE_NOOP("ErrorText", "only the first %1 of %2 samples are read"),
    QT_TRANSLATE_NOOP("ErrorText", "cannot write such a file: %1"),
    QT_TRANSLATE_NOOP("ErrorText", "cut: %1 samples of the %2 that its header tells of"),
    QT_TRANSLATE_NOOP("ErrorText", "%1 bytes behind the sound are not read"),
    QT_TRANSLATE_NOOP("ErrorText", "damaged: %1 pages are missing or unreadable"),
    QT_TRANSLATE_NOOP("ErrorText", "damaged: %1 bytes between its frames are unreadable"),
    QT_TRANSLATE_NOOP("ErrorText", "cut: its last page is missing"),
    QT_TRANSLATE_NOOP("ErrorText", "cut: ends within a frame"),
    QT_TRANSLATE_NOOP("ErrorText", "no frames of MPEG audio in it"),
    QT_TRANSLATE_NOOP("ErrorText", "changed while it was read; once more then"),
    QT_TRANSLATE_NOOP("ErrorText", "cannot seek to sample %1"),
    QT_TRANSLATE_NOOP("ErrorText", "it has %1 bytes, at most %2 are read"),
    QT_TRANSLATE_NOOP("ErrorText", "%1 is newer than this program (%2); update Sonoglyph"),
};

QString translated(const char* source) { return QCoreApplication::translate("ErrorText", source); }

// The sentence with %1, %2 .. as a pattern that catches them.
QRegularExpression patternOf(const char* sentence) {
  static const QRegularExpression place(QStringLiteral("%\\d"));
  QStringList parts = QString::fromUtf8(sentence).split(place);
  for (QString& part : parts) part = QRegularExpression::escape(part);
  return QRegularExpression(QStringLiteral("^%1$").arg(parts.join(QStringLiteral("(.+?)"))),
                            QRegularExpression::DotMatchesEverythingOption);
}

// libsndfile is nothing that a user has to know of.
QString withoutLibrary(QString text) {
  static const auto words = [] {
    std::vector<std::pair<QRegularExpression, QString>> all;
    for (const LibraryWords& w : kLibraryWords) {
      all.emplace_back(QRegularExpression(QString::fromUtf8(w.theirs)), QString::fromUtf8(w.ours));
    }
    return all;
  }();
  for (const auto& [theirs, ours] : words) text.replace(theirs, ours);
  return text;
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

QString detailOf(const QString& plain) {
  static const auto sentences = [] {
    std::vector<std::pair<QRegularExpression, const char*>> all;
    for (const char* sentence : kSentences) all.emplace_back(patternOf(sentence), sentence);
    return all;
  }();
  for (const auto& [pattern, sentence] : sentences) {
    const auto match = pattern.match(plain);
    if (!match.hasMatch()) continue;
    QString text = translated(sentence);
    for (int i = 1; i <= match.lastCapturedIndex(); ++i) {
      text.replace(QStringLiteral("%%1").arg(i), detailOf(match.captured(i)));
    }
    return text;
  }
  QString detail = plain;
  for (const LibraryWords& w : kLibraryWords) {
    detail.replace(QString::fromUtf8(w.ours), translated(w.ours));
  }
  for (const char* phrase : kPhrases) {
    detail.replace(QString::fromUtf8(phrase), translated(phrase));
  }
  return detail;
}

}  // namespace

QString errorDetail(const QString& english) { return detailOf(withoutLibrary(english)); }

QString errorText(const codec::Error& error) {
  // Codec messages begin with the file where there is one.
  const QString message = QString::fromStdString(error.message);
  const auto colon = message.indexOf(QStringLiteral(": "));
  const QString what = withoutLibrary(colon <= 0 ? message : message.mid(colon + 2));
  //: The language that messages come in: "en" where they are to be shown alone.
  if (QCoreApplication::translate("ErrorText", "en") == QStringLiteral("en")) {
    return message.left(colon <= 0 ? 0 : colon + 2) + what;
  }
  const QString kind = kindOf(error.code);
  if (colon <= 0) return QStringLiteral("%1 (%2)").arg(kind, detailOf(what));
  return QStringLiteral("%1: %2 (%3)")
      .arg(QFileInfo(message.left(colon)).fileName(), kind, detailOf(what));
}

}  // namespace gui
