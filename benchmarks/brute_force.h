#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/match.h"
#include "engine/search/prepared.h"
#include "engine/search/search_settings.h"

namespace basepeak::benchmarks {

// The definition of a search's answer: every comparable record scored by score.h, ordered by score
// and record number. Keeps the records of the last preparation.
class BruteForce {
 public:
  explicit BruteForce(const Library& library) : library_(library) {}
  [[nodiscard]] std::vector<Match> search(const Query& query, const SearchSettings& settings);

 private:
  const std::vector<PreparedSpectrum>& prepared(const SearchSettings& settings);

  const Library& library_;
  std::string key_;
  std::vector<PreparedSpectrum> records_;
};

// Throws Error{library} naming the query and the first place where the engine's answer differs from
// the definition's.
void require_same(const std::vector<Query>& queries, const std::vector<Matches>& answers,
                  BruteForce& definition, const SearchSettings& settings);

}  // namespace basepeak::benchmarks
