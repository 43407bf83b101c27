#!/usr/bin/env python3
"""Phone labels of English recordings that have no phone labels of their own.

    label-speech.py DATA OUT.tsv [--sets libri_tc100,demos] [--splits train] [--least 0.5]

Each English recording of DATA/manifest.tsv is decoded by PocketSphinx's own acoustic and language
model (or, where the manifest knows its words, takes those), the words are aligned with the sound
in a second pass, and the phones of words that the decoder is sure of are kept. OUT.tsv has a line
a recording: its path below DATA, a tab, "PHONE:START:LENGTH" separated by spaces (frames of 10 ms;
ARPAbet without stress, SIL for pauses; what is not listed is unknown). This is the form of
`sonoglyph-train label`. Lines that OUT.tsv has already are kept, so a run can be broken off.

Needs: pip install pocketsphinx==5.1.1 soundfile soxr numpy (nothing of it at build or run time).
"""
import argparse
import csv
import os
import re
import sys

import numpy as np
import soundfile
from pocketsphinx import Decoder

FRAME = 160  # samples at 16 kHz


def sound(path):
    """Mono float 16 kHz as int16 bytes."""
    x, rate = soundfile.read(path, dtype='float32', always_2d=True)
    x = x.mean(axis=1)
    if rate != 16000:
        import soxr
        x = soxr.resample(x, rate, 16000)
    peak = max(float(np.abs(x).max()), 1e-4)
    x = x * min(30.0, 0.5 / peak)  # the models were trained at a usual level
    return (np.clip(x, -1, 1) * 32767).astype('<i2').tobytes()


def words_of(text):
    return re.sub(r"[^a-z' ]", ' ', text.lower()).split()


class Labeller:
    def __init__(self):
        # One pass is as right about the words that it is sure of as two, and half as dear.
        self.decoder = Decoder(samprate=16000, loglevel='FATAL', fwdflat=False, maxhmmpf=6000,
                               maxwpf=40)
        self.aligner = Decoder(samprate=16000, lm=None, loglevel='FATAL')

    def decode(self, pcm):
        """[(word, confidence 0..1)] by the language model."""
        d = self.decoder
        d.start_utt()
        d.process_raw(pcm, full_utt=True)
        d.end_utt()
        if d.hyp() is None:
            return []
        out = []
        for s in d.seg():
            if s.word.startswith(('<', '[', '+')):
                continue
            out.append((re.sub(r'\(\d+\)$', '', s.word), s.prob))
        return out

    def align(self, pcm, words):
        """[(word, start, frames, [(phone, start, frames)])], pauses among them; [] on failure."""
        a = self.aligner
        try:
            a.set_align_text(' '.join(words))
            for second_pass in (False, True):
                if second_pass:
                    if a.hyp() is None:
                        return []
                    a.set_alignment()
                a.start_utt()
                a.process_raw(pcm, full_utt=True)
                a.end_utt()
        except RuntimeError:
            return []
        found = a.get_alignment()
        if found is None:
            return []
        return [(re.sub(r'\(\d+\)$', '', w.name), w.start, w.duration,
                 [(re.sub(r'\d', '', p.name), p.start, p.duration) for p in w]) for w in found]

    def label(self, pcm, text, least):
        known = words_of(text)
        if known:
            words = [(w, 1.0) for w in known]
            if any(self.aligner.lookup_word(w) is None for w in known):
                words = []
        else:
            words = []
        if not words:
            words = self.decode(pcm)
        if not words:
            return [], 0
        aligned = self.align(pcm, [w for w, _ in words])
        out, at = [], 0
        sure = [c >= least for _, c in words]
        for name, start, frames, phones in aligned:
            if name.startswith(('<', '[', '+')):
                # A pause is believed where the words beside it are.
                before = sure[at - 1] if at > 0 else sure[0]
                after = sure[at] if at < len(sure) else sure[-1]
                if name in ('<sil>', '<s>', '</s>') and (before or after):
                    out.append(('SIL', start, frames))
                continue
            if at < len(words) and sure[at]:
                out += [(p, s, n) for p, s, n in phones]
            at += 1
        if at != len(words):
            return [], 0
        return out, sum(n for _, _, n in out)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    arguments.add_argument('data')
    arguments.add_argument('out')
    arguments.add_argument('--sets', default='libri_tc100,demos,dctts_voice,pico_intent')
    arguments.add_argument('--splits', default='train,valid')
    arguments.add_argument('--least', type=float, default=0.5, help='confidence of a word, 0..1')
    arguments.add_argument('--blind', action='store_true', help='never use the text')
    o = arguments.parse_args()
    done = set()
    if os.path.exists(o.out):
        done = {line.split('\t')[0] for line in open(o.out)}
    labeller = Labeller()
    total = labelled = count = 0
    with open(o.data + '/manifest.tsv', newline='') as f, open(o.out, 'a') as out:
        for row in csv.DictReader(f, delimiter='\t'):
            if row['set'] not in o.sets.split(',') or row['split'] not in o.splits.split(','):
                continue
            if row['lang'] != 'en' or row['file'] in done:
                continue
            text = row.get('text_or_label') or ''
            if text.startswith('{') or o.blind:
                text = ''
            pcm = sound(o.data + '/' + row['file'])
            phones, frames = labeller.label(pcm, text, o.least)
            out.write(row['file'] + '\t' + ' '.join('%s:%d:%d' % p for p in phones) + '\n')
            out.flush()
            total += len(pcm) // 2 // FRAME
            labelled += frames
            count += 1
            if count % 20 == 0:
                print('%d recordings, %.2f h, %.1f %% of frames labelled' %
                      (count, total / 360000, 100 * labelled / max(1, total)), file=sys.stderr)
    print('%d recordings, %.2f h, %.1f %% of frames labelled' %
          (count, total / 360000, 100 * labelled / max(1, total)), file=sys.stderr)


if __name__ == '__main__':
    main()
