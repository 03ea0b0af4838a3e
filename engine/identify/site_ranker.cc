#include "engine/identify/site_ranker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace basepeak {

namespace {

// The weighted contribution of every ion at every mass, for one kind of molecule. Scores are sums
// of these, so that tens of thousands of hypotheses cost a few table look-ups each.
class IonScores {
 public:
  IonScores(const EiView& view, const ClassModel& model, std::size_t by_n1, std::size_t by_acyl)
      : ions_(model.ions.size()), scores_(ions_ * EiView::kMasses) {
    const double explained =
        model.site_weights[ions_ * kPerIon + static_cast<std::size_t>(GeneralFeature::explained)];
    for (std::size_t i = 0; i < ions_; ++i) {
      const double* weight = model.site_weights.data() + i * kPerIon;
      const double presence =
          weight[0] + (by_n1 != 0 ? weight[by_n1] : 0.0) + (by_acyl != 0 ? weight[by_acyl] : 0.0);
      for (std::size_t m = EiView::kLowest; m < EiView::kMasses; ++m) {
        scores_[i * EiView::kMasses + m] =
            presence * view.presence[m] + weight[1] * view.strong[m] + explained * view.share[m];
      }
    }
  }

  [[nodiscard]] double at(std::size_t ion, int mass) const noexcept {
    return mass < EiView::kLowest || mass >= EiView::kMasses
               ? 0.0
               : scores_[ion * EiView::kMasses + static_cast<std::size_t>(mass)];
  }

 private:
  std::size_t ions_;
  std::vector<double> scores_;
};

constexpr std::size_t kShortList = 400;  // hypotheses that get the features of the whole spectrum

struct Scorer {
  const EiView& view;
  const ClassModel& model;
  std::map<std::pair<std::size_t, std::size_t>, IonScores> scores;

  const IonScores& of(const SiteHypothesis& h) {
    const std::pair key(n1_feature(model.table.n1_substituent[h.n1_substituent].kind),
                        acyl_feature(model.table.acyl[h.acyl].kind));
    auto found = scores.find(key);
    if (found == scores.end()) {
      found = scores.emplace(key, IonScores(view, model, key.first, key.second)).first;
    }
    return found->second;
  }
};

bool same_rest(const SiteHypothesis& a, const SiteHypothesis& b) {
  return a.n_aryl == b.n_aryl && a.piperidine == b.piperidine &&
         a.n1_substituent == b.n1_substituent;
}

}  // namespace

RankedHypotheses rank_hypotheses(const EiView& view, const ClassModel& model, std::size_t wanted) {
  const SiteTable& table = model.table;
  Scorer scorer{view, model, {}};
  std::vector<std::size_t> with_acyl;
  std::vector<std::size_t> without_acyl;
  for (std::size_t i = 0; i < model.ions.size(); ++i) {
    ((model.ions[i].parts & IonTemplate::acyl) != 0 ? with_acyl : without_acyl).push_back(i);
  }
  const double* general_weight = model.site_weights.data() + model.ions.size() * kPerIon;

  std::vector<double> score(table.hypotheses.size());
  std::map<const IonScores*, double> partial;  // of the ions without the acyl, by kind of molecule
  std::vector<int> rest_mass(model.ions.size());
  for (std::size_t h = 0; h < table.hypotheses.size(); ++h) {
    const SiteHypothesis& hypothesis = table.hypotheses[h];
    if (h == 0 || !same_rest(hypothesis, table.hypotheses[h - 1])) {
      partial.clear();
      for (std::size_t i = 0; i < model.ions.size(); ++i) {
        rest_mass[i] = ion_mass(model.ions[i], table, hypothesis);
        if ((model.ions[i].parts & IonTemplate::acyl) != 0) {
          rest_mass[i] -= table.acyl[hypothesis.acyl].mass;
        }
      }
    }
    const IonScores& ion_scores = scorer.of(hypothesis);
    auto known = partial.find(&ion_scores);
    if (known == partial.end()) {
      double sum = 0.0;
      for (const std::size_t i : without_acyl) sum += ion_scores.at(i, rest_mass[i]);
      known = partial.emplace(&ion_scores, sum).first;
    }
    double sum = known->second;
    const int acyl_mass = table.acyl[hypothesis.acyl].mass;
    for (const std::size_t i : with_acyl) sum += ion_scores.at(i, rest_mass[i] + acyl_mass);
    std::array<double, kGeneralFeatures> general{};
    general_features(view, table, model.priors, hypothesis, general);
    for (std::size_t g = 0; g < kQuickGeneralFeatures; ++g) sum += general_weight[g] * general[g];
    score[h] = sum;
  }

  const std::size_t count = std::min(kShortList, score.size());
  std::vector<std::size_t> order(score.size());
  for (std::size_t h = 0; h < order.size(); ++h) order[h] = h;
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    [&](std::size_t a, std::size_t b) {
                      return score[a] != score[b] ? score[a] > score[b] : a < b;
                    });
  order.resize(count);
  std::sort(order.begin(), order.end());  // ties stay in table order

  RankedHypotheses ranked;
  std::vector<double> features(feature_count(model.ions.size()));
  for (const std::size_t h : order) {
    class_features(view, table, model.ions, model.priors, table.hypotheses[h], features);
    ranked.best.push_back(
        {table.hypotheses[h],
         std::inner_product(features.begin(), features.end(), model.site_weights.begin(), 0.0)});
  }
  std::stable_sort(
      ranked.best.begin(), ranked.best.end(),
      [](const ScoredHypothesis& a, const ScoredHypothesis& b) { return a.score > b.score; });
  if (ranked.best.empty()) return ranked;
  double sum = 0.0;
  for (const ScoredHypothesis& one : ranked.best) {
    sum += std::exp(model.site_sharpness * (one.score - ranked.best.front().score));
  }
  ranked.log_sum = model.site_sharpness * ranked.best.front().score + std::log(sum);
  ranked.best.resize(std::min(wanted, ranked.best.size()));
  return ranked;
}

