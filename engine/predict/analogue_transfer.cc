#include "engine/predict/analogue_transfer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "engine/predict/projection.h"

namespace basepeak {
namespace {

constexpr double kSimilarityScale = 0.08;
constexpr double kKnownAtomsWeight = 2.0;
constexpr std::size_t kWithinABond = 2;  // radii shared: the atom itself, its neighbours

void add_weighted(IsotopeAtoms& sum, const IsotopeAtoms& atoms, double weight) {
  sum.carbon += weight * atoms.carbon;
  sum.silicon += weight * atoms.silicon;
  sum.sulfur += weight * atoms.sulfur;
  sum.chlorine += weight * atoms.chlorine;
  sum.bromine += weight * atoms.bromine;
}

// Sums of weighted atoms become averages; the usual composition where nothing was added.
void divide(std::vector<IsotopeAtoms>& atoms, const NominalSpectrum& weight) {
  for (std::size_t m = 0; m < atoms.size(); ++m) {
    if (weight[m] <= 0.0) {
      atoms[m] = usual_isotope_atoms(static_cast<int>(m));
      continue;
    }
    IsotopeAtoms average;
    add_weighted(average, atoms[m], 1.0 / weight[m]);
    atoms[m] = average;
  }
}

}  // namespace

PredictedMolecule predicted_molecule(const MoleculeGraph& molecule, std::string_view shown_name) {
  PredictedMolecule made;
  made.graph = fragment_graph(molecule, shown_name);
  made.environments = environments_of(made.graph);
  made.fingerprint = fingerprint_of(made.environments);
  made.nominal_mass = nominal_mass(made.graph, made.graph.all());
  return made;
}

KnownEi known_ei(PredictedMolecule molecule, const Peaks& measured) {
  KnownEi known;
  known.molecule = std::move(molecule);
  const FragmentGraph& graph = known.molecule.graph;
  const std::vector<Fragment> fragments = fragments_of(graph, kTransferLimits);
  const std::vector<EiIon> ions = ei_ions(graph, fragments);
  const auto length = static_cast<std::size_t>(known.molecule.nominal_mass) + 1;
  known.spectrum = nominal_spectrum(measured, length);
  take_isotopes_off(known.spectrum, isotope_atoms_by_mz(graph, fragments, ions, length));
  NominalSpectrum sum(length, 0.0);
  for (const EiIon& ion : ions) {
    const auto mz = static_cast<std::size_t>(ion.mz);
    if (mz < length) sum[mz] += prior_weight(ion.cost);
  }
  constexpr std::uint32_t kNotKept = static_cast<std::uint32_t>(-1);
  std::vector<std::uint32_t> place(fragments.size(), kNotKept);
  for (EiIon ion : ions) {
    const auto mz = static_cast<std::size_t>(ion.mz);
    if (mz >= length || known.spectrum[mz] <= 0.0) continue;
    std::uint32_t& kept = place[ion.fragment];
    if (kept == kNotKept) {
      kept = static_cast<std::uint32_t>(known.fragments.size());
      known.fragments.push_back(fragments[ion.fragment]);
    }
    ion.fragment = kept;
    known.ions.push_back(ion);
    known.ion_share.push_back(prior_weight(ion.cost) / sum[mz]);
  }
  return known;
}

TransferredEi transfer(const KnownEi& known, const PredictedMolecule& other,
                       const AtomMapping& known_to_other) {
  const auto length = static_cast<std::size_t>(other.nominal_mass) + 1;
  TransferredEi result;
  result.intensity.assign(length, 0.0);
  result.atoms.assign(length, {});
  result.largest.assign(length, {});
  for (std::size_t i = 0; i < known_to_other.from_other.size(); ++i) {
    const std::size_t from = known_to_other.from_other[i];
    if (from == kUnmapped) continue;
    result.mapped |= bit_of(i);
    if (shared_radii(known.molecule.environments[from], other.environments[i]) >= kWithinABond)
      result.alike |= bit_of(i);
  }
  const auto projected =
      project(known.molecule.graph, known.fragments, other.graph, known_to_other);
  struct Landing {
    int mass = 0;
    int hydrogens = 0;
    IsotopeAtoms atoms;
  };
  const AtomSums sums(other.graph);
  std::vector<Landing> landings;
  landings.reserve(projected.size());
  for (const ProjectedFragment& fragment : projected) {
    const AtomSums::Sum sum = sums.of(fragment.atoms);
    landings.push_back({sum.nominal_mass(), sum.hydrogens(), isotope_atoms(sum)});
  }
  // Shares of a peak are formed again among the ions that land somewhere.
  const auto lands = [&](const EiIon& ion) {
    const Landing& landing = landings[ion.fragment];
    const int mz = landing.mass + ion.hydrogen_shift;
    return projected[ion.fragment].factor > 0.0 && mz > 0 && mz < static_cast<int>(length) &&
           landing.hydrogens + ion.hydrogen_shift >= 0;
  };
  NominalSpectrum sum(known.spectrum.size(), 0.0);
  for (std::size_t i = 0; i < known.ions.size(); ++i) {
    const EiIon& ion = known.ions[i];
    if (lands(ion))
      sum[static_cast<std::size_t>(ion.mz)] += known.ion_share[i] * projected[ion.fragment].factor;
  }
  for (std::size_t i = 0; i < known.ions.size(); ++i) {
    const EiIon& ion = known.ions[i];
    if (!lands(ion)) continue;
    const auto from = static_cast<std::size_t>(ion.mz);
    const Landing& landing = landings[ion.fragment];
    const auto to = static_cast<std::size_t>(landing.mass + ion.hydrogen_shift);
    const double share =
        known.spectrum[from] * known.ion_share[i] * projected[ion.fragment].factor / sum[from];
    result.intensity[to] += share;
    add_weighted(result.atoms[to], landing.atoms, share);
    if (share > result.largest[to].intensity)
      result.largest[to] = {projected[ion.fragment].atoms, ion.hydrogen_shift, share};
  }
  for (std::size_t m = 0; m < known.spectrum.size() && m < length; ++m) {
    if (sum[m] > 0.0 || known.spectrum[m] <= 0.0) continue;
    const double share = known.spectrum[m];  // what no fragment explains stays where it is
    result.intensity[m] += share;
    add_weighted(result.atoms[m], usual_isotope_atoms(static_cast<int>(m)), share);
  }
  divide(result.atoms, result.intensity);
  return result;
}

double known_share(const TransferredEi& transferred, AtomMask ion) noexcept {
  if (ion == 0) return 0.0;
  const double known = std::popcount(ion & transferred.mapped);
  const double alike = std::popcount(ion & transferred.alike);
  return 0.5 * (known + alike) / std::popcount(ion);
}

std::vector<double> transfer_weights(const std::vector<double>& similarities) {
  double highest = 0.0;
  for (const double similarity : similarities) highest = std::max(highest, similarity);
  std::vector<double> weights;
  double sum = 0.0;
  for (const double similarity : similarities) {
    weights.push_back(std::exp((similarity - highest) / kSimilarityScale));
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

TransferredEi combined(const std::vector<const TransferredEi*>& transfers,
                       const std::vector<double>& weights) {
  TransferredEi result;
  const std::size_t length = transfers.front()->intensity.size();
  result.intensity.assign(length, 0.0);
  result.atoms.assign(length, {});
  result.largest.assign(length, {});
  std::vector<double> totals;
  for (std::size_t t = 0; t < transfers.size(); ++t) {
    const TransferredEi& one = *transfers[t];
    totals.push_back(std::accumulate(one.intensity.begin(), one.intensity.end(), 0.0));
    if (totals[t] <= 0.0) continue;
    result.mapped |= one.mapped;
    result.alike |= one.alike;
    for (std::size_t m = 0; m < length; ++m) {
      const double largest = weights[t] * one.largest[m].intensity / totals[t];
      if (largest > result.largest[m].intensity) {
        result.largest[m] = one.largest[m];
        result.largest[m].intensity = largest;
      }
    }
  }
  NominalSpectrum atom_weight(length, 0.0);
  std::vector<double> here(transfers.size());
  for (std::size_t m = 0; m < length; ++m) {
    const bool is_empty =
        std::all_of(transfers.begin(), transfers.end(),
                    [&](const TransferredEi* one) { return one->intensity[m] <= 0.0; });
    if (is_empty) continue;
    double sum = 0.0;
    for (std::size_t t = 0; t < transfers.size(); ++t) {
      here[t] = weights[t] *
                std::exp(kKnownAtomsWeight * known_share(*transfers[t], result.largest[m].atoms));
      sum += here[t];
    }
    for (std::size_t t = 0; t < transfers.size(); ++t) {
      const TransferredEi& one = *transfers[t];
      if (totals[t] <= 0.0 || one.intensity[m] <= 0.0) continue;
      const double share = one.intensity[m] / totals[t];
      result.intensity[m] += here[t] / sum * std::sqrt(share);
      atom_weight[m] += here[t] / sum * share;
      add_weighted(result.atoms[m], one.atoms[m], here[t] / sum * share);
    }
  }
  for (double& root : result.intensity) root *= root;
  const double base = *std::max_element(result.intensity.begin(), result.intensity.end());
  if (base > 0.0) {
    for (double& intensity : result.intensity) intensity /= base;
  }
  divide(result.atoms, atom_weight);
  return result;
}

}  // namespace basepeak
