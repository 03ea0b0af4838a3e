#include "engine/prepare/prepare.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/prepare/centroid.h"
#include "engine/prepare/co_elution.h"
#include "engine/prepare/continuity.h"
#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/ion_maxima.h"
#include "engine/prepare/left_out.h"
#include "engine/prepare/ms2_components.h"
#include "engine/prepare/noise.h"
#include "engine/prepare/overload.h"
#include "engine/prepare/perception.h"
#include "engine/prepare/shoulders.h"
#include "engine/prepare/skew.h"
#include "engine/prepare/skew_fit.h"
#include "engine/prepare/survey.h"
#include "engine/prepare/time_order.h"
#include "engine/prepare/unmixing.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

Query as_query(Spectrum&& spectrum) {
  Query query;
  query.acquisition = spectrum.acquisition;
  query.retention_s = spectrum.acquisition.retention_s.value_or(0.0);
  query.peaks = spectrum.peaks;
  query.raw_peaks = std::move(spectrum.peaks);
  query.purity = 1.0;
  if (spectrum.label) {
    query.name = spectrum.label->name;
    query.stated_mass = spectrum.label->stated_mass;
    query.stated_formula = spectrum.label->formula;
    query.stated_inchikey = spectrum.label->inchikey;
    query.stated_precursor_mz = spectrum.label->precursor_mz;
    query.source_remarks = std::move(spectrum.label->remarks);
  }
  return query;
}

std::vector<Query> components_of(IonChromatograms& run, const Method& method,
                                 PreparationFacts& facts, std::vector<Skipped>& lost) {
  if (run.scans() < 3) return {};
  const Noise noise = measure_noise(run, method.components.lowest_mz);
  const Detector detector{noise.deviation(), run.threshold(), run.full_scale()};
  facts.noise_factor = noise.factor;
  facts.threshold = detector.threshold;
  if (std::isfinite(detector.full_scale)) facts.full_scale = detector.full_scale;
  const auto maxima = ion_maxima(run, noise, method.components);
  Skew skew = measure_skew(maxima);
  run.align(skew.scans_per_mz, skew.reference_mz);
  const auto perceive = [&] {
    return perceive_components(run, ion_maxima(run, noise, method.components), method.components);
  };
  auto components =
      skew.scans_per_mz == 0.0 ? perceive_components(run, maxima, method.components) : perceive();
  const Skew fitted = fit_skew(run, detector, method.components, components, skew);
  if (fitted.scans_per_mz != skew.scans_per_mz) {
    skew = fitted;
    run.align(skew.scans_per_mz, skew.reference_mz);
    components = perceive();
  }
  if (skew.scans_per_mz != 0.0) {
    facts.skew_scans_per_mz = skew.scans_per_mz;
    facts.skew_reference_mz = skew.reference_mz;
  }
  share_shapes(run, detector, method.components, components);
  std::vector<Query> queries = join_shoulders(unmix(run, components, detector, method.components));
  lost = overloads_without_component(run, detector, method.components, queries);
  return queries;
}

// Many converters write neither ionisation nor separation. Such an MS1 scan is taken as GC-EI-MS,
// and the report says so, unless its polarity or the run's MS/MS scans speak against it.
bool is_silent(const Run& run, const Acquisition& acquisition) {
  return acquisition.ionisation == Ionisation::unknown && acquisition.other_ionisation.empty() &&
         run.header().separation != Separation::liquid_chromatography &&
         acquisition.polarity != Polarity::negative;
}

