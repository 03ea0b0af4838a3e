#include "engine/identify/class_neighbours.h"

#include <algorithm>
#include <cmath>

#include "engine/identify/compound_evidence.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

namespace {

constexpr std::uint8_t kStays = 0;
constexpr std::uint8_t kWhole = IonTemplate::acyl | IonTemplate::aryl | IonTemplate::ring |
                                IonTemplate::kept | IonTemplate::lost;
constexpr int kFree = 85;  // below it what no characteristic ion explains stays

NeighbourSpectrum plain_spectrum(std::string_view compound, const Peaks& peaks) {
  NeighbourSpectrum made;
  made.compound = compound;
  const UnitMassSpectrum spectrum = to_unit_mass(peaks, UnitMassRule::ms_search);
  double base = 0.0;
  for (std::size_t i = 0; i < spectrum.size(); ++i) {
    if (spectrum.mass[i] >= EiView::kLowest && spectrum.mass[i] < EiView::kMasses) {
      base = std::max(base, spectrum.intensity[i]);
    }
  }
  for (std::size_t i = 0; i < spectrum.size() && base > 0.0; ++i) {
    if (spectrum.mass[i] < EiView::kLowest || spectrum.mass[i] >= EiView::kMasses) continue;
    if (spectrum.intensity[i] <= 0.0) continue;
    made.mass.push_back(spectrum.mass[i]);
    made.intensity.push_back(spectrum.intensity[i] / base);
  }
  return made;
}

// An ion one or two units beside a characteristic one moves with it or stays; one that is the
// characteristic ion, or its isotope, moves.
NeighbourSpectrum::Moves moves_of(int mass, const std::vector<int>& ion_masses,
                                  const std::vector<IonTemplate>& ions) {
  NeighbourSpectrum::Moves moves;
  const auto add = [&](std::uint8_t parts) {
    if (std::find(moves.begin(), moves.end(), parts) == moves.end()) moves.push_back(parts);
  };
  for (const int offset : {0, -1, 1, -2, 2}) {
    for (std::size_t i = 0; i < ions.size(); ++i) {
      if (ion_masses[i] == mass + offset) add(ions[i].parts);
    }
    if (moves.empty()) continue;
    if (offset != 0 && offset != -1) add(kStays);
    return moves;
  }
  add(kStays);
  if (mass >= kFree) add(kWhole);
  return moves;
}

double intensity_at(const NeighbourSpectrum& spectrum, int mass) {
  const auto at = std::lower_bound(spectrum.mass.begin(), spectrum.mass.end(), mass);
  return at == spectrum.mass.end() || *at != mass
             ? 0.0
             : spectrum.intensity[static_cast<std::size_t>(at - spectrum.mass.begin())];
}

std::size_t distance(const SiteHypothesis& a, const SiteHypothesis& b) {
  return static_cast<std::size_t>(a.acyl != b.acyl) +
         static_cast<std::size_t>(a.n_aryl != b.n_aryl) +
         static_cast<std::size_t>(a.piperidine != b.piperidine) +
         static_cast<std::size_t>(a.n1_substituent != b.n1_substituent);
}

// "acyl=C3H5O n_aryl=C6H5 piperidine=C5H9N n1=C8H9"
std::optional<FentanylSites> sites_of_key(std::string_view key) {
  const auto value = [&](std::string_view name) {
    const std::size_t at = key.find(name);
    if (at == std::string_view::npos) return std::string();
    const std::string_view rest = key.substr(at + name.size());
    return std::string(rest.substr(0, rest.find(' ')));
  };
  FentanylSites sites{value("acyl="), value("n_aryl="), value("piperidine="), value("n1=")};
  if (sites.acyl.empty() || sites.n_aryl.empty() || sites.piperidine.empty() ||
      sites.n1_substituent.empty()) {
    return std::nullopt;
  }
  return sites;
}

}  // namespace

std::vector<SiteHypothesis> hypotheses_of(const SiteTable& table, const FentanylSites& sites) {
  std::vector<SiteHypothesis> found;
  for (const SiteHypothesis& h : table.hypotheses) {
    if (table.acyl[h.acyl].formula == sites.acyl &&
        table.n_aryl[h.n_aryl].formula == sites.n_aryl &&
        table.piperidine[h.piperidine].formula == sites.piperidine &&
        table.n1_substituent[h.n1_substituent].formula == sites.n1_substituent) {
      found.push_back(h);
    }
  }
  return found;
}

void ClassNeighbours::add(const SiteTable& table, const std::vector<IonTemplate>& ions,
                          std::string_view compound, const FentanylSites& sites,
                          const Peaks& peaks) {
  const std::vector<SiteHypothesis> ways = hypotheses_of(table, sites);
  NeighbourSpectrum made = plain_spectrum(compound, peaks);
  if (ways.empty() || made.mass.empty()) return;
  // Of several ways in which the N1 substituent may part, the one whose ion is strongest.
  const auto strength = [&](const SiteHypothesis& h) {
    return intensity_at(made,
                        nominal_mass(table, h) - table.n1_substituent[h.n1_substituent].lost_mass);
  };
  made.sites = *std::max_element(
      ways.begin(), ways.end(),
      [&](const SiteHypothesis& a, const SiteHypothesis& b) { return strength(a) < strength(b); });
  std::vector<int> ion_masses;
  for (const IonTemplate& ion : ions) ion_masses.push_back(ion_mass(ion, table, made.sites));
  for (const int mass : made.mass) made.moves.push_back(moves_of(mass, ion_masses, ions));
  const bool is_new = std::none_of(members.begin(), members.end(), [&](const auto& member) {
    return member.compound == made.compound;
  });
  compounds += is_new ? 1U : 0U;
  members.push_back(std::move(made));
}

