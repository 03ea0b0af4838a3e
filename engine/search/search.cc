#include "engine/search/search.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/parallel.h"
#include "engine/search/molecular_mass.h"
#include "engine/search/prepared.h"
#include "engine/search/ranked_hits.h"

namespace basepeak {

namespace {

constexpr std::size_t kLargestBatch = 64;  // queries handed to a backend at once

std::string digits(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string score_text(double score, Score kind) {
  const bool is_match_factor =
      kind == Score::ei_identity || kind == Score::ei_simple || kind == Score::ei_hybrid;
  return digits(score, is_match_factor ? 1 : 4);
}

std::string record_text(const Library& library, std::uint32_t record) {
  return std::string(library.id(record)) + " (" + std::string(library.compound_name(record)) + ")";
}

// Which mass ei-hybrid goes by; the inference's answer becomes the query's stated mass.
void settle_mass(Query& query, const Library& library, const Backend& backend,
                 const SearchSettings& settings, std::vector<std::string>& notes) {
  if (settings.query_mass) {
    notes.push_back("molecular mass " + digits(std::round(*settings.query_mass), 0) +
                    " as given by the user");
  } else if (query.stated_mass) {
    notes.push_back("molecular mass " + digits(std::round(*query.stated_mass), 0) +
                    " as stated in the record");
  } else if (!query.peaks.empty()) {
    const MolecularMass inferred = infer_molecular_mass(query, library, backend, settings);
    if (inferred.mass > 0) {
      query.stated_mass = inferred.mass;
      notes.push_back("molecular mass inferred: " + to_text(inferred));
    } else {
      notes.push_back("no molecular mass could be inferred: searched without moving peaks");
    }
  }
}

void note_preparation(const Query& query, const SearchSettings& settings,
                      std::vector<std::string>& notes) {
  if (is_ei(settings.score)) return;
  const auto doubt = precursor_doubt(query);
  if (doubt && settings.precursor_tolerance) {
    notes.push_back(*doubt + ": searched open, without the precursor");
  } else if (doubt && settings.score == Score::ms2_neutral_loss_entropy) {
    notes.push_back(*doubt + ": neutral losses cannot be formed");
  } else if (doubt && query.acquisition.precursor_mz) {
    notes.push_back(*doubt + ": searched without it");
  } else if (doubt && settings.score != Score::ms2_entropy && settings.score != Score::ms2_cosine &&
             settings.score != Score::ms2_cosine_greedy) {
    notes.push_back(*doubt + ": searched without shifted peaks");
  }
  if (settings_for(query, settings).keep_precursor_peaks != settings.keep_precursor_peaks) {
    notes.push_back(
        "cleaning leaves no peaks (all lie above the precursor - 1.6 Da): searched uncleaned, "
        "peaks "
        "above the precursor kept in query and records");
  }
}

// Why nothing was found, what was nearest and which filter removed it.
std::string explain_nothing(const Query& query, const Library& library, const Backend& backend,
                            const SearchSettings& settings) {
  const PreparedSpectrum prepared = prepare_query(query, settings_for(query, settings));
  if (prepared.unit_mass.mass.empty() && prepared.peaks.mz_udalton.empty()) {
    return "no hits: the query has no peaks";
  }
  bool has_comparable = false;
  for (std::uint32_t i = 0; i < library.size() && !has_comparable; ++i) {
    has_comparable = is_comparable(library, i, settings.score);
  }
  if (!has_comparable) {
    return std::string("no hits: the library holds no ") +
           (is_ei(settings.score) ? "EI" : "MS/MS") + " records";
  }
  SearchSettings relaxed = settings;
  relaxed.top = 1;
  relaxed.threshold = 0.0;
  if (const auto hits = ranked_hits({&query, 1}, library, backend, relaxed).front();
      !hits.empty()) {
    return "no hits: nearest is " + record_text(library, hits.front().record) + ", score " +
           score_text(hits.front().score, settings.score) + ", below the threshold of " +
           score_text(settings.threshold, settings.score);
  }
  if (precursor_window(query, settings)) {
    relaxed.precursor_tolerance.reset();
    if (const auto hits = ranked_hits({&query, 1}, library, backend, relaxed).front();
        !hits.empty()) {
      const std::uint32_t record = hits.front().record;
      const double precursor = library.precursor_mz(record);
      return "no hits within the precursor tolerance: nearest without it is " +
             record_text(library, record) + ", score " +
             score_text(hits.front().score, settings.score) +
             (precursor > 0.0 ? ", precursor " + digits(precursor, 4) + " (query " +
                                    digits(*query.acquisition.precursor_mz, 4) + ")"
                              : std::string(", which has no precursor"));
    }
  }
  if (settings.exclude_self) {
    relaxed.exclude_self = false;
    if (!ranked_hits({&query, 1}, library, backend, relaxed).front().empty()) {
      return "no hits: only the query's own record shares peaks with it";
    }
  }
  return "no hits: no record shares a peak with the query";
}

}  // namespace

std::vector<Matches> search(std::span<const Query> queries, const Library& library,
                            const Backend& backend, const SearchSettings& settings,
                            std::size_t threads) {
  std::vector<Matches> results(queries.size());
  threads = std::max<std::size_t>(1, threads);
  const std::size_t batch =
      std::clamp<std::size_t>((queries.size() + threads - 1) / threads, 1, kLargestBatch);
  parallel_for((queries.size() + batch - 1) / batch, threads, [&](std::size_t b) {
    const std::size_t first = b * batch;
    std::vector<Query> settled(
        queries.begin() + static_cast<std::ptrdiff_t>(first),
        queries.begin() + static_cast<std::ptrdiff_t>(std::min(queries.size(), first + batch)));
    for (std::size_t q = 0; q < settled.size(); ++q) {
      std::vector<std::string>& notes = results[first + q].notes;
      if (settings.score == Score::ei_hybrid) {
        settle_mass(settled[q], library, backend, settings, notes);
      }
      note_preparation(settled[q], settings, notes);
    }
    auto hits = ranked_hits(settled, library, backend, settings);
    for (std::size_t q = 0; q < settled.size(); ++q) {
      Matches& result = results[first + q];
      result.hits = std::move(hits[q]);
      if (result.hits.empty() && settings.top > 0) {
        result.notes.push_back(explain_nothing(settled[q], library, backend, settings));
      }
    }
  });
  return results;
}

}  // namespace basepeak
