#include "engine/prepare/pseudo_ms2.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <tuple>

#include "engine/prepare/elution_peaks.h"

namespace basepeak {

namespace {

constexpr std::size_t kFewestScans = 5;  // of a channel, and that a correlation is over
constexpr std::size_t kFewestFragments = 3;
constexpr double kAboveLowest = 10.0;  // an ion's height over the lowest intensity of MS1
constexpr double kAlways_s = std::numeric_limits<double>::max();

// Scans that isolated the same. Absent numbers are 0.
using Channel = std::tuple<double, double, std::string, Polarity>;

Channel channel_of(const Acquisition& acquisition) {
  const auto milli = [](std::optional<double> value) {
    return std::round(1e3 * value.value_or(0.0));
  };
  const auto middle =
      acquisition.isolation_target_mz ? acquisition.isolation_target_mz : acquisition.precursor_mz;
  return {milli(middle), milli(acquisition.isolation_width_mz), acquisition.energy,
          acquisition.polarity};
}

bool is_independent(const Acquisition& acquisition) {
  return !acquisition.precursor_mz ||
         acquisition.isolation_width_mz.value_or(0.0) > kWidestIsolation_mz;
}

struct Feature {
  double mz = 0.0;
  ElutionPeak peak;
  IonTrace trace;  // over the peak
};

// The trace's intensity at a time between its scans.
double at_time(const IonTrace& trace, double time_s) {
  const auto& times = trace.retention_s;
  const auto after = std::lower_bound(times.begin(), times.end(), time_s);
  if (after == times.end()) return times.empty() ? 0.0 : trace.intensity.back();
  const auto i = static_cast<std::size_t>(after - times.begin());
  if (i == 0 || times[i] <= times[i - 1]) return trace.intensity[i];
  const double share = (time_s - times[i - 1]) / (times[i] - times[i - 1]);
  return trace.intensity[i - 1] + share * (trace.intensity[i] - trace.intensity[i - 1]);
}

class ChannelReader {
 public:
  ChannelReader(const std::vector<Spectrum>& channel, const Survey& survey, const Method& method)
      : channel_(channel), survey_(survey), method_(method) {
    const Acquisition& any = channel.front().acquisition;
    const double middle = any.isolation_target_mz.value_or(any.precursor_mz.value_or(0.0));
    const double half = 0.5 * any.isolation_width_mz.value_or(0.0);
    is_all_ion_ = !any.precursor_mz;
    window_ = is_all_ion_ ? std::pair{0.0, kHighestMz} : std::pair{middle - half, middle + half};
    for (const Spectrum& scan : channel) {
      if (scan.acquisition.retention_s) in_time_.push_back(&scan);
    }
    std::stable_sort(in_time_.begin(), in_time_.end(), [](const Spectrum* a, const Spectrum* b) {
      return *a->acquisition.retention_s < *b->acquisition.retention_s;
    });
  }

  std::vector<Query> components() const {
    std::vector<Query> found;
    if (in_time_.size() < kFewestScans) return found;
    for (const Feature& feature : features()) {
      std::optional<Query> query = component_of(feature);
      if (query) found.push_back(std::move(*query));
    }
    return found;
  }

