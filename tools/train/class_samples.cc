#include "tools/train/class_samples.h"

#include <cmath>
#include <map>
#include <regex>

#include "engine/error.h"
#include "engine/read/spectrum_text.h"
#include "engine/sha256.h"
#include "tools/starter_library/nist_replicates.h"
#include "tools/starter_library/tab_file.h"

namespace basepeak::train {

namespace {

namespace fs = std::filesystem;

struct Compound {
  std::string label;
  std::optional<FentanylSites> sites;
};

std::map<std::string, Compound> read_compounds(const fs::path& path) {
  std::map<std::string, Compound> compounds;
  for (const auto& row : starter::read_tab_file(path, {"inchikey14", "smiles", "class"})) {
    Compound compound{row.cell.at("class"), {}};
    const bool is_related = compound.label.starts_with("fentanyl");
    const std::string& smiles = row.cell.at("smiles");
    if (is_related && !smiles.empty()) compound.sites = fentanyl_sites(smiles);
    compounds.emplace(row.cell.at("inchikey14"), compound);
  }
  return compounds;
}

// "Fentanyl-d5": labelled compounds have other masses than their formulas say.
bool is_labelled(const std::string& name) {
  static const std::regex label("-d[0-9]+");
  return std::regex_search(name, label);
}

}  // namespace

std::vector<ClassSample> read_reference_spectra(const fs::path& spectra,
                                                const std::vector<std::string>& families) {
  const auto compounds = read_compounds(spectra / "compounds.tsv");
  std::vector<ClassSample> samples;
  for (const std::string& family : families) {
    read_spectrum_text(spectra / ("ei_" + family + ".msp.gz"), [&](TextRecord&& record) {
      ClassSample sample;
      const std::string key(record.value("InChIKey"));
      sample.accession = record.value("DB#");
      sample.name = record.value("Name");
      sample.compound = key.empty() ? sample.name : key.substr(0, key.find('-'));
      sample.family = family;
      const auto compound = compounds.find(sample.compound);
      if (compound != compounds.end()) {
        sample.label = compound->second.label;
        sample.sites = compound->second.sites;
      } else {
        sample.label = record.value("Class");
      }
      std::vector<float> intensity(record.intensity.begin(), record.intensity.end());
      sample.peaks = Peaks::from_unsorted(record.mz, intensity);
      if (sample.peaks.base_intensity() > 0.0F && !is_labelled(sample.name))
        samples.push_back(std::move(sample));
    });
  }
  return samples;
}

std::vector<ClassSample> read_nist_spectra(const fs::path& folder, const fs::path& starter_folder) {
  constexpr std::size_t kReplicates = 2;
  std::map<std::string, starter::TabRow> compounds;
  for (const auto& row : starter::read_tab_file(starter_folder / "compounds.tsv",
                                                {"compound", "smiles", "inchikey"})) {
    compounds.emplace(row.cell.at("compound"), row);
  }
  std::map<std::string, std::string> compound_of;
  for (const auto& row :
       starter::read_tab_file(starter_folder / "sources.tsv", {"compound", "source"})) {
    compound_of.emplace(row.cell.at("source"), row.cell.at("compound"));
  }
  std::vector<ClassSample> samples;
  for (const std::string set : {"CM1", "CM2", "CM3", "Isomers"}) {
    for (int number = 1; number < 100; ++number) {
      const std::string digits = (number < 10 ? "0" : "") + std::to_string(number);
      const std::string source = "nist/" + set + "/" + digits;
      if (!fs::exists(folder / set / (digits + "-01.txt"))) continue;
      ClassSample sample;
      sample.family = "nist";
      sample.compound = source;
      sample.name = source;
      sample.label = "nist " + set;
      const auto named = compound_of.find(source);
      if (named != compound_of.end()) {
        const auto& cell = compounds.at(named->second).cell;
        const std::string key = cell.at("inchikey");
        sample.compound = key.substr(0, key.find('-'));
        sample.name = named->second;
        if (set == "CM1" || set == "Isomers") sample.sites = fentanyl_sites(cell.at("smiles"));
      } else if (set == "CM1" || set == "Isomers") {
        continue;  // what it is stands nowhere
      }
      if (sample.sites) sample.label = "fentanyl";
      const auto replicates = starter::read_nist_replicates(folder, source);
      for (std::size_t i = 0; i < std::min(kReplicates, replicates.spectra.size()); ++i) {
        sample.peaks = replicates.spectra[i];
        sample.accession = replicates.accessions[i];
        samples.push_back(sample);
      }
    }
  }
  return samples;
}

void weigh_by_compound(std::vector<ClassSample>& samples) {
  std::map<std::string, double> count;
  for (const ClassSample& sample : samples) count[sample.compound] += 1.0;
  for (ClassSample& sample : samples) sample.weight = 1.0 / std::sqrt(count[sample.compound]);
}

std::size_t fold_of(const std::string& compound, std::size_t folds, const std::string& seed) {
  const std::string text = seed + compound;
  const std::string hash = sha256_hex(std::as_bytes(std::span(text.data(), text.size())));
  return std::stoul(hash.substr(0, 7), nullptr, 16) % folds;
}

}  // namespace basepeak::train
