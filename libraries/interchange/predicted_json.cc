#include "libraries/interchange/predicted_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace basepeak {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

Json atoms_of(AtomMask atoms) {
  Json numbers = Json::array();
  for_each_atom(atoms, [&](std::size_t i) { numbers.push_back(i + 1); });
  return numbers;
}

Json peaks_of(const Prediction& prediction) {
  Json peaks = Json::array();
  for (const PredictedPeak& peak : prediction.peaks) {
    Json one = {{"mz", rounded(peak.mz, 1e6)},
                {"intensity", rounded(peak.intensity, 10.0)},
                {"formula", peak.formula.empty() ? Json(nullptr) : Json(peak.formula)},
                {"atoms", atoms_of(peak.atoms)},
                {"hydrogen_shift", peak.hydrogen_shift}};
    if (peak.isotope_of != 0) one["isotope_of"] = peak.isotope_of;
    Json neighbours = Json::array();
    for (const std::size_t k : peak.analogues) neighbours.push_back(k + 1);
    one["neighbours"] = std::move(neighbours);
    peaks.push_back(std::move(one));
  }
  return peaks;
}

}  // namespace

std::string predicted_json(const Prediction& prediction) {
  const LibraryRecord record = record_of(prediction);
  Json json = {{"name", record.name},
               {"id", record.id},
               {"origin", "predicted"},
               {"measured", false},
               {"statement", kPredictedComment.substr(0, kPredictedComment.size() - 2)},
               {"smiles", record.smiles},
               {"inchikey", record.inchikey},
               {"formula", record.formula},
               {"monoisotopic_mass", rounded(prediction.monoisotopic_mass, 1e6)},
               {"ionisation", prediction.is_ei() ? "ei" : "esi"}};
  if (prediction.is_ei()) json["exact_masses"] = prediction.has_exact_masses;
  if (prediction.conditions) {
    json["adduct"] = record.acquisition.adduct;
    json["precursor_mz"] = rounded(prediction.conditions->precursor_mz, 1e6);
    json["energy_ev"] = prediction.conditions->energy_ev;
    json["instrument_class"] = prediction.conditions->instrument;
  }
  json["grade"] = std::string(1, prediction.grade);
  json["expected_cosine"] = rounded(prediction.expected_cosine, 1e3);
  json["deviation"] = rounded(prediction.deviation, 1e3);
  json["for_ranking"] = prediction.is_for_ranking;
  json["model_sha256"] = prediction.model;
  json["library"] = prediction.library;
  if (!prediction.note.empty()) json["note"] = prediction.note;
  Json neighbours = Json::array();
  for (std::size_t k = 0; k < prediction.analogues.size(); ++k) {
    const Prediction::Source& source = prediction.analogues[k];
    Json one = {{"number", k + 1},
                {"record", source.id},
                {"name", source.name},
                {"similarity", rounded(source.similarity, 1e3)}};
    if (source.energy_ev) one["energy_ev"] = rounded(*source.energy_ev, 10.0);
    neighbours.push_back(std::move(one));
  }
  json["neighbours"] = std::move(neighbours);
  json["peaks"] = peaks_of(prediction);
  return dump(json);
}

std::string unpredicted_json(const std::string& name, const std::string& smiles,
                             const std::string& reason) {
  return dump({{"name", name}, {"smiles", smiles}, {"not_predicted", reason}});
}

}  // namespace basepeak
