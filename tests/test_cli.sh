#!/bin/sh
# The program itself: exit codes, one line of error, no partial output, round trips, pipes.
# usage: test_cli.sh SONOGLYPH SOURCE_FOLDER
set -u
sonoglyph=$1
source=$2
program=sonoglyph
. "$source/tests/support/shell_test.sh"
clip="$source/tests/data/kathleen.flac"

# As run; whatever fails says one line and leaves no file that was not there before.
expect() {
  find . ! -name '.*' | sort >.before
  run "$@"
  [ "$1" -eq 0 ] && return
  [ "$1" -eq 1 ] || one_line "$2"
  find . ! -name '.*' | sort >.after
  cmp -s .before .after || wrong "$2: left $(diff .before .after)"
}

same() { cmp "$1" "$2" || wrong "$1 and $2 differ"; }

le32() { printf "\\$(printf %03o $(($1 & 255)))\\$(printf %03o $(($1 >> 8 & 255)))\\$(printf %03o $(($1 >> 16 & 255)))\\$(printf %03o $(($1 >> 24 & 255)))"; }

wav() {  # wav FORMAT BITS DATA_BYTES: the header of 16 kHz mono
  printf 'RIFF'; le32 $((36 + $3)); printf 'WAVEfmt '; le32 16
  printf "\\$(printf %03o "$1")\\000\\001\\000"; le32 16000; le32 $((16000 * $2 / 8))
  printf "\\$(printf %03o $(($2 / 8)))\\000\\$(printf %03o "$2")\\000data"; le32 "$3"
}

# The inputs that must be refused.
echo 'Dear diary, this is no sound.' >text.wav
: >empty.wav
: >empty.sgl
wav 1 16 0 >nothing.wav
{ wav 3 32 64000; i=0; while [ $i -lt 100 ]; do head -c 640 /dev/zero | tr '\0' '\377'; i=$((i + 1)); done; } >nan.wav
expect 0 'the clip' "$sonoglyph" encode -m tiny "$clip" clip.sgl
head -c 500 clip.sgl >cut.sgl
head -c 100 clip.sgl >headless.sgl
expect 1 'a text file' "$sonoglyph" encode -m tiny text.wav out.sgl;             says text.wav
expect 1 'an empty file' "$sonoglyph" encode -m tiny empty.wav out.sgl;          says empty.wav
expect 1 'a WAV of no samples' "$sonoglyph" encode -m tiny nothing.wav out.sgl;  says nothing.wav
expect 1 'a WAV of NaN' "$sonoglyph" encode -m tiny nan.wav out.sgl;             says nan.wav
expect 1 'a missing file' "$sonoglyph" encode -m tiny missing.wav out.sgl;       says missing.wav
expect 1 'a cut .sgl' "$sonoglyph" decode -m tiny cut.sgl out.wav;               says cut.sgl
expect 1 'a cut header' "$sonoglyph" decode -m tiny headless.sgl out.wav;        says headless.sgl
expect 1 'an empty .sgl' "$sonoglyph" decode -m tiny empty.sgl out.wav;          says empty.sgl
expect 1 'sound as .sgl' "$sonoglyph" decode -m tiny text.wav out.wav;           says text.wav
expect 1 'tokens of a cut .sgl' "$sonoglyph" tokens cut.sgl out.npy;             says cut.sgl
expect 1 'tokens of nothing' "$sonoglyph" tokens missing.sgl out.npy;            says missing.sgl
expect 1 'verify a cut .sgl' "$sonoglyph" verify cut.sgl;                        says cut.sgl
expect 1 'info of text' "$sonoglyph" info text.wav;                              says text.wav
printf 'PK\003\004 an archive of arrays' >arrays.npz
for words in 'decode -m tiny arrays.npz out.wav' 'tokens -m tiny arrays.npz out.csv' 'info arrays.npz' 'stats arrays.npz' \
  'verify arrays.npz'; do
  expect 1 "$words" "$sonoglyph" $words; says 'arrays.npz: an .npz archive'
done
expect 1 'a missing model' "$sonoglyph" encode -m nowhere "$clip" out.sgl;       says nowhere
expect 1 'a folder that is not' "$sonoglyph" encode -m tiny "$clip" no/out.sgl;  says no/out.sgl
expect 1 'a full device' "$sonoglyph" encode -m tiny "$clip" /dev/full;          says /dev/full
for words in 'tokens clip.sgl' 'decode -m tiny clip.sgl'; do
  "$sonoglyph" $words - >/dev/full 2>.stderr && wrong "$words to a full device"
  says 'No space left'
done
expect 1 'sound to a folder' "$sonoglyph" decode -m tiny clip.sgl no/out.wav;    says no/out.wav
expect 1 'an unknown kind of sound' "$sonoglyph" decode -m tiny clip.sgl out.xyz; says xyz
expect 1 'too many codebooks' "$sonoglyph" encode -m tiny -q 9 "$clip" out.sgl
expect 1 'compare with what is missing' "$sonoglyph" compare -m tiny missing.wav; says missing.wav
expect 1 'compare with too many codebooks' "$sonoglyph" compare -m tiny "$clip" --with self:9; says 9
expect 2 'compare with nonsense' "$sonoglyph" compare -m tiny "$clip" --with opus:3; says opus:3
expect 1 'compare with no model' "$sonoglyph" compare -m tiny "$clip" --with nowhere:1; says nowhere
expect 0 'an index' "$sonoglyph" index clip.sgl -o corpus.sgx;                  says '1 sources'
expect 0 'a search' "$sonoglyph" search corpus.sgx '*' 1 -q 2 --count
"$sonoglyph" tokens -m tiny clip.sgl t.csv >.quiet 2>&1; first=$(grep '^[0-9]' t.csv | head -1 | cut -d, -f3)
[ -n "$first" ] && { expect 0 'a code is found' "$sonoglyph" search corpus.sgx "$first" --json; says '"frame": 0'
                     expect 0 'and in the file' "$sonoglyph" search clip.sgl "$first";       says clip.sgl; }
expect 1 'an index of a cut .sgl' "$sonoglyph" index cut.sgl -o cut.sgx;         says cut.sgl
for word in cut.sgl headless.sgl; do
  expect 1 "a search in $word" "$sonoglyph" search $word 1;                      says $word
done
cat clip.sgl clip.sgl >two.in.a.row.sgl
expect 1 'a search in two .sgl in a row' "$sonoglyph" search two.in.a.row.sgl 1
rm two.in.a.row.sgl
expect 1 'an index of sound' "$sonoglyph" index "$clip" -o sound.sgx
expect 1 'an index in no folder' "$sonoglyph" index clip.sgl -o no/x.sgx;        says no/x.sgx
expect 1 'a search in text' "$sonoglyph" search text.wav 17;                     says text.wav
expect 1 'a search for nothing' "$sonoglyph" search corpus.sgx '*';              says 'nothing to look for'
expect 1 'a search for no code' "$sonoglyph" search corpus.sgx 99999;            says 99999
expect 1 'phones that no model knows' "$sonoglyph" search corpus.sgx SH IH P;    says phones
head -c 200 corpus.sgx >short.sgx
expect 1 'a cut index' "$sonoglyph" search short.sgx 17;                         says short.sgx
expect 0 'what is left of a cut .sgl' "$sonoglyph" decode -m tiny --salvage cut.sgl salvaged.wav
[ -s salvaged.wav ] || wrong '--salvage gave nothing'

