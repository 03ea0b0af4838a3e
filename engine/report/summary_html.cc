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
  const std::string word = class_word(row);
  if (word == "yes") return "<td data-k=\"4\"><span class=\"badge\">fentanyl class</span></td>";
  if (word == "possible") return "<td data-k=\"3\">possible, in a mixture</td>";
  if (word == "precursor") return "<td data-k=\"2\">precursor of the class</td>";
  const std::string key = word == "not excluded" ? "1" : "0";
  return "<td data-k=\"" + key + "\" class=\"soft\">" +
         (word.empty() ? std::string(kNoValue) : word) + "</td>";
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

// "Fentanyl class called in 2 runs; possible, in a mixture, in 1 run.": a run counts once, as its
// cell says.
std::string class_sentence(const std::vector<SummaryRow>& rows) {
  struct Count {
    const char* word;
    const char* text;
  };
  std::string sentence;
  for (const Count& one : {Count{"yes", "Fentanyl class called in "},
                           Count{"possible", "; possible, in a mixture, in "},
                           Count{"precursor", "; a precursor of the class in "},
                           Count{"not excluded", "; not excluded in "}}) {
    const auto runs = static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(),
                      [&](const SummaryRow& row) { return class_word(row) == one.word; }));
    if (runs > 0 || sentence.empty()) sentence += one.text + counted(runs, "run");
  }
  return sentence + ".";
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
  const auto incomplete =
      static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is_incomplete));
  body += "<p>" + (failed == 0 ? std::string("All runs were processed.")
                               : counted(failed, "run") + " could not be processed.");
  if (incomplete > 0) {
    body += " Of " + counted(incomplete, "run") +
            " only a part could be used: what is not found there may lie in the rest.";
  }
  body += " " + class_sentence(rows) + "</p>\n";
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
