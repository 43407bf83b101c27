// TokenStats as a table, JSON and SVG.
#include <algorithm>
#include <cmath>
#include <functional>

#include "codec/base/json.h"
#include "codec/base/printed.h"
#include "codec/files/token_stats.h"

namespace codec {
namespace {

constexpr double kWidth = 900.0;
constexpr double kPlotHeight = 120.0;
constexpr double kRow = 170.0;
constexpr double kLeft = 60.0;
constexpr double kTop = 60.0;

}  // namespace

std::string to_table(const TokenStats& stats) {
  auto text = printed("model %s\n%lld files, %lld frames, %.1f s, %.1f frames a second\n",
                      stats.model.c_str(), static_cast<long long>(stats.files),
                      static_cast<long long>(stats.frames), stats.seconds, stats.frame_rate_hz);
  text += printed(
      "kbps: %.3f nominal, %.3f on disk, entropy %.3f, given the frame before %.3f; entropies "
      "below in bits a code\n\n",
      stats.nominal_kbps, stats.disk_kbps, stats.entropy_kbps, stats.after_itself_kbps);
  text +=
      "codebook  used  of     ceiling  share    perplexity  entropy  after itself  after level"
      "  pairs\n";
  for (std::size_t q = 0; q < stats.levels.size(); ++q) {
    const auto& level = stats.levels[q];
    const auto& u = level.usage;
    text += printed("%8zu  %4zu  %-5zu  %7zu  %5.1f %%  %10.1f  %7.3f  %12.3f  %11.3f  %lld\n",
                    q + 1, u.used(), u.codebook_size(), u.ceiling(), 100.0 * u.utilisation(),
                    u.perplexity(), level.entropy_bits, level.after_itself_bits,
                    level.after_level_bits, static_cast<long long>(level.pairs_in_time));
  }
  return text;
}

std::string to_json(const TokenStats& stats) {
  std::string text = "{\n  \"model\": " + json::quote(stats.model);
  text += printed(
      ",\n  \"files\": %lld,\n  \"frames\": %lld,\n  \"seconds\": %.6f,\n"
      "  \"frame_rate_hz\": %.6g,\n  \"bytes\": %llu,\n",
      static_cast<long long>(stats.files), static_cast<long long>(stats.frames), stats.seconds,
      stats.frame_rate_hz, static_cast<unsigned long long>(stats.bytes));
  text += printed(
      "  \"nominal_kbps\": %.6g,\n  \"disk_kbps\": %.6g,\n  \"entropy_kbps\": %.6g,\n"
      "  \"after_itself_kbps\": %.6g,\n  \"codebooks\": [",
      stats.nominal_kbps, stats.disk_kbps, stats.entropy_kbps, stats.after_itself_kbps);
  for (std::size_t q = 0; q < stats.levels.size(); ++q) {
    const auto& level = stats.levels[q];
    const auto& u = level.usage;
    text += printed(
        "%s\n    {\"used\": %zu, \"size\": %zu, \"ceiling\": %zu, \"utilisation\": %.6g, "
        "\"perplexity\": %.6g, \"entropy_bits\": %.6g, \"after_itself_bits\": %.6g, "
        "\"after_level_bits\": %.6g, \"pairs_in_time\": %lld, \"counts\": [",
        q > 0 ? "," : "", u.used(), u.codebook_size(), u.ceiling(), u.utilisation(), u.perplexity(),
        level.entropy_bits, level.after_itself_bits, level.after_level_bits,
        static_cast<long long>(level.pairs_in_time));
    for (std::size_t i = 0; i < u.counts().size(); ++i) {
      text += (i > 0 ? "," : "") + std::to_string(u.counts()[i]);
    }
    text += "]}";
  }
  return text + "\n  ]\n}\n";
}

std::string to_svg(const TokenStats& stats) {
  const double height = kTop + kRow * static_cast<double>(stats.levels.size()) + 20.0;
  auto svg = printed(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
      "viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" font-size=\"13\">\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
      kWidth, height, kWidth, height);
  svg += printed(
      "<text x=\"%.0f\" y=\"24\" font-size=\"16\">How often each code occurs, the most frequent "
      "first</text>\n<text x=\"%.0f\" y=\"44\" fill=\"#555\">model %s: %lld files, %lld frames, "
      "%.3f kbps on disk</text>\n",
      kLeft, kLeft, stats.model.c_str(), static_cast<long long>(stats.files),
      static_cast<long long>(stats.frames), stats.disk_kbps);
  for (std::size_t q = 0; q < stats.levels.size(); ++q) {
    const auto& usage = stats.levels[q].usage;
    auto counts = usage.counts();
    std::sort(counts.begin(), counts.end(), std::greater<>());
    const double top = kTop + kRow * static_cast<double>(q);
    const double bottom = top + 20.0 + kPlotHeight;
    const double plot_width = kWidth - kLeft - 20.0;
    const double most = std::log10(1.0 + static_cast<double>(counts.front()));
    const auto y_of = [&](double count) {
      return bottom - (most > 0 ? kPlotHeight * std::log10(1.0 + count) / most : 0.0);
    };
    svg += printed(
        "<text x=\"%.0f\" y=\"%.1f\">codebook %zu: %zu of %zu codes, perplexity %.0f, %.2f bits"
        "</text>\n",
        kLeft, top + 12.0, q + 1, usage.used(), usage.codebook_size(), usage.perplexity(),
        usage.entropy_bits());
    svg += printed("<path fill=\"#2a6f97\" d=\"M%.1f %.1f", kLeft, bottom);
    const double step = plot_width / static_cast<double>(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const double y = y_of(static_cast<double>(counts[i]));
      const double x = kLeft + step * static_cast<double>(i);
      if (i == 0 || counts[i] != counts[i - 1]) svg += printed("L%.1f %.1f", x, y);
      if (i + 1 == counts.size() || counts[i + 1] != counts[i]) {
        svg += printed("L%.1f %.1f", x + step, y);
      }
    }
    svg += printed("L%.1f %.1fZ\"/>\n", kLeft + plot_width, bottom);
    svg += printed("<path stroke=\"#888\" fill=\"none\" d=\"M%.1f %.1fV%.1fH%.1f\"/>\n", kLeft,
                   bottom - kPlotHeight, bottom, kLeft + plot_width);
    for (double count = 1.0; count <= static_cast<double>(counts.front()); count *= 10.0) {
      svg += printed(
          "<text x=\"%.1f\" y=\"%.1f\" font-size=\"10\" text-anchor=\"end\" fill=\"#555\">%.0f"
          "</text>\n",
          kLeft - 5.0, y_of(count) + 3.0, count);
    }
  }
  return svg + "</svg>\n";
}

}  // namespace codec
