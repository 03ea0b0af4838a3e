#include "engine/search/nothing_found.h"

#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "engine/search/prepared.h"
#include "engine/search/ranked_hits.h"
#include "engine/search/record_filter.h"

namespace basepeak {

namespace {

std::string digits(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

int score_decimals(Score kind) { return is_match_factor(kind) ? 1 : 4; }

// Both values with as few digits, `decimals` or more, as tell them apart.
std::pair<std::string, std::string> told_apart(double a, double b, int decimals) {
  while (a != b && decimals < 12 && digits(a, decimals) == digits(b, decimals)) ++decimals;
  return {digits(a, decimals), digits(b, decimals)};
}

// What the settings rank by.
double value_of(const Match& match, const SearchSettings& settings) {
  return ranked_value(ScoreValue{match.score, match.reverse_score, 0}, settings);
}

std::string match_text(const Library& library, const Match& match, const SearchSettings& settings) {
  return std::string(library.id(match.record)) + " (" +
         std::string(library.compound_name(match.record)) + "), " +
         (settings.rank_by == RankBy::reverse_score ? "reverse score " : "score ") +
         told_apart(value_of(match, settings), settings.threshold, score_decimals(settings.score))
             .first;
}

std::string threshold_text(const Match& match, const SearchSettings& settings) {
  return told_apart(value_of(match, settings), settings.threshold, score_decimals(settings.score))
      .second;
}

std::optional<Match> best_of(const Query& query, const Library& library, const Backend& backend,
                             const SearchSettings& settings) {
  const auto hits = ranked_hits({&query, 1}, library, backend, settings).front();
  return hits.empty() ? std::nullopt : std::optional(hits.front());
}

std::optional<std::string> removed_by_precursor(const Query& query, const Library& library,
                                                std::uint32_t record,
                                                const SearchSettings& settings) {
  const auto window = precursor_window(query, settings);
  if (!window) return std::nullopt;
  const double precursor = library.precursor_mz(record);
  const std::int64_t udalton = to_udalton(precursor);
  if (udalton >= window->first && udalton <= window->second) return std::nullopt;
  const double own = *query.acquisition.precursor_mz;
  const std::string start =
      "the precursor tolerance of " + settings.precursor_tolerance->text() + " (record has ";
  if (!(precursor > 0.0)) return start + "none)";
  const auto [theirs, ours] = told_apart(precursor, own, 4);
  const int decimals = static_cast<int>(ours.size() - ours.find('.')) - 1;
  return start + theirs + ", query " + ours + ": " + digits(std::abs(own - precursor), decimals) +
         " apart)";
}

// Everything that keeps the record from being a hit.
std::string reasons(const Query& query, const Library& library, const Match& match,
                    const SearchSettings& settings) {
  std::vector<std::string> all;
  if (settings.admitted) all = settings.admitted->refusals(match.record);
  if (auto text = removed_by_precursor(query, library, match.record, settings)) {
    all.push_back(std::move(*text));
  }
  if (value_of(match, settings) < settings.threshold) {
    all.push_back("the threshold of " + threshold_text(match, settings));
  }
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : " and by ") + one;
  return text;
}

// Whether the library holds a record that the score compares and the filter, if any, admits.
bool has_comparable(const Library& library, Score score, const AdmittedRecords* admitted) {
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if ((admitted == nullptr || admitted->contains(i)) && is_comparable(library, i, score)) {
      return true;
    }
  }
  return false;
}

std::string nothing_in_common(const Query& query, const SearchSettings& settings) {
  if (!is_neutral_loss(settings.score)) return "no hits: no record shares a peak with the query";
  const bool has_mass = is_ei(settings.score)
                            ? prepare_query(query, settings).nominal_mass.has_value()
                            : !precursor_doubt(query);
  return has_mass ? "no hits: no record shares a neutral loss with the query"
                  : "no hits: the query's neutral losses are unknown without its mass";
}

}  // namespace

std::string explain_nothing(const Query& query, const Library& library, const Backend& backend,
                            const SearchSettings& settings) {
  const PreparedSpectrum prepared = prepare_query(query, settings_for(query, settings));
  if (prepared.unit_mass.mass.empty() && prepared.peaks.mz_udalton.empty()) {
    return "no hits: the query has no peaks";
  }
  const std::string kind = is_ei(settings.score) ? "EI" : "MS/MS";
  if (!has_comparable(library, settings.score, nullptr)) {
    return "no hits: the library holds no " + kind + " records, which " + name(settings.score) +
           " compares; all of its " + std::to_string(library.size()) + " are of other kinds";
  }
  const bool admits_none =
      settings.admitted && !has_comparable(library, settings.score, settings.admitted.get());
  const std::string start =
      admits_none ? "no hits: the filters admit none of the library's " + kind + " records; "
                  : "no hits: ";
  SearchSettings relaxed = settings;
  relaxed.top = 1;
  relaxed.threshold = 0.0;
  const auto within = best_of(query, library, backend, relaxed);
  relaxed.precursor_tolerance.reset();
  relaxed.admitted.reset();
  const bool is_narrowed = settings.admitted || settings.precursor_tolerance;
  const auto nearest = is_narrowed ? best_of(query, library, backend, relaxed) : within;
  if (within) {
    std::string text = start + "nearest is " + match_text(library, *within, settings) +
                       ", below the threshold of " + threshold_text(*within, settings);
    if (nearest && nearest->record != within->record) {
      text += "; nearest of all is " + match_text(library, *nearest, settings) + ", removed by " +
              reasons(query, library, *nearest, settings);
    }
    return text;
  }
  if (nearest) {
    return start + "nearest is " + match_text(library, *nearest, settings) + ", removed by " +
           reasons(query, library, *nearest, settings);
  }
  if (settings.exclude_self) {
    relaxed.exclude_self = false;
    if (best_of(query, library, backend, relaxed)) {
      return "no hits: only the query's own record shares peaks with it";
    }
  }
  return nothing_in_common(query, settings);
}

}  // namespace basepeak
