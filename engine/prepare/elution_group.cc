#include "engine/prepare/elution_group.h"

#include <algorithm>
#include <cmath>

namespace basepeak {

namespace {

constexpr double kTogether = 1.6;  // widths at half height between apexes of one group
constexpr double kAround = 2.5;    // widths beside a group's apexes that its fit looks at

double width_of(const PerceivedComponent& component) {
  // Scans at half height, interpolated.
  const auto& model = component.model;
  const auto top =
      static_cast<std::size_t>(std::max_element(model.begin(), model.end()) - model.begin());
  double left = static_cast<double>(top);
  double right = static_cast<double>(top);
  for (std::size_t i = top; i-- > 0;) {
    if (model[i] <= 0.5) {
      left = static_cast<double>(i) + (0.5 - model[i]) / (model[i + 1] - model[i]);
      break;
    }
    left = static_cast<double>(i);
  }
  for (std::size_t i = top + 1; i < model.size(); ++i) {
    if (model[i] <= 0.5) {
      right = static_cast<double>(i) - (0.5 - model[i]) / (model[i - 1] - model[i]);
      break;
    }
    right = static_cast<double>(i);
  }
  return std::max(right - left, 1.5);
}

}  // namespace

std::vector<ElutionGroup> elution_groups(const IonChromatograms& run,
                                         std::span<const PerceivedComponent> components) {
  std::vector<double> widths;
  for (const PerceivedComponent& component : components) widths.push_back(width_of(component));
  std::vector<ElutionGroup> groups;
  for (std::size_t from = 0; from < components.size();) {
    ElutionGroup group;
    group.from = from;
    group.to = from + 1;
    while (group.to < components.size() &&
           components[group.to].apex - components[group.to - 1].apex <
               kTogether * std::max(widths[group.to], widths[group.to - 1])) {
      ++group.to;
    }
    for (std::size_t k = from; k < group.to; ++k) {
      group.start.apexes.push_back(components[k].apex);
      if (components[k].model_height > components[from + group.strongest].model_height) {
        group.strongest = k - from;
      }
    }
    group.width = widths[from + group.strongest];
    group.start.deviation = group.width / 2.355;
    group.start.asymmetry = 0.2;
    group.start.scans_per_mz = run.scans_per_mz();
    group.scans.reference_mz = run.reference_mz();
    const double low = group.start.apexes.front();
    const double high = group.start.apexes.back();
    const double reach = kAround * group.width;
    double first = std::max(0.0, std::floor(low - reach));
    double last = std::min(static_cast<double>(run.scans()), std::ceil(high + reach) + 1.0);
    if (from > 0) first = std::max(first, std::floor(0.5 * (components[from - 1].apex + low)));
    if (group.to < components.size()) {
      last = std::min(last, std::ceil(0.5 * (high + components[group.to].apex)));
    }
    group.scans.first = static_cast<std::size_t>(first);
    group.scans.last = static_cast<std::size_t>(std::max(first, last));
    from = group.to;
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace basepeak
