#include <algorithm>
#include <map>
#include <mutex>

#include "engine/search/backend.h"
#include "engine/search/ei_index.h"
#include "engine/search/prepared.h"

namespace basepeak {

namespace {

// The records that a score compares, prepared; parallel arrays in record order.
struct PreparedLibrary {
  std::vector<std::uint32_t> record;
  std::vector<std::int64_t> precursor_udalton;  // 0 for none
  std::vector<PreparedSpectrum> spectrum;
  std::unique_ptr<EiIndex> ei;  // where the score compares EI spectra
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

// Scores by the scores' own definition, so that its bound is 0: every MS/MS record, and the EI
// records that EiIndex cannot rule out.
class CpuBackend final : public Backend {
 public:
  explicit CpuBackend(const Library& library) : library_(library) {}
  [[nodiscard]] std::string name() const override { return "cpu"; }
  [[nodiscard]] float error_bound(const SearchSettings&) const noexcept override { return 0.0F; }

  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted) const override {
    const std::shared_ptr<const PreparedLibrary> records = prepared(settings);
    if (records->ei) return propose_ei(queries, *records, settings, wanted);
    std::vector<std::vector<Candidate>> proposals(queries.size());
    for (std::size_t q = 0; q < queries.size(); ++q) {
      std::vector<Scored> found = scan(queries[q], *records, settings);
      keep_best(found, wanted);
      for (const Scored& scored : found) {
        proposals[q].push_back({scored.record, static_cast<float>(scored.score)});
      }
    }
    return proposals;
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

  [[nodiscard]] static std::vector<Scored> scan(const Query& query, const PreparedLibrary& records,
                                                const SearchSettings& settings) {
    const PreparedSpectrum prepared_query = prepare_query(query, settings);
    const auto window = precursor_window(query, settings);
    std::vector<Scored> found;
    for (std::size_t i = 0; i < records.record.size(); ++i) {
      if (window && (records.precursor_udalton[i] < window->first ||
                     records.precursor_udalton[i] > window->second)) {
        continue;
      }
      const double score = compare(prepared_query, records.spectrum[i], settings).score;
      if (score > 0.0) found.push_back({records.record[i], score});
    }
    return found;
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
      records->precursor_udalton.push_back(to_udalton(library_.precursor_mz(i)));
      records->spectrum.push_back(prepare_record(library_, i, settings));
    }
    if (is_ei(settings.score)) {
      records->ei = std::make_unique<EiIndex>(records->spectrum, settings.score);
    }
    return records;
  }

  const Library& library_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const PreparedLibrary>> prepared_;
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(const Library& library) {
  return std::make_unique<CpuBackend>(library);
}

}  // namespace basepeak