# A model that cannot be loaded is told of, and hides no other.
mkdir brokenmodels
cp "$source/models/tiny.safetensors" brokenmodels/other.safetensors
echo '{' >brokenmodels/other.json
SONOGLYPH_MODELS="$work/brokenmodels:$source/models" "$sonoglyph" models >.stdout 2>.stderr
[ $? -eq 1 ] || wrong 'a broken model does not make models exit with 1'
one_line 'a broken model'
says 'brokenmodels/other.json'
grep -q '^tiny ' .stdout || wrong 'a broken model hides others'

# Sounds that a format cannot hold, in our own words.
for words in 'opus --rate 44100' 'mp3 --rate 1000' 'flac --rate 768000' 'opus --channels 256'; do
  # shellcheck disable=SC2086
  expect 1 "decode to $words" "$sonoglyph" decode -m tiny clip.sgl none.$words; says 'cannot hold'
done
for words in '--offset nan' '--duration nan' '--gain nan'; do
  # shellcheck disable=SC2086
  expect 2 "$words" "$sonoglyph" tokens -m tiny $words "$clip" none.json; says "'nan' not in range -*[0-9]* to"
done

# Wrong usage.
expect 2 'no command' "$sonoglyph"
expect 2 'an unknown command' "$sonoglyph" frobnicate
expect 2 'an unknown option' "$sonoglyph" encode --frobnicate "$clip" out.sgl
expect 2 'a missing operand' "$sonoglyph" encode "$clip"
expect 2 'an operand too many' "$sonoglyph" encode "$clip" out.sgl more
# What a folder does not show is told, by both commands that look into folders; root sees all.
mkdir -p shelf/locked
cp clip.sgl shelf
chmod 0 shelf/locked
chmod a+rx . shelf
if [ "$(id -u)" = 0 ]; then nobody='setpriv --reuid 65534 --clear-groups'; else nobody=; fi
if $nobody "$sonoglyph" --version >/dev/null 2>&1 && ! $nobody ls shelf/locked >/dev/null 2>&1; then
  # shellcheck disable=SC2086
  expect 1 'stats of a folder not shown' $nobody "$sonoglyph" stats -m tiny shelf;       says 'cannot list'
  # shellcheck disable=SC2086
  expect 1 'index of a folder not shown' $nobody "$sonoglyph" index -m tiny -o i.sgi shelf; says 'cannot list'
fi
chmod 700 shelf/locked
for option in '--channel 2' '--gain 3' --normalize --no-auto-gain '--offset 1'; do
  # shellcheck disable=SC2086
  expect 1 "codes and $option" "$sonoglyph" tokens $option clip.sgl none.npy;     says 'holds tokens'
done
expect 2 'a layout that is none' "$sonoglyph" tokens --flatten diagonal clip.sgl out.npy
expect 2 'a batch of nothing' "$sonoglyph" batch --out batch
expect 2 'a shard beyond' "$sonoglyph" batch "$source/tests/data" --out batch --shard 3/2
expect 2 'two policies' "$sonoglyph" batch "$source/tests/data" --out batch --skip --resume

# Help and version go to stdout.
expect 0 'help' "$sonoglyph" --help
for command in encode decode tokens info models verify stats batch demo completion man; do
  grep -q "^  $command " .stdout || wrong "--help does not know $command"
done
expect 0 'help of a command' "$sonoglyph" batch --help
grep -q -- --resume .stdout || wrong 'batch --help does not know --resume'
expect 0 'version' "$sonoglyph" --version
grep -q '^sonoglyph [0-9][0-9]*\.[0-9]' .stdout || wrong "--version says '$(cat .stdout)'"

# Every export decodes to exactly the sound of the .sgl.
expect 0 'decode' "$sonoglyph" decode -m tiny clip.sgl clip.wav
for kind in npy json jsonl csv safetensors; do
  expect 0 "tokens to $kind" "$sonoglyph" tokens clip.sgl clip.$kind
  expect 0 "$kind to sound" "$sonoglyph" decode -m tiny clip.$kind $kind.wav
  same clip.wav $kind.wav
  expect 0 "sound to $kind" "$sonoglyph" tokens -m tiny "$clip" direct.$kind
  same clip.$kind direct.$kind
  [ $kind = csv ] && continue
  for layout in interleave delay parallel; do
    expect 0 "$layout $kind" "$sonoglyph" tokens --flatten $layout clip.sgl flat.$kind
    expect 0 "$layout $kind to sound" "$sonoglyph" decode -m tiny flat.$kind flat.wav
    same clip.wav flat.wav
  done
done
# What a token file says of itself must be so.
for wrong_one in '"length":48000.5' '"length":1152921504606846976' '"length":true' '"rows":2'; do
  sed "s/^{/{$wrong_one,/; s/,$(echo "$wrong_one" | cut -d: -f1):[0-9]*\([,}]\)/\1/" clip.json >odd.json
  for command in verify info 'decode -m tiny'; do
    case $command in decode*) out=none.wav ;; *) out= ;; esac
    # shellcheck disable=SC2086
    expect 1 "$command of $wrong_one" "$sonoglyph" $command odd.json $out
  done
done
expect 0 'the first codebook' "$sonoglyph" decode -m tiny -q 1 clip.sgl one.wav
expect 1 'semantic tokens of a model without' "$sonoglyph" tokens --semantic-only clip.sgl none.json
says 'no semantic codebook'
expect 1 'a batch of them' "$sonoglyph" batch clip.sgl --to npy --out none -m tiny --semantic-only
says 'no semantic codebook'
expect 1 'phones of a model without' "$sonoglyph" tokens --phones clip.sgl none.txt
says 'no semantic codebook'

# The same weights under a config that calls codebook 1 semantic, and with a table of phones.
mkdir semantic
cp "$source/models/tiny.safetensors" semantic/
q=$(sed -n 's/.*"levels": \([0-9]*\).*/\1/p' "$source/models/tiny.json")
k=$(sed -n 's/.*"codebook_size": \([0-9]*\).*/\1/p' "$source/models/tiny.json")
sha=$(sha256sum semantic/tiny.safetensors | cut -d' ' -f1)
roles='"semantic"'
i=1
while [ $i -lt "$q" ]; do roles="$roles, \"acoustic\""; i=$((i + 1)); done
sed "s/\"level_roles\": \[\]/\"level_roles\": [$roles]/" "$source/models/tiny.json" >semantic/tiny.json
with() { SONOGLYPH_MODELS="$work/semantic" "$@"; }
expect 1 'phones without a table' with "$sonoglyph" tokens --phones clip.sgl none.txt
says 'no table of phones'
table() {  # table SHA: even codes are AA, odd ones SIL
  printf '{"format":1,"weights_sha256":"%s","level":1,"phones":["SIL","AA"],"frames":9,"codes":[' "$1"
  i=0
  while [ $i -lt "$k" ]; do
    [ $i -gt 0 ] && printf ,
    printf '[[%d,0.75],[%d,0.25]]' $(((i + 1) % 2)) $((i % 2))
    i=$((i + 1))
  done
  echo ']}'
}
table "$(printf %064d 0)" >semantic/tiny.phones.json
expect 1 'phones of other weights' with "$sonoglyph" tokens --phones clip.sgl none.txt
says tiny.phones.json
table "$sha" >semantic/tiny.phones.json
expect 0 'phones' with "$sonoglyph" tokens --phones clip.sgl phones.txt
expect 0 'phones to stdout' with "$sonoglyph" tokens --phones clip.sgl -
same phones.txt .stdout
expect 0 'the first codebook as CSV' "$sonoglyph" tokens -q 1 clip.sgl first.csv
grep '^[0-9]' first.csv | awk -F, '{ p = $3 % 2 ? "SIL" : "AA"; if (p != last) printf "%s%s", last ? " " : "", p; last = p }
  END { print "" }' >wanted.txt
