#include "tools/starter_library/massbank_spectra.h"

#include <algorithm>
#include <vector>

#include "engine/error.h"
#include "engine/read/spectrum_text.h"

namespace basepeak::starter {

namespace {

const std::set<std::string> kLicences = {"CC0", "CC BY", "CC BY-SA"};

std::vector<std::filesystem::path> open_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::is_directory(folder)) {
    throw Error(ErrorKind::input, folder.string() + ": no such folder of spectra");
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool is_msp = name.ends_with(".msp") || name.ends_with(".msp.gz");
    const bool is_open =
        name.find("_open") != std::string::npos || name.find("_sharealike") != std::string::npos;
    if (is_msp && is_open) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

MassBankSpectrum to_spectrum(const TextRecord& record, const std::string& where) {
  const auto field = [&](const char* name) { return std::string(record.value(name)); };
  const std::string comments = field("Comments");
  if (!record.problems.empty()) {
    throw Error(ErrorKind::input, where + ": line " + std::to_string(record.problems[0].first) +
                                      ": " + record.problems[0].second);
  }
  MassBankSpectrum spectrum;
  spectrum.source = quoted_value(comments, "Source");
  spectrum.accession = quoted_value(comments, "Accession");
  spectrum.contributor = quoted_value(comments, "Contributor");
  spectrum.licence = quoted_value(comments, "License");
  spectrum.authors = quoted_value(comments, "Authors");
  spectrum.inchikey = field("InChIKey");
  spectrum.formula = field("Formula");
  spectrum.instrument = field("Instrument");
  spectrum.instrument_type = field("Instrument_type");
  spectrum.fragmentation = field("Fragmentation");
  spectrum.resolution = field("Resolution");
  spectrum.energy = field("Collision_energy");
  spectrum.adduct = field("Precursor_type");
  spectrum.precursor_mz = field("PrecursorMZ");
  const std::vector<float> intensity(record.intensity.begin(), record.intensity.end());
  spectrum.peaks = Peaks::from_unsorted(record.mz, intensity);
  if (!kLicences.contains(spectrum.licence)) {
    throw Error(ErrorKind::input, where + ": its licence is '" + spectrum.licence +
                                      "'; the starter library takes CC0, CC BY and CC BY-SA");
  }
  return spectrum;
}

}  // namespace

std::string quoted_value(const std::string& comments, const std::string& key) {
  const std::string start = key + "=\"";
  for (std::size_t at = comments.find(start); at != std::string::npos;
       at = comments.find(start, at + 1)) {
    if (at > 0 && comments[at - 1] != ' ') continue;
    const std::size_t begin = at + start.size();
    const std::size_t end = comments.find('"', begin);
    return end == std::string::npos ? std::string() : comments.substr(begin, end - begin);
  }
  return {};
}

std::map<std::string, MassBankSpectrum> read_massbank_spectra(
    const std::filesystem::path& folder, const std::set<std::string>& accessions) {
  std::map<std::string, MassBankSpectrum> found;
  for (const std::filesystem::path& file : open_files(folder)) {
    read_spectrum_text(file, [&](TextRecord&& record) {
      const std::string accession(record.value("DB#"));
      if (!accessions.contains(accession)) return;
      const std::string where = file.string() + ": " + accession;
      if (!found.emplace(accession, to_spectrum(record, where)).second) {
        throw Error(ErrorKind::input, where + ": the accession occurs twice");
      }
    });
  }
  for (const std::string& accession : accessions) {
    if (!found.contains(accession)) {
      throw Error(ErrorKind::input, folder.string() + ": no open spectrum " + accession);
    }
  }
  return found;
}

}  // namespace basepeak::starter
