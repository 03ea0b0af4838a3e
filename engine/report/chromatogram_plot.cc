#include <algorithm>
#include <cmath>

#include "engine/report/html_text.h"
#include "engine/report/plot.h"
#include "engine/report/plot_axis.h"

namespace basepeak {

namespace {

constexpr double kWidth = 1040;
constexpr double kHeight = 300;
constexpr double kLeft = 58;
constexpr double kRight = 1030;
constexpr double kTop = 40;
constexpr double kBottom = 262;

struct Point {
  double minute;
  double signal;
};

std::vector<Point> finite_points(std::span<const float> retention_s,
                                 std::span<const float> signal) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < std::min(retention_s.size(), signal.size()); ++i) {
    if (!std::isfinite(retention_s[i]) || !std::isfinite(signal[i])) continue;
    points.push_back({static_cast<double>(retention_s[i]) / 60.0, static_cast<double>(signal[i])});
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.minute < b.minute; });
  return points;
}

// First, lowest, highest and last point of each pixel column: the drawn line looks as if all points
// were in it.
std::vector<Point> envelope(const std::vector<Point>& points, const PlotAxis& x) {
  std::vector<Point> kept;
  const auto column = [&](const Point& point) { return std::floor(x.at(point.minute)); };
  for (std::size_t begin = 0; begin < points.size();) {
    std::size_t end = begin, low = begin, high = begin;
    while (end < points.size() && column(points[end]) == column(points[begin])) {
      if (points[end].signal < points[low].signal) low = end;
      if (points[end].signal > points[high].signal) high = end;
      ++end;
    }
    std::vector<std::size_t> chosen{begin, std::min(low, high), std::max(low, high), end - 1};
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    for (const std::size_t i : chosen) kept.push_back(points[i]);
    begin = end;
  }
  return kept;
}

double signal_at(const std::vector<Point>& points, double minute) {
  const auto after = std::lower_bound(points.begin(), points.end(), minute,
                                      [](const Point& p, double m) { return p.minute < m; });
  double signal = 0.0;
  if (after != points.end()) signal = after->signal;
  if (after != points.begin()) signal = std::max(signal, std::prev(after)->signal);
  return signal;
}

std::string vertical_axis(const PlotAxis& y, int power) {
  std::string svg;
  const double unit = std::pow(10.0, power);
  const AxisTicks ticks = axis_ticks({y.low / unit, y.high / unit, y.from, y.to}, 5);
  for (const double value : ticks.values) {
    const double at = y.at(value * unit);
    svg += svg_line(value == 0.0 ? "ax" : "gr", kLeft, at, kRight, at);
    svg += svg_text("tk", kLeft - 7, at + 4, "end", fixed_text(value, ticks.digits));
  }
  std::string name = "Total ion signal, counts";
  if (power > 0) name += " \u00D7 10";
  svg += "<text class=\"nm\" x=\"4\" y=\"14\">" + name;
  if (power > 0) {
    svg += "<tspan dy=\"-5\" font-size=\"9\">" + std::to_string(power) + "</tspan>";
  }
  return svg + "</text>";
}

std::string mark_svg(const ApexMark& mark, double x, double y, bool has_room) {
  // A filled triangle for a conclusion, an open circle for none: told apart without colour too.
  std::string svg = "<g><title>" + html_text(mark.title) + "</title>";
  if (mark.is_concluded) {
    svg += "<path class=\"mc\" d=\"M" + pixel(x) + " " + pixel(y - 3) + "l-5 -9h10z\"/>";
    if (has_room) svg += svg_text("ml", x, y - 16, "middle", mark.number);
  } else {
    svg += "<circle class=\"mo\" cx=\"" + pixel(x) + "\" cy=\"" + pixel(y - 6) + "\" r=\"2.6\"/>";
  }
  svg += "</g>";
  if (mark.link.empty()) return svg;
  return "<a href=\"" + html_text(mark.link) + "\">" + svg + "</a>";
}

}  // namespace

std::string chromatogram_svg(std::span<const float> retention_s,
                             std::span<const float> total_ion_signal,
                             std::span<const ApexMark> marks) {
  const std::vector<Point> points = finite_points(retention_s, total_ion_signal);
  if (points.size() < 2 || !(points.back().minute > points.front().minute)) return {};
  double highest = 0.0;
  for (const Point& point : points) highest = std::max(highest, point.signal);
  if (highest <= 0.0) highest = 1.0;
  const PlotAxis x{points.front().minute, points.back().minute, kLeft, kRight};
  const PlotAxis y{0.0, highest * 1.04, kBottom, kTop};
  const int power = std::max(0, 3 * static_cast<int>(std::floor(std::log10(highest) / 3.0)));

  std::string svg = svg_start("tic", kWidth, kHeight, "Total ion chromatogram");
  svg += vertical_axis(y, power) + horizontal_axis(x, kBottom, "Retention, min");
  svg += "<path class=\"tr\" d=\"";
  const bool is_long = points.size() > static_cast<std::size_t>(2.0 * (kRight - kLeft));
  char command = 'M';
  for (const Point& point : is_long ? envelope(points, x) : points) {
    const double at = std::clamp(y.at(point.signal), kTop, kBottom);
    svg += command + pixel(x.at(point.minute)) + " " + pixel(at);
    command = 'L';
  }
  svg += "\"/>";
  // Open marks first, so that a conclusion is never hidden under them.
  double last_label = -1e9;
  for (const bool is_concluded : {false, true}) {
    for (const ApexMark& mark : marks) {
      if (mark.is_concluded != is_concluded || !std::isfinite(mark.minute)) continue;
      if (mark.minute < x.low || mark.minute > x.high) continue;
      const double at = x.at(mark.minute);
      const bool has_room = std::abs(at - last_label) > 16.0;
      if (is_concluded && has_room) last_label = at;
      svg += mark_svg(mark, at, std::clamp(y.at(signal_at(points, mark.minute)), kTop, kBottom),
                      has_room);
    }
  }
  return svg + "</svg>";
}

}  // namespace basepeak
