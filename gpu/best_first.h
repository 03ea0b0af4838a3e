#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/search/record_filter.h"
#include "gpu/passes.h"
#include "gpu/workspace.h"

namespace basepeak {

// One query on its way to its best records: a device gives every record a key that its score cannot
// belie, and records are scored by definition from the highest key down.
class RankedQuery {
 public:
  virtual ~RankedQuery() = default;
  // A record that may be among the best has at least this key; at least 1. Rises with add().
  [[nodiscard]] virtual std::uint32_t least_key() const = 0;
  // Scores the record at a position by definition.
  virtual void add(std::uint32_t position) = 0;
  // What the query takes on the device, about.
  [[nodiscard]] virtual std::size_t device_bytes() const = 0;
};

// What find_best needs to know of a batch.
struct BestFirst {
  std::size_t wanted = 0;     // 0: all
  std::uint32_t slots = 512;  // for nominees of a query, at first
  // The passes over all segments for these of the queries, in this order.
  std::function<void(std::span<const std::uint32_t> queries, const Nominations& to, Workspace& on)>
      run;
  bool takes_all_streams = false;
  // A bit for each position; empty admits all.
  std::vector<std::uint32_t> admitted = {};
};

// A bit for each position whose record is admitted.
[[nodiscard]] std::vector<std::uint32_t> admitted_bits(const AdmittedRecords& admitted,
                                                       std::span<const std::uint32_t> records);

// Adds to every query all records that may be among its best. Whatever finds no slot, or was below
// the floor that a first round rose to and is wanted all the same, is asked for in further rounds.
void find_best(std::span<const std::unique_ptr<RankedQuery>> queries, const BestFirst& batch,
               Workspaces& workspaces);

}  // namespace basepeak
