#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/run_summary.h"

namespace basepeak::test {

// A row of the reference runs' MANIFEST.tsv: a file, and what independent readers found in it.
struct ManifestRow {
  std::string path;
  nlohmann::json expected;
};

[[nodiscard]] std::vector<ManifestRow> manifest(const std::filesystem::path& runs);

// Whether a row says what a reader finds, and where a run differs from it: a line a difference.
[[nodiscard]] bool describes_a_run(const ManifestRow& row);
[[nodiscard]] std::string differences(const ManifestRow& row, const RunSummary& run);

}  // namespace basepeak::test
