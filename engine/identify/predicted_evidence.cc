#include "engine/identify/predicted_evidence.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/error.h"
#include "engine/predict/ion_formula.h"
#include "engine/predict/prediction.h"

namespace basepeak {
namespace {

constexpr std::size_t kNamedIons = 6;

struct Ion {
  double mz = 0.0;
  float intensity = 0.0F;
  bool is_in_query = false;
};

bool has_peak(const Peaks& peaks, double mz, double window) {
  return std::any_of(peaks.mz().begin(), peaks.mz().end(),
                     [&](double own) { return std::abs(own - mz) <= window; });
}

// The strongest, those first that the query has.
std::vector<Ion> strongest(const LibraryRecord& record, const Query& query, bool is_ei) {
  std::vector<Ion> ions;
  for (std::size_t i = 0; i < record.peaks.size(); ++i) {
    const double mz = record.peaks.mz()[i];
    const double window = is_ei ? 0.5 : 20e-6 * mz;
    ions.push_back({mz, record.peaks.intensity()[i], has_peak(query.peaks, mz, window)});
  }
  std::stable_sort(ions.begin(), ions.end(),
                   [](const Ion& a, const Ion& b) { return a.intensity > b.intensity; });
  if (ions.size() > kNamedIons) ions.resize(kNamedIons);
  std::stable_partition(ions.begin(), ions.end(), [](const Ion& ion) { return ion.is_in_query; });
  return ions;
}

std::string mz_text(double mz, bool is_ei) {
  char text[32];
  std::snprintf(text, sizeof text, is_ei ? "%.0f" : "%.4f", mz);
  return text;
}

}  // namespace

std::vector<std::string> predicted_evidence(const Library& library, std::uint32_t number,
                                            const Query& query) {
  const LibraryRecord record = library.record(number);
  std::string comment = record.comment;
  if (comment.starts_with(kPredictedComment)) comment.erase(0, kPredictedComment.size());
  std::vector<std::string> sentences = {"its spectrum is predicted, not measured" +
                                        (comment.empty() ? "" : ": " + comment)};
  const bool is_ei = record.acquisition.ionisation == Ionisation::ei;
  try {
    const IonFormulas formulas(record.smiles, is_ei);
    std::string with;
    std::string without;
    for (const Ion& ion : strongest(record, query, is_ei)) {
      const auto formula = formulas.of(ion.mz);
      std::string& list = ion.is_in_query ? with : without;
      list += (list.empty() ? "" : ", ") + mz_text(ion.mz, is_ei) +
              (formula ? " (" + *formula + ")" : "");
    }
    if (!with.empty()) sentences.push_back("predicted fragments that are there: m/z " + with);
    if (!without.empty())
      sentences.push_back("predicted fragments that are missing: m/z " + without);
  } catch (const Error& problem) {
    if (problem.kind() != ErrorKind::input) throw;  // a record may come from another program
  }
  return sentences;
}

std::string higher_prediction(const Library& library, const std::vector<Match>& hits) {
  if (hits.empty() || library.origin(hits.front().record) == Origin::predicted) return {};
  const auto predicted = std::find_if(hits.begin(), hits.end(), [&](const Match& hit) {
    return library.origin(hit.record) == Origin::predicted;
  });
  if (predicted == hits.end() || predicted->score <= hits.front().score) return {};
  return "the predicted spectrum of record " + std::string(library.id(predicted->record)) + " (" +
         std::string(library.compound_name(predicted->record)) +
         ") scores higher; predicted spectra are listed apart, and the measured record stands";
}

}  // namespace basepeak
