#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/identify/identify.h"
#include "tests/engine/identify/identify_fixture.h"

namespace basepeak::test {
namespace {

TEST_F(IdentifyTest, ConcludesNothingFromEiRecordsOfASpectrumThatStatesAnotherIonisation) {
  const std::vector<LibraryRecord> records{
      record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  acquisition_.ionisation = Ionisation::unknown;
  EXPECT_EQ(conclude(records, kFentanyl).level, ConclusionLevel::compound);
  for (const bool is_esi : {false, true}) {
    acquisition_.ionisation = is_esi ? Ionisation::esi : Ionisation::unknown;
    acquisition_.other_ionisation = is_esi ? "" : "APCI";
    const auto found = conclude(records, kFentanyl);
    EXPECT_EQ(found.level, ConclusionLevel::nothing_found);
    EXPECT_NE(
        found.level_text.find(is_esi ? "not an EI spectrum (ESI)" : "not an EI spectrum (APCI)"),
        std::string::npos);
    EXPECT_TRUE(says(found, "EI library spectra are no reference for it"));
    EXPECT_FALSE(found.confidence);
    EXPECT_FALSE(found.compound_class.is_called);
    EXPECT_TRUE(found.flags.empty());
  }
}

TEST_F(IdentifyTest, RemarksAPrecursorBesideAnEiSpectrumThatIsNotTheMatchs) {
  const std::vector<LibraryRecord> records{
      record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  for (const double mz : {336.0, 336.2202, 337.0, 337.2275}) {
    stated_precursor_mz_ = mz;
    EXPECT_FALSE(says(conclude(records, kFentanyl), "contradiction")) << mz;
  }
  stated_precursor_mz_ = 350.0;
  EXPECT_TRUE(says(conclude(records, kFentanyl),
                   "the source states a precursor m/z of 350 beside an EI spectrum"));
}

TEST_F(IdentifyTest, RemarksAStatedMassOrFormulaThatIsNotTheMatchs) {
  const std::vector<LibraryRecord> records{
      record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  for (const double mass : {336.0, 336.2202, 336.479, 336.5}) {
    stated_mass_ = mass;
    EXPECT_FALSE(says(conclude(records, kFentanyl), "contradiction")) << mass;
  }
  for (const double mass : {322.0, 337.2275, 350.2358}) {
    stated_mass_ = mass;
    const auto found = conclude(records, kFentanyl);
    EXPECT_TRUE(says(found, "contradiction: the source states a molecular mass of")) << mass;
    EXPECT_NE(found.level_text.find("against what the source states"), std::string::npos);
  }
  stated_mass_.reset();
  for (const char* formula : {"C22H28N2O", "C 22 H 28 N2 O", "fentanyl HCl", ""}) {
    stated_formula_ = formula;
    EXPECT_FALSE(says(conclude(records, kFentanyl), "contradiction")) << formula;
  }
  stated_formula_ = "C23H30N2O";
  EXPECT_TRUE(says(conclude(records, kFentanyl), "the formula C23H30N2O, but Fentanyl is"));
  stated_formula_ = "C22H23D5N2O";  // another substance
  EXPECT_TRUE(says(conclude(records, kFentanyl), "contradiction"));
}

TEST_F(IdentifyTest, NamesTheMemberOfTheGroupThatAStatedFormulaFits) {
  auto other = kFentanyl;
  other[105] = 300;
  std::vector<LibraryRecord> records{
      record("a", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "", kFentanyl),
      record("b", "B", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "k", "", other)};
  records[1].formula = "C23H30N2O";
  stated_formula_ = "C23H30N2O";
  const auto found = conclude(records, kFentanyl);
  ASSERT_EQ(found.isomer_group.members.size(), 2U);
  ASSERT_EQ(found.isomer_group.members[0].name, "A");
  EXPECT_TRUE(says(found, "but A is C22H28N2O; of the group it fits B"));
}

TEST_F(IdentifyTest, RemarksAPrecursorThatIsNotTheMatchsIon) {
  LibraryRecord made = record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "", kFentanyl);
  made.acquisition.ionisation = Ionisation::esi;
  made.acquisition.ms_level = 2;
  made.acquisition.precursor_mz = 337.2274;
  acquisition_ = made.acquisition;
  EXPECT_FALSE(says(conclude({made}, kFentanyl), "contradiction"));
  acquisition_.adduct = "[M+H]+";
  EXPECT_FALSE(says(conclude({made}, kFentanyl), "contradiction"));
  acquisition_.precursor_mz = 337.0;
  EXPECT_FALSE(says(conclude({made}, kFentanyl), "contradiction"));
  acquisition_.precursor_mz = 337.2274;
  acquisition_.adduct = "[M+Na]+";
  EXPECT_TRUE(says(conclude({made}, kFentanyl), "the precursor m/z 337.2274 as [M+Na]+, but"));
}

TEST_F(IdentifyTest, StrikesRecordsOfTheOtherPolarity) {
  LibraryRecord made = record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "", kFentanyl);
  made.acquisition.ionisation = Ionisation::esi;
  made.acquisition.ms_level = 2;
  made.acquisition.precursor_mz = 337.2274;
  made.acquisition.polarity = Polarity::positive;
  acquisition_ = made.acquisition;
  EXPECT_EQ(conclude({made}, kFentanyl).level, ConclusionLevel::compound);
  acquisition_.polarity = Polarity::negative;
  const auto found = conclude({made}, kFentanyl);
  EXPECT_EQ(found.level, ConclusionLevel::nothing_found);
  EXPECT_TRUE(found.matches.hits.empty());
  EXPECT_TRUE(says(found,
                   "1 hit left out: of positive ions, and the spectrum is of negative ones; "
                   "the nearest was Fentanyl (1.000)"));
  acquisition_.polarity = Polarity::unknown;
  EXPECT_EQ(conclude({made}, kFentanyl).level, ConclusionLevel::compound);
}

// A file that names its compound by a key names another one by another.
TEST_F(IdentifyTest, RemarksAStatedInchikeyThatIsNotTheMatchs) {
  const std::vector<LibraryRecord> records{
      record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "", kFentanyl)};
  for (const char* agreeing :
       {"", "no key", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "PJMPHNIQZUBGLI-VIQYUKPQSA-N"}) {
    stated_inchikey_ = agreeing;
    EXPECT_FALSE(conclude(records, kFentanyl).contradicts_source) << agreeing;
  }
  stated_inchikey_ = "ZPUCINDJVBIVPJ-LJISPDSOSA-N";
  const auto found = conclude(records, kFentanyl);
  EXPECT_TRUE(found.contradicts_source);
  EXPECT_TRUE(says(found,
                   "the InChIKey ZPUCINDJVBIVPJ-LJISPDSOSA-N, but Fentanyl has "
                   "PJMPHNIQZUBGLI-UHFFFAOYSA-N"));
}

}  // namespace
}  // namespace basepeak::test
