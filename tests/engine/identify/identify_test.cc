#include "engine/identify/identify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "engine/identify/class_members.h"
#include "tests/engine/identify/identify_fixture.h"

namespace basepeak::test {
namespace {

TEST_F(IdentifyTest, CallsALibraryMatchTentative) {
  const auto found =
      conclude({record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)},
               kFentanyl);
  EXPECT_EQ(found.level, ConclusionLevel::compound);
  EXPECT_NE(found.level_text.find("tentative"), std::string::npos);
  EXPECT_TRUE(found.compound_class.is_called);
  EXPECT_EQ(found.compound_class.basis, "library");
}

TEST_F(IdentifyTest, GivesEachRemarkOnceAmongTheReasons) {
  const auto found =
      conclude({record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)},
               kFentanyl);
  EXPECT_EQ(std::count(found.why.begin(), found.why.end(), "2 ions saturated"), 1);
  EXPECT_EQ(std::count(found.why.begin(), found.why.end(), "it states no ionisation"), 1);
}

TEST_F(IdentifyTest, GroupsIsomersThatScoreAlikeWithOneMemberACompound) {
  auto other = kFentanyl;
  other[105] = 300;
  const auto found =
      conclude({record("a1", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl),
                record("a2", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl),
                record("b", "B", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "k", "fentanyl", other)},
               kFentanyl);
  EXPECT_EQ(found.level, ConclusionLevel::isomer_group);
  ASSERT_EQ(found.isomer_group.members.size(), 2U);
  EXPECT_EQ(found.isomer_group.members[0].name, "A");
  EXPECT_EQ(found.isomer_group.members[1].name, "B");
}

