#include "tools/cli/batch_comparison.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/prepare/prepare.h"
#include "engine/read/run.h"
#include "engine/sha256.h"

namespace basepeak {

namespace {

struct Blank {
  RunComponents components;
  RunHeader header;
};

Blank read_blank(const std::string& path, const Method& method) {
  const std::unique_ptr<Run> run = open_run(path);
  if (run->header().is_spectrum_collection) {
    throw Error(ErrorKind::usage, path + ": a file of spectra cannot be a blank");
  }
  const Prepared prepared = prepare(*run, method);
  RunComponents components{run->header().name, sha256_file(run_data_file(path)),
                           run->header().acquired,
                           comparable_components(std::span<const Query>(prepared.queries))};
  return {std::move(components), run->header()};
}

std::optional<RunHeader> header_of(const std::string& path) {
  try {
    return open_run(path)->header();
  } catch (const Error&) {
    return std::nullopt;  // told where the run itself is processed
  }
}

RunComponents components_of(const Report& report) {
  return {report.run.header.name, report.run.sha256, report.run.header.acquired,
          comparable_components(std::span<const Identification>(report.components))};
}

Report::BatchFacts::OtherRun facts_of(const RunComponents& run) {
  return {run.name, run.sha256, run.acquired, run.components.size()};
}

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code failure;
  return std::filesystem::equivalent(a, b, failure) && !failure;
}

}  // namespace

BatchComparison::BatchComparison(const std::vector<std::string>& runs,
                                 const std::vector<std::string>& blanks, const Method& method,
                                 std::size_t threads)
    : method_(method), runs_(runs.size()) {
  // Opening a run can take a pass over its file: not where there is nothing to be put in order.
  const bool has_order = runs.size() + blanks.size() > 1 && method.batch.carry_over_percent > 0.0;
  std::vector<std::optional<RunHeader>> headers(runs.size());
  parallel_for(has_order ? runs.size() : 0, threads,
               [&](std::size_t i) { headers[i] = header_of(runs[i]); });
  std::vector<Blank> read(blanks.size());
  parallel_for(blanks.size(), threads,
               [&](std::size_t i) { read[i] = read_blank(blanks[i], method); });
  std::vector<RunComponents> apart;
  for (std::size_t i = 0; i < blanks.size(); ++i) {
    const std::string& path = blanks[i];
    Blank& blank = read[i];
    const bool is_run = std::any_of(
        runs.begin(), runs.end(), [&](const std::string& run) { return is_same_file(run, path); });
    if (!is_run) {
      headers.emplace_back(blank.header);
      apart.push_back(blank.components);
    }
    blanks_.push_back(std::move(blank.components));
  }
  sequence_ = sequence_of(headers);
  slots_.resize(headers.size());
  for (Slot& slot : slots_) slot.for_next = slot.components.get_future();
  for (std::size_t i = 0; i < apart.size(); ++i) tell(runs_ + i, std::move(apart[i]));
}

std::vector<std::size_t> BatchComparison::order() const {
  std::vector<std::size_t> order;
  for (const std::size_t run : sequence_.order) {
    if (run < runs_) order.push_back(run);
  }
  return order;
}

void BatchComparison::tell(std::size_t run, std::optional<RunComponents> components) {
  Slot& slot = slots_[run];
  if (slot.is_told) return;
  slot.is_told = true;
  slot.components.set_value(std::move(components));
}

void BatchComparison::give_up(std::size_t run) { tell(run, std::nullopt); }

void BatchComparison::compare(std::size_t run, Report& report) {
  tell(run, components_of(report));
  for (const RunComponents& blank : blanks_) {
    // A blank is not in itself.
    if (blank.sha256 == report.run.sha256) continue;
    flag_blank(report.components, blank, method_);
    report.batch.blanks.push_back(facts_of(blank));
  }
  const auto before = sequence_.before[run];
  if (!before || method_.batch.carry_over_percent <= 0.0) return;
  const std::optional<RunComponents> run_before = slots_[*before].for_next.get();
  // The same file named twice carries nothing over.
  if (!run_before || run_before->sha256 == report.run.sha256) return;
  flag_carry_over(report.components, *run_before, method_);
  report.batch.run_before = facts_of(*run_before);
  report.batch.order = sequence_.basis[run];
}

}  // namespace basepeak
