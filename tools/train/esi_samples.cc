#include "tools/train/esi_samples.h"

#include <cmath>
#include <map>
#include <regex>
#include <set>

#include "engine/chemistry/substructure.h"
#include "engine/error.h"
#include "engine/predict/asked_molecule.h"
#include "engine/read/numbers.h"
#include "engine/read/spectrum_text.h"
#include "tools/starter_library/tab_file.h"
#include "tools/train/class_samples.h"

namespace basepeak::train {
namespace {

constexpr const char* kClassSkeleton = "[NX3;R]1[#6][#6][#6]([NX3;!R]c)[#6][#6]1";
constexpr double kPrecursorWindow = 0.02;  // Da
constexpr std::size_t kHeldOutOf = 10;

bool is_labelled(const TextRecord& record) {
  static const std::regex label("-[dD][0-9]+");
  static const std::regex deuterium("D[0-9]*(?![a-z])");
  const std::string name(record.value("Name"));
  const std::string formula(record.value("Formula"));
  return std::regex_search(name, label) || std::regex_search(formula, deuterium) ||
         record.value("SMILES").find("[2H]") != std::string_view::npos;
}

class Reading {
 public:
  explicit Reading(const std::filesystem::path& spectra) : skeleton_(kClassSkeleton) {
    for (const auto& row :
         starter::read_tab_file(spectra / "compounds.tsv", {"inchikey14", "smiles", "class"})) {
      if (row.cell.at("class").starts_with("fentanyl")) of_class_.insert(row.cell.at("inchikey14"));
    }
  }

  void add(const TextRecord& record, const std::string& family) {
    const std::string key(record.value("InChIKey").substr(0, 14));
    if (key.size() != 14 || record.value("Precursor_type") != "[M+H]+" || is_labelled(record))
      return;
    const std::string fragmentation(record.value("Fragmentation"));
    const auto instrument = instrument_class(record.value("Instrument_type"));
    if (!instrument || (*instrument == InstrumentClass::hcd && fragmentation != "HCD")) return;
    EsiCompound* compound = compound_of(key, record);
    if (compound == nullptr) return;
    const auto stated = leading_number(record.value("PrecursorMZ"));
    if (stated && std::abs(stated->value - compound->precursor_mz) > kPrecursorWindow) return;
    const auto energy =
        esi_energy_ev(record.value("Collision_energy"), compound->precursor_mz, *instrument);
    if (!energy) return;
    try {
      const Peaks peaks = Peaks::from_unsorted(
          record.mz, std::vector<float>(record.intensity.begin(), record.intensity.end()));
      if (fragment_peaks(peaks, compound->precursor_mz, 0.0).empty()) return;
      compound->spectra.push_back(
          {std::string(record.value("DB#")), family, {*instrument, *energy}, peaks});
    } catch (const Error&) {
      return;  // a peak that is none
    }
  }

  std::vector<EsiCompound> compounds() {
    std::vector<EsiCompound> all;
    for (auto& [key, compound] : by_key_)
      if (!compound.spectra.empty()) all.push_back(std::move(compound));
    return all;
  }

 private:
  EsiCompound* compound_of(const std::string& key, const TextRecord& record) {
    if (refused_.contains(key)) return nullptr;
    const auto known = by_key_.find(key);
    if (known != by_key_.end()) return &known->second;
    const std::string smiles(record.value("SMILES"));
    if (smiles.empty() || smiles.find('.') != std::string::npos) return nullptr;
    try {
      EsiCompound made;
      made.key = key;
      made.name = record.value("Name");
      made.smiles = smiles;
      made.molecule = predicted_molecule(molecule_graph(smiles), made.name);
      made.precursor_mz = protonated_mz(made.molecule.graph);
      made.structure_key = compound_key("", smiles);
      made.is_class = of_class_.contains(key) || of_class_.contains(made.structure_key) ||
                      find_substructures(smiles, std::span(&skeleton_, 1)).front();
      made.is_held_out = is_held_out_key(key) || is_held_out_key(made.structure_key);
      return &by_key_.emplace(key, std::move(made)).first->second;
    } catch (const Error&) {
      refused_.insert(key);  // a structure that is not predicted teaches nothing
      return nullptr;
    }
  }

  SubstructurePattern skeleton_;
  std::set<std::string, std::less<>> of_class_;
  std::set<std::string> refused_;
  std::map<std::string, EsiCompound> by_key_;
};

}  // namespace

std::vector<EsiCompound> read_esi_compounds(const std::filesystem::path& spectra,
                                            const std::vector<std::string>& families) {
  Reading reading(spectra);
  for (const std::string& family : families) {
    read_spectrum_text(spectra / ("esi_pos_ms2_" + family + ".msp.gz"),
                       [&](TextRecord&& record) { reading.add(record, family); });
  }
  return reading.compounds();
}

bool is_held_out_key(const std::string& key) {
  return fold_of(key, kHeldOutOf, "esi held out") == 0;
}

std::vector<const EsiCompound*> fitted_compounds(const std::vector<EsiCompound>& compounds) {
  std::set<std::string> unseen;
  for (const EsiCompound& compound : compounds) {
    if (!compound.is_class && !compound.is_held_out) continue;
    unseen.insert(compound.key);
    unseen.insert(compound.structure_key);
  }
  std::vector<const EsiCompound*> fitted;
  for (const EsiCompound& compound : compounds) {
    if (!unseen.contains(compound.key) && !unseen.contains(compound.structure_key) &&
        !compound.is_class && !compound.is_held_out)
      fitted.push_back(&compound);
  }
  return fitted;
}

}  // namespace basepeak::train
