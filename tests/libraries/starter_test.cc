// The reviewed text records of libraries/starter, as they are committed.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "engine/chemistry/formula.h"
#include "engine/read/spectrum_text.h"
#include "tools/starter_library/build_records.h"
#include "tools/starter_library/curation.h"
#include "tools/starter_library/massbank_spectra.h"

namespace basepeak {
namespace {

namespace fs = std::filesystem;
using starter::quoted_value;

const fs::path kFolder = fs::path(BASEPEAK_SOURCE_DIR) / "libraries" / "starter";

struct StarterRecord {
  std::string file;  // without its extension
  TextRecord text;
  [[nodiscard]] std::string field(const char* name) const { return std::string(text.value(name)); }
  [[nodiscard]] std::string comment(const char* key) const {
    return quoted_value(field("Comments"), key);
  }
  [[nodiscard]] bool is_ei() const { return field("Ionization") == "EI"; }
};

const std::vector<StarterRecord>& records() {
  static const std::vector<StarterRecord> all = [] {
    std::vector<StarterRecord> read;
    for (const auto& entry : fs::directory_iterator(kFolder / "records")) {
      read_spectrum_text(entry.path(), [&](TextRecord&& record) {
        read.push_back({entry.path().stem().string(), std::move(record)});
      });
    }
    return read;
  }();
  return all;
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

fs::path reference_data() {
  const char* named = std::getenv("BASEPEAK_REFERENCE_DATA");
  return named != nullptr ? fs::path(named) : fs::path(BASEPEAK_SOURCE_DIR) / "../shared/data";
}

TEST(StarterLibrary, ReadsWithoutAProblem) {
  EXPECT_FALSE(records().empty());
  for (const StarterRecord& record : records()) {
    EXPECT_TRUE(record.text.problems.empty())
        << record.field("DB#") << ": " << record.text.problems[0].second;
  }
}

TEST(StarterLibrary, NamesWhatIsNeededToUseAndCreditEachRecord) {
  for (const StarterRecord& record : records()) {
    for (const char* name : {"Name", "DB#", "InChIKey", "SMILES", "Formula", "MW", "ExactMass",
                             "Ion_mode", "Instrument_type", "Ionization", "MSlevel", "Comments"}) {
      EXPECT_FALSE(record.field(name).empty()) << record.file << " lacks " << name;
    }
    for (const char* key :
         {"Source", "Accession", "Contributor", "License", "Citation", "Replicates", "Changes"}) {
      EXPECT_FALSE(record.comment(key).empty()) << record.field("DB#") << " lacks " << key;
    }
    EXPECT_EQ(record.comment("Origin"), "measured");
    EXPECT_TRUE(record.field("CAS#").empty() || starter::is_cas_number(record.field("CAS#")));
  }
}

TEST(StarterLibrary, HoldsOnlyLicencesThatMayBeSharedOn) {
  const std::set<std::string> allowed = {"CC0", "CC BY", "CC BY-SA",
                                         "NIST notice, see libraries/starter/NOTICE"};
  for (const StarterRecord& record : records()) {
    EXPECT_TRUE(allowed.contains(record.comment("License"))) << record.field("DB#");
  }
}

TEST(StarterLibrary, HasAtMostSixtyAscendingPeaksOfABaseOf999) {
  for (const StarterRecord& record : records()) {
    const TextRecord& text = record.text;
    ASSERT_GE(text.mz.size(), 2U) << record.field("DB#");
    EXPECT_LE(text.mz.size(), 60U) << record.field("DB#");
    double base = 0.0;
    for (std::size_t i = 0; i < text.mz.size(); ++i) {
      base = std::max(base, text.intensity[i]);
      EXPECT_GE(text.intensity[i], 9.99 - 0.05) << record.field("DB#");
      EXPECT_LT(i == 0 ? 0.0 : text.mz[i - 1], text.mz[i]) << record.field("DB#");
      EXPECT_TRUE(!record.is_ei() || text.mz[i] == std::floor(text.mz[i])) << record.field("DB#");
    }
    EXPECT_DOUBLE_EQ(base, 999.0) << record.field("DB#");
  }
}

TEST(StarterLibrary, GivesADeviationExactlyWhereThereAreReplicates) {
  for (const StarterRecord& record : records()) {
    const bool has_replicates = record.comment("Replicates") != "1";
    for (const std::string& annotation : record.text.annotation) {
      EXPECT_EQ(annotation.starts_with("sd "), has_replicates) << record.field("DB#");
    }
  }
}

TEST(StarterLibrary, HasThePrecursorOfItsFormula) {
  for (const StarterRecord& record : records()) {
    const Formula formula = Formula::parse(record.field("Formula"));
    EXPECT_EQ(formula.hill(), record.field("Formula"));
    EXPECT_NEAR(formula.monoisotopic_mass(), std::stod(record.field("ExactMass")), 1e-5);
    if (record.is_ei()) continue;
    const auto expected = adduct_mz(record.field("Precursor_type"), formula.monoisotopic_mass());
    ASSERT_TRUE(expected.has_value()) << record.field("DB#");
    EXPECT_NEAR(*expected, std::stod(record.field("PrecursorMZ")), 1e-4) << record.field("DB#");
    EXPECT_LT(record.text.mz.front(), *expected - 1.6) << record.field("DB#") << ": no fragment";
  }
}

TEST(StarterLibrary, IsWhatItsTablesName) {
  const starter::Curation curation = starter::Curation::read(kFolder);
  std::map<std::string, starter::Compound> compounds;
  for (const starter::Compound& compound : curation.compounds) compounds[compound.id] = compound;
  std::set<std::string> named;
  for (const starter::RecordSource& source : curation.records) named.insert(source.id);
  std::set<std::string> present;
  for (const StarterRecord& record : records()) {
    EXPECT_TRUE(present.insert(record.field("DB#")).second) << record.field("DB#") << " twice";
    ASSERT_TRUE(compounds.contains(record.file)) << record.file;
    const starter::Compound& compound = compounds.at(record.file);
    EXPECT_EQ(record.field("Name"), compound.name);
    EXPECT_EQ(record.field("SMILES"), compound.smiles);
    EXPECT_EQ(record.field("InChIKey"), compound.inchikey);
    EXPECT_EQ(record.field("Formula"), compound.formula);
    EXPECT_EQ(record.field("CAS#"), compound.cas);
  }
  EXPECT_EQ(present, named);
}

// Lines of a file, those that begin with # passed over.
std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  return lines;
}

TEST(StarterLibrary, PredictsNamedMembersThatItHoldsNoEiSpectrumOf) {
  std::map<std::string, std::string> members;  // "SMILES name": first block of the InChIKey
  for (const std::string& line :
       lines_of(fs::path(BASEPEAK_SOURCE_DIR) / "libraries" / "models" / "class_members.tsv")) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, '\t');) cells.push_back(cell);
    if (cells.size() >= 4 && cells[0] == "member")
      members[cells[2] + " " + cells[1]] = cells[3].substr(0, 14);
  }
  std::set<std::string> measured;
  for (const StarterRecord& record : records())
    if (record.is_ei()) measured.insert(record.field("InChIKey").substr(0, 14));
  std::set<std::string> predicted;
  for (const std::string& line : lines_of(kFolder / "predicted.smi")) {
    ASSERT_TRUE(members.contains(line)) << line << ": no named member";
    EXPECT_FALSE(measured.contains(members[line])) << line << ": there is a measurement";
    EXPECT_TRUE(predicted.insert(members[line]).second) << line << " twice";
  }
  for (const auto& [line, compound] : members)
    EXPECT_TRUE(measured.contains(compound) || predicted.contains(compound)) << line;
}

