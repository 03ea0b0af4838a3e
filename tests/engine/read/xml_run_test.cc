#include "engine/read/xml_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/run_summary.h"
#include "tests/support/small_runs.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class XmlReaders : public ::testing::Test {
 protected:
  std::filesystem::path written(const std::string& xml) {
    write_file(folder_.path() / "run.xml", xml);
    return folder_.path() / "run.xml";
  }
  static std::string with(std::string text, const std::string& old, const std::string& fresh) {
    const auto at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return text.replace(at, old.size(), fresh);
  }
  TemporaryFolder folder_;
  std::string mzml_ = mzml_of(small_scans(3));
  std::string mzxml_ = mzxml_of(small_scans(3));
  std::string mzdata_ = mzdata_of(small_scans(3));
};

TEST_F(XmlReaders, ReadTheScansTheyWereWrittenFrom) {
  const std::vector<Spectrum> expected = small_scans(3);
  for (const std::string& xml : {mzml_, mzxml_}) {
    const auto spectra = spectra_of(written(xml));
    ASSERT_EQ(spectra.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(spectra[i].peaks, expected[i].peaks);
      EXPECT_EQ(spectra[i].acquisition.retention_s, expected[i].acquisition.retention_s);
      EXPECT_EQ(spectra[i].acquisition.polarity, Polarity::positive);
      EXPECT_EQ(spectra[i].acquisition.scan, i + 1);
    }
  }
  EXPECT_EQ(spectra_of(written(mzml_))[0].acquisition.ionisation, Ionisation::ei);
  EXPECT_EQ(spectra_of(written(mzxml_))[0].acquisition.ionisation, Ionisation::unknown);
  EXPECT_EQ(open_run(written(mzml_))->header().instrument, "made up");
}

TEST_F(XmlReaders, KeepTheWordsForAnIonisationOtherThanEiAndEsi) {
  const std::string ei = "accession=\"MS:1000389\" name=\"electron ionization\"";
  const std::string ci = "accession=\"MS:1000071\" name=\"chemical ionization\"";
  const Acquisition found = spectra_of(written(with(mzml_, ei, ci)))[0].acquisition;
  EXPECT_EQ(found.ionisation, Ionisation::unknown);
  EXPECT_EQ(found.other_ionisation, "chemical ionization");
}

TEST_F(XmlReaders, RefuseACompressionTheyDoNotKnow) {
  const std::string none = "accession=\"MS:1000576\" name=\"no compression\"";
  expect_input_error(
      [&] {
        summary_of(
            written(with(mzml_, none, "accession=\"MS:1003780\" name=\"zstd compression\"")));
      },
      "MS:1003780", "zlib");
  // A term that nobody can know, on an array that names no other packing.
  expect_input_error(
      [&] { summary_of(written(with(mzml_, none, "accession=\"MS:9999999\" name=\"squeezed\""))); },
      "MS:9999999");
  expect_input_error(
      [&] {
        summary_of(written(with(mzxml_, "compressionType=\"none\"", "compressionType=\"lzma\"")));
      },
      "lzma");
}

TEST_F(XmlReaders, KeepTheWholeScansOfACutFileAndSayIt) {
  const RunSummary run = summary_of(written(mzml_.substr(0, mzml_.find("scan=3"))));
  EXPECT_EQ(run.scans, 2U);
  EXPECT_THAT(run.skipped.at(0).why, HasSubstr("2 scans read of 3 promised"));
  EXPECT_TRUE(run.skipped.at(0).is_loss);
}

TEST_F(XmlReaders, CompareTheDeclaredCountWithWhatIsThere) {
  const RunSummary run = summary_of(
      written(with(mzml_, "<spectrumList count=\"3\"", "<spectrumList count=\"4000000000\"")));
  EXPECT_EQ(run.scans, 3U);
  EXPECT_THAT(run.skipped.at(0).why, HasSubstr("of 4000000000 promised"));
  EXPECT_EQ(*run.header.declared_scans, 4000000000U);
}

TEST_F(XmlReaders, LeaveOutADamagedScanAndNameIt) {
  std::string damaged = mzml_;
  damaged[damaged.find("<binary>") + 9] = '!';
  RunSummary run = summary_of(written(damaged));
  EXPECT_EQ(run.scans, 2U);
  EXPECT_EQ(run.skipped.at(0).where, "scan 1");
  EXPECT_THAT(run.skipped.at(0).why, HasSubstr("base64"));
  // Two numbers less in one of the two arrays.
  damaged = mzml_;
  damaged.erase(damaged.find("<binary>") + 8, 4 * 16 / 3 / 4 * 4);
  run = summary_of(written(damaged));
  EXPECT_EQ(run.scans, 2U);
  EXPECT_EQ(run.skipped.at(0).where, "scan 1");
}

