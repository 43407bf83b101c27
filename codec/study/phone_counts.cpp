#include "codec/study/phone_counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace codec {
namespace {

constexpr std::size_t kPhones = kPhoneCount;

double sum_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

std::size_t best_of(std::span<const double> values) {
  return static_cast<std::size_t>(std::ranges::max_element(values) - values.begin());
}

}  // namespace

double entropy_bits(std::span<const double> counts) {
  double total = 0, sum = 0;
  for (const double c : counts) {
    total += c;
    if (c > 0) sum += c * std::log2(c);
  }
  return total > 0 ? std::log2(total) - sum / total : 0.0;
}

PhoneCounts::PhoneCounts(std::size_t codes) : rows_(codes, Row{}) {}

void PhoneCounts::add(std::span<const Code> codes, std::span<const std::uint8_t> phones) {
  for (std::size_t t = 0; t < phones.size(); ++t) {
    if (phones[t] != kUnknownPhone) rows_[codes[t]][phones[t]] += 1;
  }
}

PhoneCounts::Row PhoneCounts::phones() const {
  Row out{};
  for (const auto& row : rows_) {
    for (std::size_t p = 0; p < kPhones; ++p) out[p] += row[p];
  }
  return out;
}

std::vector<double> PhoneCounts::codes() const {
  std::vector<double> out;
  for (const auto& row : rows_) out.push_back(sum_of(row));
  return out;
}

double PhoneCounts::frames() const { return sum_of(phones()); }

double PhoneCounts::purity() const {
  double pure = 0;
  for (const auto& row : rows_) pure += *std::ranges::max_element(row);
  return pure / frames();
}

double PhoneCounts::information_bits() const {
  const double n = frames();
  const auto corrected = [&](std::span<const double> counts) {
    const auto cells =
        static_cast<double>(std::ranges::count_if(counts, [](double c) { return c > 0; }));
    return entropy_bits(counts) + (cells - 1) / (2 * n) * std::log2(std::exp(1.0));
  };
  std::vector<double> joint;
  for (const auto& row : rows_) joint.insert(joint.end(), row.begin(), row.end());
  return corrected(phones()) + corrected(codes()) - corrected(joint);
}

PhoneTable PhoneCounts::table(const std::string& weights_sha256) const {
  PhoneTable table;
  table.weights_sha256 = weights_sha256;
  table.frames = static_cast<std::int64_t>(frames());
  for (std::size_t p = 0; p < kPhones; ++p) {
    table.phones.emplace_back(phone_name(static_cast<std::uint8_t>(p)));
  }
  for (const auto& row : rows_) {
    const double total = sum_of(row);
    std::vector<std::size_t> order(kPhones);
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::stable_sort(order, [&](auto a, auto b) { return row[a] > row[b]; });
    auto& shares = table.codes.emplace_back();
    for (std::size_t i = 0; i < PhoneTable::kMaxShares; ++i) {
      // What four decimals can tell from nothing.
      if (row[order[i]] < 5e-5 * total || row[order[i]] <= 0) break;
      shares.push_back({static_cast<int>(order[i]), row[order[i]] / total});
    }
  }
  return table;
}

TableFigures judge_table(const PhoneCounts& learned, const PhoneCounts& seen) {
  const auto prior = learned.phones();
  const double prior_total = sum_of(prior);
  double wrong = 0, cross = 0;
  for (std::size_t c = 0; c < seen.rows().size(); ++c) {
    const auto& known = learned.rows()[c];
    const auto& row = seen.rows()[c];
    const double known_total = sum_of(known);
    const auto guess = known_total > 0 ? best_of(known) : best_of(prior);
    constexpr double kSmoothing = 2.0;  // frames
    for (std::size_t p = 0; p < kPhones; ++p) {
      if (row[p] == 0) continue;
      if (p != guess) wrong += row[p];
      const double share = (known[p] + kSmoothing * (prior[p] + 1) / (prior_total + kPhones)) /
                           (known_total + kSmoothing);
      cross -= row[p] * std::log2(share);
    }
  }
  const double n = seen.frames();
  return {wrong / n, 1.0 - cross / n / entropy_bits(seen.phones())};
}

}  // namespace codec
