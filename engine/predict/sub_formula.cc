#include "engine/predict/sub_formula.h"

#include <array>
#include <cmath>

namespace basepeak {
namespace {

constexpr std::size_t kHydrogen = 1;
constexpr int kMostAlternatives = 2;
// Heavy elements first, so that few ways are left for carbon; hydrogen is what is missing.
constexpr std::array<std::size_t, Composition::kElements - 1> kOrder = {10, 9, 8, 7, 6,
                                                                        5,  4, 3, 2, 0};

double mass_of(std::size_t element) {
  Composition one;
  const double none = cation_mz(one);
  one.count[element] = 1;
  return cation_mz(one) - none;
}

class Search {
  struct Found {
    int count = 0;
    Composition best;  // the nearest
    double off = 0.0;
  };

 public:
  Search(const Composition& whole, double mz, double window)
      : whole_(whole), mz_(mz), window_(window) {
    for (std::size_t e = 0; e < mass_.size(); ++e) mass_[e] = mass_of(e);
  }
  std::optional<Composition> answer() {
    Composition none;
    walk(0, mz_ - cation_mz(none));
    const Found& found = even_.count > 0 ? even_ : radical_;
    return found.count > 0 && found.count <= kMostAlternatives ? std::optional(found.best)
                                                               : std::nullopt;
  }

 private:
  void walk(std::size_t at, double left) {
    if (at == kOrder.size()) return settle(left);
    const std::size_t element = kOrder[at];
    const double one = mass_[element];
    for (int n = 0; n <= whole_.count[element] && n * one <= left + window_; ++n) {
      ion_.count[element] = static_cast<std::uint16_t>(n);
      walk(at + 1, left - n * one);
    }
    ion_.count[element] = 0;
  }
  void settle(double left) {
    const long hydrogens = std::lround(left / mass_[kHydrogen]);
    const double off = std::abs(left - static_cast<double>(hydrogens) * mass_[kHydrogen]);
    if (hydrogens < 0 || hydrogens > whole_.count[kHydrogen] || off > window_) return;
    Composition ion = ion_;
    ion.count[kHydrogen] = static_cast<std::uint16_t>(hydrogens);
    if (unsaturation(ion) < 0.0) return;
    Found& found = is_even_electron(ion) ? even_ : radical_;
    if (++found.count == 1 || off < found.off) {
      found.best = ion;
      found.off = off;
    }
  }

  const Composition& whole_;
  double mz_, window_;
  std::array<double, Composition::kElements> mass_{};
  Composition ion_;
  Found even_, radical_;
};

}  // namespace

std::optional<Composition> sub_formula(const Composition& whole, double mz, double window) {
  return Search(whole, mz, window).answer();
}

double unsaturation(const Composition& ion) noexcept {
  // Of C H N O F Si P S Cl Br I.
  constexpr std::array<int, Composition::kElements> kAdds = {2, -1, 1, 0, -1, 2, 1, 0, -1, -1, -1};
  int twice = 2;
  for (std::size_t e = 0; e < kAdds.size(); ++e) twice += ion.count[e] * kAdds[e];
  return 0.5 * twice;
}

std::optional<Composition> difference(const Composition& whole, const Composition& part) noexcept {
  Composition rest;
  for (std::size_t e = 0; e < Composition::kElements; ++e) {
    if (part.count[e] > whole.count[e]) return std::nullopt;
    rest.count[e] = static_cast<std::uint16_t>(whole.count[e] - part.count[e]);
  }
  return rest;
}

}  // namespace basepeak
