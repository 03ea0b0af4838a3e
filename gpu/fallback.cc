#include "gpu/fallback.h"

#include <algorithm>
#include <mutex>

#include "engine/error.h"

namespace basepeak {

namespace {

class FallbackBackend final : public Backend {
 public:
  FallbackBackend(const Library& library,
                  const std::function<std::unique_ptr<Backend>()>& make_first)
      : processor_(make_cpu_backend(library)) {
    try {
      first_ = make_first();
    } catch (const Error& error) {
      give_up(error);
    }
  }

  [[nodiscard]] std::string name() const override {
    const std::lock_guard lock(mutex_);
    return first_ ? first_->name() : processor_->name() + " (no GPU: " + why_ + ")";
  }
  [[nodiscard]] float error_bound(const SearchSettings& settings) const noexcept override {
    return std::max(processor_->error_bound(settings), bound_of_first(settings));
  }
  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted) const override {
    if (const auto first = current()) {
      try {
        return first->propose(queries, settings, wanted);
      } catch (const Error& error) {
        give_up(error);
      }
    }
    return processor_->propose(queries, settings, wanted);
  }
  [[nodiscard]] std::shared_ptr<const PreparedRecords> prepared_records(
      const SearchSettings& settings) const override {
    const auto first = current();
    return first ? first->prepared_records(settings) : processor_->prepared_records(settings);
  }

 private:
  [[nodiscard]] std::shared_ptr<const Backend> current() const {
    const std::lock_guard lock(mutex_);
    return first_;
  }
  [[nodiscard]] float bound_of_first(const SearchSettings& settings) const noexcept {
    const auto first = current();
    return first ? first->error_bound(settings) : 0.0F;
  }
  // Rethrows what is no fault of the device.
  void give_up(const Error& error) const {
    if (error.kind() != ErrorKind::device) throw;
    const std::lock_guard lock(mutex_);
    first_ = nullptr;
    why_ = error.what();
  }

  std::unique_ptr<Backend> processor_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Backend> first_;
  mutable std::string why_;
};

}  // namespace

std::unique_ptr<Backend> make_fallback_backend(
    const Library& library, const std::function<std::unique_ptr<Backend>()>& make_first) {
  return std::make_unique<FallbackBackend>(library, make_first);
}

}  // namespace basepeak
