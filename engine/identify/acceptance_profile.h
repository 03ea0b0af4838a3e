#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace basepeak {

// What a document asks before two measurements count as the same. What is absent is not asked for.
struct AcceptanceProfile {
  struct Ratios {
    double from_percent = 0.0;  // of the base peak, in the reference
    double to_percent = 100.0;
    std::optional<double> absolute_percent;  // exactly one of the two
    std::optional<double> relative_percent;
  };
  std::string name, title, version, citation, note;
  std::string verified_on;  // ISO date; empty: nobody compared the numbers with the document
  std::optional<double> retention_percent;  // of the reference's; either window is enough
  std::optional<double> retention_min;
  std::optional<double> mass_ppm;
  std::optional<double> mass_below_mz, mass_below_da;  // below this m/z the absolute one
  std::optional<std::size_t> minimum_ions;
  std::vector<Ratios> ratios;
  [[nodiscard]] bool is_verified() const noexcept { return !verified_on.empty(); }
};

// Reads a file of libraries/acceptance. Throws Error{usage} naming file, line and key for what is
// not TOML, for unknown keys, numbers out of their range, and ratios that overlap or have not
// exactly one width.
[[nodiscard]] AcceptanceProfile read_acceptance_profile(const std::filesystem::path& path);

// A peak as measured: retention and the diagnostic ions, in any order.
struct MeasuredPeak {
  struct Ion {
    double mz = 0.0;
    double intensity = 0.0;
  };
  std::optional<double> retention_s;
  std::vector<Ion> ions;
};

// One question of a profile with its answer.
struct Criterion {
  std::string what;   // "retention", "ion ratio m/z 189", "mass m/z 188.1434", "ions"
  std::string found;  // with the limit, in words and numbers; why it is not applicable
  bool is_met = false;
  // What was measured with what is allowed, both inclusive, in `unit`.
  std::string unit;  // "s", "% of the base peak", "mDa", "ions"
  std::optional<double> measured, low, high;
  bool is_applicable = true;
};

// "met", "not met", "not applicable".
[[nodiscard]] const char* state(const Criterion& criterion) noexcept;

struct Acceptance {
  std::string profile;
  std::vector<Criterion> criteria;
  // That the numbers are unverified, that the reference is no measurement of the same batch, what
  // could not be asked.
  std::vector<std::string> caveats;
  [[nodiscard]] bool is_met() const noexcept;  // all that apply, and there are some
};

// The sample's peak against a reference's. Ions pair by the nearest m/z within half a unit; ratios
// are of the base peak of the paired reference ions. A mass criterion is asked only of accurate
// masses. Retention, ion ratios, mass accuracy and fewest ions each have a row at least; one that
// the profile does not ask for, or that could not be measured, is not applicable and says why.
[[nodiscard]] Acceptance compare_with_reference(const AcceptanceProfile& profile,
                                                const MeasuredPeak& sample,
                                                const MeasuredPeak& reference,
                                                bool is_of_same_batch, bool has_accurate_mass);

}  // namespace basepeak
