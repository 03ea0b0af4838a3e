#include <array>
#include <charconv>
#include <cmath>

#include "engine/report/json_parts.h"

namespace basepeak {

namespace {

// The double that prints with the fewest digits which still name the float: 0.1 stays 0.1.
double shortest(float value) {
  std::array<char, 32> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  double read = 0.0;
  std::from_chars(digits.data(), written.ptr, read);
  return read;
}

Json precursor_json(const MergedScan& scan) {
  const PrecursorFacts& facts = scan.precursor;
  Json json;
  json["scan"] = scan.scan;
  json["retention_s"] = or_null(scan.retention_s);
  json["collision_energy"] = scan.energy;
  json["stated_mz"] = or_null(facts.stated_mz);
  json["isolation_target_mz"] = or_null(facts.isolation_target_mz);
  json["isolation_mz"] = {number(facts.isolation_mz.first), number(facts.isolation_mz.second)};
  json["isolation_is_assumed"] = facts.is_isolation_assumed;
  json["survey_scans"] = facts.survey_scans;
  json["measured_mz"] = or_null(facts.measured_mz);
  json["difference_ppm"] = or_null(facts.difference_ppm);
  json["intensity"] = number(facts.intensity);
  json["isotope_offset"] = facts.isotope_offset;
  json["monoisotopic_mz"] = or_null(facts.monoisotopic_mz);
  json["stated_charge"] = facts.stated_charge ? Json(*facts.stated_charge) : Json(nullptr);
  json["charge"] = facts.charge ? Json(*facts.charge) : Json(nullptr);
  json["purity"] = or_null(facts.purity);
  json["left_out"] = scan.left_out;
  return json;
}

Json energy_json(const EnergySpectrum& spectrum, bool is_searched) {
  Json json;
  json["collision_energy"] = spectrum.energy;
  json["form"] = name(spectrum.parsed.form);
  json["unit"] = name(spectrum.parsed.unit);
  json["values"] = spectrum.parsed.values;
  json["energy_ev"] = or_null(spectrum.energy_ev);
  json["is_across_energies"] = spectrum.is_across_energies;
  json["scans"] = spectrum.scans;
  json["best_score"] = or_null(spectrum.best_score);
  json["is_searched"] = is_searched;
  json["peaks"] = is_searched ? Json(nullptr) : peaks_json(spectrum.peaks);
  return json;
}

}  // namespace

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json or_null(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

Json floats_json(std::span<const float> values) {
  Json json = Json::array();
  for (const float value : values) {
    json.push_back(std::isfinite(value) ? Json(shortest(value)) : Json(nullptr));
  }
  return json;
}

Json peaks_json(const Peaks& peaks) {
  return {{"mz", std::vector<double>(peaks.mz().begin(), peaks.mz().end())},
          {"intensity", floats_json(peaks.intensity())}};
}

Json ms2_json(const std::optional<Ms2Facts>& facts) {
  if (!facts) return nullptr;
  Json json;
  json["is_pseudo_ms2"] = facts->is_pseudo;
  json["mz"] = facts->precursor_mz > 0.0 ? Json(facts->precursor_mz) : Json(nullptr);
  json["difference_ppm"] = or_null(facts->difference_ppm);
  json["adduct"] = facts->adduct;
  json["adduct_basis"] = facts->adduct_basis;
  json["peak"] = nullptr;
  if (facts->peak) {
    json["peak"] = {
        {"apex_s", number(facts->peak->apex_s)}, {"start_s", number(facts->peak->start_s)},
        {"end_s", number(facts->peak->end_s)},   {"width_s", number(facts->peak->width_s)},
        {"area", number(facts->peak->area)},     {"height", number(facts->peak->height)}};
  }
  json["trace"] = {{"retention_s", facts->trace.retention_s},
                   {"mz", facts->trace.mz},
                   {"intensity", facts->trace.intensity}};
  json["isotope_pattern"] = facts->isotope_pattern;
  json["lowest_in_survey"] = number(facts->lowest_in_survey);
  Json relatives = Json::array();
  for (const Relative& relative : facts->relatives) {
    relatives.push_back({{"form", relative.form},
                         {"of_mz", number(relative.of_mz)},
                         {"of_scan", relative.of_scan ? Json(*relative.of_scan) : Json(nullptr)},
                         {"difference_ppm", number(relative.difference_ppm)},
                         {"correlation", number(relative.correlation)},
                         {"height_ratio", number(relative.height_ratio)}});
  }
  json["relative_of"] = std::move(relatives);
  Json scans = Json::array();
  for (const MergedScan& scan : facts->scans) scans.push_back(precursor_json(scan));
  json["scans"] = std::move(scans);
  Json spectra = Json::array();
  for (std::size_t i = 0; i < facts->spectra.size(); ++i) {
    spectra.push_back(energy_json(facts->spectra[i], i == facts->searched));
  }
  json["spectra"] = std::move(spectra);
  return json;
}

Json survey_json(const std::optional<SurveyFacts>& facts) {
  if (!facts) return nullptr;
  return {{"ms1_scans", facts->ms1_scans},
          {"ms2_scans", facts->ms2_scans},
          {"pseudo_ms2_components", facts->pseudo_components},
          {"refined_precursors", facts->refined},
          {"isotope_picks", facts->isotope_picks},
          {"components_with_peak", facts->with_peak},
          {"median_difference_ppm", or_null(facts->median_difference_ppm)},
          {"median_distance_ppm", or_null(facts->median_distance_ppm)}};
}

}  // namespace basepeak
