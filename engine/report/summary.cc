#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/identify/control_flags.h"
#include "engine/identify/isomer_group.h"
#include "engine/identify/unmatched_ions.h"
#include "engine/report/csv_text.h"
#include "engine/report/report.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

std::string score_text(const Identification& component) {
  const double score = component.matches.hits.front().score;
  std::array<char, 48> text{};
  // Match factors run to 999 and print truncated, as NIST's program prints them.
  if (score > 1.0) {
    std::snprintf(text.data(), text.size(), "match factor %.0f",
                  std::min(999.0, std::floor(score)));
  } else {
    std::snprintf(text.data(), text.size(), "similarity %.3f", score);
  }
  return text.data();
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

// Without a match, but not to be taken for a negative: a sum of records, or no EI spectrum.
bool says_more_than_nothing(const Identification& component) {
  return component.level == ConclusionLevel::nothing_found &&
         (component.mixture || is_known_not_to_be_ei(component.query.acquisition));
}

std::string beside_match(const Mixture& mixture) {
  if (mixture.is_beside_match) {
    return ", a second compound beside it (as of " + mixture.parts.back().name + " or an analogue)";
  }
  std::vector<std::string> names;
  for (const Mixture::Part& part : mixture.parts) names.push_back(part.name);
  return ", possibly a mixture (" + joined(names) + ")";
}

bool names_class_in_sum(const Identification& component) {
  return component.mixture &&
         std::any_of(
             component.mixture->parts.begin(), component.mixture->parts.end(),
             [](const Mixture::Part& part) { return part.compound_class.starts_with("fentanyl"); });
}

// The class is neither called nor excluded.
bool is_class_open(const Identification& component) {
  return is_known_not_to_be_ei(component.query.acquisition) ||
         holds_strong_ion(component.unmatched) ||
         (!component.compound_class.is_called && component.compound_class.probability) ||
         (component.mixture && holds_strong_ion(component.mixture->unexplained));
}

std::string finding_of(const Identification& component) {
  std::string text;
  const auto& members = component.isomer_group.members;
  if (says_more_than_nothing(component)) {
    text = component.level_text;
  } else if (component.level == ConclusionLevel::compound_class) {
    text = component.compound_class.name + " class indicated";
  } else {
    text = members.empty() ? component.level_text : members.front().name;
    if (holds_several(component.isomer_group))
      text += " (" + group_words(component.isomer_group) + ")";
  }
  if (!component.query.name.empty()) {
    text = component.query.name + ": " + text;
  } else if (component.query.acquisition.retention_s) {
    std::array<char, 32> at{};
    std::snprintf(at.data(), at.size(), ", %.2f min", component.query.retention_s / 60.0);
    text += at.data();
  }
  const bool is_match = component.level != ConclusionLevel::nothing_found;
  if (is_match && !component.matches.hits.empty()) text += ", " + score_text(component);
  if (is_match && component.mixture) text += beside_match(*component.mixture);
  if (component.is_by_prediction) text += ", by a predicted spectrum only";
  if (component.contradicts_source) text += ", against what the source states of it";
  if (holds_strong_ion(component.unmatched)) text += ", strong ions that it does not explain";
  if (!component.in_blank.empty()) text += ", in blank";
  if (component.possible_carry_over) text += ", possible carry-over";
  return text;
}

}  // namespace

std::string missing_part(const Report& report) {
  std::string text;
  std::size_t count = 0;
  for (const Skipped& row : report.skipped) {
    if (row.is_loss && ++count == 1) text = row.where + ": " + row.why;
  }
  if (count > 1) text += "; and " + std::to_string(count - 1) + " more, listed in the report";
  return text;
}

SummaryRow summarise(const Report& report, const std::string& file_stem) {
  SummaryRow row;
  row.run = report.run.header.name.empty() ? file_stem : report.run.header.name;
  row.file_stem = file_stem;
  row.reason = missing_part(report);
  row.status = row.reason.empty() ? "ok" : "incomplete";
  row.nothing = why_no_component(report);
  row.components = report.components.size();
  row.skipped = report.skipped.size();
  for (const Identification& component : report.components) {
    row.has_class_call = row.has_class_call || (component.compound_class.is_called &&
                                                component.compound_class.name == "fentanyl");
    row.has_precursor_call =
        row.has_precursor_call || (component.compound_class.is_called &&
                                   component.compound_class.name == "fentanyl precursor");
    row.is_class_open = row.is_class_open || is_class_open(component);
    row.has_class_in_sum = row.has_class_in_sum || names_class_in_sum(component);
    if (component.level != ConclusionLevel::nothing_found || says_more_than_nothing(component)) {
      row.findings.push_back(finding_of(component));
    }
    for (const ControlFlag& flag : component.flags) {
      const std::string text = flag_text(flag);
      if (std::find(row.flags.begin(), row.flags.end(), text) == row.flags.end()) {
        row.flags.push_back(text);
      }
    }
  }
  return row;
}

std::string class_word(const SummaryRow& row) {
  if (row.status == "failed") return {};
  if (row.has_class_call) return "yes";
  if (row.has_class_in_sum) return "possible";
  if (row.has_precursor_call) return "precursor";
  return row.is_class_open ? "not excluded" : "no";
}

std::string summary_csv(const std::vector<SummaryRow>& rows) {
  std::string csv = "run,status,reason,components,skipped,fentanyl_class,findings,flags,report\n";
  for (const SummaryRow& row : rows) {
    const std::string findings = joined(row.findings);
    const std::string flags = joined(row.flags);
    csv += csv_text(row.run) + "," + row.status + "," + csv_text(row.reason) + "," +
           std::to_string(row.components) + "," + std::to_string(row.skipped) + "," +
           class_word(row) + "," + csv_text(findings) + "," + csv_text(flags) + "," +
           (row.file_stem.empty() ? "" : csv_text(row.file_stem + ".report.json")) + "\n";
  }
  return csv;
}

}  // namespace basepeak