bool is_gc_ei(const Run& run, const Acquisition& acquisition) {
  if (is_known_not_to_be_ei(acquisition)) return false;
  return acquisition.ionisation == Ionisation::ei ||
         run.header().separation == Separation::gas_chromatography || is_silent(run, acquisition);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

SurveyFacts survey_facts(const std::vector<Query>& components, std::size_t ms1_scans,
                         std::size_t ms2_scans) {
  SurveyFacts facts;
  facts.ms1_scans = ms1_scans;
  facts.ms2_scans = ms2_scans;
  std::vector<double> differences;
  std::vector<double> distances;
  for (const Query& query : components) {
    if (query.ms2->peak) ++facts.with_peak;
    if (query.ms2->is_pseudo) ++facts.pseudo_components;
    for (const MergedScan& scan : query.ms2->scans) {
      if (scan.precursor.isotope_offset > 0) ++facts.isotope_picks;
      if (!scan.precursor.difference_ppm) continue;
      ++facts.refined;
      differences.push_back(*scan.precursor.difference_ppm);
      distances.push_back(std::abs(*scan.precursor.difference_ppm));
    }
  }
  if (!differences.empty()) {
    facts.median_difference_ppm = median(std::move(differences));
    facts.median_distance_ppm = median(std::move(distances));
  }
  return facts;
}

}  // namespace

