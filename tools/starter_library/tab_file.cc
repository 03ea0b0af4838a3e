#include "tools/starter_library/tab_file.h"

#include <algorithm>
#include <fstream>

#include "engine/error.h"

namespace basepeak::starter {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::vector<TabRow> read_tab_file(const std::filesystem::path& path,
                                  const std::vector<std::string>& columns) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) throw Error(ErrorKind::input, path.string() + ": cannot be read");
  const std::vector<std::string> header = split(line, '\t');
  for (const std::string& column : columns) {
    if (std::find(header.begin(), header.end(), column) == header.end()) {
      throw Error(ErrorKind::input, path.string() + ": has no column '" + column + "'");
    }
  }
  std::vector<TabRow> rows;
  for (std::size_t number = 2; std::getline(file, line); ++number) {
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() != header.size()) {
      throw Error(ErrorKind::input, path.string() + ":" + std::to_string(number) + ": has " +
                                        std::to_string(cells.size()) + " cells, the header has " +
                                        std::to_string(header.size()));
    }
    TabRow row{number, {}};
    for (std::size_t i = 0; i < cells.size(); ++i) row.cell[header[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace basepeak::starter
