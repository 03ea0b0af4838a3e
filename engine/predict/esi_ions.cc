#include "engine/predict/esi_ions.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace basepeak {
namespace {

constexpr int kMostCost = 80;     // tenths
constexpr int kHydrogenCost = 4;  // tenths a hydrogen off the proton
constexpr int kRadicalCost = 15;  // tenths

}  // namespace

EsiIons esi_ions(const FragmentGraph& molecule) {
  EsiIons made;
  made.fragments = fragments_of(molecule, kEsiLimits);
  const Compositions compositions(molecule);
  struct Found {
    double mz = 0.0;
    Composition composition;
    EsiIon ion;
  };
  std::vector<Found> all;
  for (std::size_t f = 0; f < made.fragments.size(); ++f) {
    const Fragment& fragment = made.fragments[f];
    const int available = compositions.hydrogens_in(fragment.atoms);
    const int cuts = std::min(fragment.cut_bonds, 3);
    for (int shift = std::max(-cuts - 1, -available); shift <= cuts + 1; ++shift) {
      const int plain = fragment.cost + kHydrogenCost * std::abs(shift - 1);
      if (plain > kMostCost) continue;
      const Composition composition = compositions.of(fragment.atoms, shift);
      const int cost = plain + (is_even_electron(composition) ? 0 : kRadicalCost);
      const double mz = cation_mz(composition);
      if (cost > kMostCost || mz < kLowestEsiMz) continue;
      all.push_back({mz, composition, {static_cast<std::uint32_t>(f), shift, cost}});
    }
  }
  // The same formula has the same m/z to the last bit; different ones are told apart by their
  // atoms.
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
    if (a.mz != b.mz) return a.mz < b.mz;
    if (a.composition != b.composition) return a.composition < b.composition;
    return std::pair(a.ion.cost, a.ion.fragment) < std::pair(b.ion.cost, b.ion.fragment);
  });
  for (const Found& found : all) {
    if (made.formulas.empty() || made.formulas.back().composition != found.composition) {
      made.formulas.push_back(
          {found.composition, found.mz, static_cast<std::uint32_t>(made.ions.size()), 0, 0.0});
    }
    EsiFormula& formula = made.formulas.back();
    ++formula.count;
    formula.log_weight += std::exp(-0.1 * found.ion.cost);
    made.ions.push_back(found.ion);
  }
  for (EsiFormula& formula : made.formulas) formula.log_weight = std::log(formula.log_weight);
  return made;
}

std::optional<std::size_t> EsiIons::find(const Composition& composition) const {
  const double mz = cation_mz(composition);
  auto at = std::lower_bound(formulas.begin(), formulas.end(), mz,
                             [](const EsiFormula& one, double value) { return one.mz < value; });
  for (; at != formulas.end() && at->mz == mz; ++at)
    if (at->composition == composition) return static_cast<std::size_t>(at - formulas.begin());
  return std::nullopt;
}

std::pair<std::size_t, std::size_t> EsiIons::within(double mz, double window) const {
  const auto is_below = [](const EsiFormula& one, double value) { return one.mz < value; };
  const auto begin = formulas.begin();
  const auto first = std::lower_bound(begin, formulas.end(), mz - window, is_below);
  auto last = first;
  while (last != formulas.end() && last->mz <= mz + window) ++last;
  return {static_cast<std::size_t>(first - begin), static_cast<std::size_t>(last - begin)};
}

}  // namespace basepeak
