#include "engine/predict/esi_predictor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/chemistry/formula.h"
#include "engine/parallel.h"
#include "engine/predict/esi_stacker_rows.h"
#include "tests/engine/predict/molecules.h"
#include "tests/support/expect_error.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr EsiConditions kHcd35{InstrumentClass::hcd, 35.0};
constexpr PredictionSettings kWithoutSelf{true, false};

LibraryRecord esi_record(const std::string& id, const std::string& name, const std::string& smiles,
                         const std::string& inchikey, double shift, const std::string& energy,
                         const std::string& instrument) {
  LibraryRecord record;
  record.id = id;
  record.name = name;
  record.smiles = smiles;
  record.inchikey = inchikey;
  record.licence = "CC0";
  record.source = "test";
  record.acquisition.ionisation = Ionisation::esi;
  record.acquisition.polarity = Polarity::positive;
  record.acquisition.ms_level = 2;
  record.acquisition.adduct = "[M+H]+";
  record.acquisition.precursor_mz = 337.2274 + shift;
  record.acquisition.energy = energy;
  record.instrument_type = instrument;
  // 188: phenethyl tetrahydropyridine; 105: phenethyl; 216 (+ acyl): amide with its piperidine
  // ring.
  const double mz[] = {105.0699, 188.1434, 216.1383 + shift, 300.5, 337.2274 + shift};
  const float intensity[] = {700.0F, 999.0F, 60.0F, 90.0F, 300.0F};
  record.peaks = Peaks::from_unsorted(mz, intensity);
  return record;
}

constexpr double kMethylene = 14.01565;

std::vector<LibraryRecord> small_library() {
  return {esi_record("F", "Fentanyl", test::kFentanyl, "PJMPHNIQZUBGLI-UHFFFAOYSA-N", 0.0, "35 eV",
                     "LC-ESI-QFT"),
          esi_record("A", "Acetyl fentanyl", test::kAcetylFentanyl, "FYIUUQUPOKIKNI-UHFFFAOYSA-N",
                     -kMethylene, "30 eV", "LC-ESI-QFT"),
          esi_record("B", "Butyryl fentanyl", test::kButyrylFentanyl, "QQOMYEQLWQJRKK-UHFFFAOYSA-N",
                     kMethylene, "38 eV", "LC-ESI-ITFT"),
          esi_record("Q", "Fentanyl", test::kFentanyl, "PJMPHNIQZUBGLI-UHFFFAOYSA-N", 0.0, "20",
                     "LC-ESI-QTOF")};
}

// The scorer says 0 of everything and the stacker what the analogues say together.
EsiModel transferring_model() {
  EsiModel model;
  model.generic.trees =
      BoostedTrees(0.0F, kEsiGenericWidth, {0}, {{BoostedTrees::kLeaf, 1, 0.0F, 0}});
  constexpr std::uint16_t kTransfer = 2;  // column "transfer"
  model.stacker = BoostedTrees(0.0F, kEsiStackerWidth, {0},
                               {{kTransfer, 1, 0.02F, 1},
                                {BoostedTrees::kLeaf, 1, 0.0F, 0},
                                {kTransfer, 1, 0.6F, 3},
                                {BoostedTrees::kLeaf, 1, 0.3F, 0},
                                {BoostedTrees::kLeaf, 1, 1.0F, 0}});
  model.quality.coefficients.assign(kEsiQualityFeatures + 1, 0.0);
  model.quality.coefficients.back() = 0.66;
  model.checksum = std::string(64, 'b');
  return model;
}

EsiPredictor predictor_of(const std::vector<LibraryRecord>& records, std::size_t threads = 1) {
  const test::TemporaryFolder folder;
  write_library(folder.path() / "small.bplib", "small", records);
  return {Library::open(folder.path() / "small.bplib"), transferring_model(), threads};
}

const PredictedPeak* peak_of(const Prediction& prediction, const std::string& formula) {
  const auto found = std::find_if(prediction.peaks.begin(), prediction.peaks.end(),
                                  [&](const auto& peak) { return peak.formula == formula; });
  return found == prediction.peaks.end() ? nullptr : &*found;
}

