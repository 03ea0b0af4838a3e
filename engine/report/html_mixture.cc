#include "engine/report/html_mixture.h"

#include <map>
#include <vector>

#include "engine/report/html_candidates.h"
#include "engine/report/html_text.h"
#include "engine/report/peak_pairs.h"
#include "engine/report/plot.h"

namespace basepeak {

namespace {

Peaks sum_of(const Mixture& mixture) {
  std::map<double, double> sum;
  for (const Mixture::Part& part : mixture.parts) {
    for (const Mixture::Peak& peak : part.peaks) {
      sum[peak.mz] += part.amount * peak.relative_intensity;
    }
  }
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [mass, height] : sum) {
    mz.push_back(mass);
    intensity.push_back(static_cast<float>(height));
  }
  return Peaks::from_unsorted(mz, intensity);
}

std::string parts_table(const Mixture& mixture) {
  std::string html =
      "<div class=\"wide\" tabindex=\"0\"><table class=\"slim\"><thead><tr><th>As of</th>"
      "<th>Record</th><th>Class</th><th class=\"n\">Share of the explained signal, %</th>"
      "<th class=\"n\">Height of its base peak, % of the component's</th></tr></thead><tbody>\n";
  for (const Mixture::Part& part : mixture.parts) {
    html += "<tr><td class=\"name\">" + html_text(part.name) + "</td><td class=\"mono\">" +
            html_text(part.record) + "</td><td>" +
            (part.compound_class.empty() ? kNoValue : html_text(part.compound_class)) +
            "</td><td class=\"n\">" + fixed_text(100.0 * part.share, 0) + "</td><td class=\"n\">" +
            fixed_text(100.0 * part.amount, 0) + "</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace

std::string mixture_badge(const Identification& component) {
  if (!component.mixture) return {};
  return component.mixture->is_beside_match ? " <span class=\"badge\">second compound</span>"
                                            : " <span class=\"badge\">possibly a mixture</span>";
}

std::string mixture_section(const Report& report, const Identification& component, bool has_plots) {
  if (!component.mixture) return {};
  const Mixture& mixture = *component.mixture;
  std::string html = mixture.is_beside_match ? "<h3>A second compound beside the match</h3>\n"
                                             : "<h3>As a sum of library spectra</h3>\n";
  html +=
      "<p>Together these records explain " + fixed_text(100.0 * mixture.explained, 0) +
      " % of the signal, the best one alone " + fixed_text(100.0 * mixture.explained_by_one, 0) +
      " %. That identifies none of them: each may be an isomer or analogue of the record.</p>\n";
  html += parts_table(mixture);
  if (!has_plots) return html;
  const PeakPairs pairs = pair_peaks(component.query.peaks, sum_of(mixture), std::nullopt,
                                     settings_of(report, component));
  return html + "<figure><div class=\"wide\" tabindex=\"0\">" +
         head_to_tail_svg(pairs, {"Head-to-tail plot of the component against the sum", 0, false}) +
         "</div><figcaption>Searched spectrum (up) against the sum of these records, each at its "
         "height (down).</figcaption></figure>\n";
}

}  // namespace basepeak
