#include "benchmarks/accuracy/requirement.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace basepeak::benchmarks {

namespace {

template <typename... Values>
std::string text(const char* format, Values... values) {
  std::array<char, 400> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, values...);
  return buffer.data();
}

double value_of(const train::NamedShare& share) {
  return share.count == 0 ? 0.0
                          : static_cast<double>(share.hits) / static_cast<double>(share.count);
}

std::string words_of(const train::NamedShare& share) {
  const train::Interval interval = train::exact_interval(share.hits, share.count);
  return text("%zu of %zu, %.3g %% (%.3g to %.3g)", share.hits, share.count,
              100.0 * value_of(share), 100.0 * interval.low, 100.0 * interval.high);
}

}  // namespace

Requirement at_least(double bar, const std::string& what, const std::string& on,
                     const train::NamedShare& share) {
  return {what, on, text(">= %g %%", 100.0 * bar), words_of(share),
          share.count > 0 && value_of(share) >= bar};
}

Requirement at_most(double bar, const std::string& what, const std::string& on,
                    const train::NamedShare& share) {
  // None stated is none wrong, and shows nothing: it counts as reached, with its interval.
  return {what, on, text("<= %g %%", 100.0 * bar), words_of(share), value_of(share) <= bar};
}

Requirement figure_at_most(double bar, const std::string& what, const std::string& on,
                           double figure) {
  return {what, on, text("<= %g", bar), text("%.4f", figure), figure <= bar};
}

std::string table_of(const std::vector<Requirement>& requirements) {
  std::string table = text("%-46s %-58s %-10s %-42s %s\n", "what", "on", "aim", "found", "");
  for (const Requirement& r : requirements) {
    table += text("%-46s %-58s %-10s %-42s %s\n", r.what.c_str(), r.on.c_str(), r.aim.c_str(),
                  r.found.c_str(), r.is_reached ? "reached" : "MISSED");
  }
  return table;
}

nlohmann::ordered_json json_of(const std::vector<Requirement>& requirements) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const Requirement& r : requirements) {
    rows.push_back({{"what", r.what},
                    {"on", r.on},
                    {"aim", r.aim},
                    {"found", r.found},
                    {"is_reached", r.is_reached}});
  }
  return rows;
}

nlohmann::ordered_json json_of(const std::vector<train::NamedShare>& shares) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const train::NamedShare& share : shares) {
    const train::Interval interval = train::exact_interval(share.hits, share.count);
    const auto percent = [](double value) { return std::round(1e5 * value) / 1e3; };
    rows.push_back({{"what", share.what},
                    {"hits", share.hits},
                    {"of", share.count},
                    {"interval_95_percent", {percent(interval.low), percent(interval.high)}}});
  }
  return rows;
}

}  // namespace basepeak::benchmarks
