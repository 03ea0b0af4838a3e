#include "libraries/interchange/json_text.h"

#include <nlohmann/json.hpp>

#include "libraries/store/record_text.h"

namespace basepeak {
namespace {

using Json = nlohmann::ordered_json;

// Texts come from files of any encoding: what is not UTF-8 is shown as a replacement character.
std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

template <typename Value>
Json optional(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json object_of(const ImportReport& report) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings) {
    findings.push_back({{"code", finding.code},
                        {"line", finding.line},
                        {"record", finding.record},
                        {"refuses", finding.refuses},
                        {"sentence", finding.sentence}});
  }
  Json fields = Json::array();
  for (const auto& field : report.ignored_fields) {
    fields.push_back(
        {{"name", field.name}, {"count", field.count}, {"first_line", field.first_line}});
  }
  return {{"file", report.file.string()}, {"read", report.read},  {"imported", report.imported},
          {"refused", report.refused},    {"findings", findings}, {"ignored_fields", fields}};
}

}  // namespace

std::string to_json(const std::vector<ImportReport>& reports) {
  Json array = Json::array();
  for (const ImportReport& report : reports) array.push_back(object_of(report));
  return dump(array);
}

std::string to_json(const std::vector<Store::Summary>& records) {
  Json array = Json::array();
  for (const Store::Summary& record : records) {
    array.push_back({{"id", record.id},
                     {"name", record.name},
                     {"formula", record.formula},
                     {"inchikey", record.inchikey},
                     {"ionisation", word(record.ionisation)},
                     {"ms_level", record.ms_level},
                     {"flags", record.flags}});
  }
  return dump(array);
}

std::string to_json(const LibraryRecord& record) {
  const Acquisition& acquisition = record.acquisition;
  Json peaks = Json::array();
  for (std::size_t i = 0; i < record.peaks.size(); ++i) {
    peaks.push_back({record.peaks.mz()[i], record.peaks.intensity()[i]});
  }
  Json indices = Json::array();
  for (const ReferenceIndex& index : record.retention_indices) {
    indices.push_back({{"value_ri", index.value_ri},
                       {"column", index.column},
                       {"uncertainty_ri", optional(index.uncertainty_ri)},
                       {"measurements", optional(index.measurements)}});
  }
  return dump({{"id", record.id},
               {"name", record.name},
               {"synonyms", record.synonyms},
               {"smiles", record.smiles},
               {"inchikey", record.inchikey},
               {"formula", record.formula},
               {"cas", record.cas},
               {"monoisotopic_mass", optional(record.monoisotopic_mass)},
               {"ionisation", word(acquisition.ionisation)},
               {"polarity", word(acquisition.polarity)},
               {"ms_level", acquisition.ms_level},
               {"precursor_mz", optional(acquisition.precursor_mz)},
               {"charge", optional(acquisition.charge)},
               {"adduct", acquisition.adduct},
               {"energy", acquisition.energy},
               {"energy_ev", optional(acquisition.energy_ev)},
               {"retention_s", optional(acquisition.retention_s)},
               {"retention_indices", indices},
               {"instrument", record.instrument},
               {"instrument_type", record.instrument_type},
               {"origin", word(record.origin)},
               {"source", record.source},
               {"licence", record.licence},
               {"citation", record.citation},
               {"comment", record.comment},
               {"flags", record.flags},
               {"peaks", peaks}});
}

}  // namespace basepeak
