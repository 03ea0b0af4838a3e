#include "engine/prepare/unmixing.h"

#include <algorithm>
#include <cmath>

#include "engine/prepare/shape_fit.h"

namespace basepeak {

namespace {

// Standard errors that a share counts from. What no shape explains to within the noise leaks into
// its neighbours by more than the errors say.
constexpr double kStandardErrors = 2.0;
constexpr double kOfWellExplained = 1.0;

double interpolate(std::span<const double> values, double position) {
  const auto low = static_cast<std::size_t>(position);
  if (low + 1 >= values.size()) return values.back();
  const double share = position - static_cast<double>(low);
  return values[low] + share * (values[low + 1] - values[low]);
}

double area_of_model(const IonChromatograms& run, const PerceivedComponent& component) {
  double area = 0.0;
  for (std::size_t i = 1; i < component.model.size(); ++i) {
    const double seconds =
        run.retention_s()[component.left + i] - run.retention_s()[component.left + i - 1];
    area += 0.5 * (component.model[i] + component.model[i - 1]) * seconds;
  }
  return area;
}

}  // namespace

std::vector<Unmixed> unmix(const IonChromatograms& run,
                           std::span<const PerceivedComponent> components, const Detector& detector,
                           const Method::Components& settings) {
  std::vector<Unmixed> queries;
  for (std::size_t index = 0; index < components.size(); ++index) {
    const PerceivedComponent& own = components[index];
    const double least_errors = own.is_well_explained ? kOfWellExplained : kStandardErrors;
    FitWindow window = make_window(run, components, index);
    Eigen::VectorXd signal(window.shapes.rows());
    std::vector<double> mz;
    std::vector<float> intensity;
    double explained = 0.0;
    double with_maximum = 0.0;
    std::size_t saturated = 0;
    for (int mass = std::max(settings.lowest_mz, 0); mass < run.mass_end(); ++mass) {
      if (!run.has(mass)) continue;
      // At its own times: interpolated points are neither independent nor of known variance.
      run.read_as_recorded(mass, window.first, window.last,
                           {signal.data(), static_cast<std::size_t>(signal.size())});
      if (signal.maxCoeff() <= 0.0) continue;
      if (run.later(mass) != 0.0) set_shapes(run.later(mass), window);
      const ShapeFit fit = fit_shapes(window.shapes, signal, point_variances(signal, detector));
      const double share = fit.shares[FitWindow::kOwn];
      if (share <= least_errors * fit.own_error) continue;
      mz.push_back(mass);
      intensity.push_back(static_cast<float>(share));
      explained += share;
      if (std::find(own.masses.begin(), own.masses.end(), mass) != own.masses.end()) {
        with_maximum += share;
      }
      const auto apex_row = static_cast<Eigen::Index>(
          std::lround(std::max(0.0, own.apex - static_cast<double>(window.first))));
      if (detector.is_saturated(signal[std::min(apex_row, signal.size() - 1)])) ++saturated;
    }
    if (mz.size() < static_cast<std::size_t>(settings.minimum_ions)) continue;

    Query query;
    query.peaks = Peaks::from_unsorted(mz, intensity);
    const auto apex_scan = static_cast<std::size_t>(std::lround(own.apex));
    query.raw_peaks = run.scan(std::min(apex_scan, run.scans() - 1));
    query.acquisition.ionisation = Ionisation::ei;
    query.acquisition.polarity = Polarity::positive;
    query.acquisition.scan = apex_scan + 1;
    query.retention_s = interpolate(run.retention_s(), own.apex);
    query.acquisition.retention_s = query.retention_s;
    query.start_s = run.retention_s()[own.left];
    query.end_s = run.retention_s()[own.right];
    query.area = explained * area_of_model(run, own);
    const double total = query.raw_peaks.total();
    query.purity = total > 0.0 ? std::min(1.0, explained / total) : 0.0;
    query.model_mz = own.model_mass;
    query.signal_to_noise = own.noise_units;
    query.detection_limit = run.threshold();
    if (saturated > 0) {
      query.remarks.push_back(std::to_string(saturated) +
                              (saturated == 1 ? " ion is" : " ions are") +
                              " saturated at the apex: drawn from the flanks, not measured");
    }
    queries.push_back({std::move(query), with_maximum / explained, own.is_well_explained});
  }
  return queries;
}

}  // namespace basepeak
