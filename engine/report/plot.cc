#include "engine/report/plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "engine/report/html_text.h"
#include "engine/report/plot_axis.h"

namespace basepeak {

namespace {

constexpr double kWidth = 760;
constexpr double kLeft = 46;
constexpr double kRight = 750;
constexpr std::size_t kLabels = 10;
constexpr double kLabelled = 2.0;  // percent of the base peak below which no peak is labelled
constexpr double kSeen = 0.2;      // percent that still shows as a stick
constexpr double kMarked = 1.0;    // percent below which an unpaired peak gets no shape at its tip

// Covers every peak that can be seen: traces at high masses do not squeeze the rest.
PlotAxis mz_axis(std::initializer_list<std::span<const ComparedPeak>> sides) {
  double low = 1e300, high = 0.0;
  for (const auto& side : sides) {
    for (const ComparedPeak& peak : side) {
      if (peak.percent < kSeen) continue;
      low = std::min(low, peak.mz);
      high = std::max(high, peak.mz);
    }
  }
  if (high <= 0.0) return {0.0, 100.0, kLeft, kRight};
  low = std::max(0.0, 10.0 * std::floor((low - 4.0) / 10.0));
  high = std::max(low + 20.0, 10.0 * std::ceil((high + 4.0) / 10.0));
  return {low, high, kLeft, kRight};
}

// Of peaks closer together than half a pixel the strongest: a profile spectrum of a hundred
// thousand points draws the same picture.
std::vector<ComparedPeak> drawable(std::span<const ComparedPeak> peaks, const PlotAxis& x) {
  std::map<std::pair<int, PeakFate>, ComparedPeak> strongest;
  for (const ComparedPeak& peak : peaks) {
    if (!(peak.mz >= x.low && peak.mz <= x.high) || !std::isfinite(peak.percent)) continue;
    const int column = static_cast<int>(2.0 * x.at(peak.mz));
    const auto [at, is_new] = strongest.try_emplace({column, peak.fate}, peak);
    if (!is_new && peak.percent > at->second.percent) at->second = peak;
  }
  std::vector<ComparedPeak> kept;
  for (const auto& [column, peak] : strongest) kept.push_back(peak);
  return kept;
}

// Direction and styles of one side of a plot.
struct Side {
  PlotAxis y;          // percent
  const char* paired;  // style of the sticks
  bool is_up = true;
};

std::string shape_at(const Side& side, double x, double y) {
  if (side.is_up) {
    return "<circle class=\"ut\" cx=\"" + pixel(x) + "\" cy=\"" + pixel(y) + "\" r=\"2.6\"/>";
  }
  return "<path class=\"ut\" d=\"M" + pixel(x) + " " + pixel(y - 3.4) +
         "l3.4 3.4l-3.4 3.4l-3.4 -3.4z\"/>";
}

std::string sticks(const std::vector<ComparedPeak>& peaks, const PlotAxis& x, const Side& side) {
  const std::array<std::pair<PeakFate, const char*>, 4> styles{{{PeakFate::not_compared, "nc"},
                                                                {PeakFate::paired, side.paired},
                                                                {PeakFate::shifted, "sh"},
                                                                {PeakFate::unpaired, "un"}}};
  std::string svg;
  for (const auto& [fate, style] : styles) {
    std::string path, shapes;
    for (const ComparedPeak& peak : peaks) {
      if (peak.fate != fate) continue;
      const double at = x.at(peak.mz);
      const double tip = side.y.at(peak.percent);
      path += "M" + pixel(at) + " " + pixel(side.y.from) + "V" + pixel(tip);
      if (fate == PeakFate::unpaired && peak.percent >= kMarked) shapes += shape_at(side, at, tip);
    }
    if (!path.empty()) svg += std::string("<path class=\"") + style + "\" d=\"" + path + "\"/>";
    svg += shapes;
  }
  return svg;
}

// The strongest peaks' m/z, none over another label.
std::string labels(const std::vector<ComparedPeak>& peaks, const PlotAxis& x, const Side& side,
                   int digits) {
  std::vector<std::size_t> order(peaks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return peaks[a].percent > peaks[b].percent;
  });
  struct Box {
    double left, right, y;
  };
  std::vector<Box> placed;
  std::string svg;
  for (const std::size_t i : order) {
    if (placed.size() >= kLabels || peaks[i].percent < kLabelled) break;
    const std::string text = fixed_text(peaks[i].mz, digits);
    const double half = 3.2 * static_cast<double>(text.size()) + 2.0;
    const double at = std::clamp(x.at(peaks[i].mz), kLeft + half, kRight - half);
    const double tip = side.y.at(peaks[i].percent);
    const double base = side.is_up ? tip - 6.0 : tip + 15.0;
    const Box box{at - half, at + half, base};
    const bool is_free = std::none_of(placed.begin(), placed.end(), [&](const Box& other) {
      return box.left < other.right && other.left < box.right && std::abs(box.y - other.y) < 12.0;
    });
    // A taller stick through a label makes its number hard to read.
    const bool is_crossed = std::any_of(peaks.begin(), peaks.end(), [&](const ComparedPeak& other) {
      const double stick = x.at(other.mz);
      return other.percent > peaks[i].percent + 1.0 && stick > box.left && stick < box.right;
    });
    if (!is_free || is_crossed) continue;
    placed.push_back(box);
    svg += svg_text("lb", at, base, "middle", text);
  }
  return svg;
}

std::string percent_axis(const PlotAxis& y, bool has_zero) {
  std::string svg;
  for (const double value : {0.0, 50.0, 100.0}) {
    if (value == 0.0 && !has_zero) continue;
    const double at = y.at(value);
    if (value > 0.0) svg += svg_line("gr", kLeft, at, kRight, at);
    svg += svg_text("tk", kLeft - 6, at + 4, "end", fixed_text(value, 0));
  }
  return svg;
}

}  // namespace

