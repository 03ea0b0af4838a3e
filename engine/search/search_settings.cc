#include "engine/search/search_settings.h"

#include <array>
#include <string>
#include <utility>

#include "engine/error.h"

namespace basepeak {

namespace {

constexpr std::array<std::pair<Score, const char*>, 16> kNames = {{
    {Score::ei_identity, "ei-identity"},
    {Score::ei_simple, "ei-simple"},
    {Score::ei_hybrid, "ei-hybrid"},
    {Score::ei_weighted_cosine, "ei-weighted-cosine"},
    {Score::ei_cosine, "ei-cosine"},
    {Score::ei_sqrt_cosine, "ei-sqrt-cosine"},
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

constexpr std::array<std::pair<SteinScott, const char*>, 4> kWeights = {{
    {SteinScott::nist_gc, "nist-gc"},
    {SteinScott::nist11_lc, "nist11-lc"},
    {SteinScott::massbank, "massbank"},
    {SteinScott::square_root, "square-root"},
}};

template <typename Value, std::size_t kCount>
const char* name_in(const std::array<std::pair<Value, const char*>, kCount>& names,
                    Value wanted) noexcept {
  for (const auto& [value, text] : names) {
    if (value == wanted) return text;
  }
  return "unknown";
}

template <typename Value, std::size_t kCount>
std::string listed(const std::array<std::pair<Value, const char*>, kCount>& names) {
  std::string text;
  for (const auto& [value, value_name] : names) {
    text += text.empty() ? "" : ", ";
    text += value_name;
  }
  return text;
}

// Throws Error{usage}: "there is no score 'x'; the scores are a, b".
template <typename Value, std::size_t kCount>
Value value_in(const std::array<std::pair<Value, const char*>, kCount>& names,
               std::string_view text, const char* no, const char* others) {
  for (const auto& [value, value_name] : names) {
    if (text == value_name) return value;
  }
  throw Error(ErrorKind::usage, std::string("there ") + no + " '" + std::string(text) + "'; " +
                                    others + " " + listed(names));
}

}  // namespace

const char* name(Score score) noexcept { return name_in(kNames, score); }

Score parse_score(std::string_view text) {
  return value_in(kNames, text, "is no score", "the scores are");
}

std::string score_names() { return listed(kNames); }

const char* name(SteinScott weights) noexcept { return name_in(kWeights, weights); }

SteinScott parse_stein_scott(std::string_view text) {
  return value_in(kWeights, text, "are no Stein-Scott weights", "there are");
}

bool is_ei(Score score) noexcept {
  switch (score) {
    case Score::ei_identity:
    case Score::ei_simple:
    case Score::ei_hybrid:
    case Score::ei_weighted_cosine:
    case Score::ei_cosine:
    case Score::ei_sqrt_cosine:
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

bool is_ei_cosine(Score score) noexcept {
  return score == Score::ei_weighted_cosine || score == Score::ei_cosine ||
         score == Score::ei_sqrt_cosine;
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
