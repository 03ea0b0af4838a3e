#include "engine/library/library_writer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "engine/error.h"
#include "engine/library/library.h"
#include "engine/library/text_table.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

namespace fs = std::filesystem;

// Twelve peaks a record; the texts repeat, the ids do not.
LibraryRecord numbered(std::size_t number) {
  LibraryRecord record;
  record.id = "record-" + std::to_string(number);
  record.name = "compound " + std::to_string(number % 7);
  record.synonyms = {"synonym " + std::to_string(number % 3)};
  record.flags = {"a flag"};
  record.licence = "CC0";
  record.source = "written for this test";
  std::vector<double> mz;
  std::vector<float> intensity;
  for (std::size_t i = 0; i < 12; ++i) {
    mz.push_back(50.0 + static_cast<double>((number * 31 + i * 97) % 5000) / 10.0);
    intensity.push_back(static_cast<float>(i));
  }
  record.peaks = Peaks::from_unsorted(mz, intensity);
  if (number % 2 == 0) record.deviation.assign(record.peaks.size(), 0.5F);
  return record;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// 30,000 rows of 176 bytes are more than a buffer holds: a temporary file is used.
TEST(LibraryWriter, WritesWhatWriteLibraryWritesAlsoWhenItSpills) {
  constexpr std::size_t kRecords = 30000;
  const test::TemporaryFolder folder;
  LibraryWriter writer(folder.path() / "streamed.bplib", "many");
  std::vector<LibraryRecord> records;
  for (std::size_t i = 0; i < kRecords; ++i) {
    records.push_back(numbered(i));
    writer.add(records.back());
  }
  EXPECT_FALSE(fs::is_empty(folder.path()));
  EXPECT_EQ(writer.size(), kRecords);
  writer.finish();
  write_library(folder.path() / "whole.bplib", "many", records);
  EXPECT_TRUE(content_of(folder.path() / "streamed.bplib") ==
              content_of(folder.path() / "whole.bplib"));
  const Library library = Library::open(folder.path() / "streamed.bplib");
  ASSERT_EQ(library.size(), kRecords);
  for (const std::uint32_t i : {0U, 1U, 15001U, 29999U}) {
    const LibraryRecord back = library.record(i);
    EXPECT_EQ(back.id, records[i].id);
    EXPECT_EQ(back.name, records[i].name);
    EXPECT_EQ(back.synonyms, records[i].synonyms);
    EXPECT_EQ(back.flags, records[i].flags);
    EXPECT_EQ(back.peaks, records[i].peaks);
    EXPECT_EQ(back.deviation, records[i].deviation);
  }
}

TEST(LibraryWriter, LeavesNothingBehindUnlessItIsFinished) {
  const test::TemporaryFolder folder;
  {
    LibraryWriter writer(folder.path() / "a.bplib", "n");
    for (std::size_t i = 0; i < 30000; ++i) writer.add(numbered(i));
    EXPECT_FALSE(fs::is_empty(folder.path()));
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(LibraryWriter, RefusesAnIdThatAnEarlierRecordHasButNotOneThatIsOnlyATextOfIt) {
  const test::TemporaryFolder folder;
  LibraryWriter writer(folder.path() / "a.bplib", "n");
  LibraryRecord record = numbered(1);
  record.name = "record-2";
  writer.add(record);
  writer.add(numbered(2));
  EXPECT_THROW(writer.add(numbered(1)), Error);
}

TEST(LibraryWriter, SaysWhenItCannotWrite) {
  LibraryWriter writer("/nowhere/a.bplib", "n");
  writer.add(numbered(1));
  EXPECT_THROW(writer.finish(), Error);
  LibraryWriter spilling("/nowhere/a.bplib", "n");
  EXPECT_THROW(
      {
        for (std::size_t i = 0; i < 30000; ++i) spilling.add(numbered(i));
      },
      Error);
}

TEST(TextTable, NumbersTextsInTheOrderOfFirstUseThroughGrowth) {
  TextTable table;
  for (std::uint32_t round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < 5000; ++i)
      ASSERT_EQ(table.number("text " + std::to_string(i)), i);
  }
  EXPECT_EQ(table.number(""), 5000U);
  EXPECT_EQ(table.number(""), 5000U);
  EXPECT_EQ(table.ends().size(), 5001U);
  EXPECT_EQ(table.text().substr(0, 12), "text 0text 1");
}

}  // namespace
}  // namespace basepeak
