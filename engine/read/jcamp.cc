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

// A unit of time in seconds; seconds where none is named, nothing for one that is not known.
std::optional<double> seconds_in(std::string_view unit) {
  const std::string name = lower_case(trimmed(unit));
  if (name.empty() || name == "s" || name.starts_with("sec")) return 1.0;
  if (name.starts_with("min")) return 60.0;
  if (name == "h" || name.starts_with("hr") || name.starts_with("hour")) return 3600.0;
  if (name == "ms" || name.starts_with("msec") || name.starts_with("millisec")) return 0.001;
  return std::nullopt;
}

// The beginning of "420,123": a comma for the point, which the format does not have.
bool is_cut_at_comma(const LeadingNumber& found) {
  return found.rest.size() > 1 && found.rest[0] == ',' && found.rest[1] >= '0' &&
         found.rest[1] <= '9';
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
  void start_table(std::string_view label, std::string_view form, std::size_t line);
  void take_factors(std::string_view label, std::size_t line);
  [[nodiscard]] double factor_of(std::string_view label, std::string_view written,
                                 std::size_t line);
  [[nodiscard]] bool lacks_table(std::string_view next_label) const;
  bool finish_without_table(std::size_t line);
  void remark_on_time();
  void take_pairs(std::string_view text, std::size_t line);
  void refuse(std::size_t line, const std::string& why);
  [[nodiscard]] std::string_view stated_time() const;
  [[nodiscard]] std::string_view stated_time_unit() const;
  [[nodiscard]] std::optional<std::size_t> place_of_symbol(std::string_view symbol) const;
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
  bool block_has_table_ = false;
  bool table_is_missing_ = false;
  bool time_is_told_ = false;    // that the file's times are odd
  bool factor_is_told_ = false;  // that the block's factors are not applied
  double mz_factor_ = 1.0;       // of the table that is read
  double intensity_factor_ = 1.0;
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

// RETENTION_TIME, else the T of a page; empty if there is none.
std::string_view JcampReader::stated_time() const {
  const std::string_view stated = value("RETENTION TIME");
  if (leading_number(stated)) return stated;
  const std::string_view page = value("PAGE");
  const auto equals = page.find('=');
  if (equals == std::string_view::npos || !same_name(trimmed(page.substr(0, equals)), "T")) {
    return {};
  }
  return trimmed(page.substr(equals + 1));
}

// Where a symbol stands in SYMBOL, and with it its unit, factor and name.
std::optional<std::size_t> JcampReader::place_of_symbol(std::string_view symbol) const {
  const auto symbols = items_of(value("SYMBOL"));
  const auto found = std::find_if(symbols.begin(), symbols.end(),
                                  [&](std::string_view s) { return same_name(s, symbol); });
  if (found == symbols.end()) return std::nullopt;
  return static_cast<std::size_t>(found - symbols.begin());
}

// RETENTION_TIME is in seconds or names its unit; that of a page stands in UNITS, where T stands in
// SYMBOL.
std::string_view JcampReader::stated_time_unit() const {
  if (const auto stated = leading_number(value("RETENTION TIME"))) return trimmed(stated->rest);
  const auto units = items_of(value("UNITS"));
  const std::size_t at = place_of_symbol("T").value_or(units.size());
  return at < units.size() ? units[at] : std::string_view();
}

std::optional<double> JcampReader::retention_s() const {
  const auto time = leading_number(stated_time());
  if (!time || is_cut_at_comma(*time)) return std::nullopt;
  return time->value * seconds_in(stated_time_unit()).value_or(1.0);
}

// Says once how times are read that may mean something else.
void JcampReader::remark_on_time() {
  const auto time = leading_number(stated_time());
  if (time_is_told_ || !time || record_.mz.empty()) return;
  const std::string unit(stated_time_unit());
  const std::optional<double> seconds = seconds_in(unit);
  std::string what;
  if (is_cut_at_comma(*time)) {
    what = "the time '" + std::string(stated_time()) +
           "' has a comma for the point; it is not read, and no other one like it";
  } else if (!seconds) {
    what = "times in an unknown unit, '" + unit + "', are taken for seconds";
  } else if (*seconds != 1.0 && *seconds != 60.0) {
    what = "by the file its times are in '" + unit + "', unusual for a run; they are read so";
  }
  if (what.empty()) return;
  record_.problems.emplace_back(record_.line, std::move(what));
  time_is_told_ = true;
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
  for (const double unit_s : {1.0, 60.0, seconds_in(stated_time_unit()).value_or(1.0)}) {
    if (std::abs(*last * unit_s - *at_s) <= 1e-5 * *at_s) return {};
  }
  return "the file ends without ##END NTUPLES at " + text_of(*at_s) +
         " s, but ##LAST promises scans to " + text_of(*last) + "; it is cut";
}

bool JcampReader::finish_scan(bool at_end) {
  if (!has_table_) return true;
  if (!skips_block_ && !table_is_missing_) {
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
    remark_on_time();
    if (const auto seconds = retention_s()) {
      record_.fields.push_back({"RTINSECONDS", text_of(*seconds), record_.line});
    }
  }
  scan_.clear();
  continued_ = nullptr;
  has_table_ = in_table_ = table_is_missing_ = false;
  block_has_table_ = has_any_ = true;
  return visit_(std::exchange(record_, TextRecord{}));
}

// Whether the labels so far are of a scan or block whose table never came, where the next label
// begins another one or ends the block.
bool JcampReader::lacks_table(std::string_view next_label) const {
  if (has_table_ || skips_block_) return false;
  const auto has = [](const std::vector<TextRecord::Field>& fields, std::string_view label) {
    return std::any_of(fields.begin(), fields.end(), [&](const TextRecord::Field& field) {
      return same_name(field.name, label);
    });
  };
  for (const char* label : {"PAGE", "SCAN NUMBER", "RETENTION TIME"}) {
    if (same_name(next_label, label)) return has(scan_, label);
  }
  for (const char* label : {"TITLE", "END", "END NTUPLES"}) {
    if (!same_name(next_label, label)) continue;
    return has(scan_, "PAGE") || has(scan_, "SCAN NUMBER") ||
           (!block_has_table_ && (has(scan_, "NPOINTS") || has(block_, "NPOINTS")));
  }
  return false;
}

bool JcampReader::finish_without_table(std::size_t line) {
  const std::vector<TextRecord::Field>& fields = scan_.empty() ? block_ : scan_;
  if (record_.line == 0) record_.line = fields.empty() ? line : fields.front().line;
  record_.problems.emplace_back(record_.line, "the label of its table of peaks is missing");
  record_.lacks_peaks = has_table_ = table_is_missing_ = true;
  return finish_scan(false);
}

double JcampReader::factor_of(std::string_view label, std::string_view written, std::size_t line) {
  const std::optional<double> factor = written.empty() ? 1.0 : number(written);
  if (factor && *factor > 0.0) return *factor;
  if (!factor_is_told_) {
    record_.problems.emplace_back(line, "##" + std::string(label) + "= " + std::string(written) +
                                            " is no factor; the numbers are taken as written");
  }
  factor_is_told_ = true;
  return 1.0;
}

// XFACTOR and YFACTOR are for XYDATA and XYPOINTS, FACTOR is for the DATA TABLE of NTUPLES.
void JcampReader::take_factors(std::string_view label, std::size_t line) {
  mz_factor_ = intensity_factor_ = 1.0;
  const bool is_data_table = same_name(label, "DATA TABLE");
  const bool has_own_factors = same_name(label, "XYDATA") || same_name(label, "XYPOINTS");
  if (is_data_table) {
    const auto factors = items_of(value("FACTOR"));
    const auto of_symbol = [&](std::string_view symbol, std::size_t usual_place) {
      const std::size_t at = place_of_symbol(symbol).value_or(usual_place);
      return at < factors.size() ? factor_of("FACTOR", factors[at], line) : 1.0;
    };
    mz_factor_ = of_symbol("X", 0);
    intensity_factor_ = of_symbol("Y", 1);
  } else if (has_own_factors) {
    mz_factor_ = factor_of("XFACTOR", value("XFACTOR"), line);
    intensity_factor_ = factor_of("YFACTOR", value("YFACTOR"), line);
  }
  const auto ignore = [&](std::string_view name) {
    const std::string_view written = value(name);
    if (written.empty() || factor_is_told_) return;
    for (const std::string_view item : items_of(written)) {
      if (item.empty() || number(item) == 1.0) continue;
      record_.problems.emplace_back(line, "##" + std::string(name) + "= " + std::string(written) +
                                              " is ignored: the format has none for ##" +
                                              std::string(label));
      factor_is_told_ = true;
      return;
    }
  };
  if (!is_data_table) ignore("FACTOR");
  if (!has_own_factors) {
    ignore("XFACTOR");
    ignore("YFACTOR");
  }
}

void JcampReader::start_table(std::string_view label, std::string_view form, std::size_t line) {
  has_table_ = in_table_ = true;
  take_factors(label, line);
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
    add_peak(record_, line, mz_factor_ * values[i], intensity_factor_ * values[i + 1]);
  }
}

bool JcampReader::take_label(std::string_view label, std::string_view text, std::size_t line) {
  const auto is = [&](std::string_view name) { return same_name(label, name); };
  if (lacks_table(label) && !finish_without_table(line)) return false;
  if (is("TITLE") || is("END")) {
    if (!finish_scan(false)) return false;
    block_.clear();
    scan_.clear();
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
  std::vector<TextRecord::Field>& fields = in_scans_ ? scan_ : block_;
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
