#include "engine/prepare/ladder_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "engine/error.h"
#include "engine/prepare/prepare.h"
#include "engine/prepare/retention_index.h"
#include "engine/read/run.h"
#include "engine/sha256.h"

namespace basepeak {

namespace {

constexpr int kFewestCarbons = 7;
constexpr int kMostCarbons = 80;
// Impurities of the standard - branched alkanes, mostly - stay far below its n-alkanes.
constexpr double kAreaShare = 0.10;
constexpr double kPurity = 0.5;

// Intensities by unit mass, base peak 1.
std::vector<double> by_mass(const Peaks& peaks) {
  std::vector<double> intensity(14 * kMostCarbons + 20);
  const double base = peaks.base_intensity();
  if (base <= 0.0) return intensity;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const auto mass = static_cast<std::size_t>(std::lround(peaks.mz()[i]));
    if (mass < intensity.size()) {
      intensity[mass] = std::max(intensity[mass], peaks.intensity()[i] / base);
    }
  }
  return intensity;
}

std::string minutes(double retention_s) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f min", retention_s / 60.0);
  return text.data();
}

struct Alkane {
  double retention_s = 0.0;
  int carbons = 0;  // 0: not known
  bool is_by_ion = false;
};

std::vector<Alkane> alkanes_of(std::span<const Query> components) {
  double largest = 0.0;
  std::vector<const Query*> found;
  for (const Query& component : components) {
    if (component.purity < kPurity || !is_n_alkane(component.peaks)) continue;
    found.push_back(&component);
    largest = std::max(largest, component.area);
  }
  std::vector<Alkane> alkanes;
  for (const Query* component : found) {
    if (component->area < kAreaShare * largest) continue;
    const int carbons = carbons_by_molecular_ion(component->peaks);
    alkanes.push_back({component->retention_s, carbons, carbons > 0});
  }
  return alkanes;
}

// Fills in the numbers that the known ones leave no choice about: between two whose difference the
// unnumbered ones fill exactly, and beyond the outermost where the spacing goes on as before.
void fill_between(std::vector<Alkane>& alkanes) {
  std::size_t known = alkanes.size();
  for (std::size_t i = 0; i < alkanes.size(); ++i) {
    if (alkanes[i].carbons == 0) continue;
    if (known < i && alkanes[i].carbons - alkanes[known].carbons == static_cast<int>(i - known)) {
      for (std::size_t k = known + 1; k < i; ++k) {
        alkanes[k].carbons = alkanes[known].carbons + static_cast<int>(k - known);
      }
    }
    known = i;
  }
}

// Neighbouring spacings a carbon of a temperature programme change slowly.
bool goes_on(double spacing_s, double spacing_before_s) {
  const double ratio = spacing_s / spacing_before_s;
  return ratio > 0.7 && ratio < 1.4;
}

void fill_beyond(std::vector<Alkane>& alkanes, int direction) {
  // Walking from the known towards the end; `alkanes` is seen from its far end for direction -1.
  const auto at = [&](std::size_t i) -> Alkane& {
    return direction > 0 ? alkanes[i] : alkanes[alkanes.size() - 1 - i];
  };
  for (std::size_t i = 2; i < alkanes.size(); ++i) {
    const Alkane& before = at(i - 1);
    const Alkane& earlier = at(i - 2);
    if (at(i).carbons != 0 || before.carbons == 0 || earlier.carbons == 0) continue;
    const double spacing_before_s = std::abs(before.retention_s - earlier.retention_s) /
                                    std::abs(before.carbons - earlier.carbons);
    const double spacing_s = std::abs(at(i).retention_s - before.retention_s);
    if (goes_on(spacing_s, spacing_before_s)) at(i).carbons = before.carbons + direction;
  }
}

void fill_from_first(const std::string& where, std::vector<Alkane>& alkanes, int first_carbon) {
  Alkane& first = alkanes.front();
  if (first.is_by_ion && first.carbons != first_carbon) {
    throw Error(ErrorKind::input, where + ": the first n-alkane, at " + minutes(first.retention_s) +
                                      ", shows the molecular ion of C" +
                                      std::to_string(first.carbons) + ", not of the stated C" +
                                      std::to_string(first_carbon));
  }
  first.carbons = first_carbon;
  for (std::size_t i = 1; i < alkanes.size(); ++i) {
    if (alkanes[i].carbons == 0) alkanes[i].carbons = alkanes[i - 1].carbons + 1;
  }
}

void check_numbers(const std::string& where, const std::vector<Alkane>& alkanes) {
  const std::string advice = "; state the first carbon number, or give the ladder as a table";
  for (std::size_t i = 0; i < alkanes.size(); ++i) {
    if (alkanes[i].carbons == 0) {
      throw Error(ErrorKind::input, where + ": the n-alkane at " + minutes(alkanes[i].retention_s) +
                                        " shows no molecular ion, and its neighbours do not decide "
                                        "its carbon number" +
                                        advice);
    }
    if (i > 0 && alkanes[i].carbons <= alkanes[i - 1].carbons) {
      throw Error(ErrorKind::input,
                  where + ": the n-alkanes at " + minutes(alkanes[i - 1].retention_s) + " and " +
                      minutes(alkanes[i].retention_s) + " come out as C" +
                      std::to_string(alkanes[i - 1].carbons) + " and C" +
                      std::to_string(alkanes[i].carbons) + ", which is no ladder" + advice);
    }
  }
  // A number that is wrong by one shows as a spacing of half or twice its neighbours'.
  for (std::size_t i = 2; i < alkanes.size(); ++i) {
    const auto spacing = [&](std::size_t k) {
      return (alkanes[k].retention_s - alkanes[k - 1].retention_s) /
             (alkanes[k].carbons - alkanes[k - 1].carbons);
    };
    const double ratio = spacing(i) / spacing(i - 1);
    if (ratio < 0.6 || ratio > 1.7) {
      throw Error(ErrorKind::input, where + ": the spacing of the n-alkanes jumps at " +
                                        minutes(alkanes[i - 1].retention_s) + " (C" +
                                        std::to_string(alkanes[i - 1].carbons) +
                                        "), so that their numbers are not certain; give the "
                                        "ladder as a table");
    }
  }
}

}  // namespace

