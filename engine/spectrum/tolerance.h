#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace basepeak {

// How far apart two m/z values may lie and still be called the same peak.
class Tolerance {
 public:
  static Tolerance da(double width) { return {width, 0.0}; }
  static Tolerance ppm(double width) { return {0.0, width}; }

  // Reads "0.01 Da", "10 mDa" or "10 ppm", at most 1000 Da or 100000 ppm. Throws Error{usage}.
  static Tolerance parse(std::string_view text);

  // "0.01 Da" or "10 ppm": what parse reads back to the same tolerance.
  [[nodiscard]] std::string text() const;

  bool operator==(const Tolerance&) const = default;

  // The closed window around mz. The ppm width is taken from mz, not from the other peak.
  [[nodiscard]] std::pair<double, double> window(double mz) const {
    const double half = da_ + mz * ppm_ * 1e-6;
    return {mz - half, mz + half};
  }

 private:
  Tolerance(double da, double ppm) : da_(da), ppm_(ppm) {}
  double da_;
  double ppm_;
};

}  // namespace basepeak
