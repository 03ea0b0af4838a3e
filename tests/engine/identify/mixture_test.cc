#include "engine/identify/mixture.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

using Masses = std::map<int, double>;

const Masses kFirst{{42, 200}, {82, 999}, {83, 300}, {94, 280}, {105, 350}, {182, 850}, {303, 200}};
const Masses kSecond{{57, 150}, {77, 90}, {91, 120}, {96, 110}, {146, 650}, {189, 300}, {245, 999}};
const Masses kThird{{58, 999}, {65, 120}, {115, 90}, {134, 80}, {150, 60}, {176, 40}, {205, 30}};

Peaks peaks_of(const Masses& masses) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [mass, value] : masses) {
    mz.push_back(mass);
    intensity.push_back(static_cast<float>(value));
  }
  return Peaks::from_unsorted(mz, intensity);
}

Masses sum_of(const Masses& a, double amount_a, const Masses& b, double amount_b) {
  Masses sum;
  for (const auto& [mass, value] : a) sum[mass] += amount_a * value;
  for (const auto& [mass, value] : b) sum[mass] += amount_b * value;
  return sum;
}

class MixtureTest : public ::testing::Test {
 protected:
  MixtureTest() {
    std::vector<LibraryRecord> records;
    for (const auto& [name, masses] :
         {std::pair{"first", kFirst}, {"second", kSecond}, {"third", kThird}}) {
      LibraryRecord record;
      record.id = record.name = name;
      record.source = record.licence = "test";
      record.acquisition.ionisation = Ionisation::ei;
      record.peaks = peaks_of(masses);
      records.push_back(record);
    }
    write_library(folder_.path() / "test.bplib", "test", records);
    library_.emplace(Library::open(folder_.path() / "test.bplib"));
  }
  [[nodiscard]] std::optional<Mixture> explain(const Masses& masses) const {
    return MixtureExplainer(*library_, UnitMassRule::ms_search).explain(peaks_of(masses));
  }
  [[nodiscard]] std::optional<SecondCompound> beside_first(const Masses& masses,
                                                           const Compounds& without = {
                                                               "first"}) const {
    return MixtureExplainer(*library_, UnitMassRule::ms_search)
        .second_compound(peaks_of(masses), 0, without);
  }
  test::TemporaryFolder folder_;
  std::optional<Library> library_;
};

TEST_F(MixtureTest, FindsBothPartsAndTheirShares) {
  const auto found = explain(sum_of(kFirst, 1.0, kSecond, 0.5));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->parts.size(), 2U);
  EXPECT_EQ(found->parts[0].name, "first");
  EXPECT_EQ(found->parts[1].name, "second");
  // Of the signal: 3,179 of the first, half of 2,419 of the second.
  EXPECT_NEAR(found->parts[0].share, 3179.0 / (3179.0 + 1209.5), 1e-3);
  EXPECT_NEAR(found->explained, 1.0, 1e-3);
  EXPECT_LT(found->explained_by_one, 0.75);
  EXPECT_TRUE(found->unexplained.empty());
}

TEST_F(MixtureTest, NamesThePeaksThatNoRecordExplains) {
  Masses masses = sum_of(kFirst, 1.0, kSecond, 1.0);
  masses[270] = 400.0;
  const auto found = explain(masses);
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->unexplained.empty());
  EXPECT_EQ(found->unexplained.front().mz, 270.0);
}

TEST_F(MixtureTest, SaysNothingWhereOneRecordExplainsTheSpectrum) {
  EXPECT_FALSE(explain(kFirst));
  EXPECT_FALSE(explain(sum_of(kFirst, 1.0, kSecond, 0.05)));
}

TEST_F(MixtureTest, SaysNothingWhereTheSumDoesNotExplainItEither) {
  Masses noise;
  for (int mass = 40; mass < 300; mass += 7) noise[mass] = 100.0 + mass % 13;
  EXPECT_FALSE(explain(noise));
  EXPECT_FALSE(explain({{82, 999}, {146, 500}})) << "two peaks";
  EXPECT_FALSE(explain({}));
}

TEST_F(MixtureTest, FindsATenthOfASecondCompoundBesideTheRecordThatMatches) {
  const Masses masses = sum_of(kFirst, 0.9, kSecond, 0.1);
  EXPECT_FALSE(explain(masses)) << "one record explains three quarters";
  const auto found = beside_first(masses);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->mixture.parts.size(), 2U);
  EXPECT_EQ(found->mixture.parts[0].name, "first");
  EXPECT_EQ(found->mixture.parts[1].name, "second");
  EXPECT_NEAR(found->mixture.parts[1].share, 241.9 / (241.9 + 0.9 * 3179.0), 1e-3);
  ASSERT_EQ(found->telling.size(), 3U);
  EXPECT_EQ(found->telling[0].mz, 245.0);
  EXPECT_EQ(found->telling[1].mz, 146.0);
  EXPECT_EQ(found->telling[2].mz, 189.0);
  EXPECT_FALSE(beside_first(masses, {"first", "second"})) << "it is not told apart from the match";
}

TEST_F(MixtureTest, FindsAnEqualSecondCompound) {
  for (const double amount : {0.5, 1.0, 2.0}) {
    const auto found = beside_first(sum_of(kFirst, 1.0, kSecond, amount));
    ASSERT_TRUE(found) << amount;
    EXPECT_EQ(found->mixture.parts[1].name, "second");
  }
  EXPECT_FALSE(beside_first(sum_of(kFirst, 1.0, kSecond, 4.0))) << "the match is far the weaker";
}

TEST_F(MixtureTest, TellsNoSecondCompoundOfTooLittle) {
  EXPECT_FALSE(beside_first(kFirst));
  EXPECT_FALSE(beside_first(sum_of(kFirst, 1.0, kSecond, 0.02))) << "below 2 % of the base peak";
  Masses masses = sum_of(kFirst, 0.9, kSecond, 0.1);
  masses.erase(189);
  EXPECT_FALSE(beside_first(masses)) << "an ion of it is missing";
  masses = sum_of(kFirst, 0.9, kSecond, 0.1);
  for (const int mass : {120, 133, 161, 174, 207, 221}) masses[mass] = 90.0;
  EXPECT_FALSE(beside_first(masses)) << "most of what is left is not of it";
  EXPECT_FALSE(beside_first(sum_of(kFirst, 1.0, kThird, 0.1))) << "one ion of 2 % is new";
}

TEST_F(MixtureTest, NeverGivesAPartANegativeShare) {
  // The second record's ions only, all of them weaker where the first has some, too.
  Masses masses = sum_of(kSecond, 1.0, kThird, 1.0);
  masses.erase(82);
  const auto found = explain(masses);
  ASSERT_TRUE(found);
  for (const auto& part : found->parts) {
    EXPECT_GT(part.share, 0.0);
    EXPECT_NE(part.name, "first");
  }
}

}  // namespace
}  // namespace basepeak
