#include "engine/identify/model_numbers.h"

#include <gtest/gtest.h>

#include "engine/error.h"
#include "engine/identify/model_text.h"
#include "engine/identify/ms2_class_model.h"

namespace basepeak {
namespace {

constexpr const char* kFormat = "test model 1";

ModelNumbers small_model() {
  return {"three spectra", {"seed: 1"}, {{"weight\tfirst", 0.25}, {"weight\tsecond", -3.0}}};
}

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(parse_model_numbers(text, kFormat, "model"));
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(ModelNumbers, ReadBackWhatTheyWrite) {
  const std::string text = write_model_numbers(small_model(), kFormat);
  const ModelNumbers read = parse_model_numbers(text, kFormat, "model");
  EXPECT_EQ(read.values, small_model().values);
  EXPECT_EQ(write_model_numbers(read, kFormat), text);
}

TEST(ModelNumbers, RefuseATextThatWasAlteredOrCut) {
  const std::string text = write_model_numbers(small_model(), kFormat);
  std::string altered = text;
  altered[altered.find("0.25")] = '1';
  EXPECT_NE(refusal(altered).find("altered or cut"), std::string::npos);
  EXPECT_NE(refusal(text.substr(0, text.size() / 2)), "");
  EXPECT_NE(refusal(""), "");
}

TEST(ModelNumbers, RefuseNumbersThatAreMissingUnknownOrOutsideTheirRange) {
  double value = 0.0;
  double other = 0.0;
  const std::vector<WantedNumber> one{{"weight\tfirst", &value}};
  EXPECT_THROW(take_numbers(small_model(), one, "model"), Error);
  const std::vector<WantedNumber> narrow{{"weight\tfirst", &value},
                                         {"weight\tsecond", &other, 0.0, 1.0}};
  EXPECT_THROW(take_numbers(small_model(), narrow, "model"), Error);
  const std::vector<WantedNumber> three{
      {"weight\tfirst", &value}, {"weight\tsecond", &other}, {"weight\tthird", &other}};
  EXPECT_THROW(take_numbers(small_model(), three, "model"), Error);
}

TEST(Ms2ClassModel, ReadsBackWhatItWrites) {
  EXPECT_EQ(write_ms2_class_model(ms2_class_model(), embedded_ms2_ions()),
            embedded_ms2_class_model());
}

TEST(Ms2ClassModel, RefusesAnotherTableOfIons) {
  const std::string altered = std::string(embedded_ms2_ions()) + "# one more line\n";
  EXPECT_THROW(static_cast<void>(parse_ms2_class_model(embedded_ms2_class_model(), altered)),
               Error);
}

}  // namespace
}  // namespace basepeak
