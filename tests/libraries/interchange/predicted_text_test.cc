#include "libraries/interchange/predicted_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "libraries/compile.h"
#include "libraries/interchange/msp_import.h"
#include "tests/engine/predict/predictor_fixture.h"

namespace basepeak {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class PredictedMsp : public testing::Test {
 protected:
  Prediction predict(const std::string& name) {
    return test::predictor_of(test::small_library()).predict(test::kFentanyl, name, {true, false});
  }
  // The record after a way through a file, a store and a compiled library.
  LibraryRecord through_import(const std::string& msp) {
    std::ofstream(folder_.path() / "a.msp", std::ios::binary) << msp;
    std::filesystem::remove(folder_.path() / "a.store");
    Store store = Store::create(folder_.path() / "a.store");
    const auto report = import_spectra(folder_.path() / "a.msp", store, "2026-01-01T00:00:00Z");
    EXPECT_EQ(report.imported, 1U);
    EXPECT_EQ(report.refused, 0U);
    EXPECT_TRUE(report.ignored_fields.empty());
    static_cast<void>(compile_library(store, folder_.path() / "a.bplib", "a", 1));
    return Library::open(folder_.path() / "a.bplib").record(0);
  }
  test::TemporaryFolder folder_;
};

TEST_F(PredictedMsp, SaysThatItIsNotAMeasurement) {
  const std::string msp = predicted_msp(predict("Sample"));
  EXPECT_THAT(msp, StartsWith("Name: [PREDICTED] Sample\n"));
  EXPECT_THAT(msp, HasSubstr("\nOrigin: predicted\n"));
  EXPECT_THAT(msp, HasSubstr("PREDICTED, not a measurement"));
  EXPECT_THAT(msp, HasSubstr("\"C15H21N2O atoms "));
  for (const char* field : {"\nInstrument", "\nAccession", "\nCollision_energy", "\nNIST#"})
    EXPECT_THAT(msp, Not(HasSubstr(field)));
}

TEST_F(PredictedMsp, ComesBackFromAnImportAsPredicted) {
  const Prediction prediction = predict("Sample");
  const LibraryRecord record = through_import(predicted_msp(prediction));
  EXPECT_EQ(record.origin, Origin::predicted);
  EXPECT_EQ(record.name, "[PREDICTED] Sample");
  EXPECT_EQ(record.id, "PREDICTED-EI-PJMPHNIQZUBGLI");
  EXPECT_THAT(record.comment, HasSubstr("not a measurement"));
  EXPECT_EQ(record.peaks.size(), prediction.peaks.size());
  EXPECT_EQ(record.acquisition.ionisation, Ionisation::ei);
}

TEST_F(PredictedMsp, IsPredictedWhereAFileKeptTheMarkOrTheOriginAlone) {
  std::string msp = predicted_msp(predict("Sample"));
  std::string without_origin = msp;
  without_origin.erase(without_origin.find("Origin: predicted\n"), 18);
  EXPECT_EQ(through_import(without_origin).origin, Origin::predicted);
}

TEST_F(PredictedMsp, IsPredictedWhereAFileKeptOneOfItsFourMarks) {
  const std::string whole = predicted_msp(predict("Sample"));
  const std::array<std::pair<std::string, std::string>, 4> marks = {
      {{"[PREDICTED] ", ""},
       {"Origin: predicted\n", ""},
       {"DB#: PREDICTED-", "DB#: "},
       {"PREDICTED, not a measurement: ", ""}}};
  for (std::size_t kept = 0; kept < marks.size(); ++kept) {
    std::string msp = whole;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (i == kept) continue;
      msp.replace(msp.find(marks[i].first), marks[i].first.size(), marks[i].second);
    }
    const LibraryRecord record = through_import(msp);
    EXPECT_EQ(record.origin, Origin::predicted) << marks[kept].first;
    EXPECT_EQ(record.name, "[PREDICTED] Sample") << marks[kept].first;
  }
}

TEST_F(PredictedMsp, ComesBackFromMgfAsPredicted) {
  const LibraryRecord record = through_import(predicted_mgf(predict("a\nEND IONS")));
  EXPECT_EQ(record.origin, Origin::predicted);
  EXPECT_EQ(record.name, "[PREDICTED] a END IONS");
  EXPECT_EQ(record.id, "PREDICTED-EI-PJMPHNIQZUBGLI");
  EXPECT_THAT(record.comment, HasSubstr("not a measurement"));
}

TEST_F(PredictedMsp, GetsItsMarkBackWhereItsNameLostIt) {
  std::string msp = predicted_msp(predict("Sample"));
  msp.erase(msp.find("[PREDICTED] "), 12);
  const LibraryRecord record = through_import(msp);
  EXPECT_EQ(record.origin, Origin::predicted);
  EXPECT_EQ(record.name, "[PREDICTED] Sample");
}

TEST_F(PredictedMsp, DoesNotLetANameWriteFields) {
  const std::string msp = predicted_msp(predict("a\nOrigin: measured\r\nName: b"));
  EXPECT_THAT(msp, StartsWith("Name: [PREDICTED] a Origin: measured  Name: b\n"));
  EXPECT_EQ(through_import(msp).origin, Origin::predicted);
}

}  // namespace
}  // namespace basepeak
