#include "libraries/interchange/msp_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "engine/error.h"
#include "engine/library/library.h"
#include "libraries/compile.h"
#include "libraries/interchange/json_text.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kWhen = "2026-01-01T00:00:00Z";

class ImportSpectra : public testing::Test {
 protected:
  fs::path file(const std::string& name, const std::string& content) {
    std::ofstream(folder_.path() / name, std::ios::binary) << content;
    return folder_.path() / name;
  }
  std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  test::TemporaryFolder folder_;
  Store store_ = Store::create(folder_.path() / "lab.store");
};

std::string record(const std::string& id, const std::string& name, const std::string& peaks) {
  return "Name: " + name + "\nDB#: " + id +
         "\nLicense: CC0\nSMILES: CCO\nIonization: EI\nOdd_field: x\nNum Peaks: 2\n" + peaks +
         "\n\n";
}

std::map<std::string, std::size_t> counts(const ImportReport& report) {
  std::map<std::string, std::size_t> found;
  for (const Finding& finding : report.findings) ++found[finding.code];
  return found;
}

TEST_F(ImportSpectra, TakesTheGoodAndReportsTheRefusedWithLineAndName) {
  const auto path =
      file("a.msp", record("A", "First", "31 100\n45 50") + record("B", "Second", "31 0\n45 0") +
                        record("C", "Third", "31 1\n45 2"));
  const ImportReport report = import_spectra(path, store_, kWhen);
  EXPECT_EQ(report.read, 3U);
  EXPECT_EQ(report.imported, 2U);
  EXPECT_EQ(report.refused, 1U);
  const auto refused = std::find_if(report.findings.begin(), report.findings.end(),
                                    [](const Finding& f) { return f.refuses; });
  ASSERT_NE(refused, report.findings.end());
  EXPECT_EQ(refused->code, "all-zero");
  EXPECT_EQ(refused->record, "Second");
  EXPECT_EQ(refused->line, 11U);
  EXPECT_FALSE(store_.get("B"));
  EXPECT_EQ(store_.size(), 2U);
  ASSERT_EQ(report.ignored_fields.size(), 1U);
  EXPECT_EQ(report.ignored_fields[0].name, "Odd_field");
  EXPECT_EQ(report.ignored_fields[0].count, 3U);
  EXPECT_EQ(report.ignored_fields[0].first_line, 6U);
  const auto revisions = store_.revisions();
  ASSERT_EQ(revisions.size(), 1U);
  EXPECT_EQ(revisions[0].when, kWhen);
  EXPECT_THAT(revisions[0].what, HasSubstr("a.msp"));
  EXPECT_THAT(to_json(std::vector{report}), HasSubstr("\"code\": \"all-zero\""));
}

TEST_F(ImportSpectra, KeepsEachRetentionIndexAndFlagsWhatIsNone) {
  std::string text = record("A", "First", "31 100\n45 50");
  text.insert(text.find("Num Peaks"), "Retention_index: SemiStdNP=2713/4/12 StdNP=?\n");
  const ImportReport report = import_spectra(file("a.msp", text), store_, kWhen);
  EXPECT_EQ(counts(report)["retention-index-unread"], 1U);
  const auto kept = store_.get("A");
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->retention_indices, (std::vector<ReferenceIndex>{{2713.0, "SemiStdNP", 4.0, 12}}));
}

TEST_F(ImportSpectra, RefusesTheSameFileTwiceRecordByRecord) {
  const auto path = file("a.msp", record("A", "First", "31 100\n45 50"));
  EXPECT_EQ(import_spectra(path, store_, kWhen).imported, 1U);
  const ImportReport again = import_spectra(path, store_, kWhen);
  EXPECT_EQ(again.imported, 0U);
  EXPECT_EQ(counts(again)["already-in-store"], 1U);
}

TEST_F(ImportSpectra, RefusesTheSameRecordTwiceInOneFile) {
  const std::string first = "Name: X\nIonization: EI\nNum Peaks: 2\n31 100\n45 50\n\n";
  const std::string other = "Name: X\nIonization: EI\nNum Peaks: 2\n31 100\n45 51\n\n";
  const auto path = file("a.msp", first + other + first);
  const ImportReport report = import_spectra(path, store_, kWhen);
  EXPECT_EQ(report.imported, 2U);
  EXPECT_EQ(counts(report)["already-in-store"], 1U);
  EXPECT_THAT(report.findings.back().sentence, HasSubstr("'a-1'"));
  // As when it is imported again.
  const ImportReport again = import_spectra(path, store_, kWhen);
  EXPECT_EQ(again.imported, 0U);
  EXPECT_EQ(counts(again)["already-in-store"], 3U);
}

