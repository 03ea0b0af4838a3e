#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/library/library.h"
#include "engine/search/search_settings.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// Explains unit-mass spectra by non-negative sums of library records: records are added one by one,
// each time the one that fits best what is left, and all amounts are solved for anew (Lawson and
// Hanson 1974). Squares are weighted by counting noise, so that small ions count. What results says that such
// a sum is possible, not that it is the only one: any part may be an isomer of the record named.
class MixtureExplainer {
 public:
  // Looks at measured EI records. Their spectra are prepared when the first mixture is asked for. The library
  // must outlive it.
  MixtureExplainer(const Library& library, UnitMassRule rule) : library_(library), rule_(rule) {}

  // Nothing where one record explains three quarters of the signal, where two and more together do not explain as much
  // or a tenth more than one, for fewer than eight peaks, and in a library of more than 50,000 records.
  [[nodiscard]] std::optional<Mixture> explain(const Peaks& peaks);

 private:
  struct Prepared {
    std::vector<std::uint32_t> record;  // its number in the library
    std::vector<std::size_t> start;     // of its peaks, one more than there are records
    std::vector<std::int32_t> mass;
    std::vector<float> intensity;  // of a base peak of 1
    [[nodiscard]] std::span<const std::int32_t> masses(std::size_t i) const;
    [[nodiscard]] std::span<const float> intensities(std::size_t i) const;
  };
  void prepare_records();
  // The record that reduces the weighted squares of `left` most; both by unit mass.
  [[nodiscard]] std::optional<std::size_t> best_addition(std::span<const double> left,
                                                         std::span<const double> weight) const;
  // Records by their signal, without those of less than a twentieth.
  [[nodiscard]] std::vector<Mixture::Part> parts_of(std::span<const std::size_t> chosen,
                                                    std::span<const double> signal) const;

  const Library& library_;
  UnitMassRule rule_;
  std::optional<Prepared> prepared_;
};

}  // namespace basepeak
