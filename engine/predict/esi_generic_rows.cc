#include "engine/predict/esi_generic_rows.h"

#include <array>
#include <limits>
#include <optional>

#include "engine/predict/fragment_features.h"

namespace basepeak {

static_assert(kEsiMoleculeWidth == kEsiExplanations * (kFragmentFeatureCount + 3) + 6 + kSeenWidth);

double protonated_mz(const FragmentGraph& molecule) {
  return cation_mz(Compositions(molecule).of(molecule.all(), 1));
}

std::vector<SeenKeys> seen_keys(const PredictedMolecule& molecule, const EsiIons& ions) {
  const SeenKeyMaker maker(molecule);
  std::vector<SeenKeys> all;
  all.reserve(ions.formulas.size());
  for (const EsiFormula& formula : ions.formulas) {
    const EsiIon& ion = ions.ions[formula.first];
    all.push_back(maker.of(ions.fragments[ion.fragment].atoms, ion.hydrogen_shift));
  }
  return all;
}

std::vector<float> esi_molecule_rows(const PredictedMolecule& asked, const EsiIons& ions,
                                     const SeenIons& seen) {
  const FragmentGraph& molecule = asked.graph;
  const std::vector<SeenKeys> keys = seen_keys(asked, ions);
  std::vector<std::optional<FragmentFeatures>> known(ions.fragments.size());
  const auto features_of = [&](std::uint32_t fragment) -> const FragmentFeatures& {
    if (!known[fragment]) known[fragment] = fragment_features(molecule, ions.fragments[fragment]);
    return *known[fragment];
  };
  const double precursor_mz = protonated_mz(molecule);
  std::vector<float> values;
  values.reserve(ions.formulas.size() * kEsiMoleculeWidth);
  for (std::size_t f = 0; f < ions.formulas.size(); ++f) {
    const EsiFormula& formula = ions.formulas[f];
    for (std::uint32_t k = 0; k < kEsiExplanations; ++k) {
      if (k >= formula.count) {
        values.insert(values.end(), kFragmentFeatureCount + 3,
                      std::numeric_limits<float>::quiet_NaN());
        continue;
      }
      const EsiIon& ion = ions.ions[formula.first + k];
      const FragmentFeatures& features = features_of(ion.fragment);
      values.insert(values.end(), features.begin(), features.end());
      values.push_back(static_cast<float>(ion.hydrogen_shift));
      values.push_back(0.1F * static_cast<float>(ion.cost));
      values.push_back(static_cast<float>(ions.fragments[ion.fragment].cut_bonds));
    }
    for (const double value :
         {formula.mz, precursor_mz - formula.mz, formula.log_weight,
          static_cast<double>(formula.count), is_even_electron(formula.composition) ? 1.0 : 0.0,
          formula.mz - static_cast<double>(static_cast<int>(formula.mz))})
      values.push_back(static_cast<float>(value));
    const auto row = seen_row(seen, keys[f]);
    values.insert(values.end(), row.begin(), row.end());
  }
  return values;
}

std::vector<float> esi_conditions_row(const FragmentGraph& molecule,
                                      const EsiConditions& conditions) {
  std::array<int, 5> bonds{};
  for (const FragmentGraph::Bond& bond : molecule.bonds)
    ++bonds[static_cast<std::size_t>(bond.order)];
  const double precursor_mz = protonated_mz(molecule);
  std::vector<float> row;
  for (const double value : {static_cast<double>(molecule.atoms.size()), precursor_mz,
                             conditions.energy_ev, 500.0 * conditions.energy_ev / precursor_mz,
                             conditions.instrument == InstrumentClass::hcd ? 1.0 : 0.0,
                             static_cast<double>(bonds[1]), static_cast<double>(bonds[2]),
                             static_cast<double>(bonds[3]), static_cast<double>(bonds[4])})
    row.push_back(static_cast<float>(value));
  return row;
}

std::vector<std::string> esi_generic_row_names() {
  std::vector<std::string> names;
  for (std::size_t k = 1; k <= kEsiExplanations; ++k) {
    const std::string prefix = "explanation " + std::to_string(k) + ": ";
    for (const std::string_view name : fragment_feature_names())
      names.push_back(prefix + std::string(name));
    for (const char* name : {"hydrogen_shift", "ion_cost", "ion_cut_bonds"})
      names.push_back(prefix + name);
  }
  for (const char* name :
       {"mz", "loss", "log_weight", "explanations", "is_even_electron", "mass_defect"})
    names.emplace_back(name);
  for (std::string& name : seen_row_names(kEsiReadings)) names.push_back(std::move(name));
  for (const char* name :
       {"molecule_atoms", "precursor_mz", "energy_ev", "energy_normalised", "is_hcd",
        "single_bonds", "double_bonds", "triple_bonds", "aromatic_bonds"})
    names.emplace_back(name);
  return names;
}

}  // namespace basepeak
