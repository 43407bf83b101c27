#!/usr/bin/env bash
# Training on a machine that has a GPU, an installed PyTorch and perhaps no network.
#
#   models/train-on-gpu.sh parts CORPUS FOLDER
#       here: the packed corpus (sonoglyph-train pack) in parts of at most 60 MB, with their hashes
#   models/train-on-gpu.sh fit RECIPE.json FOLDER RUN MINUTES [--from MODEL.json] [--device cpu]
#                              [--phones LABELS] [--batch N]
#       there: builds the trainer against that PyTorch, joins FOLDER's parts beside RUN, trains for
#       so many minutes at the largest batch that the card holds and that still gains speed, and
#       leaves RUN/checkpoint.safetensors. The same command goes on from it, with the batch that it
#       chose at first (RUN/recipe.json).
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
kPartBytes=60000000

die() { echo "train-on-gpu.sh: $*" >&2; exit 2; }

parts() {
  [ $# -eq 2 ] || die "parts wants CORPUS FOLDER"
  [ -f "$1" ] || die "$1: no such corpus"
  mkdir -p "$2"
  rm -f "$2"/part.* "$2"/SHA256
  split --bytes=$kPartBytes --numeric-suffixes --suffix-length=3 "$1" "$2/part."
  sha256sum < "$1" | cut -d' ' -f1 > "$2/SHA256"
  echo "$2: $(find "$2" -name 'part.*' | wc -l) parts"
}

join() {  # FOLDER CORPUS
  if [ -f "$2" ] && [ "$(sha256sum < "$2" | cut -d' ' -f1)" = "$(cat "$1/SHA256")" ]; then return; fi
  cat "$1"/part.* > "$2.joining"
  [ "$(sha256sum < "$2.joining" | cut -d' ' -f1)" = "$(cat "$1/SHA256")" ] ||
    die "$1: a part is missing or damaged"
  mv "$2.joining" "$2"
}

build() {
  local torch
  torch=$(python3 -c 'import torch; print(torch.utils.cmake_prefix_path)' 2>/dev/null) || torch=
  (cd "$here" && cmake --preset train-only ${torch:+-DCMAKE_PREFIX_PATH="$torch"} >/dev/null &&
    cmake --build --preset train-only --target sonoglyph-train) >&2
  find "$here/build/train-only" -name sonoglyph-train -type f -perm -u+x | head -1
}

with_keys() {  # RECIPE KEY VALUE ... -> the recipe with these
  python3 - "$@" <<'PY'
import json
import sys
recipe = json.load(open(sys.argv[1]))
for key, value in zip(sys.argv[2::2], sys.argv[3::2]):
    recipe[key] = json.loads(value)
print(json.dumps(recipe, indent=1))
PY
}

# The batch that trains most crops a second: doubled while a few steps fit the card and gain 5 %.
best_batch() {  # TRAINER RECIPE CORPUS FIT-OPTIONS...
  local trainer=$1 recipe=$2 corpus=$3 batch best=0 best_rate=0 try
  shift 3
  try=$(mktemp -d)
  batch=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1])).get("batch", 16))' "$recipe")
  while :; do
    with_keys "$recipe" batch "$batch" steps 6 > "$try/recipe.json"
    local begin end rate
    rm -rf "$try/run"
    begin=$(date +%s%N)
    "$trainer" fit "$try/recipe.json" "$corpus" "$try/run" "$@" > "$try/log" 2>&1 || break
    end=$(date +%s%N)
    rate=$((batch * 1000000000000 / (end - begin)))
    echo "batch $batch: $rate crops in 1000 s, with start and end" >&2
    [ $((rate * 100)) -gt $((best_rate * 105)) ] || break
    best=$batch best_rate=$rate batch=$((2 * batch))
  done
  [ "$best" -gt 0 ] || { tail -3 "$try/log" >&2; die "not even batch $batch runs"; }
  rm -rf "$try"
  echo "$best"
}

fit() {
  [ $# -ge 4 ] || die "fit wants RECIPE.json FOLDER RUN MINUTES"
  local recipe=$1 folder=$2 run=$3 minutes=$4 device=cuda batch= trainer
  shift 4
  local options=()
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || die "$1 wants a value"
    case $1 in
      --device) device=$2 ;;
      --batch) batch=$2 ;;
      --from | --phones | --semantic) options+=("$1" "$2") ;;
      *) die "unknown option $1" ;;
    esac
    shift 2
  done
  trainer=$(build)
  mkdir -p "$run"
  join "$folder" "$run/corpus.sgc"
  options+=(--device "$device")
  if [ ! -f "$run/recipe.json" ]; then
    if [ -z "$batch" ] && [ "$device" != cpu ]; then
      batch=$(best_batch "$trainer" "$recipe" "$run/corpus.sgc" "${options[@]}")
    fi
    with_keys "$recipe" ${batch:+batch "$batch"} > "$run/recipe.json.writing"
    mv "$run/recipe.json.writing" "$run/recipe.json"
  fi
  "$trainer" fit "$run/recipe.json" "$run/corpus.sgc" "$run" --minutes "$minutes" "${options[@]}"
  [ -f "$run/checkpoint.safetensors" ] || die "no checkpoint was left"
}

case ${1:-} in
  parts | fit) "$@" ;;
  *) sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
