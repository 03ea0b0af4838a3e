#include <algorithm>

#include "engine/report/html_style.h"
#include "engine/report/html_text.h"
#include "engine/report/report.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostShownFlags = 3;

bool is_failed(const SummaryRow& row) { return row.status == "failed"; }
bool is_incomplete(const SummaryRow& row) { return row.status == "incomplete"; }

std::string status_html(const SummaryRow& row) {
  if (is_failed(row)) return "<td data-k=\"0\"><span class=\"badge\">failed</span></td>";
  if (is_incomplete(row)) return "<td data-k=\"1\"><span class=\"badge\">incomplete</span></td>";
  return "<td data-k=\"2\">processed</td>";
}

std::string class_cell(const SummaryRow& row) {
  if (row.has_class_call)
    return "<td data-k=\"2\"><span class=\"badge\">fentanyl class</span></td>";
  if (row.has_class_in_sum) return "<td data-k=\"1.5\">possible, in a mixture</td>";
  if (row.has_precursor_call) return "<td data-k=\"1\">precursor of the class</td>";
  if (row.is_class_open && !is_failed(row))
    return "<td data-k=\"0.5\" class=\"soft\">not excluded</td>";
  return std::string("<td data-k=\"0\" class=\"soft\">") + (is_failed(row) ? kNoValue : "no") +
         "</td>";
}

std::string row_html(const SummaryRow& row) {
  std::string name = html_text(row.run);
  if (!is_failed(row) && !row.file_stem.empty()) {
    name = "<a href=\"./" + url_segment(row.file_stem) + ".report.html\">" + name + "</a>";
  }
  std::string html = "<tr><td class=\"name\">" + name + "</td>";
  html += status_html(row);
  std::string findings;
  if (is_failed(row)) {
    findings = "Not processed: " + html_text(row.reason);
  } else if (row.findings.empty()) {
    findings = "<span class=\"soft\">" +
               (row.components == 0 ? html_text(row.nothing) : "Nothing found in this library") +
               "</span>";
  }
  // Why there is no component says what is missing.
  if (is_incomplete(row) && row.components > 0) {
    findings = "Only a part of the run could be used: " + html_text(row.reason) +
               (findings.empty() ? "" : "<br>" + findings);
  }
  for (const std::string& finding : row.findings) {
    findings += (findings.empty() ? "" : "<br>") + html_text(finding);
  }
  html += "<td class=\"name\">" + findings + "</td>";
  html += class_cell(row);
  std::string flags;
  for (const std::string& flag : row.flags) {
    flags += (flags.empty() ? "" : "<br>") + html_text(flag);
  }
  if (row.flags.size() > kMostShownFlags) {
    flags = "<details><summary>" + counted(row.flags.size(), "flag") + "</summary>" + flags +
            "</details>";
  }
  html += "<td class=\"name\" data-k=\"" + std::to_string(row.flags.size()) + "\">" +
          (flags.empty() ? kNoValue : flags) + "</td>";
  const auto count = [&](std::size_t value) {
    return "<td class=\"n\" data-k=\"" + std::to_string(value) + "\">" +
           (is_failed(row) ? kNoValue : count_text(value)) + "</td>";
  };
  return html + count(row.components) + count(row.skipped) + "</tr>\n";
}

}  // namespace

std::string summary_html(const std::vector<SummaryRow>& rows) {
  std::string body = "<header><p class=\"kind\">Basepeak batch</p><h1>Summary of " +
                     counted(rows.size(), "run") + "</h1></header>\n";
  if (rows.empty()) {
    body += "<p class=\"empty\">No run was given.</p>\n";
    return html_page("Basepeak batch summary", body);
  }
  const auto failed = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is_failed));
  const auto called = static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [](const SummaryRow& row) { return row.has_class_call; }));
  const auto incomplete =
      static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is_incomplete));
  body += "<p>" + (failed == 0 ? std::string("All runs were processed.")
                               : counted(failed, "run") + " could not be processed.");
  if (incomplete > 0) {
    body += " Of " + counted(incomplete, "run") +
            " only a part could be used: what is not found there may lie in the rest.";
  }
  body += " Fentanyl class called in " + counted(called, "run") + ".</p>\n";
  body += "<div class=\"wide\" tabindex=\"0\"><table class=\"sortable\"><thead><tr>" +
          sorting_heading("Run") + sorting_heading("Status") + sorting_heading("Findings") +
          sorting_heading("Class call") + sorting_heading("Flags") +
          sorting_heading("Components", "n") + sorting_heading("Skipped", "n") +
          "</tr></thead><tbody>\n";
  // What failed first, then what is incomplete: it must not be overlooked.
  for (const char* status : {"failed", "incomplete", "ok"}) {
    for (const SummaryRow& row : rows) {
      if (row.status == status) body += row_html(row);
    }
  }
  body +=
      "</tbody></table></div>\n<footer><p>Library matches are tentative without a reference "
      "standard measured in the same batch. Flags are no legal advice.</p></footer>\n";
  return html_page("Basepeak batch summary", body);
}

}  // namespace basepeak
