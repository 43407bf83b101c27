/* Sonoglyph for C and whatever calls C: speech to tokens and back. Link -lsonoglyph.
 *
 *   sonoglyph_model *model;
 *   if (sonoglyph_model_load(NULL, &model) != SONOGLYPH_OK) puts(sonoglyph_last_error());
 *   uint16_t *codes; int64_t frames;
 *   sonoglyph_encode(model, samples, count, 44100, 0, &codes, &frames);
 *   ...
 *   sonoglyph_free(codes);
 *   sonoglyph_model_free(model);
 *
 * Shapes  Sound is mono float, nominally -1..1, one sample an instant. Codes are uint16_t, frame by
 *         frame: codes[frame * levels + level], each 0..codebook_size - 1. Lengths of sound count
 *         samples at the rate that stands beside them, lengths of codes count frames.
 * Ranges  Rates are whole Hz, 1000..768000. levels is 1..the model's, 0 means all of them.
 * Errors  Functions that can fail give a sonoglyph_status, and then leave their outputs NULL or 0;
 *         sonoglyph_last_error() has the sentence. Nothing is printed, no exception and no exit
 *         crosses this border. A NULL handle where one is needed is SONOGLYPH_BAD_VALUE; getters
 *         give 0 or "" for it, and ..._free(NULL) does nothing.
 * Memory  What is returned by a pointer to a pointer is the caller's: handles go to the ..._free of
 *         their kind, arrays to sonoglyph_free(). const char * belongs to its handle. Streams,
 *         readers and writers keep their model alive: its handle may be freed before them.
 * Threads Any thread may call anything; a model may be used by several at once, every other handle
 *         by one at a time. sonoglyph_last_error() is that of the calling thread.
 * Time    No call is for an audio callback. A frame (20 ms in the shipped models) takes about a
 *         millisecond each way.
 * Text    Paths and names are UTF-8, or whatever bytes the file system has; "-" is stdin or stdout.
 *
 * The ABI is libsonoglyph.so.0: functions may be added, none changes; options begin with their
 * size, so that they may grow.
 */
#ifndef SONOGLYPH_H
#define SONOGLYPH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SONOGLYPH_API __attribute__((visibility("default")))
#else
#define SONOGLYPH_API
#endif

typedef enum sonoglyph_status {
  SONOGLYPH_OK = 0,
  SONOGLYPH_IO = 1,             /* cannot open, read, write or rename */
  SONOGLYPH_NOT_OUR_FORMAT = 2, /* not a .sgl, not sound */
  SONOGLYPH_NEWER_VERSION = 3,  /* made by a later Sonoglyph */
  SONOGLYPH_CORRUPT = 4,        /* right format, damaged content */
  SONOGLYPH_TRUNCATED = 5,      /* ends before it should */
  SONOGLYPH_WRONG_MODEL = 6,    /* made by another model than this one, or than those at hand */
  SONOGLYPH_BAD_VALUE = 7,      /* an argument, an option or a sample out of its range */
  SONOGLYPH_EMPTY = 8,          /* no samples to work on */
  SONOGLYPH_CANCELLED = 9,      /* a progress function asked to stop */
  SONOGLYPH_UNSUPPORTED = 10,   /* understood, but not offered */
  SONOGLYPH_NO_MEMORY = 11,
  SONOGLYPH_INTERNAL = 12 /* a fault of this library; please report it */
} sonoglyph_status;

/* "0.1.0", of the library that runs. */
SONOGLYPH_API const char *sonoglyph_version(void);
/* One line on the last failure in this thread, "" before the first. Valid until the next. */
SONOGLYPH_API const char *sonoglyph_last_error(void);
/* What the last encode_file or decode_file of this thread had to tell of a source that it took
 * nevertheless (cut, damaged, channels that cancel), "" where nothing. Valid until the next. */
SONOGLYPH_API const char *sonoglyph_last_warning(void);
/* Of arrays that this library returned; free() may be another one's. */
SONOGLYPH_API void sonoglyph_free(void *array);

/* ---- Models. Found by name in $SONOGLYPH_MODELS, then beside this library (share/sonoglyph/models
 * of its prefix, wherever that was moved), then where the program sonoglyph looks. */

typedef struct sonoglyph_model sonoglyph_model;

