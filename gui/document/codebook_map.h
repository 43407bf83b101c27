// The entries of a codebook on a plane, and how its codes follow one another.
#pragma once

#include <QPointF>
#include <QString>
#include <vector>

#include "codec/base/types.h"
#include "codec/engine/model.h"
#include "codec/files/phone_track.h"

namespace gui {

struct CodebookMap {
  std::vector<QPointF> places;  // one a code, the larger extent -1 .. 1
  double explained = 0.0;       // share of the entries' variance that the two directions hold
};

// The two directions in which a codebook's entries differ most (principal components). Entries that
// lie together sound alike. Threads: any.
CodebookMap mapOf(const codec::Model& model, int level);

// How often what stands in a row is followed by what stands in a column.
struct Transitions {
  std::vector<QString> names;        // most frequent first
  std::vector<std::int64_t> counts;  // row-major
  std::int64_t at(std::size_t from, std::size_t to) const {
    return counts[from * names.size() + to];
  }
};
// Of the most frequent codes of a level; a code is not followed by itself.
Transitions codeTransitions(const codec::Codes& codes, int level, std::size_t most);
Transitions phoneTransitions(const std::vector<codec::PhoneRun>& runs, std::size_t most);

}  // namespace gui
