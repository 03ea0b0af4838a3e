#include "engine/predict/generic_rows.h"

#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/predict/fragment_features.h"

namespace basepeak {

static_assert(kGenericExplanationWidth == kFragmentFeatureCount + 2);

namespace {

struct MoleculeFacts {
  float atoms = 0.0F;
  float mass = 0.0F;
  float amines = 0.0F;
};

// Fragments are described once, and those that explain nothing never.
class Descriptions {
 public:
  Descriptions(const FragmentGraph& molecule, const std::vector<Fragment>& fragments)
      : molecule_(molecule), fragments_(fragments), known_(fragments.size()) {}
  const FragmentFeatures& of(std::size_t fragment) {
    if (!known_[fragment]) known_[fragment] = fragment_features(molecule_, fragments_[fragment]);
    return *known_[fragment];
  }

 private:
  const FragmentGraph& molecule_;
  const std::vector<Fragment>& fragments_;
  std::vector<std::optional<FragmentFeatures>> known_;
};

constexpr std::size_t kCosts = static_cast<std::size_t>(kScoringLimits.cost) + 1;

// Positions of the ions within the limit of cost, cheapest first, of equals the first one first.
std::vector<std::size_t> by_cost(const std::vector<EiIon>& ions) {
  std::array<std::size_t, kCosts + 1> begin{};
  for (const EiIon& ion : ions)
    if (ion.cost <= kScoringLimits.cost) ++begin[static_cast<std::size_t>(ion.cost) + 1];
  for (std::size_t c = 1; c < begin.size(); ++c) begin[c] += begin[c - 1];
  std::vector<std::size_t> sorted(begin.back());
  for (std::size_t i = 0; i < ions.size(); ++i)
    if (ions[i].cost <= kScoringLimits.cost)
      sorted[begin[static_cast<std::size_t>(ions[i].cost)]++] = i;
  return sorted;
}

const std::array<double, kCosts>& cost_weights() {
  static const auto weights = [] {
    std::array<double, kCosts> made{};
    for (std::size_t c = 0; c < kCosts; ++c) made[c] = std::exp(-0.1 * static_cast<double>(c));
    return made;
  }();
  return weights;
}

}  // namespace

GenericRows generic_rows(const FragmentGraph& molecule) {
  GenericRows rows;
  rows.fragments = fragments_of(molecule, kScoringLimits);
  rows.ions = ei_ions(molecule, rows.fragments);
  MoleculeFacts facts;
  facts.atoms = static_cast<float>(molecule.atoms.size());
  const int mass = nominal_mass(molecule, molecule.all());
  facts.mass = static_cast<float>(mass);
  for (const auto& atom : molecule.atoms)
    facts.amines += atom.nitrogen == NitrogenKind::amine ? 1.0F : 0.0F;

  const std::vector<std::size_t> cheapest_first = by_cost(rows.ions);
  std::vector<std::vector<std::size_t>> at(static_cast<std::size_t>(mass) + 1);
  for (const std::size_t i : cheapest_first) {
    const EiIon& ion = rows.ions[i];
    if (ion.mz >= kLowestGenericMass && ion.mz <= mass)
      at[static_cast<std::size_t>(ion.mz)].push_back(i);
  }
  const auto& weights = cost_weights();
  Descriptions descriptions(molecule, rows.fragments);
  for (std::size_t mz = kLowestGenericMass; mz < at.size(); ++mz) {
    const auto& ions = at[mz];
    if (ions.empty()) continue;
    double weight = 0.0;
    for (const std::size_t i : ions) weight += weights[static_cast<std::size_t>(rows.ions[i].cost)];
    rows.mz.push_back(static_cast<int>(mz));
    rows.ion.push_back(ions.front());
    for (std::size_t k = 0; k < kGenericExplanations; ++k) {
      if (k >= ions.size()) {
        rows.values.insert(rows.values.end(), kFragmentFeatureCount + 2,
                           std::numeric_limits<float>::quiet_NaN());
        continue;
      }
      const EiIon& ion = rows.ions[ions[k]];
      const FragmentFeatures& features = descriptions.of(ion.fragment);
      rows.values.insert(rows.values.end(), features.begin(), features.end());
      rows.values.push_back(static_cast<float>(ion.hydrogen_shift));
      rows.values.push_back(0.1F * static_cast<float>(ion.cost));
    }
    const auto m = static_cast<float>(mz);
    for (const float value :
         {m, facts.mass - m, static_cast<float>(std::log(weight)), static_cast<float>(ions.size()),
          facts.atoms, facts.mass, static_cast<float>(mz % 2), facts.amines})
      rows.values.push_back(value);
  }
  return rows;
}

std::vector<std::string> generic_row_names() {
  std::vector<std::string> names;
  for (std::size_t k = 1; k <= kGenericExplanations; ++k) {
    const std::string prefix = "explanation " + std::to_string(k) + ": ";
    for (const std::string_view name : fragment_feature_names())
      names.push_back(prefix + std::string(name));
    names.push_back(prefix + "hydrogen_shift");
    names.push_back(prefix + "ion_cost");
  }
  for (const char* name : {"mz", "loss", "log_weight", "explanations", "molecule_atoms",
                           "molecule_mass", "is_odd", "molecule_amines"})
    names.emplace_back(name);
  return names;
}

}  // namespace basepeak
