// How often the parts of a known mixture are found by a non-negative sum of library spectra.
// Nothing here is timed. Two sets: sums of two EI spectra of NIST's replicates, explained by other
// laboratories' records; and measured DART in-source CID spectra of mixtures of four drugs,
// explained by the same instrument's pure spectra.
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "benchmarks/accuracy/spectrum_sum.h"
#include "benchmarks/arguments.h"
#include "benchmarks/query_set.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/identify/mixture.h"
#include "engine/read/spectrum_text.h"
#include "tools/starter_library/tab_file.h"
#include "tools/train/class_samples.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Tally {
  std::size_t spectra = 0, told = 0, true_parts = 0, found_parts = 0, named_parts = 0;
  [[nodiscard]] Json json(const std::string& what) const {
    return {{"set", what},
            {"spectra", spectra},
            {"with_an_explanation", told},
            {"true_parts", true_parts},
            {"true_parts_found", found_parts},
            {"parts_named", named_parts}};
  }
};

void print(const std::string& what, const Tally& t) {
  std::printf("%-44s %7zu %7zu %6zu of %4zu (%5.1f %%) %6zu of %4zu\n", what.c_str(), t.spectra,
              t.told, t.found_parts, t.true_parts,
              100.0 * static_cast<double>(t.found_parts) /
                  static_cast<double>(std::max<std::size_t>(1, t.true_parts)),
              t.named_parts - t.found_parts, t.named_parts);
}

struct Pure {
  std::string compound;
  Peaks peaks;
};

std::vector<Pure> nist_spectra(const fs::path& nist, const Library& library) {
  std::set<std::string, std::less<>> held;
  for (std::uint32_t i = 0; i < library.size(); ++i)
    held.insert(std::string(compound_of(library, i)));
  std::vector<Pure> pure;
  for (auto& sample :
       train::read_nist_spectra(nist, fs::path(BASEPEAK_SOURCE_DIR) / "libraries" / "starter")) {
    if (held.contains(sample.compound)) pure.push_back({sample.compound, std::move(sample.peaks)});
  }
  return pure;
}

// A part is right when it is a true compound; an isomer of it counts as false.
void count_parts(const Mixture& mixture, const std::set<std::string>& truth, Tally& tally) {
  std::set<std::string> right;
  tally.named_parts += mixture.parts.size();
  for (const auto& part : mixture.parts) {
    const std::string key = part.inchikey.substr(0, 14);
    if (truth.contains(key)) right.insert(key);
    if (truth.contains(part.name)) right.insert(part.name);
  }
  tally.found_parts += right.size();
}

Json ei_pairs(const Library& library, const fs::path& nist, std::size_t pairs) {
  const std::vector<Pure> pure = nist_spectra(nist, library);
  Json rows = Json::array();
  MixtureExplainer explainer(library, UnitMassRule::ms_search);
  for (const double amount : {1.0, 1.0 / 3.0, 0.1}) {
    Random random(1);
    Tally tally;
    while (tally.spectra < pairs) {
      const Pure& a = pure[random.below(pure.size())];
      const Pure& b = pure[random.below(pure.size())];
      if (a.compound == b.compound) continue;
      ++tally.spectra;
      tally.true_parts += 2;
      const auto mixture = explainer.explain(sum_of(a.peaks, b.peaks, amount));
      if (!mixture) continue;
      ++tally.told;
      count_parts(*mixture, {a.compound, b.compound}, tally);
    }
    char name[60];
    std::snprintf(name, sizeof name, "EI, two compounds 1 : %.2g", amount);
    print(name, tally);
    rows.push_back(tally.json(name));
  }
  Tally alone;  // one compound: an explanation by several is a false one
  for (const Pure& p : pure) {
    ++alone.spectra;
    const auto mixture = explainer.explain(p.peaks);
    if (!mixture) continue;
    ++alone.told;
    alone.named_parts += mixture->parts.size();
  }
  print("EI, one compound", alone);
  rows.push_back(alone.json("EI, one compound"));
  return rows;
}

