#pragma once

#include <Eigen/Dense>
#include <cstddef>
#include <vector>

#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/shape_fit.h"

namespace basepeak {

// Peaks of one shape (peak_shape.h), each at its own apex, in scans. An ion's apex lies
// `scans_per_mz` later for each m/z above the group's reference.
struct SharedShape {
  std::vector<double> apexes;
  double deviation = 1.0;
  double asymmetry = 0.0;
  double scans_per_mz = 0.0;
};

// The scans [first, last) of peaks that overlap, and the ions that they are placed by, as recorded.
struct ShapeGroup {
  struct Ion {
    int mass = 0;
    Eigen::VectorXd signal;
    Eigen::VectorXd variances;
  };
  std::size_t first = 0;
  std::size_t last = 0;
  double reference_mz = 0.0;
  bool is_skew_free = false;  // a fit finds the skew, too
  std::vector<Ion> ions;

  // Points that were recorded and say something: what a misfit is judged by.
  [[nodiscard]] double points() const;
};

// For each peak of `shape` the `ions_each` ions whose share of it stands out most of the noise.
void choose_ions(const IonChromatograms& run, const Detector& detector, int lowest_mz,
                 const SharedShape& shape, std::size_t ions_each, ShapeGroup& group);

// Gives every point the variance that `shape` predicts for it. Where a peak runs below the detector's
// threshold only what noise lifted was recorded: from where the prediction is two standard
// deviations above the threshold down, a peak's points say nothing, recorded or not. Chosen by the
// prediction, not by the record, the rest is not biased.
void weigh_by(const SharedShape& shape, const Detector& detector, ShapeGroup& group);

// Squared standard deviations that the shape leaves unexplained where every ion has the best
// non-negative shares of its peaks and a straight background.
[[nodiscard]] double misfit_of(const SharedShape& shape, const ShapeGroup& group);

// The shares of one peak in the group's ions, and their standard errors.
struct PeakShares {
  std::vector<double> shares;
  std::vector<double> errors;
};
[[nodiscard]] PeakShares shares_of(const SharedShape& shape, std::size_t peak,
                                   const ShapeGroup& group);

// The apexes, width and asymmetry of the least misfit near `start`, by steps of Levenberg and
// Marquardt; the skew, too, if the group leaves it free. An apex moves by `reach` scans at most.
struct GroupFit {
  SharedShape shape;
  double misfit = 0.0;
  double slope_error = 0.0;  // standard error of scans_per_mz; 0 where that is not free
};
[[nodiscard]] GroupFit fit_group(const SharedShape& start, const ShapeGroup& group,
                                 double reach = 1.5);

}  // namespace basepeak
