#include "codec/study/phone_abx.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <tuple>
#include <utility>

#include "codec/model/phone_set.h"

namespace codec {
namespace {

using Segments = std::vector<std::uint32_t>;
constexpr std::uint32_t kAnyContext = 0;

// Where A, B and X are drawn from.
struct Cell {
  std::uint8_t a = 0, b = 0;
  std::size_t speaker = 0;
  std::uint32_t context = 0;
  const Segments* of_a = nullptr;
  const Segments* of_b = nullptr;
  std::shared_ptr<const std::vector<const Segments*>> of_x;  // one list a speaker
};

std::vector<PhoneSegment> segments_of(std::span<const std::vector<std::uint8_t>> phones,
                                      const AbxOptions& o) {
  std::vector<PhoneSegment> out;
  for (std::size_t i = 0; i < phones.size(); ++i) {
    const auto& labels = phones[i];
    for (std::size_t begin = 0, end = 0; begin < labels.size(); begin = end) {
      while (end < labels.size() && labels[end] == labels[begin]) ++end;
      if (labels[begin] == kUnknownPhone || labels[begin] == kSilence ||
          end - begin < o.least_frames || end - begin > o.most_frames) {
        continue;
      }
      out.push_back({i, begin, end - begin, labels[begin],
                     begin > 0 ? labels[begin - 1] : kUnknownPhone,
                     end < labels.size() ? labels[end] : kUnknownPhone});
    }
  }
  return out;
}

std::uint32_t context_of(const PhoneSegment& s) { return 1u + s.before * 256u + s.after; }

using Places = std::map<std::tuple<std::uint32_t, std::size_t, std::uint8_t>, Segments>;

// The segments by context, speaker and phone.
Places places_of(const std::vector<PhoneSegment>& segments, std::span<const std::size_t> speakers,
                 bool same_context) {
  Places out;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto& s = segments[i];
    if (same_context && (s.before == kUnknownPhone || s.after == kUnknownPhone)) continue;
    const auto context = same_context ? context_of(s) : kAnyContext;
    out[{context, speakers[s.recording], s.phone}].push_back(static_cast<std::uint32_t>(i));
  }
  return out;
}

std::vector<Cell> cells_of(const Places& places, AbxSpeakers kind) {
  std::map<std::pair<std::uint32_t, std::uint8_t>,
           std::vector<std::pair<std::size_t, const Segments*>>>
      voices;  // who says a phone in a context
  for (const auto& [key, list] : places) {
    const auto& [context, speaker, phone] = key;
    voices[{context, phone}].emplace_back(speaker, &list);
  }
  std::vector<Cell> cells;
  for (auto from = places.begin(); from != places.end();) {
    const auto context = std::get<0>(from->first);
    const auto speaker = std::get<1>(from->first);
    auto to = from;  // behind the phones of this speaker in this context
    while (to != places.end() && std::get<0>(to->first) == context &&
           std::get<1>(to->first) == speaker) {
      ++to;
    }
    for (auto a = from; a != to; ++a) {
      auto of_x = std::make_shared<std::vector<const Segments*>>();
      if (kind == AbxSpeakers::within) {
        if (a->second.size() >= 2) of_x->push_back(&a->second);
      } else {
        for (const auto& [other, list] : voices[{context, std::get<2>(a->first)}]) {
          if (other != speaker) of_x->push_back(list);
        }
      }
      if (of_x->empty()) continue;
      for (auto b = from; b != to; ++b) {
        if (b == a) continue;
        cells.push_back({std::get<2>(a->first), std::get<2>(b->first), speaker, context, &a->second,
                         &b->second, of_x});
      }
    }
    from = to;
  }
  return cells;
}

template <typename T>
const T& any_of(const std::vector<T>& list, std::mt19937_64& random) {
  return list[random() % list.size()];
}

}  // namespace