same phones.txt wanted.txt
# With times: runs follow each other, the confidence is the table's share.
expect 0 'phones with times' with "$sonoglyph" tokens --phones clip.sgl phones.tsv
[ "$(head -1 phones.tsv)" = "$(printf 'start\tend\tphone\tconfidence')" ] || wrong 'phones.tsv: head'
awk -F'\t' 'NR > 1 { if (NF != 4 || $2 <= $1 || (NR > 2 && $1 != last) || $4 != 0.75) exit 1; last = $2 }
  END { exit !(NR > 2) }' phones.tsv || wrong "phones.tsv: $(head -4 phones.tsv)"
[ "$(sed 1d phones.tsv | cut -f3 | tr '\n' ' ' | sed 's/ $//')" = "$(cat phones.txt)" ] ||
  wrong 'phones.tsv: other phones than phones.txt'
expect 0 'phones for Praat' with "$sonoglyph" tokens --phones clip.sgl phones.TextGrid
[ "$(sed -n 's/^ *text = "\(.*\)"$/\1/p' phones.TextGrid | sed '/^$/d' | tr '\n' ' ' | sed 's/ $//')" = "$(cat phones.txt)" ] ||
  wrong 'phones.TextGrid: other phones than phones.txt'
[ "$(sed -n 's/^xmax = //p' phones.TextGrid)" = "$("$sonoglyph" info --json clip.sgl | sed 's/.*"seconds": \([0-9.]*\).*/\1/')" ] ||
  wrong "phones.TextGrid: not as long as the sound: $(grep '^xmax' phones.TextGrid)"
expect 2 'phones and layouts' with "$sonoglyph" tokens --phones --flatten delay clip.sgl none.txt
expect 2 'dedup of all codebooks' with "$sonoglyph" tokens --dedup clip.sgl none.json
for kind in json jsonl csv npy safetensors; do
  expect 0 "semantic $kind" with "$sonoglyph" tokens --semantic-only --dedup clip.sgl semantic.$kind
  expect 0 "semantic $kind to sound" with "$sonoglyph" decode semantic.$kind semantic.wav
  same one.wav semantic.wav
done
grep -q durations semantic.json || wrong 'no durations in the JSON'
grep -q '^frame,time_s,frames,c1' semantic.csv || wrong 'no durations in the CSV'
expect 0 'semantic sound' with "$sonoglyph" tokens -m tiny --semantic-only --dedup "$clip" direct.csv
same semantic.csv direct.csv
expect 0 'roles of a file' with "$sonoglyph" info clip.sgl
grep -q "roles *1 semantic, 2 to $q acoustic" .stdout || wrong "info: $(cat .stdout)"
expect 0 'roles as JSON' with "$sonoglyph" info --json clip.sgl
grep -q '"level_roles": \["semantic", "acoustic"' .stdout || wrong "info --json: $(cat .stdout)"
expect 0 'roles of a model' with "$sonoglyph" models
grep -q "codebooks: 1 semantic, 2 to $q acoustic" .stdout || wrong "models: $(cat .stdout)"
expect 0 'no entropy coding' "$sonoglyph" encode -m tiny --no-entropy "$clip" packed.sgl
expect 0 'packed to sound' "$sonoglyph" decode -m tiny packed.sgl packed.wav
same clip.wav packed.wav

# Pipes.
"$sonoglyph" encode -m tiny - - <"$clip" >piped.sgl 2>.stderr || wrong "encode - -: $(cat .stderr)"
"$sonoglyph" decode -m tiny - - <piped.sgl >piped.wav 2>.stderr || wrong "decode - -: $(cat .stderr)"
expect 0 'a piped .sgl' "$sonoglyph" decode -m tiny piped.sgl piped2.wav
same clip.wav piped2.wav
expect 0 'a piped WAV' "$sonoglyph" tokens -m tiny piped.wav again.npy
"$sonoglyph" tokens - - <clip.sgl >piped.jsonl 2>.stderr || wrong "tokens - -: $(cat .stderr)"
same clip.jsonl piped.jsonl
"$sonoglyph" tokens - - --format npy <clip.sgl >piped.npy 2>.stderr || wrong 'tokens to npy on stdout'
same clip.npy piped.npy
{ "$sonoglyph" man; echo $? >.code; } 2>.stderr | true
"$sonoglyph" encode -m tiny text.wav - >out.bytes 2>.stderr && wrong 'encode of text to stdout'
[ -s out.bytes ] && wrong 'bytes of a sound that is none'
rm -f out.bytes

# Named pipes: read once, whoever wants two looks.
mkdir temporary
TMPDIR=$work/temporary
export TMPDIR
mkfifo pipe pipe.npy pipe.wav
through() {  # through PIPE SOURCE NAME COMMAND...: the source comes by that pipe
  pipe=$1
  cat "$2" >"$pipe" 2>/dev/null &
  writer=$!
  name=$3
  shift 3
  expect 0 "$name from a pipe" "$@"
  kill $writer 2>/dev/null
  wait $writer 2>/dev/null
}
through pipe clip.wav encode "$sonoglyph" encode -m tiny pipe one.sgl
"$sonoglyph" encode -m tiny clip.wav two.sgl >.stdout 2>.stderr
same one.sgl two.sgl
through pipe clip.wav 'encode --normalize' "$sonoglyph" encode -m tiny --normalize pipe one.sgl
"$sonoglyph" encode -m tiny --normalize clip.wav two.sgl >.stdout 2>.stderr
same one.sgl two.sgl
"$sonoglyph" encode -m tiny --normalize - one.sgl <clip.wav >.stdout 2>.stderr || wrong 'encode --normalize -'
same one.sgl two.sgl
cat clip.wav | "$sonoglyph" encode -m tiny --normalize - - >one.sgl 2>.stderr || wrong 'encode --normalize - -'
through pipe two.sgl decode "$sonoglyph" decode pipe one.wav
"$sonoglyph" decode two.sgl two.wav >.stdout 2>.stderr
same one.wav two.wav
through pipe clip.sgl tokens "$sonoglyph" tokens pipe one.npy
same one.npy clip.npy
through pipe clip.wav 'tokens of sound' "$sonoglyph" tokens -m tiny pipe one.csv
expect 0 'an index of a pipe' sh -c "cat clip.sgl | '$sonoglyph' index - -o piped.sgx"; says '1 sources'
for kind in sgl npy json jsonl csv safetensors; do
  "$sonoglyph" search -m tiny clip.$kind '*' 1 >.stdout 2>.stderr
  cut -f1-3 .stdout >.wanted
  through pipe clip.$kind "search in $kind" "$sonoglyph" search -m tiny pipe '*' 1
  cut -f1-3 .stdout | cmp -s - .wanted || wrong "search in a pipe of $kind: $(head -2 .stdout)"
  through pipe clip.$kind "index of $kind" "$sonoglyph" index -m tiny pipe -o piped.sgx
