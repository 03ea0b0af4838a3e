#include "libraries/interchange/predicted_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "engine/read/run.h"
#include "libraries/compile.h"
#include "libraries/interchange/msp_import.h"
#include "libraries/interchange/predicted_json.h"
#include "tests/engine/predict/predictor_fixture.h"
#include "tests/support/expect_error.h"

namespace basepeak {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class PredictedMsp : public testing::Test {
 public:
  Prediction predict(const std::string& name) {
    return test::predictor_of(test::small_library()).predict(test::kFentanyl, name, {true, false});
  }
  // The record after a way through a file, a store and a compiled library.
  LibraryRecord through_import(const std::string& msp, bool knows_all_fields = true) {
    std::ofstream(folder_.path() / "a.msp", std::ios::binary) << msp;
    std::filesystem::remove(folder_.path() / "a.store");
    Store store = Store::create(folder_.path() / "a.store");
    const auto report = import_spectra(folder_.path() / "a.msp", store, "2026-01-01T00:00:00Z");
    EXPECT_EQ(report.imported, 1U);
    EXPECT_EQ(report.refused, 0U);
    EXPECT_TRUE(!knows_all_fields || report.ignored_fields.empty());
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

// Whichever of the five words a tool leaves in a file, the record comes back predicted and marked.
void expect_predicted_by_any_mark(PredictedMsp& test, const std::string& whole, const char* origin,
                                  const char* id) {
  const std::array<std::pair<std::string, std::string>, 5> marks = {
      {{"[PREDICTED] ", ""},
       {std::string(origin) + "predicted\n", ""},
       {std::string(id) + "PREDICTED-", id},
       {"PREDICTED, not a measurement: ", ""},
       {"predicted by Basepeak ", ""}}};
  for (std::size_t kept = 0; kept < marks.size(); ++kept) {
    std::string text = whole;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (i == kept) continue;
      ASSERT_NE(text.find(marks[i].first), std::string::npos) << marks[i].first;
      text.replace(text.find(marks[i].first), marks[i].first.size(), marks[i].second);
    }
    const LibraryRecord record = test.through_import(text);
    EXPECT_EQ(record.origin, Origin::predicted) << marks[kept].first;
    EXPECT_EQ(record.name, "[PREDICTED] Sample") << marks[kept].first;
  }
}

TEST_F(PredictedMsp, IsPredictedWhereAFileKeptOneOfItsMarks) {
  expect_predicted_by_any_mark(*this, predicted_msp(predict("Sample")), "Origin: ", "DB#: ");
}

TEST_F(PredictedMsp, IsPredictedWhereAnMgfFileKeptOneOfItsMarks) {
  expect_predicted_by_any_mark(*this, predicted_mgf(predict("Sample")), "Origin=", "DB#=");
}

TEST_F(PredictedMsp, CarriesTheSameMarksInJson) {
  const std::string json = predicted_json(predict("Sample"));
  for (const char* mark : {"\"[PREDICTED] Sample\"", "\"origin\": \"predicted\"", "\"PREDICTED-EI-",
                           "\"PREDICTED, not a measurement\""})
    EXPECT_THAT(json, HasSubstr(mark));
}

// Store and compiled library keep the origin as a field of its own, whatever a record is called.
TEST_F(PredictedMsp, StaysPredictedInStoreAndLibraryWithoutAnyWord) {
  LibraryRecord record = record_of(predict("Sample"));
  record.name = "Sample";
  record.id = "S-1";
  record.comment.clear();
  const auto path = folder_.path() / "bare.store";
  {
    Store store = Store::create(path);
    Store::Batch batch = store.begin();
    batch.add(record);
    batch.commit("2026-01-01T00:00:00Z", "test");
  }
  Store store = Store::open(path);
  static_cast<void>(compile_library(store, folder_.path() / "bare.bplib", "a", 1));
  const Library library = Library::open(folder_.path() / "bare.bplib");
  EXPECT_EQ(library.origin(0), Origin::predicted);
  EXPECT_EQ(library.record(0).origin, Origin::predicted);
}

TEST_F(PredictedMsp, ComesBackFromMgfAsPredicted) {
  const LibraryRecord record = through_import(predicted_mgf(predict("a\nEND IONS")));
  EXPECT_EQ(record.origin, Origin::predicted);
  EXPECT_EQ(record.name, "[PREDICTED] a END IONS");
  EXPECT_EQ(record.id, "PREDICTED-EI-PJMPHNIQZUBGLI");
  EXPECT_THAT(record.comment, HasSubstr("not a measurement"));
}

// One rule for both: what an import takes for predicted is no sample of a run either. `other` is a
// field that says nothing, where a mark stands in another one than the name.
TEST_F(PredictedMsp, IsKnownByTheSameMarksAsQueryAndAtImportInEveryFormat) {
  const auto path = folder_.path() / "one.txt";
  const std::vector<std::pair<std::string, std::string>> marks = {
      {"Name", "[PREDICTED] Sample"},
      {"Name", "Sample [predicted]"},
      {"Name", "Sample [PREDICTED] (EI)"},
      {"Name", "[PREDICTED] [PREDICTED] Sample"},
      {"Synon", "[PREDICTED] Sample"},
      {"Origin", "Predicted"},
      {"ID", "predicted-EI-PJMPHNIQZUBGLI"},
      {"Comments", "Exported; PREDICTED, not a measurement; grade A"},
      {"Comment", "PREDICTED, not a measurement: grade A"},
      {"Comments", "\"Origin=predicted\" grade A"},
      {"Comments", "Source=\"predicted by Basepeak 0.1.0 from x\""},
      {"Source", "Predicted by Basepeak 0.1.0 from swgdrug"}};
  for (const auto& [name, value] : marks) {
    const bool is_name = name == "Name";
    const std::string sample = is_name ? value : "Sample";
    const std::string other = is_name ? "Formula" : name;
    const std::string said = is_name ? "C22H28N2O" : value;
    for (const std::string& text :
         {"Name: " + sample + "\n" + other + ": " + said +
              "\nIonization: EI\nNum Peaks: 2\n245 999\n146 500\n\n",
          "BEGIN IONS\nTITLE=" + sample + "\n" + other + "=" + said +
              "\nIonization=EI\n245 999\n146 500\nEND IONS\n",
          "##TITLE= " + sample + "\n##JCAMP-DX= 5.0\n##DATA TYPE= MASS SPECTRUM\n##" + other +
              "= " + said + "\n##NPOINTS= 2\n##PEAK TABLE= (XY..XY)\n146,500 245,999\n##END=\n"}) {
      const LibraryRecord record = through_import(text, false);
      EXPECT_EQ(record.origin, Origin::predicted) << text;
      EXPECT_THAT(record.name, StartsWith("[PREDICTED] Sample")) << text;
      EXPECT_EQ(record.name.find("[", 1), std::string::npos) << text;
      std::ofstream(path, std::ios::binary) << text;
      test::expect_input_error([&] { open_run(path)->for_each([](Spectrum&&) {}); },
                               "it is a predicted spectrum, and neither a sample nor a reference");
    }
  }
}

TEST_F(PredictedMsp, IsNotMadeOfAMeasurementThatSpeaksOfPredictions) {
  for (const char* field : {"Comments: its predicted spectrum is better", "Synon: predicted drug",
                            "Source: a laboratory that predicted it", "ID: 12-PREDICTED-3",
                            "Comments: compared with one predicted by Basepeak"}) {
    const LibraryRecord record = through_import(
        std::string("Name: Sample\n") + field + "\nIonization: EI\nNum Peaks: 1\n245 999\n\n",
        false);
    EXPECT_EQ(record.origin, Origin::measured) << field;
    EXPECT_EQ(record.name, "Sample") << field;
  }
}

TEST_F(PredictedMsp, CarriesItsMarkOnceHoweverOftenItIsWrittenAgain) {
  for (const char* name :
       {"[PREDICTED] Sample", "Sample [predicted]", "[PREDICTED][PREDICTED] Sample"})
    EXPECT_THAT(predicted_msp(predict(name)), StartsWith("Name: [PREDICTED] Sample\n")) << name;
  EXPECT_THAT(predicted_msp(predict("[PREDICTED]")), StartsWith("Name: [PREDICTED] CCC(=O)N"));
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
