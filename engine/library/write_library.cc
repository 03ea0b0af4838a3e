// write_library of engine/library/library.h.
#include <cmath>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "engine/error.h"
#include "engine/library/library.h"
#include "engine/library/library_file.h"

namespace basepeak {
namespace {

using library_file::RecordRow;

[[noreturn]] void refuse(const std::string& id, const std::string& why) {
  throw Error(ErrorKind::library, "record '" + id + "': " + why);
}

// Each text once, numbered in the order of first use.
class Texts {
 public:
  std::uint32_t number(const std::string& text) {
    const auto [entry, is_new] =
        numbers_.try_emplace(text, static_cast<std::uint32_t>(ends_.size()));
    if (is_new) {
      if (ends_.size() == std::numeric_limits<std::uint32_t>::max()) {
        throw Error(ErrorKind::library, "more than 4294967295 different texts in one library");
      }
      text_ += text;
      ends_.push_back(text_.size());
    }
    return entry->second;
  }
  [[nodiscard]] const std::vector<std::uint64_t>& ends() const { return ends_; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::uint64_t> ends_;
  std::string text_;
};

double held(std::uint32_t& present, std::uint32_t bit, const std::optional<double>& value) {
  if (!value) return 0.0;
  present |= bit;
  return *value;
}

std::uint32_t microdaltons(const LibraryRecord& record, double mz) {
  const double rounded = std::round(mz * 1e6);
  if (!(rounded >= 1.0) || rounded > 4294967295.0) {
    refuse(record.id, "m/z " + std::to_string(mz) +
                          " is outside 0.000001 to 4294.967295, which a library holds");
  }
  return static_cast<std::uint32_t>(rounded);
}

struct Columns {
  std::vector<RecordRow> rows;
  Texts texts;
  std::vector<std::uint32_t> lists;
  std::vector<std::uint32_t> mz;
  std::vector<float> intensity;
  std::vector<float> deviation;
};

void append(Columns& columns, const LibraryRecord& record) {
  using namespace library_file;
  if (!record.deviation.empty() && record.deviation.size() != record.peaks.size()) {
    refuse(record.id, "it has " + std::to_string(record.peaks.size()) + " peaks and " +
                          std::to_string(record.deviation.size()) + " deviations");
  }
  const Acquisition& acquisition = record.acquisition;
  RecordRow row{};
  row.first_peak = columns.mz.size();
  row.first_deviation = columns.deviation.size();
  row.first_in_lists = columns.lists.size();
  row.scan = acquisition.scan;
  row.monoisotopic_mass = held(row.present, has_monoisotopic_mass, record.monoisotopic_mass);
  row.precursor_mz = held(row.present, has_precursor_mz, acquisition.precursor_mz);
  row.retention_s = held(row.present, has_retention_s, acquisition.retention_s);
  row.isolation_width_mz = held(row.present, has_isolation_width, acquisition.isolation_width_mz);
  row.energy_ev = held(row.present, has_energy_ev, acquisition.energy_ev);
  row.retention_index = held(row.present, has_retention_index, record.retention_index);
  if (acquisition.charge) {
    row.present |= has_charge;
    row.charge = *acquisition.charge;
  }
  if (!record.deviation.empty()) row.present |= has_deviation;
  row.peak_count = static_cast<std::uint32_t>(record.peaks.size());
  row.synonym_count = static_cast<std::uint32_t>(record.synonyms.size());
  row.flag_count = static_cast<std::uint32_t>(record.flags.size());
  row.ms_level = acquisition.ms_level;
  row.ionisation = static_cast<std::uint8_t>(acquisition.ionisation);
  row.polarity = static_cast<std::uint8_t>(acquisition.polarity);
  row.origin = static_cast<std::uint8_t>(record.origin);
  row.is_centroided = acquisition.is_centroided ? 1 : 0;

  const std::array<const std::string*, kTextCount> texts = {&record.id,
                                                            &record.name,
                                                            &record.smiles,
                                                            &record.inchikey,
                                                            &record.formula,
                                                            &record.cas,
                                                            &acquisition.adduct,
                                                            &acquisition.energy,
                                                            &record.instrument,
                                                            &record.instrument_type,
                                                            &record.retention_index_column,
                                                            &record.source,
                                                            &record.licence,
                                                            &record.citation,
                                                            &record.comment,
                                                            &record.compound_class,
                                                            &record.isomer_key};
  for (std::size_t i = 0; i < kTextCount; ++i) row.text[i] = columns.texts.number(*texts[i]);
  for (const std::string& synonym : record.synonyms)
    columns.lists.push_back(columns.texts.number(synonym));
  for (const std::string& flag : record.flags) columns.lists.push_back(columns.texts.number(flag));

  for (const double mz : record.peaks.mz()) columns.mz.push_back(microdaltons(record, mz));
  const auto intensity = record.peaks.intensity();
  columns.intensity.insert(columns.intensity.end(), intensity.begin(), intensity.end());
  columns.deviation.insert(columns.deviation.end(), record.deviation.begin(),
                           record.deviation.end());
  columns.rows.push_back(row);
}

template <typename Range>
std::span<const std::byte> bytes_of(const Range& range) {
  return std::as_bytes(std::span(range.data(), range.size()));
}

}  // namespace

void write_library(const std::filesystem::path& path, const std::string& name,
                   std::span<const LibraryRecord> records) {
  using namespace library_file;
  if (records.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorKind::library, path.string() + ": more than 4294967295 records");
  }
  std::unordered_set<std::string_view> ids;
  Columns columns;
  columns.rows.reserve(records.size());
  for (const LibraryRecord& record : records) {
    if (!ids.insert(record.id).second) refuse(record.id, "two records of the library have this id");
    append(columns, record);
  }
  const Section sections[] = {
      {std::string(kName), bytes_of(name)},
      {std::string(kRecords), bytes_of(columns.rows)},
      {std::string(kStringEnds), bytes_of(columns.texts.ends())},
      {std::string(kText), bytes_of(columns.texts.text())},
      {std::string(kLists), bytes_of(columns.lists)},
      {std::string(kPeakMz), bytes_of(columns.mz)},
      {std::string(kPeakIntensity), bytes_of(columns.intensity)},
      {std::string(kDeviation), bytes_of(columns.deviation)},
  };
  write_sections(path, sections);
}

}  // namespace basepeak
