#!/bin/sh
# make.sh DATA [SONOGLYPH]: six clips as they are and as they come out of 2.5 kbps, and the page.
# DATA: a folder with the CC0 voices (speech/train/{nathalie,kathleen,kerstin}); wants `flac` and `sox`.
set -eu
data=$1
sonoglyph=${2:-sonoglyph}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rows=
while IFS='	' read -r voice file words; do
  name=$(basename "${file%.*}")
  "$sonoglyph" encode "$data/speech/train/$voice/$file" "$work/x.sgl" >/dev/null 2>&1
  for decoder in live studio; do
    "$sonoglyph" decode --decoder "$decoder" "$work/x.sgl" "$work/$decoder.wav" >/dev/null
  done
  bytes=$(stat -c %s "$work/x.sgl")
  opusdec --rate 48000 "$data/speech/train/$voice/$file" "$work/o.wav" 2>/dev/null
  sox "$work/o.wav" -r 16000 -c 1 -b 16 "$work/original.wav"
  kinds='original studio'
  cmp -s "$work/live.wav" "$work/studio.wav" || kinds='original live studio'
  cells=
  for kind in $kinds; do
    flac --silent --best --force -o "$here/$name.$kind.flac" "$work/$kind.wav"
    cells="$cells<td><audio controls preload=\"none\" src=\"$name.$kind.flac\"></audio></td>"
  done
  rows="$rows<tr><td>$voice</td><td>$words</td><td>$bytes</td>$cells</tr>
"
  rm -f "$work"/*
done <<'CLIPS'
nathalie	nathalie_nl_rhasspy_1007.opus	Dit is er weer zo één zonder fietsverlichting.
nathalie	nathalie_nl_rhasspy_1003.opus	Vaak wordt brandschilderen gecombineerd met glas in lood.
nathalie	nathalie_nl_rhasspy_1008.opus	Zorg dat je huis er netjes bij staat.
kathleen	kathleen_arctic_b0129_1592698735.opus	Did Thorpe go to see any one in Churchill.
kathleen	kathleen_arctic_b0207_1592536650.opus	I'm as good as a man, she urged.
kerstin	kerstin_de_rhasspy-0487.opus	Gleichwohl war die Waffe nur schwer beherrschbar.
CLIPS
columns='<th>original, 16 kHz</th>'
for kind in ${kinds#original}; do columns="$columns<th>$kind</th>"; done
cat >"$here/index.html" <<PAGE
<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Sonoglyph at 2.5 kbps</title>
<style>body{font:16px sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}td,th{padding:.3rem .6rem;text-align:left}</style>
<h1>Speech at 2.5 kbps</h1>
<p>Five codebooks of 1024 codes, 50 times a second, by <code>speech-16k-semantic</code>; bytes are those of the <code>.sgl</code> file with entropy coding.
All three voices, these sentences too, were heard in training of the decoders; Nathalie (Dutch) by nothing else.
Recordings: rhasspy/dataset-voice-*, CC0 1.0. <code>studio</code> looks 160 ms ahead, <code>live</code> does not. Made by <code>make.sh</code>.</p>
<table><tr><th>voice</th><th>words</th><th>bytes</th>$columns</tr>
$rows</table></html>
PAGE
du -cb "$here"/*.flac | tail -1
