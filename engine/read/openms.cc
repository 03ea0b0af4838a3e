#include "engine/read/openms.h"

#include <OpenMS/CONCEPT/Exception.h>
#include <OpenMS/CONCEPT/LogStream.h>
#include <OpenMS/FORMAT/MzDataFile.h>
#include <OpenMS/FORMAT/MzMLFile.h>
#include <OpenMS/FORMAT/MzXMLFile.h>
#include <OpenMS/INTERFACES/IMSDataConsumer.h>
#include <OpenMS/KERNEL/MSExperiment.h>

#include <array>
#include <charconv>
#include <cmath>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/error.h"
#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_query.h"
#include "engine/read/xml_facts.h"

namespace basepeak {

namespace {

// OpenMS keeps its last exception, its log streams and its XML parser in shared state.
std::mutex& openms_mutex() {
  static std::mutex mutex;
  return mutex;
}

// Only the tools print; what OpenMS would say is found out otherwise and told in the report.
void silence_openms() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (auto* log : {&OpenMS::OpenMS_Log_fatal, &OpenMS::OpenMS_Log_error,
                      &OpenMS::OpenMS_Log_warn, &OpenMS::OpenMS_Log_info}) {
      log->setstate(std::ios_base::badbit);
    }
  });
}

std::string text_of(double value) {
  std::array<char, 32> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return status == std::errc{} ? std::string(digits.data(), end) : std::string();
}

bool is_light(const OpenMS::MSSpectrum& spectrum) {
  const auto mode = spectrum.getInstrumentSettings().getScanMode();
  return mode == OpenMS::InstrumentSettings::EMR ||
         mode == OpenMS::InstrumentSettings::ABSORPTION ||
         mode == OpenMS::InstrumentSettings::EMISSION;
}

// What OpenMS says went wrong, without the paths it puts around it.
std::string reason_of(const OpenMS::Exception::BaseException& problem) {
  std::string_view text = problem.what();
  if (text.starts_with("While loading '")) {
    const auto end = text.find("': ");
    if (end != std::string_view::npos) text.remove_prefix(end + 3);
  }
  text = trimmed(text.substr(0, text.find(") in: ")));
  if (text.empty() || text.starts_with("- due to") || text.find('/') != std::string_view::npos) {
    return problem.getName();
  }
  return to_utf8(text);
}

class OpenMsRun final : public RunFile, private OpenMS::Interfaces::IMSDataConsumer {
 public:
  OpenMsRun(std::filesystem::path path, const std::string& name, FileFormat format);
  void for_each(const std::function<void(Spectrum&&)>& visit) override;

 private:
  void consumeSpectrum(SpectrumType& spectrum) override;
  void consumeChromatogram(ChromatogramType& /*unused*/) override {}
  void setExpectedSize(std::size_t /*unused*/, std::size_t /*unused*/) override {}
  void setExperimentalSettings(const OpenMS::ExperimentalSettings& /*unused*/) override {}
  void read();
  [[nodiscard]] Acquisition acquisition_of_scan(const OpenMS::MSSpectrum& scan) const;
  void add_precursor(const OpenMS::Precursor& precursor, Acquisition& acquisition) const;

  std::filesystem::path path_;
  FileFormat format_;
  XmlFacts facts_;
  const std::function<void(Spectrum&&)>* visit_ = nullptr;
  std::size_t scan_ = 0;
  std::size_t handed_over_ = 0;
  std::size_t light_ = 0;
  std::size_t impossible_peaks_ = 0;
};

OpenMsRun::OpenMsRun(std::filesystem::path path, const std::string& name, FileFormat format)
    : path_(std::move(path)), format_(format), facts_(look_over_xml(path_, format)) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorKind::input, path_.string() + ": " + why);
  };
  if (!facts_.packing.empty()) {
    refuse("its arrays are packed by '" + facts_.packing +
           "', which is not read; convert it with zlib compression");
  }
  if (format == FileFormat::mzml && facts_.version.starts_with("1.0")) {
    refuse("mzML " + facts_.version +
           "; versions before 1.1.0 are not read, convert it (msconvert)");
  }
  if (facts_.spectra == 0) {
    refuse(facts_.chromatograms > 0
               ? "holds no scans, only " + std::to_string(facts_.chromatograms) +
                     " chromatograms (SRM/MRM or ion traces); there are no spectra to identify"
               : std::string("holds no scans"));
  }
  header_.name = name;
  header_.format = format == FileFormat::mzml    ? "mzML"
                   : format == FileFormat::mzxml ? "mzXML"
                                                 : "mzData";
  header_.sample = to_utf8(facts_.sample);
  header_.operator_name = to_utf8(facts_.operator_name);
  header_.instrument = to_utf8(facts_.instrument);
  header_.acquired = to_utf8(facts_.acquired);
  header_.declared_scans = facts_.declared_spectra;
}

void OpenMsRun::add_precursor(const OpenMS::Precursor& precursor, Acquisition& acquisition) const {
  if (precursor.getMZ() > 0.0) acquisition.precursor_mz = precursor.getMZ();
  const double width =
      precursor.getIsolationWindowLowerOffset() + precursor.getIsolationWindowUpperOffset();
  if (width > 0.0) acquisition.isolation_width_mz = width;
  if (precursor.getCharge() != 0) acquisition.charge = std::abs(precursor.getCharge());
  double energy = precursor.getActivationEnergy();
  if (precursor.metaValueExists("collision energy")) {
    energy = precursor.getMetaValue("collision energy");
  }
  if (energy <= 0.0) return;
  acquisition.energy = text_of(energy);
  // Converters pass on the normalised energy of traps and HCD cells as if it were eV; "HCD" of an
  // instrument without a name is one of these.
  const bool is_named =
      !facts_.instrument.empty() && lower_case(facts_.instrument) != "instrument model";
  const bool is_hcd = precursor.getActivationMethods().count(OpenMS::Precursor::HCID) > 0;
  if (!may_be_normalised(facts_.instrument) && (is_named || !is_hcd)) {
    acquisition.energy_ev = energy;
  }
}

