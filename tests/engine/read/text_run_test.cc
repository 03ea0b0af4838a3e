#include "engine/read/text_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "engine/spectrum/searched_as_ei.h"
#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/run_summary.h"
#include "tests/support/small_runs.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

using ::testing::HasSubstr;

class TextRuns : public ::testing::Test {
 protected:
  std::filesystem::path written(const std::string& text) {
    write_file(folder_.path() / "x.txt", text);
    return folder_.path() / "x.txt";
  }
  TemporaryFolder folder_;
};

TEST_F(TextRuns, LabelEachSpectrumOfACollection) {
  const auto path = written(
      "Name: fentanyl\nFormula: C22H28N2O\nMW: 336\nExactMass: 336.2202\n"
      "InChIKey: PJMPHNIQZUBGLI-UHFFFAOYSA-N\nNum Peaks: 2\n245 999\n146 500\n\n"
      "Name: b\nExactMass: 250.5\nMW: 250.7\nNum Peaks: 1\n41 1\n\nName: c\nNum Peaks: 1\n41 1\n");
  EXPECT_TRUE(open_run(path)->header().is_spectrum_collection);
  const auto spectra = spectra_of(path);
  ASSERT_EQ(spectra.size(), 3U);
  ASSERT_TRUE(spectra[0].label.has_value());
  EXPECT_EQ(spectra[0].label->name, "fentanyl");
  EXPECT_EQ(spectra[0].label->stated_mass, 336.0);
  EXPECT_EQ(spectra[0].label->formula, "C22H28N2O");
  EXPECT_EQ(spectra[0].label->inchikey, "PJMPHNIQZUBGLI-UHFFFAOYSA-N");
  EXPECT_EQ(spectra[0].peaks.mz()[0], 146.0);
  EXPECT_EQ(spectra[0].acquisition.scan, 1U);
  EXPECT_EQ(spectra[1].label->stated_mass, 250.5);  // a broken MW may be the average mass
  EXPECT_EQ(spectra[2].label->stated_mass, std::nullopt);
}

TEST_F(TextRuns, LeaveOutARecordTheFileEndsInAndNameIt) {
  const RunSummary run =
      summary_of(written("Name: a\nNum Peaks: 1\n41 1\n\nName: b\nNum Peaks: 3\n41 1\n"));
  EXPECT_EQ(run.scans, 1U);
  ASSERT_EQ(run.skipped.size(), 2U);
  EXPECT_EQ(run.skipped[1].where, "line 5: record 'b'");
  EXPECT_THAT(run.skipped[1].why, HasSubstr("the file ends inside it"));
}

TEST_F(TextRuns, LeaveOutImpossiblePeaksAndCountThem) {
  const RunSummary run = summary_of(written("Name: a\nNum Peaks: 4\n41 1\n0 5\n42 -1\n43 1e300\n"));
  EXPECT_EQ(run.peaks, 1U);
  EXPECT_THAT(run.skipped.at(0).why, HasSubstr("3 peaks of impossible"));
  EXPECT_TRUE(run.skipped.at(1).is_loss);  // more than half of them
}

TEST_F(TextRuns, ReportAFewImpossiblePeaksAsARemarkButAnUnknownHeightAsALoss) {
  const std::string start = "Name: a\nNum Peaks: 4\n41 1\n42 2\n43 9\n";
  RunSummary run = summary_of(written(start + "0 5\n"));
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_FALSE(run.skipped[0].is_loss);
  run = summary_of(written(start + "44 1e300\n"));
  EXPECT_TRUE(run.skipped.at(1).is_loss);
}

TEST_F(TextRuns, LosePeaksThatCouldNotBeRead) {
  for (const char* text : {"Name: a\nNum Peaks: 4\n41 1\n42 2\n43 nan\n44 x\n\nName: b\n"
                           "Num Peaks: 1\n41 1\n",
                           "Name: a\nNum Peaks: 4\n41 1\n42 2\n\nName: b\nNum Peaks: 1\n41 1\n",
                           "BEGIN IONS\nTITLE=a\n41 1\n42 nan\nEND IONS\n"}) {
    const RunSummary run = summary_of(written(text));
    ASSERT_FALSE(run.skipped.empty()) << text;
    EXPECT_TRUE(run.skipped[0].is_loss) << text;
  }
  // More than promised is odd, but nothing is missing.
  const RunSummary run = summary_of(written("Name: a\nNum Peaks: 1\n41 1\n42 2\n"));
  EXPECT_FALSE(run.skipped.at(0).is_loss);
}

