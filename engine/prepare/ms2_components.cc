#include "engine/prepare/ms2_components.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>

#include "engine/prepare/elution_peaks.h"
#include "engine/prepare/merge_spectra.h"
#include "engine/prepare/pseudo_ms2.h"
#include "engine/prepare/relatives.h"

namespace basepeak {

namespace {

constexpr double kAlways_s = std::numeric_limits<double>::max();
constexpr int kPatternPeaks = 5;

std::string text(const char* format, double value) {
  std::array<char, 64> written{};
  std::snprintf(written.data(), written.size(), format, value);
  return written.data();
}

// An MS/MS scan with what MS1 says of its precursor.
struct LookedUp {
  Spectrum* spectrum = nullptr;
  PrecursorFacts facts;
  [[nodiscard]] const Acquisition& acquisition() const { return spectrum->acquisition; }
  [[nodiscard]] double mz() const { return facts.monoisotopic_mz.value_or(*facts.stated_mz); }
};

using Group = std::vector<LookedUp*>;

// Scans of one polarity whose monoisotopic m/z agree, each group in file order.
std::vector<Group> groups_of_one_ion(std::vector<LookedUp>& scans, const Tolerance& tolerance) {
  Group sorted;
  for (LookedUp& scan : scans) sorted.push_back(&scan);
  std::stable_sort(sorted.begin(), sorted.end(), [](const LookedUp* a, const LookedUp* b) {
    if (a->acquisition().polarity != b->acquisition().polarity) {
      return a->acquisition().polarity < b->acquisition().polarity;
    }
    return a->mz() < b->mz();
  });
  std::vector<Group> groups;
  for (LookedUp* scan : sorted) {
    const bool is_new =
        groups.empty() ||
        groups.back().front()->acquisition().polarity != scan->acquisition().polarity ||
        scan->mz() > tolerance.window(groups.back().front()->mz()).second;
    if (is_new) groups.emplace_back();
    groups.back().push_back(scan);
  }
  for (Group& group : groups) {
    std::stable_sort(group.begin(), group.end(), [](const LookedUp* a, const LookedUp* b) {
      return a->acquisition().scan < b->acquisition().scan;
    });
  }
  return groups;
}

// Mean of the monoisotopic m/z that were measured, weighted by intensity; else the first stated.
double mean_mz(const Group& group) {
  double weight = 0.0;
  double weighted = 0.0;
  for (const LookedUp* scan : group) {
    if (!scan->facts.monoisotopic_mz) continue;
    weight += scan->facts.intensity;
    weighted += scan->facts.intensity * scan->mz();
  }
  return weight > 0.0 ? weighted / weight : group.front()->mz();
}

class ComponentBuilder {
 public:
  ComponentBuilder(const Survey& survey, const Method& method) : survey_(survey), method_(method) {}

  // The components of one ion's scans.
  void build(const Group& ion, std::vector<Query>& components) const {
    const double mz = mean_mz(ion);
    std::vector<ElutionPeak> peaks;
    const bool is_measured = std::any_of(ion.begin(), ion.end(), [](const LookedUp* scan) {
      return scan->facts.measured_mz.has_value();
    });
    if (is_measured) {
      const IonTrace whole =
          survey_.trace(method_.precursors.survey_tolerance.window(mz),
                        ion.front()->acquisition().polarity, {-kAlways_s, kAlways_s});
      peaks = elution_peaks(whole, method_.precursors.expected_width_s);
    }
    std::vector<Group> in_peak(peaks.size());
    Group beside;
    for (LookedUp* scan : ion) {
      const auto at = peak_around(peaks, scan->acquisition().retention_s);
      at ? in_peak[*at].push_back(scan) : beside.push_back(scan);
    }
    for (std::size_t i = 0; i < peaks.size(); ++i) {
      if (!in_peak[i].empty()) components.push_back(component_of(in_peak[i], peaks[i]));
    }
    for (const Group& group : parted_in_time(beside)) {
      components.push_back(component_of(group, std::nullopt));
    }
  }

