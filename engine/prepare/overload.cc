#include "engine/prepare/overload.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace basepeak {

namespace {

// Saturated ions of each scan.
std::vector<int> saturated_ions(const IonChromatograms& run, const Detector& detector,
                                int lowest_mz) {
  std::vector<int> ions(run.scans(), 0);
  std::vector<double> signal(run.scans());
  for (int mass = std::max(lowest_mz, 0); mass < run.mass_end(); ++mass) {
    if (!run.has(mass)) continue;
    run.read_as_recorded(mass, 0, run.scans(), signal);
    for (std::size_t scan = 0; scan < signal.size(); ++scan) {
      if (detector.is_saturated(signal[scan])) ++ions[scan];
    }
  }
  return ions;
}

}  // namespace

std::vector<Skipped> overloads_without_component(const IonChromatograms& run,
                                                 const Detector& detector,
                                                 const Method::Components& settings,
                                                 std::span<const Query> components) {
  std::vector<Skipped> lost;
  if (!std::isfinite(detector.full_scale)) return lost;
  const std::vector<int> ions = saturated_ions(run, detector, settings.lowest_mz);
  for (std::size_t from = 0; from < ions.size(); ++from) {
    if (ions[from] < settings.minimum_ions) continue;
    std::size_t to = from;
    int most = 0;
    for (; to < ions.size() && ions[to] >= settings.minimum_ions; ++to) {
      most = std::max(most, ions[to]);
    }
    // Apexes lie between scans.
    const double first_s = run.retention_s()[from > 0 ? from - 1 : from];
    const double last_s = run.retention_s()[std::min(to, ions.size() - 1)];
    const bool is_found =
        std::any_of(components.begin(), components.end(), [&](const Query& component) {
          return component.retention_s >= first_s && component.retention_s <= last_s;
        });
    // A run that stands there from its first scan to its last holds no peak.
    const bool is_peak = from > 0 || to < ions.size();
    if (is_peak && !is_found) {
      lost.push_back({"scans " + std::to_string(from + 1) + " to " + std::to_string(to),
                      "overloaded: up to " + std::to_string(most) +
                          " ions stand at the detector's full scale, and no component could be "
                          "made of them; dilute the sample, or inject less of it",
                      true});
    }
    from = to;
  }
  return lost;
}

}  // namespace basepeak
