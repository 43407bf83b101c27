#!/bin/sh
# The trainer's commands that judge a finished model: exit codes, one line of error, tables, WAVs.
# usage: test_train_cli.sh SONOGLYPH_TRAIN SOURCE_FOLDER
set -u
train=$1
source=$2
export SONOGLYPH_MODELS="$source/models"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

wrong() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# expect CODE NAME COMMAND...: the exit code; a failure (1) says one line that begins with the
# program's name; stdout goes to .stdout.
expect() {
  code=$1
  name=$2
  shift 2
  "$@" >.stdout 2>.stderr
  got=$?
  [ "$got" -eq "$code" ] || wrong "$name: exit code $got, wanted $code: $(cat .stderr)"
  [ "$code" -ne 1 ] && return
  [ "$(wc -l <.stderr)" -eq 1 ] || wrong "$name: not one line: $(cat .stderr)"
  grep -q '^sonoglyph-train: ' .stderr || wrong "$name: says '$(cat .stderr)'"
}

says() {  # says TEXT: on stdout or stderr, just now
  cat .stdout .stderr | grep -q -- "$1" || wrong "nobody says '$1': $(cat .stdout .stderr)"
}

# Two voices, two recordings each to learn from, two to measure on. The phones need not be what is
# said: only the commands are tested here.
mkdir labels
{
  printf 'file\tkind\tset\tsplit\tspeaker\tlang\tdur\ttext_or_label\n'
  for voice in kathleen kerstin; do
    for split in train test; do
      for i in 1 2; do
        cp "$source/tests/data/$voice.flac" "x_$voice$split$i.flac"
        printf 'x_%s.flac\tspeech\tmade\t%s\t%s\ten\t1\t\n' "$voice$split$i" "$split" "$voice$split"
        printf '%s.0\tHH_B AH0_I L_I OW1_E\n%s.1\tW_B ER1_I L_I D_E\n' "$voice$split$i" \
          "$voice$split$i" >>labels/speechocean762_text_phone.txt
      done
    done
  done
} >manifest.tsv
expect 0 pack "$train" pack manifest.tsv corpus.sgc
expect 0 align "$train" align corpus.sgc phones.safetensors --sets made
says 'aligned 8 of 8'

probe() { "$train" probe tiny corpus.sgc phones.safetensors "$@"; }
expect 0 probe probe
for row in 'level 1' 'levels 2 to 3' 'all levels' 'k-means of log-mel' 'log-mel'; do
  grep -q "^$row  " .stdout || wrong "probe: no row '$row': $(cat .stdout)"
done
says 'nearest of 2 over 4 recordings'
# The header and the rows of the table are equally wide.
[ "$(sed -n '/^representation/,$p' .stdout | grep '  ' | awk '{print length}' | sort -u | wc -l)" \
  -eq 1 ] || wrong "probe: the table is not aligned: $(cat .stdout)"
expect 0 'probe as markdown' probe --markdown --against tiny --limit 2 --table tiny.phones.json
[ "$(grep -c '^|.*|$' .stdout)" -eq 10 ] || wrong "probe: not 10 lines of markdown: $(cat .stdout)"
[ "$(grep '^|' .stdout | tr -dc '|\n' | sort -u | wc -l)" -eq 1 ] || wrong 'probe: ragged markdown'
says 'linear phone error 0.0 % lower (relative), PNMI 1.00 times'
grep -q '"level": 1' tiny.phones.json || wrong 'probe: no phone table'
expect 1 'a missing model' "$train" probe nosuch corpus.sgc phones.safetensors
says nosuch
expect 1 'a missing twin' probe --against nosuch
says nosuch
expect 1 'a missing corpus' "$train" probe tiny nosuch.sgc phones.safetensors
says nosuch.sgc
expect 1 'labels that are none' "$train" probe tiny corpus.sgc corpus.sgc
expect 1 'sets that are not there' probe --sets elsewhere
says 'no recordings'
expect 2 'an unknown option' probe --wide

swap() { "$train" swap tiny corpus.sgc phones.safetensors "$@"; }
expect 0 swap swap out --pairs 2
says 'nearest frame of B'
for name in 00_a 00_b 00_level1 00_nearest 00_mean 01_mean; do
  [ -s "out/$name.wav" ] || wrong "swap: no out/$name.wav"
done
[ "$(ls out | wc -l)" -eq 10 ] || wrong "swap: left $(ls out)"
: >file
expect 1 'a folder that cannot be' swap file/out
says file/out
expect 1 'no pairs' swap out2 --pairs 0
says pairs
[ -e out2 ] && wrong 'swap: made a folder for nothing'
expect 1 'no speakers' swap out2 --sets elsewhere
says speakers
expect 2 'no folder' swap

[ $failures -eq 0 ] || { echo "$failures failures"; exit 1; }
echo 'all well'
