#include "tools/train/quality_fit.h"

#include <gtest/gtest.h>

namespace basepeak::train {
namespace {

TEST(QualityFit, DoesNotDependOnTheUnitOfAFeature) {
  std::vector<std::vector<double>> features;
  std::vector<std::vector<double>> in_thousandths;
  std::vector<double> cosines;
  for (int i = 0; i < 40; ++i) {
    const double a = 0.5 + 0.01 * (i % 7);
    const double b = 0.1 * (i % 3);
    features.push_back({a, b});
    in_thousandths.push_back({1000.0 * a, b});
    cosines.push_back(0.3 + 0.8 * a - 0.2 * b);
  }
  const QualityModel model = fit_scaled_quality(features, cosines);
  const QualityModel other = fit_scaled_quality(in_thousandths, cosines);
  for (std::size_t i = 0; i < features.size(); ++i) {
    EXPECT_NEAR(model.expected(features[i]), cosines[i], 2e-3);
    EXPECT_NEAR(model.expected(features[i]), other.expected(in_thousandths[i]), 1e-9);
  }
}

TEST(QualityFit, PassesOverAFeatureThatNeverDiffers) {
  const QualityModel model =
      fit_scaled_quality({{8.0, 0.1}, {8.0, 0.2}, {8.0, 0.3}}, {0.7, 0.8, 0.9});
  EXPECT_NEAR(model.expected(std::vector<double>{8.0, 0.2}), 0.8, 1e-9);
  EXPECT_NEAR(model.coefficients[0], 0.0, 1e-9);
}

}  // namespace
}  // namespace basepeak::train
