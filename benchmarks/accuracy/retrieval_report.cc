#include "benchmarks/accuracy/retrieval_report.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "benchmarks/accuracy/proportion.h"
#include "benchmarks/environment.h"

namespace basepeak::benchmarks {
namespace {

struct Share {
  std::size_t right = 0;
  std::size_t of = 0;
};

struct Figures {
  Share top_1;
  Share top_10;
  Share other_laboratory_top_1;
  double mean_reciprocal_rank = 0.0;  // of the first 10 places; 0 beyond
};

Figures figures_of(const std::vector<Ranks>& ranks) {
  Figures figures;
  for (const Ranks& rank : ranks) {
    const std::size_t place = rank.any_laboratory;
    ++figures.top_1.of;
    ++figures.top_10.of;
    if (place == 1) ++figures.top_1.right;
    if (place >= 1 && place <= 10) {
      ++figures.top_10.right;
      figures.mean_reciprocal_rank += 1.0 / static_cast<double>(place);
    }
    if (!rank.other_laboratory) continue;
    ++figures.other_laboratory_top_1.of;
    if (*rank.other_laboratory == 1) ++figures.other_laboratory_top_1.right;
  }
  if (!ranks.empty()) figures.mean_reciprocal_rank /= static_cast<double>(ranks.size());
  return figures;
}

double value(const Share& share) {
  return share.of == 0 ? 0.0 : static_cast<double>(share.right) / static_cast<double>(share.of);
}

std::string text(const Share& share) {
  const Interval interval = wilson_interval(share.right, share.of);
  char line[80];
  std::snprintf(line, sizeof line, "%.3f (%.3f-%.3f) n=%zu", value(share), interval.low,
                interval.high, share.of);
  return line;
}

nlohmann::json json(const Share& share) {
  const Interval interval = wilson_interval(share.right, share.of);
  return {{"value", value(share)},
          {"right", share.right},
          {"of", share.of},
          {"low_95", interval.low},
          {"high_95", interval.high}};
}

}  // namespace

std::string table_of(const std::vector<RetrievalRow>& rows) {
  std::string table;
  char line[256];
  std::snprintf(line, sizeof line, "%-26s %-29s %-29s %-29s %-6s %s\n", "search", "top-1",
                "top-1, other laboratories", "top-10", "MRR", "queries/CPU s");
  table += line;
  for (const RetrievalRow& row : rows) {
    const Figures figures = figures_of(row.ranks);
    std::snprintf(line, sizeof line, "%-26s %-29s %-29s %-29s %.3f  %.1f\n", row.search.c_str(),
                  text(figures.top_1).c_str(), text(figures.other_laboratory_top_1).c_str(),
                  text(figures.top_10).c_str(), figures.mean_reciprocal_rank,
                  row.cpu_s > 0.0 ? static_cast<double>(row.ranks.size()) / row.cpu_s : 0.0);
    table += line;
  }
  return table;
}

std::string json_of(const std::vector<RetrievalRow>& rows, const RetrievalChoices& choices,
                    const std::string& library_name, const std::string& library_checksum,
                    std::size_t library_size) {
  nlohmann::ordered_json root;
  for (const auto& [fact, value] : environment()) root["environment"][fact] = value;
  root["library"] = {
      {"name", library_name}, {"checksum", library_checksum}, {"records", library_size}};
  root["choices"] = {
      {"seed", choices.seed},
      {"population", choices.population},
      {"eligible_records", choices.eligible},
      {"sampling", choices.sampling},
      {"query_left_out_of_the_library", true},
      {"bit_identical_duplicates_left_out", choices.excludes_duplicates},
      {"queries_without_precursor_left_out", choices.has_precursor},
      {"records_without_precursor_left_out", choices.records_have_precursor},
      {"records_whose_source_begins_with", choices.source},
      {"records_taking_part", choices.taking_part},
      {"fewest_peaks_of_a_query_after_cleaning", choices.fewest_peaks},
      {"same_compound", "equal first block of the InChIKey"},
      {"laboratory",
       "contributor named at the end of the record's source; contributors of "
       "SWGDRUG count separately"},
      {"other_laboratory_counts", "queries whose compound has a record of another contributor"},
      {"ties", "by record number, as a report lists them"}};
  root["searches"] = nlohmann::json::array();
  for (const RetrievalRow& row : rows) {
    const Figures figures = figures_of(row.ranks);
    root["searches"].push_back({{"search", row.search},
                                {"settings", row.settings},
                                {"top_1", json(figures.top_1)},
                                {"top_1_other_laboratories", json(figures.other_laboratory_top_1)},
                                {"top_10", json(figures.top_10)},
                                {"mean_reciprocal_rank_10", figures.mean_reciprocal_rank},
                                {"cpu_s", row.cpu_s}});
  }
  return root.dump(2) + "\n";
}

}  // namespace basepeak::benchmarks
