// Codes on disk, whatever they stand in: the one reader of them.
//
//   auto source = CodeSource::open("a.sgl");               // kind and header are known
//   auto model = shelf.for_header(source->name(), source->header());
//   source->bind(*model);                                  // they are codes of that model
//   while (*source->read(48, codes) > 0) use(codes, source->filled());
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/container/container.h"
#include "codec/engine/model.h"
#include "codec/tokens/token_file.h"

namespace codec {

struct CodeSourceOptions {
  std::string name = {};    // what messages call it; empty: its path, "stdin" for "-"
  bool token_files = true;  // false: it must be a .sgl
  bool many = false;        // a jsonl of several sequences gives the first, next() the others;
                            // false: it is an Error (bad_value)
};

// A .sgl read as it comes, or a token file in memory. The file is opened once.
// Threads: one at a time. Realtime: no.
class CodeSource {
 public:
  enum class Kind { container, tokens };

  // A .sgl is known by its first bytes whatever its name, a token file by its extension. "-" is a
  // .sgl on stdin. Errors: those of ContainerReader::open() and TokenReader.
  static Result<CodeSource> open(const std::filesystem::path& path,
                                 const CodeSourceOptions& options = {});
  // Nothing where the file neither begins as a .sgl nor is named as one or as a token file: then it
  // is a sound, or something else.
  static Result<std::optional<CodeSource>> open_codes(const std::filesystem::path& path,
                                                      const CodeSourceOptions& options = {});
  CodeSource(CodeSource&&) = default;
  CodeSource& operator=(CodeSource&&) = default;

  Kind kind() const { return container_ ? Kind::container : Kind::tokens; }
  const std::filesystem::path& path() const { return path_; }
  const std::string& name() const { return name_; }
  // Where has_header() is false (codes and nothing else), only the levels are known before bind().
  const StreamHeader& header() const { return header_; }
  bool has_header() const { return has_header_; }
  std::optional<SampleIndex> source_length() const;  // as the file tells it
  // The same as far as the codes bear it out, else what they hold: of a token file from the first,
  // of a .sgl when it was read to its end.
  std::optional<SampleIndex> sound_length() const;
  // Frames in all, where that can be known beforehand.
  std::optional<std::int64_t> frames();

  // That the codes are those of this model: its weights, its shapes, each below K. What a file does
  // not say of its codes is the model's from here on. Once, before the first read().
  // Errors: wrong_model, bad_value.
  Status bind(const std::shared_ptr<const Model>& model);
  // Whether read() will fail without bind(), since the model's prior compressed the codes. With
  // skip_codes() it counts frames instead, all of them zeros.
  bool needs_prior() const { return header_.prior_id != 0 && !is_bound_; }
  void skip_codes() { container_->skip_codes(); }

  // Replaces `codes` by the next 1..max_frames frames; 0 at the end. Errors: io, wrong_model.
  Result<std::int64_t> read(std::int64_t max_frames, std::vector<Code>& codes);
  // Whether the frames of the last read() were lost and filled.
  bool filled() const { return container_ && container_->filled(); }
  // Of a .sgl complete when it was read to its end.
  Damage damage() const;
  std::vector<std::string> contradictions() const {
    return container_ ? container_->contradictions() : std::vector<std::string>();
  }
  ContainerCounts counts() const { return container_ ? container_->counts() : ContainerCounts{}; }

  // Reads to the end; ends with the first Error, of the file or of `take`.
  Status each(const std::function<Status(std::span<const Code> codes)>& take);
  // All that is left, and which frames of it were lost: all of them, unlike damage().
  struct Whole {
    Codes codes;
    std::vector<Damage::Range> lost;
  };
  // step: told how many frames there are so far; its Error ends the reading. May be empty.
  Result<Whole> read_all(const std::function<Status(std::int64_t frames)>& step = {});

  // The next sequence of a jsonl, unbound; false after the last. Errors: those of TokenReader.
  Result<bool> next();

 private:
  CodeSource() = default;
  void take(TokenFile tokens);
  std::optional<std::int64_t> counted_frames() const;  // not what a footer says
  Status check_length() const;                         // that these bear out the one that is told
  Error named(Error error) const;

  std::filesystem::path path_;
  std::string name_;
  StreamHeader header_;
  bool has_header_ = true;
  bool is_bound_ = false;
  std::vector<std::byte> bytes_;  // of a .sgl that has a token file's name
  std::optional<ContainerReader> container_;
  std::optional<TokenReader> lines_;
  Codes codes_;
  std::size_t at_ = 0;  // in codes_.data
  std::int64_t frames_read_ = 0;
  bool is_read_ = false;  // to its end
};

}  // namespace codec