std::string head_to_tail_svg(const PeakPairs& pairs, const SpectrumPlotText& text) {
  constexpr double kMiddle = 186;
  constexpr double kReach = 148;
  constexpr double kFoot = kMiddle + kReach + 24;
  const PlotAxis x = mz_axis({pairs.query, pairs.record});
  const Side up{{0.0, 100.0, kMiddle, kMiddle - kReach}, "qp", true};
  const Side down{{0.0, 100.0, kMiddle, kMiddle + kReach}, text.is_predicted ? "pp" : "rp", false};
  const std::vector<ComparedPeak> query = drawable(pairs.query, x);
  const std::vector<ComparedPeak> record = drawable(pairs.record, x);
  std::string svg = svg_start("spectrum", kWidth, kFoot + 38, text.title);
  svg += percent_axis(up.y, true) + percent_axis(down.y, false);
  svg += svg_text("nm", 4, 13, "start", "Relative intensity, %");
  svg += svg_text("side", kRight, 13, "end", "up: component");
  svg +=
      svg_text("side", kLeft, kFoot + 31, "start",
               text.is_predicted ? "down: [PREDICTED] not a measurement" : "down: library record");
  if (text.is_predicted) {
    svg += svg_text("wm", (kLeft + kRight) / 2, kMiddle + kReach / 2, "middle",
                    "[PREDICTED] not a measurement");
  }
  svg += svg_line("ax", kLeft, kMiddle, kRight, kMiddle);
  svg += sticks(query, x, up) + sticks(record, x, down);
  svg += labels(query, x, up, text.mz_digits) + labels(record, x, down, text.mz_digits);
  return svg + horizontal_axis(x, kFoot, "m/z") + "</svg>";
}

std::string spectrum_svg(std::span<const ComparedPeak> peaks, const SpectrumPlotText& text) {
  constexpr double kFoot = 128;
  const PlotAxis x = mz_axis({peaks});
  const Side up{{0.0, 100.0, kFoot, 34.0}, "qp", true};
  const std::vector<ComparedPeak> drawn = drawable(peaks, x);
  std::string svg = svg_start("spectrum", kWidth, kFoot + 38, text.title);
  svg += percent_axis(up.y, true) + svg_text("nm", 4, 13, "start", "Relative intensity, %");
  svg += sticks(drawn, x, up) + labels(drawn, x, up, text.mz_digits);
  return svg + horizontal_axis(x, kFoot, "m/z") + "</svg>";
}

}  // namespace basepeak
