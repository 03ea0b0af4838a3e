#include "engine/method_limits.h"

#include <array>

#include "engine/method_fields.h"

namespace basepeak {

namespace {

struct Limit {
  std::string_view section, key;
  double lowest, highest;
  std::string_view because;
};

constexpr std::array<Limit, 26> kLimits = {{
    {"components", "half_window_scans", 1, 1'000'000, "a peak has a scan beside its apex"},
    {"components", "minimum_ions", 1, 1'000'000, "a component has an ion"},
    {"components", "peak_end_fraction", 0, 1, "it is a share"},
    {"components", "minimum_share_of_largest", 0, 1, "it is a share"},
    {"precursors", "assumed_isolation_width_mz", 0.1, 100, "a window has a width"},
    {"precursors", "minimum_purity", 0, 1, "it is a share"},
    {"precursors", "expected_width_s", 0.1, 600, "a chromatographic peak has a width"},
    {"precursors", "co_elution_correlation", 0, 1, "correlations end there"},
    {"precursors", "replicate_gap_s", 0, 36'000, "runs are no longer"},
    {"precursors", "replicate_share", 0, 1, "it is a share"},
    {"precursors", "purity_of_best", 0, 1, "it is a share"},
    {"precursors", "in_source_fragment_share", 0, 1, "it is a share"},
    {"conclusion", "ei_compound_score", 0, 999, "match factors end there"},
    {"conclusion", "ei_tentative_score", 0, 999, "match factors end there"},
    {"conclusion", "ei_isomer_margin", 0, 999, "match factors end there"},
    {"conclusion", "ei_indistinct_margin", 0, 999, "match factors end there"},
    {"conclusion", "ms2_compound_score", 0, 1, "spectral similarities end there"},
    {"conclusion", "ms2_isomer_margin", 0, 1, "spectral similarities end there"},
    {"conclusion", "ms2_indistinct_margin", 0, 1, "spectral similarities end there"},
    {"conclusion", "library_prior", 0.001, 0.999,
     "it is a probability that leaves either possible"},
    {"conclusion", "class_probability", 0, 1, "it is a probability"},
    {"conclusion", "class_purity", 0, 1, "it is a share"},
    {"conclusion", "candidates", 1, 10'000, "the conclusion rests on the best of them"},
    {"ei_search", "query_mass", 1, 4294.0, "no molecule outside that is searched"},
    {"ms2_search", "query_mass", 1, 4294.0, "no molecule outside that is searched"},
    {"conclusion", "ei_minimum_ions", 0, 1'000'000, "spectra have no more"},
}};

double as_number(double value) { return value; }
double as_number(int value) { return value; }
double as_number(std::size_t value) { return static_cast<double>(value); }
double as_number(const std::optional<double>& value) { return value.value_or(1.0); }
template <typename Other>
double as_number(const Other&) {
  return 0.0;
}

double value_of(const Method& method, std::string_view section, std::string_view key) {
  double number = 0.0;
  for_each_field(method, [&](std::string_view in, std::string_view name, const auto& value) {
    if (in == section && name == key) number = as_number(value);
  });
  return number;
}

std::string digits(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string range(double lowest, double highest, std::string_view because) {
  return "from " + digits(lowest) + " to " + digits(highest) + ": " + std::string(because);
}

}  // namespace

double highest_score(Score score) noexcept { return is_match_factor(score) ? 999.5 : 1.0; }

std::string objection(const Method& method, std::string_view section, std::string_view key) {
  const bool is_for_ei = section == "ei_search";
  if (is_for_ei || section == "ms2_search") {
    const SearchSettings& search = is_for_ei ? method.ei_search : method.ms2_search;
    if (key == "score" && is_ei(search.score) != is_for_ei) {
      return is_for_ei ? "a score of EI spectra, ei-...: it compares no MS/MS spectra"
                       : "a score of MS/MS spectra, ms2-...: it compares no EI spectra";
    }
    if (key == "threshold" && search.threshold > highest_score(search.score)) {
      return range(0, highest_score(search.score),
                   std::string("the score ") + name(search.score) + " ends there");
    }
  }
  if (section == "conclusion" && key == "ei_tentative_score" &&
      method.conclusion.ei_tentative_score > method.conclusion.ei_compound_score) {
    return "no higher than ei_compound_score, which is " +
           digits(method.conclusion.ei_compound_score) + ": a full match is a tentative one, too";
  }
  for (const Limit& limit : kLimits) {
    if (limit.section != section || limit.key != key) continue;
    const double value = value_of(method, section, key);
    if (value < limit.lowest || value > limit.highest) {
      return range(limit.lowest, limit.highest, limit.because);
    }
  }
  return {};
}

}  // namespace basepeak