// The eleven mixtures are all combinations of two and more of four drugs in this order; the ions of
// each (m/z 136.11, 150.13, 188.14, 174.13) agree.
std::set<std::string> dart_truth(const std::string& name) {
  const std::array<std::string, 4> drugs = {"AcetylFentanyl", "BenzylFentanyl", "Amphetamine",
                                            "Methamphetamine"};
  static const std::map<std::string, std::string> parts = {
      {"Mixture1", "01"},  {"Mixture2", "02"},   {"Mixture3", "03"},   {"Mixture4", "12"},
      {"Mixture5", "13"},  {"Mixture6", "23"},   {"Mixture7", "012"},  {"Mixture8", "013"},
      {"Mixture9", "023"}, {"Mixture10", "123"}, {"Mixture11", "0123"}};
  std::set<std::string> truth;
  for (const char digit : parts.at(name))
    truth.insert(drugs[static_cast<std::size_t>(digit - '0')]);
  return truth;
}

std::string voltage_of(const TextRecord& record) {
  std::string digits;
  for (const char c : record.value("Collision_energy")) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

Peaks peaks_of(const TextRecord& record) {
  return Peaks::from_unsorted(record.mz,
                              std::vector<float>(record.intensity.begin(), record.intensity.end()));
}

Json dart(const fs::path& extras, const fs::path& cache) {
  Json rows = Json::array();
  for (const std::string voltage : {"30", "60", "90"}) {
    std::vector<LibraryRecord> records;
    read_spectrum_text(extras / "dart_iscid_pure.msp", [&](TextRecord&& text) {
      if (voltage_of(text) != voltage) return;
      LibraryRecord record;
      record.name = text.value("Name");
      record.id = record.name + " " + std::to_string(records.size());
      record.source = record.licence = "measuring";
      record.peaks = peaks_of(text);
      records.push_back(std::move(record));
    });
    const fs::path path = cache / "dart.bplib";
    write_library(path, "dart", records);
    const Library library = Library::open(path);
    // One instrument measured both: what one spectrum leaves is signal, not another laboratory's
    // habit.
    MixtureSettings settings;
    settings.noise = 0.002;
    settings.enough_by_one = 0.995;
    settings.least_gain = settings.least_gain_in_all = settings.least_share = 0.005;
    MixtureExplainer explainer(library, UnitMassRule::ms_search, settings);
    Tally tally;
    read_spectrum_text(extras / "dart_iscid_mixtures.msp", [&](TextRecord&& text) {
      if (voltage_of(text) != voltage) return;
      const auto truth = dart_truth(std::string(text.value("Name")));
      ++tally.spectra;
      tally.true_parts += truth.size();
      const auto mixture = explainer.explain(peaks_of(text));
      if (!mixture) return;
      ++tally.told;
      count_parts(*mixture, truth, tally);
    });
    const std::string what = "DART in-source CID, " + voltage + " V, " +
                             std::to_string(records.size()) + " pure spectra";
    print(what, tally);
    rows.push_back(tally.json(what));
  }
  return rows;
}

int run(int count, char** words) {
  const Arguments arguments(count, words, {"--data", "--cache", "--nist", "--pairs", "--json"});
  const fs::path data = reference_data(arguments.text("--data", ""));
  const fs::path cache = library_cache(arguments.text("--cache", ""));
  std::printf("%-44s %7s %7s %24s %14s\n", "set", "spectra", "told", "true parts found",
              "false of named");
  Json json;
  json["dart"] = dart(data / "extras", cache);
  if (const std::string nist = arguments.text("--nist", ""); !nist.empty()) {
    const Library library = Library::open(reference_library(data, ReferenceSet::ei, cache));
    json["ei"] = ei_pairs(library, nist, arguments.number("--pairs", 200));
  }
  if (const std::string to = arguments.text("--json", ""); !to.empty()) {
    std::ofstream(to) << json.dump(1) << "\n";
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("mixtures", [&] { return run(count, words); });
}
