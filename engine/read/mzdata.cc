#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/error.h"
#include "engine/read/binary_array.h"
#include "engine/read/numbers.h"
#include "engine/read/stated_coding.h"
#include "engine/read/text_encoding.h"
#include "engine/read/xml_scan.h"
#include "engine/read/xml_tags.h"

namespace basepeak {

namespace {

enum class Holds { other, mz, intensity };

class MzdataReader {
 public:
  explicit MzdataReader(const XmlScanVisitor& visit) : visit_(visit) {}

  void take(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (name == "spectrum") {
      if (scan_) finish("its end is missing");
      scan_.emplace();
      mz_.reset();
      intensity_.reset();
      holds_ = Holds::other;
      precursors_ = 0;
    } else if (scan_) {
      take_in_scan(tag);
    }
  }

 private:
  void take_in_scan(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (name == "/spectrum") {
      finish({});
    } else if (name == "acqSpecification") {
      scan_->acquisition.is_centroided = tag.attribute("spectrumType") != "continuous";
    } else if (name == "spectrumInstrument") {
      const auto level = number(tag.attribute("msLevel"));
      if (level && *level >= 1.0 && *level < 100.0) {
        scan_->acquisition.ms_level = static_cast<int>(*level);
      }
    } else if (name == "precursor") {
      ++precursors_;
    } else if (name == "cvParam" || name == "userParam") {
      take_term(tag);
    } else if (name == "mzArrayBinary") {
      holds_ = Holds::mz;
    } else if (name == "intenArrayBinary") {
      holds_ = Holds::intensity;
    } else if (name.ends_with("ArrayBinary")) {
      holds_ = Holds::other;
    } else if (name == "data") {
      if (holds_ != Holds::other) start_array(tag);
    } else if (name == "/data" && holds_ != Holds::other && scan_->problem.empty()) {
      take_array(tag.text_before);
    }
  }

  void start_array(const XmlTag& tag) {
    const std::string endian = tag.attribute("endian");
    const std::string precision = tag.attribute("precision");
    if (endian != "big" && endian != "little") {
      scan_->problem = "an unknown byte order, '" + endian + "'";
    }
    if (precision != "32" && precision != "64") {
      scan_->problem = "an unknown precision, '" + precision + "'";
    }
    coding_ = ArrayCoding{};
    coding_.is_big_endian = endian == "big";
    coding_.number =
        precision == "32" ? ArrayCoding::Number::float32 : ArrayCoding::Number::float64;
    length_ = count_of(tag.attribute("length"));
    // The arrays are checked to be equally long, so that the longer promise counts.
    if (length_) scan_->declared_peaks = std::max(*length_, scan_->declared_peaks.value_or(0));
    (holds_ == Holds::mz ? mz_ : intensity_).emplace();
  }

  void take_array(std::string_view base64) {
    try {
      std::vector<double> values = decode_array(base64, coding_);
      if (is_other_width(coding_, length_.value_or(0), values.size())) {
        throw Error(ErrorKind::input, kOtherWidth);
      }
      if (holds_ == Holds::mz && is_other_byte_order(values, base64, coding_, 1)) {
        throw Error(ErrorKind::input, kOtherByteOrder);
      }
      (holds_ == Holds::mz ? mz_ : intensity_) = std::move(values);
    } catch (const Error& error) {
      scan_->problem = error.what();
    }
  }

  // Writers agree neither on the accessions nor on the names, so that either will do.
  void take_term(const XmlTag& tag) {
    const std::string accession = tag.attribute("accession");
    const std::string name = bare_name(tag.attribute("name"));
    const std::string text = tag.attribute("value");
    const auto value = number(trimmed(text));
    const auto is = [&](std::string_view number_of_term, std::string_view wanted) {
      return (accession.size() > 4 && accession.substr(4) == number_of_term) || name == wanted;
    };
    Acquisition& acquisition = scan_->acquisition;
    if (precursors_ > 1) return;
    if (precursors_ == 1) {
      if (!value || *value <= 0.0) return;
      if (is("1000040", "masstochargeratio") || name == "mz") acquisition.precursor_mz = value;
      if (is("1000041", "chargestate") && *value < 100.0) {
        acquisition.charge = static_cast<int>(*value);
      }
      if (is("1000045", "collisionenergy")) scan_->energy = *value;
      return;
    }
    if (is("1000037", "polarity")) {
      const std::string polarity = lower_case(text);
      if (polarity.starts_with("pos") || polarity == "+") acquisition.polarity = Polarity::positive;
      if (polarity.starts_with("neg") || polarity == "-") acquisition.polarity = Polarity::negative;
    }
    if (value && *value >= 0.0) {
      if (is("1000038", "timeinminutes")) acquisition.retention_s = 60.0 * *value;
      if (is("1000039", "timeinseconds")) acquisition.retention_s = value;
      if (name == "totioncurrent") scan_->total = value;
    }
  }

  void finish(std::string_view problem) {
    XmlScan scan = std::move(*scan_);
    scan_.reset();
    if (scan.problem.empty()) scan.problem = problem;
    if (scan.problem.empty() && (!mz_ || !intensity_)) {
      scan.problem = "it has no arrays of m/z and intensity";
    }
    if (scan.problem.empty()) {
      scan.mz = std::move(*mz_);
      scan.intensity = std::move(*intensity_);
    }
    visit_(std::move(scan));
  }

  const XmlScanVisitor& visit_;
  std::optional<XmlScan> scan_;
  std::optional<std::vector<double>> mz_;
  std::optional<std::vector<double>> intensity_;
  ArrayCoding coding_;
  std::optional<std::size_t> length_;  // of the array that is read, as stated
  Holds holds_ = Holds::other;
  int precursors_ = 0;
};

}  // namespace

void read_mzdata(const std::filesystem::path& path, const XmlScanVisitor& visit) {
  MzdataReader reader(visit);
  for_each_tag(path, [&](const XmlTag& tag) { reader.take(tag); });
}

}  // namespace basepeak
