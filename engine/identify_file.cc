#include "engine/identify_file.h"

#include <algorithm>
#include <vector>

#include "engine/identify/compound_classes.h"
#include "engine/identify/control_lists.h"
#include "engine/identify/identify.h"
#include "engine/identify/isotope_evidence.h"
#include "engine/identify/retention_evidence.h"
#include "engine/prepare/column_class.h"
#include "engine/prepare/prepare.h"
#include "engine/prepare/retention_index.h"
#include "engine/read/run.h"
#include "engine/search/search_by_origin.h"
#include "engine/sha256.h"
#include "engine/spectrum/searched_as_ei.h"
#include "engine/version.h"

namespace basepeak {

namespace {

// Isomers and replicates of one compound fill a hit list: the conclusion looks this much deeper
// than the report lists.
constexpr std::size_t kDepth = 10;

// Which of a component's spectra is searched at a place of a batch.
struct Place {
  std::size_t query = 0;
  std::size_t spectrum = 0;
};

double best_of(const Matches& matches) {
  return matches.hits.empty() ? -1.0 : matches.hits.front().score;
}

// Makes a spectrum of the component the one that its numbers are of.
void take_spectrum(Query& query, std::size_t spectrum) {
  const EnergySpectrum& taken = query.ms2->spectra[spectrum];
  query.ms2->searched = spectrum;
  query.peaks = taken.peaks;
  query.acquisition.energy = taken.energy;
  query.acquisition.energy_ev = taken.energy_ev;
}

// EI and MS/MS are different searches; each query takes the one of its kind. A component with
// spectra of several energies is searched with each and with their merge; the answer is that of the
// spectrum whose best hit scores highest, the merge before the others.
std::vector<Matches> search_all(std::vector<Query>& queries, const Library& library,
                                const Backend& backend, const Method& method, std::size_t threads) {
  std::vector<Matches> matches(queries.size());
  for (const bool is_ms2 : {false, true}) {
    std::vector<Query> batch;
    std::vector<Place> at;
    for (std::size_t i = 0; i < queries.size(); ++i) {
      if (is_searched_as_ei(queries[i].acquisition) == is_ms2) continue;
      const std::size_t spectra = queries[i].ms2 ? queries[i].ms2->spectra.size() : 1;
      for (std::size_t s = spectra; s-- > 0;) {
        batch.push_back(queries[i]);
        if (queries[i].ms2) batch.back().peaks = queries[i].ms2->spectra[s].peaks;
        at.push_back({i, s});
      }
    }
    if (batch.empty()) continue;
    SearchSettings settings = is_ms2 ? method.ms2_search : method.ei_search;
    settings.top = method.conclusion.candidates * kDepth;
    std::vector<Matches> found = search_by_origin(batch, library, backend, settings, threads);
    for (std::size_t b = 0; b < at.size(); ++b) {
      const auto [i, spectrum] = at[b];
      Query& query = queries[i];
      const bool is_first = b == 0 || at[b - 1].query != i;
      if (query.ms2 && !found[b].hits.empty()) {
        query.ms2->spectra[spectrum].best_score = best_of(found[b]);
      }
      if (!is_first && best_of(found[b]) <= best_of(matches[i])) continue;
      matches[i] = std::move(found[b]);
      if (query.ms2) take_spectrum(query, spectrum);
    }
  }
  return matches;
}

std::vector<Report::Candidate> named_records(const std::vector<Identification>& components,
                                             const Library& library) {
  std::vector<std::uint32_t> records;
  for (const Identification& component : components) {
    for (const Match& hit : component.matches.hits) records.push_back(hit.record);
  }
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  std::vector<Report::Candidate> named;
  named.reserve(records.size());
  for (const std::uint32_t record : records) {
    LibraryRecord whole = library.record(record);
    named.push_back({record, whole.id, whole.name, whole.inchikey, whole.formula, whole.smiles,
                     whole.origin == Origin::predicted ? "predicted" : "measured", whole.source,
                     whole.licence, whole.compound_class, std::move(whole.peaks),
                     std::move(whole.retention_indices)});
  }
  return named;
}

// Gives the components their retention indices and orders their hits by what these say.
Report::RetentionFacts place_in_retention(const RunHeader& header, const Library& library,
                                          const Method& method,
                                          std::span<const AlkaneLadder> ladders,
                                          std::vector<Query>& queries,
                                          std::vector<Matches>& matches) {
  Report::RetentionFacts facts;
  const bool is_run =
      !header.is_spectrum_collection && header.separation != Separation::liquid_chromatography;
  if (!is_run) return facts;
  facts.column = method.retention.column;
  if (!ladders.empty()) {
    const LadderChoice choice =
        choose_ladder(ladders, header.acquired, column_class(method.retention.column));
    facts.ladder_choice = choice.why;
    if (choice.chosen) {
      facts.ladder = ladders[*choice.chosen];
      if (facts.column.empty()) facts.column = facts.ladder->column;
    }
  }
  for (std::size_t i = 0; i < queries.size() && facts.ladder; ++i) {
    if (queries[i].acquisition.ms_level > 1) continue;
    queries[i].retention_index = retention_index(facts.ladder->points, queries[i].retention_s,
                                                 method.retention.extrapolate_a_carbon);
    compare_retention(queries[i], library, method, column_class(facts.column), matches[i]);
  }
  facts.internal_standard = relate_to_internal_standard(queries, matches, library, method);
  return facts;
}

}  // namespace

Report identify_file(const std::filesystem::path& file, const Library& library,
                     const Backend& backend, const Method& method, std::size_t threads,
                     std::span<const AlkaneLadder> ladders) {
  const std::unique_ptr<Run> run = open_run(file);
  Prepared prepared = prepare(*run, method);
  std::vector<Matches> matches = search_all(prepared.queries, library, backend, method, threads);

  for (std::size_t i = 0; i < matches.size(); ++i) {
    compare_isotopes(prepared.queries[i], library, matches[i]);
  }

  Report report;
  report.retention =
      place_in_retention(run->header(), library, method, ladders, prepared.queries, matches);
  report.components = identify(std::move(prepared.queries), std::move(matches), library, method);
  for (Identification& component : report.components) {
    tell_retention(library, component);
    keep_first_of_each(library, method.conclusion.candidates, component.matches.hits);
  }
  report.records = named_records(report.components, library);
  report.run.header = run->header();
  const std::filesystem::path data = run_data_file(file);
  report.run.sha256 = sha256_file(data);
  report.run.bytes = std::filesystem::file_size(data);
  report.run.scans = prepared.scans;
  report.run.first_s = prepared.first_s;
  report.run.last_s = prepared.last_s;
  report.run.preparation = prepared.facts;
  report.run.survey = prepared.survey;
  report.run.chromatogram_s = std::move(prepared.chromatogram_s);
  report.run.chromatogram_tic = std::move(prepared.chromatogram_tic);
  report.library = {library.name(), library.checksum(), library.size()};
  report.control_lists = control_lists().files;
  const ClassTable& classes = compound_classes();
  report.control_lists.push_back({"compound_classes.tsv", classes.version, classes.sha256});
  report.method = method;
  report.backend = backend.name();
  report.software_version = software_version();
  report.software_commit = software_commit();
  report.skipped = std::move(prepared.skipped);
  return report;
}

}  // namespace basepeak
