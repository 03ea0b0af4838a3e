#include "engine/library/library.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "engine/error.h"
#include "engine/library/library_file.h"
#include "engine/library/mapped_file.h"
#include "engine/sha256.h"

namespace basepeak {
namespace {

using library_file::RecordRow;

static_assert(std::endian::native == std::endian::little, "library files are read in place");

constexpr const char* kBuildAgain = "; build it again with 'basepeak library build'";

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(ErrorKind::library, path.string() + ": " + why + kBuildAgain);
}

template <typename Number>
Number read_at(std::span<const std::byte> bytes, std::size_t offset) {
  Number value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::string stored_checksum(std::span<const std::byte> file) {
  std::string hex;
  for (const std::byte byte : file.subspan(library_file::kChecksumOffset, 32)) {
    hex += "0123456789abcdef"[static_cast<unsigned>(byte >> 4)];
    hex += "0123456789abcdef"[static_cast<unsigned>(byte & std::byte{15})];
  }
  return hex;
}

// Of a file of any size in bounded memory.
std::string computed_checksum(const MappedFile& file) {
  constexpr std::size_t kPiece = std::size_t{256} << 20;
  Sha256 sum;
  sum.add(file.bytes().first(library_file::kChecksumOffset));
  for (auto left = file.bytes().subspan(library_file::kTableOffset); !left.empty();) {
    const std::size_t size = std::min(kPiece, left.size());
    sum.add(left.first(size));
    left = left.subspan(size);
    if (!left.empty()) file.release_pages();
  }
  return sum.finish_hex();
}

struct TableEntry {
  std::string name;
  std::span<const std::byte> content;
};

// The header checked in the order that gives the most useful reason first.
std::vector<TableEntry> read_table(const std::filesystem::path& path, const MappedFile& mapped) {
  using namespace library_file;
  const std::span<const std::byte> file = mapped.bytes();
  if (file.size() < kTableOffset || std::memcmp(file.data(), kMagic.data(), kMagic.size()) != 0) {
    throw Error(ErrorKind::library,
                path.string() +
                    ": is not a compiled library (.bplib), or damaged at its start; "
                    "make one with 'basepeak library build'");
  }
  const auto version = read_at<std::uint32_t>(file, 8);
  if (version != kFormatVersion) {
    refuse(path, "has format version " + std::to_string(version) + ", this program reads version " +
                     std::to_string(kFormatVersion));
  }
  const auto length = read_at<std::uint64_t>(file, 16);
  if (length != file.size()) {
    refuse(path, "should have " + std::to_string(length) + " bytes and has " +
                     std::to_string(file.size()) + ": it was cut or altered");
  }
  if (stored_checksum(file) != computed_checksum(mapped)) {
    refuse(path, "does not agree with its checksum: it was altered after it was built");
  }
  const auto count = read_at<std::uint32_t>(file, 12);
  if (count > kMostSections || kTableOffset + count * kTableEntrySize > file.size()) {
    refuse(path, "its table of sections is longer than the file");
  }
  std::vector<TableEntry> table;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = kTableOffset + i * kTableEntrySize;
    std::string name(reinterpret_cast<const char*>(file.data()) + entry, kSectionNameSize);
    name.resize(std::min(name.find('\0'), name.size()));
    const auto offset = read_at<std::uint64_t>(file, entry + 16);
    const auto size = read_at<std::uint64_t>(file, entry + 24);
    if (offset % kAlignment != 0 || offset > file.size() || size > file.size() - offset) {
      refuse(path, "its section '" + name + "' lies outside the file");
    }
    table.push_back({name, file.subspan(offset, size)});
  }
  return table;
}

}  // namespace

