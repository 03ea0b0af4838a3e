// What whole reports say, by the path of `basepeak identify`: search, match, class, sites, mixture.
// Nothing here is timed. Tables over SWGDRUG's EI spectra: class compounds that the library lacks
// (docs/unseen_analogues.md); every spectrum against the others, where a second compound is a false
// one; sums of nine parts of a drug and one of a class compound of another laboratory; and sums of
// any two compounds in several ratios.
// The class model and the calibrations were fitted with these compounds: the figures say what their
// use in a report brings. Chosen on them were the limits of the second compound, too.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "benchmarks/accuracy/requirement.h"
#include "benchmarks/accuracy/spectrum_sum.h"
#include "benchmarks/arguments.h"
#include "benchmarks/environment.h"
#include "benchmarks/query_set.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "engine/identify/identify.h"
#include "engine/identify/recognition.h"
#include "engine/identify/unmatched_ions.h"
#include "engine/search/backend.h"
#include "engine/search/search_by_origin.h"
#include "libraries/compile.h"
#include "libraries/interchange/msp_import.h"
#include "libraries/store/store.h"
#include "tools/train/class_samples.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
using train::NamedShare;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kDepth = 10;  // as identify_file looks deeper than it lists

Library swgdrug(const fs::path& data, const fs::path& cache) {
  const fs::path path = cache / "swgdrug.bplib";
  const fs::path store_path = cache / "swgdrug-building.sqlite";
  fs::remove(store_path);
  {
    Store store = Store::create(store_path);
    static_cast<void>(
        import_spectra(data / "spectra" / "ei_swgdrug.msp.gz", store, "imported for measuring"));
    compile_library(store, path, "SWGDRUG", 1);
  }
  fs::remove(store_path);
  return Library::open(path);
}

Query spectrum(const Peaks& peaks) {
  Query query;
  query.peaks = query.raw_peaks = peaks;
  query.purity = 1.0;
  query.acquisition.ionisation = Ionisation::ei;
  return query;
}

std::vector<Identification> reports(std::vector<Query> queries, const Library& library,
                                    std::size_t threads) {
  const Method method;
  SearchSettings settings = method.ei_search;
  settings.top = method.conclusion.candidates * kDepth;
  const auto backend = make_cpu_backend(library);
  auto matches = search_by_origin(queries, library, *backend, settings, threads);
  return identify(std::move(queries), std::move(matches), library, method);
}

// Asks each record of the library that `asked` holds, in `folds` parts, with `is_left_out` of it
// and of its fold left out of the library.
void for_each_held_out(
    const Library& library, const fs::path& cache, std::size_t folds, std::size_t threads,
    const std::function<std::size_t(std::uint32_t)>& fold_of_record,
    const std::function<bool(std::uint32_t)>& is_asked,
    const std::function<void(std::uint32_t, const Identification&, const Library&)>& take) {
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<LibraryRecord> kept;
    std::vector<std::uint32_t> asked;
    std::vector<Query> queries;
    for (std::uint32_t i = 0; i < library.size(); ++i) {
      if (fold_of_record(i) != fold) {
        kept.push_back(library.record(i));
      } else if (is_asked(i)) {
        asked.push_back(i);
        queries.push_back(spectrum(library.peaks(i)));
      }
    }
    const fs::path path = cache / "held-out.bplib";
    write_library(path, "SWGDRUG, a fold left out", kept);
    const Library rest = Library::open(path);
    const auto found = reports(std::move(queries), rest, threads);
    for (std::size_t q = 0; q < found.size(); ++q) take(asked[q], found[q], rest);
  }
}

std::optional<ClassCall::Sites> sites_of(const Library& library, std::uint32_t record) {
  const std::string smiles(library.smiles(record));
  const auto sites = smiles.empty() ? std::nullopt : fentanyl_sites(smiles);
  if (!sites) return std::nullopt;
  return ClassCall::Sites{sites->acyl, sites->n_aryl, sites->piperidine, sites->n1_substituent, {}};
}

