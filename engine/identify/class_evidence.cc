#include "engine/identify/class_evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace basepeak {

namespace {

constexpr double kSeenEi = 0.03;
constexpr double kSeenMs2 = 0.01;
constexpr double kMs2Window = 0.005;  // Da

struct CharacteristicIon {
  double mz;
  const char* formula;
  const char* contains;
};

// EI, unit masses. Sources and frequencies: docs/method.md, "Characteristic ions".
constexpr std::array kEiIons{
    CharacteristicIon{245, "C15H21N2O",
                      "acyl, aniline and piperidine (loss of the benzyl radical)"},
    CharacteristicIon{189, "C12H17N2", "aniline, piperidine and N=CH2 (after loss of the acyl)"},
    CharacteristicIon{146, "C10H12N", "aniline with four piperidine carbons"},
    CharacteristicIon{207, "C12H16FN2", "as m/z 189, fluorine on the aniline or the piperidine"},
    CharacteristicIon{164, "C10H11FN", "as m/z 146, fluorine on the aniline"},
    CharacteristicIon{203, "C13H19N2", "as m/z 189, methyl on the aniline"},
    CharacteristicIon{160, "C11H14N", "as m/z 146, methyl on the aniline"},
    CharacteristicIon{223, "C12H16ClN2", "as m/z 189, chlorine on the aniline"},
    CharacteristicIon{180, "C10H11ClN", "as m/z 146, chlorine on the aniline"},
    CharacteristicIon{219, "C13H19N2O", "as m/z 189, methoxy on the aniline"},
    CharacteristicIon{176, "C11H14NO", "as m/z 146, methoxy on the aniline"},
    CharacteristicIon{105, "C8H9", "the phenethyl group"},
    CharacteristicIon{96, "C6H10N", "piperidine with the first chain carbon"},
};

constexpr std::array kMs2Ions{
    CharacteristicIon{188.1434, "C13H18N", "piperidine, chain and terminal ring"},
    CharacteristicIon{105.0699, "C8H9", "chain and terminal ring (phenethyl cation)"},
    CharacteristicIon{281.2012, "C19H25N2", "the whole molecule less the acyl"},
    CharacteristicIon{134.0964, "C9H12N", "chain, terminal ring and N=CH2"},
    CharacteristicIon{84.0808, "C5H10N", "bare piperidine (nor- compounds)"},
};

double relative(const Query& query, double mz, double window) {
  const double base = query.peaks.base_intensity();
  if (base <= 0.0) return 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < query.peaks.size(); ++i) {
    if (std::abs(query.peaks.mz()[i] - mz) <= window) sum += query.peaks.intensity()[i];
  }
  return std::min(1.0, sum / base);
}

bool is_ei(const Query& query) { return query.acquisition.ionisation == Ionisation::ei; }

double seen(const Query& query, double mz) {
  return relative(query, mz, is_ei(query) ? 0.5 : kMs2Window);
}

}  // namespace

ClassCall::Evidence ion_evidence(const Query& query, double mz, const std::string& formula,
                                 const std::string& contains) {
  std::array<char, 32> label{};
  std::snprintf(label.data(), label.size(), "m/z %.*f", is_ei(query) ? 0 : 4, mz);
  const double intensity = seen(query, mz);
  const bool is_seen = intensity >= (is_ei(query) ? kSeenEi : kSeenMs2);
  return {label.data(), formula, contains, is_seen, intensity};
}

std::vector<ClassCall::Evidence> fentanyl_evidence(const Query& query) {
  std::vector<ClassCall::Evidence> evidence;
  const auto add = [&](const CharacteristicIon& ion) {
    evidence.push_back(ion_evidence(query, ion.mz, ion.formula, ion.contains));
  };
  if (is_ei(query)) {
    for (const auto& ion : kEiIons) add(ion);
  } else {
    for (const auto& ion : kMs2Ions) add(ion);
  }
  return evidence;
}

}  // namespace basepeak