TEST_F(TextRuns, SayWhyASpectrumHasNoPeaks) {
  const std::string good = "Name: b\nNum Peaks: 1\n41 1\n";
  const auto reason_of = [&](const std::string& peaks) {
    return summary_of(written("Name: a\nNum Peaks: 1\n" + peaks + "\n\n" + good))
        .skipped.back()
        .why;
  };
  EXPECT_THAT(reason_of("41 0"), HasSubstr("intensity 0"));
  EXPECT_THAT(reason_of("0 5"), HasSubstr("none of its peaks is a possible one"));
  EXPECT_THAT(reason_of("41 nan"), HasSubstr("none of its peaks could be read"));
}

TEST_F(TextRuns, LoseBytesAfterAGzipMemberAndScansAfterACut) {
  write_gzip(folder_.path() / "a.msp.gz", msp_of(small_scans()));
  const std::string whole = read_file(folder_.path() / "a.msp.gz");
  write_file(folder_.path() / "b.msp.gz", whole + "\x1F\x9B" + whole.substr(2));
  RunSummary run = summary_of(folder_.path() / "b.msp.gz");
  EXPECT_EQ(run.scans, 8U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_TRUE(run.skipped[0].is_loss);
  EXPECT_EQ(run.skipped[0].where, "after record 8");
  write_gzip(folder_.path() / "a.msp.gz", msp_of(small_scans(2000)));
  const std::string many = read_file(folder_.path() / "a.msp.gz");
  write_file(folder_.path() / "b.msp.gz", many.substr(0, many.size() / 2));
  run = summary_of(folder_.path() / "b.msp.gz");
  EXPECT_GT(run.scans, 500U);
  EXPECT_LT(run.scans, 2000U);
  EXPECT_TRUE(run.skipped.back().is_loss);
  EXPECT_THAT(run.skipped.back().why, HasSubstr("gzip file is cut"));
}

TEST_F(TextRuns, RefuseAFileWithoutAUsableSpectrum) {
  expect_input_error([&] { summary_of(written("Name: a\nNum Peaks: 0\n\n")); }, "x.txt",
                     "none of its 1 spectra can be used");
}

TEST_F(TextRuns, TakeTimedJcampScansForARun) {
  const auto path = written(jcamp_of(small_scans()));
  const RunSummary run = summary_of(path);
  EXPECT_FALSE(run.header.is_spectrum_collection);
  EXPECT_EQ(run.scans, 8U);
  EXPECT_EQ(run.first_s, 60.0);
  EXPECT_EQ(run.last_s, 61.75);
  EXPECT_EQ(run.richest.acquisition.ionisation, Ionisation::ei);
  EXPECT_FALSE(run.richest.label.has_value());
}

TEST_F(TextRuns, TakeJcampPagesHalfAMinuteApartForSeparateSpectra) {
  std::vector<Spectrum> scans = small_scans(3);
  for (std::size_t i = 0; i < 3; ++i) {
    scans[i].acquisition.retention_s = 272.0 + 30.0 * static_cast<double>(i);
  }
  const RunSummary run = summary_of(written(jcamp_of(scans)));
  EXPECT_TRUE(run.header.is_spectrum_collection);
  EXPECT_EQ(run.scans, 3U);
  EXPECT_EQ(run.first_s, 272.0);
  ASSERT_TRUE(run.richest.label.has_value());
  EXPECT_EQ(run.richest.label->name, "made up (at 332 s)");
}

TEST_F(TextRuns, TakeJcampPagesThatAreNoTimeOrHaveTheirOwnTitleForSeparateSpectra) {
  std::string text = jcamp_of(small_scans(2));
  for (auto at = text.find("T= 6"); at != std::string::npos; at = text.find("T= 6")) {
    text.replace(at, 2, "N=");
  }
  EXPECT_TRUE(open_run(written(text))->header().is_spectrum_collection);
  const std::string first = jcamp_of(small_scans(1));
  const std::string second = jcamp_of(small_scans(2));
  text = first + "##TITLE= another" + second.substr(second.find('\n'));
  const RunSummary run = summary_of(written(text));
  EXPECT_TRUE(run.header.is_spectrum_collection);
  EXPECT_EQ(run.scans, 3U);
}

TEST_F(TextRuns, LoseTheScansAfterAJcampRunCutAtAPageEnd) {
  std::string text = jcamp_of(small_scans());
  text.insert(text.find("##PAGE"), "##LAST= , , 61.75\n");
  const auto fifth = text.find("##PAGE= T= 61.25");
  RunSummary run = summary_of(written(text.substr(0, fifth)));
  EXPECT_EQ(run.scans, 5U);
  EXPECT_TRUE(run.skipped.back().is_loss);
  EXPECT_EQ(run.skipped.back().where, "after scan 5");
  EXPECT_THAT(run.skipped.back().why, HasSubstr("##LAST promises scans to 61.75"));
  // Only the end mark is missing.
  run = summary_of(written(text.substr(0, text.find("##END NTUPLES"))));
  EXPECT_EQ(run.scans, 8U);
  EXPECT_FALSE(run.skipped.back().is_loss);
}

TEST_F(TextRuns, LoseAScanOfAJcampRunWhoseTableHasNoLabel) {
  const std::string table = "##DATA TABLE= (XY..XY), PEAKS\n";
  const std::string whole = jcamp_of(small_scans());
  const auto lost = [&](const char* time) {
    std::string text = whole;
    return text.erase(text.find(table, text.find(time)), table.size());
  };
  for (const auto& [time, scan] : {std::pair{"T= 60.5", "scan 3"}, {"T= 61.75", "scan 8"}}) {
    const auto path = written(lost(time));
    const RunSummary run = summary_of(path);
    EXPECT_EQ(run.scans, 7U);
    ASSERT_EQ(run.skipped.size(), 2U);
    EXPECT_EQ(run.skipped[0].where, scan);
    EXPECT_TRUE(run.skipped[0].is_loss);
    EXPECT_THAT(run.skipped[0].why, HasSubstr("the label of its table of peaks is missing"));
    // The next scan has its own time and peaks.
    for (const Spectrum& spectrum : spectra_of(path)) {
      const double at_s = *spectrum.acquisition.retention_s;
      EXPECT_EQ(spectrum.peaks.mz()[2], 146.0 + 4.0 * (at_s - 60.0));
    }
  }
}

TEST_F(TextRuns, DropTheLastScanOfAJcampRunCutInItsTable) {
  const std::string text = jcamp_of(small_scans());
  const RunSummary run = summary_of(written(text.substr(0, text.rfind("245.25"))));
  EXPECT_EQ(run.scans, 7U);
  EXPECT_EQ(run.skipped.back().where, "scan 8");
}

// Without an ionisation a separate spectrum is EI, and says so, unless its record speaks against
// it.
TEST_F(TextRuns, SettleWhatASpectrumWithoutAnIonisationIs) {
  const auto read = [&](const std::string& fields) {
    const auto spectra =
        spectra_of(written("Name: x\n" + fields + "Num Peaks: 2\n245 999\n146 500\n"));
    EXPECT_EQ(spectra.size(), 1U) << fields;
    return spectra.front();
  };
  EXPECT_THAT(read("").label->remarks,
              ::testing::ElementsAre(HasSubstr("states no ionisation: taken as EI")));
  EXPECT_TRUE(read("").acquisition.other_ionisation.empty());
  for (const char* stated : {"Ionization: EI\n", "Ionisation_mode: EI+\n", "ionization_type: EI\n",
                             "ION_TYPE: EI\n", "Comments: \"ionization=EI\" DEA\n"}) {
    const Spectrum spectrum = read(stated);
    EXPECT_EQ(spectrum.acquisition.ionisation, Ionisation::ei) << stated;
    EXPECT_TRUE(spectrum.acquisition.adduct.empty()) << stated;
    EXPECT_TRUE(spectrum.label->remarks.empty()) << stated;
  }
  EXPECT_THAT(read("Ionization: flux\n").label->remarks,
              ::testing::ElementsAre(HasSubstr("given as 'flux', which is not known here")));
  for (const auto& [fields, why] :
       {std::pair{"Precursor_type: [M+H]+\n", "an adduct is given, [M+H]+"},
        std::pair{"Adduct: [M-H]-\n", "an adduct is given, [M-H]-"},
        std::pair{"Ion_mode: N\n", "its polarity is negative"},
        std::pair{"Collision_energy: 20 eV\n", "a collision energy is given"},
        std::pair{"Instrument: LC-Orbitrap\n", "its instrument is none for EI"},
        std::pair{"Comments: \"adduct=[M+H]+\"\n", "an adduct is given, [M+H]+"}}) {
    const Spectrum spectrum = read(fields);
    EXPECT_EQ(spectrum.acquisition.other_ionisation, std::string("not stated; ") + why);
    EXPECT_TRUE(spectrum.label->remarks.empty()) << fields;
  }
  for (const char* of_ei :
       {"Precursor_type: [M]+*\n", "Precursor_type: [M]\u2022+\n", "Precursor_type: N/A\n",
        "Collision_energy: 70 eV\n", "Collision_energy: N/A\n"}) {
    EXPECT_TRUE(read(of_ei).acquisition.other_ionisation.empty()) << of_ei;
  }
  // A field goes before the comment's pair.
  EXPECT_EQ(
      read("Ionization: ESI\nMS_level: 1\nComments: \"ionization=EI\"\n").acquisition.ionisation,
      Ionisation::esi);
}

TEST_F(TextRuns, TellFieldsThatContradictEachOtherOnTheIonisation) {
  for (const auto& [fields, what] :
       {std::pair{"Ionization: EI\nInstrument_type: LC-ESI-QTOF\n", "says 'LC-ESI-QTOF'"},
        std::pair{"Ionization: EI\nIonization: ESI\n", "says 'ESI'"},
        std::pair{"Ionization: EI\nPrecursor_type: [M+H]+\n",
                  "it states EI, yet an adduct is given, [M+H]+"},
        std::pair{"Ionization: EI\nIon_mode: N\n", "it states EI, yet its polarity is negative"},
        std::pair{"Ionization: ESI\nIon_mode: N\nPrecursor_type: [M+H]+\n", "says '[M+H]+'"},
        std::pair{"Ionization: ESI\nMS_level: 1\nComments: \"ionization=EI\"\n", "says 'EI'"}}) {
    const auto spectra =
        spectra_of(written(std::string("Name: x\n") + fields + "Num Peaks: 2\n245 999\n146 500\n"));
    ASSERT_EQ(spectra.size(), 1U) << fields;
    EXPECT_THAT(spectra.front().label->remarks,
                ::testing::Contains(::testing::AllOf(HasSubstr("contradict"), HasSubstr(what))));
  }
}

TEST_F(TextRuns, TakeEiOfNegativeIonsForNoEiThatALibraryHas) {
  const auto spectra =
      spectra_of(written("Name: x\nIonization: EI\nIon_mode: N\nNum Peaks: 2\n245 999\n146 5\n"));
  ASSERT_EQ(spectra.size(), 1U);
  EXPECT_TRUE(is_known_not_to_be_ei(spectra.front().acquisition));
  EXPECT_EQ(ionisation_words(spectra.front().acquisition), "EI of negative ions");
}

TEST_F(TextRuns, LeaveOutPredictedSpectra) {
  const std::string measured = "Name: b\nNum Peaks: 1\n41 1\n\n";
  for (const char* mark :
       {"Name: [PREDICTED] fentanyl\n", "Name: fentanyl [predicted]\n",
        "Name: a\nOrigin: predicted\n", "Name: a\nSPECTRUMID: PREDICTED-EI-X\n",
        "Name: a\nID: PREDICTED-1\n", "Name: a\nComment: PREDICTED, not a measurement: x\n"}) {
    const auto path = written(measured + mark + "Num Peaks: 2\n245 999\n146 500\n");
    EXPECT_EQ(spectra_of(path).size(), 1U) << mark;
  }
}

}  // namespace
}  // namespace basepeak::test
