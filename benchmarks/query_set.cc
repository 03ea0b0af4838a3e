#include "benchmarks/query_set.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "engine/error.h"
#include "engine/search/prepared.h"

namespace basepeak::benchmarks {

std::vector<NamedSearch> measured_searches() {
  std::vector<NamedSearch> searches;
  const auto add = [&](const char* search_name, Score score) -> SearchSettings& {
    searches.push_back({search_name, {}});
    searches.back().settings.score = score;
    return searches.back().settings;
  };
  add("ei-identity", Score::ei_identity);
  add("ei-simple", Score::ei_simple);
  add("ei-hybrid", Score::ei_hybrid);
  add("ei-weighted-cosine", Score::ei_weighted_cosine);
  add("ei-cosine", Score::ei_cosine);
  add("ei-sqrt-cosine", Score::ei_sqrt_cosine);
  add("ei-neutral-loss", Score::ei_neutral_loss);
  add("ei-stein-scott", Score::ei_stein_scott);
  add("ms2-entropy", Score::ms2_entropy);
  add("ms2-entropy-identity", Score::ms2_entropy).precursor_tolerance = Tolerance::da(0.01);
  add("ms2-hybrid-entropy", Score::ms2_hybrid_entropy);
  add("ms2-neutral-loss-entropy", Score::ms2_neutral_loss_entropy);
  add("ms2-cosine", Score::ms2_cosine);
  add("ms2-cosine-linear", Score::ms2_cosine).linear_intensity = true;
  add("ms2-modified-cosine", Score::ms2_modified_cosine);
  add("ms2-neutral-loss-cosine", Score::ms2_neutral_loss_cosine);
  add("ms2-cosine-greedy", Score::ms2_cosine_greedy);
  add("ms2-modified-cosine-greedy", Score::ms2_modified_cosine_greedy);
  return searches;
}

std::vector<NamedSearch> measured_searches(const std::vector<std::string>& names, bool of_ei) {
  std::vector<NamedSearch> searches = measured_searches();
  std::string known;
  for (const NamedSearch& search : searches) known += " " + search.name;
  for (const std::string& name : names) {
    if (std::ranges::find(searches, name, &NamedSearch::name) == searches.end()) {
      throw Error(ErrorKind::usage, "no search is named " + name + "; there are:" + known);
    }
  }
  std::erase_if(searches, [&](const NamedSearch& search) {
    return names.empty() ? is_ei(search.settings.score) != of_ei
                         : std::ranges::find(names, search.name) == names.end();
  });
  return searches;
}

Query query_of(const Library& library, std::uint32_t record) {
  LibraryRecord whole = library.record(record);
  Query query;
  query.name = std::move(whole.name);
  query.peaks = std::move(whole.peaks);
  query.raw_peaks = query.peaks;
  query.acquisition = std::move(whole.acquisition);
  // Hybrid searches are measured, not the inference of the mass: it is stated.
  if (const auto mass = nominal_mass(library, record)) query.stated_mass = *mass;
  return query;
}

std::string_view compound_of(const Library& library, std::uint32_t record) {
  const std::string_view key = library.inchikey(record);
  return key.substr(0, std::min<std::size_t>(14, key.size()));
}

std::uint64_t Random::next() noexcept {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::uint64_t Random::below(std::uint64_t count) noexcept {
  return static_cast<std::uint64_t>(uniform() * static_cast<double>(count));
}

double Random::uniform() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double Random::normal() noexcept {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

void shuffle(std::vector<std::uint32_t>& numbers, std::uint64_t seed) {
  Random random(seed);
  for (std::size_t i = numbers.size(); i > 1; --i)
    std::swap(numbers[i - 1], numbers[random.below(i)]);
}

}  // namespace basepeak::benchmarks
