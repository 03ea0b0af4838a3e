#include "tools/cli/library_predict_verb.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "engine/error.h"
#include "engine/predict/asked_molecule.h"
#include "libraries/store/store.h"
#include "tools/cli/console_text.h"
#include "tools/cli/not_empty.h"
#include "tools/cli/now_utc.h"
#include "tools/cli/predictor.h"

namespace basepeak {
namespace {

struct Options {
  std::string store;
  std::string structures;
  PredictorOptions predictor;
};

// The store's compounds that have a structure and no spectrum of the kind, measured or predicted;
// the first record by id names them.
std::vector<AskedFor> without_spectrum(Store& store, bool is_ei) {
  std::map<std::string, AskedFor> by_compound;
  std::set<std::string> have;
  store.for_each([&](LibraryRecord&& record) {
    if (record.smiles.empty()) return;
    std::string compound;
    try {
      compound = compound_key(record.inchikey, record.smiles);
    } catch (const Error&) {
      return;  // no structure after all: there is nothing to predict from
    }
    const Acquisition& acquisition = record.acquisition;
    const bool is_of_kind =
        is_ei ? acquisition.ionisation == Ionisation::ei && acquisition.ms_level == 1
              : acquisition.ionisation == Ionisation::esi && acquisition.ms_level > 1 &&
                    acquisition.polarity != Polarity::negative;
    if (is_of_kind) have.insert(compound);
    by_compound.try_emplace(compound,
                            AskedFor{record.id, record.smiles, name_without_mark(record.name)});
  });
  std::vector<AskedFor> wanted;
  for (auto& [compound, asked] : by_compound)
    if (!have.contains(compound)) wanted.push_back(std::move(asked));
  return wanted;
}

void run(const Options& options, int& exit_code) {
  Store store = Store::open(options.store);
  const bool is_own = options.structures.empty();
  std::vector<AskedFor> own;
  std::optional<MoleculeFile> list;
  if (is_own) {
    own = without_spectrum(store, options.predictor.ionisation == "ei");
  } else {
    list.emplace(options.structures);
  }
  std::size_t asked_for = 0;
  const auto next = [&]() -> std::optional<AskedFor> {
    std::optional<AskedFor> taken;
    if (list) {
      taken = list->next();
    } else if (asked_for < own.size()) {
      taken = own[asked_for];
    }
    if (taken) ++asked_for;
    return taken;
  };
  const Predictor predictor(options.predictor);
  std::size_t added = 0;
  std::size_t known = 0;
  std::size_t refused = 0;
  std::size_t same = 0;
  std::map<std::string, std::string> added_for;  // ids of this run, and what was asked for
  Store::Batch batch = store.begin();
  predictor.predict(next, [&](const AskedFor& asked, const std::optional<Prediction>& made,
                              const std::string& failure) {
    if (!made) {
      ++refused;
      std::cout << "refused\t" << console_text(asked.where) << '\t' << console_text(failure)
                << '\n';
      return;
    }
    const LibraryRecord record = record_of(*made);
    if (const auto first = added_for.find(record.id); first != added_for.end()) {
      ++same;
      std::cout << "same_compound\t" << console_text(asked.where) << '\t' << record.id << "\tas "
                << console_text(first->second) << '\n';
      return;
    }
    if (batch.get(record.id)) {
      ++known;
      std::cout << "already_in_store\t" << console_text(asked.where) << '\t' << record.id << '\n';
      return;
    }
    batch.add(record);
    ++added;
    added_for.emplace(record.id, asked.where);
    std::cout << "predicted\t" << console_text(asked.where) << '\t' << record.id << '\t'
              << made->grade << '\n';
  });
  if (added > 0) batch.commit(now_utc(), "predicted " + std::to_string(added) + " spectra");
  std::cout << "asked\t" << asked_for << "\nadded\t" << added << "\nsame_compound\t" << same
            << "\nalready_in_store\t" << known << "\nrefused\t" << refused << '\n';
  if (refused > 0) exit_code = 1;
}

}  // namespace

void add_library_predict_verb(CLI::App& library_verb, int& exit_code) {
  auto options = std::make_shared<Options>();
  options->predictor.threads = std::max(1U, std::thread::hardware_concurrency());
  CLI::App* verb = library_verb.add_subcommand(
      "predict", "Add predicted spectra, marked as such, of structures to a store");
  verb->add_option("STORE", options->store, "the maintained library, one SQLite file")
      ->required()
      ->check(not_empty());
  verb->add_option("--structures", options->structures,
                   "file of one 'SMILES name' a line; without it the store's own structures that "
                   "have no spectrum of this ionisation")
      ->check(not_empty());
  add_predictor_options(*verb, options->predictor);
  verb->footer(
      "Example:\n  basepeak library predict lab.store --structures analogues.smi --library "
      "swgdrug.bplib\n"
      "The records are of origin 'predicted' and named '[PREDICTED] ...': a match to one is never "
      "an identification. Salts of one molecule are one compound: the first of a list is added.");
  verb->callback([options, &exit_code] { run(*options, exit_code); });
}

}  // namespace basepeak
