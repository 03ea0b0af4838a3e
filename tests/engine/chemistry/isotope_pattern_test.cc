#include "engine/chemistry/isotope_pattern.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>

namespace basepeak {
namespace {

std::vector<double> of(const char* formula, std::size_t peaks = 5) {
  return isotope_pattern(Formula::parse(formula), peaks);
}

TEST(IsotopePattern, IsThatOfFentanylWithinItsCarbons) {
  const auto pattern = of("C22H28N2O");
  // 22 x 1.0816 % of 13C, 2 x 0.3653 % of 15N, 28 x 0.0115 % of 2H, 0.0381 % of 17O.
  EXPECT_NEAR(pattern[1] / pattern[0], 22 * 0.010816 + 2 * 0.003653 + 28 * 0.000115 + 0.000381,
              1e-4);
}

TEST(IsotopePattern, ShowsChlorineAndBromineAtTwoAbove) {
  const auto chlorine = of("Cl");
  EXPECT_NEAR(chlorine[2] / chlorine[0], 0.3200, 1e-3);
  EXPECT_EQ(chlorine[1], 0.0);
  const auto bromine = of("Br2");
  EXPECT_NEAR(bromine[2] / bromine[0], 2 * 0.9728, 2e-3);
}

TEST(IsotopePattern, SumsToOneWhereAllPeaksAreIn) {
  const auto pattern = of("C22H28N2OCl", 40);
  EXPECT_NEAR(std::accumulate(pattern.begin(), pattern.end(), 0.0), 1.0, 1e-9);
}

TEST(IsotopePattern, CountsALabelAsOneIsotope) {
  const auto pattern = of("[13C]");
  EXPECT_DOUBLE_EQ(pattern[0], 1.0);
}

TEST(PatternOverlap, IsOneForTheSamePatternAtAnyScale) {
  const std::array<double, 3> a{100.0, 25.0, 3.0};
  const std::array<double, 3> b{200.0, 50.0, 6.0};
  EXPECT_DOUBLE_EQ(pattern_overlap(a, b), 1.0);
}

TEST(PatternOverlap, TellsAChlorineFromNone) {
  EXPECT_LT(pattern_overlap(of("C20H25NO"), of("C20H24ClNO")), 0.85);
  const std::array<double, 2> none{0.0, 0.0};
  EXPECT_EQ(pattern_overlap(none, of("C2")), 0.0);
}

}  // namespace
}  // namespace basepeak
