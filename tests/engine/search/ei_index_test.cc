#include "engine/search/ei_index.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>

#include "engine/search/ei_table.h"
#include "tests/engine/search/random_ei_records.h"
#include "tests/engine/search/spectra.h"
#include "tests/support/each_cpu_target.h"

namespace basepeak {
namespace {

constexpr Score kScores[] = {Score::ei_identity,        Score::ei_simple, Score::ei_hybrid,
                             Score::ei_weighted_cosine, Score::ei_cosine, Score::ei_sqrt_cosine,
                             Score::ei_stein_scott};

using Ranked = std::vector<std::pair<double, std::uint32_t>>;

Ranked ranked(const std::vector<EiIndex::Found>& found, double threshold, std::size_t wanted) {
  Ranked list;
  for (const auto& one : found) {
    if (one.score >= threshold) list.emplace_back(-one.score, one.record);
  }
  std::sort(list.begin(), list.end());
  if (wanted > 0 && list.size() > wanted) list.resize(wanted);
  return list;
}

Ranked scanned(const PreparedSpectrum& query, const std::vector<PreparedSpectrum>& records,
               const SearchSettings& settings, std::size_t wanted,
               const RecordSet* admitted = nullptr) {
  std::vector<EiIndex::Found> found;
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    if (admitted != nullptr && !admitted->contains(i)) continue;
    const double score = compare(query, records[i], settings).score;
    if (score > 0.0) found.push_back({i, score});
  }
  return ranked(found, settings.threshold, wanted);
}

void finds_what_a_linear_scan_finds() {
  SearchSettings settings;
  settings.score = *rc::gen::elementOf(std::vector<Score>(std::begin(kScores), std::end(kScores)));
  const std::vector<PreparedSpectrum> records = random_library(settings.score);
  const EiIndex index(records, settings.score);
  std::vector<PreparedSpectrum> queries;
  for (int i = 0; i < 8; ++i) {
    const bool is_own = i % 2 == 0 && !records.empty();
    queries.push_back(is_own ? records[static_cast<std::size_t>(i * 7) % records.size()]
                             : random_prepared(settings.score));
  }
  const bool is_share = is_ei_cosine(settings.score) || settings.score == Score::ei_stein_scott;
  settings.threshold = *rc::gen::element(0.0, 0.0, 0.3, 0.7) * (is_share ? 1.0 : 1000.0);
  RecordSet admitted(records.size());
  const auto share = *rc::gen::element(1U, 2U, 9U);
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    if (*rc::gen::inRange(0U, share) == 0U) admitted.add(i);
  }
  for (const std::size_t wanted : {1, 3, 10, 50, 500, 0}) {
    const auto found = index.best(queries, settings, wanted);
    for (std::size_t q = 0; q < queries.size(); ++q) {
      RC_ASSERT(ranked(found[q], settings.threshold, wanted) ==
                scanned(queries[q], records, settings, wanted));
    }
    const auto among = index.best(queries, settings, wanted, &admitted);
    for (std::size_t q = 0; q < queries.size(); ++q) {
      RC_ASSERT(ranked(among[q], settings.threshold, wanted) ==
                scanned(queries[q], records, settings, wanted, &admitted));
    }
  }
}

void never_bounds_a_squared_cosine_too_low() {
  const Score score =
      *rc::gen::element(Score::ei_simple, Score::ei_weighted_cosine, Score::ei_cosine);
  const std::vector<PreparedSpectrum> records = random_library(score);
  std::vector<const WeightedUnitMass*> spectra;
  for (const PreparedSpectrum& record : records) spectra.push_back(&record.unit_mass);
  const EiTable table(spectra);
  const WeightedUnitMass query = weighted(random_spectrum(), score);
  const EiTable::Query prepared = table.prepare(query);
  std::vector<float> bounds(table.padded_size());
  for (std::size_t block = 0; block < table.blocks() && !prepared.rows.empty(); ++block) {
    table.bounds(block, prepared, &bounds[block * kEiBlock]);
  }
  for (std::size_t position = 0; position < table.size(); ++position) {
    const WeightedUnitMass& record = *spectra[table.at(position)];
    const double squared = score == Score::ei_simple
                               ? (ei_simple(query, record).score + 0.5) / 1000.0
                               : std::pow(ei_cosine(query, record).score, 2);
    if (squared > 0.0005) RC_ASSERT(bounds[position] >= squared);
  }
}

