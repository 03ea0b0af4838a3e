#include "engine/report/html_component.h"

#include <algorithm>
#include <cmath>

#include "engine/identify/isomer_group.h"
#include "engine/report/html_acceptance.h"
#include "engine/report/html_context.h"
#include "engine/report/html_flags.h"
#include "engine/report/html_mixture.h"
#include "engine/report/html_precursor.h"
#include "engine/report/html_sites.h"
#include "engine/report/html_text.h"
#include "engine/report/peak_pairs.h"
#include "engine/report/plot.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

std::string figure(const std::string& svg, const std::string& caption) {
  return "<figure><div class=\"wide\" tabindex=\"0\">" + svg + "</div><figcaption>" + caption +
         "</figcaption></figure>\n";
}

bool any_of_fate(const PeakPairs& pairs, PeakFate fate) {
  const auto is = [fate](const ComparedPeak& peak) { return peak.fate == fate; };
  return std::any_of(pairs.query.begin(), pairs.query.end(), is) ||
         std::any_of(pairs.record.begin(), pairs.record.end(), is);
}

std::string legend(const PeakPairs& pairs, bool is_predicted) {
  const auto key = [](const char* style, const std::string& shape, const char* words) {
    return std::string("<li><svg viewBox=\"0 0 26 14\" aria-hidden=\"true\"><path class=\"") +
           style + "\" d=\"M2 7H24\"/>" + shape + "</svg>" + words + "</li>";
  };
  std::string html = "<ul class=\"legend\">";
  html += key("qp", "", "component, in both");
  html += is_predicted ? key("pp", "", "predicted record, in both")
                       : key("rp", "", "library record, in both");
  html += key("un", "<circle class=\"ut\" cx=\"22\" cy=\"7\" r=\"2.6\"/>", "only in the component");
  html += key("un", "<path class=\"ut\" d=\"M22 3.6l3.4 3.4l-3.4 3.4l-3.4 -3.4z\"/>",
              is_predicted ? "only in the predicted record" : "only in the library record");
  if (any_of_fate(pairs, PeakFate::shifted)) {
    html += key("sh", "", "paired at the mass difference of the molecules");
  }
  if (any_of_fate(pairs, PeakFate::not_compared)) {
    html += key("nc", "", "below the lowest common mass: not compared");
  }
  return html + "</ul>\n";
}

// Unpaired peaks of at least 1 % in numbers, for print and for readers who cannot see the plot.
std::string unpaired_sentence(const PeakPairs& pairs, int digits) {
  const auto list = [digits](const std::vector<ComparedPeak>& peaks) {
    constexpr std::size_t kMost = 12;
    std::vector<ComparedPeak> unpaired;
    for (const ComparedPeak& peak : peaks) {
      if (peak.fate == PeakFate::unpaired && peak.percent >= 1.0) unpaired.push_back(peak);
    }
    std::stable_sort(unpaired.begin(), unpaired.end(),
                     [](const auto& a, const auto& b) { return a.percent > b.percent; });
    std::string text;
    for (std::size_t i = 0; i < std::min(kMost, unpaired.size()); ++i) {
      text += (i > 0 ? ", " : "") + fixed_text(unpaired[i].mz, digits) + " (" +
              fixed_text(unpaired[i].percent, 0) + " %)";
    }
    if (unpaired.size() > kMost)
      text += " and " + std::to_string(unpaired.size() - kMost) + " more";
    return text.empty() ? std::string("none") : text;
  };
  return "<p class=\"small soft\">Unmatched peaks of 1 % or more, m/z (relative intensity). Only "
         "in "
         "the component: " +
         list(pairs.query) + ". Only in the library record: " + list(pairs.record) + ".</p>\n";
}

bool has_whole_masses(const Peaks& peaks) {
  return std::all_of(peaks.mz().begin(), peaks.mz().end(),
                     [](double mz) { return std::abs(mz - std::round(mz)) < 1e-6; });
}

