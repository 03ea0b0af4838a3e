#include "engine/report/json_parts.h"

namespace basepeak {

Json acceptance_facts_json(const AcceptanceFacts& facts) {
  const AcceptanceProfile& profile = facts.request.profile;
  const TechniqueCategories& categories = facts.request.categories;
  Json references = Json::array();
  for (const ReferenceRun& run : facts.request.references) {
    references.push_back({{"name", run.name},
                          {"sha256", run.sha256},
                          {"acquired", run.acquired},
                          {"components", run.peaks.size()}});
  }
  return {{"profile",
           {{"name", profile.name},
            {"title", profile.title},
            {"version", profile.version},
            {"citation", profile.citation},
            {"verified_on", profile.verified_on},
            {"is_verified", profile.is_verified()},
            {"note", profile.note},
            {"sha256", facts.request.profile_sha256}}},
          {"technique_categories",
           {{"version", categories.version},
            {"citation", categories.citation},
            {"verified_on", categories.verified_on}}},
          {"references", std::move(references)}};
}

Json acceptance_json(const std::optional<ComponentAcceptance>& accepted) {
  if (!accepted) return nullptr;
  Json criteria = Json::array();
  for (const Criterion& criterion : accepted->answer.criteria) {
    criteria.push_back({{"what", criterion.what},
                        {"state", state(criterion)},
                        {"measured", or_null(criterion.measured)},
                        {"low", or_null(criterion.low)},
                        {"high", or_null(criterion.high)},
                        {"unit", criterion.unit},
                        {"text", criterion.found}});
  }
  const SchemeCount& scheme = accepted->scheme;
  return {{"reference", accepted->reference},
          {"reference_id", accepted->reference_id},
          {"is_of_same_batch", accepted->is_of_same_batch},
          {"is_met", accepted->answer.is_met()},
          {"criteria", std::move(criteria)},
          {"caveats", accepted->answer.caveats},
          {"techniques",
           {{"a", scheme.a},
            {"b", scheme.b},
            {"c", scheme.c},
            {"meets_minimum", scheme.meets_minimum},
            {"why", scheme.why}}}};
}

}  // namespace basepeak
