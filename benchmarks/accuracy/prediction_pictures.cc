#include "benchmarks/accuracy/prediction_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/report/html_text.h"
#include "engine/report/plot_axis.h"

namespace basepeak::benchmarks {
namespace {

constexpr std::array<const char*, 4> kColours = {"#1f5f8b", "#c43e00", "#0b7a55", "#7a3b8f"};

std::string start(double width, double height) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + pixel(width) + "\" height=\"" +
         pixel(height) + "\" viewBox=\"0 0 " + pixel(width) + " " + pixel(height) +
         "\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n"
         "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
}

std::string words(double x, double y, const char* anchor, const std::string& text,
                  const std::string& more = "") {
  return "<text x=\"" + pixel(x) + "\" y=\"" + pixel(y) + "\" text-anchor=\"" + anchor + "\"" +
         more + ">" + html_text(text) + "</text>\n";
}

std::string box(const PlotAxis& x, const PlotAxis& y) {
  return "<rect x=\"" + pixel(x.from) + "\" y=\"" + pixel(y.to) + "\" width=\"" +
         pixel(x.to - x.from) + "\" height=\"" + pixel(y.from - y.to) +
         "\" fill=\"none\" stroke=\"#555\"/>\n";
}

std::string vertical_ticks(const PlotAxis& y, double left, const std::vector<double>& values,
                           double right) {
  std::string svg;
  for (const double value : values) {
    svg += "<path d=\"M" + pixel(left) + " " + pixel(y.at(value)) + "H" + pixel(right) +
           "\" stroke=\"#ddd\"/>\n" + words(left - 6, y.at(value) + 4, "end", fixed_text(value, 2));
  }
  return svg;
}

std::string path_of(const Curve& curve, const PlotAxis& x, const PlotAxis& y, const char* colour) {
  std::string line;
  std::string dots;
  for (const auto& [count, value] : curve.points) {
    const std::string at = pixel(x.at(std::log10(count))) + " " + pixel(y.at(value));
    line += (line.empty() ? "M" : "L") + at;
    dots += "<circle cx=\"" + pixel(x.at(std::log10(count))) + "\" cy=\"" + pixel(y.at(value)) +
            "\" r=\"3\" fill=\"" + colour + "\"/>\n";
  }
  return "<path d=\"" + line + "\" fill=\"none\" stroke=\"" + colour +
         "\" stroke-width=\"1.6\"/>\n" + dots;
}

std::string sticks(const NominalSpectrum& spectrum, const PlotAxis& x, const PlotAxis& y,
                   const std::string& attributes, double width) {
  const double base = *std::max_element(spectrum.begin(), spectrum.end());
  std::string svg = "<g " + attributes + ">";
  for (std::size_t m = 0; m < spectrum.size(); ++m) {
    const auto mz = static_cast<double>(m);
    if (mz < x.low || mz > x.high || spectrum[m] < 0.003 * base) continue;
    const double end = y.at(100.0 * spectrum[m] / base);
    svg += "<rect x=\"" + pixel(x.at(mz) - width / 2) + "\" y=\"" + pixel(std::min(end, y.from)) +
           "\" width=\"" + pixel(width) + "\" height=\"" + pixel(std::abs(end - y.from)) + "\"/>";
  }
  return svg + "</g>\n";
}

std::string names_of_strongest(const NominalSpectrum& spectrum, const PlotAxis& x,
                               const PlotAxis& y, double off) {
  std::vector<std::size_t> order;
  for (std::size_t m = 0; m < spectrum.size(); ++m)
    if (spectrum[m] > 0.0 && static_cast<double>(m) >= x.low) order.push_back(m);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return spectrum[a] > spectrum[b]; });
  const double base = spectrum[order.front()];
  std::vector<double> placed;
  std::string svg;
  for (std::size_t k = 0; k < std::min<std::size_t>(order.size(), 8); ++k) {
    const double at = x.at(static_cast<double>(order[k]));
    if (std::any_of(placed.begin(), placed.end(),
                    [&](double other) { return std::abs(other - at) < 24.0; }))
      continue;
    placed.push_back(at);
    svg += words(at, y.at(100.0 * spectrum[order[k]] / base) + off, "middle",
                 std::to_string(order[k]));
  }
  return svg;
}

}  // namespace

