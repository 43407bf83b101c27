// Shards: many sequences in one file, each with its identity, as trainers stream them.
//
//   tar       WebDataset: members KEY.npy (the ids) and KEY.json (all else) a sequence. The key is
//             the id with "_" for what a key cannot hold; its order, times and owners are fixed, so
//             that equal rows are equal bytes.
//   megatron  NAME.bin and NAME.idx, Megatron-LM's indexed dataset, a document a sequence; ids are
//             uint16 where they fit, else int32. NAME.jsonl has a line a document, in their order,
//             without the ids.
//   jsonl     a line a sequence, which TokenReader reads.
//
// The JSON of a sequence: "id" and the fields of its row, then those of codec/tokens/TOKENS.md. A
// field that has the name of one of these is called "manifest_NAME".
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codec/base/json.h"
#include "codec/tokens/token_file.h"

namespace codec {

enum class ShardFormat { tar, megatron, jsonl };

// "tar", "megatron", "jsonl".
std::optional<ShardFormat> shard_format(const std::string& name);

struct ShardRow {
  std::string id;       // unique among the rows
  json::Object fields;  // "path", "duration", and what a manifest said
  TokenFile tokens;
};

// The files of a shard; `stem` is its path without extension. The last one is written last, and
// only where all the others are whole.
std::vector<std::filesystem::path> shard_files(const std::filesystem::path& stem,
                                               ShardFormat format);

// Layouts that the format can hold: a document of Megatron's is one row, interleaved.
// Errors: unsupported.
Status check_shard_options(ShardFormat format, const TokenOptions& options);

// Each file through a temporary name. megatron: `nested` means interleaved.
// Errors: io, bad_value (a code >= 2^bits), unsupported.
Status write_shard(const std::filesystem::path& stem, ShardFormat format,
                   std::span<const ShardRow> rows, const TokenOptions& options = {});

}  // namespace codec
