#include "engine/search/hybrid_table.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "engine/search/hybrid.h"
#include "tests/engine/search/random_ei_records.h"
#include "tests/support/each_cpu_target.h"

namespace basepeak {
namespace {

// The query with some of its peaks moved back by `difference`, some split between both places and
// some made fainter: what the hybrid score is for.
PreparedSpectrum relative_of(const PreparedSpectrum& query, std::int32_t difference) {
  std::map<std::int32_t, double> peaks;
  for (std::size_t i = 0; i < query.unit_mass.mass.size(); ++i) {
    const std::int32_t mass = query.unit_mass.mass[i];
    const double intensity = query.unit_mass.intensity[i] * *rc::gen::element(1.0, 1.0, 0.5, 0.01);
    const int fate = *rc::gen::inRange(0, 4);
    if (fate != 1) peaks[mass] += intensity;
    if (fate != 0 && mass >= difference) peaks[mass - difference] += intensity;
  }
  UnitMassSpectrum spectrum;
  for (const auto& [mass, intensity] : peaks) {
    spectrum.mass.push_back(mass);
    spectrum.intensity.push_back(std::min(intensity, 999.0));
  }
  PreparedSpectrum record;
  record.unit_mass = simple_weighted(spectrum);
  return record;
}

void never_bounds_a_score_too_low() {
  PreparedSpectrum query = random_prepared(Score::ei_hybrid);
  std::vector<PreparedSpectrum> records = random_library(Score::ei_hybrid);
  if (query.nominal_mass && !query.unit_mass.mass.empty()) {
    for (int i = 0; i < 40; ++i) {
      const std::int32_t difference = *rc::gen::inRange(-60, 60);
      records.push_back(relative_of(query, difference));
      records.back().nominal_mass = *query.nominal_mass - difference;
    }
  }
  const HybridTable table(records);
  const HybridTable::Query prepared = table.prepare(query.unit_mass);
  if (prepared.mass.empty()) return;
  for (std::size_t group = 0; group < table.groups(); ++group) {
    float bounds[kHybridGroup];
    const float highest =
        table.bounds(group, prepared, query.nominal_mass, table.unshifted(group, prepared), bounds);
    RC_ASSERT(highest == *std::max_element(std::begin(bounds), std::end(bounds)));
    for (std::size_t i = 0; i < kHybridGroup; ++i) {
      const std::uint32_t at = table.at(group * kHybridGroup + i);
      if (at == HybridTable::kNone) {
        RC_ASSERT(bounds[i] == 0.0F);
        continue;
      }
      const PreparedSpectrum& record = records[at];
      const std::int32_t difference = mass_difference(query, record).value_or(0);
      const double score = ei_hybrid(query.unit_mass, record.unit_mass, difference).value.score;
      if (score > 0.0) RC_ASSERT(bounds[i] >= (score + 0.5) / 1000.0 - 1e-7);
      RC_ASSERT(score <= ei_hybrid_limit(query.unit_mass, record.unit_mass, difference));
    }
  }
}

TEST(HybridTable, NeverBoundsAScoreTooLowWithAnyInstructionSet) {
  test::for_each_cpu_target([](const std::string& target) {
    EXPECT_TRUE(rc::check(target, never_bounds_a_score_too_low));
  });
}

TEST(HybridTable, BoundsWhatAMoveBringsInFromBelowTheQuery) {
  // All of the record lies below the query: one peak moves into its range and explains a tenth.
  PreparedSpectrum record;
  record.unit_mass = simple_weighted(unit_mass({{40, 999}, {50, 400}}));
  record.nominal_mass = 60;
  PreparedSpectrum query;
  query.unit_mass = simple_weighted(unit_mass({{140, 100}, {180, 900}}));
  const HybridTable table({&record, 1});
  const HybridTable::Query prepared = table.prepare(query.unit_mass);
  float bounds[kHybridGroup];
  table.bounds(0, prepared, 160, table.unshifted(0, prepared), bounds);
  EXPECT_NEAR(bounds[0], 0.1, 1e-4);
}

}  // namespace
}  // namespace basepeak
