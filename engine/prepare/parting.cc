#include "engine/prepare/parting.h"

#include <algorithm>
#include <cmath>

namespace basepeak {

namespace {

constexpr std::size_t kMostTogether = 4;
constexpr std::size_t kFewestScans = 8;
constexpr std::size_t kFewestIons = 3;
constexpr std::size_t kIonsEach = 48;   // that a component's place is fitted by
constexpr double kMissed = 1.1;         // times the misfit with a component, without it, at most
constexpr double kWellExplained = 4.0;  // squared standard deviations a point
constexpr double kExplained = 1.1;      // squared standard deviations a point: nothing is missing
constexpr double kBeside = 1.2;         // widths from the others, within which one may hide
constexpr double kMoved = 0.25;         // widths: what lies farther off began as something else
constexpr double kAlike = 0.95;         // cosine of square roots: a part of the peak's own shape

SharedShape without(const SharedShape& shape, std::size_t peak) {
  SharedShape fewer = shape;
  fewer.apexes.erase(fewer.apexes.begin() + static_cast<std::ptrdiff_t>(peak));
  return fewer;
}

// Takes out peaks that the others explain as well, the least missed first: a noisy maximum on
// a neighbour's flank is not a compound.
void drop_the_needless(const ShapeGroup& group, Parted& parted) {
  while (parted.from.size() > 1) {
    std::optional<GroupFit> best;
    std::size_t which = 0;
    for (std::size_t k = 0; k < parted.from.size(); ++k) {
      GroupFit fewer = fit_group(without(parted.fit.shape, k), group);
      if (best && fewer.misfit >= best->misfit) continue;
      best = std::move(fewer);
      which = k;
    }
    if (best->misfit > kMissed * parted.fit.misfit) return;
    parted.fit = std::move(*best);
    parted.from.erase(parted.from.begin() + static_cast<std::ptrdiff_t>(which));
  }
}

// With one peak more: where it explains most of what these leave, before and after the first of
// them; the better of both once everything has moved to fit.
std::optional<GroupFit> with_one_more(const SharedShape& shape, double width,
                                      const ShapeGroup& group) {
  const auto [low, high] = std::minmax_element(shape.apexes.begin(), shape.apexes.end());
  const double step = std::max(0.5, 0.1 * width);
  const double reach = kBeside * width;
  struct Trial {
    double apex = 0.0;
    double misfit = 0.0;
  };
  std::optional<Trial> before;
  std::optional<Trial> after;
  for (double apex = *low - reach; apex <= *high + reach; apex += step) {
    const bool is_taken = std::any_of(shape.apexes.begin(), shape.apexes.end(), [&](double other) {
      return std::abs(other - apex) < 0.999 * step;
    });
    if (is_taken || apex < static_cast<double>(group.first) ||
        apex >= static_cast<double>(group.last)) {
      continue;
    }
    SharedShape trial = shape;
    trial.apexes.push_back(apex);
    const double misfit = misfit_of(trial, group);
    std::optional<Trial>& side = apex < shape.apexes.front() ? before : after;
    if (!side || misfit < side->misfit) side = Trial{apex, misfit};
  }
  std::optional<GroupFit> best;
  for (const auto& side : {before, after}) {
    if (!side) continue;
    SharedShape start = shape;
    start.apexes.push_back(side->apex);
    GroupFit fit = fit_group(start, group, 0.5 * width);
    if (!best || fit.misfit < best->misfit) best = std::move(fit);
  }
  return best;
}

// Looks anew for the place of every peak but the strongest: what a maximum of noise or of shared
// ions began at a wrong place does not get to the right one by small steps.
void place_anew(double width, std::size_t strongest, const ShapeGroup& group, Parted& parted) {
  for (std::size_t k = 0; k < parted.from.size(); ++k) {
    if (parted.from[k] == strongest) continue;
    SharedShape others = without(parted.fit.shape, k);
    std::optional<GroupFit> anew = with_one_more(others, width, group);
    if (!anew || anew->misfit >= 0.98 * parted.fit.misfit) continue;
    auto& apexes = anew->shape.apexes;
    std::rotate(apexes.begin() + static_cast<std::ptrdiff_t>(k), apexes.end() - 1, apexes.end());
    parted.fit = std::move(*anew);
  }
}

double cosine_of_roots(const std::vector<double>& a, const std::vector<double>& b) {
  double dot = 0.0;
  double of_a = 0.0;
  double of_b = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    dot += std::sqrt(a[i] * b[i]);
    of_a += a[i];
    of_b += b[i];
  }
  return of_a > 0.0 && of_b > 0.0 ? dot / std::sqrt(of_a * of_b) : 0.0;
}

// A peak that was found by what the others left is a compound of its own only if enough ions are
// sure of it and its spectrum is not that of a neighbour: the rest of a misshapen peak is.
bool is_a_compound(const SharedShape& shape, std::size_t peak, int minimum_ions,
                   const ShapeGroup& group) {
  const PeakShares own = shares_of(shape, peak, group);
  int sure = 0;
  for (std::size_t i = 0; i < own.shares.size(); ++i) {
    sure += own.shares[i] > kSure * own.errors[i] ? 1 : 0;
  }
  if (sure < minimum_ions) return false;
  for (std::size_t k = 0; k < shape.apexes.size(); ++k) {
    if (k == peak) continue;
    if (cosine_of_roots(own.shares, shares_of(shape, k, group).shares) > kAlike) return false;
  }
  return true;
}

void add_the_hidden(double width, int minimum_ions, const ShapeGroup& group, Parted& parted) {
  while (parted.from.size() < kMostTogether && parted.fit.misfit > kExplained * group.points()) {
    std::optional<GroupFit> more = with_one_more(parted.fit.shape, width, group);
    if (!more || parted.fit.misfit < kMissed * more->misfit ||
        !is_a_compound(more->shape, more->shape.apexes.size() - 1, minimum_ions, group)) {
      return;
    }
    parted.fit = std::move(*more);
    parted.from.emplace_back();
  }
}

// Takes the name of a component from a peak that the fit found elsewhere: that component's ions and
// signal are not this peak's.
void forget_the_moved(const ElutionGroup& group, Parted& parted) {
  for (std::size_t k = 0; k < parted.from.size(); ++k) {
    auto& from = parted.from[k];
    if (!from) continue;
    const double moved = parted.fit.shape.apexes[k] - group.start.apexes[*from];
    if (std::abs(moved) > std::max(1.0, kMoved * group.width)) from.reset();
  }
}

}  // namespace

std::optional<Parted> part(const IonChromatograms& run, const Detector& detector,
                           const Method::Components& settings, ElutionGroup& group) {
  ShapeGroup& scans = group.scans;
  if (group.size() > kMostTogether || scans.last < scans.first + kFewestScans) return std::nullopt;
  choose_ions(run, detector, settings.lowest_mz, group.start, kIonsEach, scans);
  if (scans.ions.size() < kFewestIons) return std::nullopt;
  Parted parted;
  for (std::size_t k = 0; k < group.size(); ++k) parted.from.emplace_back(k);
  parted.fit = fit_group(group.start, scans);
  drop_the_needless(scans, parted);
  if (parted.fit.misfit > kExplained * scans.points()) {
    place_anew(group.width, group.strongest, scans, parted);
    add_the_hidden(group.width, settings.minimum_ions, scans, parted);
  }
  weigh_by(parted.fit.shape, detector, scans);
  parted.fit = fit_group(parted.fit.shape, scans);
  if (parted.fit.misfit > kWellExplained * scans.points()) return std::nullopt;
  forget_the_moved(group, parted);
  return parted;
}

}  // namespace basepeak
