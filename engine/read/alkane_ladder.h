#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace basepeak {

// One n-alkane of a ladder.
struct LadderPoint {
  int carbons = 0;
  double retention_s = 0.0;
  bool operator==(const LadderPoint&) const = default;
};

// The n-alkanes of one ladder and where they come from. Points ascend in carbon number and in
// retention; there are two at least.
struct AlkaneLadder {
  std::string name;      // of the file or run folder
  std::string sha256;    // of the file
  std::string origin;    // "table" or "run"
  std::string acquired;  // as written; empty if unknown
  std::string column;    // "HP-5MS", as written; empty if unknown
  std::vector<LadderPoint> points;
  std::vector<std::string> remarks;  // gaps, how a run was numbered
};

// Reads a table of carbon numbers and retention times: docs/formats.md gives the format. Throws
// Error{input} naming file and line for anything but a table of at least two different n-alkanes
// whose retention rises with the carbon number.
[[nodiscard]] AlkaneLadder read_alkane_ladder(const std::filesystem::path& path);

// Whether the file is a table of text and not a run, by its first bytes.
[[nodiscard]] bool is_ladder_table(const std::filesystem::path& path);

// Throws Error{input}, beginning with `where`, unless the points are a ladder; adds to the remarks
// which carbon numbers are missing.
void check_ladder(const std::string& where, AlkaneLadder& ladder);

}  // namespace basepeak
