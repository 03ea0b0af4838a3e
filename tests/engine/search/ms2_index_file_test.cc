#include "engine/search/ms2_index_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "engine/error.h"
#include "engine/library/library_file.h"
#include "engine/search/search.h"
#include "tests/engine/search/ms2_cases.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

namespace fs = std::filesystem;

constexpr Score kStoredScores[] = {Score::ms2_entropy, Score::ms2_hybrid_entropy,
                                   Score::ms2_neutral_loss_entropy};

// Records of a random case in a library file with their index, in blocks small enough that several
// wait in one temporary file.
class StoredMs2IndexTest : public ::testing::Test {
 protected:
  [[nodiscard]] Library write(const std::vector<LibraryRecord>& records, std::size_t threads = 2,
                              std::size_t block_records = 3) const {
    write_library(path("plain"), "test", records);
    add_ms2_index(path("plain"), path("indexed"), threads, block_records);
    return Library::open(path("indexed"));
  }
  [[nodiscard]] fs::path path(const std::string& name) const {
    return folder_.path() / (name + ".bplib");
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // The indexed library with a section altered and a right checksum.
  [[nodiscard]] Library altered(const std::string& section,
                                const std::function<void(std::vector<std::byte>&)>& change) const {
    const Library library = Library::open(path("indexed"));
    std::map<std::string, std::vector<std::byte>> contents;
    std::vector<library_file::Section> sections;
    for (const std::string& name : library.section_names()) {
      const auto bytes = library.section(name);
      auto& copy = contents[name];
      copy.assign(bytes.begin(), bytes.end());
      if (name == section) change(copy);
      sections.push_back({name, copy});
    }
    library_file::write_sections(path("altered"), sections);
    return Library::open(path("altered"));
  }

  test::TemporaryFolder folder_;
};

TEST_F(StoredMs2IndexTest, ProposesWhatAScanFinds) {
  for (const std::size_t block_records : {std::size_t{2}, std::size_t{100}, std::size_t{65'536}}) {
    const Ms2Case data = random_case(21, block_records == 2 ? 300 : 600);
    const Library library = write(data.records, 2, block_records);
    for (const Score score : kStoredScores) {
      SearchSettings settings = settings_of(score);
      const Ms2Index index(library, settings, 1);
      ASSERT_TRUE(index.is_stored());
      for (const std::size_t wanted : {std::size_t{0}, std::size_t{1}, std::size_t{10}}) {
        expect_the_scan(index, data.queries, library, settings, wanted);
      }
      settings.precursor_tolerance = Tolerance::da(0.1);
      settings.threshold = 0.2;
      expect_the_scan(index, data.queries, library, settings, 5);
    }
  }
}

TEST_F(StoredMs2IndexTest, ServesEveryToleranceThatMergesTheSamePeaks) {
  const Ms2Case data = random_case(24, 300);
  const Library library = write(data.records);
  for (const Tolerance tolerance :
       {Tolerance::da(0.005), Tolerance::da(0.024), Tolerance::ppm(5)}) {
    const SearchSettings settings = settings_of(Score::ms2_entropy, tolerance);
    const Ms2Index index(library, settings, 1);
    EXPECT_TRUE(index.is_stored());
    expect_the_scan(index, data.queries, library, settings, 10);
  }
}

TEST_F(StoredMs2IndexTest, IsNotUsedForSpectraPreparedOtherwise) {
  const Ms2Case data = random_case(25, 200);
  const Library library = write(data.records);
  SearchSettings kept = settings_of(Score::ms2_entropy);
  kept.keep_precursor_peaks = true;
  for (const SearchSettings& settings :
       {kept, settings_of(Score::ms2_cosine), settings_of(Score::ms2_modified_cosine_greedy),
        settings_of(Score::ms2_entropy, Tolerance::da(0.03)),
        settings_of(Score::ms2_entropy, Tolerance::ppm(20))}) {
    const Ms2Index index(library, settings, 1);
    EXPECT_FALSE(index.is_stored());
    expect_the_scan(index, data.queries, library, settings, 10);
  }
}

TEST_F(StoredMs2IndexTest, AnswersAsTheLibraryWithoutItDoes) {
  const Ms2Case data = random_case(26, 400);
  const Library library = write(data.records);
  const SearchSettings settings = settings_of(Score::ms2_hybrid_entropy);
  const auto with = search(data.queries, library, *make_cpu_backend(library), settings, 2);
  const auto without =
      search(data.queries, data.library, *make_cpu_backend(data.library), settings, 2);
  for (std::size_t q = 0; q < data.queries.size(); ++q) {
    ASSERT_EQ(with[q].hits.size(), without[q].hits.size());
    for (std::size_t i = 0; i < with[q].hits.size(); ++i) {
      EXPECT_EQ(with[q].hits[i].record, without[q].hits[i].record);
      EXPECT_EQ(with[q].hits[i].score, without[q].hits[i].score);
      EXPECT_EQ(with[q].hits[i].matched_peaks, without[q].hits[i].matched_peaks);
    }
  }
}

TEST_F(StoredMs2IndexTest, LendsARecordAlikeTheFirstAndTheSecondTime) {
  const Ms2Case data = random_case(27, 200);
  const Library library = write(data.records);
  const SearchSettings settings = settings_of(Score::ms2_entropy);
  const Ms2Index index(library, settings, 1);
  PreparedSpectrum lent;
  for (const int turn : {1, 2}) {
    for (std::uint32_t i = 0; i < library.size(); ++i) {
      if (!index.copy(i, lent)) continue;
      const PreparedSpectrum prepared = prepare_record(library, i, settings);
      EXPECT_EQ(lent.peaks.mz_udalton, prepared.peaks.mz_udalton) << turn;
      EXPECT_EQ(lent.peaks.weight, prepared.peaks.weight) << turn;
      EXPECT_EQ(lent.peaks.precursor_udalton, prepared.peaks.precursor_udalton);
      EXPECT_EQ(lent.all_above_precursor, prepared.all_above_precursor);
    }
  }
}

TEST_F(StoredMs2IndexTest, IsByteIdenticalForAnyThreadsAndAnyTimeItIsAdded) {
  const Ms2Case data = random_case(28, 20'000);
  static_cast<void>(write(data.records, 1, 65'536));
  const std::string once = content("indexed");
  static_cast<void>(write(data.records, 4, 65'536));
  EXPECT_TRUE(content("indexed") == once);
  add_ms2_index(path("indexed"), path("indexed"), 2);
  EXPECT_TRUE(content("indexed") == once);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 2);
}

TEST_F(StoredMs2IndexTest, TakesAtMostSixteenBytesAPeak) {
  const Ms2Case data = random_case(29, 20'000);
  const Library library = write(data.records, 2, 65'536);
  std::size_t bytes = 0;
  for (const std::string& name : library.section_names()) {
    if (name.starts_with(kMs2SectionPrefix)) bytes += library.section(name).size();
  }
  const std::size_t peaks = library.section("ms2_level").size();
  ASSERT_GT(peaks, 100'000U);
  EXPECT_LE(static_cast<double>(bytes) / static_cast<double>(peaks), 16.0);
}

TEST_F(StoredMs2IndexTest, MayBeOfALibraryWithoutRecordsOrWithoutMs2Records) {
  Library empty = write({});
  EXPECT_EQ(Ms2Index(empty, settings_of(Score::ms2_entropy), 1)
                .propose(std::vector<Query>(1), settings_of(Score::ms2_entropy), 1)
                .front()
                .size(),
            0U);
  const Library ei = write({record_of("a", peaks_of({{77.0, 10.0}}), Ionisation::ei)});
  EXPECT_EQ(ei.size(), 1U);
  EXPECT_NO_THROW(Ms2Index(ei, settings_of(Score::ms2_entropy), 1));
}

TEST_F(StoredMs2IndexTest, OfAnotherVersionIsLeftAloneAndBuiltAnew) {
  const Ms2Case data = random_case(30, 200);
  static_cast<void>(write(data.records));
  const Library library =
      altered("ms2_header", [](std::vector<std::byte>& bytes) { bytes[0] = std::byte{99}; });
  const SearchSettings settings = settings_of(Score::ms2_entropy);
  const Ms2Index index(library, settings, 1);
  EXPECT_FALSE(index.is_stored());
  expect_the_scan(index, data.queries, library, settings, 10);
}

TEST_F(StoredMs2IndexTest, IsRefusedByTheChecksumWithAnyBitFlippedOrCutAnywhere) {
  static_cast<void>(
      write({record_of("a", peaks_of({{77.0, 10.0}, {91.0, 5.0}}), Ionisation::esi, 200.0)}));
  const std::string whole = content("indexed");
  const auto put = [&](const std::string& bytes) {
    std::ofstream(path("damaged"), std::ios::binary) << bytes;
  };
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
    put(damaged);
    EXPECT_THROW(static_cast<void>(Library::open(path("damaged"))), Error) << "byte " << at;
    put(whole.substr(0, at));
    EXPECT_THROW(static_cast<void>(Library::open(path("damaged"))), Error) << "cut to " << at;
  }
  put(whole);
  EXPECT_TRUE(
      Ms2Index(Library::open(path("damaged")), settings_of(Score::ms2_entropy), 1).is_stored());
}

// A forger can make the checksum right: whatever the index says, it is refused, or the search stays
// within memory and scores what the records hold.
TEST_F(StoredMs2IndexTest, IsRefusedWhereItContradictsItselfUnderARightChecksum) {
  const Ms2Case data = random_case(31, 120);
  static_cast<void>(write(data.records, 1, 50));
  const SearchSettings settings = settings_of(Score::ms2_hybrid_entropy);
  const auto attempt = [&](const std::string& section, const auto& change) {
    const Library library = altered(section, change);
    static_cast<void>(Ms2Index(library, settings, 1));
  };
  const auto set = [](std::size_t word, std::uint32_t value) {
    return [=](std::vector<std::byte>& bytes) {
      std::memcpy(bytes.data() + 4 * word, &value, sizeof value);
    };
  };
  const auto drop = [](std::vector<std::byte>& bytes) { bytes.resize(bytes.size() - 4); };
  const auto drop_byte = [](std::vector<std::byte>& bytes) { bytes.pop_back(); };
  EXPECT_NO_THROW(attempt("ms2_header", [](auto&) {}));
  EXPECT_THROW(attempt("ms2_header", set(1, 1)), Error);               // blocks
  EXPECT_THROW(attempt("ms2_header", set(3, 0x7FF80000)), Error);      // not a number
  EXPECT_THROW(attempt("ms2_blocks", set(4, 0)), Error);               // records
  EXPECT_THROW(attempt("ms2_blocks", set(4, 0xFFFFFFFF)), Error);      // records
  EXPECT_THROW(attempt("ms2_blocks", set(5, 0xFFFFFFFF)), Error);      // peaks
  EXPECT_THROW(attempt("ms2_blocks", set(6, 0xFFFFFFFF)), Error);      // losses
  EXPECT_THROW(attempt("ms2_blocks", set(7, 0)), Error);               // bins
  EXPECT_THROW(attempt("ms2_blocks", set(8, 0xFFFFFFFF)), Error);      // bins
  EXPECT_THROW(attempt("ms2_blocks", set(1, 0x7FFFFFFF)), Error);      // first place
  EXPECT_THROW(attempt("ms2_record", set(3, 120)), Error);             // not there
  EXPECT_THROW(attempt("ms2_record", set(3, 0xFFFFFFFF)), Error);      //
  EXPECT_THROW(attempt("ms2_place", set(3, 0x00FF0000)), Error);       // no such block
  EXPECT_THROW(attempt("ms2_precursor", set(119 - 10, 1)), Error);     // not ascending
  EXPECT_THROW(attempt("ms2_first_peak", set(0, 1)), Error);           // does not start at 0
  EXPECT_THROW(attempt("ms2_first_peak", set(2, 0xFFFFFFFF)), Error);  // not ascending
  EXPECT_THROW(attempt("ms2_fragment_bin", set(1, 0xFFFFFFFF)), Error);
  EXPECT_THROW(attempt("ms2_loss_bin", set(1, 0xFFFFFFFF)), Error);
  EXPECT_THROW(attempt("ms2_odd", set(0, 120)), Error);
  for (const char* section :
       {"ms2_blocks", "ms2_record", "ms2_precursor", "ms2_first_peak", "ms2_mz", "ms2_fragments",
        "ms2_fragment_bin", "ms2_losses", "ms2_loss_bin", "ms2_place"}) {
    EXPECT_THROW(attempt(section, drop), Error) << section;
    EXPECT_THROW(attempt(section, drop_byte), Error) << section;
  }
  EXPECT_THROW(attempt("ms2_level", drop_byte), Error);
}

TEST_F(StoredMs2IndexTest, OfForgedPeaksStillScoresWhatTheRecordsHold) {
  const Ms2Case data = random_case(32, 300);
  static_cast<void>(write(data.records, 1, 100));
  const SearchSettings settings = settings_of(Score::ms2_hybrid_entropy);
  for (const char* section : {"ms2_fragments", "ms2_losses", "ms2_mz", "ms2_level"}) {
    const Library library = altered(section, [](std::vector<std::byte>& bytes) {
      std::fill(bytes.begin(), bytes.end(), std::byte{0xFF});
    });
    const Ms2Index index(library, settings, 1);
    const auto proposals = index.propose(data.queries, settings, 10);
    for (std::size_t q = 0; q < data.queries.size(); ++q) {
      const PreparedSpectrum query = prepare_query(data.queries[q], settings);
      for (const Candidate& candidate : proposals[q]) {
        const PreparedSpectrum record = prepare_record(library, candidate.record, settings);
        const ScoreValue value = compare(query, record, settings);
        EXPECT_EQ(candidate.score, static_cast<float>(value.score));
        ASSERT_TRUE(candidate.exact);
        EXPECT_EQ(candidate.exact->score, value.score);
        EXPECT_EQ(candidate.exact->reverse_score, value.reverse_score);
        EXPECT_EQ(candidate.exact->matched_peaks, value.matched_peaks);
      }
    }
  }
}

TEST_F(StoredMs2IndexTest, SaysWhatToDoWhenItIsRefused) {
  const Ms2Case data = random_case(33, 60);
  static_cast<void>(write(data.records));
  const Library library =
      altered("ms2_mz", [](std::vector<std::byte>& bytes) { bytes.resize(bytes.size() - 4); });
  try {
    static_cast<void>(Ms2Index(library, settings_of(Score::ms2_entropy), 1));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::library);
    EXPECT_THAT(error.what(), testing::HasSubstr("ms2_mz"));
    EXPECT_THAT(error.what(), testing::HasSubstr("basepeak library build"));
  }
}

}  // namespace
}  // namespace basepeak
