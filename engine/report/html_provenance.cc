#include "engine/report/html_provenance.h"

#include <charconv>
#include <cmath>
#include <type_traits>

#include "engine/method_fields.h"
#include "engine/report/html_acceptance.h"
#include "engine/report/html_context.h"
#include "engine/report/html_text.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostSkipped = 500;

// A row of a table of facts. `html` is escaped already; nothing says so.
std::string fact(const std::string& name, const std::string& html) {
  return "<tr><th scope=\"row\">" + name + "</th><td>" +
         (html.empty() ? "<span class=\"soft\">not stated</span>" : html) + "</td></tr>\n";
}

std::string facts_start(const std::string& caption) {
  return "<table class=\"facts\"><caption>" + caption + "</caption><tbody>\n";
}

// A setting as method files spell it.
struct FieldText {
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(const Tolerance& value) const { return value.text(); }
  std::string operator()(Score value) const { return name(value); }
  std::string operator()(UnitMassRule value) const { return name(value); }
  std::string operator()(double value) const {
    if (!std::isfinite(value)) return kNoValue;
    // Shortest digits that read back to the number; plain where people write it plainly.
    char text[64];
    const bool is_plain = value == 0.0 || (std::abs(value) >= 1e-6 && std::abs(value) < 1e9);
    const auto format = is_plain ? std::chars_format::fixed : std::chars_format::general;
    const auto end = std::to_chars(text, text + sizeof text, value, format).ptr;
    return {text, end};
  }
  template <typename Value>
  std::string operator()(const std::optional<Value>& value) const {
    return value ? (*this)(*value) : "not set";
  }
  template <typename Value>
  requires std::is_integral_v<Value> std::string operator()(Value value) const {
    return std::to_string(value);
  }
};

std::string section_name(const std::string& section) {
  if (section.empty()) return "Method";
  if (section == "components") return "Components";
  if (section == "ei_search") return "EI search";
  if (section == "ms2_search") return "MS/MS search";
  if (section == "precursors") return "Precursors (LC-MS/MS)";
  if (section == "conclusion") return "Conclusion";
  if (section == "retention") return "Retention";
  if (section == "batch") return "Batch";
  return section;
}

std::string spaced(std::string key) {
  for (char& c : key) {
    if (c == '_') c = ' ';
  }
  return key;
}

std::string method_tables(const Method& method) {
  std::string html;
  std::string current = "?";
  for_each_field(method, [&](const std::string& section, const char* key, const auto& value) {
    if (section != current) {
      if (current != "?") html += "</tbody></table>\n";
      html += facts_start(section_name(section));
      current = section;
    }
    html += fact(spaced(key), html_text(FieldText{}(value)));
  });
  return html + "</tbody></table>\n";
}

std::string mono(const std::string& text) {
  return text.empty() ? text : "<span class=\"mono\">" + html_text(text) + "</span>";
}

}  // namespace

std::string provenance(const Report& report) {
  const auto& run = report.run;
  const RunHeader& header = run.header;
  std::string scans = count_text(run.scans) + " read";
  if (header.declared_scans && *header.declared_scans != run.scans) {
    scans += ", " + count_text(*header.declared_scans) + " declared in the header";
  }
  std::string html = facts_start("Run") + fact("file", html_text(header.name)) +
                     fact("SHA-256", mono(run.sha256)) +
                     fact("size", count_text(run.bytes) + " bytes") +
                     fact("format", html_text(header.format)) + fact("scans", scans);
  if (run.last_s > run.first_s) {
    html += fact("retention range", fixed_text(run.first_s / 60.0, 3) + " to " +
                                        fixed_text(run.last_s / 60.0, 3) + " min");
  }
  const PreparationFacts& found_with = run.preparation;
  if (found_with.noise_factor > 0.0) {
    html += fact("noise", fixed_text(found_with.noise_factor, 2) + " x square root of the signal") +
            fact("detector threshold", fixed_text(found_with.threshold, 0));
  }
  if (found_with.full_scale) {
    html += fact("detector full scale",
                 fixed_text(*found_with.full_scale, 0) + ", reached: such points are left out");
  }
  if (found_with.skew_scans_per_mz != 0.0) {
    html += fact("spectral skew", fixed_text(100.0 * found_with.skew_scans_per_mz, 2) +
                                      " scans later for 100 m/z more, taken out");
  }
  if (const auto& survey = run.survey) {
    std::string looked_up = count_text(survey->refined) + " of " + count_text(survey->ms2_scans) +
                            " in " + counted(survey->ms1_scans, "MS1 scan");
    if (survey->median_difference_ppm) {
      looked_up += "; measured less stated m/z: median " +
                   fixed_text(*survey->median_difference_ppm, 2) + " ppm, of its amount " +
                   fixed_text(*survey->median_distance_ppm, 2) + " ppm";
    }
    html +=
        fact("MS/MS scans", count_text(survey->ms2_scans) + " in " +
                                counted(report.components.size(), "component") + ", " +
                                count_text(survey->with_peak) + " with a chromatographic peak") +
        (survey->pseudo_components == 0
             ? std::string()
             : fact("pseudo-MS/MS components", count_text(survey->pseudo_components) +
                                                   ", put together from data-independent scans")) +
        fact("precursors found", looked_up) +
        fact("set on an isotope", count_text(survey->isotope_picks));
  }
  html += fact("sample", html_text(header.sample)) + fact("acquired", html_text(header.acquired)) +
          fact("operator", html_text(header.operator_name)) +
          fact("instrument", html_text(header.instrument)) +
          fact("acquisition method", html_text(header.acquisition_method)) + "</tbody></table>\n";
  html += facts_start("Software and library") +
          fact("software", "Basepeak " + html_text(report.software_version)) +
          fact("commit", mono(report.software_commit)) +
          fact("search backend", html_text(report.backend)) +
          fact("library", html_text(report.library.name)) +
          fact("library checksum", mono(report.library.checksum)) +
          fact("library records", count_text(report.library.records)) + "</tbody></table>\n";
  if (!report.control_lists.empty()) html += facts_start("Control lists");
  for (const auto& file : report.control_lists) {
    html += fact(html_text(file.name),
                 "version " + html_text(file.version) + "<br>" + mono(file.sha256));
  }
  if (!report.control_lists.empty()) html += "</tbody></table>\n";
  html += context_tables(report);
  if (report.acceptance) html += acceptance_provenance(*report.acceptance);
  return html + "<div class=\"columns\">\n" + method_tables(report.method) + "</div>\n";
}

std::string skipped_list(const Report& report) {
  if (report.skipped.empty()) {
    return "<p class=\"empty\">Nothing was skipped.</p>\n";
  }
  std::string html =
      "<div class=\"wide\" tabindex=\"0\"><table "
      "class=\"slim\"><thead><tr><th>Where</th><th>Why</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < report.skipped.size() && i < kMostSkipped; ++i) {
    const Skipped& row = report.skipped[i];
    html += "<tr><td class=\"name\">" + html_text(row.where) + "</td><td>" + html_text(row.why) +
            "</td></tr>\n";
  }
  html += "</tbody></table></div>\n";
  if (report.skipped.size() > kMostSkipped) {
    html += "<p class=\"soft\">" + count_text(report.skipped.size() - kMostSkipped) +
            " more; the JSON report lists them all.</p>\n";
  }
  return html;
}

}  // namespace basepeak
