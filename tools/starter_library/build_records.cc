#include "tools/starter_library/build_records.h"

#include <cmath>
#include <cstdlib>
#include <set>
#include <tuple>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/inchi_key.h"
#include "engine/error.h"
#include "tools/starter_library/massbank_spectra.h"
#include "tools/starter_library/nist_replicates.h"
#include "tools/starter_library/record_text.h"

namespace basepeak::starter {

namespace {

constexpr double kMergeWindowMz = 0.005;
constexpr double kMostPrecursorError = 0.01;  // in m/z, between the source and the formula

using Spectra = std::map<std::string, MassBankSpectrum>;

bool is_nist(const RecordSource& record) { return record.source.front().starts_with("nist/"); }

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

std::string nist_record(const Compound& compound, const RecordSource& record,
                        const std::filesystem::path& folder) {
  if (record.source.size() != 1 || record.kind != RecordKind::ei) {
    throw Error(ErrorKind::input, record.id + ": a NIST source is one EI compound");
  }
  const NistReplicates replicates = read_nist_replicates(folder, record.source.front());
  return record_text(
      compound, record, unit_mass_consensus(replicates.spectra),
      {.instrument = "",
       .instrument_type = "GC-EI-Q",
       .fragmentation = "",
       .resolution = "",
       .energy = "",
       .adduct = ""},
      {"NIST mds2-2418, replicate EI spectra", joined(replicates.accessions),
       "National Institute of Standards and Technology",
       "NIST notice, see libraries/starter/NOTICE",
       "NIST mds2-2418, replicate EI spectra; National Institute of Standards and Technology",
       "mean of replicates on unit masses, base 999, ions of 1 % and more, at most 60"});
}

// What replicates of one record must have in common.
auto setting(const MassBankSpectrum& spectrum) {
  return std::tie(spectrum.source, spectrum.contributor, spectrum.licence, spectrum.instrument,
                  spectrum.instrument_type, spectrum.fragmentation, spectrum.resolution,
                  spectrum.energy, spectrum.adduct);
}

void check_identity(const Compound& compound, const RecordSource& record,
                    const MassBankSpectrum& spectrum) {
  const std::string where = record.id + ": " + spectrum.accession + ": ";
  const Formula formula = Formula::parse(compound.formula);
  if (Formula::parse(spectrum.formula) != formula) {
    throw Error(ErrorKind::input, where + "is of " + spectrum.formula);
  }
  if (inchi_key_connectivity(spectrum.inchikey) != inchi_key_connectivity(compound.inchikey)) {
    throw Error(ErrorKind::input, where + "has the InChIKey " + spectrum.inchikey);
  }
  if (record.kind == RecordKind::ei) return;
  const auto expected = adduct_mz(spectrum.adduct, formula.monoisotopic_mass());
  const double written = std::strtod(spectrum.precursor_mz.c_str(), nullptr);
  if (!expected || std::abs(*expected - written) > kMostPrecursorError) {
    throw Error(ErrorKind::input, where + "its precursor " + spectrum.precursor_mz +
                                      " is not the " + spectrum.adduct + " of the compound");
  }
}

std::string massbank_record(const Compound& compound, const RecordSource& record,
                            const Spectra& spectra) {
  std::vector<Peaks> replicates;
  std::set<std::string> authors;
  const MassBankSpectrum& first = spectra.at(record.source.front());
  for (const std::string& accession : record.source) {
    const MassBankSpectrum& spectrum = spectra.at(accession);
    check_identity(compound, record, spectrum);
    if (setting(spectrum) != setting(first)) {
      throw Error(ErrorKind::input, record.id + ": " + accession + " and " + first.accession +
                                        " were not measured alike");
    }
    replicates.push_back(spectrum.peaks);
    authors.insert(spectrum.authors);
  }
  const bool is_ei = record.kind == RecordKind::ei;
  const Consensus consensus =
      is_ei ? unit_mass_consensus(replicates) : accurate_mass_consensus(replicates, kMergeWindowMz);
  const std::string scale = "base 999, ions of 1 % and more, at most 60";
  return record_text(
      compound, record, consensus,
      {first.instrument, first.instrument_type, first.fragmentation, first.resolution, first.energy,
       is_ei ? "" : first.adduct},
      {first.source, joined(record.source), first.contributor, first.licence,
       joined({authors.begin(), authors.end()}) + "; " + first.source,
       is_ei ? "put on unit masses, " + scale : "ions within 5 mDa merged, " + scale});
}

}  // namespace

std::map<std::string, std::string> build_records(const Curation& curation,
                                                 const std::filesystem::path& nist_folder,
                                                 const std::filesystem::path& spectra_folder) {
  std::set<std::string> accessions;
  for (const RecordSource& record : curation.records) {
    if (!is_nist(record)) accessions.insert(record.source.begin(), record.source.end());
  }
  const Spectra spectra = read_massbank_spectra(spectra_folder, accessions);
  std::map<std::string, std::string> files;
  for (const Compound& compound : curation.compounds) {
    std::string text;
    for (const RecordKind kind : {RecordKind::ei, RecordKind::ms2}) {
      for (const RecordSource& record : curation.records) {
        if (record.compound != compound.id || record.kind != kind) continue;
        text += is_nist(record) ? nist_record(compound, record, nist_folder)
                                : massbank_record(compound, record, spectra);
      }
    }
    if (text.empty()) throw Error(ErrorKind::input, compound.id + ": has no record");
    files[compound.id + ".msp"] = text;
  }
  return files;
}

}  // namespace basepeak::starter