done
through pipe piped.sgx 'search in an index' "$sonoglyph" search pipe '*' 1
run 1 'a batch of stdin' "$sonoglyph" batch - --out nothing -m tiny; says 'is a pipe'
for kind in npy json jsonl csv safetensors; do
  through pipe clip.$kind "decode of $kind" "$sonoglyph" decode -m tiny pipe one.wav
  [ $kind = npy ] || same one.wav clip.wav  # what stands beside an npy is not in the pipe
  through pipe clip.$kind "info of $kind" "$sonoglyph" info pipe
  through pipe clip.$kind "stats of $kind" "$sonoglyph" stats pipe
  "$sonoglyph" decode -m tiny - one.wav <clip.$kind >.stdout 2>.stderr || wrong "decode of $kind on stdin"
  [ $kind = npy ] || same one.wav clip.wav
done
through pipe.npy clip.npy 'tokens of an npy' "$sonoglyph" tokens -m tiny pipe.npy one.csv
grep '^[0-9]' clip.csv | cut -d, -f3- >wanted.txt
grep '^[0-9]' one.csv | cut -d, -f3- | cmp - wanted.txt || wrong 'an npy in a pipe has other codes'
for file in clip.sgl clip.wav; do
  through pipe $file info "$sonoglyph" info pipe;           says '^pipe$'
  through pipe $file verify "$sonoglyph" verify -m tiny pipe; says '^pipe: '
done
through pipe clip.sgl stats "$sonoglyph" stats pipe
through pipe.wav clip.wav demo "$sonoglyph" demo -m tiny pipe.wav --out piped
"$sonoglyph" info - <clip.sgl >.stdout 2>.stderr || wrong 'info of stdin'
says '^stdin$'
cat text.wav >pipe &
expect 1 'text in a pipe' "$sonoglyph" tokens -m tiny pipe none.npy; says 'pipe: '
cat text.wav >pipe &
expect 1 'text in a pipe' "$sonoglyph" encode -m tiny pipe none.sgl; says 'pipe: '

# One that never ends fills no disk, whoever reads it.
SONOGLYPH_SPOOL_MIB=1
export SONOGLYPH_SPOOL_MIB
endless() { expect 1 "$1 of what never ends" "$sonoglyph" "$@"; says 'more than the 1 MiB'; }
endless encode -m tiny /dev/zero none.sgl
endless encode -m tiny --normalize /dev/zero none.sgl
endless tokens -m tiny /dev/zero none.npy
endless decode -m tiny /dev/zero none.wav
endless info /dev/zero
endless verify /dev/zero
endless stats /dev/zero
endless compare -m tiny /dev/zero
endless demo -m tiny /dev/zero --out none
endless batch -m tiny --manifest /dev/zero --out none
"$sonoglyph" encode -m tiny - - </dev/zero >.stdout 2>.stderr && wrong 'an endless stdin is a sound'
says 'more than the 1 MiB'
unset SONOGLYPH_SPOOL_MIB
[ -z "$(ls temporary)" ] || wrong "copies of pipes are left: $(ls temporary)"

# A list in a pipe, and files in it that are pipes.
printf '{"audio_filepath": "%s"}\n{"audio_filepath": "pipe"}\n' "$clip" >list.of.two.jsonl
head -1 list.of.two.jsonl >pipe &
expect 0 'a list in a named pipe' "$sonoglyph" batch --manifest pipe --out listed -m tiny --manifest-out listed.jsonl
same clip.sgl listed/kathleen.sgl
printf 'audio_filepath\tspeaker\n%s\tanna\n' "$clip" >list.tsv
"$sonoglyph" batch --manifest - --out listed2 -m tiny --manifest-out listed2.jsonl <list.tsv >.stdout 2>.stderr ||
  wrong "a list on stdin: $(cat .stderr)"
same clip.sgl listed2/kathleen.sgl
grep -q anna listed2.jsonl || wrong 'fields of a list on stdin are lost'
"$sonoglyph" batch --manifest - --out listed3 -m tiny <list.of.two.jsonl >.stdout 2>.stderr
[ $? -eq 1 ] || wrong 'a batch of a pipe does not exit with 1'
says 'is a pipe'
# And all of it as one archive on stdout, that of a folder.
mkdir -p streamed
expect 0 'a shard in a folder' "$sonoglyph" batch --manifest list.tsv --out streamed --to tar -m tiny
mkdir places
TMPDIR=$PWD/places "$sonoglyph" batch --manifest - --out - --to tar -m tiny <list.tsv >piped.tar 2>.stderr || wrong "out -: $(cat .stderr)"
same streamed/shard-000000.tar piped.tar
"$sonoglyph" batch --manifest - --out - --to jsonl -m tiny <list.tsv 2>.stderr | tail -n 1 | grep -q '"codes"' ||
  wrong "jsonl on stdout: $(cat .stderr)"
TMPDIR=$PWD/places "$sonoglyph" batch --manifest - --out - --to tar -m tiny <list.tsv >/dev/full 2>.stderr
[ $? -eq 1 ] || wrong 'a shard to a full disk does not exit with 1'
says 'stdout: cannot write'
[ -z "$(ls places)" ] || wrong "out -: left its folder"
expect 2 'sounds on stdout' "$sonoglyph" batch "$source/tests/data" --out - --to wav -m tiny
expect 2 'resumed on stdout' "$sonoglyph" batch "$source/tests/data" --out - --to tar --resume -m tiny

# Channels and levels.
if command -v sox >/dev/null; then
  sox -D "$clip" -b 16 mono.wav trim 0 2
  sox -D mono.wav -b 16 minus.wav vol -1
  sox -D -M mono.wav minus.wav upside.wav
  sox -D mono.wav -b 32 -e float quiet.wav vol -40dB
  expect 0 'the mono sound' "$sonoglyph" encode -m tiny mono.wav mono.sgl
  grep -q gain .stdout && wrong 'a usual sound has a gain'
  expect 0 'channels that cancel' "$sonoglyph" tokens -m tiny upside.wav upside.csv
  says 'upside.wav: its channels cancel in the mix (all of it): channel 1 alone'
  expect 0 'the left one' "$sonoglyph" tokens -m tiny --channel left upside.wav left.csv
  expect 0 'the mono one' "$sonoglyph" tokens -m tiny mono.wav mono.csv
  for file in upside left; do
    grep '^[0-9]' $file.csv >$file.codes
    grep '^[0-9]' mono.csv | cmp -s - $file.codes || wrong "$file.csv has other codes than mono.csv"
  done
  expect 0 'the mix' "$sonoglyph" encode -m tiny --channel mix upside.wav mix.sgl
  says 'upside.wav: its channels cancel'
  mkdir upsides
  cp upside.wav upsides
  expect 0 'a batch of them' "$sonoglyph" batch upsides --out upsidesgl -m tiny --quiet
  says 'upside.wav: its channels cancel'
  for words in 'compare -m tiny --json' 'demo -m tiny --out heard'; do
    for file in mono upside; do
      expect 0 "$words of $file" "$sonoglyph" $words $file.wav
      [ $file = mono ] || says 'upside.wav: its channels cancel in the mix: channel 1 alone'
      grep -E '"codec"|STOI|^mel' .stdout >heard.$file
    done
    same heard.mono heard.upside
  done
  expect 1 'a channel that is not there' "$sonoglyph" encode -m tiny --channel 3 upside.wav none.sgl
  says 'upside.wav: channel 3'
  for word in 0 middle 1.5 -1; do
    expect 2 "channel $word" "$sonoglyph" encode -m tiny --channel=$word upside.wav none.sgl
  done
  expect 0 'a quiet sound' "$sonoglyph" encode -m tiny quiet.wav quiet.sgl;   says 'gain +'
  expect 0 'its gain' "$sonoglyph" info quiet.sgl;                            says 'gain +'
  expect 0 'as it is' "$sonoglyph" encode -m tiny --no-auto-gain quiet.wav asis.sgl
  expect 0 'no gain' "$sonoglyph" info asis.sgl;                              says 'gain +0.000'
  "$sonoglyph" encode -m tiny - quiet2.sgl <quiet.wav >.stdout 2>.stderr
  same quiet.sgl quiet2.sgl
  cat quiet.wav | "$sonoglyph" encode -m tiny - - >stream.sgl 2>.stderr
  expect 0 'a stream keeps its level' "$sonoglyph" info stream.sgl;           says 'gain +0.000'
