#pragma once

#include <string>

#include "tools/starter_library/consensus.h"
#include "tools/starter_library/curation.h"

namespace basepeak::starter {

// Where a record comes from, as it is printed in its Comments field. No double quotes inside.
struct Provenance {
  std::string source;
  std::string accession;
  std::string contributor;
  std::string licence;
  std::string citation;
  std::string changes;
};

// How it was measured, as the source writes it; empty fields are not printed.
struct Measurement {
  std::string instrument;
  std::string instrument_type;
  std::string fragmentation;
  std::string resolution;
  std::string energy;
  std::string adduct;
};

// One MSP record, closed by an empty line: m/z (whole for EI, 4 decimals for MS/MS), intensity of a
// base of 999 with one decimal, and "sd x" in quotes where there are replicates.
[[nodiscard]] std::string record_text(const Compound& compound, const RecordSource& record,
                                      const Consensus& consensus, const Measurement& measurement,
                                      const Provenance& provenance);

}  // namespace basepeak::starter
