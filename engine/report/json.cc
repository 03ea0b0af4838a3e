#include <array>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <span>

#include "engine/method_fields.h"
#include "engine/prepare/column_class.h"
#include "engine/report/conclusion_json.h"
#include "engine/report/json_parts.h"
#include "engine/report/report.h"

namespace basepeak {

namespace {

const char* name(Separation separation) {
  switch (separation) {
    case Separation::gas_chromatography: return "gas chromatography";
    case Separation::liquid_chromatography: return "liquid chromatography";
    case Separation::none: return "none";
    case Separation::unknown: return "unknown";
  }
  return "unknown";
}

struct FieldJson {
  Json operator()(const Tolerance& value) const { return value.text(); }
  Json operator()(Score value) const { return basepeak::name(value); }
  Json operator()(UnitMassRule value) const { return basepeak::name(value); }
  template <typename Value>
  Json operator()(const std::optional<Value>& value) const {
    return value ? (*this)(*value) : Json(nullptr);
  }
  template <typename Value>
  Json operator()(const Value& value) const {
    return value;
  }
};

Json method_json(const Method& method) {
  Json json;
  for_each_field(method, [&](const std::string& section, const char* key, const auto& value) {
    (section.empty() ? json : json[section])[key] = FieldJson{}(value);
  });
  return json;
}

Json members_json(const std::vector<GroupMember>& members) {
  Json json = Json::array();
  for (const GroupMember& member : members) {
    Json row;
    if (!member.record.empty()) row["record"] = member.record;
    row["name"] = member.name;
    row["inchikey"] = member.inchikey;
    json.push_back(std::move(row));
  }
  return json;
}

Json flags_json(const std::vector<ControlFlag>& flags) {
  Json json = Json::array();
  for (const ControlFlag& flag : flags) {
    json.push_back({{"list", flag.list},
                    {"jurisdiction", flag.jurisdiction},
                    {"title", flag.title},
                    {"entry", flag.entry},
                    {"basis", basepeak::name(flag.basis)},
                    {"status", basepeak::name(flag.status)},
                    {"text_date", flag.text_date},
                    {"citation", flag.citation},
                    {"verified_on", flag.verified_on},
                    {"note", flag.note},
                    {"members", flag.members},
                    {"differs_between_members", flag.differs_between_members}});
  }
  return json;
}

Json comparison_json(const std::optional<RetentionComparison>& comparison) {
  if (!comparison) return nullptr;
  return {{"record_ri", number(comparison->record_ri)},
          {"record_column", comparison->record_column},
          {"record_uncertainty_ri", or_null(comparison->record_uncertainty_ri)},
          {"difference_ri", number(comparison->difference_ri)},
          {"window_ri", number(comparison->window_ri)},
          {"penalty", number(comparison->penalty)}};
}

Json indices_json(const std::vector<ReferenceIndex>& indices) {
  Json json = Json::array();
  for (const ReferenceIndex& index : indices) {
    json.push_back(
        {{"value_ri", number(index.value_ri)},
         {"column", index.column},
         {"uncertainty_ri", or_null(index.uncertainty_ri)},
         {"measurements", index.measurements ? Json(*index.measurements) : Json(nullptr)}});
  }
  return json;
}

Json index_json(const Query& query, const Report::RetentionFacts& facts) {
  if (!query.retention_index || !facts.ladder) return nullptr;
  return {{"value_ri", number(query.retention_index->value)},
          {"lower_carbons", query.retention_index->lower_carbons},
          {"upper_carbons", query.retention_index->upper_carbons},
          {"is_extrapolated", query.retention_index->is_extrapolated},
          {"ladder", facts.ladder->name},
          {"ladder_sha256", facts.ladder->sha256}};
}

// What the batch says of a component.
Json batch_json(const Identification& component) {
  Json blanks = Json::array();
  for (const BlankMatch& blank : component.in_blank) {
    blanks.push_back({{"blank", blank.blank},
                      {"retention_s", number(blank.retention_s)},
                      {"area_ratio", number(blank.area_ratio)},
                      {"match_factor", number(blank.match_factor)}});
  }
  Json carry_over = nullptr;
  if (const auto& before = component.possible_carry_over) {
    carry_over = {{"run_before", before->run_before},
                  {"retention_s", number(before->retention_s)},
                  {"area_percent", number(before->area_percent)},
                  {"match_factor", number(before->match_factor)}};
  }
  return {{"in_blank", std::move(blanks)}, {"possible_carry_over", std::move(carry_over)}};
}

// Measured and predicted records are two lists: their scores are not compared.
Json candidates_json(const Identification& component, bool is_predicted,
                     const std::map<std::uint32_t, const Report::Candidate*>& records) {
  Json json = Json::array();
  std::size_t rank = 0;
  std::size_t place = 0;
  for (const Match& hit : component.matches.hits) {
    ++place;
    const Report::Candidate& record = *records.at(hit.record);
    if ((record.origin == "predicted") != is_predicted) continue;
    Json row;
    row["rank"] = ++rank;
    row["record"] = record.id;
    row["name"] = record.name;
    row["inchikey"] = record.inchikey;
    row["formula"] = record.formula;
    row["origin"] = record.origin;
    row["score"] = number(hit.score);
    row["reverse_score"] = or_null(hit.reverse_score);
    row["score_above_limit"] = or_null(hit.score_above_limit);
    row["probability"] = place <= component.candidate_probability.size()
                             ? or_null(component.candidate_probability[place - 1])
                             : Json(nullptr);
    row["matched_peaks"] = hit.matched_peaks;
    row["mass_difference"] = or_null(hit.mass_difference);
    row["isotope_overlap"] = or_null(hit.isotope_overlap);
    row["retention"] = comparison_json(hit.retention);
    json.push_back(std::move(row));
  }
  return json;
}

Json component_json(const Identification& component, const Report& report,
                    const std::map<std::uint32_t, const Report::Candidate*>& records) {
  const Query& query = component.query;
  Json json;
  json["query"] = query.name.empty() ? Json(nullptr) : Json(query.name);
  json["retention_s"] = or_null(query.acquisition.retention_s);
  json["retention_index"] = index_json(query, report.retention);
  json["relative_retention"] = or_null(query.relative_retention);
  json["start_s"] = number(query.start_s);
  json["end_s"] = number(query.end_s);
  json["area"] = number(query.area);
  json["purity"] = number(query.purity);
  json["model_mz"] = number(query.model_mz);
  json["signal_to_noise"] = number(query.signal_to_noise);
  json["detection_limit"] = number(query.detection_limit);
  json["scan"] = query.acquisition.scan;
  json["ionisation"] = ionisation_words(query.acquisition);
  json["ms_level"] = query.acquisition.ms_level;
  json["precursor_mz"] = or_null(query.acquisition.precursor_mz);
  json["adduct"] = query.acquisition.adduct;
  json["collision_energy"] = query.acquisition.energy;
  json["precursor"] = ms2_json(query.ms2);
  json["stated_mass"] = or_null(query.stated_mass);
  json["stated_precursor_mz"] = or_null(query.stated_precursor_mz);
  json["stated_inchikey"] = query.stated_inchikey.empty() ? Json() : Json(query.stated_inchikey);
  json["stated_formula"] = query.stated_formula.empty() ? Json() : Json(query.stated_formula);
  json["conclusion"] = {
      {"level", name(component.level)},
      {"level_text", component.level_text},
      {"confidence", confidence_json(component.confidence)},
      {"mixture", mixture_json(component.mixture)},
      {"unmatched_ions", peaks_json(component.unmatched)},
      {"isomer_group",
       {{"key", component.isomer_group.key},
        {"members", members_json(component.isomer_group.members)},
        {"outside_library", members_json(component.isomer_group.outside_library)}}},
      {"class", class_json(component.compound_class)},
      {"flags", flags_json(component.flags)},
      {"why", component.why}};
  json["batch"] = batch_json(component);
  json["candidates"] = candidates_json(component, false, records);
  if (Json predicted = candidates_json(component, true, records); !predicted.empty())
    json["predicted_candidates"] = std::move(predicted);
  json["notes"] = component.matches.notes;
  std::vector<std::string> remarks = query.remarks;
  remarks.insert(remarks.end(), query.source_remarks.begin(), query.source_remarks.end());
  json["remarks"] = std::move(remarks);
  json["peaks"] = peaks_json(query.peaks);
  json["raw_apex_peaks"] = peaks_json(query.raw_peaks);
  return json;
}

Json run_json(const Report& report) {
  const Report::RunFacts& run = report.run;
  const RunHeader& header = run.header;
  Json json;
  json["name"] = header.name;
  json["sha256"] = run.sha256;
  json["bytes"] = run.bytes;
  json["format"] = header.format;
  json["scans"] = run.scans;
  json["declared_scans"] = header.declared_scans ? Json(*header.declared_scans) : Json(nullptr);
  json["is_complete"] = missing_part(report).empty();
  json["first_s"] = number(run.first_s);
  json["last_s"] = number(run.last_s);
  json["separation"] = name(header.separation);
  json["sample"] = header.sample;
  json["operator"] = header.operator_name;
  json["instrument"] = header.instrument;
  json["acquisition_method"] = header.acquisition_method;
  json["acquired"] = header.acquired;
  const PreparationFacts& facts = run.preparation;
  json["preparation"] = {
      {"noise_factor", number(facts.noise_factor)},
      {"threshold", number(facts.threshold)},
      {"full_scale", facts.full_scale ? Json(number(*facts.full_scale)) : Json(nullptr)},
      {"skew_scans_per_mz", number(facts.skew_scans_per_mz)},
      {"skew_reference_mz", number(facts.skew_reference_mz)}};
  json["survey"] = survey_json(run.survey);
  json["chromatogram"] = {{"retention_s", floats_json(run.chromatogram_s)},
                          {"total_ion_signal", floats_json(run.chromatogram_tic)}};
  return json;
}

Json ladder_json(const AlkaneLadder& ladder) {
  Json points = Json::array();
  for (const LadderPoint& point : ladder.points) {
    points.push_back({{"carbons", point.carbons}, {"retention_s", number(point.retention_s)}});
  }
  return {{"name", ladder.name},         {"sha256", ladder.sha256}, {"origin", ladder.origin},
          {"acquired", ladder.acquired}, {"column", ladder.column}, {"points", std::move(points)},
          {"remarks", ladder.remarks}};
}

Json retention_json(const Report::RetentionFacts& facts) {
  Json json;
  json["ladder"] = facts.ladder ? ladder_json(*facts.ladder) : Json(nullptr);
  json["ladder_choice"] = facts.ladder_choice;
  json["column"] = facts.column;
  json["column_class"] = basepeak::name(column_class(facts.column));
  json["internal_standard"] = nullptr;
  if (const auto& standard = facts.internal_standard) {
    json["internal_standard"] = {
        {"wanted", standard->wanted},
        {"found", standard->is_found},
        {"retention_s", standard->is_found ? number(standard->retention_s) : Json(nullptr)},
        {"expected_s", or_null(standard->expected_s)},
        {"score", standard->is_found ? number(standard->score) : Json(nullptr)},
        {"why", standard->why}};
  }
  return json;
}

Json other_run_json(const Report::BatchFacts::OtherRun& run) {
  return {{"name", run.name},
          {"sha256", run.sha256},
          {"acquired", run.acquired},
          {"components", run.components}};
}

Json batch_facts_json(const Report::BatchFacts& facts) {
  Json blanks = Json::array();
  for (const auto& blank : facts.blanks) blanks.push_back(other_run_json(blank));
  return {{"blanks", std::move(blanks)},
          {"run_before", facts.run_before ? other_run_json(*facts.run_before) : Json(nullptr)},
          {"order", facts.order}};
}

}  // namespace

std::string to_json(const Report& report) {
  std::map<std::uint32_t, const Report::Candidate*> records;
  Json library_records = Json::array();
  for (const Report::Candidate& record : report.records) {
    records[record.record] = &record;
    Json row;
    row["record"] = record.id;
    row["name"] = record.name;
    row["smiles"] = record.smiles;
    row["class"] = record.compound_class;
    row["source"] = record.source;
    row["licence"] = record.licence;
    row["retention_indices"] = indices_json(record.retention_indices);
    row["peaks"] = peaks_json(record.peaks);
    library_records.push_back(std::move(row));
  }
  Json components = Json::array();
  for (std::size_t i = 0; i < report.components.size(); ++i) {
    components.push_back(component_json(report.components[i], report, records));
    if (report.acceptance) {
      components.back()["acceptance"] = acceptance_json(report.acceptance->components.at(i));
    }
  }
  Json skipped = Json::array();
  for (const Skipped& row : report.skipped) {
    skipped.push_back({{"where", row.where}, {"why", row.why}, {"is_loss", row.is_loss}});
  }
  Json json;
  json["schema"] = "basepeak-report/1";
  json["software"] = {{"name", "basepeak"},
                      {"version", report.software_version},
                      {"commit", report.software_commit}};
  json["run"] = run_json(report);
  json["library"] = {{"name", report.library.name},
                     {"checksum", report.library.checksum},
                     {"records", report.library.records}};
  Json lists = Json::array();
  for (const auto& file : report.control_lists) {
    lists.push_back({{"file", file.name}, {"version", file.version}, {"sha256", file.sha256}});
  }
  json["control_lists"] = std::move(lists);
  json["method"] = method_json(report.method);
  json["backend"] = report.backend;
  json["retention"] = retention_json(report.retention);
  json["batch"] = batch_facts_json(report.batch);
  if (report.acceptance) json["acceptance"] = acceptance_facts_json(*report.acceptance);
  json["components"] = std::move(components);
  json["skipped"] = std::move(skipped);
  json["library_records"] = std::move(library_records);
  // Bytes that are not UTF-8 come from hostile files: they are replaced, not thrown over.
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace basepeak
