#include "engine/prepare/relatives.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

#include "engine/chemistry/formula.h"

namespace basepeak {

namespace {

// An ion of M beside the one that is taken as the molecule's: its m/z is (n M + rest) / charge.
struct Form {
  std::string_view name;
  int molecules = 1;
  int charge = 1;
};

constexpr std::array<Form, 6> kPositive{
    {{"[M+Na]+"}, {"[M+NH4]+"}, {"[M+K]+"}, {"[2M+H]+", 2}, {"[2M+Na]+", 2}, {"[M+2H]2+", 1, 2}}};
constexpr std::array<Form, 3> kNegative{{{"[M+Cl]-"}, {"[M+FA-H]-"}, {"[2M-H]-", 2}}};

constexpr double kBroadest = 3.0;     // expected widths
constexpr double kProbe_da = 1000.0;  // any mass will do to take an adduct apart

// Mass of the molecule whose ion of this form has this m/z.
double molecule_of(const Form& form, double mz) {
  const double rest = *adduct_mz(form.name, kProbe_da) * form.charge - form.molecules * kProbe_da;
  return (mz * form.charge - rest) / form.molecules;
}

std::string words(const Relative& relative) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(),
                "no compound of its own: %s of the stronger ion at m/z %.4f%s, which is %.3g times "
                "as high and elutes with it (correlation %.2f)",
                relative.form.c_str(), relative.of_mz, relative.of_scan ? "" : " (MS1 only)",
                relative.height_ratio, relative.correlation);
  return text.data();
}

const ElutionPeak& peak_of(const Query& query) { return *query.ms2->peak; }

std::pair<double, double> span_of(const Query& query) {
  return {peak_of(query).start_s, peak_of(query).end_s};
}

class RelativeFinder {
 public:
  RelativeFinder(std::vector<Query>& components, const Survey& survey, const Method& method)
      : components_(components), survey_(survey), method_(method) {}

  void find_for(Query& query) const {
    find_forms(query, query.acquisition.polarity == Polarity::negative
                          ? std::span<const Form>(kNegative)
                          : std::span<const Form>(kPositive));
    find_parent(query);
  }

 private:
  void find_forms(Query& query, std::span<const Form> forms) const {
    const bool is_negative = query.acquisition.polarity == Polarity::negative;
    const char* base = is_negative ? "[M-H]-" : "[M+H]+";
    for (const Form& form : forms) {
      // The shown charge contradicts a form of another one.
      const std::optional<int> shown = charge_of(query);
      if ((shown && *shown != form.charge) || (!shown && form.charge != 1)) continue;
      // Nothing for a molecule that would weigh less than nothing.
      const double expected =
          adduct_mz(base, molecule_of(form, query.ms2->precursor_mz)).value_or(0.0);
      if (expected < kLowestParent_mz) continue;
      const auto window = method_.precursors.survey_tolerance.window(expected);
      const auto relation = compare(query, window, query.ms2->precursor_mz);
      if (!relation) continue;
      Relative relative = *relation;
      relative.form = form.name;
      relative.difference_ppm = 1e6 * (relative.of_mz - expected) / expected;
      if (const Query* parent = component_at(query, window)) {
        relative.of_scan = parent->acquisition.scan;
      }
      query.remarks.push_back(words(relative));
      query.ms2->relatives.push_back(std::move(relative));
      query.ms2->adduct = form.name;
      query.ms2->adduct_basis = "the stronger " + std::string(base) + " that elutes with it";
      for (Query& other : components_) {
        if (&other == &query || !is_at(other, query, window)) continue;
        if (!other.ms2->adduct.empty()) continue;
        other.ms2->adduct = base;
        other.ms2->adduct_basis = "the " + std::string(form.name) + " that elutes with it";
      }
      return;
    }
    find_stronger_adduct(query);
  }

  // Whether the component is the protonated molecule beside a stronger adduct of it.
  void find_stronger_adduct(Query& query) const {
    if (query.acquisition.polarity == Polarity::negative || !query.ms2->adduct.empty()) return;
    const double molecule = query.ms2->precursor_mz - kProtonMass;
    for (const char* form : {"[M+Na]+", "[M+NH4]+"}) {
      const double adduct = adduct_mz(form, molecule).value_or(0.0);
      const auto window = method_.precursors.survey_tolerance.window(adduct);
      if (!compare(query, window, query.ms2->precursor_mz)) continue;
      query.ms2->adduct = "[M+H]+";
      query.ms2->adduct_basis = "the stronger " + std::string(form) + " that elutes with it";
      return;
    }
  }

