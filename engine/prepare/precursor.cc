#include "engine/prepare/precursor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace basepeak {

namespace {

constexpr int kHighestCharge = 4;
constexpr double kWidestIsotope = 0.005;  // half width in Da that isotopes are looked for in
constexpr double kBesideScan_s = 15.0;    // either side, over which isotopes must go together
constexpr double kPer13C = 0.0108;        // M+1 over M for each carbon (1.07 % 13C)
constexpr int kPatternIsotopes = 5;       // above M, that purity counts as the precursor's own

// M+1 over M that a molecule of this mass can have: a carbon for each 28 Da to one for each 12.
std::pair<double, double> likely_ratio(double mass) {
  return {0.5 * kPer13C * mass / 28.0, 1.3 * kPer13C * mass / 12.0 + 0.02};
}

double isotope_half_width(double mz, const Tolerance& tolerance) noexcept {
  return std::min(kWidestIsotope, 0.5 * (tolerance.window(mz).second - tolerance.window(mz).first));
}

// Half a unit of the last digit of a value with two decimals or fewer; 0 for an accurate one.
double rounding_of(double mz) {
  for (const double unit : {1.0, 0.1, 0.01}) {
    if (std::abs(mz / unit - std::round(mz / unit)) < 1e-6) return 0.5 * unit;
  }
  return 0.0;
}

std::string text(const char* format, double value) {
  std::array<char, 64> written{};
  std::snprintf(written.data(), written.size(), format, value);
  return written.data();
}

bool is_likely(double ratio, std::pair<double, double> range) {
  return ratio >= range.first && ratio <= range.second;
}

// The charge that the isotopes above the ion show.
std::optional<int> charge_shown(const Peaks& peaks, const FoundPeak& ion,
                                const Tolerance& tolerance) {
  for (int charge = kHighestCharge; charge >= 1; --charge) {
    const auto isotope = [&](int k) {
      return largest_in(peaks, isotope_window(ion.mz, k, charge, tolerance)).intensity;
    };
    const auto range = likely_ratio(ion.mz * charge);
    if (!is_likely(isotope(1) / ion.intensity, range)) continue;
    // Between the isotopes of one charge those of the double stand, not the other way round.
    if (charge > 1 && !(isotope(2) > 0.0)) continue;
    return charge;
  }
  return std::nullopt;
}

struct Below {
  int offset = 0;
  FoundPeak ion;
};

class OffsetFinder {
 public:
  OffsetFinder(const Survey& survey, const Acquisition& ms2, const Method::Precursors& method,
               int charge)
      : survey_(survey), ms2_(ms2), method_(method), charge_(charge) {}

  // How many isotopes above the monoisotopic ion this one lies, and that ion.
  Below find(const Peaks& peaks, const FoundPeak& ion) const {
    const double half = isotope_half_width(ion.mz, method_.survey_tolerance);
    const auto below = [&](double distance) {
      const double mz = ion.mz - distance / charge_;
      return largest_in(peaks, {mz - half, mz + half});
    };
    const FoundPeak one = below(kIsotopeSpacing);
    if (one.intensity > 0.0 && goes_with(ion, one) &&
        is_likely(ion.intensity / one.intensity, likely_ratio(one.mz * charge_))) {
      // M+2 of many carbons.
      const double two_mz = one.mz - kIsotopeSpacing / charge_;
      const FoundPeak two = largest_in(peaks, {two_mz - half, two_mz + half});
      if (two.intensity > 0.0 && goes_with(ion, two) &&
          is_likely(one.intensity / two.intensity, likely_ratio(two.mz * charge_))) {
        return {2, two};
      }
      return {1, one};
    }
    // 37Cl and 81Br: 1.99705 and 1.99795 above; 32 % of M for one chlorine, 97 % for one bromine,
    // 130 % for one of each.
    const FoundPeak halogen = below(1.9975);
    if (halogen.intensity > 0.0 && goes_with(ion, halogen) &&
        is_likely(ion.intensity / halogen.intensity, {0.22, 1.5})) {
      return {2, halogen};
    }
    return {0, ion};
  }

