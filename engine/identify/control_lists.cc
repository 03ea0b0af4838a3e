#include "engine/identify/control_lists.h"

#include <algorithm>

#include "engine/chemistry/inchi_key.h"
#include "engine/error.h"
#include "engine/identify/model_text.h"

namespace basepeak {

namespace {

using Cells = std::vector<std::string>;

constexpr const char* kSubstances = "substances.tsv";

struct Place {
  std::string_view file;
  std::size_t line = 0;
};

[[noreturn]] void fail(const Place& place, const std::string& why) {
  throw Error(ErrorKind::library, "control list " + std::string(place.file) + ", line " +
                                      std::to_string(place.line) + ": " + why);
}

void need(const Place& place, const Cells& cells, std::size_t count) {
  if (cells.size() == count) return;
  fail(place, "a row of the kind \"" + cells[0] + "\" has " + std::to_string(count) +
                  " cells, not " + std::to_string(cells.size()));
}

// "2018", "2018-02" or "2018-02-06"; empty where it is not known.
const std::string& date(const Place& place, const std::string& text) {
  const bool has_length = text.empty() || text.size() == 4 || text.size() == 7 || text.size() == 10;
  bool is_date = has_length;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = i == 4 || i == 7;
    is_date = is_date && (is_hyphen ? text[i] == '-' : text[i] >= '0' && text[i] <= '9');
  }
  if (is_date && text.size() >= 7) {
    const int month = std::stoi(text.substr(5, 2));
    const int day = text.size() == 10 ? std::stoi(text.substr(8, 2)) : 1;
    is_date = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
  if (!is_date) fail(place, "\"" + text + "\" is not a date (YYYY, YYYY-MM, YYYY-MM-DD or empty)");
  return text;
}

const std::string& filled(const Place& place, const std::string& text, const char* what) {
  if (text.empty()) fail(place, std::string("the ") + what + " is empty");
  return text;
}

void check_span(const Place& place, const std::string& from, const std::string& until) {
  if (!until.empty() && until < from) fail(place, "it ends (" + until + ") before it begins");
}

class Parser {
 public:
  void read(const NamedText& file) {
    place_ = {file.name, 0};
    version_.clear();
    jurisdiction_.clear();
    const bool is_substances = file.name == kSubstances;
    if (is_substances != lists_.files.empty()) {
      throw Error(ErrorKind::library, std::string("control lists: ") + kSubstances +
                                          " must come first and once, not " +
                                          std::string(file.name));
    }
    for_each_row(file.text, [&](std::size_t line, const Cells& cells) {
      place_.line = line;
      if (cells[0] == "version") {
        need(place_, cells, 2);
        version_ = filled(place_, cells[1], "version");
      } else if (is_substances) {
        read_substance(cells);
      } else {
        read_row(cells);
      }
    });
    if (version_.empty()) fail(place_, "the file has no row \"version\"");
    lists_.files.push_back({std::string(file.name), version_, sha256_of(file.text)});
  }

  ControlLists finish() {
    for (const auto& [other, place] : references_) {
      const bool is_known =
          std::any_of(lists_.lists.begin(), lists_.lists.end(),
                      [&id = other](const ControlList& list) { return list.id == id; });
      if (!is_known) fail(place, "no list is called \"" + other + "\"");
    }
    for (const ControlList& list : lists_.lists) {
      if (list.entries.empty() && list.wording.empty() && list.compound_classes.empty()) {
        throw Error(ErrorKind::library, "control list " + list.file + ": the list \"" + list.id +
                                            "\" has no entry, clause or compound class");
      }
    }
    return std::move(lists_);
  }

 private:
  void read_substance(const Cells& cells) {
    if (cells[0] != "substance") fail(place_, "no row is of the kind \"" + cells[0] + "\" here");
    need(place_, cells, 5);
    const ListedSubstance made{filled(place_, cells[1], "id"), filled(place_, cells[2], "name"),
                               filled(place_, cells[3], "SMILES"), cells[4]};
    if (!is_inchi_key(made.inchikey_block + "-UHFFFAOYSA-N")) {
      fail(place_, "\"" + cells[4] + "\" is not the first block of an InChIKey");
    }
    for (const ListedSubstance& other : lists_.substances) {
      if (other.id == made.id) fail(place_, "the id \"" + made.id + "\" stands twice");
      if (other.inchikey_block == made.inchikey_block) {
        fail(place_, "\"" + made.id + "\" has the InChIKey of \"" + other.id + "\"");
      }
    }
    lists_.substances.push_back(made);
  }

  void read_row(const Cells& cells) {
    if (cells[0] == "jurisdiction") {
      need(place_, cells, 2);
      jurisdiction_ = filled(place_, cells[1], "jurisdiction");
    } else if (cells[0] == "list") {
      read_list(cells);
    } else if (cells[0] == "entry") {
      read_entry(cells);
    } else if (cells[0] == "clause") {
      read_clause(cells);
    } else if (cells[0] == "excluded_by") {
      need(place_, cells, 3);
      list_of(cells).excluded_by.push_back(cells[2]);
      references_.emplace_back(cells[2], place_);
    } else if (cells[0] == "compound_class") {
      need(place_, cells, 3);
      list_of(cells).compound_classes.push_back(filled(place_, cells[2], "class"));
    } else {
      fail(place_, "no row is of the kind \"" + cells[0] + "\"");
    }
  }

