#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace basepeak {

// One record of a text file of spectra (MSP, MGF, JCAMP-DX single spectra), as written: field names
// and values in file order, peaks before any rule is applied to them. Importing it into a library
// and reading it as a query both start here.
struct TextRecord {
  std::size_t line = 0;  // 1-based, where the record starts
  struct Field {
    std::string name;
    std::string value;
    std::size_t line = 0;
  };
  std::vector<Field> fields;
  std::vector<double> mz;
  std::vector<double> intensity;
  std::vector<std::string> annotation;  // parallel to mz; empty strings where there is none
  std::vector<std::size_t> peak_line;   // parallel to mz
  // What could not be read, each with its line; the record is handed over all the same and the
  // caller's rules decide what a problem means.
  std::vector<std::pair<std::size_t, std::string>> problems;
  // The file ends inside this record: what is here is real, but not all that was measured.
  bool is_cut = false;
  // Peaks that are written or promised there could not be read; problems say which.
  bool lacks_peaks = false;
  // This record is whole, but the file should go on after it and does not: what shows it. Empty
  // where nothing does.
  std::string missing_after;

  // Value of the first non-empty field of that name; names compare by their letters and digits
  // alone, without case. Empty if there is none.
  [[nodiscard]] std::string_view value(std::string_view field_name) const noexcept;
  // That of the first of these names which has one, without white space around it.
  [[nodiscard]] std::string_view first_of(
      std::initializer_list<std::string_view> names) const noexcept;
  [[nodiscard]] std::string_view first_of(std::span<const std::string_view> names) const noexcept;
};

enum class TextFormat { msp, mgf, jcamp_dx };

// Streams the records of a text file, gzip or plain, whatever line ends it has. The format is told
// by content. Text that is not UTF-8 is read as latin-1; every string handed over is UTF-8. A scan
// of a JCAMP-DX run carries the run's fields before its own, and its time as RTINSECONDS. Throws
// Error{input} naming the file when it is missing, empty, unreadable, a damaged or cut gzip, none
// of the formats, or JCAMP-DX of something else than mass spectra or in compressed form.
TextFormat read_spectrum_text(const std::filesystem::path& path,
                              const std::function<void(TextRecord&&)>& visit);

}  // namespace basepeak