/* name_or_path: "speech-16k", a path to a NAME.json, or NULL for the default one. */
SONOGLYPH_API sonoglyph_status sonoglyph_model_load(const char *name_or_path,
                                                    sonoglyph_model **model);
/* The same with that one of its decoders, whose latency and sound differ while the codes are the same:
 * "live" for sound that somebody waits for. NULL: its first. SONOGLYPH_BAD_VALUE where it has none of
 * that name. */
SONOGLYPH_API sonoglyph_status sonoglyph_model_load_decoder(const char *name_or_path,
                                                            const char *decoder,
                                                            sonoglyph_model **model);
/* One that decodes the codes of that .sgl or token file. */
SONOGLYPH_API sonoglyph_status sonoglyph_model_for_file(const char *path, sonoglyph_model **model);
SONOGLYPH_API void sonoglyph_model_free(sonoglyph_model *model);

SONOGLYPH_API const char *sonoglyph_model_name(const sonoglyph_model *model);
SONOGLYPH_API const char *sonoglyph_model_description(const sonoglyph_model *model);
/* SHA-256 of the weights, 64 hex digits: what a file of codes names. */
SONOGLYPH_API const char *sonoglyph_model_fingerprint(const sonoglyph_model *model);
SONOGLYPH_API int sonoglyph_model_sample_rate(const sonoglyph_model *model); /* Hz */
SONOGLYPH_API int sonoglyph_model_hop(const sonoglyph_model *model); /* samples a frame, at it */
SONOGLYPH_API int sonoglyph_model_levels(const sonoglyph_model *model);
SONOGLYPH_API int sonoglyph_model_codebook_size(const sonoglyph_model *model);
/* "semantic", "acoustic", or "" where the model tells none. level: 0..levels - 1. */
SONOGLYPH_API const char *sonoglyph_model_level_role(const sonoglyph_model *model, int level);
/* The decoder in use, and all that there are, i: 0 and on, "" behind the last; "" where the decoder
 * has no name. */
SONOGLYPH_API const char *sonoglyph_model_decoder(const sonoglyph_model *model);
SONOGLYPH_API const char *sonoglyph_model_decoder_name(const sonoglyph_model *model, size_t i);
/* Samples at the model's rate from one that comes in to the same one coming out, at worst, by the
 * decoder in use. */
SONOGLYPH_API int sonoglyph_model_latency(const sonoglyph_model *model);

/* Those that are installed, the default one first. */
typedef struct sonoglyph_model_list sonoglyph_model_list;
SONOGLYPH_API sonoglyph_status sonoglyph_model_list_load(sonoglyph_model_list **list);
SONOGLYPH_API size_t sonoglyph_model_list_size(const sonoglyph_model_list *list);
/* i: 0..size - 1; "" beyond. */
SONOGLYPH_API const char *sonoglyph_model_list_name(const sonoglyph_model_list *list, size_t i);
SONOGLYPH_API const char *sonoglyph_model_list_path(const sonoglyph_model_list *list, size_t i);
SONOGLYPH_API const char *sonoglyph_model_list_description(const sonoglyph_model_list *list,
                                                           size_t i);
SONOGLYPH_API const char *sonoglyph_model_list_fingerprint(const sonoglyph_model_list *list,
                                                           size_t i);
SONOGLYPH_API void sonoglyph_model_list_free(sonoglyph_model_list *list);

/* ---- Whole sounds in memory. */

/* samples[count] at sample_rate_hz -> *codes, (*frames) * levels of them. A sample that is not
 * finite is BAD_VALUE; count 0 gives no frame and NULL. */
SONOGLYPH_API sonoglyph_status sonoglyph_encode(const sonoglyph_model *model, const float *samples,
                                                size_t count, int sample_rate_hz, int levels,
                                                uint16_t **codes, int64_t *frames);
/* codes[frames * levels] -> *samples, *count of them at sample_rate_hz: all that the frames hold,
 * up to a few more than what was encoded. A code beyond the codebook is BAD_VALUE. */
SONOGLYPH_API sonoglyph_status sonoglyph_decode(const sonoglyph_model *model, const uint16_t *codes,
                                                int64_t frames, int levels, int sample_rate_hz,
                                                float **samples, size_t *count);

/* ---- Streams. What was pushed in waits inside until it is pulled; codes and sound do not depend
 * on how they were cut into pieces. A push that fails took nothing (after NO_MEMORY and INTERNAL only
 * ..._reset() helps). */

