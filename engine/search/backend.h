#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/prepared_records.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// A record that a backend holds possible among the best.
struct Candidate {
  std::uint32_t record = 0;
  float score = 0.0F;
  // What compare() gives for the query and the record as prepared.h prepares them, from a backend
  // that called it; such a candidate need not be scored again.
  std::optional<ScoreValue> exact = {};
};

// Proposes records for a batch of queries. Scores behind this line may be off by up to
// error_bound(); nothing behind it decides a result. Safe to call from several threads.
class Backend {
 public:
  virtual ~Backend() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  // In the units of the settings' score.
  [[nodiscard]] virtual float error_bound(const SearchSettings& settings) const noexcept = 0;

  // For each query, every record that settings.admitted holds scoring within 2 * error_bound() of
  // its wanted-th best, so that re-scoring cannot miss a record of the true top; wanted 0 asks for
  // all. The score is what settings.rank_by names. Records that score 0, and those more than
  // error_bound() below settings.threshold, may be left out. Prepares queries and records through
  // prepared.h. Throws Error{device}.
  [[nodiscard]] virtual std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                                    const SearchSettings& settings,
                                                                    std::size_t wanted) const = 0;

  // The records as prepared for these settings, where the backend keeps them at hand; else nothing.
  [[nodiscard]] virtual std::shared_ptr<const PreparedRecords> prepared_records(
      const SearchSettings& /*settings*/) const {
    return nullptr;
  }
};

// The backend that is always there. The library must outlive it.
[[nodiscard]] std::unique_ptr<Backend> make_cpu_backend(const Library& library);

}  // namespace basepeak
