#include "codec/study/phone_counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace codec {
namespace {

constexpr std::size_t kPhones = kPhoneCount;

double sum_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

std::size_t best_of(std::span<const double> values) {
  return static_cast<std::size_t>(std::ranges::max_element(values) - values.begin());
}

std::vector<double> joint(std::span<const PhoneCounts::Row> rows) {
  std::vector<double> out;
  for (const auto& row : rows) out.insert(out.end(), row.begin(), row.end());
  return out;
}

// Errors when code c is named guess[c].
TableFigures judge_guesses(std::span<const std::size_t> guess, const PhoneCounts& seen) {
  double wrong = 0, wrong_speech = 0, called = 0;
  for (std::size_t c = 0; c < seen.rows().size(); ++c) {
    const auto& row = seen.rows()[c];
    const double missed = sum_of(row) - row[guess[c]];
    wrong += missed;
    wrong_speech += missed - (guess[c] != kSilence ? row[kSilence] : 0.0);
    if (guess[c] == kSilence) called += sum_of(row);
  }
  const double n = seen.frames();
  const double silence = seen.phones()[kSilence];
  TableFigures out;
  out.error = wrong / n;
  out.speech_error = n > silence ? wrong_speech / (n - silence) : 0.0;
  out.silence_called = called / n;
  out.silence = silence / n;
  return out;
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
  return corrected(phones()) + corrected(codes()) - corrected(joint(rows_));
}

double PhoneCounts::information_over_shuffled_bits(std::uint64_t seed) const {
  const double joint_bits = entropy_bits(joint(rows_));
  std::vector<std::uint8_t> spoken;  // a frame, by code
  for (const auto& row : rows_) {
    for (std::size_t p = 0; p < kPhones; ++p) {
      spoken.insert(spoken.end(), static_cast<std::size_t>(row[p]), static_cast<std::uint8_t>(p));
    }
  }
  std::mt19937_64 random(seed);
  std::ranges::shuffle(spoken, random);
  std::vector<Row> shuffled(rows_.size(), Row{});
  std::size_t t = 0;
  for (std::size_t c = 0; c < rows_.size(); ++c) {
    for (auto n = static_cast<std::size_t>(sum_of(rows_[c])); n > 0; --n) {
      shuffled[c][spoken[t++]] += 1;
    }
  }
  // H(phone) and H(code) are the same on both sides.
  return entropy_bits(joint(shuffled)) - joint_bits;
}

PhoneCounts& PhoneCounts::operator+=(const PhoneCounts& other) {
  for (std::size_t c = 0; c < rows_.size(); ++c) {
    for (std::size_t p = 0; p < kPhones; ++p) rows_[c][p] += other.rows_[c][p];
  }
  return *this;
}

PhoneCounts& PhoneCounts::operator-=(const PhoneCounts& part) {
  for (std::size_t c = 0; c < rows_.size(); ++c) {
    for (std::size_t p = 0; p < kPhones; ++p) rows_[c][p] -= part.rows_[c][p];
  }
  return *this;
}

double PhoneCounts::silence_weight() const {
  // A code is called silence from the weight on at which its silence outweighs its commonest phone.
  std::vector<std::pair<double, double>> called;  // that weight, the code's frames
  double silence = 0;
  for (const auto& row : rows_) {
    silence += row[kSilence];
    double phone = 0;
    for (std::size_t p = 0; p < kPhones; ++p) {
      if (p != kSilence) phone = std::max(phone, row[p]);
    }
    if (row[kSilence] > 0) called.emplace_back(phone / row[kSilence], sum_of(row));
  }
  std::ranges::sort(called);
  double frames = 0;
  double before = 0;
  for (const auto& [weight, of_code] : called) {
    if (weight >= 1.0) break;
    if (frames + of_code / 2 > silence) return (before + weight) / 2;  // nearer without this code
    frames += of_code;
    before = weight;
  }
  return 1.0;
}

PhoneCounts PhoneCounts::balanced() const {
  auto out = *this;
  const double weight = silence_weight();
  for (auto& row : out.rows_) row[kSilence] *= weight;
  return out;
}

PhoneTable PhoneCounts::table(const std::string& weights_sha256) const {
  const auto rows = balanced().rows_;
  PhoneTable table;
  table.weights_sha256 = weights_sha256;
  table.frames = static_cast<std::int64_t>(frames());
  for (std::size_t p = 0; p < kPhones; ++p) {
    table.phones.emplace_back(phone_name(static_cast<std::uint8_t>(p)));
  }
  for (const auto& row : rows) {
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
  const auto balanced = learned.balanced();
  double cross = 0;
  std::vector<std::size_t> guess;
  for (std::size_t c = 0; c < seen.rows().size(); ++c) {
    const auto& known = learned.rows()[c];
    const auto& row = seen.rows()[c];
    const double known_total = sum_of(known);
    guess.push_back(known_total > 0 ? best_of(balanced.rows()[c]) : best_of(prior));
    constexpr double kSmoothing = 2.0;  // frames
    for (std::size_t p = 0; p < kPhones; ++p) {
      if (row[p] == 0) continue;
      const double share = (known[p] + kSmoothing * (prior[p] + 1) / (prior_total + kPhones)) /
                           (known_total + kSmoothing);
      cross -= row[p] * std::log2(share);
    }
  }
  auto out = judge_guesses(guess, seen);
  out.pnmi = 1.0 - cross / seen.frames() / entropy_bits(seen.phones());
  return out;
}

TableFigures judge_table(const PhoneTable& shipped, const PhoneCounts& seen) {
  // The table's phones by name: a file may list them in another order.
  std::vector<std::size_t> phone_of;
  for (const auto& name : shipped.phones) {
    std::size_t p = 0;
    while (p < kPhones && phone_name(static_cast<std::uint8_t>(p)) != name) ++p;
    phone_of.push_back(p < kPhones ? p : kSilence);
  }
  std::vector<std::size_t> guess(seen.rows().size(), kSilence);
  for (std::size_t c = 0; c < std::min(guess.size(), shipped.codes.size()); ++c) {
    if (!shipped.codes[c].empty()) {
      guess[c] = phone_of[static_cast<std::size_t>(shipped.codes[c].front().phone)];
    }
  }
  return judge_guesses(guess, seen);
}

}  // namespace codec
