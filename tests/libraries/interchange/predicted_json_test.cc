#include "libraries/interchange/predicted_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/engine/predict/predictor_fixture.h"

namespace basepeak {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

Prediction predict(const std::string& name) {
  return test::predictor_of(test::small_library()).predict(test::kFentanyl, name, {true, false});
}

TEST(PredictedJson, SaysThatItIsNotAMeasurement) {
  const Json json = Json::parse(predicted_json(predict("Sample")));
  EXPECT_EQ(json["name"], "[PREDICTED] Sample");
  EXPECT_EQ(json["origin"], "predicted");
  EXPECT_EQ(json["measured"], false);
  EXPECT_EQ(json["statement"], "PREDICTED, not a measurement");
  EXPECT_EQ(json["grade"], "B");
  EXPECT_EQ(json["model_sha256"], std::string(64, 'a'));
}

TEST(PredictedJson, GivesEachPeakFormulaAtomsAndNeighbours) {
  const Json json = Json::parse(predicted_json(predict("Sample")));
  ASSERT_EQ(json["neighbours"].size(), 2U);
  EXPECT_EQ(json["neighbours"][0]["number"], 1);
  std::size_t found = 0;
  for (const Json& peak : json["peaks"]) {
    if (peak["mz"] == 245.0) {
      ++found;
      EXPECT_EQ(peak["formula"], "C15H21N2O");
      EXPECT_EQ(peak["atoms"].size(), 18U);
      EXPECT_EQ(peak["neighbours"], Json({1, 2}));
    }
    if (peak["mz"] == 246.0) {
      ++found;
      EXPECT_EQ(peak["isotope_of"], 245);
    }
  }
  EXPECT_EQ(found, 2U);
}

TEST(PredictedJson, StaysJsonWhateverTheNameHolds) {
  const Json json = Json::parse(predicted_json(predict("a\"\n\xff,}")));
  EXPECT_THAT(json["name"].get<std::string>(), testing::StartsWith("[PREDICTED] a\"\n"));
  EXPECT_EQ(Json::parse(unpredicted_json("x\"", "C", "why\n"))["not_predicted"], "why\n");
}

}  // namespace
}  // namespace basepeak
