#include "engine/read/xml_facts.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "engine/read/numbers.h"
#include "engine/read/stated_ionisation.h"
#include "engine/read/text_encoding.h"
#include "engine/read/xml_tags.h"

namespace basepeak {

namespace {

// PSI-MS terms. Every other kind of "binary data compression" is refused.
constexpr std::array<std::string_view, 8> kUnpackable{
    "MS:1000574",                               // zlib
    "MS:1000576",                               // none
    "MS:1002312", "MS:1002313", "MS:1002314",   // numpress linear, pic, slof
    "MS:1002746", "MS:1002747", "MS:1002748"};  // the same followed by zlib

// What else may describe an array: its number type and what it holds.
constexpr std::array<std::string_view, 8> kArrayTerms{
    "MS:1000519", "MS:1000521", "MS:1000522", "MS:1000523",   // 32 and 64 bits
    "MS:1001479", "MS:1000514", "MS:1000515", "MS:1000786"};  // text, m/z, intensity, other

constexpr std::string_view kSerialNumber = "MS:1000529";

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& terms, std::string_view accession) {
  return std::find(terms.begin(), terms.end(), accession) != terms.end();
}

class FactCollector {
 public:
  explicit FactCollector(FileFormat format) : format_(format) {}

  void take(const XmlTag& tag) {
    if (format_ == FileFormat::mzml) {
      take_mzml(tag);
    } else if (format_ == FileFormat::mzxml) {
      take_mzxml(tag);
    } else {
      take_mzdata(tag);
    }
  }

  XmlFacts finish() {
    // Sources that disagree on EI say nothing of the run.
    const bool is_ei_and_more = ionisations_.contains(Ionisation::ei) && !other_.empty();
    if (ionisations_.size() == 1 && !is_ei_and_more) facts_.ionisation = *ionisations_.begin();
    if (ionisations_.empty()) facts_.other_ionisation = other_;
    return std::move(facts_);
  }

 private:
  void take_ionisation(const std::string& written) {
    StatedIonisation stated = ionisation_in(written);
    if (stated.ionisation != Ionisation::unknown) ionisations_.insert(stated.ionisation);
    if (other_.empty()) other_ = std::move(stated.other);
  }

  void take_mzml(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (name == "cvParam") return take_term(tag);
    if (name == "mzML") facts_.version = tag.attribute("version");
    if (name == "/mzML") facts_.is_whole = true;
    if (name == "spectrumList") facts_.declared_spectra = count_of(tag.attribute("count"));
    if (name == "spectrum") ++facts_.spectra;
    if (name == "chromatogram") ++facts_.chromatograms;
    if (name == "run") facts_.acquired = tag.attribute("startTimeStamp");
    if (name == "sample") {
      in_sample_ = true;
      if (facts_.sample.empty()) facts_.sample = tag.attribute("name");
    }
    if (name == "/sample") in_sample_ = false;
    if (name == "referenceableParamGroup") group_ = tag.attribute("id");
    if (name == "/referenceableParamGroup") group_.clear();
    if (name == "instrumentConfiguration" || name == "instrument") in_instrument_ = true;
    if (name == "/instrumentConfiguration" || name == "/instrument") in_instrument_ = false;
    if (name == "referenceableParamGroupRef" && in_instrument_ && facts_.instrument.empty()) {
      facts_.instrument = first_term_of_group_[tag.attribute("ref")];
    }
    if (name == "source") in_source_ = true;
    if (name == "/source") in_source_ = false;
    if (name == "componentList") in_components_ = true;
    if (name == "/componentList") in_components_ = false;
    if (name == "binaryDataArray") {
      in_array_ = true;
      array_is_told_ = false;
      stranger_.clear();
    }
    if (name == "/binaryDataArray") {
      in_array_ = false;
      // A term nobody knows, on an array that names no known packing, may be a packing.
      if (!array_is_told_ && !stranger_.empty()) facts_.packing = stranger_;
    }
  }

