#include "engine/search/ms2_levels.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/search/kernels.h"

namespace basepeak {

namespace {

constexpr double kOctaves = 12.0;
constexpr int kTop = static_cast<int>(kLevels) - 1;
constexpr int kSteps = 16;       // a query's weight is rounded up to a 16th of a level
constexpr double kSlack = 1e-6;  // more than single and double precision lose on the way
constexpr int kMantissaBits = 8;
constexpr int kLowestExponent = 1023 - static_cast<int>(kOctaves);

double x_log_x(double x) { return x > 0.0 ? x * std::log2(x) : 0.0; }

// The entropy term is v * entropy_factor(a / v) for weights a and v.
double entropy_factor(double ratio) { return 0.5 * (x_log_x(1.0 + ratio) - x_log_x(ratio)); }

double entropy_term(double a, double b) { return 0.5 * (x_log_x(a + b) - x_log_x(a) - x_log_x(b)); }

double weight_at(double level) {
  return std::exp2(kOctaves * (level - kTop) / kTop) * (1.0 + 1e-9);
}

struct LevelTables {
  std::array<double, kLevels> value;
  std::array<float, kLevels> value_above;  // single precision, not below
  // The level of the lowest weight with these leading bits.
  std::array<std::uint8_t, (static_cast<std::size_t>(kOctaves) << kMantissaBits) + 1> level;
  // factor[step][k]: entropy_factor, rounded up, of a query weight `step` above level L and a
  // record weight of level L + k - kTop.
  std::array<std::array<float, 2 * kLevels>, kSteps> factor;

  LevelTables() : value{}, value_above{}, level{}, factor{} {
    for (int l = 0; l <= kTop; ++l) {
      const auto i = static_cast<std::size_t>(l);
      value[i] = weight_at(l);
      value_above[i] = std::nextafter(static_cast<float>(value[i]), 2.0F);
    }
    for (std::size_t i = 0; i < level.size(); ++i) {
      const double lowest = std::bit_cast<double>((std::uint64_t{kLowestExponent} << 52) +
                                                  (std::uint64_t{i} << (52 - kMantissaBits)));
      const auto at = std::lower_bound(value.begin(), value.end(), lowest);
      level[i] = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(at - value.begin(), kTop));
    }
    for (int step = 0; step < kSteps; ++step) {
      for (int k = 0; k < 2 * kTop + 1; ++k) {
        const double levels_apart = kTop - k + static_cast<double>(step) / kSteps;
        const double ratio = std::exp2(kOctaves * levels_apart / kTop);
        factor[static_cast<std::size_t>(step)][static_cast<std::size_t>(k)] =
            static_cast<float>(entropy_factor(ratio) * (1.0 + kSlack));
      }
    }
  }
};

const LevelTables& tables() {
  static const LevelTables kTables;
  return kTables;
}

// In 16ths of a level, rounded up.
int step_of(double weight) {
  if (weight <= weight_at(0)) return 0;
  const double level = (std::log2(weight) + kOctaves) * kTop / kOctaves;
  return std::min(static_cast<int>(std::ceil(level * kSteps)), kTop * kSteps);
}

}  // namespace

std::uint8_t level_of(double weight) noexcept {
  const LevelTables& t = tables();
  if (weight <= t.value[0]) return 0;
  const std::uint64_t place = (std::bit_cast<std::uint64_t>(weight) >> (52 - kMantissaBits)) -
                              (std::uint64_t{kLowestExponent} << kMantissaBits);
  std::size_t level = t.level[std::min<std::uint64_t>(place, t.level.size() - 1)];
  while (level < kTop && t.value[level] < weight) ++level;
  return static_cast<std::uint8_t>(level);
}

double level_value(std::uint8_t level) noexcept { return tables().value[level]; }

double most_level_total(std::size_t weights, bool are_squares) noexcept {
  // A level is at most one step above its weight; the lowest holds all that are smaller.
  const double above = (1.0 + kSlack) * std::exp2(kOctaves / kTop);
  const auto count = static_cast<double>(weights);
  return above + (are_squares ? std::sqrt(count) : count) * (1.0 + kSlack) * std::exp2(-kOctaves);
}

double most_added(double total, Contribution contribution) noexcept {
  // A record's weights, or their squares, sum to 1.
  return (1.0 + kSlack) *
         (contribution == Contribution::entropy ? entropy_term(total, 1.0) : std::sqrt(total));
}

ContributionTables::ContributionTables(const std::vector<double>& query_weights,
                                       Contribution contribution, double record_total,
                                       std::size_t pairings) {
  // Terms and products of single pairs sum to no more than the term of the sums (the term is
  // concave and of degree 1) or the product of the norms (Cauchy-Schwarz). Each limit adds up to 1.
  double total = 0.0;
  for (const double w : query_weights) {
    const double above = weight_at(static_cast<double>(step_of(w)) / kSteps);
    total += contribution == Contribution::entropy ? above : w * w;
  }
  if (contribution == Contribution::product) total = std::sqrt(total);
  record_total = std::max(record_total, 1.01);  // so that every level has room
  const double most = contribution == Contribution::entropy ? entropy_term(total, record_total)
                                                            : total * record_total;
  const double room =
      65'000.0 - static_cast<double>(pairings) * static_cast<double>(query_weights.size());
  if (room < 10'000.0) return;
  scale_ = std::min(50'000.0, room / std::max(1e-3, most * static_cast<double>(pairings)));

  const LevelTables& t = tables();
  size_ = (query_weights.size() + 1) * kLevels;
  rows_ = std::make_unique_for_overwrite<std::uint16_t[]>(size_);
  std::fill_n(rows_.get(), kLevels, std::uint16_t{0});
  std::array<float, kLevels> ones;
  ones.fill(1.0F);
  for (std::size_t i = 0; i < query_weights.size(); ++i) {
    std::uint16_t* const limit = rows_.get() + (i + 1) * kLevels;
    if (contribution == Contribution::entropy) {
      const int step = step_of(query_weights[i]);
      const auto& row = t.factor[static_cast<std::size_t>(step % kSteps)];
      fill_table(t.value_above.data(), row.data() + (kTop - step / kSteps),
                 static_cast<float>(scale_ * (1.0 + kSlack)), limit);
    } else {
      fill_table(t.value_above.data(), ones.data(),
                 static_cast<float>(scale_ * query_weights[i] * (1.0 + kSlack)), limit);
    }
  }
}

const std::uint16_t* ContributionTables::limit(std::size_t query_peak) const noexcept {
  return rows_.get() + (query_peak + 1) * kLevels;
}

std::span<const std::uint16_t> ContributionTables::rows() const noexcept {
  return {rows_.get(), size_};
}

std::uint16_t ContributionTables::least_sum(double score) const noexcept {
  return static_cast<std::uint16_t>(std::clamp(scale_ * score * (1.0 - 1e-9), 1.0, 65'535.0));
}

}  // namespace basepeak
