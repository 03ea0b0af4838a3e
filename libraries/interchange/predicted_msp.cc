#include "libraries/interchange/predicted_msp.h"

#include <cmath>
#include <cstdio>

#include "engine/chemistry/formula.h"

namespace basepeak {
namespace {

// Names come from users and libraries: a line end would begin a field, a quote end a comment.
std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    line += is_control ? ' ' : c == '"' ? '\'' : c;
  }
  return line;
}

void add(std::string& msp, const char* field, const std::string& value) {
  if (!value.empty()) msp += std::string(field) + ": " + one_line(value) + "\n";
}

std::string fixed(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

}  // namespace

std::string predicted_msp(const Prediction& prediction) {
  const LibraryRecord record = record_of(prediction);
  std::string msp;
  add(msp, "Name", record.name);
  add(msp, "DB#", record.id);
  add(msp, "Origin", "predicted");
  add(msp, "InChIKey", record.inchikey);
  add(msp, "SMILES", record.smiles);
  add(msp, "Formula", record.formula);
  add(msp, "MW", std::to_string(Formula::parse(record.formula).nominal_mass()));
  add(msp, "ExactMass", fixed(prediction.monoisotopic_mass, 6));
  add(msp, "Ion_mode", "P");
  add(msp, "Ionization", "EI");
  add(msp, "MSlevel", "1");
  add(msp, "Source", record.source);
  add(msp, "License", record.licence);
  add(msp, "Comments", record.comment);
  add(msp, "Num Peaks", std::to_string(prediction.peaks.size()));
  for (const PredictedPeak& peak : prediction.peaks) {
    msp += std::to_string(peak.mz) + " " + fixed(peak.intensity, 1);
    const std::string why = annotation_of(peak);
    msp += why.empty() ? "\n" : " \"" + why + "\"\n";
  }
  return msp + "\n";
}

}  // namespace basepeak
