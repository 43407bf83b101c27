#include "codec/corpus/pack.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>
#include <utility>

#include "codec/base/printed.h"
#include "codec/measure/pitch.h"
#include "codec/sound/audio_file.h"
#include "codec/sound/resampler.h"

namespace codec {
namespace {

constexpr std::size_t kMaxSamples = std::size_t{6} * 3600 * kCorpusRateHz;

struct Job {
  CorpusEntry entry;
  std::filesystem::path file;
  double speed = 1.0;
};

struct Recording {
  std::vector<std::int16_t> samples;
  std::vector<float> f0;
};

std::vector<std::string_view> split_fields(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  for (;;) {
    const auto at = line.find(separator);
    fields.push_back(line.substr(0, at));
    if (at == std::string_view::npos) return fields;
    line.remove_prefix(at + 1);
  }
}

template <typename T>
bool wanted(const std::vector<T>& filter, const T& value) {
  return filter.empty() || std::ranges::find(filter, value) != filter.end();
}

bool get_line(std::istream& in, std::string& line) {
  if (!std::getline(in, line)) return false;
  if (line.ends_with('\r')) line.pop_back();
  return true;
}

// "utterance.word<tab>phones" a line -> phones of whole utterances.
std::map<std::string, std::string> read_phones(const std::filesystem::path& path) {
  std::map<std::string, std::map<int, std::string>> words;
  std::ifstream in(path);
  for (std::string line; get_line(in, line);) {
    const auto tab = line.find('\t');
    const auto dot = line.find('.');
    int word = 0;
    if (tab == std::string::npos || dot >= tab ||
        std::from_chars(line.data() + dot + 1, line.data() + tab, word).ec != std::errc{}) {
      continue;
    }
    words[line.substr(0, dot)][word] = line.substr(tab + 1);
  }
  std::map<std::string, std::string> phones;
  for (const auto& [utterance, parts] : words) {
    std::string& text = phones[utterance];
    for (const auto& [word, part] : parts) text += (text.empty() ? "" : " ") + part;
  }
  return phones;
}

Result<std::vector<Job>> read_manifest(const PackOptions& options) {
  const std::string name = options.manifest.string();
  std::ifstream in(options.manifest);
  std::string line;
  if (!in || !get_line(in, line)) return Error{ErrorCode::io, name + ": cannot read the manifest"};
  std::map<std::string, std::size_t, std::less<>> columns;
  for (const auto field : split_fields(line, '\t')) columns.emplace(field, columns.size());
  if (!columns.contains("file")) {
    return Error{ErrorCode::bad_value, name + ": its first line names no column 'file'"};
  }
  const auto folder = options.manifest.parent_path();
  const auto phones = read_phones(folder / "labels" / "speechocean762_text_phone.txt");

  std::vector<Job> jobs;
  for (std::size_t number = 2; get_line(in, line); ++number) {
    if (line.empty()) continue;
    const auto fields = split_fields(line, '\t');
    const auto field = [&](std::string_view column) -> std::string {
      const auto found = columns.find(column);
      if (found == columns.end() || found->second >= fields.size()) return {};
      return std::string(fields[found->second]);
    };
    Job job;
    job.entry.name = field("file");
    if (job.entry.name.empty()) {
      return Error{ErrorCode::bad_value,
                   name + ": line " + std::to_string(number) + " names no file"};
    }
    job.file = folder / job.entry.name;
    job.entry.set = field("set");
    job.entry.speaker = field("speaker");
    job.entry.language = field("lang");
    job.entry.text = field("text_or_label");
    if (const auto split = field("split"); !split.empty()) {
      auto parsed = parse_split(split);
      if (!parsed) {
        return Error{parsed.error().code,
                     name + ": line " + std::to_string(number) + ": " + parsed.error().message};
      }
      job.entry.split = *parsed;
    }
    const std::string stem = job.file.stem().string();
    if (const auto found = phones.find(stem.substr(stem.find('_') + 1)); found != phones.end()) {
      job.entry.phones = found->second;
    }
    if (wanted(options.kinds, field("kind")) && job.entry.is_of_sets(options.sets) &&
        wanted(options.splits, job.entry.split)) {
      jobs.push_back(std::move(job));
    }
  }
  return jobs;
}

// For validation: the first of each 1 / share.
void set_aside(std::vector<Job>& jobs, double share) {
  double due = 1.0;
  for (std::size_t i = 0; share > 0 && i < jobs.size(); ++i, due += share) {
    if (due < 1.0) continue;
    jobs[i].entry.split = Split::valid;
    due -= 1.0;
  }
}

Result<std::vector<Job>> list_inputs(const PackOptions& options) {
  std::vector<Job> jobs;
  for (const auto& input : options.inputs) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    if (std::error_code ignored; std::filesystem::is_directory(input, ignored)) {
      for (std::filesystem::recursive_directory_iterator it(input, error), end; it != end;
           it.increment(error)) {
        if (it->is_regular_file(error)) files.push_back(it->path());
      }
      std::ranges::sort(files);
    } else {
      files.push_back(input);
    }
    if (error) return Error{ErrorCode::io, input.string() + ": " + error.message()};
    for (auto& file : files) {
      Job job;
      job.entry.name = file.generic_string();
      job.entry.set = "files";
      job.entry.speaker = file.parent_path().filename().string();
      job.file = std::move(file);
      jobs.push_back(std::move(job));
    }
  }
  set_aside(jobs, options.valid_share);
  std::erase_if(jobs, [&](const Job& job) {
    return !job.entry.is_of_sets(options.sets) || !wanted(options.splits, job.entry.split);
  });
  return jobs;
}

std::string with_speed(const std::string& id, double speed) { return id + printed("@%g", speed); }

void add_speed_copies(std::vector<Job>& jobs, const PackOptions& options) {
  std::vector<Job> all;
  for (Job& job : jobs) {
    const auto found = options.speeds.find(job.entry.set);
    all.push_back(job);
    if (found == options.speeds.end() || job.entry.split != Split::train) continue;
    for (const double speed : found->second) {
      Job copy = job;
      copy.speed = speed;
      copy.entry.name = with_speed(job.entry.name, speed);
      copy.entry.speaker = with_speed(job.entry.speaker, speed);
      all.push_back(std::move(copy));
    }
  }
  jobs = std::move(all);
}

// The mean of all channels, at the corpus rate, as heard at `speed` times the speed.
Result<std::vector<float>> read_mono(const std::filesystem::path& path, double speed) {
  auto reader = AudioReader::open(path);
  if (!reader) return reader.error();
  const auto apparent_hz = static_cast<int>(std::lround(reader->info().sample_rate_hz * speed));
  auto resampler = Resampler::open(apparent_hz, kCorpusRateHz);
  if (!resampler)
    return Error{resampler.error().code, path.string() + ": " + resampler.error().message};
  std::vector<float> block(8192);
  std::vector<float> out;
  for (;;) {
    auto count = reader->read_mono(block);
    if (!count) return count.error();
    if (*count == 0) break;
    resampler->push(std::span(block).first(*count), out);
    if (out.size() > kMaxSamples) {
      return Error{ErrorCode::unsupported, path.string() + ": longer than six hours; cut it first"};
    }
  }
  resampler->finish(out);
  return out;
}

Result<Recording> prepare(const Job& job) {
  auto mono = read_mono(job.file, job.speed);
  if (!mono) return mono.error();
  if (mono->size() < kCorpusSubframeSamples) {
    return Error{ErrorCode::empty, job.file.string() + ": shorter than 10 ms"};
  }
  Recording recording;
  recording.samples.reserve(mono->size());
  for (const float x : *mono) {
    recording.samples.push_back(
        static_cast<std::int16_t>(std::lrint(std::clamp(x * 32768.0f, -32768.0f, 32767.0f))));
  }
  recording.f0 = track_f0(*mono);
  return recording;
}

// Runs prepare() on several threads; next() returns the results in the order of the jobs.
class Workers {
 public:
  Workers(const std::vector<Job>& jobs, int threads) : jobs_(jobs) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this] { work(); });
    }
  }
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  Result<Recording> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ready_.contains(taken_); });
    auto result = std::move(ready_.extract(taken_++).mapped());
    changed_.notify_all();
    return result;
  }

 private:
  void work() {
    for (;;) {
      std::size_t index = 0;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || started_ < taken_ + kAhead; });
        if (stopping_ || started_ == jobs_.size()) return;
        index = started_++;
      }
      auto result = prepare(jobs_[index]);
      {
        const std::lock_guard lock(mutex_);
        ready_.emplace(index, std::move(result));
      }
      changed_.notify_all();
    }
  }

  static constexpr std::size_t kAhead = 16;
  const std::vector<Job>& jobs_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t started_ = 0;
  std::size_t taken_ = 0;
  bool stopping_ = false;
  std::map<std::size_t, Result<Recording>> ready_;
  std::vector<std::thread> threads_;
};

