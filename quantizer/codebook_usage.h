// How well codes use a codebook. Free of libtorch: the trainer, the CLI and the views share it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantizer {

// Counts of the codes of one level.
// Threads: none of its own; one writer at a time.
class CodebookUsage {
 public:
  explicit CodebookUsage(std::size_t codebook_size);  // K >= 1

  // Counts codes[offset], codes[offset + stride], ...: one level of frame-major codes.
  // A code >= K throws std::out_of_range and counts nothing of that call.
  void add(std::span<const std::uint16_t> codes, std::size_t stride = 1, std::size_t offset = 0);
  void add(const CodebookUsage& other);  // same K
  void clear();

  const std::vector<std::uint64_t>& counts() const { return counts_; }  // K
  std::uint64_t total() const { return total_; }                        // frames
  std::size_t codebook_size() const { return counts_.size(); }
  std::size_t used() const;                 // codes that occur
  std::vector<std::size_t> unused() const;  // codes that do not
  double utilisation() const;               // used / K, 0..1
  std::size_t ceiling() const;              // min(frames, K): what used() can reach at best
  double entropy_bits() const;              // -sum p log2 p of the empirical distribution
  double perplexity() const;                // 2^entropy; 0 with no frames

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t total_ = 0;
};

}  // namespace quantizer
