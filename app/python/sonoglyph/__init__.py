"""Sound to tokens and back: a residual SimVQ codec.

    import sonoglyph
    codec = sonoglyph.Codec.load()
    samples, rate = sonoglyph.read_audio("speech.flac")
    codes = codec.encode(samples, rate)  # (codebooks, frames) int16
    sound = codec.decode(codes, rate)    # (n,) float32
"""

import os as _os
from pathlib import Path as _Path
from typing import Optional as _Optional, Union as _Union

from . import _core
from ._core import (
    Codec,
    Error,
    StreamDecoder,
    StreamEncoder,
    Tokens,
    __version__,
    read_audio,
    read_tokens,
    write_audio,
    write_sgl,
    write_tokens,
)

__all__ = [
    "Codec",
    "Error",
    "StreamDecoder",
    "StreamEncoder",
    "Tokens",
    "read_audio",
    "read_sgl",
    "read_tokens",
    "write_audio",
    "write_sgl",
    "write_tokens",
]

# models/ in a wheel, share/sonoglyph/models of the prefix that lib/python3/dist-packages is in.
_HERE = _Path(__file__).resolve().parent
_MODEL_FOLDERS = [
    _HERE / "models",
    *(up / "share" / "sonoglyph" / "models" for up in _HERE.parents[2:4]),
]


def _load(name_or_path=None):
    return Codec._load(name_or_path, _MODEL_FOLDERS)


Codec.load = staticmethod(_load)


def read_sgl(path: _Union[str, "_os.PathLike[str]"], codec: _Optional[Codec] = None) -> Tokens:
    """The tokens of a .sgl.

    A file that is compressed with what its model knows of its codes needs that model: `codec`, or
    the installed one that the file names.
    """
    return _core._read_sgl(path, codec, _MODEL_FOLDERS)


for _item in (Codec, StreamDecoder, StreamEncoder, Tokens):
    _item.__module__ = __name__