ClassNeighbours neighbours_of(const Library& library, const SiteTable& table,
                              const std::vector<IonTemplate>& ions) {
  ClassNeighbours neighbours;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (library.ionisation(i) != Ionisation::ei || library.origin(i) != Origin::measured) continue;
    if (const auto sites = sites_of_key(library.isomer_key(i))) {
      neighbours.add(table, ions, compound_of(library, i), *sites, library.peaks(i));
    }
  }
  return neighbours;
}

NeighbourComparison::NeighbourComparison(const EiView& view, const ClassNeighbours& neighbours,
                                         const SiteTable& table, std::string_view without)
    : view_(view), neighbours_(neighbours), table_(table), without_(without) {
  double sum = 0.0;
  for (int mass = EiView::kMasses; mass-- > EiView::kLowest;) {
    const auto m = static_cast<std::size_t>(mass);
    if (view.relative[m] > 0.0) lowest_ = mass;
    sum += mass * view.relative[m];
    tail_[m] = sum;
  }
}

double NeighbourComparison::weight_from(int mass) const {
  return mass >= EiView::kMasses ? 0.0 : tail_[static_cast<std::size_t>(mass)];
}

double NeighbourComparison::moved(const NeighbourSpectrum& member,
                                  const SiteHypothesis& hypothesis) const {
  // By how much each sum of parts is heavier here than in the member.
  std::array<int, 32> shift{};
  {
    const SiteHypothesis& from = member.sites;
    const SiteVariant& n1 = table_.n1_substituent[hypothesis.n1_substituent];
    const SiteVariant& n1_from = table_.n1_substituent[from.n1_substituent];
    const std::array<int, 5> by_part = {
        table_.acyl[hypothesis.acyl].mass - table_.acyl[from.acyl].mass,
        table_.n_aryl[hypothesis.n_aryl].mass - table_.n_aryl[from.n_aryl].mass,
        table_.piperidine[hypothesis.piperidine].mass - table_.piperidine[from.piperidine].mass,
        (n1.mass - n1.lost_mass) - (n1_from.mass - n1_from.lost_mass),
        n1.lost_mass - n1_from.lost_mass};
    for (std::size_t parts = 0; parts < shift.size(); ++parts) {
      for (std::size_t p = 0; p < by_part.size(); ++p) {
        if ((parts >> p & 1U) != 0) shift[parts] += by_part[p];
      }
    }
  }
  constexpr double kLeast = 1e-4;  // parts an ion evenly where the spectrum has nothing
  EiView::Entries expected{};
  const auto put = [&](int mass, double intensity) {
    if (mass >= EiView::kLowest && mass < EiView::kMasses) {
      expected[static_cast<std::size_t>(mass)] += intensity;
    }
  };
  for (std::size_t i = 0; i < member.mass.size(); ++i) {
    std::array<int, 8> places{};
    std::size_t count = 0;
    for (const std::uint8_t parts : member.moves[i]) {
      const int place = member.mass[i] + shift[parts];
      if (count < places.size() &&
          std::find(places.begin(), places.begin() + count, place) == places.begin() + count) {
        places[count++] = place;
      }
    }
    if (count == 1) {
      put(places[0], member.intensity[i]);
      continue;
    }
    double sum = 0.0;
    for (std::size_t k = 0; k < count; ++k) sum += EiView::at(view_.relative, places[k]) + kLeast;
    for (std::size_t k = 0; k < count; ++k) {
      put(places[k], member.intensity[i] * (EiView::at(view_.relative, places[k]) + kLeast) / sum);
    }
  }
  const int start = std::max(lowest_, member.mass.front());
  double product = 0.0;
  double norm = 0.0;
  for (int mass = start; mass < EiView::kMasses; ++mass) {
    const auto m = static_cast<std::size_t>(mass);
    if (expected[m] <= 0.0) continue;
    norm += mass * expected[m];
    if (view_.relative[m] > 0.0) product += mass * std::sqrt(view_.relative[m] * expected[m]);
  }
  const double both = norm * weight_from(start);
  return both > 0.0 ? product / std::sqrt(both) : 0.0;
}

NeighbourSupport NeighbourComparison::support(const SiteHypothesis& hypothesis) const {
  NeighbourSupport support;
  for (const std::size_t most : {std::size_t{1}, std::size_t{2}}) {
    if (most == 2 && (support.by_distance[0] || support.by_distance[1])) break;
    for (const NeighbourSpectrum& member : neighbours_.members) {
      const std::size_t away = distance(member.sites, hypothesis);
      if (away > most || (most == 2 && away != 2) || member.compound == without_) continue;
      const double cosine = moved(member, hypothesis);
      auto& best = support.by_distance[away];
      best = std::max(best.value_or(0.0), cosine);
    }
  }
  return support;
}

double NeighbourComparison::nearest() const {
  double best = 0.0;
  for (const NeighbourSpectrum& member : neighbours_.members) {
    if (member.compound != without_) best = std::max(best, moved(member, member.sites));
  }
  return best;
}

std::vector<SiteHypothesis> NeighbourComparison::member_sites() const {
  std::vector<SiteHypothesis> sites;
  for (const NeighbourSpectrum& member : neighbours_.members) {
    if (member.compound != without_ &&
        std::find(sites.begin(), sites.end(), member.sites) == sites.end()) {
      sites.push_back(member.sites);
    }
  }
  return sites;
}

}  // namespace basepeak
