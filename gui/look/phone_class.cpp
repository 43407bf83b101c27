#include "gui/look/phone_class.h"

#include <QColor>
#include <QCoreApplication>
#include <QHash>
#include <QStringList>
#include <algorithm>

namespace gui {
namespace {

struct Kind {
  PhoneClass kind;
  const char* phones;  // separated by spaces
};

constexpr Kind kKinds[] = {
    {PhoneClass::silence, "SIL SP SPN PAU"},
    {PhoneClass::vowel,
     "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW UE OE a e i o u y æ ɐ ɑ ɒ ɔ ə ɛ ɜ ɝ ɪ ʊ ʌ ʏ ø œ "
     "aɪ aʊ eɪ oʊ ɔɪ ɔʏ əʊ"},
    {PhoneClass::approximant, "L R W Y ɹ ʁ l r w j ɾ"},
    {PhoneClass::nasal, "M N NG m n ŋ"},
    {PhoneClass::fricative, "F V TH DH S Z SH ZH HH CH JH CX X f v s z h x θ ð ʃ ʒ ç tʃ dʒ pf ts"},
    {PhoneClass::stop, "P B T D K G p b t d k ɡ g ʔ"},
};

}  // namespace

PhoneClass phoneClassOf(const QString& phone) {
  static const auto sets = [] {
    QHash<QString, PhoneClass> all;
    for (const Kind& k : kKinds) {
      for (const QString& name : QString::fromUtf8(k.phones).split(QLatin1Char(' ')))
        all.insert(name, k.kind);
    }
    return all;
  }();
  const auto found = sets.constFind(phone);
  if (found != sets.cend()) return *found;
  return sets.value(phone.toUpper(), PhoneClass::unknown);
}

QString phoneClassName(PhoneClass kind) {
  const auto text = [](const char* name) {
    return QCoreApplication::translate("PhoneClass", name);
  };
  switch (kind) {
    case PhoneClass::silence:
      return text(QT_TRANSLATE_NOOP("PhoneClass", "Silence"));
    case PhoneClass::vowel:
      return text(QT_TRANSLATE_NOOP("PhoneClass", "Vowel"));
    case PhoneClass::approximant:
      return text(QT_TRANSLATE_NOOP("PhoneClass", "Glide or liquid"));
    case PhoneClass::nasal:
      return text(QT_TRANSLATE_NOOP("PhoneClass", "Nasal"));
    case PhoneClass::fricative:
      return text(QT_TRANSLATE_NOOP("PhoneClass", "Fricative"));
    case PhoneClass::stop:
      return text(QT_TRANSLATE_NOOP("PhoneClass", "Stop"));
    case PhoneClass::unknown:
      break;
  }
  return text(QT_TRANSLATE_NOOP("PhoneClass", "Unknown"));
}

QRgb phoneColour(PhoneClass kind, double confidence, bool onDark) {
  // Hues far apart for red-green blind eyes too: orange, olive, teal, violet, blue; lightness
  // differs as well.
  struct Ink {
    int hue, saturation, light, dark;
  };
  static constexpr Ink kInks[kPhoneClasses] = {
      {215, 20, 222, 58},  {30, 195, 168, 150},  {75, 120, 150, 118}, {172, 130, 150, 128},
      {285, 95, 178, 142}, {214, 150, 160, 132}, {215, 12, 190, 92}};
  const Ink& ink = kInks[static_cast<int>(kind)];
  const int lightness = onDark ? ink.dark : ink.light;
  const double grey = confidence < kDoubtfulShare ? 0.0 : 0.35 + 0.65 * std::min(1.0, confidence);
  const int saturation = static_cast<int>(ink.saturation * grey);
  return QColor::fromHsl(ink.hue, saturation, lightness).rgb();
}

}  // namespace gui