std::string plots(const Report& report, const Identification& component,
                  const CandidateIndex& candidates) {
  const Query& query = component.query;
  const SearchSettings& settings = settings_of(report, component);
  const Report::Candidate* best =
      component.matches.hits.empty() ? nullptr : candidates.find(component.matches.hits[0].record);
  const int digits = is_ei(settings.score) || has_whole_masses(query.peaks) ? 0 : 4;
  std::string html;
  if (best == nullptr) {
    html += figure(spectrum_svg(lone_peaks(query.peaks), {"Spectrum that was searched", digits}),
                   "The spectrum that was searched. There is no library record to set against it.");
  } else {
    const Match& hit = component.matches.hits[0];
    const PeakPairs pairs = pair_peaks(query.peaks, best->peaks, hit.mass_difference, settings);
    std::string caption = "Searched spectrum (up) against " + html_text(best->name) + ", record " +
                          html_text(best->id) + ", " + html_text(best->origin) + " (down). " +
                          std::to_string(hit.matched_peaks) + " peaks entered the score as pairs.";
    if (!is_ei(settings.score) && !settings.keep_precursor_peaks) {
      caption += " Peaks above the precursor less 1.6 Da are shown but were not compared.";
    }
    html +=
        figure(head_to_tail_svg(pairs, {"Head-to-tail plot of the component against " + best->name,
                                        digits, best->origin == "predicted"}),
               caption);
    html += legend(pairs, best->origin == "predicted") + unpaired_sentence(pairs, digits);
  }
  if (!query.raw_peaks.empty()) {
    const int raw_digits = query.acquisition.ms_level > 1 && !has_whole_masses(query.raw_peaks) ? 4
                           : has_whole_masses(query.raw_peaks)                                  ? 0
                                                                                                : 1;
    std::string caption = "As measured";
    if (query.acquisition.scan > 0) {
      caption += " in scan " + std::to_string(query.acquisition.scan);
    }
    html += figure(spectrum_svg(lone_peaks(query.raw_peaks), {"Spectrum as measured", raw_digits}),
                   caption + ", nothing subtracted.");
  }
  return html;
}

std::string molecules(const IsomerGroup& group, const CandidateIndex& candidates,
                      HtmlStructures& structures) {
  if (group.members.empty() && group.outside_library.empty()) return {};
  const bool is_group = holds_several(group);
  std::string html = is_group ? "<h3>Compounds that this spectrum does not tell apart</h3>\n"
                              : "<h3>Structure of the best candidate</h3>\n";
  html += "<ul class=\"molecules\">";
  for (const GroupMember& member : group.members) {
    const Report::Candidate* record = candidates.find(member.record);
    html += "<li>" + (record != nullptr ? structures.show(record->smiles) : std::string()) + "<b>" +
            html_text(member.name) + "</b>";
    if (!member.record.empty())
      html += "<br><span class=\"mono\">" + html_text(member.record) + "</span>";
    html += "</li>";
  }
  for (const GroupMember& member : group.outside_library) {
    html += "<li><b>" + html_text(member.name) +
            "</b><br><span class=\"soft\">not in the library</span></li>";
  }
  return html + "</ul>\n";
}

