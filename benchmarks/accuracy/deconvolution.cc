// What is left of two compounds' spectra after they leave the column together: a seeded series of
// composed runs over separation, ratio and what instruments do to peaks. Nothing here is timed. The
// naive way, the scan at the true apex, stands beside it, and each ion's chromatographic peaks as
// OpenMS finds them, put together at the true apex.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "benchmarks/accuracy/coelution.h"
#include "benchmarks/accuracy/elution_grouping.h"
#include "benchmarks/accuracy/proportion.h"
#include "benchmarks/arguments.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/prepare/prepare.h"
#include "tools/starter_library/nist_replicates.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
namespace fs = std::filesystem;

const std::vector<double> kSeparations = {0.2, 0.35, 0.5, 0.75, 1.0};
const std::vector<double> kRatios = {1.0, 3.0, 10.0, 30.0, 50.0};
const std::vector<std::string> kConditions = {"plain", "tail",      "skew", "shared base ion",
                                              "bleed", "saturated", "all"};
constexpr double kAlike = 0.95;
constexpr double kScan_s = 0.35;
constexpr double kReach_s = 2.0 * kScan_s;

// Cosine over unit masses; of square roots of the intensities or of the intensities themselves.
double cosine(const UnitMassSpectrum& a, const UnitMassSpectrum& b, bool is_square_root) {
  const auto height = [&](double value) { return is_square_root ? std::sqrt(value) : value; };
  std::map<int, double> of_a;
  double norm_a = 0.0;
  double norm_b = 0.0;
  double dot = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a.mass[i] < 40) continue;
    const double value = height(a.intensity[i]);
    of_a[a.mass[i]] = value;
    norm_a += value * value;
  }
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (b.mass[i] < 40) continue;
    const double value = height(b.intensity[i]);
    norm_b += value * value;
    if (const auto found = of_a.find(b.mass[i]); found != of_a.end()) dot += value * found->second;
  }
  return norm_a > 0.0 && norm_b > 0.0 ? dot / std::sqrt(norm_a * norm_b) : 0.0;
}

int base_mass(const UnitMassSpectrum& spectrum) {
  const auto at = std::max_element(spectrum.intensity.begin(), spectrum.intensity.end());
  return spectrum.mass[static_cast<std::size_t>(at - spectrum.intensity.begin())];
}

// The first replicate of every compound.
std::vector<UnitMassSpectrum> read_spectra(const fs::path& folder) {
  std::set<std::string> sources;
  for (const std::string set : {"CM1", "CM2", "CM3", "Isomers"}) {
    for (const auto& entry : fs::directory_iterator(folder / set)) {
      const std::string file = entry.path().filename().string();
      if (file.ends_with(".txt")) sources.insert("nist/" + set + "/" + file.substr(0, 2));
    }
  }
  std::vector<UnitMassSpectrum> spectra;
  for (const std::string& source : sources) {
    const auto replicates = starter::read_nist_replicates(folder, source);
    spectra.push_back(to_unit_mass(replicates.spectra.front(), UnitMassRule::ms_search));
  }
  return spectra;
}

struct Outcome {
  double larger = 0.0;  // similarity of the component at the larger compound's apex; 0: none
  double smaller = 0.0;
  double larger_naive = 0.0;
  double smaller_naive = 0.0;
  double larger_grouped = 0.0;  // OpenMS' peaks at the true apex
  double smaller_grouped = 0.0;
  std::size_t components = 0;
};

