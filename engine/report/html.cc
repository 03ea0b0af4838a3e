#include "engine/report/html_candidates.h"
#include "engine/report/html_component.h"
#include "engine/report/html_overview.h"
#include "engine/report/html_provenance.h"
#include "engine/report/html_structures.h"
#include "engine/report/html_style.h"
#include "engine/report/html_text.h"
#include "engine/report/report.h"

namespace basepeak {

namespace {

std::string title_of(const Report& report) {
  return report.run.header.name.empty() ? "Unnamed run" : report.run.header.name;
}

std::string heading(const Report& report) {
  const RunHeader& header = report.run.header;
  std::string html = "<header><p class=\"kind\">Basepeak screening report</p><h1>" +
                     html_text(title_of(report)) + "</h1>\n";
  std::string line;
  for (const std::string& part : {header.sample, header.acquired, header.format}) {
    if (!part.empty()) line += (line.empty() ? "" : " &middot; ") + html_text(part);
  }
  if (!line.empty()) html += "<p class=\"soft\">" + line + "</p>\n";
  if (header.sample.find("SIMULATED") != std::string::npos) {
    html +=
        "<p class=\"banner\" role=\"note\">Composed demonstration run, not an instrument "
        "recording</p>\n";
  }
  if (const std::string missing = missing_part(report); !missing.empty()) {
    html += std::string("<p class=\"banner\" role=\"note\">") +
            (is_nothing_searched(report) ? "No scan of this run could be searched: "
                                         : "Only a part of this run could be used, and what is not "
                                           "found may lie in the rest: ") +
            html_text(missing) + "</p>\n";
  }
  return html + "</header>\n";
}

std::string sections(const Report& report, const CandidateIndex& candidates,
                     const SectionPlan& plan) {
  if (report.components.empty()) return {};
  HtmlStructures structures;
  std::string html = report.run.header.is_spectrum_collection ? "<h2>Spectrum by spectrum</h2>\n"
                                                              : "<h2>Component by component</h2>\n";
  if (plan.without_section > 0) {
    html += "<p>The plots of " + counted(plan.without_section, "component") +
            " were left out: this page has sections for 200, conclusions first, then by area. All "
            "are in the table; the JSON report carries their spectra.</p>\n";
  }
  if (plan.without_plots > 0) {
    html += "<p>Of the components with nothing found the 40 largest have plots; the plots of " +
            count_text(plan.without_plots) +
            " were left out. The JSON report carries their spectra.</p>\n";
  }
  for (std::size_t i = 0; i < report.components.size(); ++i) {
    if (!plan.has_section[i]) continue;
    html += component_section(report, i, plan.has_plots[i], candidates, structures);
  }
  return html + structures.definitions();
}

}  // namespace

std::string to_html(const Report& report) {
  const CandidateIndex candidates(report);
  const SectionPlan plan = plan_sections(report);
  std::string body = heading(report);
  body += "<section><h2>Findings</h2>\n" + verdicts(report, candidates, plan) + "</section>\n";
  if (!report.run.header.is_spectrum_collection) {
    body += "<section><h2>Total ion chromatogram</h2>\n" +
            chromatogram_figure(report, candidates, plan) + "</section>\n";
  }
  if (!report.components.empty()) {
    body += std::string("<section><h2>") +
            (report.run.header.is_spectrum_collection ? "Spectra" : "Components") + "</h2>\n" +
            component_table(report, candidates, plan) + "</section>\n<section>" +
            sections(report, candidates, plan) + "</section>\n";
  }
  body += "<section><h2>Skipped</h2>\n" + skipped_list(report) + "</section>\n";
  body += "<section><h2>Provenance</h2>\n" + provenance(report) + "</section>\n";
  body +=
      "<footer><p>Library matches are tentative without a reference standard measured in the "
      "same batch. Isomers that the library does not hold are not excluded. Flags are a "
      "pointer to published lists and no legal advice.</p></footer>\n";
  return html_page(title_of(report) + " \u2013 Basepeak report", body);
}

}  // namespace basepeak
