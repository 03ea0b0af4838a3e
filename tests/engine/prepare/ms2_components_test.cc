#include "engine/prepare/ms2_components.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/prepare/prepare.h"
#include "tests/support/reference_data.h"
#include "tests/support/synthetic_dda.h"

namespace basepeak {
namespace {

using test::SyntheticDda;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Fentanyl: [M+H]+ of C22H28N2O and its isotopes.
constexpr double kFentanyl_mz = 337.2274;
const std::vector<std::pair<double, double>> kIsotopes{{1.00335, 0.245}, {2.0067, 0.031}};
const std::map<double, double> kFragments{{188.1434, 0.6}, {105.0699, 0.35}, {216.1383, 0.05}};

SyntheticDda::Ion fentanyl(double apex_s = 60.0, double height = 1e6) {
  return {kFentanyl_mz, apex_s, height, kIsotopes, kFragments};
}

Method accurate() {
  Method method;
  method.precursors.survey_tolerance = Tolerance::ppm(10.0);
  method.ms2_search.peak_tolerance = Tolerance::da(0.01);
  return method;
}

std::vector<Query> components_of(SyntheticDda&& run) { return prepare(run, accurate()).queries; }

const Query* with_precursor(const std::vector<Query>& queries, double mz) {
  for (const Query& query : queries) {
    if (std::abs(query.ms2->precursor_mz - mz) < 0.01) return &query;
  }
  return nullptr;
}

TEST(Ms2Components, SearchesTheMeasuredPrecursorAndSaysHowFarTheStatedOneWas) {
  const auto queries = components_of({{fentanyl()}, {{60.5, kFentanyl_mz + 0.0027}}});
  ASSERT_THAT(queries, SizeIs(1));
  const Query& query = queries.front();
  EXPECT_NEAR(*query.acquisition.precursor_mz, kFentanyl_mz, 0.001);
  EXPECT_NEAR(*query.ms2->difference_ppm, -8.0, 2.0);
  EXPECT_EQ(query.acquisition.charge, 1);
  EXPECT_NEAR(query.purity, 1.0, 1e-6);
}

TEST(Ms2Components, FindsAStatedPrecursorThatIsRounded) {
  const auto queries = components_of({{fentanyl()}, {{60.5, 337.2}}});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_NEAR(*queries.front().acquisition.precursor_mz, kFentanyl_mz, 0.001);
}

TEST(Ms2Components, GivesThePrecursorsChromatographicPeak) {
  const auto queries = components_of({{fentanyl(60.0)}, {{57.5, kFentanyl_mz}}});
  ASSERT_THAT(queries, SizeIs(1));
  const Query& query = queries.front();
  ASSERT_TRUE(query.ms2->peak);
  EXPECT_NEAR(query.retention_s, 60.0, 1.0);
  EXPECT_NEAR(*query.acquisition.retention_s, 60.0, 1.0);
  // A Gaussian's area is its height x sigma x sqrt(2 pi), its half width 2.355 sigma.
  EXPECT_NEAR(query.area, 1e6 * 3.0 * 2.5066, 0.03 * 1e6 * 3.0 * 2.5066);
  EXPECT_NEAR(query.ms2->peak->width_s, 7.06, 1.0);
  EXPECT_THAT(query.ms2->trace.intensity, Not(IsEmpty()));
}

TEST(Ms2Components, FindsTheMonoisotopicIonBelowAnIsotopePick) {
  const auto queries = components_of({{fentanyl()}, {{60.5, kFentanyl_mz + 1.00335}}});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_NEAR(*queries.front().acquisition.precursor_mz, kFentanyl_mz, 0.001);
  EXPECT_EQ(queries.front().ms2->scans.front().precursor.isotope_offset, 1);
  EXPECT_THAT(queries.front().remarks, Contains(HasSubstr("picked on its isotope M+1")));
}

TEST(Ms2Components, FindsTheLighterBromineBelowTheHeavierOne) {
  // C15H21BrN2O [M+H]+.
  const SyntheticDda::Ion ion{
      325.0910, 60.0, 1e6, {{1.00335, 0.17}, {1.99795, 0.98}, {3.0013, 0.165}}, {{184.9, 0.5}}};
  const auto queries = components_of({{ion}, {{60.5, 325.0910 + 1.99795}}});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_NEAR(*queries.front().acquisition.precursor_mz, 325.0910, 0.001);
  EXPECT_EQ(queries.front().ms2->scans.front().precursor.isotope_offset, 2);
}

TEST(Ms2Components, TakesNoIonForAnIsotopeThatElutesElsewhere) {
  // An ion 1.00335 below with a fitting ratio at the time of the scan, but eight seconds earlier.
  SyntheticDda::Ion other = fentanyl(52.0, 4e7);
  other.mz -= 1.00335;
  other.isotopes.clear();
  const auto queries = components_of({{fentanyl(), other}, {{60.5, kFentanyl_mz}}});
  const Query* query = with_precursor(queries, kFentanyl_mz);
  ASSERT_NE(query, nullptr);
  EXPECT_EQ(query->ms2->scans.front().precursor.isotope_offset, 0);
}

TEST(Ms2Components, TakesNoDihydroCompoundBelowForAnIsotope) {
  SyntheticDda::Ion other = fentanyl(60.0, 3e6);
  other.mz -= 2.01565;
  const auto queries = components_of({{fentanyl(), other}, {{60.5, kFentanyl_mz}}});
  const Query* query = with_precursor(queries, kFentanyl_mz);
  ASSERT_NE(query, nullptr);
  EXPECT_EQ(query->ms2->scans.front().precursor.isotope_offset, 0);
}

TEST(Ms2Components, WarnsOfAChimericSpectrumWithTheShareOfThePrecursor) {
  const SyntheticDda::Ion other{337.05, 60.0, 1.5e6, {}, {{120.08, 0.9}}};
  const auto queries = components_of({{fentanyl(), other}, {{60.5, kFentanyl_mz}}});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_NEAR(queries.front().purity, 0.4, 0.01);
  EXPECT_THAT(queries.front().remarks, Contains(HasSubstr("chimeric")));
}

TEST(Ms2Components, ShowsTheChargeOfADoublyChargedIon) {
  const SyntheticDda::Ion ion{350.2, 60.0, 1e6, {{0.50168, 0.42}, {1.00335, 0.09}}, {{120.0, 0.5}}};
  const auto queries = components_of({{ion}, {{60.5, 350.2, "30 eV", 1.0, 1}}});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_EQ(queries.front().ms2->scans.front().precursor.charge, 2);
  EXPECT_THAT(queries.front().remarks, Contains(HasSubstr("charge")));
}

TEST(Ms2Components, MergesTheScansOfAPeakPerEnergyAndAcrossEnergies) {
  std::vector<SyntheticDda::Shot> shots;
  for (const double at_s : {56.2, 58.2, 60.2, 62.2}) {
    shots.push_back({at_s, kFentanyl_mz, "20 eV"});
    shots.push_back({at_s + 0.3, kFentanyl_mz, "40 eV"});
  }
  shots[2].extra = {{150.5, 9e5F}};  // in one scan of four
  const auto queries = components_of({{fentanyl()}, shots});
  ASSERT_THAT(queries, SizeIs(1));
  const Ms2Facts& facts = *queries.front().ms2;
  ASSERT_THAT(facts.spectra, SizeIs(3));
  EXPECT_EQ(facts.spectra[0].energy, "20 eV");
  EXPECT_EQ(facts.spectra[0].energy_ev, 20.0);
  EXPECT_THAT(facts.spectra[0].scans, SizeIs(4));
  EXPECT_EQ(facts.spectra[0].peaks.size(), 3U) << "the peak of one scan in four is no fragment";
  EXPECT_EQ(facts.spectra[1].energy, "40 eV");
  EXPECT_TRUE(facts.spectra[2].is_across_energies);
  EXPECT_THAT(facts.spectra[2].scans, SizeIs(8));
  EXPECT_EQ(queries.front().peaks, facts.spectra[facts.searched].peaks);
}

TEST(Ms2Components, PartsIsomersThatElutedApart) {
  const auto queries = components_of(
      {{fentanyl(40.0), fentanyl(75.0)}, {{40.5, kFentanyl_mz}, {75.5, kFentanyl_mz}}});
  ASSERT_THAT(queries, SizeIs(2));
  EXPECT_NEAR(queries[0].retention_s, 40.0, 1.0);
  EXPECT_NEAR(queries[1].retention_s, 75.0, 1.0);
}

TEST(Ms2Components, LeavesAScanFarLessPureThanTheBestOutAndSaysWhy) {
  const SyntheticDda::Ion other{337.05, 68.0, 4e6, {}, {{120.08, 0.9}}};
  const auto queries =
      components_of({{fentanyl(), other}, {{57.5, kFentanyl_mz}, {66.5, kFentanyl_mz}}});
  ASSERT_THAT(queries, SizeIs(1));
  ASSERT_THAT(queries.front().ms2->scans, SizeIs(2));
  EXPECT_THAT(queries.front().ms2->scans[1].left_out, HasSubstr("of the isolated ion current"));
  EXPECT_LT(largest_in(queries.front().peaks, {120.0, 120.2}).intensity,
            0.1 * queries.front().peaks.base_intensity());
}

TEST(Ms2Components, NamesTheDimerOfAStrongerIon) {
  SyntheticDda::Ion dimer{
      2.0 * (kFentanyl_mz - 1.00728) + 1.00728, 60.0, 2e5, {{1.00335, 0.5}}, {{kFentanyl_mz, 0.9}}};
  const auto queries =
      components_of({{fentanyl(), dimer}, {{60.3, kFentanyl_mz}, {60.6, dimer.mz}}});
  const Query* query = with_precursor(queries, dimer.mz);
  ASSERT_NE(query, nullptr);
  ASSERT_THAT(query->ms2->relatives, SizeIs(1));
  EXPECT_EQ(query->ms2->relatives.front().form, "[2M+H]+");
  EXPECT_TRUE(query->ms2->relatives.front().of_scan);
  EXPECT_THAT(query->remarks, Contains(HasSubstr("no compound of its own")));
  EXPECT_EQ(with_precursor(queries, kFentanyl_mz)->ms2->adduct, "[M+H]+");
}

TEST(Ms2Components, NamesASodiumAdductOfAnIonThatWasNotFragmented) {
  SyntheticDda::Ion sodium{kFentanyl_mz + 21.98194, 60.0, 2e5, {{1.00335, 0.24}}, {{82.0, 0.9}}};
  const auto queries = components_of({{fentanyl(), sodium}, {{60.5, sodium.mz}}});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_EQ(queries.front().ms2->adduct, "[M+Na]+");
  ASSERT_THAT(queries.front().ms2->relatives, SizeIs(1));
  EXPECT_FALSE(queries.front().ms2->relatives.front().of_scan);
  EXPECT_NEAR(queries.front().ms2->relatives.front().of_mz, kFentanyl_mz, 0.002);
}

TEST(Ms2Components, NamesAnInSourceFragmentButNoIonThatElutesApart) {
  SyntheticDda::Ion fragment{188.1434, 60.0, 1e5, {{1.00335, 0.14}}, {{105.0699, 0.8}}};
  const std::vector<SyntheticDda::Shot> shots{{60.3, kFentanyl_mz}, {60.6, 188.1434}};
  const auto together = components_of({{fentanyl(), fragment}, shots});
  const Query* named = with_precursor(together, 188.1434);
  ASSERT_NE(named, nullptr);
  ASSERT_THAT(named->ms2->relatives, SizeIs(1));
  EXPECT_EQ(named->ms2->relatives.front().form, "in-source fragment");

  fragment.apex_s = 66.0;
  const auto apart = components_of({{fentanyl(), fragment}, shots});
  const Query* free = with_precursor(apart, 188.1434);
  ASSERT_NE(free, nullptr);
  EXPECT_THAT(free->ms2->relatives, IsEmpty());
}

TEST(Ms2Components, SaysThatTheRunHasNoMs1Scans) {
  SyntheticDda run({fentanyl()}, {{59.5, kFentanyl_mz}, {60.5, kFentanyl_mz}});
  run.damage = [](Spectrum& scan) { return scan.acquisition.ms_level == 2; };
  const auto queries = components_of(std::move(run));
  ASSERT_THAT(queries, SizeIs(1)) << "two scans of one precursor a second apart are one component";
  EXPECT_FALSE(queries.front().ms2->peak);
  EXPECT_EQ(queries.front().acquisition.precursor_mz, kFentanyl_mz);
  EXPECT_THAT(queries.front().remarks, Contains(HasSubstr("no MS1 scans")));
}

TEST(Ms2Components, KeepsAScanWithoutAPrecursorAndSaysSo) {
  const auto queries = components_of({{fentanyl()}, {{60.5, std::nullopt}}});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_FALSE(queries.front().acquisition.precursor_mz);
  EXPECT_THAT(queries.front().remarks, Contains("the file states no precursor m/z"));
}

TEST(Ms2Components, SaysThatTheStatedPrecursorIsNotInMs1) {
  const auto queries = components_of({{fentanyl()}, {{60.5, 500.1234}}});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_EQ(queries.front().acquisition.precursor_mz, 500.1234);
  EXPECT_THAT(queries.front().remarks, Contains(HasSubstr("no MS1 peak at the stated precursor")));
}

TEST(Ms2Components, AssumesAnIsolationWindowWhereTheFileHasNone) {
  const auto queries = components_of({{fentanyl()}, {{60.5, kFentanyl_mz, "", std::nullopt, 0}}});
  ASSERT_THAT(queries, SizeIs(1));
  const PrecursorFacts& facts = queries.front().ms2->scans.front().precursor;
  EXPECT_TRUE(facts.is_isolation_assumed);
  EXPECT_FALSE(facts.stated_charge) << "charge 0 is none";
  EXPECT_EQ(queries.front().ms2->spectra.front().energy, "");
}

TEST(Ms2Components, MergesNothingFromAnEmptyScan) {
  SyntheticDda run({fentanyl()}, {{59.5, kFentanyl_mz}, {60.5, kFentanyl_mz}});
  bool is_first = true;
  run.damage = [&](Spectrum& scan) {
    if (scan.acquisition.ms_level == 2 && std::exchange(is_first, false)) scan.peaks = Peaks();
    return true;
  };
  const auto queries = components_of(std::move(run));
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_EQ(queries.front().ms2->scans[0].left_out, "it has no peaks");
  EXPECT_EQ(queries.front().peaks.size(), 3U);
}

TEST(Ms2Components, DoesNotLoseAComponentToOneDamagedTime) {
  SyntheticDda run({fentanyl()}, {{59.5, kFentanyl_mz}, {60.5, kFentanyl_mz}});
  run.damage = [](Spectrum& scan) {
    if (scan.acquisition.scan == 55) scan.acquisition.retention_s = 1e6;
    if (scan.acquisition.scan == 40) scan.acquisition.retention_s.reset();
    return true;
  };
  const auto queries = components_of(std::move(run));
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_NEAR(queries.front().retention_s, 60.0, 1.0);
}

// Headers that lie: whatever they say, an answer without a number that is none.
TEST(Ms2Components, AnswersWhateverTheHeadersSay) {
  std::mt19937 random(5);
  const std::vector<double> values{1e-9, 0.5, 19.9, 188.1434, 337.2274, 338.23, 675.0, 1e5, 1e300};
  const auto any = [&]() { return values[random() % values.size()]; };
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    std::vector<SyntheticDda::Shot> shots;
    for (double at_s = 40.3; at_s < 80.0; at_s += 0.7) shots.push_back({at_s, kFentanyl_mz});
    SyntheticDda run({fentanyl(), {188.1434, 60.0, 1e5, {}, {{105.0699, 0.8}}}}, shots);
    run.damage = [&](Spectrum& scan) {
      Acquisition& acquisition = scan.acquisition;
      if (random() % 40 == 0) acquisition.retention_s = any();
      if (random() % 40 == 0) acquisition.retention_s.reset();
      if (random() % 40 == 0) scan.peaks = Peaks();
      if (acquisition.ms_level == 1) return random() % 20 != 0;
      if (random() % 4 == 0) acquisition.precursor_mz = any();
      if (random() % 9 == 0) acquisition.precursor_mz.reset();
      if (random() % 4 == 0) acquisition.isolation_width_mz = any();
      if (random() % 4 == 0) acquisition.isolation_target_mz = any();
      if (random() % 3 == 0) acquisition.charge = static_cast<int>(random() % 100) - 1;
      if (random() % 3 == 0) acquisition.energy = "n.d.";
      return true;
    };
    for (const Query& query : components_of(std::move(run))) {
      EXPECT_TRUE(std::isfinite(query.area) && std::isfinite(query.retention_s));
      EXPECT_TRUE(query.purity >= 0.0 && query.purity <= 1.0) << query.purity;
      EXPECT_TRUE(std::isfinite(query.ms2->precursor_mz));
      EXPECT_LT(query.ms2->searched, query.ms2->spectra.size());
    }
  }
}

TEST(Ms2Components, WarnsOfADataIndependentIsolationWindow) {
  const auto queries = components_of({{fentanyl()}, {{60.5, 340.0, "30 eV", 25.0}}});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_THAT(queries.front().remarks, Contains(HasSubstr("data-independent")));
}

TEST(PseudoMs2, PutsTheFragmentsThatRiseAndFallWithAnIonTogether) {
  // Two compounds in one window, their apexes five seconds apart; all fragments in every scan.
  SyntheticDda::Ion other{
      345.15, 65.0, 8e5, {{1.00335, 0.2}}, {{120.08, 0.4}, {150.09, 0.3}, {201.1, 0.2}}};
  std::vector<SyntheticDda::Shot> shots;
  for (int second = 1; second < 120; ++second) {
    shots.push_back({second + 0.5, 340.0, "30 eV", 25.0});
  }
  const auto queries = components_of({{fentanyl(), other}, shots});
  const Query* query = with_precursor(queries, kFentanyl_mz);
  ASSERT_NE(query, nullptr);
  EXPECT_TRUE(query->ms2->is_pseudo);
  EXPECT_EQ(query->peaks.size(), 3U);
  EXPECT_GT(largest_in(query->peaks, {188.13, 188.15}).intensity, 0.0);
  EXPECT_EQ(largest_in(query->peaks, {120.0, 120.2}).intensity, 0.0);
  EXPECT_THAT(query->remarks, Contains(HasSubstr("not a measured spectrum of this precursor")));
  ASSERT_NE(with_precursor(queries, 345.15), nullptr);
  EXPECT_THAT(queries, SizeIs(2)) << "isotopes are no precursors";
}

TEST(PseudoMs2, TakesScansWhosePrecursorsWereLostForNoAllIonScans) {
  std::vector<SyntheticDda::Shot> shots;
  for (int second = 50; second < 70; ++second) {
    for (const double after : {0.2, 0.4, 0.6}) {
      shots.push_back({second + after, std::nullopt, "30 eV", std::nullopt});
    }
  }
  const auto queries = components_of({{fentanyl()}, shots});
  EXPECT_THAT(queries, SizeIs(60)) << "each is searched by itself";
  for (const Query& query : queries) EXPECT_FALSE(query.ms2->is_pseudo);
}

TEST(PseudoMs2, PutsAllIonScansTogetherWithoutAnyPrecursor) {
  std::vector<SyntheticDda::Shot> shots;
  for (int second = 1; second < 120; ++second) {
    shots.push_back({second + 0.5, std::nullopt, "30 eV", std::nullopt});
  }
  const auto queries = components_of({{fentanyl()}, shots});
  ASSERT_THAT(queries, SizeIs(1));
  EXPECT_TRUE(queries.front().ms2->is_pseudo);
  EXPECT_NEAR(queries.front().ms2->precursor_mz, kFentanyl_mz, 0.001);
}

TEST(PseudoMs2, PutsNothingTogetherWithoutMs1) {
  std::vector<SyntheticDda::Shot> shots;
  for (int second = 1; second < 120; ++second) {
    shots.push_back({second + 0.5, std::nullopt, "30 eV", std::nullopt});
  }
  SyntheticDda run({fentanyl()}, shots);
  run.damage = [](Spectrum& scan) { return scan.acquisition.ms_level == 2; };
  for (const Query& query : components_of(std::move(run))) EXPECT_FALSE(query.ms2->is_pseudo);
}

TEST(Ms2Components, GivesTheSameAnswerTwice) {
  const auto compose = [] {
    return components_of({{fentanyl(), {200.1, 58.0, 3e5, {{1.00335, 0.12}}, {{91.05, 0.5}}}},
                          {{58.2, 200.1}, {59.5, kFentanyl_mz}, {60.5, kFentanyl_mz}}});
  };
  const auto a = compose();
  const auto b = compose();
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].peaks, b[i].peaks);
    EXPECT_EQ(a[i].area, b[i].area);
    EXPECT_EQ(a[i].remarks, b[i].remarks);
  }
}

