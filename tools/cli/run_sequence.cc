#include "tools/cli/run_sequence.h"

#include <algorithm>
#include <map>

#include "engine/read/acquisition_time.h"

namespace basepeak {

RunSequence sequence_of(std::span<const std::optional<RunHeader>> headers) {
  RunSequence sequence;
  sequence.before.resize(headers.size());
  sequence.basis.resize(headers.size());
  std::map<std::string, std::vector<std::size_t>> by_instrument;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (headers[i] && !headers[i]->is_spectrum_collection) {
      by_instrument[headers[i]->instrument].push_back(i);
    } else {
      sequence.order.push_back(i);
    }
  }
  for (auto& [instrument, runs] : by_instrument) {
    std::vector<std::optional<AcquisitionTime>> times(headers.size());
    bool has_times = true;
    for (const std::size_t run : runs) {
      times[run] = acquisition_time(headers[run]->acquired);
      has_times = has_times && times[run] && times[run]->has_clock_time;
    }
    if (has_times) {
      std::stable_sort(runs.begin(), runs.end(), [&](std::size_t a, std::size_t b) {
        return times[a]->seconds < times[b]->seconds;
      });
    }
    for (std::size_t k = 0; k < runs.size(); ++k) {
      const bool is_tie =
          has_times && k > 0 && times[runs[k]]->seconds == times[runs[k - 1]]->seconds;
      sequence.basis[runs[k]] =
          has_times && !is_tie ? RunSequence::kByTime : RunSequence::kByCommand;
      if (k > 0) sequence.before[runs[k]] = runs[k - 1];
      sequence.order.push_back(runs[k]);
    }
  }
  return sequence;
}

}  // namespace basepeak