Outcome outcome_of(const CoelutionCase& from, bool is_square_root) {
  CoelutionRun run(from);
  std::vector<Spectrum> scans;
  CoelutionRun again(from);
  again.for_each([&](Spectrum&& scan) { scans.push_back(std::move(scan)); });
  const Prepared prepared = prepare(run, Method{});
  Outcome outcome;
  outcome.components = prepared.queries.size();
  const auto similarity = [&](const Peaks& peaks, const UnitMassSpectrum& pure) {
    return cosine(to_unit_mass(peaks, UnitMassRule::ms_search), pure, is_square_root);
  };
  const auto naive = [&](double apex_s, const UnitMassSpectrum& pure) {
    const auto nearest =
        std::min_element(scans.begin(), scans.end(), [&](const Spectrum& a, const Spectrum& b) {
          return std::abs(*a.acquisition.retention_s - apex_s) <
                 std::abs(*b.acquisition.retention_s - apex_s);
        });
    return similarity(nearest->peaks, pure);
  };
  outcome.larger_naive = naive(run.larger_apex_s(), from.larger);
  outcome.smaller_naive = naive(run.smaller_apex_s(), from.smaller);
  const ElutionGrouping grouping(scans, kWidth_scans * kScan_s);
  const auto grouped = [&](double apex_s, const UnitMassSpectrum& pure) {
    return cosine(grouping.spectrum_at(apex_s, kReach_s), pure, is_square_root);
  };
  outcome.larger_grouped = grouped(run.larger_apex_s(), from.larger);
  outcome.smaller_grouped = grouped(run.smaller_apex_s(), from.smaller);
  // Each component stands for one compound: the pairing of the best sum.
  for (std::size_t i = 0; i <= prepared.queries.size(); ++i) {
    for (std::size_t k = 0; k <= prepared.queries.size(); ++k) {
      if (i == k && i < prepared.queries.size()) continue;
      const auto score = [&](std::size_t at, double apex_s, const UnitMassSpectrum& pure) {
        if (at == prepared.queries.size()) return 0.0;
        const Query& query = prepared.queries[at];
        return std::abs(query.retention_s - apex_s) <= kReach_s ? similarity(query.peaks, pure)
                                                                : 0.0;
      };
      const double larger = score(i, run.larger_apex_s(), from.larger);
      const double smaller = score(k, run.smaller_apex_s(), from.smaller);
      if (larger + smaller > outcome.larger + outcome.smaller) {
        outcome.larger = larger;
        outcome.smaller = smaller;
      }
    }
  }
  return outcome;
}

std::vector<CoelutionCase> make_cases(const std::vector<UnitMassSpectrum>& spectra,
                                      std::size_t per_cell, std::uint32_t seed) {
  std::vector<CoelutionCase> cases;
  std::mt19937 random(seed);
  for (const std::string& condition : kConditions) {
    const bool is_all = condition == "all";
    for (const double separation : kSeparations) {
      for (const double ratio : kRatios) {
        for (std::size_t i = 0; i < per_cell;) {
          const auto a = random() % spectra.size();
          const auto b = random() % spectra.size();
          const bool shares_base = base_mass(spectra[a]) == base_mass(spectra[b]);
          const bool wants_shared = condition == "shared base ion" || (is_all && i % 2 == 0);
          if (a == b || shares_base != wants_shared) continue;
          // Isomers whose spectra are one and the same cannot be told apart by any means.
          if (cosine(spectra[a], spectra[b], true) > 0.9) continue;
          CoelutionCase one;
          one.condition = condition;
          one.larger = spectra[a];
          one.smaller = spectra[b];
          one.separation = separation;
          one.ratio = ratio;
          one.larger_first = random() % 2 == 0;
          const double share = static_cast<double>(random()) / 4294967296.0;
          if (condition == "tail" || is_all) one.tail = 0.3 + 0.9 * share;
          if (condition == "skew" || is_all) one.skew = 0.9;
          if (condition == "bleed" || is_all) one.bleed = 500.0 + 4500.0 * share;
          if (condition == "saturated") one.full_scale = 400'000.0;
          one.seed = static_cast<std::uint32_t>(random());
          cases.push_back(std::move(one));
          ++i;
        }
      }
    }
  }
  return cases;
}

struct Cell {
  std::size_t cases = 0, both = 0, smaller = 0, naive_both = 0, grouped_both = 0, extra = 0;
};

