#include "engine/chemistry/isotopes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace basepeak {
namespace {

TEST(Isotopes, OfEveryElementADrugLaboratoryMeetsAddUpAndLieNearTheirMassNumber) {
  for (const char* symbol : {"H",  "Li", "B",  "C",  "N",  "O",  "F",  "Na", "Mg", "Al", "Si",
                             "P",  "S",  "Cl", "K",  "Ca", "Fe", "Cu", "Zn", "As", "Se", "Br",
                             "Ag", "Sn", "I",  "Xe", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "U"}) {
    double sum = 0.0;
    for (const Isotope& isotope : isotopes_of(symbol)) {
      sum += isotope.abundance;
      EXPECT_LT(std::abs(isotope.mass - isotope.mass_number), 0.11) << symbol;
    }
    EXPECT_NEAR(sum, 1.0, 2e-3) << symbol;
    EXPECT_NE(most_abundant_isotope(symbol), nullptr) << symbol;
  }
}

TEST(Isotopes, CountTheMostAbundantNotTheLightest) {
  EXPECT_EQ(most_abundant_isotope("B")->mass_number, 11);
  EXPECT_EQ(most_abundant_isotope("Fe")->mass_number, 56);
  EXPECT_EQ(most_abundant_isotope("Se")->mass_number, 80);
  EXPECT_EQ(most_abundant_isotope("Pb")->mass_number, 208);
  EXPECT_EQ(most_abundant_isotope("V")->mass_number, 51);
}

TEST(Isotopes, AreNoneForASymbolThatIsNoElement) {
  EXPECT_TRUE(isotopes_of("Xx").empty());
  EXPECT_EQ(most_abundant_isotope(""), nullptr);
  EXPECT_EQ(average_mass_of("Xx"), 0.0);
}

}  // namespace
}  // namespace basepeak
