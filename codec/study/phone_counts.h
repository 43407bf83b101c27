// How often each code stood where each phone sounded, and what follows from it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "codec/base/types.h"
#include "codec/model/phone_set.h"
#include "codec/model/phone_table.h"

namespace codec {

double entropy_bits(std::span<const double> counts);  // plug-in; 0 where nothing was counted

// Threads: const methods may run concurrently.
class PhoneCounts {
 public:
  using Row = std::array<double, kPhoneCount>;

  explicit PhoneCounts(std::size_t codes);

  // A recording: codes (T), each below the number given above, and phones (T). Frames whose phone
  // is not known do not count.
  void add(std::span<const Code> codes, std::span<const std::uint8_t> phones);

  const std::vector<Row>& rows() const { return rows_; }  // [code][phone]
  Row phones() const;                                     // over all codes
  std::vector<double> codes() const;                      // over all phones
  double frames() const;
  // Share of frames whose phone is the most frequent one of their code.
  double purity() const;
  // I(phone; code) = H(phone) + H(code) - H(phone, code) in bits, each entropy corrected by Miller
  // and Madow: a plug-in entropy is too small by (cells - 1) / 2n nats.
  double information_bits() const;
  // The same of plug-in entropies, less what is left of it when the frames' phones are shuffled:
  // the bias of small samples as these very counts have it.
  double information_over_shuffled_bits(std::uint64_t seed) const;
  PhoneCounts& operator+=(const PhoneCounts& other);
  PhoneCounts& operator-=(const PhoneCounts& part);  // of what was added before
  // What a frame of silence counts for so that naming each code's most frequent phone calls silence
  // as often as it is: 0..1. Silence is the commonest label and would be called too often.
  double silence_weight() const;
  // The same with every frame of silence counting that much.
  PhoneCounts balanced() const;
  // What a model takes along (codec/model/phone_table.h): the shares of the balanced counts.
  PhoneTable table(const std::string& weights_sha256) const;

 private:
  std::vector<Row> rows_;
};

// The phone of a code by the balanced frames of one count, judged on another.
struct TableFigures {
  double error = 0;         // share of frames named wrongly; unseen codes take the majority
  double speech_error = 0;  // the same of frames that are not silence
  double silence_called = 0, silence = 0;  // shares of frames that the table, the labels call so
  // 1 - cross-entropy of phone given code / H(phone); shares smoothed by two frames of the phones'
  // own frequencies. No bias of sample size, unlike the information above.
  double pnmi = 0;
};
TableFigures judge_table(const PhoneCounts& learned, const PhoneCounts& seen);
// The same for a table that a model ships; it says nothing of shares beyond its likeliest phones,
// so pnmi stays 0. Codes that it does not know are called silence.
TableFigures judge_table(const PhoneTable& shipped, const PhoneCounts& seen);

}  // namespace codec
