#include "engine/identify/component_acceptance.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace basepeak {
namespace {

Peaks peaks() {
  return Peaks::from_unsorted(std::vector<double>{91, 105, 146, 189, 245},
                              std::vector<float>{200, 250, 600, 500, 999});
}

Identification matched(double retention_s) {
  Identification found;
  found.query.peaks = peaks();
  found.query.acquisition.ionisation = Ionisation::ei;
  found.query.acquisition.retention_s = retention_s;
  found.query.retention_s = retention_s;
  found.level = ConclusionLevel::compound;
  found.isomer_group.members = {{"R1", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N"}};
  found.matches.hits.resize(1);
  return found;
}

AcceptanceRequest request() {
  AcceptanceRequest made;
  made.profile.name = "p";
  made.profile.version = "1";
  made.profile.retention_percent = 1.0;
  made.profile.minimum_ions = 3;
  made.profile.ratios = {{0.0, 100.0, 20.0, {}}};
  made.categories.version = "1";
  made.categories.category = {
      {"mass spectrometry", 'A'}, {"gas chromatography", 'B'}, {"liquid chromatography", 'B'}};
  return made;
}

std::optional<ComponentAcceptance> accepted(const Identification& component,
                                            const AcceptanceRequest& request) {
  return accept_component(component, peaks(), "Fentanyl", true, Separation::gas_chromatography,
                          request);
}

const Criterion& criterion(const ComponentAcceptance& accepted, const std::string& what) {
  const auto& all = accepted.answer.criteria;
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const Criterion& c) { return c.what == what; });
  EXPECT_NE(at, all.end()) << what;
  return *at;
}

TEST(ComponentAcceptance, CountsGcMsAsOneTechniqueAgainstALibraryRecord) {
  const auto answer = accepted(matched(300.0), request());
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->is_of_same_batch);
  EXPECT_FALSE(criterion(*answer, "retention").is_applicable);
  EXPECT_EQ(answer->scheme.a, 1);
  EXPECT_EQ(answer->scheme.b, 0);
  EXPECT_FALSE(answer->scheme.meets_minimum);
}

TEST(ComponentAcceptance, CountsGcMsAsTwoWhereRetentionAndSpectrumAgreeWithAReference) {
  AcceptanceRequest asked = request();
  asked.references = {{"REF.D", "", "", {reference_peak(matched(301.0), "Fentanyl")}}};
  const auto answer = accepted(matched(300.0), asked);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->is_of_same_batch);
  EXPECT_TRUE(answer->answer.is_met());
  EXPECT_EQ(answer->scheme.a, 1);
  EXPECT_EQ(answer->scheme.b, 1);
  EXPECT_TRUE(answer->scheme.meets_minimum);
}

TEST(ComponentAcceptance, ARetentionOutsideItsWindowDoesNotCount) {
  AcceptanceRequest asked = request();
  asked.references = {{"REF.D", "", "", {reference_peak(matched(320.0), "Fentanyl")}}};
  const auto answer = accepted(matched(300.0), asked);
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->answer.is_met());
  const Criterion& retention = criterion(*answer, "retention");
  EXPECT_STREQ(state(retention), "not met");
  EXPECT_NEAR(retention.low.value_or(0.0), 316.8, 1e-9);
  EXPECT_EQ(answer->scheme.b, 0);
  EXPECT_NE(answer->scheme.why.front().find("outside the profile"), std::string::npos);
}

TEST(ComponentAcceptance, ASpectrumThatMissesTheProfileDoesNotCount) {
  AcceptanceRequest asked = request();
  asked.profile.minimum_ions = 100;
  const auto answer = accepted(matched(300.0), asked);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->scheme.a, 0);
  EXPECT_FALSE(answer->scheme.meets_minimum);
}

TEST(ComponentAcceptance, NamesEachKindOfCriterionAlsoWhereItDoesNotApply) {
  const auto answer = accepted(matched(300.0), request());
  ASSERT_TRUE(answer);
  EXPECT_STREQ(state(criterion(*answer, "mass accuracy")), "not applicable");
  EXPECT_STREQ(state(criterion(*answer, "ions")), "met");
  EXPECT_STREQ(state(criterion(*answer, "ion ratio m/z 146")), "met");
}

TEST(ComponentAcceptance, HoldsNothingAgainstAProfileWithoutAMatch) {
  Identification nothing = matched(300.0);
  nothing.level = ConclusionLevel::nothing_found;
  EXPECT_FALSE(accepted(nothing, request()));
  EXPECT_FALSE(accept_component(matched(300.0), peaks(), "Fentanyl", false,
                                Separation::gas_chromatography, request()))
      << "a predicted record is no reference";
}

}  // namespace
}  // namespace basepeak
