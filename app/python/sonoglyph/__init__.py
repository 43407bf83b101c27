"""Sound to tokens and back: a residual SimVQ codec.

    import sonoglyph
    codec = sonoglyph.Codec.load()
    samples, rate = sonoglyph.read_audio("speech.flac")
    codes = codec.encode(samples, rate)  # (codebooks, frames) int16
    sound = codec.decode(codes, rate)    # (n,) float32
"""

import os as _os
import sys as _sys
from concurrent.futures import ThreadPoolExecutor as _ThreadPoolExecutor
from functools import wraps as _wraps
from pathlib import Path as _Path
from typing import Any as _Any, Dict as _Dict, List as _List, Optional as _Optional, Union as _Union

import numpy as _np

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


def _load(
    name_or_path: _Optional[_Union[str, "_os.PathLike[str]"]] = None,
    decoder: _Optional[str] = None,
) -> Codec:
    """By name ("speech-16k") or path of a .json; nothing means the default model.

    Names are looked for in $SONOGLYPH_MODELS, in the package and in the installed data.
    decoder: one of the model's decoders by name, nothing means its first; tokens are the same.
    """
    return Codec._load(name_or_path, _MODEL_FOLDERS, decoder or "")


_load.__name__ = "load"
_load.__qualname__ = "Codec.load"
Codec.load = staticmethod(_load)


def _tensors():
    """torch.Tensor where somebody has imported torch, else nothing."""
    torch = _sys.modules.get("torch")
    return getattr(torch, "Tensor", ())


def _taken(value):
    """An array of what came in, and the way back for integers and floats."""
    tensors = _tensors()
    if tensors and isinstance(value, tensors):
        torch, device = _sys.modules["torch"], value.device
        value = value.detach()
        if value.dtype == torch.bfloat16:
            value = value.float()

        def back(array):
            tensor = torch.from_numpy(array)
            return (tensor if tensor.is_floating_point() else tensor.long()).to(device)

        return value.cpu().numpy(), back
    if not hasattr(value, "__array__") and hasattr(value, "__dlpack__"):
        value = _np.from_dlpack(value)
    return value, lambda array: array


def _converting(method):
    """The method with tensors in and out."""

    @_wraps(method)
    def convert(self, value, *more, **named):
        value, back = _taken(value)
        return back(method(self, value, *more, **named))

    return convert


Codec.encode = _converting(Codec.encode)
Codec.decode = _converting(Codec.decode)
StreamEncoder.push = _converting(StreamEncoder.push)
StreamDecoder.push = _converting(StreamDecoder.push)


def _taking(function):
    """The function, whose second argument may be a tensor."""

    @_wraps(function)
    def take(first, value, *more, **named):
        return function(first, _taken(value)[0], *more, **named)

    return take


write_audio = _taking(write_audio)
write_audio.__module__ = __name__


def _rows(values, lengths, what, dimensions):
    """The items of a batch, each cut to its length."""
    values = list(values)  # of an array or a tensor: along its first axis
    if lengths is None:
        lengths = [None] * len(values)
    lengths = [None if n is None else int(n) for n in lengths]
    if len(lengths) != len(values):
        raise ValueError(f"lengths: {len(lengths)} of them for {len(values)} {what}")
    for i, (value, length) in enumerate(zip(values, lengths)):
        shape = tuple(getattr(value, "shape", ()))
        if len(shape) not in dimensions:
            raise ValueError(f"{what}: item {i} has shape {shape}: wanted a batch of them")
        if length is not None and not 0 <= length <= shape[-1]:
            raise ValueError(f"lengths: item {i} has {length}, wanted 0..{shape[-1]}")
    return [v if n is None else v[..., :n] for v, n in zip(values, lengths)]


def _each(work, items, workers):
    workers = min(workers or _os.cpu_count() or 1, max(1, len(items)))
    with _ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, items))


def _encode_batch(
    self, samples, sample_rate, codebooks=None, *, lengths=None, channel=None, workers=None
):
    """Sounds (B, n), (B, channels, n) or a sequence of arrays -> the codes (Q, T) of each.

    lengths: how many samples of each row are sound, None = all. Several channels want channel=, as
    in encode(). In parallel on `workers` threads, None = one a core.
    """

    def one(sound):
        if len(sound.shape) == 2 and sound.shape[0] == 1:
            sound = sound[0]
        return self.encode(sound, sample_rate, codebooks, channel=channel)

    return _each(one, _rows(samples, lengths, "samples", (1, 2)), workers)


def _decode_batch(self, codes, sample_rate=None, *, lengths=None, workers=None):
    """Codes (B, Q, T) or a sequence of (Q, T) -> the sound (n,) of each.

    lengths: how many frames of each row are codes, None = all.
    """
    rows = _rows(codes, lengths, "codes", (2,))
    return _each(lambda grid: self.decode(grid, sample_rate), rows, workers)


def _latents(self, codes):
    """Codes (1..Q, T) -> what the decoder is given: the sum of their entries, (D, T)."""
    array, back = _taken(codes)
    array = _np.asarray(array)
    if array.ndim != 2 or not 1 <= array.shape[0] <= self.levels or array.dtype.kind not in "iu":
        raise ValueError(f"codes: wanted integers of shape (1..{self.levels}, frames)")
    if array.size and not (0 <= array.min() and array.max() < self.codebook_size):
        raise ValueError(f"codes: wanted 0..{self.codebook_size - 1}")
    parts = zip(self.codebooks, array)
    return back(_np.ascontiguousarray(sum(book[row] for book, row in parts).T))


for _name, _method in (
    ("encode_batch", _encode_batch),
    ("decode_batch", _decode_batch),
    ("latents", _latents),
):
    _method.__name__ = _name
    _method.__qualname__ = f"Codec.{_name}"
    setattr(Codec, _name, _method)


def _load_again(name: str, fingerprint: str, place: str, decoder: str = "") -> Codec:
    return Codec._load_again(name, fingerprint, place, _MODEL_FOLDERS, decoder)


def _reduce(codec: Codec, _protocol: int) -> tuple:
    return _load_again, (codec.name, codec.fingerprint, str(codec._place()), codec.decoder)


Codec.__reduce_ex__ = _reduce


def models() -> _List[_Dict[str, _Any]]:
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
