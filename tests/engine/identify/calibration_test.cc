#include "engine/identify/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "engine/error.h"
#include "engine/identify/model_text.h"

namespace basepeak {
namespace {

using ::testing::HasSubstr;

CompoundEvidence evidence(const char* compound, double match_factor, double above = 0.0,
                          const char* key = "C1H1") {
  return {compound, key, "", 0, {match_factor / 100.0, above}};
}

const QueryFacts kRich{60.0, 0.2};

std::string refusal_of(std::string_view text) {
  try {
    static_cast<void>(parse_calibration(text));
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::library);
    return error.what();
  }
  return "not refused";
}

// The built-in text with one part replaced and its checksum made right again.
std::string altered(const std::string& part, const std::string& by) {
  std::string text(embedded_calibration());
  text.erase(text.rfind("checksum\t"));
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  text.replace(at, part.size(), by);
  return text + "checksum\t" + sha256_of(text) + "\n";
}

TEST(CalibrationModel, ReadsBackWhatItWrote) {
  const CalibrationModel& model = calibration_model();
  EXPECT_EQ(write_calibration(model), std::string(embedded_calibration()));
  EXPECT_EQ(model.sha256, sha256_of(embedded_calibration()));
  EXPECT_GT(model.all.compounds, 100U);
  EXPECT_GT(model.all.spectra, model.all.compounds);
}

TEST(CalibrationModel, RefusesATextOfAnotherChecksum) {
  std::string text(embedded_calibration());
  text[text.find("setting\tprior\t0") + 14] = '1';
  EXPECT_THAT(refusal_of(text), HasSubstr("checksum"));
  EXPECT_THAT(refusal_of(embedded_calibration().substr(0, 300)), HasSubstr("checksum"));
  EXPECT_THAT(refusal_of(""), HasSubstr("checksum"));
}

TEST(CalibrationModel, RefusesAnotherSchema) {
  EXPECT_THAT(refusal_of(altered("basepeak calibration 2", "basepeak calibration 1")),
              HasSubstr("line 1"));
  EXPECT_THAT(refusal_of(altered("presence\tconstant", "presence\tconstants")),
              HasSubstr("unknown or repeated"));
  EXPECT_THAT(refusal_of(altered("count\tcompounds\t", "count\tcompounds\tmany")),
              HasSubstr("no count"));
  EXPECT_THAT(refusal_of(altered("setting\tprior\t0.5\n", "")), HasSubstr("lacks 1"));
  EXPECT_THAT(refusal_of(altered("setting\tprior\t0.5", "setting\tprior\tnan")),
              HasSubstr("no number"));
  EXPECT_THAT(refusal_of(altered("setting\tprior\t0.5", "setting\tprior\t1.5")),
              HasSubstr("cannot be"));
}

TEST(Calibration, SharesOutOneAmongTheCompoundsOfTheLibrary) {
  const std::vector<CompoundEvidence> hits = {evidence("A", 930.0), evidence("B", 900.0),
                                              evidence("C", 600.0)};
  const Calibrated answer = calibrate(hits, kRich, 0.5);
  EXPECT_NEAR(std::accumulate(answer.share.begin(), answer.share.end(), 0.0), 1.0, 1e-12);
  EXPECT_GT(answer.share[0], answer.share[1]);
  EXPECT_LT(answer.share[2], 1e-4);
  for (std::size_t i = 0; i < hits.size(); ++i) {
    EXPECT_NEAR(answer.probability[i], answer.in_library * answer.share[i], 1e-12);
  }
  EXPECT_EQ(answer.group, (std::vector<std::size_t>{0, 1}));
  EXPECT_LE(answer.group_probability, answer.in_library);
}

TEST(Calibration, LeavesTheBestMatchInTheGroupThoughAnotherIsLikelier) {
  // The first has a third of the signal above its molecule.
  const std::vector<CompoundEvidence> hits = {evidence("A", 930.0, 0.6), evidence("B", 920.0)};
  const Calibrated answer = calibrate(hits, kRich, 0.5);
  EXPECT_GT(answer.share[1], 0.95);
  EXPECT_EQ(answer.group.front(), 0U);
}

TEST(Calibration, ABetterMatchIsLikelierInTheLibrary) {
  const std::vector<CompoundEvidence> good = {evidence("A", 940.0)};
  const std::vector<CompoundEvidence> poor = {evidence("A", 640.0)};
  EXPECT_GT(calibrate(good, kRich, 0.5).group_probability,
            calibrate(poor, kRich, 0.5).group_probability + 0.3);
}

TEST(Calibration, ManyNearCompoundsMakeTheOneMeantLessLikelyToBeThere) {
  std::vector<CompoundEvidence> hits = {evidence("A", 900.0)};
  const double alone = calibrate(hits, kRich, 0.5).in_library;
  for (const char* name : {"B", "C", "D", "E"}) hits.push_back(evidence(name, 880.0, 0.0, "C2H2"));
  EXPECT_LT(calibrate(hits, kRich, 0.5).in_library, alone);
}

// What a stated match says is fitted on stated matches; the group is what it speaks of.
TEST(Calibration, AsksTheRegressionOfStatedMatchesFromTheirLimitOn) {
  CalibrationModel model = calibration_model();
  model.presence = {};
  model.stated = {1.0};
  const std::vector<CompoundEvidence> below = {evidence("A", 699.0), evidence("B", 690.0)};
  const std::vector<CompoundEvidence> above = {evidence("A", 701.0), evidence("B", 690.0)};
  EXPECT_NEAR(calibrate(below, kRich, 0.5, model).in_library, 0.5, 1e-12);
  const Calibrated stated = calibrate(above, kRich, 0.5, model);
  EXPECT_NEAR(stated.group_probability, 1.0 / (1.0 + std::exp(-1.0)), 1e-12);
  model.stated = {1000.0};  // surer than the group's cover: no probability above 1
  EXPECT_LE(calibrate(above, kRich, 0.5, model).in_library, 1.0);
}

TEST(Calibration, ABetterMatchIsNeverLessLikely) {
  double before = 0.0;
  for (double factor = 700.0; factor <= 999.0; factor += 1.0) {
    const std::vector<CompoundEvidence> hits = {evidence("A", factor)};
    const double now = calibrate(hits, kRich, 0.5).group_probability;
    EXPECT_GE(now, before) << factor;
    before = now;
  }
}

TEST(Calibration, ThePriorMovesTheOddsByItsOwnOdds) {
  const std::vector<CompoundEvidence> hits = {evidence("A", 900.0)};
  const double even = calibrate(hits, kRich, 0.5).in_library;
  const double rare = calibrate(hits, kRich, 0.1).in_library;
  EXPECT_NEAR(rare / (1.0 - rare), even / (1.0 - even) / 9.0, 1e-9);
  EXPECT_NEAR(likelihood_ratio(even, 0.5), likelihood_ratio(rare, 0.1), 1e-9);
}

TEST(Calibration, CountsThePeaksThatAPersonWouldCount) {
  const QueryFacts facts = facts_of(Peaks::from_unsorted(
      std::vector<double>{41, 58, 91, 120}, std::vector<float>{9.0F, 1000.0F, 10.0F, 500.0F}));
  EXPECT_EQ(facts.peaks, 3.0);
  EXPECT_NEAR(facts.base_share, 1000.0 / 1519.0, 1e-9);
  EXPECT_EQ(facts_of(Peaks()).base_share, 0.0);
}

}  // namespace
}  // namespace basepeak
