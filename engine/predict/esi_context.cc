#include "engine/predict/esi_context.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <span>

#include "engine/predict/quality.h"

namespace basepeak {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr int kMostAgreement = 6;  // surroundings within 5 bonds say all there is to say

// C H N O.
struct Difference {
  const char* name;
  std::array<int, 4> atoms;
};
constexpr std::array<Difference, kEsiDifferences> kDifferences = {{{"+H", {0, 1, 0, 0}},
                                                                   {"-H", {0, -1, 0, 0}},
                                                                   {"+H2", {0, 2, 0, 0}},
                                                                   {"-H2", {0, -2, 0, 0}},
                                                                   {"+H2O", {0, 2, 0, 1}},
                                                                   {"-H2O", {0, -2, 0, -1}},
                                                                   {"+NH3", {0, 3, 1, 0}},
                                                                   {"-NH3", {0, -3, -1, 0}},
                                                                   {"+CO", {1, 0, 0, 1}},
                                                                   {"-CO", {-1, 0, 0, -1}},
                                                                   {"+C2H4", {2, 4, 0, 0}},
                                                                   {"-C2H4", {-2, -4, 0, 0}}}};

// Writes columns one after another into the rows.
class Columns {
 public:
  explicit Columns(std::size_t rows) : rows_(rows) {}
  template <typename Value>
  void add(const Value& value) {
    for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i][at_] = static_cast<float>(value(i));
    ++at_;
  }
  std::vector<EsiContextRow> take() { return std::move(rows_); }

 private:
  std::vector<EsiContextRow> rows_;
  std::size_t at_ = 0;
};

Composition without_hydrogen(Composition ion) {
  ion.count[1] = 0;
  return ion;
}

double entropy_of(const std::vector<double>& roots) {
  double sum = 0.0;
  double entropy = 0.0;
  for (const double root : roots) sum += root * root;
  for (const double root : roots)
    if (root > 0.0) entropy -= root * root / sum * std::log(root * root / sum);
  return entropy;
}

class Context {
 public:
  explicit Context(const EsiEvidence& evidence)
      : evidence_(evidence), columns_(evidence.candidates.size()) {
    for (std::size_t i = 0; i < evidence.candidates.size(); ++i)
      place_.emplace(evidence.candidates[i].composition, i);
  }

  std::vector<EsiContextRow> rows() {
    const std::vector<double> generics = generics_of(evidence_);
    const std::vector<double> transfers = transfers_of(evidence_);
    add_others(generics);
    add_others(transfers);
    add_agreement(generics, transfers);
    add_analogues();
    return columns_.take();
  }

 private:
  // `roots`: one a candidate.
  void add_others(const std::vector<double>& roots) {
    const auto& candidates = evidence_.candidates;
    for (const Difference& difference : kDifferences)
      columns_.add([&](std::size_t i) { return at_difference(i, difference.atoms, roots); });
    std::map<Composition, double> of_heavy_atoms;
    double total = 1e-9;
    for (std::size_t i = 0; i < roots.size(); ++i) {
      of_heavy_atoms[without_hydrogen(candidates[i].composition)] += roots[i] * roots[i];
      total += roots[i] * roots[i];
    }
    columns_.add([&](std::size_t i) {
      const double all = of_heavy_atoms[without_hydrogen(candidates[i].composition)];
      return std::sqrt(std::max(0.0, all - roots[i] * roots[i]));
    });
    columns_.add([&](std::size_t i) { return strongest_beside(i, roots); });
    std::vector<double> above(roots.size());
    double sum = 0.0;
    for (std::size_t i = roots.size(); i-- > 0; sum += roots[i] * roots[i]) above[i] = sum / total;
    columns_.add([&](std::size_t i) { return above[i]; });
  }

  double at_difference(std::size_t i, const std::array<int, 4>& atoms,
                       const std::vector<double>& roots) const {
    Composition other = evidence_.candidates[i].composition;
    for (std::size_t e = 0; e < atoms.size(); ++e) {
      const int count = other.count[e] + atoms[e];
      if (count < 0) return 0.0;
      other.count[e] = static_cast<std::uint16_t>(count);
    }
    const auto found = place_.find(other);
    return found == place_.end() ? 0.0 : roots[found->second];
  }