bool is_n_alkane(const Peaks& peaks) {
  const std::vector<double> at = by_mass(peaks);
  if (at[57] < 0.6 && at[43] < 0.6) return false;
  if (at[71] < 0.25 || at[85] < 0.1 || at[71] <= at[85]) return false;
  // Alkyl ions CnH2n+1 and their alkenyl neighbours CnH2n-1: an alkene has more of the latter.
  double alkyl = 0.0, alkenyl = 0.0, total = 0.0;
  for (std::size_t mass = 43; mass < at.size(); ++mass) {
    total += at[mass];
    if ((mass - 1) % 14 == 0) alkyl += at[mass];
    if (mass >= 55 && (mass + 1) % 14 == 0) alkenyl += at[mass];
  }
  if (alkyl < 0.5 * total || alkenyl > 0.4 * alkyl) return false;
  // Branching shows as an alkyl ion that stands out of the slow fall.
  for (std::size_t mass = 99; mass + 14 < at.size(); mass += 14) {
    if (at[mass] > 0.02 && at[mass] > 1.3 * at[mass - 14]) return false;
  }
  return true;
}

int carbons_by_molecular_ion(const Peaks& peaks) {
  constexpr double kFaintest = 0.001;  // of the base peak
  const std::vector<double> at = by_mass(peaks);
  // The mass defect of long alkanes carries their ions over the AMDIS rule's boundary.
  constexpr std::size_t kCarriedOver = 500;
  const auto ion_at = [&](std::size_t mass) {
    return mass < kCarriedOver ? at[mass] : std::max(at[mass], at[mass + 1]);
  };
  for (int carbons = kMostCarbons; carbons >= kFewestCarbons; --carbons) {
    const auto mass = static_cast<std::size_t>(14 * carbons + 2);
    const double ion = ion_at(mass);
    if (ion < kFaintest) continue;
    // An n-alkane loses ethyl and hardly methyl, and nothing of it lies above the isotopes of its
    // molecular ion; what does is background, and then this is no molecular ion.
    const double loss_of_ethyl = ion_at(mass - 29);
    const double loss_of_methyl = ion_at(mass - 15);
    const double below = *std::max_element(at.begin() + static_cast<std::ptrdiff_t>(mass) - 12,
                                           at.begin() + static_cast<std::ptrdiff_t>(mass) - 1);
    const double above =
        std::accumulate(at.begin() + static_cast<std::ptrdiff_t>(mass) + 4, at.end(), 0.0);
    if (loss_of_ethyl < kFaintest || loss_of_methyl > loss_of_ethyl || ion < 2.0 * below ||
        above > ion) {
      continue;
    }
    return carbons;
  }
  return 0;
}

std::vector<LadderPoint> number_alkanes(const std::string& where, std::span<const Query> components,
                                        int first_carbon) {
  std::vector<Alkane> alkanes = alkanes_of(components);
  if (alkanes.size() < 2) {
    throw Error(ErrorKind::input, where + ": a ladder run needs two n-alkanes at least; " +
                                      std::to_string(alkanes.size()) + " of its " +
                                      std::to_string(components.size()) + " components are such");
  }
  fill_between(alkanes);
  if (first_carbon > 0) {
    fill_from_first(where, alkanes, first_carbon);
  } else {
    fill_beyond(alkanes, 1);
    fill_beyond(alkanes, -1);
  }
  check_numbers(where, alkanes);
  std::vector<LadderPoint> points;
  for (const Alkane& alkane : alkanes) points.push_back({alkane.carbons, alkane.retention_s});
  return points;
}

AlkaneLadder open_ladder(const std::filesystem::path& path, const Method& method) {
  if (is_ladder_table(path)) return read_alkane_ladder(path);
  const std::unique_ptr<Run> run = open_run(path);
  if (run->header().is_spectrum_collection) {
    throw Error(ErrorKind::input,
                path.string() + ": a file of spectra is no ladder: it has no chromatogram");
  }
  Method ladder_method = method;
  // C26H54 weighs 366.42: rounding at one half files the ions of long alkanes a mass too high.
  ladder_method.ei_search.unit_mass_rule = UnitMassRule::amdis;
  const Prepared prepared = prepare(*run, ladder_method);
  AlkaneLadder ladder;
  ladder.name = run->header().name;
  ladder.origin = "run";
  ladder.acquired = run->header().acquired;
  ladder.points =
      number_alkanes(path.string(), prepared.queries, method.retention.ladder_first_carbon);
  check_ladder(path.string(), ladder);
  for (const Skipped& row : prepared.skipped) {
    if (row.is_loss) {
      ladder.remarks.push_back("a part of the ladder run is missing, " + row.where + ": " +
                               row.why);
    }
  }
  ladder.sha256 = sha256_file(run_data_file(path));
  return ladder;
}

}  // namespace basepeak
