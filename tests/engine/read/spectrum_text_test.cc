#include "engine/read/spectrum_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<TextRecord> records_of(const std::string& text) {
  const TemporaryFolder folder;
  write_file(folder.path() / "x.txt", text);
  std::vector<TextRecord> records;
  read_spectrum_text(folder.path() / "x.txt",
                     [&](TextRecord&& record) { records.push_back(std::move(record)); });
  return records;
}

TextRecord record_of(const std::string& text) {
  std::vector<TextRecord> records = records_of(text);
  EXPECT_THAT(records, SizeIs(1));
  return records.at(0);
}

TEST(Msp, ReadsSeveralPeaksALineBetweenSemicolons) {
  const TextRecord record = record_of("Name: a\r\nNum Peaks: 3\r\n41 506; 42 999; \r\n43 57;\r\n");
  EXPECT_THAT(record.mz, ElementsAre(41, 42, 43));
  EXPECT_THAT(record.intensity, ElementsAre(506, 999, 57));
  EXPECT_THAT(record.peak_line, ElementsAre(3, 3, 4));
  EXPECT_THAT(record.problems, IsEmpty());
}

TEST(Msp, ReadsTabsCommasBracketsAndExponents) {
  const TextRecord record =
      record_of("Name: a\nNum Peaks: 6\n41\t1e3\n42,7\n43, 8\n(44,9) (45,10)\n46 +1.5E+2\n");
  EXPECT_THAT(record.mz, ElementsAre(41, 42, 43, 44, 45, 46));
  EXPECT_THAT(record.intensity, ElementsAre(1000, 7, 8, 9, 10, 150));
  EXPECT_THAT(record.problems, IsEmpty());
}

TEST(Msp, ReadsPairsWithoutSeparatorsBetweenThem) {
  const TextRecord record = record_of("Name: a\nNum Peaks: 3\n41 506 42 999 43 57\n");
  EXPECT_THAT(record.mz, ElementsAre(41, 42, 43));
}

TEST(Msp, KeepsAnnotationsQuotedOrNot) {
  const TextRecord record = record_of(
      "Name: a\nNum Peaks: 3\n113.03\t87510\t\"m/z 113.04; 0 ppm, C9H5\"\n120.1 5 C8H10N\n121 6\n");
  EXPECT_THAT(record.annotation, ElementsAre("m/z 113.04; 0 ppm, C9H5", "C8H10N", ""));
}

TEST(Msp, DoesNotGuessADecimalComma) {
  const TextRecord record = record_of("Name: a\nNum Peaks: 2\n41,05 100,2\n42 7\n");
  EXPECT_THAT(record.mz, ElementsAre(42));
  ASSERT_THAT(record.problems, SizeIs(2));
  EXPECT_EQ(record.problems[0].first, 3U);
  EXPECT_THAT(record.problems[0].second, HasSubstr("decimal comma"));
}

TEST(Msp, SaysThatTheNumberOfPeaksLies) {
  const TextRecord record = record_of("Name: a\nNum Peaks: 4000000000\n41 1\n42 2\n\n");
  EXPECT_THAT(record.mz, SizeIs(2));
  ASSERT_THAT(record.problems, SizeIs(1));
  EXPECT_EQ(record.problems[0].first, 2U);
  EXPECT_TRUE(record.is_cut);
  const std::vector<TextRecord> two =
      records_of("Name: a\nNum Peaks: 3\n41 1\n\nName: b\nNum Peaks: 1\n41 1\n");
  EXPECT_FALSE(two.at(0).is_cut);
  EXPECT_THAT(two.at(0).problems, SizeIs(1));
  EXPECT_THAT(two.at(1).problems, IsEmpty());
}

TEST(Msp, SeparatesRecordsWithoutABlankLineBetweenThem) {
  const auto records = records_of("Name: a\nNum Peaks: 1\n41 1\nName: b\nNum Peaks: 1\n42 2\n");
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[1].value("name"), "b");
  EXPECT_EQ(records[1].line, 4U);
  EXPECT_THAT(records[1].mz, ElementsAre(42));
}

TEST(Msp, DoesNotSplitARecordAtABlankLineInsideIt) {
  const auto records = records_of(
      "Name: a\n\nFormula: CH4\nNum Peaks: 2\n\n15 1\n\n16 2\n\nName: b\nNum Peaks: 1\n1 1\n");
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_THAT(records[0].mz, ElementsAre(15, 16));
  EXPECT_EQ(records[0].value("Formula"), "CH4");
}