fi

# What files say of themselves.
expect 0 'info' "$sonoglyph" info clip.sgl clip.npy "$clip"
for word in tiny codebooks nominal 'on disk' 'entropy bound'; do
  grep -q "$word" .stdout || wrong "info does not tell '$word'"
done
expect 0 'stats' "$sonoglyph" stats clip.sgl packed.sgl --svg histogram.svg
grep -q perplexity .stdout || wrong 'stats without perplexity'
grep -q '</svg>' histogram.svg || wrong 'no histogram'
expect 0 'verify' "$sonoglyph" verify -m tiny "$clip"
grep -q 'all identical' .stdout || wrong 'verify does not say that all is identical'
expect 0 'verify a .sgl' "$sonoglyph" verify clip.sgl
expect 0 'tokens to verify' "$sonoglyph" tokens clip.sgl verify.npy
expect 0 'verify tokens' "$sonoglyph" verify verify.npy
expect 0 'checksum' "$sonoglyph" decode --checksum clip.sgl checksum.wav
grep -q '^codes [0-9a-f]\{8\}, sound [0-9a-f]\{8\}' .stdout || wrong 'decode --checksum tells none'
rm checksum.wav verify.npy verify.npy.json
expect 0 'verify a model' "$sonoglyph" verify "$source/models/tiny.json" "$source/models/tiny.safetensors"
expect 0 'models' "$sonoglyph" models
grep -q '^tiny ' .stdout || wrong 'models does not list tiny'
expect 0 'demo' "$sonoglyph" demo -m tiny "$clip" --out demo
for word in bits kbps used STOI ESTOI mel speed; do
  grep -q "^$word " .stdout || wrong "demo does not print $word"
done
[ -s demo/kathleen.sgl ] && [ -s demo/kathleen.decoded.wav ] || wrong 'demo left no files'

# Outputs that are links, and stdout by its name.
mkdir linked
: >linked/real.sgl
ln -s linked/real.sgl link.sgl
expect 0 'a link as output' "$sonoglyph" encode -m tiny "$clip" link.sgl
[ -L link.sgl ] || wrong 'a link became a file'
same clip.sgl linked/real.sgl
"$sonoglyph" decode -m tiny clip.sgl - >dash.wav 2>.stderr
"$sonoglyph" decode -m tiny clip.sgl /proc/self/fd/1 2>.stderr | cat >named.wav
same dash.wav named.wav
"$sonoglyph" tokens clip.sgl /proc/self/fd/1 >named.jsonl 2>.stderr
same clip.jsonl named.jsonl
long=$(printf '%0251d' 0)
expect 0 'a name of 255 bytes' "$sonoglyph" encode -m tiny "$clip" "$long.sgl"
same clip.sgl "$long.sgl"

# What would overwrite something that was not meant.
cp clip.wav keep.wav
expect 1 'encode over its source' "$sonoglyph" encode -m tiny keep.wav ./keep.wav
expect 1 'encode over another sound' "$sonoglyph" encode -m tiny clip.wav keep.wav
says 'encode makes a .sgl'
expect 1 'decode over its source' "$sonoglyph" decode clip.json ./clip.json
expect 1 'tokens over their source' "$sonoglyph" tokens clip.json clip.json
says 'is the input itself'
cp clip.sgl mine.sgl
ln -s mine.sgl mine.link
for out in mine.sgl ./mine.sgl mine.link; do
  expect 1 "a histogram over its source $out" "$sonoglyph" stats mine.sgl --svg $out; says 'is the input itself'
  expect 1 "an index over its source $out" "$sonoglyph" index mine.sgl -o $out;       says 'is the input itself'
done
same clip.sgl mine.sgl
mkdir twins
cp clip.wav twins/clip.flac
expect 1 'sounds that would be heard under one name' "$sonoglyph" compare -m tiny clip.wav twins/clip.flac --with self:1 --out heard
says 'under the names of'
cp clip.wav a.original.wav
cp clip.wav a.wav
run 1 'heard over a source' "$sonoglyph" compare -m tiny a.wav a.original.wav --with self:1 --out .
same clip.wav a.original.wav
says 'is the input itself'
rm -f a.wav a.original*.wav a.original.tiny*.wav
# A variable that nobody set.
for words in 'stats clip.sgl --svg' 'index clip.sgl -o' 'demo -m tiny clip.wav --out' 'compare -m tiny clip.wav --with self:1 --out' \
  'batch clip.wav -m tiny --out empty --manifest-out' 'encode -m tiny clip.wav' 'decode clip.sgl' 'info' 'verify'; do
  expect 2 "$words ''" "$sonoglyph" $words ''; says 'an empty name'
done
expect 1 'phones over a .sgl' with "$sonoglyph" tokens --phones clip.sgl clip.sgl
mkdir same
cp "$clip" same/a.flac
"$sonoglyph" batch same --out same --pattern '{name}' -m tiny --overwrite >.stdout 2>.stderr
[ $? -eq 1 ] || wrong 'a batch over its sources does not exit with 1'
says 'is the input itself'
same "$clip" same/a.flac
same clip.wav keep.wav

# Several sequences in a file, parts of one, codes of nobody, other people's files in a folder.
cat clip.jsonl clip.jsonl >two.jsonl
expect 1 'two sequences to sound' "$sonoglyph" decode two.jsonl none.wav
says 'several sequences'
expect 1 'two sequences informed of' "$sonoglyph" info two.jsonl
frames() { "$sonoglyph" stats --json "$1" | sed -n 's/.*"frames": \([0-9]*\),/\1/p'; }
[ "$(frames two.jsonl)" -eq $((2 * $(frames clip.jsonl))) ] || wrong 'stats do not count all lines'
head -c 50000 clip.wav >cut.wav
expect 0 'a cut WAV' "$sonoglyph" encode -m tiny cut.wav cutwav.sgl
says 'cut.wav: cut: '
expect 0 'a cut WAV informed of' "$sonoglyph" info cut.wav
says 'header tells of: cut'
expect 0 'a whole WAV informed of' "$sonoglyph" info clip.wav
grep -q cut .stdout && wrong 'a whole WAV is called cut'
for kind in aiff au caf w64 rf64 mp3 ogg opus; do
  "$sonoglyph" decode -m tiny clip.sgl whole.$kind >.stdout 2>.stderr || wrong "decode to .$kind: $(cat .stderr)"
  head -c $(($(wc -c <whole.$kind) * 2 / 3)) whole.$kind >cut.$kind
  expect 0 "a cut .$kind" "$sonoglyph" encode -m tiny cut.$kind cut$kind.sgl;   says "cut.$kind: cut: "
  expect 0 "tokens of a cut .$kind" "$sonoglyph" tokens -m tiny cut.$kind cut.npy; says "cut.$kind: cut: "
  expect 0 "a cut .$kind informed of" "$sonoglyph" info cut.$kind;              says 'cut'
  "$sonoglyph" encode -m tiny - piped.sgl <cut.$kind >.stdout 2>.stderr || wrong "a cut .$kind from stdin"
  says 'stdin: cut: '
  "$sonoglyph" info whole.$kind >.stdout 2>.stderr
  grep -q cut .stdout && wrong "a whole .$kind is called cut"
