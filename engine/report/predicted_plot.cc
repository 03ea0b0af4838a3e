#include "engine/report/predicted_plot.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/report/html_style.h"
#include "engine/report/html_text.h"
#include "engine/report/plot_axis.h"

namespace basepeak {
namespace {

constexpr double kWidth = 760;
constexpr double kHeight = 330;
constexpr PlotAxis kPercent{0.0, 100.0, 270.0, 60.0};
constexpr double kLeft = 46;
constexpr double kRight = 750;
constexpr double kBar = 4.0;  // pixels: a hatch needs width to be seen
constexpr std::size_t kLabels = 12;
constexpr std::size_t kTableRows = 25;
constexpr const char* kWatermark = "[PREDICTED] not a measurement";

std::string facts_of(const Prediction& prediction) {
  std::string text = prediction.is_ei() ? "EI" : "ESI+ MS/MS";
  if (prediction.conditions) {
    text += ", [M+H]+ " + fixed_text(prediction.conditions->precursor_mz, 4) + ", " +
            prediction.conditions->instrument + ", " +
            fixed_text(prediction.conditions->energy_ev, 1) + " eV";
  }
  return text + "; grade " + prediction.grade + ", expected cosine " +
         fixed_text(prediction.expected_cosine, 2) + " (standard deviation " +
         fixed_text(prediction.deviation, 2) + "); model " + prediction.model.substr(0, 12);
}

// Positions of the strongest peaks, strongest first.
std::vector<std::size_t> strongest(const Prediction& prediction, std::size_t most) {
  std::vector<std::size_t> order(prediction.peaks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return prediction.peaks[a].intensity > prediction.peaks[b].intensity;
  });
  order.resize(std::min(order.size(), most));
  return order;
}

PlotAxis mz_axis(const Prediction& prediction) {
  double low = 40.0;
  double high = 100.0;
  for (const PredictedPeak& peak : prediction.peaks) {
    low = std::min(low, peak.mz);
    high = std::max(high, peak.mz);
  }
  low = std::max(0.0, 10.0 * std::floor((low - 4.0) / 10.0));
  return {low, 10.0 * std::ceil((high + 6.0) / 10.0), kLeft, kRight};
}

std::string text_at(double x, double y, const char* anchor, double size, const std::string& text) {
  return "<text x=\"" + pixel(x) + "\" y=\"" + pixel(y) + "\" text-anchor=\"" + anchor +
         "\" font-size=\"" + pixel(size) + "\" fill=\"#1a1e24\">" + html_text(text) + "</text>";
}

std::string axes(const PlotAxis& x) {
  std::string svg = "<g stroke=\"#3a424c\" stroke-width=\"1\">";
  const AxisTicks ticks = axis_ticks(x, 11);
  svg += "<path d=\"M" + pixel(kLeft) + " " + pixel(kPercent.from) + "H" + pixel(kRight);
  for (const double value : ticks.values)
    svg += "M" + pixel(x.at(value)) + " " + pixel(kPercent.from) + "v4";
  svg += "\"/></g>";
  for (const double value : ticks.values)
    svg += text_at(x.at(value), kPercent.from + 16, "middle", 11, fixed_text(value, ticks.digits));
  for (const double value : {0.0, 50.0, 100.0})
    svg += text_at(kLeft - 6, kPercent.at(value) + 4, "end", 11, fixed_text(value, 0));
  return svg + text_at(kRight, kPercent.from + 31, "end", 11.5, "m/z") +
         text_at(4, kPercent.to - 12, "start", 11.5, "intensity, % (predicted)");
}

std::string bars(const Prediction& prediction, const PlotAxis& x) {
  std::string svg =
      "<g fill=\"url(#predicted-hatch)\" stroke=\"#7a3b8f\" stroke-width=\"0.7\" "
      "stroke-dasharray=\"3 2\">";
  for (const PredictedPeak& peak : prediction.peaks) {
    const double top = kPercent.at(peak.intensity / 9.99);
    svg += "<rect x=\"" + pixel(x.at(peak.mz) - kBar / 2) + "\" y=\"" + pixel(top) + "\" width=\"" +
           pixel(kBar) + "\" height=\"" + pixel(kPercent.from - top) + "\"/>";
  }
  return svg + "</g>";
}

std::string labels(const Prediction& prediction, const PlotAxis& x) {
  const int digits = prediction.has_unit_masses() ? 0 : 4;
  const double half = prediction.has_unit_masses() ? 13.0 : 28.0;
  std::vector<double> placed;
  std::string svg;
  for (const std::size_t i : strongest(prediction, kLabels)) {
    const PredictedPeak& peak = prediction.peaks[i];
    const double at = std::clamp(x.at(peak.mz), kLeft + half, kRight - half);
    if (std::any_of(placed.begin(), placed.end(),
                    [&](double other) { return std::abs(other - at) < 2.0 * half; }))
      continue;
    placed.push_back(at);
    svg += text_at(at, kPercent.at(peak.intensity / 9.99) - 5, "middle", 11,
                   fixed_text(peak.mz, digits));
  }
  return svg;
}

// `attributes` of the <svg> element. Colours are attributes, not styles: a page that forbids inline
// styles shows the same picture.
std::string picture(const Prediction& prediction, const std::string& attributes) {
  const PlotAxis x = mz_axis(prediction);
  const std::string name = marked_name(prediction.name);
  return "<svg " + attributes + " role=\"img\" viewBox=\"0 0 " + pixel(kWidth) + " " +
         pixel(kHeight) + "\"><title>" + html_text(name) + ": " + kWatermark +
         "</title><defs><pattern id=\"predicted-hatch\" width=\"4\" height=\"4\" "
         "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"4\" "
         "height=\"4\" fill=\"#ffffff\"/><rect width=\"1.6\" height=\"4\" fill=\"#7a3b8f\"/>"
         "</pattern></defs><rect width=\"" +
         pixel(kWidth) + "\" height=\"" + pixel(kHeight) + "\" fill=\"#ffffff\"/>" +
         text_at(4, 16, "start", 14, name) + text_at(4, 33, "start", 11, facts_of(prediction)) +
         axes(x) + bars(prediction, x) + labels(prediction, x) + "<text transform=\"translate(" +
         pixel((kLeft + kRight) / 2) +
         " 185) rotate(-14)\" text-anchor=\"middle\" font-size=\"42\" font-weight=\"700\" "
         "fill=\"#b83a00\" fill-opacity=\"0.22\">" +
         kWatermark + "</text></svg>";
}

}  // namespace