TEST(Msp, ReadsOldMacintoshAndWindowsLineEndsAndAByteOrderMark) {
  EXPECT_EQ(record_of("\xEF\xBB\xBFName: a\rNum Peaks: 1\r41 1\r").value("Name"), "a");
  EXPECT_EQ(record_of("Name: a\r\nNum Peaks: 1\r\n41 1\r\n").line, 1U);
}

TEST(Msp, HandsOverUtf8WhateverTheFileHolds) {
  EXPECT_EQ(record_of("Name: \xE9phedrine\nNum Peaks: 1\n41 1\n").value("Name"), "éphedrine");
  EXPECT_EQ(record_of("Name: Ａ-éthyl\nNum Peaks: 1\n41 1\n").value("Name"), "Ａ-éthyl");
}

TEST(Msp, NamesLinesThatAreNoPeaksAndReadsTheRest) {
  const TextRecord record = record_of("Name: a\nNum Peaks: 2\n41 1\n42\n43 x\nnan 5\n44 2\n");
  EXPECT_THAT(record.mz, ElementsAre(41, 44));
  EXPECT_THAT(record.problems, SizeIs(3));
}

TEST(Msp, KeepsImpossibleValuesForTheCallersRules) {
  const TextRecord record = record_of("Name: a\nNum Peaks: 2\n41 -5\n0 0\n");
  EXPECT_THAT(record.intensity, ElementsAre(-5, 0));
}

TEST(Msp, WarnsThatTheLastValueOfAnUnendedLineMayBeCut) {
  const TextRecord record = record_of("Name: a\nNum Peaks: 1\n41 99");
  ASSERT_THAT(record.problems, SizeIs(1));
  EXPECT_THAT(record.problems[0].second, HasSubstr("may be cut"));
}

TEST(Mgf, ReadsRecordsWithWhatTheFileStatesOnce) {
  const auto records = records_of(
      "CHARGE=1+\n\nBEGIN IONS\nTITLE=a\nPEPMASS=337.2 1e5\n105.07 10 1+\n188.14 99\nEND IONS\n"
      "BEGIN IONS\nTITLE=b\nCHARGE=2+\n50 1\nEND IONS\n");
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[0].value("charge"), "1+");
  EXPECT_EQ(records[1].value("charge"), "2+");
  EXPECT_THAT(records[0].mz, ElementsAre(105.07, 188.14));
  EXPECT_THAT(records[0].annotation, ElementsAre("1+", ""));
}

TEST(Mgf, MarksARecordTheFileEndsIn) {
  const auto records = records_of("BEGIN IONS\nTITLE=a\n50 1\n");
  EXPECT_TRUE(records.at(0).is_cut);
}

constexpr const char* kJcampHead = "##TITLE= a\n##JCAMP-DX= 5.0 $$ a comment\n";

