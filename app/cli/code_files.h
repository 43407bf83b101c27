// The files of codes that a command is given: those that are named, and what folders hold.
#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

#include "codec/base/result.h"
#include "codec/batch/batch_list.h"
#include "codec/files/file_codec.h"

namespace cli {

struct CodeFile {
  std::filesystem::path path;
  bool named = false;  // by the user, not found in a folder

  // Whether an error only says that a file of a folder is of another kind: a .json or .csv may hold
  // anything, or nothing.
  bool is_passed_over(codec::ErrorCode why) const {
    return !named && path.extension() != ".sgl" &&
           (why == codec::ErrorCode::not_our_format || why == codec::ErrorCode::empty);
  }
};

struct CodeFiles {
  std::vector<CodeFile> files;        // of each folder in the order of their paths
  std::optional<codec::Error> fault;  // io: the first folder that could not be listed to its end
};

inline CodeFiles code_files_of(const std::vector<std::filesystem::path>& inputs) {
  namespace fs = std::filesystem;
  CodeFiles out;
  auto& files = out.files;
  for (const auto& input : inputs) {
    std::error_code ec;
    if (!fs::is_directory(input, ec)) {
      files.push_back({input, true});
      continue;
    }
    const auto first = static_cast<std::ptrdiff_t>(files.size());
    fs::recursive_directory_iterator it(input, ec);
    for (; !ec && it != fs::end(it); it.increment(ec)) {
      const auto name = it->path().filename();
      if (!name.native().starts_with('.') && it->is_regular_file(ec) &&
          codec::batch_reads(name, "wav")) {
        files.push_back({it->path()});
      }
    }
    if (ec && !out.fault) {
      out.fault =
          codec::Error{codec::ErrorCode::io, input.string() + ": cannot list: " + ec.message()};
    }
    std::sort(files.begin() + first, files.end(),
              [](const CodeFile& a, const CodeFile& b) { return a.path < b.path; });
  }
  return out;
}

// Done unless `out` is one of the files that were named, or a .sgl of a folder. Errors: bad_value.
inline codec::Status refuse_overwriting(const std::vector<CodeFile>& files,
                                        const std::filesystem::path& out) {
  for (const auto& file : files) {
    if (!file.named && file.path.extension() != ".sgl") continue;
    if (auto other = codec::refuse_overwriting(file.path, out); !other) return other;
  }
  return codec::Done{};
}

}  // namespace cli
