#include "libraries/interchange/record_of_text.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "engine/predict/prediction.h"
#include "engine/read/comment_pairs.h"
#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_label.h"
#include "libraries/interchange/retention_fields.h"
#include "libraries/interchange/settled_acquisition.h"
#include "libraries/quality/findings.h"
#include "libraries/quality/peak_rules.h"

namespace basepeak {
namespace {

// What convert, acquisition_of and the rules read. An InChI is not among them: it is not kept.
constexpr std::array<std::string_view, 73> kKnown = {
    "Name",
    "Title",
    "DB#",
    "Accession",
    "ID",
    "NIST#",
    "InChIKey",
    "SMILES",
    "Formula",
    "MW",
    "ExactMass",
    "PrecursorMZ",
    "Precursor_mz",
    "PEPMASS",
    "Precursor_type",
    "PrecursorType",
    "Adduct",
    "Ion_type",
    "Ion_mode",
    "Ionmode",
    "Polarity",
    "Ionization",
    "Ionisation",
    "Ionization_method",
    "Ionization_mode",
    "Ion_source",
    "Source_instrument",
    "MSlevel",
    "MS_level",
    "Spectrum_type",
    "DATA_FORMAT",
    "Peak_type",
    "Instrument_type",
    "Instrument",
    "Collision_energy",
    "CollisionEnergy",
    "CE",
    "ELECTRON_ENERGY",
    "Retention_time",
    "RetentionTime",
    "RT",
    "RTINSECONDS",
    "RT_seconds",
    "Charge",
    "Isolation_width",
    "Isolation_window",
    "Retention_index",
    "RI",
    "Retention_index_column",
    "RI_column",
    "Retention_index_uncertainty",
    "RI_uncertainty",
    "Comments",
    "Comment",
    "Num Peaks",
    "NPOINTS",
    "Synon",
    "Synonym",
    "Synonyms",
    "CAS",
    "CASNO",
    "CAS#",
    "CAS_number",
    "CASRN",
    "Licence",
    "License",
    "Authors",
    "Citation",
    "Publication",
    "Source",
    "Flags",
    "Contributor",
    "Origin",
};

std::string first_of(const TextRecord& text, const CommentPairs& pairs,
                     std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const std::string_view value = trimmed(text.value(name)); !value.empty())
      return std::string(value);
  }
  for (const std::string_view name : names) {
    if (const std::string_view value = trimmed(pairs.value(name)); !value.empty())
      return std::string(value);
  }
  return {};
}

std::string joined(const std::string& left, const std::string& separator,
                   const std::string& right) {
  return left.empty() || right.empty() ? left + right : left + separator + right;
}

std::vector<std::string> synonyms_of(const TextRecord& text) {
  std::vector<std::string> synonyms;
  for (const TextRecord::Field& field : text.fields) {
    const bool is_synonym = same_name(field.name, "Synon") || same_name(field.name, "Synonym") ||
                            same_name(field.name, "Synonyms");
    // NIST writes facts of its own as synonyms that begin with "$:".
    if (is_synonym && !field.value.empty() && !field.value.starts_with("$:"))
      synonyms.push_back(field.value);
  }
  return synonyms;
}

bool says_not_a_number(const std::string& problem) {
  const std::size_t quote = problem.find('\'');
  if (quote == std::string::npos) return false;
  std::string word;
  for (const char c : lower_case(std::string_view(problem).substr(quote)) + " ") {
    if (c >= 'a' && c <= 'z') {
      word += c;
      continue;
    }
    if (word == "nan" || word == "inf" || word == "infinity") return true;
    word.clear();
  }
  return false;
}

void report_problems(const TextRecord& text, Findings& findings) {
  if (text.is_cut) findings.refuse("cut-record", "the file ends within it");
  for (const auto& [line, problem] : text.problems) {
    if (says_not_a_number(problem)) {
      findings.refuse("bad-peak", problem, line);
    } else if (problem.find("peaks are promised") == std::string::npos) {  // peak-count says that
      findings.flag("unreadable-line", problem, line);
    }
  }
}

