#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "engine/library/library.h"
#include "engine/search/backend.h"
#include "engine/search/ms2_block.h"
#include "engine/search/prepared_records.h"

namespace basepeak {

struct Ms2Scratch;

// The MS/MS records of a library, indexed by fragment and by neutral loss: the index that the
// library's file holds, read in place, or one built in memory. Where that would take too much
// memory its blocks are built anew for every call, which is slow. Finds the best records exactly:
// for each query a sum of upper limits is formed for every record, and every record whose sum
// reaches the wanted-th best score is scored by definition. Safe to share between threads. The
// library must outlive it.
class Ms2Index final : public PreparedRecords {
 public:
  // For all settings whose preparation_key is that of these. Answers do not depend on where the
  // index comes from. Throws Error{library} when the library's own contradicts itself.
  Ms2Index(const Library& library, const SearchSettings& settings, std::size_t threads);
  // Built in memory in blocks of at most `block_records`, which is at most 65,536; for each call
  // anew if there are more than `most_built` records.
  Ms2Index(const Library& library, const SearchSettings& settings, std::size_t threads,
           std::size_t block_records, std::size_t most_built = kMostBuiltRecords);

  // About 300 bytes each.
  static constexpr std::size_t kMostBuiltRecords = 5'000'000;

  // As Backend::propose with an error bound of 0.
  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted) const;
  [[nodiscard]] bool copy(std::uint32_t record, PreparedSpectrum& to) const override;

  // Whether the index is that of the library's file.
  [[nodiscard]] bool is_stored() const noexcept { return is_stored_; }

 private:
  friend class Ms2Scan;

  // Weights of a block's records, kept in double precision once they were needed: preparing a
  // record again takes longer than scoring it. Memory that was not written to is not there.
  class KeptWeights {
   public:
    KeptWeights(std::size_t records, std::size_t peaks);
    // Of a record's peaks from `first` on; null if they are not kept.
    [[nodiscard]] const double* find(std::size_t id, std::size_t first) const noexcept {
      return state_ != nullptr && state_[id].load(std::memory_order_acquire) == State::kept
                 ? weight_.get() + first
                 : nullptr;
    }
    // Fetches what find reads of these ids first into the cache.
    void prefetch_states(std::size_t begin, std::size_t end) const noexcept {
      constexpr std::size_t kLine = 64;  // bytes
      if (state_ == nullptr) return;
      for (std::size_t id = begin; id < end; id += kLine) __builtin_prefetch(state_.get() + id);
    }
    void keep(std::size_t id, std::size_t first, std::span<const double> weights) noexcept;

   private:
    enum class State : std::uint8_t { absent, being_written, kept };
    struct Free {
      void operator()(double* memory) const noexcept { std::free(memory); }
    };
    std::unique_ptr<double[], Free> weight_;
    std::unique_ptr<std::atomic<State>[]> state_;
  };

  void build(std::size_t threads, std::size_t block_records, std::size_t most_built);
  // `weights`, unless it is null, gets those of the block's peaks.
  [[nodiscard]] Ms2BlockArrays build_block(const Ms2Order& order, std::size_t block,
                                           std::vector<double>* weights) const;
  void make_room_for_weights();
  [[nodiscard]] std::shared_ptr<Ms2Scratch> take_scratch() const;
  void give_back(std::shared_ptr<Ms2Scratch> scratch) const;
  // As copy, by place.
  void copy_placed(const Ms2Block& block, std::size_t id, PreparedSpectrum& to) const;
  // Fetches what copy_placed reads into the cache.
  void prefetch(const Ms2Block& block, std::size_t id) const;
  void prefetch_states(const Ms2Block& block, std::size_t begin, std::size_t end) const {
    if (!kept_.empty()) kept_[block.number].prefetch_states(begin, end);
  }

  const Library& library_;
  SearchSettings settings_;
  bool is_stored_ = false;
  // What the spans below look at if the index was built.
  std::vector<Ms2BlockArrays> built_;
  std::vector<std::uint32_t> built_place_;
  std::vector<std::uint32_t> built_odd_;
  std::unique_ptr<const Ms2Order> passing_;  // present: blocks are built for every call
  std::vector<Ms2Block> blocks_;
  std::span<const std::uint32_t> place_;  // see Ms2Order
  std::span<const std::uint32_t> odd_;
  double largest_total_ = 0.0;
  mutable std::vector<KeptWeights> kept_;  // one a block, or none
  // Working memory of calls that have ended, for the next ones: clearing a new one takes longer
  // than many a search.
  mutable std::mutex scratch_mutex_;
  mutable std::vector<std::shared_ptr<Ms2Scratch>> idle_scratch_;
};

}  // namespace basepeak
