// tokens MODEL CLIP: prints the tokens of a sound, a line a codebook.
#include <cstdio>

#include "codec/files/file_codec.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto path = codec::find_model(argv[1]);
  const auto model = path ? codec::Model::load(*path) : path.error();
  if (!model) return std::fprintf(stderr, "%s\n", model.error().message.c_str()), 1;
  const auto sound = codec::encode_tokens(*model, argv[2]);
  if (!sound) return std::fprintf(stderr, "%s\n", sound.error().message.c_str()), 1;

  const auto& codes = sound->tokens.codes;
  for (int level = 0; level < codes.levels; ++level) {
    for (std::int64_t frame = 0; frame < codes.frames(); ++frame) {
      std::printf(frame + 1 < codes.frames() ? "%d " : "%d\n", int{codes.at(level, frame)});
    }
  }
}