done
cat cut.wav | "$sonoglyph" encode -m tiny - piped.sgl >.stdout 2>.stderr || wrong 'a cut WAV in a pipe'
says 'stdin: cut: '
mkdir cuts
cp cut.wav clip.wav cuts
cp cut.mp3 cuts/cut-mp3.mp3
"$sonoglyph" batch cuts --out cutout -m tiny >.stdout 2>.stderr
[ $? -eq 1 ] || wrong 'a batch of cut sounds does not exit with 1'
says 'cut-mp3.mp3: cut: '
says 'cut.wav: cut: '
[ -s cutout/cut.sgl ] || wrong 'a batch leaves nothing of a cut sound'
head -40 clip.csv >cut.csv
expect 1 'a cut CSV' "$sonoglyph" info cut.csv
says 'columns'
cat clip.sgl clip.sgl >twice.sgl
expect 1 'two .sgl in a row to sound' "$sonoglyph" decode twice.sgl none.wav;  says twice.sgl
expect 1 'two .sgl in a row to tokens' "$sonoglyph" tokens twice.sgl none.npy; says twice.sgl
expect 1 'two .sgl in a row verified' "$sonoglyph" verify twice.sgl;           says twice.sgl
expect 0 'the first of two .sgl' "$sonoglyph" decode --salvage twice.sgl first.wav
same clip.wav first.wav
"$sonoglyph" decode - none.wav <twice.sgl >.stdout 2>.stderr && wrong 'two .sgl from stdin'
head -c $(($(wc -c <clip.sgl) - 30)) clip.sgl >cut.sgl
expect 1 'stats of a cut .sgl' "$sonoglyph" stats cut.sgl
says 'end is missing'
printf '{"codes":[[1,2,9999]]}' >high.json
expect 1 'stats of a high code' "$sonoglyph" stats high.json
says 'high.json: code 9999'
printf '{"codes":[[1,2,3]]}' >bare.json
expect 0 'stats of bare codes' "$sonoglyph" stats bare.json
says 'model not told'
expect 0 'info of bare codes' "$sonoglyph" info --json bare.json
says '"entropy_bound_kbps": null'
mkdir mixed
cp clip.sgl mixed
echo '{"audio_filepath": "a.wav"}' >mixed/list.jsonl
expect 0 'stats of a folder' "$sonoglyph" stats mixed
says '1 files of other kinds'

# Models: the one that a file names, one that is not here, other weights of the same name.
mkdir many
cp clip.sgl many/tiny.sgl
expect 0 'another model' "$sonoglyph" encode -m speech-16k -q 2 "$clip" many/speech.sgl
expect 0 'a batch of two models' "$sonoglyph" batch many --out sounds --to wav
same clip.wav sounds/tiny.wav
expect 0 'tokens of two models' "$sonoglyph" batch many --out numbers --to csv
expect 0 'tokens of one' "$sonoglyph" tokens many/speech.sgl speech.csv
same speech.csv numbers/speech.csv
"$sonoglyph" tokens many/speech.sgl speech.jsonl >.stdout 2>.stderr
cat clip.jsonl speech.jsonl >mixed.jsonl
"$sonoglyph" stats mixed.jsonl speech.jsonl >.stdout 2>.stderr
[ $? -eq 1 ] || wrong 'stats of two models in a file do not exit with 1'
grep -q '^model speech-16k' .stdout || wrong 'a refused file decides what goes with it'
"$sonoglyph" batch many --out none --to json --semantic-only >.stdout 2>.stderr
[ $? -eq 1 ] || wrong 'a batch of semantic tokens that are none does not exit with 1'
says 'tiny.sgl: model tiny has no semantic codebook'
sed 's/"model":"tiny"/"model":"nobody"/' clip.json >renamed.json
expect 0 'weights under another name' "$sonoglyph" decode renamed.json renamed.wav
same clip.wav renamed.wav
sed 's/"fingerprint":"../"fingerprint":"00/' renamed.json >nobody.json
expect 1 'a model that is not here' "$sonoglyph" decode nobody.json none.wav
says 'nobody, which is not installed'
mkdir lost
cp nobody.json lost
expect 1 'a batch of one that is not here' "$sonoglyph" batch lost --out none --to wav
says 'nobody.json: was made by model nobody, which is not installed'
sed 's/"fingerprint":"../"fingerprint":"00/' clip.json >others.json
expect 1 'other weights' "$sonoglyph" decode others.json none.wav
says 'whose weights are others'
expect 1 'stats of two models' "$sonoglyph" stats clip.json others.json
says 'mean other things'
expect 1 'stats with the wrong model' "$sonoglyph" stats -m tiny many/speech.sgl
says 'many/speech.sgl: was made by model speech-16k'

# Usage that could not do what it says.
expect 1 'a codebook that is not there' "$sonoglyph" decode --only 1,9 clip.sgl none.wav
says 'codebook 9'
for words in '--semantic-only' '--flatten delay' '--to json --dedup' '--to csv --flatten delay'; do
  expect 2 "batch $words" "$sonoglyph" batch in.flac --out none -m tiny $words
done
expect 2 'an unknown command' "$sonoglyph" enocde a b
says 'unknown command enocde'
expect 2 'a bad value before --' "$sonoglyph" encode -q 99 -- -lead.wav none.sgl
says 'not in range'
expect 2 'an unknown option' "$sonoglyph" encode -lead.wav none.sgl
says 'unknown option -l'
expect 1 'no tokens in a pipe' sh -c "'$sonoglyph' tokens -m tiny - - </dev/null"
says 'sonoglyph: stdin'
expect 0 'semantic tokens' with "$sonoglyph" tokens --semantic-only --dedup clip.sgl told.json
says '1 codebooks'
columns=$(tr ',' '\n' <told.json | sed -n 's/^.*"columns":\([0-9]*\).*/\1/p')
[ -n "$columns" ] || wrong 'no columns in the JSON'
says "^$columns tokens, a run"

# Pages made from the parser.
expect 0 'man' "$sonoglyph" man
if command -v man >/dev/null; then
  man --warnings -l .stdout >/dev/null 2>.warnings || wrong 'man cannot read the page'
  [ -s .warnings ] && wrong "man warns: $(cat .warnings)"
fi
for shell in bash zsh fish; do
  expect 0 "completion $shell" "$sonoglyph" completion $shell
  cp .stdout completion.$shell
  if command -v $shell >/dev/null; then $shell -n completion.$shell || wrong "$shell cannot read it"; fi
