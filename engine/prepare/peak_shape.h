#pragma once

namespace basepeak {

// A Gaussian with an exponential tail (asymmetry > 0) or front (< 0): the convolution of a Gaussian
// with an exponential decay of `asymmetry` standard deviations. 1 at its maximum, which lies at
// `position` 0; positions in standard deviations of the Gaussian. asymmetry is held to [-3, 3].
// (Exponentially modified Gaussian: Grushka 1972, Anal. Chem. 44:1733.)
[[nodiscard]] double peak_shape(double position, double asymmetry);

}  // namespace basepeak
