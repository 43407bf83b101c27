#include "gui/look/colour_map.h"

#include <algorithm>
#include <cmath>

namespace gui {
namespace {

using Rgb = std::array<double, 3>;

constexpr std::array<Rgb, 7> kViridis{
    {{0.2777273272234177, 0.005407344544966578, 0.3340998053353061},
     {0.1050930431085774, 1.404613529898575, 1.384590162594685},
     {-0.3308618287255563, 0.214847559468213, 0.09509516302823659},
     {-4.634230498983486, -5.799100973351585, -19.33244095627987},
     {6.228269936347081, 14.17993336680509, 56.69055260068105},
     {4.776384997670288, -13.74514537774601, -65.35303263337234},
     {-5.435455855934631, 4.645852612178535, 26.3124352495832}}};
constexpr std::array<Rgb, 7> kMagma{
    {{-0.002136485053939582, -0.000749655052795221, -0.005386127855323933},
     {0.2516605407371642, 0.6775232436837668, 2.494026599312351},
     {8.353717279216625, -3.577719514958484, 0.3144679030132573},
     {-27.66873308576866, 14.26473078096533, -13.64921318813922},
     {52.17613981234068, -27.94360607168351, 12.94416944238394},
     {-50.76852536473588, 29.04658282127291, 4.23415299384598},
     {18.65570506591883, -11.48977351997711, -5.601961508734096}}};
// Powers of t, red, green, blue in 0..255, expanded from nested form.
constexpr std::array<Rgb, 6> kCividis{{{-4.54, 32.49, 81.24},
                                       {-35.34, 170.73, 442.36},
                                       {2381.73, 52.82, -2482.43},
                                       {-6402.7, -131.46, 6167.24},
                                       {7024.72, 176.58, -6614.94},
                                       {-2710.57, -67.37, 2475.67}}};

QRgb toRgb(const Rgb& c) {
  const auto channel = [](double v) {
    return static_cast<int>(std::lround(std::clamp(v, 0.0, 1.0) * 255.0));
  };
  return qRgb(channel(c[0]), channel(c[1]), channel(c[2]));
}

template <std::size_t N>
Rgb polynomial(const std::array<Rgb, N>& c, double t) {
  Rgb sum = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) {
    for (std::size_t k = 0; k < 3; ++k) sum[k] = sum[k] * t + c[i][k];
  }
  return sum;
}

QRgb at(ColourMap map, double t) {
  switch (map) {
    case ColourMap::viridis:
      return toRgb(polynomial(kViridis, t));
    case ColourMap::magma:
      return toRgb(polynomial(kMagma, t));
    case ColourMap::cividis: {
      Rgb c = polynomial(kCividis, t);
      for (double& v : c) v /= 255.0;
      return toRgb(c);
    }
    case ColourMap::grey:
      break;
  }
  return toRgb({t, t, t});
}

std::array<QRgb, 256> table(ColourMap map) {
  std::array<QRgb, 256> colours{};
  for (std::size_t i = 0; i < colours.size(); ++i) {
    colours[i] = at(map, static_cast<double>(i) / 255.0);
  }
  return colours;
}

QRgb mix(QRgb a, QRgb b, double t) {
  const auto channel = [t](int x, int y) { return static_cast<int>(std::lround(x + t * (y - x))); };
  return qRgb(channel(qRed(a), qRed(b)), channel(qGreen(a), qGreen(b)),
              channel(qBlue(a), qBlue(b)));
}

}  // namespace

QString colourMapName(ColourMap map) {
  switch (map) {
    case ColourMap::viridis:
      return QStringLiteral("Viridis");
    case ColourMap::cividis:
      return QStringLiteral("Cividis");
    case ColourMap::magma:
      return QStringLiteral("Magma");
    case ColourMap::grey:
      break;
  }
  return QStringLiteral("Grey");
}

const std::array<QRgb, 256>& colourTable(ColourMap map) {
  static const std::array tables{table(ColourMap::viridis), table(ColourMap::cividis),
                                 table(ColourMap::magma), table(ColourMap::grey)};
  return tables[static_cast<std::size_t>(map)];
}

std::array<QRgb, 256> divergingTable(QRgb middle) {
  const QRgb low = qRgb(38, 122, 199);
  const QRgb high = qRgb(235, 127, 20);
  std::array<QRgb, 256> colours{};
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const double t = (static_cast<double>(i) - 127.5) / 127.5;
    colours[i] = mix(middle, t < 0 ? low : high, std::abs(t));
  }
  return colours;
}

std::vector<QRgb> codeColours(ColourMap map, std::size_t codebookSize) {
  constexpr double kGolden = 0.6180339887498949;
  std::vector<QRgb> colours(codebookSize);
  for (std::size_t code = 0; code < codebookSize; ++code) {
    const double t = static_cast<double>(code) * kGolden;
    colours[code] = at(map, 0.04 + 0.92 * (t - std::floor(t)));
  }
  return colours;
}

std::vector<QRgb> calmCodeColours(std::size_t codebookSize, bool onDark) {
  constexpr double kGolden = 0.6180339887498949;
  const QRgb low = onDark ? qRgb(27, 38, 50) : qRgb(233, 239, 245);
  const QRgb high = onDark ? qRgb(112, 146, 176) : qRgb(104, 141, 175);
  std::vector<QRgb> colours(codebookSize);
  for (std::size_t code = 0; code < codebookSize; ++code) {
    const double t = static_cast<double>(code) * kGolden;
    colours[code] = mix(low, high, t - std::floor(t));
  }
  return colours;
}

double luminance(QRgb colour) {
  const auto linear = [](int v) {
    const double s = v / 255.0;
    return s <= 0.03928 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) +
         0.0722 * linear(qBlue(colour));
}

QRgb readableOn(QRgb colour) {
  return luminance(colour) > 0.179 ? qRgb(0, 0, 0) : qRgb(255, 255, 255);
}

}  // namespace gui
