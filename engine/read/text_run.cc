#include "engine/read/text_run.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/error.h"
#include "engine/read/comment_pairs.h"
#include "engine/read/ei_objection.h"
#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_label.h"
#include "engine/read/text_parsers.h"
#include "engine/read/text_query.h"
#include "engine/read/usable_peaks.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

// A chromatograph's scans follow each other faster than this; spectra picked from a run do not.
constexpr double kLongestStep_s = 5.0;
constexpr std::size_t kRecordsToJudge = 8;

// Whether the first records of a JCAMP-DX file are scans of one run: one title, times that step on
// as those of a chromatograph. Pages without a time, or minutes apart, are spectra of their own.
bool are_scans_of_a_run(const std::vector<TextRecord>& records) {
  std::vector<double> times_s;
  bool is_cut = false;
  for (const TextRecord& record : records) {
    if (record.value("TITLE") != records.front().value("TITLE")) return false;
    if (const auto at_s = number(record.value("RTINSECONDS"))) times_s.push_back(*at_s);
    is_cut = is_cut || record.is_cut || !record.missing_after.empty();
  }
  if (times_s.size() < 2) return is_cut && !times_s.empty();
  std::vector<double> steps_s;
  for (std::size_t i = 1; i < times_s.size(); ++i) {
    steps_s.push_back(std::abs(times_s[i] - times_s[i - 1]));
  }
  const auto middle = steps_s.begin() + static_cast<std::ptrdiff_t>(steps_s.size() / 2);
  std::nth_element(steps_s.begin(), middle, steps_s.end());
  return *middle <= kLongestStep_s;
}

// Which page of its block a JCAMP-DX spectrum is, where it is one of several.
std::string page_of(const TextRecord& record) {
  const std::string_view time = record.value("RTINSECONDS");
  if (!time.empty()) return " (at " + std::string(time) + " s)";
  const std::string_view page = record.value("PAGE");
  if (!page.empty()) return " (page " + std::string(page) + ")";
  const std::string_view scan = record.value("SCAN NUMBER");
  return scan.empty() ? std::string() : " (scan " + std::string(scan) + ")";
}

// Settles what a separate spectrum is that states no ionisation: it is searched as EI, and the
// report says so, unless the record speaks against that.
void settle_ionisation(const TextRecord& record, Acquisition& acquisition,
                       std::vector<std::string>& remarks) {
  for (std::string& conflict : field_conflicts(record, acquisition)) {
    remarks.push_back(std::move(conflict));
  }
  if (!is_searched_as_ei(acquisition) || is_known_not_to_be_ei(acquisition) ||
      acquisition.ionisation != Ionisation::unknown) {
    return;
  }
  if (const std::string objection = objection_to_ei(record, acquisition); !objection.empty()) {
    acquisition.other_ionisation = "not stated; " + objection;
  } else if (const std::string unknown = unknown_ionisation(record); !unknown.empty()) {
    remarks.push_back("its ionisation is given as '" + unknown.substr(0, 80) +
                      "', which is not known here: taken as EI, which it may not be");
  } else {
    remarks.push_back("it states no ionisation: taken as EI, which it may not be");
  }
}

class TextRun final : public RunFile {
 public:
  TextRun(std::filesystem::path path, const std::string& name);
  void for_each(const std::function<void(Spectrum&&)>& visit) override;

 private:
  [[nodiscard]] Label label_of_spectrum(const TextRecord& record) const;
  [[nodiscard]] std::string place_of(const TextRecord& record, std::size_t scan) const;
  [[nodiscard]] std::optional<Spectrum> spectrum_of(TextRecord& record, std::size_t scan);

  std::filesystem::path path_;
  bool is_jcamp_ = false;
};

TextRun::TextRun(std::filesystem::path path, const std::string& name) : path_(std::move(path)) {
  header_.name = name;
  header_.is_spectrum_collection = true;
  header_.separation = Separation::none;
  std::vector<TextRecord> records;
  const ReadText text = read_records(path_, [&](TextRecord&& record) {
    records.push_back(std::move(record));
    return records.size() < kRecordsToJudge;
  });
  if (records.empty()) throw Error(ErrorKind::input, path_.string() + ": holds no spectrum");
  header_.format = text.format == TextFormat::msp   ? "MSP"
                   : text.format == TextFormat::mgf ? "MGF"
                                                    : "JCAMP-DX";
  is_jcamp_ = text.format == TextFormat::jcamp_dx;
  if (!is_jcamp_) return;
  const TextRecord& first = records.front();
  header_.is_spectrum_collection = !are_scans_of_a_run(records);
  header_.sample = first.value("TITLE");
  header_.instrument =
      first.first_of({"SPECTROMETER/DATA SYSTEM", "SPECTROMETER SYSTEM", "SPECTROMETER TYPE"});
  header_.acquisition_method = first.value("EXPERIMENT NAME");
  header_.acquired = first.first_of({"LONG DATE", "DATE"});
  const std::string_view time = first.value("TIME");
  if (!time.empty() && time != header_.acquired) header_.acquired += " " + std::string(time);
  if (header_.is_spectrum_collection) return;
  const std::string inlet = bare_name(first.value("INLET"));
  header_.separation = inlet.starts_with("gc")   ? Separation::gas_chromatography
                       : inlet.starts_with("lc") ? Separation::liquid_chromatography
                                                 : Separation::unknown;
}

