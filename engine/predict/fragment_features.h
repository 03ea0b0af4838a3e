#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "engine/predict/fragments.h"

namespace basepeak {

inline constexpr std::size_t kFragmentFeatureCount = 56;
using FragmentFeatures = std::array<float, kFragmentFeatureCount>;

// What the generic scorer knows of a fragment, apart from hydrogens gained: what was cut, what it
// and the rest hold, what stands beside the cuts. Names in the order of the values; they are part
// of a model's schema.
[[nodiscard]] std::span<const std::string_view> fragment_feature_names() noexcept;
[[nodiscard]] FragmentFeatures fragment_features(const FragmentGraph& molecule,
                                                 const Fragment& fragment);

}  // namespace basepeak
