// Each rule of quality/: what it says, of which line, and whether it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/libraries/quality/record_findings.h"
#include "tests/support/text_records.h"

namespace basepeak {
namespace {

using test::codes;
using test::convert;
using test::esi_record;
using test::expect_flagged;
using test::expect_refused;
using test::set;
using test::text_record;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(Rules, FindNothingInAFaultlessRecord) {
  EXPECT_THAT(codes(text_record()), IsEmpty());
  EXPECT_THAT(codes(esi_record()), IsEmpty());
}

TEST(Rules, RefuseARecordWithoutNameOrPeaks) {
  TextRecord text = text_record();
  set(text, "Name", "");
  expect_refused(text, "no-name");
  text = text_record();
  text.mz.clear();
  text.intensity.clear();
  text.peak_line.clear();
  expect_refused(text, "no-peaks");
}

TEST(Rules, RefusePeaksThatAreNoNumbers) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double mz : {nan, -1.0, 0.0, std::numeric_limits<double>::infinity()}) {
    TextRecord text = text_record();
    text.mz[1] = mz;
    expect_refused(text, "bad-peak");
  }
  for (const double intensity : {nan, -1.0, 1e39}) {
    TextRecord text = text_record();
    text.intensity[1] = intensity;
    expect_refused(text, "bad-peak");
    EXPECT_EQ(convert(text).findings[0].line, 22U);
  }
  TextRecord text = text_record();
  text.problems.emplace_back(22, "not a peak of m/z and intensity ('189 NaN')");
  expect_refused(text, "bad-peak");
}

TEST(Rules, RefuseWhatALibraryCannotHoldOrMean) {
  TextRecord text = text_record();
  text.mz[2] = 4294.9673;
  expect_refused(text, "mz-too-high");
  text = text_record();
  text.intensity = {0.0, 0.0, 0.0};
  expect_refused(text, "all-zero");
  text = text_record();
  set(text, "Formula", "C22H28N2O?");
  expect_refused(text, "bad-formula");
  text = text_record();
  text.is_cut = true;
  expect_refused(text, "cut-record");
}

TEST(Rules, KeepAndFlagFaultyPeaksAsTheyAre) {
  TextRecord text = text_record();
  text.mz = {245.0, 146.0, 189.0};
  const LibraryRecord sorted = expect_flagged(text, "descending-mz");
  EXPECT_THAT(sorted.peaks.mz(), ElementsAre(146.0, 189.0, 245.0));
  EXPECT_THAT(sorted.peaks.intensity(), ElementsAre(30.0F, 999.0F, 60.0F));
  EXPECT_EQ(convert(text).findings[0].line, 22U);

  text = text_record();
  text.mz[1] = 146.0;
  EXPECT_EQ(expect_flagged(text, "duplicate-peaks").peaks.size(), 3U);

  text = text_record();
  set(text, "Num Peaks", "4");
  expect_flagged(text, "peak-count");
  text.problems.emplace_back(20, "4 peaks are promised, 3 could be read");
  expect_flagged(text, "peak-count");

  text = text_record();
  text.intensity[1] = 0.0;
  EXPECT_EQ(expect_flagged(text, "zero-intensity").peaks.size(), 3U);

  text = text_record();
  set(text, "Num Peaks", "1");
  text.mz = {146.0};
  text.intensity = {1.0};
  expect_flagged(text, "single-peak");

  text = text_record();
  text.intensity = {333.0, 999.0, 499.0};
  expect_flagged(text, "rank-intensities");

  text = text_record();
  text.problems.emplace_back(22, "not a peak of m/z and intensity ('189')");
  expect_flagged(text, "unreadable-line");
}

TEST(Rules, FlagPeaksThatContradictAnEsiSpectrum) {
  TextRecord text = esi_record();
  text.mz[1] = 105.0710;
  expect_flagged(text, "close-peaks");
  text = esi_record();
  text.mz = {105.0, 188.0, 216.0};
  expect_flagged(text, "integer-mz");
  text = esi_record();
  text.mz[2] = 339.0;
  expect_flagged(text, "above-precursor");
  text.mz[2] = 338.2308;  // the isotope peak of an open isolation window is no fault
  EXPECT_THAT(codes(text), IsEmpty());
  text.mz[2] = 339.0;
  text.intensity = {60.0, 930.0, 100.0};
  EXPECT_THAT(codes(text), IsEmpty());
}

TEST(Rules, CheckTheFormulaAgainstTheStructure) {
  TextRecord text = text_record();
  set(text, "Formula", "C15H22N2O");
  set(text, "MW", "");
  set(text, "ExactMass", "");
  EXPECT_EQ(expect_flagged(text, "formula-disagrees").formula, "C15H22N2O");
  text = text_record();
  set(text, "Formula", "");
  const LibraryRecord filled = expect_flagged(text, "formula-from-smiles");
  EXPECT_EQ(filled.formula, "C22H28N2O");
  EXPECT_NEAR(*filled.monoisotopic_mass, 336.22016, 1e-5);
  // A salt's formula may be the base's or the whole one's; labels are no other compound.
  text = text_record();
  set(text, "SMILES", "Cl.CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1");
  EXPECT_THAT(codes(text), IsEmpty());
  set(text, "Formula", "C22H29ClN2O");
  set(text, "MW", "");
  set(text, "ExactMass", "");
  EXPECT_THAT(codes(text), IsEmpty());
  text = text_record();
  set(text, "Formula", "C22H23D5N2O");
  set(text, "MW", "341");
  set(text, "ExactMass", "341.2515");
  EXPECT_THAT(codes(text), IsEmpty());
}

