#pragma once

#include <cstddef>
#include <vector>

#include "engine/library/library.h"
#include "engine/predict/analogues.h"
#include "engine/predict/prediction.h"

namespace basepeak {

// What EI spectra can be predicted from in a library.
struct LibraryAnalogues {
  AnalogueSet set;
  std::vector<Prediction::Source> sources;  // one an entry of the set
  std::vector<std::uint32_t> records;       // likewise: numbers in the library
};

// Reads the structures of a library's measured EI records on `threads` threads. Records that are
// predicted, or whose spectrum or structure cannot be used, are passed over. The library may go
// away.
[[nodiscard]] LibraryAnalogues library_analogues(const Library& library, std::size_t threads);

}  // namespace basepeak
