#include "codec/training/laboratory.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <sstream>

#include "codec/base/chart.h"
#include "codec/base/file_io.h"
#include "codec/base/printed.h"
#include "codec/corpus/corpus.h"
#include "codec/engine/model.h"
#include "codec/study/eval_corpus.h"
#include "codec/training/crop_source.h"

namespace codec {
namespace {

// A fifth of the shipped codec's width: a step takes a tenth of its time.
FitOptions base_fit(const LabOptions& lab) {
  FitOptions o;
  o.corpus = lab.corpus;
  o.threads = lab.threads;
  o.seed = lab.seed;
  o.steps = lab.steps;
  o.validate_every = lab.measure_every;
  o.checkpoint_minutes = 1e9;
  o.resume = false;
  o.batch = 8;
  o.crop_seconds = 1.2;
  o.learning_rate = 1.5e-3;
  o.rate_warmup = 50;
  o.free_steps = 60;
  o.ema = 0.98;
  o.weights.fine = 5;
  o.weights.pitch = 40;
  o.weights.voicing = 2;
  auto& m = o.model;
  m.name = "lab";
  m.encoder_channels = m.decoder_channels = 96;
  m.encoder_blocks = m.decoder_blocks = 3;
  m.fine_channels = 64;
  m.fine_blocks = 1;
  m.latent_dim = 24;
  m.levels = 4;
  m.codebook_size = 1024;
  return o;
}

double mean(const std::vector<double>& values) {
  return values.empty() ? 0
                        : std::accumulate(values.begin(), values.end(), 0.0) /
                              static_cast<double>(values.size());
}

std::string joined(const std::vector<double>& values, const char* pattern, double factor) {
  std::string out;
  for (const double v : values) {
    if (!out.empty()) out += ' ';
    out += printed(pattern, v * factor);
  }
  return out;
}

Result<LabMeasure> measure(const LabExperiment& experiment, const CorpusReader& corpus,
                           const LabOptions& lab, const FitReport& at) {
  auto model = Model::load(experiment.fit.folder / (experiment.fit.model.name + ".json"));
  if (!model) return model.error();
  EvalOptions options;
  options.splits = {Split::valid};
  options.limit = lab.valid_recordings;
  if (lab.study == LabStudy::heads) options.sets = lab_kinds()[0].sets;
  auto report = evaluate_corpus(*model, corpus, options);
  if (!report) return report.error();
  const auto all = mean_of(report->rows);
  LabMeasure out;
  out.step = at.steps;
  out.minutes = at.minutes;
  out.mel = all.mel.value_or(0);
  out.stoi = all.stoi.value_or(0);
  for (const auto& u : report->usage) {
    out.utilisation.push_back(static_cast<double>(u.used()) /
                              static_cast<double>(std::max<std::size_t>(1, u.ceiling())));
    out.perplexity.push_back(u.perplexity());
  }
  if (lab.study == LabStudy::heads) {
    for (const auto& kind : lab_kinds()) {
      options.sets = kind.sets;
      options.splits = {Split::valid, Split::test};
      auto of_kind = evaluate_corpus(*model, corpus, options);
      if (!of_kind) return of_kind.error();
      out.mel_by_kind.push_back(mean_of(of_kind->rows).mel.value_or(0));
    }
  }
  return out;
}

// That there is what the experiment trains on and is measured by, before hours go into it.
Status check_corpus(const LabExperiment& experiment, const CorpusReader& corpus,
                    const LabOptions& lab) {
  const auto& fit = experiment.fit;
  const auto crop = static_cast<std::int64_t>(fit.crop_seconds * fit.model.sample_rate_hz);
  const auto crops = CropSource::create(corpus, crop, fit.shares, fit.augment, fit.seed);
  if (!crops) {
    return Error{crops.error().code, lab.corpus.string() + ": " + crops.error().message};
  }
  const auto has = [&](const std::vector<std::string>& sets, bool test_as_well) {
    return std::ranges::any_of(corpus.entries(), [&](const CorpusEntry& e) {
      return e.samples > 0 && e.is_of_sets(sets) &&
             (e.split == Split::valid || (test_as_well && e.split == Split::test));
    });
  };
  const auto lacks = [&](const std::string& what) {
    return Error{ErrorCode::empty, lab.corpus.string() + ": holds no validation recording" + what +
                                       ": nothing to measure by (pack --valid, or a manifest)"};
  };
  const bool heads = lab.study == LabStudy::heads;
  if (!has(heads ? lab_kinds()[0].sets : std::vector<std::string>(), false)) return lacks("");
  if (!heads) return Done{};
  for (const auto& kind : lab_kinds()) {
    if (!has(kind.sets, true)) return lacks(" of " + kind.name);
  }
  return Done{};
}

constexpr const char* kCsvHeader =
    "experiment,question,bits_per_second,step,minutes,mel,stoi,utilisation,perplexity,mel_by_kind";

}  // namespace

const std::vector<LabKind>& lab_kinds() {
  static const std::vector<LabKind> kinds = {{"speech", {"libri", "speechocean762"}},
                                             {"music", {"tuxemon", "smstools"}},
                                             {"environment", {"esc10", "blanket"}}};
  return kinds;
}

std::vector<LabExperiment> lab_experiments(const LabOptions& lab) {
  std::vector<LabExperiment> out;
  const auto add = [&](const char* name, const char* question, auto change) {
    LabExperiment e{name, question, base_fit(lab)};
    e.fit.folder = lab.folder / "runs" / name;
    change(e.fit);
    out.push_back(std::move(e));
  };
  if (lab.study == LabStudy::heads) {
    const auto heads = [](bool source_filter, bool free_spectrum) {
      return [=](FitOptions& o) {
        o.model.source_filter = source_filter;
        o.model.free_spectrum = free_spectrum;
        o.shares = {
            {"libri_tc100", 0.3}, {"speechocean762", 0.2}, {"tuxemon", 0.3}, {"esc10", 0.15}};
      };
    };
    add("both", "source-filter and free spectrum, as shipped", heads(true, true));
    add("source-filter", "pulse train and noise through filters alone", heads(true, false));
    add("free", "free magnitude and phase alone", heads(false, true));
    return out;
  }
  const auto books = [](int levels, int size) {
    return [levels, size](FitOptions& o) {
      o.model.levels = levels;
      o.model.codebook_size = size;
    };
  };
  const auto cold = [](FitOptions& o) { o.water_filling = false; };
  const auto plain = [](FitOptions& o) {
    o.training.linear_map = false;
    o.training.trainable_table = true;
  };
  add("simvq", "the base: frozen table, straight-through, AdamW, water-filling, 4 x 1024",
      [](FitOptions&) {});
  add("trained-table", "SimVQ whose table learns as well",
      [](FitOptions& o) { o.training.trainable_table = true; });
  add("plain-vq", "plain VQ: the table learns, no linear map", plain);
  add("cold", "SimVQ from a random start, without water-filling", cold);
  add("cold-trained-table", "trained table, without water-filling", [&](FitOptions& o) {
    cold(o);
    o.training.trainable_table = true;
  });
  add("cold-plain-vq", "plain VQ from a random start", [&](FitOptions& o) {
    cold(o);
    plain(o);
  });
  add("rotation", "rotation trick in place of straight-through",
      [](FitOptions& o) { o.training.rotation_trick = true; });
  add("adagrad", "AdaGrad, rate 0.01, in place of AdamW", [](FitOptions& o) {
    o.optimizer.kind = OptimizerKind::adagrad;
    o.learning_rate = 0.01;
  });
  add("3-books", "3 codebooks of 1024", books(3, 1024));
  add("5-books", "5 codebooks of 1024", books(5, 1024));
  add("k-256", "5 codebooks of 256: 40 bits a frame, as the base", books(5, 256));
  add("k-4096", "4 codebooks of 4096: 48 bits a frame", books(4, 4096));
  add("two-of-256", "2 codebooks of 256: 16 bits a frame", books(2, 256));
  add("one-of-65536", "1 codebook of 65536: 16 bits a frame", books(1, 65536));
  return out;
}

Result<std::vector<LabResult>> run_lab(const LabOptions& lab,
                                       const std::function<void(const std::string&)>& log,
                                       const std::atomic<bool>* cancel) {
  auto experiments = lab_experiments(lab);
  for (const auto& name : lab.only) {
    if (std::ranges::none_of(experiments, [&](const auto& e) { return e.name == name; })) {
      return Error{ErrorCode::bad_value, "lab: no experiment is named '" + name + "'"};
    }
  }
  auto corpus = CorpusReader::open(lab.corpus);
  if (!corpus) return corpus.error();
  const auto is_wanted = [&](const LabExperiment& e) {
    return lab.only.empty() || std::ranges::find(lab.only, e.name) != lab.only.end();
  };
  for (const auto& e : experiments) {
    if (!is_wanted(e)) continue;
    if (auto status = check_corpus(e, *corpus, lab); !status) return status.error();
  }
  std::error_code ec;
  std::filesystem::create_directories(lab.folder, ec);
  const auto csv = lab.folder / "lab.csv";
  std::vector<LabResult> known;
  if (std::filesystem::exists(csv, ec)) {
    auto bytes = read_file(csv, 16 << 20);
    if (!bytes) return bytes.error();
    auto parsed = parse_lab_csv({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (!parsed) return Error{parsed.error().code, csv.string() + ": " + parsed.error().message};
    known = std::move(*parsed);
    for (const auto& r : known) {
      if (std::ranges::find(experiments, r.name, &LabExperiment::name) == experiments.end()) {
        return Error{ErrorCode::bad_value, csv.string() + ": holds '" + r.name +
                                               "' of another study; use another folder"};
      }
    }
  }
  // In the order of the table, what is there of it.
  const auto ordered = [&] {
    std::vector<LabResult> out;
    for (const auto& e : experiments) {
      const auto found = std::ranges::find(known, e.name, &LabResult::name);
      if (found != known.end()) out.push_back(*found);
    }
    return out;
  };
  const auto save = [&]() -> Status {
    const auto results = ordered();
    if (auto s = write_file(csv, lab_csv(results)); !s) return s;
    if (auto s = write_file(lab.folder / "lab.md", lab_table(results)); !s) return s;
    return write_file(lab.folder / "lab.svg", lab_chart(results));
  };
  if (!known.empty()) {
    if (auto s = save(); !s) return s.error();
  }
  for (auto& e : experiments) {
    const bool there = std::ranges::find(known, e.name, &LabResult::name) != known.end();
    if (!is_wanted(e) || there || (cancel != nullptr && cancel->load())) continue;
    log("== " + e.name + ": " + e.question);
    LabResult result{e.name, e.question, e.fit.model.bit_rate_bps(e.fit.model.levels), {}};
    Status failed = Done{};
    e.fit.on_validate = [&](const FitReport& at) {
      auto m = measure(e, *corpus, lab, at);
      if (!m) {
        failed = m.error();
        return;
      }
      log(printed("%s step %lld: mel %.4f STOI %.4f", e.name.c_str(),
                  static_cast<long long>(m->step), m->mel, m->stoi));
      result.measures.push_back(std::move(*m));
    };
    auto report = fit(
        e.fit, [](const std::string&) {}, cancel);
    if (!report) return Error{report.error().code, e.name + ": " + report.error().message};
    if (!failed) return failed.error();
    if (report->steps < e.fit.steps) break;  // cancelled: not a result
    known.push_back(std::move(result));
    if (auto s = save(); !s) return s.error();
  }
  return ordered();
}

std::string lab_table(const std::vector<LabResult>& results) {
  const bool kinds = std::ranges::any_of(results, [](const LabResult& r) {
    return !r.measures.empty() && !r.measures.back().mel_by_kind.empty();
  });
  std::string out = "| experiment | kbps | mel | STOI |";
  std::string rule = "\n|---|---|---|---|";
  if (kinds) {
    for (const auto& kind : lab_kinds()) {
      out += " mel, " + kind.name + " |";
      rule += "---|";
    }
  }
  out += " utilisation % by level | perplexity by level | minutes | what it is |" + rule +
         "---|---|---|---|\n";
  for (const auto& r : results) {
    if (r.measures.empty()) continue;
    const auto& m = r.measures.back();
    out += "| ";
    out += r.name + printed(" | %.1f | %.4f | %.4f | ", r.bit_rate_bps / 1000, m.mel, m.stoi);
    for (const double mel : m.mel_by_kind) out += printed("%.4f | ", mel);
    out += joined(m.utilisation, "%.0f", 100) + " | " + joined(m.perplexity, "%.0f", 1) +
           printed(" | %.1f | ", m.minutes) + r.question + " |\n";
  }
  return out;
}

std::string lab_csv(const std::vector<LabResult>& results) {
  std::string out = std::string(kCsvHeader) + "\n";
  for (const auto& r : results) {
    for (const auto& m : r.measures) {
      std::string question = r.question;
      std::ranges::replace(question, ',', ';');
      out += r.name + "," + question +
             printed(",%.17g,%lld,%.4f,%.6f,%.6f,", r.bit_rate_bps, static_cast<long long>(m.step),
                     m.minutes, m.mel, m.stoi) +
             joined(m.utilisation, "%.6f", 1) + "," + joined(m.perplexity, "%.3f", 1) + "," +
             joined(m.mel_by_kind, "%.6f", 1) + "\n";
    }
  }
  return out;
}

Result<std::vector<LabResult>> parse_lab_csv(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line) || line != kCsvHeader) {
    return Error{ErrorCode::not_our_format, "not a table of the laboratory"};
  }
  std::vector<LabResult> out;
  const auto numbers = [](const std::string& cell) {
    std::istringstream in(cell);
    std::vector<double> values;
    for (double v; in >> v;) values.push_back(v);
    return values;
  };
  for (int at = 2; std::getline(lines, line); ++at) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    if (line.ends_with(',')) cells.emplace_back();
    if (cells.size() != 10) {
      return Error{ErrorCode::corrupt, "line " + std::to_string(at) + " has not ten columns"};
    }
    if (out.empty() || out.back().name != cells[0]) {
      std::ranges::replace(cells[1], ';', ',');
      out.push_back({cells[0], cells[1], std::strtod(cells[2].c_str(), nullptr), {}});
    }
    LabMeasure m;
    m.step = std::atoll(cells[3].c_str());
    m.minutes = std::strtod(cells[4].c_str(), nullptr);
    m.mel = std::strtod(cells[5].c_str(), nullptr);
    m.stoi = std::strtod(cells[6].c_str(), nullptr);
    m.utilisation = numbers(cells[7]);
    m.perplexity = numbers(cells[8]);
    m.mel_by_kind = numbers(cells[9]);
    out.back().measures.push_back(std::move(m));
  }
  return out;
}

