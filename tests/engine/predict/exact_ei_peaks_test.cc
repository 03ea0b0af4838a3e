#include "engine/predict/exact_ei_peaks.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/chemistry/formula.h"
#include "tests/engine/predict/predictor_fixture.h"

namespace basepeak {
namespace {

constexpr double kPpm = 1e-6;

double ion_mz(const std::string& formula) {
  return Formula::parse(formula).monoisotopic_mass() - kElectronMass;
}

TEST(ExactEiPeaks, LieWithinFivePartsPerMillionOfTheirFormulas) {
  PredictionSettings settings;
  settings.excludes_self = true;
  settings.has_exact_masses = true;
  const auto predictor = test::predictor_of(test::small_library());
  for (const std::string& smiles :
       {test::kFentanyl, std::string("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccc(Cl)cc2)CC1")}) {
    const Prediction prediction = predictor.predict(smiles, "", settings);
    std::size_t formulas = 0;
    for (const PredictedPeak& peak : prediction.peaks) {
      if (peak.isotope_of != 0) continue;
      ASSERT_FALSE(peak.formula.empty()) << peak.mz;
      ++formulas;
      EXPECT_NEAR(peak.mz, ion_mz(peak.formula), 5.0 * kPpm * peak.mz) << peak.formula;
    }
    EXPECT_GT(formulas, 5U) << smiles;
  }
}

TEST(ExactEiPeaks, AreThoseOnUnitMassesThatHaveAFormula) {
  PredictionSettings settings;
  settings.excludes_self = true;
  const auto predictor = test::predictor_of(test::small_library());
  const Prediction unit = predictor.predict(test::kFentanyl, "", settings);
  settings.has_exact_masses = true;
  const Prediction exact = predictor.predict(test::kFentanyl, "", settings);
  EXPECT_EQ(exact.expected_cosine, unit.expected_cosine);
  std::size_t next = 0;
  for (const PredictedPeak& peak : unit.peaks) {
    if (peak.atoms == 0 && peak.isotope_of == 0) continue;
    if (next < exact.peaks.size() && std::lround(exact.peaks[next].mz) == std::lround(peak.mz)) {
      EXPECT_EQ(exact.peaks[next].intensity, peak.intensity);
      ++next;
    }
  }
  EXPECT_EQ(next, exact.peaks.size());
}

TEST(ExactEiPeaks, HaveIsotopesWhereTheirNuclidesLie) {
  const FragmentGraph molecule = test::graph_of("Clc1ccccc1");
  std::vector<PredictedPeak> peaks(3);
  peaks[0].mz = 112;
  peaks[0].atoms = molecule.all();
  peaks[1].mz = 113;
  peaks[1].isotope_of = 112;
  peaks[2].mz = 114;
  peaks[2].isotope_of = 112;
  const auto exact = with_exact_masses(peaks, molecule);
  ASSERT_EQ(exact.size(), 3U);
  EXPECT_NEAR(exact[0].mz, ion_mz("C6H5Cl"), 1e-6);
  EXPECT_NEAR(exact[1].mz - exact[0].mz, 1.003355, 1e-6);  // 13C
  EXPECT_NEAR(exact[2].mz - exact[0].mz, 1.997050, 1e-6);  // 37Cl
}

TEST(ExactEiPeaks, LeaveOutWhatNothingExplains) {
  const FragmentGraph molecule = test::graph_of("Clc1ccccc1");
  std::vector<PredictedPeak> peaks(2);
  peaks[0].mz = 60;
  peaks[1].mz = 61;
  peaks[1].isotope_of = 60;
  EXPECT_TRUE(with_exact_masses(peaks, molecule).empty());
}

}  // namespace
}  // namespace basepeak
