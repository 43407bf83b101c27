#!/bin/bash
# make-screenshots.sh STUDIO OUT_FOLDER SOUND...   the README's pictures, with a virtual sound card and screen.
# STUDIO is the built sonoglyph-studio; the first SOUND is shown, all are spoken into the virtual microphone.
# pngquant, where it is installed, makes the pictures small.
set -eu
[ $# -ge 3 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
studio=$(realpath "$1"); out=$(realpath -m "$2"); shift 2
here=$(dirname "$(realpath "$0")")
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
export XDG_CONFIG_HOME=$scratch XDG_DATA_HOME=$scratch STUDIO=$studio OUT=$out
mkdir -p "$out"
head -c 3000 "$1" > "$scratch/broken off.flac"  # what a failure looks like in the batch
export BROKEN="$scratch/broken off.flac"
"$here/../tests/with-headless.sh" -r 16000 -p bash -c '
  shot() { "$STUDIO" --size 1440x900 --language en "$@" 2>/dev/null; }
  shot --theme light --screenshot "$OUT/main-light.png" "$1"
  shot --theme dark --screenshot "$OUT/main-dark.png" "$1"
  shot --theme dark --scene inspector --screenshot "$OUT/inspector.png" "$1"
  shot --theme light --scene quality --screenshot "$OUT/quality.png" "$1"
  shot --theme dark --scene layers --screenshot "$OUT/layers.png" "$1"
  shot --theme light --scene search --screenshot "$OUT/search.png" "$1"
  shot --theme dark --scene atlas --screenshot "$OUT/atlas.png" "$1"
  while :; do for f; do paplay --device=micfeed --latency-msec=50 "$f"; done; done & speaker=$!
  shot --theme dark --scene live --screenshot "$OUT/live.png"
  kill $speaker 2>/dev/null || true
  shot --theme light --scene batch --screenshot "$OUT/batch.png" "$@" "$BROKEN"
' shots "$@"
if command -v pngquant > /dev/null; then
  for png in "$out"/{main-light,main-dark,inspector,quality,layers,search,atlas,live,batch}.png; do
    pngquant --force --strip --speed 1 --output "$png" 256 "$png"
  done
fi
ls -l "$out"/*.png
