// sonoglyph-train: pack a corpus, fit a model, evaluate it.
#include <csignal>
#include <cstdio>
#include <exception>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "codec/base/standard_streams.h"
#include "codec/base/unfinished.h"

namespace {

std::atomic<bool> g_cancel{false};
void stop(int) { g_cancel = true; }

}  // namespace

int train_fail(const std::string& message) {
  std::fprintf(stderr, "sonoglyph-train: %s\n", message.c_str());
  return 1;
}

namespace {

constexpr const char* kHelp =
    "usage: sonoglyph-train COMMAND ...\n"
    "  pack MANIFEST.tsv|FILE|FOLDER... CORPUS    recordings into one file at 16 kHz\n"
    "      --kinds K,... --sets S,... --splits train,valid,test   only these, of a manifest;\n"
    "                          a set by how its name begins\n"
    "      --speeds SET=0.88:1.13,...   copies of a set's training recordings, faster and slower\n"
    "      --valid 0.05   this share of files and folders is for validation\n"
    "      --threads N\n"
    "  align CORPUS LABELS.safetensors            which phone sounds when\n"
    "      --sets S,...\n"
    "  label CORPUS LABELS.safetensors ALIGNMENT.tsv...   the same, known from elsewhere: lines "
    "of\n"
    "                          NAME <tab> PHONE:START:LENGTH ... (10 ms subframes, ARPAbet)\n"
    "      --over LABELS           what align wrote, kept where the files know nothing\n"
    "  fit RECIPE.json CORPUS FOLDER              train; Ctrl-C writes a checkpoint and ends, the\n"
    "                                             same command goes on from it\n"
    "      --from MODEL.json       start from these weights and the discriminators beside them,\n"
    "                              with a new optimizer\n"
    "      --semantic MODEL.json   with --from: take the semantic encoder of this model\n"
    "      --older MODEL.json      the decoder learns that tokenizer's codes as well\n"
    "      --phones LABELS         what align or label wrote, where the recipe has weight_phone\n"
    "      --threads N  --device cpu|cuda  --minutes M  --commit ID (for the record)  --fresh\n"
    "      --log-every N           steps a line of the log and of log.csv (default 50)\n"
    "      --processes N           N processes of this machine share every batch; the curve is "
    "that\n"
    "                              of one\n"
    "      --rank R --meet HOST:PORT|FILE   this is process R of N, started elsewhere, as by srun\n"
    "  mean A.json [B.json] FOLDER                the mean of two trainings' weights\n"
    "      --share S        0..1, that of B (default 0.5)\n"
    "      --first-map F    0.01..4, scales the map that chooses the first code (semantic "
    "encoders)\n"
    "  split MODEL.json FOLDER --decoder NAME     tokenizer and decoder into files of their own:\n"
    "                          codes stay what they are when a decoder gets better\n"
    "      --tokenizer MODEL.json   only the decoder, for this tokenizer (in FOLDER): one more,\n"
    "                               or in place of the one of that name\n"
    "  retire OLD.json NEW.json NAME              what is left of a tokenizer when NEW's decoders "
    "know\n"
    "                          its codes (fit --older): its codebooks, prior and phones, beside "
    "NEW\n"
    "  curves LOG.csv... OUT.svg                  the losses of one training, drawn\n"
    "      --title TEXT\n"
    "  lab CORPUS FOLDER                          the SimVQ laboratory: small codecs compared\n"
    "      --study simvq|heads  --only NAME,...  --steps N (default 600)  --threads N\n"
    "  eval MODEL CORPUS                          STOI, log-mel distance, F0, codebook usage\n"
    "      --sets S,...  --splits valid,test  --scored test  --levels Q  --limit N\n"
    "      --csv FILE (a row a recording)  --wav FOLDER (reference and decoded sound)\n"
    "  probe MODEL CORPUS LABELS                  what codes know of phones and speakers\n"
    "      --against MODEL  --sets S,...  --limit N  --markdown\n"
    "      --corpora SETS,...         measured one by one, each a report (prefixes of sets' "
    "names)\n"
    "      --shipped NAME.phones.json the model's own table, judged as well\n"
    "      --table NAME.phones.json   the phones of each first code, for `tokens --phones`\n"
    "      --noisy                    the table learns from each recording in noise as well\n"
    "  swap MODEL CORPUS LABELS FOLDER            one speaker's words in another's voice\n"
    "      --pairs N  --sets S,...\n"
    "  prior MODEL CORPUS NAME.prior.safetensors  what entropy coding knows of a model's codes\n"
    "      --hidden H (default 48)  --epochs N (default 4)\n"
    "  recipe                                     every key of a recipe, its default and meaning\n"
    "      --markdown       as the table of models/RECIPES.md\n"
    "  man                                        the manual page\n"
    "  completion bash|zsh|fish                   a completion script for a shell\n"
    "Options come anywhere; behind -- all words are names. pack, align, label, eval, probe, swap,\n"
    "lab and prior are not built where only libtorch is installed.\n";

}  // namespace

const char* const kTrainHelp = kHelp;

namespace {

int run(int argc, char** argv) {
  const std::string command = argc < 2 ? "" : argv[1];
  if (command == "--help" || command == "-h" || command == "help") {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (command == "--version") {
    std::puts("sonoglyph-train " SONOGLYPH_VERSION);
    return 0;
  }
  if (command.empty()) {
    Arguments::misuse("a command is wanted");
    return 2;
  }
  const std::vector<std::string> args(argv + 2, argv + argc);
  if (!args.empty() && (args.front() == "--help" || args.front() == "-h")) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  // The commands that keep what they have when they are told to stop; the others just end.
  if (command == "fit" || command == "pack" || command == "align" || command == "lab" ||
      command == "prior") {
    std::signal(SIGINT, stop);
    std::signal(SIGTERM, stop);
  }
  if (command == "fit") return train_fit(args, g_cancel);
  if (command == "mean") return train_mean(args);
  if (command == "split") return train_split(args);
  if (command == "retire") return train_retire(args);
  if (command == "curves") return train_curves(args);
  if (command == "recipe") return train_recipe(args);
  if (command == "man") return train_man(args);
  if (command == "completion") return train_completion(args);
#ifndef SONOGLYPH_TRAIN_ONLY
  if (command == "pack") return train_pack(args, g_cancel);
  if (command == "align") return train_align(args, g_cancel);
  if (command == "label") return train_label(args);
  if (command == "lab") return train_lab(args, g_cancel);
  if (command == "probe") return train_probe(args);
  if (command == "swap") return train_swap(args);
  if (command == "eval") return train_eval(args);
  if (command == "prior") return train_entropy_prior(args, g_cancel);
#endif
  Arguments::misuse("unknown command " + command);
  return 2;
}

}  // namespace

int main(int argc, char** argv) try {
  codec::occupy_standard_streams();
  codec::remove_unfinished_at_signals();
  const int code = run(argc, argv);
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  return code != 0 ? code : train_fail("stdout: cannot write");
} catch (const std::exception& e) {
  const std::string what = e.what();
  return train_fail(what.substr(0, what.find('\n')));
}
