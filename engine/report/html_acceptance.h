#pragma once

#include <string>

#include "engine/identify/component_acceptance.h"

namespace basepeak {

// A component's criteria, met or not, and the techniques that count; empty where nothing was
// compared.
[[nodiscard]] std::string acceptance_section(const AcceptanceFacts& facts, std::size_t index);

// Rows of the provenance: the profile, its citation and whether anybody verified it.
[[nodiscard]] std::string acceptance_provenance(const AcceptanceFacts& facts);

}  // namespace basepeak