TEST_F(IdentifyTest, FlagsControlListsForALibraryMatchOnly) {
  LibraryRecord made =
      record("a", "Acetylfentanyl", "FYIUUQUPOKIKNI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl);
  made.smiles = "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
  const auto found = conclude({made}, kFentanyl);
  ASSERT_EQ(found.level, ConclusionLevel::compound);
  const auto is_class_wording = [](const ControlFlag& flag) {
    return flag.list == "us-frs" && flag.status == FlagStatus::in_wording &&
           flag.members == std::vector<std::string>{"Acetylfentanyl"};
  };
  EXPECT_EQ(std::count_if(found.flags.begin(), found.flags.end(), is_class_wording), 1);
  // The same record, predicted: a class at most, so the lists to look at and no flag.
  made.origin = Origin::predicted;
  const auto predicted = conclude({made}, kFentanyl);
  ASSERT_EQ(predicted.level, ConclusionLevel::compound_class);
  EXPECT_TRUE(predicted.flags.empty());
  const auto names_lists = [](const std::string& reason) {
    return reason.find("control lists with a wording on the class fentanyl") != std::string::npos;
  };
  EXPECT_EQ(std::count_if(predicted.why.begin(), predicted.why.end(), names_lists), 1);
}

TEST_F(IdentifyTest, FlagsTheMembersOfAGroupThatTheLibraryLacks) {
  const ClassMember* held = class_member("WRPFPNIHTOSMKU-UHFFFAOYSA-N");
  ASSERT_NE(held, nullptr);
  LibraryRecord made =
      record("a", held->name, held->inchikey, held->isomer_key, "fentanyl", kFentanyl);
  made.smiles = held->smiles;
  const auto found = conclude({made}, kFentanyl);
  ASSERT_EQ(found.level, ConclusionLevel::isomer_group);
  ASSERT_FALSE(found.isomer_group.outside_library.empty());
  const auto named_for = [&](const std::string& list, const std::string& member) {
    return std::find_if(found.flags.begin(), found.flags.end(), [&](const ControlFlag& flag) {
      return flag.list == list && flag.basis == FlagBasis::named &&
             flag.members == std::vector<std::string>{member};
    });
  };
  const auto flag = named_for("un-1961-i", "Butyrylfentanyl");
  ASSERT_NE(flag, found.flags.end());
  EXPECT_TRUE(flag->differs_between_members);
}

TEST_F(IdentifyTest, NeverSortsAPredictedRecordAmongMeasuredOnes) {
  auto near = kFentanyl;
  near[105] = 300;
  LibraryRecord predicted =
      record("PREDICTED-EI-P", "[PREDICTED] isobutyryl", "P", "k2", "fentanyl", kFentanyl);
  predicted.origin = Origin::predicted;
  const auto found = conclude(
      {predicted, record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", near)},
      kFentanyl);
  ASSERT_EQ(found.matches.hits.size(), 2U);
  EXPECT_LT(found.matches.hits[0].score, found.matches.hits[1].score);
  ASSERT_FALSE(found.isomer_group.members.empty());
  EXPECT_EQ(found.isomer_group.members.front().name, "Fentanyl");
  EXPECT_TRUE(says(found, "predicted spectra are listed apart, and the measured record stands"));
}

TEST_F(IdentifyTest, SaysWhatAPredictedRecordRestsOnAndConcludesAClassAtMost) {
  const std::map<int, float> other{{43, 999}, {58, 300},  {71, 500}, {85, 400},
                                   {99, 200}, {113, 100}, {127, 90}, {141, 80}};
  LibraryRecord predicted =
      record("PREDICTED-EI-P", "[PREDICTED] new", "P", "k", "fentanyl", kFentanyl);
  predicted.origin = Origin::predicted;
  predicted.smiles = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
  predicted.comment =
      "PREDICTED, not a measurement: grade B; analogues: 1 Acetyl fentanyl (A, 0.93)";
  const auto found = conclude(
      {record("m", "Decane", "DIOQZVSQGTUSAI-UHFFFAOYSA-N", "d", "", other), predicted}, kFentanyl);
  EXPECT_EQ(found.level, ConclusionLevel::compound_class);
  EXPECT_EQ(found.level_text, "Match to a predicted spectrum only: class at most");
  EXPECT_TRUE(says(found, "its spectrum is predicted, not measured: grade B; analogues: 1 Acetyl"));
  EXPECT_TRUE(says(found, "predicted fragments that are there: m/z 245 (C15H21N2O), 146 ("));
}

TEST_F(IdentifyTest, FlagsTheUnionOverAGroupWithoutStructuresByKey) {
  auto other = kFentanyl;
  other[105] = 300;
  const auto found = conclude(
      {record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl),
       record("b", "Acetyl-3-methyl", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "k", "fentanyl", other)},
      kFentanyl);
  ASSERT_EQ(found.level, ConclusionLevel::isomer_group);
  ASSERT_FALSE(found.flags.empty());
  for (const ControlFlag& flag : found.flags) {
    EXPECT_EQ(flag.members, std::vector<std::string>{"Fentanyl"});
    EXPECT_TRUE(flag.differs_between_members);
  }
}

TEST_F(IdentifyTest, DoesNotCallCompoundsOfSeveralFormulasIsomers) {
  auto other = record("b", "B", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "k2", "", kFentanyl);
  const auto first = record("a", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "", kFentanyl);
  EXPECT_NE(conclude({first, other}, kFentanyl).level_text.find("isomer group of 2"),
            std::string::npos);
  for (const char* formula : {"C16H23NO", ""}) {
    other.formula = formula;
    const auto found = conclude({first, other}, kFentanyl);
    EXPECT_EQ(found.level, ConclusionLevel::isomer_group);
    EXPECT_EQ(found.level_text.find("isomer"), std::string::npos) << found.level_text;
    EXPECT_NE(found.level_text.find("group of 2 not told apart by this spectrum"),
              std::string::npos)
        << found.level_text;
  }
}

TEST_F(IdentifyTest, SaysOfARecordBelowTheThresholdThatItIsBelow) {
  method_.ei_search.threshold = 960.0;
  auto near = kFentanyl;
  near[105] = 500;
  const auto found =
      conclude({record("a", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "", near)}, kFentanyl);
  EXPECT_TRUE(found.matches.hits.empty());
  std::string why;
  for (const std::string& reason : found.why) why += reason + "\n";
  EXPECT_NE(why.find("below the threshold of 960.0"), std::string::npos) << why;
  EXPECT_EQ(why.find("comparable"), std::string::npos) << why;
}

TEST_F(IdentifyTest, SaysWhatWasNearestWhenNothingMatches) {
  const auto found = conclude(
      {record("a", "Cocaine", "CCCCCCCCCCCCCC-UHFFFAOYSA-N", "k", "",
              {{42, 200}, {82, 999}, {83, 300}, {94, 280}, {105, 350}, {182, 850}, {303, 200}})},
      {{42, 90}, {57, 999}, {71, 600}, {82, 120}, {85, 300}, {105, 30}, {182, 20}});
  EXPECT_EQ(found.level, ConclusionLevel::nothing_found);
  ASSERT_FALSE(found.why.empty());
  EXPECT_NE(found.why.front().find("Cocaine"), std::string::npos);
}

TEST_F(IdentifyTest, DoesNotCallAMatchOnTooFewIons) {
  const auto found = conclude({record("a", "Small", "DDDDDDDDDDDDDD-UHFFFAOYSA-N", "k", "",
                                      {{43, 150}, {45, 999}, {59, 40}})},
                              {{43, 150}, {45, 999}, {59, 40}});
  EXPECT_EQ(found.level, ConclusionLevel::nothing_found);
  EXPECT_NE(found.why.front().find("3 matched peaks"), std::string::npos) << found.why.front();
}

TEST_F(IdentifyTest, DoesNotCountLibraryIonsBelowTheDetectionLimitAsMissing) {
  auto full = kFentanyl;
  for (int mass = 50; mass < 76; ++mass) full[mass] = 70;
  for (int mass = 110; mass < 140; ++mass) full[mass] = 70;
  const std::map<int, float> weak{{42, 18},  {57, 15},  {91, 12},  {96, 11},
                                  {105, 24}, {146, 65}, {189, 30}, {245, 100}};
  const std::vector<LibraryRecord> library{
      record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", full)};
  // Taken as missing, they leave no library match.
  EXPECT_LT(conclude(library, weak).level, ConclusionLevel::isomer_group);
  const auto found = conclude(library, weak, 10.0);
  EXPECT_EQ(found.level, ConclusionLevel::compound);
  ASSERT_TRUE(found.matches.hits.front().score_above_limit.has_value());
  EXPECT_GT(*found.matches.hits.front().score_above_limit, 900.0);
  EXPECT_LT(found.matches.hits.front().score, 700.0);
}

TEST_F(IdentifyTest, WarnsOfAMatchThatRestsOnOneIon) {
  const std::map<int, float> single{{56, 30}, {84, 60}, {98, 25}, {140, 999}, {141, 90}, {96, 20}};
  const auto found =
      conclude({record("a", "One ion", "EEEEEEEEEEEEEE-UHFFFAOYSA-N", "k", "", single)}, single);
  EXPECT_TRUE(std::any_of(found.why.begin(), found.why.end(), [](const std::string& reason) {
    return reason.find("m/z 140 alone") != std::string::npos;
  }));
}

}  // namespace
}  // namespace basepeak::test
