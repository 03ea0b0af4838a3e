#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace basepeak {

// Hands over the tab-separated cells of each line that is neither empty nor begins with '#', with
// its 1-based number.
void for_each_row(std::string_view text,
                  const std::function<void(std::size_t, const std::vector<std::string>&)>& visit);

[[nodiscard]] std::string sha256_of(std::string_view text);

// The texts that are built into the engine, from libraries/models.
[[nodiscard]] std::string_view embedded_site_table() noexcept;
[[nodiscard]] std::string_view embedded_ion_table() noexcept;
[[nodiscard]] std::string_view embedded_class_model() noexcept;
[[nodiscard]] std::string_view embedded_calibration() noexcept;
[[nodiscard]] std::string_view embedded_ms2_ions() noexcept;
[[nodiscard]] std::string_view embedded_ms2_class_model() noexcept;
[[nodiscard]] std::string_view embedded_ms2_calibration() noexcept;
[[nodiscard]] std::string_view embedded_class_members() noexcept;
[[nodiscard]] std::string_view embedded_compound_classes() noexcept;

}  // namespace basepeak
