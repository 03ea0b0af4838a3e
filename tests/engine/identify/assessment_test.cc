#include "engine/identify/assessment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "engine/identify/identify.h"
#include "engine/search/search.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using Masses = std::map<int, float>;

constexpr const char* kButyrylKey = "acyl=C4H7O n_aryl=C6H5 piperidine=C5H9N n1=C8H9";
const Masses kButyryl{{42, 180}, {43, 250},  {71, 140},  {77, 90},   {91, 120},
                      {96, 110}, {105, 240}, {146, 800}, {189, 540}, {259, 999}};
const Masses kCocaine{{42, 200}, {82, 999},  {83, 300},  {94, 280},
                      {96, 250}, {105, 350}, {182, 850}, {303, 200}};

Peaks peaks_of(const Masses& masses) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [mass, value] : masses) {
    mz.push_back(mass);
    intensity.push_back(value);
  }
  return Peaks::from_unsorted(mz, intensity);
}

LibraryRecord record(const std::string& id, const std::string& key, const std::string& isomer_key,
                     const std::string& compound_class, const Masses& masses) {
  LibraryRecord made;
  made.id = made.name = id;
  made.inchikey = key;
  made.formula = "C23H30N2O";
  made.monoisotopic_mass = 350.2358;
  made.isomer_key = isomer_key;
  made.compound_class = compound_class;
  made.licence = made.source = "test";
  made.acquisition.ionisation = Ionisation::ei;
  made.peaks = peaks_of(masses);
  return made;
}

const LibraryRecord kButyrylRecord =
    record("butyryl", "QQOMYEQLWQJRKK-UHFFFAOYSA-N", kButyrylKey, "fentanyl", kButyryl);
const LibraryRecord kCocaineRecord =
    record("cocaine", "ZPUCINDJVBIVPJ-UHFFFAOYSA-N", "C17H21NO4", "", kCocaine);

class AssessmentTest : public ::testing::Test {
 protected:
  Identification conclude(const std::vector<LibraryRecord>& records, const Masses& masses) {
    const auto path = folder_.path() / "test.bplib";
    write_library(path, "test", records);
    const Library library = Library::open(path);
    Query query;
    query.peaks = query.raw_peaks = peaks_of(masses);
    query.purity = 1.0;
    query.acquisition.ionisation = Ionisation::ei;
    std::vector<Query> queries{query};
    const auto backend = make_cpu_backend(library);
    auto matches = search(queries, library, *backend, method_.ei_search, 1);
    return identify(std::move(queries), std::move(matches), library, method_).front();
  }
  test::TemporaryFolder folder_;
  Method method_;
};

TEST_F(AssessmentTest, StatesHowFarALibraryMatchCanBeReliedOn) {
  const auto found = conclude({kButyrylRecord, kCocaineRecord}, kButyryl);
  ASSERT_EQ(found.level,
            ConclusionLevel::isomer_group);  // isobutyryl has no record and is not excluded
  ASSERT_TRUE(found.confidence);
  EXPECT_GT(found.confidence->probability, 0.5);
  EXPECT_LT(found.confidence->probability, 1.0);
  EXPECT_NEAR(found.confidence->likelihood_ratio,
              found.confidence->probability / (1.0 - found.confidence->probability), 1e-9);
  EXPECT_THAT(found.confidence->calibrated_on.data, HasSubstr("laboratories"));
  EXPECT_GT(found.confidence->calibrated_on.compounds, 0U);
  EXPECT_GT(found.confidence->calibrated_on.spectra, 0U);
  ASSERT_EQ(found.candidate_probability.size(), found.matches.hits.size());
  EXPECT_NEAR(found.candidate_probability[0].value_or(-1.0), found.confidence->probability, 0.05);
  EXPECT_LT(found.candidate_probability[1].value_or(1.0), 0.01);
}

