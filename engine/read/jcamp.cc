#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/error.h"
#include "engine/read/jcamp_labels.h"
#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_parsers.h"

namespace basepeak {

namespace {

constexpr std::array<std::string_view, 4> kTables{"PEAK TABLE", "XYDATA", "XYPOINTS", "DATA TABLE"};

constexpr std::size_t kLongestValue = 65536;

bool is_table(std::string_view label) {
  return std::any_of(kTables.begin(), kTables.end(),
                     [&](std::string_view table) { return same_name(label, table); });
}

std::string_view without_comment(std::string_view line) { return line.substr(0, line.find("$$")); }

class JcampReader {
 public:
  JcampReader(const std::string& path, const RecordVisitor& visit) : path_(path), visit_(visit) {}

  // False when the visitor wants no more.
  bool take(std::string_view text, std::size_t line);
  bool finish_scan(bool at_end);
  void end_of_file(bool last_line_is_ended, bool file_is_cut);

 private:
  bool take_label(std::string_view label, std::string_view value, std::size_t line);
  void start_table(std::string_view label, std::string_view form, std::size_t line);
  [[nodiscard]] bool lacks_table(std::string_view next_label) const;
  bool finish_without_table(std::size_t line);
  void take_pairs(std::string_view text, std::size_t line);
  void refuse(std::size_t line, const std::string& why);

