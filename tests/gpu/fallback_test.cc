#include "gpu/fallback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/error.h"
#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

// Fails from its second search on.
class FailingBackend final : public Backend {
 public:
  explicit FailingBackend(ErrorKind kind) : kind_(kind) {}
  [[nodiscard]] std::string name() const override { return "failing"; }
  [[nodiscard]] float error_bound(const SearchSettings&) const noexcept override { return 0.0F; }
  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings&,
                                                            std::size_t) const override {
    if (calls_++ > 0) throw Error(kind_, "the card fell out");
    return std::vector<std::vector<Candidate>>(queries.size());
  }

 private:
  ErrorKind kind_;
  mutable int calls_ = 0;
};

struct Searched {
  Library library =
      library_of({record_of("a", peaks_of({{80.0, 5.0}, {90.0, 7.0}}), Ionisation::esi, 150.0)});
  SearchSettings settings;
  Query query;
  Searched() {
    settings.score = Score::ms2_entropy;
    query.peaks = peaks_of({{80.0, 5.0}, {90.0, 7.0}});
  }
  std::size_t found(const Backend& backend) const {
    return backend.propose(std::span(&query, 1), settings, 5).front().size();
  }
};

TEST(Fallback, AnswersByTheProcessorAndSaysSoOnceTheDeviceFails) {
  const Searched searched;
  const auto backend = make_fallback_backend(
      searched.library, [] { return std::make_unique<FailingBackend>(ErrorKind::device); });
  EXPECT_EQ(searched.found(*backend), 0U);
  EXPECT_EQ(backend->name(), "failing");
  EXPECT_EQ(searched.found(*backend), 1U);
  EXPECT_EQ(backend->name(), "cpu (no GPU: the card fell out)");
  EXPECT_EQ(searched.found(*backend), 1U);
}

TEST(Fallback, SaysWhyThereIsNoDevice) {
  const Searched searched;
  const auto backend = make_fallback_backend(searched.library, []() -> std::unique_ptr<Backend> {
    throw Error(ErrorKind::device, "no card");
  });
  EXPECT_EQ(backend->name(), "cpu (no GPU: no card)");
  EXPECT_EQ(searched.found(*backend), 1U);
}

TEST(Fallback, HidesNoOtherError) {
  const Searched searched;
  const auto backend = make_fallback_backend(
      searched.library, [] { return std::make_unique<FailingBackend>(ErrorKind::library); });
  EXPECT_EQ(searched.found(*backend), 0U);
  EXPECT_THROW((void)searched.found(*backend), Error);
}

}  // namespace
}  // namespace basepeak
