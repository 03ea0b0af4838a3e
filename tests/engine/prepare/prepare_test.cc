#include "engine/prepare/prepare.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/synthetic_run.h"

namespace basepeak {
namespace {

using test::SyntheticRun;

const std::map<int, double> kFirst{{44, 0.3},  {91, 0.4},  {105, 0.25},
                                   {146, 0.6}, {189, 0.3}, {245, 1.0}};
const std::map<int, double> kSecond{{42, 0.2},  {58, 1.0},   {77, 0.3},
                                    {105, 0.5}, {134, 0.35}, {178, 0.4}};

double intensity_at(const Query& query, int mass) {
  for (std::size_t i = 0; i < query.peaks.size(); ++i) {
    if (query.peaks.mz()[i] == mass) return query.peaks.intensity()[i];
  }
  return 0.0;
}

const Query* nearest(const std::vector<Query>& queries, double retention_s) {
  const auto found =
      std::min_element(queries.begin(), queries.end(), [&](const Query& a, const Query& b) {
        return std::abs(a.retention_s - retention_s) < std::abs(b.retention_s - retention_s);
      });
  return found == queries.end() ? nullptr : &*found;
}

TEST(Prepare, FindsOneComponentForOneCompound) {
  SyntheticRun run({{180.1, 0.9, 20000.0, kFirst}}, 1.0);
  const Prepared prepared = prepare(run, Method{});
  ASSERT_EQ(prepared.queries.size(), 1U);
  const Query& query = prepared.queries.front();
  EXPECT_NEAR(query.retention_s, 180.1, 0.15);
  EXPECT_GT(query.purity, 0.9);
  EXPECT_NEAR(intensity_at(query, 146) / intensity_at(query, 245), 0.6, 0.05);
  EXPECT_EQ(prepared.scans, 600U);
}

TEST(Prepare, FindsNothingInBleedAndNoise) {
  SyntheticRun run({}, 1.0);
  EXPECT_TRUE(prepare(run, Method{}).queries.empty());
}

TEST(Prepare, PartsTwoCompoundsThatOverlap) {
  // FWHM is 2.1 s; the apexes are 1.8 s apart and share m/z 105.
  SyntheticRun run({{180.0, 0.9, 20000.0, kFirst}, {181.8, 0.9, 12000.0, kSecond}}, 1.0);
  const Prepared prepared = prepare(run, Method{});
  const Query* first = nearest(prepared.queries, 180.0);
  const Query* second = nearest(prepared.queries, 181.8);
  ASSERT_NE(first, nullptr);
  ASSERT_NE(first, second);
  EXPECT_LT(intensity_at(*first, 58) / intensity_at(*first, 245), 0.03);
  EXPECT_LT(intensity_at(*second, 245) / intensity_at(*second, 58), 0.03);
  EXPECT_NEAR(intensity_at(*first, 105) / intensity_at(*first, 245), 0.25, 0.06);
  EXPECT_NEAR(intensity_at(*second, 105) / intensity_at(*second, 58), 0.5, 0.1);
}

TEST(Prepare, TakesTheBackgroundOffButKeepsTheRawScan) {
  SyntheticRun run({{180.0, 0.9, 5000.0, kFirst}}, 1.0);
  const Prepared prepared = prepare(run, Method{});
  ASSERT_EQ(prepared.queries.size(), 1U);
  EXPECT_LT(intensity_at(prepared.queries[0], 207), 60.0);
  const Peaks& raw = prepared.queries[0].raw_peaks;
  EXPECT_TRUE(std::any_of(raw.mz().begin(), raw.mz().end(),
                          [](double mz) { return std::abs(mz - 207.1) < 0.01; }));
}

// A run in which one scan's time was damaged.
class JumpingRun final : public Run {
 public:
  explicit JumpingRun(SyntheticRun run) : run_(std::move(run)) {}
  [[nodiscard]] const RunHeader& header() const noexcept override { return run_.header(); }
  [[nodiscard]] const std::vector<Skipped>& skipped() const noexcept override {
    return run_.skipped();
  }
  void for_each(const std::function<void(Spectrum&&)>& visit) override {
    run_.for_each([&](Spectrum&& scan) {
      if (scan.acquisition.scan == 11) scan.acquisition.retention_s = 1e6;
      visit(std::move(scan));
    });
  }

