// What the commands of sonoglyph-train that look at a finished model begin with.
#pragma once

#include <memory>
#include <string>

#include "codec/corpus/corpus.h"
#include "codec/engine/model.h"

struct ModelAndCorpus {
  std::shared_ptr<const codec::Model> model;
  codec::CorpusReader corpus;
};

// A model by path or by name, by itself without prior and phones: they
// may be those of weights before.
// Errors: those of find_model and Model::load.
codec::Result<std::shared_ptr<const codec::Model>> open_model(
    const std::string& name_or_path, codec::Extras extras = codec::Extras::leave);
// The same and a corpus. Errors: those of CorpusReader::open too.
codec::Result<ModelAndCorpus> open_model_and_corpus(const std::string& model,
                                                    const std::string& corpus,
                                                    codec::Extras extras = codec::Extras::leave);
