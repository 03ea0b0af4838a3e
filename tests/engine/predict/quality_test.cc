#include "engine/predict/quality.h"

#include <gtest/gtest.h>

#include "engine/predict/displayed_spectrum.h"
#include "engine/predict/ei_models.h"
#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

EiEvidence evidence_of(const std::string& smiles, const AnalogueSet& set) {
  const PredictedMolecule molecule = test::molecule_of(smiles);
  GenericAnswer nothing{generic_rows(molecule, {}), {}};
  nothing.roots.assign(static_cast<std::size_t>(molecule.nominal_mass) + 1, 0.0);
  return ei_evidence(set, molecule, std::move(nothing), [](std::string_view) { return true; });
}

enum : std::size_t { kFirst = 0, kSecond = 1, kCount = 4, kPairs = 7, kAlike = 10, kStacked = 13 };

TEST(Quality, TellsOneAnalogueFromSeveral) {
  AnalogueSet one;
  one.add(test::molecule_of(test::kFentanyl), test::class_peaks(0), "F");
  const EiEvidence from_one = evidence_of(test::kAcetylFentanyl, one);
  const QualityFeatures alone = quality_features(from_one, from_one.transfer);
  EXPECT_EQ(alone[kCount], 1.0);
  EXPECT_LT(alone[kSecond], alone[kFirst]);
  EXPECT_EQ(alone[kPairs], 0.6);  // nobody agrees with it
  AnalogueSet two = one;
  two.add(test::molecule_of(test::kButyrylFentanyl), test::class_peaks(14), "B");
  const EiEvidence from_two = evidence_of(test::kAcetylFentanyl, two);
  const QualityFeatures together = quality_features(from_two, from_two.transfer);
  EXPECT_EQ(together[kCount], 2.0);
  EXPECT_GT(together[kPairs], 0.6);
  EXPECT_NEAR(together[kStacked], 1.0, 1e-12);
}

TEST(Quality, TellsHowMuchOfAMoleculeNoAnalogueHas) {
  AnalogueSet set;
  set.add(test::molecule_of(test::kFentanyl), test::class_peaks(0), "F");
  const EiEvidence near = evidence_of(test::kAcetylFentanyl, set);
  const EiEvidence far = evidence_of("CCC(=O)N(c1ccccc1)C1CCN(CCCCCCCC)CC1", set);
  EXPECT_GT(quality_features(near, near.transfer)[kAlike],
            quality_features(far, far.transfer)[kAlike] + 0.1);
}

TEST(Quality, EstimateStaysWithinZeroAndOne) {
  QualityModel model;
  model.coefficients = {2.0, 0.5};
  EXPECT_EQ(model.expected(std::vector<double>{1.0}), 1.0);
  EXPECT_EQ(model.expected(std::vector<double>{-1.0}), 0.0);
}

TEST(RankingSpectrum, HoldsATwentiethOfTheGenericAnswer) {
  EiEvidence evidence;
  evidence.transfer = {0.0, 0.5, 0.0};
  evidence.generic = {0.0, 0.2, 0.4};
  const std::vector<double> roots = ranking_roots(evidence);
  EXPECT_DOUBLE_EQ(roots[1], 0.51);
  EXPECT_DOUBLE_EQ(roots[2], 0.02);
}

}  // namespace
}  // namespace basepeak
