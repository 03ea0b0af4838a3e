#include <optional>
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

// "PT185.503S", "PT3.5M", "PT1H2M3S" as an xs:duration; a bare number is in seconds.
std::optional<double> seconds_of(std::string_view duration) {
  if (const auto bare = number(duration)) return bare;
  if (!duration.starts_with('P')) return std::nullopt;
  duration.remove_prefix(duration.find('T') == std::string_view::npos ? duration.size()
                                                                      : duration.find('T') + 1);
  std::optional<double> seconds;
  while (!duration.empty()) {
    const auto part = leading_number(duration);
    if (!part || part->rest.empty()) return std::nullopt;
    const char unit = part->rest.front();
    if (unit != 'H' && unit != 'M' && unit != 'S') return std::nullopt;
    const double factor = unit == 'H' ? 3600.0 : unit == 'M' ? 60.0 : 1.0;
    seconds = seconds.value_or(0.0) + factor * part->value;
    duration = part->rest.substr(1);
  }
  return seconds;
}

constexpr std::size_t kMostPeaks = std::size_t{1} << 32;  // no scan has as many

class MzxmlReader {
 public:
  explicit MzxmlReader(const XmlScanVisitor& visit) : visit_(visit) {}

  void take(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (name == "dataProcessing" && tag.attribute("centroided") == "0") are_profile_ = true;
    if (name == "scan") {
      finish();  // the scan that this one is nested in is complete but for its end
      start(tag);
    } else if (name == "/scan") {
      finish();
    } else if (scan_) {
      take_in_scan(tag);
    }
  }

 private:
  void start(const XmlTag& tag) {
    scan_.emplace();
    Acquisition& acquisition = scan_->acquisition;
    const std::string level = tag.attribute("msLevel");
    const auto stated = number(level);
    if (stated && *stated >= 1.0 && *stated < 100.0) {
      acquisition.ms_level = static_cast<int>(*stated);
    } else {
      scan_->is_light = true;  // detectors without an MS level are no mass spectrometers
    }
    const std::string polarity = tag.attribute("polarity");
    if (polarity == "+") acquisition.polarity = Polarity::positive;
    if (polarity == "-") acquisition.polarity = Polarity::negative;
    const std::string centroided = tag.attribute("centroided");
    acquisition.is_centroided = centroided.empty() ? !are_profile_ : centroided != "0";
    const auto seconds = seconds_of(tag.attribute("retentionTime"));
    if (seconds && *seconds >= 0.0) acquisition.retention_s = seconds;
    scan_->declared_peaks = count_of(tag.attribute("peaksCount"));
    scan_->total = number(tag.attribute("totIonCurrent"));
    const auto energy = number(tag.attribute("collisionEnergy"));
    if (energy && *energy > 0.0) scan_->energy = *energy;
    precursors_ = 0;
    has_peaks_ = false;
  }

  void take_in_scan(const XmlTag& tag) {
    const std::string_view name = tag.name;
    Acquisition& acquisition = scan_->acquisition;
    if (name == "precursorMz" && ++precursors_ == 1) {
      const auto charge = number(tag.attribute("precursorCharge"));
      if (charge && *charge >= 1.0 && *charge < 100.0) {
        acquisition.charge = static_cast<int>(*charge);
      }
      const auto width = number(tag.attribute("windowWideness"));
      if (width && *width > 0.0) acquisition.isolation_width_mz = width;
      scan_->is_hcd = tag.attribute("activationMethod") == "HCD";
    } else if (name == "/precursorMz" && precursors_ == 1) {
      const auto mz = number(trimmed(tag.text_before));
      if (mz && *mz > 0.0) acquisition.precursor_mz = mz;
    } else if (name == "peaks") {
      start_peaks(tag);
    } else if (name == "/peaks") {
      take_peaks(tag.text_before);
    }
  }

  void start_peaks(const XmlTag& tag) {
    has_peaks_ = true;
    coding_ = ArrayCoding{};
    coding_.is_big_endian = true;
    // The schema gives 32 bits to what states none.
    const std::string precision = tag.attribute("precision");
    coding_.number =
        precision == "64" ? ArrayCoding::Number::float64 : ArrayCoding::Number::float32;
    coding_.is_zlib = tag.attribute("compressionType") == "zlib";
    const std::string order = tag.attribute("byteOrder");
    std::string content = tag.attribute("contentType");
    if (content.empty()) content = tag.attribute("pairOrder");
    if (!precision.empty() && precision != "32" && precision != "64") {
      scan_->problem = "an unknown precision, '" + precision + "'";
    }
    if (!order.empty() && order != "network") {
      scan_->problem = "an unknown byte order, '" + order + "'";
    }
    if (!content.empty() && content != "m/z-int") {
      scan_->problem = "peaks that are not pairs of m/z and intensity";
    }
  }

  void take_peaks(std::string_view base64) {
    if (!scan_->problem.empty() || scan_->is_light) return;
    try {
      const std::vector<double> values = decode_array(base64, coding_);
      const std::size_t promised = scan_->declared_peaks.value_or(0);
      if (promised <= kMostPeaks && is_other_width(coding_, 2 * promised, values.size())) {
        throw Error(ErrorKind::input, kOtherWidth);
      }
      if (values.size() % 2 != 0) throw Error(ErrorKind::input, "an m/z without an intensity");
      if (is_other_byte_order(values, base64, coding_, 2)) {
        throw Error(ErrorKind::input, kOtherByteOrder);
      }
      for (std::size_t i = 0; i < values.size(); i += 2) {
        scan_->mz.push_back(values[i]);
        scan_->intensity.push_back(values[i + 1]);
      }
    } catch (const Error& error) {
      scan_->problem = error.what();
    }
  }

  void finish() {
    if (!scan_) return;
    XmlScan scan = std::move(*scan_);
    scan_.reset();
    if (!has_peaks_ && !scan.declared_peaks) scan.problem = "it has no list of peaks";
    visit_(std::move(scan));
  }

  const XmlScanVisitor& visit_;
  std::optional<XmlScan> scan_;
  ArrayCoding coding_;
  int precursors_ = 0;
  bool has_peaks_ = false;
  bool are_profile_ = false;
};

}  // namespace

void read_mzxml(const std::filesystem::path& path, const XmlScanVisitor& visit) {
  MzxmlReader reader(visit);
  for_each_tag(path, [&](const XmlTag& tag) { reader.take(tag); });
}

}  // namespace basepeak
