#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/search/backend.h"
#include "engine/search/ei_index.h"
#include "engine/search/linear_scan.h"
#include "engine/search/ms2_index.h"
#include "engine/search/prepared.h"
#include "engine/search/record_filter.h"
#include "engine/search/wanted_best.h"

namespace basepeak {

namespace {

// The EI records of a library, prepared for one score; parallel arrays in record order.
struct PreparedLibrary final : PreparedRecords {
  std::vector<std::uint32_t> record;
  std::vector<PreparedSpectrum> spectrum;
  std::unique_ptr<EiIndex> ei;

  [[nodiscard]] const PreparedSpectrum* find(std::uint32_t wanted) const override {
    const auto at = std::lower_bound(record.begin(), record.end(), wanted);
    if (at == record.end() || *at != wanted) return nullptr;
    return &spectrum[static_cast<std::size_t>(at - record.begin())];
  }
  [[nodiscard]] bool copy(std::uint32_t wanted, PreparedSpectrum& to) const override {
    const PreparedSpectrum* const found = find(wanted);
    if (found != nullptr) to = *found;
    return found != nullptr;
  }
};

// So few admitted records are compared one by one rather than found in an index.
constexpr std::size_t kFewAdmitted = 500;

bool admits_few(const SearchSettings& settings) {
  return settings.admitted && settings.admitted->records().count() <= kFewAdmitted;
}

bool is_scanned(const SearchSettings& settings) {
  return settings.score == Score::ei_neutral_loss || settings.rank_by != RankBy::score ||
         admits_few(settings);
}

// Scores by the scores' own definition what Ms2Index and EiIndex cannot rule out, or every record
// where no index serves, so that its bound is 0.
class CpuBackend final : public Backend {
 public:
  explicit CpuBackend(const Library& library) : library_(library) {}
  [[nodiscard]] std::string name() const override { return "cpu"; }
  [[nodiscard]] float error_bound(const SearchSettings&) const noexcept override { return 0.0F; }

  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted) const override {
    if (is_scanned(settings)) {
      return linear_scan(queries, library_, settings, wanted, prepared_records(settings).get());
    }
    if (!is_ei(settings.score)) return ms2_index(settings)->propose(queries, settings, wanted);
    return propose_ei(queries, *prepared(settings), settings, wanted);
  }

  [[nodiscard]] std::shared_ptr<const PreparedRecords> prepared_records(
      const SearchSettings& settings) const override {
    if (admits_few(settings)) return nullptr;
    if (is_ei(settings.score)) return prepared(settings);
    if (is_scanned(settings)) return nullptr;  // an index would have to be built for nothing else
    return ms2_index(settings);
  }

 private:
  [[nodiscard]] static std::vector<std::vector<Candidate>> propose_ei(
      std::span<const Query> queries, const PreparedLibrary& records,
      const SearchSettings& settings, std::size_t wanted) {
    std::vector<PreparedSpectrum> prepared;
    prepared.reserve(queries.size());
    for (const Query& query : queries) prepared.push_back(prepare_query(query, settings));
    std::optional<RecordSet> admitted;  // by index into `records`
    if (settings.admitted) {
      admitted.emplace(records.record.size());
      for (std::uint32_t i = 0; i < records.record.size(); ++i) {
        if (settings.admitted->contains(records.record[i])) admitted->add(i);
      }
    }
    auto best = records.ei->best(prepared, settings, wanted, admitted ? &*admitted : nullptr);
    std::vector<std::vector<Candidate>> proposals(queries.size());
    for (std::size_t q = 0; q < queries.size(); ++q) {
      keep_best(best[q], wanted);
      for (const auto& [index, score] : best[q]) {
        proposals[q].push_back({records.record[index], static_cast<float>(score)});
      }
    }
    return proposals;
  }

  [[nodiscard]] std::shared_ptr<const PreparedLibrary> prepared(
      const SearchSettings& settings) const {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<const PreparedLibrary>& entry = prepared_[preparation_key(settings)];
    if (!entry) entry = build(settings);
    return entry;
  }

  [[nodiscard]] std::shared_ptr<const PreparedLibrary> build(const SearchSettings& settings) const {
    auto records = std::make_shared<PreparedLibrary>();
    for (std::uint32_t i = 0; i < library_.size(); ++i) {
      if (!is_comparable(library_, i, settings.score)) continue;
      records->record.push_back(i);
      records->spectrum.push_back(prepare_record(library_, i, settings));
    }
    if (settings.score != Score::ei_neutral_loss) {
      records->ei = std::make_unique<EiIndex>(records->spectrum, settings.score);
    }
    return records;
  }

  [[nodiscard]] std::shared_ptr<const Ms2Index> ms2_index(const SearchSettings& settings) const {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<const Ms2Index>& entry = ms2_[preparation_key(settings)];
    if (!entry) {
      entry = std::make_shared<Ms2Index>(library_, settings, std::thread::hardware_concurrency());
    }
    return entry;
  }

  const Library& library_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const PreparedLibrary>> prepared_;
  mutable std::map<std::string, std::shared_ptr<const Ms2Index>> ms2_;
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(const Library& library) {
  return std::make_unique<CpuBackend>(library);
}

}  // namespace basepeak
