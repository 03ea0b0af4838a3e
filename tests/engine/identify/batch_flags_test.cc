#include "engine/identify/batch_flags.h"

#include <gtest/gtest.h>

#include <map>

namespace basepeak {
namespace {

const std::map<int, double> kFentanyl{{42, 0.18},  {57, 0.15},  {77, 0.09}, {91, 0.12},
                                      {105, 0.24}, {146, 0.65}, {189, 0.3}, {245, 1.0}};
const std::map<int, double> kOther{{58, 1.0}, {77, 0.3}, {134, 0.35}, {178, 0.4}, {91, 0.2}};

// Ions below `limit` do not show.
Query component(const std::map<int, double>& ions, double retention_s, double base,
                double limit = 0.0) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [mass, share] : ions) {
    if (share * base < limit) continue;
    mz.push_back(mass);
    intensity.push_back(static_cast<float>(share * base));
  }
  Query query;
  query.peaks = Peaks::from_unsorted(mz, intensity);
  query.retention_s = retention_s;
  query.area = 2.0 * base;
  query.detection_limit = limit;
  return query;
}

RunComponents run_of(const std::string& name, const std::vector<Query>& queries) {
  return {name, "sha", "", comparable_components(std::span<const Query>(queries))};
}

std::vector<Identification> found_of(const std::vector<Query>& queries) {
  std::vector<Identification> found(queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i) found[i].query = queries[i];
  return found;
}

TEST(BlankFlag, NamesTheBlankAndTheAreaRatio) {
  auto found = found_of({component(kFentanyl, 600.0, 10000.0), component(kOther, 700.0, 5000.0)});
  flag_blank(found, run_of("BLANK.D", {component(kFentanyl, 601.0, 2000.0)}), Method{});
  ASSERT_EQ(found[0].in_blank.size(), 1U);
  EXPECT_EQ(found[0].in_blank[0].blank, "BLANK.D");
  EXPECT_DOUBLE_EQ(found[0].in_blank[0].area_ratio, 5.0);
  EXPECT_EQ(found[0].in_blank[0].retention_s, 601.0);
  ASSERT_EQ(found[0].why.size(), 1U);
  EXPECT_NE(found[0].why[0].find("in_blank"), std::string::npos);
  EXPECT_TRUE(found[1].in_blank.empty());
  EXPECT_EQ(found.size(), 2U);
}

TEST(BlankFlag, WantsRetentionAndSpectrumBoth) {
  auto found = found_of({component(kFentanyl, 600.0, 10000.0)});
  flag_blank(found, run_of("B", {component(kFentanyl, 603.5, 2000.0)}), Method{});
  flag_blank(found, run_of("B", {component(kOther, 600.0, 2000.0)}), Method{});
  flag_blank(found, run_of("B", {}), Method{});
  EXPECT_TRUE(found[0].in_blank.empty());
  EXPECT_TRUE(found[0].why.empty());
}

TEST(BlankFlag, ListsEveryBlankThatHoldsIt) {
  auto found = found_of({component(kFentanyl, 600.0, 10000.0)});
  flag_blank(found, run_of("B1", {component(kFentanyl, 600.0, 2000.0)}), Method{});
  flag_blank(found, run_of("B2", {component(kFentanyl, 600.0, 1000.0)}), Method{});
  EXPECT_EQ(found[0].in_blank.size(), 2U);
}

TEST(CarryOverFlag, IsSetBelowTheShareOnly) {
  const RunComponents before = run_of("A.D", {component(kFentanyl, 600.0, 1e6)});
  auto trace = found_of({component(kFentanyl, 600.5, 5000.0)});
  flag_carry_over(trace, before, Method{});
  ASSERT_TRUE(trace[0].possible_carry_over.has_value());
  EXPECT_EQ(trace[0].possible_carry_over->run_before, "A.D");
  EXPECT_NEAR(trace[0].possible_carry_over->area_percent, 0.5, 1e-9);
  auto real = found_of({component(kFentanyl, 600.5, 20000.0)});
  flag_carry_over(real, before, Method{});
  EXPECT_FALSE(real[0].possible_carry_over.has_value());
}

TEST(CarryOverFlag, KnowsATraceThatShowsItsStrongIonsOnly) {
  std::map<int, double> ions{{57, 1.0}, {146, 0.65}, {245, 0.9}};
  for (int mass = 100; mass < 134; mass += 3) ions[mass] = 0.1;
  const RunComponents before = run_of("A.D", {component(ions, 600.0, 1e6)});
  auto trace = found_of({component(ions, 600.0, 600.0, 150.0)});
  ASSERT_EQ(trace[0].query.peaks.size(), 3U);
  flag_carry_over(trace, before, Method{});
  EXPECT_TRUE(trace[0].possible_carry_over.has_value());
  // Without the limit the ions that could not show would be missing.
  auto without_limit = found_of({trace[0].query});
  without_limit[0].query.detection_limit = 0.0;
  flag_carry_over(without_limit, before, Method{});
  EXPECT_FALSE(without_limit[0].possible_carry_over.has_value());
}

TEST(CarryOverFlag, IsNotLookedForAtZeroPercent) {
  Method method;
  method.batch.carry_over_percent = 0.0;
  auto trace = found_of({component(kFentanyl, 600.0, 500.0)});
  flag_carry_over(trace, run_of("A.D", {component(kFentanyl, 600.0, 1e6)}), method);
  EXPECT_FALSE(trace[0].possible_carry_over.has_value());
}

TEST(BatchFlags, LeaveOutSpectraThatAreNoComponents) {
  Query ms2 = component(kFentanyl, 600.0, 1000.0);
  ms2.acquisition.ms_level = 2;
  Query empty;
  Query without_area = component(kFentanyl, 600.0, 1000.0);
  without_area.area = 0.0;
  const std::vector<Query> queries{ms2, empty, without_area};
  EXPECT_TRUE(comparable_components(std::span<const Query>(queries)).empty());
}

TEST(BatchFlags, DoNotCallTwoCommonIonsTheSameSpectrum) {
  const std::map<int, double> two{{58, 1.0}, {91, 0.2}};
  const auto a = comparable_components(
      std::span<const Query>(std::vector<Query>{component(two, 600.0, 1000.0)}));
  EXPECT_EQ(same_spectrum_factor(a[0], a[0], UnitMassRule::ms_search), 0.0);
}

}  // namespace
}  // namespace basepeak
