#include "codec/batch/batch_verify.h"

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <vector>

#include "codec/base/printed.h"
#include "codec/batch/batch_finished.h"
#include "codec/batch/batch_ledger.h"
#include "codec/batch/batch_list.h"
#include "codec/batch/batch_shards.h"
#include "codec/files/code_source.h"
#include "codec/files/file_codec.h"
#include "codec/sound/audio_file.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

// The value of " key=value" in the settings of an entry, or "".
std::string setting(const LedgerEntry& entry, const std::string& key) {
  const auto at = entry.settings.find(" " + key + "=");
  if (at == std::string::npos) return {};
  const auto begin = at + key.size() + 2;
  return entry.settings.substr(begin, entry.settings.find(' ', begin) - begin);
}

// A model as a file names it.
struct Named {
  std::string hash;  // hexadecimal; "" where it names none
  std::string text;  // for people
};

// Whether outputs of that kind are shards that this program writes and does not read.
bool is_packed(const std::string& to) { return to == "tar" || to == "megatron"; }

Named model_of(const StreamHeader& header) {
  const auto hash = to_hex(header.fingerprint);
  return {hash, header.model_name + " (" + hash.substr(0, 8) + ")"};
}

// Of tokens, by their file or else by their entry.
Named model_of(const fs::path& path, const LedgerEntry& entry) {
  const auto to = setting(entry, "to");
  const auto hash = setting(entry, "model");
  if (is_packed(to)) return {hash, hash.substr(0, 8)};
  if (to != "sgl" && !token_format("x." + to)) return {};
  if (auto codes = CodeSource::open_codes(path, {.many = true});
      codes && *codes && (*codes)->has_header()) {
    return model_of((*codes)->header());
  }
  return {hash, hash.substr(0, 8)};
}

// A message without the name that it begins with.
std::string without_name(const std::string& message, const fs::path& path) {
  const auto name = path.string() + ": ";
  return message.starts_with(name) ? message.substr(name.size()) : message;
}

// Why a file cannot be read to its end, or "".
std::string damage_of(const fs::path& path) {
  auto codes = CodeSource::open_codes(path, {.many = true});
  if (!codes) return codes.error().message;
  if (!*codes) {
    auto sound = AudioReader::open(path);
    if (!sound) return sound.error().message;
    std::vector<float> block(4096 * static_cast<std::size_t>(sound->info().channels));
    for (;;) {  // some cuts are only seen at their place
      const auto n = sound->read(block);
      if (!n) return n.error().message;
      if (*n == 0) return sound->flaw();
    }
  }
  const auto info = inspect_file(std::move(**codes));
  if (!info) return info.error().message;
  if (info->damage.any()) return describe(info->damage);
  return info->contradictions.empty() ? std::string() : info->contradictions.front();
}

class Verification {
 public:
  Verification(const BatchVerifyOptions& options,
               const std::function<void(const BatchFinding&)>& tell,
               const std::function<void(std::size_t, const BatchVerifyReport&)>& step,
               const std::atomic<bool>* cancel)
      : options_(options), tell_(tell), step_(step), cancel_(cancel) {}

  Result<BatchVerifyReport> run() {
    auto ledger = LedgerFolder::open(options_.out_folder, options_.shard, options_.shards);
    if (!ledger) return ledger.error();
    ledger_.emplace(std::move(*ledger));
    report_.outputs = ledger_->size();
    for (const auto& fault : ledger_->faults()) found(BatchFault::ledger, fault);
    run_workers();
    if (!is_cancelled() && options_.shards == 1) look_for_others();
    if (is_cancelled()) return Error{ErrorCode::cancelled, "interrupted"};
    compare_models();
    return report_;
  }

 private:
  bool is_cancelled() const { return cancel_ != nullptr && *cancel_; }

  void found(BatchFault fault, std::string what) {
    const std::scoped_lock lock(mutex_);
    switch (fault) {
      case BatchFault::missing:
        ++report_.missing;
        break;
      case BatchFault::damaged:
        ++report_.damaged;
        break;
      case BatchFault::changed:
        ++report_.changed;
        break;
      case BatchFault::other_model:
        ++report_.other_model;
        break;
      case BatchFault::unknown:
        ++report_.unknown;
        break;
      case BatchFault::ledger:
        ++report_.ledger;
        break;
    }
    if (tell_) tell_({fault, std::move(what)});
  }

  void found(BatchFault fault, const fs::path& path, const std::string& what) {
    found(fault, path.string() + ": " + what);
  }

