#include "gpu/ei_kernel.cuh"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/search/hybrid.h"
#include "gpu/ei_shares.h"
#include "gpu/half.h"
#include "gpu/hybrid_kernel.cuh"
#include "tests/engine/search/random_ei_records.h"
#include "tests/gpu/run_on_host.h"

namespace basepeak {
namespace {

// What a tile makes of two spectra.
std::uint32_t key_of(const WeightedUnitMass& query, const WeightedUnitMass& record) {
  const double query_scale = 1.0 / std::sqrt(ei_norm(query));
  const double record_scale = 1.0 / std::sqrt(ei_norm(record));
  float dot = 0.0F;
  std::size_t j = 0;
  for (std::size_t i = 0; i < query.mass.size(); ++i) {
    while (j < record.mass.size() && record.mass[j] < query.mass[i]) ++j;
    if (j == record.mass.size() || record.mass[j] != query.mass[i]) continue;
    dot += half_value(half_above(query.weight[i] * query_scale)) *
           half_value(half_above(record.weight[j] * record_scale));
  }
  const std::vector<float> query_shares =
      ei_shares(query, static_cast<std::uint32_t>(record.mass.front()) + 1);
  const std::vector<float> record_shares =
      ei_shares(record, static_cast<std::uint32_t>(query.mass.front()) + 1);
  return ei_key(dot, query_shares.back(), record_shares.back());
}

bool has_norm(const WeightedUnitMass& spectrum) {
  return !spectrum.mass.empty() && ei_norm(spectrum) > 0.0;
}

RC_GTEST_PROP(EiKernel, HasNoKeyBelowASquaredCosine, ()) {
  for (const Score score : {Score::ei_weighted_cosine, Score::ei_cosine, Score::ei_sqrt_cosine}) {
    const WeightedUnitMass query = random_prepared(score).unit_mass;
    const WeightedUnitMass record = random_prepared(score).unit_mass;
    if (!has_norm(query) || !has_norm(record)) continue;
    const double cosine = ei_cosine(query, record).score;
    RC_ASSERT(key_of(query, record) + 1e-6 >= 65'534.0 * cosine * cosine);
    if (cosine > 0.0) RC_ASSERT(key_of(query, record) >= 1U);
  }
}

RC_GTEST_PROP(EiKernel, HasNoKeyBelowWhatACompositeNeeds, ()) {
  const WeightedUnitMass query = random_prepared(Score::ei_identity).unit_mass;
  const WeightedUnitMass record = random_prepared(Score::ei_identity).unit_mass;
  RC_PRE(has_norm(query) && has_norm(record));
  const double share = (ei_identity(query, record).score + 0.5) / 1000.0;
  RC_ASSERT(key_of(query, record) + 1e-6 >= 65'534.0 * (2.0 * share - 1.0));
}

// Where no peak is a trace and both spectra begin at one mass the key is the squared cosine, but
// for the rounding: up to 2^-10 of each weight of a pair, the slack for sums, one step of keys.
TEST(EiKernel, LiesCloseAboveTheSquaredCosine) {
  std::mt19937 random(3);
  for (int repeat = 0; repeat < 2'000; ++repeat) {
    const auto spectrum = [&] {
      PeakList list{{40.0, 100.0}};
      for (int mass = 41; mass < 140; ++mass) {
        if (random() % 2 == 0) list.emplace_back(mass, 2.0 + test::below(random, 998));
      }
      return mass_weighted(unit_mass(list));
    };
    const WeightedUnitMass query = spectrum();
    const WeightedUnitMass record = spectrum();
    const double cosine = ei_cosine(query, record).score;
    const double bound = cosine * cosine * (1.0 + 4 * 0x1p-10 + 2 * 2.6e-4 + 3e-5);
    ASSERT_LE(key_of(query, record), 65'534.0 * bound + 2.0);
  }
}

// What the hybrid kernel makes of two spectra.
float hybrid_share_of(const WeightedUnitMass& query, const WeightedUnitMass& record,
                      std::int32_t difference) {
  std::vector<std::uint16_t> mass(record.mass.size() * kWarp);
  std::vector<float> weight(record.mass.size() * kWarp);
  for (std::size_t i = 0; i < record.mass.size(); ++i) {
    mass[i * kWarp] = static_cast<std::uint16_t>(record.mass[i]);
    weight[i * kWarp] = static_cast<float>(record.weight[i]);
  }
  std::vector<float> weights(kHybridMasses);
  std::vector<float> norms(kHybridMasses);
  for (std::size_t i = 0; i < query.mass.size(); ++i) {
    weights[static_cast<std::size_t>(query.mass[i])] = static_cast<float>(query.weight[i]);
  }
  double norm = 0.0;
  for (std::size_t m = kHybridMasses; m-- > 0;) {
    norm += least_counted(weights[m]);
    norms[m] = static_cast<float>(norm * (1.0 - 1e-6));
  }
  return hybrid_share({mass.data(), weight.data(), static_cast<std::uint32_t>(record.mass.size())},
                      weights.data(), norms.data(), query.mass.front(), difference);
}

bool fits_hybrid(const WeightedUnitMass& spectrum) {
  return !spectrum.mass.empty() && spectrum.mass.back() < static_cast<std::int32_t>(kHybridMasses);
}

RC_GTEST_PROP(HybridKernel, HasNoKeyBelowAHybridScore, ()) {
  const WeightedUnitMass query = random_prepared(Score::ei_hybrid).unit_mass;
  const WeightedUnitMass record = random_prepared(Score::ei_hybrid).unit_mass;
  RC_PRE(fits_hybrid(query) && fits_hybrid(record));
  const std::int32_t difference = *rc::gen::inRange(-60, 61);
  const double score = ei_hybrid(query, record, difference).value.score;
  const float share = hybrid_share_of(query, record, difference);
  if (score > 0.0) RC_ASSERT(1000.0 * double{share} - 0.5 >= score);
  RC_ASSERT(hybrid_key(share) + 1e-6 >= std::min(65'535.0, 65'534.0 * double{share}));
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
