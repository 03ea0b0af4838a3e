#include "engine/predict/stacker_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/predict/acyl_groups.h"

namespace basepeak {
namespace {

// Below this nothing is worth a row: 1e-6 of the sum of intensities.
constexpr double kLeastRoot = 1e-3;

double at(const std::vector<double>& values, int place) {
  return place < 0 || place >= static_cast<int>(values.size())
             ? 0.0
             : values[static_cast<std::size_t>(place)];
}

struct Carried {
  std::vector<double> roots;     // transferred
  std::vector<double> measured;  // as measured of the analogue, isotopes off
  double weight = 0.0;
  int mass = 0;
};

// Mean, spread and extremes of what the analogues say at one m/z.
std::array<double, 6> statistics(const std::vector<Carried>& carried, int mz) {
  double mean = 0.0;
  double plain = 0.0;
  double highest = 0.0;
  double lowest = std::numeric_limits<double>::infinity();
  double present = 0.0;
  for (const Carried& one : carried) {
    const double value = at(one.roots, mz);
    mean += one.weight * value;
    plain += value / static_cast<double>(carried.size());
    highest = std::max(highest, value);
    lowest = std::min(lowest, value);
    present += value > 0.0 ? one.weight : 0.0;
  }
  double spread = 0.0;
  for (const Carried& one : carried) {
    const double off = at(one.roots, mz) - mean;
    spread += one.weight * off * off;
  }
  return {mean, plain, highest, lowest, std::sqrt(spread), present};
}

std::array<double, 5> numbers_of(const AcylGroups& groups) {
  return {groups.groups, groups.hydrogens, groups.aromatic, groups.hetero, groups.unsaturated};
}

// Of the molecule, then how much more that is than what its analogues have.
std::array<float, 10> acyl_columns(const AnalogueSet& set, const PredictedMolecule& molecule,
                                   const EiEvidence& evidence, const std::vector<double>& weights) {
  const auto own = numbers_of(acyl_groups(molecule.graph));
  auto more = own;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const auto known = numbers_of(acyl_groups(set.molecule(evidence.analogues[k].known).graph));
    for (std::size_t i = 0; i < known.size(); ++i) more[i] -= weights[k] * known[i];
  }
  std::array<float, 10> columns{};
  for (std::size_t i = 0; i < own.size(); ++i) {
    columns[i] = static_cast<float>(own[i]);
    columns[own.size() + i] = static_cast<float>(more[i]);
  }
  return columns;
}

}  // namespace

std::vector<double> root_shares(const NominalSpectrum& spectrum) {
  double total = 0.0;
  for (const double intensity : spectrum) total += intensity;
  std::vector<double> roots(spectrum.size(), 0.0);
  if (total <= 0.0) return roots;
  for (std::size_t m = 0; m < spectrum.size(); ++m) roots[m] = std::sqrt(spectrum[m] / total);
  return roots;
}

