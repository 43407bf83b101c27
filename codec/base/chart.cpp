#include "codec/base/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <sstream>

#include "codec/base/printed.h"

namespace codec {
namespace {

constexpr int kPanelWidth = 460;
constexpr int kPanelHeight = 250;
constexpr int kLeft = 64;
constexpr int kRight = 14;
constexpr int kTop = 34;
constexpr int kBottom = 40;
constexpr int kTitle = 44;
constexpr int kLegendColumn = 230;
constexpr int kLegendRow = 20;
constexpr std::array kColours = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                 "#E69F00", "#56B4E9", "#8A7A00", "#222222"};

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

std::string label(double x, double y, const char* anchor, int size, const std::string& text,
                  const char* more = "") {
  return printed("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\"%s>", x, y, anchor,
                 size, more) +
         escaped(text) + "</text>\n";
}

// 1, 2 or 5 times a power of ten: about four steps over the range.
double tick_step(double range) {
  const double raw = range / 4;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power) return factor * power;
  }
  return 10 * power;
}

std::string number(double v) {
  if (std::fabs(v) < 1e-12) v = 0;
  return printed("%.6g", v);
}

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void add(double v) {
    if (!std::isfinite(v)) return;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  // Some room, and never empty.
  void widen() {
    if (!(low <= high)) *this = {0, 1};
    const double room = low == high ? std::max(1e-9, std::fabs(low) * 0.1) : (high - low) * 0.05;
    low = low >= 0 && low - room < 0 ? 0 : low - room;
    high += room;
  }
};

struct Style {
  const char* colour;
  bool dashed;
};

class Drawing {
 public:
  Drawing(const std::vector<ChartPanel>& panels) {
    for (const auto& p : panels) {
      for (const auto& s : p.series) {
        if (styles_.contains(s.name)) continue;
        const auto i = names_.size();
        styles_[s.name] = {kColours[i % kColours.size()], i >= kColours.size()};
        names_.push_back(s.name);
      }
    }
  }

  std::string panel(const ChartPanel& p, double left, double top) const {
    const double x0 = left + kLeft;
    const double x1 = left + kPanelWidth - kRight;
    const double y0 = top + kPanelHeight - kBottom;
    const double y1 = top + kTop;
    Range xs;
    Range ys;
    for (const auto& s : p.series) {
      const std::size_t first = p.bars && !s.y.empty() ? s.y.size() - 1 : 0;
      for (std::size_t i = first; i < s.y.size(); ++i) ys.add(s.y[i]);
      for (const double x : s.x) xs.add(x);
    }
    if (p.bars) {
      ys.add(0);
      ys.add(ys.high * 1.1);  // room for the figure on the highest bar
    }
    ys.widen();
    if (!(xs.low < xs.high)) xs = {0, 1};
    const auto at_y = [&](double v) { return y0 - (v - ys.low) / (ys.high - ys.low) * (y0 - y1); };
    const auto at_x = [&](double v) { return x0 + (v - xs.low) / (xs.high - xs.low) * (x1 - x0); };

    std::string out = label(x0, top + 22, "start", 14, p.title, " font-weight=\"bold\"");
    const double step = tick_step(ys.high - ys.low);
    for (double v = std::ceil(ys.low / step) * step; v <= ys.high; v += step) {
      out += printed("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>\n",
                     x0, x1, at_y(v), at_y(v));
      out += label(x0 - 6, at_y(v) + 4, "end", 11, number(v));
    }
    if (p.bars) {
      out += bars(p, x0, x1, y0, at_y);
    } else {
      const double across = tick_step(xs.high - xs.low);
      for (double v = std::ceil(xs.low / across) * across; v <= xs.high; v += across) {
        out += label(at_x(v), y0 + 16, "middle", 11, number(v));
      }
      for (const auto& s : p.series) out += line(s, at_x, at_y);
    }
    out += printed("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#444444\"/>\n",
                   x0, x1, y0, y0);
    return out + label((x0 + x1) / 2, y0 + 32, "middle", 11, p.x_label);
  }

  double legend_height() const {
    return static_cast<double>((names_.size() + 3) / 4 * kLegendRow + 16);
  }

