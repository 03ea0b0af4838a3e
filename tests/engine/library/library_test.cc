#include "engine/library/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <iterator>

#include "engine/error.h"
#include "engine/library/library_file.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

namespace fs = std::filesystem;

LibraryRecord fentanyl() {
  LibraryRecord record;
  record.id = "A-1";
  record.name = "Fentanyl";
  record.synonyms = {"one", "two"};
  record.smiles = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
  record.inchikey = "PJMPHNIQZUBGLI-UHFFFAOYSA-N";
  record.formula = "C22H28N2O";
  record.cas = "437-38-7";
  record.monoisotopic_mass = 336.2201633;
  record.acquisition.ionisation = Ionisation::esi;
  record.acquisition.polarity = Polarity::positive;
  record.acquisition.ms_level = 2;
  record.acquisition.is_centroided = false;
  record.acquisition.retention_s = 61.5;
  record.acquisition.precursor_mz = 337.2274;
  record.acquisition.isolation_width_mz = 1.0;
  record.acquisition.charge = 1;
  record.acquisition.adduct = "[M+H]+";
  record.acquisition.energy = "35 (nominal)";
  record.acquisition.energy_ev = 35.0;
  record.acquisition.scan = 7;
  record.instrument = "an instrument";
  record.instrument_type = "LC-ESI-QTOF";
  record.retention_indices = {{2700.5, "DB-5", 4.25, 12}, {2640.0, "", std::nullopt, std::nullopt}};
  record.source = "written for this test";
  record.licence = "CC0";
  record.citation = "none";
  record.comment = "a comment";
  record.flags = {"single-peak: no"};
  record.peaks = Peaks::from_unsorted(std::vector{105.0699, 188.1434}, std::vector{20.0F, 100.0F});
  record.deviation = {1.5F, 0.0F};
  record.compound_class = "fentanyl";
  record.isomer_key = "acyl=C3H5O n_aryl=C6H5 piperidine=C5H9N n1=C8H9";
  return record;
}

LibraryRecord empty_one() {
  LibraryRecord record;
  record.id = "B";
  record.origin = Origin::predicted;
  return record;
}

void expect_equal(const LibraryRecord& a, const LibraryRecord& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.synonyms, b.synonyms);
  EXPECT_EQ(a.smiles, b.smiles);
  EXPECT_EQ(a.inchikey, b.inchikey);
  EXPECT_EQ(a.formula, b.formula);
  EXPECT_EQ(a.cas, b.cas);
  EXPECT_EQ(a.monoisotopic_mass, b.monoisotopic_mass);
  EXPECT_EQ(a.acquisition.ionisation, b.acquisition.ionisation);
  EXPECT_EQ(a.acquisition.polarity, b.acquisition.polarity);
  EXPECT_EQ(a.acquisition.ms_level, b.acquisition.ms_level);
  EXPECT_EQ(a.acquisition.is_centroided, b.acquisition.is_centroided);
  EXPECT_EQ(a.acquisition.retention_s, b.acquisition.retention_s);
  EXPECT_EQ(a.acquisition.precursor_mz, b.acquisition.precursor_mz);
  EXPECT_EQ(a.acquisition.isolation_width_mz, b.acquisition.isolation_width_mz);
  EXPECT_EQ(a.acquisition.charge, b.acquisition.charge);
  EXPECT_EQ(a.acquisition.adduct, b.acquisition.adduct);
  EXPECT_EQ(a.acquisition.energy, b.acquisition.energy);
  EXPECT_EQ(a.acquisition.energy_ev, b.acquisition.energy_ev);
  EXPECT_EQ(a.acquisition.scan, b.acquisition.scan);
  EXPECT_EQ(a.instrument, b.instrument);
  EXPECT_EQ(a.instrument_type, b.instrument_type);
  EXPECT_EQ(a.retention_indices, b.retention_indices);
  EXPECT_EQ(a.origin, b.origin);
  EXPECT_EQ(a.source, b.source);
  EXPECT_EQ(a.licence, b.licence);
  EXPECT_EQ(a.citation, b.citation);
  EXPECT_EQ(a.comment, b.comment);
  EXPECT_EQ(a.flags, b.flags);
  EXPECT_EQ(a.peaks, b.peaks);
  EXPECT_EQ(a.deviation, b.deviation);
  EXPECT_EQ(a.compound_class, b.compound_class);
  EXPECT_EQ(a.isomer_key, b.isomer_key);
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put(const fs::path& path, std::string_view content) {
  std::ofstream(path, std::ios::binary) << content;
}

