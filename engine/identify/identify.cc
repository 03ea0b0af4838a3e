#include "engine/identify/identify.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/chemistry/inchi_key.h"
#include "engine/chemistry/structure.h"
#include "engine/identify/class_evidence.h"
#include "engine/identify/isomer_group.h"
#include "engine/identify/recognition.h"

namespace basepeak {

namespace {

constexpr const char* kFentanyl = "fentanyl";

// The thresholds of the query's kind of spectrum.
struct Limits {
  const char* unit;  // what the score is called
  int digits;
  double compound;
  double tentative;
  double margin;
};

Limits limits_for(const Query& query, const Method& method) {
  const auto& conclusion = method.conclusion;
  if (query.acquisition.ms_level <= 1) {
    const bool is_factor = method.ei_search.score == Score::ei_identity ||
                           method.ei_search.score == Score::ei_simple ||
                           method.ei_search.score == Score::ei_hybrid;
    // Cosines run from 0 to 1: the match factor limits apply to them as shares of 999.
    const double scale = is_factor ? 1.0 : 1.0 / 999.0;
    return {is_factor ? "match factor" : "similarity", is_factor ? 0 : 3,
            conclusion.ei_compound_score * scale, conclusion.ei_tentative_score * scale,
            conclusion.ei_isomer_margin * scale};
  }
  return {"spectral similarity", 3, conclusion.ms2_compound_score, conclusion.ms2_compound_score,
          conclusion.ms2_isomer_margin};
}

std::string with_digits(double value, int digits) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, digits == 0 ? std::floor(value) : value);
  return text.data();
}

std::string describe(const Match& hit, const Library& library, const Limits& limits) {
  return std::string(library.compound_name(hit.record)) + " (" + limits.unit + " " +
         with_digits(hit.score, limits.digits) + ")";
}

// Compounds of another isomer key that score as high as the group's own margin allows: the spectrum
// alone does not exclude them either.
void tell_rivals(const Library& library, const Limits& limits, Identification& found) {
  const Match& best = found.matches.hits.front();
  std::vector<std::string> rivals;
  for (const Match& hit : found.matches.hits) {
    if (hit.score < best.score - 0.5 * limits.margin) break;
    const bool is_group = library.isomer_key(hit.record) == found.isomer_group.key ||
                          library.inchikey(hit.record) == library.inchikey(best.record);
    if (!is_group) rivals.push_back(describe(hit, library, limits));
  }
  if (rivals.empty()) return;
  std::string text = "not an isomer of this group but of nearly the same score: ";
  for (std::size_t i = 0; i < rivals.size(); ++i) text += (i > 0 ? ", " : "") + rivals[i];
  found.why.push_back(text);
}

void call_class_by_library(const Library& library, Identification& found) {
  const std::uint32_t best = found.matches.hits.front().record;
  const std::string_view compound_class = library.compound_class(best);
  if (compound_class.empty()) return;
  found.compound_class.is_called = true;
  found.compound_class.name = compound_class;
  found.compound_class.basis = "library";
  if (compound_class != kFentanyl) return;
  found.compound_class.evidence = fentanyl_evidence(found.query);
  const std::string_view smiles = library.smiles(best);
  if (const auto sites = smiles.empty() ? std::nullopt : fentanyl_sites(smiles)) {
    found.compound_class.sites =
        ClassCall::Sites{sites->acyl, sites->n_aryl, sites->piperidine, sites->n1_substituent, {}};
  }
}

// A class call without a library match, by the spectrum's ions alone.
bool indicates_class(Identification& found) {
  Recognition recognition = recognise(found.query);
  found.compound_class = std::move(recognition.call);
  for (std::string& reason : recognition.why) found.why.push_back(std::move(reason));
  return found.compound_class.is_called;
}

void conclude_match(const Library& library, const Limits& limits, Identification& found) {
  const Match& best = found.matches.hits.front();
  found.isomer_group = isomer_group(found.matches, library, limits.margin);
  const bool is_group = found.isomer_group.members.size() > 1;
  found.level = is_group ? ConclusionLevel::isomer_group : ConclusionLevel::compound;
  const bool is_full = best.score >= limits.compound;
  found.level_text = is_full ? "Library match, tentative" : "Weak library match, tentative";
  if (is_group) {
    found.level_text += ": isomer group of " + std::to_string(found.isomer_group.members.size()) +
                        ", not told apart by this spectrum";
  }
  found.why.push_back("best library record " + describe(best, library, limits) + "; " +
                      (is_full ? "at or above" : "below") + " the " +
                      with_digits(limits.compound, limits.digits) + " of a full match");
  if (is_group) {
    found.why.push_back("isomers within " + with_digits(limits.margin, limits.digits) +
                        " of the best score are reported together; retention against a reference "
                        "standard, GC-IR or NMR can tell them apart");
  } else {
    found.why.push_back("isomers that the library does not hold are not excluded");
  }
  tell_rivals(library, limits, found);
  call_class_by_library(library, found);
  if (library.origin(best.record) == Origin::predicted) {
    found.level = ConclusionLevel::compound_class;
    found.level_text = "Match to a predicted spectrum only: class at most";
  }
}

void conclude_nothing(const Library& library, const Limits& limits, Identification& found) {
  if (found.matches.hits.empty()) {
    found.why.push_back("no library record of this kind of spectrum was comparable");
  } else {
    found.why.push_back("nearest library record " +
                        describe(found.matches.hits.front(), library, limits) + " is below the " +
                        with_digits(limits.tentative, limits.digits) + " of a library match");
  }
  if (indicates_class(found)) {
    found.level = ConclusionLevel::compound_class;
    found.level_text = found.compound_class.name == kFentanyl
                           ? "Fentanyl class indicated; no library record matches"
                           : "Precursor or relative of the fentanyl class indicated; no library "
                             "record matches";
  } else {
    found.level = ConclusionLevel::nothing_found;
    found.level_text = "Nothing found in this library";
  }
}

}  // namespace

const char* name(ConclusionLevel level) noexcept {
  switch (level) {
    case ConclusionLevel::nothing_found: return "nothing_found";
    case ConclusionLevel::compound_class: return "class";
    case ConclusionLevel::isomer_group: return "isomer_group";
    case ConclusionLevel::compound: return "compound";
  }
  return "nothing_found";
}

std::vector<Identification> identify(std::vector<Query> queries, std::vector<Matches> matches,
                                     const Library& library, const Method& method) {
  std::vector<Identification> identifications(queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i) {
    Identification& found = identifications[i];
    found.query = std::move(queries[i]);
    found.matches = std::move(matches[i]);
    const Limits limits = limits_for(found.query, method);
    const bool is_match =
        !found.matches.hits.empty() && found.matches.hits.front().score >= limits.tentative;
    if (is_match) {
      conclude_match(library, limits, found);
    } else {
      conclude_nothing(library, limits, found);
    }
    for (const std::string& note : found.matches.notes) found.why.push_back(note);
    for (const std::string& remark : found.query.remarks) found.why.push_back(remark);
  }
  return identifications;
}

}  // namespace basepeak
