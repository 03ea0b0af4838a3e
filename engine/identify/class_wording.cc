#include "engine/identify/class_wording.h"

#include <algorithm>
#include <array>

namespace basepeak {

namespace {

using Site = WordingClause::Site;
using Test = WordingClause::Test;

constexpr std::array<const char*, 7> kSites = {"acyl",     "n_aryl",   "piperidine", "chain",
                                               "end_ring", "n1_group", "skeleton"};
constexpr std::array<const char*, 7> kTests = {
    "other_acyl", "aromatic_monocycle", "monocycle", "groups", "any_but_hydrogen",
    "open",       "open_without_acyl"};

// What one place of the skeleton has to say.
struct Answer {
  ScopeOutcome outcome = ScopeOutcome::in_wording;
  bool is_changed = false;
  std::vector<std::string> reasons;
};

Answer unchanged() { return {}; }
Answer met(const WordingClause& clause, const std::string& what) {
  return {ScopeOutcome::in_wording, true, {clause.letter + ": " + what}};
}
Answer review(const std::string& why) { return {ScopeOutcome::review, true, {"review: " + why}}; }
Answer outside(const std::string& why) { return {ScopeOutcome::outside, true, {why}}; }

// Best first: what is in the wording comes before what is for review.
bool is_better(const Answer& a, const Answer& b) { return a.outcome < b.outcome; }

// The worst of several places counts; the reasons of that outcome stand first.
Answer both(Answer a, Answer b) {
  if (a.outcome < b.outcome) std::swap(a, b);
  a.is_changed = a.is_changed || b.is_changed;
  a.reasons.insert(a.reasons.end(), b.reasons.begin(), b.reasons.end());
  return a;
}

const WordingClause* find(std::span<const WordingClause> wording, Site site, Test test) {
  const auto found = std::find_if(wording.begin(), wording.end(), [&](const WordingClause& c) {
    return c.site == site && c.test == test;
  });
  return found == wording.end() ? nullptr : &*found;
}

Answer groups_answer(const WordingClause* clause, std::span<const Substituent> groups,
                     const std::string& place) {
  Answer answer = unchanged();
  for (const Substituent& group : groups) {
    const std::string what = group.text + " on the " + place;
    const bool is_listed =
        clause != nullptr && std::any_of(clause->groups.begin(), clause->groups.end(),
                                         [&](GroupKind kind) { return group.is(kind); });
    if (is_listed) {
      answer = both(answer, met(*clause, what));
    } else if (clause != nullptr && group.is(GroupKind::combination)) {
      answer = both(answer, review(what + ", made of listed groups but none of them"));
    } else {
      answer = both(answer, outside(what + " is not among the groups of the wording"));
    }
  }
  return answer;
}

Answer acyl_answer(std::span<const WordingClause> wording, FentanylFrame::Acyl acyl) {
  using Acyl = FentanylFrame::Acyl;
  const WordingClause* clause = find(wording, Site::acyl, Test::other_acyl);
  if (acyl == Acyl::none) return outside("no acyl group on the aniline nitrogen");
  if (acyl == Acyl::propionyl) return unchanged();
  if (clause == nullptr) return outside("another acyl group is not in the wording");
  if (acyl == Acyl::thioacyl) return review("a thioacyl group in place of propionyl");
  return met(*clause, acyl == Acyl::carbonic ? "an acyl group of carbonic acid (carbamate or urea)"
                                             : "another acyl group");
}

// A ring in place of the phenyl ring; `clause` allows monocycles.
Answer ring_answer(const WordingClause* clause, const RingSite& ring, const std::string& place) {
  const std::string kind = ring.is_phenyl ? "phenyl ring with substituents" : "another monocycle";
  if (clause == nullptr) return outside("a change of the " + place + " is not in the wording");
  if (clause->test == Test::aromatic_monocycle && !ring.is_aromatic) {
    return outside("the " + place + " is not aromatic");
  }
  if (ring.fusion == RingFusion::fused) {
    return outside("the " + place + " is part of a fused ring system, not a monocycle");
  }
  if (ring.fusion == RingFusion::annulated) {
    return review("the " + place + " carries another ring: whether it is a monocycle is open");
  }
  return met(*clause, kind + " as the " + place);
}

bool is_plain_phenyl(const RingSite& ring) {
  return ring.is_phenyl && ring.groups.empty() && ring.fusion == RingFusion::none;
}

Answer aryl_answer(std::span<const WordingClause> wording, const RingSite& ring) {
  if (is_plain_phenyl(ring)) return unchanged();
  return ring_answer(find(wording, Site::n_aryl, Test::aromatic_monocycle), ring, "aniline ring");
}

Answer piperidine_answer(std::span<const WordingClause> wording, const FentanylFrame& frame) {
  const WordingClause* clause = find(wording, Site::piperidine, Test::groups);
  Answer answer = groups_answer(clause, frame.on_piperidine, "piperidine ring");
  if (frame.has_ring_on_piperidine) {
    answer =
        both(answer, review("another ring is fused, bridged or spiro-bound to the piperidine"));
  }
  return answer;
}

// Groups on a phenyl ring go by the clause on the phenethyl group; those that it does not list by
// the clause on monocycles, as a substituted aniline ring goes by that on aromatic monocycles.
Answer phenethyl_answer(std::span<const WordingClause> wording, const PhenethylSite& site) {
  const WordingClause* groups = find(wording, Site::chain, Test::groups);
  const WordingClause* monocycle = find(wording, Site::end_ring, Test::monocycle);
  if (site.is_chain_in_ring) {
    return review("the chain of the phenethyl group is part of a ring");
  }
  Answer answer = groups_answer(groups, site.groups, "chain of the phenethyl group");
  if (is_plain_phenyl(site.ring)) return answer;
  Answer ring = ring_answer(monocycle, site.ring, "ring of the phenethyl group");
  if (site.ring.is_phenyl && site.ring.fusion == RingFusion::none) {
    const Answer on_ring = groups_answer(groups, site.ring.groups, "ring of the phenethyl group");
    if (!is_better(ring, on_ring)) ring = on_ring;
  }
  return both(answer, ring);
}

Answer n1_answer(std::span<const WordingClause> wording, const FentanylFrame& frame) {
  if (frame.n1 == FentanylFrame::Exit::hydrogen) return outside("hydrogen on the ring nitrogen");
  if (frame.has_second_n1_group) return review("two groups on the ring nitrogen");
  const auto is_phenethyl = [](const PhenethylSite& site) {
    return site.groups.empty() && !site.is_chain_in_ring && is_plain_phenyl(site.ring);
  };
  if (std::any_of(frame.phenethyls.begin(), frame.phenethyls.end(), is_phenethyl)) {
    return unchanged();
  }
  if (const WordingClause* clause = find(wording, Site::n1_group, Test::any_but_hydrogen)) {
    return met(*clause, "another group than phenethyl on the ring nitrogen");
  }
  Answer best = outside(
      "the group on the ring nitrogen is no phenethyl group nor one whose ring "
      "was replaced");
  bool is_first = true;
  for (const PhenethylSite& site : frame.phenethyls) {
    Answer answer = phenethyl_answer(wording, site);
    if (is_first || is_better(answer, best)) best = std::move(answer);
    is_first = false;
  }
  return best;
}

Answer frame_answer(std::span<const WordingClause> wording, const FentanylFrame& frame) {
  const bool has_acyl = frame.acyl != FentanylFrame::Acyl::none;
  const WordingClause* with = find(wording, Site::skeleton, Test::open);
  const WordingClause* without = find(wording, Site::skeleton, Test::open_without_acyl);
  if (with != nullptr || without != nullptr) {
    const WordingClause* open = has_acyl ? with : without;
    if (open == nullptr) return outside("no acyl group on the nitrogen");
    if (frame.n1 == FentanylFrame::Exit::hydrogen) return outside("hydrogen on the ring nitrogen");
    return review(open->words);
  }
  return both(both(acyl_answer(wording, frame.acyl), aryl_answer(wording, frame.n_aryl)),
              both(piperidine_answer(wording, frame), n1_answer(wording, frame)));
}

}  // namespace

std::optional<Site> clause_site(std::string_view word) noexcept {
  const auto found = std::find(kSites.begin(), kSites.end(), word);
  if (found == kSites.end()) return std::nullopt;
  return static_cast<Site>(found - kSites.begin());
}

std::optional<Test> clause_test(std::string_view word) noexcept {
  const auto found = std::find(kTests.begin(), kTests.end(), word);
  if (found == kTests.end()) return std::nullopt;
  return static_cast<Test>(found - kTests.begin());
}

bool fits(Test test, Site site) noexcept {
  switch (test) {
    case Test::other_acyl: return site == Site::acyl;
    case Test::aromatic_monocycle: return site == Site::n_aryl;
    case Test::monocycle: return site == Site::end_ring;
    case Test::groups: return site == Site::piperidine || site == Site::chain;
    case Test::any_but_hydrogen: return site == Site::n1_group;
    case Test::open:
    case Test::open_without_acyl: return site == Site::skeleton;
  }
  return false;
}

Scope scope_of(std::span<const WordingClause> wording, std::span<const FentanylFrame> frames) {
  Scope scope;
  if (frames.empty()) {
    scope.reasons = {"not a 4-anilidopiperidine"};
    return scope;
  }
  std::optional<Answer> best;
  for (const FentanylFrame& frame : frames) {
    Answer answer = frame_answer(wording, frame);
    if (!best || is_better(answer, *best)) best = std::move(answer);
  }
  scope.outcome = best->outcome;
  scope.reasons = std::move(best->reasons);
  if (scope.outcome == ScopeOutcome::in_wording && !best->is_changed) {
    scope.outcome = ScopeOutcome::outside;
    scope.is_parent = true;
    scope.reasons = {"fentanyl itself, which carries none of the modifications"};
  }
  return scope;
}

}  // namespace basepeak