TEST(Library, GivesBackEveryFieldOfEveryRecord) {
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.bplib";
  const std::vector<LibraryRecord> records = {fentanyl(), empty_one()};
  write_library(path, "Two records", records);
  const Library library = Library::open(path);
  EXPECT_EQ(library.name(), "Two records");
  ASSERT_EQ(library.size(), 2U);
  expect_equal(library.record(0), records[0]);
  expect_equal(library.record(1), records[1]);
  EXPECT_EQ(library.checksum().size(), 64U);
  EXPECT_EQ(library.compound_name(0), "Fentanyl");
  EXPECT_EQ(library.precursor_mz(0), 337.2274);
  EXPECT_EQ(library.precursor_mz(1), 0.0);
  EXPECT_EQ(library.ionisation(0), Ionisation::esi);
  EXPECT_THAT(library.stored_peaks(0).mz_udalton, testing::ElementsAre(105069900U, 188143400U));
  EXPECT_EQ(library.section("search_index").size(), 0U);
}

TEST(Library, MayBeEmpty) {
  const test::TemporaryFolder folder;
  write_library(folder.path() / "a.bplib", "", {});
  EXPECT_EQ(Library::open(folder.path() / "a.bplib").size(), 0U);
}

TEST(Library, IsByteIdenticalForEqualInputAndLeavesNothingBesideIt) {
  const test::TemporaryFolder folder;
  const std::vector<LibraryRecord> records = {fentanyl(), empty_one()};
  write_library(folder.path() / "a.bplib", "n", records);
  write_library(folder.path() / "b.bplib", "n", records);
  EXPECT_EQ(content_of(folder.path() / "a.bplib"), content_of(folder.path() / "b.bplib"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 2);
}

TEST(Library, RefusesTwoRecordsOfOneId) {
  const test::TemporaryFolder folder;
  const std::vector<LibraryRecord> records = {fentanyl(), fentanyl()};
  EXPECT_THROW(write_library(folder.path() / "a.bplib", "n", records), Error);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Library, RefusesAnMzThatItsNumbersCannotHold) {
  const test::TemporaryFolder folder;
  for (const double mz : {4294.9672956, 1e300, 1e-7}) {
    LibraryRecord record = fentanyl();
    record.deviation.clear();
    record.peaks = Peaks::from_unsorted(std::vector{mz}, std::vector{1.0F});
    EXPECT_THROW(write_library(folder.path() / "a.bplib", "n", std::vector{record}), Error) << mz;
  }
  LibraryRecord highest = fentanyl();
  highest.deviation.clear();
  highest.peaks = Peaks::from_unsorted(std::vector{4294.967295}, std::vector{1.0F});
  write_library(folder.path() / "a.bplib", "n", std::vector{highest});
  EXPECT_EQ(Library::open(folder.path() / "a.bplib").peaks(0).mz()[0], 4294.967295);
}

TEST(Library, RefusesAFileWithAnyBitFlipped) {
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.bplib";
  write_library(path, "n", std::vector{fentanyl(), empty_one()});
  std::string content = content_of(path);
  for (std::size_t at = 0; at < content.size(); ++at) {
    const char bit = static_cast<char>(1 << (at % 8));
    content[at] = static_cast<char>(content[at] ^ bit);
    put(path, content);
    EXPECT_THROW(static_cast<void>(Library::open(path)), Error) << "byte " << at;
    content[at] = static_cast<char>(content[at] ^ bit);
  }
  put(path, content);
  EXPECT_EQ(Library::open(path).size(), 2U);
}

TEST(Library, RefusesAFileCutAnywhereOrGrown) {
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.bplib";
  write_library(path, "n", std::vector{fentanyl()});
  const std::string content = content_of(path);
  for (std::size_t size = 0; size < content.size(); ++size) {
    put(path, content.substr(0, size));
    EXPECT_THROW(static_cast<void>(Library::open(path)), Error) << "cut to " << size;
  }
  put(path, content + '\0');
  EXPECT_THROW(static_cast<void>(Library::open(path)), Error);
}

TEST(Library, SaysWhatToDoWithAnotherFormatVersion) {
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.bplib";
  write_library(path, "n", {});
  std::string content = content_of(path);
  content[8] = 9;
  put(path, content);
  try {
    static_cast<void>(Library::open(path));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::library);
    EXPECT_THAT(error.what(), testing::HasSubstr("a.bplib"));
    EXPECT_THAT(error.what(), testing::HasSubstr("version 9"));
    EXPECT_THAT(error.what(), testing::HasSubstr("basepeak library build"));
  }
}

