#include "engine/report/html_overview.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/report/html_context.h"
#include "engine/report/html_flags.h"
#include "engine/report/html_mixture.h"
#include "engine/report/html_sites.h"
#include "engine/report/html_style.h"
#include "engine/report/html_text.h"
#include "engine/report/plot.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostSections = 200;
constexpr std::size_t kMostPlotsOfNothing = 40;
constexpr std::size_t kMostVerdicts = 20;

bool is_concluded(const Identification& component) {
  return component.level != ConclusionLevel::nothing_found;
}

bool has_precursors(const Report& report) {
  return std::any_of(report.components.begin(), report.components.end(),
                     [](const Identification& component) { return component.query.ms2; });
}

double finite_area(const Identification& component) {
  return std::isfinite(component.query.area) ? component.query.area : 0.0;
}

double total_area(const Report& report) {
  double total = 0.0;
  for (const Identification& component : report.components) total += finite_area(component);
  return total;
}

bool is_fentanyl_call(const Identification& component) {
  return component.compound_class.is_called &&
         component.compound_class.name.starts_with("fentanyl");
}

// By the claims' weight: fentanyl's class, other conclusions, the rest; each by area.
std::vector<std::size_t> by_weight(const Report& report) {
  std::vector<std::size_t> order(report.components.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto rank = [&](std::size_t i) {
    const Identification& component = report.components[i];
    return is_fentanyl_call(component) ? 0 : is_concluded(component) ? 1 : 2;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return finite_area(report.components[a]) > finite_area(report.components[b]);
  });
  return order;
}

std::string class_words(const ClassCall& call) {
  if (!call.is_called) return {};
  std::string words = call.name + " class";
  if (call.basis == "library") words += ", by library match";
  if (call.basis == "recognition") words += ", by its ions";
  return words;
}

std::string number_cell(const std::string& text, double key) {
  const bool is_known = std::isfinite(key);
  return "<td class=\"n\" data-k=\"" + (is_known ? fixed_text(key, 6) : std::string("-1")) + "\">" +
         text + "</td>";
}

std::string linked(const SectionPlan& plan, std::size_t index, const std::string& html) {
  if (!plan.has_section[index]) return html;
  return "<a href=\"#c" + std::to_string(index + 1) + "\">" + html + "</a>";
}

std::string verdict(const Report& report, std::size_t index, const CandidateIndex& candidates,
                    const SectionPlan& plan) {
  const Identification& component = report.components[index];
  const Score kind = settings_of(report, component).score;
  std::string html = std::string("<li") + (is_fentanyl_call(component) ? " class=\"called\"" : "") +
                     "><b>" + linked(plan, index, html_text(finding_name(component, candidates))) +
                     "</b>";
  const std::string place = place_of(component);
  if (!place.empty()) {
    html += (component.query.acquisition.retention_s ? " at " : " in ") + html_text(place);
  }
  if (component.compound_class.is_called) {
    html +=
        " <span class=\"badge\">" + html_text(class_words(component.compound_class)) + "</span>";
  }
  html += mixture_badge(component) + batch_badges(component) + "<br>" +
          html_text(component.level_text) + ".";
  if (!component.matches.hits.empty()) {
    const Match& hit = component.matches.hits[0];
    const Report::Candidate* best = candidates.find(hit.record);
    html += component.level == ConclusionLevel::compound_class ? " Nearest record" : " Best record";
    if (best != nullptr) html += " " + html_text(best->name);
    html += ": " + std::string(score_noun(kind)) + " " + score_text(hit.score, kind);
    if (hit.reverse_score) html += ", reverse " + score_text(*hit.reverse_score, kind);
    html += ".";
  }
  if (component.confidence) {
    html += " Probability " + probability_text(component.confidence->probability) + " that " +
            html_text(component.confidence->statement) + ".";
  }
  if (const std::string sites = sites_in_short(component.compound_class); !sites.empty()) {
    html += "<br>" + sites;
  }
  if (!component.flags.empty()) html += "<br>" + html_text(flags_in_short(component.flags));
  return html + "</li>\n";
}

