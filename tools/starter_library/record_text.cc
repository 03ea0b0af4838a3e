#include "tools/starter_library/record_text.h"

#include <cstdio>

#include "engine/chemistry/formula.h"
#include "engine/error.h"

namespace basepeak::starter {

namespace {

std::string fixed(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

void add_field(std::string& text, const char* name, const std::string& value) {
  if (!value.empty()) text += std::string(name) + ": " + value + "\n";
}

void add_comment(std::string& text, const char* key, const std::string& value) {
  if (value.empty()) return;
  if (value.find('"') != std::string::npos) {
    throw Error(ErrorKind::input, std::string(key) + " holds a double quote: " + value);
  }
  text += std::string(" ") + key + "=\"" + value + "\"";
}

}  // namespace

std::string record_text(const Compound& compound, const RecordSource& record,
                        const Consensus& consensus, const Measurement& measurement,
                        const Provenance& provenance) {
  const bool is_ei = record.kind == RecordKind::ei;
  const Formula formula = Formula::parse(compound.formula);
  std::string text;
  add_field(text, "Name", compound.name);
  add_field(text, "DB#", record.id);
  add_field(text, "InChIKey", compound.inchikey);
  add_field(text, "SMILES", compound.smiles);
  add_field(text, "Formula", compound.formula);
  add_field(text, "MW", std::to_string(formula.nominal_mass()));
  add_field(text, "ExactMass", fixed(formula.monoisotopic_mass(), 5));
  add_field(text, "CAS#", compound.cas);
  if (!is_ei) {
    const auto mz = adduct_mz(measurement.adduct, formula.monoisotopic_mass());
    if (!mz) throw Error(ErrorKind::input, record.id + ": no adduct '" + measurement.adduct + "'");
    add_field(text, "PrecursorMZ", fixed(*mz, 4));
    add_field(text, "Precursor_type", measurement.adduct);
  }
  add_field(text, "Ion_mode", "P");
  add_field(text, "Instrument_type", measurement.instrument_type);
  add_field(text, "Instrument", measurement.instrument);
  add_field(text, "Ionization", is_ei ? "EI" : "ESI");
  add_field(text, "MSlevel", is_ei ? "1" : "2");
  add_field(text, "Collision_energy", measurement.energy);
  add_field(text, "Fragmentation", measurement.fragmentation);
  add_field(text, "Resolution", measurement.resolution);
  text += "Comments: Origin=\"measured\"";
  add_comment(text, "Source", provenance.source);
  add_comment(text, "Accession", provenance.accession);
  add_comment(text, "Contributor", provenance.contributor);
  add_comment(text, "License", provenance.licence);
  add_comment(text, "Citation", provenance.citation);
  add_comment(text, "Replicates", std::to_string(consensus.replicates));
  add_comment(text, "Changes", provenance.changes);
  add_comment(text, "Note", record.note);
  text += "\nNum Peaks: " + std::to_string(consensus.mz.size()) + "\n";
  for (std::size_t i = 0; i < consensus.mz.size(); ++i) {
    text += fixed(consensus.mz[i], is_ei ? 0 : 4) + " " + fixed(consensus.intensity[i], 1);
    if (!consensus.deviation.empty()) text += " \"sd " + fixed(consensus.deviation[i], 1) + "\"";
    text += "\n";
  }
  return text + "\n";
}

}  // namespace basepeak::starter
