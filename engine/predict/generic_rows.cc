#include "engine/predict/generic_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

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
      : molecule_(molecule), fragments_(fragments), place_(fragments.size(), kNone) {}
  // Good until the next call.
  const FragmentFeatures& of(std::size_t fragment) {
    std::uint32_t& place = place_[fragment];
    if (place == kNone) {
      place = static_cast<std::uint32_t>(known_.size());
      known_.push_back(fragment_features(molecule_, fragments_[fragment]));
    }
    return known_[place];
  }

 private:
  static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);
  const FragmentGraph& molecule_;
  const std::vector<Fragment>& fragments_;
  std::vector<std::uint32_t> place_;  // in known_
  std::vector<FragmentFeatures> known_;
};

constexpr std::size_t kCosts = static_cast<std::size_t>(kScoringLimits.cost) + 1;

// Positions of the ions within the limit of cost, cheapest first, of equals the first one first.
std::vector<std::uint32_t> by_cost(const std::vector<EiIon>& ions) {
  std::array<std::size_t, kCosts + 1> begin{};
  for (const EiIon& ion : ions)
    if (ion.cost <= kScoringLimits.cost) ++begin[static_cast<std::size_t>(ion.cost) + 1];
  for (std::size_t c = 1; c < begin.size(); ++c) begin[c] += begin[c - 1];
  std::vector<std::uint32_t> sorted(begin.back());
  for (std::uint32_t i = 0; i < ions.size(); ++i)
    if (ions[i].cost <= kScoringLimits.cost)
      sorted[begin[static_cast<std::size_t>(ions[i].cost)]++] = i;
  return sorted;
}

// Positions of the same ions at one m/z after another, each in that order.
class IonsByMz {
 public:
  IonsByMz(const std::vector<EiIon>& ions, int highest)
      : begin_(static_cast<std::size_t>(highest) + 2, 0) {
    const auto counts = [&](const EiIon& ion) {
      return ion.mz >= kLowestGenericMass && ion.mz <= highest;
    };
    const std::vector<std::uint32_t> cheapest_first = by_cost(ions);
    for (const std::uint32_t i : cheapest_first)
      if (counts(ions[i])) ++begin_[static_cast<std::size_t>(ions[i].mz) + 1];
    for (std::size_t m = 1; m < begin_.size(); ++m) begin_[m] += begin_[m - 1];
    sorted_.resize(begin_.back());
    std::vector<std::uint32_t> next = begin_;
    for (const std::uint32_t i : cheapest_first)
      if (counts(ions[i])) sorted_[next[static_cast<std::size_t>(ions[i].mz)]++] = i;
  }
  [[nodiscard]] std::span<const std::uint32_t> at(std::size_t mz) const {
    return std::span(sorted_).subspan(begin_[mz], begin_[mz + 1] - begin_[mz]);
  }

 private:
  std::vector<std::uint32_t> begin_;  // one an m/z and one behind
  std::vector<std::uint32_t> sorted_;
};

const std::array<double, kCosts>& cost_weights() {
  static const auto weights = [] {
    std::array<double, kCosts> made{};
    for (std::size_t c = 0; c < kCosts; ++c) made[c] = std::exp(-0.1 * static_cast<double>(c));
    return made;
  }();
  return weights;
}

// `ions`: the explanations of a row, cheapest first.
void add_seen(std::span<const std::uint32_t> ions, const SeenKeyMaker& maker, const SeenIons& seen,
              GenericRows& rows) {
  const auto keys_of = [&](std::uint32_t i) {
    return maker.of(rows.fragments[rows.ions[i].fragment].atoms, rows.ions[i].hydrogen_shift);
  };
  rows.keys.push_back(keys_of(ions.front()));
  const auto cheapest = seen_row(seen, rows.keys.back());
  rows.values.insert(rows.values.end(), cheapest.begin(), cheapest.end());
  for (std::size_t k = 1; k < kGenericExplanations; ++k) {
    if (k >= ions.size()) {
      rows.values.insert(rows.values.end(), kSeenOfOthers.size() * kSeenKindWidth,
                         std::numeric_limits<float>::quiet_NaN());
      continue;
    }
    const auto row = seen_row(seen, keys_of(ions[k]));
    for (const std::size_t kind : kSeenOfOthers) {
      const float* from = row.data() + kind * kSeenKindWidth;
      rows.values.insert(rows.values.end(), from, from + kSeenKindWidth);
    }
  }
}

}  // namespace

GenericRows generic_rows(const PredictedMolecule& asked, const SeenIons& seen) {
  const FragmentGraph& molecule = asked.graph;
  GenericRows rows;
  rows.fragments = fragments_of(molecule, kScoringLimits);
  rows.ions = ei_ions(molecule, rows.fragments);
  MoleculeFacts facts;
  facts.atoms = static_cast<float>(molecule.atoms.size());
  const int mass = nominal_mass(molecule, molecule.all());
  facts.mass = static_cast<float>(mass);
  for (const auto& atom : molecule.atoms)
    facts.amines += atom.nitrogen == NitrogenKind::amine ? 1.0F : 0.0F;

  const IonsByMz ions_by_mz(rows.ions, mass);
  rows.values.reserve(static_cast<std::size_t>(std::max(0, mass - kLowestGenericMass + 1)) *
                      kGenericWidth);
  const auto& weights = cost_weights();
  Descriptions descriptions(molecule, rows.fragments);
  const SeenKeyMaker keys(asked);
  for (std::size_t mz = kLowestGenericMass; mz <= static_cast<std::size_t>(mass); ++mz) {
    const auto ions = ions_by_mz.at(mz);
    if (ions.empty()) continue;
    double weight = 0.0;
    for (const std::uint32_t i : ions)
      weight += weights[static_cast<std::size_t>(rows.ions[i].cost)];
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
    add_seen(ions.first(std::min(kGenericExplanations, ions.size())), keys, seen, rows);
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
  const auto seen = seen_row_names(kEiReadings);
  names.insert(names.end(), seen.begin(), seen.end());
  for (std::size_t k = 2; k <= kGenericExplanations; ++k)
    for (const std::size_t kind : kSeenOfOthers)
      for (std::size_t i = 0; i < kSeenKindWidth; ++i)
        names.push_back("explanation " + std::to_string(k) + ": " +
                        seen[kind * kSeenKindWidth + i]);
  return names;
}

}  // namespace basepeak
