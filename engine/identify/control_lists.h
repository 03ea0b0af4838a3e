#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identify/class_wording.h"

namespace basepeak {

// A text that was a file: "united_states.tsv" and what it holds.
struct NamedText {
  std::string_view name;
  std::string_view text;
};

// A substance that some list names. Entries of lists refer to it by its id.
struct ListedSubstance {
  std::string id;
  std::string name;
  std::string smiles;
  std::string inchikey_block;  // first block: stereo, isotopes and protonation are not looked at
};

// A substance on a list. Empty dates are not known; an empty `verified_on` says that the fact was
// recalled and not read.
struct ListEntry {
  std::string substance;                 // id
  std::string printed;                   // as the list prints it
  std::string from, until, verified_on;  // ISO dates, whole or cut ("2018")
  std::string citation;
  std::string note;
};

// A list, schedule or class wording of a jurisdiction at a date. docs/formats.md has the files.
struct ControlList {
  std::string id;
  std::string jurisdiction;
  std::string file;
  std::string title;
  std::string citation;
  std::string from, until, verified_on;
  std::string note;
  bool is_precursor_list = false;
  bool is_pending = false;  // passed, but not known to be in force: its names are for review
  std::vector<ListEntry> entries;
  std::vector<WordingClause> wording;         // none for lists of names
  std::vector<std::string> excluded_by;       // ids of lists whose entries this wording leaves out
  std::vector<std::string> compound_classes;  // that its wording is about, as reports name them
};

struct ControlLists {
  struct File {
    std::string name, version, sha256;
  };
  std::vector<File> files;
  std::vector<ControlList> lists;  // in file order
  std::vector<ListedSubstance> substances;

  // Null if no list names a substance of this connectivity.
  [[nodiscard]] const ListedSubstance* substance_of(std::string_view inchikey_block) const;
};

// Reads substances.tsv, which must come first, and the files of the jurisdictions. Throws
// Error{library} naming file and line for anything that is not understood, for unknown or repeated
// ids, and for entries without a structure.
[[nodiscard]] ControlLists parse_control_lists(std::span<const NamedText> files);

// libraries/control_lists as it is built in.
[[nodiscard]] std::span<const NamedText> embedded_control_lists() noexcept;
[[nodiscard]] const ControlLists& control_lists();

}  // namespace basepeak
