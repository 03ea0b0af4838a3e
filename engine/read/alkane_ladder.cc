#include "engine/read/alkane_ladder.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <string_view>

#include "engine/error.h"
#include "engine/read/numbers.h"
#include "engine/sha256.h"

namespace basepeak {

namespace {

constexpr std::uintmax_t kLargestTable = 1'000'000;  // bytes
constexpr int kMostCarbons = 120;

struct Columns {
  char divider = ',';
  std::size_t carbons = 0;
  std::size_t retention = 0;
  std::size_t count = 0;
  double seconds_per_unit = 1.0;
};

[[noreturn]] void fail(const std::filesystem::path& path, std::size_t line,
                       const std::string& what) {
  throw Error(ErrorKind::input, path.string() + ":" + std::to_string(line) + ": " + what);
}

std::string trimmed(std::string_view text) {
  const auto is_edge = [](char c) { return c == '"' || static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_edge(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_edge(text.back())) text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> fields_of(const std::string& line, char divider) {
  std::vector<std::string> fields;
  std::string field;
  bool is_quoted = false;
  for (const char c : line) {
    if (c == '"') is_quoted = !is_quoted;
    if (c == divider && !is_quoted) {
      fields.push_back(trimmed(field));
      field.clear();
    } else {
      field += c;
    }
  }
  fields.push_back(trimmed(field));
  return fields;
}

// "Retention time (min)" -> "retention time min".
std::string plain_words(const std::string& heading) {
  std::string words;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      words += static_cast<char>(std::tolower(byte));
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  return trimmed(words);
}

bool has_word(const std::string& words, const std::string& word) {
  return (" " + words + " ").find(" " + word + " ") != std::string::npos;
}

Columns columns_of(const std::filesystem::path& path, std::size_t line, const std::string& header) {
  Columns columns;
  columns.divider = header.find('\t') != std::string::npos  ? '\t'
                    : header.find(';') != std::string::npos ? ';'
                                                            : ',';
  bool has_carbons = false, has_retention = false;
  const std::vector<std::string> fields = fields_of(header, columns.divider);
  columns.count = fields.size();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string words = plain_words(fields[i]);
    if (!has_carbons && (has_word(words, "carbon") || has_word(words, "carbons"))) {
      columns.carbons = i;
      has_carbons = true;
    } else if (!has_retention && (has_word(words, "retention") || has_word(words, "rt"))) {
      if (has_word(words, "min") || has_word(words, "minutes")) {
        columns.seconds_per_unit = 60.0;
      } else if (has_word(words, "s") || has_word(words, "sec") || has_word(words, "seconds")) {
        columns.seconds_per_unit = 1.0;
      } else {
        fail(path, line,
             "the column '" + fields[i] +
                 "' names no unit; call it 'retention_s' or 'retention_min'");
      }
      columns.retention = i;
      has_retention = true;
    }
  }
  if (!has_carbons || !has_retention) {
    fail(path, line,
         "a ladder begins with the names of its columns, 'carbon_number' and 'retention_s' or "
         "'retention_min'");
  }
  return columns;
}

LadderPoint point_of(const std::filesystem::path& path, std::size_t line, const std::string& text,
                     const Columns& columns) {
  std::vector<std::string> fields = fields_of(text, columns.divider);
  if (fields.size() <= std::max(columns.carbons, columns.retention)) {
    fail(path, line, "has fewer columns than the header");
  }
  // "10,3,5" in a table divided by commas is 3.5 to its writer and 3 to a careless reader.
  for (std::size_t i = columns.count; i < fields.size(); ++i) {
    if (!fields[i].empty()) fail(path, line, "has more columns than the header");
  }
  std::string carbons = fields[columns.carbons];
  if (!carbons.empty() && (carbons[0] == 'C' || carbons[0] == 'c')) carbons.erase(0, 1);
  const auto count = number(carbons);
  if (!count || *count < 1.0 || *count > kMostCarbons || *count != static_cast<int>(*count)) {
    fail(path, line,
         "'" + fields[columns.carbons] + "' is not a carbon number of 1 to " +
             std::to_string(kMostCarbons));
  }
  std::string retention = fields[columns.retention];
  // A table divided by semicolons or tabs may have decimal commas.
  if (columns.divider != ',') std::replace(retention.begin(), retention.end(), ',', '.');
  const auto time = number(retention);
  if (!time || *time <= 0.0 || *time > 1e6) {
    fail(path, line, "'" + fields[columns.retention] + "' is not a retention time");
  }
  return {static_cast<int>(*count), *time * columns.seconds_per_unit};
}

// "# column: HP-5MS".
void take_remark(const std::string& line, AlkaneLadder& ladder) {
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos) return;
  const std::string key = plain_words(line.substr(1, colon - 1));
  const std::string value = trimmed(std::string_view(line).substr(colon + 1));
  if (key == "column") ladder.column = value;
  if (key == "acquired" || key == "date") ladder.acquired = value;
}

// "ladder_2022-02-23.csv" -> "2022-02-23": for tables that do not say when they were measured.
std::string date_in_name(const std::string& name) {
  for (std::size_t i = 0; i + 10 <= name.size(); ++i) {
    bool is_date = true;
    for (std::size_t k = 0; k < 10 && is_date; ++k) {
      const char c = name[i + k];
      is_date = k == 4 || k == 7 ? c == '-' : std::isdigit(static_cast<unsigned char>(c)) != 0;
    }
    if (is_date) return name.substr(i, 10);
  }
  return {};
}

}  // namespace

bool is_ladder_table(const std::filesystem::path& path) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure)) return false;
  std::ifstream file(path, std::ios::binary);
  std::string start(2048, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(file.gcount()));
  if (start.find('\0') != std::string::npos || start.find("##") == 0 || start[0] == '<') {
    return false;
  }
  const std::string words = plain_words(start);
  return words.find("carbon") != std::string::npos || path.extension() == ".csv" ||
         path.extension() == ".tsv" || path.extension() == ".txt";
}

