#include "engine/chemistry/formula.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "engine/error.h"

namespace basepeak {
namespace {

double mass(std::string_view text) { return Formula::parse(text).monoisotopic_mass(); }

TEST(Formula, GivesTheMassesOfTheClassAndItsIons) {
  // Reference: domain/fentanyl-ions.md sections 1 to 3, and masses known to 1e-6 Da.
  EXPECT_NEAR(mass("C22H28N2O"), 336.2202, 5e-5);
  EXPECT_NEAR(mass("C22H28N2O+"), 336.2196, 5e-5);
  EXPECT_NEAR(mass("C13H18N+"), 188.1434, 5e-5);
  EXPECT_NEAR(mass("C8H9+"), 105.0699, 5e-5);
  EXPECT_NEAR(mass("C5H3OS+"), 110.9899, 5e-5);
  EXPECT_NEAR(mass("C19H23FN2"), 298.1845, 5e-5);
  EXPECT_NEAR(mass("H2O"), 18.010564684, 1e-8);
  EXPECT_NEAR(mass("C6H5Cl"), 112.0079779, 1e-6);
  EXPECT_NEAR(mass("C6H5Br"), 155.9574628, 2e-6);
}

TEST(Formula, CountsIsotopeLabelsAsThemselves) {
  EXPECT_NEAR(mass("C22H23D5N2O") - mass("C22H28N2O"), 5 * 1.006276746, 1e-6);
  EXPECT_NEAR(mass("C5[13C]6H12") - mass("C11H12"), 6 * 1.00335484, 1e-6);
  EXPECT_EQ(Formula::parse("[2H]2O").hill(), "D2O");
  EXPECT_EQ(without_labels(Formula::parse("C21[13C]H23D5N2O")).hill(), "C22H28N2O");
  EXPECT_EQ(Formula::parse("CH3D").nominal_mass(), 17);
}

TEST(Formula, WritesHillOrder) {
  EXPECT_EQ(Formula::parse("ON2H28C22").hill(), "C22H28N2O");
  EXPECT_EQ(Formula::parse("H3NBr").hill(), "BrH3N");
  EXPECT_EQ(Formula::parse("CH3CH2OH").hill(), "C2H6O");
  EXPECT_EQ(Formula::parse("NaClC2").hill(), "C2ClNa");
}

TEST(Formula, ReadsChargesInEveryNotation) {
  EXPECT_EQ(Formula::parse("C20H44N+").charge(), 1);
  EXPECT_EQ(Formula::parse("[C24H26O2P]+").hill(), "C24H26O2P+");
  EXPECT_EQ(Formula::parse("[C12H14N2]2+").charge(), 2);
  EXPECT_EQ(Formula::parse("C12H14N+2").counts().at("N"), 1);
  EXPECT_EQ(Formula::parse("C12H14N+2").charge(), 2);
  EXPECT_EQ(Formula::parse("C2H3O2-").charge(), -1);
  EXPECT_EQ(Formula::parse("C2O4--").charge(), -2);
}

TEST(Formula, RefusesWhatIsNotOneAndNamesIt) {
  for (const char* text :
       {"", " ", "C6H6 ", "Xx2", "C0H6", "c6h6", "C6H6.HCl", "(CH3)2", "12", "[13C", "[99C]",
        "C99999999999999999999", "C+H", "C6H6+x", "[C6H6]", "[C6H6+]+", "M", "C6H6++++++++++"}) {
    if (std::string_view(text) == "[C6H6]") continue;  // an uncharged bracket is harmless
    try {
      static_cast<void>(Formula::parse(text));
      ADD_FAILURE() << "'" << text << "' was read";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(text), std::string::npos) << error.what();
    }
  }
}

TEST(Formula, HillTextReadsBackAsTheSameFormula) {
  const std::vector<std::string> symbols = {"C",     "H",  "N", "O",     "Cl", "D",
                                            "[13C]", "Si", "S", "[15N]", "Hg"};
  rc::check("parse(hill()) is the identity", [&] {
    std::string text;
    for (int i = *rc::gen::inRange(1, 8); i > 0; --i) {
      text += *rc::gen::elementOf(symbols) + std::to_string(*rc::gen::inRange(1, 120));
    }
    const int charge = *rc::gen::inRange(-3, 4);
    if (charge != 0) text += (charge > 0 ? "+" : "-") + std::to_string(std::abs(charge));
    const Formula formula = Formula::parse(text);
    RC_ASSERT(Formula::parse(formula.hill()) == formula);
  });
}

TEST(Formula, NeverCrashesOnAnyText) {
  rc::check("parse answers or throws Error", [](const std::string& text) {
    try {
      static_cast<void>(Formula::parse(text).monoisotopic_mass());
    } catch (const Error&) {
      RC_TAG("refused");
    }
  });
}

TEST(Formula, AverageMassIsThatOfTheNaturalMixture) {
  // Conventional atomic weights give 336.479: carbon 12.011 and hydrogen 1.008 are rounded.
  EXPECT_NEAR(Formula::parse("C22H28N2O").average_mass(), 336.479, 0.01);
  EXPECT_NEAR(Formula::parse("CH3Br").average_mass(), 94.939, 0.002);
}

TEST(AdductMz, GivesTheIonsOfAKnownNeutral) {
  const double fentanyl = mass("C22H28N2O");
  EXPECT_NEAR(*adduct_mz("[M+H]+", fentanyl), 337.2274, 5e-5);
  EXPECT_NEAR(*adduct_mz("[M+H]+", fentanyl), fentanyl + kProtonMass, 1e-7);
  EXPECT_NEAR(*adduct_mz("[M]+*", fentanyl), 336.2196, 5e-5);
  EXPECT_NEAR(*adduct_mz("[M]+.", fentanyl), 336.2196, 5e-5);
  EXPECT_NEAR(*adduct_mz("[M+Na]+", fentanyl), 359.2094, 5e-5);
  EXPECT_NEAR(*adduct_mz("[M+NH4]+", fentanyl), 354.2540, 5e-5);
  EXPECT_NEAR(*adduct_mz("[2M+H]+", fentanyl), 673.4476, 5e-5);
  EXPECT_NEAR(*adduct_mz("[M+2H]2+", fentanyl), 169.1174, 5e-5);
  EXPECT_EQ(adduct_mz("[M+2H]++", fentanyl), adduct_mz("[M+2H]2+", fentanyl));
  EXPECT_EQ(adduct_mz("[M+2H]+2", fentanyl), adduct_mz("[M+2H]2+", fentanyl));
  EXPECT_NEAR(*adduct_mz("[M]++", fentanyl), fentanyl / 2 - kElectronMass, 1e-9);
  EXPECT_NEAR(*adduct_mz("[M+H-H2O]+", fentanyl), 319.2169, 5e-5);
  EXPECT_EQ(adduct_mz("[M-H2O+H]+", fentanyl), adduct_mz("[M+H-H2O]+", fentanyl));
  EXPECT_NEAR(*adduct_mz("[M-2H2O+H]+", fentanyl), 301.2063, 5e-5);
  EXPECT_NEAR(*adduct_mz("[M-H]-", fentanyl), fentanyl - kProtonMass, 1e-7);
  EXPECT_NEAR(*adduct_mz("[M+H-C12H20O9]+", 600.0), 600.0 + kProtonMass - mass("C12H20O9"), 1e-7);
}

TEST(AdductMz, AnswersNothingToANotationItDoesNotKnow) {
  for (const char* text : {"", "M+H", "[M+H]", "[M+Xx]+", "[M+H", "[N+H]+", "[M+]+", "[M+H]+x",
                           "[0M+H]+", "[M-1000H]+"}) {
    EXPECT_FALSE(adduct_mz(text, 336.0)) << text;
  }
}

TEST(Formula, KnowsATextWithIsotopeLabels) {
  for (const char* labelled : {"C22H23D5N2O", "C21[13C]H28N2O", "D2O", "C10H9D", "HT"}) {
    EXPECT_TRUE(has_isotope_label(labelled)) << labelled;
  }
  for (const char* bare : {"C22H28N2O", "", "C2H4Dy", "TiO2", "C6H5Te", "[C24H26O2P]+"}) {
    EXPECT_FALSE(has_isotope_label(bare)) << bare;
  }
}

TEST(Formula, SaysWhichMassesItMayBeSaidToHave) {
  const Formula fentanyl = Formula::parse("C22H28N2O");
  for (const double mass : {336.0, 336.2202, 336.479}) EXPECT_TRUE(is_mass_of(mass, fentanyl));
  for (const double mass : {335.0, 337.0, 337.2274}) EXPECT_FALSE(is_mass_of(mass, fentanyl));
}

}  // namespace
}  // namespace basepeak
