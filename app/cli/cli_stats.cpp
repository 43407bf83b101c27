// stats.
#include <algorithm>
#include <system_error>

#include "app/cli/cli.h"
#include "app/cli/code_files.h"
#include "codec/base/file_io.h"
#include "codec/files/token_stats.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

struct StatsArguments {
  std::vector<fs::path> inputs;
  std::string model;
  fs::path svg;
  bool json = false;
};

codec::Status add(codec::TokenStatsCollector& collector, const fs::path& file,
                  const std::string& model_name) {
  const auto in = codec::Spool::open(file);
  if (!in) return in.error();
  auto source = codec::CodeSource::open(in->path(), {.name = in->name(), .many = true});
  if (!source) return source.error();
  const auto model = load_model_to_read(model_name, *source);
  if (!model) return model.error();
  return collector.add(std::move(*source), *model);
}

int run_stats(const StatsArguments& a) {
  codec::TokenStatsCollector collector;
  const auto [files, fault] = code_files_of(a.inputs);
  int code = fault ? fail(*fault) : 0;  // of what is there all the same
  if (files.empty()) return code != 0 ? code : fail("no .sgl or token files there");
  if (auto other = refuse_overwriting(files, a.svg); !other) return fail(other.error());
  std::size_t counted = 0;
  std::size_t others = 0;  // a .json or .csv may hold anything
  for (const auto& file : files) {
    if (auto status = add(collector, file.path, a.model); !status) {
      if (file.is_passed_over(status.error().code)) {
        ++others;
      } else {
        code = fail(status.error());
      }
    } else {
      ++counted;
    }
  }
  if (others > 0) say_aside(print("%zu files of other kinds passed over\n", others));
  if (counted == 0) return code != 0 ? code : fail("no .sgl or token files there");
  const auto stats = collector.finish();
  if (!a.svg.empty()) {
    const auto svg = codec::to_svg(stats);
    if (a.svg == "-") {
      say(svg);
      return code;
    }
    if (auto status = codec::write_file(a.svg, svg); !status) return fail(status.error());
  }
  say(a.json ? codec::to_json(stats) : codec::to_table(stats));
  return code;
}

}  // namespace

void add_stats_command(CLI::App& app, Action& action) {
  auto a = std::make_shared<StatsArguments>();
  auto* c = app.add_subcommand("stats", "How a corpus uses its codebooks: usage, entropies, kbps");
  c->add_option("FILE", a->inputs, ".sgl and token files, or folders of them")->required();
  add_model_option(*c, a->model);
  c->add_flag("--json", a->json, "As JSON, with the counts of all codes");
  c->add_option("--svg", a->svg, "Also a histogram of the codes as a picture; - is stdout alone")
      ->type_name("OUT");
  c->callback([a, &action] { action = [a] { return run_stats(*a); }; });
}

}  // namespace cli
