#include "engine/identify/ms2_class_model.h"

#include <algorithm>
#include <cmath>

#include "engine/error.h"
#include "engine/identify/model_numbers.h"
#include "engine/identify/model_text.h"

namespace basepeak {

namespace {

constexpr const char* kWhat = "MS/MS class model";

std::vector<WantedNumber> numbers_of(Ms2ClassModel& model) {
  std::vector<WantedNumber> numbers;
  for (std::size_t i = 0; i < kMs2Groups; ++i) {
    numbers.push_back({std::string("group\t") + name(static_cast<Ms2Group>(i)), &model.group[i]});
  }
  numbers.push_back({"penalty\tchanged site", &model.changed_site, 0.0, 100.0});
  numbers.push_back({"penalty\trare site", &model.rare_site, 0.0, 100.0});
  for (std::size_t i = 0; i < kMs2Features; ++i) {
    numbers.push_back(
        {std::string("weight\t") + name(static_cast<Ms2Feature>(i)), &model.weights[i]});
  }
  numbers.push_back({"setting\tprior", &model.prior, 1e-4, 1.0 - 1e-4});
  numbers.push_back({"setting\tcall threshold", &model.call_threshold, 1e-4, 1.0});
  numbers.push_back({"setting\tlargest likelihood ratio", &model.largest_ratio, 1.0, 1e9});
  numbers.push_back({"setting\tfragment window, Da", &model.fragment_da, 1e-5, 0.05});
  numbers.push_back({"setting\tprecursor window, Da", &model.precursor_da, 1e-5, 0.1});
  numbers.push_back({"count\tcompounds", &model.compounds, 1.0, 1e9});
  numbers.push_back({"count\tspectra", &model.spectra, 1.0, 1e9});
  return numbers;
}

std::string table_fact(std::string_view ion_table) {
  return "ion table, SHA-256: " + sha256_of(ion_table);
}

}  // namespace

const char* name(Ms2Feature feature) noexcept {
  switch (feature) {
    case Ms2Feature::constant: return "constant";
    case Ms2Feature::evidence: return "evidence of the ions";
    case Ms2Feature::explained: return "logarithm of the explained share";
    case Ms2Feature::fragments: return "logarithm of the fragments";
  }
  return "";
}

Ms2ClassModel parse_ms2_class_model(std::string_view text, std::string_view ion_table) {
  Ms2ClassModel model;
  ModelNumbers numbers = parse_model_numbers(text, kMs2ClassFormat, kWhat);
  take_numbers(numbers, numbers_of(model), kWhat);
  model.calibrated_on = std::move(numbers.calibrated_on);
  model.facts = std::move(numbers.facts);
  if (std::find(model.facts.begin(), model.facts.end(), table_fact(ion_table)) ==
      model.facts.end()) {
    throw Error(ErrorKind::library,
                std::string(kWhat) + ": it was fitted with another table of ions");
  }
  model.ions = parse_ms2_ions(ion_table);
  model.sha256 = sha256_of(text);
  return model;
}

std::string write_ms2_class_model(const Ms2ClassModel& model, std::string_view ion_table) {
  Ms2ClassModel copy = model;
  ModelNumbers numbers{model.calibrated_on, model.facts, {}};
  if (std::find(numbers.facts.begin(), numbers.facts.end(), table_fact(ion_table)) ==
      numbers.facts.end()) {
    numbers.facts.push_back(table_fact(ion_table));
  }
  for (const WantedNumber& number : numbers_of(copy)) {
    numbers.values.emplace_back(number.key, *number.value);
  }
  return write_model_numbers(numbers, kMs2ClassFormat);
}

double ms2_class_probability(double logit, const Ms2ClassModel& model) noexcept {
  const double largest =
      std::log(model.prior / (1.0 - model.prior)) + std::log(model.largest_ratio);
  return 1.0 / (1.0 + std::exp(-std::min(logit, largest)));
}

const Ms2ClassModel& ms2_class_model() {
  static const Ms2ClassModel model =
      parse_ms2_class_model(embedded_ms2_class_model(), embedded_ms2_ions());
  return model;
}

}  // namespace basepeak
