#!/bin/sh
# The trainer's commands that judge a finished model: exit codes, one line of error, tables, WAVs.
# usage: test_train_cli.sh SONOGLYPH_TRAIN SOURCE_FOLDER
set -u
train=$1
source=$2
program=sonoglyph-train
. "$source/tests/support/shell_test.sh"

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
run 0 pack "$train" pack manifest.tsv corpus.sgc
run 0 align "$train" align corpus.sgc phones.safetensors --sets made
says 'aligned 8 of 8'
printf 'x_kathleentrain1\tHH:0:10 AH:10:10\nelsewhere\tL:0:5\n' >known.tsv
run 0 label "$train" label corpus.sgc known.safetensors known.tsv
says '1 from the files'
run 0 'label over labels' "$train" label corpus.sgc known.safetensors known.tsv --over phones.safetensors
run 0 'labels are read' "$train" probe tiny corpus.sgc known.safetensors --limit 2
printf 'elsewhere\tL:0:5\n' >known.tsv
run 1 'alignments of other recordings' "$train" label corpus.sgc other.safetensors known.tsv
says 'name no recording of this corpus'
[ ! -e other.safetensors ] || wrong 'label: a file of nothing'
printf 'x_kathleentrain1\tHH:0\n' >known.tsv
run 1 'a broken alignment' "$train" label corpus.sgc other.safetensors known.tsv
says 'known.tsv: line 1'

mkdir mine && for i in 1 2 3 4; do cp x_kathleentrain1.flac "mine/$i.flac"; done
run 0 'pack of a folder' "$train" pack mine mine.sgc --valid 0.25
says '4 recordings'
says 'train 0.00, valid 0.00'
run 1 'a share of a manifest' "$train" pack manifest.tsv other.sgc --valid 0.2
says 'names its splits'
run 2 'a share over a half' "$train" pack mine mine.sgc --valid 0.7

probe() { "$train" probe tiny corpus.sgc phones.safetensors "$@"; }
run 0 probe probe
for row in 'level 1' 'levels 2 to 3' 'all levels' 'k-means of log-mel' 'log-mel'; do
  grep -q "^$row  " .stdout || wrong "probe: no row '$row': $(cat .stdout)"
done
says 'nearest of 2 over 4 recordings'
# The header and the rows of the table are equally wide.
[ "$(sed -n '/^representation/,$p' .stdout | grep '  ' | awk '{print length}' | sort -u | wc -l)" \
  -eq 1 ] || wrong "probe: the table is not aligned: $(cat .stdout)"
run 0 'probe as markdown' probe --markdown --against tiny --limit 2 --table tiny.phones.json
[ "$(grep -c '^|.*|$' .stdout)" -eq 10 ] || wrong "probe: not 10 lines of markdown: $(cat .stdout)"
[ "$(grep '^|' .stdout | tr -dc '|\n' | sort -u | wc -l)" -eq 1 ] || wrong 'probe: ragged markdown'
says 'linear phone error 0.0 % lower (relative), PNMI 1.00 times'
grep -q '"level": 1' tiny.phones.json || wrong 'probe: no phone table'
run 0 'probe by corpus' probe --corpora made,ma --shipped tiny.phones.json --limit 2
says '== made'
says 'shipped table: '
says 'silence called'
says 'table of the other speakers measured'
run 1 'a corpus that is not there' probe --corpora made,elsewhere
says 'elsewhere: no recordings'
run 1 'a missing model' "$train" probe nosuch corpus.sgc phones.safetensors
says nosuch
run 1 'a missing twin' probe --against nosuch
says nosuch
run 1 'a missing corpus' "$train" probe tiny nosuch.sgc phones.safetensors
says nosuch.sgc
run 1 'labels that are none' "$train" probe tiny corpus.sgc corpus.sgc
run 1 'sets that are not there' probe --sets elsewhere
says 'no recordings'
run 2 'an unknown option' probe --wide

swap() { "$train" swap tiny corpus.sgc phones.safetensors "$@"; }
run 0 swap swap out --pairs 2
says 'nearest frame of B'
for name in 00_a 00_b 00_level1 00_nearest 00_mean 01_mean; do
  [ -s "out/$name.wav" ] || wrong "swap: no out/$name.wav"
