#include "benchmarks/accuracy/prediction_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>

#include "benchmarks/environment.h"

namespace basepeak::benchmarks {
namespace {

std::vector<double> cosines_of(const PredictionRow& row) {
  std::vector<double> values;
  for (const train::Likeness& one : row.likeness) values.push_back(one.cosine);
  return values;
}

std::vector<double> entropies_of(const PredictionRow& row) {
  std::vector<double> values;
  for (const train::Likeness& one : row.likeness) values.push_back(one.entropy);
  return values;
}

nlohmann::json json(const Spread& spread) {
  return {{"mean", spread.mean}, {"median", spread.median}, {"p10", spread.tenth}};
}

// Places from 0, equals sharing their mean place.
std::vector<double> places_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> places(values.size(), 0.0);
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
    for (std::size_t i = first; i <= last; ++i)
      places[order[i]] = 0.5 * static_cast<double>(first + last);
    first = last + 1;
  }
  return places;
}

}  // namespace

Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  const std::size_t middle = values.size() / 2;
  const double median =
      values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
  return {sum / static_cast<double>(values.size()), median, values[values.size() / 10]};
}

double spearman(const std::vector<double>& a, const std::vector<double>& b) {
  const std::vector<double> x = places_of(a);
  const std::vector<double> y = places_of(b);
  const double middle = 0.5 * static_cast<double>(a.size() - 1);
  double product = 0.0;
  double of_x = 0.0;
  double of_y = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    product += (x[i] - middle) * (y[i] - middle);
    of_x += (x[i] - middle) * (x[i] - middle);
    of_y += (y[i] - middle) * (y[i] - middle);
  }
  return product / std::sqrt(of_x * of_y);
}

std::string table_of(const std::vector<PredictionRow>& rows) {
  char line[200];
  std::snprintf(line, sizeof line, "%-34s %-30s %4s  %-23s  %s\n", "left out", "method", "n",
                "cosine mean/median/p10", "entropy mean/median/p10");
  std::string table = line;
  for (const PredictionRow& row : rows) {
    if (row.likeness.empty()) continue;
    const Spread cosine = spread_of(cosines_of(row));
    const Spread entropy = spread_of(entropies_of(row));
    std::snprintf(line, sizeof line, "%-34s %-30s %4zu  %.3f / %.3f / %.3f    %.3f / %.3f / %.3f\n",
                  row.protocol.c_str(), row.method.c_str(), row.likeness.size(), cosine.mean,
                  cosine.median, cosine.tenth, entropy.mean, entropy.median, entropy.tenth);
    table += line;
  }
  return table;
}

std::string json_of(const std::vector<PredictionRow>& rows,
                    const std::vector<PredictionFigure>& figures,
                    const std::vector<std::pair<std::string, std::string>>& facts) {
  nlohmann::ordered_json document;
  for (const auto& [name, text] : environment()) document["environment"][name] = text;
  for (const auto& [name, text] : facts) document["facts"][name] = text;
  for (const PredictionRow& row : rows) {
    if (row.likeness.empty()) continue;
    document["likeness"].push_back({{"left_out", row.protocol},
                                    {"method", row.method},
                                    {"n", row.likeness.size()},
                                    {"cosine", json(spread_of(cosines_of(row)))},
                                    {"entropy", json(spread_of(entropies_of(row)))}});
  }
  for (const PredictionFigure& figure : figures) {
    document["figures"].push_back({{"left_out", figure.protocol},
                                   {"name", figure.name},
                                   {"value", figure.value},
                                   {"n", figure.of}});
  }
  return document.dump(2) + "\n";
}

}  // namespace basepeak::benchmarks