 private:
  std::optional<std::size_t> peak_around(const std::vector<ElutionPeak>& peaks,
                                         std::optional<double> time_s) const {
    if (!time_s) return std::nullopt;
    std::optional<std::size_t> nearest;
    double distance = 0.0;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
      const double outside = std::max({0.0, peaks[i].start_s - *time_s, *time_s - peaks[i].end_s});
      if (nearest && outside >= distance) continue;
      nearest = i;
      distance = outside;
    }
    if (distance > method_.precursors.expected_width_s) return std::nullopt;
    return nearest;
  }

  std::vector<Group> parted_in_time(Group scans) const {
    std::stable_sort(scans.begin(), scans.end(), [](const LookedUp* a, const LookedUp* b) {
      return a->acquisition().retention_s.value_or(0.0) <
             b->acquisition().retention_s.value_or(0.0);
    });
    std::vector<Group> groups;
    for (LookedUp* scan : scans) {
      const auto time_s = scan->acquisition().retention_s;
      const auto last_s =
          groups.empty() ? std::nullopt : groups.back().back()->acquisition().retention_s;
      if (!time_s || !last_s || *time_s - *last_s >= method_.precursors.replicate_gap_s) {
        groups.emplace_back();
      }
      groups.back().push_back(scan);
    }
    return groups;
  }

  Query component_of(const Group& group, std::optional<ElutionPeak> peak) const {
    Ms2Facts facts;
    facts.peak = peak;
    facts.precursor_mz = mean_mz(group);
    const LookedUp* strongest = group.front();
    for (const LookedUp* scan : group) {
      if (scan->facts.intensity > strongest->facts.intensity) strongest = scan;
      facts.scans.push_back({scan->acquisition().scan, scan->acquisition().retention_s,
                             scan->acquisition().energy, scan->facts, why_left_out(*scan, group)});
    }
    measure_difference(facts);
    merge(group, strongest->acquisition(), facts);

    Query query;
    query.acquisition = strongest->acquisition();
    query.acquisition.precursor_mz = facts.precursor_mz;
    if (!query.acquisition.charge) query.acquisition.charge = strongest->facts.charge;
    query.raw_peaks = strongest->spectrum->peaks;
    query.retention_s = query.acquisition.retention_s.value_or(0.0);
    if (peak) {
      query.acquisition.retention_s = peak->apex_s;
      query.retention_s = peak->apex_s;
      query.start_s = peak->start_s;
      query.end_s = peak->end_s;
      query.area = peak->area;
      measure_shape(query.acquisition, strongest->facts.charge.value_or(1), facts);
    }
    query.purity = purity_of(facts).value_or(1.0);
    query.remarks = strongest->facts.remarks;
    tell(*strongest, facts, query);
    facts.searched = facts.spectra.size() - 1;
    query.peaks = facts.spectra.back().peaks;
    query.acquisition.energy = facts.spectra.back().energy;
    query.acquisition.energy_ev = facts.spectra.back().energy_ev;
    query.ms2 = std::move(facts);
    return query;
  }

  // Empty if the scan is merged.
  std::string why_left_out(const LookedUp& scan, const Group& group) const {
    if (scan.spectrum->peaks.empty()) return "it has no peaks";
    int least_offset = std::numeric_limits<int>::max();
    for (const LookedUp* other : group) {
      if (other->spectrum->peaks.empty()) continue;
      least_offset = std::min(least_offset, other->facts.isotope_offset);
    }
    if (scan.facts.isotope_offset != least_offset) {
      return "isolated on M+" + std::to_string(scan.facts.isotope_offset) +
             ", others on a lower isotope";
    }
    double purest = 0.0;
    for (const LookedUp* other : group) {
      const bool is_alike =
          other->facts.isotope_offset == least_offset && !other->spectrum->peaks.empty();
      if (is_alike) purest = std::max(purest, other->facts.purity.value_or(0.0));
    }
    if (scan.facts.purity.value_or(1.0) < method_.precursors.purity_of_best * purest) {
      return "its precursor is " + text("%.2f", *scan.facts.purity) +
             " of the isolated ion current, that of the purest scan " + text("%.2f", purest);
    }
    return {};
  }

  static void measure_difference(Ms2Facts& facts) {
    double weight = 0.0;
    double weighted = 0.0;
    for (const MergedScan& scan : facts.scans) {
      if (!scan.precursor.difference_ppm) continue;
      weight += scan.precursor.intensity;
      weighted += scan.precursor.intensity * *scan.precursor.difference_ppm;
    }
    if (weight > 0.0) facts.difference_ppm = weighted / weight;
  }

