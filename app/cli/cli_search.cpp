// index, search: where codes and phones occur in a corpus.
#include <system_error>

#include "app/cli/cli.h"
#include "app/cli/code_files.h"
#include "codec/base/json.h"
#include "codec/files/code_index.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

struct IndexArguments {
  std::vector<fs::path> inputs;
  fs::path out;
  std::string model;
};

struct SearchArguments {
  fs::path file;
  std::vector<std::string> words;
  std::string model;
  int codebook = 1;
  std::int64_t limit = 1000;
  bool json = false;
  bool count = false;
};

codec::Status add(codec::CodeIndexWriter& index, const fs::path& file, const std::string& name) {
  const auto in = codec::Spool::open(file);
  if (!in) return in.error();
  auto source = codec::CodeSource::open(in->path(), {.name = in->name(), .many = true});
  if (!source) return source.error();
  const auto model = load_model_to_read(name, *source);
  if (!model) return model.error();
  if (*model != nullptr) {
    if (auto bound = source->bind(*model); !bound) return bound;
  }
  for (;;) {
    if (auto added = index.add(*source); !added) return added;
    const auto more = source->next();
    if (!more) return more.error();
    if (!*more) return codec::Done{};
  }
}

int run_index(const IndexArguments& a) {
  const auto [files, fault] = code_files_of(a.inputs);
  if (fault) return fail(*fault);
  if (auto other = refuse_overwriting(files, a.out); !other) return fail(other.error());
  auto index = codec::CodeIndexWriter::create(a.out);
  if (!index) return fail(index.error());
  int code = 0;
  std::size_t others = 0;
  for (const auto& file : files) {
    std::error_code ec;
    if (!file.named && fs::equivalent(file.path, a.out, ec)) continue;  // the index of before
    const auto added = add(*index, file.path, a.model);
    if (added) continue;
    if (auto whole = index->check(); !whole) return fail(whole.error());
    if (file.is_passed_over(added.error().code)) {
      ++others;
    } else {
      code = fail(added.error());
    }
  }
  if (others > 0) say_aside(print("%zu files of other kinds passed over\n", others));
  if (index->sources() == 0) return code != 0 ? code : fail("no .sgl or token files there");
  if (auto done = index->finish(); !done) return fail(done.error());
  const auto& shape = index->shape();
  const double seconds =
      static_cast<double>(index->frames()) * shape.hop_samples / shape.sample_rate_hz;
  tell(print("%s: %lld sources, %lld frames of %d codebooks, %s\n", a.out.c_str(),
             static_cast<long long>(index->sources()), static_cast<long long>(index->frames()),
             shape.levels, clock_text(seconds).c_str()));
  return code;
}

std::string json_of(std::string_view source, const codec::CodeHit& hit, double rate) {
  return print(
      "{\"source\": %s, \"frame\": %lld, \"frames\": %lld, \"start\": %.3f, "
      "\"end\": %.3f}\n",
      codec::json::quote(source).c_str(), static_cast<long long>(hit.frame),
      static_cast<long long>(hit.frames), static_cast<double>(hit.begin) / rate,
      static_cast<double>(hit.end) / rate);
}

// Tells hits until there are enough.
class Teller {
 public:
  Teller(const SearchArguments& a, double rate) : a_(a), rate_(rate) {}

  bool take(std::string_view source, const codec::CodeHit& hit) {
    ++hits_;
    if (a_.count) return true;
    text_ += a_.json
                 ? json_of(source, hit, rate_)
                 : print("%.3f\t%.3f\t%lld\t%.*s\n", static_cast<double>(hit.begin) / rate_,
                         static_cast<double>(hit.end) / rate_, static_cast<long long>(hit.frame),
                         static_cast<int>(source.size()), source.data());
    if (text_.size() > 1 << 16) flush();
    return a_.limit == 0 || hits_ < a_.limit;
  }
  int finish() {
    if (a_.count) text_ = print("%lld\n", static_cast<long long>(hits_));
    flush();
    if (!a_.count && a_.limit > 0 && hits_ == a_.limit) {
      say_aside(print("the first %lld; --limit 0 tells all\n", static_cast<long long>(hits_)));
    }
    return 0;
  }

 private:
  void flush() {
    if (!text_.empty()) say(text_);
    text_.clear();
  }

  const SearchArguments& a_;
  double rate_;
  std::int64_t hits_ = 0;
  std::string text_;
};

// The installed one with the weights that the index names, or the one that is asked for.
codec::Result<ModelPtr> model_of_index(const codec::CodeIndex& index, const std::string& name) {
  const auto& weights = index.shape().model;
  if (name.empty()) {
    const auto installed = codec::find_weights(codec::to_hex(weights));
    if (installed) return load_model(installed->string());
  } else {
    auto model = load_model(name);
    if (!model || (*model)->decodes(weights)) return model;
  }
  return codec::Error{codec::ErrorCode::wrong_model,
                      "the index is of a model that " +
                          (name.empty() ? "is not installed: weights " + codec::to_hex(weights)
                                        : name + " is not")};
}

