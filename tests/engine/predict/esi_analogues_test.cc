#include "engine/predict/esi_analogues.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/predict/esi_stacker_rows.h"
#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

constexpr auto kHcd = InstrumentClass::hcd;
constexpr auto kQtof = InstrumentClass::qtof;
const std::string kDimethoxyfentanyl = "CCC(=O)N(c1ccccc1)C1CCN(CCc2cc(OC)ccc2OC)CC1";

class EsiAnalogues : public testing::Test {
 protected:
  void add(const std::string& smiles, const EsiConditions& conditions, std::size_t source) {
    set_.add_compound(smiles, test::molecule_of(smiles));
    set_.add_spectrum(smiles, {{{105.0699, 0.7}, {188.1434, 1.0}}, conditions, source});
  }
  [[nodiscard]] std::vector<EsiAnalogue> nearest(const std::string& smiles,
                                                 const EsiConditions& wanted) const {
    const PredictedMolecule molecule = test::molecule_of(smiles);
    return set_.nearest(molecule, esi_ions(molecule.graph), wanted, 3,
                        [](std::string_view) { return true; });
  }
  EsiAnalogueSet set_;
};

TEST_F(EsiAnalogues, PrefersSpectraOfTheInstrumentClass) {
  add(test::kFentanyl, {kHcd, 20.0}, 0);
  add(test::kFentanyl, {kQtof, 20.0}, 1);
  const auto found = nearest(test::kFentanyl, {kQtof, 20.0});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().source, 1U);
  EXPECT_EQ(found.front().spectra, 1U);
  EXPECT_EQ(found.front().penalty, 0.0);
}

TEST_F(EsiAnalogues, TakesTheOtherInstrumentClassWhereThereIsNoneAndPutsItBack) {
  add(test::kFentanyl, {kHcd, 20.0}, 0);
  const auto found = nearest(test::kFentanyl, {kQtof, 20.0});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().penalty, kOtherInstrument);
  EXPECT_DOUBLE_EQ(found.front().standing(), found.front().similarity - kOtherInstrument);
}

TEST_F(EsiAnalogues, TakesAWrongEnergyOfTheClassForLessThanAnotherClass) {
  add(test::kFentanyl, {kQtof, 24.0}, 0);
  add(test::kFentanyl, {kHcd, 20.0}, 1);
  EXPECT_EQ(nearest(test::kFentanyl, {kQtof, 20.0}).front().source, 0U);
}

TEST_F(EsiAnalogues, ComparesEnergiesByTheMassOfThePrecursors) {
  add(test::kFentanyl, {kHcd, 20.0}, 0);
  EXPECT_DOUBLE_EQ(nearest(test::kFentanyl, {kHcd, 20.0}).front().energy_off, 0.0);
  const auto found = nearest(kDimethoxyfentanyl, {kHcd, 20.0});
  EXPECT_NEAR(found.front().energy_off, 20.0 * std::pow(397.2486 / 337.2274, 0.7) - 20.0, 1e-3);
}

TEST_F(EsiAnalogues, SayWhichAtomsTheyHaveAndHowFarAroundThem) {
  add(test::kFentanyl, {kHcd, 20.0}, 0);
  const auto itself = nearest(test::kFentanyl, {kHcd, 20.0});
  for (const std::uint8_t agreement : itself.front().agreement)
    EXPECT_EQ(int{agreement}, 1 + int{kEnvironmentRadii});
  const auto found = nearest(kDimethoxyfentanyl, {kHcd, 20.0});
  const FragmentGraph graph = test::graph_of(kDimethoxyfentanyl);
  std::size_t without = 0;
  for (std::size_t i = 0; i < graph.atoms.size(); ++i)
    without += found.front().agreement[i] == 0 ? 1 : 0;
  EXPECT_EQ(without, 4U);  // two methoxy groups
}

