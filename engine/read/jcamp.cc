#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/error.h"
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

std::vector<std::string_view> items_of(std::string_view list) {
  std::vector<std::string_view> items;
  while (true) {
    const auto comma = list.find(',');
    items.push_back(trimmed(list.substr(0, comma)));
    if (comma == std::string_view::npos) return items;
    list.remove_prefix(comma + 1);
  }
}

std::string text_of(double value) {
  std::array<char, 32> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return status == std::errc{} ? std::string(digits.data(), end) : std::string();
}

class JcampReader {
 public:
  JcampReader(const std::string& path, const RecordVisitor& visit) : path_(path), visit_(visit) {}

  // False when the visitor wants no more.
  bool take(std::string_view text, std::size_t line);
  bool finish_scan(bool at_end);
  void end_of_file(bool last_line_is_ended, bool file_is_cut);

 private:
  bool take_label(std::string_view label, std::string_view value, std::size_t line);
  void start_table(std::string_view form, std::size_t line);
  void take_pairs(std::string_view text, std::size_t line);
  void refuse(std::size_t line, const std::string& why);
  [[nodiscard]] std::optional<double> retention_s() const;
  [[nodiscard]] std::optional<double> promised_last() const;
  [[nodiscard]] std::string missing_pages() const;
  [[nodiscard]] std::string_view value(std::string_view label) const;

  const std::string& path_;
  const RecordVisitor& visit_;
  std::vector<TextRecord::Field> block_;  // labels of the whole block
  std::vector<TextRecord::Field> scan_;   // labels of one scan of a run
  TextRecord record_;                     // its peaks and problems
  std::string* continued_ = nullptr;      // the value that a line without label goes on with
  std::size_t declared_line_ = 0;
  bool in_scans_ = false;
  bool has_table_ = false;
  bool in_table_ = false;
  bool skips_block_ = false;
  bool has_any_ = false;
  bool ntuples_end_ = false;
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

std::string_view JcampReader::value(std::string_view label) const {
  for (const auto* fields : {&scan_, &block_}) {
    for (const TextRecord::Field& field : *fields) {
      if (!field.value.empty() && same_name(field.name, label)) return field.value;
    }
  }
  return {};
}

// RETENTION_TIME is in seconds; the time of a page is in the unit that the third of UNITS names.
std::optional<double> JcampReader::retention_s() const {
  if (const auto stated = leading_number(value("RETENTION TIME"))) {
    return lower_case(trimmed(stated->rest)).starts_with("min") ? 60.0 * stated->value
                                                                : stated->value;
  }
  const std::string_view page = value("PAGE");
  const auto equals = page.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const std::string_view symbol = trimmed(page.substr(0, equals));
  const auto time = leading_number(trimmed(page.substr(equals + 1)));
  if (!time || !same_name(symbol, "T")) return std::nullopt;
  const auto symbols = items_of(value("SYMBOL"));
  const auto units = items_of(value("UNITS"));
  const auto at = static_cast<std::size_t>(
      std::find_if(symbols.begin(), symbols.end(),
                   [&](std::string_view s) { return same_name(s, symbol); }) -
      symbols.begin());
  const bool minutes = at < units.size() && lower_case(units[at]).starts_with("min");
  return minutes ? 60.0 * time->value : time->value;
}

// The time of the last page, as the third of LAST gives it.
std::optional<double> JcampReader::promised_last() const {
  const auto items = items_of(value("LAST"));
  const auto last = items.size() < 3 ? std::nullopt : leading_number(items[2]);
  return last ? std::optional<double>(last->value) : std::nullopt;
}

// What shows that pages are missing after the last one of a file without ##END NTUPLES. Empty where
// its time is the last that the header promises, in seconds or in minutes.
std::string JcampReader::missing_pages() const {
  const std::optional<double> last = promised_last();
  const std::optional<double> at_s = retention_s();
  if (!last || !at_s) return "the file ends without ##END NTUPLES; scans may be missing";
  for (const double unit_s : {1.0, 60.0}) {
    if (std::abs(*last * unit_s - *at_s) <= 1e-5 * *at_s) return {};
  }
  return "the file ends without ##END NTUPLES at " + text_of(*at_s) +
         " s, but ##LAST promises scans to " + text_of(*last) + "; it is cut";
}

bool JcampReader::finish_scan(bool at_end) {
  if (!has_table_) return true;
  if (!skips_block_) {
    check_count(record_, value("NPOINTS"), declared_line_, at_end);
    if (at_end && value("NPOINTS").empty()) {
      record_.problems.emplace_back(record_.line,
                                    "the file ends without ##END and without a number of points");
      record_.is_cut = true;
    }
  }
  record_.fields = block_;
  record_.fields.insert(record_.fields.end(), scan_.begin(), scan_.end());
  if (in_scans_) {
    if (const auto seconds = retention_s()) {
      record_.fields.push_back({"RTINSECONDS", text_of(*seconds), record_.line});
    }
  }
  scan_.clear();
  continued_ = nullptr;
  has_table_ = in_table_ = false;
  has_any_ = true;
  return visit_(std::exchange(record_, TextRecord{}));
}

void JcampReader::start_table(std::string_view form, std::size_t line) {
  has_table_ = in_table_ = true;
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
    add_peak(record_, line, values[i], values[i + 1]);
  }
}

bool JcampReader::take_label(std::string_view label, std::string_view text, std::size_t line) {
  const auto is = [&](std::string_view name) { return same_name(label, name); };
  if (is("TITLE") || is("END")) {
    if (!finish_scan(false)) return false;
    block_.clear();
    scan_.clear();
    continued_ = nullptr;
    in_scans_ = skips_block_ = ntuples_end_ = false;
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
  std::vector<TextRecord::Field>& fields = in_scans_ ? scan_ : block_;
  if (is_table(label)) {
    if (record_.line == 0) record_.line = fields.empty() ? line : fields.front().line;
    if (!skips_block_) start_table(text, line);
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
  const bool is_open_ntuples = !value("NTUPLES").empty() && !ntuples_end_;
  if (has_table_ && is_open_ntuples) {
    record_.problems.emplace_back(last_line_,
                                  "the file ends without ##END NTUPLES after this scan");
    record_.missing_after = missing_pages();
  }
  if (!has_table_ && (!scan_.empty() || (is_open_ntuples && has_any_))) {
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
