#include "libraries/interchange/msp_import.h"

#include <functional>
#include <unordered_map>

#include "engine/read/spectrum_text.h"
#include "engine/read/text_encoding.h"
#include "engine/sha256.h"
#include "libraries/interchange/record_of_text.h"

namespace basepeak {
namespace {

// "ei_open" of "data/ei_open.msp.gz".
std::string stem_of(const std::filesystem::path& file) {
  std::filesystem::path name = file.filename();
  if (lower_case(name.extension().string()) == ".gz") name = name.stem();
  return name.stem().string();
}

class IgnoredFields {
 public:
  explicit IgnoredFields(std::vector<ImportReport::IgnoredField>& found) : found_(found) {}

  void count(const TextRecord& text) {
    for (const TextRecord::Field& field : text.fields) {
      const auto [entry, is_new] = places_.try_emplace(bare_name(field.name), kUsed);
      if (is_new && !RecordOfText::knows(field.name)) {
        entry->second = found_.size();
        found_.push_back({field.name, 0, field.line});
      }
      if (entry->second != kUsed) ++found_[entry->second].count;
    }
  }

 private:
  static constexpr std::size_t kUsed = static_cast<std::size_t>(-1);
  std::vector<ImportReport::IgnoredField>& found_;
  std::unordered_map<std::string, std::size_t> places_;
};

struct Place {
  std::string id;
  bool is_taken = false;  // by the very record
};

// The id that a record has or gets: one that no other has.
Place place_of(Store::Batch& batch, const LibraryRecord& record) {
  std::string id = record.id;
  for (std::size_t suffix = 2;; ++suffix) {
    const auto other = batch.get(id);
    if (!other) return {id, false};
    if (other->name == record.name && other->peaks == record.peaks) return {id, true};
    id = record.id + "-" + std::to_string(suffix);
  }
}

// The records of a file that have no id of their own: their place in the file is their id, so that
// an equal one further down would not meet the first under it.
class NamelessRecords {
 public:
  // The id of an equal record that came before.
  [[nodiscard]] std::optional<std::string> find(Store::Batch& batch,
                                                const LibraryRecord& record) const {
    const auto [first, last] = ids_.equal_range(key_of(record));
    for (auto entry = first; entry != last; ++entry) {
      const auto other = batch.get(entry->second);
      if (other && is_equal(*other, record)) return entry->second;
    }
    return std::nullopt;
  }
  void add(const LibraryRecord& record, const std::string& id) { ids_.emplace(key_of(record), id); }

 private:
  static bool is_equal(const LibraryRecord& a, const LibraryRecord& b) {
    return a.name == b.name && a.peaks == b.peaks && a.instrument == b.instrument &&
           a.acquisition.precursor_mz == b.acquisition.precursor_mz &&
           a.acquisition.adduct == b.acquisition.adduct &&
           a.acquisition.energy == b.acquisition.energy;
  }
  static std::size_t key_of(const LibraryRecord& record) {
    std::size_t key = std::hash<std::string>{}(record.name);
    for (std::size_t i = 0; i < record.peaks.size(); ++i) {
      key = key * 31 + std::hash<double>{}(record.peaks.mz()[i]);
      key = key * 31 + std::hash<float>{}(record.peaks.intensity()[i]);
    }
    return key;
  }
  std::unordered_multimap<std::size_t, std::string> ids_;
};

}  // namespace

ImportReport import_spectra(const std::filesystem::path& file, Store& store,
                            const std::string& when,
                            const std::function<void(std::size_t)>& progress, Ionisation given) {
  constexpr std::size_t kReportEvery = 250;
  ImportReport report;
  report.file = file;
  IgnoredFields ignored(report.ignored_fields);
  RecordOfText reader(stem_of(file), given);
  NamelessRecords nameless;
  const std::string checksum = sha256_file(file);
  Store::Batch batch = store.begin();
  read_spectrum_text(file, [&](TextRecord&& text) {
    ++report.read;
    ignored.count(text);
    RecordOfText::Result result = reader.convert(text, report.read);
    if (result.record) {
      const auto earlier = result.has_own_id ? std::nullopt : nameless.find(batch, *result.record);
      const Place place = earlier ? Place{*earlier, true} : place_of(batch, *result.record);
      if (!result.has_own_id && !earlier) nameless.add(*result.record, place.id);
      if (place.is_taken) {
        result.findings.push_back(
            {"already-in-store", text.line, result.name,
             "a record '" + place.id + "' with this name and these peaks is there already", true});
        result.record.reset();
      } else if (place.id != result.record->id) {
        const std::string sentence =
            "the id " + result.record->id + " is another record's; it is called " + place.id;
        result.findings.push_back({"id-not-unique", text.line, result.name, sentence, false});
        result.record->flags.push_back("id-not-unique: " + sentence);
        result.record->id = place.id;
      }
    }
    if (result.record) {
      batch.add(*result.record);
      ++report.imported;
    } else {
      ++report.refused;
    }
    report.findings.insert(report.findings.end(), std::make_move_iterator(result.findings.begin()),
                           std::make_move_iterator(result.findings.end()));
    if (progress && report.read % kReportEvery == 0) progress(report.read);
  });
  batch.commit(when, "imported " + file.filename().string() + " (sha256 " + checksum +
                         "): " + std::to_string(report.imported) + " records, " +
                         std::to_string(report.refused) + " refused");
  return report;
}

}  // namespace basepeak
