#include <gtest/gtest.h>

#include <algorithm>

#include "engine/chemistry/formula.h"
#include "engine/identify/class_model.h"
#include "engine/identify/recognition.h"

namespace basepeak {
namespace {

Query ms2_query(double precursor_mz, const std::vector<double>& mz,
                const std::vector<float>& intensity) {
  Query query;
  query.acquisition.ionisation = Ionisation::esi;
  query.acquisition.ms_level = 2;
  query.acquisition.polarity = Polarity::positive;
  query.acquisition.precursor_mz = precursor_mz;
  query.peaks = Peaks::from_unsorted(mz, intensity);
  return query;
}

Query fentanyl() {
  return ms2_query(337.2274, {105.0699, 132.0808, 188.1434, 281.2012, 337.2274},
                   {60, 4, 100, 8, 40});
}

double mz_of(const char* neutral) {
  return Formula::parse(neutral).monoisotopic_mass() + kProtonMass;
}

TEST(Ms2Recognition, CallsFentanylByItsProductIonsWithAProbability) {
  const Recognition found = recognise(fentanyl());
  ASSERT_TRUE(found.call.is_called);
  ASSERT_TRUE(found.call.probability && found.call.calibrated_on);
  EXPECT_GT(*found.call.probability, 0.99);
  EXPECT_EQ(found.call.sites->acyl, "C3H5O");
  EXPECT_EQ(found.call.sites->n1_substituent, "C8H9");
  EXPECT_TRUE(found.call.changed_sites.empty());
}

TEST(Ms2Recognition, StatesNoMoreThanTheNumberOfOtherSpectraShows) {
  const Ms2ClassModel& model = ms2_class_model();
  const double probability = ms2_class_probability(100.0, model);
  EXPECT_NEAR(probability / (1.0 - probability) * (1.0 - model.prior) / model.prior,
              model.largest_ratio, 1e-3 * model.largest_ratio);
  EXPECT_LE(recognise(fentanyl()).call.probability.value_or(1.0), probability);
}

TEST(Ms2Recognition, CallsAtLowEnergyWherePrecursorAnd188AreAllThereIs) {
  EXPECT_TRUE(recognise(ms2_query(337.2274, {188.1434, 337.2274}, {1, 100})).call.is_called);
}

TEST(Ms2Recognition, NamesTheSiteThatMoved) {
  const double mz = mz_of("C22H27FN2O");
  const Recognition aniline =
      recognise(ms2_query(mz, {105.0699, 188.1434, 299.1918}, {60, 100, 8}));
  ASSERT_TRUE(aniline.call.is_called);
  EXPECT_EQ(aniline.call.changed_sites, std::vector<std::string>{"n_aryl"});
  const Recognition chain = recognise(ms2_query(mz, {123.0605, 206.1340, 299.1918}, {60, 100, 8}));
  ASSERT_TRUE(chain.call.is_called);
  EXPECT_EQ(chain.call.changed_sites, std::vector<std::string>{"n1_substituent"});
}

TEST(Ms2Recognition, CallsSufentanilByTheLossOfItsAnilide) {
  const Recognition found =
      recognise(ms2_query(387.2101, {111.0263, 238.1260, 355.1839}, {30, 100, 40}));
  ASSERT_TRUE(found.call.is_called);
  EXPECT_EQ(found.call.sites->piperidine, "C7H13NO");
  EXPECT_EQ(found.call.sites->n1_substituent, "C6H7S");
}

TEST(Ms2Recognition, DoesNotCallWhatIsCommonToCountlessDrugs) {
  EXPECT_FALSE(
      recognise(ms2_query(337.2274, {77.0386, 79.0542, 91.0542, 119.0855}, {60, 4, 100, 9}))
          .call.is_called);
  // Mepivacaine, an isomer of N-methylnorfentanyl: its piperidine alone.
  EXPECT_FALSE(
      recognise(ms2_query(mz_of("C15H22N2O"), {70.0651, 98.0964}, {3, 100})).call.is_called);
}

TEST(Ms2Recognition, DoesNotCallUnitMassesAndSaysWhy) {
  for (const double tenth : {0.0, 0.1}) {
    const Recognition found =
        recognise(ms2_query(337.2, {105 + tenth, 188 + tenth, 281 + tenth}, {60, 100, 8}));
    EXPECT_FALSE(found.call.is_called);
    ASSERT_FALSE(found.why.empty());
    EXPECT_NE(found.why.front().find("accurate masses"), std::string::npos);
  }
}

TEST(Ms2Recognition, DoesNotCallWithoutAPositivePrecursorOrOfAnotherAdduct) {
  Query query = fentanyl();
  query.acquisition.precursor_mz.reset();
  EXPECT_FALSE(recognise(query).call.is_called);
  query = fentanyl();
  query.acquisition.polarity = Polarity::negative;
  EXPECT_FALSE(recognise(query).call.is_called);
  query = fentanyl();
  query.acquisition.adduct = "[M+Na]+";
  EXPECT_FALSE(recognise(query).call.is_called);
}

TEST(Ms2Recognition, TakesARoundedPrecursorFromTheSpectrumItself) {
  Query query = fentanyl();
  query.acquisition.precursor_mz = 337.0;
  EXPECT_TRUE(recognise(query).call.is_called);
  query = ms2_query(337.2, {105.0699, 132.0808, 188.1434, 281.2012}, {60, 4, 100, 8});
  EXPECT_TRUE(recognise(query).call.is_called) << "tenths leave few molecules";
  query.acquisition.precursor_mz = 337.0;
  const Recognition found = recognise(query);
  EXPECT_FALSE(found.call.is_called);
  EXPECT_NE(found.why.front().find("to a unit only"), std::string::npos);
}

TEST(Ms2Recognition, WindowsOfAMethodNarrowAndDoNotWiden) {
  Query query = fentanyl();
  query.acquisition.precursor_mz = 337.2274 + 0.008;
  const SiteTable& table = class_model().table;
  EXPECT_TRUE(recognise_ms2(query, table).call.is_called);
  EXPECT_FALSE(recognise_ms2(query, table, {0.005, 0.002}).call.is_called);
  query.acquisition.precursor_mz = 337.2274 + 0.02;
  EXPECT_FALSE(recognise_ms2(query, table, {0.05, 0.05}).call.is_called);
}

TEST(Ms2Recognition, EveryIonHasAFormulaThatWeighsWhatTheIonDoes) {
  const SiteTable& table = class_model().table;
  for (const SiteHypothesis& sites : {table.hypotheses.front(), table.hypotheses.back()}) {
    for (const Ms2Ion& ion : ms2_class_model().ions) {
      const std::string formula = formula_of(ion, table, sites);
      if (!is_possible(ion, table, sites) || formula.empty()) continue;
      EXPECT_NEAR(Formula::parse(formula).monoisotopic_mass() - kElectronMass,
                  mz_of(ion, table, sites), 1e-6)
          << ion.name;
    }
  }
}

}  // namespace
}  // namespace basepeak
