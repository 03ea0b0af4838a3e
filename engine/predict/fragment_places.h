#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/predict/fragment_graph.h"

namespace basepeak {

// Where each set of atoms stands in a list: a hash table with open addressing, as a molecule has
// thousands of fragments and nothing is ever taken out. No mask is empty, so 0 marks a free slot.
class FragmentPlaces {
 public:
  [[nodiscard]] std::optional<std::uint32_t> find(AtomMask atoms) const noexcept {
    const Slot& slot = slots_[slot_of(atoms)];
    return slot.atoms == atoms ? std::optional(slot.place) : std::nullopt;
  }
  // REQUIRES: atoms is not 0 and not there.
  void add(AtomMask atoms, std::uint32_t place) {
    if (2 * ++count_ > slots_.size()) grow();
    slots_[slot_of(atoms)] = {atoms, place};
  }

 private:
  struct Slot {
    AtomMask atoms = 0;
    std::uint32_t place = 0;
  };

  // The slot that holds the mask, or the free one where it would stand.
  [[nodiscard]] std::size_t slot_of(AtomMask atoms) const noexcept {
    std::uint64_t hash = atoms * 0x9e3779b97f4a7c15U;  // Knuth's golden ratio
    hash ^= hash >> 32U;
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot].atoms != 0 && slots_[slot].atoms != atoms)
      slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }
  void grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.atoms != 0) slots_[slot_of(slot.atoms)] = slot;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(1024);
  std::size_t count_ = 0;
};

}  // namespace basepeak
