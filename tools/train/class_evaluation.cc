#include "tools/train/class_evaluation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/identify/recognition.h"
#include "engine/parallel.h"
#include "tools/train/neighbour_fit.h"

namespace basepeak::train {

namespace {

constexpr double kReported = 0.9;  // the least probability of a call in a report
constexpr std::size_t kBins = 10;

template <typename... Values>
std::string line(const char* format, Values... values) {
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return std::string(text.data()) + "\n";
}

ClassCall::Sites plain(const FentanylSites& sites) {
  return {sites.acyl, sites.n_aryl, sites.piperidine, sites.n1_substituent, {}};
}

std::string text_of(const ClassCall::Sites& s) {
  return s.acyl + " " + s.n_aryl + " " + s.piperidine + " " + s.n1_substituent;
}

// P(count of hits >= hits) or <= for the binomial, by summing logarithms.
double binomial_tail(std::size_t hits, std::size_t count, double p, bool upper) {
  double sum = 0.0;
  const auto n = static_cast<double>(count);
  for (std::size_t k = upper ? hits : 0; k <= (upper ? count : hits); ++k) {
    const auto x = static_cast<double>(k);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1) +
                    x * std::log(p) + (n - x) * std::log1p(-p));
  }
  return sum;
}

std::string share(const char* what, std::size_t hits, std::size_t count) {
  const Interval interval = exact_interval(hits, count);
  return line("  %-52s %5zu of %5zu  %7.3f %%  [%.3f, %.3f]", what, hits, count,
              count == 0 ? 0.0 : 100.0 * static_cast<double>(hits) / static_cast<double>(count),
              100.0 * interval.low, 100.0 * interval.high);
}

struct Calibration {
  std::vector<double> probability;
  std::vector<bool> is_true;
};

std::string calibration_report(const Calibration& c, const char* what) {
  std::array<double, kBins> sum{};
  std::array<double, kBins> hits{};
  std::array<double, kBins> count{};
  double brier = 0.0;
  double loss = 0.0;
  double cllr_true = 0.0;
  double cllr_false = 0.0;
  double trues = 0.0;
  const auto n = static_cast<double>(c.probability.size());
  for (std::size_t i = 0; i < c.probability.size(); ++i) trues += c.is_true[i] ? 1.0 : 0.0;
  const double prior = trues / (n - trues);
  for (std::size_t i = 0; i < c.probability.size(); ++i) {
    const double p = std::clamp(c.probability[i], 1e-9, 1.0 - 1e-9);
    const double y = c.is_true[i] ? 1.0 : 0.0;
    const auto bin = std::min(kBins - 1, static_cast<std::size_t>(p * kBins));
    sum[bin] += p;
    hits[bin] += y;
    count[bin] += 1.0;
    brier += (p - y) * (p - y);
    loss -= y * std::log(p) + (1.0 - y) * std::log(1.0 - p);
    const double ratio = p / (1.0 - p) / prior;
    (c.is_true[i] ? cllr_true : cllr_false) +=
        c.is_true[i] ? std::log2(1.0 + 1.0 / ratio) : std::log2(1.0 + ratio);
  }
  double ece = 0.0;
  std::string bins;
  for (std::size_t b = 0; b < kBins; ++b) {
    if (count[b] == 0.0) continue;
    ece += std::abs(sum[b] - hits[b]) / n;
    bins +=
        line("    %.1f-%.1f: %5.0f, stated %.3f, found %.3f", static_cast<double>(b) / kBins,
             static_cast<double>(b + 1) / kBins, count[b], sum[b] / count[b], hits[b] / count[b]);
  }
  return line("  %s: ECE %.4f, Brier %.5f, log loss %.5f, Cllr %.4f", what, ece, brier / n,
              loss / n, 0.5 * (cllr_true / trues + cllr_false / (n - trues))) +
         bins;
}

}  // namespace

