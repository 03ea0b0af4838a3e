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
constexpr double kSure = 0.99;

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

std::string share_line(const NamedShare& share) {
  const Interval interval = exact_interval(share.hits, share.count);
  return line(
      "  %-52s %5zu of %5zu  %7.3f %%  [%.3f, %.3f]", share.what.c_str(), share.hits, share.count,
      share.count == 0 ? 0.0
                       : 100.0 * static_cast<double>(share.hits) / static_cast<double>(share.count),
      100.0 * interval.low, 100.0 * interval.high);
}

std::string calibration_report(const std::vector<Stated>& statements, const char* what) {
  const Reliability r = reliability_of(statements);
  std::string bins;
  for (std::size_t b = 0; b < kReliabilityBins; ++b) {
    if (r.bins[b].count == 0) continue;
    bins += line("    %.1f-%.1f: %5zu, stated %.3f, found %.3f",
                 static_cast<double>(b) / kReliabilityBins,
                 static_cast<double>(b + 1) / kReliabilityBins, r.bins[b].count, r.bins[b].stated,
                 r.bins[b].found);
  }
  return line("  %s: ECE %.4f (%.4f by chance), Brier %.5f, log loss %.5f, Cllr %.4f", what,
              r.calibration_error, r.chance_error, r.brier, r.log_loss, r.cllr) +
         bins;
}

}  // namespace

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

std::vector<NamedShare> class_shares(const std::vector<ClassOutcome>& outcomes) {
  const auto share = [&](std::string what, const auto& counted, const auto& hit) {
    NamedShare found{std::move(what)};
    for (const ClassOutcome& o : outcomes) {
      if (!counted(o)) continue;
      ++found.count;
      found.hits += hit(o) ? 1U : 0U;
    }
    return found;
  };
  const auto of_class = [](const ClassOutcome& o) { return o.sample->sites.has_value(); };
  const auto other = [](const ClassOutcome& o) { return !o.sample->sites; };
  const auto called = [](const ClassOutcome& o) { return o.is_called; };
  const auto reported = [](const ClassOutcome& o) {
    return o.is_called && o.probability >= kReported;
  };
  const auto is_sure = [](const ClassOutcome& o) { return o.probability >= kSure; };
  const auto are_sites_sure = [&](const ClassOutcome& o) {
    return of_class(o) && o.site_probability >= kSure;
  };
  const auto sites_within = [](std::size_t most) {
    return [most](const ClassOutcome& o) { return o.rank >= 1 && o.rank <= most; };
  };
  return {share("called, class", of_class, called),
          share("called, everything else", other, called),
          share("called at 0.9 and more, class", of_class, reported),
          share("called at 0.9 and more, everything else", other, reported),
          share("stated at 0.99 and more and wrong", is_sure, other),
          share("sites stated at 0.99 and more and wrong", are_sites_sure,
                [](const ClassOutcome& o) { return o.rank != 1; }),
          detected_at(outcomes, 0.01),
          detected_at(outcomes, 0.001),
          detected_at(outcomes, 0.0),
          share("sites right, first answer", of_class, sites_within(1)),
          share("sites right, in the first three", of_class, sites_within(3)),
          share("sites right, in the first five", of_class, sites_within(5)),
          share("changed sites right", of_class,
                [](const ClassOutcome& o) { return o.is_changed_right; }),
          share("compounds whose variants are all considered", of_class,
                [](const ClassOutcome& o) { return o.is_in_table; })};
}

NamedShare detected_at(const std::vector<ClassOutcome>& outcomes, double rate) {
  NamedShare found{"detected at false alarms <= " + std::to_string(rate).substr(0, 5)};
  std::vector<double> others;
  for (const ClassOutcome& o : outcomes) {
    if (!o.sample->sites) others.push_back(o.probability);
  }
  std::sort(others.rbegin(), others.rend());
  for (const ClassOutcome& o : outcomes) {
    if (!o.sample->sites) continue;
    ++found.count;
    const auto allowed = static_cast<std::size_t>(
        rate * static_cast<double>(others.empty() ? 0 : others.size() - 1));
    if (others.empty() || o.probability > others[allowed]) ++found.hits;
  }
  return found;
}

std::vector<Stated> class_statements(const std::vector<ClassOutcome>& outcomes) {
  std::vector<Stated> stated;
  for (const ClassOutcome& o : outcomes) {
    stated.push_back({o.probability, o.sample->sites.has_value(), 1.0});
  }
  return stated;
}

std::vector<Stated> site_statements(const std::vector<ClassOutcome>& outcomes) {
  std::vector<Stated> stated;
  for (const ClassOutcome& o : outcomes) {
    if (o.sample->sites) stated.push_back({o.site_probability, o.rank == 1, 1.0});
  }
  return stated;
}

std::string class_report(const std::vector<ClassOutcome>& outcomes, const std::string& title) {
  std::string text = title + "\n";
  for (const NamedShare& share : class_shares(outcomes)) text += share_line(share);
  text += calibration_report(class_statements(outcomes), "class probability");
  text += calibration_report(site_statements(outcomes), "probability of the first answer's sites");
  text += "  misses and wrong sites:\n";
  for (const ClassOutcome& o : outcomes) {
    if (!o.sample->sites || (o.is_called && o.rank == 1)) continue;
    text +=
        line("    %s%-14s %-10s %-40.40s p %.3f  rank %zu  is %s  said %s (%.2f)%s",
             o.is_called ? "" : "NOT CALLED ", o.sample->compound.c_str(), o.sample->family.c_str(),
             o.sample->name.c_str(), o.probability, o.rank, o.truth.c_str(), o.first.c_str(),
             o.site_probability, o.is_in_table ? "" : "  (not in the table)");
  }
  text += "  false alarms:\n";
  for (const ClassOutcome& o : outcomes) {
    if (o.sample->sites || !o.is_called) continue;
    text += line("    %-14s %-13s %-40.40s p %.3f  %s  said %s", o.sample->compound.c_str(),
                 o.sample->family.c_str(), o.sample->name.c_str(), o.probability,
                 o.sample->label.c_str(), o.first.c_str());
  }
  return text;
}

}  // namespace basepeak::train