  static std::optional<double> purity_of(const Ms2Facts& facts) {
    double weight = 0.0;
    double weighted = 0.0;
    for (const MergedScan& scan : facts.scans) {
      if (!scan.left_out.empty() || !scan.precursor.purity) continue;
      weight += scan.precursor.intensity;
      weighted += scan.precursor.intensity * *scan.precursor.purity;
    }
    return weight > 0.0 ? std::optional(weighted / weight) : std::nullopt;
  }

  void merge(const Group& group, const Acquisition& of, Ms2Facts& facts) const {
    const Tolerance& tolerance = method_.ms2_search.peak_tolerance;
    std::map<std::string, std::vector<SpectrumWithWeight>> by_energy;
    std::map<std::string, EnergySpectrum> merged;
    for (std::size_t i = 0; i < group.size(); ++i) {
      const std::string& energy = facts.scans[i].energy;
      merged[energy].energy = energy;
      if (!facts.scans[i].left_out.empty()) continue;
      // A purity of 0 is no reason to lose the only spectrum.
      const double weight = std::max(1e-3, facts.scans[i].precursor.purity.value_or(1.0));
      by_energy[energy].push_back({&group[i]->spectrum->peaks, weight});
      merged[energy].scans.push_back(facts.scans[i].scan);
    }
    for (auto& [energy, spectrum] : merged) {
      spectrum.parsed = parse_collision_energy(energy);
      if (of.energy_ev && of.energy == energy) spectrum.energy_ev = of.energy_ev;
      if (!spectrum.energy_ev) {
        spectrum.energy_ev =
            electronvolts(spectrum.parsed, facts.precursor_mz, of.charge.value_or(1));
      }
      spectrum.peaks =
          merge_spectra(by_energy[energy], tolerance, method_.precursors.replicate_share);
      facts.spectra.push_back(std::move(spectrum));
    }
    const auto size_of = [](const EnergySpectrum& spectrum) {
      return spectrum.energy_ev.value_or(
          spectrum.parsed.values.empty() ? 0.0 : spectrum.parsed.values.front());
    };
    std::stable_sort(
        facts.spectra.begin(), facts.spectra.end(),
        [&](const EnergySpectrum& a, const EnergySpectrum& b) { return size_of(a) < size_of(b); });
    if (facts.spectra.size() > 1) facts.spectra.push_back(across(facts.spectra, tolerance));
  }

  static EnergySpectrum across(const std::vector<EnergySpectrum>& spectra,
                               const Tolerance& tolerance) {
    EnergySpectrum all;
    all.is_across_energies = true;
    std::vector<SpectrumWithWeight> parts;
    for (const EnergySpectrum& spectrum : spectra) {
      all.energy += (all.energy.empty() ? "" : " + ") +
                    (spectrum.energy.empty() ? "not stated" : spectrum.energy);
      all.scans.insert(all.scans.end(), spectrum.scans.begin(), spectrum.scans.end());
      const double total = spectrum.peaks.total();
      if (total > 0.0) parts.push_back({&spectrum.peaks, 1.0 / total});
    }
    std::sort(all.scans.begin(), all.scans.end());
    all.peaks = merge_spectra(parts, tolerance, 0.0);
    return all;
  }

  void measure_shape(const Acquisition& of, int charge, Ms2Facts& facts) const {
    const ElutionPeak& peak = *facts.peak;
    const Tolerance& tolerance = method_.precursors.survey_tolerance;
    facts.trace = survey_.trace(tolerance.window(facts.precursor_mz), of.polarity,
                                {peak.start_s, peak.end_s});
    facts.lowest_in_survey = survey_.lowest_intensity_at(peak.apex_s, of.polarity);
    for (int k = 0; k < kPatternPeaks; ++k) {
      const IonTrace isotope =
          survey_.trace(isotope_window(facts.precursor_mz, k, charge, tolerance), of.polarity,
                        {peak.start_s, peak.end_s});
      double sum = 0.0;
      for (std::size_t i = 0; i < isotope.intensity.size(); ++i) {
        if (i < facts.trace.intensity.size() && facts.trace.intensity[i] >= 0.5 * peak.height) {
          sum += isotope.intensity[i];
        }
      }
      facts.isotope_pattern.push_back(sum);
    }
  }

