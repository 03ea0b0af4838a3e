#include "engine/read/text_run.h"

#include <cmath>
#include <utility>

#include "engine/error.h"
#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_parsers.h"
#include "engine/read/text_query.h"

namespace basepeak {

namespace {

std::string_view first_of(const TextRecord& record, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const std::string_view value = record.value(name);
    if (!value.empty()) return value;
  }
  return {};
}

Label label_of(const TextRecord& record) {
  Label label;
  label.name = first_of(record, {"Name", "Compound_name", "TITLE"});
  label.formula = first_of(record, {"Formula", "MOLFORM"});
  label.inchikey = first_of(record, {"InChIKey", "InChI_Key", "INCHIAUX"});
  // A whole MW is the nominal mass; a broken one may be the average mass, so that the exact one is
  // better.
  const std::optional<double> stated = number(record.value("MW"));
  const std::optional<double> exact =
      number(first_of(record, {"ExactMass", "Exact_mass", "MONOISOTOPICMASS"}));
  const bool is_nominal = stated && *stated == std::floor(*stated);
  label.stated_mass = is_nominal || !exact ? stated : exact;
  if (label.stated_mass && *label.stated_mass <= 0.0) label.stated_mass.reset();
  return label;
}

class TextRun final : public RunFile {
 public:
  TextRun(std::filesystem::path path, const std::string& name);
  void for_each(const std::function<void(Spectrum&&)>& visit) override;

 private:
  [[nodiscard]] std::string place_of(const TextRecord& record, std::size_t scan) const;
  [[nodiscard]] std::optional<Spectrum> spectrum_of(TextRecord& record, std::size_t scan);

  std::filesystem::path path_;
};

TextRun::TextRun(std::filesystem::path path, const std::string& name) : path_(std::move(path)) {
  header_.name = name;
  header_.is_spectrum_collection = true;
  header_.separation = Separation::none;
  bool has_any = false;
  TextRecord first;
  const TextFormat format = read_records(path_, [&](TextRecord&& record) {
    has_any = true;
    first = std::move(record);
    return false;
  }).format;
  if (!has_any) throw Error(ErrorKind::input, path_.string() + ": holds no spectrum");
  header_.format = format == TextFormat::msp   ? "MSP"
                   : format == TextFormat::mgf ? "MGF"
                                               : "JCAMP-DX";
  if (format != TextFormat::jcamp_dx) return;
  header_.is_spectrum_collection = first_of(first, {"SCAN NUMBER", "PAGE", "RTINSECONDS"}).empty();
  header_.sample = first.value("TITLE");
  header_.instrument =
      first_of(first, {"SPECTROMETER/DATA SYSTEM", "SPECTROMETER SYSTEM", "SPECTROMETER TYPE"});
  header_.acquisition_method = first.value("EXPERIMENT NAME");
  header_.acquired = first_of(first, {"LONG DATE", "DATE"});
  const std::string_view time = first.value("TIME");
  if (!time.empty() && time != header_.acquired) header_.acquired += " " + std::string(time);
  if (header_.is_spectrum_collection) return;
  const std::string inlet = bare_name(first.value("INLET"));
  header_.separation = inlet.starts_with("gc")   ? Separation::gas_chromatography
                       : inlet.starts_with("lc") ? Separation::liquid_chromatography
                                                 : Separation::unknown;
}

std::string TextRun::place_of(const TextRecord& record, std::size_t scan) const {
  if (!header_.is_spectrum_collection) return "scan " + std::to_string(scan);
  const Label label = label_of(record);
  return "line " + std::to_string(record.line) + ": record " +
         (label.name.empty() ? std::to_string(scan) : "'" + label.name + "'");
}

std::optional<Spectrum> TextRun::spectrum_of(TextRecord& record, std::size_t scan) {
  const std::string place = place_of(record, scan);
  for (const auto& [line, why] : record.problems) {
    remark(place, "line " + std::to_string(line) + ": " + why);
  }
  if (!record.missing_after.empty()) lose("after " + place, record.missing_after);
  if (record.is_cut) {
    lose(place, "left out, because the file ends inside it");
    return std::nullopt;
  }
  std::vector<std::string> problems;
  Spectrum spectrum;
  spectrum.acquisition = acquisition_of(record, problems);
  spectrum.acquisition.scan = scan;
  for (std::string& problem : problems) remark(place, std::move(problem));

  std::vector<double> mz;
  std::vector<float> intensity;
  std::size_t impossible = 0;
  for (std::size_t i = 0; i < record.mz.size(); ++i) {
    const auto height = static_cast<float>(record.intensity[i]);
    if (is_possible_peak(record.mz[i], height)) {
      mz.push_back(record.mz[i]);
      intensity.push_back(height);
    } else {
      ++impossible;
    }
  }
  if (impossible > 0) {
    remark(place,
           std::to_string(impossible) + " peaks of impossible m/z or intensity were left out");
  }
  spectrum.peaks = Peaks::from_unsorted(mz, intensity);
  if (spectrum.peaks.base_intensity() <= 0.0F &&
      (header_.is_spectrum_collection || !record.problems.empty())) {
    lose(place, "left out, because it has no peaks");
    return std::nullopt;
  }
  const std::optional<double> total = number(first_of(record, {"TIC", "RIC"}));
  spectrum.total_ion_signal = total && *total > 0.0 ? *total : spectrum.peaks.total();
  if (header_.is_spectrum_collection) spectrum.label = label_of(record);
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