TEST_F(XmlReaders, BelieveTheArraysNotThePromisedNumberOfPeaks) {
  RunSummary run = summary_of(
      written(with(mzml_, "defaultArrayLength=\"4\"", "defaultArrayLength=\"4000000000\"")));
  EXPECT_EQ(run.peaks, 12U);
  EXPECT_THAT(run.skipped.at(0).why, HasSubstr("4 are there"));
  run = summary_of(written(with(mzxml_, "peaksCount=\"4\"", "peaksCount=\"4000000000\"")));
  EXPECT_EQ(run.peaks, 12U);
  EXPECT_THAT(run.skipped.at(0).why, HasSubstr("4 are there"));
}

TEST_F(XmlReaders, TellOfWrongNumbersOfPeaksInOneRow) {
  std::string all = mzml_;
  for (auto at = all.find("defaultArrayLength=\"4\""); at != std::string::npos;
       at = all.find("defaultArrayLength=\"4\"")) {
    all.replace(at, 22, "defaultArrayLength=\"7\"");
  }
  const RunSummary run = summary_of(written(all));
  EXPECT_EQ(run.peaks, 12U);
  ASSERT_FALSE(run.skipped.empty());
  EXPECT_THAT(run.skipped.at(0).where, HasSubstr("scans 1, "));
  EXPECT_THAT(run.skipped.at(0).why, HasSubstr("in the first of them 7 peaks are promised, 4"));
  EXPECT_TRUE(run.skipped.at(0).is_loss);
}

TEST_F(XmlReaders, LosePeaksThatArePromisedAndNotThereButOnlyRemarkOnMoreThanPromised) {
  const std::string mzml = "defaultArrayLength=\"4\"";
  const std::string mzxml = "peaksCount=\"4\"";
  const std::string mzdata = "length=\"4\"";
  for (const auto& [xml, count] :
       {std::pair{mzml_, mzml}, std::pair{mzxml_, mzxml}, std::pair{mzdata_, mzdata}}) {
    const std::string name = count.substr(0, count.find('"'));
    for (const bool is_short : {true, false}) {
      // In mzData the array of intensities would promise 4 still.
      if (!is_short && name == "length=") continue;
      const RunSummary run =
          summary_of(written(with(xml, count, name + (is_short ? "\"5\"" : "\"3\""))));
      EXPECT_EQ(run.peaks, 12U) << name;
      ASSERT_EQ(run.skipped.size(), 1U) << name;
      EXPECT_EQ(run.skipped[0].where, "scan 1") << name;
      EXPECT_EQ(run.skipped[0].is_loss, is_short) << name;
    }
  }
}

TEST_F(XmlReaders, LeaveOutAScanWithoutThePeaksItPromises) {
  // What remains of the list of peaks: nothing in it, or no list.
  const std::string text =
      mzxml_.substr(mzxml_.find("<peaks"), mzxml_.find("</peaks>") - mzxml_.find("<peaks") + 8);
  const std::string tag = text.substr(0, text.find('>') + 1);
  for (const std::string& rest : {std::string(), std::string("<peaks/>"), tag + "</peaks>"}) {
    const RunSummary run = summary_of(written(with(mzxml_, text, rest)));
    EXPECT_EQ(run.scans, 2U) << rest;
    ASSERT_EQ(run.skipped.size(), 1U) << rest;
    EXPECT_EQ(run.skipped[0].where, "scan 1");
    EXPECT_THAT(run.skipped[0].why, HasSubstr("4 peaks are promised, 0 are there"));
    EXPECT_TRUE(run.skipped[0].is_loss);
  }
  // A scan that promises none is an empty one.
  const std::string none = with(with(mzxml_, text, ""), "peaksCount=\"4\"", "peaksCount=\"0\"");
  const RunSummary run = summary_of(written(none));
  EXPECT_EQ(run.scans, 3U);
  EXPECT_TRUE(run.skipped.empty());
}

TEST_F(XmlReaders, LeaveOutAScanOfMzdataWithoutItsArrays) {
  std::string bare = mzdata_;
  const auto at = bare.find("<mzArrayBinary>");
  bare.erase(at, bare.find("</spectrum>") - at);
  const RunSummary run = summary_of(written(bare));
  EXPECT_EQ(run.scans, 2U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped[0].where, "scan 1");
  EXPECT_THAT(run.skipped[0].why, HasSubstr("no arrays"));
  EXPECT_TRUE(run.skipped[0].is_loss);
}

