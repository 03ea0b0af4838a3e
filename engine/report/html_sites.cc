#include "engine/report/html_sites.h"

#include "engine/report/html_text.h"

namespace basepeak {

namespace {

std::string sites_row(const std::string& head, const ClassCall::Sites& sites) {
  return "<tr><td>" + head + "</td><td>" + html_formula(sites.acyl) + "</td><td>" +
         html_formula(sites.n_aryl) + "</td><td>" + html_formula(sites.piperidine) + "</td><td>" +
         html_formula(sites.n1_substituent) + "</td><td class=\"n\">" +
         (sites.probability ? probability_text(*sites.probability) : kNoValue) + "</td></tr>\n";
}

// A site as the table's head names it, with the formula that is there.
std::string changed_site(const std::string& site, const ClassCall::Sites& sites) {
  if (site == "acyl") return "acyl (" + html_formula(sites.acyl) + ")";
  if (site == "n_aryl") return "aryl on the amide nitrogen (" + html_formula(sites.n_aryl) + ")";
  if (site == "piperidine") return "piperidine (" + html_formula(sites.piperidine) + ")";
  if (site == "n1_substituent") {
    return "substituent on N1 (" + html_formula(sites.n1_substituent) + ")";
  }
  return html_text(site);
}

std::string changed_words(const ClassCall& call) {
  if (!call.sites) return {};
  std::string changed;
  for (const std::string& site : call.changed_sites) {
    changed += (changed.empty() ? "" : ", ") + changed_site(site, *call.sites);
  }
  return changed.empty() ? "No site's formula differs from fentanyl's."
                         : "Changed relative to fentanyl: " + changed + ".";
}

}  // namespace

std::string sites_table(const ClassCall& call) {
  if (!call.sites && call.ranked_sites.empty()) return {};
  const std::string of_record = "of the best record";
  const bool is_by_library = call.basis == "library";
  std::string html =
      "<h3>Sites of the class</h3>\n<div class=\"wide\" tabindex=\"0\"><table "
      "class=\"slim\"><thead><tr>"
      "<th></th><th>Acyl</th><th>Aryl on the amide nitrogen</th><th>Piperidine</th>"
      "<th>Substituent on N1</th><th class=\"n\">Probability</th></tr></thead><tbody>\n";
  if (call.sites && call.ranked_sites.empty()) {
    html += sites_row(is_by_library ? of_record : "proposed", *call.sites);
  }
  std::size_t proposal = 0;
  for (const ClassCall::Sites& sites : call.ranked_sites) {
    const bool is_of_record = is_by_library && call.sites && sites.names_the_same_as(*call.sites);
    html += sites_row(is_of_record ? of_record : "proposal " + std::to_string(++proposal), sites);
  }
  html += "</tbody></table></div>\n";
  if (call.sites) html += "<p>" + changed_words(call) + "</p>\n";
  return html;
}

std::string sites_in_short(const ClassCall& call) {
  if (!call.sites) return {};
  std::string html = changed_words(call);
  if (call.sites->probability) {
    html += " Probability " + probability_text(*call.sites->probability) +
            " that the formulas of all four sites are right.";
  }
  return html;
}

}  // namespace basepeak
