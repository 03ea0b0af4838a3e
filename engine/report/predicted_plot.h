#pragma once

#include <string>

#include "engine/predict/prediction.h"

namespace basepeak {

// Pictures of a spectrum that nobody measured: hatched bars, and "[PREDICTED] not a measurement"
// across them and in the caption, with grade, expected cosine and model.

// An SVG document of its own, ending in a line end.
[[nodiscard]] std::string predicted_svg(const Prediction& prediction);

// A part of a page: heading, the picture, the neighbours and a table of the strongest peaks with
// formula, atoms and neighbours.
[[nodiscard]] std::string predicted_section(const Prediction& prediction);

// A page (engine/report/html_style.h) around such sections.
[[nodiscard]] std::string predicted_page(const std::string& sections);

}  // namespace basepeak
