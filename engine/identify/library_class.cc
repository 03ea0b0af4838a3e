#include "engine/identify/library_class.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/chemistry/structure.h"
#include "engine/identify/class_evidence.h"
#include "engine/identify/compound_classes.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

constexpr std::string_view kFentanyl = "fentanyl";
constexpr std::string_view kPrecursor = "fentanyl precursor";
// From here up neither calibration has the counts to say which of two statements is surer.
constexpr double kBothSure = 0.99;

double probability_of(const ClassCall::Sites& sites) { return sites.probability.value_or(0.0); }

std::string two_digits(double value) {
  // Never a certainty that only rounding makes.
  if (value >= 0.995) return "above 0.99";
  if (value < 0.005) return "below 0.01";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

// The record's sites, and after them the others that the ions allow, likeliest first. Where both
// name the same sites, the greater probability holds: neither is conditioned on what the other
// knows.
void rank_sites(const std::vector<ClassCall::Sites>& by_ions, ClassCall& call) {
  call.ranked_sites.clear();
  for (const ClassCall::Sites& sites : by_ions) {
    if (!sites.names_the_same_as(*call.sites)) {
      call.ranked_sites.push_back(sites);
    } else if (call.sites->probability) {
      // No site is surer than the class.
      call.sites->probability =
          std::min(call.probability.value_or(1.0),
                   std::max(probability_of(*call.sites), probability_of(sites)));
    }
  }
  call.ranked_sites.insert(call.ranked_sites.begin(), *call.sites);
  if (call.sites->probability) {
    std::stable_sort(call.ranked_sites.begin() + 1, call.ranked_sites.end(),
                     [](const ClassCall::Sites& a, const ClassCall::Sites& b) {
                       return probability_of(a) > probability_of(b);
                     });
  }
  if (call.ranked_sites.size() > kMostRankedSites) call.ranked_sites.resize(kMostRankedSites);
}

}  // namespace

void call_class_by_library(const Library& library, Identification& found) {
  const std::uint32_t best = found.matches.hits.front().record;
  const std::string_view compound_class = library.compound_class(best);
  if (compound_class.empty()) return;
  ClassCall& call = found.compound_class;
  call.is_called = true;
  call.name = compound_class;
  call.basis = "library";
  if (compound_class != kFentanyl && compound_class != kPrecursor) {
    call.evidence = class_ion_evidence(compound_class, found.query);
    return;
  }
  call.evidence = fentanyl_evidence(found.query);
  const std::string_view smiles = library.smiles(best);
  if (const auto sites = smiles.empty() ? std::nullopt : fentanyl_sites(smiles)) {
    call.sites =
        ClassCall::Sites{sites->acyl, sites->n_aryl, sites->piperidine, sites->n1_substituent, {}};
    call.changed_sites = changed_sites(*call.sites);
  }
}

void weigh_against_ions(ClassRecogniser& recogniser, const Method& method, Identification& found) {
  ClassCall& call = found.compound_class;
  const bool is_of_class = call.is_called && (call.name == kFentanyl || call.name == kPrecursor);
  const bool is_doubted = found.confidence && found.confidence->probability < 0.5;
  if (!is_searched_as_ei(found.query.acquisition) || call.basis == "recognition" ||
      !(is_of_class || (!call.is_called && is_doubted))) {
    return;
  }
  Recognition recognition = recogniser.recognise(found.query, method);
  const auto& by_ions = recognition.call.ranked_sites;
  if (!is_reported(recognition, found.query, method) || by_ions.empty()) {
    if (call.sites) rank_sites({}, call);
    return;
  }
  if (is_of_class && !call.sites) {
    call.ranked_sites = by_ions;
    return;
  }
  const double likeliest = probability_of(by_ions.front());
  // Without a calibrated match nothing says which of the two is likelier: the record's stay.
  const bool is_record_likelier =
      is_of_class && (!call.probability || by_ions.front().names_the_same_as(*call.sites) ||
                      probability_of(*call.sites) >= std::min(likeliest, kBothSure));
  if (is_record_likelier) {
    rank_sites(by_ions, call);
    return;
  }
  found.why.push_back(
      "class and sites are by the ions: probability " + two_digits(likeliest) + " of the sites" +
      (is_of_class
           ? ", against " + two_digits(probability_of(*call.sites)) + " of those of the best record"
           : "; the library match is more likely wrong than right"));
  for (std::string& reason : recognition.why) found.why.push_back(std::move(reason));
  call = std::move(recognition.call);
}

}  // namespace basepeak