  double strongest_beside(std::size_t i, const std::vector<double>& roots) const {
    const auto& candidates = evidence_.candidates;
    const double mz = candidates[i].mz;
    const double window = esi_window(evidence_.conditions.instrument, mz);
    double strongest = 0.0;
    for (std::size_t j = i; j-- > 0 && mz - candidates[j].mz <= window;)
      strongest = std::max(strongest, roots[j]);
    for (std::size_t j = i + 1; j < roots.size() && candidates[j].mz - mz <= window; ++j)
      strongest = std::max(strongest, roots[j]);
    return strongest;
  }

  void add_agreement(const std::vector<double>& generics, const std::vector<double>& transfers) {
    double mean = 0.0;
    const std::size_t count = evidence_.analogues.size();
    for (std::size_t k = 0; k < count; ++k) {
      std::vector<double> carried;
      for (const EsiCandidate& candidate : evidence_.candidates)
        carried.push_back(candidate.carried[k]);
      mean += root_cosine(carried, transfers) / static_cast<double>(count);
    }
    for (const double value :
         {root_cosine(generics, transfers), mean, entropy_of(generics), entropy_of(transfers)})
      columns_.add([&](std::size_t) { return value; });
  }

  void add_analogues() {
    const std::size_t count = evidence_.analogues.size();
    std::vector<double> scale;
    for (std::size_t k = 0; k < count; ++k) {
      double squares = 0.0;
      for (const EsiCandidate& candidate : evidence_.candidates)
        squares += candidate.carried[k] * candidate.carried[k];
      scale.push_back(squares > 0.0 ? kUnitLength / std::sqrt(squares) : 0.0);
    }
    const auto unit = [&](std::size_t i, std::size_t k) {
      return scale[k] * evidence_.candidates[i].carried[k];
    };
    const auto mean = [&](std::size_t i) {
      double sum = 0.0;
      for (std::size_t k = 0; k < count; ++k) sum += evidence_.weights[k] * unit(i, k);
      return sum;
    };
    columns_.add(mean);
    columns_.add([&](std::size_t i) {
      const double middle = mean(i);
      double sum = 0.0;
      for (std::size_t k = 0; k < count; ++k)
        sum += evidence_.weights[k] * (unit(i, k) - middle) * (unit(i, k) - middle);
      return std::sqrt(sum);
    });
    columns_.add([&](std::size_t i) {
      double sum = 0.0;
      double weights = 0.0;
      for (std::size_t k = 0; k < count; ++k) {
        const double weight =
            local_weight(evidence_.weights[k], evidence_.candidates[i].agreement[k]);
        sum += weight * unit(i, k);
        weights += weight;
      }
      return weights > 0.0 ? static_cast<float>(sum / weights) : kNone;
    });
    for (std::size_t k = 0; k < kEsiNeighbours; ++k)
      columns_.add([&](std::size_t i) { return k < count ? unit(i, k) : double{kNone}; });
    for (std::size_t k = 0; k < kEsiNeighbours; ++k)
      columns_.add(
          [&](std::size_t) { return k < count ? evidence_.analogues[k].landed : double{kNone}; });
  }

  const EsiEvidence& evidence_;
  Columns columns_;
  std::map<Composition, std::size_t> place_;
};

}  // namespace

std::vector<EsiContextRow> esi_context(const EsiEvidence& evidence) {
  return Context(evidence).rows();
}

std::vector<std::string> esi_context_names() {
  std::vector<std::string> names;
  for (const std::string of : {"generic ", "transfer "}) {
    for (const Difference& difference : kDifferences) names.push_back(of + difference.name);
    for (const char* what : {"other hydrogens", "same m/z", "share above"})
      names.push_back(of + what);
  }
  for (const char* what : {"generic and transfer", "analogues and transfer", "generic entropy",
                           "transfer entropy", "unit mean", "unit spread", "unit local"})
    names.emplace_back(what);
  for (const char* what : {"unit ", "landed "})
    for (std::size_t k = 1; k <= kEsiNeighbours; ++k) names.push_back(what + std::to_string(k));
  return names;
}

double local_weight(double analogue_weight, int agreement) noexcept {
  return agreement == 0
             ? 0.0
             : std::sqrt(analogue_weight) * std::exp2(std::min(agreement, kMostAgreement));
}

}  // namespace basepeak
