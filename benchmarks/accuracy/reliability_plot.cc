#include "benchmarks/accuracy/reliability_plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace basepeak::benchmarks {

namespace {

constexpr double kSide = 200.0;  // of a panel's square, px
constexpr double kLeft = 46.0;
constexpr double kMargin = 34.0;  // above a panel's square
constexpr std::size_t kColumns = 4;
constexpr double kPitch = kSide + 64.0;
constexpr double kHeight = kSide + 96.0;

template <typename... Values>
std::string text(const char* format, Values... values) {
  std::array<char, 512> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, values...);
  return buffer.data();
}

std::string axes(double x0, double y0) {
  std::string svg = text(
      "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" fill=\"#fff\" "
      "stroke=\"#555\"/>\n",
      x0, y0, kSide, kSide);
  svg += text("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>\n", x0,
              y0 + kSide, x0 + kSide, y0);
  for (const double tick : {0.0, 0.5, 1.0}) {
    svg += text("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%g</text>\n", x0 + tick * kSide,
                y0 + kSide + 15.0, tick);
    svg += text("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", x0 - 6.0,
                y0 + (1.0 - tick) * kSide + 4.0, tick);
  }
  return svg +
         text("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">stated probability</text>\n",
              x0 + kSide / 2.0, y0 + kSide + 32.0);
}

std::string points(double x0, double y0, const train::Reliability& reliability) {
  std::string svg;
  for (const auto& bin : reliability.bins) {
    if (bin.count == 0) continue;
    const double radius = 2.0 + 1.5 * std::log10(static_cast<double>(bin.count));
    svg += text("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#1f5f8b\"/>\n",
                x0 + bin.stated * kSide, y0 + (1.0 - bin.found) * kSide, radius);
  }
  return svg;
}

}  // namespace

std::string reliability_plot(const std::vector<ReliabilityPanel>& panels) {
  const std::size_t columns = std::min(kColumns, panels.size());
  const std::size_t rows = (panels.size() + kColumns - 1) / kColumns;
  const double width = kLeft + kPitch * static_cast<double>(columns);
  const double height = kHeight * static_cast<double>(rows);
  std::string svg = text(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
      "viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
      width, height, width, height);
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const ReliabilityPanel& panel = panels[i];
    const double x0 = kLeft + kPitch * static_cast<double>(i % kColumns);
    const double y0 = kMargin + kHeight * static_cast<double>(i / kColumns);
    svg += "<text x=\"" + text("%.1f", x0) + "\" y=\"" + text("%.1f", y0 - 12.0) +
           "\" font-size=\"12\">" + panel.title + "</text>\n";
    svg += axes(x0, y0) + points(x0, y0, panel.reliability);
    svg += text(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%zu statements, calibration "
        "error %.3f</text>\n",
        x0 + kSide / 2.0, y0 + kSide + 50.0, panel.reliability.count,
        panel.reliability.calibration_error);
    if (i % kColumns == 0) {
      svg += text(
          "<text x=\"12\" y=\"%.1f\" transform=\"rotate(-90 12 %.1f)\" "
          "text-anchor=\"middle\">found share</text>\n",
          y0 + kSide / 2.0, y0 + kSide / 2.0);
    }
  }
  return svg + "</svg>\n";
}

}  // namespace basepeak::benchmarks
