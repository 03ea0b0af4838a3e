#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/chemistry/fentanyl_frame.h"

namespace basepeak {

// One modification of fentanyl that a class wording names.
struct WordingClause {
  // Where: chain is the two carbons of the phenethyl group with its phenyl ring, end_ring that
  // ring, n1_group the whole group on N1; skeleton the molecule as such.
  enum class Site : std::uint8_t { acyl, n_aryl, piperidine, chain, end_ring, n1_group, skeleton };
  // What: other_acyl (another acyl for propionyl), aromatic_monocycle and monocycle (for a phenyl
  // ring, substituted or not), groups (substitution by the listed groups), any_but_hydrogen (for
  // phenethyl), open and open_without_acyl (a wording with no sharp border: each member with, or
  // without, an acyl group and with a group on the ring nitrogen is for review).
  enum class Test : std::uint8_t {
    other_acyl,
    aromatic_monocycle,
    monocycle,
    groups,
    any_but_hydrogen,
    open,
    open_without_acyl
  };
  std::string letter;  // as the text counts, "A"
  Site site = Site::acyl;
  Test test = Test::other_acyl;
  std::vector<GroupKind> groups;
  std::string words;  // the clause in short
};

// Nothing for an unknown word.
[[nodiscard]] std::optional<WordingClause::Site> clause_site(std::string_view word) noexcept;
[[nodiscard]] std::optional<WordingClause::Test> clause_test(std::string_view word) noexcept;
// Whether a clause of this kind makes sense at this site.
[[nodiscard]] bool fits(WordingClause::Test test, WordingClause::Site site) noexcept;

enum class ScopeOutcome : std::uint8_t { in_wording, review, outside };

struct Scope {
  ScopeOutcome outcome = ScopeOutcome::outside;
  bool is_parent = false;  // fentanyl itself: outside, for it carries none of the modifications
  std::vector<std::string>
      reasons;  // each a phrase; the clauses that were met, or what kept it out
};

// A molecule is in the wording when every place of fentanyl's skeleton is as in fentanyl or changed
// as a clause allows, and one at least is changed. A change that the text neither names nor rules
// out is for review. Of several frames the most inclusive answer counts.
[[nodiscard]] Scope scope_of(std::span<const WordingClause> wording,
                             std::span<const FentanylFrame> frames);

}  // namespace basepeak
