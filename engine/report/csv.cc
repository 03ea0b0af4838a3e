#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "engine/identify/control_flags.h"
#include "engine/read/text_encoding.h"
#include "engine/report/csv_text.h"
#include "engine/report/report.h"

namespace basepeak {

namespace {

// The records are ascending and hold every hit's: identify_file makes them so.
const Report::Candidate& record_of(const Report& report, std::uint32_t record) {
  const auto found = std::lower_bound(report.records.begin(), report.records.end(), record,
                                      [](const Report::Candidate& candidate, std::uint32_t number) {
                                        return candidate.record < number;
                                      });
  assert(found != report.records.end() && found->record == record);
  return *found;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

std::string members_text(const IsomerGroup& group) {
  std::vector<std::string> names;
  for (const GroupMember& member : group.members) names.push_back(member.name);
  return joined(names);
}

std::string flags_text(const std::vector<ControlFlag>& flags) {
  std::vector<std::string> texts;
  for (const ControlFlag& flag : flags) texts.push_back(flag_text(flag));
  return joined(texts);
}

// Retention index, relative retention and what the batch says, each with its comma.
std::string context_of(const Identification& component) {
  const Query& query = component.query;
  std::vector<std::string> blanks;
  for (const BlankMatch& blank : component.in_blank) blanks.push_back(blank.blank);
  return (query.retention_index ? csv_number(query.retention_index->value) : "") + "," +
         (query.relative_retention ? csv_number(*query.relative_retention) : "") + "," +
         csv_text(joined(blanks)) + "," +
         (component.possible_carry_over ? csv_text(component.possible_carry_over->run_before)
                                        : "") +
         ",";
}

// The precursor's facts of an LC-MS/MS component, each with its comma before it.
std::string precursor_of(const Query& query) {
  if (!query.ms2) return ",,,,,,,,";
  const Ms2Facts& facts = *query.ms2;
  // As the scan that the component's raw spectrum is of has it.
  std::optional<double> stated;
  for (const MergedScan& scan : facts.scans) {
    if (scan.scan == query.acquisition.scan) stated = scan.precursor.stated_mz;
  }
  std::vector<std::string> energies;
  std::string scans;
  for (const EnergySpectrum& spectrum : facts.spectra) {
    if (!spectrum.is_across_energies) energies.push_back(spectrum.energy);
  }
  for (const MergedScan& scan : facts.scans) {
    if (scan.left_out.empty()) scans += (scans.empty() ? "" : " ") + std::to_string(scan.scan);
  }
  std::vector<std::string> relatives;
  for (const Relative& relative : facts.relatives) {
    relatives.push_back(relative.form + " of m/z " + csv_number(relative.of_mz));
  }
  return "," + (stated ? csv_number(*stated) : "") + "," +
         (facts.precursor_mz > 0.0 ? csv_number(facts.precursor_mz) : "") + "," +
         (facts.difference_ppm ? csv_number(*facts.difference_ppm) : "") + "," +
         (query.acquisition.charge ? std::to_string(*query.acquisition.charge) : "") + "," +
         csv_text(facts.adduct) + "," + csv_text(joined(energies)) + "," + csv_text(scans) + "," +
         csv_text(joined(relatives));
}

}  // namespace

std::string to_csv(const Report& report) {
  std::string csv =
      "run,sha256,library_checksum,component,query,retention_s,area,purity,level,level_text,class,"
      "class_basis,isomer_key,"
      "isomer_members,rank,record,name,inchikey,formula,origin,score,reverse_score,matched_peaks,"
      "flags,why,retention_index,relative_retention,in_blank,possible_carry_over,"
      "record_retention_index,retention_penalty,precursor_stated_mz,precursor_mz,"
      "precursor_difference_ppm,charge,adduct,collision_energies,ms2_scans,relative_of,isotope_"
      "overlap\n";
  const std::string origin = csv_text(report.run.header.name) + "," + report.run.sha256 + "," +
                             report.library.checksum + ",";
  std::size_t number = 0;
  for (const Identification& component : report.components) {
    ++number;
    const Query& query = component.query;
    const std::string precursor = precursor_of(query);
    const std::string lead =
        origin + std::to_string(number) + "," + csv_text(query.name) + "," +
        (query.acquisition.retention_s ? csv_number(*query.acquisition.retention_s) : "") + "," +
        csv_number(query.area) + "," + csv_number(query.purity) + "," + name(component.level) +
        "," + csv_text(component.level_text) + "," + csv_text(component.compound_class.name) + "," +
        csv_text(component.compound_class.basis) + "," + csv_text(component.isomer_group.key) +
        "," + csv_text(members_text(component.isomer_group)) + ",";
    const std::string tail = csv_text(flags_text(component.flags)) + "," +
                             csv_text(joined(component.why)) + "," + context_of(component);
    if (component.matches.hits.empty()) csv += lead + ",,,,,,,,," + tail + "," + precursor + ",\n";
    std::size_t measured = 0;
    std::size_t predicted = 0;  // ranks of their own
    for (const Match& hit : component.matches.hits) {
      const Report::Candidate& record = record_of(report, hit.record);
      csv += lead + std::to_string(record.origin == "predicted" ? ++predicted : ++measured) + "," +
             csv_text(record.id) + "," + csv_text(record.name) + "," + csv_text(record.inchikey) +
             "," + csv_text(record.formula) + "," + record.origin + "," + csv_number(hit.score) +
             "," + (hit.reverse_score ? csv_number(*hit.reverse_score) : "") + "," +
             std::to_string(hit.matched_peaks) + "," + tail +
             (hit.retention ? csv_number(hit.retention->record_ri) : "") + "," +
             (hit.retention ? csv_number(hit.retention->penalty) : "") + precursor + "," +
             (hit.isotope_overlap ? csv_number(*hit.isotope_overlap) : "") + "\n";
    }
  }
  return csv;
}

std::string csv_text(const std::string& text) {
  std::string safe = to_utf8(text);
  if (!safe.empty() && std::string_view("=+-@\t\r").find(safe.front()) != std::string_view::npos) {
    safe.insert(safe.begin(), '\'');
  }
  if (safe.find_first_of(",\"\n\r") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_number(double value) {
  if (!std::isfinite(value)) return "";
  std::array<char, 32> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  static_cast<void>(status);
  return std::string(digits.data(), end);
}

}  // namespace basepeak
