#include "tools/train/ms2_class_report.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <set>

namespace basepeak::train {

namespace {

std::string share(std::size_t hits, std::size_t count) {
  const Interval interval = exact_interval(hits, count);
  std::array<char, 120> text{};
  std::snprintf(text.data(), text.size(), "%zu of %zu (%.3f %%; %.3f to %.3f)", hits, count,
                count == 0 ? 0.0 : 100.0 * static_cast<double>(hits) / static_cast<double>(count),
                100.0 * interval.low, 100.0 * interval.high);
  return text.data();
}

bool shows(const Ms2ClassSample& sample, double mz) {
  const Peaks& peaks = sample.query.peaks;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (std::abs(peaks.mz()[i] - mz) <= 0.005 &&
        peaks.intensity()[i] >= 0.01F * peaks.base_intensity()) {
      return true;
    }
  }
  return false;
}

// False alarms of the others that `holds` picks.
NamedShare confusion(const std::vector<Ms2ClassOutcome>& outcomes, const char* what,
                     const std::function<bool(const Ms2ClassOutcome&)>& holds) {
  NamedShare found{std::string("false alarms, ") + what};
  for (const auto& outcome : outcomes) {
    if (outcome.judged.sample->sites || !holds(outcome)) continue;
    ++found.count;
    found.hits += outcome.is_called ? 1U : 0U;
  }
  return found;
}

std::vector<NamedShare> confusions(const std::vector<Ms2ClassOutcome>& outcomes) {
  return {
      confusion(outcomes, "all spectra", [](const auto&) { return true; }),
      confusion(outcomes, "spectra that are assessed",
                [](const auto& o) { return o.judged.is_assessed; }),
      confusion(outcomes, "precursor of a molecule of the class",
                [](const auto& o) { return o.judged.has_hypothesis; }),
      confusion(outcomes, "with m/z 188.1434",
                [](const auto& o) { return shows(*o.judged.sample, 188.1434); }),
      confusion(outcomes, "with m/z 105.0699",
                [](const auto& o) { return shows(*o.judged.sample, 105.0699); }),
  };
}

std::string class_rows(const std::vector<Ms2ClassOutcome>& outcomes) {
  struct Row {
    std::size_t called = 0, first = 0, all = 0, assessed = 0;
    double lowest = 1.0;
  };
  std::map<std::string, Row> rows;
  Row total;
  std::string misses;
  for (const auto& outcome : outcomes) {
    const Ms2ClassSample& sample = *outcome.judged.sample;
    if (!sample.sites) continue;
    for (Row* row : {&rows[sample.compound + " " + sample.name], &total}) {
      ++row->all;
      row->assessed += outcome.judged.is_assessed ? 1U : 0U;
      row->called += outcome.is_called ? 1U : 0U;
      row->first += outcome.rank == 1 ? 1U : 0U;
      row->lowest = std::min(row->lowest, outcome.probability);
    }
    if (!outcome.is_called) {
      misses += "    missed: " + sample.name + " " + sample.accession + " " +
                sample.query.acquisition.energy + ", probability " +
                std::to_string(outcome.probability) + "\n";
    }
  }
  std::string text = "  called " + share(total.called, total.all) + ", sites right first " +
                     share(total.first, total.all) + "\n";
  if (rows.size() <= 40) {
    for (const auto& [name, row] : rows) {
      text += "    " + name + ": called " + std::to_string(row.called) + ", sites right first " +
              std::to_string(row.first) + " of " + std::to_string(row.all) +
              ", lowest probability " + std::to_string(row.lowest) + "\n";
    }
  }
  return text + misses;
}

struct SpectrumCounts {
  double of_class = 0.0, others = 0.0;
};

SpectrumCounts count_of(const std::vector<Ms2ClassOutcome>& outcomes) {
  SpectrumCounts count;
  for (const auto& outcome : outcomes) {
    (outcome.judged.sample->sites ? count.of_class : count.others) += 1.0;
  }
  return count;
}

}  // namespace

std::vector<NamedShare> ms2_class_shares(const std::vector<Ms2ClassOutcome>& outcomes) {
  NamedShare called{"called, class"};
  NamedShare first{"sites right, first answer"};
  for (const auto& outcome : outcomes) {
    if (!outcome.judged.sample->sites) continue;
    ++called.count;
    ++first.count;
    called.hits += outcome.is_called ? 1U : 0U;
    first.hits += outcome.rank == 1 ? 1U : 0U;
  }
  std::vector<NamedShare> shares = {called, first};
  for (NamedShare& found : confusions(outcomes)) shares.push_back(std::move(found));
  return shares;
}

std::vector<Stated> ms2_class_statements(const std::vector<Ms2ClassOutcome>& outcomes,
                                         double prior) {
  const SpectrumCounts count = count_of(outcomes);
  std::vector<Stated> stated;
  if (count.of_class == 0.0) return stated;
  for (const auto& outcome : outcomes) {
    if (!outcome.judged.is_assessed) continue;
    const bool is_class = outcome.judged.sample->sites.has_value();
    stated.push_back({outcome.probability, is_class,
                      is_class ? prior / (1.0 - prior) * count.others / count.of_class : 1.0});
  }
  return stated;
}

std::string ms2_class_report(const std::vector<Ms2ClassOutcome>& outcomes, double prior,
                             const std::string& title) {
  std::set<std::string> compounds;
  std::map<std::string, std::size_t> false_compounds;
  std::set<std::string> false_keys;
  const SpectrumCounts count = count_of(outcomes);
  for (const auto& outcome : outcomes) {
    const Ms2ClassSample& sample = *outcome.judged.sample;
    if (sample.sites) continue;
    compounds.insert(sample.compound);
    if (!outcome.is_called) continue;
    false_keys.insert(sample.compound);
    ++false_compounds[sample.name + " (" + sample.label + ")"];
  }
  std::string text = title + "\n";
  if (count.of_class > 0.0) text += class_rows(outcomes);
  if (count.others == 0.0) return text;
  for (const NamedShare& found : confusions(outcomes)) {
    text += "  " + found.what + ": " + share(found.hits, found.count) + "\n";
  }
  text += "  false alarms, compounds: " + share(false_keys.size(), compounds.size()) + "\n";
  for (const auto& [name, spectra] : false_compounds) {
    text += "    " + name + ": " + std::to_string(spectra) + "\n";
  }
  if (count.of_class == 0.0) return text;
  const Reliability r = reliability_of(ms2_class_statements(outcomes, prior));
  std::array<char, 200> line{};
  std::snprintf(line.data(), line.size(),
                "  class weighed to the prior of %.2f: calibration error %.4f (%.4f by chance), "
                "Brier %.4f, log loss %.4f, Cllr %.3f\n",
                prior, r.calibration_error, r.chance_error, r.brier, r.log_loss, r.cllr);
  return text + line.data();
}

}  // namespace basepeak::train