TEST_F(AssessmentTest, GivesTheClassAndTheSitesOfALibraryMatchTheirOwnProbability) {
  LibraryRecord with_structure = kButyrylRecord;
  with_structure.smiles = "CCCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
  const auto found = conclude({with_structure}, kButyryl);
  ASSERT_TRUE(found.compound_class.is_called);
  ASSERT_TRUE(found.compound_class.probability);
  ASSERT_TRUE(found.compound_class.sites);
  ASSERT_TRUE(found.compound_class.sites->probability);
  EXPECT_GE(*found.compound_class.probability, *found.compound_class.sites->probability);
  ASSERT_TRUE(found.compound_class.calibrated_on);
  EXPECT_LT(found.compound_class.calibrated_on->compounds,
            found.confidence->calibrated_on.compounds);
}

TEST_F(AssessmentTest, ACompoundThatTheLibraryLacksLowersTheProbability) {
  Masses isomer = kButyryl;  // what is left when the compound itself is taken out
  isomer[43] = 600;
  isomer[189] = 300;
  isomer[71] = 20;
  const LibraryRecord other =
      record("isobutyryl", "WRPFPNIHTOSMKU-UHFFFAOYSA-N", kButyrylKey, "fentanyl", isomer);
  const auto with = conclude({kButyrylRecord, other}, kButyryl);
  const auto without = conclude({other}, kButyryl);
  ASSERT_TRUE(with.confidence);
  ASSERT_TRUE(without.confidence);
  // The odds of a statement at 885 are less than half of those at 999.
  EXPECT_LT(without.confidence->likelihood_ratio, 0.5 * with.confidence->likelihood_ratio);
}

TEST_F(AssessmentTest, HasNoProbabilityWhereNothingWasCalibrated) {
  LibraryRecord predicted = kButyrylRecord;
  predicted.origin = Origin::predicted;
  EXPECT_FALSE(conclude({predicted}, kButyryl).confidence);
  method_.ei_search.score = Score::ei_simple;
  const auto found = conclude({kButyrylRecord}, kButyryl);
  EXPECT_EQ(found.level, ConclusionLevel::isomer_group);
  EXPECT_FALSE(found.confidence);
  EXPECT_TRUE(found.candidate_probability.empty());
}

TEST_F(AssessmentTest, AddsAPredictedIsomerToTheGroupByItsMargin) {
  LibraryRecord predicted = kButyrylRecord;
  predicted.id = predicted.name = "predicted isobutyryl";
  predicted.inchikey = "WRPFPNIHTOSMKU-UHFFFAOYSA-N";
  predicted.origin = Origin::predicted;
  Masses near = kButyryl;
  near[105] = 300;
  predicted.peaks = peaks_of(near);
  const auto found = conclude({kButyrylRecord, predicted}, kButyryl);
  ASSERT_EQ(found.isomer_group.members.size(), 2U);
  EXPECT_EQ(found.isomer_group.members[1].name, "predicted isobutyryl");
}

TEST_F(AssessmentTest, DoesNotTakeAnMs2RecordOfAnIsomerForOneThatItsEiSpectrumExcludes) {
  LibraryRecord ms2 = kButyrylRecord;
  ms2.id = ms2.name = "isobutyryl, MS/MS";
  ms2.inchikey = conclude({kButyrylRecord}, kButyryl).isomer_group.outside_library.at(0).inchikey;
  LibraryRecord ei = ms2;
  ms2.acquisition.ionisation = Ionisation::esi;
  ms2.acquisition.ms_level = 2;
  EXPECT_EQ(conclude({kButyrylRecord, ms2}, kButyryl).isomer_group.outside_library.size(), 1U);
  EXPECT_TRUE(conclude({kButyrylRecord, ei}, kButyryl).isomer_group.outside_library.empty());
}

