#include "tools/train/calibration_trials.h"

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <set>

#include "engine/chemistry/structure.h"
#include "engine/identify/compound_classes.h"
#include "engine/parallel.h"
#include "engine/search/search.h"
#include "tools/starter_library/tab_file.h"
#include "tools/train/class_samples.h"

namespace basepeak::train {

namespace {

constexpr std::size_t kLookedAt =
    1000;                            // hits of a search, of which the withheld ones are taken out
constexpr std::size_t kDepth = 100;  // hits that are left to a trial, as to a run's component
constexpr std::size_t kMostCompounds = 30;

// The contributor: what follows the last comma of "SWGDRUG MS library 3.9, SWGDRUG/Cayman".
std::string laboratory_of(const std::string& source) {
  const std::size_t comma = source.rfind(", ");
  return comma == std::string::npos ? source : source.substr(comma + 2);
}

bool is_labelled(const std::string& name) {
  static const std::regex label("[- ]d[0-9]+", std::regex::icase);
  return std::regex_search(name, label);
}

bool fits_formula(const LibraryRecord& record) {
  constexpr double kMostAbove = 0.02;
  if (!record.monoisotopic_mass) return true;
  double above = 0.0;
  for (std::size_t i = 0; i < record.peaks.size(); ++i) {
    if (record.peaks.mz()[i] > *record.monoisotopic_mass + 2.5) {
      above += record.peaks.intensity()[i];
    }
  }
  return above <= kMostAbove * record.peaks.total();
}

std::map<std::string, std::string> labels_of(const std::filesystem::path& path) {
  std::map<std::string, std::string> labels;
  for (const auto& row : starter::read_tab_file(path, {"inchikey14", "class"})) {
    labels.emplace(row.cell.at("inchikey14"), row.cell.at("class"));
  }
  return labels;
}

// The records that take part, with who measured them.
struct Records {
  std::vector<bool> takes_part;
  std::vector<std::string> laboratory, family;
  std::map<std::string, std::set<std::string>, std::less<>> laboratories;  // by compound
};

Records records_of(const Library& library, const TrialSettings& settings) {
  std::map<std::string, std::string, std::less<>> family_of;
  for (const std::string& family : settings.families) {
    for (const ClassSample& sample : read_reference_spectra(settings.spectra, {family})) {
      family_of.emplace(sample.accession, family);
    }
  }
  Records records;
  records.takes_part.resize(library.size());
  records.laboratory.resize(library.size());
  records.family.resize(library.size());
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    const auto family = family_of.find(library.id(i));
    if (family == family_of.end() || library.inchikey(i).empty()) continue;
    const LibraryRecord record = library.record(i);
    if (is_labelled(record.name) || !fits_formula(record)) continue;
    records.takes_part[i] = true;
    records.family[i] = family->second;
    records.laboratory[i] = laboratory_of(record.source);
    records.laboratories[std::string(compound_of(library, i))].insert(records.laboratory[i]);
  }
  return records;
}

std::vector<TrialSample> samples_of(const Library& library, const Records& records,
                                    const TrialSettings& settings) {
  const auto labels = labels_of(settings.spectra / "compounds.tsv");
  const auto label_of = [&](const std::string& compound) {
    const auto at = labels.find(compound);
    return at == labels.end() ? std::string() : at->second;
  };
  std::vector<TrialSample> samples;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (!records.takes_part[i] ||
        std::ranges::find(settings.asked, records.family[i]) == settings.asked.end()) {
      continue;
    }
    LibraryRecord record = library.record(i);
    const std::string compound(compound_of(library, i));
    samples.push_back({compound, record.name, record.id, records.laboratory[i], records.family[i],
                       label_of(compound), record.isomer_key, record.compound_class,
                       std::move(record.peaks)});
  }
  if (settings.nist.empty()) return samples;
  std::map<std::string, std::string> smiles_of;
  for (const auto& row :
       starter::read_tab_file(settings.starter / "compounds.tsv", {"inchikey", "smiles"})) {
    smiles_of.emplace(row.cell.at("inchikey").substr(0, 14), row.cell.at("smiles"));
  }
  for (ClassSample& nist : read_nist_spectra(settings.nist, settings.starter)) {
    if (nist.compound.starts_with("nist/")) continue;  // what it is stands nowhere
    const std::string label = label_of(nist.compound);
    const auto smiles = smiles_of.find(nist.compound);
    samples.push_back({nist.compound, nist.name, nist.accession, "NIST", "nist",
                       label.empty() ? nist.label : label,
                       smiles == smiles_of.end() ? "" : isomer_key(smiles->second),
                       smiles == smiles_of.end() ? "" : class_of_structure(smiles->second),
                       std::move(nist.peaks)});
  }
  return samples;
}

