#include "engine/search/record_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/error.h"
#include "engine/search/record_criteria.h"
#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Peaks kPeaks = peaks_of({{105.0699, 300}, {188.1434, 1000}});

LibraryRecord record(const std::string& id) {
  return record_of(id, kPeaks, Ionisation::esi, 337.2274, "C22H28N2O", 336.2202);
}

bool admits(const RecordCriterion& criterion, const LibraryRecord& one) {
  return criterion.admits(library_of({one}), 0);
}

TEST(RecordCriteria, PrecursorIncludesBothEndsInMicrodaltons) {
  const RecordCriterion criterion = precursor_within("", {337.2274, 337.23});
  EXPECT_TRUE(admits(criterion, record("a")));
  EXPECT_FALSE(admits(precursor_within("", {337.227401, 338.0}), record("a")));
  LibraryRecord without = record("b");
  without.acquisition.precursor_mz.reset();
  EXPECT_FALSE(admits(precursor_within("", {0.0, 5000.0}), without));
}

TEST(RecordCriteria, EnergyAdmitsOnlyWhatIsStatedInElectronvolts) {
  LibraryRecord one = record("a");
  const RecordCriterion criterion = energy_within("", {20.0, 40.0});
  EXPECT_FALSE(admits(criterion, one));
  one.acquisition.energy = "30 % (nominal)";
  EXPECT_FALSE(admits(criterion, one));
  EXPECT_EQ(criterion.value(library_of({one}), 0), "30 % (nominal)");
  one.acquisition.energy_ev = 40.0;
  EXPECT_TRUE(admits(criterion, one));
  one.acquisition.energy_ev = 40.001;
  EXPECT_FALSE(admits(criterion, one));
}

TEST(RecordCriteria, AnAdductIsOneHoweverItsChargeIsWritten) {
  LibraryRecord one = record("a");
  one.acquisition.adduct = "[M+2H]2+";
  for (const char* text : {"[M+2H]2+", "[M+2H]+2", "[M+2H]++", "[M + 2H]2+"}) {
    EXPECT_TRUE(admits(adduct_is("", {text}), one)) << text;
  }
  EXPECT_FALSE(admits(adduct_is("", {"[M+2H]+"}), one));
  EXPECT_FALSE(admits(adduct_is("", {"[M+H]+"}), one));
  EXPECT_TRUE(admits(adduct_is("", {"[M+H]+", "[M+2H]2+"}), one));
  one.acquisition.adduct = "[M]+*";
  EXPECT_FALSE(admits(adduct_is("", {"[M]+"}), one));  // a radical is no permanent cation
  EXPECT_TRUE(admits(adduct_is("", {"[M]+."}), one));
  for (const char* text : {"", "M+H", "[M+H", "[M+Xx]+", "[M+H]"}) {
    EXPECT_THROW((void)adduct_is("", {text}), Error) << text;
  }
}

TEST(RecordCriteria, AFormulaIsTheSameAtomsInAnyOrder) {
  EXPECT_TRUE(admits(formula_is("", {"N2OC22H28"}), record("a")));
  EXPECT_FALSE(admits(formula_is("", {"C22H28N2O2"}), record("a")));
  LibraryRecord without = record("b");
  without.formula.clear();
  EXPECT_FALSE(admits(formula_is("", {"C22H28N2O"}), without));
  EXPECT_THROW((void)formula_is("", {""}), Error);
  EXPECT_THROW((void)formula_is("", {"Qq2"}), Error);
}

TEST(RecordCriteria, InstrumentTypesFitByWholeWords) {
  LibraryRecord one = record("a");
  one.instrument_type = "LC-ESI-QTOF";
  for (const char* text : {"QTOF", "qtof", "esi qtof", "LC-ESI-QTOF"}) {
    EXPECT_TRUE(admits(instrument_type_has("", {text}), one)) << text;
  }
  for (const char* text : {"TOF", "LC-QTOF", "QTOF2"}) {
    EXPECT_FALSE(admits(instrument_type_has("", {text}), one)) << text;
  }
  EXPECT_THROW((void)instrument_type_has("", {" - "}), Error);
}

TEST(RecordCriteria, AConsensusIsMeasuredWithDeviations) {
  LibraryRecord one = record("a");
  EXPECT_EQ(record_origin(library_of({one}), 0), RecordOrigin::measured);
  one.deviation = {1.0F, 2.0F};
  EXPECT_EQ(record_origin(library_of({one}), 0), RecordOrigin::consensus);
  EXPECT_FALSE(admits(origin_is("", {RecordOrigin::measured}), one));
  EXPECT_TRUE(admits(origin_is("", {RecordOrigin::measured, RecordOrigin::consensus}), one));
  one.origin = Origin::predicted;
  EXPECT_EQ(record_origin(library_of({one}), 0), RecordOrigin::predicted);
}

TEST(RecordCriteria, PolarityIonisationMassAndClassAreThoseOfTheRecord) {
  LibraryRecord one = record("a");
  one.acquisition.polarity = Polarity::negative;
  one.compound_class = "fentanyl";
  EXPECT_TRUE(admits(polarity_is("", {Polarity::negative}), one));
  EXPECT_FALSE(admits(polarity_is("", {Polarity::positive}), one));
  EXPECT_TRUE(admits(ionisation_is("", {Ionisation::esi}), one));
  EXPECT_FALSE(admits(ionisation_is("", {Ionisation::ei, Ionisation::unknown}), one));
  EXPECT_TRUE(admits(mass_within("", {336.2202, 337.0}), one));
  EXPECT_FALSE(admits(mass_within("", {336.2203, 337.0}), one));
  EXPECT_TRUE(admits(class_is("", {"nitazene", "fentanyl"}), one));
  EXPECT_FALSE(admits(class_is("", {"nitazene"}), one));
  one.compound_class.clear();
  EXPECT_FALSE(admits(class_is("", {""}), one));
}

TEST(AdmittedRecords, MeetEveryCriterionAndTheOthersAreToldWhy) {
  LibraryRecord sodium = record("sodium");
  sodium.acquisition.adduct = "[M+Na]+";
  LibraryRecord proton = record("proton");
  proton.acquisition.adduct = "[M+H]+";
  proton.compound_class = "fentanyl";
  const Library library = library_of({sodium, proton});
  const AdmittedRecords admitted(library, {adduct_is("--adduct [M+H]+", {"[M+H]+"}),
                                           class_is("--class fentanyl", {"fentanyl"})});
  EXPECT_EQ(admitted.records().count(), 1U);
  EXPECT_FALSE(admitted.contains(0));
  EXPECT_TRUE(admitted.contains(1));
  EXPECT_FALSE(admitted.contains(2));  // no record of the library
  EXPECT_THAT(admitted.refusals(0), ElementsAre("--adduct [M+H]+ (record has [M+Na]+)",
                                                "--class fentanyl (record has none)"));
  EXPECT_THAT(admitted.refusals(1), IsEmpty());
}

}  // namespace
}  // namespace basepeak
