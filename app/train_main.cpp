// sonoglyph-train: pack a corpus, fit a model, evaluate it.
#include <csignal>
#include <cstdio>
#include <exception>

#include "app/train_commands.h"

namespace {

std::atomic<bool> g_cancel{false};
void stop(int) { g_cancel = true; }

}  // namespace

int train_fail(const std::string& message) {
  std::fprintf(stderr, "sonoglyph-train: %s\n", message.c_str());
  return 1;
}

int train_usage() {
  std::fputs(
      "usage: sonoglyph-train pack MANIFEST.tsv|FILE|FOLDER... CORPUS [--kinds speech,...]\n"
      "           [--sets a,b] [--splits train,valid,test] [--speeds SET=0.88:1.13,...] "
      "[--threads N]\n"
      "       sonoglyph-train align CORPUS LABELS.safetensors [--sets libri,...]\n"
      "       sonoglyph-train fit RECIPE.json CORPUS FOLDER [--threads N] [--device cpu|cuda]\n"
      "           [--from MODEL.json [--semantic MODEL.json]] [--phones LABELS] [--minutes M] "
      "[--commit ID] [--fresh]\n"
      "       sonoglyph-train mean MODEL.json [MODEL.json] FOLDER [--share S] [--first-map F]\n"
      "       sonoglyph-train curves LOG.csv... OUT.svg [--title TEXT]\n"
      "       sonoglyph-train lab CORPUS FOLDER [--study simvq|heads] [--only NAME,...] [--steps "
      "N] [--threads N]\n"
      "       sonoglyph-train eval MODEL CORPUS [--sets libri,...] [--splits valid,test]\n"
      "           [--scored test] [--levels Q] [--limit N] [--csv FILE] [--wav FOLDER]\n"
      "       sonoglyph-train probe MODEL CORPUS LABELS [--sets a,b] [--against MODEL]\n"
      "           [--table NAME.phones.json] [--limit N] [--markdown]\n"
      "       sonoglyph-train swap MODEL CORPUS LABELS OUT_FOLDER [--pairs N] [--sets a,b]\n"
      "       sonoglyph-train prior MODEL CORPUS OUT.safetensors [--hidden H] [--epochs N]\n"
      "fit: Ctrl-C writes a checkpoint and ends; the same command goes on from it.\n",
      stderr);
  return 2;
}

int main(int argc, char** argv) try {
  if (argc < 2) return train_usage();
  const std::string command = argv[1];
  const std::vector<std::string> args(argv + 2, argv + argc);
  // The commands that keep what they have when they are told to stop; the others just end.
  if (command == "fit" || command == "pack" || command == "align" || command == "lab" ||
      command == "prior") {
    std::signal(SIGINT, stop);
    std::signal(SIGTERM, stop);
  }
  if (command == "fit") return train_fit(args, g_cancel);
  if (command == "mean") return train_mean(args);
  if (command == "curves") return train_curves(args);
#ifndef SONOGLYPH_TRAIN_ONLY
  if (command == "pack") return train_pack(args, g_cancel);
  if (command == "align") return train_align(args, g_cancel);
  if (command == "lab") return train_lab(args, g_cancel);
  if (command == "probe") return train_probe(args);
  if (command == "swap") return train_swap(args);
  if (command == "eval") return train_eval(args);
  if (command == "prior") return train_entropy_prior(args, g_cancel);
#endif
  return train_usage();
} catch (const std::exception& e) {
  const std::string what = e.what();
  return train_fail(what.substr(0, what.find('\n')));
}