int search_index(const SearchArguments& a, const codec::Spool& in, const std::string& text) {
  const auto index = codec::CodeIndex::open(in.path());
  if (!index) return fail(index.error(), in);
  const auto pattern = codec::CodePattern::parse(text, index->shape().codebook_size);
  if (!pattern) return fail(pattern.error());
  ModelPtr model;
  if (pattern->kind == codec::CodePattern::Kind::phones) {
    auto found = model_of_index(*index, a.model);
    if (!found) return fail(found.error());
    model = std::move(*found);
  }
  Teller teller(a, index->shape().sample_rate_hz);
  const auto done = index->find(
      *pattern, a.codebook - 1, model != nullptr ? model->phones().get() : nullptr,
      model != nullptr ? &model->config() : nullptr,
      [&](const codec::IndexHit& hit) { return teller.take(index->name(hit.source), hit.hit); });
  if (!done) return fail(done.error());
  return teller.finish();
}

int search_source(const SearchArguments& a, const codec::Spool& in, const std::string& text) {
  auto source = codec::CodeSource::open(in.path(), {.name = in.name()});
  if (!source) return fail(source.error());
  const auto& header = source->header();
  const auto pattern = codec::CodePattern::parse(text, std::size_t{1} << header.bits_per_code);
  if (!pattern) return fail(pattern.error());
  const bool phones = pattern->kind == codec::CodePattern::Kind::phones;
  auto model = phones ? load_model_for(a.model, *source) : load_model_to_read(a.model, *source);
  if (!model) return fail(model.error());
  if (*model != nullptr) {
    if (auto bound = source->bind(*model); !bound) return fail(bound.error());
  }
  const auto whole = source->read_all();
  if (!whole) return fail(whole.error());
  if (const auto damage = source->damage(); damage.any()) {
    return fail(in.name() + ": " + codec::describe(damage));
  }
  if (a.codebook > whole->codes.levels) {
    return fail(
        print("%s: has %d codebooks, not %d", in.name().c_str(), whole->codes.levels, a.codebook));
  }
  Teller teller(a, source->header().model_rate_hz);
  const auto take = [&](const codec::CodeHit& hit) { return teller.take(in.name(), hit); };
  if (!phones) {
    codec::find_codes(*pattern, whole->codes.data, whole->codes.levels, a.codebook - 1,
                      source->header().hop_samples, take);
  } else if ((*model)->phones() == nullptr || !(*model)->is_semantic()) {
    return fail((*model)->config().name + ": knows no phones");
  } else {
    codec::find_phones(
        *pattern, codec::phone_runs(*(*model)->phones(), whole->codes, (*model)->config()), take);
  }
  return teller.finish();
}

int run_search(const SearchArguments& a) {
  std::string text;
  for (const auto& word : a.words) text += (text.empty() ? "" : " ") + word;
  const auto in = codec::Spool::open(a.file);
  if (!in) return fail(in.error());
  return codec::CodeIndex::is_index(in->path()) ? search_index(a, *in, text)
                                                : search_source(a, *in, text);
}

}  // namespace

void add_search_commands(CLI::App& app, Action& action) {
  auto i = std::make_shared<IndexArguments>();
  auto* c = app.add_subcommand("index", "Put the codes of a corpus into one file, to be searched");
  c->add_option("FILE", i->inputs, ".sgl and token files, or folders of them")->required();
  c->add_option("-o,--out", i->out, "The index, by custom a .sgx")->type_name("OUT")->required();
  add_model_option(*c, i->model);
  c->callback([i, &action] { action = [i] { return run_index(*i); }; });

  auto s = std::make_shared<SearchArguments>();
  c = app.add_subcommand("search",
                         "Where codes or phones occur in an index or a file: 17 * 903, or SH IH P");
  c->add_option("FILE", s->file, "An index, a .sgl or a token file")->required();
  c->add_option("PATTERN", s->words,
                "Codes of consecutive frames or phones one after the other; * is any, a|b one of "
                "two")
      ->required();
  c->add_option("-q,--codebook", s->codebook, "Of codes: the codebook they are of, from 1")
      ->type_name("Q")
      ->check(between(1, 16));
  add_model_option(*c, s->model);
  c->add_option("--limit", s->limit, "Tell so many hits at most; 0: all")->type_name("N");
  c->add_flag("--count", s->count, "Only tell how many there are");
  c->add_flag("--json", s->json, "One JSON object a line: source, frame, frames, start, end");
  c->callback([s, &action] { action = [s] { return run_search(*s); }; });
}

}  // namespace cli