TEST_F(XmlReaders, ReadArraysInVerbatimSectionsAndAroundComments) {
  const auto start = mzxml_.find("contentType");
  const auto from = mzxml_.find('>', start) + 1;
  const auto to = mzxml_.find("</peaks>");
  const std::string array = mzxml_.substr(from, to - from);
  for (const std::string& other :
       {"<![CDATA[" + array + "]]>", array.substr(0, 8) + "<!-- > -->" + array.substr(8)}) {
    std::string xml = mzxml_;
    const RunSummary run = summary_of(written(xml.replace(from, to - from, other)));
    EXPECT_EQ(run.peaks, 12U) << other;
    EXPECT_TRUE(run.skipped.empty()) << other;
  }
}

TEST_F(XmlReaders, LeaveOutAScanWhoseNumbersAreNotOfTheStatedWidthOrOrder) {
  const auto lost_for = [&](const std::string& xml) {
    const RunSummary run = summary_of(written(xml));
    EXPECT_EQ(run.scans, 2U);
    EXPECT_EQ(run.skipped.size(), 1U);
    if (run.skipped.empty()) return std::string();
    EXPECT_EQ(run.skipped[0].where, "scan 1");
    EXPECT_TRUE(run.skipped[0].is_loss);
    return run.skipped[0].why;
  };
  // 32 bits stated as 64, and 64 stated as 32: twice four pairs of single precision.
  EXPECT_THAT(lost_for(with(mzxml_, "precision=\"32\"", "precision=\"64\"")),
              HasSubstr("precision"));
  EXPECT_THAT(lost_for(with(mzxml_, "peaksCount=\"4\"", "peaksCount=\"2\"")),
              HasSubstr("precision"));
  EXPECT_THAT(lost_for(with(mzxml_, "precision=\"32\"", "precision=\"16\"")),
              HasSubstr("unknown precision, '16'"));
  EXPECT_THAT(lost_for(with(mzxml_, "byteOrder=\"network\"", "byteOrder=\"host\"")),
              HasSubstr("unknown byte order, 'host'"));
  EXPECT_THAT(lost_for(with(mzdata_, "precision=\"64\"", "precision=\"32\"")),
              HasSubstr("precision"));
  EXPECT_THAT(lost_for(with(mzdata_, "precision=\"64\"", "precision=\"80\"")),
              HasSubstr("unknown precision, '80'"));
  EXPECT_THAT(lost_for(with(mzdata_, "endian=\"little\"", "endian=\"middle\"")),
              HasSubstr("unknown byte order, 'middle'"));
  EXPECT_THAT(lost_for(with(mzdata_, "endian=\"little\"", "endian=\"\"")),
              HasSubstr("unknown byte order, ''"));
  EXPECT_THAT(lost_for(with(mzdata_, "endian=\"little\"", "endian=\"big\"")),
              HasSubstr("byte order"));
  const std::string narrow = with(mzml_, "accession=\"MS:1000523\" name=\"64-bit float\"",
                                  "accession=\"MS:1000521\" name=\"32-bit float\"");
  EXPECT_THAT(lost_for(narrow), HasSubstr("precision"));
  // The schema gives 32 bits to what states none.
  const RunSummary run = summary_of(written(with(mzxml_, "precision=\"32\" ", "")));
  EXPECT_EQ(run.peaks, 12U);
  EXPECT_TRUE(run.skipped.empty());
}

TEST_F(XmlReaders, CompareAnArraysOwnLengthInsteadOfTheScans) {
  const std::string array = "<binaryDataArray ";
  RunSummary run = summary_of(written(with(mzml_, array, array + "arrayLength=\"10\" ")));
  ASSERT_FALSE(run.skipped.empty());
  EXPECT_THAT(run.skipped.at(0).why, HasSubstr("10 peaks are promised, 4 are there"));
  run = summary_of(written(with(mzml_, array, array + "arrayLength=\"4\" ")));
  for (const Skipped& row : run.skipped) EXPECT_THAT(row.why, Not(HasSubstr("promised")));
}

TEST_F(XmlReaders, TakeNoNumberOfPeaksBeyondAnyCount) {
  const RunSummary run =
      summary_of(written(with(mzml_, "defaultArrayLength=\"4\"", "defaultArrayLength=\"1e300\"")));
  EXPECT_EQ(run.peaks, 12U);
}

// OpenMS 2.6 crashes on this one.
TEST_F(XmlReaders, PassOverPeaksOutsideAScan) {
  const RunSummary run = summary_of(written(with(mzxml_, "<scan num=\"1\"", "<scbn num=\"1\"")));
  EXPECT_EQ(run.scans, 2U);
  EXPECT_FALSE(run.skipped.empty());
}