// A row of the table of libraries/README.md for each collection and licence.
std::vector<std::string> table_rows() {
  struct Count {
    std::set<std::string> compounds;
    std::size_t records = 0;
  };
  std::map<std::string, Count> counts;
  for (const StarterRecord& record : records()) {
    const bool is_nist = record.comment("Source").starts_with("NIST");
    const std::string accession = record.comment("Accession");
    const std::string set = is_nist
                                ? "NIST mds2-2418, " + accession.substr(0, accession.find('/'))
                                : record.comment("Source") + ", " + record.comment("Contributor");
    const std::string licence = is_nist ? "NIST notice" : record.comment("License");
    Count& count = counts["| " + set + " | " + (record.is_ei() ? "EI" : "ESI MS/MS") + " | " +
                          licence + " | " + record.comment("Origin") + " | "];
    count.compounds.insert(record.file);
    ++count.records;
  }
  std::vector<std::string> rows;
  for (const auto& [start, count] : counts) {
    rows.push_back(start + std::to_string(count.compounds.size()) + " | " +
                   std::to_string(count.records) + " |");
  }
  std::set<std::string> compounds;
  for (const StarterRecord& record : records()) compounds.insert(record.file);
  rows.push_back("| all | | | | " + std::to_string(compounds.size()) + " | " +
                 std::to_string(records().size()) + " |");
  return rows;
}

