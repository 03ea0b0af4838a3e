#pragma once

#include <string>
#include <vector>

namespace basepeak {

// A linear axis: values from `low` to `high` lie at pixels `from` to `to`.
struct PlotAxis {
  double low = 0.0;
  double high = 1.0;
  double from = 0.0;
  double to = 1.0;
  [[nodiscard]] double at(double value) const {
    return from + (to - from) * (value - low) / (high - low);
  }
};

struct AxisTicks {
  std::vector<double> values;
  int digits = 0;  // decimals that tell them apart
};

// Round values (1, 2 or 5 times a power of ten apart) within the axis, about `wanted` of them.
[[nodiscard]] AxisTicks axis_ticks(const PlotAxis& axis, int wanted);

// A pixel position, one decimal at most.
[[nodiscard]] std::string pixel(double value);

[[nodiscard]] std::string svg_line(const char* style, double x1, double y1, double x2, double y2);

// `anchor` is "start", "middle" or "end". The text is escaped.
[[nodiscard]] std::string svg_text(const char* style, double x, double y, const char* anchor,
                                   const std::string& text);

// The <svg> element's start tag with its title for readers who cannot see it.
[[nodiscard]] std::string svg_start(const char* style, double width, double height,
                                    const std::string& title);

// A horizontal axis with its ticks, numbers and name below `y`.
[[nodiscard]] std::string horizontal_axis(const PlotAxis& axis, double y, const std::string& name);

}  // namespace basepeak
