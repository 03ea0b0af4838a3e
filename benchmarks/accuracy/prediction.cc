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
#include "engine/predict/analogue_transfer.h"
#include "tools/train/ei_samples.h"

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

int run(int count, char** words) {
  const Arguments arguments(count, words, {"--data", "--neighbours"}, {"--worst"});
  const auto data = reference_data(arguments.text("--data", ""));
  const auto samples = train::read_ei_samples(data / "spectra", {"swgdrug"});
  std::vector<KnownEi> known;
  std::vector<const train::EiSample*> used;
  std::set<std::string> seen;
  std::vector<Likeness> replicate;
  std::map<std::string, std::size_t> place;
  for (const auto& s : samples) {
    if (!s.is_class) continue;
    if (!seen.insert(s.compound).second) {
      auto i = place[s.compound];
      replicate.push_back(likeness(nominal_spectrum(s.peaks, 1200), nominal_spectrum(used[i]->peaks, 1200)));
      continue;
    }
    try {
      place[s.compound] = known.size();
      known.push_back(known_ei(predicted_molecule(molecule_graph(s.smiles), s.name), s.peaks));
      used.push_back(&s);
    } catch (const Error& e) { std::printf("%s\n", e.what()); }
  }
  std::printf("%zu class compounds\n", known.size());
  print("replicates and stereoisomers", replicate);
  const double t0 = cpu_seconds();
  std::vector<std::vector<AtomMapping>> map(known.size());
  for (std::size_t q = 0; q < known.size(); ++q)
    for (std::size_t n = 0; n < known.size(); ++n)
      map[q].push_back(map_atoms(known[n].molecule.graph, known[n].molecule.environments, known[q].molecule.graph, known[q].molecule.environments));
  std::printf("mapping %.2f s\n", cpu_seconds() - t0);
  std::vector<Likeness> nearest, nearest_moved, eight;
  std::vector<std::pair<double, std::size_t>> worst;
  const auto wanted = arguments.number("--neighbours", 8);
  for (int mode = 0; mode < 3; ++mode) {
  nearest.clear(); eight.clear(); nearest_moved.clear(); worst.clear();
  for (std::size_t q = 0; q < known.size(); ++q) {
    const auto truth = nominal_spectrum(used[q]->peaks, 1200);
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t n = 0; n < known.size(); ++n) {
      if (n == q) continue;
      double f = similarity(known[n].molecule.fingerprint, known[q].molecule.fingerprint), m = map[q][n].similarity;
      order.push_back({-(mode == 0 ? m : mode == 1 ? f : 0.5 * (f + m)), n});
    }
    std::sort(order.begin(), order.end());
    std::vector<TransferredEi> t;
    for (std::size_t k = 0; k < wanted; ++k) {
      t.push_back(transfer(known[order[k].second], known[q].molecule, map[q][order[k].second]));
      t.back().similarity = -order[k].first;
    }
    nearest.push_back(likeness(truth, nominal_spectrum(used[order[0].second]->peaks, 1200)));
    nearest_moved.push_back(likeness(truth, with_isotopes(t[0].intensity, t[0].atoms)));
    auto c = combined(t, transfer_weights(t));
    eight.push_back(likeness(truth, with_isotopes(c.intensity, c.atoms)));
    worst.push_back({eight.back().cosine, q});
  }
  std::printf("-- mode %d\n", mode);
  print("nearest unchanged", nearest);
  print("nearest transferred", nearest_moved);
  print("transfer, 8 neighbours", eight);
  }
  if (arguments.has("--worst")) {
    std::sort(worst.begin(), worst.end());
    for (int i = 0; i < 20; ++i) std::printf("  %.3f %s %s\n", worst[i].first, used[worst[i].second]->name.c_str(), used[worst[i].second]->smiles.c_str());
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("prediction", [&] { return run(count, words); });
}