AbxTriples choose_triples(std::span<const std::vector<std::uint8_t>> phones,
                          std::span<const std::size_t> speakers, AbxSpeakers kind,
                          const AbxOptions& o) {
  AbxTriples out;
  out.segments = segments_of(phones, o);
  auto places = places_of(out.segments, speakers, true);
  auto cells = cells_of(places, kind);
  out.same_context = cells.size() >= o.enough_cells;
  if (!out.same_context) {
    places = places_of(out.segments, speakers, false);
    cells = cells_of(places, kind);
  }
  std::mt19937_64 random(o.seed);
  if (cells.size() > o.triples) {
    for (std::size_t i = 0; i < o.triples; ++i) {
      std::swap(cells[i], cells[i + random() % (cells.size() - i)]);
    }
    cells.resize(o.triples);
  }
  if (cells.empty()) return out;
  const auto each = std::clamp<std::size_t>(o.triples / cells.size(), 1, o.triples_a_cell);

  // Each cell has its part of its speaker's, each of those its part of its pair's.
  using Pair = std::pair<std::uint8_t, std::uint8_t>;
  std::set<Pair> pairs;
  std::set<std::pair<Pair, std::size_t>> voices;
  std::map<Pair, std::size_t> voices_of;
  std::map<std::pair<Pair, std::size_t>, std::size_t> cells_of_voice;
  for (const auto& c : cells) {
    const Pair pair{c.a, c.b};
    pairs.insert(pair);
    if (voices.insert({pair, c.speaker}).second) ++voices_of[pair];
    ++cells_of_voice[{pair, c.speaker}];
  }
  out.pairs = pairs.size();
  for (const auto& c : cells) {
    const Pair pair{c.a, c.b};
    const double weight = 1.0 / static_cast<double>(pairs.size() * voices_of[pair] *
                                                    cells_of_voice[{pair, c.speaker}] * each);
    for (std::size_t i = 0; i < each; ++i) {
      AbxTriples::Triple triple{any_of(*c.of_a, random), any_of(*c.of_b, random), 0, weight};
      do {
        triple.x = any_of(*any_of(*c.of_x, random), random);
      } while (triple.x == triple.a);  // within one voice, which has two of them at least
      out.triples.push_back(triple);
    }
  }
  return out;
}

double warped_distance(std::span<const float> costs, std::size_t n, std::size_t m) {
  struct Best {
    float sum = 0;
    std::uint32_t cells = 0;
    bool operator<(const Best& other) const {
      return sum < other.sum || (sum == other.sum && cells < other.cells);
    }
  };
  std::vector<Best> row(m);  // of the row before, and already of this one up to j
  for (std::size_t i = 0; i < n; ++i) {
    Best diagonal;  // (i - 1, j - 1)
    for (std::size_t j = 0; j < m; ++j) {
      Best best;
      if (i > 0) best = row[j];
      if (j > 0 && (i == 0 || row[j - 1] < best)) best = row[j - 1];
      if (i > 0 && j > 0 && !(best < diagonal)) best = diagonal;
      diagonal = row[j];
      row[j] = {best.sum + costs[i * m + j], best.cells + 1};
    }
  }
  return static_cast<double>(row.back().sum) / static_cast<double>(row.back().cells);
}

double abx_error(const AbxTriples& triples, std::span<const LabelledFrames> recordings,
                 std::span<const float> centre) {
  const auto dim = centre.size();
  std::vector<std::vector<float>> units;  // (T, D) of each recording, of length 1 or 0
  for (const auto& r : recordings) {
    auto& unit = units.emplace_back(r.vectors);
    for (std::size_t t = 0; t < r.frames(); ++t) {
      float* v = unit.data() + t * dim;
      double squares = 0;
      for (std::size_t d = 0; d < dim; ++d) {
        v[d] -= centre[d];
        squares += static_cast<double>(v[d]) * static_cast<double>(v[d]);
      }
      const auto scale = static_cast<float>(squares > 1e-24 ? 1.0 / std::sqrt(squares) : 0.0);
      for (std::size_t d = 0; d < dim; ++d) v[d] *= scale;
    }
  }
  std::vector<float> costs;
  const auto distance = [&](const PhoneSegment& p, const PhoneSegment& q) {
    costs.resize(p.frames * q.frames);
    for (std::size_t i = 0; i < p.frames; ++i) {
      const float* u = units[p.recording].data() + (p.first + i) * dim;
      for (std::size_t j = 0; j < q.frames; ++j) {
        const float* v = units[q.recording].data() + (q.first + j) * dim;
        float sums[4] = {};
        std::size_t d = 0;
        for (; d + 4 <= dim; d += 4) {
          for (std::size_t k = 0; k < 4; ++k) sums[k] += u[d + k] * v[d + k];
        }
        for (; d < dim; ++d) sums[0] += u[d] * v[d];
        costs[i * q.frames + j] = 1.0f - ((sums[0] + sums[1]) + (sums[2] + sums[3]));
      }
    }
    return warped_distance(costs, p.frames, q.frames);
  };
  double error = 0;
  for (const auto& t : triples.triples) {
    const auto& x = triples.segments[t.x];
    const double to_a = distance(triples.segments[t.a], x);
    const double to_b = distance(triples.segments[t.b], x);
    error += t.weight * (to_a > to_b ? 1.0 : to_a == to_b ? 0.5 : 0.0);
  }
  return error;
}

}  // namespace codec
