#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library_record.h"

namespace basepeak {

// The peaks of a compiled record, read in place. m/z is a whole number of microdaltons, so that
// "the same m/z" has one answer on every machine.
struct StoredPeaks {
  std::span<const std::uint32_t> mz_udalton;
  std::span<const float> intensity;
  [[nodiscard]] std::size_t size() const noexcept { return mz_udalton.size(); }
};

// A compiled library: immutable, memory-mapped, checked against its checksum when it is opened, for
// which the whole file is read once (4 GB: a few seconds) without being kept in memory. Safe to
// share between threads.
class Library {
 public:
  // Throws Error{library}, naming the file and what to do, when it is missing, cut, altered, or of
  // another format version.
  static Library open(const std::filesystem::path& path);

  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;
  ~Library();

  [[nodiscard]] const std::string& name() const noexcept;
  [[nodiscard]] const std::string& checksum() const noexcept;  // SHA-256 of the content, hex
  [[nodiscard]] std::size_t size() const noexcept;             // records

  [[nodiscard]] StoredPeaks stored_peaks(std::uint32_t record) const;
  [[nodiscard]] Peaks peaks(std::uint32_t record) const;
  // Fields that searches and filters read often, without building a LibraryRecord.
  [[nodiscard]] Ionisation ionisation(std::uint32_t record) const noexcept;
  [[nodiscard]] Polarity polarity(std::uint32_t record) const noexcept;
  [[nodiscard]] int ms_level(std::uint32_t record) const noexcept;
  [[nodiscard]] Origin origin(std::uint32_t record) const noexcept;
  // Precursor m/z, 0 where the record has none.
  [[nodiscard]] double precursor_mz(std::uint32_t record) const noexcept;
  // Monoisotopic mass of the compound, 0 where no formula is known.
  [[nodiscard]] double monoisotopic_mass(std::uint32_t record) const noexcept;
  // Whether every peak has a standard deviation, as the mean of replicates has.
  [[nodiscard]] bool has_deviation(std::uint32_t record) const noexcept;
  [[nodiscard]] std::optional<double> energy_ev(std::uint32_t record) const noexcept;
  // Collision energy and adduct as written in the source.
  [[nodiscard]] std::string_view energy(std::uint32_t record) const noexcept;
  [[nodiscard]] std::string_view adduct(std::uint32_t record) const noexcept;
  [[nodiscard]] std::string_view instrument_type(std::uint32_t record) const noexcept;
  [[nodiscard]] std::string_view id(std::uint32_t record) const noexcept;
  [[nodiscard]] std::string_view compound_name(std::uint32_t record) const noexcept;
  [[nodiscard]] std::string_view inchikey(std::uint32_t record) const noexcept;
  [[nodiscard]] std::string_view formula(std::uint32_t record) const noexcept;
  [[nodiscard]] std::string_view smiles(std::uint32_t record) const noexcept;
  [[nodiscard]] std::string_view compound_class(std::uint32_t record) const noexcept;
  [[nodiscard]] std::string_view isomer_key(std::uint32_t record) const noexcept;
  // The bytes of a section of the file by name, for what is kept beside the records (a search
  // index); none if the file has no such section. See library_file.h.
  [[nodiscard]] std::span<const std::byte> section(std::string_view name) const noexcept;
  // In the order of the file.
  [[nodiscard]] std::vector<std::string> section_names() const;
  // Takes the file's pages out of this process's memory; what is read again comes back. Safe at any
  // time, of use to one who goes through a library larger than memory.
  void release_pages() const noexcept;
  // Says that single records will be read, far from each other: spares reading what lies beside
  // them where the file is not in memory.
  void expect_scattered_reads() const noexcept;
  // Everything the file holds of a record.
  [[nodiscard]] LibraryRecord record(std::uint32_t record) const;

 private:
  struct Content;
  explicit Library(std::unique_ptr<Content> content);
  std::unique_ptr<Content> content_;
};

// Writes `records`, in the order given, as a file that Library::open reads; the same records and
// name give the same bytes. Writes a temporary file beside `path` and renames it. Throws
// Error{library} when two records share an id or the file cannot be written.
void write_library(const std::filesystem::path& path, const std::string& name,
                   std::span<const LibraryRecord> records);

}  // namespace basepeak