std::string table_row(const Report& report, std::size_t index, const CandidateIndex& candidates,
                      const SectionPlan& plan, double area, bool has_precursors) {
  const Identification& component = report.components[index];
  const Query& query = component.query;
  const Score kind = settings_of(report, component).score;
  std::string html = std::string("<tr") + (is_concluded(component) ? "" : " class=\"none\"") + ">";
  const auto key = static_cast<double>(index + 1);
  html += number_cell(linked(plan, index, std::to_string(index + 1)), key);
  if (report.run.header.is_spectrum_collection) {
    html += "<td class=\"name\">" + html_text(query.name) + "</td>";
  } else {
    const double minutes = query.retention_s / 60.0;
    html += number_cell(query.acquisition.retention_s ? fixed_text(minutes, 3) : kNoValue, minutes);
  }
  if (has_precursors) {
    const double mz = query.ms2 ? query.ms2->precursor_mz : 0.0;
    html += number_cell(mz > 0.0 ? fixed_text(mz, 4) : kNoValue, mz);
  }
  html += "<td class=\"name\" data-k=\"" + std::to_string(static_cast<int>(component.level)) +
          "\">" + html_text(component.level_text) + batch_badges(component) + "</td>";
  if (component.matches.hits.empty()) {
    html += "<td class=\"name\">none</td>" + number_cell(kNoValue, -1) + number_cell(kNoValue, -1);
  } else {
    const Match& hit = component.matches.hits[0];
    const Report::Candidate* best = candidates.find(hit.record);
    const std::string named =
        best != nullptr ? html_text(best->name) : "record " + std::to_string(hit.record);
    html += "<td class=\"name\">" +
            (is_concluded(component) ? linked(plan, index, named) : "nearest: " + named) + "</td>";
    html += number_cell(score_text(hit.score, kind), hit.score);
    html += hit.reverse_score
                ? number_cell(score_text(*hit.reverse_score, kind), *hit.reverse_score)
                : number_cell(kNoValue, -1);
  }
  html += "<td>" +
          html_text(component.compound_class.is_called ? component.compound_class.name
                                                       : std::string()) +
          "</td>";
  if (!report.run.header.is_spectrum_collection) {
    const double share = area > 0.0 ? 100.0 * query.area / area : 0.0;
    html += number_cell(area > 0.0 ? fixed_text(share, 2) : kNoValue, share);
    html += number_cell(fixed_text(100.0 * query.purity, 0), query.purity);
  }
  return html + "</tr>\n";
}

}  // namespace

SectionPlan plan_sections(const Report& report) {
  SectionPlan plan;
  plan.has_section.resize(report.components.size());
  plan.has_plots.resize(report.components.size());
  std::size_t sections = 0;
  std::size_t plots_of_nothing = 0;
  for (const std::size_t i : by_weight(report)) {
    if (sections == kMostSections) {
      ++plan.without_section;
      continue;
    }
    ++sections;
    plan.has_section[i] = true;
    plan.has_plots[i] =
        is_concluded(report.components[i]) || plots_of_nothing++ < kMostPlotsOfNothing;
    if (!plan.has_plots[i]) ++plan.without_plots;
  }
  return plan;
}

std::string verdicts(const Report& report, const CandidateIndex& candidates,
                     const SectionPlan& plan) {
  const bool is_collection = report.run.header.is_spectrum_collection;
  if (report.components.empty()) {
    return "<p class=\"empty\">" + html_text(why_no_component(report)) + "</p>\n";
  }
  std::size_t matches = 0, classes = 0;
  for (const Identification& component : report.components) {
    if (component.level == ConclusionLevel::compound_class)
      ++classes;
    else if (is_concluded(component))
      ++matches;
  }
  const std::size_t nothing = report.components.size() - matches - classes;
  std::string html =
      "<p>" + counted(report.components.size(), is_collection ? "spectrum" : "component");
  if (is_collection && report.components.size() != 1) {
    html = "<p>" + count_text(report.components.size()) + " spectra";
  }
  html += ": " + count_text(matches) + " with a library match (tentative), ";
  if (classes > 0) html += count_text(classes) + " with a class only, ";
  html += count_text(nothing) + " with nothing found in this library.</p>\n";
  if (matches + classes == 0) return html;
  html += "<ul class=\"verdicts\">\n";
  std::size_t listed = 0;
  for (const std::size_t i : by_weight(report)) {
    if (!is_concluded(report.components[i]) || listed == kMostVerdicts) continue;
    html += verdict(report, i, candidates, plan);
    ++listed;
  }
  html += "</ul>\n";
  if (matches + classes > listed) {
    html += "<p class=\"soft\">" + count_text(matches + classes - listed) +
            " more stand in the table below.</p>\n";
  }
  return html;
}

