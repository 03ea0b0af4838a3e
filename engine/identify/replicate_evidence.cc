#include "engine/identify/replicate_evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "engine/identify/compound_evidence.h"
#include "engine/search/score.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

constexpr double kLeastIon = 0.01;  // of the base peak

// Student's t that a two-sided test at 99.9 % needs, by whole degrees of freedom (any table).
double critical_t(double freedom) {
  constexpr std::array<double, 30> kCritical = {
      636.619, 31.599, 12.924, 8.610, 6.869, 5.959, 5.408, 5.041, 4.781, 4.587,
      4.437,   4.318,  4.221,  4.140, 4.073, 4.015, 3.965, 3.922, 3.883, 3.850,
      3.819,   3.792,  3.768,  3.745, 3.725, 3.707, 3.690, 3.674, 3.659, 3.646};
  const auto whole = static_cast<std::size_t>(std::max(1.0, std::floor(freedom)));
  return whole <= kCritical.size() ? kCritical[whole - 1] : kCritical.back();
}

// A spectrum's ions as shares of its base peak.
using Shares = std::map<std::int32_t, double>;

struct Replicates {
  std::vector<WeightedUnitMass> weighted;
  std::vector<Shares> shares;
};

Shares shares_of(const UnitMassSpectrum& spectrum) {
  Shares shares;
  double base = 0.0;
  for (const double intensity : spectrum.intensity) base = std::max(base, intensity);
  for (std::size_t i = 0; i < spectrum.size() && base > 0.0; ++i) {
    shares[spectrum.mass[i]] = spectrum.intensity[i] / base;
  }
  return shares;
}

Replicates replicates_of(std::span<const Peaks> spectra, UnitMassRule rule) {
  Replicates replicates;
  for (const Peaks& peaks : spectra) {
    const UnitMassSpectrum unit = to_unit_mass(peaks, rule);
    replicates.weighted.push_back(identity_weighted(unit));
    replicates.shares.push_back(shares_of(unit));
  }
  return replicates;
}

double factor(const WeightedUnitMass& a, const WeightedUnitMass& b) {
  return ei_identity(a, b).score;
}

double lowest_within(const Replicates& replicates) {
  double lowest = 1000.0;
  for (std::size_t i = 0; i < replicates.weighted.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      lowest = std::min(lowest, factor(replicates.weighted[i], replicates.weighted[j]));
    }
  }
  return lowest;
}

double lowest_with(const WeightedUnitMass& query, const Replicates& replicates) {
  double lowest = 1000.0;
  for (const auto& one : replicates.weighted) lowest = std::min(lowest, factor(query, one));
  return lowest;
}

struct Scatter {
  double mean = 0.0;
  double variance = 0.0;
  double n = 0.0;
};

double share_at(const Shares& shares, std::int32_t mass) {
  const auto at = shares.find(mass);
  return at == shares.end() ? 0.0 : at->second;
}

Scatter scatter_at(const Replicates& replicates, std::int32_t mass) {
  Scatter s;
  s.n = static_cast<double>(replicates.shares.size());
  for (const Shares& shares : replicates.shares) s.mean += share_at(shares, mass) / s.n;
  for (const Shares& shares : replicates.shares) {
    const double difference = share_at(shares, mass) - s.mean;
    s.variance += difference * difference / (s.n - 1.0);
  }
  return s;
}

// Welch 1947; the degrees of freedom are Satterthwaite's. Without scatter any difference counts.
bool differ(const Scatter& a, const Scatter& b) {
  const double u = a.variance / a.n;
  const double v = b.variance / b.n;
  const double difference = std::abs(a.mean - b.mean);
  if (u + v <= 0.0) return difference > 0.0;
  const double freedom = (u + v) * (u + v) / (u * u / (a.n - 1.0) + v * v / (b.n - 1.0));
  return difference / std::sqrt(u + v) > critical_t(freedom);
}

bool is_outside(double share, const Scatter& s) {
  const double half = critical_t(s.n - 1.0) * std::sqrt(s.variance * (1.0 + 1.0 / s.n));
  return std::abs(share - s.mean) > half;
}