int run(const Arguments& arguments) {
  const fs::path nist = arguments.text("--nist", "");
  if (nist.empty()) {
    throw Error(ErrorKind::usage, "--nist FOLDER: the unpacked NIST replicates (CM1, CM2, ...)");
  }
  const bool is_square_root = !arguments.has("--linear");
  auto cases = make_cases(read_spectra(nist), arguments.number("--cases", 20),
                          static_cast<std::uint32_t>(arguments.number("--seed", 1)));
  // The cells that the aim is set for; the cases in them are those of the whole grid.
  if (arguments.has("--half-width-tenth")) {
    std::erase_if(
        cases, [](const CoelutionCase& one) { return one.separation != 0.5 || one.ratio != 10.0; });
  }
  std::vector<Outcome> outcomes(cases.size());
  parallel_for(cases.size(), arguments.number("--threads", 1),
               [&](std::size_t i) { outcomes[i] = outcome_of(cases[i], is_square_root); });

  std::map<std::string, std::map<std::pair<double, double>, Cell>> grid;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Cell& cell = grid[cases[i].condition][{cases[i].separation, cases[i].ratio}];
    ++cell.cases;
    cell.both += outcomes[i].larger >= kAlike && outcomes[i].smaller >= kAlike ? 1 : 0;
    cell.smaller += outcomes[i].smaller >= kAlike ? 1 : 0;
    cell.naive_both +=
        outcomes[i].larger_naive >= kAlike && outcomes[i].smaller_naive >= kAlike ? 1 : 0;
    cell.grouped_both +=
        outcomes[i].larger_grouped >= kAlike && outcomes[i].smaller_grouped >= kAlike ? 1 : 0;
    cell.extra += outcomes[i].components > 2 ? outcomes[i].components - 2 : 0;
  }
  nlohmann::ordered_json json;
  json["what"] = "two compounds, both found with a similarity of 0.95 or more";
  json["similarity"] = is_square_root ? "cosine of square roots" : "cosine";
  std::printf(
      "%zu cases; share with both found, similarity >= %.2f (naive apex scans; OpenMS' peaks)\n",
      cases.size(), kAlike);
  for (const std::string& condition : kConditions) {
    std::printf("\n%s\nseparation, widths", condition.c_str());
    for (const double ratio : kRatios) std::printf("            1:%-4.0f", ratio);
    std::printf("\n");
    for (const double separation : kSeparations) {
      std::printf("%18.2f", separation);
      for (const double ratio : kRatios) {
        const Cell& cell = grid[condition][{separation, ratio}];
        if (cell.cases == 0) continue;
        const auto share = [&](std::size_t count) {
          return static_cast<double>(count) / static_cast<double>(cell.cases);
        };
        std::printf("  %.2f (%.2f; %.2f)", share(cell.both), share(cell.naive_both),
                    share(cell.grouped_both));
        json["cells"].push_back({{"condition", condition},
                                 {"separation_widths", separation},
                                 {"ratio", ratio},
                                 {"cases", cell.cases},
                                 {"both", cell.both},
                                 {"smaller", cell.smaller},
                                 {"naive_both", cell.naive_both},
                                 {"openms_both", cell.grouped_both},
                                 {"further_components", cell.extra}});
      }
      std::printf("\n");
    }
  }
  if (const std::string path = arguments.text("--json", ""); !path.empty()) {
    std::ofstream(path) << json.dump(1) << "\n";
  }
  if (arguments.has("--each")) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      std::printf("%zu\t%s\t%.2f\t%.0f\t%zu\t%.3f\t%.3f\t%.3f\t%.3f\n", i,
                  cases[i].condition.c_str(), cases[i].separation, cases[i].ratio,
                  outcomes[i].components, outcomes[i].larger, outcomes[i].smaller,
                  outcomes[i].larger_naive, outcomes[i].smaller_naive);
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("deconvolution", [&] {
    return run(Arguments(count, words, {"--nist", "--cases", "--seed", "--threads", "--json"},
                         {"--linear", "--each", "--half-width-tenth"}));
  });
}