// Class compounds that the library lacks.
std::vector<NamedShare> unseen(const Library& library, const fs::path& data, const fs::path& cache,
                               std::size_t threads) {
  constexpr std::size_t kFolds = 5;
  std::map<std::string, const train::ClassSample*> of_class;  // by accession
  const auto samples = train::read_reference_spectra(data / "spectra", {"swgdrug"});
  for (const auto& sample : samples) {
    if (sample.sites) of_class[sample.accession] = &sample;
  }
  NamedShare called{"calls the class"};
  NamedShare first{"states all four sites right"};
  NamedShare three{"names them among its first three"};
  NamedShare changed{"states the changed sites right"};
  NamedShare record{"the best record has all four sites"};
  NamedShare record_changed{"the best record has the changed sites"};
  for_each_held_out(
      library, cache, kFolds, threads,
      [&](std::uint32_t i) {
        return train::fold_of(std::string(benchmarks::compound_of(library, i)), kFolds, "reports");
      },
      [&](std::uint32_t i) { return of_class.contains(std::string(library.id(i))); },
      [&](std::uint32_t i, const Identification& found, const Library& rest) {
        const FentanylSites& s = *of_class.at(std::string(library.id(i)))->sites;
        const ClassCall::Sites truth{s.acyl, s.n_aryl, s.piperidine, s.n1_substituent, {}};
        const auto is_right = [&](const ClassCall::Sites& x) { return x.names_the_same_as(truth); };
        for (NamedShare* share : {&called, &first, &three, &changed, &record, &record_changed}) {
          ++share->count;
        }
        if (!found.matches.hits.empty()) {
          const auto best = sites_of(rest, found.matches.hits.front().record);
          record.hits += best && is_right(*best) ? 1U : 0U;
          record_changed.hits += best && changed_sites(*best) == changed_sites(truth) ? 1U : 0U;
        }
        const ClassCall& call = found.compound_class;
        if (!call.is_called || !call.name.starts_with("fentanyl")) return;
        ++called.hits;
        if (!call.sites) return;
        const bool is_first = is_right(*call.sites);
        first.hits += is_first ? 1U : 0U;
        changed.hits += call.changed_sites == changed_sites(truth) ? 1U : 0U;
        const auto end =
            call.ranked_sites.begin() + std::min<std::ptrdiff_t>(3, std::ssize(call.ranked_sites));
        three.hits += is_first || std::any_of(call.ranked_sites.begin(), end, is_right) ? 1U : 0U;
      });
  return {called, first, three, changed, record, record_changed};
}

bool is_match(const Identification& found) {
  return found.level == ConclusionLevel::compound || found.level == ConclusionLevel::isomer_group;
}

bool tells_second(const Identification& found) {
  return found.mixture && found.mixture->is_beside_match;
}

// Every spectrum against the others, a tenth left out at a time: one compound each.
std::vector<NamedShare> pure(const Library& library, const fs::path& cache, std::size_t threads) {
  constexpr std::size_t kFolds = 10;
  std::map<std::string, std::size_t, std::less<>> records;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    ++records[std::string(benchmarks::compound_of(library, i))];
  }
  NamedShare sums{"a sum of records, of all spectra"};
  NamedShare second{"a second compound, beside a match"};
  NamedShare held{"the same, the compound being in the library by another record"};
  NamedShare strong{"of these, strong ions that the match does not explain"};
  for_each_held_out(
      library, cache, kFolds, threads, [](std::uint32_t i) { return i % kFolds; },
      [](std::uint32_t) { return true; },
      [&](std::uint32_t i, const Identification& found, const Library&) {
        const bool is_second = tells_second(found);
        ++sums.count;
        sums.hits += found.mixture && !is_second ? 1U : 0U;
        if (!is_match(found)) return;
        const auto compound = benchmarks::compound_of(library, i);
        const bool is_held = !compound.empty() && records.find(compound)->second > 1;
        for (NamedShare* share : {&second, &held}) {
          if (share == &held && !is_held) continue;
          ++share->count;
          share->hits += is_second ? 1U : 0U;
          if (share == &held) {
            ++strong.count;
            strong.hits += holds_strong_ion(found.unmatched) ? 1U : 0U;
          }
          if (share == &second && is_second) {
            std::printf("  false: %s: %s\n", std::string(library.compound_name(i)).c_str(),
                        found.level_text.c_str());
          }
        }
      });
  return {sums, second, held, strong};
}

struct Sums {
  std::vector<Peaks> drugs;  // none of the class
  std::vector<const train::ClassSample*> minor;
};

