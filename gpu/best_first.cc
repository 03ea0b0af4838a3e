#include "gpu/best_first.h"

#include <algorithm>
#include <tuple>

#include "gpu/segments.h"

namespace basepeak {

namespace {

// So many nominees of one round are held at once, all queries together, and so many bytes of
// queries: with a quarter more for growth, on two streams and beside the keys between passes, what
// DeviceLayout keeps in reserve. A query that alone is larger goes alone.
constexpr std::size_t kMostNominees = std::size_t{1} << 22;
constexpr std::size_t kMostQueryBytes = std::size_t{32} << 20;

struct Answer {
  std::uint32_t query = 0;
  std::uint32_t floor = 1;
  std::uint32_t count = 0;
  std::vector<Nominee> nominees;
};

// A query to ask the device about.
struct Question {
  std::uint32_t query = 0;
  std::uint32_t floor = 1;
  std::uint32_t slots = 0;
  std::uint32_t scored_from = kHighestKey + 1;  // records with these keys and above are scored
};

std::vector<Answer> ask(std::span<const Question> questions, std::uint32_t slots,
                        std::uint32_t raise_at, const BestFirst& batch, Workspaces& workspaces) {
  const std::size_t count = questions.size();
  std::vector<std::uint32_t> queries;
  std::vector<std::uint32_t> floors;
  for (const Question& question : questions) {
    queries.push_back(question.query);
    floors.push_back(question.floor);
  }
  Arena head;
  const std::uint64_t floor_at = head.append(floors);
  const std::uint64_t count_at = head.append(std::vector<std::uint32_t>(count, 0));
  const std::uint64_t admitted_at = batch.admitted.empty() ? 0 : head.append(batch.admitted);
  const std::size_t nominee_at = head.bytes().size();
  const std::size_t room = nominee_at + count * slots * sizeof(Nominee);

  const Workspaces::Taken taken =
      batch.takes_all_streams ? workspaces.take_all() : workspaces.take_one();
  Workspace& on = taken.get();
  unsigned char* const start = on.upload_output(head.bytes(), room);
  Nominations to;
  to.floor = reinterpret_cast<std::uint32_t*>(start + floor_at);
  to.count = reinterpret_cast<std::uint32_t*>(start + count_at);
  to.nominee = reinterpret_cast<Nominee*>(start + nominee_at);
  to.slots = slots;
  to.raise_at = raise_at;
  if (!batch.admitted.empty()) {
    to.admitted = reinterpret_cast<const std::uint32_t*>(start + admitted_at);
  }
  batch.run(queries, to, on);
  const unsigned char* const result = on.download_output(room).data();
  std::vector<Answer> answers(count);
  for (std::size_t q = 0; q < count; ++q) {
    Answer& answer = answers[q];
    answer.query = queries[q];
    std::memcpy(&answer.floor, result + floor_at + q * sizeof(std::uint32_t), sizeof answer.floor);
    std::memcpy(&answer.count, result + count_at + q * sizeof(std::uint32_t), sizeof answer.count);
    answer.nominees.resize(std::min(answer.count, slots));
    if (answer.nominees.empty()) continue;
    std::memcpy(answer.nominees.data(), result + nominee_at + q * slots * sizeof(Nominee),
                answer.nominees.size() * sizeof(Nominee));
  }
  return answers;
}

// Scores the nominees below `scored_from` from the highest key down. True if none below the floor
// can be among the best.
bool add_nominees(RankedQuery& query, Answer& answer, std::uint32_t scored_from) {
  std::sort(answer.nominees.begin(), answer.nominees.end(), [](const Nominee& a, const Nominee& b) {
    return std::tuple(b.key, a.position) < std::tuple(a.key, b.position);
  });
  for (const Nominee& nominee : answer.nominees) {
    if (nominee.key >= scored_from) continue;
    // Below the floor some are missing: a further round asks for all of those, if for any.
    if (nominee.key < answer.floor || nominee.key < query.least_key()) break;
    query.add(nominee.position);
  }
  return query.least_key() >= answer.floor;
}

}  // namespace

std::vector<std::uint32_t> admitted_bits(const AdmittedRecords& admitted,
                                         std::span<const std::uint32_t> records) {
  std::vector<std::uint32_t> bits(records.size() / 32 + 1, 0);
  for (std::size_t p = 0; p < records.size(); ++p) {
    if (admitted.contains(records[p])) bits[p / 32] |= 1U << (p % 32);
  }
  return bits;
}

void find_best(std::span<const std::unique_ptr<RankedQuery>> queries, const BestFirst& batch,
               Workspaces& workspaces) {
  const auto raise_at =
      static_cast<std::uint32_t>(std::min<std::size_t>(batch.wanted * 2, kHighestKey));
  std::vector<Question> open;
  for (std::uint32_t q = 0; q < queries.size(); ++q) {
    open.push_back({q, queries[q]->least_key(), batch.slots});
  }
  for (bool is_first = true; !open.empty(); is_first = false) {
    // Floors that do not rise make counts exact: a second round with as many slots has room.
    const std::uint32_t raise = is_first ? raise_at : 0;
    std::sort(open.begin(), open.end(), [](const Question& a, const Question& b) {
      return std::tuple(a.slots, a.query) < std::tuple(b.slots, b.query);
    });
    std::vector<Question> next;
    for (std::size_t first = 0; first < open.size();) {
      std::size_t last = first + 1;
      std::size_t bytes = queries[open[first].query]->device_bytes();
      while (last < open.size() &&
             (last + 1 - first) * std::size_t{open[last].slots} <= kMostNominees) {
        bytes += queries[open[last].query]->device_bytes();
        if (bytes > kMostQueryBytes) break;
        ++last;
      }
      const std::uint32_t slots = open[last - 1].slots;
      std::vector<Answer> answers =
          ask(std::span(open).subspan(first, last - first), slots, raise, batch, workspaces);
      for (std::size_t i = 0; i < answers.size(); ++i) {
        Answer& answer = answers[i];
        const Question& asked = open[first + i];
        if (answer.count > slots) {
          next.push_back({asked.query, answer.floor, answer.count, asked.scored_from});
        } else if (!add_nominees(*queries[asked.query], answer, asked.scored_from)) {
          next.push_back(
              {asked.query, queries[asked.query]->least_key(), batch.slots, answer.floor});
        }
      }
      first = last;
    }
    open = std::move(next);
  }
}

}  // namespace basepeak