struct Library::Content {
  explicit Content(const std::filesystem::path& from)
      : path(from),
        file(from),
        table(read_table(from, file)),
        checksum(stored_checksum(file.bytes())) {
    const auto name_bytes = section<char>(library_file::kName);
    name.assign(name_bytes.begin(), name_bytes.end());
    rows = section<RecordRow>(library_file::kRecords);
    string_ends = section<std::uint64_t>(library_file::kStringEnds);
    text = section<char>(library_file::kText);
    lists = section<std::uint32_t>(library_file::kLists);
    mz = section<std::uint32_t>(library_file::kPeakMz);
    intensity = section<float>(library_file::kPeakIntensity);
    deviation = section<float>(library_file::kDeviation);
    check_texts();
    constexpr std::size_t kRowsToRelease = std::size_t{1} << 20;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      check_row(i);
      if ((i + 1) % kRowsToRelease == 0) file.release_pages();
    }
  }

  // Sections start at multiples of 64 of a mapping that starts at a page: every type here is
  // aligned.
  template <typename Element>
  std::span<const Element> section(std::string_view wanted) const {
    for (const TableEntry& entry : table) {
      if (entry.name != wanted) continue;
      if (entry.content.size() % sizeof(Element) != 0) {
        refuse(path, "its section '" + entry.name + "' ends within an entry");
      }
      return {reinterpret_cast<const Element*>(entry.content.data()),
              entry.content.size() / sizeof(Element)};
    }
    refuse(path, "has no section '" + std::string(wanted) + "'");
  }

  void check_texts() const {
    std::uint64_t begin = 0;
    for (const std::uint64_t end : string_ends) {
      if (end < begin || end > text.size()) refuse(path, "a text lies outside its section");
      begin = end;
    }
    for (const std::uint32_t number : lists) {
      if (number >= string_ends.size()) refuse(path, "a list names a text that is not there");
    }
    if (intensity.size() != mz.size()) refuse(path, "has not as many intensities as m/z values");
  }

  void check_row(std::size_t i) const {
    const RecordRow& row = rows[i];
    const auto bad = [&](const std::string& why) {
      refuse(path, "its record " + std::to_string(i) + " " + why);
    };
    const auto is_within = [](std::uint64_t first, std::uint64_t count, std::size_t size) {
      return first <= size && count <= size - first;
    };
    for (const std::uint32_t number : row.text) {
      if (number >= string_ends.size()) bad("names a text that is not there");
    }
    const std::uint64_t in_lists = std::uint64_t{row.synonym_count} + row.flag_count;
    if (!is_within(row.first_in_lists, in_lists, lists.size()))
      bad("has a list outside its section");
    if (!is_within(row.first_peak, row.peak_count, mz.size()))
      bad("has peaks outside their section");
    const bool deviates = (row.present & library_file::has_deviation) != 0;
    if (deviates && !is_within(row.first_deviation, row.peak_count, deviation.size())) {
      bad("has deviations outside their section");
    }
    if (row.present > library_file::kAllPresent || row.is_centroided > 1 ||
        row.ionisation > static_cast<int>(Ionisation::esi) ||
        row.polarity > static_cast<int>(Polarity::negative) ||
        row.origin > static_cast<int>(Origin::predicted)) {
      bad("holds a code that this program does not know");
    }
    std::uint32_t before = 1;  // a library holds no m/z 0
    for (std::uint64_t p = row.first_peak; p < row.first_peak + row.peak_count; ++p) {
      if (mz[p] < before) bad("has m/z values that do not ascend");
      if (!std::isfinite(intensity[p]) || intensity[p] < 0.0F)
        bad("has an intensity that is not a number >= 0");
      before = mz[p];
    }
  }

  [[nodiscard]] std::string_view string(std::uint32_t number) const noexcept {
    const std::uint64_t begin = number == 0 ? 0 : string_ends[number - 1];
    return {text.data() + begin, string_ends[number] - begin};
  }
  [[nodiscard]] std::string_view string_of(std::uint32_t record,
                                           library_file::Text which) const noexcept {
    return string(rows[record].text[which]);
  }

  std::filesystem::path path;
  MappedFile file;
  std::vector<TableEntry> table;
  std::string checksum;
  std::string name;
  std::span<const RecordRow> rows;
  std::span<const std::uint64_t> string_ends;
  std::span<const char> text;
  std::span<const std::uint32_t> lists;
  std::span<const std::uint32_t> mz;
  std::span<const float> intensity;
  std::span<const float> deviation;
};

