#include "engine/prepare/perception.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace basepeak {

namespace {

constexpr double kBinsPerScan = 10.0;
constexpr double kKernelScans = 0.35;     // spread of apex times of one compound's ions
constexpr double kMemberReach = 0.8;      // scans between a component and an ion of it
constexpr double kSeparation = 1.0;       // scans between two components at least
constexpr double kModelSharpness = 0.75;  // share of the best sharpness, Stein 1999

// Summed sharpness over a tenth-of-a-scan grid, each maximum spread by a Gaussian.
std::vector<double> sharpness_profile(std::size_t scans, std::span<const IonMaximum> maxima) {
  std::vector<double> profile(static_cast<std::size_t>(static_cast<double>(scans) * kBinsPerScan) +
                              1);
  const int reach = static_cast<int>(3.0 * kKernelScans * kBinsPerScan);
  for (const IonMaximum& maximum : maxima) {
    const double centre = maximum.apex * kBinsPerScan;
    const int first = static_cast<int>(std::lround(centre)) - reach;
    for (int bin = std::max(first, 0); bin <= first + 2 * reach; ++bin) {
      if (bin >= static_cast<int>(profile.size())) break;
      const double distance = (bin - centre) / (kKernelScans * kBinsPerScan);
      profile[static_cast<std::size_t>(bin)] +=
          maximum.sharpness * std::exp(-0.5 * distance * distance);
    }
  }
  return profile;
}

std::vector<double> local_maxima(const std::vector<double>& profile) {
  std::vector<std::size_t> order;
  for (std::size_t bin = 0; bin < profile.size(); ++bin) {
    const double before = bin > 0 ? profile[bin - 1] : 0.0;
    const double after = bin + 1 < profile.size() ? profile[bin + 1] : 0.0;
    if (profile[bin] > 0.0 && profile[bin] > before && profile[bin] >= after) order.push_back(bin);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return profile[a] > profile[b]; });
  std::vector<double> apexes;
  for (const std::size_t bin : order) {
    const double apex = static_cast<double>(bin) / kBinsPerScan;
    const bool is_taken = std::any_of(apexes.begin(), apexes.end(), [&](double other) {
      return std::abs(other - apex) < kSeparation;
    });
    if (!is_taken) apexes.push_back(apex);
  }
  std::sort(apexes.begin(), apexes.end());
  return apexes;
}

// Sum of the model ions over the component's span, baseline taken off, scaled to maximum 1.
void build_model(const IonChromatograms& run, const std::vector<const IonMaximum*>& ions,
                 PerceivedComponent& component) {
  const std::size_t width = component.right - component.left + 1;
  std::vector<double> signal(width);
  component.model.assign(width, 0.0);
  for (const IonMaximum* ion : ions) {
    run.read(ion->mass, component.left, component.right + 1, signal);
    const std::size_t from = std::max(ion->left, component.left) - component.left;
    const std::size_t to = std::min(ion->right, component.right) - component.left;
    for (std::size_t i = from; i <= to && to > from; ++i) {
      const double share = static_cast<double>(i - from) / static_cast<double>(to - from);
      const double baseline = signal[from] + share * (signal[to] - signal[from]);
      component.model[i] += std::max(0.0, signal[i] - baseline);
    }
  }
  component.model_height = *std::max_element(component.model.begin(), component.model.end());
  if (component.model_height <= 0.0) return;
  for (double& value : component.model) value /= component.model_height;
}

PerceivedComponent make_component(const IonChromatograms& run,
                                  std::vector<const IonMaximum*> members) {
  std::stable_sort(members.begin(), members.end(), [](const IonMaximum* a, const IonMaximum* b) {
    return a->sharpness > b->sharpness;
  });
  std::vector<const IonMaximum*> model_ions;
  for (const IonMaximum* member : members) {
    if (member->sharpness < kModelSharpness * members.front()->sharpness) break;
    model_ions.push_back(member);
  }
  PerceivedComponent component;
  double weight = 0.0;
  component.left = model_ions.front()->left;
  component.right = model_ions.front()->right;
  for (const IonMaximum* ion : model_ions) {
    component.apex += ion->sharpness * ion->apex;
    weight += ion->sharpness;
    component.left = std::min(component.left, ion->left);
    component.right = std::max(component.right, ion->right);
  }
  component.apex /= weight;
  for (const IonMaximum* member : members) component.masses.push_back(member->mass);
  component.model_mass = model_ions.front()->mass;
  component.noise_units = model_ions.front()->noise_units;
  build_model(run, model_ions, component);
  return component;
}

}  // namespace

std::vector<PerceivedComponent> perceive_components(const IonChromatograms& run,
                                                    std::span<const IonMaximum> maxima,
                                                    const Method::Components& settings) {
  const std::vector<double> apexes = local_maxima(sharpness_profile(run.scans(), maxima));
  std::vector<std::vector<const IonMaximum*>> members(apexes.size());
  for (const IonMaximum& maximum : maxima) {
    const auto above = std::lower_bound(apexes.begin(), apexes.end(), maximum.apex);
    std::size_t nearest = static_cast<std::size_t>(above - apexes.begin());
    if (nearest == apexes.size() ||
        (nearest > 0 && maximum.apex - apexes[nearest - 1] < apexes[nearest] - maximum.apex)) {
      --nearest;
    }
    if (std::abs(apexes[nearest] - maximum.apex) <= kMemberReach) {
      members[nearest].push_back(&maximum);
    }
  }
  std::vector<PerceivedComponent> components;
  for (auto& ions : members) {
    if (ions.size() < static_cast<std::size_t>(settings.minimum_ions)) continue;
    PerceivedComponent component = make_component(run, std::move(ions));
    if (component.model_height > 0.0) components.push_back(std::move(component));
  }
  double largest = 0.0;
  for (const auto& component : components) largest = std::max(largest, component.model_height);
  std::erase_if(components, [&](const PerceivedComponent& component) {
    return component.model_height < settings.minimum_share_of_largest * largest;
  });
  return components;
}

}  // namespace basepeak
