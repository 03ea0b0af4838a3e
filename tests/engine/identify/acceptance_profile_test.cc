#include "engine/identify/acceptance_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/error.h"
#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const fs::path kFolder = fs::path(BASEPEAK_SOURCE_DIR) / "libraries" / "acceptance";
const std::string kHead =
    "name = \"n\"\ntitle = \"t\"\nversion = \"1\"\ncitation = \"c\"\nverified_on = "
    "\"2026-01-02\"\n";

class AcceptanceProfileTest : public ::testing::Test {
 protected:
  [[nodiscard]] AcceptanceProfile read(const std::string& text) const {
    test::write_file(folder_.path() / "p.toml", text);
    return read_acceptance_profile(folder_.path() / "p.toml");
  }
  [[nodiscard]] std::string refusal_of(const std::string& text) const {
    try {
      static_cast<void>(read(text));
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return error.what();
    }
    return "not refused";
  }
  test::TemporaryFolder folder_;
};

const MeasuredPeak kReference{300.0, {{245.0, 1000.0}, {146.0, 600.0}, {189.0, 200.0}}};

const Criterion& criterion(const Acceptance& answer, const std::string& what) {
  const auto at = std::find_if(answer.criteria.begin(), answer.criteria.end(),
                               [&](const Criterion& c) { return c.what == what; });
  EXPECT_NE(at, answer.criteria.end()) << what;
  return *at;
}

TEST(AcceptanceProfiles, ShippedOnesAreReadAndSayThatTheyAreUnverified) {
  std::size_t read = 0;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".toml") continue;
    const AcceptanceProfile profile = read_acceptance_profile(entry.path());
    EXPECT_FALSE(profile.citation.empty()) << entry.path();
    EXPECT_FALSE(profile.is_verified()) << entry.path();
    const Acceptance answer = compare_with_reference(profile, kReference, kReference, true, false);
    ASSERT_FALSE(answer.caveats.empty()) << entry.path();
    EXPECT_THAT(answer.caveats.front(), HasSubstr("unverified"));
    EXPECT_TRUE(answer.is_met()) << entry.path();
    ++read;
  }
  EXPECT_EQ(read, 4U);
}

TEST_F(AcceptanceProfileTest, AreRefusedWithFileAndLineOfAnError) {
  EXPECT_EQ(refusal_of(kHead), "not refused");
  EXPECT_THAT(refusal_of("name = "), HasSubstr("p.toml, line 1"));
  EXPECT_THAT(refusal_of("name = \"n\"\n"), HasSubstr("\"title\" is missing"));
  EXPECT_THAT(refusal_of(kHead + "[retention]\nwindow = 1\n"),
              HasSubstr("line 7: unknown key \"window\""));
  EXPECT_THAT(refusal_of(kHead + "[retention]\nwindow_percent = -1\n"), HasSubstr("line 7"));
  EXPECT_THAT(refusal_of(kHead + "[[ion_ratios]]\nfrom_percent = 5\n"), HasSubstr("one of"));
  EXPECT_THAT(refusal_of(kHead + "[[ion_ratios]]\nrelative_percent = 5\n[[ion_ratios]]\n"
                                 "absolute_percent = 5\n"),
              HasSubstr("overlaps"));
  EXPECT_THAT(refusal_of(kHead + "[mass_accuracy]\nppm = 5\nbelow_mz = 200\n"),
              HasSubstr("belong together"));
}

TEST_F(AcceptanceProfileTest, MeetsARetentionInEitherWindow) {
  const AcceptanceProfile profile =
      read(kHead + "[retention]\nwindow_percent = 1.0\nwindow_min = 0.1\n");
  MeasuredPeak sample = kReference;
  sample.retention_s = 305.9;  // 0.098 min, 2 %
  EXPECT_TRUE(compare_with_reference(profile, sample, kReference, true, false).is_met());
  sample.retention_s = 306.1;
  EXPECT_FALSE(compare_with_reference(profile, sample, kReference, true, false).is_met());
}

TEST_F(AcceptanceProfileTest, ComparesIonRatiosInTheirOwnRange) {
  const AcceptanceProfile profile =
      read(kHead +
           "[[ion_ratios]]\nfrom_percent = 50\nto_percent = 100\nabsolute_percent = 10\n"
           "[[ion_ratios]]\nfrom_percent = 5\nto_percent = 50\nrelative_percent = 20\n"
           "[ions]\nminimum = 3\n");
  MeasuredPeak sample{300.0, {{245.0, 500.0}, {146.0, 340.0}, {189.0, 125.0}}};
  const Acceptance answer = compare_with_reference(profile, sample, kReference, true, false);
  EXPECT_TRUE(criterion(answer, "ion ratio m/z 146").is_met) << "68 % of 60 +- 10";
  EXPECT_FALSE(criterion(answer, "ion ratio m/z 189").is_met) << "25 % of 20 +- 4";
  EXPECT_TRUE(criterion(answer, "ions").is_met);
  EXPECT_FALSE(answer.is_met());
  sample.ions.pop_back();
  EXPECT_FALSE(
      criterion(compare_with_reference(profile, sample, kReference, true, false), "ions").is_met);
}

TEST_F(AcceptanceProfileTest, AsksForMassesOnlyWhereTheyAreAccurate) {
  const AcceptanceProfile profile =
      read(kHead + "[mass_accuracy]\nppm = 5\nbelow_mz = 200\nbelow_da = 0.001\n");
  const MeasuredPeak reference{{}, {{105.0699, 100.0}, {281.2012, 300.0}}};
  const MeasuredPeak sample{{}, {{105.0707, 90.0}, {281.2030, 310.0}}};
  const Acceptance answer = compare_with_reference(profile, sample, reference, true, true);
  EXPECT_TRUE(criterion(answer, "mass m/z 105.0699").is_met);
  EXPECT_FALSE(criterion(answer, "mass m/z 281.2012").is_met);
  const Acceptance nominal = compare_with_reference(profile, sample, reference, true, false);
  EXPECT_TRUE(std::none_of(nominal.criteria.begin(), nominal.criteria.end(),
                           [](const Criterion& c) { return c.is_applicable || c.is_met; }));
  EXPECT_FALSE(nominal.is_met()) << "nothing was asked, so nothing is met";
}

TEST_F(AcceptanceProfileTest, SaysThatALibrarySpectrumIsNoReferenceOfTheBatch) {
  const Acceptance answer = compare_with_reference(read(kHead + "[ions]\nminimum = 1\n"),
                                                   kReference, kReference, false, false);
  ASSERT_EQ(answer.caveats.size(), 1U);
  EXPECT_THAT(answer.caveats.front(), HasSubstr("not measured in the same batch"));
}

}  // namespace
}  // namespace basepeak
