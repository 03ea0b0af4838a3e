#pragma once

#include <filesystem>
#include <span>

#include "engine/method.h"
#include "engine/prepare/query.h"
#include "engine/read/alkane_ladder.h"

namespace basepeak {

// Whether the peaks are an n-alkane's above C8: the series 57, 71, 85 falls off smoothly, and the
// ions of other classes (even masses of alcohols and esters, 55/69/83 of alkenes) stay behind it.
[[nodiscard]] bool is_n_alkane(const Peaks& peaks);

// The carbon number that the molecular ion of an n-alkane's spectrum states; 0 where none stands
// clear of the rest. Nominal masses 14 n + 2.
[[nodiscard]] int carbons_by_molecular_ion(const Peaks& peaks);

// The n-alkanes among a run's components (ascending in retention) with their carbon numbers. The
// numbers are the molecular ions'; where one does not show, they must follow from the neighbours
// without a choice. `first_carbon` (0: not stated) is the user's word for the first of them; then
// neighbours that show no molecular ion count as consecutive. Throws Error{input}, beginning with
// `where`, when the numbering is not certain, naming the peaks in question.
[[nodiscard]] std::vector<LadderPoint> number_alkanes(const std::string& where,
                                                      std::span<const Query> components,
                                                      int first_carbon);

// Reads a ladder run (or, if the file is one, a table) as a ladder. Throws Error{input} as
// read_alkane_ladder, open_run and number_alkanes do.
[[nodiscard]] AlkaneLadder open_ladder(const std::filesystem::path& path, const Method& method);

}  // namespace basepeak