std::string curves_svg(const std::vector<CurvePanel>& panels) {
  constexpr double kWidth = 340;
  constexpr double kPitch = 420;
  std::string svg = start(kPitch * static_cast<double>(panels.size()) + 10, 330);
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const CurvePanel& panel = panels[p];
    const double left = 56 + kPitch * static_cast<double>(p);
    double low = 1e9;
    double high = 1.0;
    for (const Curve& curve : panel.curves) {
      for (const auto& [count, value] : curve.points) {
        low = std::min(low, count);
        high = std::max(high, count);
      }
    }
    const PlotAxis x{std::log10(low) - 0.08, std::log10(high) + 0.08, left, left + kWidth};
    const PlotAxis y{0.6, 1.0, 280, 40};
    svg += words(left, 22, "start", panel.title, " font-size=\"13\"");
    svg += vertical_ticks(y, left, {0.6, 0.7, 0.8, 0.9, 1.0}, left + kWidth) + box(x, y);
    for (const auto& [count, value] : panel.curves.front().points)
      svg += words(x.at(std::log10(count)), 295, "middle", fixed_text(count, 0));
    svg += words(left + kWidth / 2, 314, "middle", panel.axis);
    svg += words(left - 42, 160, "middle", "cosine, mean",
                 " transform=\"rotate(-90 " + pixel(left - 42) + " 160)\"");
    for (std::size_t c = 0; c < panel.curves.size(); ++c) {
      const char* colour = kColours[c % kColours.size()];
      svg += path_of(panel.curves[c], x, y, colour);
      svg += words(left + kWidth - 8, 268 - 15 * static_cast<double>(c), "end",
                   panel.curves[c].name, std::string(" fill=\"") + colour + "\"");
    }
  }
  return svg + "</svg>\n";
}

std::string quality_svg(const std::vector<std::pair<double, double>>& expected_found,
                        const std::string& note) {
  const PlotAxis x{0.7, 1.0, 60, 400};
  const PlotAxis y{0.7, 1.0, 370, 30};
  std::string svg = start(430, 430);
  svg += vertical_ticks(y, x.from, {0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0}, x.to) + box(x, y);
  for (const double value : {0.7, 0.8, 0.9, 1.0})
    svg += words(x.at(value), 386, "middle", fixed_text(value, 1));
  svg += "<path d=\"M60 370L400 30\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>\n";
  auto sorted = expected_found;
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [expected, found] : sorted) {
    svg += "<circle cx=\"" + pixel(x.at(std::max(expected, x.low))) + "\" cy=\"" +
           pixel(y.at(std::max(found, y.low))) + "\" r=\"2.2\" fill=\"#9db8cc\"/>\n";
  }
  constexpr std::size_t kGroups = 10;
  for (std::size_t g = 0; g < kGroups; ++g) {
    const std::size_t first = g * sorted.size() / kGroups;
    const std::size_t last = (g + 1) * sorted.size() / kGroups;
    if (first == last) continue;
    double expected = 0.0;
    double found = 0.0;
    for (std::size_t i = first; i < last; ++i) {
      expected += sorted[i].first / static_cast<double>(last - first);
      found += sorted[i].second / static_cast<double>(last - first);
    }
    svg += "<rect x=\"" + pixel(x.at(expected) - 4) + "\" y=\"" + pixel(y.at(found) - 4) +
           "\" width=\"8\" height=\"8\" fill=\"#1f5f8b\"/>\n";
  }
  svg += words(230, 403, "middle", "expected cosine") + words(230, 420, "middle", note);
  svg +=
      words(16, 200, "middle", "cosine with the measurement", " transform=\"rotate(-90 16 200)\"");
  return svg + "</svg>\n";
}

std::string mirrors_svg(const std::vector<MirrorPanel>& panels) {
  constexpr double kHeight = 330;
  std::string svg = start(780, kHeight * static_cast<double>(panels.size()));
  svg +=
      "<defs><pattern id=\"hatch\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><path d=\"M0 0V4\" stroke=\"#7a3b8f\" "
      "stroke-width=\"2\"/></pattern></defs>\n";
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const MirrorPanel& panel = panels[p];
    const double top = kHeight * static_cast<double>(p);
    std::size_t last = 0;
    for (const NominalSpectrum* spectrum : {&panel.measured, &panel.predicted})
      for (std::size_t m = 0; m < spectrum->size(); ++m)
        if ((*spectrum)[m] > 0.0) last = std::max(last, m);
    const PlotAxis x{36.0, static_cast<double>(last) + 6.0, 40, 765};
    const PlotAxis up{0.0, 100.0, top + 165, top + 50};
    const PlotAxis down{0.0, 100.0, top + 165, top + 280};
    svg += words(40, top + 18, "start", panel.title, " font-size=\"13\"");
    svg += words(40, top + 34, "start", "up: measured; down: [PREDICTED] not a measurement");
    svg += words((x.from + x.to) / 2, top + 240, "middle", "[PREDICTED] not a measurement",
                 " font-size=\"26\" fill=\"#7a3b8f\" fill-opacity=\"0.25\"");
    svg += sticks(panel.measured, x, up, "fill=\"#1f5f8b\"", 1.6);
    svg += sticks(panel.predicted, x, down,
                  "fill=\"url(#hatch)\" stroke=\"#7a3b8f\" stroke-width=\"0.6\"", 3.2);
    svg += names_of_strongest(panel.measured, x, up, -4);
    svg += names_of_strongest(panel.predicted, x, down, 13);
    svg += "<path d=\"M40 " + pixel(top + 165) + "H765\" stroke=\"#333\"/>\n";
    for (const double value : axis_ticks(x, 10).values)
      svg += words(x.at(value), top + 310, "middle", fixed_text(value, 0));
    svg += words(765, top + 323, "end", "m/z");
  }
  return svg + "</svg>\n";
}

}  // namespace basepeak::benchmarks