typedef struct sonoglyph_encoder sonoglyph_encoder;
SONOGLYPH_API sonoglyph_status sonoglyph_encoder_open(const sonoglyph_model *model,
                                                      int sample_rate_hz, int levels,
                                                      sonoglyph_encoder **encoder);
SONOGLYPH_API int sonoglyph_encoder_levels(const sonoglyph_encoder *encoder);
/* Samples from one's arrival to the frame that covers it, at worst. */
SONOGLYPH_API int sonoglyph_encoder_latency(const sonoglyph_encoder *encoder);
SONOGLYPH_API sonoglyph_status sonoglyph_encoder_push(sonoglyph_encoder *encoder,
                                                      const float *samples, size_t count);
/* Ends the sound: the last frames are ready, and the next push begins another sound. */
SONOGLYPH_API sonoglyph_status sonoglyph_encoder_finish(sonoglyph_encoder *encoder);
/* Frames that wait. */
SONOGLYPH_API int64_t sonoglyph_encoder_ready(const sonoglyph_encoder *encoder);
/* Moves up to max_frames of them to codes[max_frames * levels]; returns how many, 0 if none wait.
 */
SONOGLYPH_API int64_t sonoglyph_encoder_pull(sonoglyph_encoder *encoder, uint16_t *codes,
                                             int64_t max_frames);
/* Forgets the sound and what waits. */
SONOGLYPH_API void sonoglyph_encoder_reset(sonoglyph_encoder *encoder);
SONOGLYPH_API void sonoglyph_encoder_free(sonoglyph_encoder *encoder);

typedef struct sonoglyph_decoder sonoglyph_decoder;
SONOGLYPH_API sonoglyph_status sonoglyph_decoder_open(const sonoglyph_model *model,
                                                      int sample_rate_hz, int levels,
                                                      sonoglyph_decoder **decoder);
/* Samples by which the output lags behind the frames; what lies before the sound is left out. */
SONOGLYPH_API int sonoglyph_decoder_delay(const sonoglyph_decoder *decoder);
SONOGLYPH_API sonoglyph_status sonoglyph_decoder_push(sonoglyph_decoder *decoder,
                                                      const uint16_t *codes, int64_t frames);
/* Frames that never came (a lost packet): silence, with edges of 5 ms. */
SONOGLYPH_API sonoglyph_status sonoglyph_decoder_push_lost(sonoglyph_decoder *decoder,
                                                           int64_t frames);
SONOGLYPH_API sonoglyph_status sonoglyph_decoder_finish(sonoglyph_decoder *decoder);
/* Samples that wait, and their way out, as of the encoder. */
SONOGLYPH_API int64_t sonoglyph_decoder_ready(const sonoglyph_decoder *decoder);
SONOGLYPH_API int64_t sonoglyph_decoder_pull(sonoglyph_decoder *decoder, float *samples,
                                             int64_t max_samples);
SONOGLYPH_API void sonoglyph_decoder_reset(sonoglyph_decoder *decoder);
SONOGLYPH_API void sonoglyph_decoder_free(sonoglyph_decoder *decoder);

/* ---- Whole files, in bounded memory. An output has its name once it is complete. */

/* Called on the calling thread, about ten times a second of work; total_s is 0 where the length is
 * not known. Anything but 0 stops: CANCELLED, and no output. */
typedef int (*sonoglyph_progress)(void *user, double done_s, double total_s);

typedef struct sonoglyph_encode_options {
  size_t size;                 /* of this struct: ..._init() sets it */
  int levels;                  /* 0: all */
  int entropy_coding;          /* 1: .sgl in fewer bits, losslessly */
  double gain_db;              /* -60..60, before encoding, taken away by decoding */
  int normalize;               /* 1: brought to -23 dBFS, taken away by decoding */
  int auto_gain;               /* 1: so only below -45 and above -6 dBFS */
  int channel;                 /* 0: mix, or the loudest where they cancel; -1: mix; else from 1 */
  int accept_damage;           /* 0: a damaged .sgl as source is an error */
  sonoglyph_progress progress; /* may be NULL */
  void *user;                  /* for it */
} sonoglyph_encode_options;

