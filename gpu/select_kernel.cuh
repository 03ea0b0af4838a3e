#pragma once

#include "gpu/both_sides.cuh"
#include "gpu/passes.h"

namespace basepeak {

// Nominates from the keys that one block of threads has formed for one query: those of at least the
// query's floor, or, once `raise_at` of them reach a higher one, of at least that. Phases, with all
// threads in step between them.

inline constexpr std::uint32_t kKeyBins = 256;
inline constexpr std::uint32_t kKeysOfABin = 256;

struct SelectShared {
  std::uint32_t histogram[kKeyBins];
  std::uint32_t partial[kWarp];
  std::uint32_t floor;  // as the block found it
  std::uint32_t raised;
};

// The keys of positions [first_position + begin, first_position + end): 16 bits each, two a word.
struct KeyRange {
  const std::uint32_t* words = nullptr;
  std::uint32_t first_position = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

BASEPEAK_BOTH_SIDES bool is_admitted(const Nominations& to, std::uint32_t position) {
  return to.admitted == nullptr || (to.admitted[position / 32] >> (position % 32) & 1) != 0;
}

// Calls take(index, key) for the keys of at least `floor` that fall to this thread.
template <typename Take>
BASEPEAK_BOTH_SIDES void for_each_key(const KeyRange& keys, std::uint32_t floor, Lane lane,
                                      const Take& take) {
  const Quad* const quads = reinterpret_cast<const Quad*>(keys.words);
  const std::uint32_t last = (keys.end + 7) / 8;
  for (std::uint32_t i = keys.begin / 8 + lane.thread; i < last; i += lane.threads) {
    const Quad quad = quads[i];
    for (std::uint32_t w = 0; w < 4; ++w) {
      const std::uint32_t low = quad.word[w] & 0xFFFF;
      const std::uint32_t high = quad.word[w] >> 16;
      const std::uint32_t index = 8 * i + 2 * w;
      if (low >= floor && index >= keys.begin && index < keys.end) take(index, low);
      if (high >= floor && index + 1 >= keys.begin && index + 1 < keys.end) take(index + 1, high);
    }
  }
}

BASEPEAK_BOTH_SIDES void start_selection(const Nominations& to, std::uint32_t query, Lane lane,
                                         SelectShared& shared) {
  for (std::uint32_t i = lane.thread; i < kKeyBins; i += lane.threads) shared.histogram[i] = 0;
  if (lane.thread == 0) {
    // Another block may raise it meanwhile: then this one nominates more than it must.
    shared.floor = *const_cast<const volatile std::uint32_t*>(to.floor + query);
    shared.raised = shared.floor;
  }
}

BASEPEAK_BOTH_SIDES void count_keys(const Nominations& to, const KeyRange& keys, Lane lane,
                                    SelectShared& shared) {
  if (to.raise_at == 0) return;
  for_each_key(keys, shared.floor, lane, [&](std::uint32_t index, std::uint32_t key) {
    if (is_admitted(to, keys.first_position + index)) {
      add_atomically(&shared.histogram[key / kKeysOfABin], 1);
    }
  });
}

BASEPEAK_BOTH_SIDES void add_up_bins(const Nominations& to, Lane lane, SelectShared& shared) {
  if (to.raise_at == 0 || lane.thread >= kWarp) return;
  constexpr std::uint32_t kBins = kKeyBins / kWarp;
  std::uint32_t sum = 0;
  for (std::uint32_t i = 0; i < kBins; ++i) sum += shared.histogram[lane.thread * kBins + i];
  shared.partial[lane.thread] = sum;
}

BASEPEAK_BOTH_SIDES void raise_floor(const Nominations& to, std::uint32_t query, Lane lane,
                                     SelectShared& shared) {
  if (to.raise_at == 0 || lane.thread != 0) return;
  constexpr std::uint32_t kBins = kKeyBins / kWarp;
  std::uint32_t above = 0;
  std::uint32_t part = kWarp;
  while (part > 0 && above + shared.partial[part - 1] < to.raise_at)
    above += shared.partial[--part];
  if (part == 0) return;  // too few
  std::uint32_t bin = part * kBins;
  do {
    above += shared.histogram[--bin];
  } while (above < to.raise_at);
  const std::uint32_t edge = bin * kKeysOfABin;
  if (edge <= shared.floor) return;
  shared.raised = edge;
  raise_atomically(to.floor + query, edge);
}

BASEPEAK_BOTH_SIDES void nominate(const Nominations& to, std::uint32_t query, const KeyRange& keys,
                                  Lane lane, SelectShared& shared) {
  for_each_key(keys, shared.raised, lane, [&](std::uint32_t index, std::uint32_t key) {
    const std::uint32_t position = keys.first_position + index;
    if (!is_admitted(to, position)) return;
    const std::uint32_t slot = add_atomically(to.count + query, 1);
    if (slot < to.slots) to.nominee[std::uint64_t{query} * to.slots + slot] = {position, key};
  });
}

// The phases after the keys are there. `in_step(phase)` runs phase(lane) for every thread and waits
// for all.
template <typename InStep>
BASEPEAK_BOTH_SIDES void finish_selection(const Nominations& to, std::uint32_t query,
                                          const KeyRange& keys, SelectShared& shared,
                                          const InStep& in_step) {
  in_step([&](Lane lane) { count_keys(to, keys, lane, shared); });
  in_step([&](Lane lane) { add_up_bins(to, lane, shared); });
  in_step([&](Lane lane) { raise_floor(to, query, lane, shared); });
  in_step([&](Lane lane) { nominate(to, query, keys, lane, shared); });
}

inline constexpr std::uint32_t kSelectThreads = 512;
inline constexpr std::uint32_t kKeysOfASelection = 16'384;  // by one block of threads

BASEPEAK_BOTH_SIDES std::uint32_t selections(const SelectPass& pass) {
  return (pass.count + kKeysOfASelection - 1) / kKeysOfASelection;
}

template <typename InStep>
BASEPEAK_BOTH_SIDES void select_keys(const SelectPass& pass, std::uint32_t part,
                                     std::uint32_t query, SelectShared& shared,
                                     const InStep& in_step) {
  in_step([&](Lane lane) { start_selection(pass.nominations, query, lane, shared); });
  const std::uint32_t first = part * kKeysOfASelection;
  const std::uint32_t left = pass.count - first;
  const std::uint16_t* const start = pass.keys + std::uint64_t{query} * pass.stride + first;
  const KeyRange keys{reinterpret_cast<const std::uint32_t*>(start), pass.first_position + first, 0,
                      left < kKeysOfASelection ? left : kKeysOfASelection};
  finish_selection(pass.nominations, query, keys, shared, in_step);
}

}  // namespace basepeak
