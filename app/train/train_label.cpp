// sonoglyph-train label: which phone sounds where in a corpus, as other tools know it.
#include <algorithm>
#include <cstdio>
#include <map>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "codec/corpus/alignment_file.h"
#include "codec/corpus/corpus.h"
#include "codec/corpus/phone_labels.h"

namespace {

struct Count {
  std::size_t recordings = 0, found = 0;
  double subframes = 0, labelled = 0;
};

}  // namespace

int train_label(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {"--over"}, {}, 3, 100000);
  if (!parsed) return 2;
  auto corpus = codec::CorpusReader::open(parsed->positional[0]);
  if (!corpus) return train_fail(corpus.error().message);
  codec::PhoneLabels labels(*corpus);
  if (const auto over = parsed->value("--over"); !over.empty()) {
    auto loaded = codec::PhoneLabels::load(over, *corpus);
    if (!loaded) return train_fail(loaded.error().message);
    labels = std::move(*loaded);
  }
  std::vector<codec::AlignmentFile> files;
  for (std::size_t i = 2; i < parsed->positional.size(); ++i) {
    auto file = codec::AlignmentFile::load(parsed->positional[i]);
    if (!file) return train_fail(file.error().message);
    files.push_back(std::move(*file));
  }

  std::map<std::string, Count> counts;
  std::size_t found = 0;
  const auto& entries = corpus->entries();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto& count = counts[entries[i].set];
    for (const auto& file : files) {  // the last one that knows it
      const auto* phones = file.find(entries[i].name);
      if (phones == nullptr) continue;
      codec::write_labels(*phones, entries[i].speed(), labels.of(i));
      ++count.found;
      ++found;
    }
    const auto now = labels.of(i);
    ++count.recordings;
    count.subframes += static_cast<double>(now.size());
    count.labelled += static_cast<double>(now.size()) -
                      static_cast<double>(std::ranges::count(now, codec::kUnknownPhone));
  }
  if (found == 0) return train_fail("the files name no recording of this corpus");
  if (auto s = labels.save(parsed->positional[1]); !s) return train_fail(s.error().message);
  for (const auto& [set, c] : counts) {
    std::printf("%-16s %6zu recordings, %6zu from the files, %5.1f %% of %.2f h labelled\n",
                set.c_str(), c.recordings, c.found,
                c.subframes > 0 ? 100 * c.labelled / c.subframes : 0.0, c.subframes / 360000);
  }
  return 0;
}