Status check(const PackOptions& options) {
  if (options.manifest.empty() == options.inputs.empty()) {
    return Error{ErrorCode::bad_value, "give either a manifest or audio files and folders"};
  }
  if (!(options.valid_share >= 0 && options.valid_share <= 0.5) ||
      (options.valid_share > 0 && options.inputs.empty())) {
    return Error{ErrorCode::bad_value,
                 "the share for validation lies in 0..0.5 and is of files and folders; a manifest "
                 "names its splits"};
  }
  for (const auto& [set, speeds] : options.speeds) {
    for (const double speed : speeds) {
      if (!(speed >= 0.5 && speed <= 2.0)) {
        return Error{ErrorCode::bad_value, "speed factors lie in 0.5..2; one of '" + set + "' is " +
                                               std::to_string(speed)};
      }
    }
  }
  return Done{};
}

// That each set that was named is there: a slip would silently leave its recordings out.
Status check_names(const std::vector<Job>& jobs, const PackOptions& options) {
  for (const auto& set : options.sets) {
    if (std::ranges::none_of(
            jobs, [&](const Job& job) { return job.entry.is_of_sets(std::span(&set, 1)); })) {
      return Error{ErrorCode::empty, "no recording of a set '" + set + "'"};
    }
  }
  for (const auto& [set, speeds] : options.speeds) {
    if (std::ranges::none_of(jobs, [&](const Job& job) { return job.entry.set == set; })) {
      return Error{ErrorCode::empty,
                   "no recording of the set '" + set + "' to play faster or slower"};
    }
  }
  return Done{};
}

}  // namespace

