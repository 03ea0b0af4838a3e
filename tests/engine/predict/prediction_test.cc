#include "engine/predict/prediction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/parallel.h"
#include "tests/engine/predict/predictor_fixture.h"
#include "tests/support/expect_error.h"

namespace basepeak {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const PredictedPeak* peak_at(const Prediction& prediction, int mz) {
  const auto found = std::find_if(prediction.peaks.begin(), prediction.peaks.end(),
                                  [&](const PredictedPeak& peak) { return peak.mz == mz; });
  return found == prediction.peaks.end() ? nullptr : &*found;
}

constexpr PredictionSettings kWithoutSelf{true, false};

TEST(Prediction, PutsTheBasePeakWhereTheAnaloguesSayWithFormulaAtomsAndSources) {
  const auto predictor = test::predictor_of(test::small_library());
  const Prediction prediction = predictor.predict(test::kFentanyl, "Fentanyl", kWithoutSelf);
  const PredictedPeak* base = peak_at(prediction, 245);
  ASSERT_NE(base, nullptr);
  EXPECT_DOUBLE_EQ(base->intensity, 999.0);
  EXPECT_EQ(base->formula, "C15H21N2O");
  EXPECT_EQ(base->analogues, (std::vector<std::size_t>{0, 1}));
  EXPECT_THAT(annotation_of(*base), HasSubstr("C15H21N2O atoms 1-"));
  EXPECT_THAT(annotation_of(*base), HasSubstr("from 1,2"));
  const PredictedPeak* isotope = peak_at(prediction, 246);
  ASSERT_NE(isotope, nullptr);
  EXPECT_EQ(annotation_of(*isotope), "isotope of 245");
}

TEST(Prediction, GivesEachIonTheMassOfItsFormula) {
  const auto predictor = test::predictor_of(test::small_library());
  const Prediction prediction = predictor.predict(test::kFentanyl, "", kWithoutSelf);
  const FragmentGraph graph = test::graph_of(prediction.smiles);
  std::size_t explained = 0;
  for (const PredictedPeak& peak : prediction.peaks) {
    if (peak.atoms == 0) continue;
    ++explained;
    EXPECT_EQ(nominal_mass(graph, peak.atoms) + peak.hydrogen_shift, peak.mz);
  }
  EXPECT_GT(explained, 5U);
}

TEST(Prediction, LeavesOutItselfWhenAsked) {
  const auto predictor = test::predictor_of(test::small_library());
  const auto with = predictor.predict(test::kFentanyl, "", {});
  EXPECT_EQ(with.analogues.front().name, "Fentanyl");
  const auto without = predictor.predict(test::kFentanyl, "", kWithoutSelf);
  for (const auto& source : without.analogues) EXPECT_NE(source.name, "Fentanyl");
}

TEST(Prediction, LeavesOutItselfWhereTheLibraryHasNoInChIKeys) {
  auto records = test::small_library();
  for (LibraryRecord& record : records) record.inchikey.clear();
  const auto predictor = test::predictor_of(records);
  const auto without =
      predictor.predict("c1ccc(cc1)CCN1CCC(CC1)N(C(=O)CC)c1ccccc1", "", kWithoutSelf);
  ASSERT_EQ(without.analogues.size(), 2U);
  for (const auto& source : without.analogues) EXPECT_NE(source.name, "Fentanyl");
}

TEST(Prediction, IsARecordThatNobodyTakesForAMeasurement) {
  const auto predictor = test::predictor_of(test::small_library());
  const LibraryRecord record =
      record_of(predictor.predict(test::kFentanyl, "New analogue", kWithoutSelf));
  EXPECT_EQ(record.origin, Origin::predicted);
  EXPECT_EQ(record.name, "[PREDICTED] New analogue");
  EXPECT_THAT(record.id, StartsWith("PREDICTED-EI-PJMPHNIQZUBGLI"));
  EXPECT_THAT(record.comment, HasSubstr("not a measurement"));
  EXPECT_THAT(record.comment, HasSubstr("grade B"));
  EXPECT_THAT(record.comment, HasSubstr("Acetyl fentanyl (A, 0."));
  EXPECT_THAT(record.comment, HasSubstr("model sha256 aaaaaaaaaaaa"));
  EXPECT_EQ(record.instrument + record.instrument_type + record.acquisition.energy, "");
}

TEST(Prediction, HasOneIdForEachStereoisomerAndOneForAllSalts) {
  const auto predictor = test::predictor_of(test::small_library());
  const auto id = [&](const std::string& smiles) {
    return id_of(predictor.predict(smiles, "x", kWithoutSelf));
  };
  const std::string flat = id("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1C");
  const std::string cis = id("CCC(=O)N(c1ccccc1)[C@H]1CCN(CCc2ccccc2)C[C@H]1C");
  const std::string trans = id("CCC(=O)N(c1ccccc1)[C@H]1CCN(CCc2ccccc2)C[C@@H]1C");
  EXPECT_EQ(flat.size(), std::string("PREDICTED-EI-PJMPHNIQZUBGLI").size());
  EXPECT_THAT(cis, StartsWith(flat + "-"));
  EXPECT_THAT(trans, StartsWith(flat + "-"));
  EXPECT_NE(cis, trans);
  EXPECT_EQ(id("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1C.Cl"), flat);
}

TEST(Prediction, IsNoAnalogueOfAnother) {
  auto records = test::small_library();
  for (LibraryRecord& record : records) record.origin = Origin::predicted;
  EXPECT_EQ(test::predictor_of(records).analogues(), 0U);
}

TEST(Prediction, RefusesByNameWhatItKnowsNothingOf) {
  const auto predictor = test::predictor_of(test::small_library());
  const auto refused = [&](const std::string& smiles, const std::string& why) {
    test::expect_input_error(
        [&] { static_cast<void>(predictor.predict(smiles, "Sample 7", kWithoutSelf)); }, why);
  };
  refused("CCCCCCCCCCCC", "Sample 7: not predicted: no analogue in the library");
  refused("not a molecule", "SMILES");
  refused("C[N+](C)(C)CCO", "Sample 7: not predicted: it has a net charge");
  refused("*CC(c1ccccc1)*", "an atom of any element");  // a polymer's repeat unit
  refused("CC[CH]c1ccccc1", "Sample 7: not predicted: it has an unpaired electron");
  refused(std::string(200, 'C'), "Sample 7: not predicted: it has 200 heavy atoms");
}

TEST(Prediction, SplitsASaltAndSaysSo) {
  const auto predictor = test::predictor_of(test::small_library());
  const auto base = predictor.predict(test::kFentanyl, "x", kWithoutSelf);
  const auto salt = predictor.predict(test::kFentanyl + ".Cl", "x", kWithoutSelf);
  EXPECT_EQ(base.note, "");
  EXPECT_THAT(salt.note, HasSubstr("C22H29ClN2O"));
  EXPECT_EQ(record_of(salt).peaks, record_of(base).peaks);
  const auto charged =
      predictor.predict("CCC(=O)N(c1ccccc1)C1CC[NH+](CCc2ccccc2)CC1.[Cl-]", "x", kWithoutSelf);
  EXPECT_THAT(charged.note, HasSubstr("as its free base"));
  EXPECT_EQ(charged.smiles, base.smiles);
  EXPECT_EQ(charged.formula, base.formula);
  EXPECT_EQ(record_of(charged).peaks, record_of(base).peaks);
  test::expect_input_error(
      [&] { static_cast<void>(predictor.predict("C[N+](C)(C)CCO.[Cl-]", "x", kWithoutSelf)); },
      "x, its largest part C5H14NO+: not predicted: it has a net charge of 1");
}

TEST(Prediction, DoesNotDependOnHowTheSmilesIsWritten) {
  const auto predictor = test::predictor_of(test::small_library());
  const auto one = predictor.predict(test::kFentanyl, "x", kWithoutSelf);
  const auto other =
      predictor.predict("c1ccc(cc1)CCN1CCC(CC1)N(C(=O)CC)c1ccccc1", "x", kWithoutSelf);
  EXPECT_EQ(record_of(one).peaks, record_of(other).peaks);
}

TEST(Prediction, DoesNotDependOnThreads) {
  const std::vector<std::string> molecules = {test::kFentanyl, test::kAcetylFentanyl,
                                              test::kButyrylFentanyl,
                                              "CCCCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"};
  const auto predicted = [&](std::size_t threads) {
    const auto predictor = test::predictor_of(test::small_library(), threads);
    std::vector<LibraryRecord> records(molecules.size() * 8);
    parallel_for(records.size(), threads, [&](std::size_t i) {
      records[i] = record_of(predictor.predict(molecules[i % molecules.size()], "", kWithoutSelf));
    });
    return records;
  };
  const auto one = predicted(1);
  const auto four = predicted(4);
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].peaks, four[i].peaks);
    EXPECT_EQ(one[i].comment, four[i].comment);
  }
}

TEST(Prediction, ForRankingIsMarkedAsSuch) {
  const auto predictor = test::predictor_of(test::small_library());
  const auto prediction = predictor.predict(test::kFentanyl, "", {true, true});
  EXPECT_THAT(record_of(prediction).comment, HasSubstr("for ranking candidates only"));
}

TEST(Quality, GradesByTheExpectedCosine) {
  EXPECT_EQ(grade_of(0.90), 'A');
  EXPECT_EQ(grade_of(0.89), 'B');
  EXPECT_EQ(grade_of(0.84), 'C');
  EXPECT_EQ(grade_of(0.74), 'D');
}

}  // namespace
}  // namespace basepeak
