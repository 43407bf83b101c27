"""Draws the phones that first codes stand for under those that were spoken.

usage: draw-phone-lane.py SOUND LANE.tsv TRUTH.tsv OUT.png

LANE.tsv is what `sonoglyph tokens SOUND OUT --phones LANE.tsv` writes, TRUTH.tsv has lines of
NAME <tab> PHONE:START:LENGTH ... in frames of 10 ms (labels/libri_test_phones.tsv), NAME the stem of
SOUND. Wants numpy, soundfile and matplotlib.
"""

import csv
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
import soundfile  # noqa: E402

UNSURE = 0.4  # below it a run is grey
SHOWN_S = 4.2  # from the start

VOWELS = set("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
NASALS = set("M N NG L R W Y".split())
HISSES = set("S Z SH ZH F V TH DH HH CH JH".split())


def hue(phone):
    if phone == "SIL":
        return "#f2f2f2"
    if phone in VOWELS:
        return "#f6c667"
    if phone in NASALS:
        return "#8fc1a9"
    return "#9db8dd" if phone in HISSES else "#d8a3b8"


def draw_lane(axis, runs, label):
    for phone, start, end, sure in runs:
        if start >= SHOWN_S:
            break
        axis.axvspan(start, end, color=hue(phone) if sure else "#dcdcdc", lw=0)
        axis.axvline(end, color="white", lw=0.8)
        if phone != "SIL" and end - start > 0.025:
            axis.text((start + end) / 2, 0.5, phone, ha="center", va="center", clip_on=True,
                      fontsize=8 if end - start > 0.05 else 6,
                      color="#202020" if sure else "#8a8a8a")
    axis.set_yticks([])
    axis.set_ylabel(label, rotation=0, ha="right", va="center", fontsize=9)


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sound, lane, truth, out = sys.argv[1:]
    samples, rate = soundfile.read(sound)
    stem = pathlib.Path(sound).stem
    with open(truth, encoding="utf-8") as lines:
        spoken = next((line.split("\t")[1].split() for line in lines if line.startswith(stem + "\t")), None)
    if spoken is None:
        sys.exit(f"{truth}: nothing of {stem}")
    true_runs = []
    for item in spoken:
        phone, start, length = item.split(":")
        true_runs.append((phone, int(start) / 100, (int(start) + int(length)) / 100, True))
    with open(lane, encoding="utf-8", newline="") as rows:
        told = [(row["phone"], float(row["start"]), float(row["end"]), float(row["confidence"]) >= UNSURE)
                for row in csv.DictReader(rows, delimiter="\t")]

    figure, (top, middle, bottom) = plt.subplots(
        3, 1, figsize=(12, 4.4), sharex=True, gridspec_kw={"height_ratios": [6, 1, 1], "hspace": 0.06})
    window = 512
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, window // 2), window)[:: rate // 200]
    power = 20 * np.log10(np.abs(np.fft.rfft(frames * np.hanning(window))) + 1e-4).T
    top.imshow(power, origin="lower", aspect="auto", cmap="magma", vmin=power.max() - 70,
               extent=(0, len(samples) / rate, 0, rate / 2000))
    top.set_ylabel("kHz", fontsize=9)
    draw_lane(middle, true_runs, "spoken")
    draw_lane(bottom, told, "codebook 1")
    bottom.set_xlabel(f"{stem}, seconds; grey: a share under {UNSURE}", fontsize=9)
    top.set_xlim(0, min(len(samples) / rate, SHOWN_S))
    figure.savefig(out, dpi=90, bbox_inches="tight")


main()
