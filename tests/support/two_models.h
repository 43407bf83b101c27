// A fixture with two models of one shape and different weights.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "tests/support/random_model.h"

namespace testing_support {

class TwoModels : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    model_ = random_model(tiny_config(), 1);
    auto other = tiny_config();
    other.name = "another";
    other_ = random_model(other, 2);
  }
  static void TearDownTestSuite() {
    model_.reset();
    other_.reset();
  }

  inline static std::shared_ptr<const codec::Model> model_;
  inline static std::shared_ptr<const codec::Model> other_;
};

}  // namespace testing_support
