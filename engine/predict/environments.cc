#include "engine/predict/environments.h"

#include <algorithm>

#include "engine/predict/mixing.h"

namespace basepeak {
namespace {

std::uint64_t start_of(const FragmentGraph::Atom& atom) noexcept {
  std::uint64_t value = 0;
  for (const char c : atom.element) value = value * 256 + static_cast<unsigned char>(c);
  value = joined(value, static_cast<std::uint64_t>(atom.hydrogens));
  value = joined(value, static_cast<std::uint64_t>(std::popcount(atom.neighbours)));
  return joined(value, (atom.is_aromatic ? 2U : 0U) + (atom.is_in_ring ? 1U : 0U));
}

}  // namespace

std::vector<Environment> environments_of(const FragmentGraph& molecule) {
  std::vector<Environment> all(molecule.atoms.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i][0] = start_of(molecule.atoms[i]);
  for (std::size_t radius = 1; radius < kEnvironmentRadii; ++radius) {
    // Sums do not depend on the order of the bonds.
    std::vector<std::uint64_t> around(all.size(), 0);
    for (const FragmentGraph::Bond& bond : molecule.bonds) {
      const auto kind = static_cast<std::uint64_t>(bond.order * 2 + (bond.is_in_ring ? 1 : 0));
      around[bond.begin] += joined(all[bond.end][radius - 1], kind);
      around[bond.end] += joined(all[bond.begin][radius - 1], kind);
    }
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i][radius] = joined(all[i][radius - 1], around[i]);
  }
  return all;
}

std::size_t shared_radii(const Environment& a, const Environment& b) noexcept {
  std::size_t shared = 0;
  while (shared < a.size() && a[shared] == b[shared]) ++shared;
  return shared;
}

Fingerprint fingerprint_of(const std::vector<Environment>& environments) {
  Fingerprint fingerprint;
  for (const Environment& environment : environments)
    fingerprint.insert(fingerprint.end(), environment.begin(), environment.begin() + 3);
  std::sort(fingerprint.begin(), fingerprint.end());
  return fingerprint;
}

double similarity(const Fingerprint& a, const Fingerprint& b) noexcept {
  std::size_t shared = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++shared;
      ++i;
      ++j;
    } else if (a[i] < b[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  const std::size_t all = a.size() + b.size() - shared;
  return all == 0 ? 0.0 : static_cast<double>(shared) / static_cast<double>(all);
}

}  // namespace basepeak