typedef struct sonoglyph_decode_options {
  size_t size;
  int levels;         /* the first of those in the file; 0: all */
  int sample_rate_hz; /* 0: the source's */
  int channels;       /* copies of the one decoded channel; 0: as many as the source had */
  int bits;           /* 16, 24 or 32 (float), where the format of the output has them */
  double quality;     /* of lossy outputs, 0..1 */
  int keep_gain;      /* 1: the gain of encoding stays in */
  int accept_damage;  /* 0: a damaged source is an error */
  sonoglyph_progress progress;
  void *user;
} sonoglyph_decode_options;

/* Defaults: those of the programs encode and decode, except that they accept damage. */
SONOGLYPH_API void sonoglyph_encode_options_init(sonoglyph_encode_options *options);
SONOGLYPH_API void sonoglyph_decode_options_init(sonoglyph_decode_options *options);

/* Sound (or, for token files, a .sgl) to a .sgl, .npy, .json, .jsonl, .csv or .safetensors.
 * options: NULL for the defaults. */
SONOGLYPH_API sonoglyph_status sonoglyph_encode_file(const sonoglyph_model *model, const char *in,
                                                     const char *out,
                                                     const sonoglyph_encode_options *options);
/* A .sgl or token file to sound, in the format that its name tells. model: NULL for the one that
 * the file names. */
SONOGLYPH_API sonoglyph_status sonoglyph_decode_file(const sonoglyph_model *model, const char *in,
                                                     const char *out,
                                                     const sonoglyph_decode_options *options);

/* ---- Codes of a .sgl or token file, read as they come. */

typedef struct sonoglyph_reader sonoglyph_reader;
/* model: that the codes must be of, or NULL: then one is needed at hand only where its prior
 * compressed them. */
SONOGLYPH_API sonoglyph_status sonoglyph_reader_open(const sonoglyph_model *model, const char *path,
                                                     sonoglyph_reader **reader);
SONOGLYPH_API const char *sonoglyph_reader_model_name(const sonoglyph_reader *reader);
SONOGLYPH_API const char *sonoglyph_reader_fingerprint(const sonoglyph_reader *reader);
SONOGLYPH_API int sonoglyph_reader_levels(const sonoglyph_reader *reader);
SONOGLYPH_API int sonoglyph_reader_codebook_size(const sonoglyph_reader *reader);
SONOGLYPH_API double sonoglyph_reader_frame_rate(const sonoglyph_reader *reader);   /* Hz */
SONOGLYPH_API int sonoglyph_reader_source_rate(const sonoglyph_reader *reader);     /* Hz */
SONOGLYPH_API int sonoglyph_reader_source_channels(const sonoglyph_reader *reader);
/* Samples of the source at its rate, -1 while the file does not tell. */
SONOGLYPH_API int64_t sonoglyph_reader_source_length(const sonoglyph_reader *reader);
/* The next frames into codes[max_frames * levels]: *frames is how many, 0 at the end. *lost: 1
 * where they are fillings of lost ones (one call never mixes); may be NULL. */
SONOGLYPH_API sonoglyph_status sonoglyph_reader_read(sonoglyph_reader *reader, uint16_t *codes,
                                                     int64_t max_frames, int64_t *frames,
                                                     int *lost);
/* 1 once something was found to be lost, skipped or cut in what was read. */
SONOGLYPH_API int sonoglyph_reader_is_damaged(const sonoglyph_reader *reader);
SONOGLYPH_API void sonoglyph_reader_free(sonoglyph_reader *reader);

/* ---- A .sgl written as it comes; with the model's prior where it has one. */

typedef struct sonoglyph_writer sonoglyph_writer;
SONOGLYPH_API sonoglyph_status sonoglyph_writer_open(const sonoglyph_model *model, const char *path,
                                                     int source_rate_hz, int levels,
                                                     sonoglyph_writer **writer);
SONOGLYPH_API sonoglyph_status sonoglyph_writer_write(sonoglyph_writer *writer,
                                                      const uint16_t *codes, int64_t frames);
/* The file gets its name. source_length: exact samples of the sound at source_rate_hz, which must
 * fit the frames that were written, or -1 for all that they hold. Once, and nothing after it but
 * ..._free(); without it the file never appears. */
SONOGLYPH_API sonoglyph_status sonoglyph_writer_finish(sonoglyph_writer *writer,
                                                       int64_t source_length);
SONOGLYPH_API void sonoglyph_writer_free(sonoglyph_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
