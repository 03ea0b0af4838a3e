#include "tools/cli/read_queries.h"

#include <cmath>
#include <optional>
#include <string_view>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/read/spectrum_text.h"
#include "engine/read/stated_fields.h"
#include "engine/read/text_query.h"

namespace basepeak {

namespace {

std::optional<Formula> stated_formula(const TextRecord& record) {
  const std::string_view text = record.first_of(kFormulaFields);
  if (text.empty()) return std::nullopt;
  try {
    return Formula::parse(text);
  } catch (const Error&) {
    return std::nullopt;  // the other fields may still state a mass
  }
}

std::optional<double> stated_mass(const TextRecord& record, Score score) {
  const std::optional<double> weight = mass_of(record.first_of(kMassFields));
  const std::optional<double> exact = mass_of(record.first_of(kExactMassFields));
  const std::optional<Formula> formula = stated_formula(record);
  if (!is_ei(score)) {
    if (formula) return formula->monoisotopic_mass();
    return exact ? exact : weight;
  }
  // What the record says of the mass goes before what its formula implies; a broken MW may be the
  // average mass.
  const bool is_nominal = weight && *weight == std::floor(*weight);
  if (is_nominal) return weight;
  if (formula && (weight || exact)) return formula->nominal_mass();
  return exact ? exact : weight;
}

std::string place_of(const TextRecord& record, const std::string& name) {
  return "line " + std::to_string(record.line) + ": record '" + name + "'";
}

void add_record(const TextRecord& record, std::size_t number, Score score, QueryFile& file) {
  Query query;
  query.name = record.first_of({"Name", "Compound_name", "TITLE"});
  if (query.name.empty()) query.name = "record " + std::to_string(number);
  const std::string place = place_of(record, query.name);
  const auto remark = [&](std::string what) {
    file.remarks.push_back({place, what});
    query.remarks.push_back(std::move(what));
  };
  for (const auto& [line, why] : record.problems) {
    remark("line " + std::to_string(line) + ": " + why);
  }
  std::vector<double> mz;
  std::vector<float> intensity;
  for (std::size_t i = 0; i < record.mz.size(); ++i) {
    const auto height = static_cast<float>(record.intensity[i]);
    if (!is_possible_peak(record.mz[i], height)) continue;
    mz.push_back(record.mz[i]);
    intensity.push_back(height);
  }
  const std::size_t impossible = record.mz.size() - mz.size();
  if (impossible > 0) {
    remark(std::to_string(impossible) + " peaks of impossible m/z or intensity left out");
  }
  query.peaks = Peaks::from_unsorted(mz, intensity);
  if (query.peaks.base_intensity() <= 0.0F) {
    file.failed.push_back({place, "it has no peak of a possible m/z and an intensity above 0"});
    return;
  }
  query.raw_peaks = query.peaks;
  std::vector<std::string> problems;
  query.acquisition = acquisition_of(record, problems);
  query.acquisition.scan = number;
  for (std::string& problem : problems) remark(std::move(problem));
  query.stated_mass = stated_mass(record, score);
  if (query.stated_mass && *query.stated_mass > kHighestMz) {
    remark("its mass is beyond " + std::to_string(static_cast<int>(kHighestMz)) + " Da: not used");
    query.stated_mass.reset();
  }
  file.queries.push_back(std::move(query));
}

}  // namespace

QueryFile read_queries(const std::filesystem::path& path, Score score) {
  QueryFile file;
  std::size_t number = 0;
  read_spectrum_text(path, [&](TextRecord&& record) { add_record(record, ++number, score, file); });
  if (number == 0) throw Error(ErrorKind::input, path.string() + ": holds no spectrum");
  return file;
}

}  // namespace basepeak
