#include <map>
#include <string_view>

#include "engine/error.h"
#include "engine/read/binary_array.h"
#include "engine/read/numbers.h"
#include "engine/read/stated_coding.h"
#include "engine/read/text_encoding.h"
#include "engine/read/xml_scan.h"
#include "engine/read/xml_tags.h"

namespace basepeak {

namespace {

// A PSI-MS term with its value.
struct Term {
  std::string accession;
  std::string value;
  std::string unit;
};

Term term_of(const XmlTag& tag) {
  return {tag.attribute("accession"), tag.attribute("value"), tag.attribute("unitAccession")};
}

enum class Holds { other, mz, intensity };

class MzmlReader {
 public:
  explicit MzmlReader(const XmlScanVisitor& visit) : visit_(visit) {}

  void take(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (name == "referenceableParamGroup") {
      group_ = tag.attribute("id");
    } else if (name == "/referenceableParamGroup") {
      group_.clear();
    } else if (name == "cvParam" && !group_.empty()) {
      groups_[group_].push_back(term_of(tag));
    } else if (name == "spectrum") {
      if (scan_) finish("its end is missing");
      start(tag);
    } else if (scan_) {
      take_in_scan(tag);
    }
  }

 private:
  void start(const XmlTag& tag) {
    scan_.emplace();
    mz_.reset();
    intensity_.reset();
    in_array_ = false;
    precursors_ = 0;
    ramp_start_.clear();
    lopsided_mz_ = 0.0;
    scan_->declared_peaks = count_of(tag.attribute("defaultArrayLength"));
  }

  void take_in_scan(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (name == "/spectrum") {
      finish({});
    } else if (name == "cvParam") {
      take_term(term_of(tag));
    } else if (name == "referenceableParamGroupRef") {
      const auto group = groups_.find(tag.attribute("ref"));
      if (group == groups_.end()) return;
      for (const Term& term : group->second) take_term(term);
    } else if (name == "precursor") {
      ++precursors_;
    } else if (name == "binaryDataArray") {
      in_array_ = true;
      array_length_ = count_of(tag.attribute("arrayLength"));
      coding_ = ArrayCoding{};
      holds_ = Holds::other;
    } else if (name == "/binary" && in_array_) {
      take_array(tag.text_before);
    } else if (name == "/binaryDataArray") {
      in_array_ = false;
    }
  }

  void take_array(std::string_view base64) {
    if (holds_ == Holds::other || scan_->is_light || !scan_->problem.empty()) return;
    // An array's own length stands in place of the scan's.
    if (array_length_) scan_->declared_peaks = array_length_;
    try {
      std::vector<double> values = decode_array(base64, coding_);
      if (coding_.numpress == Numpress::none &&
          is_other_width(coding_, scan_->declared_peaks.value_or(0), values.size())) {
        throw Error(ErrorKind::input, kOtherWidth);
      }
      (holds_ == Holds::mz ? mz_ : intensity_) = std::move(values);
    } catch (const Error& error) {
      scan_->problem = error.what();
    }
  }

  void take_term(const Term& term) {
    if (in_array_) {
      take_array_term(term.accession);
    } else if (precursors_ > 0) {
      if (precursors_ == 1) take_precursor_term(term);
    } else {
      take_scan_term(term);
    }
  }

  void take_array_term(std::string_view accession) {
    using Number = ArrayCoding::Number;
    if (accession == "MS:1000514") holds_ = Holds::mz;
    if (accession == "MS:1000515") holds_ = Holds::intensity;
    if (accession == "MS:1000617") scan_->is_light = true;  // a wavelength array
    if (accession == "MS:1000519") coding_.number = Number::int32;
    if (accession == "MS:1000521") coding_.number = Number::float32;
    if (accession == "MS:1000522") coding_.number = Number::int64;
    if (accession == "MS:1000523") coding_.number = Number::float64;
    if (accession == "MS:1000574") coding_.is_zlib = true;
    if (accession == "MS:1002312" || accession == "MS:1002746") {
      coding_.numpress = Numpress::linear;
    }
    if (accession == "MS:1002313" || accession == "MS:1002747") coding_.numpress = Numpress::pic;
    if (accession == "MS:1002314" || accession == "MS:1002748") coding_.numpress = Numpress::slof;
    if (accession == "MS:1002746" || accession == "MS:1002747" || accession == "MS:1002748") {
      coding_.is_zlib = true;
    }
  }

