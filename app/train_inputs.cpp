#include "app/train_inputs.h"

codec::Result<std::shared_ptr<const codec::Model>> open_model(const std::string& name_or_path) {
  const auto path = codec::find_model(name_or_path);
  if (!path) return path.error();
  return codec::Model::load(*path, codec::Extras::leave);
}

codec::Result<ModelAndCorpus> open_model_and_corpus(const std::string& model,
                                                    const std::string& corpus) {
  auto loaded = open_model(model);
  if (!loaded) return loaded.error();
  auto opened = codec::CorpusReader::open(corpus);
  if (!opened) return opened.error();
  return ModelAndCorpus{std::move(*loaded), std::move(*opened)};
}