Result<PackReport> pack_corpus(const PackOptions& options) {
  if (auto status = check(options); !status) return status.error();
  auto jobs = options.manifest.empty() ? list_inputs(options) : read_manifest(options);
  if (!jobs) return jobs.error();
  if (auto status = check_names(*jobs, options); !status) return status.error();
  add_speed_copies(*jobs, options);

  auto writer = CorpusWriter::create(options.output);
  if (!writer) return writer.error();
  PackReport report;
  Workers workers(*jobs, std::clamp(options.threads, 1, 64));
  for (std::size_t i = 0; i < jobs->size(); ++i) {
    auto recording = workers.next();
    if (recording) {
      const CorpusEntry& entry = (*jobs)[i].entry;
      if (auto status = writer->add(entry, recording->samples, recording->f0); !status) {
        return status.error();
      }
      const double seconds = static_cast<double>(recording->samples.size()) / kCorpusRateHz;
      ++report.entries;
      report.seconds += seconds;
      report.seconds_by_split[std::string(to_string(entry.split))] += seconds;
    } else {
      report.skipped.push_back(recording.error().message);
    }
    if (options.progress && !options.progress({i + 1, jobs->size(), report.seconds})) {
      return Error{ErrorCode::cancelled, "stopped before the corpus was complete"};
    }
  }
  if (report.entries == 0) {
    return Error{ErrorCode::empty, report.skipped.empty()
                                       ? std::string("no recording passes the filters")
                                       : "no usable recording; the first: " + report.skipped[0]};
  }
  if (auto status = writer->commit(); !status) return status.error();
  return report;
}

}  // namespace codec