std::string evidence_table(const ClassCall& call) {
  if (call.evidence.empty()) return {};
  std::string html =
      "<h3>Characteristic ions</h3>\n<div class=\"wide\" tabindex=\"0\"><table "
      "class=\"slim\"><thead><tr>"
      "<th>Ion</th><th>Formula</th><th>Contains</th><th>Found</th>"
      "<th class=\"n\">Relative intensity, %</th></tr></thead><tbody>\n";
  for (const ClassCall::Evidence& ion : call.evidence) {
    html += "<tr><td>" + html_text(ion.ion) + "</td><td>" + html_formula(ion.formula) +
            "</td><td>" + html_text(ion.contains) + "</td><td class=\"" +
            (ion.is_seen ? "seen\">seen" : "missing\">missing") + "</td><td class=\"n\">" +
            (ion.is_seen ? fixed_text(100.0 * ion.relative_intensity, 1) : kNoValue) +
            "</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string sentences(const char* heading, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string html = std::string("<h3>") + heading + "</h3>\n<ul class=\"why\">";
  for (const std::string& line : lines) html += "<li>" + html_text(line) + "</li>";
  return html + "</ul>\n";
}

// "Retention 16.21 min (16.15 to 16.30), model ion m/z 245, signal to noise 812."
std::string measured_facts(const Identification& component) {
  const Query& query = component.query;
  std::string text;
  const auto add = [&text](const std::string& fact) { text += (text.empty() ? "" : "; ") + fact; };
  if (query.acquisition.retention_s) {
    std::string fact = "apex at " + fixed_text(query.retention_s / 60.0, 3) + " min";
    if (query.end_s > query.start_s) {
      fact += ", from " + fixed_text(query.start_s / 60.0, 3) + " to " +
              fixed_text(query.end_s / 60.0, 3);
    }
    add(fact);
  }
  if (const std::string retention = retention_words(query); !retention.empty()) add(retention);
  if (query.acquisition.scan > 0) add("scan " + std::to_string(query.acquisition.scan));
  if (query.model_mz > 0.0) add("shaped by m/z " + fixed_text(query.model_mz, 0));
  if (query.signal_to_noise > 0.0)
    add("its signal " + fixed_text(query.signal_to_noise, 0) + " noise units");
  if (query.acquisition.precursor_mz)
    add("precursor m/z " + fixed_text(*query.acquisition.precursor_mz, 4));
  if (!query.acquisition.adduct.empty()) add(html_text(query.acquisition.adduct));
  if (query.ms2 && !query.ms2->spectra.empty()) {
    add("spectrum at " + html_text(energy_words(query.ms2->spectra[query.ms2->searched])));
  } else if (!query.acquisition.energy.empty()) {
    add("collision energy " + html_text(query.acquisition.energy));
  }
  if (query.stated_mass) add("stated mass " + fixed_text(*query.stated_mass, 0) + " Da");
  return text.empty() ? text : "<p class=\"small soft\">Measured: " + text + ".</p>\n";
}

// In place of a name.
std::string nothing_word(const Identification& component) {
  if (is_known_not_to_be_ei(component.query.acquisition)) return "Nothing concluded";
  return component.mixture ? "Possibly a mixture" : "Nothing found";
}

std::string nearest_sentence(const Report& report, const Identification& component,
                             const CandidateIndex& candidates) {
  if (component.level != ConclusionLevel::nothing_found) return {};
  if (component.matches.hits.empty()) {
    return "<p>Nothing found" + html_text(why_no_candidate(component)) + ".</p>\n";
  }
  const Match& hit = component.matches.hits[0];
  const Report::Candidate* best = candidates.find(hit.record);
  const Score kind = settings_of(report, component).score;
  const bool is_ei_or_ms2 = !is_known_not_to_be_ei(component.query.acquisition);
  return "<p>" + html_text(component.level_text) + ". " +
         (is_ei_or_ms2 ? "Nearest was <b>" : "For comparison only, the nearest: <b>") +
         (best != nullptr ? html_text(best->name) : "record " + std::to_string(hit.record)) +
         "</b>, " + score_noun(kind) + " " + score_text(hit.score, kind) +
         (is_ei_or_ms2 ? ", not enough for a statement by itself.</p>\n" : ".</p>\n");
}

}  // namespace

std::string component_section(const Report& report, std::size_t index, bool has_plots,
                              const CandidateIndex& candidates, HtmlStructures& structures) {
  const Identification& component = report.components[index];
  const bool is_concluded = component.level != ConclusionLevel::nothing_found;
  const std::string number = std::to_string(index + 1);
  const std::string finding = finding_name(component, candidates);
  const std::string place = place_of(component);
  const Score kind = settings_of(report, component).score;
  std::string html =
      "<details id=\"c" + number + "\"" + (is_concluded ? " open" : "") + "><summary>";
  html += number + "&ensp;<b>" + html_text(finding.empty() ? nothing_word(component) : finding) +
          "</b>";
  if (!place.empty()) html += "&ensp;" + html_text(place);
  if (is_concluded && !component.matches.hits.empty()) {
    html += "&ensp;<span class=\"soft\">" + std::string(score_noun(kind)) + " " +
            score_text(component.matches.hits[0].score, kind) + "</span>";
  }
  html += mixture_badge(component) + batch_badges(component) + "</summary>\n";
  if (is_concluded) html += "<p>" + html_text(component.level_text) + ".</p>\n";
  html += nearest_sentence(report, component, candidates) + measured_facts(component) +
          precursor_section(component.query);
  if (has_plots) {
    html += plots(report, component, candidates);
  } else {
    html += "<p class=\"empty\">Plots left out; the JSON report carries the spectra.</p>\n";
  }
  html += mixture_section(report, component, has_plots);
  html += "<h3>Candidates</h3>\n" + candidate_table(report, component, candidates);
  if (is_concluded) html += molecules(component.isomer_group, candidates, structures);
  html += sites_table(component.compound_class) + evidence_table(component.compound_class);
  html += sentences("Reasons", component.why);
  if (report.acceptance) html += acceptance_section(*report.acceptance, index);
  html += flags_table(component.flags);
  return html + "</details>\n";
}

}  // namespace basepeak
