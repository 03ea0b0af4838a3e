#include <algorithm>
#include <cmath>

#include "engine/search/score.h"

namespace basepeak {

namespace {

constexpr double kTrace = 1.0;  // intensities of 999 up to this do not enter by themselves

template <typename Weight>
WeightedUnitMass weighted(const UnitMassSpectrum& spectrum, const Weight& weight) {
  WeightedUnitMass result;
  result.mass = spectrum.mass;
  result.intensity = spectrum.intensity;
  result.weight.reserve(spectrum.size());
  for (std::size_t i = 0; i < spectrum.size(); ++i) {
    result.weight.push_back(weight(double(spectrum.mass[i]), spectrum.intensity[i]));
  }
  return result;
}

// What one pass over two spectra yields; symbols as in docs/method.md.
struct Sums {
  double dot = 0.0;           // over common peaks, of the weights
  double query_common = 0.0;  // squared weights, where the record has intensity
  double query_only = 0.0;    // where it has none
  double record = 0.0;
  double ratio = 0.0;              // weighted terms
  double ratio_total = 0.0;        // of their weights
  std::uint32_t query_peaks = 0;   // that entered
  std::uint32_t common_peaks = 0;  // N1
  std::uint32_t ratios = 0;        // N2

  [[nodiscard]] double query() const { return query_common + query_only; }
};

enum class Ratios { none, weighted_by_mass, unweighted };

template <Ratios kRatios>
Sums compare(const WeightedUnitMass& query, const WeightedUnitMass& record) {
  Sums sums;
  if (query.mass.empty() || record.mass.empty()) return sums;
  const std::int32_t lowest = std::max(query.mass.front(), record.mass.front());
  const auto start = [&](const std::vector<std::int32_t>& mass) {
    return static_cast<std::size_t>(std::lower_bound(mass.begin(), mass.end(), lowest) -
                                    mass.begin());
  };
  std::size_t i = start(query.mass);
  std::size_t j = start(record.mass);
  const std::size_t query_size = query.mass.size();
  const std::size_t record_size = record.mass.size();
  // The common peak that the next one forms a ratio with; a peak of one spectrum alone breaks it.
  bool has_previous = false;
  double previous_query = 0.0;
  double previous_record = 0.0;

  const auto query_alone = [&](std::size_t at) {
    if (query.intensity[at] <= kTrace) return;
    sums.query_only += query.weight[at] * query.weight[at];
    ++sums.query_peaks;
    has_previous = false;
  };
  const auto record_alone = [&](std::size_t at) {
    if (record.intensity[at] <= kTrace) return;
    sums.record += record.weight[at] * record.weight[at];
    has_previous = false;
  };

  while (i < query_size && j < record_size) {
    if (query.mass[i] < record.mass[j]) {
      query_alone(i++);
      continue;
    }
    if (record.mass[j] < query.mass[i]) {
      record_alone(j++);
      continue;
    }
    if (query.intensity[i] <= 0.0 || record.intensity[j] <= 0.0) {
      if (record.intensity[j] <= 0.0) query_alone(i);
      if (query.intensity[i] <= 0.0) record_alone(j);
    } else if (query.intensity[i] > kTrace || record.intensity[j] > kTrace) {
      sums.dot += query.weight[i] * record.weight[j];
      sums.query_common += query.weight[i] * query.weight[i];
      sums.record += record.weight[j] * record.weight[j];
      ++sums.query_peaks;
      ++sums.common_peaks;
      if constexpr (kRatios != Ratios::none) {
        const double w_query = query.ratio_weight[i];
        const double w_record = record.ratio_weight[j];
        if (has_previous) {
          const double a = w_query * previous_record;
          const double b = w_record * previous_query;
          const double term = std::min(a, b) / std::max(a, b);
          const double mass = kRatios == Ratios::weighted_by_mass ? double(query.mass[i]) : 1.0;
          sums.ratio += mass * term;
          sums.ratio_total += mass;
          ++sums.ratios;
        }
        has_previous = true;
        previous_query = w_query;
        previous_record = w_record;
      }
    }
    ++i;
    ++j;
  }
  for (; i < query_size; ++i) query_alone(i);
  for (; j < record_size; ++j) record_alone(j);
  return sums;
}

// What lies below the molecular mass, moved.
WeightedUnitMass losses_moved(const WeightedUnitMass& spectrum, std::int32_t molecular_mass,
                              std::int32_t by) {
  WeightedUnitMass result;
  for (std::size_t i = 0; i < spectrum.mass.size() && spectrum.mass[i] < molecular_mass; ++i) {
    result.mass.push_back(spectrum.mass[i] + by);
    result.intensity.push_back(spectrum.intensity[i]);
    result.weight.push_back(spectrum.weight[i]);
  }
  return result;
}

double match_factor(double share) { return std::clamp(1000.0 * share - 0.5, 0.0, 999.5); }

double cosine(double dot, double a, double b) {
  return a > 0.0 && b > 0.0 ? std::min(1.0, without_rounding(dot / std::sqrt(a * b))) : 0.0;
}

double squared_cosine(double dot, double a, double b) {
  return a > 0.0 && b > 0.0 ? std::min(1.0, without_rounding(dot * dot / (a * b))) : 0.0;
}

}  // namespace

WeightedUnitMass identity_weighted(const UnitMassSpectrum& spectrum) {
  WeightedUnitMass result =
      weighted(spectrum, [](double mass, double x) { return std::sqrt(mass * x); });
  for (const double x : spectrum.intensity) result.ratio_weight.push_back(std::sqrt(x));
  return result;
}

WeightedUnitMass simple_weighted(const UnitMassSpectrum& spectrum) {
  return weighted(spectrum, [](double, double x) { return std::sqrt(x); });
}

WeightedUnitMass mass_weighted(const UnitMassSpectrum& spectrum) {
  return weighted(spectrum, [](double mass, double x) { return mass * std::sqrt(x); });
}

WeightedUnitMass intensity_weighted(const UnitMassSpectrum& spectrum) {
  return weighted(spectrum, [](double, double x) { return x; });
}

const SteinScottWeights& stein_scott_weights(SteinScott name) noexcept {
  switch (name) {
    case SteinScott::nist11_lc: return kNist11Lc;
    case SteinScott::massbank: return kMassBank;
    case SteinScott::square_root: return kSquareRoot;
    case SteinScott::nist_gc: break;
  }
  return kNistGc;
}

WeightedUnitMass stein_scott_weighted(const UnitMassSpectrum& spectrum,
                                      const SteinScottWeights& weights) {
  WeightedUnitMass result = weighted(spectrum, [&](double mass, double x) {
    return std::pow(mass, weights.mass_power) * std::pow(x, weights.intensity_power);
  });
  for (const double x : spectrum.intensity) {
    result.ratio_weight.push_back(std::pow(x, weights.intensity_power));
  }
  return result;
}

ScoreValue ei_identity(const WeightedUnitMass& query, const WeightedUnitMass& record) {
  const Sums sums = compare<Ratios::weighted_by_mass>(query, record);
  if (sums.common_peaks == 0) return {0.0, 0.0, 0};
  const auto factor = [&](double query_sum) {
    const double n1 = sums.common_peaks;
    const double n2 = sums.ratios;
    const double t1 = squared_cosine(sums.dot, query_sum, sums.record);
    const double t2 = sums.ratios > 0 ? sums.ratio / sums.ratio_total : 0.0;
    return match_factor((n1 * t1 + n2 * t2) / (n1 + n2));
  };
  return {factor(sums.query()), factor(sums.query_common), sums.common_peaks};
}

ScoreValue ei_simple(const WeightedUnitMass& query, const WeightedUnitMass& record) {
  const Sums sums = compare<Ratios::none>(query, record);
  if (sums.common_peaks == 0) return {0.0, 0.0, 0};
  return {match_factor(squared_cosine(sums.dot, sums.query(), sums.record)),
          match_factor(squared_cosine(sums.dot, sums.query_common, sums.record)),
          sums.common_peaks};
}

ScoreValue ei_neutral_loss(const WeightedUnitMass& query, const WeightedUnitMass& record,
                           std::int32_t query_mass, std::int32_t record_mass) {
  return ei_simple(losses_moved(query, query_mass, 0),
                   losses_moved(record, record_mass, query_mass - record_mass));
}

ScoreValue ei_cosine(const WeightedUnitMass& query, const WeightedUnitMass& record) {
  const Sums sums = compare<Ratios::none>(query, record);
  return {cosine(sums.dot, sums.query(), sums.record),
          cosine(sums.dot, sums.query_common, sums.record), sums.common_peaks};
}

ScoreValue ei_stein_scott(const WeightedUnitMass& query, const WeightedUnitMass& record) {
  const Sums sums = compare<Ratios::unweighted>(query, record);
  if (sums.common_peaks == 0) return {0.0, 0.0, 0};
  const auto composite = [&](double query_sum, double query_peaks) {
    const double dot = cosine(sums.dot, query_sum, sums.record);
    if (sums.ratios == 0) return dot;
    const double common = sums.common_peaks;
    const double ratio = sums.ratio / sums.ratio_total;
    return std::min(1.0, (query_peaks * dot + common * ratio) / (query_peaks + common));
  };
  return {composite(sums.query(), sums.query_peaks),
          composite(sums.query_common, sums.common_peaks), sums.common_peaks};
}

}  // namespace basepeak