TEST(StarterLibrary, IsCountedInTheReadme) {
  const std::string readme = content(kFolder.parent_path() / "README.md");
  for (const std::string& row : table_rows()) {
    EXPECT_NE(readme.find(row + "\n"), std::string::npos) << "libraries/README.md lacks\n" << row;
  }
}

TEST(StarterLibrary, CreditsEveryContributorInTheNotice) {
  const std::string notice = content(kFolder / "NOTICE");
  for (const StarterRecord& record : records()) {
    EXPECT_NE(notice.find(record.comment("Contributor")), std::string::npos)
        << record.comment("Contributor");
  }
}

TEST(StarterLibrary, KeepsTheNoticeOfNistIntact) {
  const fs::path original = reference_data() / "nist_replicates" / "LICENSE.txt";
  if (!fs::exists(original)) GTEST_SKIP() << "no reference data at " << original;
  EXPECT_NE(content(kFolder / "NOTICE").find(content(original)), std::string::npos);
}

TEST(StarterLibrary, IsWhatTheMassBankSpectraGive) {
  const fs::path folder = reference_data() / "spectra";
  if (!fs::exists(folder)) GTEST_SKIP() << "no reference data at " << folder;
  starter::Curation curation = starter::Curation::read(kFolder);
  std::set<std::string> with_records;
  std::erase_if(curation.records, [&](const starter::RecordSource& record) {
    if (record.source.front().starts_with("nist/")) return true;
    with_records.insert(record.compound);
    return false;
  });
  std::erase_if(curation.compounds, [&](const starter::Compound& compound) {
    return !with_records.contains(compound.id);
  });
  const auto files = starter::build_records(curation, "", folder);
  EXPECT_FALSE(files.empty());
  for (const auto& [name, text] : files) {
    EXPECT_TRUE(content(kFolder / "records" / name).ends_with(text)) << name;
  }
}

TEST(StarterLibrary, HoldsEveryCompoundOfTheDevelopmentRuns) {
  const fs::path folder = reference_data() / "runs" / "semi-synthetic" / "dev";
  if (!fs::exists(folder)) GTEST_SKIP() << "no reference data at " << folder;
  std::set<std::string> printed;
  for (const auto& source : starter::Curation::read(kFolder).records) {
    if (source.kind == starter::RecordKind::ei) printed.insert(source.printed_name);
  }
  std::size_t looked_at = 0;
  for (const char* run : {"DEV-A", "DEV-B"}) {
    std::ifstream truth(folder / (std::string(run) + ".truth.tsv"));
    std::string line;
    std::getline(truth, line);
    while (std::getline(truth, line)) {
      const std::string name = line.substr(0, line.find('\t'));
      EXPECT_TRUE(printed.contains(name)) << run << ": " << name;
      ++looked_at;
    }
  }
  EXPECT_EQ(looked_at, 12U);
}

}  // namespace
}  // namespace basepeak
