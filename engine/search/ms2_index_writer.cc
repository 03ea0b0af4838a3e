#include <algorithm>
#include <cstring>
#include <deque>
#include <string>

#include "engine/error.h"
#include "engine/library/library_file.h"
#include "engine/library/spill_file.h"
#include "engine/parallel.h"
#include "engine/search/ms2_index_file.h"
#include "engine/search/ms2_levels.h"
#include "engine/search/prepared.h"

namespace basepeak {

namespace {

using library_file::StreamedSection;

constexpr std::size_t kMostGroups = 128;        // temporary files at once
constexpr std::size_t kPortionRecords = 8192;   // prepared at once
constexpr std::size_t kPortionsToRelease = 64;  // portions after which pages are let go

// How a prepared record waits for its block: this, then m/z, then levels.
struct Waiting {
  std::uint32_t place = 0;
  std::uint32_t record = 0;
  std::uint32_t precursor_udalton = 0;
  std::uint32_t peaks = 0;
};

std::filesystem::path beside(const std::filesystem::path& path, const std::string& what) {
  std::filesystem::path other = path;
  other += ".partial-ms2-" + what;
  return other;
}

template <typename Element>
void append(SpillFile& file, std::span<const Element> elements) {
  file.append(std::as_bytes(elements));
}

// Records prepared in the order of the library and parted by groups of neighbouring blocks, so that
// neither reading nor building needs more than a part in memory.
class Groups {
 public:
  Groups(const std::filesystem::path& to, std::size_t blocks)
      : blocks_(blocks), blocks_in_group_(blocks / kMostGroups + 1) {
    for (std::size_t g = 0; g * blocks_in_group_ < blocks; ++g) {
      files_.emplace_back(beside(to, "group" + std::to_string(g)));
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return files_.size(); }

  void append(const Ms2IndexedRecord& record, std::uint32_t place) {
    SpillFile& file = files_[(place >> 16) / blocks_in_group_];
    const Waiting waiting{place, record.record, record.precursor_udalton,
                          static_cast<std::uint32_t>(record.mz_udalton.size())};
    basepeak::append(file, std::span(&waiting, 1));
    basepeak::append<std::uint32_t>(file, record.mz_udalton);
    basepeak::append<std::uint8_t>(file, record.level);
  }

  [[nodiscard]] std::vector<Ms2BlockArrays> build(std::size_t group, const Ms2Order& order,
                                                  Score score) {
    std::vector<std::byte> bytes;
    bytes.reserve(files_[group].size());
    files_[group].read([&](std::span<const std::byte> piece) {
      bytes.insert(bytes.end(), piece.begin(), piece.end());
    });
    const std::size_t first_block = group * blocks_in_group_;
    const std::size_t count = std::min(blocks_in_group_, blocks_ - first_block);
    const std::size_t first = order.first_in_block[first_block];
    std::vector<std::size_t> offsets(order.first_in_block[first_block + count] - first);
    Waiting waiting;
    for (std::size_t at = 0; at < bytes.size();
         at += sizeof waiting + waiting.peaks * std::size_t{5}) {
      std::memcpy(&waiting, bytes.data() + at, sizeof waiting);
      offsets[order.first_in_block[waiting.place >> 16] + (waiting.place & 0xFFFF) - first] = at;
    }
    std::vector<Ms2BlockArrays> blocks(count);
    Ms2IndexedRecord record;
    for (std::size_t i = 0; i < offsets.size(); ++i) {
      const std::byte* from = bytes.data() + offsets[i];
      std::memcpy(&waiting, from, sizeof waiting);
      record.record = waiting.record;
      record.precursor_udalton = waiting.precursor_udalton;
      record.mz_udalton.resize(waiting.peaks);
      record.level.resize(waiting.peaks);
      from += sizeof waiting;
      std::copy_n(from, waiting.peaks * sizeof(std::uint32_t),
                  std::as_writable_bytes(std::span(record.mz_udalton)).begin());
      from += waiting.peaks * sizeof(std::uint32_t);
      std::copy_n(from, waiting.peaks, std::as_writable_bytes(std::span(record.level)).begin());
      blocks[(waiting.place >> 16) - first_block].add(record, score);
    }
    for (Ms2BlockArrays& block : blocks) block.finish();
    return blocks;
  }

  void drop(std::size_t group) { files_[group].clear(); }

 private:
  std::size_t blocks_;
  std::size_t blocks_in_group_;
  std::deque<SpillFile> files_;
};

// The sections on their way into the file.
class Columns {
 public:
  explicit Columns(const std::filesystem::path& to) : to_(to) {}

  void add(const Ms2BlockArrays& arrays) {
    const Ms2Block block = arrays.view(rows_.size());
    Ms2BlockRow row;
    row.fragment_base_step = arrays.fragments().base_step;
    row.loss_base_step = arrays.losses().base_step;
    row.records = static_cast<std::uint32_t>(block.record.size());
    row.peaks = static_cast<std::uint32_t>(block.mz_udalton.size());
    row.losses = static_cast<std::uint32_t>(arrays.losses().postings.size());
    row.fragment_bins = static_cast<std::uint32_t>(arrays.fragments().first_in_bin.size());
    row.loss_bins = static_cast<std::uint32_t>(arrays.losses().first_in_bin.size());
    rows_.push_back(row);
    append(record_, block.record);
    append(precursor_, block.precursor_udalton);
    append(first_peak_, block.first_peak);
    append(mz_, block.mz_udalton);
    append(level_, block.level);
    append<std::uint32_t>(fragments_, arrays.fragments().postings);
    append<std::uint32_t>(fragment_bin_, arrays.fragments().first_in_bin);
    append<std::uint32_t>(losses_, arrays.losses().postings);
    append<std::uint32_t>(loss_bin_, arrays.losses().first_in_bin);
    header_.blocks = static_cast<std::uint32_t>(rows_.size());
    header_.largest_total = std::max(header_.largest_total, arrays.largest_total());
  }

