#include "tools/cli/library_verb.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <thread>

#include "engine/error.h"
#include "engine/library/library.h"
#include "engine/read/spectrum_text.h"
#include "libraries/compile.h"
#include "libraries/interchange/json_text.h"
#include "libraries/interchange/msp_import.h"
#include "libraries/store/record_text.h"
#include "libraries/store/store.h"
#include "tools/cli/console_text.h"
#include "tools/cli/library_predict_verb.h"
#include "tools/cli/not_empty.h"
#include "tools/cli/now_utc.h"
#include "tools/cli/output_file.h"

namespace basepeak {
namespace {

// Says on stderr how far a step is and what time it still needs, once it has taken two seconds.
class ProgressLine {
 public:
  explicit ProgressLine(const std::string& step) : step_(console_text(step)) {}
  ~ProgressLine() {
    if (is_shown_) std::cerr << '\n';
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void tell(std::size_t done, std::size_t total) {
    using Seconds = std::chrono::duration<double>;
    const auto now = std::chrono::steady_clock::now();
    const double spent = Seconds(now - begin_).count();
    if (spent < 2.0 || done == 0 || Seconds(now - told_).count() < 0.5) return;
    told_ = now;
    is_shown_ = true;
    std::cerr << '\r' << step_ << ": " << done;
    if (total >= done) {
      const double left = spent / static_cast<double>(done) * static_cast<double>(total - done);
      std::cerr << " of " << total << ", " << static_cast<long>(left + 0.5) << " s left";
    }
    std::cerr << "   " << std::flush;
  }

 private:
  std::string step_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point told_{};
  bool is_shown_ = false;
};

constexpr const char* kUnreadableFile = "unreadable-file";

// Tabs and line breaks would break a row, and a terminal obeys other control characters.
std::string cell(std::string text) {
  for (char& c : text) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return console_text(text);
}

void print(const ImportReport& report, bool every_finding) {
  const std::string file = console_text(report.file.string());
  if (report.findings.size() == 1 && report.findings.front().code == kUnreadableFile) {
    std::cout << "file\t" << file << "\nunreadable\t" << cell(report.findings.front().sentence)
              << '\n';
    return;
  }
  std::cout << "file\t" << file << "\nread\t" << report.read << "\nimported\t" << report.imported
            << "\nrefused\t" << report.refused << '\n';
  std::map<std::string, std::size_t> flagged;
  for (const Finding& finding : report.findings) {
    if (!finding.refuses) ++flagged[finding.code];
    if (!finding.refuses && !every_finding) continue;
    std::cout << (finding.refuses ? "refused\t" : "flagged\t") << file << ':' << finding.line
              << '\t' << cell(finding.record) << '\t' << finding.code << '\t'
              << cell(finding.sentence) << '\n';
  }
  for (const auto& [code, count] : flagged) std::cout << "flag\t" << code << '\t' << count << '\n';
  for (const auto& field : report.ignored_fields) {
    std::cout << "ignored_field\t" << cell(field.name) << '\t' << field.count << "\tfirst at line "
              << field.first_line << '\n';
  }
}

std::size_t records_in(const std::filesystem::path& file) {
  // A second pass to know the total is worth its time only where the import takes a while.
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(file, error);
  if (error || bytes < 200'000) return 0;
  std::size_t count = 0;
  read_spectrum_text(file, [&](TextRecord&&) { ++count; });
  return count;
}

struct Choices {
  std::string store;
  std::vector<std::string> files;
  std::string id;
  std::string output;
  std::string name;
  std::string ionisation = word(Ionisation::unknown);
  bool json = false;
  bool every_finding = false;
  std::size_t threads = 0;
};

void run_import(const Choices& choices, int& exit_code) {
  Store store = Store::open(choices.store);
  std::vector<ImportReport> reports;
  std::string failure;
  for (const std::string& file : choices.files) {
    try {
      const std::size_t total = records_in(file);
      ProgressLine line("importing " + file);
      reports.push_back(import_spectra(
          file, store, now_utc(), [&](std::size_t done) { line.tell(done, total); },
          ionisation_of(choices.ionisation)));
    } catch (const Error& problem) {
      if (problem.kind() != ErrorKind::input) throw;
      // One unreadable file does not keep the others out.
      reports.push_back({file, 0, 0, 0, {{kUnreadableFile, 0, "", problem.what(), true}}, {}});
      exit_code = 1;
    }
    if (reports.back().refused > 0) exit_code = 1;
    if (!choices.json) print(reports.back(), choices.every_finding);
  }
  if (choices.json) std::cout << to_json(reports);
}

void run_list(const Choices& choices) {
  const auto records = Store::open(choices.store).list();
  if (choices.json) {
    std::cout << to_json(records);
    return;
  }
  std::cout << "id\tname\tformula\tinchikey\tionisation\tms_level\tflags\n";
  for (const Store::Summary& record : records) {
    std::cout << cell(record.id) << '\t' << cell(record.name) << '\t' << record.formula << '\t'
              << record.inchikey << '\t' << word(record.ionisation) << '\t' << record.ms_level
              << '\t' << record.flags << '\n';
  }
}

void run_show(const Choices& choices) {
  const auto record = Store::open(choices.store).get(choices.id);
  if (!record) {
    throw Error(ErrorKind::input, choices.store + ": has no record '" + choices.id +
                                      "'; 'basepeak library list' names them all");
  }
  if (choices.json) {
    std::cout << to_json(*record);
    return;
  }
  const auto row = [](const char* field, const std::string& value) {
    if (!value.empty()) std::cout << field << '\t' << cell(value) << '\n';
  };
  const auto number_row = [](const char* field, const std::optional<double>& value) {
    if (value) std::cout << field << '\t' << *value << '\n';
  };
  const auto precision = std::cout.precision(10);
  row("id", record->id);
  row("name", record->name);
  for (const std::string& synonym : record->synonyms) row("synonym", synonym);
  row("formula", record->formula);
  number_row("monoisotopic_mass", record->monoisotopic_mass);
  row("smiles", record->smiles);
  row("inchikey", record->inchikey);
  row("cas", record->cas);
  row("ionisation", word(record->acquisition.ionisation));
  std::cout << "ms_level\t" << record->acquisition.ms_level << '\n';
  number_row("precursor_mz", record->acquisition.precursor_mz);
  row("adduct", record->acquisition.adduct);
  row("energy", record->acquisition.energy);
  number_row("retention_s", record->acquisition.retention_s);
  for (const ReferenceIndex& index : record->retention_indices) {
    std::cout << "retention_index\t" << index.value_ri << '\t' << cell(index.column) << '\t';
    if (index.uncertainty_ri) std::cout << *index.uncertainty_ri;
    std::cout << '\n';
  }
  row("instrument", record->instrument);
  row("instrument_type", record->instrument_type);
  row("origin", word(record->origin));
  row("source", record->source);
  row("licence", record->licence);
  row("citation", record->citation);
  row("comment", record->comment);
  for (const std::string& flag : record->flags) row("flag", flag);
  std::cout << "peaks\t" << record->peaks.size() << '\n' << peaks_to_text(record->peaks);
  std::cout.precision(precision);
}

void run_build(const Choices& choices) {
  Store store = Store::open(choices.store);
  if (store.list().empty()) {
    throw Error(ErrorKind::input, choices.store +
                                      ": the store holds no record, and a library of none would "
                                      "find nothing; 'basepeak library import' adds records");
  }
  const std::size_t threads =
      choices.threads > 0 ? choices.threads : std::max(1U, std::thread::hardware_concurrency());
  const std::string name =
      choices.name.empty() ? std::filesystem::path(choices.store).stem().string() : choices.name;
  {
    InputFiles inputs;
    inputs.add(choices.store);
    inputs.check_output(choices.output);
    ProgressLine line("reading structures");
    compile_library(store, choices.output, name, threads,
                    [&](std::size_t done, std::size_t total) { line.tell(done, total); });
  }
  const Library library = Library::open(choices.output);
  std::cout << "file\t" << cell(choices.output) << "\nname\t" << library.name() << "\nrecords\t"
            << library.size() << "\nchecksum\t" << library.checksum() << '\n';
  std::size_t idle = 0;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (library.ionisation(i) != Ionisation::ei && library.ms_level(i) < 2) ++idle;
  }
  if (idle > 0) {
    std::cout << "not_searched\t" << idle
              << "\tneither EI nor MS/MS: no search compares them ('library list' shows which)\n";
  }
}

}  // namespace

void add_library_verb(CLI::App& app, int& exit_code) {
  const auto choices = std::make_shared<Choices>();
  CLI::App* verb = app.add_subcommand(
      "library", "Keep reference spectra and build the library that searches read");
  verb->require_subcommand(1);
  verb->footer(
      "Example:\n  basepeak library new lab.store && basepeak library import lab.store mine.msp && "
      "basepeak library build lab.store -o lab.bplib");
  const auto subverb = [&](const char* name, const char* what, const char* example) {
    CLI::App* made = verb->add_subcommand(name, what);
    made->add_option("STORE", choices->store, "the maintained library, one SQLite file")
        ->required()
        ->check(not_empty());
    made->footer(std::string("Example:\n  basepeak library ") + example);
    return made;
  };

  subverb("new", "Make an empty store", "new lab.store")->callback([choices] {
    static_cast<void>(Store::create(choices->store));
    std::cout << "store\t" << cell(choices->store) << '\n';
  });

  CLI::App* importing =
      subverb("import", "Add the records of MSP, MGF or JCAMP-DX files, plain or gzip",
              "import lab.store mine.msp theirs.msp.gz");
  importing->add_option("FILE", choices->files, "files of reference spectra")->required();
  importing
      ->add_option("--ionisation", choices->ionisation,
                   "ei or esi: of records that state none; without it such a record is taken as EI "
                   "where nothing speaks against it, and flagged")
      ->check(CLI::IsMember({"ei", "esi"}));
  importing->add_flag("--findings", choices->every_finding,
                      "list every flag, not only how many there are of each code");
  importing->add_flag("--json", choices->json, "print everything as JSON");
  importing->callback([choices, &exit_code] { run_import(*choices, exit_code); });

  CLI::App* list = subverb("list", "Name every record", "list lab.store");
  list->add_flag("--json", choices->json, "print as JSON");
  list->callback([choices] { run_list(*choices); });

  CLI::App* show =
      subverb("show", "Print one record with its peaks and what was found wrong with it",
              "show lab.store SWG39-1096");
  show->add_option("ID", choices->id, "the record's id, as 'library list' prints it")->required();
  show->add_flag("--json", choices->json, "print as JSON");
  show->callback([choices] { run_show(*choices); });

  CLI::App* build = subverb("build", "Write the compiled library that searches read",
                            "build lab.store -o lab.bplib --name \"Our library\"");
  build->add_option("-o,--output", choices->output, "the file to write, .bplib")
      ->required()
      ->check(not_empty());
  build->add_option("--name", choices->name,
                    "the library's name in reports; the store's file name if not given");
  build->add_option("-j,--threads", choices->threads,
                    "threads; as many as the machine has if not given");
  build->callback([choices] { run_build(*choices); });

  add_library_predict_verb(*verb, exit_code);
}  // namespace basepeak

}  // namespace basepeak