// Drugs by their own library spectra, or as NIST measured them; class compounds as NIST did.
Sums sums_of(const Library& library, const std::vector<train::ClassSample>& nist, bool by_nist) {
  constexpr std::size_t kFewestPeaks = 15;
  Sums sums;
  std::set<std::string, std::less<>> held;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    held.emplace(benchmarks::compound_of(library, i));
    const bool is_drug = !library.compound_class(i).starts_with("fentanyl");
    if (is_drug && !by_nist && library.peaks(i).size() >= kFewestPeaks) {
      sums.drugs.push_back(library.peaks(i));
    }
  }
  for (const train::ClassSample& sample : nist) {
    if (sample.sites) {
      sums.minor.push_back(&sample);
    } else if (by_nist && held.contains(sample.compound) && !sample.is_neutral()) {
      sums.drugs.push_back(sample.peaks);
    }
  }
  return sums;
}

// Nine parts of a drug and one of a class compound.
std::vector<NamedShare> nine_to_one(const Library& library, const Sums& sums, std::size_t threads,
                                    std::size_t pairs) {
  Random random(1);
  std::vector<Query> queries;
  std::vector<const train::ClassSample*> truth;
  while (queries.size() < pairs) {
    const Peaks& drug = sums.drugs[random.below(sums.drugs.size())];
    truth.push_back(sums.minor[random.below(sums.minor.size())]);
    queries.push_back(spectrum(sum_of(drug, truth.back()->peaks, 1.0 / 9.0)));
  }
  NamedShare matched{"a match is concluded"};
  NamedShare told{"a second compound is told, beside it or in a sum"};
  NamedShare second{"beside the match"};
  NamedShare of_class{"of those told so, the record is of the class"};
  NamedShare right{"and of the compound"};
  const auto found = reports(std::move(queries), library, threads);
  std::map<std::string, std::string, std::less<>> class_of;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    class_of.emplace(library.id(i), library.compound_class(i));
  }
  for (std::size_t q = 0; q < found.size(); ++q) {
    ++matched.count;
    if (!is_match(found[q])) continue;
    ++matched.hits;
    ++told.count;
    ++second.count;
    told.hits += found[q].mixture ? 1U : 0U;
    if (!tells_second(found[q])) continue;
    ++second.hits;
    const Mixture::Part& part = found[q].mixture->parts.back();
    ++of_class.count;
    of_class.hits += class_of[part.record].starts_with("fentanyl") ? 1U : 0U;
    ++right.count;
    right.hits += part.inchikey.substr(0, 14) == truth[q]->compound ? 1U : 0U;
  }
  return {matched, told, second, of_class, right};
}

// Spectra of compounds that the library holds, as NIST measured them.
std::vector<const train::ClassSample*> held_by(const Library& library,
                                               const std::vector<train::ClassSample>& nist) {
  constexpr std::size_t kFewestPeaks = 15;
  std::set<std::string, std::less<>> held;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    held.emplace(benchmarks::compound_of(library, i));
  }
  std::vector<const train::ClassSample*> samples;
  for (const train::ClassSample& sample : nist) {
    if (held.contains(sample.compound) && sample.peaks.size() >= kFewestPeaks)
      samples.push_back(&sample);
  }
  return samples;
}

// What is said of spectra of two compounds; `truth` holds both.
std::vector<NamedShare> said_of(const std::vector<Identification>& found,
                                const std::vector<std::set<std::string>>& truth) {
  NamedShare matched{"a match is concluded"};
  NamedShare told{"a second compound is told, beside it or in a sum"};
  NamedShare right{"of these, both compounds are right"};
  NamedShare strong{"no second one, but strong ions that the match does not explain"};
  NamedShare silent{"neither"};
  NamedShare sure{"neither, and a probability of 0.7 and more"};
  NamedShare grouped{"both compounds in one group not told apart"};
  for (std::size_t q = 0; q < found.size(); ++q) {
    const Identification& one = found[q];
    ++matched.count;
    if (!is_match(one)) continue;
    ++matched.hits;
    for (NamedShare* share : {&told, &strong, &silent, &sure, &grouped}) ++share->count;
    std::size_t in_group = 0;
    for (const GroupMember& member : one.isomer_group.members) {
      in_group += truth[q].contains(member.inchikey.substr(0, 14)) ? 1U : 0U;
    }
    grouped.hits += truth[q].size() > 1 && in_group > 1 ? 1U : 0U;
    const bool is_strong = holds_strong_ion(one.unmatched);
    const bool is_silent = !one.mixture && !is_strong;
    strong.hits += is_strong ? 1U : 0U;
    silent.hits += is_silent ? 1U : 0U;
    sure.hits += is_silent && one.confidence && one.confidence->probability >= 0.7 ? 1U : 0U;
    if (!one.mixture) continue;
    ++told.hits;
    ++right.count;
    std::set<std::string> named;
    for (const auto& part : one.mixture->parts) named.insert(part.inchikey.substr(0, 14));
    right.hits +=
        std::includes(named.begin(), named.end(), truth[q].begin(), truth[q].end()) ? 1U : 0U;
  }
  return {matched, told, right, strong, silent, sure, grouped};
}