void never_bounds_a_composite_too_low() {
  const bool is_identity = *rc::gen::arbitrary<bool>();
  const Score score = is_identity ? Score::ei_identity : Score::ei_stein_scott;
  const EiComposite kind = is_identity ? EiComposite::identity : EiComposite::stein_scott;
  const std::vector<PreparedSpectrum> records = random_library(score);
  std::vector<const WeightedUnitMass*> spectra;
  for (const PreparedSpectrum& record : records) spectra.push_back(&record.unit_mass);
  const EiTable table(spectra);
  const WeightedUnitMass query = weighted(random_spectrum(), score);
  const EiTable::Query prepared = table.prepare(query);
  if (prepared.rows.empty()) return;
  for (std::size_t block = 0; block < table.blocks(); ++block) {
    std::array<float, kEiBlock> squared{};
    std::array<float, kEiBlock> bounds{};
    table.bounds(block, prepared, squared.data());
    table.composite_bounds(kind, block, prepared, squared.data(), bounds.data());
    for (std::size_t i = 0; i < kEiBlock && block * kEiBlock + i < table.size(); ++i) {
      const std::size_t position = block * kEiBlock + i;
      const WeightedUnitMass& record = *spectra[table.at(position)];
      const double composite = is_identity ? (ei_identity(query, record).score + 0.5) / 1000.0
                                           : ei_stein_scott(query, record).score;
      const double least = composite > 0.0005 ? composite : 0.0;
      RC_ASSERT(bounds[i] >= least);
      const float tight = table.composite_bound(kind, position, prepared, squared[i], 0.0F);
      RC_ASSERT(tight >= least);
      RC_ASSERT(tight <= bounds[i] * 1.0001F + 2e-5F);
      // A floor takes only records away that are below it.
      const float floor = static_cast<float>(least);
      RC_ASSERT(table.composite_bound(kind, position, prepared, squared[i], floor) >= least);
    }
  }
}

TEST(EiIndex, FindsWhatALinearScanFindsWithEveryInstructionSet) {
  test::for_each_cpu_target([](const std::string& target) {
    EXPECT_TRUE(rc::check(target, finds_what_a_linear_scan_finds));
  });
}

TEST(EiTable, NeverBoundsASquaredCosineTooLowWithAnyInstructionSet) {
  test::for_each_cpu_target([](const std::string& target) {
    EXPECT_TRUE(rc::check(target, never_bounds_a_squared_cosine_too_low));
  });
}

TEST(EiTable, NeverBoundsACompositeTooLowWithAnyInstructionSet) {
  test::for_each_cpu_target([](const std::string& target) {
    EXPECT_TRUE(rc::check(target, never_bounds_a_composite_too_low));
  });
}

TEST(EiIndex, FindsTheSameFromTwoThreads) {
  std::vector<PreparedSpectrum> records;
  for (int i = 0; i < 300; ++i) {
    PreparedSpectrum record;
    record.unit_mass = identity_weighted(unit_mass(
        {{40 + i % 17, 100}, {60 + i % 23, 999}, {90 + i % 5, 300.0 + i}, {120, 1.0 * (i % 7)}}));
    records.push_back(record);
  }
  SearchSettings settings;
  const EiIndex index(records, settings.score);
  const auto search_all = [&](std::vector<std::vector<EiIndex::Found>>& found) {
    found = index.best(records, settings, 10);
  };
  std::vector<std::vector<EiIndex::Found>> first;
  std::vector<std::vector<EiIndex::Found>> second;
  {
    const std::jthread one([&] { search_all(first); });
    const std::jthread two([&] { search_all(second); });
  }
  ASSERT_EQ(first.size(), records.size());
  for (std::size_t q = 0; q < first.size(); ++q) {
    const Ranked expected = scanned(records[q], records, settings, 10);
    EXPECT_EQ(ranked(first[q], 0.0, 10), expected);
    EXPECT_EQ(ranked(second[q], 0.0, 10), expected);
  }
}

}  // namespace
}  // namespace basepeak
