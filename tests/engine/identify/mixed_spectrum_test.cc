#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "engine/identify/identify.h"
#include "tests/engine/identify/identify_fixture.h"

namespace basepeak::test {
namespace {

TEST_F(IdentifyTest, NamesASecondCompoundBesideAFullMatch) {
  const std::map<int, float> cocaine{{42, 200},  {82, 999},  {83, 300}, {94, 280}, {105, 350},
                                     {122, 100}, {182, 850}, {198, 90}, {272, 50}, {303, 200}};
  const std::vector<LibraryRecord> records{
      record("c", "Cocaine", "ZPUCINDJVBIVPJ-UHFFFAOYSA-N", "c", "", cocaine),
      record("f", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  const auto pure = conclude(records, cocaine);
  EXPECT_FALSE(pure.mixture);
  auto both = cocaine;
  for (const auto& [mass, value] : kFentanyl) both[mass] += value / 9.0F;
  const auto found = conclude(records, both);
  EXPECT_EQ(found.level, pure.level);
  EXPECT_NE(found.level_text.find("as of Fentanyl or an analogue"), std::string::npos);
  ASSERT_TRUE(found.mixture);
  EXPECT_EQ(found.mixture->parts.back().name, "Fentanyl");
  EXPECT_TRUE(says(found,
                   "m/z 245, 146, 189 stand far above what Cocaine explains, and fit Fentanyl "
                   "(of the class fentanyl)"));
  EXPECT_TRUE(
      says(found, "of the second compound: no flag, since such a remainder is no identification"));
}

TEST_F(IdentifyTest, SaysWhichStrongIonsTheMatchingRecordLacks) {
  const std::vector<LibraryRecord> records{
      record("f", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  auto foreign = kFentanyl;
  foreign[303] = 70;
  const auto weak = conclude(records, foreign);
  ASSERT_EQ(weak.unmatched.size(), 1U);
  EXPECT_EQ(weak.unmatched.front().mz, 303.0);
  EXPECT_TRUE(says(weak, "explains a quarter at most: m/z 303 (7 %)"));
  EXPECT_EQ(weak.level_text.find("does not explain"), std::string::npos) << weak.level_text;
  foreign[303] = 300;
  foreign[272] = 60;
  const auto strong = conclude(records, foreign);
  EXPECT_TRUE(says(strong, "explains a quarter at most: m/z 303 (30 %), 272 (6 %)"));
  EXPECT_NE(strong.level_text.find("; strong ions that it does not explain"), std::string::npos);
  // 30 is below the lowest mass of the record: not measured there. 105 is much the record's own.
  auto own = kFentanyl;
  own[30] = 400;
  own[105] = 400;
  EXPECT_TRUE(conclude(records, own).unmatched.empty());
  // One ion of the record that is missing, were it the base peak, says nothing of the others.
  auto without = kFentanyl;
  without.erase(146);
  EXPECT_TRUE(conclude(records, without).unmatched.empty());
}

// Two unlike compounds that score alike, since both are in the spectrum, are no alternatives.
TEST_F(IdentifyTest, TakesAPartOfTheSpectrumOutOfTheGroupOfItsMatch) {
  const std::map<int, float> first{{42, 999}, {58, 950}, {70, 900},  {82, 999},  {83, 300},
                                   {94, 280}, {98, 600}, {182, 850}, {272, 300}, {303, 200}};
  const std::map<int, float> second{{57, 999},  {77, 900},  {91, 950},  {96, 999},  {132, 900},
                                    {146, 950}, {189, 900}, {202, 300}, {245, 300}, {259, 250}};
  auto other = record("s", "Second", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "s", "", second);
  other.formula = "C17H21NO4";
  auto twin = other;  // an isomer of the part is no alternative to the match either
  twin.id = "t";
  twin.name = "Twin";
  twin.inchikey = "CCCCCCCCCCCCCC-UHFFFAOYSA-N";
  auto like_second = second;
  like_second[259] = 330;
  twin.peaks = peaks(like_second);
  const std::vector<LibraryRecord> records{
      record("f", "First", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "", first), other, twin};
  const auto sum = [&](float of_first, float of_second) {
    std::map<int, float> both;
    for (const auto& [mass, value] : first) both[mass] += of_first * value;
    for (const auto& [mass, value] : second) both[mass] += of_second * value;
    return both;
  };
  method_.conclusion.ei_tentative_score = 100;
  method_.ei_search.score = Score::ei_simple;  // no calibration: the group is by margins
  method_.conclusion.ei_indistinct_margin = 200;
  const auto of_first = conclude(records, sum(1.0F, 0.7F));
  ASSERT_TRUE(of_first.mixture);
  ASSERT_EQ(of_first.isomer_group.members.size(), 1U);
  EXPECT_EQ(of_first.isomer_group.members[0].name, "First");
  EXPECT_EQ(of_first.level, ConclusionLevel::compound);
  EXPECT_TRUE(says(of_first, "left out of the group: Second, Twin;") ||
              says(of_first, "left out of the group: Twin, Second;"));
  EXPECT_EQ(of_first.level_text.find("not told apart"), std::string::npos) << of_first.level_text;
  const auto of_second = conclude(records, sum(0.9F, 1.0F));
  ASSERT_EQ(of_second.isomer_group.members.size(), 2U);
  EXPECT_TRUE(says(of_second, "left out of the group: First;"));
}

TEST_F(IdentifyTest, SaysThatASumExplainsWhatNoRecordMatches) {
  const std::map<int, float> third{{58, 999}, {77, 300}, {179, 500}, {180, 300}, {286, 250}};
  const std::map<int, float> cocaine{{82, 999}, {94, 280}, {105, 350}, {182, 850}, {303, 200}};
  const std::vector<LibraryRecord> records{
      record("c", "Cocaine", "ZPUCINDJVBIVPJ-UHFFFAOYSA-N", "c", "", cocaine),
      record("f", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl),
      record("t", "Third", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "t", "", third)};
  auto sum = cocaine;
  for (const auto& [mass, value] : kFentanyl) sum[mass] += value;
  for (const auto& [mass, value] : third) sum[mass] += value;
  const auto found = conclude(records, sum);
  ASSERT_EQ(found.level, ConclusionLevel::nothing_found);
  EXPECT_EQ(found.level_text.find("No record matches alone; possibly a mixture: "), 0U)
      << found.level_text;
  EXPECT_NE(found.level_text.find("Fentanyl"), std::string::npos);
}

// A laboratory's labelled standard and the drug beside it are two substances.
TEST_F(IdentifyTest, NamesADrugBesideItsLabelledStandard) {
  const std::map<int, float> labelled{{42, 180},  {44, 90},   {57, 150},  {82, 90},   {91, 120},
                                      {101, 110}, {105, 240}, {151, 650}, {194, 300}, {250, 999}};
  auto standard =
      record("d", "Fentanyl-d5", "PJMPHNIQZUBGLI-VIQYUKPQSA-N", "d", "fentanyl", labelled);
  standard.formula = "C22H23D5N2O";
  const std::vector<LibraryRecord> records{
      standard, record("f", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  auto both = labelled;
  for (const auto& [mass, value] : kFentanyl) both[mass] += 0.4F * value;
  method_.conclusion.ei_tentative_score = 300;
  const auto found = conclude(records, both);
  ASSERT_TRUE(found.mixture);
  ASSERT_EQ(found.mixture->parts.size(), 2U);
  EXPECT_EQ(found.mixture->parts[0].name, "Fentanyl-d5");
  EXPECT_EQ(found.mixture->parts[1].name, "Fentanyl");
}

}  // namespace
}  // namespace basepeak::test