TEST_F(AssessmentTest, NamesAMemberOfTheClassThatTheLibraryLacks) {
  const auto found = conclude({kButyrylRecord}, kButyryl);
  ASSERT_EQ(found.isomer_group.outside_library.size(), 1U);
  EXPECT_EQ(found.level, ConclusionLevel::isomer_group);
  EXPECT_NE(found.level_text.find("isomer group of 2, 1 of them without a record, not told apart"),
            std::string::npos)
      << found.level_text;
  EXPECT_EQ(found.isomer_group.outside_library.front().name, "Isobutyrylfentanyl");
  EXPECT_THAT(found.why, Contains(HasSubstr("not excluded, of the same fragments at every site")));
}

TEST_F(AssessmentTest, StartsFromTheLaboratorysPrior) {
  const auto even = conclude({kButyrylRecord}, kButyryl);
  method_.conclusion.library_prior = 0.05;
  const auto rare = conclude({kButyrylRecord}, kButyryl);
  ASSERT_TRUE(even.confidence && rare.confidence);
  EXPECT_LT(rare.confidence->probability, even.confidence->probability);
  EXPECT_NEAR(rare.confidence->likelihood_ratio, even.confidence->likelihood_ratio,
              1e-6 * even.confidence->likelihood_ratio);
}

TEST_F(AssessmentTest, ExplainsASumOfTwoRecords) {
  Masses sum = kButyryl;
  for (const auto& [mass, value] : kCocaine) sum[mass] += value;
  const auto found = conclude({kButyrylRecord, kCocaineRecord}, sum);
  ASSERT_TRUE(found.mixture);
  EXPECT_EQ(found.mixture->parts.size(), 2U);
  EXPECT_THAT(found.why, Contains(HasSubstr("no identification of its parts")));
  EXPECT_THAT(found.why, Contains(HasSubstr("of the class fentanyl")));
  EXPECT_THAT(found.level_text, HasSubstr("Weak library match"));
  EXPECT_THAT(found.level_text, HasSubstr("possibly a mixture: "));
  method_.conclusion.ei_tentative_score = method_.conclusion.ei_compound_score = 950.0;
  const auto unmatched = conclude({kButyrylRecord, kCocaineRecord}, sum);
  EXPECT_TRUE(unmatched.mixture);
  EXPECT_THAT(unmatched.level_text, Not(HasSubstr("mixture")));
}

TEST_F(AssessmentTest, ConcludesNothingFromTwoPeaksNoiseOrBleedAndSaysWhy) {
  const std::vector<LibraryRecord> library{kButyrylRecord, kCocaineRecord};
  const auto two = conclude(library, {{146, 999}, {259, 800}});
  EXPECT_EQ(two.level, ConclusionLevel::nothing_found);
  EXPECT_TRUE(two.candidate_probability.empty()) << "two ions match by chance";
  EXPECT_THAT(two.why, Contains(HasSubstr("class not assessed: 2 ions")));
  Masses noise;
  for (int mass = 40; mass < 400; mass += 3) {
    noise[mass] = 20.0F + static_cast<float>((mass * 37) % 60);
  }
  const auto noisy = conclude(library, noise);
  EXPECT_EQ(noisy.level, ConclusionLevel::nothing_found);
  EXPECT_FALSE(noisy.mixture);
  EXPECT_FALSE(noisy.why.empty());
  const auto bleed = conclude(library, {{44, 100},
                                        {73, 400},
                                        {96, 60},
                                        {133, 80},
                                        {147, 200},
                                        {177, 90},
                                        {191, 120},
                                        {207, 999},
                                        {208, 200},
                                        {209, 140},
                                        {281, 400},
                                        {327, 60},
                                        {341, 90}});
  EXPECT_EQ(bleed.level, ConclusionLevel::nothing_found);
  EXPECT_THAT(bleed.why, Contains(HasSubstr("column bleed")));
  for (const auto* found : {&two, &noisy, &bleed}) {
    for (const auto& probability : found->candidate_probability) {
      EXPECT_LT(probability.value_or(0.0), 0.2);
    }
  }
}

}  // namespace
}  // namespace basepeak