std::vector<NamedShare> one_compound(const Library& library,
                                     const std::vector<const train::ClassSample*>& samples,
                                     std::size_t threads) {
  std::vector<Query> queries;
  std::vector<std::set<std::string>> truth;
  for (const auto* sample : samples) {
    queries.push_back(spectrum(sample->peaks));
    truth.push_back({sample->compound});
  }
  return said_of(reports(std::move(queries), library, threads), truth);
}

std::vector<NamedShare> two_compounds(const Library& library,
                                      const std::vector<const train::ClassSample*>& samples,
                                      double ratio, std::size_t threads) {
  constexpr std::size_t kPairs = 200;
  Random random(7);
  std::vector<Query> queries;
  std::vector<std::set<std::string>> truth;
  while (queries.size() < kPairs) {
    const train::ClassSample& a = *samples[random.below(samples.size())];
    const train::ClassSample& b = *samples[random.below(samples.size())];
    if (a.compound == b.compound) continue;
    queries.push_back(spectrum(sum_of(a.peaks, b.peaks, 1.0 / ratio)));
    truth.push_back({a.compound, b.compound});
  }
  return said_of(reports(std::move(queries), library, threads), truth);
}

void print(const char* title, const std::vector<NamedShare>& shares, Json& sets) {
  std::printf("%s\n", title);
  for (const NamedShare& share : shares) {
    const auto interval = train::exact_interval(share.hits, share.count);
    std::printf("  %-62s %5zu of %5zu  [%.4f, %.4f]\n", share.what.c_str(), share.hits, share.count,
                interval.low, interval.high);
  }
  sets.push_back({{"set", title}, {"shares", json_of(shares)}});
}

int run(int count, char** words) {
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--nist", "--pairs", "--threads", "--json"});
  const auto measured_with = environment();  // refuses before the work
  const fs::path data = reference_data(arguments.text("--data", ""));
  const fs::path cache = library_cache(arguments.text("--cache", ""));
  const std::size_t threads = arguments.number("--threads", 2);
  const Library library = swgdrug(data, cache);
  Json sets = Json::array();
  print("class compounds that the library lacks, five folds by compound",
        unseen(library, data, cache, threads), sets);
  print("one compound each, ten folds by spectrum", pure(library, cache, threads), sets);
  if (const std::string folder = arguments.text("--nist", ""); !folder.empty()) {
    const auto nist =
        train::read_nist_spectra(folder, fs::path(BASEPEAK_SOURCE_DIR) / "libraries" / "starter");
    const std::size_t pairs = arguments.number("--pairs", 600);
    print("nine parts of a drug's own record, one of a class compound",
          nine_to_one(library, sums_of(library, nist, false), threads, pairs), sets);
    print("nine parts of a drug as NIST measured it, one of a class compound",
          nine_to_one(library, sums_of(library, nist, true), threads, pairs), sets);
    const auto samples = held_by(library, nist);
    print("one compound as NIST measured it, that the library holds",
          one_compound(library, samples, threads), sets);
    for (const int ratio : {1, 2, 3, 5, 9, 20}) {
      const std::string title =
          "two such compounds, " + std::to_string(ratio) + " to 1, base peak by base peak";
      print(title.c_str(), two_compounds(library, samples, ratio, threads), sets);
    }
  }
  if (const std::string to = arguments.text("--json", ""); !to.empty()) {
    Json json;
    for (const auto& [name, value] : measured_with) json["environment"][name] = value;
    json["sets"] = std::move(sets);
    std::ofstream file(to);
    file << json.dump(1) << "\n";
    if (!file.flush()) throw Error(ErrorKind::input, to + ": it cannot be written");
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("whole_reports", [&] { return run(count, words); });
}
