#include "tools/cli/search_output.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace basepeak {

namespace {

std::string cell(std::string_view text) {
  std::string result(text);
  std::replace_if(
      result.begin(), result.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; },
      ' ');
  return result;
}

std::string fixed(double value, Score score) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", is_match_factor(score) ? 3 : 6, value);
  return text;
}

std::string joined(const std::vector<std::string>& notes) {
  std::string text;
  for (const std::string& note : notes) text += (text.empty() ? "" : "; ") + note;
  return text;
}

// Measured and predicted records have ranks of their own: their scores are not compared.
class Ranks {
 public:
  std::size_t next(const Library& library, const Match& hit) {
    return library.origin(hit.record) == Origin::predicted ? ++predicted_ : ++measured_;
  }

 private:
  std::size_t measured_ = 0;
  std::size_t predicted_ = 0;
};

}  // namespace

std::string search_tsv(std::span<const Query> queries, std::span<const Matches> matches,
                       const Library& library, Score score) {
  std::string text =
      "query\trank\trecord\tname\tinchikey\tformula\tscore\treverse_score\tmatched_peaks\n";
  for (std::size_t q = 0; q < queries.size(); ++q) {
    Ranks ranks;
    for (const Match& hit : matches[q].hits) {
      text += cell(queries[q].name) + '\t' + std::to_string(ranks.next(library, hit)) + '\t' +
              cell(library.id(hit.record)) + '\t' + cell(library.compound_name(hit.record)) + '\t' +
              cell(library.inchikey(hit.record)) + '\t' + cell(library.formula(hit.record)) + '\t' +
              fixed(hit.score, score) + '\t' +
              (hit.reverse_score ? fixed(*hit.reverse_score, score) : std::string()) + '\t' +
              std::to_string(hit.matched_peaks) + '\n';
    }
  }
  return text;
}

std::string search_json(std::span<const Query> queries, std::span<const Matches> matches,
                        const Library& library) {
  using Json = nlohmann::ordered_json;
  Json all = Json::array();
  for (std::size_t q = 0; q < queries.size(); ++q) {
    Json hits = Json::array();
    Ranks ranks;
    for (const Match& match : matches[q].hits) {
      Json hit;
      hit["rank"] = ranks.next(library, match);
      hit["record"] = library.id(match.record);
      hit["name"] = library.compound_name(match.record);
      hit["inchikey"] = library.inchikey(match.record);
      hit["formula"] = library.formula(match.record);
      hit["score"] = match.score;
      hit["reverse_score"] = match.reverse_score ? Json(*match.reverse_score) : Json(nullptr);
      hit["matched_peaks"] = match.matched_peaks;
      if (library.origin(match.record) == Origin::predicted) hit["origin"] = "predicted";
      if (match.mass_difference) hit["mass_difference"] = *match.mass_difference;
      hits.push_back(std::move(hit));
    }
    Json entry;
    entry["query"] = queries[q].name;
    entry["hits"] = std::move(hits);
    if (!matches[q].notes.empty()) entry["note"] = joined(matches[q].notes);
    all.push_back(std::move(entry));
  }
  // Names may hold bytes that are no UTF-8: they are replaced rather than refused.
  return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace basepeak