Label TextRun::label_of_spectrum(const TextRecord& record) const {
  Label label = label_of(record);
  if (is_jcamp_) label.name += page_of(record);
  return label;
}

std::string TextRun::place_of(const TextRecord& record, std::size_t scan) const {
  if (!header_.is_spectrum_collection) return "scan " + std::to_string(scan);
  const Label label = label_of_spectrum(record);
  return "line " + std::to_string(record.line) + ": record " +
         (label.name.empty() ? std::to_string(scan) : "'" + label.name + "'");
}

std::optional<Spectrum> TextRun::spectrum_of(TextRecord& record, std::size_t scan) {
  add_comment_fields(record);
  const std::string place = place_of(record, scan);
  for (const auto& [line, why] : record.problems) {
    std::string text = "line " + std::to_string(line) + ": " + why;
    if (record.lacks_peaks && !record.is_cut) {
      lose(place, std::move(text));
    } else {
      remark(place, std::move(text));
    }
  }
  if (!record.missing_after.empty()) lose("after " + place, record.missing_after);
  if (record.is_cut) {
    lose(place, "left out, because the file ends inside it");
    return std::nullopt;
  }
  if (is_marked_predicted(record)) {
    lose(place, "left out: it is a predicted spectrum, and neither a sample nor a reference");
    return std::nullopt;
  }
  std::vector<std::string> problems;
  Spectrum spectrum;
  spectrum.acquisition = acquisition_of(record, problems);
  spectrum.acquisition.scan = scan;
  for (std::string& problem : problems) remark(place, std::move(problem));

  UsablePeaks usable;
  usable.reserve(record.mz.size());
  for (std::size_t i = 0; i < record.mz.size(); ++i) usable.add(record.mz[i], record.intensity[i]);
  if (usable.left_out() > 0) {
    remark(place, std::to_string(usable.left_out()) +
                      " peaks of impossible m/z or intensity were left out");
    if (usable.is_loss()) lose(place, kLostPeaks);
  }
  spectrum.peaks = usable.peaks();
  if (spectrum.peaks.base_intensity() <= 0.0F &&
      (header_.is_spectrum_collection || !record.problems.empty())) {
    const char* why = !usable.has_none()      ? "all its peaks have intensity 0"
                      : usable.left_out() > 0 ? "none of its peaks is a possible one"
                      : record.lacks_peaks    ? "none of its peaks could be read"
                                              : "it has no peaks";
    lose(place, std::string("left out, because ") + why);
    return std::nullopt;
  }
  const std::optional<double> total = number(record.first_of({"TIC", "RIC"}));
  spectrum.total_ion_signal = total && *total > 0.0 ? *total : spectrum.peaks.total();
  if (header_.is_spectrum_collection) {
    spectrum.label = label_of_spectrum(record);
    settle_ionisation(record, spectrum.acquisition, spectrum.label->remarks);
  }
  return spectrum;
}

void TextRun::for_each(const std::function<void(Spectrum&&)>& visit) {
  std::size_t scan = 0;
  std::size_t used = 0;
  const ReadText text = read_records(path_, [&](TextRecord&& record) {
    if (std::optional<Spectrum> spectrum = spectrum_of(record, ++scan)) {
      ++used;
      visit(std::move(*spectrum));
    }
    return true;
  });
  if (!text.cut.empty()) lose("after record " + std::to_string(scan), text.cut);
  if (used == 0) {
    throw Error(ErrorKind::input,
                path_.string() + ": none of its " + std::to_string(scan) + " spectra can be used" +
                    (skipped().empty()
                         ? std::string()
                         : " (" + skipped().front().where + ": " + skipped().front().why + ")"));
  }
}

}  // namespace

std::unique_ptr<RunFile> open_text_run(const std::filesystem::path& path, const std::string& name) {
  return std::make_unique<TextRun>(path, name);
}

}  // namespace basepeak
