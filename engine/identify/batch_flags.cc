#include "engine/identify/batch_flags.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/search/score.h"

namespace basepeak {

namespace {

using Component = RunComponents::Component;

constexpr std::uint32_t kFewestIons = 3;

bool is_comparable(const Query& query) {
  return query.acquisition.ms_level <= 1 && query.area > 0.0 && query.retention_s > 0.0 &&
         query.peaks.base_intensity() > 0.0F;
}

Component component_of(const Query& query) {
  return {query.retention_s, query.area, query.detection_limit, query.peaks};
}

// The spectrum without the ions that `other` lacks and could not have shown.
UnitMassSpectrum visible_to(const UnitMassSpectrum& spectrum, const UnitMassSpectrum& other,
                            double limit_of_999) {
  UnitMassSpectrum visible;
  for (std::size_t i = 0; i < spectrum.size(); ++i) {
    const bool is_common =
        std::binary_search(other.mass.begin(), other.mass.end(), spectrum.mass[i]);
    if (!is_common && spectrum.intensity[i] < limit_of_999) continue;
    visible.mass.push_back(spectrum.mass[i]);
    visible.intensity.push_back(spectrum.intensity[i]);
  }
  return visible;
}

double limit_of_999(const Component& component) {
  const double base = component.peaks.base_intensity();
  return base > 0.0 ? 999.0 * component.detection_limit / base : 0.0;
}

struct Same {
  const Component* component = nullptr;
  double match_factor = 0.0;
};

// The most alike of the other run's components within the window.
Same same_in(const RunComponents& other, const Component& wanted, double window_s,
             double fewest_factor, UnitMassRule rule) {
  Same best;
  for (const Component& candidate : other.components) {
    if (std::abs(candidate.retention_s - wanted.retention_s) > window_s) continue;
    const double factor = same_spectrum_factor(wanted, candidate, rule);
    if (factor >= fewest_factor && factor > best.match_factor) best = {&candidate, factor};
  }
  return best;
}

std::string digits(double value) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.3g", value);
  return text.data();
}

}  // namespace

std::vector<Component> comparable_components(std::span<const Query> queries) {
  std::vector<Component> components;
  for (const Query& query : queries) {
    if (is_comparable(query)) components.push_back(component_of(query));
  }
  return components;
}

std::vector<Component> comparable_components(std::span<const Identification> found) {
  std::vector<Component> components;
  for (const Identification& one : found) {
    if (is_comparable(one.query)) components.push_back(component_of(one.query));
  }
  return components;
}

double same_spectrum_factor(const Component& a, const Component& b, UnitMassRule rule) {
  const UnitMassSpectrum first = to_unit_mass(a.peaks, rule);
  const UnitMassSpectrum second = to_unit_mass(b.peaks, rule);
  const ScoreValue value = ei_simple(simple_weighted(visible_to(first, second, limit_of_999(b))),
                                     simple_weighted(visible_to(second, first, limit_of_999(a))));
  return value.matched_peaks < kFewestIons ? 0.0 : value.score;
}

void flag_blank(std::span<Identification> components, const RunComponents& blank,
                const Method& method) {
  const auto& settings = method.batch;
  for (Identification& found : components) {
    if (!is_comparable(found.query)) continue;
    const Same same = same_in(blank, component_of(found.query), settings.blank_window_s,
                              settings.blank_match_factor, method.ei_search.unit_mass_rule);
    if (same.component == nullptr) continue;
    const double ratio = found.query.area / same.component->area;
    found.in_blank.push_back({blank.name, same.component->retention_s, ratio, same.match_factor});
    found.why.push_back("in_blank: blank " + blank.name +
                        " holds the same component; here its area is " + digits(ratio) +
                        " times the blank's");
  }
}

void flag_carry_over(std::span<Identification> components, const RunComponents& run_before,
                     const Method& method) {
  const auto& settings = method.batch;
  if (settings.carry_over_percent <= 0.0) return;
  for (Identification& found : components) {
    if (!is_comparable(found.query)) continue;
    const Same same = same_in(run_before, component_of(found.query), settings.carry_over_window_s,
                              settings.carry_over_match_factor, method.ei_search.unit_mass_rule);
    if (same.component == nullptr) continue;
    const double percent = 100.0 * found.query.area / same.component->area;
    if (percent >= settings.carry_over_percent) continue;
    found.possible_carry_over =
        CarryOver{run_before.name, same.component->retention_s, percent, same.match_factor};
    found.why.push_back("possible_carry_over: its area is " + digits(percent) +
                        " % of the same component's in " + run_before.name +
                        ", acquired directly before");
  }
}

}  // namespace basepeak
