#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identify/ei_view.h"
#include "engine/identify/site_table.h"

namespace basepeak {

// A characteristic ion: the sum of the named parts and of further atoms.
struct IonTemplate {
  enum Part : std::uint8_t { acyl = 1, aryl = 2, ring = 4, kept = 8, lost = 16 };
  std::string name;
  std::uint8_t parts = 0;
  std::string further;   // formula of the further atoms, "-" before it where they are taken away
  int further_mass = 0;  // nominal, signed
  std::string contains;  // what part of the molecule it holds, in words
};

// Reads libraries/models/fentanyl_ions.tsv. Throws Error{library} naming the line.
[[nodiscard]] std::vector<IonTemplate> parse_ions(std::string_view text);

// Hill formula; empty where the parts do not hold the atoms that are taken away.
[[nodiscard]] std::string ion_formula(const IonTemplate& ion, const SiteTable& table,
                                      const SiteHypothesis& hypothesis);

[[nodiscard]] int ion_mass(const IonTemplate& ion, const SiteTable& table,
                           const SiteHypothesis& hypothesis);

// What is measured of a spectrum under a hypothesis, all of it between 0 and about 1 but for the
// counts. An ion has kPerIon features: presence, strength, and the presence again in molecules of a
// benzyl, small or phenethyl N1 substituent and of an aromatic, other or missing acyl, where it is
// rarer or more frequent. The general features follow.
inline constexpr std::size_t kPerIon = 8;
enum class GeneralFeature : std::uint8_t {
  explained,         // share of the spectrum in the characteristic ions
  changed_sites,     // from fentanyl, in quarters
  above_molecule,    // the strongest ion above the isotopes of M
  alpha_isotopes,    // misfit of the 2-Da isotope of M less the end of the N1 substituent
  aniline_isotopes,  // the same for the ion of aniline and four carbons
  acyl_prior,        // logarithms of the share of the training compounds, tenths
  n_aryl_prior,
  piperidine_prior,
  n1_substituent_prior,
  // Of m/z 85 and above, in ions that are none of the characteristic ones nor 1 Da above one, nor
  // common to the whole class. These need the whole spectrum: only the best hypotheses get them.
  unexplained,  // share of the spectrum
  strongest_unexplained,
  strongest_unexplained_above_125,
};
inline constexpr std::size_t kGeneralFeatures = 12;
inline constexpr std::size_t kQuickGeneralFeatures = 9;  // those before `unexplained`

[[nodiscard]] inline std::size_t feature_count(std::size_t ions) {
  return ions * kPerIon + kGeneralFeatures;
}
[[nodiscard]] std::string feature_name(std::span<const IonTemplate> ions, std::size_t feature);

// Logarithms of how frequent each variant is, parallel to the lists of the table.
struct SitePriors {
  std::vector<double> acyl, n_aryl, piperidine, n1_substituent;
};

// Which of an ion's features count besides the first two: 0 for "none of them".
[[nodiscard]] std::size_t n1_feature(SiteKind kind) noexcept;
[[nodiscard]] std::size_t acyl_feature(SiteKind kind) noexcept;

// The quick general features but `explained`, into `out` by GeneralFeature.
void general_features(const EiView& view, const SiteTable& table, const SitePriors& priors,
                      const SiteHypothesis& hypothesis, std::span<double> out);

// REQUIRES: out.size() == feature_count(ions.size()).
void class_features(const EiView& view, const SiteTable& table, std::span<const IonTemplate> ions,
                    const SitePriors& priors, const SiteHypothesis& hypothesis,
                    std::span<double> out);

}  // namespace basepeak
