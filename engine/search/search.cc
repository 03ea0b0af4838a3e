#include "engine/search/search.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/search/molecular_mass.h"
#include "engine/search/nothing_found.h"
#include "engine/search/prepared.h"
#include "engine/search/ranked_hits.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

constexpr std::size_t kLargestBatch = 64;  // queries handed to a backend at once

std::string digits(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

// Which mass the score goes by; the inference's answer becomes the query's stated mass.
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
      notes.push_back(std::string("no molecular mass could be inferred: ") +
                      (is_neutral_loss(settings.score) ? "neutral losses cannot be formed"
                                                       : "searched without moving peaks"));
    }
  }
}

// A spectrum of the other kind is searched all the same, as asked, but not in silence.
void note_kind(const Query& query, const SearchSettings& settings,
               std::vector<std::string>& notes) {
  const Acquisition& acquisition = query.acquisition;
  const bool is_fragmented = acquisition.ms_level >= 2 || acquisition.precursor_mz.has_value();
  if (is_ei(settings.score) &&
      (is_known_not_to_be_ei(acquisition) || acquisition.ionisation == Ionisation::esi ||
       (acquisition.ionisation != Ionisation::ei && is_fragmented))) {
    notes.push_back(std::string("the query says that it is no EI spectrum: ") +
                    name(settings.score) + " compares it with EI records as if it were");
  }
  if (!is_ei(settings.score) && acquisition.ionisation == Ionisation::ei) {
    notes.push_back(std::string("the query says that it is an EI spectrum: ") +
                    name(settings.score) + " compares it with MS/MS records as if it were one");
  }
}

void note_preparation(const Query& query, const SearchSettings& settings,
                      std::vector<std::string>& notes) {
  note_kind(query, settings, notes);
  notes.insert(notes.end(), query.remarks.begin(), query.remarks.end());
  if (is_ei(settings.score)) return;
  const auto doubt = precursor_doubt(query);
  if (doubt && settings.precursor_tolerance) {
    notes.push_back(*doubt + ": searched open, without the precursor");
  } else if (doubt && is_neutral_loss(settings.score)) {
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
        "peaks above the precursor kept in query and records");
  }
}

}  // namespace

std::vector<Matches> search(std::span<const Query> queries, const Library& library,
                            const Backend& backend, const SearchSettings& settings,
                            std::size_t threads) {
  if (settings.rank_by == RankBy::reverse_score && !has_reverse(settings.score)) {
    throw Error(ErrorKind::usage, std::string(name(settings.score)) +
                                      " has no reverse score to rank by; EI scores and cosines do");
  }
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
      if (uses_molecular_mass(settings.score)) {
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