  void take_scan_term(const Term& term) {
    const std::string_view accession = term.accession;
    Acquisition& acquisition = scan_->acquisition;
    const auto value = number(trimmed(term.value));
    if (accession == "MS:1000511" && value && *value >= 1.0 && *value < 100.0) {
      acquisition.ms_level = static_cast<int>(*value);
    }
    if (accession == "MS:1000804" || accession == "MS:1000805" || accession == "MS:1000806") {
      scan_->is_light = true;
    }
    if (accession == "MS:1000130") acquisition.polarity = Polarity::positive;
    if (accession == "MS:1000129") acquisition.polarity = Polarity::negative;
    if (accession == "MS:1000127") acquisition.is_centroided = true;
    if (accession == "MS:1000128") acquisition.is_centroided = false;
    if (accession == "MS:1000285" && value) scan_->total = value;
    if (accession == "MS:1000016" && value && *value >= 0.0 && !acquisition.retention_s) {
      // Minutes, seconds, milliseconds; a time without a unit is no time.
      if (term.unit == "UO:0000031" || term.unit == "MS:1000038") {
        acquisition.retention_s = 60.0 * *value;
      } else if (term.unit == "UO:0000010" || term.unit == "MS:1000039") {
        acquisition.retention_s = *value;
      } else if (term.unit == "UO:0000028") {
        acquisition.retention_s = *value / 1000.0;
      }
    }
  }

  void take_precursor_term(const Term& term) {
    const std::string_view accession = term.accession;
    Acquisition& acquisition = scan_->acquisition;
    if (accession == "MS:1000422") scan_->is_hcd = true;
    const auto value = number(trimmed(term.value));
    if (!value || *value <= 0.0) return;
    if (accession == "MS:1000744" || accession == "MS:1000040") acquisition.precursor_mz = value;
    // The middle of the isolation window, where no ion is named.
    if (accession == "MS:1000827") {
      acquisition.isolation_target_mz = value;
      if (!acquisition.precursor_mz) acquisition.precursor_mz = value;
    }
    if (accession == "MS:1000041" && *value < 100.0) {
      acquisition.charge = static_cast<int>(*value);
    }
    if (accession == "MS:1000828" || accession == "MS:1000829") {
      acquisition.isolation_width_mz = acquisition.isolation_width_mz.value_or(0.0) + *value;
      lopsided_mz_ += accession == "MS:1000829" ? *value : -*value;
    }
    if (accession == "MS:1000045") scan_->energy = *value;
    if (accession == "MS:1000138") acquisition.energy = term.value + " %";  // normalised
    // The two ends of a ramp, which the terms define in eV.
    if (accession == "MS:1002013") ramp_start_ = term.value;
    if (accession == "MS:1002014" && !ramp_start_.empty()) {
      acquisition.energy = "ramp " + ramp_start_ + "-" + term.value + " eV";
    }
  }

  void finish(std::string_view problem) {
    XmlScan scan = std::move(*scan_);
    scan_.reset();
    if (scan.problem.empty()) scan.problem = problem;
    // The target need not be the middle of the window.
    if (scan.acquisition.isolation_target_mz) {
      *scan.acquisition.isolation_target_mz += 0.5 * lopsided_mz_;
    }
    if (scan.problem.empty() && !scan.is_light) {
      const bool is_empty = scan.declared_peaks == std::size_t{0};
      if ((!mz_ || !intensity_) && !is_empty) {
        scan.problem = "it has no arrays of m/z and intensity";
      } else {
        scan.mz = std::move(mz_).value_or(std::vector<double>{});
        scan.intensity = std::move(intensity_).value_or(std::vector<double>{});
      }
    }
    visit_(std::move(scan));
  }

  const XmlScanVisitor& visit_;
  std::map<std::string, std::vector<Term>> groups_;
  std::string group_;
  std::optional<XmlScan> scan_;
  std::optional<std::vector<double>> mz_;
  std::optional<std::vector<double>> intensity_;
  ArrayCoding coding_;
  Holds holds_ = Holds::other;
  bool in_array_ = false;
  std::optional<std::size_t> array_length_;
  int precursors_ = 0;
  std::string ramp_start_;
  double lopsided_mz_ = 0.0;  // how much farther the isolation window reaches up than down
};

}  // namespace

void read_mzml(const std::filesystem::path& path, const XmlScanVisitor& visit) {
  MzmlReader reader(visit);
  for_each_tag(path, [&](const XmlTag& tag) { reader.take(tag); });
}

}  // namespace basepeak
