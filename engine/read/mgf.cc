#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_parsers.h"

namespace basepeak {

namespace {

void add_line(TextRecord& record, std::string_view line, std::size_t number_of_line) {
  const auto first_end = std::min(line.find_first_of(" \t"), line.size());
  const std::string_view rest = trimmed(line.substr(first_end));
  const auto second_end = std::min(rest.find_first_of(" \t"), rest.size());
  const std::optional<double> mz = number(line.substr(0, first_end));
  const std::optional<double> intensity = number(rest.substr(0, second_end));
  if (mz && intensity) {
    add_peak(record, number_of_line, *mz, *intensity, to_utf8(rest.substr(second_end)));
  } else {
    record.problems.emplace_back(number_of_line,
                                 "not a peak of m/z and intensity ('" + to_utf8(line) + "')");
    record.lacks_peaks = true;
  }
}

}  // namespace

void read_mgf(LineReader& lines, const RecordVisitor& visit) {
  std::vector<TextRecord::Field> of_file;  // stated once, before the first spectrum
  std::optional<TextRecord> record;
  const auto finish = [&](const char* problem, bool is_cut) {
    if (problem != nullptr) record->problems.emplace_back(lines.line(), problem);
    record->is_cut = is_cut;
    record->fields.insert(record->fields.end(), of_file.begin(), of_file.end());
    TextRecord finished = std::move(*record);
    record.reset();
    return visit(std::move(finished));
  };
  for (std::string text; lines.next(text);) {
    const std::string_view line = trimmed(text);
    if (line.empty() || line.front() == '#' || line.front() == ';' || line.front() == '!' ||
        line.front() == '/') {
      continue;
    }
    if (line == "BEGIN IONS") {
      if (record && !finish("END IONS is missing", false)) return;
      record.emplace();
      record->line = lines.line();
      continue;
    }
    if (line == "END IONS") {
      if (record && !finish(nullptr, false)) return;
      continue;
    }
    const auto equals = line.find('=');
    const bool begins_with_number = leading_number(line).has_value();
    if (equals != std::string_view::npos && !begins_with_number) {
      TextRecord::Field field{to_utf8(line.substr(0, equals)), to_utf8(line.substr(equals + 1)),
                              lines.line()};
      (record ? record->fields : of_file).push_back(std::move(field));
    } else if (record) {
      add_line(*record, line, lines.line());
    }
  }
  if (record) finish("the file ends inside the record", true);
}

}  // namespace basepeak