std::string chromatogram_figure(const Report& report, const CandidateIndex& candidates,
                                const SectionPlan& plan) {
  std::vector<ApexMark> marks;
  for (std::size_t i = 0; i < report.components.size(); ++i) {
    const Identification& component = report.components[i];
    if (!component.query.acquisition.retention_s) continue;
    ApexMark mark;
    mark.minute = component.query.retention_s / 60.0;
    mark.number = std::to_string(i + 1);
    if (plan.has_section[i]) mark.link = "#c" + mark.number;
    const std::string finding = finding_name(component, candidates);
    mark.title = mark.number + ": " + (finding.empty() ? "nothing found" : finding) + ", " +
                 place_of(component);
    mark.is_concluded = is_concluded(component);
    marks.push_back(std::move(mark));
  }
  const std::string svg =
      chromatogram_svg(report.run.chromatogram_s, report.run.chromatogram_tic, marks);
  if (svg.empty()) return "<p class=\"empty\">This file holds no chromatogram.</p>\n";
  return "<figure><div class=\"wide\" tabindex=\"0\">" + svg +
         "</div><figcaption>Filled triangle: component with a conclusion, by its number. Open "
         "circle: nothing found.</figcaption></figure>\n";
}

std::string component_table(const Report& report, const CandidateIndex& candidates,
                            const SectionPlan& plan) {
  if (report.components.empty()) return {};
  const bool is_collection = report.run.header.is_spectrum_collection;
  bool has_factor = false, has_similarity = false;
  for (const Identification& component : report.components) {
    const bool is_factor =
        std::string(score_noun(settings_of(report, component).score)) == "match factor";
    (is_factor ? has_factor : has_similarity) = true;
  }
  const std::string score = has_factor && has_similarity ? "Score"
                            : has_factor                 ? "Match factor"
                                                         : "Similarity";
  std::string html =
      "<div class=\"wide\" tabindex=\"0\"><table class=\"sortable\"><thead><tr>" +
      sorting_heading("No.", "n") +
      (is_collection ? sorting_heading("Spectrum") : sorting_heading("Retention, min", "n")) +
      (has_precursors(report) ? sorting_heading("Precursor, m/z", "n") : std::string()) +
      sorting_heading("Conclusion") + sorting_heading("Best candidate") +
      sorting_heading(score, "n") +
      sorting_heading("Reverse " + (has_factor && !has_similarity ? std::string("match factor")
                                                                  : std::string("score")),
                      "n") +
      sorting_heading("Class");
  if (!is_collection)
    html += sorting_heading("Area share, %", "n") + sorting_heading("Purity, %", "n");
  html += "</tr></thead><tbody>\n";
  const double area = total_area(report);
  const bool shows_precursors = has_precursors(report);
  for (std::size_t i = 0; i < report.components.size(); ++i) {
    html += table_row(report, i, candidates, plan, area, shows_precursors);
  }
  html += "</tbody></table></div>\n";
  if (!is_collection) {
    html +=
        "<p class=\"small soft\">Area share: of the summed ion signal of all components; it is "
        "no quantity of substance. Purity: share of the apex scan's signal that the component "
        "explains; of an MS/MS component the precursor's share of the ion current that was "
        "isolated with it.</p>\n";
  }
  return html;
}

}  // namespace basepeak
