#include "engine/prepare/co_elution.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "engine/prepare/elution_group.h"
#include "engine/prepare/group_fit.h"
#include "engine/prepare/parting.h"
#include "engine/prepare/peak_shape.h"
#include "engine/prepare/shape_fit.h"

namespace basepeak {

namespace {

constexpr double kModelEnd = 0.002;     // of its maximum: below it a model is nothing
constexpr double kWorse = 1.3;          // times the misfit of the models before, at most
constexpr double kAlone = 30.0;         // noise units of a component under which one may hide

double misfit_before(const IonChromatograms& run, std::span<const PerceivedComponent> components,
                     const ShapeGroup& group) {
  const auto rows = static_cast<Eigen::Index>(group.last - group.first);
  FitWindow window;
  window.first = group.first;
  window.last = group.last;
  for (const PerceivedComponent& component : components) window.peaks.push_back(&component);
  double misfit = 0.0;
  window.shapes.resize(rows, FitWindow::kOwn + static_cast<Eigen::Index>(components.size()));
  for (const ShapeGroup::Ion& ion : group.ions) {
    set_shapes(run.later(ion.mass), window);
    const ShapeFit fit = fit_shapes(window.shapes, ion.signal, ion.variances);
    misfit += (ion.signal - window.shapes * fit.shares)
                  .cwiseAbs2()
                  .cwiseQuotient(ion.variances)
                  .sum();
  }
  return misfit;
}

void set_model(const SharedShape& shape, double apex, std::size_t scans,
               PerceivedComponent& component) {
  component.apex = apex;
  const auto centre =
      static_cast<std::size_t>(std::clamp(std::round(apex), 0.0, static_cast<double>(scans - 1)));
  const auto at = [&](std::size_t scan) {
    return peak_shape((static_cast<double>(scan) - apex) / shape.deviation, shape.asymmetry);
  };
  component.left = component.right = centre;
  while (component.left > 0 && at(component.left - 1) > kModelEnd) --component.left;
  while (component.right + 1 < scans && at(component.right + 1) > kModelEnd) ++component.right;
  component.model.clear();
  for (std::size_t scan = component.left; scan <= component.right; ++scan) {
    component.model.push_back(at(scan));
  }
}

// Those facts of a peak that perception gives the others.
PerceivedComponent found_component(const SharedShape& shape, std::size_t peak,
                                   const ShapeGroup& group) {
  PerceivedComponent component;
  const PeakShares own = shares_of(shape, peak, group);
  for (std::size_t i = 0; i < own.shares.size(); ++i) {
    if (own.errors[i] <= 0.0 || own.shares[i] <= kSure * own.errors[i]) continue;
    component.masses.push_back(group.ions[i].mass);
    const double units = own.shares[i] / own.errors[i];
    if (units <= component.noise_units) continue;
    component.noise_units = units;
    component.model_mass = group.ions[i].mass;
    component.model_height = own.shares[i];
  }
  return component;
}

// The group's components with one shape; nothing if no such shape explains them.
std::optional<std::vector<PerceivedComponent>> share_shape(
    const IonChromatograms& run, const Detector& detector, const Method::Components& settings,
    std::span<const PerceivedComponent> components, ElutionGroup from) {
  const std::optional<Parted> parted = part(run, detector, settings, from);
  const ShapeGroup& group = from.scans;
  if (!parted || (components.size() == 1 && parted->from.size() == 1) ||
      parted->fit.misfit > kWorse * misfit_before(run, components, group)) {
    return std::nullopt;
  }
  std::vector<PerceivedComponent> shared;
  for (std::size_t k = 0; k < parted->from.size(); ++k) {
    const SharedShape& shape = parted->fit.shape;
    PerceivedComponent component =
        parted->from[k] ? components[*parted->from[k]] : found_component(shape, k, group);
    set_model(shape, shape.apexes[k], run.scans(), component);
    component.is_well_explained = true;
    shared.push_back(std::move(component));
  }
  return shared;
}

}  // namespace

void share_shapes(const IonChromatograms& run, const Detector& detector,
                  const Method::Components& settings,
                  std::vector<PerceivedComponent>& components) {
  std::vector<PerceivedComponent> shared;
  for (ElutionGroup& group : elution_groups(run, components)) {
    const auto own = std::span(components).subspan(group.from, group.size());
    std::optional<std::vector<PerceivedComponent>> parted;
    if (own.size() > 1 || own.front().noise_units > kAlone) {
      parted = share_shape(run, detector, settings, own, std::move(group));
    }
    if (parted) {
      std::move(parted->begin(), parted->end(), std::back_inserter(shared));
    } else {
      shared.insert(shared.end(), own.begin(), own.end());
    }
  }
  std::stable_sort(shared.begin(), shared.end(),
                   [](const auto& a, const auto& b) { return a.apex < b.apex; });
  components = std::move(shared);
}

}  // namespace basepeak
