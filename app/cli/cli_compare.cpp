// compare: one sound through several codecs, in figures and to be heard.
#include <algorithm>
#include <cmath>
#include <map>
#include <system_error>

#include "app/cli/cli.h"
#include "app/cli/sound.h"
#include "codec/base/json.h"
#include "codec/compare/contender.h"
#include "codec/measure/evaluate.h"
#include "codec/measure/over_time.h"
#include "codec/sound/audio_file.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

struct CompareArguments {
  std::vector<fs::path> inputs;
  std::string with;  // empty: every number of codebooks of the model
  std::string model;
  fs::path out;
  bool json = false;
  bool seconds = false;
};

struct Row {
  double kbps = 0.0;
  codec::EvaluationRow figures;
  std::vector<codec::QualityPoint> seconds;
};

struct Compared {
  std::string name;
  double seconds = 0.0;
  std::vector<Row> rows;  // one a contender, the same for every file
};

std::string number(const std::optional<double>& value, const char* format) {
  if (!value || !std::isfinite(*value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, format, *value);
  return text;
}

std::string json_number(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? print("%.6g", *value) : "null";
}

std::string row_json(const Row& row, int rate_hz) {
  const auto& f = row.figures;
  auto text = "{\"codec\": " + codec::json::quote(f.name) + print(", \"kbps\": %.6g", row.kbps) +
              ", \"stoi\": " + json_number(f.stoi) + ", \"estoi\": " + json_number(f.estoi) +
              ", \"mel_log10\": " + json_number(f.mel) +
              ", \"f0_rmse_hz\": " + json_number(f.f0_rmse_hz) +
              ", \"gross_pitch_error\": " + json_number(f.gross_pitch_error) +
              ", \"voicing_f1\": " + json_number(f.voicing_f1);
  if (!row.seconds.empty()) {
    text += ", \"over_time\": [";
    for (const auto& p : row.seconds) {
      text += (text.back() == '[' ? "" : ", ") +
              print("{\"start\": %.3f, \"end\": %.3f, ", static_cast<double>(p.begin) / rate_hz,
                    static_cast<double>(p.end) / rate_hz) +
              "\"mel_log10\": " + json_number(p.mel) + ", \"stoi\": " + json_number(p.stoi) +
              ", \"estoi\": " + json_number(p.estoi) +
              ", \"f0_rmse_hz\": " + json_number(p.f0_rmse_hz) + "}";
    }
    text += "]";
  }
  return text + "}";
}

std::string to_json(const std::vector<Compared>& files, const std::vector<Row>& means,
                    int rate_hz) {
  const auto rows = [&](const std::vector<Row>& list) {
    std::string text;
    for (const auto& row : list) {
      text += (text.empty() ? "\n    " : ",\n    ") + row_json(row, rate_hz);
    }
    return "[" + text + "]";
  };
  std::string text = print("{\"rate_hz\": %d, \"files\": [", rate_hz);
  for (const auto& file : files) {
    text += (&file == files.data() ? "\n  " : ",\n  ") +
            ("{\"file\": " + codec::json::quote(file.name)) +
            print(", \"seconds\": %.6f, \"codecs\": ", file.seconds) + rows(file.rows) + "}";
  }
  return text + "],\n \"mean\": " + rows(means) + "}\n";
}

std::string to_table(const std::vector<Row>& rows) {
  std::size_t wide = 5;
  for (const auto& row : rows) wide = std::max(wide, row.figures.name.size());
  auto text = print("%-*s    kbps   STOI  ESTOI     mel  F0 Hz  gross %%  voicing F1\n",
                    static_cast<int>(wide), "codec");
  for (const auto& row : rows) {
    const auto& f = row.figures;
    std::optional<double> gross = f.gross_pitch_error;
    if (gross) *gross *= 100.0;
    text += print("%-*s  %6.2f  %5s  %5s  %6s  %5s  %7s  %10s\n", static_cast<int>(wide),
                  f.name.c_str(), row.kbps, number(f.stoi, "%.3f").c_str(),
                  number(f.estoi, "%.3f").c_str(), number(f.mel, "%.4f").c_str(),
                  number(f.f0_rmse_hz, "%.1f").c_str(), number(gross, "%.1f").c_str(),
                  number(f.voicing_f1, "%.3f").c_str());
  }
  return text;
}

// "speech-16k 3 of 5" -> "speech-16k-3-of-5"
std::string file_word(std::string text) {
  std::replace(text.begin(), text.end(), ' ', '-');
  return text;
}

std::string stem_of(const fs::path& path) { return path == "-" ? "stdin" : path.stem().string(); }

codec::Status keep(const CompareArguments& a, const fs::path& path, std::span<const float> sound,
                   int rate_hz) {
  for (const auto& input : a.inputs) {
    if (auto other = codec::refuse_overwriting(input, path); !other) return other;
  }
  codec::AudioWriterOptions options;
  options.sample_rate_hz = rate_hz;
  auto writer = codec::AudioWriter::create(path, options);
  if (!writer) return writer.error();
  if (auto status = writer->write(sound); !status) return status;
  return writer->finish();
}

codec::Result<Compared> compare(const CompareArguments& a, const fs::path& path,
                                const std::vector<codec::Contender>& contenders,
                                const ModelPtr& self, int rate_hz) {
  const auto in = codec::Spool::open(path);
  if (!in) return in.error();
  std::vector<float> reference;
  const auto read = read_sound(*in, rate_hz, 65536, [&](std::span<const float> part) {
    reference.insert(reference.end(), part.begin(), part.end());
    return true;
  });
  if (!read) return read.error();
  auto renditions = codec::render(reference, rate_hz, contenders, models(), self);
  if (!renditions) return renditions.error();
  Compared result;
  result.name = in->name();
  result.seconds = static_cast<double>(reference.size()) / rate_hz;
  const auto stem = stem_of(path);
  if (!a.out.empty()) {
    const auto to = a.out / (stem + ".original.wav");
    if (auto status = keep(a, to, reference, rate_hz); !status) return status.error();
  }
  for (const auto& r : *renditions) {
    auto figures = codec::evaluate(r.name, reference, r.sound, rate_hz);
    if (!figures) return figures.error();
    Row row{r.kbps, std::move(*figures), {}};
    if (a.seconds) row.seconds = codec::quality_over_time(reference, r.sound, rate_hz, rate_hz);
    result.rows.push_back(std::move(row));
    if (a.out.empty()) continue;
    const auto to = a.out / (stem + "." + file_word(r.name) + ".wav");
    if (auto status = keep(a, to, r.sound, rate_hz); !status) return status.error();
  }
  return result;
}

std::vector<Row> means_of(const std::vector<Compared>& files) {
  std::vector<Row> means;
  for (std::size_t i = 0; i < files.front().rows.size(); ++i) {
    std::vector<codec::EvaluationRow> figures;
    double kbits = 0.0;
    double seconds = 0.0;
    for (const auto& file : files) {
      figures.push_back(file.rows[i].figures);
      kbits += file.rows[i].kbps * file.seconds;
      seconds += file.seconds;
    }
    means.push_back(
        {seconds > 0 ? kbits / seconds : 0.0, codec::mean_of(figures, figures.front().name), {}});
  }
  return means;
}

// A message where the WAVs of two sounds would have one name.
std::string twins_of(const std::vector<fs::path>& inputs) {
  std::map<std::string, fs::path> stems;
  for (const auto& input : inputs) {
    const auto [other, is_new] = stems.emplace(stem_of(input), input);
    if (!is_new) {
      return input.string() + ": would be heard under the names of " + other->second.string() +
             "; --out takes sounds of different names";
    }
  }
  return {};
}

int run_compare(const CompareArguments& a) {
  auto contenders = a.with.empty() ? codec::Result(std::vector<codec::Contender>())
                                   : codec::parse_contenders(a.with);
  if (!contenders) {
    fail("--with " + contenders.error().message);
    return 2;
  }
  const auto is_self = [](const codec::Contender& c) {
    return c.kind == codec::Contender::Kind::model && c.model.empty();
  };
  ModelPtr self;
  int rate_hz = 16000;
  if (std::ranges::any_of(*contenders, is_self) || a.with.empty() || !a.model.empty()) {
    const auto model = load_model(a.model);
    if (!model) return fail(model.error());
    self = *model;
    rate_hz = self->config().sample_rate_hz;
    for (int q = 1; q <= self->config().levels && a.with.empty(); ++q) {
      contenders->push_back({codec::Contender::Kind::model, {}, q, 0});
    }
  }
  if (!a.out.empty()) {
    if (const auto twins = twins_of(a.inputs); !twins.empty()) return fail(twins);
    std::error_code ec;
    fs::create_directories(a.out, ec);
    if (ec) return fail(a.out.string() + ": cannot make: " + ec.message());
  }
  std::vector<Compared> files;
  int code = 0;
  for (const auto& path : a.inputs) {
    auto compared = compare(a, path, *contenders, self, rate_hz);
    if (!compared) {
      code = fail(compared.error());
      continue;
    }
    files.push_back(std::move(*compared));
  }
  if (files.empty()) return code;
  const auto means = means_of(files);
  if (a.json) {
    say(to_json(files, means, rate_hz));
    return code;
  }
  if (files.size() == 1) {
    say(to_table(files.front().rows));
    return code;
  }
  say(print("mean of %zu files\n", files.size()) + to_table(means));
  return code;
}

}  // namespace

void add_compare_command(CLI::App& app, Action& action) {
  auto a = std::make_shared<CompareArguments>();
  auto* c = app.add_subcommand("compare",
                               "One sound by several codebook counts, models, Opus and Codec 2: "
                               "STOI, ESTOI, log-mel distance, F0 error");
  c->add_option("IN", a->inputs, "Sounds; - is stdin. The figures of several are means")
      ->required();
  c->add_option("--with", a->with,
                "What with, separated by commas: self:1..5 (codebooks of the model), NAME:3 "
                "(another model), opus:12 (kbps, from 6), codec2:1300 (bits a second); without it "
                "every number of codebooks")
      ->type_name("CODECS");
  add_model_option(*c, a->model);
  c->add_flag("--json", a->json, "As JSON, file by file");
  c->add_flag("--over-time", a->seconds, "With --json: the figures of each second, too");
  c->add_option("-o,--out", a->out, "Folder for what is heard: a WAV for each codec")
      ->type_name("FOLDER");
  c->callback([a, &action] { action = [a] { return run_compare(*a); }; });
}

}  // namespace cli