  std::string legend(double top) const {
    std::string out;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const double x = 20 + static_cast<double>(i % 4) * kLegendColumn;
      const double y = top + static_cast<double>(i / 4) * kLegendRow + 14;
      const auto& style = styles_.at(names_[i]);
      out += printed(
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" "
          "stroke-width=\"3\"%s/>\n",
          x, x + 24, y - 4, y - 4, style.colour, dash(style));
      out += label(x + 30, y, "start", 12, names_[i]);
    }
    return out;
  }

 private:
  static const char* dash(const Style& style) {
    return style.dashed ? " stroke-dasharray=\"6 3\"" : "";
  }

  template <typename X, typename Y>
  std::string line(const ChartSeries& s, X at_x, Y at_y) const {
    std::string points;
    for (std::size_t i = 0; i < std::min(s.x.size(), s.y.size()); ++i) {
      if (!std::isfinite(s.x[i]) || !std::isfinite(s.y[i])) continue;
      points += printed("%.1f,%.1f ", at_x(s.x[i]), at_y(s.y[i]));
    }
    const auto& style = styles_.at(s.name);
    return "<polyline fill=\"none\" stroke=\"" + std::string(style.colour) +
           "\" stroke-width=\"1.8\"" + dash(style) + " points=\"" + points + "\"/>\n";
  }

  template <typename Y>
  std::string bars(const ChartPanel& p, double x0, double x1, double y0, Y at_y) const {
    std::string out;
    const double width = (x1 - x0) / static_cast<double>(std::max<std::size_t>(1, p.series.size()));
    for (std::size_t i = 0; i < p.series.size(); ++i) {
      const auto& s = p.series[i];
      if (s.y.empty() || !std::isfinite(s.y.back())) continue;
      const double top = at_y(s.y.back());
      const auto& style = styles_.at(s.name);
      out += printed(
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" "
          "fill-opacity=\"%s\"/>\n",
          x0 + (static_cast<double>(i) + 0.15) * width, top, 0.7 * width, std::max(0.0, y0 - top),
          style.colour, style.dashed ? "0.55" : "1");
      out += label(x0 + (static_cast<double>(i) + 0.5) * width, top - 4, "middle", 10,
                   printed("%.2g", s.y.back()));
    }
    return out;
  }

  std::vector<std::string> names_;
  std::map<std::string, Style> styles_;
};

}  // namespace

std::string chart_svg(const std::string& title, const std::vector<ChartPanel>& panels) {
  const Drawing drawing(panels);
  const auto rows = static_cast<double>((panels.size() + 1) / 2);
  const double height = kTitle + rows * kPanelHeight + drawing.legend_height();
  std::string out = printed(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%.0f\" viewBox=\"0 0 %d "
      "%.0f\" "
      "font-family=\"sans-serif\" fill=\"#222222\">\n",
      2 * kPanelWidth, height, 2 * kPanelWidth, height);
  out += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
  out += label(20, 28, "start", 17, title, " font-weight=\"bold\"");
  for (std::size_t i = 0; i < panels.size(); ++i) {
    out += drawing.panel(panels[i], static_cast<double>(i % 2) * kPanelWidth,
                         kTitle + static_cast<double>(i / 2) * kPanelHeight);
  }
  return out + drawing.legend(kTitle + rows * kPanelHeight) + "</svg>\n";
}

std::vector<ChartPanel> training_panels(const std::string& log_csv) {
  std::istringstream lines(log_csv);
  std::string text;
  std::getline(lines, text);
  std::vector<ChartSeries> columns;
  const auto cells = [](const std::string& line) {
    std::vector<std::string> out;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) out.push_back(cell);
    return out;
  };
  for (auto& name : cells(text)) columns.push_back({name, {}, {}});
  while (std::getline(lines, text)) {
    const auto row = cells(text);
    if (row.size() != columns.size()) break;
    const double step = to_double(row[0]).value_or(0.0);
    for (std::size_t i = 0; i < row.size(); ++i) {
      columns[i].x.push_back(step);
      columns[i].y.push_back(to_double(row[i]).value_or(0.0));
    }
  }
  const auto panel = [&](const char* title, std::initializer_list<const char*> prefixes) {
    ChartPanel out{title, "step", {}, false};
    for (const auto& c : columns) {
      const bool wanted = std::ranges::any_of(
          prefixes, [&](const char* prefix) { return c.name.starts_with(prefix); });
      if (wanted && std::ranges::any_of(c.y, [](double v) { return v != 0; })) {
        out.series.push_back(c);
      }
    }
    return out;
  };
  std::vector<ChartPanel> out;
  for (auto& p : {panel("Spectral losses", {"mel", "fine", "envelope"}),
                  panel("Pitch and voicing", {"pitch", "voicing"}),
                  panel("Quantizer", {"quantizer", "usage"}), panel("Perplexity", {"perplexity"}),
                  panel("Phone head", {"phone", "speaker_error"}),
                  panel("Adversary", {"verdict", "feature", "discriminator"}),
                  panel("Learning rate", {"rate"})}) {
    if (!p.series.empty()) out.push_back(p);
  }
  return out;
}

double append_panels(std::vector<ChartPanel>& panels, const std::vector<ChartPanel>& more,
                     double from) {
  const auto found = [](auto& list, const auto& wanted, auto name) {
    return std::ranges::find(list, wanted, name);
  };
  double last = from;
  for (const auto& p : more) {
    auto panel = found(panels, p.title, &ChartPanel::title);
    if (panel == panels.end()) {
      panels.push_back({p.title, p.x_label, {}, p.bars});
      panel = panels.end() - 1;
    }
    for (const auto& s : p.series) {
      auto series = found(panel->series, s.name, &ChartSeries::name);
      if (series == panel->series.end()) {
        panel->series.push_back({s.name, {}, {}});
        series = panel->series.end() - 1;
      }
      for (const double x : s.x) {
        series->x.push_back(x + from);
        last = std::max(last, x + from);
      }
      series->y.insert(series->y.end(), s.y.begin(), s.y.end());
    }
  }
  return last;
}

}  // namespace codec
