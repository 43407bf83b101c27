// Any bytes as the ledger of a batch, and as one beside it: entries that come back from their own
// line, what is written behind them is read again, and a whole folder can be looked over.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

#include "codec/batch/batch_ledger.h"
#include "tests/support/temporary_folder.h"

namespace {

void must(bool held) {
  if (!held) std::abort();
}

bool same(const codec::LedgerEntry& a, const codec::LedgerEntry& b) {
  return a.output == b.output && a.source == b.source && a.output_sum == b.output_sum &&
         a.source_sum == b.source_sum && a.beside_sum == b.beside_sum && a.settings == b.settings &&
         a.sound_s == b.sound_s && a.frames == b.frames;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const testing_support::TemporaryFolder folder;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto own = folder / ".sonoglyph-batch.jsonl";
  const auto half = static_cast<std::ptrdiff_t>(size / 2);
  std::ofstream(own, std::ios::binary | std::ios::trunc) << text;
  std::ofstream(folder / ".sonoglyph-batch.1-of-2.jsonl", std::ios::binary | std::ios::trunc)
      .write(text.data(), half);

  const auto all = codec::LedgerFolder::open(folder, 1, 1);
  must(all.ok());
  std::set<std::string> outputs;
  for (std::size_t i = 0; i < all->size(); ++i) {
    const auto entries = all->entries(i);
    must(!entries.empty() && entries.size() <= 2);
    for (const auto& entry : entries) {
      must(entry.output == entries[0].output && all->knows(entry.output));
      const auto line = codec::ledger_line(entry);
      must(line.ends_with('\n') && line.find('\n') == line.size() - 1);
      const auto again = codec::parse_ledger_line(line);
      must(again && same(*again, entry));
    }
    must(outputs.insert(entries[0].output).second);
  }

  codec::LedgerEntry added;
  added.output = "added.sgl";
  added.frames = 7;
  {
    auto ledger = codec::BatchLedger::open(folder, 1, 1);
    must(ledger.ok());
    (*ledger)->settled();
    for (const auto& output : outputs) must((*ledger)->find(output).has_value());
    must((*ledger)->append(added).ok());
  }
  auto ledger = codec::BatchLedger::open(folder, 1, 1);
  must(ledger.ok());
  const auto found = (*ledger)->find(added.output);
  must(found && same(*found, added));
  for (const auto& output : outputs) must((*ledger)->find(output).has_value());
  return 0;
}
