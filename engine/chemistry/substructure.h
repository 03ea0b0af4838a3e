#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace basepeak {

// A substructure query. Copies share it; safe to use from several threads.
class SubstructurePattern {
 public:
  // Throws Error{input} naming the SMARTS when it is none.
  explicit SubstructurePattern(std::string_view smarts);

 private:
  struct Content;
  std::shared_ptr<const Content> content_;
  friend std::vector<bool> find_substructures(std::string_view smiles,
                                              std::span<const SubstructurePattern> patterns);
};

// Which patterns the molecule holds, in their order. Salts are split, stereo and isotopes ignored,
// protonated nitrogen is taken as the free base. Throws as read_structure.
[[nodiscard]] std::vector<bool> find_substructures(std::string_view smiles,
                                                   std::span<const SubstructurePattern> patterns);

}  // namespace basepeak
