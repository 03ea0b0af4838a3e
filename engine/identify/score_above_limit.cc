#include "engine/identify/score_above_limit.h"

#include <algorithm>
#include <vector>

#include "engine/search/prepared.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

namespace {

Peaks visible_peaks(const Peaks& record, const UnitMassSpectrum& query, double limit_of_999,
                    UnitMassRule rule) {
  const UnitMassSpectrum unit = to_unit_mass(record, rule);
  std::vector<double> mz;
  std::vector<float> intensity;
  for (std::size_t i = 0; i < unit.size(); ++i) {
    const bool is_in_query = std::binary_search(query.mass.begin(), query.mass.end(), unit.mass[i]);
    if (!is_in_query && unit.intensity[i] < limit_of_999) continue;
    mz.push_back(unit.mass[i]);
    intensity.push_back(static_cast<float>(unit.intensity[i]));
  }
  return Peaks::from_unsorted(mz, intensity);
}

}  // namespace

void add_scores_above_limit(const Query& query, const Library& library,
                            const SearchSettings& settings, Matches& matches) {
  if (query.acquisition.ms_level > 1 || query.detection_limit <= 0.0 || !is_ei(settings.score) ||
      uses_molecular_mass(settings.score) || query.peaks.base_intensity() <= 0.0F) {
    return;
  }
  const double limit = 999.0 * query.detection_limit / query.peaks.base_intensity();
  const UnitMassSpectrum unit = to_unit_mass(query.peaks, settings.unit_mass_rule);
  const PreparedSpectrum prepared = prepare_query(query, settings);
  for (Match& hit : matches.hits) {
    Query visible;
    visible.acquisition = query.acquisition;
    visible.peaks = visible_peaks(library.peaks(hit.record), unit, limit, settings.unit_mass_rule);
    hit.score_above_limit = compare(prepared, prepare_query(visible, settings), settings).score;
  }
}

}  // namespace basepeak
