#include "engine/read/xml_run.h"

#include <cmath>
#include <utility>

#include "engine/error.h"
#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_query.h"
#include "engine/read/usable_peaks.h"
#include "engine/read/xml_facts.h"
#include "engine/read/xml_scan.h"

namespace basepeak {

namespace {

// Scans whose number of peaks is not the promised one, to be told in one row.
class Miscounts {
 public:
  void add(std::size_t scan, std::size_t promised, std::size_t read) {
    if (scans_.empty()) {
      first_ =
          std::to_string(promised) + " peaks are promised, " + std::to_string(read) + " are there";
    }
    scans_.add(scan);
  }
  [[nodiscard]] bool empty() const noexcept { return scans_.empty(); }
  [[nodiscard]] std::string where() const { return scans_.text(); }
  [[nodiscard]] std::string why() const {
    return scans_.size() == 1 ? first_ : "in the first of them " + first_;
  }

 private:
  ScanList scans_;
  std::string first_;
};

class XmlRun final : public RunFile {
 public:
  XmlRun(std::filesystem::path path, const std::string& name, FileFormat format);
  void for_each(const std::function<void(Spectrum&&)>& visit) override;

 private:
  [[nodiscard]] std::optional<Spectrum> spectrum_of(XmlScan&& scan);
  void finish_acquisition(const XmlScan& scan, Acquisition& acquisition) const;
  void tell();

