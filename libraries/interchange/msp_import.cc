#include "libraries/interchange/msp_import.h"

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

// Finds an id that no record has; nothing when the very record is there already.
std::optional<std::string> free_id(Store::Batch& batch, const LibraryRecord& record) {
  std::string id = record.id;
  for (std::size_t suffix = 2;; ++suffix) {
    const auto other = batch.get(id);
    if (!other) return id;
    if (other->name == record.name && other->peaks == record.peaks) return std::nullopt;
    id = record.id + "-" + std::to_string(suffix);
  }
}

}  // namespace

ImportReport import_spectra(const std::filesystem::path& file, Store& store,
                            const std::string& when,
                            const std::function<void(std::size_t)>& progress, Ionisation given) {
  constexpr std::size_t kReportEvery = 250;
  ImportReport report;
  report.file = file;
  IgnoredFields ignored(report.ignored_fields);
  RecordOfText reader(stem_of(file), given);
  const std::string checksum = sha256_file(file);
  Store::Batch batch = store.begin();
  read_spectrum_text(file, [&](TextRecord&& text) {
    ++report.read;
    ignored.count(text);
    RecordOfText::Result result = reader.convert(text, report.read);
    if (result.record) {
      const auto id = free_id(batch, *result.record);
      if (!id) {
        result.findings.push_back(
            {"already-in-store", text.line, result.name,
             "a record '" + result.record->id + "' with this name and these peaks is there already",
             true});
        result.record.reset();
      } else if (*id != result.record->id) {
        const std::string sentence =
            "the id " + result.record->id + " is another record's; it is called " + *id;
        result.findings.push_back({"id-not-unique", text.line, result.name, sentence, false});
        result.record->flags.push_back("id-not-unique: " + sentence);
        result.record->id = *id;
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
