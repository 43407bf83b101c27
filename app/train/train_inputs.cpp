#include "app/train/train_inputs.h"

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