 private:
  bool goes_with(const FoundPeak& a, const FoundPeak& b) const {
    if (!ms2_.retention_s) return true;
    const std::pair span{*ms2_.retention_s - kBesideScan_s, *ms2_.retention_s + kBesideScan_s};
    const auto trace = [&](double mz) {
      const double half = isotope_half_width(mz, method_.survey_tolerance);
      return survey_.trace({mz - half, mz + half}, ms2_.polarity, span);
    };
    const IonTrace of_a = trace(a.mz);
    constexpr std::size_t kEnoughScans = 5;
    if (of_a.retention_s.size() < kEnoughScans) return true;  // too short to say
    return correlation(of_a, trace(b.mz), span.first, span.second) >=
           method_.co_elution_correlation;
  }

  const Survey& survey_;
  const Acquisition& ms2_;
  const Method::Precursors& method_;
  int charge_;
};

// Share of the isotopes of the ion in the isolation window; nothing for an empty window.
std::optional<double> purity_in(const Peaks& peaks, const PrecursorFacts& facts, int charge,
                                const Tolerance& tolerance) {
  const double all = total_in(peaks, facts.isolation_mz);
  if (!(all > 0.0)) return std::nullopt;
  double own = 0.0;
  double taken_to = facts.isolation_mz.first;
  for (int k = 0; k <= kPatternIsotopes; ++k) {
    auto window = isotope_window(*facts.monoisotopic_mz, k, charge, tolerance);
    window.first = std::max(window.first, taken_to);
    window.second = std::min(window.second, facts.isolation_mz.second);
    if (window.first >= window.second) continue;
    own += total_in(peaks, window);
    taken_to = std::nextafter(window.second, 1e9);
  }
  return std::min(1.0, own / all);
}

void measure_purity(const Acquisition& ms2, const Survey::Neighbours& near,
                    const Method::Precursors& method, PrecursorFacts& facts) {
  const int charge = facts.charge.value_or(facts.stated_charge.value_or(1));
  const auto purity = [&](const Survey::Scan* scan) {
    return scan == nullptr ? std::optional<double>()
                           : purity_in(scan->peaks, facts, charge, method.survey_tolerance);
  };
  const std::optional<double> before = purity(near.before);
  const std::optional<double> after = purity(near.after);
  if (before && after && ms2.retention_s && near.after->retention_s > near.before->retention_s) {
    const double share = std::clamp((*ms2.retention_s - near.before->retention_s) /
                                        (near.after->retention_s - near.before->retention_s),
                                    0.0, 1.0);
    facts.purity = *before + share * (*after - *before);
  } else if (before && after) {
    facts.purity = 0.5 * (*before + *after);
  } else {
    facts.purity = before ? before : after;
  }
}

// The window that was isolated, as far as the file says.
void settle_isolation(const Acquisition& ms2, const Method::Precursors& method,
                      PrecursorFacts& facts) {
  const double middle = ms2.isolation_target_mz.value_or(*ms2.precursor_mz);
  facts.is_isolation_assumed = !ms2.isolation_width_mz;
  const double width = ms2.isolation_width_mz.value_or(method.assumed_isolation_width_mz);
  facts.isolation_mz = {middle - 0.5 * width, middle + 0.5 * width};
}

}  // namespace

std::pair<double, double> isotope_window(double monoisotopic_mz, int isotope, int charge,
                                         const Tolerance& tolerance) noexcept {
  const double half = isotope_half_width(monoisotopic_mz, tolerance);
  // 13C lies above 15N, 33S (k = 1) and 34S, 37Cl, 81Br (k = 2) by up to 11 mDa.
  const double lowest = isotope == 0 ? 0.0 : isotope == 1 ? 0.99700 : isotope * 0.99775;
  return {monoisotopic_mz + lowest / charge - half,
          monoisotopic_mz + isotope * kIsotopeSpacing / charge + half};
}

