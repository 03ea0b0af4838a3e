#include "engine/search/molecular_mass.h"

#include <gtest/gtest.h>

#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

Query query_of(const PeakList& peaks) {
  Query query;
  query.peaks = peaks_of(peaks);
  return query;
}

TEST(MolecularMass, TakesTheMolecularIonBelowItsIsotopePeak) {
  // 18 carbons: M + 1 of about 20 %.
  const MolecularMass mass =
      mass_from_peaks(query_of({{91, 999}, {160, 400}, {250, 300}, {251, 60}}), {});
  EXPECT_EQ(mass.mass, 250);
  EXPECT_GT(mass.confidence, 0.9);
}

TEST(MolecularMass, DoesNotTakeNoiseForTheMolecularIon) {
  EXPECT_EQ(mass_from_peaks(query_of({{91, 999}, {250, 300}, {251, 60}, {300, 2.9}}), {}).mass,
            250);
  EXPECT_EQ(mass_from_peaks(query_of({{91, 999}, {250, 300}, {251, 60}, {300, 3.1}}), {}).mass,
            300);
}

TEST(MolecularMass, SeesPastTheHeavierIsotopeOfChlorine) {
  EXPECT_EQ(mass_from_peaks(query_of({{91, 999}, {250, 300}, {252, 100}}), {}).mass, 250);
}

TEST(MolecularMass, ImplausibleLossesTakeConfidenceAway) {
  const auto plausible = mass_from_peaks(query_of({{91, 999}, {235, 300}, {250, 300}}), {});
  const auto implausible = mass_from_peaks(query_of({{91, 999}, {240, 300}, {250, 300}}), {});
  EXPECT_EQ(plausible.mass, 250);
  EXPECT_EQ(implausible.mass, 250);
  EXPECT_LT(implausible.confidence, 0.1);
  EXPECT_GT(plausible.confidence, 0.9);
}

TEST(MolecularMass, HandlesEmptyAndSinglePeakSpectra) {
  EXPECT_EQ(mass_from_peaks(query_of({}), {}).mass, 0);
  EXPECT_EQ(mass_from_peaks(query_of({{91, 0}}), {}).mass, 0);
  EXPECT_EQ(mass_from_peaks(query_of({{91, 5}}), {}).mass, 91);
}

// Two records of a class that loses 91 and shows no molecular ion.
Library class_library() {
  return library_of({record_of("a", peaks_of({{105, 250}, {146, 500}, {189, 300}, {245, 999}}),
                               Ionisation::ei, std::nullopt, "C22H28N2O", 336.2202),
                     record_of("b", peaks_of({{105, 230}, {146, 520}, {203, 320}, {259, 999}}),
                               Ionisation::ei, std::nullopt, "C23H30N2O", 350.2358)});
}

TEST(MolecularMass, AddsWhatSimilarRecordsHideAboveTheirPeaks) {
  const Library library = class_library();
  const auto backend = make_cpu_backend(library);
  const MolecularMass mass = mass_from_simple_hits(
      query_of({{105, 240}, {146, 480}, {189, 280}, {245, 999}}), library, *backend, {});
  EXPECT_EQ(mass.mass, 336);
  EXPECT_NEAR(mass.confidence, 1.0, 1e-9);
}

TEST(MolecularMass, ScansForTheMassAtWhichHybridHitsGain) {
  const Library library = class_library();
  const auto backend = make_cpu_backend(library);
  // The homologue: 217/273 move by 14 from 203/259 and by 28 from 189/245; the mass is 364.
  const MolecularMass mass = mass_from_hybrid_scan(
      query_of({{105, 240}, {146, 480}, {217, 300}, {273, 999}}), library, *backend, {});
  EXPECT_EQ(mass.mass, 364);
  EXPECT_GT(mass.confidence, 0.0);
}

TEST(MolecularMass, IsUnknownToTheLibraryMethodsWithoutRecords) {
  const Library library = library_of({});
  const auto backend = make_cpu_backend(library);
  const Query query = query_of({{91, 999}, {250, 300}});
  EXPECT_EQ(mass_from_simple_hits(query, library, *backend, {}).mass, 0);
  EXPECT_EQ(mass_from_hybrid_scan(query, library, *backend, {}).mass, 0);
  EXPECT_EQ(infer_molecular_mass(query, library, *backend, {}).mass, 250);
}

}  // namespace
}  // namespace basepeak
