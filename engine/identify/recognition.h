#pragma once

#include <string>
#include <vector>

#include "engine/identify/class_model.h"
#include "engine/identify/class_neighbours.h"
#include "engine/identify/identification.h"
#include "engine/identify/ms2_class_model.h"
#include "engine/identify/ms2_ranker.h"
#include "engine/identify/site_ranker.h"
#include "engine/prepare/query.h"

namespace basepeak {

// What the product ions of a called MS/MS spectrum show, of those of 1 % of the strongest and more.
struct Ms2Support {
  std::size_t ions = 0;      // of the class
  bool shows_amide = false;  // one holds the acyl or the N-aryl
  bool shows_n1 = false;     // one holds the substituent on N1
};

// Whether a spectrum is of the fentanyl class, by its ions alone, whatever the library holds.
struct Recognition {
  ClassCall call;                 // evidence also where the class is not called
  std::vector<std::string> why;   // the reasons for and against, each a sentence
  std::optional<Ms2Support> ms2;  // of a call by MS/MS
};

inline constexpr std::size_t kMostRankedSites = 5;

// EI spectra by the fitted model: the call, its calibrated probability, and the formulas of the
// sites with theirs, which hold if the class is right. MS/MS spectra of accurate mass by their
// product ions (recognise_ms2). Spectra of too few ions and column bleed give no call and say why.
[[nodiscard]] Recognition recognise(const Query& query, const ClassModel& model = class_model());

// The same beside the spectra of a library: an EI spectrum whose probability by the ions is at or
// above the model's gate is compared with them, and the call, its probability and the sites are
// those of the model fitted with neighbours. Below the gate, or where the library holds too few
// compounds of the class (neighbours_count), the answer is that of the ions alone. Spectra of the
// compound `without` are passed over.
[[nodiscard]] Recognition recognise(const Query& query, const ClassModel& model,
                                    const ClassNeighbours& neighbours,
                                    std::string_view without = {});

// Whether a library holds enough spectra for the model fitted with neighbours: of half as many
// compounds of the class as it was fitted with, or more.
[[nodiscard]] bool neighbours_count(const ClassModel& model, const ClassNeighbours& neighbours);

// What an EI spectrum's ions, and its neighbours where they count, say; all answers on the sites.
// `neighbours` may be null. REQUIRES: the view has peaks.
struct ClassAnswer {
  double probability = 0.0;
  double threshold = 0.5;  // from which the class is called
  std::vector<SiteAnswer> sites;
  bool is_by_neighbours = false;
};
[[nodiscard]] ClassAnswer class_answer(const EiView& view, const ClassModel& model,
                                       const ClassNeighbours* neighbours,
                                       std::string_view without = {});

// The probability that an EI spectrum is of the class, by the model alone; 0 for one without peaks.
[[nodiscard]] double class_probability(const Peaks& peaks, const ClassModel& model);

// MS/MS of a protonated molecule on accurate masses: every molecule of the table's variants that
// has the precursor's mass, judged by its product ions (libraries/models/fentanyl_ms2_ions.tsv).
// The probability is the model's; it was fitted with windows that `windows` may narrow and not
// widen. No call, with the reason, for unit masses, other adducts, negative mode, a missing
// precursor.
[[nodiscard]] Recognition recognise_ms2(const Query& query, const SiteTable& table,
                                        const Ms2Windows& windows = {},
                                        const Ms2ClassModel& model = ms2_class_model());

// "acyl", "n_aryl", "piperidine", "n1_substituent" where the formula is not fentanyl's.
[[nodiscard]] std::vector<std::string> changed_sites(const ClassCall::Sites& sites);

// "fentanyl", or "fentanyl precursor" without an acyl or with a bare N1.
[[nodiscard]] std::string class_name_of(const ClassCall::Sites& sites);

}  // namespace basepeak
