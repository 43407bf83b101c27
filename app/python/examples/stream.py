"""Sound in pieces of 10 ms -> codes as they come -> sound again, as in a call.

    python stream.py in.wav out.wav
"""

import sys

import numpy as np
import sonoglyph

samples, rate = sonoglyph.read_audio(sys.argv[1], channel="auto")
codec = sonoglyph.Codec.load()
heard = []
with sonoglyph.StreamEncoder(codec, sample_rate=rate) as encoder:
    with sonoglyph.StreamDecoder(codec, sample_rate=rate) as decoder:
        for start in range(0, len(samples), rate // 100):
            codes = encoder.push(samples[start : start + rate // 100])  # (Q, 0 or 1 frames)
            heard.append(decoder.push(codes))
        heard += [decoder.push(encoder.finish()), decoder.finish()]
sound = np.concatenate(heard)[: len(samples)]
sonoglyph.write_audio(sys.argv[2], sound, rate)
print(f"{len(samples) / rate:.2f} s, late by {encoder.latency + decoder.latency} samples")
