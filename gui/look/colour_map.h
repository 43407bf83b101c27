// Colour maps that keep their order for colour-blind eyes and in grey, as pure functions.
#pragma once

#include <QColor>
#include <QRgb>
#include <QString>
#include <array>
#include <vector>

#include "codec/base/types.h"

namespace gui {

enum class ColourMap { viridis, cividis, magma, grey };
inline constexpr std::array kColourMaps{ColourMap::viridis, ColourMap::cividis, ColourMap::magma,
                                        ColourMap::grey};

QString colourMapName(ColourMap map);  // "Viridis": names, not translated

// 256 opaque colours from low to high. viridis and magma by the degree-6 polynomial fits of
// M. Zucker (2018) to matplotlib's tables, cividis by d3-scale-chromatic's fit (Nunez, Anderton,
// Renslow 2018): within 1/50 of full scale of the originals.
const std::array<QRgb, 256>& colourTable(ColourMap map);
// 256 colours from blue (lower) through a neutral middle to orange (higher).
std::array<QRgb, 256> divergingTable(QRgb middle);

// One colour for each of K codes. Codes have no order, so neighbours in number are spread over the
// map: code c stands at the fractional part of c / golden ratio.
std::vector<QRgb> codeColours(ColourMap map, std::size_t codebookSize);

// The same in one quiet hue, light on a light ground and dark on a dark one.
std::vector<QRgb> calmCodeColours(std::size_t codebookSize, bool onDark);

// WCAG 2 relative luminance, 0..1.
double luminance(QRgb colour);
// Black or white, whichever is easier to read on it.
QRgb readableOn(QRgb colour);

}  // namespace gui
