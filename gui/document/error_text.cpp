#include "gui/document/error_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <vector>

#include "gui/document/error_sentences.h"

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

struct Sentence {
  QRegularExpression pattern;
  const char* english;
};
const std::vector<Sentence>& sentences() {
  static const auto all = [] {
    std::vector<Sentence> list;
    for (const char* sentence : kErrorSentences) list.push_back({patternOf(sentence), sentence});
    return list;
  }();
  return all;
}

// Where the message begins that follows a file's name; 0 where there is none.
qsizetype afterFile(const QString& message) {
  static const QString colon = QStringLiteral(": ");
  const auto at = message.indexOf(colon);
  if (at <= 0) return 0;
  const bool whole =
      std::any_of(sentences().begin(), sentences().end(), [&](const Sentence& sentence) {
        const QString english = QString::fromUtf8(sentence.english);
        const auto match = sentence.pattern.match(message);
        const bool begins = match.hasMatch() && english.contains(colon);
        return begins && (!english.startsWith(QLatin1Char('%')) || match.capturedEnd(1) <= at);
      });
  return whole ? 0 : at + colon.size();
}

QString detailOf(const QString& plain) {
  for (const auto& [pattern, sentence] : sentences()) {
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
  for (const char* phrase : kErrorPhrases) {
    detail.replace(QString::fromUtf8(phrase), translated(phrase));
  }
  return detail;
}

}  // namespace

QString errorDetail(const QString& english) { return detailOf(withoutLibrary(english)); }

QString errorText(const codec::Error& error) {
  // Codec messages begin with the file where there is one.
  const QString message = QString::fromStdString(error.message);
  const auto begin = afterFile(message);
  const QString file = message.left(begin);  // with its colon
  const QString what = withoutLibrary(message.mid(begin));
  //: The language that messages come in: "en" where they are to be shown alone.
  if (QCoreApplication::translate("ErrorText", "en") == QStringLiteral("en")) return file + what;
  const QString kind = kindOf(error.code);
  const QString detail = detailOf(what);
  const QString told = detail == kind ? kind : QStringLiteral("%1 (%2)").arg(kind, detail);
  return file.isEmpty() ? told
                        : QFileInfo(file.chopped(2)).fileName() + QStringLiteral(": ") + told;
}

}  // namespace gui
