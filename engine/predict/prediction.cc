#include "engine/predict/prediction.h"

#include <cstdio>

#include "engine/chemistry/inchi_key.h"
#include "engine/read/text_encoding.h"
#include "engine/version.h"

namespace basepeak {
namespace {

std::string fixed(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

// As short as it can be: "35", "22.5".
std::string energy_text(double energy_ev) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", energy_ev);
  return text;
}

// "1-3,7" for atoms 0, 1, 2 and 6.
std::string numbers_of(AtomMask atoms) {
  std::string text;
  for (std::size_t i = 0; i < kMostPredictedAtoms; ++i) {
    if (!holds(atoms, i)) continue;
    std::size_t last = i;
    while (last + 1 < kMostPredictedAtoms && holds(atoms, last + 1)) ++last;
    if (!text.empty()) text += ",";
    text += std::to_string(i + 1);
    if (last > i) text += (last == i + 1 ? "," : "-") + std::to_string(last + 1);
    i = last;
  }
  return text;
}

// Of the second block of an InChIKey without stereo and isotopes.
constexpr std::string_view kFlat = "UHFFFAOYSA";

std::string compound_of(std::string_view inchikey) {
  const std::string_view first = inchi_key_connectivity(inchikey);
  const std::string_view second = first.size() < inchikey.size()
                                      ? inchi_key_connectivity(inchikey.substr(first.size() + 1))
                                      : kFlat;
  return std::string(first) + (second == kFlat ? "" : "-" + std::string(second));
}

}  // namespace

std::string name_without_mark(std::string_view name) {
  const std::string_view mark = trimmed(kPredictedMark);
  const std::string wanted = lower_case(mark);
  std::string left(trimmed(name));
  for (std::size_t at = 0; (at = lower_case(left).find(wanted, at)) != std::string::npos;) {
    const std::string before(trimmed(std::string_view(left).substr(0, at)));
    const std::string behind(trimmed(std::string_view(left).substr(at + mark.size())));
    left = before + (before.empty() || behind.empty() ? "" : " ") + behind;
    at = 0;
  }
  return left;
}

std::string marked_name(std::string_view name) {
  return std::string(kPredictedMark) + name_without_mark(name);
}

std::string id_of(const Prediction& prediction) {
  std::string id = prediction.has_exact_masses ? "PREDICTED-EI-EXACT-" : "PREDICTED-EI-";
  if (prediction.conditions) {
    id = "PREDICTED-ESI-" + prediction.conditions->instrument + "-" +
         energy_text(prediction.conditions->energy_ev) + "-";
  }
  return id + compound_of(prediction.inchikey);
}

LibraryRecord record_of(const Prediction& prediction) {
  LibraryRecord record;
  record.name = marked_name(prediction.name);
  record.id = id_of(prediction);
  record.smiles = prediction.smiles;
  record.inchikey = prediction.inchikey;
  record.formula = prediction.formula;
  record.monoisotopic_mass = prediction.monoisotopic_mass;
  record.acquisition.ionisation = Ionisation::ei;
  record.acquisition.polarity = Polarity::positive;
  if (prediction.conditions) {
    record.acquisition.ionisation = Ionisation::esi;
    record.acquisition.ms_level = 2;
    record.acquisition.precursor_mz = prediction.conditions->precursor_mz;
    record.acquisition.adduct = "[M+H]+";
    record.acquisition.energy = energy_text(prediction.conditions->energy_ev) + " eV";
    record.acquisition.energy_ev = prediction.conditions->energy_ev;
  }
  record.origin = Origin::predicted;
  record.source =
      std::string(kPredictedSource) + " " + software_version() + " from " + prediction.library;
  record.licence = "as the records it was predicted from";
  record.comment = kPredictedComment;
  if (prediction.conditions)
    record.comment += "as by " + prediction.conditions->instrument + " instruments; ";
  record.comment += prediction.has_exact_masses ? "exact masses, of the formulas; " : "";
  record.comment += prediction.is_for_ranking ? "for ranking candidates only; " : "";
  record.comment += std::string("grade ") + prediction.grade +
                    ", expected cosine with a measurement " + fixed(prediction.expected_cosine, 2) +
                    " (standard deviation " + fixed(prediction.deviation, 2) + "); model sha256 " +
                    prediction.model.substr(0, 12) + "; analogues: ";
  for (std::size_t k = 0; k < prediction.analogues.size(); ++k) {
    const Prediction::Source& source = prediction.analogues[k];
    record.comment += (k == 0 ? "" : ", ") + std::to_string(k + 1) + " " + source.name + " (" +
                      source.id + ", " + fixed(source.similarity, 2) +
                      (source.energy_ev ? ", " + energy_text(*source.energy_ev) + " eV" : "") + ")";
  }
  if (!prediction.note.empty()) record.comment += "; " + prediction.note;
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const PredictedPeak& peak : prediction.peaks) {
    mz.push_back(peak.mz);
    intensity.push_back(static_cast<float>(peak.intensity));
  }
  record.peaks = Peaks::from_unsorted(mz, intensity);
  return record;
}

std::string annotation_of(const PredictedPeak& peak) {
  if (peak.isotope_of != 0) return "isotope of " + std::to_string(peak.isotope_of);
  std::string text;
  if (!peak.formula.empty()) text = peak.formula;
  // None where an ion comes about by rearrangement.
  if (!peak.formula.empty() && peak.atoms != 0) text += " atoms " + numbers_of(peak.atoms);
  for (std::size_t k = 0; k < peak.analogues.size(); ++k) {
    text += k == 0 ? (text.empty() ? "from " : " from ") : ",";
    text += std::to_string(peak.analogues[k] + 1);
  }
  return text;
}

}  // namespace basepeak
