#include "tools/train/ei_samples.h"

#include <algorithm>
#include <map>
#include <regex>

#include "engine/chemistry/substructure.h"
#include "engine/error.h"
#include "engine/read/spectrum_text.h"
#include "tools/starter_library/tab_file.h"

namespace basepeak::train {
namespace {

constexpr const char* kClassSkeleton = "[NX3;R]1[#6][#6][#6]([NX3;!R]c)[#6][#6]1";

// "Fentanyl-d5".
bool is_labelled(const std::string& name, const std::string& formula) {
  static const std::regex label("-d[0-9]+");
  static const std::regex deuterium("D[0-9]*(?![a-z])");
  return std::regex_search(name, label) || std::regex_search(formula, deuterium);
}

}  // namespace

std::vector<EiSample> read_ei_samples(const std::filesystem::path& spectra,
                                      const std::vector<std::string>& families) {
  std::map<std::string, std::string> structures;
  for (const auto& row :
       starter::read_tab_file(spectra / "compounds.tsv", {"inchikey14", "smiles"})) {
    structures.emplace(row.cell.at("inchikey14"), row.cell.at("smiles"));
  }
  const SubstructurePattern skeleton(kClassSkeleton);
  std::map<std::string, bool> is_class;
  std::vector<EiSample> samples;
  for (const std::string& family : families) {
    read_spectrum_text(spectra / ("ei_" + family + ".msp.gz"), [&](TextRecord&& record) {
      EiSample sample;
      sample.compound = std::string(record.value("InChIKey").substr(0, 14));
      sample.name = record.value("Name");
      sample.accession = record.value("DB#");
      sample.family = family;
      sample.smiles = record.value("SMILES");
      if (sample.compound.size() != 14 || record.mz.empty()) return;
      if (is_labelled(sample.name, std::string(record.value("Formula")))) return;
      if (sample.smiles.empty()) {
        const auto known = structures.find(sample.compound);
        if (known != structures.end()) sample.smiles = known->second;
      }
      if (sample.smiles.empty()) return;
      try {
        const auto entry = is_class.find(sample.compound);
        if (entry == is_class.end()) {
          is_class[sample.compound] =
              find_substructures(sample.smiles, std::span(&skeleton, 1)).front();
        }
        sample.is_class = is_class[sample.compound];
        sample.peaks = Peaks::from_unsorted(
            record.mz, std::vector<float>(record.intensity.begin(), record.intensity.end()));
      } catch (const Error&) {
        return;  // no structure, or a peak that is none: nothing to learn from
      }
      samples.push_back(std::move(sample));
    });
  }
  return samples;
}

}  // namespace basepeak::train
