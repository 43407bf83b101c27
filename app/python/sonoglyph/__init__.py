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
)

__all__ = [
    "Codec",
    "Error",
    "StreamDecoder",
    "StreamEncoder",
    "Tokens",
    "models",
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


def _load(name_or_path: _Optional[_Union[str, "_os.PathLike[str]"]] = None) -> Codec:
    """By name ("speech-16k") or path of a .json; nothing means the default model.

    Names are looked for in $SONOGLYPH_MODELS, in the package and in the installed data.
    """
    return Codec._load(name_or_path, _MODEL_FOLDERS)


_load.__name__ = "load"
_load.__qualname__ = "Codec.load"
Codec.load = staticmethod(_load)


def _load_again(name: str, fingerprint: str, place: str) -> Codec:
    return Codec._load_again(name, fingerprint, place, _MODEL_FOLDERS)


def _reduce(codec: Codec, _protocol: int) -> tuple:
    return _load_again, (codec.name, codec.fingerprint, str(codec._place()))


Codec.__reduce_ex__ = _reduce


def models() -> list[dict]:
    """The models that are installed: name, path, description, fingerprint, sample_rate, frame_rate,
    levels, codebook_size, level_roles, kbps, and whether Codec.load() means it (default)."""
    return _core._models(_MODEL_FOLDERS)


def read_sgl(path: _Union[str, "_os.PathLike[str]"], codec: _Optional[Codec] = None) -> Tokens:
    """The tokens of a .sgl.

    A file that is compressed with what its model knows of its codes needs that model: `codec`, or
    the installed one that the file names.
    """
    return _core._read_sgl(path, codec, _MODEL_FOLDERS)


def write_tokens(
    path: _Union[str, "_os.PathLike[str]"],
    tokens: Tokens,
    *,
    layout: str = "nested",
    level_offsets: bool = True,
    semantic_only: bool = False,
    dedup: bool = False,
    sidecar: bool = True,
    codec: _Optional[Codec] = None,
) -> None:
    """Tokens as .npy, .safetensors, .json, .jsonl or .csv: the extension names the format.

    layout: nested, interleave, delay or parallel. semantic_only keeps the first codebook, where the
    model that made the tokens (`codec`, or the installed one that they name) calls it semantic;
    dedup then merges runs of one code.
    """
    _core._write_tokens(
        path,
        tokens,
        layout=layout,
        level_offsets=level_offsets,
        semantic_only=semantic_only,
        dedup=dedup,
        sidecar=sidecar,
        codec=codec,
        folders=_MODEL_FOLDERS,
    )


for _item in (Codec, StreamDecoder, StreamEncoder, Tokens):
    _item.__module__ = __name__