// Real runs: what a DDA run states and what its MS1 scans hold are the same ions.
TEST(Ms2ComponentsReference, FindsTheStatedPrecursorsOfAnOrbitrapRun) {
  const auto data = test::reference_data();
  if (!data) GTEST_SKIP() << test::kNoReferenceData;
  const auto run = open_run(*data / "runs/xml/DOM_b.mzXML");
  const Prepared prepared = prepare(*run, accurate());
  ASSERT_TRUE(prepared.survey);
  EXPECT_EQ(prepared.survey->ms1_scans, 87U);
  EXPECT_EQ(prepared.survey->ms2_scans, 434U);
  EXPECT_GE(prepared.survey->refined, 430U);
  EXPECT_LT(*prepared.survey->median_distance_ppm, 1.0);
  EXPECT_LT(prepared.queries.size(), 217U) << "a component takes two scans or more on average";
}

TEST(Ms2ComponentsReference, MergesTheReplicatesOfAQtofRun) {
  const auto data = test::reference_data();
  if (!data) GTEST_SKIP() << test::kNoReferenceData;
  const auto run = open_run(*data / "runs/xml/msms.mzML");
  const Prepared prepared = prepare(*run, accurate());
  ASSERT_TRUE(prepared.survey);
  EXPECT_EQ(prepared.survey->ms1_scans, 80U);
  EXPECT_EQ(prepared.survey->ms2_scans, 195U);
  EXPECT_LT(prepared.queries.size(), 40U);
  EXPECT_LT(*prepared.survey->median_distance_ppm, 5.0);
}

}  // namespace
}  // namespace basepeak
