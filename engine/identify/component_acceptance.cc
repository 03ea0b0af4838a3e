#include "engine/identify/component_acceptance.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "engine/chemistry/inchi_key.h"
#include "engine/spectrum/searched_as_ei.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostDiagnostic = 6;
constexpr double kLeastDiagnostic = 0.05;  // of the base peak

bool is_match(const Identification& component) {
  return (component.level == ConclusionLevel::compound ||
          component.level == ConclusionLevel::isomer_group) &&
         !component.isomer_group.members.empty();
}

std::string compound_of(const GroupMember& member) {
  const std::string_view key = inchi_key_connectivity(member.inchikey);
  return std::string(key.empty() ? std::string_view(member.name) : key);
}

bool is_accurate(const Peaks& peaks) {
  return std::any_of(peaks.mz().begin(), peaks.mz().end(),
                     [](double mz) { return std::abs(10.0 * mz - std::round(10.0 * mz)) > 0.02; });
}

std::optional<double> retention_of(const Query& query) {
  if (!query.acquisition.retention_s) return std::nullopt;
  return query.retention_s > 0.0 ? query.retention_s : *query.acquisition.retention_s;
}

// The peak of the reference runs whose best match, else any possible compound, is this one.
std::pair<const ReferenceRun*, const ReferencePeak*> reference_of(
    const Identification& component, const std::vector<ReferenceRun>& references) {
  const std::string compound = compound_of(component.isomer_group.members.front());
  for (const bool takes_any : {false, true}) {
    for (const ReferenceRun& run : references) {
      for (const ReferencePeak& peak : run.peaks) {
        const auto& names = peak.compounds;
        const bool is_it = takes_any
                               ? std::find(names.begin(), names.end(), compound) != names.end()
                               : !names.empty() && names.front() == compound;
        const bool is_ms2 = component.query.acquisition.ms_level > 1;
        if (is_it && (peak.ms_level > 1) == is_ms2) return {&run, &peak};
      }
    }
  }
  return {nullptr, nullptr};
}

const Criterion* find(const Acceptance& answer, const std::string& start, bool is_met) {
  const auto at = std::find_if(answer.criteria.begin(), answer.criteria.end(), [&](const auto& c) {
    return c.is_applicable && c.is_met == is_met && c.what.starts_with(start);
  });
  return at == answer.criteria.end() ? nullptr : &*at;
}

// Separation and spectrum are techniques of their own only where each agrees with a reference.
SchemeCount scheme_of(const Identification& component, const Acceptance& answer,
                      Separation separation, const TechniqueCategories& categories) {
  std::vector<TechniqueUse> uses;
  std::vector<std::string> why;
  const auto fails = [&](std::initializer_list<const char*> starts) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](const char* start) { return find(answer, start, false) != nullptr; });
  };
  if (fails({"ion ratio", "mass", "ions"})) {
    why.emplace_back(
        "mass spectrometry: compared with a reference and outside the profile, so it does not "
        "count");
  } else {
    uses.push_back({"mass spectrometry", true});
  }
  const bool is_gas = separation == Separation::gas_chromatography;
  if (is_gas || separation == Separation::liquid_chromatography) {
    const std::string technique = is_gas ? "gas chromatography" : "liquid chromatography";
    const auto& index = component.matches.hits.front().retention;
    const bool by_index = index && std::abs(index->difference_ri) <= index->window_ri;
    const bool by_time = find(answer, "retention", true) != nullptr;
    if (fails({"retention"})) {
      why.push_back(technique +
                    ": retention compared and outside the profile, so it does not "
                    "count");
    } else {
      if (by_index && !by_time) {
        why.emplace_back("retention agrees with the record's retention index");
      }
      uses.push_back({technique, by_time || by_index});
    }
  }
  SchemeCount count = count_scheme(categories, uses);
  count.why.insert(count.why.begin(), why.begin(), why.end());
  return count;
}

}  // namespace

std::vector<MeasuredPeak::Ion> measured_ions(const Peaks& peaks, bool is_ei) {
  std::vector<MeasuredPeak::Ion> ions;
  if (is_ei) {
    const UnitMassSpectrum unit = to_unit_mass(peaks, UnitMassRule::ms_search);
    for (std::size_t i = 0; i < unit.size(); ++i) {
      ions.push_back({static_cast<double>(unit.mass[i]), unit.intensity[i]});
    }
    return ions;
  }
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    ions.push_back({peaks.mz()[i], peaks.intensity()[i]});
  }
  return ions;
}

std::vector<MeasuredPeak::Ion> diagnostic_ions(const Peaks& peaks, bool is_ei) {
  std::vector<MeasuredPeak::Ion> ions = measured_ions(peaks, is_ei);
  std::stable_sort(ions.begin(), ions.end(),
                   [](const auto& a, const auto& b) { return a.intensity > b.intensity; });
  if (ions.size() > kMostDiagnostic) ions.resize(kMostDiagnostic);
  const double base = ions.empty() ? 0.0 : ions.front().intensity;
  std::erase_if(ions, [&](const auto& ion) {
    return ion.intensity <= 0.0 || ion.intensity < kLeastDiagnostic * base;
  });
  return ions;
}

ReferencePeak reference_peak(const Identification& component, const std::string& name) {
  const bool is_ei = is_searched_as_ei(component.query.acquisition);
  ReferencePeak reference;
  for (const GroupMember& member : component.isomer_group.members) {
    reference.compounds.push_back(compound_of(member));
  }
  if (!is_match(component)) reference.compounds.clear();
  reference.name = name;
  reference.peak = {retention_of(component.query), diagnostic_ions(component.query.peaks, is_ei)};
  reference.has_accurate_mass = !is_ei && is_accurate(component.query.peaks);
  reference.ms_level = component.query.acquisition.ms_level;
  return reference;
}

std::optional<ComponentAcceptance> accept_component(const Identification& component,
                                                    const Peaks& record_peaks,
                                                    const std::string& record_name,
                                                    bool is_measured_record, Separation separation,
                                                    const AcceptanceRequest& request) {
  if (!is_match(component) || component.matches.hits.empty()) return std::nullopt;
  const bool is_ei = is_searched_as_ei(component.query.acquisition);
  const auto [run, peak] = reference_of(component, request.references);
  if (peak == nullptr && !is_measured_record) return std::nullopt;
  ComponentAcceptance accepted;
  accepted.is_of_same_batch = peak != nullptr;
  accepted.reference = peak != nullptr ? peak->name : record_name;
  accepted.reference_id =
      run != nullptr ? run->name : component.isomer_group.members.front().record;
  MeasuredPeak reference;
  bool is_reference_accurate = false;
  if (peak != nullptr) {
    reference = peak->peak;
    is_reference_accurate = peak->has_accurate_mass;
  } else {
    reference.ions = diagnostic_ions(record_peaks, is_ei);
    is_reference_accurate = !is_ei && is_accurate(record_peaks);
  }
  const MeasuredPeak sample{retention_of(component.query),
                            measured_ions(component.query.peaks, is_ei)};
  const bool is_both_accurate =
      !is_ei && is_reference_accurate && is_accurate(component.query.peaks);
  accepted.answer = compare_with_reference(request.profile, sample, reference,
                                           accepted.is_of_same_batch, is_both_accurate);
  if (!is_ei && peak == nullptr) {
    accepted.answer.caveats.emplace_back(
        "ion ratios of MS/MS follow the collision energy, which was not compared with the "
        "record's");
  }
  accepted.scheme = scheme_of(component, accepted.answer, separation, request.categories);
  return accepted;
}

}  // namespace basepeak
