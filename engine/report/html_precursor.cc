#include "engine/report/html_precursor.h"

#include "engine/report/html_text.h"

namespace basepeak {

namespace {

std::string cell(const std::string& text) { return "<td class=\"n\">" + text + "</td>"; }

std::string optional_text(const std::optional<double>& value, int digits) {
  return value ? fixed_text(*value, digits) : std::string(kNoValue);
}

std::string sentence(const Query& query, const Ms2Facts& facts) {
  std::string text = "Precursor m/z <b>" +
                     (facts.precursor_mz > 0.0 ? fixed_text(facts.precursor_mz, 4) : "not stated") +
                     "</b>";
  if (facts.difference_ppm) {
    text += ", measured " + fixed_text(*facts.difference_ppm, 1) + " ppm from the stated m/z";
  }
  if (query.acquisition.charge) text += ", charge " + std::to_string(*query.acquisition.charge);
  if (!facts.adduct.empty()) {
    text += ", " + html_text(facts.adduct) + " by " + html_text(facts.adduct_basis);
  }
  if (facts.peak) {
    text += ". Chromatographic peak: apex " + fixed_text(facts.peak->apex_s / 60.0, 3) +
            " min, width at half height " + fixed_text(facts.peak->width_s, 1) + " s, area " +
            fixed_text(facts.peak->area, 0);
  }
  return "<p>" + text + ".</p>\n";
}

std::string scans_table(const Ms2Facts& facts) {
  constexpr std::size_t kMost = 24;
  if (facts.scans.empty()) return {};
  std::string html =
      "<div class=\"wide\" tabindex=\"0\"><table class=\"slim\"><thead><tr>"
      "<th class=\"n\">MS/MS scan</th><th class=\"n\">Time, min</th><th>Energy</th>"
      "<th class=\"n\">Stated m/z</th><th class=\"n\">Measured m/z</th>"
      "<th class=\"n\">Difference, ppm</th><th>Isotope</th><th class=\"n\">Purity, %</th>"
      "<th>Merged</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < facts.scans.size() && i < kMost; ++i) {
    const MergedScan& scan = facts.scans[i];
    const PrecursorFacts& precursor = scan.precursor;
    html += "<tr>" + cell(std::to_string(scan.scan)) +
            cell(scan.retention_s ? fixed_text(*scan.retention_s / 60.0, 3) : kNoValue) + "<td>" +
            (scan.energy.empty() ? "not stated" : html_text(scan.energy)) + "</td>" +
            cell(optional_text(precursor.stated_mz, 4)) +
            cell(optional_text(precursor.measured_mz, 4)) +
            cell(optional_text(precursor.difference_ppm, 1)) + "<td>" +
            (!precursor.measured_mz          ? kNoValue
             : precursor.isotope_offset == 0 ? std::string("M")
                                             : "M+" + std::to_string(precursor.isotope_offset)) +
            "</td>" + cell(precursor.purity ? fixed_text(100.0 * *precursor.purity, 0) : kNoValue) +
            "<td>" + (scan.left_out.empty() ? "yes" : "no: " + html_text(scan.left_out)) +
            "</td></tr>\n";
  }
  html += "</tbody></table></div>\n";
  if (facts.scans.size() > kMost) {
    html += "<p class=\"small soft\">" + count_text(facts.scans.size() - kMost) +
            " more scans stand in the JSON report.</p>\n";
  }
  return html;
}

std::string spectra_table(const Ms2Facts& facts) {
  if (facts.spectra.size() < 2) return {};
  std::string html =
      "<div class=\"wide\" tabindex=\"0\"><table class=\"slim\"><thead><tr><th>Spectrum at</th>"
      "<th class=\"n\">Scans</th><th class=\"n\">Peaks</th><th class=\"n\">Best score</th>"
      "<th>Used for the candidates</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < facts.spectra.size(); ++i) {
    const EnergySpectrum& spectrum = facts.spectra[i];
    html += "<tr><td>" + html_text(energy_words(spectrum)) + "</td>" +
            cell(std::to_string(spectrum.scans.size())) +
            cell(std::to_string(spectrum.peaks.size())) +
            cell(optional_text(spectrum.best_score, 3)) + "<td>" +
            (i == facts.searched ? "yes" : "") + "</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace

std::string energy_words(const EnergySpectrum& spectrum) {
  if (spectrum.is_across_energies) return spectrum.energy + ", merged";
  if (spectrum.energy.empty()) return "energy not stated";
  const bool says_ev = spectrum.parsed.form == EnergyForm::fixed &&
                       spectrum.parsed.unit == EnergyUnit::electronvolts;
  if (spectrum.energy_ev && !says_ev) {
    return spectrum.energy + " (" + fixed_text(*spectrum.energy_ev, 1) + " eV)";
  }
  if (spectrum.parsed.unit == EnergyUnit::unknown && !spectrum.parsed.values.empty()) {
    return spectrum.energy + " (unit not stated)";
  }
  return spectrum.energy;
}

std::string precursor_section(const Query& query) {
  if (!query.ms2) return {};
  const Ms2Facts& facts = *query.ms2;
  return "<h3>Precursor</h3>\n" + sentence(query, facts) + scans_table(facts) +
         spectra_table(facts);
}

}  // namespace basepeak
