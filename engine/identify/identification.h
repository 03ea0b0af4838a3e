#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/prepare/query.h"
#include "engine/search/match.h"

namespace basepeak {

enum class ConclusionLevel { nothing_found, compound_class, isomer_group, compound };

// "compound", "isomer_group", "class", "nothing_found".
[[nodiscard]] const char* name(ConclusionLevel level) noexcept;

struct GroupMember {
  std::string record;  // library record id; empty for a member outside the library
  std::string name;
  std::string inchikey;
};

// Compounds that this measurement cannot tell apart.
struct IsomerGroup {
  std::string key;
  bool is_of_isomers = true;                 // every member is known to have one formula
  std::vector<GroupMember> members;          // one a compound, best first
  std::vector<GroupMember> outside_library;  // named members of the class scope without a record
};

// What a probability was calibrated on: it holds for spectra like these.
struct CalibratedOn {
  std::string data;  // in a sentence
  std::size_t compounds = 0;
  std::size_t spectra = 0;
  std::string model_sha256;
};

// How far the conclusion can be relied on.
struct Confidence {
  double probability = 0.0;
  std::string statement;  // what it is the probability of
  // Odds of the statement after the measurement over the odds before it, where `prior` is the
  // probability: of a library match that the library holds the compound, as the method has it; of a
  // class the share that it had among the spectra of the fit.
  double likelihood_ratio = 0.0;
  double prior = 0.5;
  CalibratedOn calibrated_on;
};

// Which class the compound belongs to, and on what ground. Sites are formulas of fragments; chain
// and terminal ring are one formula.
struct ClassCall {
  bool is_called = false;
  std::string name;
  // Absent where none was calibrated; of the fentanyl class, where the ions speak for it and a
  // limit of the report keeps it from being called.
  std::optional<double> probability;
  std::optional<CalibratedOn> calibrated_on;  // of the probability
  std::string basis;                          // "library", "recognition" or empty
  struct Sites {
    std::string acyl, n_aryl, piperidine, n1_substituent;
    std::optional<double> probability;
    [[nodiscard]] bool names_the_same_as(const Sites& other) const noexcept {
      return acyl == other.acyl && n_aryl == other.n_aryl && piperidine == other.piperidine &&
             n1_substituent == other.n1_substituent;
    }
  };
  std::optional<Sites> sites;
  std::vector<Sites> ranked_sites;
  std::vector<std::string> changed_sites;  // relative to fentanyl
  struct Evidence {
    std::string ion;       // "m/z 245", "m/z 188.1434"
    std::string formula;   // of the ion
    std::string contains;  // what part of the molecule it holds
    bool is_seen = false;
    double relative_intensity = 0.0;  // of the base peak, 0 to 1
  };
  std::vector<Evidence> evidence;
};

// On what ground a control list is named: an entry of the list, or its wording on a class.
enum class FlagBasis { named, class_wording };
// excluded_listed_elsewhere: the structure is in the wording, which leaves out what another list
// names. review: the wording has no sharp border there, or is not held here.
enum class FlagStatus { in_wording, named, excluded_listed_elsewhere, review };

[[nodiscard]] const char* name(FlagBasis basis) noexcept;
[[nodiscard]] const char* name(FlagStatus status) noexcept;

// Where a structure stands on a control list at a date; no legal advice.
struct ControlFlag {
  std::string list;   // id
  std::string title;  // of the list
  std::string jurisdiction;
  std::string entry;  // as printed, or which modification of a class wording
  FlagBasis basis = FlagBasis::named;
  FlagStatus status = FlagStatus::named;
  std::string text_date;  // from when, ISO, whole or cut; empty where not known
  std::string citation;
  std::string verified_on;  // empty: recalled, not read
  std::string note;
  std::vector<std::string> members;  // names of the molecules it holds for
  bool differs_between_members = false;
};

// A component of a named blank that is the same as this one, by retention and spectrum.
struct BlankMatch {
  std::string blank;  // the blank's run name
  double retention_s = 0.0;
  double area_ratio = 0.0;  // this component's area over the blank's
  double match_factor = 0.0;
};

// The same component, far larger, in the run acquired directly before.
struct CarryOver {
  std::string run_before;
  double retention_s = 0.0;
  double area_percent = 0.0;  // this component's area, of that one's
  double match_factor = 0.0;
};

// A spectrum explained by several library records together, where one leaves much of it
// unexplained.
struct Mixture {
  struct Peak {
    double mz = 0.0;
    double relative_intensity = 0.0;  // of the base peak
  };
  struct Part {
    std::string record, name, inchikey;
    std::string compound_class;    // the record's; empty without one
    double share = 0.0;            // of the explained signal
    double amount = 0.0;           // height of its base peak, of the component's base peak
    std::string compound = {};     // by the name of compound_evidence.h
    std::vector<Peak> peaks = {};  // the record's, on unit masses, from the component's lowest up
  };
  std::vector<Part> parts;        // largest share first
  double explained = 0.0;         // of the signal, by all parts together
  double explained_by_one = 0.0;  // by the best single record
  bool is_beside_match = false;   // the first part is the match, the second another compound
  std::vector<Peak> unexplained;  // strongest first
};

// The conclusion on one query.
struct Identification {
  Query query;
  Matches matches;
  ConclusionLevel level = ConclusionLevel::nothing_found;
  std::string level_text;                // the level in a laboratory's words
  bool contradicts_source = false;       // the match is not what the source states
  bool is_by_prediction = false;         // it rests on a predicted spectrum alone
  std::optional<Confidence> confidence;  // absent where nothing was calibrated
  // Parallel to the hits: that the compound is this record's. Records of one compound share it.
  std::vector<std::optional<double>> candidate_probability;
  IsomerGroup isomer_group;
  ClassCall compound_class;
  std::vector<ControlFlag> flags;    // control lists
  std::vector<BlankMatch> in_blank;  // one a blank that holds it
  std::optional<CarryOver> possible_carry_over;
  std::optional<Mixture> mixture;
  // Ions that the matching record lacks, where `mixture` says nothing of them (unmatched_ions.h).
  std::vector<Mixture::Peak> unmatched;
  std::vector<std::string> why;  // the reasons for and against, each a sentence
};

}  // namespace basepeak