  void tell(const LookedUp& strongest, const Ms2Facts& facts, Query& query) const {
    const auto purity = purity_of(facts);
    if (purity && *purity < method_.precursors.minimum_purity) {
      query.remarks.push_back("chimeric: the precursor is " + text("%.2f", *purity) +
                              " of the ion current in its isolation window; fragments may be of "
                              "other ions");
    }
    const auto& window = strongest.facts.isolation_mz;
    if (window.second - window.first > kWidestIsolation_mz) {
      query.remarks.push_back("an isolation window of " +
                              text("%.1f", window.second - window.first) +
                              " m/z passes many precursors (data-independent acquisition): this "
                              "is no spectrum of one precursor");
    }
    if (facts.peak && !facts.trace.retention_s.empty() && is_cut(*facts.peak)) {
      query.remarks.push_back(
          "the precursor's chromatographic peak reaches over the start or the end of the run: "
          "apex, "
          "width and area are of the part that was recorded");
    }
    if (survey_.empty()) {
      query.remarks.push_back("the run holds no MS1 scans: the precursor m/z is the stated one");
    } else if (!facts.peak && facts.difference_ppm) {
      query.remarks.push_back("no chromatographic peak of the precursor was found");
    }
  }

  bool is_cut(const ElutionPeak& peak) const {
    const auto [first_s, last_s] = survey_.span_s();
    return (peak.start_s <= first_s && peak.apex_s - first_s < peak.width_s) ||
           (peak.end_s >= last_s && last_s - peak.apex_s < peak.width_s);
  }

  const Survey& survey_;
  const Method& method_;
};

// A scan whose file names no precursor.
Query without_precursor(Spectrum& spectrum, PrecursorFacts facts) {
  Query query;
  query.acquisition = spectrum.acquisition;
  query.retention_s = spectrum.acquisition.retention_s.value_or(0.0);
  query.raw_peaks = spectrum.peaks;
  query.peaks = spectrum.peaks;
  query.purity = 1.0;
  query.remarks = facts.remarks;
  Ms2Facts ms2;
  ms2.scans.push_back({spectrum.acquisition.scan,
                       spectrum.acquisition.retention_s,
                       spectrum.acquisition.energy,
                       std::move(facts),
                       {}});
  EnergySpectrum only;
  only.energy = spectrum.acquisition.energy;
  only.parsed = parse_collision_energy(only.energy);
  only.energy_ev = spectrum.acquisition.energy_ev;
  only.scans = {spectrum.acquisition.scan};
  only.peaks = std::move(spectrum.peaks);
  ms2.spectra.push_back(std::move(only));
  query.ms2 = std::move(ms2);
  return query;
}

}  // namespace

std::vector<Query> ms2_components(std::vector<Spectrum>&& scans, const Survey& survey,
                                  const Method& method) {
  std::vector<Query> components;
  for (const auto& channel : take_independent_scans(scans, survey)) {
    auto pseudo = pseudo_ms2_components(channel, survey, method);
    std::move(pseudo.begin(), pseudo.end(), std::back_inserter(components));
  }
  std::vector<LookedUp> looked_up;
  for (Spectrum& spectrum : scans) {
    PrecursorFacts facts = look_up_precursor(spectrum.acquisition, survey, method.precursors);
    if (facts.stated_mz) {
      looked_up.push_back({&spectrum, std::move(facts)});
    } else {
      components.push_back(without_precursor(spectrum, std::move(facts)));
    }
  }
  const ComponentBuilder builder(survey, method);
  for (const Group& ion : groups_of_one_ion(looked_up, method.precursors.survey_tolerance)) {
    builder.build(ion, components);
  }
  std::stable_sort(components.begin(), components.end(), [](const Query& a, const Query& b) {
    if (a.retention_s != b.retention_s) return a.retention_s < b.retention_s;
    return a.acquisition.scan < b.acquisition.scan;
  });
  find_relatives(components, survey, method);
  return components;
}

}  // namespace basepeak
