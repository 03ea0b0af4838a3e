#pragma once

#include <Eigen/Dense>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/perception.h"

namespace basepeak {

// The scans that explain one component, and the shapes they are explained by: a constant, a slope,
// the component's own model peak, those of its nearest neighbours.
struct FitWindow {
  static constexpr Eigen::Index kOwn = 2;  // column of the component itself
  std::size_t first = 0;
  std::size_t last = 0;    // one past
  Eigen::MatrixXd shapes;  // scans x shapes
  std::vector<const PerceivedComponent*> peaks;  // in the columns from kOwn
};

// The shapes are those at the scans' own times until set_shapes() gives them as an ion shows them
// that is recorded `later` scans after.
[[nodiscard]] FitWindow make_window(const IonChromatograms& run,
                                    std::span<const PerceivedComponent> components,
                                    std::size_t index);
void set_shapes(double later, FitWindow& window);

// Variances of one ion's points: counting noise of what is seen, smoothed over three scans; for a
// point that was not recorded, that it may be anything up to the detector's threshold; and half a
// per cent of the signal, because no shape is known better. A point near the detector's full scale
// says nothing.
struct Detector {
  double noise_factor = 1.0;  // standard deviation of a signal over its square root
  double threshold = 0.0;
  double full_scale = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool is_saturated(double intensity) const { return intensity >= 0.9 * full_scale; }
};
inline constexpr double kUnknownVariance = 1e24;  // of a point that says nothing
// Of a recorded point: counting noise and the half per cent.
[[nodiscard]] double counting_variance(double level, const Detector& detector);
[[nodiscard]] Eigen::VectorXd point_variances(const Eigen::VectorXd& signal,
                                              const Detector& detector);

// Weighted least squares of one ion on the shapes. All shares but those of the background are kept
// from being negative: the most negative is dropped until none is.
struct ShapeFit {
  Eigen::VectorXd shares;  // one a shape; 0 for a dropped one
  double own_error = 0.0;  // standard error of the component's own share; 0 if dropped
};
[[nodiscard]] ShapeFit fit_shapes(const Eigen::MatrixXd& shapes, const Eigen::VectorXd& signal,
                                  const Eigen::VectorXd& variances);

}  // namespace basepeak