TEST_F(ImportSpectra, KeepsOneSpectrumMeasuredAtTwoEnergies) {
  const auto measured = [](const std::string& energy) {
    return "Name: X\nIonization: ESI\nPrecursorMZ: 47.05\nCollision_energy: " + energy +
           "\nNum Peaks: 1\n31.0178 100\n\n";
  };
  EXPECT_EQ(
      import_spectra(file("a.msp", measured("10 eV") + measured("20 eV")), store_, kWhen).imported,
      2U);
}

TEST_F(ImportSpectra, GivesAnotherRecordOfOneIdItsOwn) {
  const auto path =
      file("a.msp", record("A", "First", "31 100\n45 50") + record("A", "First", "31 7\n45 50") +
                        record("A", "Other", "31 7\n45 50"));
  const ImportReport report = import_spectra(path, store_, kWhen);
  EXPECT_EQ(report.imported, 3U);
  EXPECT_EQ(counts(report)["id-not-unique"], 2U);
  EXPECT_TRUE(store_.get("A-2"));
  EXPECT_EQ(store_.get("A-3")->name, "Other");
}

TEST_F(ImportSpectra, NamesRecordsWithoutIdByFileAndPlace) {
  const auto path =
      file("bench.msp", "Name: X\nLicense: CC0\nIonization: EI\nNum Peaks: 1\n31 5\n");
  EXPECT_EQ(import_spectra(path, store_, kWhen).imported, 1U);
  EXPECT_TRUE(store_.get("bench-1"));
}

TEST_F(ImportSpectra, LeavesTheStoreAsItWasWhenTheFileFails) {
  EXPECT_THROW(static_cast<void>(import_spectra(folder_.path() / "none.msp", store_, kWhen)),
               Error);
  EXPECT_THROW(static_cast<void>(import_spectra(file("e.msp", ""), store_, kWhen)), Error);
  EXPECT_EQ(store_.size(), 0U);
  EXPECT_TRUE(store_.revisions().empty());
}

TEST_F(ImportSpectra, SurvivesAFileCutAtAnyByte) {
  const std::string whole =
      record("A", "First", "31 100\n45 50") + record("B", "Second", "31 7\n45 50");
  for (std::size_t size = 1; size < whole.size(); ++size) {
    Store store = Store::create(folder_.path() / ("cut" + std::to_string(size)));
    try {
      const ImportReport report =
          import_spectra(file("cut.msp", whole.substr(0, size)), store, kWhen);
      EXPECT_LE(report.imported, 2U);
      for (const auto& summary : store.list()) {
        const auto kept = store.get(summary.id);
        EXPECT_EQ(kept->peaks.size(), 2U) << "cut to " << size;
      }
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input);
    }
  }
}

TEST_F(ImportSpectra, CompilesToTheSameBytesInWhateverOrderTheFilesCame) {
  const auto first = file("a.msp", record("A", "First", "31 100\n45 50"));
  const auto second = file("b.msp", record("B", "Second", "31 7\n45 50"));
  Store other = Store::create(folder_.path() / "other.store");
  for (const auto& path : {first, second}) static_cast<void>(import_spectra(path, store_, kWhen));
  for (const auto& path : {second, first})
    static_cast<void>(import_spectra(path, other, "2027-02-02T00:00:00Z"));
  EXPECT_EQ(compile_library(store_, folder_.path() / "1.bplib", "n", 1), 2U);
  EXPECT_EQ(compile_library(other, folder_.path() / "2.bplib", "n", 2), 2U);
  EXPECT_EQ(content(folder_.path() / "1.bplib"), content(folder_.path() / "2.bplib"));
  const Library library = Library::open(folder_.path() / "1.bplib");
  EXPECT_EQ(library.id(0), "A");
  EXPECT_EQ(library.formula(0), "C2H6O");
  EXPECT_NEAR(library.monoisotopic_mass(0), 46.0418648, 1e-6);
}

TEST(Derive, FillsClassAndIsomerKeyFromTheStructureElseTheFormula) {
  std::vector<LibraryRecord> records(3);
  records[0].smiles = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
  records[1].formula = "C2H6O";
  records[2].smiles = "CCO";
  derive(records, 2);
  EXPECT_EQ(records[0].compound_class, "fentanyl");
  EXPECT_EQ(records[0].isomer_key, "acyl=C3H5O n_aryl=C6H5 piperidine=C5H9N n1=C8H9");
  EXPECT_EQ(records[1].isomer_key, "C2H6O");
  EXPECT_EQ(records[2].compound_class, "");
  EXPECT_EQ(records[2].isomer_key, "C2H6O");
}

