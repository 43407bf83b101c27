// How a corpus of token files uses its codebooks, and how well codes can be told from their past.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/engine/model.h"
#include "codec/files/code_source.h"
#include "quantizer/codebook_usage.h"

namespace codec {

// Entropies in bits a code, of the counts as they are: with few frames a code seems surer than it
// is, and the pairs much more so.
struct LevelStats {
  quantizer::CodebookUsage usage;
  double entropy_bits = 0.0;       // of a code by itself
  double after_itself_bits = 0.0;  // given the code of that level in the frame before
  double after_level_bits = 0.0;   // given the level below in the same frame; level 0: entropy_bits
  std::int64_t pairs_in_time = 0;  // distinct (code before, code)
};

struct TokenStats {
  std::string model;  // name and the head of its fingerprint; "not told" where they do not say
  std::int64_t files = 0;
  std::int64_t frames = 0;
  double seconds = 0.0;
  double frame_rate_hz = 0.0;
  std::uintmax_t bytes = 0;   // of the files
  double nominal_kbps = 0.0;  // kbps count 1000 bits a second
  double disk_kbps = 0.0;
  double entropy_kbps = 0.0;       // frame rate * sum over the levels of entropy_bits,
  double after_itself_kbps = 0.0;  // and of after_itself_bits
  std::vector<LevelStats> levels;
};

// Collects the codes of .sgl and token files. Pairs are counted in K * K counters a level up to
// K = 4096 (4 MB a level at 1024); above that their entropies stay at entropy_bits.
// Threads: one at a time.
class TokenStatsCollector {
 public:
  // Reads the whole file; nothing is counted where that fails. model: for a .sgl that was coded
  // with the model's prior. Errors: those of CodeSource;
  // corrupt, truncated (frames or the end are lost); bad_value (another K or frame rate than the
  // files before, a code beyond K); wrong_model (another model than theirs). A file with fewer
  // levels counts for those it has, a jsonl for all of its lines.
  Status add(const std::filesystem::path& path,
             const std::shared_ptr<const Model>& model = nullptr);
  // source: opened with `many`, unbound.
  Status add(CodeSource source, const std::shared_ptr<const Model>& model = nullptr);
  TokenStats finish() const;

 private:
  struct Level {
    quantizer::CodebookUsage usage;
    std::vector<std::uint32_t> in_time;   // K * K or empty
    std::vector<std::uint32_t> in_level;  // K * K or empty
  };
  Status check(const std::filesystem::path& path, const StreamHeader& header, const Codes& codes);
  void count(const Codes& codes);

  TokenStats stats_;
  std::vector<Level> levels_;
  int bits_per_code_ = 0;
};

// Columns for people.
std::string to_table(const TokenStats& stats);
std::string to_json(const TokenStats& stats);
// A histogram a level: counts of all codes, the most frequent first, on a logarithmic scale.
std::string to_svg(const TokenStats& stats);

}  // namespace codec
