#include "engine/identify/control_flags.h"

#include <algorithm>
#include <optional>

#include "engine/chemistry/inchi_key.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "engine/identify/compound_classes.h"

namespace basepeak {

namespace {

// What the flags of a molecule are computed from.
struct Facts {
  std::string block;  // first block of the InChIKey; empty if none is known
  std::vector<FentanylFrame> frames;
  std::string compound_class;
  bool has_structure = false;
};

void read(std::string_view smiles, Facts& facts) {
  const std::string flat = read_structure(smiles).flat_smiles;
  facts.frames = fentanyl_frames(flat);
  facts.compound_class = class_of_structure(flat);
  facts.has_structure = true;
  facts.block = inchi_key_connectivity(inchi_key(flat));
}

Facts facts_of(const ControlLists& lists, std::string_view smiles, std::string_view inchikey) {
  Facts facts;
  try {
    if (!smiles.empty()) read(smiles, facts);
  } catch (const Error& problem) {
    // A record may carry a SMILES that no toolkit reads; its key still names it.
    if (problem.kind() != ErrorKind::input) throw;
  }
  if (facts.block.empty() && is_inchi_key(inchikey)) {
    facts.block = inchi_key_connectivity(inchikey);
    const ListedSubstance* listed = lists.substance_of(facts.block);
    if (listed != nullptr && !facts.has_structure) read(listed->smiles, facts);
  }
  return facts;
}

void add_note(std::string& note, const std::string& more) {
  if (more.empty()) return;
  note += (note.empty() ? "" : "; ") + more;
}

void tell_end(const std::string& until, ControlFlag& flag) {
  if (!until.empty()) add_note(flag.note, "no longer in force after " + until);
}

ControlFlag flag_on(const ControlList& list) {
  ControlFlag flag;
  flag.list = list.id;
  flag.title = list.title;
  flag.jurisdiction = list.jurisdiction;
  flag.text_date = list.from;
  flag.citation = list.citation;
  flag.verified_on = list.verified_on;
  return flag;
}

const ListEntry* entry_of(const ControlLists& lists, const ControlList& list,
                          const std::string& block) {
  const ListedSubstance* substance = block.empty() ? nullptr : lists.substance_of(block);
  if (substance == nullptr) return nullptr;
  const auto found = std::find_if(list.entries.begin(), list.entries.end(), [&](const auto& entry) {
    return entry.substance == substance->id;
  });
  return found == list.entries.end() ? nullptr : &*found;
}

ControlFlag named_flag(const ControlList& list, const ListEntry& entry) {
  ControlFlag flag = flag_on(list);
  flag.entry = entry.printed;
  flag.basis = FlagBasis::named;
  flag.status = list.is_pending ? FlagStatus::review : FlagStatus::named;
  if (!entry.from.empty()) flag.text_date = entry.from;
  if (!entry.citation.empty()) flag.citation = entry.citation;
  flag.verified_on = entry.verified_on;
  if (list.is_precursor_list) add_note(flag.note, "listed as a precursor");
  add_note(flag.note, entry.note);
  add_note(flag.note, list.note);
  tell_end(entry.until.empty() ? list.until : entry.until, flag);
  return flag;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

// "A, E" of "A: ..." and "E: ...".
std::string letters_of(const std::vector<std::string>& reasons) {
  std::string letters;
  for (const std::string& reason : reasons) {
    const std::string letter = reason.substr(0, reason.find(':'));
    if (letters.find(letter) != std::string::npos || letter == "review") continue;
    letters += (letters.empty() ? "" : ", ") + letter;
  }
  return letters;
}

// "Schedule II (not verified)" of a list that names the substance and that this wording leaves out.
std::optional<std::string> excluding_list(const ControlLists& lists, const ControlList& list,
                                          const std::string& block) {
  for (const ControlList& other : lists.lists) {
    const bool excludes = std::find(list.excluded_by.begin(), list.excluded_by.end(), other.id) !=
                          list.excluded_by.end();
    const ListEntry* entry = excludes ? entry_of(lists, other, block) : nullptr;
    if (entry == nullptr) continue;
    return other.title + (entry->verified_on.empty() ? " (entry not verified)" : "");
  }
  return std::nullopt;
}

std::optional<ControlFlag> wording_flag(const ControlLists& lists, const ControlList& list,
                                        const Facts& facts) {
  const Scope scope = scope_of(list.wording, facts.frames);
  if (scope.outcome == ScopeOutcome::outside) return std::nullopt;
  ControlFlag flag = flag_on(list);
  flag.basis = FlagBasis::class_wording;
  const std::string letters = letters_of(scope.reasons);
  flag.entry = letters.empty() ? "class wording" : "class wording, modification " + letters;
  flag.status = scope.outcome == ScopeOutcome::review ? FlagStatus::review : FlagStatus::in_wording;
  add_note(flag.note, joined(scope.reasons));
  if (const auto other = excluding_list(lists, list, facts.block)) {
    // Named there, uncertain here: the name says all there is to say.
    if (flag.status == FlagStatus::review) return std::nullopt;
    flag.status = FlagStatus::excluded_listed_elsewhere;
    add_note(flag.note, "named in " + *other + ", which the text leaves out");
  }
  add_note(flag.note, list.note);
  tell_end(list.until, flag);
  return flag;
}

bool is_about(const ControlList& list, std::string_view compound_class) {
  return !compound_class.empty() &&
         std::find(list.compound_classes.begin(), list.compound_classes.end(), compound_class) !=
             list.compound_classes.end();
}

// A list whose wording on the molecule's class is not held here.
std::optional<ControlFlag> class_wide_flag(const ControlList& list, const Facts& facts) {
  if (!is_about(list, facts.compound_class)) return std::nullopt;
  ControlFlag flag = flag_on(list);
  flag.basis = FlagBasis::class_wording;
  flag.status = FlagStatus::review;
  flag.entry = "wording on the class " + facts.compound_class;
  add_note(flag.note, "of this class by its structure; the text must be read");
  add_note(flag.note, list.note);
  tell_end(list.until, flag);
  return flag;
}

}  // namespace

std::vector<ControlFlag> flags_of(const ControlLists& lists, std::string_view smiles,
                                  std::string_view inchikey) {
  const Facts facts = facts_of(lists, smiles, inchikey);
  std::vector<ControlFlag> flags;
  for (const ControlList& list : lists.lists) {
    if (const ListEntry* entry = entry_of(lists, list, facts.block)) {
      flags.push_back(named_flag(list, *entry));
    } else if (!list.wording.empty()) {
      if (auto flag = wording_flag(lists, list, facts)) flags.push_back(std::move(*flag));
    } else if (auto flag = class_wide_flag(list, facts)) {
      flags.push_back(std::move(*flag));
    }
  }
  return flags;
}

std::vector<ControlFlag> flags_of_group(const ControlLists& lists,
                                        const std::vector<FlaggedMolecule>& group) {
  std::vector<ControlFlag> all;
  for (const FlaggedMolecule& molecule : group) {
    for (ControlFlag& flag : flags_of(lists, molecule.smiles, molecule.inchikey)) {
      const auto same = std::find_if(all.begin(), all.end(), [&](const ControlFlag& other) {
        return other.list == flag.list && other.entry == flag.entry &&
               other.status == flag.status && other.note == flag.note;
      });
      if (same != all.end()) {
        same->members.push_back(molecule.name);
      } else {
        flag.members = {molecule.name};
        all.push_back(std::move(flag));
      }
    }
  }
  const auto place_of = [&](const ControlFlag& flag) {
    return std::find_if(lists.lists.begin(), lists.lists.end(),
                        [&](const ControlList& list) { return list.id == flag.list; });
  };
  std::stable_sort(all.begin(), all.end(), [&](const ControlFlag& a, const ControlFlag& b) {
    return place_of(a) < place_of(b);
  });
  for (ControlFlag& flag : all) {
    if (flag.members.size() == group.size()) continue;
    flag.differs_between_members = true;
    add_note(flag.note, "differs between members: holds for " + joined(flag.members));
  }
  return all;
}

std::string class_wide_lists(const ControlLists& lists, std::string_view compound_class) {
  std::string text;
  for (const ControlList& list : lists.lists) {
    if (!is_about(list, compound_class)) continue;
    text += (text.empty() ? "" : "; ") + list.jurisdiction + ", " + list.title;
  }
  if (text.empty()) return text;
  return "control lists with a wording on the class " + std::string(compound_class) +
         " are to be looked at (" + text + ")";
}

std::string flag_text(const ControlFlag& flag) {
  std::string text = flag.jurisdiction + ", " + flag.title + ": " + flag.entry + " (" +
                     name(flag.status) + (flag.verified_on.empty() ? ", unverified" : "");
  if (flag.differs_between_members) text += ", for " + joined(flag.members);
  return text + ")";
}

const char* name(FlagBasis basis) noexcept {
  return basis == FlagBasis::named ? "named" : "class_wording";
}

const char* name(FlagStatus status) noexcept {
  switch (status) {
    case FlagStatus::in_wording: return "in_wording";
    case FlagStatus::named: return "named";
    case FlagStatus::excluded_listed_elsewhere: return "excluded_listed_elsewhere";
    case FlagStatus::review: return "review";
  }
  return "review";
}

}  // namespace basepeak
