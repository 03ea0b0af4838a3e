#pragma once

#include <optional>
#include <string_view>

#include "engine/read/spectrum_text.h"

namespace basepeak {

// Which format of spectra the beginning of a text is, if any. A JCAMP-DX text of another
// instrument is jcamp_dx all the same.
[[nodiscard]] std::optional<TextFormat> tell_text_format(std::string_view beginning);

}  // namespace basepeak