 private:
  std::vector<Feature> features() const {
    const Polarity polarity = channel_.front().acquisition.polarity;
    const auto scans = survey_.in_time(polarity);
    std::vector<double> lowest;
    for (const Survey::Scan* scan : scans) {
      for (const float intensity : scan->peaks.intensity()) lowest.push_back(intensity);
    }
    if (lowest.empty()) return {};
    // The hundredth part of the intensities is below: one odd peak sets no threshold.
    const auto hundredth = lowest.begin() + static_cast<std::ptrdiff_t>(lowest.size() / 100);
    std::nth_element(lowest.begin(), hundredth, lowest.end());
    const double threshold = *hundredth;
    const auto [low, high] = method_.precursors.survey_tolerance.window(400.0);
    const double ppm = 0.5 * (high - low) / 400.0 * 1e6;
    std::vector<Feature> features;
    double last_mz = 0.0;
    for (const double mz : lasting_ions(scans, ppm, threshold)) {
      if (mz < window_.first || mz > window_.second) continue;
      const auto window = method_.precursors.survey_tolerance.window(mz);
      if (last_mz >= window.first) continue;  // the same ion at another time
      last_mz = mz;
      const IonTrace whole = survey_.trace(window, polarity, {-kAlways_s, kAlways_s});
      for (const ElutionPeak& peak : elution_peaks(whole, method_.precursors.expected_width_s)) {
        if (peak.height < kAboveLowest * threshold) continue;
        Feature feature{mz, peak, survey_.trace(window, polarity, {peak.start_s, peak.end_s})};
        if (!is_isotope(feature, polarity)) features.push_back(std::move(feature));
      }
    }
    return features;
  }

  bool is_isotope(const Feature& feature, Polarity polarity) const {
    const auto span = std::pair{feature.peak.start_s, feature.peak.end_s};
    for (const double above :
         {kIsotopeSpacing, 0.5 * kIsotopeSpacing, 2.0 * kIsotopeSpacing, 1.9975}) {
      const auto window = method_.precursors.survey_tolerance.window(feature.mz - above);
      const IonTrace below = survey_.trace(window, polarity, span);
      const double height = below.intensity.empty()
                                ? 0.0
                                : *std::max_element(below.intensity.begin(), below.intensity.end());
      if (height > feature.peak.height &&
          correlation(feature.trace, below, span.first, span.second) >=
              method_.precursors.co_elution_correlation) {
        return true;
      }
    }
    return false;
  }

  std::optional<Query> component_of(const Feature& feature) const {
    std::vector<const Spectrum*> inside;
    const Spectrum* apex = nullptr;
    const auto distance = [&](const Spectrum* scan) {
      return std::abs(*scan->acquisition.retention_s - feature.peak.apex_s);
    };
    for (const Spectrum* scan : in_time_) {
      const double time_s = *scan->acquisition.retention_s;
      if (time_s < feature.peak.start_s || time_s > feature.peak.end_s) continue;
      inside.push_back(scan);
      if (apex == nullptr || distance(scan) < distance(apex)) apex = scan;
    }
    if (inside.size() < kFewestScans) return std::nullopt;
    IonTrace precursor;
    for (const Spectrum* scan : inside) {
      precursor.retention_s.push_back(*scan->acquisition.retention_s);
      precursor.intensity.push_back(at_time(feature.trace, precursor.retention_s.back()));
    }
    std::vector<double> mz;
    std::vector<float> intensity;
    for (std::size_t i = 0; i < apex->peaks.size(); ++i) {
      // A fragment is no heavier than a singly charged precursor and its isotopes.
      if (apex->peaks.mz()[i] > feature.mz + 0.5) break;
      const auto window = method_.ms2_search.peak_tolerance.window(apex->peaks.mz()[i]);
      IonTrace fragment;
      fragment.retention_s = precursor.retention_s;
      for (const Spectrum* scan : inside) {
        fragment.intensity.push_back(largest_in(scan->peaks, window).intensity);
      }
      if (correlation(precursor, fragment, -kAlways_s, kAlways_s) <
          method_.precursors.co_elution_correlation) {
        continue;
      }
      mz.push_back(apex->peaks.mz()[i]);
      intensity.push_back(apex->peaks.intensity()[i]);
    }
    if (mz.size() < kFewestFragments) return std::nullopt;
    return query_of(feature, *apex, inside, Peaks::from_unsorted(mz, intensity));
  }

