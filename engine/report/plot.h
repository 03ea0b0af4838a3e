#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/report/peak_pairs.h"

namespace basepeak {

// Plots as SVG elements, styled by the page's style sheet. Values that are not finite are left out.

// A component's apex on the chromatogram.
struct ApexMark {
  double minute = 0.0;
  std::string number;  // shown beside a concluded component's mark
  std::string link;    // "#c3"; empty: drawn without a link
  std::string title;   // plain text
  bool is_concluded = false;
};

// The total ion signal over retention time, with the components' apexes. A trace of more points
// than the plot has room for is drawn as its envelope. Empty if there is nothing to draw.
[[nodiscard]] std::string chromatogram_svg(std::span<const float> retention_s,
                                           std::span<const float> total_ion_signal,
                                           std::span<const ApexMark> marks);

// What a reader who cannot see the plot is told, and how many decimals an m/z label has.
struct SpectrumPlotText {
  std::string title;
  int mz_digits = 0;
  bool is_predicted = false;  // the record: drawn broken, with the words across the plot
};

// The query's peaks up, the record's peaks down.
[[nodiscard]] std::string head_to_tail_svg(const PeakPairs& pairs, const SpectrumPlotText& text);

[[nodiscard]] std::string spectrum_svg(std::span<const ComparedPeak> peaks,
                                       const SpectrumPlotText& text);

}  // namespace basepeak
