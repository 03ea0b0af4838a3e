#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identify/ms2_ions.h"

namespace basepeak {

// What a hypothesis on a molecule's sites is judged by.
enum class Ms2Feature : std::uint8_t {
  constant,
  evidence,   // weighted sum over the groups of ions, less the penalties of its sites
  explained,  // logarithm of the share of the fragments' signal that the ions explain
  fragments,  // logarithm of the number of fragments: the more, the more fits by chance
};
inline constexpr std::size_t kMs2Features = 4;
[[nodiscard]] const char* name(Ms2Feature feature) noexcept;

// Recognition of the fentanyl class in MS/MS. The weights of the groups of ions and the penalties
// were set from the published fragmentation; fitted are the four numbers of a logistic regression.
struct Ms2ClassModel {
  std::vector<Ms2Ion> ions;
  std::array<double, kMs2Groups> group{};  // weights
  double changed_site = 0.0;               // penalty of a site that is not fentanyl's
  double rare_site = 0.0;                  // the same of a variant that the table calls rare
  std::array<double, kMs2Features> weights{};
  double prior = 0.1;           // share of class spectra that the probabilities start from
  double call_threshold = 0.9;  // least probability of a call
  // No likelihood ratio above it is stated: without an error in n spectra the rate of errors is
  // known to be below 3 / n, and no better.
  double largest_ratio = 1e6;
  double fragment_da = 0.005;  // windows of the fit; a method may narrow and not widen them
  double precursor_da = 0.01;
  double compounds = 0.0, spectra = 0.0;  // of the fit, class and others
  std::string calibrated_on;
  std::vector<std::string> facts;
  std::string sha256;  // of the model's text
};

inline constexpr std::string_view kMs2ClassFormat = "basepeak MS/MS class model 1";

// Throws Error{library} for another format, a text that was cut or altered, numbers that are
// missing, unknown or outside their range, and a table of ions that the model was not fitted with.
[[nodiscard]] Ms2ClassModel parse_ms2_class_model(std::string_view text,
                                                  std::string_view ion_table);
// What parse_ms2_class_model reads back to the same model.
[[nodiscard]] std::string write_ms2_class_model(const Ms2ClassModel& model,
                                                std::string_view ion_table);

// Of the class, from the logarithm of its odds.
[[nodiscard]] double ms2_class_probability(double logit, const Ms2ClassModel& model) noexcept;

// The model that is built in.
[[nodiscard]] const Ms2ClassModel& ms2_class_model();

}  // namespace basepeak