  Query query_of(const Feature& feature, const Spectrum& apex,
                 const std::vector<const Spectrum*>& inside, Peaks&& fragments) const {
    Ms2Facts facts;
    facts.is_pseudo = true;
    facts.precursor_mz = feature.mz;
    facts.peak = feature.peak;
    facts.trace = feature.trace;
    EnergySpectrum spectrum;
    spectrum.energy = apex.acquisition.energy;
    spectrum.parsed = parse_collision_energy(spectrum.energy);
    spectrum.energy_ev = apex.acquisition.energy_ev;
    for (const Spectrum* scan : inside) spectrum.scans.push_back(scan->acquisition.scan);
    spectrum.peaks = std::move(fragments);

    Query query;
    query.acquisition = apex.acquisition;
    query.acquisition.precursor_mz = feature.mz;
    query.acquisition.retention_s = feature.peak.apex_s;
    query.retention_s = feature.peak.apex_s;
    query.start_s = feature.peak.start_s;
    query.end_s = feature.peak.end_s;
    query.area = feature.peak.area;
    query.peaks = spectrum.peaks;
    query.raw_peaks = apex.peaks;
    query.purity = query.peaks.total() / std::max(apex.peaks.total(), 1e-30);
    query.remarks.push_back(words(feature, query.peaks.size()));
    facts.spectra.push_back(std::move(spectrum));
    query.ms2 = std::move(facts);
    return query;
  }

  std::string words(const Feature& feature, std::size_t fragments) const {
    std::array<char, 320> text{};
    std::array<char, 64> window{};
    std::snprintf(window.data(), window.size(), "m/z %.1f to %.1f", window_.first, window_.second);
    std::snprintf(
        text.data(), text.size(),
        "pseudo-MS/MS: %zu fragments of the data-independent scans (%s) that rise and fall "
        "with m/z %.4f in MS1 (correlation %.2f or more); not a measured spectrum of this "
        "precursor",
        fragments, is_all_ion_ ? "all ions" : window.data(), feature.mz,
        method_.precursors.co_elution_correlation);
    return text.data();
  }

  const std::vector<Spectrum>& channel_;
  const Survey& survey_;
  const Method& method_;
  std::pair<double, double> window_;
  bool is_all_ion_ = false;
  std::vector<const Spectrum*> in_time_;
};

}  // namespace

std::vector<std::vector<Spectrum>> take_independent_scans(std::vector<Spectrum>& scans,
                                                          const Survey& survey) {
  std::vector<std::vector<Spectrum>> channels;
  if (survey.empty()) return channels;
  std::map<Channel, std::size_t> count;
  for (const Spectrum& scan : scans) {
    if (is_independent(scan.acquisition)) ++count[channel_of(scan.acquisition)];
  }
  // Precursors that a converter lost look like all-ion scans, but come several to an MS1 scan.
  std::map<Channel, std::size_t> last_scan;
  for (const Spectrum& scan : scans) {
    const Acquisition& acquisition = scan.acquisition;
    if (acquisition.precursor_mz) continue;
    std::size_t& last = last_scan[channel_of(acquisition)];
    const Survey::Scan* before = survey.around(acquisition).before;
    if (before == nullptr || before->scan < last) count[channel_of(acquisition)] = 0;
    last = acquisition.scan;
  }
  std::map<Channel, std::size_t> place;
  std::vector<Spectrum> rest;
  for (Spectrum& scan : scans) {
    const bool is_taken =
        is_independent(scan.acquisition) && count[channel_of(scan.acquisition)] >= kFewestScans;
    if (!is_taken) {
      rest.push_back(std::move(scan));
      continue;
    }
    const auto [at, is_new] = place.emplace(channel_of(scan.acquisition), channels.size());
    if (is_new) channels.emplace_back();
    channels[at->second].push_back(std::move(scan));
  }
  scans = std::move(rest);
  return channels;
}

std::vector<Query> pseudo_ms2_components(const std::vector<Spectrum>& channel, const Survey& survey,
                                         const Method& method) {
  if (channel.empty()) return {};
  return ChannelReader(channel, survey, method).components();
}

}  // namespace basepeak
