#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "engine/identify/identification.h"

namespace basepeak {

// Parts of report.json's conclusion, as docs/formats.md names their fields.
[[nodiscard]] nlohmann::ordered_json class_json(const ClassCall& call);
[[nodiscard]] nlohmann::ordered_json confidence_json(const std::optional<Confidence>& confidence);
[[nodiscard]] nlohmann::ordered_json peaks_json(const std::vector<Mixture::Peak>& peaks);
[[nodiscard]] nlohmann::ordered_json mixture_json(const std::optional<Mixture>& mixture);

}  // namespace basepeak