std::string predicted_svg(const Prediction& prediction) {
  return picture(prediction,
                 "xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"330\" "
                 "font-family=\"sans-serif\"") +
         "\n";
}

std::string predicted_section(const Prediction& prediction) {
  std::string html = "<h2>" + html_text(marked_name(prediction.name)) +
                     "</h2><p class=\"banner\">" + kWatermark +
                     ". Only a reference standard identifies the compound.</p><figure>" +
                     picture(prediction, "class=\"spectrum\"") + "</figure><p class=\"small\">" +
                     html_formula(prediction.formula) + ", " + html_text(prediction.inchikey) +
                     ", <span class=\"mono\">" + html_text(prediction.smiles) + "</span>";
  if (!prediction.note.empty()) html += "; " + html_text(prediction.note);
  html += "</p><p class=\"small\">Predicted from " + html_text(prediction.library) + ": ";
  for (std::size_t k = 0; k < prediction.analogues.size(); ++k) {
    const Prediction::Source& source = prediction.analogues[k];
    html += (k == 0 ? "" : ", ") + std::to_string(k + 1) + " " + html_text(source.name) + " (" +
            html_text(source.id) + ", similarity " + fixed_text(source.similarity, 2);
    if (source.energy_ev) html += ", " + fixed_text(*source.energy_ev, 1) + " eV";
    html += ")";
  }
  html +=
      "</p><div class=\"wide\"><table><thead><tr><th class=\"n\">m/z</th><th "
      "class=\"n\">intensity</th><th>formula</th><th>why it is there (atoms along the SMILES, "
      "neighbours by number)</th></tr></thead><tbody>";
  for (const std::size_t i : strongest(prediction, kTableRows)) {
    const PredictedPeak& peak = prediction.peaks[i];
    html += "<tr><td class=\"n\">" + fixed_text(peak.mz, prediction.has_unit_masses() ? 0 : 4) +
            "</td><td class=\"n\">" + fixed_text(peak.intensity, 1) + "</td><td>" +
            html_formula(peak.formula) + "</td><td>" + html_text(annotation_of(peak)) +
            "</td></tr>";
  }
  return html + "</tbody></table></div>\n";
}

std::string predicted_page(const std::string& sections) {
  return html_page("Predicted spectra",
                   "<p class=\"kind\">Basepeak</p><h1>Predicted spectra</h1><p class=\"banner\">" +
                       std::string(kWatermark) + "</p>\n" + sections);
}

}  // namespace basepeak
