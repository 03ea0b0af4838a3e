#include "libraries/interchange/record_of_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/libraries/quality/record_findings.h"
#include "tests/support/text_records.h"

namespace basepeak {
namespace {

using test::codes;
using test::convert;
using test::esi_record;
using test::expect_flagged;
using test::set;
using test::text_record;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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
