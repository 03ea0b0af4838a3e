#include "engine/search/ms2_index_file.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "engine/error.h"
#include "engine/search/clean.h"

namespace basepeak {

namespace {

constexpr std::int64_t kFarthestStep = std::int64_t{1} << 40;  // beyond any m/z

// The settings whose preparation is the one that is stored: what lies closer than the usual merge
// width is merged at any m/z that a library can hold.
bool fit(const SearchSettings& settings) {
  constexpr std::int64_t kHighestMz = (std::int64_t{1} << 32) - 1;
  return !is_ei(settings.score) && !is_cosine(settings.score) && !settings.keep_precursor_peaks &&
         2 * half_width_udalton(kHighestMz, settings.peak_tolerance) + 1 <= kMergeWidthUdalton;
}

[[noreturn]] void refuse(const Library& library, const std::string& why) {
  throw Error(ErrorKind::library, "library '" + library.name() + "': its MS/MS search index " +
                                      why + "; build it again with 'basepeak library build'");
}

// A section taken piece by piece from its front.
template <typename Element>
class Section {
 public:
  Section(const Library& library, std::string_view name) : library_(library), name_(name) {
    const auto bytes = library.section(name);
    if (bytes.size() % sizeof(Element) != 0) refuse(library, "ends within an entry of " + name_);
    left_ = {reinterpret_cast<const Element*>(bytes.data()), bytes.size() / sizeof(Element)};
  }
  [[nodiscard]] std::span<const Element> take(std::size_t count) {
    if (count > left_.size()) refuse(library_, "has too little in " + name_);
    const auto taken = left_.first(count);
    left_ = left_.subspan(count);
    return taken;
  }
  [[nodiscard]] std::span<const Element> take_all() { return take(left_.size()); }
  void expect_end() const {
    if (!left_.empty()) refuse(library_, "has too much in " + name_);
  }

 private:
  const Library& library_;
  std::string name_;
  std::span<const Element> left_;
};

// Ascending numbers from 0 to `last`; nothing at all is as good where nothing is counted.
bool counts_up_to(std::span<const std::uint32_t> ends, std::size_t last) {
  if (ends.empty()) return last == 0;
  return ends.front() == 0 && ends.back() == last && std::is_sorted(ends.begin(), ends.end());
}

bool is_near(std::int64_t step) { return step > -kFarthestStep && step < kFarthestStep; }

}  // namespace

std::optional<StoredMs2Index> stored_ms2_index(const Library& library,
                                               const SearchSettings& settings) {
  const auto header_bytes = library.section("ms2_header");
  if (header_bytes.size() != sizeof(Ms2IndexHeader) || !fit(settings)) return std::nullopt;
  Ms2IndexHeader header;
  std::memcpy(&header, header_bytes.data(), sizeof header);
  if (header.version != kMs2IndexVersion) return std::nullopt;

  Section<Ms2BlockRow> rows(library, "ms2_blocks");
  Section<std::uint32_t> record(library, "ms2_record");
  Section<std::uint32_t> precursor(library, "ms2_precursor");
  Section<std::uint32_t> first_peak(library, "ms2_first_peak");
  Section<std::uint32_t> mz(library, "ms2_mz");
  Section<std::uint8_t> level(library, "ms2_level");
  Section<std::uint32_t> fragments(library, "ms2_fragments");
  Section<std::uint32_t> fragment_bin(library, "ms2_fragment_bin");
  Section<std::uint32_t> losses(library, "ms2_losses");
  Section<std::uint32_t> loss_bin(library, "ms2_loss_bin");
  StoredMs2Index index;
  index.place = Section<std::uint32_t>(library, "ms2_place").take_all();
  index.odd = Section<std::uint32_t>(library, "ms2_odd").take_all();
  index.largest_total = header.largest_total;
  if (!(header.largest_total >= 0.0 && header.largest_total <= 1e6)) {
    refuse(library, "holds a number that is none");
  }
  if (index.place.size() != library.size()) refuse(library, "is of other records");
  for (const std::uint32_t odd : index.odd) {
    if (odd >= library.size()) refuse(library, "names a record that is not there");
  }

  std::size_t placed = 0;
  std::uint32_t last_precursor = 0;
  const auto all_rows = rows.take_all();
  if (all_rows.size() != header.blocks) refuse(library, "has not as many blocks as it says");
  for (std::size_t b = 0; b < all_rows.size(); ++b) {
    const Ms2BlockRow& row = all_rows[b];
    if (row.records == 0 || row.records > Ms2Order::kMostRecords ||
        !is_near(row.fragment_base_step) || !is_near(row.loss_base_step)) {
      refuse(library, "has a block that cannot be");
    }
    Ms2Block block;
    block.number = b;
    block.record = record.take(row.records);
    block.precursor_udalton = precursor.take(row.records);
    block.first_peak = first_peak.take(std::size_t{row.records} + 1);
    block.mz_udalton = mz.take(row.peaks);
    block.level = level.take(row.peaks);
    const auto fragment_bins = fragment_bin.take(row.fragment_bins);
    const auto loss_bins = loss_bin.take(row.loss_bins);
    block.fragments = Postings(row.fragment_base_step, fragment_bins, fragments.take(row.peaks));
    block.losses = Postings(row.loss_base_step, loss_bins, losses.take(row.losses));
    if (!counts_up_to(block.first_peak, row.peaks) || !counts_up_to(fragment_bins, row.peaks) ||
        !counts_up_to(loss_bins, row.losses)) {
      refuse(library, "counts its peaks wrongly");
    }
    for (std::size_t id = 0; id < row.records; ++id) {
      const std::uint32_t number = block.record[id];
      if (number >= library.size() || index.place[number] != (b << 16 | id)) {
        refuse(library, "does not find its records");
      }
      if (block.precursor_udalton[id] < last_precursor) refuse(library, "is not in order");
      last_precursor = block.precursor_udalton[id];
    }
    placed += row.records;
    index.blocks.push_back(block);
  }
  if (static_cast<std::size_t>(std::count_if(
          index.place.begin(), index.place.end(),
          [](std::uint32_t place) { return place != Ms2Order::kNowhere; })) != placed) {
    refuse(library, "does not find its records");
  }
  for (const auto* section :
       {&record, &precursor, &first_peak, &mz, &fragments, &fragment_bin, &losses, &loss_bin}) {
    section->expect_end();
  }
  level.expect_end();
  return index;
}

}  // namespace basepeak