Acquisition OpenMsRun::acquisition_of_scan(const OpenMS::MSSpectrum& scan) const {
  Acquisition acquisition;
  acquisition.ionisation = facts_.ionisation;
  acquisition.scan = scan_;
  acquisition.ms_level = std::max(1, static_cast<int>(scan.getMSLevel()));
  acquisition.is_centroided = scan.getType() != OpenMS::SpectrumSettings::PROFILE;
  // OpenMS has -1 for a time the file does not state.
  if (scan.getRT() >= 0.0 && std::isfinite(scan.getRT())) acquisition.retention_s = scan.getRT();
  const auto polarity = scan.getInstrumentSettings().getPolarity();
  if (polarity == OpenMS::IonSource::POSITIVE) acquisition.polarity = Polarity::positive;
  if (polarity == OpenMS::IonSource::NEGATIVE) acquisition.polarity = Polarity::negative;
  if (!scan.getPrecursors().empty() && acquisition.ms_level > 1) {
    add_precursor(scan.getPrecursors().front(), acquisition);
  }
  return acquisition;
}

void OpenMsRun::consumeSpectrum(SpectrumType& scan) {
  ++scan_;
  if (is_light(scan)) {
    ++light_;
    return;
  }
  std::vector<double> mz;
  std::vector<float> intensity;
  mz.reserve(scan.size());
  intensity.reserve(scan.size());
  for (const OpenMS::Peak1D& peak : scan) {
    const double at = decimal_of(peak.getMZ());
    const float height = peak.getIntensity();
    if (at > 0.0 && std::isfinite(at) && height >= 0.0F && std::isfinite(height)) {
      mz.push_back(at);
      intensity.push_back(height);
    } else {
      ++impossible_peaks_;
    }
  }
  Spectrum spectrum;
  spectrum.peaks = Peaks::from_unsorted(mz, intensity);
  spectrum.acquisition = acquisition_of_scan(scan);
  spectrum.total_ion_signal = spectrum.peaks.total();
  if (scan.metaValueExists("total ion current")) {
    const double stated = scan.getMetaValue("total ion current");
    if (stated > 0.0 && std::isfinite(stated)) spectrum.total_ion_signal = stated;
  }
  ++handed_over_;
  (*visit_)(std::move(spectrum));
}

void OpenMsRun::read() {
  const OpenMS::String path(path_.string());
  if (format_ == FileFormat::mzml) {
    OpenMS::MzMLFile file;
    file.setLogType(OpenMS::ProgressLogger::NONE);
    file.getOptions().setMaxDataPoolSize(32);
    file.transform(path, this, true, true);
  } else if (format_ == FileFormat::mzxml) {
    OpenMS::MzXMLFile file;
    file.setLogType(OpenMS::ProgressLogger::NONE);
    file.transform(path, this, true);
  } else {
    OpenMS::MzDataFile file;  // has no streaming reader
    file.setLogType(OpenMS::ProgressLogger::NONE);
    OpenMS::MSExperiment run;
    file.load(path, run);
    for (OpenMS::MSSpectrum& spectrum : run) {
      consumeSpectrum(spectrum);
      spectrum.clear(true);
    }
  }
}

void OpenMsRun::for_each(const std::function<void(Spectrum&&)>& visit) {
  silence_openms();
  visit_ = &visit;
  std::string damage;
  {
    const std::lock_guard lock(openms_mutex());
    try {
      read();
    } catch (const Error&) {
      throw;
    } catch (const OpenMS::Exception::BaseException& problem) {
      damage = facts_.is_whole ? reason_of(problem) : "the XML stops before its end";
    }
  }
  if (handed_over_ == 0) {
    const std::string why = !damage.empty() ? "cannot be read: " + damage
                            : light_ > 0 ? "holds only UV or other light spectra, no mass spectra"
                                         : std::string("holds no scan that could be read");
    throw Error(ErrorKind::input, path_.string() + ": " + why);
  }
  if (light_ > 0) {
    remark(std::to_string(light_) + " scans",
           "UV or other light spectra, not mass spectra; left out");
  }
  if (impossible_peaks_ > 0) {
    remark("peaks", std::to_string(impossible_peaks_) +
                        " peaks of impossible m/z or intensity were left out");
  }
  const std::size_t expected = facts_.declared_spectra.value_or(facts_.spectra);
  if (!damage.empty() || scan_ != expected) {
    remark("after scan " + std::to_string(scan_),
           "the file is cut or damaged: " + std::to_string(scan_) + " scans read of " +
               std::to_string(expected) + " promised" +
               (damage.empty() ? "" : " (" + damage + ")"));
  }
}

}  // namespace

std::unique_ptr<RunFile> open_with_openms(const std::filesystem::path& path,
                                          const std::string& name, FileFormat format) {
  return std::make_unique<OpenMsRun>(path, name, format);
}

}  // namespace basepeak
