#include "engine/report/html_candidates.h"

#include <algorithm>
#include <cmath>

#include "engine/report/html_context.h"
#include "engine/report/html_text.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

CandidateIndex::CandidateIndex(const Report& report) {
  for (const Report::Candidate& record : report.records) {
    by_number_.emplace(record.record, &record);
    by_id_.emplace(record.id, &record);
  }
}

const Report::Candidate* CandidateIndex::find(std::uint32_t record) const {
  const auto at = by_number_.find(record);
  return at == by_number_.end() ? nullptr : at->second;
}

const Report::Candidate* CandidateIndex::find(const std::string& id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? nullptr : at->second;
}

const SearchSettings& settings_of(const Report& report, const Identification& component) {
  return is_searched_as_ei(component.query.acquisition) ? report.method.ei_search
                                                        : report.method.ms2_search;
}

std::string score_text(double score, Score kind) {
  if (!is_match_factor(kind)) return fixed_text(score, 3);
  return std::isfinite(score) ? fixed_text(std::min(999.0, std::floor(score)), 0) : kNoValue;
}

const char* score_noun(Score kind) { return is_match_factor(kind) ? "match factor" : "similarity"; }

std::string finding_name(const Identification& component, const CandidateIndex& candidates) {
  if (component.level == ConclusionLevel::nothing_found) return {};
  if (component.level == ConclusionLevel::compound_class) {
    return component.compound_class.name.empty() ? component.level_text
                                                 : component.compound_class.name + " class";
  }
  if (!component.isomer_group.members.empty()) return component.isomer_group.members.front().name;
  const Report::Candidate* best =
      component.matches.hits.empty() ? nullptr : candidates.find(component.matches.hits[0].record);
  return best != nullptr ? best->name : component.level_text;
}

std::string place_of(const Identification& component) {
  const Query& query = component.query;
  if (query.acquisition.retention_s) return fixed_text(query.retention_s / 60.0, 2) + " min";
  return query.name;
}

std::string why_no_candidate(const Identification& component) {
  constexpr std::string_view kLead = "no hits: ";  // of search()'s own note
  std::string why;
  for (const std::string& note : component.matches.notes) {
    why += (why.empty() ? ": " : "; ") + note.substr(note.starts_with(kLead) ? kLead.size() : 0);
  }
  return why;
}

namespace {

bool is_predicted(const Match& hit, const CandidateIndex& candidates) {
  const Report::Candidate* record = candidates.find(hit.record);
  return record != nullptr && record->origin == "predicted";
}

// The records of one origin, in their order.
std::string table_of(const Report& report, const Identification& component,
                     const CandidateIndex& candidates, bool of_predicted) {
  const Score kind = settings_of(report, component).score;
  std::string noun = score_noun(kind);
  noun[0] = static_cast<char>(noun[0] - 'a' + 'A');
  const bool has_retention =
      std::any_of(component.matches.hits.begin(), component.matches.hits.end(),
                  [](const Match& hit) { return hit.retention.has_value(); });
  const bool has_isotopes =
      std::any_of(component.matches.hits.begin(), component.matches.hits.end(),
                  [](const Match& hit) { return hit.isotope_overlap.has_value(); });
  std::string html =
      "<div class=\"wide\" tabindex=\"0\"><table><thead><tr><th class=\"n\">Rank</th><th>Name</th>"
      "<th class=\"n\">" +
      noun + "</th><th class=\"n\">Reverse</th>" +
      (has_retention ? "<th>Retention index</th>" : "") +
      (has_isotopes ? "<th class=\"n\">Isotope pattern</th>" : "") +
      "<th>Formula</th><th>Record</th>"
      "<th>Spectrum</th><th>Class</th></tr></thead><tbody>\n";
  std::size_t rank = 0;
  for (const Match& hit : component.matches.hits) {
    if (is_predicted(hit, candidates) != of_predicted) continue;
    const Report::Candidate* record = candidates.find(hit.record);
    html += "<tr><td class=\"n\">" + std::to_string(++rank) + "</td><td class=\"name\">" +
            (record != nullptr ? html_text(record->name) : "record not carried") +
            "</td><td class=\"n\">" + score_text(hit.score, kind) + "</td><td class=\"n\">" +
            (hit.reverse_score ? score_text(*hit.reverse_score, kind) : kNoValue) + "</td>";
    if (has_retention) html += "<td>" + comparison_words(hit) + "</td>";
    if (has_isotopes) {
      html += "<td class=\"n\">" +
              (hit.isotope_overlap ? fixed_text(*hit.isotope_overlap, 2) : kNoValue) + "</td>";
    }
    if (record != nullptr) {
      html += "<td>" + html_formula(record->formula) + "</td><td class=\"mono\">" +
              html_text(record->id) + "</td><td>" + html_text(record->origin) + "</td><td>" +
              html_text(record->compound_class) + "</td></tr>\n";
    } else {
      html += "<td></td><td class=\"mono\">no. " + std::to_string(hit.record) +
              "</td><td></td><td></td></tr>\n";
    }
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace

std::string candidate_table(const Report& report, const Identification& component,
                            const CandidateIndex& candidates) {
  const auto& hits = component.matches.hits;
  const auto predicted = static_cast<std::size_t>(std::count_if(
      hits.begin(), hits.end(), [&](const Match& hit) { return is_predicted(hit, candidates); }));
  std::string html;
  if (hits.size() > predicted) {
    html += table_of(report, component, candidates, false);
  } else {
    html += std::string("<p class=\"empty\">No ") +
            (hits.empty() ? "candidate" : "measured candidate") +
            html_text(why_no_candidate(component)) + ".</p>\n";
  }
  if (predicted > 0) {
    html +=
        "<p><b>[PREDICTED] not a measurement:</b> the spectra of these records were "
        "calculated. Their scores cannot be compared with those of measured records; a match "
        "to one says a class at most.</p>\n" +
        table_of(report, component, candidates, true);
  }
  return html;
}

}  // namespace basepeak
