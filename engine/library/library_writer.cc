#include "engine/library/library_writer.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

#include "engine/error.h"
#include "engine/library/library.h"
#include "engine/library/library_file.h"
#include "engine/library/spill_file.h"
#include "engine/library/text_table.h"

namespace basepeak {
namespace {

using library_file::RecordRow;

[[noreturn]] void refuse(const std::string& id, const std::string& why) {
  throw Error(ErrorKind::library, "record '" + id + "': " + why);
}

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

// `indices`: the record's retention indices as the file has them.
std::array<const std::string*, library_file::kTextCount> texts_of(const LibraryRecord& record,
                                                                  const std::string& indices) {
  const Acquisition& acquisition = record.acquisition;
  return {&record.id,
          &record.name,
          &record.smiles,
          &record.inchikey,
          &record.formula,
          &record.cas,
          &acquisition.adduct,
          &acquisition.energy,
          &record.instrument,
          &record.instrument_type,
          &indices,
          &record.source,
          &record.licence,
          &record.citation,
          &record.comment,
          &record.compound_class,
          &record.isomer_key};
}

// Everything of the row but where its texts, lists and peaks stand.
RecordRow row_of(const LibraryRecord& record) {
  using namespace library_file;
  const Acquisition& acquisition = record.acquisition;
  RecordRow row{};
  row.scan = acquisition.scan;
  row.monoisotopic_mass = held(row.present, has_monoisotopic_mass, record.monoisotopic_mass);
  row.precursor_mz = held(row.present, has_precursor_mz, acquisition.precursor_mz);
  row.retention_s = held(row.present, has_retention_s, acquisition.retention_s);
  row.isolation_width_mz = held(row.present, has_isolation_width, acquisition.isolation_width_mz);
  row.energy_ev = held(row.present, has_energy_ev, acquisition.energy_ev);
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
  return row;
}

template <typename Element>
void append(SpillFile& column, std::span<const Element> elements) {
  column.append(std::as_bytes(elements));
}

template <typename Element>
std::uint64_t count(const SpillFile& column) {
  return column.size() / sizeof(Element);
}

}  // namespace

struct LibraryWriter::Columns {
  Columns(std::filesystem::path to, std::string library_name)
      : path(std::move(to)), name(std::move(library_name)) {}

  [[nodiscard]] std::filesystem::path beside(const char* column) const {
    std::filesystem::path other = path;
    other += std::string(".partial-") + column;
    return other;
  }

  std::filesystem::path path;
  std::string name;
  std::size_t records = 0;
  TextTable texts;
  std::vector<bool> is_id;  // by text number
  SpillFile rows{beside("records")};
  SpillFile lists{beside("lists")};
  SpillFile mz{beside("mz")};
  SpillFile intensity{beside("intensity")};
  SpillFile deviation{beside("deviation")};
};

LibraryWriter::LibraryWriter(std::filesystem::path path, std::string name)
    : columns_(std::make_unique<Columns>(std::move(path), std::move(name))) {}
LibraryWriter::LibraryWriter(LibraryWriter&&) noexcept = default;
LibraryWriter::~LibraryWriter() = default;

std::size_t LibraryWriter::size() const noexcept { return columns_->records; }

void LibraryWriter::add(const LibraryRecord& record) {
  Columns& columns = *columns_;
  if (columns.records == std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorKind::library, columns.path.string() + ": more than 4294967295 records");
  }
  if (!record.deviation.empty() && record.deviation.size() != record.peaks.size()) {
    refuse(record.id, "it has " + std::to_string(record.peaks.size()) + " peaks and " +
                          std::to_string(record.deviation.size()) + " deviations");
  }
  std::vector<std::uint32_t> mz;
  mz.reserve(record.peaks.size());
  for (const double value : record.peaks.mz()) mz.push_back(microdaltons(record, value));

  const std::uint32_t id = columns.texts.number(record.id);
  if (columns.is_id.size() <= id) columns.is_id.resize(id + std::size_t{1});
  if (columns.is_id[id]) refuse(record.id, "two records of the library have this id");
  columns.is_id[id] = true;

  RecordRow row = row_of(record);
  row.first_peak = count<std::uint32_t>(columns.mz);
  row.first_deviation = count<float>(columns.deviation);
  row.first_in_lists = count<std::uint32_t>(columns.lists);
  const std::string indices = reference_indices_to_text(record.retention_indices);
  const auto texts = texts_of(record, indices);
  for (std::size_t i = 0; i < texts.size(); ++i) row.text[i] = columns.texts.number(*texts[i]);
  std::vector<std::uint32_t> list;
  for (const std::string& synonym : record.synonyms) list.push_back(columns.texts.number(synonym));
  for (const std::string& flag : record.flags) list.push_back(columns.texts.number(flag));

  append<std::uint32_t>(columns.lists, list);
  append<std::uint32_t>(columns.mz, mz);
  append<float>(columns.intensity, record.peaks.intensity());
  append<float>(columns.deviation, record.deviation);
  append<RecordRow>(columns.rows, std::span(&row, 1));
  ++columns.records;
}

void LibraryWriter::finish() {
  using namespace library_file;
  Columns& columns = *columns_;
  const auto whole = [](std::string_view section, const auto& range) {
    const auto bytes = std::as_bytes(std::span(range.data(), range.size()));
    return StreamedSection{std::string(section), bytes.size(),
                           [bytes](const SpillFile::Sink& sink) { sink(bytes); }};
  };
  const auto spilled = [](std::string_view section, SpillFile& column) {
    return StreamedSection{std::string(section), column.size(),
                           [&column](const SpillFile::Sink& sink) { column.read(sink); }};
  };
  const StreamedSection sections[] = {
      whole(kName, columns.name),
      spilled(kRecords, columns.rows),
      whole(kStringEnds, columns.texts.ends()),
      whole(kText, columns.texts.text()),
      spilled(kLists, columns.lists),
      spilled(kPeakMz, columns.mz),
      spilled(kPeakIntensity, columns.intensity),
      spilled(kDeviation, columns.deviation),
  };
  write_sections(columns.path, std::span(sections));
}

void write_library(const std::filesystem::path& path, const std::string& name,
                   std::span<const LibraryRecord> records) {
  LibraryWriter writer(path, name);
  for (const LibraryRecord& record : records) writer.add(record);
  writer.finish();
}

}  // namespace basepeak
