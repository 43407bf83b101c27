#include "app/train/train_inputs.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

codec::Result<std::shared_ptr<const codec::Model>> open_model(const std::string& name_or_path,
                                                              codec::Extras extras) {
  const auto path = codec::find_model(name_or_path);
  if (!path) return path.error();
  return codec::Model::load(*path, extras);
}

codec::Result<ModelAndCorpus> open_model_and_corpus(const std::string& model,
                                                    const std::string& corpus,
                                                    codec::Extras extras) {
  auto loaded = open_model(model, extras);
  if (!loaded) return loaded.error();
  auto opened = codec::CorpusReader::open(corpus);
  if (!opened) return opened.error();
  return ModelAndCorpus{std::move(*loaded), std::move(*opened)};
}

codec::Result<std::vector<codec::Split>> splits_of(const Arguments& args, const char* name) {
  std::vector<codec::Split> out;
  for (const auto& text : args.list(name)) {
    auto split = codec::parse_split(text);
    if (!split) return split.error();
    out.push_back(*split);
  }
  return out;
}

void show_progress(const char* what, std::size_t done, std::size_t total) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const std::size_t every = terminal ? 20 : std::max<std::size_t>(1, total / 10);
  if (done % every == 0 || done == total) {
    std::fprintf(stderr, "%s%s %zu / %zu%s", terminal ? "\r" : "", what, done, total,
                 terminal && done < total ? "" : "\n");
  }
}