std::vector<SiteAnswer> site_answers(const RankedHypotheses& ranked, const ClassModel& model,
                                     double sharpness) {
  std::vector<SiteAnswer> answers;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> position;
  for (const ScoredHypothesis& scored : ranked.best) {
    const SiteHypothesis& h = scored.hypothesis;
    const SiteTable& table = model.table;
    const std::tuple key(table.acyl[h.acyl].formula, table.n_aryl[h.n_aryl].formula,
                         table.piperidine[h.piperidine].formula,
                         table.n1_substituent[h.n1_substituent].formula);
    const auto [found, is_new] = position.emplace(key, answers.size());
    if (is_new) {
      answers.push_back(
          {std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key), 0.0, h});
    }
    answers[found->second].probability += std::exp(sharpness * scored.score - ranked.log_sum);
  }
  std::stable_sort(answers.begin(), answers.end(), [](const SiteAnswer& a, const SiteAnswer& b) {
    return a.probability > b.probability;
  });
  return answers;
}

std::vector<double> detection_features(const EiView& view, const RankedHypotheses& ranked,
                                       const ClassModel& model) {
  const std::size_t per_ion = model.ions.size() * kPerIon;
  std::vector<double> features(feature_count(model.ions.size()));
  const SiteHypothesis& best = ranked.best.front().hypothesis;
  class_features(view, model.table, model.ions, model.priors, best, features);
  std::vector<double> out{1.0};
  for (std::size_t i = 0; i < model.ions.size(); ++i) {
    out.push_back(features[i * kPerIon]);
    out.push_back(features[i * kPerIon + 1]);
  }
  for (std::size_t g = 0; g < kGeneralFeatures; ++g) out.push_back(features[per_ion + g]);
  const SiteKind n1 = model.table.n1_substituent[best.n1_substituent].kind;
  out.push_back(n1 == SiteKind::benzyl ? 1.0 : 0.0);
  out.push_back(n1 == SiteKind::small ? 1.0 : 0.0);
  const double score = 0.1 * ranked.best.front().score;
  out.push_back(score);
  out.push_back(std::max(0.0, score - 1.0));
  out.push_back(std::log(1.0 + static_cast<double>(view.peaks)) / 5.0);
  out.push_back(view.base_mass / 300.0);
  out.push_back(view.highest_mass / 300.0);
  const auto presence = [&](std::string_view name) {
    for (std::size_t i = 0; i < model.ions.size(); ++i) {
      if (model.ions[i].name == name) return features[i * kPerIon];
    }
    return 0.0;
  };
  std::vector<int> masses;
  for (const IonTemplate& ion : model.ions) masses.push_back(ion_mass(ion, model.table, best));
  const auto explains = [&](int mass) {
    return std::find(masses.begin(), masses.end(), mass) != masses.end();
  };
  const double alpha = presence("alpha_cleavage");
  const double aniline = presence("aniline_four_carbons");
  out.push_back(alpha * aniline);
  out.push_back(alpha * presence("alpha_less_ketene"));
  out.push_back(alpha * presence("alpha_less_imine"));
  out.push_back(alpha * presence("acylium"));
  out.push_back(aniline * presence("alpha_less_ketene"));
  out.push_back(aniline * presence("n1_cation"));
  // Ions of which no hypothesis of the class speaks, against those it does.
  const double explained = features[per_ion + static_cast<std::size_t>(GeneralFeature::explained)];
  const double rest = features[per_ion + static_cast<std::size_t>(GeneralFeature::unexplained)];
  out.push_back(explained / std::max(0.05, explained + rest));
  out.push_back(EiView::at(view.strong, view.base_mass) > 0.0 && explains(view.base_mass) ? 1.0
                                                                                          : 0.0);
  double low = 0.0;
  for (int mass = EiView::kLowest; mass < 85; ++mass) {
    if (!explains(mass) && !explains(mass - 1)) low += EiView::at(view.share, mass);
  }
  out.push_back(low);
  const int alpha_mass =
      nominal_mass(model.table, best) - model.table.n1_substituent[best.n1_substituent].lost_mass;
  out.push_back(std::clamp((alpha_mass - view.highest_mass) / 100.0, 0.0, 1.0));
  std::size_t present = 0;
  for (std::size_t i = 0; i < model.ions.size(); ++i)
    present += features[i * kPerIon] > 0.25 ? 1U : 0U;
  out.push_back(static_cast<double>(present) / static_cast<double>(model.ions.size()));
  return out;
}

}  // namespace basepeak
