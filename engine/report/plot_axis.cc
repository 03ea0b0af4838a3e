#include "engine/report/plot_axis.h"

#include <algorithm>
#include <cmath>

#include "engine/report/html_text.h"

namespace basepeak {

AxisTicks axis_ticks(const PlotAxis& axis, int wanted) {
  AxisTicks ticks;
  const double rough = (axis.high - axis.low) / std::max(1, wanted);
  if (!(rough > 0.0) || !std::isfinite(rough)) return ticks;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double share = rough / power;
  const double step = power * (share <= 1.0 ? 1.0 : share <= 2.0 ? 2.0 : share <= 5.0 ? 5.0 : 10.0);
  ticks.digits = std::clamp(static_cast<int>(-std::floor(std::log10(step) + 1e-9)), 0, 6);
  const double first = std::ceil(axis.low / step - 1e-9);
  for (int i = 0; i <= 4 * wanted; ++i) {
    const double value = (first + i) * step;
    if (value > axis.high + 1e-9 * step) break;
    ticks.values.push_back(value);
  }
  return ticks;
}

std::string pixel(double value) {
  std::string text = fixed_text(value, 1);
  if (text.ends_with(".0")) text.erase(text.size() - 2);
  return text;
}

std::string svg_line(const char* style, double x1, double y1, double x2, double y2) {
  return std::string("<line class=\"") + style + "\" x1=\"" + pixel(x1) + "\" y1=\"" + pixel(y1) +
         "\" x2=\"" + pixel(x2) + "\" y2=\"" + pixel(y2) + "\"/>";
}

std::string svg_text(const char* style, double x, double y, const char* anchor,
                     const std::string& text) {
  return std::string("<text class=\"") + style + "\" x=\"" + pixel(x) + "\" y=\"" + pixel(y) +
         "\" text-anchor=\"" + anchor + "\">" + html_text(text) + "</text>";
}

std::string svg_start(const char* style, double width, double height, const std::string& title) {
  return std::string("<svg class=\"") + style + "\" role=\"img\" viewBox=\"0 0 " + pixel(width) +
         " " + pixel(height) + "\"><title>" + html_text(title) + "</title>";
}

std::string horizontal_axis(const PlotAxis& axis, double y, const std::string& name) {
  std::string svg = svg_line("ax", axis.from, y, axis.to, y);
  const AxisTicks ticks = axis_ticks(axis, 11);
  for (const double value : ticks.values) {
    const double x = axis.at(value);
    svg += svg_line("ax", x, y, x, y + 4);
    svg += svg_text("tk", x, y + 16, "middle", fixed_text(value, ticks.digits));
  }
  return svg + svg_text("nm", axis.to, y + 31, "end", name);
}

}  // namespace basepeak
