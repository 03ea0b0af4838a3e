#include "engine/identify/polarity_evidence.h"

#include <algorithm>
#include <vector>

#include "engine/identify/number_text.h"

namespace basepeak {

namespace {

const char* word(Polarity polarity) {
  return polarity == Polarity::negative ? "negative" : "positive";
}

}  // namespace

std::string strike_other_polarity(const Library& library, Identification& found) {
  const Polarity measured = found.query.acquisition.polarity;
  if (measured == Polarity::unknown) return {};
  std::vector<Match>& hits = found.matches.hits;
  const auto struck = std::stable_partition(hits.begin(), hits.end(), [&](const Match& hit) {
    const Polarity of_record = library.polarity(hit.record);
    return of_record == Polarity::unknown || of_record == measured;
  });
  if (struck == hits.end()) return {};
  const auto count = static_cast<std::size_t>(hits.end() - struck);
  const Polarity other = measured == Polarity::negative ? Polarity::positive : Polarity::negative;
  std::string sentence = std::to_string(count) + (count == 1 ? " hit" : " hits") +
                         " left out: of " + word(other) + " ions, and the spectrum is of " +
                         word(measured) + " ones; the nearest was " +
                         std::string(library.compound_name(struck->record)) + " (" +
                         with_digits(struck->score, 3) + ")";
  hits.erase(struck, hits.end());
  return sentence;
}

}  // namespace basepeak
