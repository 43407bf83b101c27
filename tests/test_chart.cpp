// Charts of training runs: what the SVG says, and what a log becomes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codec/base/chart.h"

namespace codec {
namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

TEST(Chart, DrawsALineASeriesAndABarASeries) {
  const ChartSeries rising{"a <&> b", {0, 10}, {1, 2}};
  const ChartSeries broken{"c", {0, 5, 10}, {1, std::nan(""), 3}};
  const auto svg =
      chart_svg("T", {{"lines", "x", {rising, broken}, false}, {"bars", "x", {rising}, true}});
  EXPECT_EQ(count(svg, "<polyline"), 2u);
  EXPECT_EQ(count(svg, "<rect"), 2u);  // the ground, and one bar
  EXPECT_EQ(svg.find("a <&> b"), std::string::npos);
  EXPECT_EQ(count(svg, "a &lt;&amp;&gt; b"), 1u) << "one legend for all panels";
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
}

TEST(Chart, HigherValuesStandHigher) {
  const auto svg = chart_svg("T", {{"p", "x", {{"s", {0, 1}, {1, 2}}}, false}});
  const auto at = svg.find("points=\"");
  ASSERT_NE(at, std::string::npos);
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  ASSERT_EQ(std::sscanf(svg.c_str() + at, "points=\"%lf,%lf %lf,%lf", &x0, &y0, &x1, &y1), 4);
  EXPECT_LT(x0, x1);
  EXPECT_GT(y0, y1);  // y grows downwards
}

TEST(Chart, NoPointsAreNoCrash) {
  EXPECT_NE(chart_svg("T", {}).find("</svg>"), std::string::npos);
  EXPECT_NE(chart_svg("T", {{"p", "x", {{"s", {}, {}}}, true}}).find("</svg>"), std::string::npos);
}

TEST(TrainingPanels, LeaveOutWhatIsZeroAndStopAtABrokenLine) {
  const auto panels = training_panels(
      "step,minutes,rate,mel,phone,perplexity_1\n50,1,0.1,0.3,0,400\n100,2,0.2,0.2,0,500\n150,3,");
  ASSERT_EQ(panels.size(), 3u);
  EXPECT_EQ(panels[0].title, "Spectral losses");
  EXPECT_THAT(panels[0].series[0].x, testing::ElementsAre(50, 100));
  EXPECT_THAT(panels[0].series[0].y, testing::ElementsAre(0.3, 0.2));
  EXPECT_EQ(panels[1].series[0].name, "perplexity_1");
  EXPECT_TRUE(training_panels("").empty());
}

TEST(TrainingPanels, PartsOfOneTrainingFollowOneAnother) {
  std::vector<ChartPanel> panels;
  const auto one = training_panels("step,mel\n50,1\n100,2\n");
  const double passed = append_panels(panels, one, append_panels(panels, one, 0));
  EXPECT_EQ(passed, 200);
  ASSERT_EQ(panels.size(), 1u);
  EXPECT_THAT(panels[0].series[0].x, testing::ElementsAre(50, 100, 150, 200));
}

}  // namespace
}  // namespace codec