TEST_F(EsiAnalogues, CannotTellOfBondsThatTheyDoNotHave) {
  add(test::kFentanyl, {kHcd, 20.0}, 0);
  const EsiMolecule molecule = esi_molecule(test::molecule_of(kDimethoxyfentanyl), {});
  const std::vector<float> generic(molecule.ions.formulas.size(), 1.0F);
  const auto evidence =
      esi_evidence(set_, molecule, generic, {kHcd, 20.0}, [](std::string_view) { return true; });
  const auto agreement_of = [&](const std::string& formula) {
    for (const EsiCandidate& candidate : evidence.candidates)
      if (formula_of(candidate.composition) == formula) return int{candidate.agreement.front()};
    return -1;
  };
  EXPECT_EQ(agreement_of("C23H29N2O3"), 0);  // less a methyl: the bond to oxygen
  EXPECT_GT(agreement_of("C21H27N2O2"), 0);  // less the propanoyl
}

TEST_F(EsiAnalogues, LeaveThePartnerOfAnIonBesideIt) {
  add(test::kFentanyl, {kHcd, 20.0}, 0);
  const EsiMolecule molecule = esi_molecule(test::molecule_of(test::kFentanyl), {});
  std::vector<float> generic(molecule.ions.formulas.size(), 0.1F);
  std::size_t partner = 0;  // C13H18N has lost C9H11NO, whose ion is C9H12NO
  for (std::size_t f = 0; f < generic.size(); ++f)
    if (formula_of(molecule.ions.formulas[f].composition) == "C9H12NO") partner = f;
  generic[partner] = 0.6F;
  const auto evidence =
      esi_evidence(set_, molecule, generic, {kHcd, 20.0}, [](std::string_view) { return true; });
  bool is_there = false;
  for (const EsiCandidate& candidate : evidence.candidates) {
    if (formula_of(candidate.composition) != "C13H18N") continue;
    is_there = true;
    EXPECT_FLOAT_EQ(static_cast<float>(candidate.other_generic), 0.6F);
  }
  EXPECT_TRUE(is_there);
}

TEST_F(EsiAnalogues, CarryOverIonsThatComeAboutByRearrangement) {
  // Thioxanthone loses CO and CS, which no cuts of its bonds explain.
  const std::string known = "O=c1c2ccccc2sc2ccccc12";
  const std::string methyl = "O=c1c2ccccc2sc2ccc(C)cc12";
  set_.add_compound(known, test::molecule_of(known));
  set_.add_spectrum(known, {{{139.0542, 1.0}, {185.0419, 0.5}}, {kHcd, 60.0}, 0});
  const auto found = nearest(methyl, {kHcd, 60.0});
  ASSERT_EQ(found.size(), 1U);
  std::vector<std::string> formulas;
  for (const auto& [composition, ion] : found.front().transferred)
    formulas.push_back(formula_of(composition));
  EXPECT_THAT(formulas, testing::Contains("C11H7"));  // the ion itself
  EXPECT_THAT(formulas, testing::Contains("C12H9"));  // and the same loss
  EXPECT_GT(found.front().landed, 0.0);
}

TEST_F(EsiAnalogues, GiveTheStackerAsManyColumnsAsItsNamesSay) {
  add(test::kFentanyl, {kHcd, 20.0}, 0);
  const EsiMolecule molecule = esi_molecule(test::molecule_of(kDimethoxyfentanyl), {});
  const std::vector<float> generic(molecule.ions.formulas.size(), 0.1F);
  const auto evidence =
      esi_evidence(set_, molecule, generic, {kHcd, 20.0}, [](std::string_view) { return true; });
  const auto rows = esi_stacker_rows(evidence);
  const auto names = esi_stacker_row_names();
  ASSERT_EQ(names.size(), kEsiStackerWidth);
  ASSERT_EQ(rows.size(), evidence.candidates.size() * kEsiStackerWidth);
  const auto value = [&](std::size_t row, const std::string& name) {
    const auto at = std::find(names.begin(), names.end(), name) - names.begin();
    return rows[row * kEsiStackerWidth + static_cast<std::size_t>(at)];
  };
  for (std::size_t i = 0; i < evidence.candidates.size(); ++i) {
    const Composition& ion = evidence.candidates[i].composition;
    EXPECT_EQ(value(i, "carbon") + value(i, "lost_carbon"), 24.0F);
    EXPECT_EQ(value(i, "oxygen"), static_cast<float>(ion.count[3]));
    if (formula_of(ion) != "C8H9") continue;
    EXPECT_EQ(value(i, "unsaturation"), 4.5F);  // an even-electron cation has a half
  }
}

}  // namespace
}  // namespace basepeak