TEST(Library, RefusesAFileThatIsMissingOrAFolder) {
  EXPECT_THROW(static_cast<void>(Library::open("/nowhere/a.bplib")), Error);
  EXPECT_THROW(static_cast<void>(Library::open("/tmp")), Error);
}

// A forger can make the checksum right: no offset or count in the file is believed for that.
TEST(Library, RefusesLyingNumbersUnderARightChecksum) {
  using namespace library_file;
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.bplib";
  const auto attempt = [&](auto change) {
    std::string library_name = "n";
    std::vector<RecordRow> rows(1);
    rows[0] = RecordRow{};
    rows[0].peak_count = 1;
    std::vector<std::uint64_t> ends = {1};
    std::string text = "x";
    std::vector<std::uint32_t> lists = {0};
    std::vector<std::uint32_t> mz = {100000000};
    std::vector<float> intensity = {1.0F};
    std::vector<float> deviation;
    change(rows[0], ends, lists, mz, intensity);
    const auto section = [](std::string_view section_name, const auto& of) {
      return Section{std::string(section_name), std::as_bytes(std::span(of.data(), of.size()))};
    };
    write_sections(path, std::vector<Section>{section(kName, library_name), section(kRecords, rows),
                                              section(kStringEnds, ends), section(kText, text),
                                              section(kLists, lists), section(kPeakMz, mz),
                                              section(kPeakIntensity, intensity),
                                              section(kDeviation, deviation)});
    return Library::open(path).size();
  };
  EXPECT_EQ(attempt([](auto&&...) {}), 1U);
  EXPECT_THROW(attempt([](RecordRow& r, auto&&...) { r.peak_count = 2; }), Error);
  EXPECT_THROW(attempt([](RecordRow& r, auto&&...) { r.first_peak = ~0ULL; }), Error);
  EXPECT_THROW(attempt([](RecordRow& r, auto&&...) { r.text[3] = 1; }), Error);
  EXPECT_THROW(attempt([](RecordRow& r, auto&&...) { r.synonym_count = ~0U; }), Error);
  EXPECT_THROW(attempt([](RecordRow& r, auto&&...) { r.first_in_lists = 2; }), Error);
  EXPECT_THROW(attempt([](RecordRow& r, auto&&...) { r.present = has_deviation; }), Error);
  EXPECT_THROW(attempt([](RecordRow& r, auto&&...) { r.present = 256; }), Error);
  EXPECT_THROW(attempt([](RecordRow& r, auto&&...) { r.ionisation = 3; }), Error);
  EXPECT_THROW(attempt([](RecordRow& r, auto&&...) { r.origin = 2; }), Error);
  EXPECT_THROW(attempt([](RecordRow&, auto& ends, auto&&...) { ends[0] = 2; }), Error);
  EXPECT_THROW(attempt([](RecordRow&, auto&, auto& lists, auto&&...) { lists[0] = 1; }), Error);
  EXPECT_THROW(attempt([](RecordRow&, auto&, auto&, auto& mz, auto&) { mz[0] = 0; }), Error);
  EXPECT_THROW(
      attempt([](RecordRow&, auto&, auto&, auto&, auto& intensity) { intensity[0] = -1.0F; }),
      Error);
  EXPECT_THROW(attempt([](RecordRow&, auto&, auto&, auto&, auto& intensity) { intensity.clear(); }),
               Error);
}

TEST(Library, HoldsMzToTheMicrodalton) {
  const test::TemporaryFolder folder;
  rc::check("m/z comes back within half a microdalton, in order", [&] {
    const auto drawn = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::uint32_t>>(
        rc::gen::inRange<std::uint32_t>(1, 4294967295U)));
    std::vector<double> mz;
    for (const std::uint32_t udalton : drawn) mz.push_back(udalton / 1e6);
    LibraryRecord record = empty_one();
    record.peaks = Peaks::from_unsorted(mz, std::vector<float>(mz.size(), 1.0F));
    write_library(folder.path() / "a.bplib", "n", std::vector{record});
    RC_ASSERT(Library::open(folder.path() / "a.bplib").record(0).peaks == record.peaks);
  });
}

}  // namespace
}  // namespace basepeak
