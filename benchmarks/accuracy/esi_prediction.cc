#include "benchmarks/accuracy/esi_prediction.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>

#include "benchmarks/accuracy/esi_asked.h"
#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/predict/asked_molecule.h"
#include "engine/predict/esi_predictor.h"
#include "engine/read/spectrum_text.h"
#include "tools/train/esi_fit.h"
#include "tools/train/esi_likeness.h"

namespace basepeak::benchmarks {
namespace {

using train::EsiCompound;
using train::EsiSpectrum;
using train::Likeness;

// Dice 0.55 of fingerprints with repeats: what the experiment called a neighbour.
constexpr double kNeighbourTanimoto = 0.55 / (2.0 - 0.55);

std::set<std::string> unseen_by(const EsiModel& model) {
  const std::string mark = "held out";
  const std::size_t at = model.manifest.find(mark);
  std::set<std::string> keys;
  if (at == std::string::npos) return keys;
  std::istringstream words(model.manifest.substr(model.manifest.find(':', at) + 1));
  for (std::string word; words >> word;) keys.insert(word);
  return keys;
}

struct Outcome {
  bool is_answered = false;
  bool has_neighbour = false;
  InstrumentClass instrument = InstrumentClass::hcd;
  Likeness nearest, generic, transfer, ranking, stacked;
  double expected = 0.0;
};

class Measuring {
 public:
  Measuring(const std::vector<EsiCompound>& compounds, const EsiModel& model, std::size_t threads)
      : compounds_(compounds), model_(model), threads_(threads) {
    std::vector<const EsiCompound*> all;
    for (const EsiCompound& compound : compounds) {
      all.push_back(&compound);
      for (const EsiSpectrum& spectrum : compound.spectra)
        by_source_.push_back({&compound, &spectrum});
    }
    set_ = train::esi_set(all);
  }

  EsiEvidence evidence_of(const EsiMolecule& molecule, const EsiConditions& conditions,
                          const std::set<std::string, std::less<>>& own) const {
    return esi_evidence(set_, molecule,
                        esi_generic_roots(model_.generic.trees, molecule, conditions), conditions,
                        [&](std::string_view key) { return own.find(key) == own.end(); });
  }

  // What shares a key of either kind with a compound is not asked about itself.
  std::set<std::string, std::less<>> own_keys(const std::string& key,
                                              const std::string& structure_key) const {
    std::set<std::string, std::less<>> own = {key, structure_key};
    for (const EsiCompound& compound : compounds_)
      if (own.contains(compound.structure_key)) own.insert(compound.key);
    return own;
  }

  std::vector<Outcome> outcomes(const std::vector<AskedEsi>& asked) const {
    std::vector<Outcome> all(asked.size());
    parallel_for(asked.size(), threads_, [&](std::size_t i) { all[i] = outcome(asked[i]); });
    return all;
  }

  std::vector<EsiPeak> measured_of(const EsiAnalogue& analogue) const {
    const AskedEsi& source = by_source_[analogue.source];
    return train::measured_esi(source.spectrum->peaks, source.compound->precursor_mz);
  }

  const EsiModel& model() const noexcept { return model_; }

 private:
  Outcome outcome(const AskedEsi& asked) const {
    Outcome made;
    const EsiCompound& compound = *asked.compound;
    const EsiConditions& conditions = asked.spectrum->conditions;
    made.instrument = conditions.instrument;
    const auto measured = train::measured_esi(asked.spectrum->peaks, compound.precursor_mz);
    const EsiMolecule molecule = esi_molecule(compound.molecule, model_.generic.seen);
    const auto own = own_keys(compound.key, compound.structure_key);
    const EsiEvidence evidence = evidence_of(molecule, conditions, own);
    if (measured.empty() || evidence.analogues.empty() ||
        evidence.analogues.front().similarity < kLeastSimilarity)
      return made;
    made.is_answered = true;
    const EsiAnalogue& best = evidence.analogues.front();
    made.has_neighbour = has_neighbour(compound, conditions, own);
    const auto like = [&](const std::vector<double>& roots) {
      return train::esi_likeness(measured, train::shown_esi(evidence, roots),
                                 conditions.instrument);
    };
    made.nearest = train::esi_likeness(measured, measured_of(best), conditions.instrument);
    made.generic = like(generics_of(evidence));
    made.transfer = like(transfers_of(evidence));
    made.ranking = like(esi_ranking_roots(evidence));
    const auto stacked = esi_stacked_roots(model_.stacker, evidence);
    made.stacked = like(stacked);
    made.expected = model_.quality.expected(esi_quality_features(evidence, stacked));
    return made;
  }

