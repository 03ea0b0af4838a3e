#include "engine/search/prepared.h"

#include <cmath>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/search/hybrid.h"

namespace basepeak {

namespace {

// A precursor farther than this from what mass and adduct give is not trusted. A whole number is a
// nominal mass, which lies up to about half a dalton from the exact one.
constexpr double kExactDoubtDa = 0.5;
constexpr double kNominalDoubtDa = 1.5;

std::optional<std::int32_t> whole_mass(double mass) {
  if (!(mass > 0.0) || mass > 100'000.0) return std::nullopt;
  return static_cast<std::int32_t>(std::lround(mass));
}

WeightedUnitMass weighted(const Peaks& peaks, const SearchSettings& settings) {
  const UnitMassSpectrum unit = to_unit_mass(peaks, settings.unit_mass_rule);
  switch (settings.score) {
    case Score::ei_identity: return identity_weighted(unit);
    case Score::ei_weighted_cosine: return mass_weighted(unit);
    case Score::ei_cosine: return intensity_weighted(unit);
    case Score::ei_stein_scott:
      return stein_scott_weighted(unit, stein_scott_weights(settings.stein_scott));
    default: return simple_weighted(unit);
  }
}

bool is_entropy(Score score) {
  return score == Score::ms2_entropy || score == Score::ms2_hybrid_entropy ||
         score == Score::ms2_neutral_loss_entropy;
}

PreparedSpectrum prepare_cleaned(const CleanedPeaks& cleaned, const SearchSettings& settings) {
  PreparedSpectrum prepared;
  prepared.all_above_precursor = cleaned.all_above_precursor;
  prepared.peaks = is_entropy(settings.score) ? entropy_weighted(cleaned)
                                              : cosine_weighted(cleaned, settings.linear_intensity);
  return prepared;
}

PreparedSpectrum prepare_unit_mass(const Peaks& peaks, const SearchSettings& settings) {
  PreparedSpectrum prepared;
  prepared.unit_mass = weighted(peaks, settings);
  return prepared;
}

// A doubtful precursor would also remove the wrong peaks and shift by the wrong difference.
std::optional<double> trusted_precursor(const Query& query) {
  return precursor_doubt(query) ? std::nullopt : query.acquisition.precursor_mz;
}

}  // namespace

std::optional<std::int32_t> nominal_mass(const Library& library, std::uint32_t record) {
  const double exact = library.monoisotopic_mass(record);
  if (!(exact > 0.0)) return std::nullopt;
  // Rounding the exact mass fails from about 500 Da on, where hydrogens add up to half a dalton.
  try {
    return Formula::parse(library.formula(record)).nominal_mass();
  } catch (const Error&) {
    return whole_mass(exact);  // one record's unreadable formula must not end a search
  }
}

SearchSettings settings_for(const Query& query, const SearchSettings& settings) {
  SearchSettings own = settings;
  if (is_ei(settings.score) || settings.keep_precursor_peaks) return own;
  own.keep_precursor_peaks =
      are_all_above_precursor(query.peaks, trusted_precursor(query).value_or(0.0));
  return own;
}

PreparedSpectrum prepare_query(const Query& query, const SearchSettings& settings) {
  PreparedSpectrum prepared =
      is_ei(settings.score)
          ? prepare_unit_mass(query.peaks, settings)
          : prepare_cleaned(clean(query.peaks, trusted_precursor(query), settings.peak_tolerance,
                                  settings.keep_precursor_peaks),
                            settings);
  if (settings.query_mass) {
    prepared.nominal_mass = whole_mass(*settings.query_mass);
  } else if (query.stated_mass) {
    prepared.nominal_mass = whole_mass(*query.stated_mass);
  }
  return prepared;
}

PreparedSpectrum prepare_record(const Library& library, std::uint32_t record,
                                const SearchSettings& settings) {
  PreparedSpectrum prepared =
      is_ei(settings.score)
          ? prepare_unit_mass(library.peaks(record), settings)
          : prepare_cleaned(clean_stored(library.stored_peaks(record), library.precursor_mz(record),
                                         settings.peak_tolerance, settings.keep_precursor_peaks),
                            settings);
  if (uses_molecular_mass(settings.score)) prepared.nominal_mass = nominal_mass(library, record);
  return prepared;
}

std::string preparation_key(const SearchSettings& settings) {
  if (is_ei(settings.score)) {
    return std::string(name(settings.score)) +
           (settings.score == Score::ei_stein_scott ? std::string(" ") + name(settings.stein_scott)
                                                    : std::string()) +
           (settings.unit_mass_rule == UnitMassRule::amdis ? " amdis" : " ms_search");
  }
  std::string key = is_entropy(settings.score)  ? "entropy"
                    : settings.linear_intensity ? "linear"
                                                : "square_root";
  if (settings.keep_precursor_peaks) key += " keep";
  // The merge width at three masses tells the tolerance's two parts apart.
  for (const std::int64_t mz : {100'000'000LL, 500'000'000LL, 2'000'000'000LL}) {
    key += ' ' + std::to_string(half_width_udalton(mz, settings.peak_tolerance));
  }
  return key;
}

bool is_comparable(const Library& library, std::uint32_t record, Score score) {
  const Ionisation ionisation = library.ionisation(record);
  if (is_ei(score)) return ionisation == Ionisation::ei;
  return ionisation != Ionisation::ei && library.ms_level(record) >= 2;
}

std::optional<std::string> precursor_doubt(const Query& query) {
  const std::optional<double>& precursor = query.acquisition.precursor_mz;
  if (!precursor || *precursor <= 0.0) return "the query has no precursor m/z";
  if (!query.stated_mass || query.acquisition.adduct.empty()) return std::nullopt;
  const std::optional<double> expected = adduct_mz(query.acquisition.adduct, *query.stated_mass);
  const bool is_nominal = *query.stated_mass == std::floor(*query.stated_mass);
  const double limit = is_nominal ? kNominalDoubtDa : kExactDoubtDa;
  if (!expected || std::abs(*expected - *precursor) <= limit) return std::nullopt;
  return "the query's precursor m/z " + std::to_string(*precursor) + " is far from the " +
         std::to_string(*expected) + " that its mass and adduct " + query.acquisition.adduct +
         " give";
}

bool uses_molecular_mass(Score score) noexcept {
  return score == Score::ei_hybrid || score == Score::ei_neutral_loss;
}

std::optional<std::pair<std::int64_t, std::int64_t>> precursor_window(
    const Query& query, const SearchSettings& settings) {
  if (!settings.precursor_tolerance || is_ei(settings.score) || precursor_doubt(query)) {
    return std::nullopt;
  }
  const std::int64_t mz = to_udalton(*query.acquisition.precursor_mz);
  const std::int64_t half = half_width_udalton(mz, *settings.precursor_tolerance);
  return std::pair(mz - half, mz + half);
}

std::optional<std::int32_t> mass_difference(const PreparedSpectrum& query,
                                            const PreparedSpectrum& record) {
  if (!query.nominal_mass || !record.nominal_mass) return std::nullopt;
  return *query.nominal_mass - *record.nominal_mass;
}

ScoreValue compare(const PreparedSpectrum& query, const PreparedSpectrum& record,
                   const SearchSettings& settings) {
  const Tolerance& tolerance = settings.peak_tolerance;
  switch (settings.score) {
    case Score::ei_identity: return ei_identity(query.unit_mass, record.unit_mass);
    case Score::ei_simple: return ei_simple(query.unit_mass, record.unit_mass);
    case Score::ei_hybrid:
      return ei_hybrid(query.unit_mass, record.unit_mass,
                       mass_difference(query, record).value_or(0))
          .value;
    case Score::ei_weighted_cosine:
    case Score::ei_cosine:
    case Score::ei_sqrt_cosine: return ei_cosine(query.unit_mass, record.unit_mass);
    case Score::ei_stein_scott: return ei_stein_scott(query.unit_mass, record.unit_mass);
    case Score::ei_neutral_loss:
      if (!query.nominal_mass || !record.nominal_mass) return {0.0, 0.0, 0};
      return ei_neutral_loss(query.unit_mass, record.unit_mass, *query.nominal_mass,
                             *record.nominal_mass);
    case Score::ms2_entropy: return ms2_entropy(query.peaks, record.peaks, tolerance);
    case Score::ms2_hybrid_entropy: return ms2_hybrid_entropy(query.peaks, record.peaks, tolerance);
    case Score::ms2_neutral_loss_entropy:
      return ms2_neutral_loss_entropy(query.peaks, record.peaks, tolerance);
    case Score::ms2_cosine: return ms2_cosine(query.peaks, record.peaks, tolerance);
    case Score::ms2_modified_cosine:
      return ms2_modified_cosine(query.peaks, record.peaks, tolerance);
    case Score::ms2_cosine_greedy:
      return ms2_cosine(query.peaks, record.peaks, tolerance, Assignment::greedy);
    case Score::ms2_modified_cosine_greedy:
      return ms2_modified_cosine(query.peaks, record.peaks, tolerance, Assignment::greedy);
    case Score::ms2_neutral_loss_cosine:
      return ms2_neutral_loss_cosine(query.peaks, record.peaks, tolerance);
  }
  return {};
}

double ranked_value(const ScoreValue& value, const SearchSettings& settings) noexcept {
  return settings.rank_by == RankBy::reverse_score ? value.reverse_score.value_or(0.0)
                                                   : value.score;
}

}  // namespace basepeak
