#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_parsers.h"

namespace basepeak {

namespace {

struct Token {
  std::string_view text;
  bool is_quoted = false;
};

// One peak or several, as between two semicolons or in brackets.
struct Segment {
  std::vector<Token> tokens;
  bool has_tight_comma = false;  // "41,05": decimal comma or separator
  bool has_space = false;        // white space between two tokens
};

constexpr bool is_space(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::vector<Segment> segments_of(std::string_view line) {
  std::vector<Segment> segments(1);
  bool spaced = false;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    Segment& segment = segments.back();
    if (c == ';' || c == ')') {
      segments.emplace_back();
      spaced = false;
      ++i;
    } else if (c == '"') {
      const auto end = line.find('"', i + 1);
      const auto stop = end == std::string_view::npos ? line.size() : end;
      segment.tokens.push_back({line.substr(i + 1, stop - i - 1), true});
      i = stop + 1;
    } else if (is_space(c)) {
      spaced = true;
      ++i;
    } else if (c == ',' || c == '(') {
      const bool is_tight = c == ',' && i > 0 && i + 1 < line.size() && is_digit(line[i - 1]) &&
                            is_digit(line[i + 1]);
      segment.has_tight_comma = segment.has_tight_comma || is_tight;
      spaced = spaced && c != ',';
      ++i;
    } else {
      const auto end = std::min(line.find_first_of(" \t,;()\"", i), line.size());
      segment.has_space = segment.has_space || (spaced && !segment.tokens.empty());
      segment.tokens.push_back({line.substr(i, end - i), false});
      spaced = false;
      i = end;
    }
  }
  return segments;
}

std::string joined(const std::vector<Token>& tokens, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < tokens.size(); ++i) {
    if (!text.empty()) text += ' ';
    text += tokens[i].text;
  }
  return to_utf8(text);
}

void add_segment(TextRecord& record, std::size_t line, const Segment& segment) {
  const std::vector<Token>& tokens = segment.tokens;
  if (tokens.empty()) return;
  const auto problem = [&](const char* why) {
    record.problems.emplace_back(line, why + (" ('" + joined(tokens, 0) + "')"));
    record.lacks_peaks = true;
  };
  std::vector<double> values;
  for (const Token& token : tokens) {
    const std::optional<double> value = token.is_quoted ? std::nullopt : number(token.text);
    if (!value) break;
    values.push_back(*value);
  }
  const bool all_numbers = values.size() == tokens.size();
  if (values.size() < 2) {
    problem("not a peak of m/z and intensity");
  } else if (segment.has_tight_comma && segment.has_space && all_numbers && values.size() > 2) {
    problem("a comma that may be a decimal comma; peak left out");
  } else if (values.size() > 3 && values.size() % 2 == 1) {
    problem("an odd number of values; peaks left out");
  } else if (values.size() <= 3) {
    add_peak(record, line, values[0], values[1], joined(tokens, 2));
  } else {
    for (std::size_t i = 0; i < values.size(); i += 2) {
      const bool is_last = i + 2 == values.size();
      add_peak(record, line, values[i], values[i + 1],
               is_last ? joined(tokens, values.size()) : std::string());
    }
  }
}

// "Name: value"; a peak line begins with a number instead.
std::optional<TextRecord::Field> field_of(std::string_view line, std::size_t number_of_line) {
  const char first = line.front();
  if (is_digit(first) || first == '.' || first == '-' || first == '+' || first == '(') {
    return std::nullopt;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  return TextRecord::Field{to_utf8(line.substr(0, colon)), to_utf8(line.substr(colon + 1)),
                           number_of_line};
}

class MspReader {
 public:
  explicit MspReader(const RecordVisitor& visit) : visit_(visit) {}

  // False when the visitor wants no more.
  bool take(std::string_view line, std::size_t number_of_line) {
    line = trimmed(line);
    if (line.empty()) {
      after_blank_ = true;
      return true;
    }
    std::optional<TextRecord::Field> field = field_of(line, number_of_line);
    if (field) {
      const bool is_name = same_name(field->name, "Name");
      const bool is_next = has_count_ || !record_.mz.empty() || (is_name && has_name_);
      if (is_next && !finish(false)) return false;
      if (record_.fields.empty()) record_.line = number_of_line;
      has_name_ = has_name_ || is_name;
      if (same_name(field->name, "Num Peaks")) {
        has_count_ = true;
        count_ = field->value;
        count_line_ = number_of_line;
      }
      record_.fields.push_back(std::move(*field));
    } else if (record_.fields.empty()) {
      if (line.front() != '#') stray_.emplace_back(number_of_line, "a line outside any record");
    } else if (after_blank_ && is_complete()) {
      record_.problems.emplace_back(number_of_line, "peaks after the end of the record; left out");
      record_.lacks_peaks = true;
    } else {
      for (const Segment& segment : segments_of(line))
        add_segment(record_, number_of_line, segment);
      after_blank_ = false;
      return true;
    }
    if (field) after_blank_ = false;
    return true;
  }

  void end_of_file(bool last_line_is_ended, bool is_cut) {
    if (record_.fields.empty()) return;
    last_line_is_ended_ = last_line_is_ended;
    // In a file known to be cut the last number may be one of fewer digits than was written.
    record_.is_cut = is_cut && (!last_line_is_ended || !has_count_);
    finish(true);
  }

  bool finish(bool at_end) {
    if (record_.fields.empty()) return true;
    if (has_count_) {
      check_count(record_, count_, count_line_, at_end);
    } else if (record_.mz.empty()) {
      record_.problems.emplace_back(record_.line, "no peaks and no number of peaks");
      record_.is_cut = at_end;
    }
    if (at_end && !record_.is_cut && !last_line_is_ended_ && !record_.mz.empty()) {
      record_.problems.emplace_back(record_.peak_line.back(),
                                    "the file's last line has no end; its last value may be cut");
    }
    record_.problems.insert(record_.problems.begin(), stray_.begin(), stray_.end());
    stray_.clear();
    has_name_ = has_count_ = after_blank_ = false;
    count_.clear();
    return visit_(std::exchange(record_, TextRecord{}));
  }

 private:
  [[nodiscard]] bool is_complete() const {
    const std::optional<double> count = number(count_);
    return !has_count_ || !count || static_cast<double>(record_.mz.size()) >= *count;
  }

  const RecordVisitor& visit_;
  TextRecord record_;
  std::vector<std::pair<std::size_t, std::string>> stray_;
  bool has_name_ = false;
  bool has_count_ = false;
  bool after_blank_ = false;
  bool last_line_is_ended_ = true;
  std::string count_;
  std::size_t count_line_ = 0;
};

}  // namespace

void read_msp(LineReader& lines, const RecordVisitor& visit) {
  MspReader reader(visit);
  for (std::string line; lines.next(line);) {
    if (!reader.take(line, lines.line())) return;
  }
  reader.end_of_file(lines.is_ended(), !lines.cut().empty());
}

}  // namespace basepeak