std::string lab_chart(const std::vector<LabResult>& results) {
  ChartPanel stoi{"STOI over steps (validation)", "step", {}, false};
  ChartPanel mel{"Log-mel distance over steps", "step", {}, false};
  ChartPanel perplexity{"Perplexity over K, mean of the levels", "step", {}, false};
  ChartPanel utilisation{"Utilisation in the end, mean of the levels", "experiment", {}, true};
  for (const auto& r : results) {
    ChartSeries s{r.name, {}, {}};
    ChartSeries m = s, p = s, u = s;
    for (const auto& at : r.measures) {
      const auto step = static_cast<double>(at.step);
      for (auto* series : {&s, &m, &p, &u}) series->x.push_back(step);
      s.y.push_back(at.stoi);
      m.y.push_back(at.mel);
      u.y.push_back(mean(at.utilisation));
      const double bits =
          r.bit_rate_bps / 50 / static_cast<double>(std::max<std::size_t>(1, at.perplexity.size()));
      p.y.push_back(mean(at.perplexity) / std::exp2(bits));
    }
    stoi.series.push_back(s);
    mel.series.push_back(m);
    perplexity.series.push_back(p);
    utilisation.series.push_back(u);
  }
  return chart_svg("SimVQ laboratory", {stoi, mel, perplexity, utilisation});
}

}  // namespace codec