TEST(Jcamp, ReadsAPeakTableInAnyLayout) {
  const TextRecord record = record_of(std::string(kJcampHead) +
                                      "##DATA TYPE= MASS SPECTRUM\n##NPOINTS= 6\n"
                                      "##PEAK TABLE= (XY..XY)\n41, 1; 42, 2 $$ x 9\n43 3 44 4\n"
                                      "45,5\n 46, 6,\n##END=\n");
  EXPECT_THAT(record.mz, ElementsAre(41, 42, 43, 44, 45, 46));
  EXPECT_THAT(record.intensity, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(record.value("JCAMPDX"), "5.0");
  EXPECT_THAT(record.problems, IsEmpty());
}

TEST(Jcamp, TakesThePageTimeInTheUnitThatTheFileStates) {
  const std::string pages =
      "##NTUPLES= MASS SPECTRUM\n##VAR__NAME= MASS, INTENSITY, RETENTION TIME\n##SYMBOL= X, Y, T\n"
      "##UNITS= M/Z, RELATIVE ABUNDANCE, UNIT\n##PAGE= T= 2.5\n##NPOINTS= 1\n"
      "##DATA TABLE= (XY..XY), PEAKS\n41, 1\n##PAGE= T= 3\n##NPOINTS= 1\n"
      "##DATA TABLE= (XY..XY), PEAKS\n42, 1\n##END NTUPLES= MASS SPECTRUM\n##END=\n";
  const auto in = [&](const std::string& unit) {
    std::string text = kJcampHead + pages;
    text.replace(text.find("UNIT\n"), 4, unit);
    return records_of(text);
  };
  EXPECT_EQ(in("SECONDS").at(0).value("RTINSECONDS"), "2.5");
  EXPECT_EQ(in("MINUTES").at(0).value("RTINSECONDS"), "150");
  EXPECT_EQ(in("MINUTES").at(1).value("RTINSECONDS"), "180");
  EXPECT_EQ(in("SECONDS").at(1).value("TITLE"), "a");
  EXPECT_THAT(in("SECONDS").at(0).problems, IsEmpty());
  // What is no run's unit is told, once.
  const auto hours = in("HOURS");
  EXPECT_EQ(hours.at(0).value("RTINSECONDS"), "9000");
  ASSERT_THAT(hours.at(0).problems, SizeIs(1));
  EXPECT_THAT(hours[0].problems[0].second, HasSubstr("'HOURS'"));
  EXPECT_THAT(hours.at(1).problems, IsEmpty());
  EXPECT_EQ(in("MILLISECONDS").at(1).value("RTINSECONDS"), "0.003");
  const auto unknown = in("TICKS");
  EXPECT_EQ(unknown.at(0).value("RTINSECONDS"), "2.5");
  ASSERT_THAT(unknown.at(0).problems, SizeIs(1));
  EXPECT_THAT(unknown[0].problems[0].second, HasSubstr("unknown unit, 'TICKS'"));
}

TEST(Jcamp, TakesNoTimeWithACommaForThePoint) {
  const auto records = records_of(
      std::string(kJcampHead) +
      "##SCAN_NUMBER= 1\n##RETENTION_TIME= 125,2\n##NPOINTS= 1\n##XYDATA= (XY..XY)\n41, 3\n"
      "##SCAN_NUMBER= 2\n##RETENTION_TIME= 125,9\n##NPOINTS= 1\n##XYDATA= (XY..XY)\n42, 4\n");
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[0].value("RTINSECONDS"), "");
  EXPECT_EQ(records[1].value("RTINSECONDS"), "");
  ASSERT_THAT(records[0].problems, SizeIs(1));
  EXPECT_THAT(records[0].problems[0].second, HasSubstr("'125,2' has a comma"));
  EXPECT_THAT(records[1].problems, IsEmpty());
}

TEST(Jcamp, AppliesTheFactorsThatTheFormatHasAndSaysWhereItHasNone) {
  const auto of = [](const std::string& labels, const std::string& table) {
    return record_of(kJcampHead + labels + "##NPOINTS=2\n##" + table +
                     "=(XY..XY)\n410,1\n440,2\n##END=\n");
  };
  const std::string factors = "##XFACTOR=0.5\n##YFACTOR=10\n";
  for (const char* table : {"XYDATA", "XYPOINTS"}) {
    const TextRecord record = of(factors, table);
    EXPECT_THAT(record.mz, ElementsAre(205, 220)) << table;
    EXPECT_THAT(record.intensity, ElementsAre(10, 20)) << table;
    EXPECT_THAT(record.problems, IsEmpty()) << table;
  }
  TextRecord record = of("##SYMBOL= Y, X, T\n##FACTOR= 10, 0.5, 1\n", "DATA TABLE");
  EXPECT_THAT(record.mz, ElementsAre(205, 220));
  EXPECT_THAT(record.intensity, ElementsAre(10, 20));
  EXPECT_THAT(record.problems, IsEmpty());
  record = of(factors, "PEAK TABLE");
  EXPECT_THAT(record.mz, ElementsAre(410, 440));
  ASSERT_THAT(record.problems, SizeIs(1));
  EXPECT_THAT(record.problems[0].second, HasSubstr("##XFACTOR= 0.5 is ignored"));
  record = of("##XFACTOR=0\n", "XYDATA");
  EXPECT_THAT(record.mz, ElementsAre(410, 440));
  ASSERT_THAT(record.problems, SizeIs(1));
  EXPECT_THAT(record.problems[0].second, HasSubstr("no factor"));
  EXPECT_THAT(of("##XFACTOR=1.000\n##FACTOR= 1, 1, 1\n", "PEAK TABLE").problems, IsEmpty());
}

TEST(Jcamp, ReadsRepeatedScans) {
  const auto records = records_of(std::string(kJcampHead) +
                                  "##SCAN_NUMBER= 1\n##RETENTION_TIME= 125.2\n##TIC= 9\n"
                                  "##NPOINTS= 1\n##XYDATA= (XY..XY)\n 41, 3\n##SCAN_NUMBER= 2\n"
                                  "##RETENTION_TIME= 126\n##TIC= 8\n##NPOINTS= 1\n"
                                  "##XYDATA= (XY..XY)\n 42, 4\n");
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[1].value("RTINSECONDS"), "126");
  EXPECT_EQ(records[1].value("TIC"), "8");
  EXPECT_THAT(records[1].mz, ElementsAre(42));
}