TEST(Rules, KeepARecordOfAnInvalidSmilesWithoutStructure) {
  TextRecord text = text_record();
  set(text, "SMILES", "C1CC(not");
  EXPECT_EQ(expect_flagged(text, "smiles-invalid").smiles, "");
  set(text, "SMILES", "*NC1=NC(=NC(=N1)Cl)N*");
  expect_flagged(text, "smiles-invalid");
}

TEST(Rules, CheckStatedMasses) {
  TextRecord text = text_record();
  set(text, "ExactMass", "336.479");
  EXPECT_NEAR(*expect_flagged(text, "exact-mass-is-average").monoisotopic_mass, 336.22016, 1e-5);
  set(text, "ExactMass", "335.1");
  expect_flagged(text, "exact-mass-disagrees");
  set(text, "ExactMass", "336.2291");  // within 0.01 Da
  EXPECT_THAT(codes(text), IsEmpty());
  text = text_record();
  set(text, "MW", "338");
  expect_flagged(text, "mw-disagrees");
  set(text, "MW", "336.48");
  EXPECT_THAT(codes(text), IsEmpty());
}

TEST(Rules, CheckThePrecursorAgainstFormulaAndAdduct) {
  TextRecord text = esi_record();
  set(text, "PrecursorMZ", "337.2480");
  EXPECT_EQ(*expect_flagged(text, "precursor-disagrees").acquisition.precursor_mz, 337.2480);
  set(text, "PrecursorMZ", "337.2460");
  EXPECT_THAT(codes(text), IsEmpty());
  set(text, "PrecursorMZ", "");
  expect_flagged(text, "precursor-missing");
  text = esi_record();
  set(text, "Precursor_type", "[M+something]+");
  expect_flagged(text, "adduct-unknown");
  // A permanent cation is its own precursor.
  text = esi_record();
  set(text, "SMILES", "CCCC[N+](CCCC)(CCCC)CCCC");
  set(text, "InChIKey", "DZLFLBLQUQXARW-UHFFFAOYSA-N");
  set(text, "Formula", "[C16H36N]+");
  set(text, "Precursor_type", "[M]+");
  set(text, "PrecursorMZ", "242.2842");
  set(text, "MW", "");
  set(text, "ExactMass", "242.2842");
  EXPECT_THAT(codes(text), IsEmpty());
}

TEST(Rules, CheckAndComputeInchiKeys) {
  TextRecord text = text_record();
  set(text, "InChIKey", "");
  EXPECT_EQ(expect_flagged(text, "inchikey-computed").inchikey, "PJMPHNIQZUBGLI-UHFFFAOYSA-N");
  set(text, "InChIKey", "PJMPHNIQZUBGLI-UHFFFAOYNA-N");
  EXPECT_EQ(expect_flagged(text, "inchikey-nonstandard").inchikey, "PJMPHNIQZUBGLI-UHFFFAOYNA-N");
  set(text, "InChIKey", "PJMPHNIQZUBGLI");
  EXPECT_THAT(codes(text), ElementsAre("inchikey-malformed", "inchikey-computed"));
  set(text, "InChIKey", "");
  set(text, "SMILES", "");
  EXPECT_EQ(expect_flagged(text, "inchikey-missing").inchikey, "");
}

TEST(Rules, CompareTheInChIKeyWithTheStructure) {
  TextRecord text = text_record();
  set(text, "InChIKey", "FYIUUQUPOKIKNI-UHFFFAOYSA-N");  // acetyl fentanyl
  EXPECT_EQ(expect_flagged(text, "inchikey-disagrees").inchikey, "FYIUUQUPOKIKNI-UHFFFAOYSA-N");
  // Stereo, a label and the salt that a spectrum does not show are no contradiction.
  text = text_record();
  set(text, "InChIKey", "PJMPHNIQZUBGLI-ZZZZZZZZSA-N");
  EXPECT_THAT(codes(text), IsEmpty());
  set(text, "InChIKey", "PJMPHNIQZUBGLI-UHFFFAOYSA-N");
  set(text, "SMILES", "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1.Cl");
  EXPECT_THAT(codes(text), IsEmpty());
  // Neither is the base of a salt whose acid is the larger part, or has no neutral form.
  for (const char* acid : {"OC(=O)CC(O)(CC(=O)OCCCCCCCCCCCCCCCCCC)C(=O)OCCCCCCCCCC",
                           "c1ccccc1[B-](c1ccccc1)(c1ccccc1)c1ccccc1"}) {
    set(text, "SMILES", std::string("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1.") + acid);
    EXPECT_THAT(codes(text), Not(Contains("inchikey-disagrees"))) << acid;
  }
  // A structure without a parent molecule has a key to compare all the same.
  set(text, "SMILES", "[Na+].c1cc[cH-]c1");
  EXPECT_THAT(codes(text), Contains("inchikey-disagrees"));
}

TEST(Rules, WriteCasNumbersWithHyphensAndCheckTheirDigit) {
  TextRecord text = text_record();
  set(text, "CASNO", "437387");
  EXPECT_THAT(codes(text), IsEmpty());
  EXPECT_EQ(convert(text).record->cas, "437-38-7");
  set(text, "CASNO", "437-38-8");
  EXPECT_EQ(expect_flagged(text, "cas-invalid").cas, "437-38-8");
}

// As SWGDRUG's single spectra come: a name, unit masses, and no word of the ionisation.
}  // namespace
}  // namespace basepeak
