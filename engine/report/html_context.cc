#include "engine/report/html_context.h"

#include "engine/prepare/column_class.h"
#include "engine/report/html_text.h"

namespace basepeak {

namespace {

std::string row(const std::string& name, const std::string& html) {
  return "<tr><th scope=\"row\">" + name + "</th><td>" + html + "</td></tr>\n";
}

std::string table(const std::string& caption, const std::string& rows) {
  return rows.empty() ? rows
                      : "<table class=\"facts\"><caption>" + caption + "</caption><tbody>\n" +
                            rows + "</tbody></table>\n";
}

std::string ladder_rows(const Report::RetentionFacts& facts) {
  if (facts.ladder_choice.empty()) return {};
  if (!facts.ladder) {
    return row("ladder", "none taken: " + html_text(facts.ladder_choice));
  }
  const AlkaneLadder& ladder = *facts.ladder;
  std::string rows =
      row("ladder", html_text(ladder.name) + ", a " + html_text(ladder.origin)) +
      row("SHA-256", "<span class=\"mono\">" + html_text(ladder.sha256) + "</span>") +
      row("taken as", html_text(facts.ladder_choice));
  if (!ladder.acquired.empty()) rows += row("acquired", html_text(ladder.acquired));
  rows += row("column", facts.column.empty()
                            ? "<span class=\"soft\">not stated</span>"
                            : html_text(facts.column) + ", " + name(column_class(facts.column)));
  std::string points;
  for (const LadderPoint& point : ladder.points) {
    points += (points.empty() ? "C" : ", C") + std::to_string(point.carbons) + " " +
              fixed_text(point.retention_s / 60.0, 3);
  }
  rows += row("n-alkanes, min", points);
  for (const std::string& remark : ladder.remarks) rows += row("remark", html_text(remark));
  return rows;
}

std::string standard_rows(const Report::RetentionFacts& facts) {
  if (!facts.internal_standard) return {};
  const InternalStandard& standard = *facts.internal_standard;
  return row("internal standard",
             html_text(standard.wanted) +
                 (standard.is_found ? " at " + fixed_text(standard.retention_s / 60.0, 3) + " min"
                                    : ": " + html_text(standard.why)));
}

std::string batch_rows(const Report::BatchFacts& facts) {
  std::string rows;
  const auto words = [](const Report::BatchFacts::OtherRun& run) {
    return html_text(run.name) + (run.acquired.empty() ? "" : ", " + html_text(run.acquired)) +
           ", " + counted(run.components, "component");
  };
  for (const auto& blank : facts.blanks) rows += row("blank", words(blank));
  if (facts.run_before) {
    rows += row("run before", words(*facts.run_before) + " (by " + html_text(facts.order) + ")");
  }
  return rows;
}

}  // namespace

std::string batch_badges(const Identification& component) {
  std::string html;
  if (!component.in_blank.empty()) html += " <span class=\"badge\">in blank</span>";
  if (component.possible_carry_over) {
    html += " <span class=\"badge\">possible carry-over</span>";
  }
  if (component.query.ms2) {
    if (component.query.ms2->is_pseudo) html += " <span class=\"badge\">pseudo-MS/MS</span>";
    for (const Relative& relative : component.query.ms2->relatives) {
      html += " <span class=\"badge\">" + html_text(relative.form) + " of m/z " +
              fixed_text(relative.of_mz, 4) + "</span>";
    }
  }
  return html;
}

std::string retention_words(const Query& query) {
  std::string text;
  if (const auto& index = query.retention_index) {
    text = "retention index " + fixed_text(index->value, 1) +
           (index->is_extrapolated ? " (extrapolated from C" : " (C") +
           std::to_string(index->lower_carbons) + " to C" + std::to_string(index->upper_carbons) +
           ")";
  }
  if (query.relative_retention) {
    text += (text.empty() ? "" : "; ") + std::string("relative retention ") +
            fixed_text(*query.relative_retention, 4);
  }
  return text;
}

std::string comparison_words(const Match& hit) {
  if (!hit.retention) return kNoValue;
  const RetentionComparison& compared = *hit.retention;
  std::string text =
      fixed_text(compared.record_ri, 0) +
      (compared.record_uncertainty_ri ? " \u00b1 " + fixed_text(*compared.record_uncertainty_ri, 0)
                                      : "") +
      ", " + (compared.difference_ri < 0.0 ? "" : "+") + fixed_text(compared.difference_ri, 0) +
      " (window " + fixed_text(compared.window_ri, 0) + ")";
  if (compared.penalty > 0.0)
    text += ", penalty " + fixed_text(compared.penalty, compared.penalty < 1.0 ? 3 : 1);
  return text;
}

std::string context_tables(const Report& report) {
  return table("Retention", ladder_rows(report.retention) + standard_rows(report.retention)) +
         table("Batch", batch_rows(report.batch));
}

}  // namespace basepeak
