#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tools/train/exact_interval.h"

namespace basepeak::benchmarks {

// A figure that was aimed at, with what was found.
struct Requirement {
  std::string what, on, aim;
  std::string found;  // with its exact interval where it is a share
  bool is_reached = false;
};

// A share that is to be at least, or at most, `bar`. Its reach is judged by the share itself; how
// far it may be from the truth is what the interval says.
[[nodiscard]] Requirement at_least(double bar, const std::string& what, const std::string& on,
                                   const train::NamedShare& share);
[[nodiscard]] Requirement at_most(double bar, const std::string& what, const std::string& on,
                                  const train::NamedShare& share);
// A figure other than a share that is to be at most `bar`.
[[nodiscard]] Requirement figure_at_most(double bar, const std::string& what, const std::string& on,
                                         double figure);

[[nodiscard]] std::string table_of(const std::vector<Requirement>& requirements);
[[nodiscard]] nlohmann::ordered_json json_of(const std::vector<Requirement>& requirements);
// {what, hits, of, interval_95_percent}
[[nodiscard]] nlohmann::ordered_json json_of(const std::vector<train::NamedShare>& shares);

}  // namespace basepeak::benchmarks
