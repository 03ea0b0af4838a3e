#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/predict/molecules.h"
#include "tools/train/esi_scorer_fit.h"

namespace basepeak::train {
namespace {

Composition ion(std::uint16_t carbon, std::uint16_t hydrogen, std::uint16_t sulfur) {
  Composition made;
  made.count[0] = carbon;
  made.count[1] = hydrogen;
  made.count[7] = sulfur;
  return made;
}

EsiCandidate candidate(const Composition& composition, double transfer) {
  EsiCandidate made;
  made.composition = composition;
  made.mz = cation_mz(composition);
  made.transfer = transfer;
  return made;
}

// Thioxanthone: the loss of CO is a fragment, the loss of CO and CS is none.
class EsiCandidateTargets : public testing::Test {
 protected:
  EsiCandidateTargets() {
    compound_.molecule = test::molecule_of("O=c1c2ccccc2sc2ccccc12");
    compound_.precursor_mz = protonated_mz(compound_.molecule.graph);
    spectrum_.conditions = {InstrumentClass::hcd, 60.0};
    const double mz[] = {139.0542, 185.0419};
    const float intensity[] = {50.0F, 100.0F};
    spectrum_.peaks = Peaks::from_unsorted(mz, intensity);
    evidence_.candidates = {candidate(ion(11, 7, 0), 0.4), candidate(ion(12, 9, 1), 0.0)};
  }
  EsiCompound compound_;
  EsiSpectrum spectrum_;
  EsiEvidence evidence_;
};

TEST_F(EsiCandidateTargets, CountPeaksOfRearrangedIonsThatAnaloguesShow) {
  const auto targets =
      esi_candidate_targets(evidence_, esi_ions(compound_.molecule.graph), compound_, spectrum_);
  ASSERT_TRUE(targets);
  EXPECT_NEAR(targets->at(0), std::sqrt(kTargetSquares / 3.0), 1e-5);
  EXPECT_NEAR(targets->at(1), std::sqrt(kTargetSquares * 2.0 / 3.0), 1e-5);
}

TEST_F(EsiCandidateTargets, LeaveThemOutOfThePartThatFragmentsExplain) {
  const EsiIons ions = esi_ions(compound_.molecule.graph);
  const auto roots = esi_targets(ions, compound_, spectrum_);
  ASSERT_TRUE(roots);
  for (std::size_t f = 0; f < roots->size(); ++f)
    EXPECT_EQ((*roots)[f] > 0.0F, formula_of(ions.formulas[f].composition) == "C12H9S");
}

}  // namespace
}  // namespace basepeak::train
