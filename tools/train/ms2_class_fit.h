#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/chemistry/structure.h"
#include "engine/identify/ms2_ranker.h"
#include "engine/prepare/query.h"

namespace basepeak::train {

// An ESI MS/MS spectrum in positive mode with what its compound is.
struct Ms2ClassSample {
  std::string compound;  // first block of the InChIKey
  std::string name, accession;
  std::string family;  // open, sharealike, noncommercial
  std::string label;   // class label of the reference data
  Query query;
  std::optional<FentanylSites> sites;  // where the compound has the class skeleton
};

// The spectra of SPECTRA/esi_pos_ms2_FAMILY.msp.gz with the labels of SPECTRA/compounds.tsv, all of
// them. Relatives of the class without its skeleton are left out. Throws Error{input} naming the
// file when one cannot be read.
[[nodiscard]] std::vector<Ms2ClassSample> read_ms2_spectra(
    const std::filesystem::path& spectra, const std::vector<std::string>& families);

// Spectra of FILE that state a structure, as queries of [M+H]+ of their formula: the stress sets of
// the reference data (HighResNPS, DART). A record whose structure does not have the mass of its
// stated precursor is left out.
[[nodiscard]] std::vector<Ms2ClassSample> read_stress_spectra(const std::filesystem::path& file);

struct Ms2ClassFitSettings {
  double penalty = 0.3;  // of the four numbers but the constant
  double prior = 0.1;
  std::size_t threads = 2;
  std::string seed = "1";
};

// What is not fitted: ions, weights of their groups, penalties, windows, prior and threshold.
[[nodiscard]] Ms2ClassModel unfitted_ms2_model(std::string_view ion_table,
                                               const Ms2ClassFitSettings& settings);

// A sample with whether anything of the class has its precursor's mass; the others are never called
// and need no judging.
struct Ms2Judged {
  const Ms2ClassSample* sample = nullptr;
  bool is_assessed = false;  // accurate masses, [M+H]+, fragments
  bool has_hypothesis = false;
};
[[nodiscard]] std::vector<Ms2Judged> sift(const std::vector<Ms2ClassSample>& samples,
                                          const SiteTable& table, const Ms2ClassModel& unfitted,
                                          std::size_t threads);

// A logistic regression on each sample's most probable hypothesis, which is looked for anew three
// times; the constant then is that of the prior.
[[nodiscard]] Ms2ClassModel fit_ms2_class(const std::vector<Ms2Judged>& samples,
                                          const SiteTable& table, std::string_view ion_table,
                                          const Ms2ClassFitSettings& settings);

// What a model that has not seen a sample's compound answered.
struct Ms2ClassOutcome {
  Ms2Judged judged;
  double probability = 0.0;
  bool is_called = false;
  std::size_t rank = 0;  // of the right sites among the answers, from 1; 0 if not there
};

// Each compound of the class is a fold of its own, with a share of the other compounds; only
// samples of the families in `fitted` are fitted on.
[[nodiscard]] std::vector<Ms2ClassOutcome> cross_validate_ms2(
    const std::vector<Ms2Judged>& samples, const std::vector<std::string>& fitted,
    const SiteTable& table, std::string_view ion_table, const Ms2ClassFitSettings& settings);

[[nodiscard]] std::vector<Ms2ClassOutcome> answer_ms2(const std::vector<Ms2Judged>& samples,
                                                      const SiteTable& table,
                                                      const Ms2ClassModel& model,
                                                      std::size_t threads);

}  // namespace basepeak::train
