#include "gui/document/codebook_map.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "codec/engine/weights.h"

namespace gui {
namespace {

using Matrix = std::vector<std::vector<double>>;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

bool normalize(std::vector<double>& v) {
  const double length = std::sqrt(dot(v, v));
  if (length < 1e-12) return false;
  for (double& x : v) x /= length;
  return true;
}

// The direction of most variance that is square to `others`, by power iteration.
std::vector<double> direction(const Matrix& covariance, const Matrix& others) {
  constexpr int kIterations = 120;
  const std::size_t dim = covariance.size();
  std::vector<double> v(dim);
  for (std::size_t i = 0; i < dim; ++i) v[i] = 1.0 + 0.37 * static_cast<double>(i % 5);
  for (int step = 0; step < kIterations; ++step) {
    std::vector<double> next(dim);
    for (std::size_t i = 0; i < dim; ++i) next[i] = dot(covariance[i], v);
    for (const auto& other : others) {
      const double share = dot(next, other);
      for (std::size_t i = 0; i < dim; ++i) next[i] -= share * other[i];
    }
    if (!normalize(next)) return next;
    v = std::move(next);
  }
  return v;
}

Transitions countPairs(const std::vector<QString>& sequence, std::size_t most) {
  std::map<QString, std::int64_t> often;
  for (const QString& name : sequence) ++often[name];
  std::vector<std::pair<std::int64_t, QString>> order;
  for (const auto& [name, count] : often) order.emplace_back(-count, name);
  std::sort(order.begin(), order.end());
  Transitions result;
  std::map<QString, std::size_t> place;
  for (const auto& [count, name] : order) {
    if (result.names.size() == most) break;
    place[name] = result.names.size();
    result.names.push_back(name);
  }
  result.counts.assign(result.names.size() * result.names.size(), 0);
  for (std::size_t i = 1; i < sequence.size(); ++i) {
    const auto from = place.find(sequence[i - 1]);
    const auto to = place.find(sequence[i]);
    if (from == place.end() || to == place.end() || from->second == to->second) continue;
    ++result.counts[from->second * result.names.size() + to->second];
  }
  return result;
}

}  // namespace

CodebookMap mapOf(const codec::Model& model, int level) {
  CodebookMap map;
  const auto& books = model.weights().codebooks;
  if (level < 0 || static_cast<std::size_t>(level) >= books.size()) return map;
  const auto& book = books[static_cast<std::size_t>(level)];
  const std::size_t dim = book.dim;
  const std::size_t size = dim > 0 ? book.entries.size() / dim : 0;
  if (size == 0) return map;
  std::vector<double> mean(dim, 0.0);
  for (std::size_t code = 0; code < size; ++code) {
    for (std::size_t i = 0; i < dim; ++i) mean[i] += static_cast<double>(book.entry(code)[i]);
  }
  for (double& m : mean) m /= static_cast<double>(size);
  const auto centred = [&](std::size_t code) {
    std::vector<double> x(dim);
    for (std::size_t i = 0; i < dim; ++i) x[i] = static_cast<double>(book.entry(code)[i]) - mean[i];
    return x;
  };
  Matrix covariance(dim, std::vector<double>(dim, 0.0));
  for (std::size_t code = 0; code < size; ++code) {
    const auto x = centred(code);
    for (std::size_t i = 0; i < dim; ++i) {
      for (std::size_t j = 0; j <= i; ++j) covariance[i][j] += x[i] * x[j];
    }
  }
  double all = 0.0;
  for (std::size_t i = 0; i < dim; ++i) {
    all += covariance[i][i];
    for (std::size_t j = i + 1; j < dim; ++j) covariance[i][j] = covariance[j][i];
  }
  const auto first = direction(covariance, {});
  const auto second = direction(covariance, {first});
  double held = 0.0;
  double extent = 1e-12;
  for (std::size_t code = 0; code < size; ++code) {
    const auto x = centred(code);
    const QPointF at(dot(x, first), -dot(x, second));
    held += at.x() * at.x() + at.y() * at.y();
    extent = std::max({extent, std::abs(at.x()), std::abs(at.y())});
    map.places.push_back(at);
  }
  for (QPointF& at : map.places) at /= extent;
  map.explained = all > 0.0 ? held / all : 0.0;
  return map;
}

Transitions codeTransitions(const codec::Codes& codes, int level, std::size_t most) {
  std::vector<QString> sequence;
  for (std::int64_t frame = 0; level < codes.levels && frame < codes.frames(); ++frame) {
    sequence.push_back(QString::number(codes.at(level, frame)));
  }
  return countPairs(sequence, most);
}

Transitions phoneTransitions(const std::vector<codec::PhoneRun>& runs, std::size_t most) {
  std::vector<QString> sequence;
  for (const auto& run : runs) sequence.push_back(QString::fromStdString(run.phone));
  return countPairs(sequence, most);
}

}  // namespace gui
