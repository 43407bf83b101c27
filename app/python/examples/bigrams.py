"""The smallest language model of speech: which semantic code follows which, and a walk through it.

    sonoglyph batch speech --to megatron --out shards --semantic-only
    python bigrams.py shards/shard-000000.bin out.wav
"""

import sys

import numpy as np
import sonoglyph

codec = sonoglyph.Codec.load()
ids = np.memmap(sys.argv[1], np.uint16, "r").astype(int)  # all documents, one after the other
follows = np.zeros((codec.codebook_size, codec.codebook_size))
np.add.at(follows, (ids[:-1], ids[1:]), 1)
chance = np.random.default_rng(1)
walk = [ids[0]]
for _ in range(100):
    row = follows[walk[-1]]
    walk.append(chance.choice(len(row), p=row / row.sum()) if row.sum() else ids[0])
print(" ".join(phone for _, _, phone, _ in codec.phones(np.array([walk]))))
sonoglyph.write_audio(sys.argv[2], codec.decode(np.array([walk])), codec.sample_rate)
