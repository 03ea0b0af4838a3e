#include "engine/search/search_settings.h"

#include <array>
#include <string>
#include <utility>

#include "engine/error.h"

namespace basepeak {

namespace {

constexpr std::array<std::pair<Score, const char*>, 14> kNames = {{
    {Score::ei_identity, "ei-identity"},
    {Score::ei_simple, "ei-simple"},
    {Score::ei_hybrid, "ei-hybrid"},
    {Score::ei_weighted_cosine, "ei-weighted-cosine"},
    {Score::ei_stein_scott, "ei-stein-scott"},
    {Score::ei_neutral_loss, "ei-neutral-loss"},
    {Score::ms2_entropy, "ms2-entropy"},
    {Score::ms2_hybrid_entropy, "ms2-hybrid-entropy"},
    {Score::ms2_neutral_loss_entropy, "ms2-neutral-loss-entropy"},
    {Score::ms2_cosine, "ms2-cosine"},
    {Score::ms2_modified_cosine, "ms2-modified-cosine"},
    {Score::ms2_cosine_greedy, "ms2-cosine-greedy"},
    {Score::ms2_modified_cosine_greedy, "ms2-modified-cosine-greedy"},
    {Score::ms2_neutral_loss_cosine, "ms2-neutral-loss-cosine"},
}};

}  // namespace

const char* name(Score score) noexcept {
  for (const auto& [value, text] : kNames) {
    if (value == score) return text;
  }
  return "unknown";
}

Score parse_score(std::string_view text) {
  std::string known;
  for (const auto& [value, score_name] : kNames) {
    if (text == score_name) return value;
    known += known.empty() ? "" : ", ";
    known += score_name;
  }
  throw Error(ErrorKind::usage,
              "there is no score '" + std::string(text) + "'; the scores are " + known);
}

bool is_ei(Score score) noexcept {
  switch (score) {
    case Score::ei_identity:
    case Score::ei_simple:
    case Score::ei_hybrid:
    case Score::ei_weighted_cosine:
    case Score::ei_stein_scott:
    case Score::ei_neutral_loss: return true;
    case Score::ms2_entropy:
    case Score::ms2_hybrid_entropy:
    case Score::ms2_neutral_loss_entropy:
    case Score::ms2_cosine:
    case Score::ms2_modified_cosine:
    case Score::ms2_cosine_greedy:
    case Score::ms2_modified_cosine_greedy:
    case Score::ms2_neutral_loss_cosine: return false;
  }
  return false;
}

bool is_cosine(Score score) noexcept {
  return score == Score::ms2_cosine || score == Score::ms2_modified_cosine ||
         score == Score::ms2_cosine_greedy || score == Score::ms2_modified_cosine_greedy ||
         score == Score::ms2_neutral_loss_cosine;
}

bool is_match_factor(Score score) noexcept {
  return score == Score::ei_identity || score == Score::ei_simple || score == Score::ei_hybrid ||
         score == Score::ei_neutral_loss;
}

bool has_reverse(Score score) noexcept { return is_ei(score) || is_cosine(score); }

bool is_neutral_loss(Score score) noexcept {
  return score == Score::ei_neutral_loss || score == Score::ms2_neutral_loss_entropy ||
         score == Score::ms2_neutral_loss_cosine;
}

}  // namespace basepeak