bool is_passed_over(const Library& library, const Records& records, const TrialSample& sample,
                    Withheld withheld, std::uint32_t record) {
  if (!records.takes_part[record] || library.id(record) == sample.accession) return true;
  const bool is_own = records.laboratory[record] == sample.laboratory;
  const bool is_compound = compound_of(library, record) == sample.compound;
  switch (withheld) {
    case Withheld::compound: return is_compound;
    case Withheld::compound_and_laboratory: return is_compound || is_own;
    case Withheld::own_records:
      return is_compound && (is_own || library.peaks(record) == sample.peaks);
    case Withheld::laboratory: break;
  }
  return is_own || (is_compound && library.peaks(record) == sample.peaks);
}

std::optional<Trial> trial_of(const Library& library, const Records& records,
                              const std::vector<TrialSample>& samples, std::size_t index,
                              Withheld withheld, const std::vector<Match>& hits) {
  const TrialSample& sample = samples[index];
  const auto measured = records.laboratories.find(sample.compound);
  const bool is_elsewhere = measured != records.laboratories.end() &&
                            std::ranges::any_of(measured->second, [&](const std::string& lab) {
                              return lab != sample.laboratory;
                            });
  if (holds_compound(withheld) && !is_elsewhere) return std::nullopt;
  std::vector<Match> left;
  for (const Match& hit : hits) {
    if (left.size() == kDepth) break;
    if (!is_passed_over(library, records, sample, withheld, hit.record)) left.push_back(hit);
  }
  Query query;
  query.peaks = sample.peaks;
  Trial trial{index, withheld, facts_of(sample.peaks), {}, {}};
  trial.evidence =
      compound_evidence(query, left, library, SearchSettings{}.unit_mass_rule, kMostCompounds);
  if (trial.evidence.empty()) return std::nullopt;
  for (std::size_t e = 0; e < trial.evidence.size(); ++e) {
    if (trial.evidence[e].compound == sample.compound) trial.truth = e;
  }
  return trial;
}

}  // namespace

const char* name(Withheld withheld) noexcept {
  switch (withheld) {
    case Withheld::laboratory: return "laboratory withheld";
    case Withheld::own_records: return "own records withheld";
    case Withheld::compound_and_laboratory: return "compound and laboratory withheld";
    case Withheld::compound: return "compound withheld";
  }
  return "";
}

TrialSet make_trials(const Library& library, const TrialSettings& settings) {
  const Records records = records_of(library, settings);
  TrialSet set;
  set.samples = samples_of(library, records, settings);
  const auto backend = make_cpu_backend(library);
  SearchSettings search_settings;
  search_settings.top = kLookedAt;
  std::vector<std::array<std::optional<Trial>, kWithheld>> made(set.samples.size());
  parallel_for(set.samples.size(), settings.threads, [&](std::size_t i) {
    Query query;
    query.peaks = set.samples[i].peaks;
    query.acquisition.ionisation = Ionisation::ei;
    const Matches matches =
        search(std::span(&query, 1), library, *backend, search_settings, 1).front();
    for (std::size_t w = 0; w < kWithheld; ++w) {
      made[i][w] =
          trial_of(library, records, set.samples, i, static_cast<Withheld>(w), matches.hits);
    }
  });
  for (auto& trials : made) {
    for (auto& trial : trials) {
      if (trial) set.trials.push_back(std::move(*trial));
    }
  }
  return set;
}

bool is_drug(const std::string& label) {
  return !label.empty() && label != "background" && label != "cutting_agent";
}

bool is_fentanyl(const std::string& label) {
  return label == "fentanyl" || label == "fentanyl_precursor";
}

}  // namespace basepeak::train
