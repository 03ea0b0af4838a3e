#include "engine/identify/class_model.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <map>

#include "engine/error.h"
#include "engine/identify/model_text.h"
#include "engine/identify/neighbour_ranker.h"
#include "engine/identify/site_ranker.h"
#include "engine/read/numbers.h"

namespace basepeak {

namespace {

[[noreturn]] void fail(std::size_t line, const std::string& why) {
  throw Error(ErrorKind::library, "class model, line " + std::to_string(line) + ": " + why);
}

double finite(const std::string& text, std::size_t line) {
  const auto value = number(text);
  if (!value) fail(line, "\"" + text + "\" is no number");
  return *value;
}

std::string digits(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.9g", value);
  return text.data();
}

constexpr std::size_t kFurtherDetectionFeatures = 18;

std::string detection_name(std::span<const IonTemplate> ions, std::size_t feature) {
  static constexpr std::array kFurther = {"benzyl",
                                          "small",
                                          "best score",
                                          "best score above 10",
                                          "peaks",
                                          "base peak",
                                          "highest mass",
                                          "alpha and aniline",
                                          "alpha and ketene",
                                          "alpha and imine",
                                          "alpha and acylium",
                                          "aniline and ketene",
                                          "aniline and n1",
                                          "explained of all",
                                          "base peak explained",
                                          "unexplained below 85",
                                          "below alpha",
                                          "characteristic ions"};
  static_assert(kFurther.size() == kFurtherDetectionFeatures);
  if (feature == 0) return "constant";
  --feature;
  if (feature < 2 * ions.size()) return feature_name(ions, feature / 2 * kPerIon + feature % 2);
  feature -= 2 * ions.size();
  if (feature < kGeneralFeatures) return feature_name(ions, ions.size() * kPerIon + feature);
  return kFurther[feature - kGeneralFeatures];
}

std::size_t detection_count(std::size_t ions) {
  return 1 + 2 * ions + kGeneralFeatures + kFurtherDetectionFeatures;
}

// The whole number that follows `label` in the first of the facts that holds it; 0 if none does.
std::size_t count_in(const std::vector<std::string>& facts, std::string_view label) {
  for (const std::string& fact : facts) {
    const std::size_t at = fact.find(label);
    if (at == std::string::npos) continue;
    std::size_t value = 0;
    for (std::size_t i = at + label.size(); i < fact.size() && fact[i] >= '0' && fact[i] <= '9';
         ++i) {
      value = 10 * value + static_cast<std::size_t>(fact[i] - '0');
    }
    return value;
  }
  return 0;
}

struct PriorSite {
  const char* name;
  const std::vector<SiteVariant>* variants;
  std::vector<double>* values;
};

std::array<PriorSite, 4> prior_sites(ClassModel& model) {
  return {{{"acyl", &model.table.acyl, &model.priors.acyl},
           {"n_aryl", &model.table.n_aryl, &model.priors.n_aryl},
           {"piperidine", &model.table.piperidine, &model.priors.piperidine},
           {"n1_substituent", &model.table.n1_substituent, &model.priors.n1_substituent}}};
}

std::string variant_name(const char* site, const SiteVariant& variant) {
  return std::string(site) + " " + variant.formula + " less " + variant.lost;
}

// Every number of a model by "kind<tab>name", in the order in which they are written.
std::vector<std::pair<std::string, double*>> numbers_of(ClassModel& model) {
  std::vector<std::pair<std::string, double*>> numbers{
      {"setting\tsite sharpness", &model.site_sharpness},
      {"setting\tclass slope", &model.class_slope},
      {"setting\tclass offset", &model.class_offset},
      {"setting\tcall threshold", &model.call_threshold}};
  for (const PriorSite& site : prior_sites(model)) {
    for (std::size_t i = 0; i < site.variants->size(); ++i) {
      numbers.emplace_back("prior\t" + variant_name(site.name, (*site.variants)[i]),
                           &(*site.values)[i]);
    }
  }
  for (std::size_t i = 0; i < model.site_weights.size(); ++i) {
    numbers.emplace_back("site\t" + feature_name(model.ions, i), &model.site_weights[i]);
  }
  for (std::size_t i = 0; i < model.class_weights.size(); ++i) {
    numbers.emplace_back("class\t" + detection_name(model.ions, i), &model.class_weights[i]);
  }
  NeighbourModel& neighbours = model.neighbours;
  numbers.emplace_back("setting\tneighbour gate", &neighbours.gate);
  numbers.emplace_back("setting\tneighbour call threshold", &neighbours.call_threshold);
  numbers.emplace_back("setting\tneighbour compounds", &neighbours.compounds);
  for (std::size_t i = 0; i < neighbours.site_weights.size(); ++i) {
    numbers.emplace_back("neighbour site\t" + std::string(neighbour_site_name(i)),
                         &neighbours.site_weights[i]);
  }
  for (std::size_t i = 0; i < neighbours.class_weights.size(); ++i) {
    numbers.emplace_back("neighbour class\t" + std::string(neighbour_class_name(i)),
                         &neighbours.class_weights[i]);
  }
  return numbers;
}

}  // namespace

ClassModel parse_class_model(std::string_view text, std::string_view site_table,
                             std::string_view ion_table) {
  ClassModel model;
  model.table = SiteTable::parse(site_table);
  model.ions = parse_ions(ion_table);
  for (const PriorSite& site : prior_sites(model)) site.values->resize(site.variants->size());
  model.site_weights.resize(feature_count(model.ions.size()));
  model.class_weights.resize(detection_count(model.ions.size()));
  model.neighbours.site_weights.resize(kNeighbourSiteFeatures);
  model.neighbours.class_weights.resize(kNeighbourClassFeatures);

  std::map<std::string, double*, std::less<>> missing;
  for (const auto& [key, value] : numbers_of(model)) missing.emplace(key, value);
  std::map<std::string, std::string> stated;
  for_each_row(text, [&](std::size_t line, const std::vector<std::string>& cells) {
    if (stated.empty()) {
      if (cells.size() != 1 || cells[0] != kClassModelFormat) {
        fail(line, "it is not a \"" + std::string(kClassModelFormat) + "\"");
      }
      stated.emplace("format", cells[0]);
      return;
    }
    if (cells.size() == 3 && cells[0] == "table") {
      const std::string found = cells[1] == "sites" ? sha256_of(site_table) : sha256_of(ion_table);
      if (cells[2] != found) {
        fail(line, "it was fitted on another table of " + cells[1]);
      }
      stated.emplace(cells[1], cells[2]);
      return;
    }
    if (cells.size() == 2 && cells[0] == "fact") {
      model.facts.push_back(cells[1]);
      return;
    }
    if (cells.size() != 3) fail(line, "3 cells are expected");
    const auto wanted = missing.find(cells[0] + "\t" + cells[1]);
    if (wanted == missing.end()) fail(line, "unknown or repeated \"" + cells[1] + "\"");
    *wanted->second = finite(cells[2], line);
    missing.erase(wanted);
  });
  if (stated.size() != 3) {
    throw Error(ErrorKind::library, "class model: its format or its tables are not stated");
  }
  if (!missing.empty()) {
    throw Error(ErrorKind::library, "class model: it lacks " + std::to_string(missing.size()) +
                                        " numbers, as \"" + missing.begin()->first + "\"");
  }
  model.sha256 = sha256_of(text);
  return model;
}

ClassFitCounts fit_counts(const ClassModel& model) {
  const std::string of_class = "class spectra: ";
  const std::size_t spectra = count_in(model.facts, of_class);
  return {spectra, count_in(model.facts, of_class + std::to_string(spectra) + " of "),
          count_in(model.facts, "other spectra: ")};
}

std::string write_class_model(const ClassModel& model, std::string_view ion_table) {
  ClassModel copy = model;
  std::string text = std::string(kClassModelFormat) + "\n";
  text += "table\tsites\t" + model.table.sha256 + "\n";
  text += "table\tions\t" + sha256_of(ion_table) + "\n";
  for (const std::string& fact : model.facts) text += "fact\t" + fact + "\n";
  for (const auto& [key, value] : numbers_of(copy)) text += key + "\t" + digits(*value) + "\n";
  return text;
}

const ClassModel& class_model() {
  static const ClassModel model =
      parse_class_model(embedded_class_model(), embedded_site_table(), embedded_ion_table());
  return model;
}

}  // namespace basepeak
