#include "benchmarks/accuracy/reliability_plot.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace basepeak::benchmarks {

namespace {

constexpr double kSide = 200.0;  // of a panel's square, px
constexpr double kLeft = 46.0;
constexpr double kTop = 34.0;
constexpr double kPitch = kSide + 64.0;
constexpr double kHeight = kSide + 96.0;

template <typename... Values>
std::string text(const char* format, Values... values) {
  std::array<char, 512> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, values...);
  return buffer.data();
}

std::string axes(double x0) {
  std::string svg =
      text("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" fill=\"#fff\" "
           "stroke=\"#555\"/>\n",
           x0, kTop, kSide, kSide);
  svg += text("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>\n", x0,
              kTop + kSide, x0 + kSide, kTop);
  for (const double tick : {0.0, 0.5, 1.0}) {
    svg += text("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%g</text>\n", x0 + tick * kSide,
                kTop + kSide + 15.0, tick);
    svg += text("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", x0 - 6.0,
                kTop + (1.0 - tick) * kSide + 4.0, tick);
  }
  return svg + text("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">stated probability</text>\n",
                    x0 + kSide / 2.0, kTop + kSide + 32.0);
}

std::string points(double x0, const train::Reliability& reliability) {
  std::string svg;
  for (const auto& bin : reliability.bins) {
    if (bin.count == 0) continue;
    const double radius = 2.0 + 1.5 * std::log10(static_cast<double>(bin.count));
    svg += text("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#1f5f8b\"/>\n",
                x0 + bin.stated * kSide, kTop + (1.0 - bin.found) * kSide, radius);
  }
  return svg;
}

}  // namespace

std::string reliability_plot(const std::vector<ReliabilityPanel>& panels) {
  const double width = kLeft + kPitch * static_cast<double>(panels.size());
  std::string svg =
      text("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
           "viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n"
           "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
           width, kHeight, width, kHeight);
  double x0 = kLeft;
  for (const ReliabilityPanel& panel : panels) {
    svg += "<text x=\"" + text("%.1f", x0) + "\" y=\"22\" font-size=\"12\">" + panel.title +
           "</text>\n";
    svg += axes(x0) + points(x0, panel.reliability);
    svg += text("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%zu statements, calibration "
                "error %.3f</text>\n",
                x0 + kSide / 2.0, kTop + kSide + 50.0, panel.reliability.count,
                panel.reliability.calibration_error);
    x0 += kPitch;
  }
  svg += text("<text x=\"12\" y=\"%.1f\" transform=\"rotate(-90 12 %.1f)\" "
              "text-anchor=\"middle\">found share</text>\n",
              kTop + kSide / 2.0, kTop + kSide / 2.0);
  return svg + "</svg>\n";
}

}  // namespace basepeak::benchmarks