  const std::string& path_;
  const RecordVisitor& visit_;
  JcampLabels labels_;
  TextRecord record_;                 // the peaks and problems of the scan
  std::string* continued_ = nullptr;  // the value that a line without label goes on with
  std::size_t declared_line_ = 0;
  bool in_scans_ = false;
  bool has_table_ = false;
  bool in_table_ = false;
  bool skips_block_ = false;
  bool has_any_ = false;
  bool ntuples_end_ = false;
  bool block_has_table_ = false;
  bool table_is_missing_ = false;
  bool time_is_told_ = false;    // that the file's times are odd
  bool factor_is_told_ = false;  // that the block's factors are not applied
  JcampFactors factors_;         // of the table that is read
  std::size_t last_line_ = 0;
};

// A block that cannot be read is an error where nothing was read before it, else a problem.
void JcampReader::refuse(std::size_t line, const std::string& why) {
  if (!has_any_) {
    throw Error(ErrorKind::input, path_ + ": line " + std::to_string(line) + ": " + why);
  }
  record_.problems.emplace_back(line, why);
  has_table_ = true;
  in_table_ = false;
  skips_block_ = true;
}

bool JcampReader::finish_scan(bool at_end) {
  if (!has_table_) return true;
  if (!skips_block_ && !table_is_missing_) {
    check_count(record_, labels_.value("NPOINTS"), declared_line_, at_end);
    if (at_end && labels_.value("NPOINTS").empty()) {
      record_.problems.emplace_back(record_.line,
                                    "the file ends without ##END and without a number of points");
      record_.is_cut = true;
    }
  }
  record_.fields = labels_.block;
  record_.fields.insert(record_.fields.end(), labels_.scan.begin(), labels_.scan.end());
  if (in_scans_) {
    if (const std::string odd = labels_.odd_time();
        !time_is_told_ && !odd.empty() && !record_.mz.empty()) {
      record_.problems.emplace_back(record_.line, odd);
      time_is_told_ = true;
    }
    if (const auto seconds = labels_.retention_s()) {
      record_.fields.push_back({"RTINSECONDS", shortest_text(*seconds), record_.line});
    }
  }
  labels_.scan.clear();
  continued_ = nullptr;
  has_table_ = in_table_ = table_is_missing_ = false;
  block_has_table_ = has_any_ = true;
  return visit_(std::exchange(record_, TextRecord{}));
}

// Whether the labels so far are of a scan or block whose table never came, where the next label
// begins another one or ends the block.
bool JcampReader::lacks_table(std::string_view next_label) const {
  if (has_table_ || skips_block_) return false;
  return labels_.lack_table_before(next_label, block_has_table_);
}

bool JcampReader::finish_without_table(std::size_t line) {
  const std::vector<TextRecord::Field>& fields =
      labels_.scan.empty() ? labels_.block : labels_.scan;
  if (record_.line == 0) record_.line = fields.empty() ? line : fields.front().line;
  record_.problems.emplace_back(record_.line, "the label of its table of peaks is missing");
  record_.lacks_peaks = has_table_ = table_is_missing_ = true;
  return finish_scan(false);
}

void JcampReader::start_table(std::string_view label, std::string_view form, std::size_t line) {
  has_table_ = in_table_ = true;
  factors_ = labels_.factors_of(label);
  if (!factors_.odd.empty() && !factor_is_told_) {
    record_.problems.emplace_back(line, factors_.odd);
    factor_is_told_ = true;
  }
  std::string bare;
  for (const char c : form.substr(0, std::min(form.find(')'), form.size()))) {
    if (c != ' ') bare.push_back(c);
  }
  if (lower_case(bare) != "(xy..xy") {
    refuse(line, "data of the form '" + std::string(trimmed(form)) +
                     "' (continuum or compressed), which is not read; export centroided peaks as "
                     "(XY..XY)");
  }
}

void JcampReader::take_pairs(std::string_view text, std::size_t line) {
  std::vector<double> values;
  bool is_readable = true;
  std::size_t since_semicolon = 0;
  for (std::size_t i = 0; i < text.size() && is_readable;) {
    if (text[i] == ';') {
      is_readable = since_semicolon % 2 == 0;
      since_semicolon = 0;
      ++i;
    } else if (text[i] == ' ' || text[i] == '\t' || text[i] == ',') {
      ++i;
    } else {
      const auto end = std::min(text.find_first_of(" \t,;", i), text.size());
      const std::optional<double> value = number(text.substr(i, end - i));
      is_readable = value.has_value();
      values.push_back(value.value_or(0.0));
      ++since_semicolon;
      i = end;
    }
  }
  // A value lost inside a line would pair all that follow it wrongly, so the line goes as a whole.
  if (!is_readable || values.size() % 2 == 1) {
    record_.problems.emplace_back(line, "not pairs of m/z and intensity; the line is left out");
    record_.lacks_peaks = true;
    return;
  }
  for (std::size_t i = 0; i < values.size(); i += 2) {
    add_peak(record_, line, factors_.mz * values[i], factors_.intensity * values[i + 1]);
  }
}

bool JcampReader::take_label(std::string_view label, std::string_view text, std::size_t line) {
  const auto is = [&](std::string_view name) { return same_name(label, name); };
  if (lacks_table(label) && !finish_without_table(line)) return false;
  if (is("TITLE") || is("END")) {
    if (!finish_scan(false)) return false;
    labels_.block.clear();
    labels_.scan.clear();
    continued_ = nullptr;
    in_scans_ = skips_block_ = ntuples_end_ = false;
    block_has_table_ = factor_is_told_ = false;
    if (is("END")) return true;
  } else if (is("END NTUPLES")) {
    ntuples_end_ = true;
    return finish_scan(false);
  } else if (is("JEOL-DX")) {
    throw Error(ErrorKind::input, path_ +
                                      ": JEOL-DX text, which resembles JCAMP-DX but is not read; "
                                      "export mzML or ANDI/netCDF");
  } else if (has_table_ && !finish_scan(false)) {
    return false;
  }
  if (is("SCAN NUMBER") || is("PAGE") || is("RETENTION TIME")) {
    in_scans_ = true;
  }
  if (is("DATA TYPE")) {
    const std::string type = lower_case(text);
    if (!type.empty() && type.find("mass") == std::string::npos && type != "link") {
      refuse(line, "JCAMP-DX of '" + std::string(text) + "', not of a mass spectrum");
    }
  }
  std::vector<TextRecord::Field>& fields = in_scans_ ? labels_.scan : labels_.block;
  if (is_table(label)) {
    if (record_.line == 0) record_.line = fields.empty() ? line : fields.front().line;
    if (!skips_block_) start_table(label, text, line);
    return true;
  }
  if (is("NPOINTS")) declared_line_ = line;
  fields.push_back({to_utf8(label), to_utf8(text), line});
  continued_ = &fields.back().value;
  return true;
}

bool JcampReader::take(std::string_view text, std::size_t line) {
  const std::string_view content = trimmed(without_comment(text));
  last_line_ = line;
  if (content.starts_with("##")) {
    in_table_ = false;
    const auto equals = content.find('=');
    if (equals == std::string_view::npos) {
      record_.problems.emplace_back(line, "a label without '='");
      return true;
    }
    return take_label(content.substr(2, equals - 2), trimmed(content.substr(equals + 1)), line);
  }
  if (content.empty()) return true;
  if (in_table_) {
    take_pairs(content, line);
  } else if (continued_ != nullptr && !has_table_ && !skips_block_ &&
             continued_->size() < kLongestValue) {
    if (!continued_->empty()) *continued_ += ' ';
    *continued_ += to_utf8(content);
  }
  return true;
}

void JcampReader::end_of_file(bool last_line_is_ended, bool file_is_cut) {
  if (has_table_ && !last_line_is_ended && !record_.peak_line.empty()) {
    record_.problems.emplace_back(record_.peak_line.back(),
                                  "the file's last line has no end; its last value may be cut");
    record_.is_cut = file_is_cut;
  }
  const bool is_open_ntuples = !labels_.value("NTUPLES").empty() && !ntuples_end_;
  if (has_table_ && is_open_ntuples) {
    record_.problems.emplace_back(last_line_,
                                  "the file ends without ##END NTUPLES after this scan");
    record_.missing_after = labels_.missing_pages();
  }
  if (!has_table_ && (!labels_.scan.empty() || (is_open_ntuples && has_any_))) {
    // The file stops between two scans: a record without peaks says so.
    record_.problems.emplace_back(last_line_, "the file ends before the next scan");
    record_.is_cut = has_table_ = skips_block_ = true;
    if (record_.line == 0) record_.line = last_line_;
  }
  finish_scan(true);
}

}  // namespace

void read_jcamp(LineReader& lines, const std::string& path, const RecordVisitor& visit) {
  JcampReader reader(path, visit);
  for (std::string line; lines.next(line);) {
    if (!reader.take(line, lines.line())) return;
  }
  reader.end_of_file(lines.is_ended(), !lines.cut().empty());
}

}  // namespace basepeak
