#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/chemistry/structure.h"
#include "engine/identify/class_features.h"
#include "engine/identify/ei_view.h"
#include "engine/identify/site_table.h"
#include "engine/library/library.h"

namespace basepeak {

// An EI spectrum on unit masses, intensities of the base peak, with what its masses move with.
struct NeighbourSpectrum {
  // Sums of the five parts of IonTemplate by which a peak may move; 0 is "it stays".
  using Moves = std::vector<std::uint8_t>;
  std::string compound;
  SiteHypothesis sites;
  std::vector<int> mass;
  std::vector<double> intensity;
  std::vector<Moves> moves;  // parallel to the masses
};

// What of a library recognition compares a spectrum with: measured EI spectra of the class and its
// precursors whose sites are known.
struct ClassNeighbours {
  std::vector<NeighbourSpectrum> members;
  std::size_t compounds = 0;  // of the members

  // Left out where a site's variant is not in the table, and without peaks.
  void add(const SiteTable& table, const std::vector<IonTemplate>& ions, std::string_view compound,
           const FentanylSites& sites, const Peaks& peaks);
};

// Those of a library.
[[nodiscard]] ClassNeighbours neighbours_of(const Library& library, const SiteTable& table,
                                            const std::vector<IonTemplate>& ions);

// How alike a spectrum is to what its neighbours let expect under a hypothesis: the best cosine of
// sqrt(mass x intensity) to a member with these sites, with one other site, with two (looked at
// only where there is none of the first two kinds). A member's ions that hold a differing part are
// moved to where the hypothesis has them: a hybrid search that moves what the sites say.
struct NeighbourSupport {
  static constexpr std::size_t kDistances = 3;
  std::array<std::optional<double>, kDistances> by_distance;
};

// Compares one spectrum with neighbours; those of the compound `without` are passed over.
class NeighbourComparison {
 public:
  NeighbourComparison(const EiView& view, const ClassNeighbours& neighbours, const SiteTable& table,
                      std::string_view without = {});

  [[nodiscard]] NeighbourSupport support(const SiteHypothesis& hypothesis) const;
  // The best cosine with nothing moved; 0 without neighbours.
  [[nodiscard]] double nearest() const;
  // What the members are, each once.
  [[nodiscard]] std::vector<SiteHypothesis> member_sites() const;

 private:
  [[nodiscard]] double moved(const NeighbourSpectrum& member,
                             const SiteHypothesis& hypothesis) const;
  [[nodiscard]] double weight_from(int mass) const;

  const EiView& view_;
  const ClassNeighbours& neighbours_;
  const SiteTable& table_;
  std::string_view without_;
  int lowest_ = EiView::kLowest;
  EiView::Entries tail_{};  // sum of mass x intensity from a mass on
};

// Hypotheses whose formulas are a compound's sites; empty if a variant is not in the table.
[[nodiscard]] std::vector<SiteHypothesis> hypotheses_of(const SiteTable& table,
                                                        const FentanylSites& sites);

}  // namespace basepeak