void check_ladder(const std::string& where, AlkaneLadder& ladder) {
  auto& points = ladder.points;
  if (points.size() < 2) {
    throw Error(ErrorKind::input, where + ": a ladder needs two n-alkanes at least; this one has " +
                                      std::to_string(points.size()));
  }
  for (std::size_t i = 1; i < points.size(); ++i) {
    const std::string here = "C" + std::to_string(points[i].carbons);
    if (points[i].carbons == points[i - 1].carbons) {
      throw Error(ErrorKind::input, where + ": " + here + " stands there twice");
    }
    if (points[i].retention_s <= points[i - 1].retention_s) {
      throw Error(ErrorKind::input, where + ": " + here + " does not elute after C" +
                                        std::to_string(points[i - 1].carbons));
    }
    if (points[i].carbons != points[i - 1].carbons + 1) {
      ladder.remarks.push_back("no n-alkane between C" + std::to_string(points[i - 1].carbons) +
                               " and " + here + ": indices there are interpolated over the gap");
    }
  }
}

AlkaneLadder read_alkane_ladder(const std::filesystem::path& path) {
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  std::ifstream file(path, std::ios::binary);
  if (failure || !file) throw Error(ErrorKind::input, path.string() + ": cannot be read");
  if (size > kLargestTable) {
    throw Error(ErrorKind::input, path.string() + ": too large for a table of n-alkanes");
  }
  AlkaneLadder ladder;
  ladder.name = path.filename().string();
  ladder.origin = "table";
  std::optional<Columns> columns;
  std::vector<std::pair<LadderPoint, std::size_t>> rows;  // with their lines
  std::size_t line_number = 0;
  for (std::string line; std::getline(file, line);) {
    ++line_number;
    if (line_number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    const std::string text = trimmed(line);
    if (text.empty()) continue;
    if (text[0] == '#') {
      take_remark(text, ladder);
    } else if (!columns) {
      columns = columns_of(path, line_number, line);
    } else {
      rows.emplace_back(point_of(path, line_number, line, *columns), line_number);
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first.carbons < b.first.carbons; });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const LadderPoint& point = rows[i].first;
    if (i > 0 && point.carbons == rows[i - 1].first.carbons) {
      fail(path, rows[i].second,
           "C" + std::to_string(point.carbons) + " stands in line " +
               std::to_string(rows[i - 1].second) + " already");
    }
    if (i > 0 && point.retention_s <= rows[i - 1].first.retention_s) {
      fail(path, rows[i].second,
           "C" + std::to_string(point.carbons) + " does not elute after C" +
               std::to_string(rows[i - 1].first.carbons) + " of line " +
               std::to_string(rows[i - 1].second));
    }
    ladder.points.push_back(point);
  }
  check_ladder(path.string(), ladder);
  if (ladder.acquired.empty()) ladder.acquired = date_in_name(ladder.name);
  ladder.sha256 = sha256_file(path);
  return ladder;
}

}  // namespace basepeak
