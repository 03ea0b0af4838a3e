#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/identify/compound_evidence.h"
#include "engine/identify/identification.h"
#include "engine/library/library.h"
#include "engine/search/search_settings.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// When a sum of records is worth saying. The defaults are for EI spectra of other laboratories than
// the library's.
struct MixtureSettings {
  double noise = 0.01;          // of the base peak: the variance where nothing was measured
  double enough_by_one = 0.75;  // share of the signal that one record explains: no mixture then
  double least_together = 0.75;
  double least_gain = 0.05;        // of the signal, by a further record
  double least_gain_in_all = 0.1;  // over the best record alone
  double least_share = 0.05;       // of a part
  std::size_t most_parts = 4;
};

// Another compound beside the one whose record matches a spectrum.
struct SecondCompound {
  Mixture mixture;                     // two parts, the match first
  std::vector<Mixture::Peak> telling;  // ions that the match lacks, strongest first
};

// Explains unit-mass spectra by non-negative sums of library records: records are added one by one,
// each time the one that fits best what is left, and all amounts are solved for anew (Lawson and
// Hanson 1974). Squares are weighted by counting noise, so that small ions count. What results says
// that such a sum is possible, not that it is the only one: any part may be an isomer of the record
// named.
class MixtureExplainer {
 public:
  // Looks at measured EI records. Their spectra are prepared when the first mixture is asked for.
  // The library must outlive it.
  MixtureExplainer(const Library& library, UnitMassRule rule, const MixtureSettings& settings = {})
      : library_(library), rule_(rule), settings_(settings) {}

  [[nodiscard]] UnitMassRule rule() const noexcept { return rule_; }

  // Nothing where the settings do not hold, for fewer than eight peaks, and in a library of more
  // than 50,000 records.
  [[nodiscard]] std::optional<Mixture> explain(const Peaks& peaks);

  // Beside a record that matches the spectrum: the record of another compound, but those `without`,
  // that best explains what is left. It counts when the matching record lacks three of its ions or
  // more (isotopes apart), all of its ions are there, at the intensity that its amount asks for
  // within a factor of two, it explains half or more of what the matching record lacks, and it is
  // three times that record's amount or less. Nothing else, and for the spectra and libraries of
  // which explain() says nothing.
  [[nodiscard]] std::optional<SecondCompound> second_compound(const Peaks& peaks,
                                                              std::uint32_t match,
                                                              const Compounds& without);

 private:
  struct Prepared {
    std::vector<std::uint32_t> record;  // its number in the library
    std::vector<std::size_t> start;     // of its peaks, one more than there are records
    std::vector<std::int32_t> mass;
    std::vector<float> intensity;  // of a base peak of 1
    [[nodiscard]] std::span<const std::int32_t> masses(std::size_t i) const;
    [[nodiscard]] std::span<const float> intensities(std::size_t i) const;
  };
  [[nodiscard]] bool is_searched() const noexcept;
  void prepare_records();
  // The record that reduces the weighted squares of `left` most; both by unit mass.
  [[nodiscard]] std::optional<std::size_t> best_addition(std::span<const double> left,
                                                         std::span<const double> weight,
                                                         const Compounds& without = {}) const;
  // A record as a part; its share is the caller's. `spectrum`: as it was fitted, by unit mass.
  [[nodiscard]] Mixture::Part part_of(std::uint32_t record, std::span<const double> spectrum,
                                      double amount) const;

  const Library& library_;
  UnitMassRule rule_;
  MixtureSettings settings_;
  std::optional<Prepared> prepared_;
};

}  // namespace basepeak
