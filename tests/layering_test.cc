// The folder rules of docs/design.md, checked against every source file.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = BASEPEAK_SOURCE_DIR;

const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"engine", {"engine"}},
    {"gpu", {"gpu", "engine"}},
    {"libraries", {"libraries", "engine"}},
    {"tools", {"tools", "libraries", "gpu", "engine"}},
};

template <typename Check>
void for_each_line(const std::string& folder, Check check) {
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
    const std::string kind = entry.path().extension();
    if (kind != ".h" && kind != ".cc" && kind != ".cu" && kind != ".cuh") continue;
    std::ifstream file(entry.path());
    int number = 0;
    for (std::string line; std::getline(file, line);) {
      check(line, entry.path().string() + ":" + std::to_string(++number));
    }
  }
}

TEST(Layering, EachFolderIncludesOnlyWhatItMay) {
  static const std::regex include(R"re(^#include "([a-z]+)/)re");
  for (const auto& [folder, allowed] : kMayInclude) {
    for_each_line(folder, [&](const std::string& line, const std::string& where) {
      std::smatch match;
      if (std::regex_search(line, match, include)) {
        EXPECT_TRUE(allowed.contains(match[1])) << where << ": " << folder << " includes " << line;
      }
    });
  }
}

TEST(Layering, OnlyToolsPrint) {
  static const std::regex print(R"(std::(cout|cerr|clog|printf|puts|fprintf))");
  for (const std::string folder : {"engine", "gpu", "libraries"}) {
    for_each_line(folder, [](const std::string& line, const std::string& where) {
      EXPECT_FALSE(std::regex_search(line, print)) << where;
    });
  }
}

}  // namespace