TEST_F(XmlReaders, ReadNestedScansOfMzxml) {
  std::string nested = mzxml_;
  const auto end = nested.find("</scan>\n");
  nested.erase(end, 8);
  nested.insert(nested.find("</msRun>"), "</scan>\n");
  const auto spectra = spectra_of(written(nested));
  ASSERT_EQ(spectra.size(), 3U);
  EXPECT_EQ(spectra[0].peaks, small_scans(3)[0].peaks);
}

TEST_F(XmlReaders, ReadDurationsOfMzxmlInAnyUnit) {
  const auto time_of = [&](const std::string& duration) {
    const std::string xml = with(mzxml_, "PT60S", duration);
    return spectra_of(written(xml))[0].acquisition.retention_s;
  };
  EXPECT_EQ(time_of("PT1.5M"), 90.0);
  EXPECT_EQ(time_of("PT1H0M2.5S"), 3602.5);
  EXPECT_EQ(time_of("P0Y0M0DT0H1M0S"), 60.0);
  EXPECT_EQ(time_of("61.25"), 61.25);
  EXPECT_EQ(time_of("soon"), std::nullopt);
}

TEST_F(XmlReaders, ReadMinutesOfMzmlAndNoTimeWithoutAUnit) {
  const std::string second = "unitCvRef=\"UO\" unitAccession=\"UO:0000010\" unitName=\"second\"";
  const std::string minute = "unitCvRef=\"UO\" unitAccession=\"UO:0000031\" unitName=\"minute\"";
  EXPECT_EQ(spectra_of(written(with(mzml_, second, minute)))[0].acquisition.retention_s, 3600.0);
  EXPECT_EQ(spectra_of(written(with(mzml_, second, "")))[0].acquisition.retention_s, std::nullopt);
}

TEST_F(XmlReaders, LeaveOutUvSpectraAndCountThem) {
  const std::string ms = "accession=\"MS:1000579\" name=\"MS1 spectrum\"";
  const std::string uv = "accession=\"MS:1000804\" name=\"electromagnetic radiation spectrum\"";
  std::string mixed = with(mzml_, ms, uv);
  const RunSummary run = summary_of(written(mixed));
  EXPECT_EQ(run.scans, 2U);
  EXPECT_EQ(run.skipped.at(0).where, "1 scans");
  EXPECT_FALSE(run.skipped.at(0).is_loss);
  mixed = with(with(mixed, ms, uv), ms, uv);
  expect_input_error([&] { summary_of(written(mixed)); }, "no mass spectra");
}

TEST_F(XmlReaders, DoNotCallScansOfACutFileWithoutALevelUv) {
  std::string cut = mzxml_.substr(0, mzxml_.find("<scan num=\"2\""));
  cut = with(cut, "msLevel=\"1\"", "msLevel=\"\"");
  expect_input_error([&] { summary_of(written(cut)); }, "no MS level", "the file is cut");
}

TEST_F(XmlReaders, LoseAScanWhoseIntensitiesAreNoNumbers) {
  std::string xml = mzml_;
  // 64-bit NaN, as often as the second scan has peaks.
  const auto at = xml.find("<binary>", xml.find("<binary>", xml.find("scan=2")) + 1) + 8;
  const std::string nan = "AAAAAAAA+H8AAAAAAAD4fwAAAAAAAPh/AAAAAAAA+H8=";
  ASSERT_EQ(xml.find("</binary>", at) - at, nan.size());
  xml.replace(at, nan.size(), nan);
  const RunSummary run = summary_of(written(xml));
  EXPECT_EQ(run.scans, 2U);
  ASSERT_EQ(run.skipped.size(), 2U);
  EXPECT_FALSE(run.skipped[0].is_loss);
  EXPECT_THAT(run.skipped[0].why, HasSubstr("4 peaks of impossible m/z"));
  EXPECT_TRUE(run.skipped[1].is_loss);
  EXPECT_EQ(run.skipped[1].where, "scan 2");
}

TEST_F(XmlReaders, LoseAScanWhoseBasePeakIsNoNumberButKeepTheRestOfIt) {
  std::string xml = mzml_;
  // The third of the four intensities of the second scan.
  const auto at = xml.find("<binary>", xml.find("<binary>", xml.find("scan=2")) + 1) + 8;
  xml.replace(at + 20, 12, "QAAAAAAAAPh/");  // the last byte of 900, then NaN
  const RunSummary run = summary_of(written(xml));
  EXPECT_EQ(run.scans, 3U);
  EXPECT_EQ(run.peaks, 11U);
  EXPECT_EQ(run.skipped.back().where, "scan 2");
  EXPECT_TRUE(run.skipped.back().is_loss);
}