 private:
  SyntheticRun run_;
};

TEST(Prepare, LosesOneScanNotTheRestOfTheRunToOneDamagedTime) {
  JumpingRun run(SyntheticRun({{180.1, 0.9, 20000.0, kFirst}}, 1.0));
  const Prepared prepared = prepare(run, Method{});
  ASSERT_EQ(prepared.queries.size(), 1U);
  EXPECT_NEAR(prepared.queries.front().retention_s, 180.1, 0.15);
  ASSERT_EQ(prepared.skipped.size(), 1U);
  EXPECT_EQ(prepared.skipped[0].where, "scan 11");
  EXPECT_TRUE(prepared.skipped[0].is_loss);
}

// A run of which a header and a change to every scan are given.
class AlteredRun final : public Run {
 public:
  AlteredRun(SyntheticRun run, RunHeader header, std::function<void(Acquisition&)> alter)
      : run_(std::move(run)), header_(std::move(header)), alter_(std::move(alter)) {}
  [[nodiscard]] const RunHeader& header() const noexcept override { return header_; }
  [[nodiscard]] const std::vector<Skipped>& skipped() const noexcept override {
    return run_.skipped();
  }
  void for_each(const std::function<void(Spectrum&&)>& visit) override {
    run_.for_each([&](Spectrum&& scan) {
      alter_(scan.acquisition);
      visit(std::move(scan));
    });
  }

 private:
  SyntheticRun run_;
  RunHeader header_;
  std::function<void(Acquisition&)> alter_;
};

// A GC run whose file states another ionisation than EI.
AlteredRun stating(const SyntheticRun& run, const std::string& ionisation) {
  RunHeader header;
  header.separation = Separation::gas_chromatography;
  return {run, header, [ionisation](Acquisition& acquisition) {
            acquisition.ionisation = Ionisation::unknown;
            acquisition.other_ionisation = ionisation;
          }};
}

// A run of a converter that states neither ionisation nor separation, in which every `step`th scan
// is of level 2.
AlteredRun with_levels(const SyntheticRun& run, std::size_t step) {
  return {run, {}, [step](Acquisition& acquisition) {
            acquisition.ionisation = Ionisation::unknown;
            if (acquisition.scan % step == 0) acquisition.ms_level = 2;
          }};
}

TEST(Prepare, DoesNotTakeAStatedChemicalIonisationForEi) {
  AlteredRun chemical =
      stating(SyntheticRun({{180.1, 0.9, 20000.0, kFirst}}, 1.0), "Chemical Ionization");
  const Prepared prepared = prepare(chemical, Method{});
  EXPECT_TRUE(prepared.queries.empty());
  ASSERT_EQ(prepared.skipped.size(), 1U);
  EXPECT_TRUE(prepared.skipped[0].is_loss);
  EXPECT_NE(prepared.skipped[0].why.find("other than EI (Chemical Ionization)"), std::string::npos);
  AlteredRun silent = stating(SyntheticRun({{180.1, 0.9, 20000.0, kFirst}}, 1.0), "");
  EXPECT_EQ(prepare(silent, Method{}).queries.size(), 1U);
}

TEST(Prepare, DoesNotLoseAGcRunToOneScanCalledMsMs) {
  const SyntheticRun made({{180.1, 0.9, 20000.0, kFirst}}, 1.0);
  AlteredRun one = with_levels(made, 599);
  const Prepared prepared = prepare(one, Method{});
  EXPECT_NE(nearest(prepared.queries, 180.1), nullptr);
  EXPECT_TRUE(std::any_of(prepared.queries.begin(), prepared.queries.end(), [](const Query& query) {
    return query.acquisition.ms_level == 1 && std::abs(query.retention_s - 180.1) < 0.5;
  }));
  AlteredRun every_fifth = with_levels(made, 5);
  const Prepared survey = prepare(every_fifth, Method{});
  EXPECT_TRUE(std::any_of(survey.skipped.begin(), survey.skipped.end(), [](const Skipped& row) {
    return row.why.find("not searched as GC-EI-MS") != std::string::npos;
  }));
}

TEST(Prepare, GivesTheSameAnswerTwice) {
  SyntheticRun one({{180.0, 0.9, 20000.0, kFirst}, {181.5, 0.9, 3000.0, kSecond}}, 1.0);
  SyntheticRun two({{180.0, 0.9, 20000.0, kFirst}, {181.5, 0.9, 3000.0, kSecond}}, 1.0);
  const Prepared a = prepare(one, Method{});
  const Prepared b = prepare(two, Method{});
  ASSERT_EQ(a.queries.size(), b.queries.size());
  for (std::size_t i = 0; i < a.queries.size(); ++i) {
    EXPECT_EQ(a.queries[i].peaks, b.queries[i].peaks);
    EXPECT_EQ(a.queries[i].area, b.queries[i].area);
  }
}

// Cosine of square roots of the intensities.
double similarity(const Query& query, const std::map<int, double>& pure) {
  double dot = 0.0;
  double of_query = 0.0;
  double of_pure = 0.0;
  for (const float value : query.peaks.intensity()) of_query += value;
  for (const auto& [mass, share] : pure) {
    of_pure += share;
    dot += std::sqrt(share * intensity_at(query, mass));
  }
  return dot / std::sqrt(of_query * of_pure);
}

// Ions beside the two test compounds' own, so that they are spectra of real size.
const std::map<int, double> kLarge{{44, 0.3},   {56, 0.2},   {77, 0.15}, {91, 0.4},  {105, 0.25},
                                   {118, 0.08}, {132, 0.15}, {146, 0.6}, {160, 0.1}, {189, 0.3},
                                   {202, 0.2},  {216, 0.05}, {245, 1.0}, {246, 0.2}, {336, 0.04}};
const std::map<int, double> kSmall{{42, 0.2},   {58, 1.0},  {65, 0.1},   {77, 0.3},
                                   {94, 0.15},  {105, 0.5}, {134, 0.35}, {149, 0.1},
                                   {162, 0.12}, {178, 0.4}, {193, 0.08}};

void expect_both(SyntheticRun& run, double large_s, double small_s, std::size_t components = 2) {
  const Prepared prepared = prepare(run, Method{});
  ASSERT_EQ(prepared.queries.size(), components);
  const Query* large = nearest(prepared.queries, large_s);
  const Query* small = nearest(prepared.queries, small_s);
  ASSERT_NE(large, small);
  EXPECT_NEAR(large->retention_s, large_s, 0.1);
  EXPECT_NEAR(small->retention_s, small_s, 0.2);
  EXPECT_GT(similarity(*large, kLarge), 0.98);
  EXPECT_GT(similarity(*small, kSmall), 0.95);
}

TEST(CoElution, PartsATenthHalfAWidthAside) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    SCOPED_TRACE(seed);
    SyntheticRun run({{180.0, 1.0, 200000.0, kLarge}, {181.18, 1.0, 20000.0, kSmall}}, 1.5, seed);
    expect_both(run, 180.0, 181.18);
  }
}