// From here on the name and the origin say it, whatever said it in the file.
void restore_origin(const TextRecord& text, LibraryRecord& record) {
  if (!is_marked_predicted(text)) return;
  record.origin = Origin::predicted;
  const std::string name = name_without_mark(record.name);
  record.name = name.empty() ? name : marked_name(name);
}

LibraryRecord facts_of(const TextRecord& text, const CommentPairs& pairs, const std::string& file) {
  LibraryRecord record;
  record.id = first_of(text, pairs, {"DB#", "Accession", "ID", "NIST#"});
  record.name = first_of(text, {}, {"Name", "Title"});
  record.synonyms = synonyms_of(text);
  record.smiles = first_of(text, pairs, {"SMILES"});
  record.inchikey = first_of(text, pairs, {"InChIKey"});
  record.formula = first_of(text, pairs, {"Formula"});
  record.cas = first_of(text, pairs, {"CAS", "CASNO", "CAS#", "CAS_number", "CASRN"});
  record.instrument = first_of(text, pairs, {"Instrument"});
  record.instrument_type = first_of(text, pairs, {"Instrument_type"});
  record.source =
      joined(first_of(text, pairs, {"Source"}), ", ", first_of(text, pairs, {"Contributor"}));
  if (record.source.empty()) record.source = file;
  record.licence = first_of(text, pairs, {"License", "Licence"});
  record.citation = joined(first_of(text, pairs, {"Authors"}), "; ",
                           first_of(text, pairs, {"Citation", "Publication"}));
  record.comment = pairs.rest;
  restore_origin(text, record);
  return record;
}

}  // namespace

bool RecordOfText::knows(std::string_view field_name) {
  return std::any_of(kKnown.begin(), kKnown.end(),
                     [&](std::string_view known) { return same_name(known, field_name); });
}

RecordOfText::Result RecordOfText::convert(const TextRecord& text, std::size_t ordinal) {
  const CommentPairs pairs = comment_pairs(comment_of(text));
  LibraryRecord record = facts_of(text, pairs, file_);
  RetentionFields retention =
      retention_fields(first_of(text, {}, {"Retention_index", "RI"}),
                       first_of(text, pairs, {"Retention_index_column", "RI_column"}),
                       first_of(text, pairs, {"Retention_index_uncertainty", "RI_uncertainty"}));
  record.retention_indices = std::move(retention.indices);
  const std::string shown_name = record.name.empty() ? record.id : record.name;
  Findings findings(shown_name, text.line);

  if (record.name.empty()) findings.refuse("no-name", "it has no name");
  report_problems(text, findings);
  for (const std::string& part : retention.unread) {
    findings.flag("retention-index-unread", "'" + part.substr(0, 80) + "' is no retention index");
  }
  record.acquisition = settled_acquisition(text, given_, findings);
  record.acquisition.scan = ordinal;
  record.peaks = check_peaks(text, record.acquisition, record.instrument_type, findings);
  identity_.check(text, record, findings);
  const bool has_own_id = !record.id.empty();
  if (!has_own_id) {
    record.id = file_ + "-" + std::to_string(ordinal);
    findings.flag("id-missing", "it has no DB#, Accession or ID; it is called " + record.id);
  }
  if (record.licence.empty()) {
    record.licence = "not stated";
    findings.flag("licence-missing", "no licence is stated");
  }
  if (const std::string flags(trimmed(text.value("Flags"))); !flags.empty()) {
    findings.flag("source-flag", "its file says: " + flags);
  }

  Result result{std::nullopt, shown_name, has_own_id, findings.all()};
  if (findings.is_refused()) return result;
  for (const Finding& finding : result.findings)
    record.flags.push_back(finding.code + ": " + finding.sentence);
  result.record = std::move(record);
  return result;
}

}  // namespace basepeak