Interval exact_interval(std::size_t hits, std::size_t count) {
  const auto solve = [&](bool upper_tail) {
    double low = 0.0;
    double high = 1.0;
    for (int i = 0; i < 60; ++i) {
      const double p = 0.5 * (low + high);
      const double tail = binomial_tail(hits, count, p, upper_tail);
      // The upper tail grows with p, the lower one falls.
      ((tail < 0.025) == upper_tail ? low : high) = p;
    }
    return 0.5 * (low + high);
  };
  return {hits == 0 ? 0.0 : solve(true), hits == count ? 1.0 : solve(false)};
}

std::vector<ClassOutcome> assess(const std::vector<const ClassSample*>& samples,
                                 const ClassModel& model, const ClassNeighbours* neighbours,
                                 std::size_t threads) {
  std::vector<const ClassSample*> used;
  std::copy_if(samples.begin(), samples.end(), std::back_inserter(used),
               [](const ClassSample* sample) { return !sample->is_neutral(); });
  std::vector<ClassOutcome> outcomes(used.size());
  parallel_for(used.size(), threads, [&](std::size_t i) {
    ClassOutcome& outcome = outcomes[i];
    outcome.sample = used[i];
    Query query;
    query.peaks = used[i]->peaks;
    query.acquisition.ionisation = Ionisation::ei;
    const Recognition found = neighbours == nullptr
                                  ? recognise(query, model)
                                  : recognise(query, model, *neighbours, used[i]->compound);
    outcome.probability = found.call.probability.value_or(0.0);
    outcome.is_called = found.call.is_called;
    const EiView view(used[i]->peaks);
    if (!used[i]->sites) {
      if (outcome.is_called) outcome.first = text_of(*found.call.sites);
      return;
    }
    const ClassCall::Sites truth = plain(*used[i]->sites);
    outcome.truth = text_of(truth);
    outcome.is_in_table = !hypotheses_of(model.table, *used[i]->sites).empty();
    const auto answers = class_answer(view, model, neighbours, used[i]->compound).sites;
    for (std::size_t a = 0; a < answers.size(); ++a) {
      const ClassCall::Sites sites{answers[a].acyl, answers[a].n_aryl, answers[a].piperidine,
                                   answers[a].n1_substituent, answers[a].probability};
      if (a == 0) {
        outcome.first = text_of(sites);
        outcome.site_probability = answers[a].probability;
        outcome.is_changed_right = changed_sites(sites) == changed_sites(truth);
      }
      if (text_of(sites) == outcome.truth) {
        outcome.rank = a + 1;
        break;
      }
    }
  });
  return outcomes;
}

CrossValidation cross_validate(const std::vector<ClassSample>& samples,
                               const std::vector<std::string>& fitted, std::string_view site_table,
                               std::string_view ion_table, const ClassFitSettings& settings,
                               std::size_t folds) {
  const auto is_fitted = [&](const ClassSample& sample) {
    return std::find(fitted.begin(), fitted.end(), sample.family) != fitted.end();
  };
  std::vector<const ClassSample*> library;
  for (const ClassSample& sample : samples) {
    if (is_fitted(sample)) library.push_back(&sample);
  }
  const ClassNeighbours neighbours =
      neighbours_of_samples(library, SiteTable::parse(site_table), parse_ions(ion_table));
  CrossValidation outcomes;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<const ClassSample*> train;
    std::vector<const ClassSample*> test;
    for (const ClassSample& sample : samples) {
      if (fold_of(sample.compound, folds, settings.seed + "outer") == fold) {
        test.push_back(&sample);
      } else if (is_fitted(sample)) {
        train.push_back(&sample);
      }
    }
    const ClassModel model = fit_class_model(train, site_table, ion_table, settings);
    const auto add = [&](std::vector<ClassOutcome>& to, const ClassNeighbours* beside) {
      const auto found = assess(test, model, beside, settings.threads);
      to.insert(to.end(), found.begin(), found.end());
    };
    add(outcomes.by_ions, nullptr);
    add(outcomes.with_neighbours, &neighbours);
  }
  return outcomes;
}

