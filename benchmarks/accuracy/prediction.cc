// How like a measurement a predicted EI spectrum is, with the compound left out.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "benchmarks/accuracy/spectrum_likeness.h"
#include "benchmarks/arguments.h"
#include "benchmarks/environment.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"
#include "engine/predict/ei_model_file.h"
#include "engine/predict/ei_models.h"
#include "tools/train/class_samples.h"
#include "tools/train/ei_fit.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;

struct Summary { double mean, median, p10; };
Summary summary(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  double s = 0; for (double x : v) s += x;
  return {s / static_cast<double>(v.size()), v[v.size() / 2], v[v.size() / 10]};
}
void print(const char* name, const std::vector<Likeness>& l) {
  std::vector<double> c, e;
  for (auto& x : l) { c.push_back(x.cosine); e.push_back(x.entropy); }
  auto a = summary(c), b = summary(e);
  std::printf("%-40s n=%zu cos %.3f / %.3f / %.3f  ent %.3f / %.3f / %.3f\n", name, l.size(), a.mean, a.median, a.p10, b.mean, b.median, b.p10);
}

NominalSpectrum squared(const std::vector<double>& r) { NominalSpectrum s; for (double x : r) s.push_back(x * x); return s; }

int run(int count, char** words) {
  const Arguments arguments(count, words, {"--data", "--generic", "--folds", "--depth", "--rounds", "--eta", "--child"}, {"--worst", "--general"});
  const auto data = reference_data(arguments.text("--data", ""));
  const auto samples = train::read_ei_samples(data / "spectra", {"swgdrug", "sharealike", "open"});
  const auto molecules = train::molecule_samples(samples);
  std::vector<const train::MoleculeSample*> cls, other;
  for (auto& m : molecules) (m.sample->is_class ? cls : other).push_back(&m);
  std::printf("%zu class compounds, %zu others\n", cls.size(), other.size());
  EiModel model;
  const std::string gp = arguments.text("--generic", "");
  double t0 = cpu_seconds();
  if (!gp.empty() && std::filesystem::exists(gp)) model = read_ei_model(gp);
  else { model.generic = train::fit_generic(other, train::kGenericSettings); 
    model.stacker = BoostedTrees(0, kStackerWidth, {}, {});
    if (!gp.empty()) write_ei_model(gp, model); }
  std::printf("generic %.1f s, %zu nodes\n", cpu_seconds() - t0, model.generic.nodes().size());
  AnalogueSet set;
  for (auto* m : cls) set.add(known_ei(m->molecule, m->sample->peaks), m->sample->compound);
  const bool general = arguments.has("--general");
  AnalogueSet all;
  if (general) { for (auto* m : cls) all.add(known_ei(m->molecule, m->sample->peaks), m->sample->compound);
   for (auto* m : other) if (m->molecule.graph.atoms.size() >= 8) all.add(known_ei(m->molecule, m->sample->peaks), m->sample->compound); }
  const std::size_t folds = arguments.number("--folds", 10);
  std::vector<Likeness> generic, transferred, blend, stacked, nearest;
  std::vector<std::pair<double, std::size_t>> worst;
  train::BoostedSettings st = train::kStackerSettings;
  st.depth = static_cast<int>(arguments.number("--depth", 5));
  st.rounds = static_cast<int>(arguments.number("--rounds", 250));
  st.learning_rate = static_cast<double>(arguments.number("--eta", 50)) / 1000;
  st.least_child = static_cast<double>(arguments.number("--child", 10));
  for (std::size_t f = 0; f < folds; ++f) {
    std::vector<const train::MoleculeSample*> fit;
    std::set<std::string, std::less<>> out;
    for (auto* m : cls) if (train::fold_of(m->sample->compound, folds, "fold") == f) out.insert(m->sample->compound); else fit.push_back(m);
    const auto stacker = train::fit_stacker(fit, set, model.generic, [&](std::string_view c) { return out.find(c) != out.end(); }, st, 1);
    for (std::size_t i = 0; i < cls.size(); ++i) {
      auto* m = cls[i];
      if (!out.contains(m->sample->compound)) continue;
      const auto truth = nominal_spectrum(m->sample->peaks, 1200);
      auto ev = ei_evidence(set, m->molecule, model.generic, [&](std::string_view c) { return c != m->sample->compound; });
      auto iso = [&](const std::vector<double>& r) { return with_isotopes(squared(r), ev.transferred.atoms); };
      auto giso = [&](const std::vector<double>& r) { return with_isotopes(squared(r), isotope_atoms_by_mz(m->molecule.graph, ev.generic_rows.fragments, ev.generic_rows.ions, r.size())); };
      nearest.push_back(likeness(truth, nominal_spectrum(cls[ev.analogues[0].known]->sample->peaks, 1200)));
      generic.push_back(likeness(truth, giso(ev.generic)));
      transferred.push_back(likeness(truth, iso(ev.transfer)));
      auto b = ev.transfer; for (std::size_t k = 0; k < b.size(); ++k) b[k] = 0.9 * b[k] + 0.1 * ev.generic[k];
      blend.push_back(likeness(truth, iso(b)));
      stacked.push_back(likeness(truth, iso(stacked_roots(stacker, set, m->molecule, ev))));
      worst.push_back({stacked.back().cosine, i});
    }
  }
  print("nearest unchanged", nearest);
  print("generic", generic);
  print("transfer", transferred);
  print("0.9 transfer + 0.1 generic", blend);
  print("stacked", stacked);
  std::printf("%.1f s\n", cpu_seconds() - t0);
  if (arguments.has("--worst")) {
    std::sort(worst.begin(), worst.end());
    for (int i = 0; i < 20; ++i) std::printf("  %.3f %s %s\n", worst[i].first, cls[worst[i].second]->sample->name.c_str(), cls[worst[i].second]->sample->smiles.c_str());
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("prediction", [&] { return run(count, words); });
}