  // Refers to this object and to `order`.
  [[nodiscard]] std::vector<StreamedSection> sections(const Ms2Order& order) {
    const auto whole = [](std::string name, std::span<const std::byte> bytes) {
      return StreamedSection{std::move(name), bytes.size(),
                             [bytes](const SpillFile::Sink& sink) { sink(bytes); }};
    };
    const auto spilled = [](std::string name, SpillFile& column) {
      return StreamedSection{std::move(name), column.size(),
                             [&column](const SpillFile::Sink& sink) { column.read(sink); }};
    };
    return {whole("ms2_header", std::as_bytes(std::span(&header_, 1))),
            whole("ms2_blocks", std::as_bytes(std::span(rows_))),
            spilled("ms2_record", record_),
            spilled("ms2_precursor", precursor_),
            spilled("ms2_first_peak", first_peak_),
            spilled("ms2_mz", mz_),
            spilled("ms2_level", level_),
            spilled("ms2_fragments", fragments_),
            spilled("ms2_fragment_bin", fragment_bin_),
            spilled("ms2_losses", losses_),
            spilled("ms2_loss_bin", loss_bin_),
            whole("ms2_place", std::as_bytes(std::span(order.place))),
            whole("ms2_odd", std::as_bytes(std::span(order.odd)))};
  }

 private:
  std::filesystem::path to_;
  Ms2IndexHeader header_;
  std::vector<Ms2BlockRow> rows_;
  SpillFile record_{beside(to_, "record")};
  SpillFile precursor_{beside(to_, "precursor")};
  SpillFile first_peak_{beside(to_, "first_peak")};
  SpillFile mz_{beside(to_, "mz")};
  SpillFile level_{beside(to_, "level")};
  SpillFile fragments_{beside(to_, "fragments")};
  SpillFile fragment_bin_{beside(to_, "fragment_bin")};
  SpillFile losses_{beside(to_, "losses")};
  SpillFile loss_bin_{beside(to_, "loss_bin")};
};

void part(const Library& library, const Ms2Order& order, const SearchSettings& settings,
          std::size_t threads, Groups& groups) {
  std::vector<Ms2IndexedRecord> portion(kPortionRecords);
  constexpr std::size_t kAtOnce = 256;
  std::size_t portions = 0;
  for (std::size_t first = 0; first < library.size(); first += kPortionRecords) {
    const std::size_t count = std::min(kPortionRecords, library.size() - first);
    parallel_for((count + kAtOnce - 1) / kAtOnce, threads, [&](std::size_t piece) {
      for (std::size_t i = piece * kAtOnce; i < std::min(count, (piece + 1) * kAtOnce); ++i) {
        const auto record = static_cast<std::uint32_t>(first + i);
        if (order.place[record] != Ms2Order::kNowhere) {
          portion[i] = ms2_indexed(library, record, prepare_record(library, record, settings));
        }
      }
    });
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t place = order.place[first + i];
      if (place != Ms2Order::kNowhere) groups.append(portion[i], place);
    }
    if (++portions % kPortionsToRelease == 0) library.release_pages();
  }
  library.release_pages();
}

}  // namespace

void add_ms2_index(const std::filesystem::path& from, const std::filesystem::path& to,
                   std::size_t threads, std::size_t block_records) {
  const Library library = Library::open(from);
  SearchSettings settings;
  settings.score = Score::ms2_entropy;
  const Ms2Order order(library, settings.score, block_records);
  library.release_pages();
  Columns columns(to);
  {
    Groups groups(to, order.blocks());
    part(library, order, settings, threads, groups);
    threads = std::max<std::size_t>(1, threads);
    std::vector<std::vector<Ms2BlockArrays>> built(threads);
    for (std::size_t first = 0; first < groups.size(); first += threads) {
      const std::size_t count = std::min(threads, groups.size() - first);
      parallel_for(count, threads, [&](std::size_t i) {
        built[i] = groups.build(first + i, order, settings.score);
      });
      for (std::size_t i = 0; i < count; ++i) {
        for (const Ms2BlockArrays& block : built[i]) columns.add(block);
        built[i].clear();
        groups.drop(first + i);
      }
    }
  }
  std::vector<StreamedSection> sections;
  for (const std::string& name : library.section_names()) {
    if (name.starts_with(kMs2SectionPrefix)) continue;
    sections.push_back(
        {name, library.section(name).size(), [&library, name](const SpillFile::Sink& sink) {
           constexpr std::size_t kPiece = std::size_t{64} << 20;
           auto left = library.section(name);
           while (!left.empty()) {
             const std::size_t size = std::min(kPiece, left.size());
             sink(left.first(size));
             left = left.subspan(size);
             if (!left.empty()) library.release_pages();
           }
         }});
  }
  for (StreamedSection& section : columns.sections(order)) sections.push_back(std::move(section));
  library_file::write_sections(to, std::span<const StreamedSection>(sections));
}

}  // namespace basepeak