Prepared prepare(Run& run, const Method& method) {
  Prepared prepared;
  IonChromatograms chromatograms(method.ei_search.unit_mass_rule);
  LeftOut profile;
  LeftOut centroided;
  LeftOut not_ei;
  LeftOut taken_as_ei;
  LeftOut disordered;
  LeftOut without_time;
  LeftOut not_in_survey;
  std::string other_ionisation;  // that the scans which are not EI state
  const auto show = [&](const Spectrum& scan) {
    prepared.chromatogram_s.push_back(
        static_cast<float>(scan.acquisition.retention_s.value_or(0.0)));
    prepared.chromatogram_tic.push_back(static_cast<float>(scan.total_ion_signal));
  };
  Continuity continuity([&](Spectrum&& scan) {
    show(scan);
    chromatograms.add(scan);
  });
  TimeOrder order({[&](Spectrum&& scan) { continuity.add(std::move(scan)); },
                   [&](std::size_t scan) { disordered.add(scan); },
                   [&](std::size_t scan) { without_time.add(scan); }});
  Survey survey;
  std::vector<Spectrum> ms2_scans;
  const bool is_collection = run.header().is_spectrum_collection;
  const bool is_gas = run.header().separation == Separation::gas_chromatography;

  // MS1 scans in which the precursors of MS/MS scans are looked up.
  const auto survey_scan = [&](const Spectrum& scan) {
    if (!scan.acquisition.retention_s) return;
    survey.add(scan.acquisition.scan, *scan.acquisition.retention_s, scan.acquisition.polarity,
               scan.peaks);
  };

  run.for_each([&](Spectrum&& spectrum) {
    const Acquisition& acquisition = spectrum.acquisition;
    ++prepared.scans;
    if (acquisition.retention_s) {
      if (prepared.scans == 1) prepared.first_s = *acquisition.retention_s;
      prepared.last_s = *acquisition.retention_s;
    }
    if (is_collection) {
      prepared.queries.push_back(as_query(std::move(spectrum)));
      return;
    }
    if (!acquisition.is_centroided && !spectrum.peaks.empty()) {
      Peaks picked = centroid(spectrum.peaks);
      if (picked.empty()) {
        if (acquisition.ms_level == 1) show(spectrum);
        profile.add(acquisition.scan);
        return;
      }
      centroided.add(acquisition.scan);
      spectrum.peaks = std::move(picked);
    }
    if (acquisition.ms_level == 2) {
      ms2_scans.push_back(std::move(spectrum));
    } else if (acquisition.ms_level > 2) {
      prepared.queries.push_back(as_query(std::move(spectrum)));
    } else if (is_gc_ei(run, acquisition)) {
      survey_scan(spectrum);
      if (acquisition.ionisation != Ionisation::ei && !is_gas) taken_as_ei.add(acquisition.scan);
      order.add(std::move(spectrum));
    } else {
      survey_scan(spectrum);
      if (!acquisition.retention_s) not_in_survey.add(acquisition.scan);
      show(spectrum);
      if (is_known_not_to_be_ei(acquisition)) other_ionisation = ionisation_words(acquisition);
      not_ei.add(acquisition.scan);
    }
  });
  order.finish();
  continuity.finish();

  const bool has_ms2 =
      !ms2_scans.empty() || std::any_of(prepared.queries.begin(), prepared.queries.end(),
                                        [](const Query& q) { return q.acquisition.ms_level > 1; });
  const std::size_t by_themselves = prepared.queries.size();  // MS3 and more; a file of spectra
  const std::size_t ms2_count = ms2_scans.size() + (is_collection ? 0 : by_themselves);
  std::size_t independent = 0;  // MS/MS scans
  if (!ms2_scans.empty()) {
    survey.finish();
    const std::size_t count = ms2_scans.size();
    std::vector<Query> components = ms2_components(std::move(ms2_scans), survey, method);
    prepared.survey = survey_facts(components, survey.size(), count);
    std::size_t by_precursor = 0;
    for (const Query& query : components) by_precursor += query.ms2->scans.size();
    independent = count - by_precursor;
    std::move(components.begin(), components.end(), std::back_inserter(prepared.queries));
  }
  // MS1 scans of unstated ionisation beside MS/MS are an LC-MS/MS run's survey scans; beside a
  // handful, which a damaged level makes, they are not.
  constexpr std::size_t kMostSurveyScans = 20;  // an MS/MS scan
  const bool is_survey =
      taken_as_ei.count > 0 && ms2_count > 0 && taken_as_ei.count <= kMostSurveyScans * ms2_count;
  std::vector<Skipped> overloads;
  if (!is_collection && !is_survey) {
    std::vector<Query> components = components_of(chromatograms, method, prepared.facts, overloads);
    std::move(components.begin(), components.end(), std::back_inserter(prepared.queries));
    std::stable_sort(prepared.queries.begin(), prepared.queries.end(),
                     [](const Query& a, const Query& b) { return a.retention_s < b.retention_s; });
  }
  prepared.skipped = run.skipped();
  std::move(overloads.begin(), overloads.end(), std::back_inserter(prepared.skipped));
  profile.tell(
      prepared.skipped,
      "called profile (continuum) but without one peak of that shape: not searched; export "
      "the run centroided (msconvert --filter \"peakPicking vendor\")",
      true);
  centroided.tell(prepared.skipped,
                  "profile (continuum): centroided by OpenMS PeakPickerHiRes before the search; "
                  "centroiding by the instrument's own software is better",
                  false);
  disordered.tell(
      prepared.skipped,
      "retention time out of order with the scans around it; left out of the components", true);
  without_time.tell(prepared.skipped,
                    "retention time is missing or no number; left out of the components", true);
  if (independent > 0) {
    prepared.skipped.push_back(
        {std::to_string(independent) + " MS/MS scans",
         "data-independent: they mix all precursors of a window and are searched as pseudo-MS/MS "
         "components only, " +
             std::to_string(prepared.survey->pseudo_components) + " of them",
         false});
  }
  if (!is_collection && !is_survey) continuity.tell(prepared.skipped);
  taken_as_ei.tell(prepared.skipped,
                   is_survey ? "MS1 scans of no stated ionisation beside MS/MS scans: precursors "
                               "are looked up in them, they are not searched as GC-EI-MS"
                             : "the file states no ionisation: searched as GC-EI-MS, which it may "
                               "not be",
                   false);
  if (has_ms2) {
    not_in_survey.tell(prepared.skipped,
                       "MS1 scans without a retention time: no precursor was looked up in them",
                       false);
  } else {
    not_ei.tell(prepared.skipped,
                other_ionisation.empty()
                    ? "MS1 scans that the file does not call EI or GC-MS, and no MS/MS with them: "
                      "nothing to search"
                    : "the file states an ionisation other than EI (" + other_ionisation +
                          ") and no MS/MS is with these MS1 scans: EI libraries say nothing of "
                          "them, so that there is nothing to search",
                true);
  }
  return prepared;
}

}  // namespace basepeak
