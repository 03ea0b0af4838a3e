#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace basepeak::starter {

// A row of a tab-separated file with a header line.
struct TabRow {
  std::size_t line = 0;  // 1-based
  std::map<std::string, std::string> cell;
};

// Throws Error{input} naming the file when it cannot be read, lacks one of the columns, or a row
// has another number of cells than the header.
[[nodiscard]] std::vector<TabRow> read_tab_file(const std::filesystem::path& path,
                                                const std::vector<std::string>& columns);

[[nodiscard]] std::vector<std::string> split(const std::string& text, char separator);

}  // namespace basepeak::starter