PrecursorFacts look_up_precursor(const Acquisition& ms2, const Survey& survey,
                                 const Method::Precursors& method) {
  PrecursorFacts facts;
  facts.stated_mz = ms2.precursor_mz;
  facts.isolation_target_mz = ms2.isolation_target_mz;
  if (ms2.charge && *ms2.charge > 0) facts.stated_charge = ms2.charge;
  if (!ms2.precursor_mz) {
    facts.remarks.push_back("the file states no precursor m/z");
    return facts;
  }
  settle_isolation(ms2, method, facts);
  if (survey.empty()) return facts;
  const Survey::Neighbours near = survey.around(ms2);
  const double stated = *ms2.precursor_mz;
  auto window = method.survey_tolerance.window(stated);
  const double rounding = rounding_of(stated);
  window.first = std::min(window.first, stated - rounding);
  window.second = std::max(window.second, stated + rounding);

  const Survey::Scan* strongest = nullptr;
  FoundPeak ion;
  double weight = 0.0;
  double weighted_mz = 0.0;
  int holding = 0;
  for (const Survey::Scan* scan : {near.before, near.after}) {
    if (scan == nullptr) continue;
    facts.survey_scans.push_back(scan->scan);
    const FoundPeak found = largest_in(scan->peaks, window);
    if (!(found.intensity > 0.0)) continue;
    ++holding;
    weight += found.intensity;
    weighted_mz += found.intensity * found.mz;
    if (strongest == nullptr || found.intensity > ion.intensity) {
      strongest = scan;
      ion = found;
    }
  }
  if (facts.survey_scans.empty()) {
    facts.remarks.push_back("no MS1 scan is near the MS/MS scan: its precursor was not checked");
    return facts;
  }
  if (strongest == nullptr) {
    facts.remarks.push_back("no MS1 peak at the stated precursor m/z " + text("%.4f", stated) +
                            " in the scans next to the MS/MS scan: it was not refined");
    return facts;
  }
  facts.measured_mz = weighted_mz / weight;
  facts.difference_ppm = 1e6 * (*facts.measured_mz - stated) / stated;
  facts.intensity = weight / holding;
  facts.charge = charge_shown(strongest->peaks, ion, method.survey_tolerance);
  if (facts.charge && facts.stated_charge && *facts.charge != *facts.stated_charge) {
    facts.remarks.push_back("the file states charge " + std::to_string(*facts.stated_charge) +
                            ", the isotopes in MS1 are spaced as of charge " +
                            std::to_string(*facts.charge));
  }
  // An isotope has none of its own pattern above it, so that the file's charge goes first here.
  const int charge = facts.stated_charge.value_or(facts.charge.value_or(1));
  const Below below = OffsetFinder(survey, ms2, method, charge).find(strongest->peaks, ion);
  facts.isotope_offset = below.offset;
  facts.monoisotopic_mz = below.offset == 0 ? *facts.measured_mz : below.ion.mz;
  if (below.offset > 0) {
    facts.charge = charge_shown(strongest->peaks, below.ion, method.survey_tolerance);
    facts.remarks.push_back("the precursor was picked on its isotope M+" +
                            std::to_string(below.offset) + ": the monoisotopic ion is at m/z " +
                            text("%.4f", *facts.monoisotopic_mz));
  } else if (ms2.isolation_target_mz) {
    // Some instruments isolate an isotope and name the monoisotopic ion.
    const double above = (*ms2.isolation_target_mz - stated) * charge / kIsotopeSpacing;
    const int offset = static_cast<int>(std::lround(std::clamp(above, -9.0, 9.0)));
    if (offset >= 1 && offset <= 3 && std::abs(above - offset) < 0.05) {
      facts.isotope_offset = offset;
      facts.remarks.push_back("the isolation window was set on the isotope M+" +
                              std::to_string(offset) + " of the stated precursor");
    }
  }
  measure_purity(ms2, near, method, facts);
  return facts;
}

}  // namespace basepeak