TEST(Jcamp, ReadsBlocksWithOrWithoutAnEnd) {
  const std::string block = std::string(kJcampHead) + "##NPOINTS=1\n##XYPOINTS=(XY..XY)\n41,1\n";
  EXPECT_THAT(records_of(block + "##END=\n" + block), SizeIs(2));
  EXPECT_THAT(records_of(block + block), SizeIs(2));
}

TEST(Jcamp, LeavesOutALineWithAMissingValueRatherThanShiftThePairs) {
  const TextRecord record = record_of(
      std::string(kJcampHead) + "##NPOINTS=4\n##PEAK TABLE=(XY..XY)\n41, 42, 2\n43, 3\n##END=\n");
  EXPECT_THAT(record.mz, ElementsAre(43));
  EXPECT_THAT(record.problems, SizeIs(2));
}

TEST(Jcamp, RefusesOtherInstrumentsAndCompressedTables) {
  expect_input_error(
      [] { records_of(std::string(kJcampHead) + "##DATA TYPE= INFRARED SPECTRUM\n"); }, "x.txt",
      "line 3", "INFRARED");
  expect_input_error(
      [] { records_of(std::string(kJcampHead) + "##XYDATA=(X++(Y..Y))\n50A1B2\n##END=\n"); },
      "(X++(Y..Y))", "centroided");
  expect_input_error([] { records_of("##JEOL-DX=2.00\n##TITLE=a\n"); }, "JEOL-DX");
}

TEST(Jcamp, KeepsReadingAfterABlockItCannotRead) {
  const std::string good =
      std::string(kJcampHead) + "##NPOINTS=1\n##XYPOINTS=(XY..XY)\n41,1\n##END=\n";
  const std::string bad =
      std::string(kJcampHead) + "##DATA TYPE=NMR SPECTRUM\n##XYDATA=(X++(Y..Y))\n1 2\n##END=\n";
  const auto records = records_of(good + bad + good);
  ASSERT_THAT(records, SizeIs(3));
  EXPECT_THAT(records[1].mz, IsEmpty());
  EXPECT_THAT(records[1].problems.at(0).second, HasSubstr("NMR"));
  EXPECT_THAT(records[2].mz, SizeIs(1));
}

TEST(Jcamp, TellsOfABlockWithoutItsTable) {
  const std::string head = std::string(kJcampHead) + "##NPOINTS=1\n";
  const std::string good = head + "##PEAK TABLE=(XY..XY)\n41,1\n##END=\n";
  const auto records = records_of(good + head + "41,1\n##END=\n" + good);
  ASSERT_THAT(records, SizeIs(3));
  EXPECT_TRUE(records[1].lacks_peaks);
  ASSERT_THAT(records[1].problems, SizeIs(1));
  EXPECT_THAT(records[1].problems[0].second, HasSubstr("table"));
  // A block that only holds others has none.
  EXPECT_THAT(records_of("##TITLE= all\n##DATA TYPE= LINK\n##BLOCKS= 1\n" + good + "##END=\n"),
              SizeIs(1));
}

TEST(SpectrumText, ComparesFieldNamesByLettersAndDigitsOnly) {
  const TextRecord record =
      record_of("Name: a\nDB#: 7\nPrecursor_type: [M+H]+\nNum Peaks: 1\n1 1\n");
  EXPECT_EQ(record.value("db"), "7");
  EXPECT_EQ(record.value("PRECURSOR TYPE"), "[M+H]+");
  EXPECT_EQ(record.value("nothing"), "");
}

TEST(SpectrumText, ReadsGzip) {
  const TemporaryFolder folder;
  write_gzip(folder.path() / "x.msp.gz", "Name: a\nNum Peaks: 1\n41 1\n");
  std::size_t records = 0;
  EXPECT_EQ(read_spectrum_text(folder.path() / "x.msp.gz", [&](TextRecord&&) { ++records; }),
            TextFormat::msp);
  EXPECT_EQ(records, 1U);
}

TEST(SpectrumText, RefusesWhatHoldsNoSpectra) {
  expect_input_error([] { records_of("a,b\n1,2\n"); }, "x.txt", "not a format known");
  expect_input_error([] { records_of(""); }, "x.txt", "is empty");
}

}  // namespace
}  // namespace basepeak::test
