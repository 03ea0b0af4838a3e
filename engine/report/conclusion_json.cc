#include "engine/report/conclusion_json.h"

#include "engine/report/json_parts.h"

namespace basepeak {

namespace {

Json sites_json(const ClassCall::Sites& sites) {
  return {{"acyl", sites.acyl},
          {"n_aryl", sites.n_aryl},
          {"piperidine", sites.piperidine},
          {"n1_substituent", sites.n1_substituent},
          {"probability", or_null(sites.probability)}};
}

Json calibrated_on_json(const CalibratedOn& on) {
  return {{"data", on.data},
          {"compounds", on.compounds},
          {"spectra", on.spectra},
          {"model_sha256", on.model_sha256}};
}

}  // namespace

Json class_json(const ClassCall& call) {
  Json ranked = Json::array();
  for (const auto& sites : call.ranked_sites) ranked.push_back(sites_json(sites));
  Json evidence = Json::array();
  for (const auto& ion : call.evidence) {
    evidence.push_back({{"ion", ion.ion},
                        {"formula", ion.formula},
                        {"contains", ion.contains},
                        {"seen", ion.is_seen},
                        {"relative_intensity", number(ion.relative_intensity)}});
  }
  Json json;
  json["called"] = call.is_called;
  json["name"] = call.name;
  json["probability"] = or_null(call.probability);
  json["calibrated_on"] =
      call.calibrated_on ? calibrated_on_json(*call.calibrated_on) : Json(nullptr);
  json["basis"] = call.basis;
  json["sites"] = call.sites ? sites_json(*call.sites) : Json(nullptr);
  json["ranked_sites"] = std::move(ranked);
  json["changed_sites"] = call.changed_sites;
  json["evidence"] = std::move(evidence);
  return json;
}

Json confidence_json(const std::optional<Confidence>& confidence) {
  if (!confidence) return nullptr;
  return {{"statement", confidence->statement},
          {"probability", number(confidence->probability)},
          {"likelihood_ratio", number(confidence->likelihood_ratio)},
          {"prior", number(confidence->prior)},
          {"calibrated_on", calibrated_on_json(confidence->calibrated_on)}};
}

Json peaks_json(const std::vector<Mixture::Peak>& peaks) {
  Json json = Json::array();
  for (const Mixture::Peak& peak : peaks) {
    json.push_back({{"mz", peak.mz}, {"relative_intensity", number(peak.relative_intensity)}});
  }
  return json;
}

Json mixture_json(const std::optional<Mixture>& mixture) {
  if (!mixture) return nullptr;
  Json parts = Json::array();
  for (const Mixture::Part& part : mixture->parts) {
    parts.push_back({{"record", part.record},
                     {"name", part.name},
                     {"inchikey", part.inchikey},
                     {"class", part.compound_class},
                     {"share", number(part.share)},
                     {"amount", number(part.amount)},
                     {"peaks", peaks_json(part.peaks)}});
  }
  return {{"parts", std::move(parts)},
          {"explained", number(mixture->explained)},
          {"explained_by_one", number(mixture->explained_by_one)},
          {"is_beside_match", mixture->is_beside_match},
          {"unexplained", peaks_json(mixture->unexplained)}};
}

}  // namespace basepeak
