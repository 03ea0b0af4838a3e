// Each rule of quality/ and of record_of_text: what it says, of which line, and whether it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "libraries/interchange/record_of_text.h"
#include "tests/support/text_records.h"

namespace basepeak {
namespace {

using test::esi_record;
using test::set;
using test::text_record;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

RecordOfText::Result convert(const TextRecord& text) {
  return RecordOfText("file").convert(text, 7);
}

std::vector<std::string> codes(const TextRecord& text) {
  std::vector<std::string> found;
  for (const Finding& finding : convert(text).findings) found.push_back(finding.code);
  return found;
}

// The record is left out, and the one finding that did it has this code.
void expect_refused(const TextRecord& text, const std::string& code) {
  const auto result = convert(text);
  EXPECT_FALSE(result.record) << code;
  std::vector<std::string> refusing;
  for (const Finding& finding : result.findings) {
    if (finding.refuses) refusing.push_back(finding.code);
  }
  EXPECT_THAT(refusing, ElementsAre(code));
}

// The record is kept, with exactly this flag in its findings and on itself.
LibraryRecord expect_flagged(const TextRecord& text, const std::string& code) {
  const auto result = convert(text);
  EXPECT_THAT(codes(text), ElementsAre(code));
  if (!result.record) {
    ADD_FAILURE() << code << ": refused";
    return {};
  }
  EXPECT_EQ(result.record->flags.size(), 1U);
  EXPECT_THAT(result.record->flags, testing::Contains(testing::StartsWith(code + ": ")));
  return *result.record;
}

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
TextRecord silent_record() {
  TextRecord text = text_record();
  set(text, "Ionization", "");
  set(text, "MSlevel", "");
  return text;
}

TEST(Ionisation, IsTakenAsEiWhereNoneIsStatedAndNothingSpeaksAgainst) {
  const auto result = convert(silent_record());
  ASSERT_TRUE(result.record);
  EXPECT_EQ(result.record->acquisition.ionisation, Ionisation::ei);
  EXPECT_THAT(codes(silent_record()), ElementsAre("ionisation-assumed"));
  EXPECT_THAT(result.record->flags, ElementsAre(HasSubstr("ionisation-assumed: ")));

  TextRecord accurate = silent_record();
  accurate.mz = {146.0964, 189.1154, 245.1648};
  set(accurate, "Instrument_type", "GC-QTOF");
  EXPECT_EQ(convert(accurate).record->acquisition.ionisation, Ionisation::ei);
}

TEST(Ionisation, IsNotTakenAsEiAgainstWhatTheRecordSays) {
  const std::pair<const char*, const char*> against[] = {
      {"Precursor_type", "[M+H]+"},        {"Collision_energy", "20 eV"}, {"Ion_mode", "negative"},
      {"Instrument_type", "LC-APCI-QTOF"}, {"Instrument_type", "CI-B"},   {"Ionization", "CI"}};
  for (const auto& [name, value] : against) {
    TextRecord text = silent_record();
    set(text, name, value);
    const auto result = convert(text);
    ASSERT_TRUE(result.record) << value;
    EXPECT_EQ(result.record->acquisition.ionisation, Ionisation::unknown) << value;
    EXPECT_THAT(codes(text), ElementsAre("not-searched")) << value;
  }
  TextRecord accurate = silent_record();
  accurate.mz = {146.0964, 189.1154, 245.1648};
  EXPECT_THAT(codes(accurate), ElementsAre("not-searched"));
  TextRecord survey = text_record();
  set(survey, "Ionization", "ESI");
  EXPECT_THAT(codes(survey), testing::Contains("not-searched"));
}

TEST(Ionisation, IsReadFromTheCommentAndFromWhoeverImports) {
  TextRecord text = silent_record();
  set(text, "Comments", "\"ionization=electron ionization\"");
  EXPECT_EQ(convert(text).record->acquisition.ionisation, Ionisation::ei);
  EXPECT_THAT(codes(text), IsEmpty());

  TextRecord accurate = silent_record();
  accurate.mz = {146.0964, 189.1154, 245.1648};
  const auto given = RecordOfText("file", Ionisation::ei).convert(accurate, 1);
  EXPECT_EQ(given.record->acquisition.ionisation, Ionisation::ei);
  EXPECT_EQ(given.findings.front().code, "ionisation-given");
  // What a record states goes before what is given.
  const auto stated = RecordOfText("file", Ionisation::esi).convert(text_record(), 1);
  EXPECT_EQ(stated.record->acquisition.ionisation, Ionisation::ei);
}

TEST(RecordOfText, TakesLicenceSourceAndAuthorsFromTheComment) {
  TextRecord text = text_record();
  set(text, "License", "");
  set(text, "DB#", "");
  set(text, "Comments",
      "Source=\"A collection 3.9\" Accession=\"X-1\" Contributor=\"A lab\" License=\"CC BY\" "
      "Authors=\"A, B\" loose words");
  const auto result = convert(text);
  EXPECT_THAT(result.findings, IsEmpty());
  ASSERT_TRUE(result.record);
  EXPECT_EQ(result.record->id, "X-1");
  EXPECT_EQ(result.record->source, "A collection 3.9, A lab");
  EXPECT_EQ(result.record->licence, "CC BY");
  EXPECT_EQ(result.record->citation, "A, B");
  EXPECT_EQ(result.record->comment, "loose words");
}

TEST(RecordOfText, SaysThatNoLicenceOrIdIsStated) {
  TextRecord text = text_record();
  set(text, "License", "");
  EXPECT_EQ(expect_flagged(text, "licence-missing").licence, "not stated");
  text = text_record();
  set(text, "DB#", "");
  EXPECT_EQ(expect_flagged(text, "id-missing").id, "file-7");
}

TEST(RecordOfText, PassesOnWhatTheFileItselfFlags) {
  TextRecord text = text_record();
  set(text, "Flags", "suspect_identity");
  EXPECT_THAT(expect_flagged(text, "source-flag").flags[0], HasSubstr("suspect_identity"));
}

TEST(RecordOfText, NeverThrowsWhateverTheFieldsSay) {
  const std::vector<std::string> names = {"Name",
                                          "DB#",
                                          "InChIKey",
                                          "SMILES",
                                          "Formula",
                                          "MW",
                                          "ExactMass",
                                          "PrecursorMZ",
                                          "Precursor_type",
                                          "Charge",
                                          "Collision_energy",
                                          "Comments",
                                          "CAS",
                                          "Retention_index",
                                          "Num Peaks",
                                          "MSlevel",
                                          "Ionization"};
  const std::vector<std::string> values = {"",
                                           "nan",
                                           "-1",
                                           "1e999",
                                           "C6H6",
                                           "[M+H]+",
                                           "[",
                                           "]",
                                           "=\"",
                                           "\"\"",
                                           "c1ccccc1",
                                           "C(",
                                           "99999999999999999999",
                                           "\xff\xfe",
                                           "ESI",
                                           "2",
                                           "[2M",
                                           "a=\"b\" \"c=d\" \""};
  rc::check("any mixture of fields is converted or refused", [&] {
    TextRecord text = *rc::gen::element(false, true) ? text_record() : esi_record();
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
      const std::string value = *rc::gen::element(false, true) ? *rc::gen::elementOf(values)
                                                               : *rc::gen::arbitrary<std::string>();
      set(text, *rc::gen::elementOf(names), value);
    }
    const auto result = convert(text);
    if (result.record) RC_ASSERT(result.record->peaks.size() == text.mz.size());
  });
}

}  // namespace
}  // namespace basepeak
