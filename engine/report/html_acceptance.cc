#include "engine/report/html_acceptance.h"

#include "engine/report/html_text.h"

namespace basepeak {

namespace {

std::string verified_words(const std::string& verified_on) {
  return verified_on.empty() ? "numbers not verified against the document"
                             : "verified on " + html_text(verified_on);
}

int digits_of(const Criterion& criterion) {
  if (criterion.unit == "s" || criterion.unit == "mDa") return 2;
  return criterion.unit == "ions" ? 0 : 1;
}

std::string limit_of(const Criterion& criterion) {
  const int digits = digits_of(criterion);
  if (criterion.low && criterion.high) {
    return fixed_text(*criterion.low, digits) + " to " + fixed_text(*criterion.high, digits);
  }
  if (criterion.low) return "at least " + fixed_text(*criterion.low, digits);
  return criterion.high ? "at most " + fixed_text(*criterion.high, digits) : kNoValue;
}

std::string criterion_row(const Criterion& criterion) {
  std::string result = std::string("<span class=\"") +
                       (!criterion.is_applicable ? "soft"
                        : criterion.is_met       ? "seen"
                                                 : "badge") +
                       "\">" + state(criterion) + "</span>";
  return "<tr><td>" + html_text(criterion.what) + "</td><td class=\"n\">" +
         (criterion.measured ? fixed_text(*criterion.measured, digits_of(criterion)) : kNoValue) +
         "</td><td class=\"n\">" + limit_of(criterion) + "</td><td>" + html_text(criterion.unit) +
         "</td><td>" + result + "</td><td class=\"name\">" + html_text(criterion.found) +
         "</td></tr>\n";
}

std::string list_of(const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string html = "<ul class=\"why\">";
  for (const std::string& line : lines) html += "<li>" + html_text(line) + "</li>";
  return html + "</ul>\n";
}

}  // namespace

std::string acceptance_section(const AcceptanceFacts& facts, std::size_t index) {
  if (index >= facts.components.size() || !facts.components[index]) return {};
  const ComponentAcceptance& accepted = *facts.components[index];
  const AcceptanceProfile& profile = facts.request.profile;
  std::string html =
      "<h3>Acceptance criteria</h3>\n<p>" + html_text(profile.title) + ", version " +
      html_text(profile.version) + ", " + verified_words(profile.verified_on) + ". Compared with " +
      html_text(accepted.reference) + ", " +
      (accepted.is_of_same_batch ? "reference run " : "library record ") +
      html_text(accepted.reference_id) + ". <b>" +
      (accepted.answer.is_met() ? "All criteria that apply are met" : "Not all criteria are met") +
      ".</b></p>\n";
  html +=
      "<div class=\"wide\" tabindex=\"0\"><table class=\"slim\"><thead><tr><th>Criterion</th>"
      "<th class=\"n\">Measured</th><th class=\"n\">Allowed</th><th>Unit</th><th>Result</th>"
      "<th>In words</th></tr></thead><tbody>\n";
  for (const Criterion& criterion : accepted.answer.criteria) html += criterion_row(criterion);
  html += "</tbody></table></div>\n" + list_of(accepted.answer.caveats);
  const SchemeCount& scheme = accepted.scheme;
  html += "<p>Techniques that count (SWGDRUG categories, table version " +
          html_text(facts.request.categories.version) + "): A " + std::to_string(scheme.a) +
          ", B " + std::to_string(scheme.b) + ", C " + std::to_string(scheme.c) + "; the minimum " +
          (scheme.meets_minimum ? "is met." : "is not met by this run alone.") + "</p>\n";
  return html + list_of(scheme.why);
}

std::string acceptance_provenance(const AcceptanceFacts& facts) {
  const AcceptanceProfile& profile = facts.request.profile;
  const auto row = [](const char* name, const std::string& html) {
    return std::string("<tr><th scope=\"row\">") + name + "</th><td>" +
           (html.empty() ? "<span class=\"soft\">not stated</span>" : html) + "</td></tr>\n";
  };
  std::string references;
  for (const ReferenceRun& run : facts.request.references) {
    references += (references.empty() ? "" : "<br>") + html_text(run.name) + ", SHA-256 " +
                  "<span class=\"mono\">" + html_text(run.sha256) + "</span>";
  }
  return "<table class=\"facts\"><caption>Acceptance profile</caption><tbody>\n" +
         row("Name", html_text(profile.name) + ", version " + html_text(profile.version)) +
         row("Document", html_text(profile.title)) + row("Citation", html_text(profile.citation)) +
         row("State", verified_words(profile.verified_on)) + row("Note", html_text(profile.note)) +
         row("SHA-256",
             "<span class=\"mono\">" + html_text(facts.request.profile_sha256) + "</span>") +
         row("Reference runs",
             references.empty() ? "none: compared with library records" : references) +
         row("Technique categories", "version " + html_text(facts.request.categories.version) +
                                         "; " + html_text(facts.request.categories.citation) +
                                         "; " +
                                         verified_words(facts.request.categories.verified_on)) +
         "</tbody></table>\n";
}

}  // namespace basepeak
