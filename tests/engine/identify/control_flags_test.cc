#include "engine/identify/control_flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace basepeak {
namespace {

using testing::HasSubstr;

const std::string kFentanyl = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
const std::string kAcetyl = "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
const std::string kCarfentanil = "CCC(=O)N(c1ccccc1)C1(C(=O)OC)CCN(CCc2ccccc2)CC1";

std::string status_on(const std::vector<ControlFlag>& flags, const std::string& list) {
  std::string text;
  for (const ControlFlag& flag : flags) {
    if (flag.list == list) text += (text.empty() ? "" : ",") + std::string(name(flag.status));
  }
  return text;
}

std::vector<ControlFlag> flags(const std::string& smiles, const std::string& inchikey = "") {
  return flags_of(control_lists(), smiles, inchikey);
}

TEST(ControlFlags, NameTheParentAndKeepItOutOfTheClass) {
  const auto found = flags(kFentanyl);
  EXPECT_EQ(status_on(found, "un-1961-i"), "named");
  EXPECT_EQ(status_on(found, "us-ii"), "named");
  for (const char* wording : {"us-frs", "cn-fentanyl", "gb-a-fentanyl", "us-i"}) {
    EXPECT_EQ(status_on(found, wording), "") << wording;
  }
}

TEST(ControlFlags, KeepNameWordingAndExclusionApart) {
  EXPECT_EQ(status_on(flags(kAcetyl), "us-i"), "named");
  EXPECT_EQ(status_on(flags(kAcetyl), "us-frs"), "in_wording");
  EXPECT_EQ(status_on(flags(kCarfentanil), "us-ii"), "named");
  EXPECT_EQ(status_on(flags(kCarfentanil), "us-frs"), "excluded_listed_elsewhere");
  EXPECT_EQ(status_on(flags(kCarfentanil), "cn-fentanyl"), "excluded_listed_elsewhere");
  EXPECT_EQ(status_on(flags(kCarfentanil), "mx-lgs-2025"), "review");  // not known in force
  // Unnamed, with a change that the wording names.
  const auto unnamed = flags("CCCCCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1");
  EXPECT_EQ(status_on(unnamed, "us-i"), "");
  EXPECT_EQ(status_on(unnamed, "us-frs"), "in_wording");
  EXPECT_EQ(status_on(unnamed, "ca-i-16"), "review");
  EXPECT_EQ(status_on(unnamed, "gb-a-fentanyl"), "review");
}

TEST(ControlFlags, FindPrecursorsByNameInEachPlace) {
  const auto found = flags("O=C1CCNCC1.Cl.O");
  for (const char* list :
       {"un-1988-i", "us-list-1", "ca-vi-1", "eu-precursors-1", "cn-precursors", "in-rcs"}) {
    EXPECT_EQ(status_on(found, list), "named") << list;
  }
  EXPECT_EQ(status_on(flags("C1CN(CCc2ccccc2)CCC1Nc1ccccc1"), "us-ii"), "named");
  EXPECT_EQ(status_on(flags("C1CN(CCc2ccccc2)CCC1Nc1ccccc1"), "us-frs"), "");
}

TEST(ControlFlags, DoNotSeeSaltStereoIsotopeOrProton) {
  const auto plain = flags("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1C");
  ASSERT_FALSE(plain.empty());
  for (const char* smiles :
       {"Cl.CCC(=O)N(c1ccccc1)[C@@H]1CCN(CCc2ccccc2)C[C@@H]1C",
        "[Cl-].CCC(=O)N(c1ccccc1)C1CC[NH+](CCc2ccccc2)CC1C",
        "CCC(=O)N(c1c([2H])c([2H])c([2H])c([2H])c1[2H])C1CCN(CCc2ccccc2)CC1C"}) {
    const auto found = flags(smiles);
    ASSERT_EQ(found.size(), plain.size()) << smiles;
    for (std::size_t i = 0; i < plain.size(); ++i) {
      EXPECT_EQ(flag_text(found[i]), flag_text(plain[i]));
    }
  }
}

TEST(ControlFlags, GoByTheInchikeyWhereThereIsNoUsableSmiles) {
  const std::string key = "FYIUUQUPOKIKNI-UHFFFAOYSA-N";  // acetylfentanyl
  EXPECT_EQ(status_on(flags("", key), "us-i"), "named");
  EXPECT_EQ(status_on(flags("", key), "us-frs"), "in_wording");
  EXPECT_EQ(status_on(flags("not a smiles", key), "us-frs"), "in_wording");
  EXPECT_TRUE(flags("", "AAAAAAAAAAAAAA-UHFFFAOYSA-N").empty());
  EXPECT_TRUE(flags("", "").empty());
  EXPECT_TRUE(flags("not a smiles", "nor a key").empty());
}

TEST(ControlFlags, LeaveOtherCompoundsAlone) {
  for (const char* smiles : {"CCN(CC)CC(=O)Nc1c(C)cccc1C", "Cn1cnc2c1c(=O)n(C)c(=O)n2C", "CCO",
                             "O=C(CCCN1CCC(O)(CC1)c1ccc(Cl)cc1)c1ccc(F)cc1"}) {
    EXPECT_TRUE(flags(smiles).empty()) << smiles;
  }
}

TEST(ControlFlags, SayWhereTheMembersOfAGroupDiffer) {
  const auto found = flags_of_group(
      control_lists(), {{"Fentanyl", kFentanyl, ""},
                        {"Methylacetyl", "CC(=O)N(c1ccc(C)cc1)C1CCN(CCc2ccccc2)CC1", ""}});
  const auto on = [&](const std::string& list) {
    const auto flag = std::find_if(found.begin(), found.end(),
                                   [&](const ControlFlag& f) { return f.list == list; });
    return flag == found.end() ? ControlFlag{} : *flag;
  };
  EXPECT_THAT(on("us-ii").members, testing::ElementsAre("Fentanyl"));
  EXPECT_TRUE(on("us-ii").differs_between_members);
  EXPECT_THAT(on("us-ii").note, HasSubstr("differs between members: holds for Fentanyl"));
  EXPECT_THAT(on("us-frs").members, testing::ElementsAre("Methylacetyl"));
  const auto same = flags_of_group(control_lists(), {{"A", kAcetyl, ""}, {"B", kAcetyl, ""}});
  ASSERT_FALSE(same.empty());
  EXPECT_THAT(same.front().members, testing::ElementsAre("A", "B"));
  EXPECT_FALSE(same.front().differs_between_members);
}

TEST(ControlFlags, SayThatAFactWasNotVerified) {
  const auto found = flags(kFentanyl);
  const auto flag = std::find_if(found.begin(), found.end(),
                                 [](const ControlFlag& f) { return f.list == "us-ii"; });
  ASSERT_NE(flag, found.end());
  EXPECT_THAT(flag_text(*flag), HasSubstr("unverified"));
}

TEST(ControlFlags, NameTheListsToLookAtForAClass) {
  EXPECT_THAT(class_wide_lists(control_lists(), "fentanyl"), HasSubstr("United States"));
  EXPECT_EQ(class_wide_lists(control_lists(), "sugar"), "");
  EXPECT_EQ(class_wide_lists(control_lists(), ""), "");
}

}  // namespace
}  // namespace basepeak
