/* tokens SOUND OUT.sgl: the tokens of a sound in memory, streamed and whole, and a file of them.
 * SOUND holds floats, mono, 16000 Hz. C99. */
#include <sonoglyph.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check(sonoglyph_status status) {
  if (status == SONOGLYPH_OK) return 1;
  fprintf(stderr, "tokens: %s\n", sonoglyph_last_error());
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  static float samples[16000 * 60];
  FILE *in = fopen(argv[1], "rb");
  if (in == NULL) return perror(argv[1]), 1;
  const size_t count = fread(samples, sizeof *samples, sizeof samples / sizeof *samples, in);
  fclose(in);

  sonoglyph_model *model;
  check(sonoglyph_model_load(NULL, &model));
  const int levels = sonoglyph_model_levels(model);

  uint16_t *codes; /* whole */
  int64_t frames;
  check(sonoglyph_encode(model, samples, count, 16000, 0, &codes, &frames));

  uint16_t *streamed = malloc((size_t)(frames * levels) * sizeof *streamed); /* in pieces */
  int64_t pulled = 0;
  sonoglyph_encoder *encoder;
  check(sonoglyph_encoder_open(model, 16000, 0, &encoder));
  for (size_t at = 0; at <= count; at += 1234) {
    if (at + 1234 <= count) {
      check(sonoglyph_encoder_push(encoder, samples + at, 1234));
    } else {
      check(sonoglyph_encoder_push(encoder, samples + at, count - at));
      check(sonoglyph_encoder_finish(encoder));
    }
    pulled += sonoglyph_encoder_pull(encoder, streamed + pulled * levels, frames - pulled);
  }
  const int same = pulled == frames && sonoglyph_encoder_ready(encoder) == 0 &&
                   memcmp(codes, streamed, (size_t)(frames * levels) * sizeof *codes) == 0;
  sonoglyph_encoder_free(encoder);

  sonoglyph_writer *writer;
  check(sonoglyph_writer_open(model, argv[2], 16000, 0, &writer));
  sonoglyph_model_free(model);
  check(sonoglyph_writer_write(writer, codes, frames));
  check(sonoglyph_writer_finish(writer, (int64_t)count));
  sonoglyph_writer_free(writer);

  for (int64_t i = 0; i < frames * levels; ++i) {
    printf("%d%c", codes[i], i % levels == levels - 1 ? '\n' : ' ');
  }
  fprintf(stderr, "%lld frames of %d codes, streamed %s\n", (long long)frames, levels,
          same ? "alike" : "OTHERWISE");
  free(streamed);
  sonoglyph_free(codes);
  return same ? 0 : 1;
}