done
if command -v bash >/dev/null; then
  words=$(bash -c '. ./completion.bash; COMP_WORDS=(sonoglyph batch --res); COMP_CWORD=2; _sonoglyph
    echo "${COMPREPLY[@]}"; COMP_WORDS=(sonoglyph e); COMP_CWORD=1; _sonoglyph; echo "${COMPREPLY[@]}"')
  [ "$words" = "--resume
encode" ] || wrong "completion in bash gives '$words'"
fi

# A batch, and its exit codes.
mkdir -p in/deep
cp "$clip" in/deep/one.flac
cp "$source/tests/data/kerstin.flac" in/two.flac
expect 0 'batch' "$sonoglyph" batch in --out tree -m tiny --manifest-out list.jsonl
expect 0 'single' "$sonoglyph" encode -m tiny in/deep/one.flac single.sgl
same single.sgl tree/deep/one.sgl
expect 0 'stats as JSON' "$sonoglyph" stats --json tree
grep -q '"files": 2' .stdout || wrong "stats of a folder: $(head -3 .stdout)"
grep -q tree/two.sgl list.jsonl || wrong 'the manifest lacks an output'
expect 0 'resume' "$sonoglyph" batch in --out tree -m tiny --resume
grep -q '2 kept' .stdout || wrong "resume: $(cat .stdout)"
expect 0 'verify a folder' "$sonoglyph" batch --verify tree;              says 'tree: 2 outputs, .*as they were'
expect 0 'verify --out' "$sonoglyph" batch --verify --out tree -m tiny;   says 'tree: 2 outputs'
printf x >>tree/two.sgl
mv tree/deep/one.sgl kept.sgl
"$sonoglyph" batch --verify tree >.stdout 2>.stderr
[ $? -eq 1 ] || wrong 'a changed folder does not exit with 1'
says 'tree/two.sgl: is damaged'
says 'tree/deep/one.sgl: is missing'
expect 1 'verify no batch' "$sonoglyph" batch --verify in;                says 'in: has no ledger'
for words in '--verify' '--verify tree in' '--verify tree --out tree' '--verify tree --resume' '--verify tree --to wav' '-q 1 in'; do
  expect 2 "batch $words" "$sonoglyph" batch $words
done
mv kept.sgl tree/deep/one.sgl
head -c -1 tree/two.sgl >kept.sgl
mv kept.sgl tree/two.sgl
cp text.wav in/broken.wav
"$sonoglyph" batch in --out tree -m tiny --resume >.stdout 2>.stderr
[ $? -eq 1 ] || wrong 'a batch with a broken file does not exit with 1'
says in/broken.wav

# Outputs that became pipes or devices: written or read, one could wait for ever.
mkdir special
for i in 1 2 3; do cp clip.wav special/$i.wav; done
for to in sgl npy tar; do
  "$sonoglyph" batch special --out specialout --to $to -m tiny --quiet >.stdout 2>.stderr || wrong "batch to $to: $(cat .stderr)"
  case $to in tar) first=shard-000000.tar ;; *) first=1.$to ;; esac
  for how in 'mkfifo' 'ln -s /dev/zero'; do
    for policy in resume overwrite; do
      rm specialout/$first
      $how specialout/$first
      timeout -k 5 20 "$sonoglyph" batch special --out specialout --to $to -m tiny --quiet --$policy >.stdout 2>.stderr
      [ $? -eq 1 ] || wrong "batch --$policy to $to with $how: $(cat .stderr)"
      says "specialout/$first: is a pipe or a device"
    done
  done
  rm specialout/$first
done
rm -r special specialout

# A corpus in eight shards, into a folder named from here, and again: each folder of ledgers is read.
for i in 1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 8; do
  expect 0 "shard $i" "$sonoglyph" batch in/deep in/two.flac --out shards --shard $i/8 --resume -m tiny --quiet
  [ -e shards/.sonoglyph-batch.$i-of-8.jsonl ] || { wrong "shard $i keeps no ledger in its folder"; break; }
done
expect 0 'all shards' "$sonoglyph" batch in/deep in/two.flac --out shards --resume -m tiny
says '2 kept'

# A list that is cut once; each shard takes its part, and what is left is told.
mkdir parts
printf '{"audio_filepath": "%s", "duration": 3}\n' ../in/deep/one.flac ../in/two.flac ../in/deep/one.flac >parts/list.jsonl
cut='batch --manifest parts/list.jsonl --out parts/out -m tiny'
expect 2 'a shard of a list that was not cut' "$sonoglyph" $cut --shard 1;             says --split
expect 0 'a cut' "$sonoglyph" $cut --split 2;                                          says '2 files in 2 shards'
says '1 named again'
expect 0 'a shard' "$sonoglyph" $cut --shard 2 --quiet;                                says '^1 files: 1 done'
expect 1 'a check' "$sonoglyph" $cut --check;                                          says '^missing: .*one.flac -> '
says '2 files: 1 finished, 1 missing, 0 not finished'
expect 0 'a check of a shard' "$sonoglyph" $cut --check --shard 2/2
expect 2 'an array of one' "$sonoglyph" $cut --shard 1/1;                              says 'split into 2'
expect 2 'another array' "$sonoglyph" $cut --shard 1/3;                                says 'split into 2'
expect 0 'the other shard' "$sonoglyph" $cut --shard 1 --resume --quiet
expect 0 'a check of all' "$sonoglyph" $cut --check --manifest-out parts/all.jsonl
[ "$(wc -l <parts/all.jsonl)" -eq 2 ] || wrong "one list of all shards: $(cat parts/all.jsonl)"

# Excerpts: those of a file that was cut out.
if command -v sox >/dev/null; then
  sox -D "$clip" -b 16 whole.wav trim 0 3
  sox -D whole.wav part.wav trim 24000s 16000s
  expect 0 'a part of a file' "$sonoglyph" tokens -m tiny part.wav part.json
  expect 0 'an excerpt' "$sonoglyph" tokens -m tiny --offset 1.5 --duration 1 whole.wav excerpt.json
  rate=$(sed -n 's/.*"source_rate":\([0-9]*\).*/\1/p' part.json)
  [ "$rate" = 16000 ] && same part.json excerpt.json
  "$sonoglyph" tokens -m tiny --offset 1.5 --duration 1 - - <whole.wav >piped.json 2>.stderr ||
    wrong "an excerpt of a pipe: $(cat .stderr)"
  [ "$rate" = 16000 ] && same part.json piped.json
  expect 0 'an excerpt as .sgl' "$sonoglyph" encode -m tiny --offset 1.5 --duration 1 whole.wav excerpt.sgl
  expect 1 'an excerpt beyond' "$sonoglyph" tokens -m tiny --offset 9 whole.wav none.json
  says 'whole.wav: an excerpt from 9 s'
fi
expect 1 'an excerpt of tokens' "$sonoglyph" tokens --offset 1 clip.sgl none.json
says 'clip.sgl: holds tokens'

# What stands beside an .npy.
cp clip.npy.json kept.json
expect 1 'over the description of the input' "$sonoglyph" tokens clip.npy clip.npy.json
same kept.json clip.npy.json
echo '{"reviewed by": "me"}' >mine.npy.json
cp mine.npy.json kept.json
expect 1 'over a file of somebody else' "$sonoglyph" tokens clip.sgl mine.npy
says 'mine.npy.json'
same kept.json mine.npy.json
expect 0 'the same, without it' "$sonoglyph" tokens --no-sidecar clip.sgl mine.npy
same kept.json mine.npy.json
rm mine.npy
expect 0 'over it all the same' "$sonoglyph" tokens --overwrite clip.sgl mine.npy
same clip.npy.json mine.npy.json
expect 0 'over our own' "$sonoglyph" tokens clip.sgl clip.npy

# Byte order marks, and names that are not UTF-8.
for kind in json jsonl csv; do
  { printf '\357\273\277'; cat clip.$kind; } >marked.$kind
  expect 0 "a marked $kind" "$sonoglyph" decode -m tiny marked.$kind marked.wav
  same clip.wav marked.wav
done
odd=$(printf 'odd\377.sgl')
cp clip.sgl "$odd"
expect 0 'a name that is not UTF-8' "$sonoglyph" info --json "$odd"
says '"odd.udcff.sgl"'

