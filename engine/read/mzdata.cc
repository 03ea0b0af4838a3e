#include <optional>
#include <string_view>

#include "engine/error.h"
#include "engine/read/binary_array.h"
#include "engine/read/numbers.h"
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
      coding_ = ArrayCoding{};
      coding_.is_big_endian = tag.attribute("endian") == "big";
      coding_.number = tag.attribute("precision") == "32" ? ArrayCoding::Number::float32
                                                          : ArrayCoding::Number::float64;
      if (holds_ == Holds::mz) scan_->declared_peaks = count_of(tag.attribute("length"));
    } else if (name == "/data" && holds_ != Holds::other && scan_->problem.empty()) {
      try {
        (holds_ == Holds::mz ? scan_->mz : scan_->intensity) =
            decode_array(tag.text_before, coding_);
      } catch (const Error& error) {
        scan_->problem = error.what();
      }
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
    visit_(std::move(scan));
  }

  const XmlScanVisitor& visit_;
  std::optional<XmlScan> scan_;
  ArrayCoding coding_;
  Holds holds_ = Holds::other;
  int precursors_ = 0;
};

}  // namespace

void read_mzdata(const std::filesystem::path& path, const XmlScanVisitor& visit) {
  MzdataReader reader(visit);
  for_each_tag(path, [&](const XmlTag& tag) { reader.take(tag); });
}

}  // namespace basepeak
