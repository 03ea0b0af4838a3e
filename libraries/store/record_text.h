#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library_record.h"
#include "engine/spectrum/peaks.h"
#include "engine/spectrum/spectrum.h"

// How a store writes the parts of a record that are not one word or number. Numbers are written in
// the fewest digits that read back as the same value. What reads them throws Error{library} with
// the reason when the text is not what was written.
namespace basepeak {

// "m/z intensity" a line.
[[nodiscard]] std::string peaks_to_text(const Peaks& peaks);
[[nodiscard]] Peaks peaks_from_text(std::string_view text);

// A number a line.
[[nodiscard]] std::string numbers_to_text(std::span<const float> numbers);
[[nodiscard]] std::vector<float> numbers_from_text(std::string_view text);

// A text a line; line breaks within one become blanks.
[[nodiscard]] std::string lines_to_text(const std::vector<std::string>& lines);
[[nodiscard]] std::vector<std::string> lines_from_text(std::string_view text);

[[nodiscard]] const char* word(Ionisation ionisation) noexcept;  // "ei", "esi", "unknown"
[[nodiscard]] const char* word(Polarity polarity) noexcept;  // "positive", "negative", "unknown"
[[nodiscard]] const char* word(Origin origin) noexcept;      // "measured", "predicted"
[[nodiscard]] Ionisation ionisation_of(std::string_view word);
[[nodiscard]] Polarity polarity_of(std::string_view word);
[[nodiscard]] Origin origin_of(std::string_view word);

}  // namespace basepeak