TEST_F(XmlReaders, SayThatAFileOfChromatogramsHoldsNoScans) {
  std::string srm = mzml_;
  for (auto at = srm.find("spectrum "); at != std::string::npos; at = srm.find("spectrum ", at)) {
    srm.replace(at, 9, "chromatogram ");
  }
  expect_input_error([&] { summary_of(written(srm)); }, "no scans", "3 chromatograms");
}

TEST_F(XmlReaders, RefuseMzmlBeforeVersion11) {
  expect_input_error(
      [&] { summary_of(written(with(mzml_, "version=\"1.1.0\"", "version=\"1.0.0\""))); }, "1.1.0");
}

TEST_F(XmlReaders, KeepTheWholeScansOfACutGzipAndRefuseADamagedOne) {
  write_gzip(folder_.path() / "run.mzML.gz", mzml_of(small_scans(300)));
  std::string packed = read_file(folder_.path() / "run.mzML.gz");
  write_file(folder_.path() / "cut.mzML.gz", packed.substr(0, packed.size() / 2));
  const RunSummary run = summary_of(folder_.path() / "cut.mzML.gz");
  EXPECT_GT(run.scans, 50U);
  EXPECT_LT(run.scans, 300U);
  EXPECT_TRUE(run.skipped.at(0).is_loss);
  EXPECT_THAT(run.skipped.back().why, HasSubstr("gzip file is cut"));
  write_file(folder_.path() / "cut.mzML.gz", packed.substr(0, 12));
  expect_input_error([&] { summary_of(folder_.path() / "cut.mzML.gz"); }, "cut.mzML.gz", "gzip");
  packed[packed.size() - 6] ^= 0x55;
  write_file(folder_.path() / "bad.mzML.gz", packed);
  expect_input_error([&] { summary_of(folder_.path() / "bad.mzML.gz"); }, "damaged gzip");
}

TEST_F(XmlReaders, TakeThePrecursorOfAProductScan) {
  std::string xml = with(mzml_, "name=\"ms level\" value=\"1\"", "name=\"ms level\" value=\"2\"");
  xml = with(xml, "<binaryDataArrayList",
             "<precursorList count=\"1\"><precursor><isolationWindow>"
             "<cvParam accession=\"MS:1000827\" value=\"337.0\"/>"
             "<cvParam accession=\"MS:1000828\" value=\"0.5\"/>"
             "<cvParam accession=\"MS:1000829\" value=\"0.7\"/></isolationWindow>"
             "<selectedIonList count=\"1\"><selectedIon>"
             "<cvParam accession=\"MS:1000744\" value=\"337.2274\"/>"
             "<cvParam accession=\"MS:1000041\" value=\"1\"/></selectedIon></selectedIonList>"
             "<activation><cvParam accession=\"MS:1000133\" value=\"\"/>"
             "<cvParam accession=\"MS:1000045\" value=\"25.5\"/></activation></precursor>"
             "</precursorList><binaryDataArrayList");
  const Acquisition acquisition = spectra_of(written(xml))[0].acquisition;
  EXPECT_EQ(acquisition.ms_level, 2);
  EXPECT_EQ(acquisition.precursor_mz, 337.2274);
  EXPECT_DOUBLE_EQ(*acquisition.isolation_width_mz, 1.2);
  EXPECT_DOUBLE_EQ(*acquisition.isolation_target_mz, 337.1) << "the middle of 336.5 to 337.7";
  EXPECT_EQ(acquisition.charge, 1);
  EXPECT_EQ(acquisition.energy, "25.5");
  EXPECT_EQ(acquisition.energy_ev, 25.5);
  const std::string ramp = with(xml, "<cvParam accession=\"MS:1000045\" value=\"25.5\"/>",
                                "<cvParam accession=\"MS:1002013\" value=\"20\"/>"
                                "<cvParam accession=\"MS:1002014\" value=\"40\"/>");
  EXPECT_EQ(spectra_of(written(ramp))[0].acquisition.energy, "ramp 20-40 eV");
  // An Orbitrap's number is a normalised energy, whatever unit the converter gave it.
  const std::string trap = with(xml, "name=\"made up\"", "name=\"Q Exactive\"");
  EXPECT_EQ(spectra_of(written(trap))[0].acquisition.energy_ev, std::nullopt);
}

}  // namespace
}  // namespace basepeak::test
