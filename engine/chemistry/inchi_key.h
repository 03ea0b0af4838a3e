#pragma once

#include <string>
#include <string_view>

namespace basepeak {

// The standard InChIKey of a SMILES. Throws Error{input} when none can be made.
[[nodiscard]] std::string inchi_key(std::string_view smiles);

// True for 14 capitals, a hyphen, 10 capitals, a hyphen, one capital.
[[nodiscard]] bool is_inchi_key(std::string_view text) noexcept;

// First block: the connectivity, without stereo and isotopes.
[[nodiscard]] std::string_view inchi_key_connectivity(std::string_view inchi_key) noexcept;

}  // namespace basepeak
