#include "gpu/ei_kernel.cuh"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "gpu/ei_shares.h"
#include "gpu/half.h"
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

}  // namespace
}  // namespace basepeak