done
[ "$(ls out | wc -l)" -eq 10 ] || wrong "swap: left $(ls out)"
: >file
run 1 'a folder that cannot be' swap file/out
says file/out
run 2 'no pairs' swap out2 --pairs 0
says pairs
[ -e out2 ] && wrong 'swap: made a folder for nothing'
run 1 'no speakers' swap out2 --sets elsewhere
says speakers
run 2 'no folder' swap

# Two processes give the losses of one, whatever they have to agree on: statistics of the batch,
# what is audible, voiced, labelled; and one goes on where two have stopped.
recipe() {
  printf '{"model": {"name": "pair", "encoder_channels": 32, "encoder_blocks": 1,
  "decoder_channels": 32, "decoder_blocks": 1, "fine_channels": 32, "fine_blocks": 1,
  "latent_dim": 8, "levels": 3, "codebook_size": 64, "level_roles": ["semantic", "acoustic",
  "acoustic"], "semantic_channels": 32, "semantic_blocks": 1, "semantic_delay_frames": 2},
  "steps": %d, "batch": 4, "crop_seconds": 0.8, "free_steps": 10, "rate_warmup": 200,
  "adversary_seconds": 0.5, "adversary_warmup": 5, "adversary_channels": 4, "weight_adversary": 1,
  "weight_feature": 2, "weight_loudness": 1, "weight_phone": 1, "weight_speaker": 0.5,
  "weight_usage": 1, "semantic_masks": 1, "quantizer_dropout": 0.2, "shares": {"made": 1}}' "$1"
}
same_losses() {  # A.csv B.csv
  paste -d, "$1" "$2" | awk -F, -v what="$1 $2" '
    NR == 1 { half = NF / 2; for (i = 1; i <= half; ++i) name[i] = $i; next }
    { for (i = 1; i <= half; ++i) if (name[i] !~ /minutes|perplexity/) {
        away = $i - $(i + half); size = ($i < 0 ? -$i : $i) + 0.05
        if (away > 5e-3 * size || -away > 5e-3 * size) { print what, $1, name[i], $i, $(i + half); bad = 1 }
      }
      rows += 1 }
    END { exit bad || rows < 1 }' || wrong "two processes have other losses than one"
}
fit() { "$train" fit recipe.json corpus.sgc "$@" --phones phones.safetensors --threads 1; }
recipe 12 >recipe.json
if fit two --processes 2 --log-every 1 >.stdout 2>.stderr; then
  [ "$(grep -c 'M parameters' .stdout)" -eq 1 ] || wrong "both processes speak: $(cat .stdout)"
  run 0 'one process' fit one --log-every 1
  same_losses one/log.csv two/log.csv
  [ "$(wc -l <two/log.csv)" -eq 13 ] || wrong 'both processes write the log'
  recipe 20 >recipe.json
  run 0 'one goes on' fit one --log-every 1
  run 0 'one goes on for two' fit two --log-every 1
  same_losses one/log.csv two/log.csv
  sed -i '1s/mel/lem/' one/log.csv
  recipe 22 >recipe.json
  run 0 'after a trainer with other losses' fit one --log-every 1
  [ "$(sed 1d one/log.csv | cut -d, -f1 | xargs)" = '21 22' ] || wrong "rows: $(cat one/log.csv)"
  grep -q lem one/log-before.csv || wrong 'the old log is gone'
  run 0 'two go on for one' fit one --processes 2 --fresh --minutes 0.001
elif grep -q 'built without' .stderr; then
  echo 'not tried: several processes (built without gloo)'
else
  wrong "two processes: $(cat .stderr)"
fi
if [ -d two ]; then
  run 0 'its decoder apart' "$train" split two/pair.json apart --decoder live
  cmp two/pair.adversary.safetensors apart/pair.adversary.safetensors ||
    wrong 'split leaves the discriminators behind'
fi
rm -rf one two apart
run 1 'a batch that is not shared evenly' fit odd --processes 3
says 'not shared evenly by 3'
run 2 'a rank without a meeting' fit odd --processes 2 --rank 1
run 1 'a rank too many' fit odd --processes 2 --rank 2 --meet "$PWD/meeting"