StackerRows stacker_rows(const AnalogueSet& set, const PredictedMolecule& molecule,
                         const EiEvidence& evidence) {
  std::vector<double> similarities;
  for (const Analogue& analogue : evidence.analogues) similarities.push_back(analogue.similarity);
  const std::vector<double> weights = transfer_weights(similarities);
  std::vector<Carried> carried;
  for (std::size_t k = 0; k < evidence.analogues.size(); ++k) {
    const Analogue& analogue = evidence.analogues[k];
    const KnownEi& known = set.known(analogue.known);
    carried.push_back({root_shares(analogue.transferred.intensity), root_shares(known.spectrum),
                       weights[k], known.molecule.nominal_mass});
  }
  const GenericRows& generic = evidence.generic_rows;
  constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);
  std::vector<std::size_t> row_of(static_cast<std::size_t>(molecule.nominal_mass) + 1, kNoRow);
  for (std::size_t r = 0; r < generic.mz.size(); ++r)
    row_of[static_cast<std::size_t>(generic.mz[r])] = r;
  const auto acyl = acyl_columns(set, molecule, evidence, weights);

  StackerRows rows;
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  for (int mz = kLowestGenericMass; mz <= molecule.nominal_mass; ++mz) {
    const auto [mean, plain, highest, lowest, spread, present] = statistics(carried, mz);
    const double scored = at(evidence.generic, mz);
    if (std::max(highest, scored) < kLeastRoot) continue;
    rows.mz.push_back(mz);
    const auto add = [&](double value) { rows.values.push_back(static_cast<float>(value)); };
    double same_mass = 0.0;
    double same_loss = 0.0;
    for (const Carried& one : carried) {
      same_mass += one.weight * at(one.measured, mz);
      same_loss += one.weight * at(one.measured, mz - molecule.nominal_mass + one.mass);
    }
    for (const double value : {at(evidence.transfer, mz), scored, mean, plain, highest, lowest,
                               spread, present, same_mass, same_loss})
      add(value);
    for (const int step : {-28, -15, -14, -2, -1, 1, 2, 14, 15, 28})
      add(at(evidence.transfer, mz + step));
    add(at(evidence.generic, mz - 1));
    add(at(evidence.generic, mz + 1));
    add(mz);
    add(molecule.nominal_mass - mz);
    add(static_cast<double>(molecule.graph.atoms.size()));
    add(static_cast<double>(carried.size()));
    const std::size_t row = row_of[static_cast<std::size_t>(mz)];
    const EiIon* ion = row != kNoRow ? &generic.ions[generic.ion[row]] : nullptr;
    rows.values.push_back(ion != nullptr ? 0.1F * static_cast<float>(ion->cost) : kNone);
    rows.values.push_back(ion != nullptr ? static_cast<float>(ion->hydrogen_shift) : kNone);
    rows.values.push_back(
        ion != nullptr ? static_cast<float>(generic.fragments[ion->fragment].cut_bonds) : kNone);
    add(mz % 2);
    for (std::size_t k = 0; k < kNeighbours; ++k)
      rows.values.push_back(k < carried.size() ? static_cast<float>(at(carried[k].roots, mz))
                                               : kNone);
    for (std::size_t k = 0; k < kNeighbours; ++k)
      rows.values.push_back(k < similarities.size() ? static_cast<float>(similarities[k]) : kNone);
    rows.values.insert(rows.values.end(), acyl.begin(), acyl.end());
    if (row == kNoRow) {
      rows.values.insert(rows.values.end(), kStackedExplanation, kNone);
      continue;
    }
    const float* values = generic.values.data() + row * kGenericWidth;
    rows.values.insert(rows.values.end(), values, values + kGenericExplanationWidth);
    const float* explained = values + kGenericExplanations * kGenericExplanationWidth + 2;
    rows.values.insert(rows.values.end(), explained, explained + 2);
  }
  return rows;
}

std::vector<std::string> stacker_row_names() {
  std::vector<std::string> names = {"transfer", "generic", "mean",    "plain_mean", "highest",
                                    "lowest",   "spread",  "present", "same_mz",    "same_loss"};
  for (const char* step : {"-28", "-15", "-14", "-2", "-1", "+1", "+2", "+14", "+15", "+28"})
    names.push_back(std::string("transfer") + step);
  for (const char* name : {"generic-1", "generic+1", "mz", "loss", "molecule_atoms", "analogues",
                           "ion_cost", "hydrogen_shift", "cut_bonds", "is_odd"})
    names.emplace_back(name);
  for (std::size_t k = 1; k <= kNeighbours; ++k) names.push_back("transfer " + std::to_string(k));
  for (std::size_t k = 1; k <= kNeighbours; ++k) names.push_back("similarity " + std::to_string(k));
  for (const char* of : {"", "more "})
    for (const char* name : {"groups", "hydrogens", "aromatic", "hetero", "unsaturated"})
      names.push_back(std::string("acyl ") + of + name);
  const std::vector<std::string> generic = generic_row_names();
  names.insert(names.end(), generic.begin(), generic.begin() + kGenericExplanationWidth);
  names.insert(names.end(), {"log_weight", "explanations"});
  return names;
}

}  // namespace basepeak