Library::Library(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Library Library::open(const std::filesystem::path& path) {
  return Library(std::make_unique<Content>(path));
}

const std::string& Library::name() const noexcept { return content_->name; }
const std::string& Library::checksum() const noexcept { return content_->checksum; }
std::size_t Library::size() const noexcept { return content_->rows.size(); }

std::span<const std::byte> Library::section(std::string_view wanted) const noexcept {
  for (const TableEntry& entry : content_->table) {
    if (entry.name == wanted) return entry.content;
  }
  return {};
}

std::vector<std::string> Library::section_names() const {
  std::vector<std::string> names;
  for (const TableEntry& entry : content_->table) names.push_back(entry.name);
  return names;
}

void Library::release_pages() const noexcept { content_->file.release_pages(); }

void Library::expect_scattered_reads() const noexcept {
  for (const std::string_view wanted :
       {library_file::kRecords, library_file::kPeakMz, library_file::kPeakIntensity}) {
    content_->file.expect_scattered_reads(section(wanted));
  }
}

StoredPeaks Library::stored_peaks(std::uint32_t record) const {
  const RecordRow& row = content_->rows[record];
  return {content_->mz.subspan(row.first_peak, row.peak_count),
          content_->intensity.subspan(row.first_peak, row.peak_count)};
}

Peaks Library::peaks(std::uint32_t record) const {
  const StoredPeaks stored = stored_peaks(record);
  std::vector<double> mz;
  mz.reserve(stored.size());
  for (const std::uint32_t udalton : stored.mz_udalton) mz.push_back(udalton / 1e6);
  return Peaks::from_unsorted(mz, stored.intensity);
}

Ionisation Library::ionisation(std::uint32_t record) const noexcept {
  return static_cast<Ionisation>(content_->rows[record].ionisation);
}
Polarity Library::polarity(std::uint32_t record) const noexcept {
  return static_cast<Polarity>(content_->rows[record].polarity);
}
int Library::ms_level(std::uint32_t record) const noexcept {
  return content_->rows[record].ms_level;
}
Origin Library::origin(std::uint32_t record) const noexcept {
  return static_cast<Origin>(content_->rows[record].origin);
}
double Library::precursor_mz(std::uint32_t record) const noexcept {
  return content_->rows[record].precursor_mz;
}
double Library::monoisotopic_mass(std::uint32_t record) const noexcept {
  return content_->rows[record].monoisotopic_mass;
}
bool Library::has_deviation(std::uint32_t record) const noexcept {
  return (content_->rows[record].present & library_file::has_deviation) != 0;
}
std::optional<double> Library::energy_ev(std::uint32_t record) const noexcept {
  const RecordRow& row = content_->rows[record];
  return (row.present & library_file::has_energy_ev) != 0 ? std::optional(row.energy_ev)
                                                          : std::nullopt;
}
std::string_view Library::energy(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::energy);
}
std::string_view Library::adduct(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::adduct);
}
std::string_view Library::instrument_type(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::instrument_type);
}
std::string_view Library::id(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::id);
}
std::string_view Library::compound_name(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::name);
}
std::string_view Library::inchikey(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::inchikey);
}
std::string_view Library::formula(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::formula);
}
std::string_view Library::smiles(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::smiles);
}
std::string_view Library::compound_class(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::compound_class);
}
std::string_view Library::isomer_key(std::uint32_t record) const noexcept {
  return content_->string_of(record, library_file::isomer_key);
}

LibraryRecord Library::record(std::uint32_t index) const {
  using namespace library_file;
  const Content& content = *content_;
  const RecordRow& row = content.rows[index];
  const auto text = [&](Text which) { return std::string(content.string_of(index, which)); };
  const auto number = [&](Present bit, double value) {
    return (row.present & bit) != 0 ? std::optional(value) : std::nullopt;
  };
  LibraryRecord record;
  record.id = text(library_file::id);
  record.name = text(library_file::name);
  record.smiles = text(library_file::smiles);
  record.inchikey = text(library_file::inchikey);
  record.formula = text(library_file::formula);
  record.cas = text(cas);
  record.monoisotopic_mass = number(has_monoisotopic_mass, row.monoisotopic_mass);
  Acquisition& acquisition = record.acquisition;
  acquisition.ionisation = static_cast<Ionisation>(row.ionisation);
  acquisition.polarity = static_cast<Polarity>(row.polarity);
  acquisition.ms_level = row.ms_level;
  acquisition.is_centroided = row.is_centroided != 0;
  acquisition.retention_s = number(has_retention_s, row.retention_s);
  acquisition.precursor_mz = number(has_precursor_mz, row.precursor_mz);
  acquisition.isolation_width_mz = number(has_isolation_width, row.isolation_width_mz);
  if ((row.present & has_charge) != 0) acquisition.charge = row.charge;
  acquisition.adduct = text(library_file::adduct);
  acquisition.energy = text(library_file::energy);
  acquisition.energy_ev = number(has_energy_ev, row.energy_ev);
  acquisition.scan = row.scan;
  record.instrument = text(instrument);
  record.instrument_type = text(library_file::instrument_type);
  record.retention_indices = reference_indices_of_text(text(retention_indices));
  record.origin = static_cast<Origin>(row.origin);
  record.source = text(source);
  record.licence = text(licence);
  record.citation = text(citation);
  record.comment = text(comment);
  const auto list = content.lists.subspan(row.first_in_lists);
  for (std::size_t i = 0; i < row.synonym_count; ++i)
    record.synonyms.emplace_back(content.string(list[i]));
  for (std::size_t i = 0; i < row.flag_count; ++i) {
    record.flags.emplace_back(content.string(list[row.synonym_count + i]));
  }
  record.peaks = peaks(index);
  if ((row.present & library_file::has_deviation) != 0) {
    const auto deviation = content.deviation.subspan(row.first_deviation, row.peak_count);
    record.deviation.assign(deviation.begin(), deviation.end());
  }
  record.compound_class = text(library_file::compound_class);
  record.isomer_key = text(library_file::isomer_key);
  return record;
}

}  // namespace basepeak
