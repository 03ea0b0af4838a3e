#include "engine/identify/ms2_calibration.h"

#include <gtest/gtest.h>

#include <numeric>

#include "engine/error.h"
#include "engine/identify/identify.h"
#include "engine/identify/model_text.h"
#include "engine/library/library_writer.h"
#include "engine/search/search.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

const QueryFacts kRich{20.0, 0.3};

TEST(Ms2Calibration, ReadsBackWhatItWrote) {
  EXPECT_EQ(write_ms2_calibration(ms2_calibration_model()), embedded_ms2_calibration());
  EXPECT_EQ(ms2_calibration_model().sha256, sha256_of(embedded_ms2_calibration()));
}

TEST(Ms2Calibration, RefusesTheModelOfAnotherKind) {
  EXPECT_THROW(static_cast<void>(parse_ms2_calibration(embedded_calibration())), Error);
}

TEST(Ms2Calibration, SharesSumToOneAndFollowTheSimilarity) {
  const std::vector<Ms2Evidence> evidence{{"a", 0, 0.95, 12}, {"b", 1, 0.7, 9}, {"c", 2, 0.2, 2}};
  const Calibrated answer = calibrate_ms2(evidence, kRich, 0.5);
  EXPECT_NEAR(std::accumulate(answer.share.begin(), answer.share.end(), 0.0), 1.0, 1e-12);
  EXPECT_GT(answer.share[0], answer.share[1]);
  EXPECT_GT(answer.share[1], answer.share[2]);
  EXPECT_LE(answer.group_probability, answer.in_library);
}

TEST(Ms2Calibration, ReportsCompoundsOfEqualSimilarityTogether) {
  const std::vector<Ms2Evidence> evidence{{"a", 0, 0.9, 12}, {"b", 1, 0.9, 12}, {"c", 2, 0.1, 1}};
  const Calibrated answer = calibrate_ms2(evidence, kRich, 0.5);
  EXPECT_EQ(answer.group, (std::vector<std::size_t>{0, 1}));
}

TEST(Ms2Calibration, ADissimilarBestMatchIsHardlyTheCompound) {
  const std::vector<Ms2Evidence> evidence{{"a", 0, 0.1, 2}};
  EXPECT_LT(calibrate_ms2(evidence, kRich, 0.5).in_library, 0.2);
  const std::vector<Ms2Evidence> alike{{"a", 0, 0.95, 15}};
  EXPECT_GT(calibrate_ms2(alike, kRich, 0.5).in_library, 0.7);
}

TEST(Ms2Calibration, FollowsThePriorOfTheMethod) {
  const std::vector<Ms2Evidence> evidence{{"a", 0, 0.9, 12}};
  EXPECT_LT(calibrate_ms2(evidence, kRich, 0.1).in_library,
            calibrate_ms2(evidence, kRich, 0.9).in_library);
}

class Ms2AssessmentTest : public ::testing::Test {
 protected:
  static Peaks peaks() {
    return Peaks::from_unsorted(std::vector<double>{105.0699, 132.0808, 188.1434, 216.1383},
                                std::vector<float>{60, 10, 100, 20});
  }
  Identification conclude() {
    LibraryRecord record;
    record.id = record.name = "Fentanyl";
    record.inchikey = "PJMPHNIQZUBGLI-UHFFFAOYSA-N";
    record.formula = "C22H28N2O";
    record.monoisotopic_mass = 336.2202;
    record.licence = record.source = "test";
    record.acquisition.ionisation = Ionisation::esi;
    record.acquisition.ms_level = 2;
    record.acquisition.polarity = Polarity::positive;
    record.acquisition.precursor_mz = 337.2274;
    record.peaks = peaks();
    const auto path = folder_.path() / "test.bplib";
    write_library(path, "test", std::vector<LibraryRecord>{record});
    const Library library = Library::open(path);
    std::vector<Query> queries(1);
    queries[0].peaks = queries[0].raw_peaks = peaks();
    queries[0].purity = 1.0;
    queries[0].acquisition = record.acquisition;
    const auto backend = make_cpu_backend(library);
    auto matches = search(queries, library, *backend, method_.ms2_search, 1);
    return identify(std::move(queries), std::move(matches), library, method_).front();
  }
  test::TemporaryFolder folder_;
  Method method_;
};

TEST_F(Ms2AssessmentTest, StatesHowFarAnMs2LibraryMatchCanBeReliedOn) {
  const Identification found = conclude();
  ASSERT_TRUE(found.confidence);
  EXPECT_GT(found.confidence->probability, 0.5);
  EXPECT_NE(found.confidence->calibrated_on.data.find("MS/MS"), std::string::npos);
  EXPECT_EQ(found.confidence->calibrated_on.model_sha256, ms2_calibration_model().sha256);
  ASSERT_EQ(found.candidate_probability.size(), 1U);
  EXPECT_TRUE(found.candidate_probability[0]);
}

TEST_F(Ms2AssessmentTest, HasNoProbabilityForAnotherScoreOrAnOpenSearch) {
  method_.ms2_search.precursor_tolerance.reset();
  EXPECT_FALSE(conclude().confidence);
  method_ = Method();
  method_.ms2_search.score = Score::ms2_cosine;
  EXPECT_FALSE(conclude().confidence);
}

}  // namespace
}  // namespace basepeak
