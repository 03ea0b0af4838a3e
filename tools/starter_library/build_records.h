#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "tools/starter_library/curation.h"

namespace basepeak::starter {

// The text of every compound's file, by file name ("fentanyl.msp"): its EI records, then its MS/MS
// records, in the order of sources.tsv. The same inputs give the same bytes. Throws Error{input}
// naming the record when a source is missing or contradicts the compound it is assigned to.
[[nodiscard]] std::map<std::string, std::string> build_records(
    const Curation& curation, const std::filesystem::path& nist_folder,
    const std::filesystem::path& spectra_folder);

}  // namespace basepeak::starter
