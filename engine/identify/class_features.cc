#include "engine/identify/class_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/identify/model_text.h"

namespace basepeak {

namespace {

[[noreturn]] void fail(std::size_t line, const std::string& why) {
  throw Error(ErrorKind::library, "ion table, line " + std::to_string(line) + ": " + why);
}

std::uint8_t parts_of(std::string_view text, std::size_t line) {
  static const std::map<std::string_view, std::uint8_t> kParts = {{"acyl", IonTemplate::acyl},
                                                                  {"aryl", IonTemplate::aryl},
                                                                  {"ring", IonTemplate::ring},
                                                                  {"kept", IonTemplate::kept},
                                                                  {"lost", IonTemplate::lost}};
  unsigned parts = 0;
  while (!text.empty()) {
    const std::size_t plus = std::min(text.find('+'), text.size());
    const auto part = kParts.find(text.substr(0, plus));
    if (part == kParts.end()) fail(line, "unknown part in \"" + std::string(text) + "\"");
    parts |= part->second;
    text.remove_prefix(std::min(plus + 1, text.size()));
  }
  return static_cast<std::uint8_t>(parts);
}

// How far the ion's 2-Da isotope is from what its chlorine and bromine make of it (natural
// abundances, rounded), 0 to 1.
double isotope_misfit(const EiView& view, int mass, int chlorines, int bromines) {
  const double ion = EiView::at(view.relative, mass);
  if (ion < 0.01) return 0.0;
  const double expected = 0.32 * chlorines + 0.97 * bromines + 0.01;
  const double found = EiView::at(view.relative, mass + 2) / ion;
  return std::min(1.0, std::abs(found - expected)) * EiView::at(view.presence, mass);
}

// Masses of small aromatic and piperidine fragments that most members of the class show.
constexpr std::array kCommonMasses = {92,  94,  103, 104, 115, 117, 118,
                                      120, 128, 130, 131, 132, 144};

void unexplained_features(const EiView& view, const std::vector<int>& masses,
                          std::span<double> out) {
  constexpr int kFrom = 85;
  constexpr int kHigh = 125;
  std::array<bool, EiView::kMasses + 2> is_explained{};
  const auto explain = [&](int mass) {
    if (mass >= 0 && mass < EiView::kMasses) is_explained[static_cast<std::size_t>(mass)] = true;
  };
  for (const int mass : masses) {
    explain(mass);
    explain(mass + 1);
  }
  for (const int mass : kCommonMasses) explain(mass);
  double share = 0.0;
  double strongest = 0.0;
  double strongest_high = 0.0;
  for (int mass = kFrom; mass < EiView::kMasses; ++mass) {
    const auto m = static_cast<std::size_t>(mass);
    if (is_explained[m]) continue;
    share += view.share[m];
    strongest = std::max(strongest, view.presence[m]);
    if (mass > kHigh) strongest_high = std::max(strongest_high, view.presence[m]);
  }
  out[static_cast<std::size_t>(GeneralFeature::unexplained)] = share;
  out[static_cast<std::size_t>(GeneralFeature::strongest_unexplained)] = strongest;
  out[static_cast<std::size_t>(GeneralFeature::strongest_unexplained_above_125)] = strongest_high;
}

}  // namespace

std::vector<IonTemplate> parse_ions(std::string_view text) {
  std::vector<IonTemplate> ions;
  bool is_header = true;
  for_each_row(text, [&](std::size_t line, const std::vector<std::string>& cells) {
    if (std::exchange(is_header, false)) return;
    if (cells.size() != 4) fail(line, "4 cells are expected");
    const bool is_loss = cells[2].starts_with('-');
    const std::string_view atoms = std::string_view(cells[2]).substr(is_loss ? 1 : 0);
    const int mass = atoms.empty() ? 0 : Formula::parse(atoms).nominal_mass();
    ions.push_back(
        {cells[0], parts_of(cells[1], line), cells[2], is_loss ? -mass : mass, cells[3]});
  });
  if (ions.empty()) throw Error(ErrorKind::library, "ion table: it is empty");
  return ions;
}

int ion_mass(const IonTemplate& ion, const SiteTable& table, const SiteHypothesis& hypothesis) {
  const SiteVariant& n1 = table.n1_substituent[hypothesis.n1_substituent];
  int mass = ion.further_mass;
  if ((ion.parts & IonTemplate::acyl) != 0) mass += table.acyl[hypothesis.acyl].mass;
  if ((ion.parts & IonTemplate::aryl) != 0) mass += table.n_aryl[hypothesis.n_aryl].mass;
  if ((ion.parts & IonTemplate::ring) != 0) mass += table.piperidine[hypothesis.piperidine].mass;
  if ((ion.parts & IonTemplate::kept) != 0) mass += n1.mass - n1.lost_mass;
  if ((ion.parts & IonTemplate::lost) != 0) mass += n1.lost_mass;
  return mass;
}

std::string ion_formula(const IonTemplate& ion, const SiteTable& table,
                        const SiteHypothesis& hypothesis) {
  std::map<std::string, int> counts;
  const auto add = [&](const std::string& text, int sign) {
    if (text.empty()) return;
    const Formula formula = Formula::parse(text);
    for (const auto& [element, count] : formula.counts()) {
      counts[element] += sign * count;
    }
  };
  const SiteVariant& n1 = table.n1_substituent[hypothesis.n1_substituent];
  if ((ion.parts & IonTemplate::acyl) != 0) add(table.acyl[hypothesis.acyl].formula, 1);
  if ((ion.parts & IonTemplate::aryl) != 0) add(table.n_aryl[hypothesis.n_aryl].formula, 1);
  if ((ion.parts & IonTemplate::ring) != 0) add(table.piperidine[hypothesis.piperidine].formula, 1);
  if ((ion.parts & IonTemplate::kept) != 0) {
    add(n1.formula, 1);
    add(n1.lost, -1);
  }
  if ((ion.parts & IonTemplate::lost) != 0) add(n1.lost, 1);
  const bool is_loss = ion.further.starts_with('-');
  add(is_loss ? ion.further.substr(1) : ion.further, is_loss ? -1 : 1);
  std::string text;
  for (const auto& [element, count] : counts) {
    if (count < 0) return {};
    if (count > 0) text += element + std::to_string(count);
  }
  return text.empty() ? text : Formula::parse(text).hill();
}

std::string feature_name(std::span<const IonTemplate> ions, std::size_t feature) {
  static constexpr std::array kPerIonNames = {"present",
                                              "strong",
                                              "present, N1 benzyl",
                                              "present, N1 small",
                                              "present, aromatic acyl",
                                              "present, other acyl",
                                              "present, no acyl",
                                              "present, phenethyl"};
  static constexpr std::array kGeneralNames = {
      "explained",      "changed sites",         "above molecule",
      "alpha isotopes", "aniline isotopes",      "acyl prior",
      "n_aryl prior",   "piperidine prior",      "n1_substituent prior",
      "unexplained",    "strongest unexplained", "strongest unexplained above 125"};
  static_assert(kPerIonNames.size() == kPerIon && kGeneralNames.size() == kGeneralFeatures);
  const std::size_t per_ion = ions.size() * kPerIon;
  if (feature >= per_ion) return kGeneralNames[feature - per_ion];
  return ions[feature / kPerIon].name + " " + kPerIonNames[feature % kPerIon];
}

std::size_t n1_feature(SiteKind kind) noexcept {
  switch (kind) {
    case SiteKind::benzyl: return 2;
    case SiteKind::small: return 3;
    case SiteKind::phenethyl: return 7;
    default: return 0;
  }
}

std::size_t acyl_feature(SiteKind kind) noexcept {
  return kind == SiteKind::aromatic ? 4
         : kind == SiteKind::other  ? 5
         : kind == SiteKind::none   ? 6
                                    : 0;
}

void general_features(const EiView& view, const SiteTable& table, const SitePriors& priors,
                      const SiteHypothesis& hypothesis, std::span<double> out) {
  const auto set = [&](GeneralFeature feature, double value) {
    out[static_cast<std::size_t>(feature)] = value;
  };
  const SiteVariant& acyl = table.acyl[hypothesis.acyl];
  const SiteVariant& aryl = table.n_aryl[hypothesis.n_aryl];
  const SiteVariant& n1 = table.n1_substituent[hypothesis.n1_substituent];
  const int molecule = nominal_mass(table, hypothesis);
  set(GeneralFeature::changed_sites, changed_sites(table, hypothesis) / 4.0);
  set(GeneralFeature::above_molecule, EiView::at(view.above, molecule));
  set(GeneralFeature::alpha_isotopes,
      isotope_misfit(view, molecule - n1.lost_mass, acyl.chlorines + aryl.chlorines,
                     acyl.bromines + aryl.bromines));
  set(GeneralFeature::aniline_isotopes,
      isotope_misfit(view, aryl.mass + 69, aryl.chlorines, aryl.bromines));
  set(GeneralFeature::acyl_prior, 0.1 * priors.acyl[hypothesis.acyl]);
  set(GeneralFeature::n_aryl_prior, 0.1 * priors.n_aryl[hypothesis.n_aryl]);
  set(GeneralFeature::piperidine_prior, 0.1 * priors.piperidine[hypothesis.piperidine]);
  set(GeneralFeature::n1_substituent_prior, 0.1 * priors.n1_substituent[hypothesis.n1_substituent]);
}

void class_features(const EiView& view, const SiteTable& table, std::span<const IonTemplate> ions,
                    const SitePriors& priors, const SiteHypothesis& hypothesis,
                    std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  const std::size_t by_n1 = n1_feature(table.n1_substituent[hypothesis.n1_substituent].kind);
  const std::size_t by_acyl = acyl_feature(table.acyl[hypothesis.acyl].kind);
  double explained = 0.0;
  std::vector<int> masses;
  for (std::size_t i = 0; i < ions.size(); ++i) {
    const int mass = ion_mass(ions[i], table, hypothesis);
    masses.push_back(mass);
    const double presence = EiView::at(view.presence, mass);
    out[i * kPerIon] = presence;
    out[i * kPerIon + 1] = EiView::at(view.strong, mass);
    if (by_n1 != 0) out[i * kPerIon + by_n1] = presence;
    if (by_acyl != 0) out[i * kPerIon + by_acyl] = presence;
    explained += EiView::at(view.share, mass);
  }
  const std::span<double> general = out.subspan(ions.size() * kPerIon);
  general_features(view, table, priors, hypothesis, general);
  general[static_cast<std::size_t>(GeneralFeature::explained)] = explained;
  unexplained_features(view, masses, general);
}

}  // namespace basepeak