TEST(EsiPrediction, CarriesFragmentsOverWithFormulaAtomsAndSources) {
  const auto predictor = predictor_of(small_library());
  const auto made = predictor.predict(test::kFentanyl, "Fentanyl", kHcd35, kWithoutSelf);
  const PredictedPeak* base = peak_of(made, "C13H18N");
  ASSERT_NE(base, nullptr);
  EXPECT_DOUBLE_EQ(base->intensity, 999.0);
  EXPECT_EQ(base->analogues, (std::vector<std::size_t>{0, 1}));
  EXPECT_THAT(annotation_of(*base), HasSubstr("C13H18N atoms "));
  ASSERT_EQ(made.analogues.size(), 2U);
  for (const auto& source : made.analogues) EXPECT_TRUE(source.energy_ev);
}

TEST(EsiPrediction, GivesEveryPeakAFormulaOfTheMoleculeAndItsMass) {
  const auto predictor = predictor_of(small_library());
  const std::string smiles = "CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2cccs2)CC1";
  const auto made = predictor.predict(smiles, "", kHcd35, kWithoutSelf);
  const FragmentGraph graph = test::graph_of(made.smiles);
  const Compositions compositions(graph);
  ASSERT_FALSE(made.peaks.empty());
  for (const PredictedPeak& peak : made.peaks) {
    ASSERT_NE(peak.formula, "");
    const double exact = Formula::parse(peak.formula).monoisotopic_mass() - kElectronMass;
    EXPECT_LT(std::abs(peak.mz - exact) / exact, 5e-6) << peak.formula;
    EXPECT_LT(peak.mz, made.conditions->precursor_mz - 1.0);
    EXPECT_EQ(formula_of(compositions.of(peak.atoms, peak.hydrogen_shift)), peak.formula);
  }
}

TEST(EsiPrediction, PrefersSpectraOfTheInstrumentClassToThoseOfTheOther) {
  const auto predictor = predictor_of(small_library());
  const auto made = predictor.predict(test::kFentanyl, "", {InstrumentClass::qtof, 20.0}, {});
  ASSERT_EQ(made.analogues.size(), 3U);
  EXPECT_EQ(made.analogues.front().id, "Q");
}

TEST(EsiPrediction, TakesTheSpectrumOfTheNearestEnergy) {
  auto records = small_library();
  records.push_back(esi_record("F70", "Fentanyl", test::kFentanyl, "PJMPHNIQZUBGLI-UHFFFAOYSA-N",
                               0.0, "70 eV", "LC-ESI-QFT"));
  const auto predictor = predictor_of(records);
  const auto made = predictor.predict(test::kFentanyl, "", {InstrumentClass::hcd, 65.0}, {});
  EXPECT_EQ(made.analogues.front().id, "F70");
}

TEST(EsiPrediction, LeavesOutItselfItsStereoisomersAndDeuteratedFormsWhenAsked) {
  auto records = small_library();
  // The same first block, another second one: what a stereoisomer's or deuterated key looks like.
  records[0].inchikey = "PJMPHNIQZUBGLI-XXXXXXXXSA-N";
  const auto predictor = predictor_of(records);
  const auto made = predictor.predict(test::kFentanyl, "", kHcd35, kWithoutSelf);
  for (const auto& source : made.analogues) EXPECT_NE(source.name, "Fentanyl");
}

TEST(EsiPrediction, IsARecordThatNobodyTakesForAMeasurement) {
  const auto predictor = predictor_of(small_library());
  const auto record =
      record_of(predictor.predict(test::kFentanyl, "New analogue", kHcd35, kWithoutSelf));
  EXPECT_EQ(record.origin, Origin::predicted);
  EXPECT_EQ(record.name, "[PREDICTED] New analogue");
  EXPECT_EQ(record.id, "PREDICTED-ESI-HCD-35-PJMPHNIQZUBGLI");
  EXPECT_EQ(record.acquisition.ionisation, Ionisation::esi);
  EXPECT_EQ(record.acquisition.ms_level, 2);
  EXPECT_EQ(record.acquisition.energy, "35 eV");
  EXPECT_NEAR(*record.acquisition.precursor_mz, 337.2274, 1e-4);
  EXPECT_EQ(record.instrument + record.instrument_type, "");
  EXPECT_THAT(record.comment, StartsWith("PREDICTED, not a measurement: as by HCD instruments"));
  EXPECT_THAT(record.comment, HasSubstr("grade D"));
}

