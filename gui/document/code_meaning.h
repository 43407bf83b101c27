// What single codes most likely stand for: the phones that a probe found behind the codes of a
// semantic codebook. Plain data for the views.
#pragma once

#include <QString>
#include <cstddef>
#include <vector>

#include "codec/base/types.h"
#include "codec/engine/model.h"

namespace gui {

struct CodeMeaning {
  QString phone;       // as the model's table names it; empty: the code was never heard
  double share = 0.0;  // of the code's frames that were this phone, 0..1
};

struct CodeMeanings {
  int level = -1;                   // the codebook they are about
  std::vector<CodeMeaning> ofCode;  // one a code

  // Null where nothing is known.
  const CodeMeaning* of(int ofLevel, codec::Code code) const {
    if (ofLevel != level || std::size_t{code} >= ofCode.size()) return nullptr;
    const CodeMeaning& m = ofCode[code];
    return m.phone.isEmpty() ? nullptr : &m;
  }
};

// Of the model's table of phones, where its first codebook is semantic; empty where there is none.
CodeMeanings meaningsOf(const codec::Model& model);

}  // namespace gui
