#include "gpu/ei_peak_kernel.cuh"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/search/hybrid.h"
#include "tests/engine/search/random_ei_records.h"

namespace basepeak {
namespace {

// A record as a warp's lanes have it.
struct LaneRecord {
  std::vector<std::uint16_t> mass;
  std::vector<float> weight;
  std::vector<float> ratio_weight;

  explicit LaneRecord(const WeightedUnitMass& record)
      : mass(record.mass.size() * kWarp),
        weight(record.mass.size() * kWarp),
        ratio_weight(record.mass.size() * kWarp) {
    for (std::size_t i = 0; i < record.mass.size(); ++i) {
      mass[i * kWarp] = static_cast<std::uint16_t>(record.mass[i]);
      if (record.intensity[i] > 1.0) mass[i * kWarp] |= kEiStrong;
      weight[i * kWarp] = static_cast<float>(record.weight[i]);
      if (!record.ratio_weight.empty() && record.intensity[i] > 0.0) {
        ratio_weight[i * kWarp] = static_cast<float>(record.ratio_weight[i]);
      }
    }
  }
  [[nodiscard]] EiPeakRecord view() const {
    return {mass.data(), weight.data(), ratio_weight.data(),
            static_cast<std::uint32_t>(mass.size() / kWarp)};
  }
};

// A query by mass.
struct DenseQuery {
  std::vector<float> weight = std::vector<float>(kEiPeakMasses);
  std::vector<float> ratio_weight = std::vector<float>(kEiPeakMasses);
  std::vector<std::uint16_t> strong = std::vector<std::uint16_t>(kEiPeakMasses);
  std::vector<float> norm = std::vector<float>(kEiPeakMasses);

  DenseQuery(const WeightedUnitMass& query, bool is_hybrid) {
    std::vector<bool> is_strong(kEiPeakMasses, false);
    for (std::size_t i = 0; i < query.mass.size(); ++i) {
      const auto m = static_cast<std::size_t>(query.mass[i]);
      weight[m] = static_cast<float>(query.weight[i]);
      is_strong[m] = query.intensity[i] > 1.0;
      if (!is_hybrid && query.intensity[i] > 0.0) {
        ratio_weight[m] = static_cast<float>(query.ratio_weight[i]);
      }
    }
    std::uint16_t count = 0;
    for (std::size_t m = 0; m < kEiPeakMasses; ++m) {
      if (is_strong[m]) ++count;
      strong[m] = count;
    }
    double sum = 0.0;
    for (std::size_t m = kEiPeakMasses; m-- > 0;) {
      const double w = weight[m];
      const double counted = is_strong[m] ? w * w : 0.0;
      sum += is_hybrid ? double{least_counted(weight[m])} : counted;
      norm[m] = static_cast<float>(sum * (1.0 - 1e-6));
    }
  }
};

float hybrid_share_of(const WeightedUnitMass& query, const WeightedUnitMass& record,
                      std::int32_t difference) {
  const LaneRecord lane(record);
  const DenseQuery dense(query, true);
  return hybrid_share(lane.view(), dense.weight.data(), dense.norm.data(), query.mass.front(),
                      difference);
}

bool fits(const WeightedUnitMass& spectrum) {
  return !spectrum.mass.empty() && spectrum.mass.back() < static_cast<std::int32_t>(kEiPeakMasses);
}

// Counts and what enters are exact, so that the share lies within its own slack of the score.
RC_GTEST_PROP(CompositeKernel, LiesCloseAboveTheComposite, (bool is_identity)) {
  const Score score = is_identity ? Score::ei_identity : Score::ei_stein_scott;
  const WeightedUnitMass query = random_prepared(score).unit_mass;
  const WeightedUnitMass record = random_prepared(score).unit_mass;
  RC_PRE(fits(query) && fits(record));
  const LaneRecord lane(record);
  const DenseQuery dense(query, false);
  const double share =
      composite_share(is_identity ? EiPeakScore::identity : EiPeakScore::stein_scott, lane.view(),
                      {dense.weight.data(), dense.ratio_weight.data(), dense.strong.data(),
                       dense.norm.data(), query.mass.front()});
  const ScoreValue value = is_identity ? ei_identity(query, record) : ei_stein_scott(query, record);
  RC_ASSERT((share > 0.0) == (value.matched_peaks > 0));
  const double expected = is_identity ? (value.score + 0.5) / 1000.0 : value.score;
  if (value.score > 0.0) RC_ASSERT(std::min(share, 1.0) >= expected);
  if (value.score > 0.0) RC_ASSERT(share <= expected * (1.0 + 1e-4) + 1e-6);
}

RC_GTEST_PROP(HybridKernel, HasNoKeyBelowAHybridScore, ()) {
  const WeightedUnitMass query = random_prepared(Score::ei_hybrid).unit_mass;
  const WeightedUnitMass record = random_prepared(Score::ei_hybrid).unit_mass;
  RC_PRE(fits(query) && fits(record));
  const std::int32_t difference = *rc::gen::inRange(-60, 61);
  const double score = ei_hybrid(query, record, difference).value.score;
  const float share = hybrid_share_of(query, record, difference);
  if (score > 0.0) RC_ASSERT(1000.0 * double{share} - 0.5 >= score);
  RC_ASSERT(ei_share_key(share) + 1e-6 >= std::min(65'535.0, 65'534.0 * double{share}));
}

// It is the limit of the processor's backend, but for the slack of single precision.
RC_GTEST_PROP(HybridKernel, LiesCloseAboveTheLimitInDoublePrecision, ()) {
  const auto strong = [] {
    PeakList list;
    const int size = *rc::gen::inRange(3, 40);
    for (int i = 0; i < size; ++i) list.emplace_back(40 + 2 * i, *rc::gen::inRange(4, 999));
    return simple_weighted(unit_mass(list));
  };
  const WeightedUnitMass query = strong();
  const WeightedUnitMass record = strong();
  const std::int32_t difference = *rc::gen::inRange(-20, 21);
  const double limit = ei_hybrid_limit(query, record, difference);
  const double own = 1000.0 * double{hybrid_share_of(query, record, difference)} - 0.5;
  RC_ASSERT(std::clamp(own, 0.0, 999.5) >= limit - 1e-5);
  if (limit < 500.0) RC_ASSERT(own <= limit * 1.2 + 5.0);
}

}  // namespace
}  // namespace basepeak