TEST(CoElution, PartsThemWhereIonsPeakAtOtherTimesByTheirMass) {
  // The skew is measured on the run's other compounds too.
  SyntheticRun run({{150.0, 1.0, 100000.0, kLarge},
                    {165.0, 1.0, 50000.0, kSmall},
                    {180.0, 1.0, 200000.0, kLarge},
                    {181.4, 1.0, 30000.0, kSmall}},
                   1.5);
  run.set({.scans_per_mz = 0.0022});
  expect_both(run, 180.0, 181.4, 4);
}

TEST(CoElution, PartsThemWhereTheDetectorStopped) {
  SyntheticRun run({{180.0, 1.0, 200000.0, kLarge}, {181.3, 1.0, 40000.0, kSmall}}, 1.5);
  run.set({.full_scale = 90000.0});
  expect_both(run, 180.0, 181.3);
}

TEST(Prepare, DrawsASaturatedIonFromItsFlanksAndSaysSo) {
  SyntheticRun run({{180.1, 1.2, 200000.0, kLarge}}, 1.0);
  run.set({.full_scale = 100000.0});
  const Prepared prepared = prepare(run, Method{});
  ASSERT_EQ(prepared.queries.size(), 1U);
  const Query& query = prepared.queries.front();
  EXPECT_NEAR(intensity_at(query, 146) / intensity_at(query, 245), 0.6, 0.06);
  ASSERT_FALSE(query.remarks.empty());
  EXPECT_NE(query.remarks.front().find("saturated"), std::string::npos);
  EXPECT_TRUE(prepared.skipped.empty());
}

TEST(Prepare, SaysWhereAPeakIsTooOverloadedToBeFound) {
  SyntheticRun run({{180.1, 1.2, 2e7, kLarge}}, 1.0);
  run.set({.full_scale = 1000.0});
  const Prepared prepared = prepare(run, Method{});
  EXPECT_TRUE(prepared.queries.empty());
  ASSERT_EQ(prepared.skipped.size(), 1U);
  EXPECT_TRUE(prepared.skipped.front().is_loss);
  EXPECT_NE(prepared.skipped.front().why.find("overloaded"), std::string::npos);
}

}  // namespace
}  // namespace basepeak
