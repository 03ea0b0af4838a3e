#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "engine/read/gzip_file.h"
#include "engine/read/spectrum_text.h"

namespace basepeak {

// Takes a record and says whether to go on.
using RecordVisitor = std::function<bool(TextRecord&&)>;

// Each reads the records of one format, from the first line to the end of the file. `path` is for
// messages.
void read_msp(LineReader& lines, const RecordVisitor& visit);
void read_mgf(LineReader& lines, const RecordVisitor& visit);
// Throws Error{input} for what is no mass spectrum, or none that can be read.
void read_jcamp(LineReader& lines, const std::string& path, const RecordVisitor& visit);

// What read_records found the file to be.
struct ReadText {
  TextFormat format = TextFormat::msp;
  std::string cut;  // as of GzipFile::cut; unknown, and empty, where the visitor stopped early
};

// As read_spectrum_text, but stops when the visitor says so, and takes what a cut gzip file has.
ReadText read_records(const std::filesystem::path& path, const RecordVisitor& visit);

// Appends a peak; beyond a count that no spectrum has, a problem instead.
void add_peak(TextRecord& record, std::size_t line, double mz, double intensity,
              std::string annotation = {});

// Compares the count a record promises, if it does, with what was read; a shortfall at the end of
// the file marks the record as cut.
void check_count(TextRecord& record, std::string_view promised, std::size_t line, bool at_end);

}  // namespace basepeak
