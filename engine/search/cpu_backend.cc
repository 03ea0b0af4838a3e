#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include "engine/search/backend.h"
#include "engine/search/ei_index.h"
#include "engine/search/ms2_index.h"
#include "engine/search/prepared.h"

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

struct Scored {
  std::uint32_t record;
  double score;
};

void keep_best(std::vector<Scored>& found, std::size_t wanted) {
  if (wanted == 0 || found.size() <= wanted) return;
  std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(wanted - 1),
                   found.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  const double least = found[wanted - 1].score;
  std::erase_if(found, [&](const Scored& scored) { return scored.score < least; });
}

// Scores by the scores' own definition what Ms2Index and EiIndex cannot rule out, so that its bound
// is 0.
class CpuBackend final : public Backend {
 public:
  explicit CpuBackend(const Library& library) : library_(library) {}
  [[nodiscard]] std::string name() const override { return "cpu"; }
  [[nodiscard]] float error_bound(const SearchSettings&) const noexcept override { return 0.0F; }

  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted) const override {
    if (!is_ei(settings.score)) return ms2_index(settings)->propose(queries, settings, wanted);
    return propose_ei(queries, *prepared(settings), settings, wanted);
  }

  [[nodiscard]] std::shared_ptr<const PreparedRecords> prepared_records(
      const SearchSettings& settings) const override {
    if (is_ei(settings.score)) return prepared(settings);
    return ms2_index(settings);
  }

 private:
  [[nodiscard]] static std::vector<std::vector<Candidate>> propose_ei(
      std::span<const Query> queries, const PreparedLibrary& records,
      const SearchSettings& settings, std::size_t wanted) {
    std::vector<PreparedSpectrum> prepared;
    prepared.reserve(queries.size());
    for (const Query& query : queries) prepared.push_back(prepare_query(query, settings));
    const auto best = records.ei->best(prepared, settings, wanted);
    std::vector<std::vector<Candidate>> proposals(queries.size());
    for (std::size_t q = 0; q < queries.size(); ++q) {
      std::vector<Scored> found;
      for (const auto& [record, score] : best[q]) found.push_back({records.record[record], score});
      keep_best(found, wanted);
      for (const Scored& scored : found) {
        proposals[q].push_back({scored.record, static_cast<float>(scored.score)});
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
    records->ei = std::make_unique<EiIndex>(records->spectrum, settings.score);
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
