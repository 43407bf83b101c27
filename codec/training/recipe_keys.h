// What a recipe (codec/training/recipe.h) may say, for help and pages.
#pragma once

#include <string>
#include <vector>

namespace codec {

struct RecipeKey {
  std::string name;       // members of the model are called "model.levels"
  std::string otherwise;  // JSON of the value that an absent key has
  std::string what;
};
std::vector<RecipeKey> recipe_keys();

}  // namespace codec
