#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "engine/identify/compound_evidence.h"
#include "engine/method.h"
#include "engine/parallel.h"
#include "engine/search/search.h"
#include "tools/train/ms2_calibration_fit.h"
#include "tools/train/ms2_class_fit.h"

namespace basepeak::train {

namespace {

constexpr std::size_t kLookedAt = 2000;
constexpr std::size_t kDepth = 100;  // hits that are left to a trial, as to a run's component
constexpr std::size_t kMostCompounds = 30;
constexpr double kFewestFragments = 3.0;

// "LCSB" of "MassBank-data 2025.05.1, LCSB"; "Eawag" of "Eawag_Additional_Specs".
std::string laboratory_of(const std::string& source) {
  const std::size_t comma = source.rfind(", ");
  const std::string name = comma == std::string::npos ? source : source.substr(comma + 2);
  return name.substr(0, name.find('_'));
}

struct Records {
  std::vector<std::string> laboratory;
  std::map<std::string, std::set<std::string>, std::less<>> laboratories;  // by compound
};

Records records_of(const Library& library) {
  Records records;
  records.laboratory.resize(library.size());
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    records.laboratory[i] = laboratory_of(library.record(i).source);
    records.laboratories[std::string(compound_of(library, i))].insert(records.laboratory[i]);
  }
  return records;
}

bool is_passed_over(const Library& library, const Records& records, const Ms2ClassSample& sample,
                    const std::string& laboratory, Withheld withheld, std::uint32_t record) {
  if (library.id(record) == sample.accession) return true;
  const bool is_own = records.laboratory[record] == laboratory;
  const bool is_compound = compound_of(library, record) == sample.compound;
  switch (withheld) {
    case Withheld::compound: return is_compound;
    case Withheld::compound_and_laboratory: return is_compound || is_own;
    case Withheld::own_records:
      return is_compound && (is_own || library.peaks(record) == sample.query.peaks);
    case Withheld::laboratory: break;
  }
  return is_own || (is_compound && library.peaks(record) == sample.query.peaks);
}

bool is_unit_mass(const Peaks& peaks) {
  return std::all_of(peaks.mz().begin(), peaks.mz().end(),
                     [](double mz) { return std::abs(10.0 * mz - std::round(10.0 * mz)) <= 0.02; });
}

}  // namespace

std::vector<Ms2Trial> make_ms2_trials(const Library& library,
                                      const Ms2CalibrationOptions& options) {
  const Records records = records_of(library);
  std::map<std::string, std::string, std::less<>> laboratory_of_id;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    laboratory_of_id.emplace(library.id(i), records.laboratory[i]);
  }
  const auto samples = read_ms2_spectra(options.spectra, {"open", "sharealike", "noncommercial"});
  const auto backend = make_cpu_backend(library);
  SearchSettings settings = Method().ms2_search;
  settings.top = kLookedAt;
  std::vector<std::vector<Ms2Trial>> made(samples.size());
  parallel_for(samples.size(), options.threads, [&](std::size_t i) {
    const Ms2ClassSample& sample = samples[i];
    const auto own = laboratory_of_id.find(sample.accession);
    const auto precursor = sample.query.acquisition.precursor_mz;
    if (own == laboratory_of_id.end() || !precursor || is_unit_mass(sample.query.peaks)) return;
    const QueryFacts facts = ms2_facts_of(sample.query.peaks, *precursor);
    if (facts.peaks < kFewestFragments) return;
    const auto measured = records.laboratories.find(sample.compound);
    const bool is_elsewhere =
        measured != records.laboratories.end() &&
        std::any_of(measured->second.begin(), measured->second.end(),
                    [&](const std::string& laboratory) { return laboratory != own->second; });
    const Matches matches =
        search(std::span(&sample.query, 1), library, *backend, settings, 1).front();
    if (!matches.notes.empty()) return;
    for (std::size_t w = 0; w < kWithheld; ++w) {
      const auto withheld = static_cast<Withheld>(w);
      if (holds_compound(withheld) && !is_elsewhere) continue;
      std::vector<Match> left;
      for (const Match& hit : matches.hits) {
        if (left.size() == kDepth) break;
        if (!is_passed_over(library, records, sample, own->second, withheld, hit.record)) {
          left.push_back(hit);
        }
      }
      Ms2Trial trial{sample.compound,
                     sample.accession,
                     own->second,
                     sample.family,
                     withheld,
                     facts,
                     ms2_evidence(left, library, kMostCompounds),
                     {}};
      if (trial.evidence.empty()) continue;
      for (std::size_t e = 0; e < trial.evidence.size(); ++e) {
        if (trial.evidence[e].compound == sample.compound) trial.truth = e;
      }
      made[i].push_back(std::move(trial));
    }
  });
  std::vector<Ms2Trial> trials;
  for (auto& some : made) std::move(some.begin(), some.end(), std::back_inserter(trials));
  return trials;
}

}  // namespace basepeak::train