  // The stronger precursor of which this one is a fragment that formed before it was isolated.
  void find_parent(Query& query) const {
    if (!query.ms2->adduct.empty()) return;
    const Query* best = nullptr;
    Relative relation;
    for (const Query& other : components_) {
      if (&other == &query || !other.ms2->peak || !elute_together(other, query)) continue;
      if (other.ms2->precursor_mz < query.ms2->precursor_mz + kLeastLoss_da) continue;
      const auto fragment_window =
          method_.ms2_search.peak_tolerance.window(query.ms2->precursor_mz);
      const FoundPeak fragment = largest_in(other.peaks, fragment_window);
      if (fragment.intensity <
          method_.precursors.in_source_fragment_share * other.peaks.base_intensity()) {
        continue;
      }
      const auto window = method_.precursors.survey_tolerance.window(other.ms2->precursor_mz);
      const auto found = compare(query, window, query.ms2->precursor_mz);
      if (!found || (best != nullptr && found->correlation <= relation.correlation)) continue;
      best = &other;
      relation = *found;
      relation.difference_ppm =
          1e6 * (query.ms2->precursor_mz - fragment.mz) / query.ms2->precursor_mz;
    }
    if (best == nullptr) return;
    relation.form = "in-source fragment";
    relation.of_scan = best->acquisition.scan;
    query.remarks.push_back(words(relation));
    query.ms2->relatives.push_back(std::move(relation));
  }

  // The ion of the window against the component's own; nothing unless it is the stronger one and
  // elutes with it.
  std::optional<Relative> compare(const Query& query, std::pair<double, double> window,
                                  double own_mz) const {
    const auto span = span_of(query);
    const IonTrace other = survey_.trace(window, query.acquisition.polarity, span);
    const IonTrace own = survey_.trace(method_.precursors.survey_tolerance.window(own_mz),
                                       query.acquisition.polarity, span);
    double height = 0.0;
    double apex_s = 0.0;
    double weight = 0.0;
    double weighted_mz = 0.0;
    for (std::size_t i = 0; i < other.intensity.size(); ++i) {
      if (other.intensity[i] > height) {
        height = other.intensity[i];
        apex_s = other.retention_s[i];
      }
      weight += other.intensity[i];
      weighted_mz += other.intensity[i] * other.mz[i];
    }
    if (!(height > peak_of(query).height)) return std::nullopt;
    // Broad humps of unlike compounds go together over their flanks.
    const double apart_s = std::abs(apex_s - peak_of(query).apex_s);
    if (apart_s > std::max(kApexApart_s, 0.25 * peak_of(query).width_s)) return std::nullopt;
    const double together = correlation(own, other, span.first, span.second);
    if (together < method_.precursors.co_elution_correlation) return std::nullopt;
    Relative relative;
    relative.of_mz = weighted_mz / weight;
    relative.correlation = together;
    relative.height_ratio = height / peak_of(query).height;
    return relative;
  }

  static std::optional<int> charge_of(const Query& query) {
    for (const MergedScan& scan : query.ms2->scans) {
      if (scan.precursor.charge) return scan.precursor.charge;
    }
    return query.acquisition.charge;
  }

  static bool elute_together(const Query& a, const Query& b) {
    return peak_of(a).start_s <= peak_of(b).apex_s && peak_of(b).apex_s <= peak_of(a).end_s;
  }
  static bool is_at(const Query& other, const Query& query, std::pair<double, double> window) {
    return other.ms2 && other.ms2->peak && other.ms2->precursor_mz >= window.first &&
           other.ms2->precursor_mz <= window.second && elute_together(other, query);
  }
  const Query* component_at(const Query& query, std::pair<double, double> window) const {
    for (const Query& other : components_) {
      if (&other != &query && is_at(other, query, window)) return &other;
    }
    return nullptr;
  }

  static constexpr double kApexApart_s = 1.5;  // about a scan
  static constexpr double kLowestParent_mz = 50.0;
  static constexpr double kLeastLoss_da = 10.0;

  std::vector<Query>& components_;
  const Survey& survey_;
  const Method& method_;
};

}  // namespace

void find_relatives(std::vector<Query>& components, const Survey& survey, const Method& method) {
  const RelativeFinder finder(components, survey, method);
  for (Query& query : components) {
    if (!query.ms2 || !query.ms2->peak) continue;
    if (query.ms2->peak->width_s > kBroadest * method.precursors.expected_width_s) continue;
    finder.find_for(query);
  }
}

}  // namespace basepeak
