// Every file of the reference runs and of the damaged spectrum files, cut at 1/64 steps of its
// length and with single bytes changed. BASEPEAK_DAMAGE=64 tries every cut and 64 changes a file
// (minutes), another number as many; without it a few.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>
#include <string>

#include "tests/conformance/damaged_file.h"
#include "tests/support/files.h"
#include "tests/support/reference_data.h"
#include "tests/support/small_runs.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kParts = 64;
constexpr unsigned kSeed = 20241124;

// Cuts and changes a file that BASEPEAK_DAMAGE asks for.
std::optional<std::size_t> wanted_tries() {
  const char* wanted = std::getenv("BASEPEAK_DAMAGE");
  if (wanted == nullptr) return std::nullopt;
  return std::min<std::size_t>(std::stoul(wanted), kParts);
}

std::vector<fs::path> reference_files(const fs::path& data) {
  std::vector<fs::path> files;
  for (const char* folder : {"runs", "robustness"}) {
    for (const auto& entry : fs::recursive_directory_iterator(data / folder)) {
      if (entry.is_regular_file() && entry.file_size() > 0) files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

struct Tally {
  std::size_t files = 0;
  std::size_t readable = 0;  // files that are read when whole
  std::size_t cuts = 0;
  std::size_t cuts_of_readable = 0;
  std::size_t refused_cuts = 0;
  std::size_t changes = 0;
  std::size_t refused_changes = 0;
  std::size_t findings = 0;
  std::size_t most_memory_bytes = 0;
};

class DamagedFile {
 public:
  DamagedFile(WholeFile whole, Tally& tally) : whole_(std::move(whole)), tally_(tally) {}

  void cut(std::size_t part) {
    const std::size_t length = whole_.bytes.size() * part / kParts;
    ++tally_.cuts;
    tally_.cuts_of_readable += whole_.is_refused ? 0U : 1U;
    const Verdict verdict =
        judge(whole_, std::string_view(whole_.bytes).substr(0, length), Damage::cut);
    tally_.refused_cuts += verdict.is_refused && !whole_.is_refused ? 1U : 0U;
    tell(verdict, "cut to " + std::to_string(length) + " bytes");
  }

  void change(std::mt19937& random) {
    std::string changed = whole_.bytes;
    const std::size_t place = random() % changed.size();
    const char before = changed[place];
    const auto step = static_cast<unsigned char>(1 + random() % 255);
    changed[place] = static_cast<char>(static_cast<unsigned char>(before) ^ step);
    ++tally_.changes;
    const Verdict verdict = judge(whole_, changed, Damage::changed_byte);
    tally_.refused_changes += verdict.is_refused && !whole_.is_refused ? 1U : 0U;
    tell(verdict,
         "byte " + std::to_string(place) + " changed by exclusive or with " + std::to_string(step));
  }

  [[nodiscard]] bool is_readable() const noexcept { return !whole_.is_refused; }

 private:
  void tell(const Verdict& verdict, const std::string& damage) {
    tally_.most_memory_bytes = std::max(tally_.most_memory_bytes, verdict.memory_bytes);
    if (!verdict.finding) return;
    ++tally_.findings;
    ADD_FAILURE() << damage << ": " << *verdict.finding;
  }

  WholeFile whole_;
  Tally& tally_;
};

struct Tries {
  std::size_t cuts = 0;
  std::size_t changes = 0;
};

// As many as are asked for; else what takes about as long for a large file as for a small one, and
// of the largest either a cut or a change.
Tries tries_of(std::size_t bytes, std::size_t file_number) {
  if (const auto wanted = wanted_tries()) return {*wanted, *wanted};
  constexpr std::size_t kSmall = 128U << 10U;
  if (bytes > 2 * kSmall) return {file_number % 2, 1 - file_number % 2};
  const std::size_t tries = std::clamp<std::size_t>(kSmall / bytes, 1, 6);
  return {tries, tries};
}

WholeFile small_run(const TemporaryFolder& folder) {
  write_file(folder.path() / "run.mzXML", mzxml_of(small_scans()));
  fs::create_directory(folder.path() / "place");
  return read_whole(folder.path() / "run.mzXML", folder.path() / "place");
}

TEST(Judge, FindsNothingInAWholeFile) {
  const TemporaryFolder folder;
  const WholeFile whole = small_run(folder);
  EXPECT_EQ(whole.spectra.size(), 8U);
  const Verdict verdict = judge(whole, whole.bytes, Damage::cut);
  EXPECT_FALSE(verdict.is_refused);
  EXPECT_EQ(verdict.finding, std::nullopt);
}

TEST(Judge, FindsAPeakThatTheWholeFileHasNot) {
  const TemporaryFolder folder;
  WholeFile whole = small_run(folder);
  whole.spectra[2].peaks = Peaks::from_unsorted(std::vector{41.0}, std::vector{120.0F});
  const Verdict verdict = judge(whole, whole.bytes, Damage::cut);
  EXPECT_EQ(verdict.finding, "scan 3 has a peak that it has not in the whole file");
}

TEST(Judge, FindsAScanThatTheWholeFileHasNot) {
  const TemporaryFolder folder;
  WholeFile whole = small_run(folder);
  whole.spectra.erase(whole.spectra.begin() + 4);
  whole.spectra.push_back(whole.spectra.back());
  EXPECT_EQ(judge(whole, whole.bytes, Damage::cut).finding, "scan 5 is not in the whole file");
}

TEST(Judge, FindsPeaksThatAChangedByteAdds) {
  const TemporaryFolder folder;
  WholeFile whole = small_run(folder);
  whole.peaks -= 2;
  EXPECT_EQ(judge(whole, whole.bytes, Damage::changed_byte).finding,
            "a byte was changed, and 2 peaks are new");
}

TEST(DamagedFiles, OfTheReferenceDataNeverCrashHangOrInventAPeak) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  const TemporaryFolder folder;
  Tally tally;
  for (const fs::path& file : reference_files(*data)) {
    SCOPED_TRACE(fs::relative(file, *data).string());
    const fs::path place = folder.path() / std::to_string(tally.files++);
    fs::create_directory(place);
    const std::uintmax_t bytes = fs::file_size(file);
    DamagedFile damaged(read_whole(file, place), tally);
    const Tries tries = tries_of(bytes, tally.files);
    tally.readable += damaged.is_readable() ? 1U : 0U;
    for (std::size_t i = 0; i < tries.cuts; ++i) {
      // 37 and 64 have no common divisor: the cuts are spread, differ between files and are all
      // made when there are 64 of them.
      damaged.cut((tally.files * 11 + i * 37) % kParts);
    }
    std::mt19937 random(kSeed + static_cast<unsigned>(tally.files));
    for (std::size_t i = 0; i < tries.changes; ++i) damaged.change(random);
    fs::remove_all(place);
  }
  std::cout << tally.files << " files, " << tally.readable << " of them readable; " << tally.cuts
            << " cuts (" << tally.cuts_of_readable << " of readable files), " << tally.refused_cuts
            << " refused of readable files; " << tally.changes << " changed bytes, "
            << tally.refused_changes << " refused; " << tally.findings << " findings; at most "
            << (tally.most_memory_bytes >> 20U) << " MiB\n";
  EXPECT_GE(tally.files, 100U);
}

}  // namespace
}  // namespace basepeak::test