  void read_list(const Cells& cells) {
    need(place_, cells, 9);
    if (jurisdiction_.empty()) fail(place_, "a row \"jurisdiction\" must stand before the lists");
    for (const ControlList& other : lists_.lists) {
      if (other.id == cells[1]) fail(place_, "the list \"" + cells[1] + "\" stands twice");
    }
    if (cells[2] != "drugs" && cells[2] != "precursors" && cells[2] != "pending") {
      fail(place_, "a list is of drugs or precursors, or pending, not \"" + cells[2] + "\"");
    }
    ControlList list;
    list.id = filled(place_, cells[1], "id");
    list.jurisdiction = jurisdiction_;
    list.file = place_.file;
    list.is_precursor_list = cells[2] == "precursors";
    list.is_pending = cells[2] == "pending";
    list.title = filled(place_, cells[3], "title");
    list.citation = filled(place_, cells[4], "citation");
    list.from = date(place_, cells[5]);
    list.until = date(place_, cells[6]);
    list.verified_on = date(place_, cells[7]);
    list.note = cells[8];
    check_span(place_, list.from, list.until);
    lists_.lists.push_back(std::move(list));
  }

  // The list that a row names in its second cell; it stands in the same file.
  ControlList& list_of(const Cells& cells) {
    for (ControlList& list : lists_.lists) {
      if (list.id == cells[1] && list.file == place_.file) return list;
    }
    fail(place_, "no list of this file is called \"" + cells[1] + "\" yet");
  }

  void read_entry(const Cells& cells) {
    need(place_, cells, 9);
    ControlList& list = list_of(cells);
    const ListEntry entry{cells[2],
                          filled(place_, cells[3], "name as printed"),
                          date(place_, cells[4]),
                          date(place_, cells[5]),
                          date(place_, cells[6]),
                          cells[7],
                          cells[8]};
    check_span(place_, entry.from, entry.until);
    const bool is_known =
        std::any_of(lists_.substances.begin(), lists_.substances.end(),
                    [&](const ListedSubstance& one) { return one.id == entry.substance; });
    if (!is_known) fail(place_, "substances.tsv has no \"" + entry.substance + "\"");
    for (const ListEntry& other : list.entries) {
      if (other.substance == entry.substance) {
        fail(place_, "\"" + entry.substance + "\" stands twice in the list \"" + list.id + "\"");
      }
    }
    list.entries.push_back(entry);
  }

  void read_clause(const Cells& cells) {
    need(place_, cells, 7);
    ControlList& list = list_of(cells);
    const auto site = clause_site(cells[3]);
    const auto test = clause_test(cells[4]);
    if (!site) fail(place_, "no place of the molecule is called \"" + cells[3] + "\"");
    if (!test) fail(place_, "no test is called \"" + cells[4] + "\"");
    if (!fits(*test, *site)) fail(place_, cells[4] + " is no test of the " + cells[3]);
    WordingClause clause{
        filled(place_, cells[2], "letter"), *site, *test, {}, filled(place_, cells[6], "wording")};
    std::string_view words = cells[5];
    while (!words.empty()) {
      const std::string_view word = words.substr(0, words.find(','));
      const auto kind = group_kind(word);
      if (!kind) fail(place_, "no group is called \"" + std::string(word) + "\"");
      clause.groups.push_back(*kind);
      words.remove_prefix(std::min(word.size() + 1, words.size()));
    }
    if ((clause.test == WordingClause::Test::groups) == clause.groups.empty()) {
      fail(place_, "groups are listed for the test \"groups\" and for no other");
    }
    for (const WordingClause& other : list.wording) {
      if (other.site == clause.site && other.test == clause.test) {
        fail(place_, "two clauses on the " + cells[3]);
      }
    }
    list.wording.push_back(std::move(clause));
  }

  ControlLists lists_;
  Place place_;
  std::string version_;
  std::string jurisdiction_;
  std::vector<std::pair<std::string, Place>> references_;
};

}  // namespace

const ListedSubstance* ControlLists::substance_of(std::string_view inchikey_block) const {
  const auto found = std::find_if(
      substances.begin(), substances.end(),
      [&](const ListedSubstance& one) { return one.inchikey_block == inchikey_block; });
  return found == substances.end() ? nullptr : &*found;
}

ControlLists parse_control_lists(std::span<const NamedText> files) {
  Parser parser;
  for (const NamedText& file : files) parser.read(file);
  return parser.finish();
}

const ControlLists& control_lists() {
  static const ControlLists lists = parse_control_lists(embedded_control_lists());
  return lists;
}

}  // namespace basepeak
