#pragma once

#include <optional>

#include "engine/identify/class_neighbours.h"
#include "engine/identify/recognition.h"
#include "engine/library/library.h"
#include "engine/method.h"

namespace basepeak {

// Recognition of the fentanyl class as a report asks for it: EI beside the library's spectra of the
// class, which are read when the first spectrum asks for them, MS/MS within the method's windows
// and with two product ions of the class or more; one that rests on no more, or on one half of the
// molecule, is stated with less probability and says so. Refers to the library. Not for several
// threads at once.
class ClassRecogniser {
 public:
  explicit ClassRecogniser(const Library& library) : library_(library) {}
  [[nodiscard]] Recognition recognise(const Query& query, const Method& method);

 private:
  const Library& library_;
  std::optional<ClassNeighbours> neighbours_;
};

// Whether a recognition is sure enough for a report: called, and at or above the method's
// probability, of a component that explains enough of its scan.
[[nodiscard]] bool is_reported(const Recognition& recognition, const Query& query,
                               const Method& method);

}  // namespace basepeak
