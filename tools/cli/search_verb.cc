#include "tools/cli/search_verb.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/chemistry/inchi_key.h"
#include "engine/error.h"
#include "engine/library/library.h"
#include "engine/method_limits.h"
#include "engine/read/run.h"
#include "engine/search/prepared.h"
#include "engine/search/search_by_origin.h"
#include "tools/cli/choose_backend.h"
#include "tools/cli/console_text.h"
#include "tools/cli/not_empty.h"
#include "tools/cli/open_library.h"
#include "tools/cli/output_file.h"
#include "tools/cli/read_queries.h"
#include "tools/cli/record_filter_options.h"
#include "tools/cli/search_output.h"
#include "tools/cli/starter_path.h"

namespace basepeak {

namespace {

struct Options {
  std::string spectra;
  std::string library;
  std::string score = name(SearchSettings{}.score);
  std::optional<std::string> precursor_tolerance;
  std::optional<std::string> peak_tolerance;
  std::optional<std::string> unit_mass_rule;
  std::optional<std::string> stein_scott;
  std::string rank_by = "score";
  std::string by = "record";
  std::string backend = "cpu";
  std::string output;
  std::optional<std::string> mass;
  std::optional<std::string> threshold;
  SearchSettings settings;
  RecordFilterOptions filter;
  std::size_t threads = 1;
  bool is_json = false;
};

// A finite number from 0 to `highest`. Throws Error{usage} naming the option.
double number_of(const char* option, const std::string& text, double highest) {
  double value = 0.0;
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number =
      status == std::errc{} && rest == text.data() + text.size() && !text.empty();
  if (!is_number || !(value >= 0.0 && value <= highest)) {
    throw Error(ErrorKind::usage, std::string(option) + ": '" + text.substr(0, 40) +
                                      "' is not a number from 0 to " +
                                      std::to_string(static_cast<int>(highest)));
  }
  return value;
}

// An option that the score does not use would change nothing, and its user would not know.
void refuse_unused(const Options& options, Score score) {
  const auto refuse = [&](bool is_given, const char* option, const char* use) {
    if (is_given) {
      throw Error(ErrorKind::usage,
                  std::string(option) + " is for " + use + "; " + name(score) + " does not use it");
    }
  };
  refuse(!is_cosine(score) && options.settings.linear_intensity, "--linear", "MS/MS cosines");
  refuse(is_ei(score) && options.peak_tolerance.has_value(), "--peak-tolerance", "MS/MS scores");
  refuse(is_ei(score) && options.settings.keep_precursor_peaks, "--keep-precursor-peaks",
         "MS/MS scores");
  refuse(!is_ei(score) && options.unit_mass_rule.has_value(), "--unit-mass-rule", "EI scores");
  refuse(options.mass && !uses_molecular_mass(score), "--mass", "ei-hybrid and ei-neutral-loss");
  refuse(options.stein_scott && score != Score::ei_stein_scott, "--stein-scott-weights",
         "ei-stein-scott");
}

SearchSettings settings_of(const Options& options) {
  SearchSettings settings = options.settings;
  settings.score = parse_score(options.score);
  refuse_unused(options, settings.score);
  if (options.mass) settings.query_mass = number_of("--mass", *options.mass, kHighestMz);
  if (settings.query_mass && *settings.query_mass < 1.0) {
    throw Error(ErrorKind::usage, "--mass: a molecule has a mass of at least 1");
  }
  if (options.threshold) {
    settings.threshold = number_of("--threshold (--minimum-score)", *options.threshold,
                                   highest_score(settings.score));
  }
  settings.unit_mass_rule =
      options.unit_mass_rule == "amdis" ? UnitMassRule::amdis : UnitMassRule::ms_search;
  if (options.peak_tolerance) settings.peak_tolerance = Tolerance::parse(*options.peak_tolerance);
  if (options.precursor_tolerance) {
    if (is_ei(settings.score)) {
      throw Error(ErrorKind::usage, std::string("--precursor-tolerance: ") + options.score +
                                        " compares EI spectra, which have no precursor");
    }
    settings.precursor_tolerance = Tolerance::parse(*options.precursor_tolerance);
  }
  if (options.stein_scott) {
    settings.stein_scott = parse_stein_scott(*options.stein_scott);
  }
  if (options.rank_by == "reverse") {
    if (!has_reverse(settings.score)) {
      throw Error(ErrorKind::usage, "--rank-by reverse: " + options.score +
                                        " has no reverse score; EI scores and cosines do");
    }
    settings.rank_by = RankBy::reverse_score;
  }
  return settings;
}

// The best record of each compound (first block of the InChIKey); a record without a key is a
// compound of its own.
std::vector<Match> best_of_each_compound(const std::vector<Match>& hits, const Library& library) {
  std::vector<Match> best;
  std::set<std::string, std::less<>> seen;
  for (const Match& hit : hits) {
    const std::string_view key = library.inchikey(hit.record);
    const bool is_new = key.empty() || seen.insert(std::string(inchi_key_connectivity(key))).second;
    if (is_new) best.push_back(hit);
  }
  return best;
}

// As many records as hold `top` compounds: asks for more until there are enough or no more.
std::vector<Matches> search_compounds(std::span<const Query> queries, const Library& library,
                                      const Backend& backend, const SearchSettings& settings,
                                      std::size_t threads) {
  SearchSettings wider = settings;
  wider.top = settings.top * 4;
  std::vector<Matches> results = search_by_origin(queries, library, backend, wider, threads);
  for (std::size_t q = 0; q < queries.size(); ++q) {
    SearchSettings widest = wider;
    std::vector<Match> best = best_of_each_compound(results[q].hits, library);
    while (best.size() < settings.top && results[q].hits.size() >= widest.top &&
           widest.top < library.size()) {
      widest.top *= 4;
      results[q] = search_by_origin(queries.subspan(q, 1), library, backend, widest, 1).front();
      best = best_of_each_compound(results[q].hits, library);
    }
    keep_first_of_each(library, settings.top, best);
    results[q].hits = std::move(best);
  }
  return results;
}

void list(const char* kind, const std::vector<Skipped>& items) {
  for (const Skipped& item : items) {
    std::fprintf(stderr, "%s: %s: %s\n", kind, console_text(item.where).c_str(),
                 console_text(item.why).c_str());
  }
}

void write(const std::string& text, const std::string& output) {
  if (output.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return;
  }
  write_whole(output, text);
}

// What instruments write is no file of spectra, and another verb's input.
void refuse_run(const std::string& path) {
  std::unique_ptr<Run> run;
  try {
    run = open_run(path);
  } catch (const Error&) {
    return;  // not a run either: reading it as spectra says what is wrong with it
  } catch (const std::filesystem::filesystem_error&) {
    return;
  }
  const RunHeader& header = run->header();
  if (!header.is_spectrum_collection && !header.format.starts_with("JCAMP")) {
    throw Error(ErrorKind::input, path + ": is a run (" + header.format +
                                      "), not a file of spectra: 'basepeak identify' takes runs");
  }
}

void run_search(const Options& options, int& exit_code) {
  SearchSettings settings = settings_of(options);
  if (!options.output.empty()) {
    InputFiles inputs;
    inputs.add(options.spectra);
    inputs.add(options.library.empty() ? starter_library_path()
                                       : std::filesystem::path(options.library));
    inputs.check_output(options.output);
  }
  refuse_run(options.spectra);
  const Library library = open_library(options.library);
  if (RecordFilter filter = options.filter.filter(library, settings.score); !filter.empty()) {
    settings.admitted = std::make_shared<const AdmittedRecords>(library, std::move(filter));
  }
  const std::unique_ptr<Backend> backend = choose_backend(options.backend, library);
  const QueryFile file = read_queries(options.spectra, settings.score);
  list("remark", file.remarks);
  list("not searched", file.failed);

  const std::vector<Matches> matches =
      options.by == "compound"
          ? search_compounds(file.queries, library, *backend, settings, options.threads)
          : search_by_origin(file.queries, library, *backend, settings, options.threads);
  if (options.backend != "cpu") {
    std::fprintf(stderr, "searched by: %s\n", console_text(backend->name()).c_str());
  }
  for (std::size_t q = 0; q < matches.size(); ++q) {
    for (const std::string& note : matches[q].notes) {
      std::fprintf(stderr, "note: %s: %s\n", console_text(file.queries[q].name).c_str(),
                   console_text(note).c_str());
    }
  }
  write(options.is_json ? search_json(file.queries, matches, library)
                        : search_tsv(file.queries, matches, library, settings.score),
        options.output);
  if (!file.failed.empty()) exit_code = 1;
}

}  // namespace

void add_search_verb(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  options->threads = std::max(1U, std::thread::hardware_concurrency());
  CLI::App* verb = app.add_subcommand("search", "Search a file of spectra in a library");
  verb->add_option("SPECTRA", options->spectra, "spectra: MSP, MGF or JCAMP-DX, plain or gzip")
      ->required()
      ->check(not_empty());
  verb->add_option("--library", options->library,
                   "compiled library (.bplib); without it the starter library")
      ->check(not_empty());
  verb->add_option("--score", options->score, score_names())->capture_default_str();
  verb->add_option("--top", options->settings.top, "hits a query")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
  verb->add_option("--threshold,--minimum-score", options->threshold,
                   "leave out hits below this score");
  verb->add_option("--stein-scott-weights", options->stein_scott,
                   "exponents of ei-stein-scott: nist-gc (the default), nist11-lc, massbank or "
                   "square-root");
  verb->add_option(
          "--rank-by", options->rank_by,
          "rank, and cut at the threshold, by the score or by its reverse, which leaves out "
          "peaks of the query that the record lacks: score or reverse")
      ->check(CLI::IsMember({"score", "reverse"}))
      ->capture_default_str();
  verb->add_option("--precursor-tolerance", options->precursor_tolerance,
                   "identity search: '10 mDa', '0.01 Da' or '10 ppm'; without it an open search");
  verb->add_option("--peak-tolerance", options->peak_tolerance,
                   "MS/MS peaks are the same within this; default 0.02 Da");
  verb->add_option("--mass", options->mass,
                   "nominal molecular mass of the queries, for ei-hybrid "
                   "and ei-neutral-loss");
  verb->add_option("--unit-mass-rule", options->unit_mass_rule,
                   "how EI m/z become unit masses: ms_search (the default) or amdis")
      ->check(CLI::IsMember({"ms_search", "amdis"}));
  verb->add_flag("--keep-precursor-peaks", options->settings.keep_precursor_peaks,
                 "keep MS/MS peaks above the precursor - 1.6 Da");
  verb->add_flag("--linear", options->settings.linear_intensity,
                 "MS/MS cosines on intensity instead of its square root");
  verb->add_flag("--exclude-self", options->settings.exclude_self,
                 "leave out records with the query's own name and peaks");
  verb->add_option("--by", options->by, "rows: every record, or the best record of each compound")
      ->check(CLI::IsMember({"record", "compound"}))
      ->capture_default_str();
  verb->add_option("--backend", options->backend,
                   "what searches: cpu, gpu:N, gpu:N,M for several cards, or auto for a GPU if "
                   "there is one; the answer is the same")
      ->check(is_backend())
      ->capture_default_str();
  verb->add_option("-j,--threads", options->threads, "queries searched at the same time")
      ->check(CLI::Range(1, 1024));
  verb->add_option("-o,--output", options->output, "file to write; without it standard output")
      ->check(not_empty());
  verb->add_flag("--json", options->is_json, "JSON instead of tab-separated text");
  options->filter.add_to(*verb);
  verb->footer(
      "Example:\n  basepeak search unknowns.msp --library swgdrug.bplib --score ei-hybrid\n"
      "Exit status: 0 every record searched, 1 some could not be (listed), 2 usage,\n"
      "3 library or device unusable.");
  verb->callback([options, &exit_code] { run_search(*options, exit_code); });
}

}  // namespace basepeak
