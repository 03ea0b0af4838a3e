#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "engine/identify/component_acceptance.h"
#include "engine/prepare/prepare.h"

// Parts of report.json that json.cc puts together; for it, json_ms2.cc and conclusion_json.cc only.
namespace basepeak {

using Json = nlohmann::ordered_json;

// Numbers that are not numbers are null: a report never holds NaN.
[[nodiscard]] Json number(double value);
[[nodiscard]] Json or_null(const std::optional<double>& value);
// Floats by the fewest digits that still name them: 0.1 stays 0.1.
[[nodiscard]] Json floats_json(std::span<const float> values);
[[nodiscard]] Json peaks_json(const Peaks& peaks);

// An LC-MS/MS component's precursor; null for any other.
[[nodiscard]] Json ms2_json(const std::optional<Ms2Facts>& facts);
// What an LC-MS/MS run's components were made from; null for any other run.
[[nodiscard]] Json survey_json(const std::optional<SurveyFacts>& facts);
// The profile that components were held against; and what came out for one, null for none.
[[nodiscard]] Json acceptance_facts_json(const AcceptanceFacts& facts);
[[nodiscard]] Json acceptance_json(const std::optional<ComponentAcceptance>& accepted);

}  // namespace basepeak
