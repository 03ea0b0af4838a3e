#include "engine/search/pairing.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

namespace basepeak {

namespace {

void sort_by_query(std::vector<PossiblePair>& pairs) {
  std::sort(pairs.begin(), pairs.end(), [](const PossiblePair& a, const PossiblePair& b) {
    return std::tuple(a.query, a.record) < std::tuple(b.query, b.record);
  });
}

// How many pairs each peak of one side is in.
template <typename Side>
std::vector<std::uint32_t> counts(const std::vector<PossiblePair>& pairs, const Side& side) {
  std::size_t size = 0;
  for (const PossiblePair& pair : pairs) size = std::max(size, side(pair) + 1);
  std::vector<std::uint32_t> result(size, 0);
  for (const PossiblePair& pair : pairs) ++result[side(pair)];
  return result;
}

// Moves the pairs that share no peak to the result and keeps the others.
std::vector<PossiblePair> take_unshared(std::vector<PossiblePair>& pairs) {
  const auto query = counts(pairs, [](const PossiblePair& pair) { return pair.query; });
  const auto record = counts(pairs, [](const PossiblePair& pair) { return pair.record; });
  const auto shared = std::stable_partition(
      pairs.begin(), pairs.end(),
      [&](const PossiblePair& pair) { return query[pair.query] == 1 && record[pair.record] == 1; });
  std::vector<PossiblePair> unshared(pairs.begin(), shared);
  pairs.erase(pairs.begin(), shared);
  return unshared;
}

// Hungarian method with potentials (Kuhn 1955, Munkres 1957), rows <= columns, cost[row][column].
// Returns the row assigned to each column, or `rows` for none.
std::vector<std::size_t> cheapest(const std::vector<std::vector<double>>& cost,
                                  std::size_t columns) {
  const std::size_t rows = cost.size();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<double> row_potential(rows + 1, 0.0);
  std::vector<double> column_potential(columns + 1, 0.0);
  std::vector<std::size_t> row_of(columns + 1, 0);  // 1-based; 0 for none
  std::vector<std::size_t> way(columns + 1, 0);
  for (std::size_t row = 1; row <= rows; ++row) {
    row_of[0] = row;
    std::size_t column = 0;
    std::vector<double> least(columns + 1, kInfinity);
    std::vector<bool> is_used(columns + 1, false);
    do {
      is_used[column] = true;
      const std::size_t current = row_of[column];
      double delta = kInfinity;
      std::size_t best = 0;
      for (std::size_t j = 1; j <= columns; ++j) {
        if (is_used[j]) continue;
        const double reduced =
            cost[current - 1][j - 1] - row_potential[current] - column_potential[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          way[j] = column;
        }
        if (least[j] < delta) {
          delta = least[j];
          best = j;
        }
      }
      for (std::size_t j = 0; j <= columns; ++j) {
        if (is_used[j]) {
          row_potential[row_of[j]] += delta;
          column_potential[j] -= delta;
        } else {
          least[j] -= delta;
        }
      }
      column = best;
    } while (row_of[column] != 0);
    do {
      const std::size_t previous = way[column];
      row_of[column] = row_of[previous];
      column = previous;
    } while (column != 0);
  }
  std::vector<std::size_t> result(columns, rows);
  for (std::size_t j = 1; j <= columns; ++j) {
    if (row_of[j] != 0) result[j - 1] = row_of[j] - 1;
  }
  return result;
}

// Solves one group of pairs that share peaks.
void assign_group(const std::vector<PossiblePair>& group, std::vector<PossiblePair>& chosen) {
  if (group.size() == 1) {
    chosen.push_back(group.front());
    return;
  }
  if (group.size() == 2) {  // they share a peak: one of them, the first if they are equal
    chosen.push_back(group[1].product > group[0].product ? group[1] : group[0]);
    return;
  }
  std::map<std::size_t, std::size_t> rows;
  std::map<std::size_t, std::size_t> columns;
  for (const PossiblePair& pair : group) {
    rows.emplace(pair.query, rows.size());
    columns.emplace(pair.record, columns.size());
  }
  const bool is_transposed = rows.size() > columns.size();
  const std::size_t row_count = is_transposed ? columns.size() : rows.size();
  const std::size_t column_count = is_transposed ? rows.size() : columns.size();
  const auto cell = [&](const PossiblePair& pair) {
    const std::size_t row = rows.at(pair.query);
    const std::size_t column = columns.at(pair.record);
    return is_transposed ? std::pair(column, row) : std::pair(row, column);
  };
  std::vector<std::vector<double>> cost(row_count, std::vector<double>(column_count, 0.0));
  for (const PossiblePair& pair : group) {
    const auto [row, column] = cell(pair);
    cost[row][column] = std::min(cost[row][column], -pair.product);
  }
  const std::vector<std::size_t> row_of = cheapest(cost, column_count);
  for (const PossiblePair& pair : group) {
    const auto [row, column] = cell(pair);
    if (row_of[column] == row && pair.product > 0.0) chosen.push_back(pair);
  }
}

}  // namespace

std::vector<PossiblePair> assign_greedily(std::vector<PossiblePair> pairs) {
  std::sort(pairs.begin(), pairs.end(), [](const PossiblePair& a, const PossiblePair& b) {
    return std::tuple(-a.product, a.query, a.record) < std::tuple(-b.product, b.query, b.record);
  });
  std::size_t query_size = 0;
  std::size_t record_size = 0;
  for (const PossiblePair& pair : pairs) {
    query_size = std::max(query_size, pair.query + 1);
    record_size = std::max(record_size, pair.record + 1);
  }
  std::vector<bool> query_used(query_size, false);
  std::vector<bool> record_used(record_size, false);
  std::vector<PossiblePair> chosen;
  for (const PossiblePair& pair : pairs) {
    if (query_used[pair.query] || record_used[pair.record]) continue;
    query_used[pair.query] = record_used[pair.record] = true;
    chosen.push_back(pair);
  }
  sort_by_query(chosen);
  return chosen;
}

std::vector<PossiblePair> assign_exactly(std::vector<PossiblePair> pairs) {
  sort_by_query(pairs);
  // A pair met both unshifted and shifted is one pair.
  pairs.erase(std::unique(pairs.begin(), pairs.end(),
                          [](const PossiblePair& a, const PossiblePair& b) {
                            return a.query == b.query && a.record == b.record;
                          }),
              pairs.end());
  std::vector<PossiblePair> chosen = take_unshared(pairs);
  if (pairs.empty()) return chosen;

  // Groups of pairs that share peaks, by union of the pairs' indices.
  std::vector<std::size_t> parent(pairs.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  std::vector<std::size_t> with_query;
  std::vector<std::size_t> with_record;
  const auto join = [&](std::vector<std::size_t>& first_with, std::size_t peak, std::size_t i) {
    if (peak >= first_with.size()) first_with.resize(peak + 1, pairs.size());
    if (first_with[peak] == pairs.size()) first_with[peak] = i;
    parent[root(i)] = root(first_with[peak]);
  };
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    join(with_query, pairs[i].query, i);
    join(with_record, pairs[i].record, i);
  }
  std::vector<std::size_t> order(pairs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(root(a), a) < std::pair(root(b), b);
  });
  std::vector<PossiblePair> group;
  for (std::size_t k = 0; k < order.size(); ++k) {
    group.push_back(pairs[order[k]]);
    if (k + 1 < order.size() && root(order[k + 1]) == root(order[k])) continue;
    assign_group(group, chosen);
    group.clear();
  }
  sort_by_query(chosen);
  return chosen;
}

}  // namespace basepeak
