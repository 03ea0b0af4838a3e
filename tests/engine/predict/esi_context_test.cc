#include "engine/predict/esi_context.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace basepeak {
namespace {

Composition ion(std::uint16_t carbon, std::uint16_t hydrogen, std::uint16_t oxygen = 0) {
  Composition made;
  made.count = {carbon, hydrogen, 0, oxygen};
  return made;
}

EsiCandidate candidate(const Composition& composition, double generic,
                       std::vector<double> carried) {
  EsiCandidate made;
  made.composition = composition;
  made.mz = cation_mz(composition);
  made.generic = generic;
  made.carried = std::move(carried);
  made.agreement.assign(made.carried.size(), 1);
  return made;
}

// An ion, the same with water, and one with two hydrogens less; two analogues.
EsiEvidence small_evidence() {
  EsiEvidence evidence;
  evidence.conditions = {InstrumentClass::hcd, 30.0};
  evidence.precursor_mz = 200.0;
  evidence.analogues.resize(2);
  evidence.analogues[0].landed = 0.9;
  evidence.analogues[1].landed = 0.4;
  evidence.weights = {0.75, 0.25};
  evidence.candidates = {candidate(ion(8, 7), 0.2, {0.0, 0.0}),
                         candidate(ion(8, 9), 0.6, {1.0, 0.6}),
                         candidate(ion(8, 11, 1), 0.3, {0.0, 0.8})};
  for (EsiCandidate& one : evidence.candidates)
    one.transfer = 0.75 * one.carried[0] + 0.25 * one.carried[1];
  return evidence;
}

class EsiContext : public testing::Test {
 protected:
  [[nodiscard]] float value(std::size_t row, const std::string& name) const {
    const auto at = std::find(names_.begin(), names_.end(), name) - names_.begin();
    return rows_[row].at(static_cast<std::size_t>(at));
  }
  std::vector<std::string> names_ = esi_context_names();
  std::vector<EsiContextRow> rows_ = esi_context(small_evidence());
};

TEST_F(EsiContext, HasANameForEveryColumn) { EXPECT_EQ(names_.size(), kEsiContextWidth); }

TEST_F(EsiContext, KnowsIonsThatDifferByAFewAtoms) {
  EXPECT_FLOAT_EQ(value(1, "generic +H2O"), 0.3F);
  EXPECT_FLOAT_EQ(value(1, "generic -H2"), 0.2F);
  EXPECT_FLOAT_EQ(value(2, "generic -H2O"), 0.6F);
  EXPECT_FLOAT_EQ(value(1, "transfer +H2O"), 0.2F);
  EXPECT_FLOAT_EQ(value(0, "generic -H2"), 0.0F);
  EXPECT_FLOAT_EQ(value(0, "generic other hydrogens"), 0.6F);
}

TEST_F(EsiContext, KnowsWhichShareLiesAbove) {
  EXPECT_FLOAT_EQ(value(2, "generic share above"), 0.0F);
  EXPECT_NEAR(value(1, "generic share above"), 0.09 / 0.49, 1e-6);
}

TEST_F(EsiContext, TakesAnAnaloguesRootsAsPartsOfASpectrum) {
  EXPECT_FLOAT_EQ(value(1, "unit 1"), 2.0F);  // alone in its spectrum
  EXPECT_FLOAT_EQ(value(1, "unit 2"), 1.2F);
  EXPECT_FLOAT_EQ(value(2, "unit 2"), 1.6F);
  EXPECT_FLOAT_EQ(value(1, "unit mean"), 0.75F * 2.0F + 0.25F * 1.2F);
  EXPECT_FLOAT_EQ(value(0, "landed 1"), 0.9F);
  EXPECT_TRUE(std::isnan(value(0, "landed 3")));
}

}  // namespace
}  // namespace basepeak
