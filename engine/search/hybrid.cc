#include "engine/search/hybrid.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace basepeak {

namespace {

constexpr int kLargestRounds = 100;
constexpr double kRise = 1e-9;  // match factors closer than this have not risen

// What two intensities at one mass add to the sums of the simple match factor. On the square-root
// scale the trace limit of 1 is 1.
struct Sums {
  double dot = 0.0;
  double query_common = 0.0;
  double query_only = 0.0;
  double record = 0.0;
  int common_peaks = 0;

  void add(double q, double h, int sign) {
    if (q <= 1.0 && h <= 1.0) return;
    if (h > 0.0) {
      query_common += sign * q * q;
    } else {
      query_only += sign * q * q;
    }
    dot += sign * q * h;
    record += sign * h * h;
    if (q > 0.0 && h > 0.0) common_peaks += sign;
  }
  static double factor(double dot, double query, double record) {
    if (query <= 0.0 || record <= 0.0 || dot <= 0.0) return 0.0;
    return std::clamp(1000.0 * std::min(1.0, dot * dot / (query * record)) - 0.5, 0.0, 999.5);
  }
  [[nodiscard]] double match_factor() const {
    return factor(dot, query_common + query_only, record);
  }
};

struct Discrepancy {
  double size;
  std::int32_t mass;
};

// Query (q) and record (h) on the square-root scale, one entry a mass.
class Pair {
 public:
  Pair(const WeightedUnitMass& query, const WeightedUnitMass& record, std::int32_t difference)
      : difference_(difference) {
    lowest_ = std::max(query.mass.front(), record.mass.front());
    first_ = std::min(query.mass.front(), record.mass.front()) - std::abs(difference) - 1;
    const std::int32_t last =
        std::max(query.mass.back(), record.mass.back()) + std::abs(difference) + 2;
    const auto size = static_cast<std::size_t>(last - first_ + 1);
    q_.assign(size, 0.0);
    h_.assign(size, 0.0);
    for (std::size_t i = 0; i < query.mass.size(); ++i) q_[at(query.mass[i])] = query.weight[i];
    for (std::size_t i = 0; i < record.mass.size(); ++i) h_[at(record.mass[i])] = record.weight[i];
    sums_ = sums();
    for (std::int32_t mass = first_; mass <= last; ++mass) note_discrepancy(mass);
    sort_discrepancies();
  }

  // Masses with a large discrepancy, the largest first.
  [[nodiscard]] const std::vector<Discrepancy>& discrepancies() const { return discrepancies_; }

  // Brings the discrepancies up to date after moves from and to these masses.
  void look_again(const std::vector<MovedIntensity>& moved, std::size_t first_move) {
    for (std::size_t i = first_move; i < moved.size(); ++i) {
      for (const std::int32_t mass : {moved[i].from_mass, moved[i].to_mass}) {
        std::erase_if(discrepancies_, [&](const Discrepancy& d) { return d.mass == mass; });
        note_discrepancy(mass);
      }
    }
    sort_discrepancies();
  }

  // Moves the record's surplus at `mass` as far as it is missing at mass + difference, and keeps
  // the move if the match factor rises.
  bool try_move(std::int32_t mass, std::vector<MovedIntensity>& moved) {
    const std::int32_t target = mass + difference_;
    // Below the common range nothing counts: moving a peak there would hide it.
    if (!contains(mass) || !contains(target) || target < lowest_) return false;
    double& donor = h_[at(mass)];
    double& receiver = h_[at(target)];
    const double amount = std::min(donor - q_[at(mass)], q_[at(target)] - receiver);
    if (amount <= 0.0) return false;
    Sums after = sums_;
    if (mass >= lowest_) {
      after.add(q_[at(mass)], donor, -1);
      after.add(q_[at(mass)], donor - amount, 1);
    }
    after.add(q_[at(target)], receiver, -1);
    after.add(q_[at(target)], receiver + amount, 1);
    if (after.match_factor() <= sums_.match_factor() + kRise) return false;
    const double gained = (receiver + amount) * (receiver + amount) - receiver * receiver;
    donor -= amount;
    receiver += amount;
    sums_ = after;
    moved.push_back({mass, target, gained});
    return true;
  }

  // Summed anew: the running sums carry rounding from moves.
  [[nodiscard]] Sums sums() const {
    Sums total;
    for (std::size_t i = at(lowest_); i < q_.size(); ++i) total.add(q_[i], h_[i], 1);
    return total;
  }

 private:
  void note_discrepancy(std::int32_t mass) {
    const double size = std::abs(h_[at(mass)] - q_[at(mass)]);
    if (size > kHybridDiscrepancy) discrepancies_.push_back({size, mass});
  }
  void sort_discrepancies() {
    std::sort(discrepancies_.begin(), discrepancies_.end(),
              [](const Discrepancy& a, const Discrepancy& b) {
                return a.size != b.size ? a.size > b.size : a.mass < b.mass;
              });
  }
  [[nodiscard]] std::size_t at(std::int32_t mass) const {
    return static_cast<std::size_t>(mass - first_);
  }
  [[nodiscard]] bool contains(std::int32_t mass) const {
    return mass >= first_ && at(mass) < q_.size();
  }

