#include "gui/document/code_meaning.h"

#include "codec/model/phone_table.h"

namespace gui {

CodeMeanings meaningsOf(const codec::Model& model) {
  CodeMeanings meanings;
  const codec::PhoneTable* table = model.phones().get();
  if (table == nullptr || !model.is_semantic()) return meanings;
  meanings.level = table->level - 1;
  meanings.ofCode.reserve(table->codes.size());
  for (const auto& shares : table->codes) {
    CodeMeaning meaning;
    if (!shares.empty()) {
      const auto phone = static_cast<std::size_t>(shares.front().phone);
      meaning = {QString::fromStdString(table->phones[phone]), shares.front().share};
    }
    meanings.ofCode.push_back(meaning);
  }
  return meanings;
}

}  // namespace gui
