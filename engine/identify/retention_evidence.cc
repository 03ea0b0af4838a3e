#include "engine/identify/retention_evidence.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace basepeak {

namespace {

// Penalties are set on the match factor scale; cosine-like scores run from 0 to 1.
double scale_of(Score score) { return is_match_factor(score) ? 1.0 : 1.0 / 999.0; }

std::string rounded(double value, int digits = 0) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

bool same_text(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

double ranking(const Match& hit) {
  return hit.score - (hit.retention ? hit.retention->penalty : 0.0);
}

}  // namespace

double retention_penalty(double difference_ri, double window_ri, double level,
                         double cap) noexcept {
  const double distance = std::abs(difference_ri);
  if (distance <= window_ri) return 0.0;
  if (window_ri <= 0.0) return cap;
  return std::min(cap, (distance / window_ri - 1.0) * level);
}

std::optional<double> retention_window(ColumnClass run, ColumnClass record,
                                       const Method::Retention& settings) noexcept {
  if (run == ColumnClass::unknown || record == ColumnClass::unknown) {
    return settings.unknown_column_window_ri;
  }
  if (run != record) return std::nullopt;
  switch (run) {
    case ColumnClass::standard_non_polar: return settings.standard_non_polar_window_ri;
    case ColumnClass::semi_standard_non_polar: return settings.semi_standard_non_polar_window_ri;
    case ColumnClass::polar: return settings.polar_window_ri;
    case ColumnClass::unknown: break;
  }
  return settings.unknown_column_window_ri;
}

const ReferenceIndex* comparable_index(std::span<const ReferenceIndex> indices,
                                       ColumnClass run) noexcept {
  const ReferenceIndex* of_unknown = nullptr;
  for (const ReferenceIndex& index : indices) {
    const ColumnClass column = column_class(index.column);
    if (column == run && run != ColumnClass::unknown) return &index;
    const bool may_be_compared = column == ColumnClass::unknown || run == ColumnClass::unknown;
    if (may_be_compared && of_unknown == nullptr) of_unknown = &index;
  }
  return of_unknown;
}

void compare_retention(const Query& query, const Library& library, const Method& method,
                       ColumnClass run_column, Matches& matches) {
  if (!query.retention_index) return;
  const auto& settings = method.retention;
  const double scale = scale_of(method.ei_search.score);
  for (Match& hit : matches.hits) {
    const LibraryRecord record = library.record(hit.record);
    const ReferenceIndex* index = comparable_index(record.retention_indices, run_column);
    if (index == nullptr) continue;
    const double window =
        retention_window(run_column, column_class(index->column), settings).value_or(0.0) +
        index->uncertainty_ri.value_or(0.0);
    const double difference = query.retention_index->value - index->value_ri;
    hit.retention = RetentionComparison{
        index->value_ri,
        index->column,
        index->uncertainty_ri,
        difference,
        window,
        scale * retention_penalty(difference, window, settings.penalty_level_match_factor,
                                  settings.penalty_cap_match_factor)};
  }
  // An index alone does not turn a library match into none: records' indices can be wrong.
  const double tentative = scale * method.conclusion.ei_tentative_score;
  std::stable_sort(matches.hits.begin(), matches.hits.end(), [&](const Match& a, const Match& b) {
    const bool a_matches = a.score >= tentative;
    const bool b_matches = b.score >= tentative;
    if (a_matches != b_matches) return a_matches;
    return ranking(a) != ranking(b) ? ranking(a) > ranking(b) : a.record < b.record;
  });
}

void tell_retention(const Library& library, Identification& found) {
  const auto& hits = found.matches.hits;
  if (!found.query.retention_index || hits.empty()) return;
  const Match& best = hits.front();
  const std::string index = "retention index " + rounded(found.query.retention_index->value);
  if (!best.retention) {
    found.why.push_back(index + ": the best record has none to compare it with");
  } else if (best.retention->penalty > 0.0) {
    found.why.push_back(index + " is " + rounded(std::abs(best.retention->difference_ri)) +
                        " from the best record's " + rounded(best.retention->record_ri) +
                        ", beyond the window of " + rounded(best.retention->window_ri) +
                        ": it speaks against that compound");
  } else {
    found.why.push_back(index + " is " + rounded(std::abs(best.retention->difference_ri)) +
                        " from the best record's " + rounded(best.retention->record_ri) +
                        ", within the window of " + rounded(best.retention->window_ri));
  }
  for (const Match& hit : hits) {
    if (hit.score <= best.score || !hit.retention || hit.retention->penalty <= 0.0) continue;
    found.why.push_back(
        "the spectrum matches " + std::string(library.compound_name(hit.record)) +
        " better, but its record's retention index " + rounded(hit.retention->record_ri) + " is " +
        rounded(std::abs(hit.retention->difference_ri)) + " away: ranked behind, not excluded");
    break;
  }
}

std::optional<InternalStandard> relate_to_internal_standard(std::vector<Query>& queries,
                                                            std::span<const Matches> matches,
                                                            const Library& library,
                                                            const Method& method) {
  const auto& settings = method.retention;
  if (settings.internal_standard.empty()) return std::nullopt;
  InternalStandard standard;
  standard.wanted = settings.internal_standard;
  standard.expected_s = settings.internal_standard_expected_s;
  const double fewest = method.conclusion.ei_tentative_score * scale_of(method.ei_search.score);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const Query& query = queries[i];
    if (query.acquisition.ms_level > 1 || query.retention_s <= 0.0) continue;
    if (standard.expected_s &&
        std::abs(query.retention_s - *standard.expected_s) > settings.internal_standard_window_s) {
      continue;
    }
    for (const Match& hit : matches[i].hits) {
      const bool is_it = same_text(library.id(hit.record), standard.wanted) ||
                         same_text(library.compound_name(hit.record), standard.wanted);
      if (!is_it || hit.score < fewest || hit.score <= standard.score) continue;
      standard.is_found = true;
      standard.score = hit.score;
      standard.retention_s = query.retention_s;
    }
  }
  if (!standard.is_found) {
    standard.why = "no component matches a record of this name or id well enough";
    if (standard.expected_s) {
      standard.why += " within " + rounded(settings.internal_standard_window_s, 1) + " s of " +
                      rounded(*standard.expected_s, 1) + " s";
    }
    return standard;
  }
  for (Query& query : queries) {
    if (query.retention_s > 0.0)
      query.relative_retention = query.retention_s / standard.retention_s;
  }
  return standard;
}

}  // namespace basepeak
