#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/identify/component_acceptance.h"
#include "engine/identify/control_lists.h"
#include "engine/identify/identification.h"
#include "engine/identify/retention_evidence.h"
#include "engine/method.h"
#include "engine/prepare/prepare.h"
#include "engine/read/alkane_ladder.h"
#include "engine/read/run.h"
#include "engine/skipped.h"

namespace basepeak {

// The audit record of one run: everything the renderings show and everything needed to repeat it.
// It holds no clock times, absolute paths or thread counts: the same input gives the same record.
struct Report {
  struct RunFacts {
    RunHeader header;
    std::string sha256;  // of the run's data file
    std::uint64_t bytes = 0;
    std::size_t scans = 0;  // read
    double first_s = 0.0;
    double last_s = 0.0;
    PreparationFacts preparation;
    std::optional<SurveyFacts> survey;    // of a run with MS/MS scans
    std::vector<float> chromatogram_s;    // retention time of each MS1 scan
    std::vector<float> chromatogram_tic;  // its total ion signal
  } run;
  struct LibraryFacts {
    std::string name;
    std::string checksum;
    std::size_t records = 0;
  } library;
  std::vector<ControlLists::File> control_lists;  // that the flags come from
  Method method;
  std::string backend;
  std::string software_version;
  std::string software_commit;
  // What retention indices and relative retentions were measured from.
  struct RetentionFacts {
    std::optional<AlkaneLadder> ladder;
    std::string ladder_choice;  // why this ladder, or why none; empty if none was given
    std::string column;         // the run's, as far as known
    std::optional<InternalStandard> internal_standard;
  } retention;
  // The other runs that this one was compared with.
  struct BatchFacts {
    struct OtherRun {
      std::string name, sha256, acquired;
      std::size_t components = 0;
    };
    std::vector<OtherRun> blanks;
    std::optional<OtherRun> run_before;
    std::string order;  // what says that it was before: "acquisition time" or "command order"
  } batch;
  std::vector<Identification> components;
  // Against an acceptance profile; only where the caller asks for one.
  std::optional<AcceptanceFacts> acceptance;
  std::vector<Skipped> skipped;
  // Of the records that the components' candidates name, for the renderings: parallel to
  // `candidate_record`, so that a report needs no library to be drawn.
  struct Candidate {
    std::uint32_t record = 0;
    std::string id, name, inchikey, formula, smiles, origin, source, licence, compound_class;
    Peaks peaks;
    std::vector<ReferenceIndex> retention_indices = {};
  };
  std::vector<Candidate> records;  // ascending in `record`, each once
};

// A run that could not be processed: a row of the batch summary.
struct FailedRun {
  std::string name;
  std::string why;
};

// The renderings of one report. The same report gives the same bytes.
[[nodiscard]] std::string to_json(const Report& report);
[[nodiscard]] std::string to_csv(const Report& report);
[[nodiscard]] std::string to_html(const Report& report);

// What of the run could not be used and may hide a finding, in one sentence ("after scan 6: the
// file is cut or damaged ..."); empty if the whole run was used.
[[nodiscard]] std::string missing_part(const Report& report);

// Why a report without components has none, in one sentence: what was read, what of it was not
// searched and why. Empty if there are components.
[[nodiscard]] std::string why_no_component(const Report& report);
// Whether nothing of the run could be searched.
[[nodiscard]] bool is_nothing_searched(const Report& report);

// One row of the batch summary.
struct SummaryRow {
  std::string run;        // "HO-A.D"
  std::string file_stem;  // the reports' file names less ".report.json"; empty if it failed
  std::string status;     // "ok", "incomplete" (a part could not be used) or "failed"
  std::string reason;     // why it failed, or what is missing
  std::string nothing;    // why there is no component; empty if there are some
  std::size_t components = 0;
  std::size_t skipped = 0;
  std::vector<std::string> findings;  // "Fentanyl (isomer group of 3), 16.20 min, match factor 934"
  bool has_class_call = false;        // a component was called fentanyl class
  bool has_class_in_sum = false;      // a sum's part or a second compound is as of one of it
  bool has_precursor_call = false;    // a component was called a precursor of the class
  // Something of the run was not assessed, has strong ions that no record explains, or ions that
  // speak for the class without being enough for a call.
  bool is_class_open = false;
  std::vector<std::string> flags;  // control lists, each once, over all components
};
// Whether the fentanyl class is in the run: "yes", "possible" (part of a mixture), "precursor", "not
// excluded", "no", nothing where the run failed.
[[nodiscard]] std::string class_word(const SummaryRow& row);
[[nodiscard]] SummaryRow summarise(const Report& report, const std::string& file_stem);
[[nodiscard]] std::string summary_csv(const std::vector<SummaryRow>& rows);
[[nodiscard]] std::string summary_html(const std::vector<SummaryRow>& rows);

}  // namespace basepeak
