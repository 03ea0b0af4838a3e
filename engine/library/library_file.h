#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The compiled library file, .bplib, byte by byte. All numbers are little-endian.
//
//   offset 0   8 bytes   "BPLIB\r\n\x1a": shows a transfer that changed line ends
//          8   u32       format version
//         12   u32       number of sections
//         16   u64       length of the file
//         24   32 bytes  SHA-256 of bytes 0-23 and 56-end
//         56   sections  32 bytes each: name (16, zero-padded), offset (u64), length (u64)
//   then the sections in the order of the table, each at a multiple of 64, zeros between them.
//
// A reader uses the sections it knows; a new section needs no new format version.
namespace basepeak::library_file {

inline constexpr std::array<char, 8> kMagic = {'B', 'P', 'L', 'I', 'B', '\r', '\n', '\x1a'};
inline constexpr std::uint32_t kFormatVersion = 2;
inline constexpr std::size_t kChecksumOffset = 24;
inline constexpr std::size_t kTableOffset = 56;
inline constexpr std::size_t kTableEntrySize = 32;
inline constexpr std::size_t kSectionNameSize = 16;
inline constexpr std::size_t kAlignment = 64;
inline constexpr std::uint32_t kMostSections = 256;

// Sections of version 2.
inline constexpr std::string_view kName = "name";               // UTF-8
inline constexpr std::string_view kRecords = "records";         // RecordRow[]
inline constexpr std::string_view kStringEnds = "string_ends";  // u64[]: end of string i in text
inline constexpr std::string_view kText = "text";       // UTF-8, the strings one after another
inline constexpr std::string_view kLists = "lists";     // u32[]: string numbers
inline constexpr std::string_view kPeakMz = "peak_mz";  // u32[]: microdalton, ascending a record
inline constexpr std::string_view kPeakIntensity = "intensity";  // float32[], as many as peak_mz
inline constexpr std::string_view kDeviation = "deviation";      // float32[]

// Texts of a record, in the order of RecordRow::text.
enum Text : std::size_t {
  id,
  name,
  smiles,
  inchikey,
  formula,
  cas,
  adduct,
  energy,
  instrument,
  instrument_type,
  retention_indices,  // as reference_index.h writes them
  source,
  licence,
  citation,
  comment,
  compound_class,
  isomer_key,
  kTextCount
};

// Bits of RecordRow::present.
enum Present : std::uint32_t {
  has_monoisotopic_mass = 1,
  has_precursor_mz = 2,
  has_retention_s = 4,
  has_isolation_width = 8,
  has_energy_ev = 16,
  has_charge = 32,
  has_deviation = 64,
  kAllPresent = 127
};

struct RecordRow {
  std::uint64_t first_peak;
  std::uint64_t first_deviation;  // one a peak, only with has_deviation
  std::uint64_t first_in_lists;   // synonyms, then flags
  std::uint64_t scan;
  double monoisotopic_mass;
  double precursor_mz;
  double retention_s;
  double isolation_width_mz;
  double energy_ev;
  std::uint32_t peak_count;
  std::uint32_t synonym_count;
  std::uint32_t flag_count;
  std::uint32_t present;
  std::int32_t charge;
  std::int32_t ms_level;
  std::uint8_t ionisation;  // enum Ionisation
  std::uint8_t polarity;    // enum Polarity
  std::uint8_t origin;      // enum Origin
  std::uint8_t is_centroided;
  std::uint32_t text[kTextCount];
};
static_assert(sizeof(RecordRow) == 168);

struct Section {
  std::string name;
  std::span<const std::byte> content;
};

// Writes the sections as a library file: to a temporary file beside `path`, then renamed. Throws
// Error{library} naming the path when it cannot be written.
void write_sections(const std::filesystem::path& path, std::span<const Section> sections);

// A section that need not be in memory: `pour` hands exactly `length` bytes to its argument, in
// pieces.
struct StreamedSection {
  std::string name;
  std::uint64_t length = 0;
  std::function<void(const std::function<void(std::span<const std::byte>)>&)> pour;
};

void write_sections(const std::filesystem::path& path, std::span<const StreamedSection> sections);

}  // namespace basepeak::library_file