// Libraries of laboratories often carry InChIKeys alone, and no structure of labelled compounds.
TEST(Derive, TakesTheStructureOfTheSameAtomsAndBondsWhereARecordHasNone) {
  std::vector<LibraryRecord> records(4);
  records[0].inchikey = "PJMPHNIQZUBGLI-UHFFFAOYSA-N";  // fentanyl, a named member
  records[0].formula = "C22H28N2O";
  records[1].inchikey = "PJMPHNIQZUBGLI-VIQYUKPQSA-N";
  records[1].formula = "C22H23D5N2O";
  records[2].smiles = "CC(N)Cc1ccccc1";
  records[2].inchikey = "KWTSXDURSIMDCE-UHFFFAOYSA-N";
  records[3].inchikey = "KWTSXDURSIMDCE-MRVPVSSYSA-N";
  records[3].formula = "C9H13N";
  derive(records, 2);
  EXPECT_EQ(records[0].compound_class, "fentanyl");
  EXPECT_EQ(records[0].isomer_key, "acyl=C3H5O n_aryl=C6H5 piperidine=C5H9N n1=C8H9");
  EXPECT_EQ(records[1].compound_class, "fentanyl");
  EXPECT_EQ(records[1].isomer_key, "C22H23D5N2O");
  EXPECT_FALSE(records[2].compound_class.empty());
  EXPECT_EQ(records[3].compound_class, records[2].compound_class);
}

// A key that was copied to another compound's record must not lend or take a class.
TEST(Derive, TakesNoStructureOfAnotherFormula) {
  std::vector<LibraryRecord> records(3);
  records[0].smiles = "COC(=O)C1C(OC(=O)c2ccccc2)CC2CCC1N2C";  // cocaine under fentanyl's key
  records[0].inchikey = "PJMPHNIQZUBGLI-UHFFFAOYSA-N";
  records[0].formula = "C17H21NO4";
  records[1].inchikey = "PJMPHNIQZUBGLI-UHFFFAOYSA-N";
  records[1].formula = "C22H28N2O";
  records[2].inchikey = "PJMPHNIQZUBGLI-UHFFFAOYSA-N";  // caffeine's record
  records[2].formula = "C8H10N4O2";
  derive(records, 1);
  EXPECT_EQ(records[1].compound_class, "fentanyl");
  EXPECT_EQ(records[2].compound_class, "");
  EXPECT_EQ(records[2].isomer_key, "C8H10N4O2");
}

// Faults that data/README.md of the reference data counts.
class ReferenceImport : public ImportSpectra {
 protected:
  fs::path reference(const std::string& name) {
    const char* const named = std::getenv("BASEPEAK_REFERENCE_DATA");
    return (named != nullptr ? fs::path(named) : fs::path(BASEPEAK_SOURCE_DIR) / "../shared/data") /
           name;
  }
};

TEST_F(ReferenceImport, FindsTheFaultsOfTheAwkwardFiles) {
  if (!fs::exists(reference("robustness"))) GTEST_SKIP() << "no reference data";
  const ImportReport cbio =
      import_spectra(reference("robustness/CBIO_Standards_cc0.msp"), store_, kWhen);
  EXPECT_EQ(cbio.read, 1815U);
  EXPECT_EQ(counts(cbio)["inchikey-nonstandard"], 1260U);
  EXPECT_EQ(counts(cbio)["licence-missing"], 1815U);
  const ImportReport corrupt = import_spectra(
      reference("robustness/fentanyl_hunter_std_records_corrupt.msp"), store_, kWhen);
  EXPECT_EQ(counts(corrupt)["formula-disagrees"], 78U);
  EXPECT_EQ(counts(corrupt)["precursor-disagrees"], 78U);
  const ImportReport quoted =
      import_spectra(reference("robustness/recetox_quoted_annotations_sample.msp"), store_, kWhen);
  EXPECT_EQ(counts(quoted)["formula-disagrees"], 1U);
  EXPECT_EQ(quoted.imported, 4U);
  const ImportReport ranked =
      import_spectra(reference("extras/highresnps_consensus_fragments.msp"), store_, kWhen);
  EXPECT_EQ(counts(ranked)["rank-intensities"], 173U);
  const ImportReport several_a_line =
      import_spectra(reference("robustness/SWGDRUG33_1334.MSP"), store_, kWhen);
  EXPECT_EQ(several_a_line.imported, 1U);
  EXPECT_EQ(store_.get("1334")->peaks.size(), 232U);
  EXPECT_EQ(store_.get("1334")->acquisition.ionisation, Ionisation::ei);
  EXPECT_EQ(counts(several_a_line)["ionisation-assumed"], 1U);
}

TEST_F(ReferenceImport, TakesEverySpectrumOfTheEiCollections) {
  if (!fs::exists(reference("spectra"))) GTEST_SKIP() << "no reference data";
  std::size_t imported = 0;
  for (const char* name : {"ei_nolicence", "ei_open", "ei_sharealike", "ei_swgdrug"}) {
    const ImportReport report =
        import_spectra(reference(std::string("spectra/") + name + ".msp.gz"), store_, kWhen);
    EXPECT_EQ(report.refused, 0U) << name;
    imported += report.imported;
  }
  EXPECT_EQ(imported, 20U + 417U + 771U + 2570U);
  EXPECT_EQ(store_.size(), imported);
}

}  // namespace
}  // namespace basepeak
