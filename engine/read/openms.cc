// The one file that includes OpenMS. Its XML readers are not used: OpenMS 2.6 crashes on mzXML
// whose elements are misplaced, trusts the counts it finds and prints to stderr.
#include <OpenMS/FILTERING/DATAREDUCTION/ElutionPeakDetection.h>
#include <OpenMS/FILTERING/DATAREDUCTION/MassTraceDetection.h>
#include <OpenMS/FORMAT/MSNumpressCoder.h>
#include <OpenMS/KERNEL/MSExperiment.h>
#include <OpenMS/TRANSFORMATIONS/RAW2PEAK/PeakPickerHiRes.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <mutex>
#include <optional>

#include "engine/error.h"
#include "engine/prepare/centroid.h"
#include "engine/prepare/elution_peaks.h"
#include "engine/read/numpress.h"

namespace basepeak {

namespace {

// OpenMS keeps the last exception it made in shared state.
std::mutex& openms_mutex() {
  static std::mutex mutex;
  return mutex;
}

constexpr std::size_t kFewestPoints = 5;
constexpr std::size_t kFewestPointsOfPart = 3;
constexpr std::size_t kGapScans = 3;  // in a row without the ion: another peak

// Where an ion is seen without a longer gap, as OpenMS takes it.
std::vector<OpenMS::MassTrace> unbroken_traces(const IonTrace& trace) {
  std::vector<OpenMS::MassTrace> traces;
  std::vector<OpenMS::Peak2D> points;
  std::size_t missing = 0;
  const auto close = [&] {
    if (points.size() >= kFewestPoints) traces.emplace_back(points);
    points.clear();
  };
  for (std::size_t i = 0; i < trace.retention_s.size(); ++i) {
    if (trace.intensity[i] <= 0.0) {
      if (++missing >= kGapScans) close();
      continue;
    }
    // Scans of one time cannot be told apart along it.
    if (!points.empty() && trace.retention_s[i] <= points.back().getRT()) continue;
    missing = 0;
    points.emplace_back(OpenMS::Peak2D::PositionType(trace.retention_s[i], trace.mz[i]),
                        static_cast<float>(trace.intensity[i]));
  }
  close();
  return traces;
}

// Time at which the smoothed trace passes `level` between a point below it and one above.
double crossing(const OpenMS::MassTrace& trace, std::size_t below, std::size_t above,
                double level) {
  const auto& smooth = trace.getSmoothedIntensities();
  const double share = smooth[above] > smooth[below]
                           ? (level - smooth[below]) / (smooth[above] - smooth[below])
                           : 0.0;
  return trace[below].getRT() + share * (trace[above].getRT() - trace[below].getRT());
}

std::optional<ElutionPeak> peak_of(const OpenMS::MassTrace& trace) {
  const auto& smooth = trace.getSmoothedIntensities();
  if (smooth.size() != trace.getSize() || smooth.size() < 3) return std::nullopt;
  const std::size_t apex =
      static_cast<std::size_t>(std::max_element(smooth.begin(), smooth.end()) - smooth.begin());
  if (!(smooth[apex] > 0.0)) return std::nullopt;
  const auto left_end = [&](double level) {
    std::size_t at = apex;
    while (at > 0 && smooth[at] > level) --at;
    return at;
  };
  const auto right_end = [&](double level) {
    std::size_t at = apex;
    while (at + 1 < smooth.size() && smooth[at] > level) ++at;
    return at;
  };
  const std::size_t first = left_end(kElutionEnd * smooth[apex]);
  const std::size_t last = right_end(kElutionEnd * smooth[apex]);
  // Smoothing leaves a wave of a point or two at the foot of a steep peak.
  if (last - first + 1 < kFewestPointsOfPart) return std::nullopt;
  ElutionPeak peak;
  peak.apex_s = trace[apex].getRT();
  peak.start_s = trace[first].getRT();
  peak.end_s = trace[last].getRT();
  const double half = 0.5 * smooth[apex];
  const std::size_t half_left = left_end(half);
  const std::size_t half_right = right_end(half);
  const double from = smooth[half_left] <= half && half_left < apex
                          ? crossing(trace, half_left, half_left + 1, half)
                          : trace[half_left].getRT();
  const double to = smooth[half_right] <= half && half_right > apex
                        ? crossing(trace, half_right, half_right - 1, half)
                        : trace[half_right].getRT();
  peak.width_s = to - from;
  for (std::size_t i = first; i <= last; ++i) {
    peak.height = std::max(peak.height, static_cast<double>(trace[i].getIntensity()));
    if (i == first) continue;
    peak.area += 0.5 * (trace[i].getRT() - trace[i - 1].getRT()) *
                 (static_cast<double>(trace[i].getIntensity()) + trace[i - 1].getIntensity());
  }
  return peak;
}

}  // namespace

std::vector<ElutionPeak> elution_peaks(const IonTrace& trace, double expected_width_s) {
  const std::lock_guard lock(openms_mutex());
  std::vector<ElutionPeak> peaks;
  try {
    OpenMS::ElutionPeakDetection detection;
    detection.setLogType(OpenMS::ProgressLogger::NONE);
    OpenMS::Param settings = detection.getDefaults();
    settings.setValue("chrom_fwhm", expected_width_s);
    settings.setValue("width_filtering", "off");
    settings.setValue("masstrace_snr_filtering", "false");
    detection.setParameters(settings);
    for (OpenMS::MassTrace& unbroken : unbroken_traces(trace)) {
      std::vector<OpenMS::MassTrace> parted;
      detection.detectPeaks(unbroken, parted);
      for (const OpenMS::MassTrace& one : parted) {
        if (const auto peak = peak_of(one)) peaks.push_back(*peak);
      }
    }
  } catch (const std::exception& error) {
    throw Error(ErrorKind::input,
                std::string("OpenMS found no chromatographic peaks: ") + error.what());
  }
  std::stable_sort(peaks.begin(), peaks.end(),
                   [](const ElutionPeak& a, const ElutionPeak& b) { return a.apex_s < b.apex_s; });
  return peaks;
}

std::vector<double> lasting_ions(const std::vector<const Survey::Scan*>& scans,
                                 double tolerance_ppm, double threshold) {
  if (scans.size() < 3) return {};
  const std::lock_guard lock(openms_mutex());
  std::vector<double> found;
  try {
    OpenMS::PeakMap map;
    for (const Survey::Scan* scan : scans) {
      OpenMS::MSSpectrum spectrum;
      spectrum.setMSLevel(1);
      spectrum.setRT(scan->retention_s);
      for (std::size_t i = 0; i < scan->peaks.size(); ++i) {
        if (scan->peaks.intensity()[i] <= 0.0F) continue;  // OpenMS cannot weigh it
        spectrum.emplace_back(scan->peaks.mz()[i], scan->peaks.intensity()[i]);
      }
      if (spectrum.empty()) continue;  // at which OpenMS 2.6 ends every trace
      map.addSpectrum(std::move(spectrum));
    }
    if (map.size() < 3) return found;
    OpenMS::MassTraceDetection detection;
    detection.setLogType(OpenMS::ProgressLogger::NONE);
    OpenMS::Param settings = detection.getDefaults();
    settings.setValue("mass_error_ppm", tolerance_ppm);
    settings.setValue("noise_threshold_int", threshold);
    settings.setValue("chrom_peak_snr", 1.0);
    settings.setValue("min_trace_length", 0.001);  // of one point it has no mean m/z
    detection.setParameters(settings);
    std::vector<OpenMS::MassTrace> traces;
    detection.run(map, traces);
    for (const OpenMS::MassTrace& trace : traces) {
      if (trace.getSize() >= kFewestPoints) found.push_back(trace.getCentroidMZ());
    }
  } catch (const std::exception& error) {
    throw Error(ErrorKind::input, std::string("OpenMS found no ions: ") + error.what());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Peaks centroid(const Peaks& profile) {
  const std::lock_guard lock(openms_mutex());
  std::vector<double> mz;
  std::vector<float> intensity;
  try {
    OpenMS::MSSpectrum spectrum;
    spectrum.reserve(profile.size());
    for (std::size_t i = 0; i < profile.size(); ++i) {
      spectrum.emplace_back(profile.mz()[i], profile.intensity()[i]);
    }
    OpenMS::MSSpectrum picked;
    OpenMS::PeakPickerHiRes picker;
    picker.setLogType(OpenMS::ProgressLogger::NONE);
    picker.pick(spectrum, picked);
    for (const OpenMS::Peak1D& peak : picked) {
      if (!is_possible_peak(peak.getMZ(), peak.getIntensity())) continue;
      mz.push_back(peak.getMZ());
      intensity.push_back(peak.getIntensity());
    }
  } catch (const std::exception& error) {
    throw Error(ErrorKind::input,
                std::string("OpenMS could not centroid a profile spectrum: ") + error.what());
  }
  return Peaks::from_unsorted(mz, intensity);
}

std::vector<double> unpack_numpress(const std::string& bytes, Numpress kind) {
  const std::lock_guard lock(openms_mutex());
  OpenMS::MSNumpressCoder::NumpressConfig config;
  config.np_compression = kind == Numpress::linear ? OpenMS::MSNumpressCoder::LINEAR
                          : kind == Numpress::pic  ? OpenMS::MSNumpressCoder::PIC
                                                   : OpenMS::MSNumpressCoder::SLOF;
  std::vector<double> values;
  try {
    OpenMS::MSNumpressCoder().decodeNPRaw(bytes, values, config);
  } catch (const std::exception&) {
    throw Error(ErrorKind::input, "a damaged numpress array");
  } catch (const char*) {
    throw Error(ErrorKind::input, "a damaged numpress array");
  }
  return values;
}

}  // namespace basepeak