# What a library says of a broken file stays with it; the reader's own words are one line.
"$sonoglyph" decode -m tiny clip.sgl words.mp3 >.stdout 2>.stderr
{ head -c 5000 words.mp3; head -c 2000 /dev/zero; tail -c +5001 words.mp3; } >holes.mp3
{ head -c 5000 words.mp3; head -c 200 /dev/zero; tail -c +5201 words.mp3; } >wrong.mp3
cat words.mp3 words.mp3 >words2.mp3
for file in holes wrong words2; do
  "$sonoglyph" encode -m tiny $file.mp3 words.sgl >.stdout 2>.stderr || wrong "encode $file.mp3: $(cat .stderr)"
  [ "$(wc -l <.stderr)" -le 1 ] || wrong "encode $file.mp3: several lines: $(cat .stderr)"
  grep -qE 'mpg123|Warning|Note' .stderr && wrong "encode $file.mp3: a library speaks: $(cat .stderr)"
  "$sonoglyph" encode -m tiny - words.sgl <$file.mp3 >.stdout 2>.stderr || wrong "encode $file.mp3 on stdin: $(cat .stderr)"
done
tail -c +101 words.mp3 >within.mp3
through pipe within.mp3 'an MP3 that begins within a frame' "$sonoglyph" encode -m tiny pipe words.sgl

# Signals: one is enough, nothing partial, one line.
{ wav 1 16 230400000; head -c 230400000 /dev/zero; } >long.wav
for signal in INT TERM HUP; do
  for words in 'encode -m tiny long.wav long.sgl' 'tokens -m tiny long.wav long.npy'; do
    "$sonoglyph" $words >.stdout 2>.stderr &
    coder=$!
    sleep 0.2
    kill -$signal $coder
    wait $coder
    [ $? -eq 1 ] || wrong "$words: SIG$signal does not end it with 1"
  done
done
# Those that end a program without a word by custom: a core dump, a limit of processor time, Slurm.
for signal in QUIT XCPU USR1 USR2 ALRM; do
  for words in 'encode -m tiny long.wav long.sgl' 'decode -m tiny clip.sgl forever.flac' \
    'batch long.wav --out - --to tar -m tiny'; do
    case $words in decode*) words='decode -m tiny long.codes.sgl forever.flac' ;; esac
    [ -e long.codes.sgl ] || { "$sonoglyph" encode -m tiny long.wav long.codes.sgl >.stdout 2>.stderr; }
    (
      ulimit -c 0
      exec env --default-signal=$signal "$sonoglyph" $words >long.out 2>.stderr
    ) &
    coder=$!
    sleep 0.3
    kill -$signal $coder
    wait $coder 2>/dev/null
    [ $? -gt 128 ] || wrong "$words: SIG$signal does not end it: $(cat .stderr)"
    ls long.sgl* forever.flac* 2>/dev/null && wrong "$words: SIG$signal leaves a file"
    [ -z "$(ls temporary)" ] || wrong "$words: SIG$signal leaves $(ls temporary)"
  done
done
"$sonoglyph" batch long.wav --out - --to tar -m tiny >long.out 2>.stderr &
coder=$!
sleep 0.3
kill -HUP $coder
wait $coder
[ $? -eq 1 ] || wrong 'SIGHUP does not end a batch to stdout'
[ -z "$(ls temporary)" ] || wrong "SIGHUP leaves $(ls temporary)"
"$sonoglyph" encode -m tiny long.wav long.sgl >.stdout 2>.stderr &
encoder=$!
for _ in $(seq 100); do  # until it has begun
  ls long.sgl.part-* >.parts 2>&1 && break
  sleep 0.1
done
kill -HUP $encoder
wait $encoder
[ $? -eq 1 ] || wrong 'an interrupted encode does not exit with 1'
says interrupted
ls long.sgl* 2>/dev/null && wrong 'an interrupted encode left a file'
exec 9<>pipe
for words in 'encode -m tiny - x.sgl' 'encode -m tiny - -' 'decode - x.wav' 'decode - -' 'tokens - x.npy' \
  'info -' 'stats -' 'verify -' 'encode -m tiny pipe x.sgl' 'tokens pipe x.npy' 'info pipe' 'decode pipe x.wav' \
  'batch --manifest pipe --out x' 'demo pipe'; do
  timeout -k 5 1 "$sonoglyph" $words <&9 >.stdout 2>.stderr
  [ $? -eq 124 ] || wrong "$words: one SIGTERM does not end it"
done
exec 9>&-
(
  trap '' HUP  # as nohup
  "$sonoglyph" encode -m tiny clip.wav hup.sgl >.stdout 2>.stderr &
  kill -HUP $!
  wait $!
)
[ -s hup.sgl ] || wrong 'nohup does not protect from SIGHUP'
[ -z "$(ls temporary)" ] || wrong "a signal leaves copies of pipes: $(ls temporary)"

# Text that cannot be written, and descriptors that are closed.
if [ -e /dev/full ]; then
  for words in 'info clip.sgl' 'info --json clip.wav' 'stats clip.sgl' 'stats --svg - clip.sgl' 'stats --json clip.sgl' \
    'verify clip.sgl' 'verify -m tiny clip.wav' models 'models --json' man 'completion zsh' --help --version 'batch --help' \
    'batch clip.wav --out dry -m tiny --dry-run' 'encode -m tiny clip.wav full.sgl' 'decode clip.sgl full.wav' \
    'tokens clip.sgl full.npy' 'tokens clip.sgl -' 'decode clip.sgl -' 'encode -m tiny clip.wav -' 'demo -m tiny clip.wav'; do
    "$sonoglyph" $words >/dev/full 2>.stderr
    [ $? -eq 1 ] || wrong "$words to a full device does not exit with 1"
    one_line "$words to a full device"
  done
  "$sonoglyph" batch clip.wav --out fullbatch -m tiny >/dev/full 2>.stderr && wrong 'batch to a full device'
fi
for words in 'info clip.sgl' 'stats clip.sgl' 'verify clip.sgl' models man --help --version 'tokens clip.sgl -' \
  'decode clip.sgl -' 'encode -m tiny clip.wav -'; do
  "$sonoglyph" $words >&- 2>.stderr && wrong "$words with a closed stdout exits with 0"
done
"$sonoglyph" encode -m tiny clip.wav closed.ref.sgl >.stdout 2>.stderr
for kind in sgl npy csv wav flac ogg; do
  case $kind in
    sgl) words='encode -m tiny clip.wav' ;;
    npy | csv) words='tokens clip.sgl' ;;
    *) words='decode clip.sgl' ;;
  esac
  "$sonoglyph" $words closed.ref.$kind >.stdout 2>.stderr
  for closed in '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
    rm -f closed.$kind
    eval "\"\$sonoglyph\" $words closed.$kind $closed" || wrong "$words closed.$kind $closed: exit code $?"
    # an Ogg has a serial number of its own
    if [ $kind = ogg ]; then [ "$(wc -c <closed.ogg)" -eq "$(wc -c <closed.ref.ogg)" ]; else cmp -s closed.$kind closed.ref.$kind; fi ||
      wrong "$words closed.$kind $closed: another output"
  done
done
for words in 'encode -m tiny - x.sgl' 'decode - x.wav' 'tokens - x.npy' 'info -'; do
  "$sonoglyph" $words <&- >.stdout 2>.stderr && wrong "$words without stdin exits with 0"
  says stdin
done

finish