  void take_term(const XmlTag& tag) {
    const std::string accession = tag.attribute("accession");
    const bool is_known_packing = is_one_of(kUnpackable, accession);
    if (in_array_ || !group_.empty()) {
      const std::string name = tag.attribute("name");
      const std::string lower = lower_case(name);
      const bool sounds_packed = lower.find("compress") != std::string::npos ||
                                 lower.find("zstd") != std::string::npos ||
                                 lower.find("zlib") != std::string::npos;
      if (sounds_packed && !is_known_packing) facts_.packing = accession + " " + name;
      if (in_array_ && is_known_packing) array_is_told_ = true;
      if (in_array_ && !is_known_packing && !is_one_of(kArrayTerms, accession) &&
          lower.find("array") == std::string::npos) {
        stranger_ = accession + " " + name;
      }
    }
    if (in_array_) return;
    if (in_source_) {
      if (accession == "MS:1000389") {
        ionisations_.insert(Ionisation::ei);
      } else if (accession == "MS:1000073" || accession == "MS:1000398") {
        ionisations_.insert(Ionisation::esi);
      } else {
        take_ionisation(tag.attribute("name"));
      }
      return;
    }
    if (in_sample_ && accession == "MS:1000002" && facts_.sample.empty()) {
      facts_.sample = tag.attribute("value");
    }
    if (accession == kSerialNumber) return;
    if (!group_.empty()) {
      std::string& first = first_term_of_group_[group_];
      if (first.empty()) first = tag.attribute("name");
    } else if (in_instrument_ && !in_components_ && facts_.instrument.empty()) {
      facts_.instrument = tag.attribute("name");
    }
  }

  void take_mzxml(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (name == "msRun") facts_.declared_spectra = count_of(tag.attribute("scanCount"));
    if (name == "/msRun") facts_.is_whole = true;
    if (name == "scan") ++facts_.spectra;
    if (name == "msModel" && facts_.instrument.empty()) facts_.instrument = tag.attribute("value");
    if (name == "msIonisation") take_ionisation(tag.attribute("value"));
    if (name == "operator") {
      facts_.operator_name = tag.attribute("first") + " " + tag.attribute("last");
    }
    if (name == "peaks") {
      const std::string packing = tag.attribute("compressionType");
      if (!packing.empty() && packing != "none" && packing != "zlib") facts_.packing = packing;
    }
  }

  void take_mzdata(const XmlTag& tag) {
    const std::string_view name = tag.name;
    if (name == "mzData") facts_.version = tag.attribute("version");
    if (name == "/mzData") facts_.is_whole = true;
    if (name == "spectrumList") facts_.declared_spectra = count_of(tag.attribute("count"));
    if (name == "spectrum") ++facts_.spectra;
    if (name == "/sampleName") facts_.sample = to_utf8(tag.text_before);
    if (name == "/instrumentName") facts_.instrument = to_utf8(tag.text_before);
    if (name == "contact") in_contact_ = true;
    if (name == "/name" && in_contact_) facts_.operator_name = to_utf8(tag.text_before);
    if (name == "/contact") in_contact_ = false;
    if (name == "source") in_source_ = true;
    if (name == "/source") in_source_ = false;
    if (name == "cvParam" && in_source_) take_ionisation(tag.attribute("value"));
  }

  FileFormat format_;
  XmlFacts facts_;
  std::set<Ionisation> ionisations_;
  std::string other_;  // the first that is neither EI nor ESI
  std::map<std::string, std::string> first_term_of_group_;
  std::string group_;
  std::string stranger_;
  bool in_sample_ = false;
  bool in_instrument_ = false;
  bool in_components_ = false;
  bool in_source_ = false;
  bool in_contact_ = false;
  bool in_array_ = false;
  bool array_is_told_ = false;
};

}  // namespace

XmlFacts look_over_xml(const std::filesystem::path& path, FileFormat format) {
  FactCollector collector(format);
  std::string cut = for_each_tag(path, [&](const XmlTag& tag) { collector.take(tag); });
  XmlFacts facts = collector.finish();
  facts.cut = std::move(cut);
  return facts;
}

}  // namespace basepeak