  std::int32_t difference_;
  std::int32_t lowest_ = 0;
  std::int32_t first_ = 0;
  std::vector<double> q_;
  std::vector<double> h_;
  std::vector<Discrepancy> discrepancies_;
  Sums sums_;
};

}  // namespace

HybridScore ei_hybrid(const WeightedUnitMass& query, const WeightedUnitMass& record,
                      std::int32_t mass_difference) {
  HybridScore result;
  result.unshifted = ei_simple(query, record);
  result.value = result.unshifted;
  if (mass_difference == 0 || query.mass.empty() || record.mass.empty()) return result;

  // A peak cannot move by more than the spectra are wide. Damaged input may claim any mass: the
  // arrays stay small.
  const std::int32_t widest = std::max(query.mass.back(), record.mass.back());
  if (widest > kHybridHighestMass || std::abs(mass_difference) > widest) return result;

  Pair pair(query, record, mass_difference);
  std::size_t next = 0;
  for (int round = 0; round < kLargestRounds && next < pair.discrepancies().size(); ++round) {
    const std::int32_t mass = pair.discrepancies()[next].mass;
    const std::size_t first_move = result.moved.size();
    bool has_moved = false;
    for (const std::int32_t neighbour : kHybridNeighbours) {
      if (pair.try_move(mass + neighbour, result.moved)) has_moved = true;
    }
    if (has_moved) {
      pair.look_again(result.moved, first_move);
      next = 0;
    } else {
      ++next;
    }
  }
  if (result.moved.empty()) return result;
  const Sums sums = pair.sums();
  if (sums.match_factor() <= result.unshifted.score) {
    result.moved.clear();
    return result;
  }
  result.value.score = sums.match_factor();
  result.value.reverse_score = Sums::factor(sums.dot, sums.query_common, sums.record);
  result.value.matched_peaks = static_cast<std::uint32_t>(std::max(0, sums.common_peaks));
  return result;
}

// A mass that gives never receives and the reverse, because a move stops at the query's intensity.
// So the moves possible are disjoint pairs, each moved whole or not at all. What comes from below
// the common range to a mass where the record has nothing stands alone there, and such a mass
// cannot have more than the query's own share: D^2 / N = q^2. For all other masses together D^2 / N
// is at most what every gain in the dot product with every loss in the record's norm gives. Both
// may be added, for (a + b)^2 / (x + y) <= a^2 / x + b^2 / y.
double ei_hybrid_limit(const WeightedUnitMass& query, const WeightedUnitMass& record,
                       std::int32_t mass_difference) {
  if (query.mass.empty() || record.mass.empty()) return 0.0;
  const std::int32_t lowest = std::max(query.mass.front(), record.mass.front());
  const auto counted = [](double h) { return h > 1.0 ? h * h : 0.0; };
  double dot = 0.0;
  double norm = 0.0;
  double alone = 0.0;
  double query_norm = 0.0;
  for (std::size_t i = query.mass.size(); i-- > 0 && query.mass[i] >= lowest;) {
    query_norm += counted(query.weight[i]);
  }
  std::size_t here = 0;      // query at the donor's mass
  std::size_t there = 0;     // query at the receiver's mass
  std::size_t receiver = 0;  // record at the receiver's mass
  const auto value_at = [](const WeightedUnitMass& spectrum, std::size_t& cursor,
                           std::int32_t mass) {
    while (cursor < spectrum.mass.size() && spectrum.mass[cursor] < mass) ++cursor;
    return cursor < spectrum.mass.size() && spectrum.mass[cursor] == mass ? spectrum.weight[cursor]
                                                                          : 0.0;
  };
  for (std::size_t j = 0; j < record.mass.size(); ++j) {
    const std::int32_t mass = record.mass[j];
    const double h = record.weight[j];
    const double q = value_at(query, here, mass);
    const bool is_counted = mass >= lowest;
    if (is_counted) {
      dot += q * h;
      norm += counted(h);
    }
    const std::int32_t target = mass + mass_difference;
    const double q_target = value_at(query, there, target);
    if (h <= q || q_target <= 0.0 || target < lowest || mass_difference == 0) continue;
    const double g = value_at(record, receiver, target);
    const double amount = std::min(h - q, q_target - g);
    if (amount <= 0.0) continue;
    if (!is_counted && g <= 0.0) {
      alone += q_target * q_target;
      continue;
    }
    const double gain = amount * (q_target - (is_counted ? q : 0.0));
    double change = counted(g + amount) - counted(g);
    if (is_counted) change += counted(h - amount) - counted(h);
    dot += std::max(0.0, gain);
    norm += std::min(0.0, change);
  }
  if (dot <= 0.0 && alone <= 0.0) return 0.0;
  if (query_norm <= 0.0 || (norm <= 0.0 && dot > 0.0)) return 999.5;
  const double together = dot > 0.0 ? dot * dot / norm : 0.0;
  // The slack covers the rounding of sums taken in another order.
  return std::clamp(1000.0 * (together + alone) / query_norm - 0.5 + 1e-6, 0.0, 999.5);
}

}  // namespace basepeak
