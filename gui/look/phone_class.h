// Kinds of phones and their colours: one hue a kind, whatever the model, file or theme.
#pragma once

#include <QRgb>
#include <QString>

namespace gui {

enum class PhoneClass { silence, vowel, approximant, nasal, fricative, stop, unknown };
inline constexpr int kPhoneClasses = 7;

// Of a phone in ARPAbet (codec/model/phone_set.h), whatever its case; IPA letters are known as far
// as English and German have them. "SIL" is silence, what is not known is unknown.
PhoneClass phoneClassOf(const QString& phone);
QString phoneClassName(PhoneClass kind);

// Below this share a phone is as good as unknown, and grey.
inline constexpr double kDoubtfulShare = 0.35;
// confidence: 0..1, which fades the hue to grey.
QRgb phoneColour(PhoneClass kind, double confidence, bool onDark);

}  // namespace gui
