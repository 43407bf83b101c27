"""A folder of sound -> one .npy of ids a file, all codebooks in one vocabulary.

    python folder_to_ids.py speech ids
"""

import pathlib
import sys

import numpy as np
import sonoglyph

source, target = map(pathlib.Path, sys.argv[1:3])
codec = sonoglyph.Codec.load()
offsets = np.arange(codec.levels)[:, None] * codec.codebook_size
for path in sorted(source.rglob("*.flac")) + sorted(source.rglob("*.wav")):
    samples, rate = sonoglyph.read_audio(path, channel="auto")
    ids = (codec.encode(samples, rate) + offsets).T.reshape(-1)  # frame after frame
    out = (target / path.relative_to(source)).with_suffix(".npy")
    out.parent.mkdir(parents=True, exist_ok=True)
    np.save(out, ids.astype(np.int32))
    print(f"{path}: {len(ids)} ids, {len(samples) / rate:.1f} s")
