#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/identify/identify.h"
#include "engine/search/search.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {

// What one query concludes from a few made-up records, by the whole path of search and identify.
inline Peaks peaks(const std::map<int, float>& spectrum) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [mass, value] : spectrum) {
    mz.push_back(mass);
    intensity.push_back(value);
  }
  return Peaks::from_unsorted(mz, intensity);
}

inline const std::map<int, float> kFentanyl{{42, 180},  {44, 90},  {57, 150},  {77, 90},
                                            {91, 120},  {96, 110}, {105, 240}, {146, 650},
                                            {189, 300}, {245, 999}};

inline LibraryRecord record(const std::string& id, const std::string& name, const std::string& key,
                            const std::string& isomer_key, const std::string& compound_class,
                            const std::map<int, float>& spectrum) {
  LibraryRecord made;
  made.id = id;
  made.name = name;
  made.inchikey = key;
  made.formula = "C22H28N2O";
  made.isomer_key = isomer_key;
  made.compound_class = compound_class;
  made.licence = "test";
  made.source = "test";
  made.acquisition.ionisation = Ionisation::ei;
  made.peaks = peaks(spectrum);
  return made;
}

class IdentifyTest : public ::testing::Test {
 protected:
  Identification conclude(const std::vector<LibraryRecord>& records,
                          const std::map<int, float>& spectrum, double detection_limit = 0.0) {
    const auto path = folder_.path() / "test.bplib";
    write_library(path, "test", records);
    const Library library = Library::open(path);
    Query query;
    query.peaks = peaks(spectrum);
    query.raw_peaks = query.peaks;
    query.purity = 1.0;
    query.acquisition = acquisition_;
    query.stated_mass = stated_mass_;
    query.stated_formula = stated_formula_;
    query.stated_inchikey = stated_inchikey_;
    query.stated_precursor_mz = stated_precursor_mz_;
    query.detection_limit = detection_limit;
    query.remarks = {"2 ions saturated"};
    query.source_remarks = {"it states no ionisation"};
    std::vector<Query> queries{query};
    const auto backend = make_cpu_backend(library);
    const bool is_ms2 = acquisition_.ms_level > 1;
    auto matches =
        search(queries, library, *backend, is_ms2 ? method_.ms2_search : method_.ei_search, 1);
    return identify(std::move(queries), std::move(matches), library, method_).front();
  }
  TemporaryFolder folder_;
  Method method_;
  std::optional<double> stated_mass_;
  std::string stated_formula_;
  std::string stated_inchikey_;
  std::optional<double> stated_precursor_mz_;
  Acquisition acquisition_ = [] {
    Acquisition ei;
    ei.ionisation = Ionisation::ei;
    return ei;
  }();
};

// Whether a reason holds these words.
inline bool says(const Identification& found, const std::string& words) {
  return std::any_of(found.why.begin(), found.why.end(), [&](const std::string& reason) {
    return reason.find(words) != std::string::npos;
  });
}

}  // namespace basepeak::test