  std::filesystem::path path_;
  FileFormat format_;
  XmlFacts facts_;
  std::size_t scan_ = 0;
  std::size_t handed_over_ = 0;
  std::size_t light_ = 0;
  std::size_t impossible_peaks_ = 0;
  ScanList robbed_;    // scans whose left out peaks are a loss
  Miscounts missing_;  // scans with none of the peaks they promise, left out
  Miscounts short_;    // scans with fewer
  Miscounts long_;     // scans with more
};

XmlRun::XmlRun(std::filesystem::path path, const std::string& name, FileFormat format)
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

void XmlRun::finish_acquisition(const XmlScan& scan, Acquisition& acquisition) const {
  acquisition.ionisation = facts_.ionisation;
  acquisition.other_ionisation = facts_.other_ionisation;
  acquisition.scan = scan_;
  if (acquisition.ms_level == 1) {
    acquisition.precursor_mz.reset();
    acquisition.isolation_target_mz.reset();
    acquisition.isolation_width_mz.reset();
    acquisition.charge.reset();
    return;
  }
  if (scan.energy <= 0.0) return;
  acquisition.energy = shortest_text(scan.energy);
  // Converters pass on the normalised energy of traps and HCD cells as if it were eV; "HCD" of an
  // instrument without a name is one of these.
  const bool is_named =
      !facts_.instrument.empty() && lower_case(facts_.instrument) != "instrument model";
  if (!may_be_normalised(facts_.instrument) && (is_named || !scan.is_hcd)) {
    acquisition.energy_ev = scan.energy;
  }
}

std::optional<Spectrum> XmlRun::spectrum_of(XmlScan&& scan) {
  const std::string where = "scan " + std::to_string(scan_);
  if (scan.problem.empty() && scan.mz.size() != scan.intensity.size()) {
    scan.problem = "it has " + std::to_string(scan.mz.size()) + " m/z values but " +
                   std::to_string(scan.intensity.size()) + " intensities";
  }
  if (!scan.problem.empty()) {
    lose(where, "damaged, left out: " + scan.problem);
    return std::nullopt;
  }
  const std::size_t promised = scan.declared_peaks.value_or(scan.mz.size());
  if (promised != scan.mz.size()) {
    // An empty scan would say that nothing was measured there.
    const bool is_missing = scan.mz.empty();
    (is_missing                  ? missing_
     : scan.mz.size() < promised ? short_
                                 : long_)
        .add(scan_, promised, scan.mz.size());
    if (is_missing) return std::nullopt;
  }
  UsablePeaks usable;
  usable.reserve(scan.mz.size());
  for (std::size_t i = 0; i < scan.mz.size(); ++i) {
    usable.add(decimal_of(scan.mz[i]), scan.intensity[i]);
  }
  impossible_peaks_ += usable.left_out();
  if (usable.is_loss()) {
    robbed_.add(scan_);
    if (usable.has_none()) return std::nullopt;
  }
  Spectrum spectrum;
  spectrum.peaks = usable.peaks();
  spectrum.total_ion_signal =
      scan.total && *scan.total > 0.0 ? *scan.total : spectrum.peaks.total();
  spectrum.acquisition = std::move(scan.acquisition);
  finish_acquisition(scan, spectrum.acquisition);
  return spectrum;
}

void XmlRun::for_each(const std::function<void(Spectrum&&)>& visit) {
  const XmlScanVisitor take = [&](XmlScan&& scan) {
    ++scan_;
    if (scan.is_light) {
      ++light_;
      return;
    }
    if (std::optional<Spectrum> spectrum = spectrum_of(std::move(scan))) {
      ++handed_over_;
      visit(std::move(*spectrum));
    }
  };
  switch (format_) {
    case FileFormat::mzxml: read_mzxml(path_, take); break;
    case FileFormat::mzdata: read_mzdata(path_, take); break;
    default: read_mzml(path_, take); break;
  }
  tell();
}

void XmlRun::tell() {
  if (handed_over_ == 0) {
    std::string why = "holds no scan that can be used";
    if (light_ > 0 && light_ == scan_) {
      why = "holds no mass spectra: its " + std::to_string(scan_) +
            " scans are of UV or other light, or have no MS level" +
            (facts_.is_whole ? "" : "; the file is cut after them");
    } else if (!robbed_.empty()) {
      why += " (" + robbed_.text() + ": no peak has a possible m/z and intensity)";
    } else if (!missing_.empty()) {
      why += " (" + missing_.where() + ": " + missing_.why() + ")";
    } else if (!skipped().empty()) {
      why += " (" + skipped().front().where + ": " + skipped().front().why + ")";
    } else if (!facts_.is_whole) {
      why += "; it is cut before the end of the first";
    }
    throw Error(ErrorKind::input, path_.string() + ": " + why);
  }
  if (light_ > 0) {
    remark(std::to_string(light_) + " scans",
           "UV or other light spectra, or scans without an MS level; left out");
  }
  if (impossible_peaks_ > 0) {
    remark("peaks", std::to_string(impossible_peaks_) +
                        " peaks of impossible m/z or intensity were left out");
  }
  if (!long_.empty()) remark(long_.where(), long_.why());
  if (!short_.empty()) lose(short_.where(), "peaks are missing: " + short_.why());
  if (!missing_.empty()) lose(missing_.where(), "damaged, left out: " + missing_.why());
  if (!robbed_.empty()) lose(robbed_.text(), kLostPeaks);
  const std::size_t expected = facts_.declared_spectra.value_or(facts_.spectra);
  if (scan_ != expected || !facts_.is_whole) {
    const std::string where = "after scan " + std::to_string(scan_);
    const std::string counts =
        std::to_string(scan_) + " scans read of " + std::to_string(expected) + " promised";
    if (facts_.is_whole && scan_ > expected) {
      remark(where, "a wrong count: " + counts);
    } else {
      lose(where, (facts_.is_whole ? "a wrong count: " : "the file is cut or damaged: ") + counts);
    }
  }
  if (!facts_.cut.empty()) lose("after scan " + std::to_string(scan_), facts_.cut);
}

}  // namespace

std::unique_ptr<RunFile> open_xml_run(const std::filesystem::path& path, const std::string& name,
                                      FileFormat format) {
  return std::make_unique<XmlRun>(path, name, format);
}

}  // namespace basepeak
