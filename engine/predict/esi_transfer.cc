#include "engine/predict/esi_transfer.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "engine/predict/projection.h"
#include "engine/predict/sub_formula.h"

namespace basepeak {
namespace {

constexpr double kLeastShare = 1e-3;
constexpr double kUnexplained = 0.3;
constexpr double kRearranged = 0.6;
constexpr double kLeastRearranged = 0.01;  // of the base peak: less is not looked into

void add(TransferredEsi& to, const Composition& composition, double intensity, AtomMask atoms,
         int hydrogen_shift) {
  TransferredIon& ion = to[composition];
  ion.intensity += intensity;
  if (intensity > ion.largest) {
    ion.largest = intensity;
    ion.atoms = atoms;
    ion.hydrogen_shift = hydrogen_shift;
  }
}

Composition protonated(const FragmentGraph& molecule) {
  return Compositions(molecule).of(molecule.all(), 1);
}

// A peak that no fragment explains. `known`, `other`: the protonated molecules.
void add_unexplained(const KnownEsi::Peak& peak, const Composition& known, const Composition& other,
                     InstrumentClass instrument, const EsiIons& other_ions, TransferredEsi& to) {
  const auto [first, last] = other_ions.within(peak.mz, esi_window(instrument, peak.mz));
  std::size_t best = last;
  for (std::size_t f = first; f < last; ++f)
    if (best == last || other_ions.ions[other_ions.formulas[f].first].cost <
                            other_ions.ions[other_ions.formulas[best].first].cost)
      best = f;
  if (best != last) {
    const EsiFormula& formula = other_ions.formulas[best];
    const EsiIon& ion = other_ions.ions[formula.first];
    add(to, formula.composition, kUnexplained * peak.intensity,
        other_ions.fragments[ion.fragment].atoms, ion.hydrogen_shift);
    return;
  }
  if (!peak.formula) return;
  const double intensity = kRearranged * peak.intensity;
  if (difference(other, *peak.formula)) add(to, *peak.formula, intensity, 0, 0);
  const auto lost = difference(known, *peak.formula);
  const auto left = lost ? difference(other, *lost) : std::nullopt;
  if (left && *left != *peak.formula && unsaturation(*left) >= 0.0 &&
      cation_mz(*left) >= kLowestEsiMz)
    add(to, *left, intensity, 0, 0);
}

}  // namespace

KnownEsi known_esi(const FragmentGraph& molecule, const EsiIons& ions,
                   const std::vector<EsiPeak>& peaks, InstrumentClass instrument) {
  const Composition whole = protonated(molecule);
  KnownEsi known;
  std::unordered_map<std::uint32_t, std::uint32_t> place;
  double total = 0.0;
  for (const EsiPeak& peak : peaks) {
    KnownEsi::Peak made{peak.mz, peak.intensity, {}, {}};
    total += peak.intensity;
    const double window = esi_window(instrument, peak.mz);
    const auto [first, last] = ions.within(peak.mz, window);
    if (first == last && peak.intensity >= kLeastRearranged)
      made.formula = sub_formula(whole, peak.mz, window);
    int cheapest = 1000;
    for (std::size_t f = first; f < last; ++f)
      cheapest = std::min(cheapest, ions.ions[ions.formulas[f].first].cost);
    double sum = 0.0;
    for (std::size_t f = first; f < last; ++f) {
      const EsiFormula& formula = ions.formulas[f];
      for (std::uint32_t i = formula.first; i < formula.first + formula.count; ++i) {
        const double share = std::exp(-0.1 * (ions.ions[i].cost - cheapest));
        if (share < kLeastShare) break;  // the others cost more
        sum += share;
        const auto [at, is_new] = place.try_emplace(
            ions.ions[i].fragment, static_cast<std::uint32_t>(known.fragments.size()));
        if (is_new) known.fragments.push_back(ions.fragments[ions.ions[i].fragment]);
        made.explanations.push_back({at->second, ions.ions[i].hydrogen_shift, share});
      }
    }
    for (auto& explanation : made.explanations) explanation.share /= sum;
    if (!made.explanations.empty()) known.explained += peak.intensity;
    known.peaks.push_back(std::move(made));
  }
  if (total > 0.0) known.explained /= total;
  return known;
}

CarriedEsi transfer(const KnownEsi& known, const FragmentGraph& known_molecule,
                    InstrumentClass instrument, const FragmentGraph& other,
                    const EsiIons& other_ions, const AtomMapping& known_to_other) {
  const auto projected = project(known_molecule, known.fragments, other, known_to_other);
  const Compositions compositions(other);
  std::vector<int> hydrogens;
  for (const ProjectedFragment& fragment : projected)
    hydrogens.push_back(compositions.hydrogens_in(fragment.atoms));
  const Composition whole = protonated(known_molecule);
  const Composition other_whole = protonated(other);
  CarriedEsi carried;
  TransferredEsi& made = carried.ions;
  double total = 0.0;
  for (const KnownEsi::Peak& peak : known.peaks) {
    total += peak.intensity;
    if (peak.explanations.empty()) {
      add_unexplained(peak, whole, other_whole, instrument, other_ions, made);
      continue;
    }
    for (const KnownEsi::Explanation& explanation : peak.explanations) {
      const ProjectedFragment& landing = projected[explanation.fragment];
      const double intensity = peak.intensity * explanation.share * landing.factor;
      if (landing.atoms == 0 || intensity <= 0.0 ||
          hydrogens[explanation.fragment] + explanation.hydrogen_shift < 0)
        continue;
      const Composition composition = compositions.of(landing.atoms, explanation.hydrogen_shift);
      if (cation_mz(composition) < kLowestEsiMz) continue;
      add(made, composition, intensity, landing.atoms, explanation.hydrogen_shift);
    }
  }
  double highest = 0.0;
  for (const auto& [composition, ion] : made) {
    highest = std::max(highest, ion.intensity);
    carried.landed += ion.intensity;
  }
  if (highest <= 0.0) return {};
  carried.landed = std::min(1.0, carried.landed / total);
  for (auto& [composition, ion] : made) {
    ion.intensity /= highest;
    ion.largest /= highest;
  }
  return carried;
}

}  // namespace basepeak
