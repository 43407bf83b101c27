// Line and bar charts as SVG text: what a training run and the laboratory leave for people.
#pragma once

#include <string>
#include <vector>

namespace codec {

struct ChartSeries {
  std::string name;
  std::vector<double> x;
  std::vector<double> y;  // as many; points that are not finite are left out
};

// Lines, or with `bars` a bar a series, as high as its last y.
struct ChartPanel {
  std::string title;
  std::string x_label;
  std::vector<ChartSeries> series;
  bool bars = false;
};

// Panels two to a row under one title, with one legend for all: equal names have equal colours. The
// palette is Okabe and Ito's (colour-blind safe); from the ninth name on, lines are dashed.
// Any text is escaped. Well-formed and without scripts or outside references.
std::string chart_svg(const std::string& title, const std::vector<ChartPanel>& panels);

// The log.csv of a training run -> panels of its losses, learning rate and perplexities over the
// step. Columns that are 0 throughout are left out; a line that is not whole ends the reading.
std::vector<ChartPanel> training_panels(const std::string& log_csv);

// Adds the series of `more`, its x moved on by `from`, to the series of the same name in panels of
// the same title; new ones are added. Returns the largest x.
double append_panels(std::vector<ChartPanel>& panels, const std::vector<ChartPanel>& more,
                     double from);

}  // namespace codec