  // Whether a similar compound was measured on such an instrument at about the energy, however it
  // is used.
  bool has_neighbour(const EsiCompound& compound, const EsiConditions& wanted,
                     const std::set<std::string, std::less<>>& own) const {
    return std::any_of(compounds_.begin(), compounds_.end(), [&](const EsiCompound& known) {
      return !own.contains(known.key) &&
             similarity(known.molecule.fingerprint, compound.molecule.fingerprint) >=
                 kNeighbourTanimoto &&
             std::any_of(known.spectra.begin(), known.spectra.end(), [&](const EsiSpectrum& one) {
               return one.conditions.instrument == wanted.instrument &&
                      std::abs(one.conditions.energy_ev - wanted.energy_ev) <= kNearEnergyEv;
             });
    });
  }

  const std::vector<EsiCompound>& compounds_;
  const EsiModel& model_;
  std::size_t threads_;
  std::vector<AskedEsi> by_source_;
  EsiAnalogueSet set_;
};

void add_rows(const std::string& protocol, const std::vector<Outcome>& outcomes,
              PredictionResults& results) {
  const std::array<std::pair<const char*, Likeness Outcome::*>, 5> methods = {
      {{"nearest library spectrum", &Outcome::nearest},
       {"generic, compound never seen", &Outcome::generic},
       {"transfer", &Outcome::transfer},
       {"transfer + generic", &Outcome::ranking},
       {"stacked", &Outcome::stacked}}};
  for (const auto& [name, member] : methods) {
    PredictionRow row{protocol, name, {}};
    for (const Outcome& outcome : outcomes) row.likeness.push_back(outcome.*member);
    if (!row.likeness.empty()) results.rows.push_back(std::move(row));
  }
}

std::vector<Outcome> those(const std::vector<Outcome>& outcomes,
                           const std::function<bool(const Outcome&)>& wanted) {
  std::vector<Outcome> kept;
  std::copy_if(outcomes.begin(), outcomes.end(), std::back_inserter(kept), wanted);
  return kept;
}

void add_quality(const std::string& protocol, const std::vector<Outcome>& outcomes,
                 PredictionResults& results) {
  std::vector<double> expected;
  std::vector<double> found;
  double error = 0.0;
  for (const Outcome& outcome : outcomes) {
    expected.push_back(outcome.expected);
    found.push_back(outcome.stacked.cosine);
    error += std::abs(outcome.expected - outcome.stacked.cosine);
  }
  if (found.size() < 3) return;
  results.figures.push_back(
      {protocol, "quality estimate, Spearman", spearman(expected, found), found.size()});
  results.figures.push_back({protocol, "quality estimate, mean absolute error",
                             error / static_cast<double>(found.size()), found.size()});
}

struct DiagnosticCase {
  std::array<double, 2> recall{};  // among 10, among 20
  bool is_base_among_three = false;
};

std::optional<DiagnosticCase> judge(std::vector<EsiPeak> predicted,
                                    const std::vector<EsiPeak>& listed) {
  if (listed.empty()) return std::nullopt;
  std::stable_sort(predicted.begin(), predicted.end(),
                   [](const EsiPeak& a, const EsiPeak& b) { return a.intensity > b.intensity; });
  const auto place_of = [&](double mz) {
    for (std::size_t i = 0; i < predicted.size(); ++i)
      if (std::abs(predicted[i].mz - mz) <= esi_window(InstrumentClass::qtof, mz)) return i;
    return predicted.size() + 1000;
  };
  DiagnosticCase made;
  double highest = 0.0;
  for (const EsiPeak& peak : listed) {
    const std::size_t place = place_of(peak.mz);
    made.recall[0] += place < 10 ? 1.0 : 0.0;
    made.recall[1] += place < 20 ? 1.0 : 0.0;
    if (peak.intensity > highest) {
      highest = peak.intensity;
      made.is_base_among_three = place < 3;
    }
  }
  for (double& recall : made.recall) recall /= static_cast<double>(listed.size());
  return made;
}

void add_diagnostic(const std::string& method, const std::vector<DiagnosticCase>& cases,
                    PredictionResults& results) {
  if (cases.empty()) return;
  std::array<double, 3> sums{};
  for (const DiagnosticCase& one : cases) {
    sums[0] += one.recall[0];
    sums[1] += one.recall[1];
    sums[2] += one.is_base_among_three ? 1.0 : 0.0;
  }
  const char* names[] = {": among 10", ": among 20", ": base ion among 3"};
  for (std::size_t i = 0; i < sums.size(); ++i) {
    results.figures.push_back({"HighResNPS, class", method + names[i],
                               sums[i] / static_cast<double>(cases.size()), cases.size()});
  }
}

// Diagnostic ions are listed whatever the energy and the instrument were: square roots predicted at
// several are averaged.
struct DiagnosticConditions {
  const char* name;
  std::vector<EsiConditions> conditions;
};
const std::vector<DiagnosticConditions>& diagnostic_conditions() {
  constexpr auto kHcd = InstrumentClass::hcd;
  constexpr auto kQtof = InstrumentClass::qtof;
  static const std::vector<DiagnosticConditions> all = {
      {"HCD 35 eV", {{kHcd, 35.0}}},
      {"HCD 20, 35, 50 eV", {{kHcd, 20.0}, {kHcd, 35.0}, {kHcd, 50.0}}},
      {"both, 10, 20, 40 eV",
       {{kHcd, 10.0}, {kHcd, 20.0}, {kHcd, 40.0}, {kQtof, 10.0}, {kQtof, 20.0}, {kQtof, 40.0}}}};
  return all;
}

// Lists FDB290 to FDB304 stand beside the structure of the row before or behind.
bool has_shifted_structure(std::string_view id) {
  constexpr std::string_view kPrefix = "HRNPS-FDB";
  if (!id.starts_with(kPrefix)) return false;
  const int number = std::atoi(std::string(id.substr(kPrefix.size())).c_str());
  return number >= 290 && number <= 304;
}

void add_diagnostics(const std::filesystem::path& list, const Measuring& measuring,
                     const std::set<std::string>& measured_keys, PredictionResults& results) {
  std::map<std::string, std::vector<DiagnosticCase>> cases;
  std::vector<std::string> methods;  // in the order of the report
  read_spectrum_text(list, [&](TextRecord&& record) {
    const std::string key(record.value("InChIKey").substr(0, 14));
    const std::string smiles(record.value("SMILES"));
    if (measured_keys.contains(key) || smiles.empty()) return;
    try {
      const EsiMolecule molecule =
          esi_molecule(predicted_molecule(molecule_graph(smiles), record.value("Name")),
                       measuring.model().generic.seen);
      const double precursor_mz = protonated_mz(molecule.molecule.graph);
      const Peaks peaks = Peaks::from_unsorted(
          record.mz, std::vector<float>(record.intensity.begin(), record.intensity.end()));
      const auto listed = fragment_peaks(peaks, precursor_mz, 0.0);
      const auto add = [&](const std::string& method, std::vector<EsiPeak> predicted) {
        if (!cases.contains(method)) methods.push_back(method);
        const auto judged = judge(std::move(predicted), listed);
        if (judged) cases[method].push_back(*judged);
      };
      const auto own = measuring.own_keys(key, compound_key("", smiles));
      for (const auto& [name, conditions] : diagnostic_conditions()) {
        std::map<double, double> transfer, ranking, stacked;
        std::vector<EsiPeak> nearest;
        for (const EsiConditions& wanted : conditions) {
          const EsiEvidence evidence = measuring.evidence_of(molecule, wanted, own);
          if (evidence.analogues.empty()) return;
          const auto sum = [&](std::map<double, double>& to, const std::vector<double>& roots) {
            for (const EsiPeak& peak : train::shown_esi(evidence, roots))
              to[peak.mz] += std::sqrt(peak.intensity);
          };
          sum(transfer, transfers_of(evidence));
          sum(ranking, esi_ranking_roots(evidence));
          sum(stacked, esi_stacked_roots(measuring.model().stacker, evidence));
          nearest = measuring.measured_of(evidence.analogues.front());
        }
        const auto peaks_of = [](const std::map<double, double>& roots) {
          std::vector<EsiPeak> made;
          for (const auto& [mz, root] : roots) made.push_back({mz, root});
          return made;
        };
        if (conditions.size() == 1) add("nearest library spectrum", nearest);
        const std::string where = std::string(", ") + name;
        if (conditions.size() > 1) {
          add("transfer" + where, peaks_of(transfer));
          add("transfer + generic" + where, peaks_of(ranking));
        }
        add("stacked" + where, peaks_of(stacked));
        if (conditions.size() > 1 && !has_shifted_structure(record.value("DB#")))
          add("stacked" + where + ", own structure", peaks_of(stacked));
      }
    } catch (const Error& problem) {
      if (problem.kind() != ErrorKind::input) throw;  // a structure that is not predicted
    }
  });
  for (const std::string& method : methods) add_diagnostic(method, cases[method], results);
}

}  // namespace

PredictionResults measure_esi_prediction(const std::filesystem::path& data,
                                         const std::filesystem::path& model_path,
                                         std::size_t threads) {
  const EsiModel model = read_esi_model(model_path);
  const std::set<std::string> unseen = unseen_by(model);
  const auto compounds = train::read_esi_compounds(data / "spectra", {"open", "sharealike"});
  std::set<std::string> class_keys;
  for (const EsiCompound& compound : compounds) {
    if (!compound.is_class && !compound.is_held_out) continue;
    if (!unseen.contains(compound.key)) {
      throw Error(ErrorKind::input, model_path.string() + ": does not say that " + compound.key +
                                        " was held out; fit it again on these spectra");
    }
    if (compound.is_class) class_keys.insert(compound.key);
  }
  const auto [held_out, of_class] = asked_esi_spectra(compounds);
  const Measuring measuring(compounds, model, threads);
  PredictionResults results;
  const auto outcomes = measuring.outcomes(held_out);
  results.figures.push_back(
      {"held out", "spectra asked for", static_cast<double>(held_out.size()), held_out.size()});
  const auto answered = those(outcomes, [](const Outcome& one) { return one.is_answered; });
  const auto near = those(answered, [](const Outcome& one) { return one.has_neighbour; });
  const auto hcd = [](const Outcome& one) { return one.instrument == InstrumentClass::hcd; };
  const auto qtof = [](const Outcome& one) { return one.instrument == InstrumentClass::qtof; };
  add_rows("held out, with a neighbour", near, results);
  add_rows("  of these HCD", those(near, hcd), results);
  add_rows("  of these QTOF", those(near, qtof), results);
  add_rows("held out, answered", answered, results);
  add_quality("held out, answered", answered, results);
  // A laboratory predicts from what it may hold, not from what a model may be fitted on.
  const auto of_all_licences =
      train::read_esi_compounds(data / "spectra", {"open", "sharealike", "noncommercial"});
  const Measuring from_all(of_all_licences, model, threads);
  add_rows("held out, spectra of every licence",
           those(from_all.outcomes(held_out),
                 [](const Outcome& one) { return one.is_answered && one.has_neighbour; }),
           results);
  const auto class_outcomes =
      those(measuring.outcomes(of_class), [](const Outcome& one) { return one.is_answered; });
  add_rows("fentanyl class, HCD", those(class_outcomes, hcd), results);
  add_rows("fentanyl class, QTOF", those(class_outcomes, qtof), results);
  add_diagnostics(data / "extras" / "highresnps_consensus_fragments.msp", measuring, class_keys,
                  results);
  return results;
}

}  // namespace basepeak::benchmarks
