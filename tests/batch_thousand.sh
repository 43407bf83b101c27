#!/bin/bash
# A thousand real recordings through `sonoglyph batch`, twenty of them broken: right ones right,
# broken ones named, time for one and two workers, kill -9 and --resume, peak memory. By hand; takes
# some minutes.
# usage: batch_thousand.sh SONOGLYPH DATA_FOLDER [WORK_FOLDER] [MODEL]
# Needs python3 with soundfile (PYTHON names another interpreter).
set -euo pipefail
sonoglyph=$(realpath "$1")
data=$(realpath "$2")
work=${3:-$(mktemp -d)}
model=${4:-speech-16k}
python=${PYTHON:-python3}
mkdir -p "$work"
cd "$work"

if [ ! -d in ]; then
  "$python" - "$data" <<'PYTHON'
import csv, os, sys
import soundfile as sf

data = sys.argv[1]
rows = [r for r in csv.DictReader(open(f"{data}/manifest.tsv"), delimiter="\t", quoting=csv.QUOTE_NONE)
        if r["kind"] == "speech" and float(r["dur"]) >= 2.0]
made, kinds = 0, ["wav", "flac", "ogg", "wav"]
for turn in range(4):  # pieces of up to four seconds: the first of all files, then the second, ...
    for row in rows:
        if made == 1000:
            break
        path = f"{data}/{row['file']}"
        if not os.path.exists(path):
            continue
        try:
            info = sf.info(path)
            begin = turn * 4 * info.samplerate
            samples, rate = sf.read(path, start=begin, frames=4 * info.samplerate)
        except Exception:
            continue
        if len(samples) < 2 * rate:
            continue
        folder = f"in/{row['set']}/{made % 10}"
        os.makedirs(folder, exist_ok=True)
        sf.write(f"{folder}/{made:04d}.{kinds[made % 4]}", samples, rate)
        made += 1
assert made == 1000, made

# Twenty of them broken, each in its own way.
files = sorted(os.path.join(f, n) for f, _, ns in os.walk("in") for n in ns)
victims = files[25::50]
assert len(victims) == 20
def whole(path): return open(path, "rb").read()
def put(path, data): open(path, "wb").write(data)
def wav(data, fmt=1, bits=16, channels=1, rate=16000, claim=None):
    import struct
    n = len(data) if claim is None else claim
    return (b"RIFF" + struct.pack("<I", 36 + n) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, fmt, channels, rate, rate * channels * bits // 8,
                        channels * bits // 8, bits) + b"data" + struct.pack("<I", n) + data)
import struct
ways = [
    lambda p: put(p, b""),                                            # empty
    lambda p: put(p, b"Dear diary, this is no sound.\n"),             # text
    lambda p: put(p, wav(b"")),                                       # no samples
    lambda p: put(p, wav(struct.pack("<f", float("nan")) * 16000, 3, 32)),   # NaN
    lambda p: put(p, wav(struct.pack("<f", float("inf")) * 16000, 3, 32)),   # infinity
    lambda p: put(p, wav(struct.pack("<8000f", *([0.1] * 7999 + [float("nan")])), 3, 32)),  # one NaN
    lambda p: put(p, whole(p)[:20]),                                  # cut in the header
    lambda p: put(p, b"\0" * 5000),                                   # zeros
    lambda p: put(p, bytes(range(256)) * 40),                         # noise
    lambda p: put(p, wav(b"\0" * 3200, rate=0)),                      # a rate of 0 Hz
    lambda p: put(p, wav(b"\0" * 3200, channels=0)),                  # no channels
    lambda p: put(p, wav(b"\0" * 3200, bits=0)),                      # no bits
    lambda p: put(p, wav(b"\0" * 3200, fmt=0x7777)),                  # an unknown coding
    lambda p: put(p, b"fLaC" + b"\xff" * 3000),                       # a FLAC of nothing
    lambda p: put(p, b"OggS" + b"\0" * 3000),                         # an Ogg of nothing
    lambda p: (os.remove(p), os.symlink("/nowhere/at/all", p)),       # a link to nothing
    lambda p: (os.remove(p), os.symlink(os.path.basename(p), p)),     # a link to itself
    lambda p: (os.remove(p), os.mkfifo(p)),                           # a pipe that nobody feeds
    lambda p: put(p, b"\x89PNG\r\n\x1a\n" + b"\0" * 3000),            # a picture
    lambda p: put(p, b"RIFX" + whole(p)[4:40]),                       # the wrong end
]
with open("broken.txt", "w") as list_of_broken:
    for way, path in zip(ways, victims):
        way(path)
        list_of_broken.write(path + "\n")
PYTHON
fi

run() {  # run OUT ARGUMENTS...: seconds and peak memory to OUT.time
  local out=$1
  shift
  local code=0
  /usr/bin/time -f '%e s wall, %U s user, %M kB peak' -o "$out.time" \
    "$sonoglyph" batch in --out "$out" -m "$model" --quiet "$@" >"$out.log" 2>"$out.err" || code=$?
  echo "$out: exit $code, $(tail -1 "$out.log"), $(tail -1 "$out.time")"
}

rm -rf one two killed few
run one --workers 1
run two --workers 2
diff -r one two && echo 'one worker, two workers: byte for byte the same'
echo "right: $(find one -name '*.sgl' | wc -l) of 980"
named=0
while read -r path; do
  grep -q "$path" two.err && named=$((named + 1)) || echo "not named: $path"
done <broken.txt
echo "named: $named of 20"; sort two.err
[ "$(wc -l <two.err)" -eq 20 ] || echo "two.err holds $(wc -l <two.err) lines, wanted 20"

"$sonoglyph" batch in --out killed -m "$model" --workers 2 >/dev/null 2>&1 &
batch=$!
until [ "$(find killed -name '*.sgl' 2>/dev/null | wc -l)" -ge 400 ]; do sleep 0.05; done
kill -9 $batch
wait $batch 2>/dev/null || true
echo "killed after $(find killed -name '*.sgl' | wc -l) outputs, $(find killed -name '*.part-*' | wc -l) half ones"
run killed --workers 2 --resume
diff -r two killed && echo 'killed and resumed: byte for byte the undisturbed run'

# Memory against the number and the length of files.
mkdir -p some && rm -rf some/* && find in/ -name '*.wav' | sort | head -50 | xargs -I{} cp -P {} some/
/usr/bin/time -f '50 files: %M kB peak' "$sonoglyph" batch some --out few --workers 2 -m "$model" --quiet 2>&1 >/dev/null | tail -1 || true
if [ ! -f hour.wav ]; then
  "$python" - <<'PYTHON'
import numpy as np, soundfile as sf
rng = np.random.default_rng(1)
with sf.SoundFile("hour.wav", "w", 16000, 1) as out:
    for _ in range(3600):
        out.write(0.1 * rng.standard_normal(16000))
PYTHON
fi
rm -rf hour
/usr/bin/time -f 'one hour: %M kB peak, %e s' "$sonoglyph" batch hour.wav --out hour -m "$model" --quiet 2>&1 >/dev/null | tail -1 || true
/usr/bin/time -f 'and back: %M kB peak, %e s' "$sonoglyph" batch hour/hour.sgl --out hour --to wav -m "$model" --quiet 2>&1 >/dev/null | tail -1 || true
echo "all in $work"
