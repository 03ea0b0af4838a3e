#include "engine/predict/displayed_spectrum.h"

#include <algorithm>

namespace basepeak {
namespace {

// What each ion of the prediction holds: as the analogues say, else the cheapest explanation.
std::vector<IsotopeAtoms> composition(const PredictedMolecule& molecule, const EiEvidence& evidence,
                                      std::size_t length) {
  const GenericRows& rows = evidence.generic_rows;
  auto atoms = isotope_atoms_by_mz(molecule.graph, rows.fragments, rows.ions, length);
  for (std::size_t m = 0; m < evidence.transferred.intensity.size() && m < length; ++m)
    if (evidence.transferred.intensity[m] > 0.0) atoms[m] = evidence.transferred.atoms[m];
  return atoms;
}

NominalSpectrum squares(const std::vector<double>& roots) {
  NominalSpectrum spectrum;
  for (const double root : roots) spectrum.push_back(root * root);
  return spectrum;
}

void explain(PredictedPeak& peak, int mz, const PredictedMolecule& molecule,
             const EiEvidence& evidence) {
  const auto m = static_cast<std::size_t>(mz);
  if (m < evidence.transferred.largest.size()) {
    peak.atoms = evidence.transferred.largest[m].atoms;
    peak.hydrogen_shift = evidence.transferred.largest[m].hydrogen_shift;
  }
  for (std::size_t k = 0; k < evidence.analogues.size(); ++k)
    if (evidence.analogues[k].transferred.intensity[m] > 0.0) peak.analogues.push_back(k);
  const GenericRows& rows = evidence.generic_rows;
  const auto row = std::lower_bound(rows.mz.begin(), rows.mz.end(), mz);
  if (peak.atoms == 0 && row != rows.mz.end() && *row == mz) {
    const EiIon& ion = rows.ions[rows.ion[static_cast<std::size_t>(row - rows.mz.begin())]];
    peak.atoms = rows.fragments[ion.fragment].atoms;
    peak.hydrogen_shift = ion.hydrogen_shift;
  }
  if (peak.atoms != 0) peak.formula = formula_of(molecule.graph, peak.atoms, peak.hydrogen_shift);
}

NominalSpectrum shown(const NominalSpectrum& plain, const std::vector<IsotopeAtoms>& atoms) {
  NominalSpectrum spectrum = with_isotopes(plain, atoms);
  const double base = *std::max_element(spectrum.begin(), spectrum.end());
  for (double& intensity : spectrum) {
    if (base > 0.0) intensity *= 999.0 / base;
    if (intensity < kLeastShown) intensity = 0.0;
  }
  return spectrum;
}

// Where no analogue puts anything the generic answer still tells candidates apart; more of it makes
// them alike.
constexpr double kGenericInRanking = 0.05;

}  // namespace

NominalSpectrum shown_spectrum(const std::vector<double>& roots, const PredictedMolecule& molecule,
                               const EiEvidence& evidence) {
  return shown(squares(roots), composition(molecule, evidence, roots.size()));
}

std::vector<PredictedPeak> predicted_peaks(const std::vector<double>& roots,
                                           const PredictedMolecule& molecule,
                                           const EiEvidence& evidence) {
  const NominalSpectrum plain = squares(roots);
  const auto atoms = composition(molecule, evidence, roots.size());
  const NominalSpectrum spectrum = shown(plain, atoms);
  std::vector<PredictedPeak> peaks;
  for (std::size_t m = 0; m < spectrum.size(); ++m) {
    if (spectrum[m] <= 0.0) continue;
    PredictedPeak peak;
    const int mz = static_cast<int>(m);
    peak.mz = mz;
    peak.intensity = spectrum[m];
    const double direct = m < plain.size() ? plain[m] : 0.0;
    const double first =
        m >= 1 && m - 1 < plain.size() ? plain[m - 1] * isotope_shares(atoms[m - 1]).first : 0.0;
    const double second =
        m >= 2 && m - 2 < plain.size() ? plain[m - 2] * isotope_shares(atoms[m - 2]).second : 0.0;
    if (std::max(first, second) > direct) {
      peak.isotope_of = mz - (first >= second ? 1 : 2);
    } else {
      explain(peak, mz, molecule, evidence);
    }
    peaks.push_back(std::move(peak));
  }
  return peaks;
}

std::vector<double> ranking_roots(const EiEvidence& evidence) {
  std::vector<double> roots = evidence.transfer;
  for (std::size_t m = 0; m < roots.size(); ++m)
    roots[m] += kGenericInRanking * evidence.generic[m];
  return roots;
}

}  // namespace basepeak