TEST(EsiPrediction, IsNoAnalogueOfAnother) {
  auto records = small_library();
  for (LibraryRecord& record : records) record.origin = Origin::predicted;
  EXPECT_EQ(predictor_of(records).analogues(), 0U);
}

TEST(EsiPrediction, PassesOverRecordsThatCannotBeTheirStructures) {
  auto records = small_library();
  records[0].acquisition.precursor_mz = 400.0;  // of something else
  records[1].acquisition.energy = "n.d.";       // nobody knows
  records[2].acquisition.adduct = "[M+Na]+";    // another ion
  records[3].smiles = "not a molecule";
  EXPECT_EQ(predictor_of(records).analogues(), 0U);
}

TEST(EsiPrediction, RefusesByNameWhatItKnowsNothingOf) {
  const auto predictor = predictor_of(small_library());
  const auto refused = [&](const std::string& smiles, const std::string& why) {
    test::expect_input_error(
        [&] { static_cast<void>(predictor.predict(smiles, "Sample 7", kHcd35, kWithoutSelf)); },
        why);
  };
  refused("CCCCCCCCCCCC", "Sample 7: not predicted: no analogue in the library");
  refused("not a molecule", "SMILES");
  refused("*CC(c1ccccc1)*", "an atom of any element");  // a polymer's repeat unit
  refused("C[N+](C)(C)CCO", "Sample 7: not predicted: it has a net charge");
  refused("CC[CH]c1ccccc1", "Sample 7: not predicted: it has an unpaired electron");
  refused(std::string(200, 'C'), "Sample 7: not predicted: it has 200 heavy atoms");
}

TEST(EsiPrediction, PredictsTheLargestPartOfAMixtureAndSaysSo) {
  const auto predictor = predictor_of(small_library());
  const auto base = predictor.predict(test::kFentanyl, "x", kHcd35, kWithoutSelf);
  const auto salt = predictor.predict(test::kFentanyl + ".Cl", "x", kHcd35, kWithoutSelf);
  EXPECT_THAT(salt.note, HasSubstr("its largest part is predicted"));
  EXPECT_EQ(record_of(salt).peaks, record_of(base).peaks);
  const auto charged = predictor.predict("CCC(=O)N(c1ccccc1)C1CC[NH+](CCc2ccccc2)CC1.[Cl-]", "x",
                                         kHcd35, kWithoutSelf);
  EXPECT_EQ(charged.conditions->precursor_mz, base.conditions->precursor_mz);
  EXPECT_EQ(record_of(charged).peaks, record_of(base).peaks);
}

TEST(EsiPrediction, DoesNotDependOnThreadsNorOnHowTheSmilesIsWritten) {
  const std::vector<std::string> molecules = {
      test::kFentanyl, "c1ccc(cc1)CCN1CCC(CC1)N(C(=O)CC)c1ccccc1", test::kFentanyl};
  const auto predicted = [&](std::size_t threads) {
    const auto predictor = predictor_of(small_library(), threads);
    std::vector<LibraryRecord> records(12);
    parallel_for(records.size(), threads, [&](std::size_t i) {
      records[i] = record_of(predictor.predict(molecules[i % 3], "x", kHcd35, kWithoutSelf));
    });
    return records;
  };
  const auto one = predicted(1);
  const auto four = predicted(4);
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].peaks, four[i].peaks);
    EXPECT_EQ(one[i].peaks, one[0].peaks);
    EXPECT_EQ(one[i].comment, four[i].comment);
  }
}

}  // namespace
}  // namespace basepeak
