#include "engine/identify/replicate_evidence.h"

#include <gtest/gtest.h>

namespace basepeak {
namespace {

Peaks spectrum(float at_146, float at_189) {
  return Peaks::from_unsorted(std::vector<double>{42, 91, 105, 146, 189, 245},
                              std::vector<float>{100, 200, 250, at_146, at_189, 999});
}

const std::vector<Peaks> kFirst{spectrum(600, 200), spectrum(604, 203), spectrum(597, 199),
                                spectrum(601, 201)};
const std::vector<Peaks> kSecond{spectrum(600, 500), spectrum(603, 506), spectrum(598, 497),
                                 spectrum(601, 502)};

TEST(ReplicateEvidence, TellsReplicatesApartThatDifferInAnIon) {
  const auto c = compare_replicates(spectrum(600, 202), kFirst, kSecond, UnitMassRule::ms_search);
  EXPECT_TRUE(c.are_told_apart());
  EXPECT_EQ(c.different_ions, 1U);
  EXPECT_EQ(c.outside_first, 0U);
  EXPECT_EQ(c.outside_second, 1U);
  EXPECT_GT(c.lowest_with_first, c.lowest_with_second);
}

TEST(ReplicateEvidence, DoesNotTellReplicatesOfOneCompoundApart) {
  const std::vector<Peaks> first{kFirst[0], kFirst[1], kFirst[2]};
  const std::vector<Peaks> again{kFirst[3], spectrum(602, 200), spectrum(598, 202)};
  const auto c = compare_replicates(kFirst[0], first, again, UnitMassRule::ms_search);
  EXPECT_FALSE(c.are_told_apart());
  EXPECT_EQ(c.different_ions, 0U);
}

TEST(ReplicateEvidence, OfFewReplicatesASingleLargeScatterExplainsADifference) {
  const std::vector<Peaks> wide{spectrum(600, 100), spectrum(600, 500), spectrum(600, 300)};
  const auto c = compare_replicates(spectrum(600, 500), wide, kSecond, UnitMassRule::ms_search);
  EXPECT_EQ(c.different_ions, 0U);
  EXPECT_FALSE(c.are_told_apart());
}

}  // namespace
}  // namespace basepeak
