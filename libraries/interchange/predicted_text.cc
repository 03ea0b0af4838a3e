#include "libraries/interchange/predicted_text.h"

#include <cstdio>
#include <utility>
#include <vector>

#include "engine/chemistry/formula.h"

namespace basepeak {
namespace {

// Names come from users and libraries: a line end would begin a field, a quote end a comment.
std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    line += is_control ? ' ' : c == '"' ? '\'' : c;
  }
  return line;
}

std::string fixed(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

using Fields = std::vector<std::pair<const char*, std::string>>;

// Those with a value, name first.
Fields fields_of(const Prediction& prediction) {
  const LibraryRecord record = record_of(prediction);
  Fields all = {{"Name", record.name},
                {"DB#", record.id},
                {"Origin", "predicted"},
                {"InChIKey", record.inchikey},
                {"SMILES", record.smiles},
                {"Formula", record.formula},
                {"MW", std::to_string(Formula::parse(record.formula).nominal_mass())},
                {"ExactMass", fixed(prediction.monoisotopic_mass, 6)}};
  if (prediction.conditions) {
    all.emplace_back("PrecursorMZ", fixed(prediction.conditions->precursor_mz, 6));
    all.emplace_back("Precursor_type", record.acquisition.adduct);
    all.emplace_back("Collision_energy", record.acquisition.energy);
  }
  const Fields rest = {{"Ion_mode", "P"},
                       {"Ionization", prediction.is_ei() ? "EI" : "ESI"},
                       {"MSlevel", prediction.is_ei() ? "1" : "2"},
                       {"Source", record.source},
                       {"License", record.licence},
                       {"Comments", record.comment}};
  all.insert(all.end(), rest.begin(), rest.end());
  for (auto& [name, value] : all) value = one_line(value);
  std::erase_if(all, [](const auto& field) { return field.second.empty(); });
  return all;
}

std::string peak_text(const Prediction& prediction, const PredictedPeak& peak) {
  return fixed(peak.mz, prediction.has_unit_masses() ? 0 : 5) + " " + fixed(peak.intensity, 1);
}

}  // namespace

std::string predicted_msp(const Prediction& prediction) {
  std::string msp;
  for (const auto& [name, value] : fields_of(prediction)) msp += name + (": " + value) + "\n";
  msp += "Num Peaks: " + std::to_string(prediction.peaks.size()) + "\n";
  for (const PredictedPeak& peak : prediction.peaks) {
    msp += peak_text(prediction, peak);
    const std::string why = annotation_of(peak);
    msp += why.empty() ? "\n" : " \"" + why + "\"\n";
  }
  return msp + "\n";
}

std::string predicted_mgf(const Prediction& prediction) {
  std::string mgf = "BEGIN IONS\n";
  for (const auto& [name, value] : fields_of(prediction)) mgf += name + ("=" + value) + "\n";
  for (const PredictedPeak& peak : prediction.peaks) mgf += peak_text(prediction, peak) + "\n";
  return mgf + "END IONS\n\n";
}

}  // namespace basepeak