std::string class_report(const std::vector<ClassOutcome>& outcomes, const std::string& title) {
  std::vector<const ClassOutcome*> positive;
  std::vector<const ClassOutcome*> negative;
  Calibration detection;
  Calibration sites;
  for (const ClassOutcome& outcome : outcomes) {
    (outcome.sample->sites ? positive : negative).push_back(&outcome);
    detection.probability.push_back(outcome.probability);
    detection.is_true.push_back(outcome.sample->sites.has_value());
    if (!outcome.sample->sites) continue;
    sites.probability.push_back(outcome.site_probability);
    sites.is_true.push_back(outcome.rank == 1);
  }
  const auto count = [](const auto& list, const auto& wanted) {
    return static_cast<std::size_t>(std::count_if(list.begin(), list.end(), wanted));
  };
  std::string text = title + "\n";
  text += share("called, class", count(positive, [](const auto* o) { return o->is_called; }),
                positive.size());
  text += share("called, everything else",
                count(negative, [](const auto* o) { return o->is_called; }), negative.size());
  const auto is_reported = [](const auto* o) {
    return o->is_called && o->probability >= kReported;
  };
  text += share("called at 0.9 and more, class", count(positive, is_reported), positive.size());
  text += share("called at 0.9 and more, everything else", count(negative, is_reported),
                negative.size());
  const auto is_sure = [](const auto* o) { return o->probability >= 0.99; };
  text += share("stated at 0.99 and more and wrong", count(negative, is_sure),
                count(negative, is_sure) + count(positive, is_sure));
  const auto are_sites_sure = [](const auto* o) { return o->site_probability >= 0.99; };
  text += share("sites stated at 0.99 and more and wrong",
                count(positive, [&](const auto* o) { return are_sites_sure(o) && o->rank != 1; }),
                count(positive, are_sites_sure));
  std::vector<double> negatives;
  for (const ClassOutcome* outcome : negative) negatives.push_back(outcome->probability);
  std::sort(negatives.rbegin(), negatives.rend());
  for (const double rate : {0.01, 0.001, 0.0}) {
    if (negatives.empty()) break;
    const double bar =
        negatives[static_cast<std::size_t>(rate * static_cast<double>(negatives.size() - 1))];
    const std::string what = "detected at false alarms <= " + std::to_string(rate).substr(0, 5);
    text +=
        share(what.c_str(), count(positive, [&](const auto* o) { return o->probability > bar; }),
              positive.size());
  }
  text += share("sites right, first answer",
                count(positive, [](const auto* o) { return o->rank == 1; }), positive.size());
  text += share("sites right, in the first three",
                count(positive, [](const auto* o) { return o->rank >= 1 && o->rank <= 3; }),
                positive.size());
  text += share("sites right, in the first five",
                count(positive, [](const auto* o) { return o->rank >= 1 && o->rank <= 5; }),
                positive.size());
  text +=
      share("changed sites right",
            count(positive, [](const auto* o) { return o->is_changed_right; }), positive.size());
  text += share("compounds whose variants are all considered",
                count(positive, [](const auto* o) { return o->is_in_table; }), positive.size());
  text += calibration_report(detection, "class probability");
  text += calibration_report(sites, "probability of the first answer's sites");
  text += "  misses and wrong sites:\n";
  for (const ClassOutcome* o : positive) {
    if (o->is_called && o->rank == 1) continue;
    text += line("    %s%-14s %-10s %-40.40s p %.3f  rank %zu  is %s  said %s (%.2f)%s",
                 o->is_called ? "" : "NOT CALLED ", o->sample->compound.c_str(),
                 o->sample->family.c_str(), o->sample->name.c_str(), o->probability, o->rank,
                 o->truth.c_str(), o->first.c_str(), o->site_probability,
                 o->is_in_table ? "" : "  (not in the table)");
  }
  text += "  false alarms:\n";
  for (const ClassOutcome* o : negative) {
    if (!o->is_called) continue;
    text += line("    %-14s %-13s %-40.40s p %.3f  %s  said %s", o->sample->compound.c_str(),
                 o->sample->family.c_str(), o->sample->name.c_str(), o->probability,
                 o->sample->label.c_str(), o->first.c_str());
  }
  return text;
}

}  // namespace basepeak::train
