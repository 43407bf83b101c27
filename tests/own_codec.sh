#!/bin/sh
# The commands of models/OWN-CODEC.md, as they stand there, with 70 steps.
# usage: own_codec.sh SONOGLYPH SONOGLYPH_TRAIN SOURCE_FOLDER
set -eu
sonoglyph=$(realpath "$1")
train=$(realpath "$2")
source=$(realpath "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir bin voice
ln -s "$sonoglyph" bin/sonoglyph
ln -s "$train" bin/sonoglyph-train
for i in 1 2 3 4 5; do cp "$source/tests/data/kathleen.flac" "voice/$i.flac"; done
cp "$source/tests/data/kerstin.flac" voice/0.flac
sed -n '/^```sh$/,/^```$/p' "$source/models/OWN-CODEC.md" | sed '/^```/d' >commands
grep -q '"steps": 12000' commands || { echo "own_codec: the page has changed" >&2; exit 1; }
sed -i 's/"steps": 12000/"steps": 70/; s/"batch": 8/"batch": 2/' commands
PATH=$work/bin:$PATH sh -eu commands
for made in own/own.safetensors own/own.svg own/own.prior.safetensors own.recipe.json tokens/1.jsonl; do
  [ -s "$made" ] || { echo "own_codec: no $made" >&2; exit 1; }
done
grep -q '"steps": 70' own/own.training.json || { echo "own_codec: not 70 steps" >&2; exit 1; }
[ "$(wc -c <one.wav)" -gt 40000 ] || { echo "own_codec: no sound" >&2; exit 1; }
