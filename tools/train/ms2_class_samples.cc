#include <cmath>
#include <map>
#include <utility>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/read/spectrum_text.h"
#include "engine/read/text_query.h"
#include "tools/starter_library/tab_file.h"
#include "tools/train/ms2_class_fit.h"

namespace basepeak::train {

namespace {

namespace fs = std::filesystem;

Query query_of(const TextRecord& record) {
  Query query;
  std::vector<std::string> problems;
  query.acquisition = acquisition_of(record, problems);
  query.acquisition.ionisation = Ionisation::esi;
  query.acquisition.ms_level = 2;
  query.peaks = Peaks::from_unsorted(
      record.mz, std::vector<float>(record.intensity.begin(), record.intensity.end()));
  return query;
}

}  // namespace

std::vector<Ms2ClassSample> read_ms2_spectra(const fs::path& spectra,
                                             const std::vector<std::string>& families) {
  std::map<std::string, std::pair<std::string, std::string>> compounds;  // label, SMILES
  for (const auto& row :
       starter::read_tab_file(spectra / "compounds.tsv", {"inchikey14", "class", "smiles"})) {
    compounds.emplace(row.cell.at("inchikey14"),
                      std::pair(row.cell.at("class"), row.cell.at("smiles")));
  }
  std::map<std::string, std::optional<FentanylSites>> sites_of;
  std::vector<Ms2ClassSample> samples;
  for (const std::string& family : families) {
    read_spectrum_text(spectra / ("esi_pos_ms2_" + family + ".msp.gz"), [&](TextRecord&& record) {
      Ms2ClassSample sample;
      sample.compound = record.value("InChIKey").substr(0, 14);
      const auto known = compounds.find(sample.compound);
      if (known == compounds.end() || record.mz.empty()) return;
      sample.name = record.value("Name");
      sample.accession = record.value("DB#");
      sample.family = family;
      sample.label = known->second.first;
      if (sample.label.starts_with("fentanyl")) {
        auto& sites = sites_of[sample.compound];
        if (!sites) sites = fentanyl_sites(known->second.second);
        if (!sites) return;
        sample.sites = sites;
      }
      sample.query = query_of(record);
      samples.push_back(std::move(sample));
    });
  }
  return samples;
}

std::vector<Ms2ClassSample> read_stress_spectra(const fs::path& file) {
  constexpr double kSameDa = 0.02;
  std::vector<Ms2ClassSample> samples;
  read_spectrum_text(file, [&](TextRecord&& record) {
    const std::string smiles(record.value("SMILES"));
    const std::string formula(record.value("Formula"));
    if (smiles.empty() || formula.empty() || record.mz.empty()) return;
    Ms2ClassSample sample;
    sample.query = query_of(record);
    const double mz = Formula::parse(formula).monoisotopic_mass() + kProtonMass;
    const auto stated = sample.query.acquisition.precursor_mz;
    if (stated && std::abs(*stated - mz) > kSameDa) return;
    sample.query.acquisition.precursor_mz = mz;
    sample.query.acquisition.adduct = "[M+H]+";
    sample.name = record.value("Name");
    sample.accession = record.value("DB#");
    sample.compound = record.value("InChIKey").substr(0, 14);
    sample.family = record.value("Collision_energy");
    sample.sites = fentanyl_sites(smiles);
    samples.push_back(std::move(sample));
  });
  return samples;
}

}  // namespace basepeak::train