// Measured EI records of a compound that one source measured, the source of the most records.
std::vector<Peaks> replicates_among(const Identification& found, const Library& library,
                                    std::string_view compound) {
  std::map<std::string, std::vector<std::uint32_t>> by_source;
  for (const Match& hit : found.matches.hits) {
    if (library.origin(hit.record) != Origin::predicted &&
        compound_of(library, hit.record) == compound) {
      by_source[library.record(hit.record).source].push_back(hit.record);
    }
  }
  const std::vector<std::uint32_t>* most = nullptr;
  for (const auto& [source, records] : by_source) {
    if (most == nullptr || records.size() > most->size()) most = &records;
  }
  std::vector<Peaks> spectra;
  if (most == nullptr || most->size() < kFewestReplicates) return spectra;
  for (const std::uint32_t record : *most) spectra.push_back(library.peaks(record));
  return spectra;
}

std::string whole(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.0f", std::floor(value));
  return text.data();
}

std::string sentence(const std::string& first, const std::string& second,
                     const ReplicateComparison& c) {
  return first + " (" + std::to_string(c.first_count) + " replicates in the library) and " +
         second + " (" + std::to_string(c.second_count) + "): the min-max test " +
         (c.are_told_apart() ? "tells them apart" : "does not tell them apart") +
         " (match factors between them up to " + whole(c.highest_between) + ", within them from " +
         whole(c.lowest_within_first) + " and " + whole(c.lowest_within_second) +
         "); this spectrum matches them from " + whole(c.lowest_with_first) + " and " +
         whole(c.lowest_with_second) + "; by t-tests at 99.9 % " +
         std::to_string(c.different_ions) + " of " + std::to_string(c.ions) +
         " ions differ, and of these the spectrum lies outside the scatter of the first at " +
         std::to_string(c.outside_first) + ", of the second at " +
         std::to_string(c.outside_second) +
         "; spectra of another instrument than the replicates' scatter otherwise";
}

}  // namespace

ReplicateComparison compare_replicates(const Peaks& query, std::span<const Peaks> first,
                                       std::span<const Peaks> second, UnitMassRule rule) {
  const Replicates a = replicates_of(first, rule);
  const Replicates b = replicates_of(second, rule);
  const UnitMassSpectrum unit = to_unit_mass(query, rule);
  const WeightedUnitMass asked = identity_weighted(unit);
  const Shares shares = shares_of(unit);
  ReplicateComparison c;
  c.first_count = first.size();
  c.second_count = second.size();
  c.lowest_within_first = lowest_within(a);
  c.lowest_within_second = lowest_within(b);
  for (const auto& one : a.weighted) {
    for (const auto& other : b.weighted) {
      c.highest_between = std::max(c.highest_between, factor(one, other));
    }
  }
  c.lowest_with_first = lowest_with(asked, a);
  c.lowest_with_second = lowest_with(asked, b);
  std::set<std::int32_t> masses;
  for (const Replicates* replicates : {&a, &b}) {
    for (const Shares& of_one : replicates->shares) {
      for (const auto& [mass, share] : of_one) masses.insert(mass);
    }
  }
  for (const std::int32_t mass : masses) {
    const Scatter of_first = scatter_at(a, mass);
    const Scatter of_second = scatter_at(b, mass);
    if (std::max(of_first.mean, of_second.mean) < kLeastIon) continue;
    ++c.ions;
    if (!differ(of_first, of_second)) continue;
    ++c.different_ions;
    const double share = share_at(shares, mass);
    c.outside_first += is_outside(share, of_first) ? 1U : 0U;
    c.outside_second += is_outside(share, of_second) ? 1U : 0U;
  }
  return c;
}

std::vector<std::string> replicate_evidence(const Identification& found, const Library& library,
                                            UnitMassRule rule) {
  std::vector<std::string> sentences;
  const auto& members = found.isomer_group.members;
  if (!is_searched_as_ei(found.query.acquisition) || members.size() < 2) return sentences;
  std::vector<std::pair<std::string, std::vector<Peaks>>> replicated;
  for (const GroupMember& member : members) {
    const auto hit =
        std::find_if(found.matches.hits.begin(), found.matches.hits.end(),
                     [&](const Match& match) { return library.id(match.record) == member.record; });
    if (hit == found.matches.hits.end()) continue;
    auto spectra = replicates_among(found, library, compound_of(library, hit->record));
    if (replicated.empty() && spectra.empty()) return sentences;  // of the best match
    if (!spectra.empty()) replicated.emplace_back(member.name, std::move(spectra));
  }
  for (std::size_t i = 1; i < replicated.size(); ++i) {
    sentences.push_back(sentence(
        replicated[0].first, replicated[i].first,
        compare_replicates(found.query.peaks, replicated[0].second, replicated[i].second, rule)));
  }
  return sentences;
}

}  // namespace basepeak