# Means of weights.
models=$source/models
run 0 mean "$train" mean "$models/tiny.json" "$models/tiny.json" mean --share 0.3
cmp "$models/tiny.safetensors" mean/tiny.safetensors || wrong 'the mean of a model with itself'
grep -q "$(sha256sum <mean/tiny.safetensors | cut -c 1-64)" mean/tiny.json || wrong 'its hash'
grep -q '"share": 0.7' mean/tiny.training.json || wrong "mean: $(cat mean/tiny.training.json)"
run 0 'one map' "$train" mean "$models/speech-16k-semantic.json" scaled --first-map 0.9
cmp -s "$models/speech-16k-semantic.safetensors" scaled/speech-16k-semantic.safetensors &&
  wrong 'a scaled map changes nothing'
run 1 'models of two shapes' "$train" mean "$models/tiny.json" "$models/speech-16k.json" two
says 'no mean'
run 1 'no map of its own' "$train" mean "$models/tiny.json" two --first-map 0.9
says 'semantic encoder'
run 2 'a share of one' "$train" mean "$models/tiny.json" two --share 0.3
run 2 'a share that is none' "$train" mean "$models/tiny.json" "$models/tiny.json" two --share x
says '--share wants a number from 0 to 1, not x'
[ -e two ] && wrong 'mean: left something'
run 1 'over its own model' "$train" mean mean/tiny.json mean
says 'one of the models'
sed 's/"name": "tiny"/"name": "other"/' mean/tiny.json >mean/copy.json
sed 's/"name": "tiny"/"name": "tiny" /' mean/tiny.json >mean/again.json
run 1 'over the weights of its model' "$train" mean mean/again.json mean
cmp "$models/tiny.safetensors" mean/tiny.safetensors || wrong 'mean wrote over its weights'
mkdir beside
cp "$models/speech-16k-semantic.prior.safetensors" beside
run 1 'beside the prior of other weights' "$train" mean "$models/speech-16k-semantic.json" beside \
  --first-map 0.9
says 'move it away'
cp mean/tiny.* beside
echo '{bad' >beside/tiny.training.json
run 1 'a record that is none' "$train" mean beside/tiny.json three
[ -e three ] && wrong 'mean: left something beside a bad record'

# The prior is trained anew although the old one fits no more.
cp "$models"/speech-16k-semantic.* beside
cp scaled/* beside
run 1 'an old prior' "$train" prior beside/speech-16k-semantic.json nosuch.sgc new.prior.safetensors
says nosuch.sgc

# Every key of a recipe has a meaning, which the page and the manual tell as well.
run 0 recipe "$train" recipe --markdown
grep -q '|  *|$' .stdout && wrong "recipe: keys without a meaning (recipe.cpp): $(grep '|  *|$' .stdout)"
grep -q '^| `model.levels` | `5` | codebooks' .stdout || wrong 'recipe: no key of the model'
grep '^|' "$models/RECIPES.md" | cmp - .stdout ||
  wrong 'models/RECIPES.md is not what `sonoglyph-train recipe --markdown` says'
run 0 man "$train" man
says 'SH RECIPES'
says 'fBweight_mel'
for shell in bash zsh fish; do
  run 0 "completion $shell" "$train" completion "$shell"
  says semantic
  says probe
done
"$train" completion bash >completion && bash -n completion || wrong 'completion: no bash'
run 2 'a shell that is none' "$train" completion tcsh

# Usage.
run 0 help "$train" --help
says 'first-map'
run 0 'help of one' "$train" mean --help
run 0 version "$train" --version
run 2 'no command' "$train"
run 2 'an unknown command' "$train" trian
says 'unknown command trian'
run 2 'an unknown option' "$train" mean a b --sahre 1
says 'unknown option --sahre'
run 2 'a word for a number' "$train" eval tiny corpus.sgc --limit -3
says '--limit wants a number'
run 0 'eval' "$train" eval tiny corpus.sgc --limit 1
says 'parts of the sound: harmonic '
run 1 'names behind --' "$train" mean -- -a.json three
says '-a.json'

finish