  void run_workers() {
    auto workers = options_.workers > 0 ? static_cast<std::size_t>(options_.workers)
                                        : std::max(1u, std::thread::hardware_concurrency());
    workers = std::min(workers, std::max<std::size_t>(1, ledger_->size()));
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers; ++i) {
      threads.emplace_back([this] {
        for (;;) {
          const auto index = next_.fetch_add(1);
          if (index >= ledger_->size() || is_cancelled()) return;
          try {
            one(index);
          } catch (const std::exception& e) {
            found(BatchFault::damaged, options_.out_folder, e.what());
          }
          const std::scoped_lock lock(mutex_);
          if (step_) step_(++done_, report_);
        }
      });
    }
  }

  void one(std::size_t index) {
    const auto entries = ledger_->entries(index);
    if (entries.empty()) return;  // the ledger itself was cut just now
    const auto& output = entries.back().output;
    {
      const std::scoped_lock lock(mutex_);
      for (const auto& e : entries) extensions_.insert(fs::path(e.output).extension().string());
    }
    if (!is_below(fs::path(output).lexically_normal())) {
      return found(BatchFault::ledger, options_.out_folder / output,
                   "is outside of the folder; no batch writes such an entry");
    }
    const auto path = options_.out_folder / output;
    if (const auto entry = holds(entries, path); entry != nullptr) {
      beside(*entry, path);
      return note_model(index, *entry, path);
    }
  }

  // The entry whose sum the output has. Tells what is wrong where there is none.
  const LedgerEntry* holds(const std::vector<LedgerEntry>& entries, const fs::path& path) {
    const auto sum = sum_of(path);
    if (!sum) return nullptr;
    for (const auto& entry : entries) {
      if (entry.output_sum == *sum) return &entry;
    }
    const auto& told = entries.back();
    const auto damage = is_packed(setting(told, "to")) ? std::string() : damage_of(path);
    if (!damage.empty()) {
      found(BatchFault::damaged, path, "is damaged: " + without_name(damage, path));
      return nullptr;
    }
    const auto model = model_of(path, told);
    const auto wanted = setting(told, "model");
    if (!model.hash.empty() && !wanted.empty() && model.hash != wanted) {
      found(BatchFault::other_model, path,
            "is of the model " + model.text + ", the ledger has one of " + wanted.substr(0, 8));
    } else if (told.output_sum.bytes != sum->bytes) {
      found(BatchFault::changed, path,
            "was changed: it has " + std::to_string(sum->bytes) + " bytes, the ledger " +
                std::to_string(told.output_sum.bytes));
    } else {
      found(BatchFault::changed, path,
            printed("was changed: its CRC-32C is %08x, in the ledger %08x", sum->crc32c,
                    told.output_sum.crc32c));
    }
    return nullptr;
  }

  // Length and checksum of a file; tells why there is none.
  std::optional<FileSum> sum_of(const fs::path& path) {
    std::error_code ec;
    const auto status = fs::status(path, ec);
    if (status.type() == fs::file_type::not_found) {
      const bool is_link = fs::is_symlink(path, ec);
      found(BatchFault::missing, path, is_link ? "is missing: a link to nothing" : "is missing");
      return std::nullopt;
    }
    if (ec) {
      found(BatchFault::damaged, path, "cannot be read: " + ec.message());
      return std::nullopt;
    }
    if (!fs::is_regular_file(status)) {
      found(BatchFault::changed, path,
            fs::is_directory(status) ? "is a folder now" : "is a pipe or a device now");
      return std::nullopt;
    }
    const auto sum = sum_of_file(path);
    if (!sum) {
      found(BatchFault::damaged, sum.error().message);
      return std::nullopt;
    }
    const std::scoped_lock lock(mutex_);
    report_.bytes += sum->bytes;
    return *sum;
  }

  void beside(const LedgerEntry& entry, const fs::path& path) {
    if (setting(entry, "to") == "megatron") return beside_shard(entry, path);
    if (!entry.beside_sum) return;
    const auto sidecar = sidecar_of(path);
    const auto sum = sum_of(sidecar);
    if (sum && *sum != *entry.beside_sum) {
      found(BatchFault::changed, sidecar, "was changed since it was written");
    }
  }

  // The tokens of a shard of Megatron's, and its list.
  void beside_shard(const LedgerEntry& entry, const fs::path& index) {
    const auto files = shard_files(fs::path(index).replace_extension(), ShardFormat::megatron);
    bool all_there = true;
    for (const auto& file : files) {
      if (file != index && !sum_of(file)) all_there = false;
    }
    if (!all_there || !entry.beside_sum) return;  // ledgers of older versions have no sum of these
    const auto sum = sum_of_others(files);
    if (!sum) return found(BatchFault::damaged, sum.error().message);
    if (*sum != entry.beside_sum) {
      found(BatchFault::changed, index, "what stands beside it (.bin, .jsonl) was changed");
    }
  }

  void note_model(std::size_t index, const LedgerEntry& entry, const fs::path& path) {
    auto model = model_of(path, entry);
    if (model.hash.empty()) return;
    const std::scoped_lock lock(mutex_);
    auto& of = models_[model.hash];
    of.text = std::move(model.text);
    of.outputs.push_back(static_cast<std::uint32_t>(index));
  }

  void compare_models() {
    const auto most =
        std::max_element(models_.begin(), models_.end(), [](const auto& a, const auto& b) {
          return a.second.outputs.size() < b.second.outputs.size();
        });
    if (most == models_.end()) return;
    const auto wanted = options_.model ? to_hex(*options_.model) : most->first;
    for (auto& [hash, of] : models_) {
      if (hash == wanted) continue;
      std::sort(of.outputs.begin(), of.outputs.end());
      for (const auto index : of.outputs) {
        found(BatchFault::other_model, options_.out_folder / ledger_->entries(index)[0].output,
              "is of the model " + of.text +
                  (options_.model ? std::string(", not of the one that was named")
                                  : ", most are of " + most->second.text));
      }
    }
  }

  // Outputs that no ledger has, of the kinds that the ledgers have.
  void look_for_others() {
    const auto& root = options_.out_folder;
    std::vector<fs::path> folders = {""};
    while (!folders.empty() && !is_cancelled()) {
      const auto below = std::move(folders.back());
      folders.pop_back();
      std::error_code ec;
      std::vector<fs::path> names;
      for (fs::directory_iterator it(root / below, ec); !ec && it != fs::directory_iterator();
           it.increment(ec)) {
        const auto name = it->path().filename();
        std::error_code ignored;
        if (is_pending(name.string())) {
          names.push_back(below / name);
        } else if (name.native().starts_with('.')) {
          continue;
        } else if (it->is_directory(ignored)) {
          if (!it->is_symlink(ignored)) folders.push_back(below / name);
        } else {
          names.push_back(below / name);
        }
      }
      if (ec) found(BatchFault::damaged, root / below, "cannot be listed: " + ec.message());
      std::sort(names.begin(), names.end());
      for (const auto& name : names) other(name);
    }
  }

  void other(const fs::path& name) {
    const auto path = options_.out_folder / name;
    if (is_pending(name.filename().string())) {
      return found(BatchFault::unknown, path, "was left by a run that was killed");
    }
    const bool is_sidecar = name.extension() == ".json" && name.stem().extension() == ".npy";
    const auto main = is_sidecar ? path.parent_path() / name.stem() : path;
    if (!extensions_.contains(main.extension().string())) return;
    if (ledger_->knows(main.lexically_relative(options_.out_folder).string())) return;
    std::error_code ec;
    if (is_sidecar && fs::exists(main, ec)) return;  // is named itself
    if (is_manifest(path)) return;
    found(BatchFault::unknown, path,
          "is in no ledger: nothing tells whether it is whole, and of which sound");
  }

  const BatchVerifyOptions& options_;
  const std::function<void(const BatchFinding&)>& tell_;
  const std::function<void(std::size_t, const BatchVerifyReport&)>& step_;
  const std::atomic<bool>* cancel_;
  std::optional<LedgerFolder> ledger_;
  std::atomic<std::size_t> next_{0};

  struct Outputs {
    std::string text;
    std::vector<std::uint32_t> outputs;
  };
  std::mutex mutex_;  // all below
  BatchVerifyReport report_;
  std::size_t done_ = 0;
  std::map<std::string, Outputs> models_;  // by hash
  std::set<std::string> extensions_;
};

}  // namespace

Result<BatchVerifyReport> verify_batch(
    const BatchVerifyOptions& options, const std::function<void(const BatchFinding&)>& tell,
    const std::function<void(std::size_t, const BatchVerifyReport&)>& step,
    const std::atomic<bool>* cancel) {
  return Verification(options, tell, step, cancel).run();
}

}  // namespace codec
