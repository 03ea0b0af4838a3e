#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

namespace basepeak::test {

// The folder of reference data, which is never part of the project: BASEPEAK_REFERENCE_DATA, else
// shared/data beside the checkout. A test that needs it skips where there is none.
inline std::optional<std::filesystem::path> reference_data() {
  const char* named = std::getenv("BASEPEAK_REFERENCE_DATA");
  const std::filesystem::path folder =
      named != nullptr ? std::filesystem::path(named)
                       : std::filesystem::path(BASEPEAK_SOURCE_DIR) / ".." / "shared" / "data";
  std::error_code failure;
  if (!std::filesystem::is_directory(folder, failure)) return std::nullopt;
  return folder;
}

inline constexpr const char* kNoReferenceData =
    "the reference data is not here (shared/data beside the checkout, or BASEPEAK_REFERENCE_DATA)";

}  // namespace basepeak::test
