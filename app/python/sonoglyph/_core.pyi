from os import PathLike
from typing import Any, List, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import NDArray

_Path = Union[str, "PathLike[str]"]
_Codes = NDArray[Any]  # int16 where K <= 32768, else uint16; any integers on the way in
_Sound = NDArray[np.float32]
_Channel = Union[str, int, None]
_AnySound = Any  # an array, or a tensor of torch or of whoever speaks dlpack

__version__: str

class Error(Exception):
    """A file or model that cannot be used; the text is one line.

    Wrong arguments raise TypeError or ValueError instead."""

    code: str
    """io, not_our_format, newer_version, corrupt, truncated, wrong_model, bad_value, empty,
    cancelled or unsupported."""

class Codec:
    """A trained model. Immutable: share it among threads, which compute in parallel.

    A pickle of it names the weights: whoever loads it needs the same model."""

    @staticmethod
    def load(name_or_path: Optional[_Path] = None, decoder: Optional[str] = None) -> Codec:
        """By name ("speech-16k") or path of a .json; nothing means the default model.

        Names are looked for in $SONOGLYPH_MODELS, in the package and in the installed data.
        decoder: one of the model's decoders by name, nothing means its first; tokens are the same."""
    def encode(
        self,
        samples: _AnySound,
        sample_rate: int,
        codebooks: Optional[int] = None,
        *,
        channel: _Channel = None,
    ) -> _Codes:
        """Samples (n,) or (channels, n), floats in -1..1 or int16 -> codes (Q, T).

        float16, bfloat16 and float64 are taken as float32. A tensor of torch gives one, int64, on
        its device; its gradient stops here (sonoglyph.torch has the network).
        An array of several rows wants to be told what they are, since it may be a batch: channel
        is "mix" (their mean), "left", "right", a row from 0, or "auto" (the mean, or the loudest
        row where the channels cancel in it); otherwise ValueError. Other rates are converted, the
        level is left as it is. codebooks: the first 1..Q, None = all.
        The codes do not depend on the number of threads or on how a stream was cut."""
    def decode(self, codes: Union[_Codes, Tokens], sample_rate: Optional[int] = None) -> _Sound:
        """Codes (1..Q, T) of any integer type -> samples (n,), T * hop at the model's rate.

        Tokens give the rate, the exact length and the loudness of their source instead."""
    def encode_batch(
        self,
        samples: Any,
        sample_rate: int,
        codebooks: Optional[int] = None,
        *,
        lengths: Optional[Sequence[int]] = None,
        channel: _Channel = None,
        workers: Optional[int] = None,
    ) -> List[_Codes]:
        """Sounds (B, n), (B, channels, n) or a sequence of arrays -> the codes (Q, T) of each.

        lengths: how many samples of each row are sound, None = all. Several channels want
        channel=, as in encode(). In parallel on `workers` threads, None = one a core."""
    def decode_batch(
        self,
        codes: Any,
        sample_rate: Optional[int] = None,
        *,
        lengths: Optional[Sequence[int]] = None,
        workers: Optional[int] = None,
    ) -> List[_Sound]:
        """Codes (B, Q, T) or a sequence of (Q, T) -> the sound (n,) of each.

        lengths: how many frames of each row are codes, None = all."""
    def latents(self, codes: _Codes) -> _Sound:
        """Codes (1..Q, T) -> what the decoder is given: the sum of their entries, (D, T)."""
    def phones(self, codes: _Codes) -> List[Tuple[float, float, str, float]]:
        """(start, end, phone, confidence) of what the first codes say, in seconds of the sound.

        sonoglyph.Error (unsupported) where the model has no table of phones."""
    @property
    def codebooks(self) -> _Sound:
        """(Q, K, D): what each code adds to the latent."""
    def encode_file(
        self,
        source: _Path,
        target: _Path,
        codebooks: Optional[int] = None,
        *,
        normalize: bool = False,
        auto_gain: bool = True,
        channel: _Channel = "auto",
    ) -> None:
        """Audio file or pipe -> .sgl, .npy, .safetensors, .json, .jsonl or .csv, in bounded memory.

        channel: as in encode(); the mix of 5.1 keeps the centre and leaves out the low frequency
        channel. auto_gain brings a sound below -45 or above -6 dBFS to -23 dBFS, normalize any;
        decoding undoes it. What one should know of the source is a UserWarning."""
    def decode_file(
        self,
        source: _Path,
        target: _Path,
        codebooks: Optional[int] = None,
        sample_rate: Optional[int] = None,
    ) -> None:
        """Any of those -> an audio file of the source's rate and exact length.

        Of a damaged .sgl what can be read, with a UserWarning."""
    @property
    def name(self) -> str:
        """The model's name."""
    @property
    def description(self) -> str:
        """One line for people."""
    @property
    def decoder(self) -> str:
        """Name of the decoder in use; empty where the model's only one has none."""
    @property
    def decoders(self) -> List[str]:
        """Names of the decoders that load() may use, the default first."""
    @property
    def fingerprint(self) -> str:
        """SHA-256 of the weights, 64 hex digits."""
    @property
    def sample_rate(self) -> int: ...
    @property
    def hop(self) -> int:
        """Samples a frame, at the model's rate."""
    @property
    def frame_rate(self) -> float: ...
    @property
    def levels(self) -> int:
        """Codebooks, Q."""
    @property
    def codebook_size(self) -> int:
        """K."""
    @property
    def level_roles(self) -> List[str]: ...
    @property
    def semantic_delay_frames(self) -> int:
        """Frames by which a code of a semantic first codebook comes after the sound it speaks of."""
    @property
    def latency(self) -> int:
        """Algorithmic, encoder and decoder together, in samples at the model's rate."""

class StreamEncoder:
    """Sound to codes, a piece at a time: the pieces put together are Codec.encode's codes.

    One channel. Also a context manager, which resets at its end."""

    def __init__(
        self, codec: Codec, codebooks: Optional[int] = None, sample_rate: Optional[int] = None
    ) -> None:
        """sample_rate: of what comes in, None = the model's."""
    def push(self, samples: _AnySound) -> _Codes:
        """The codes (Q, t) that are now complete, t >= 0: a tensor of a tensor, as Codec.encode().

        A NaN raises ValueError and resets."""
    def finish(self) -> _Codes:
        """Ends the sound (a started frame is completed with zeros), then resets. An array."""
    def reset(self) -> None:
        """Forgets the sound so far."""
    def __enter__(self) -> StreamEncoder: ...
    def __exit__(self, *exception: Any) -> None:
        """Resets: what was not finished is dropped."""
    @property
    def levels(self) -> int: ...
    @property
    def sample_rate(self) -> int: ...
    @property
    def latency(self) -> int:
        """From a sample to the code that covers it, at worst, in samples that come in."""

class StreamDecoder:
    """Codes to sound, a piece at a time: the pieces put together are Codec.decode's sound.

    Also a context manager, which resets at its end."""

    def __init__(self, codec: Codec, sample_rate: Optional[int] = None) -> None:
        """sample_rate: of what comes out, None = the model's."""
    def push(self, codes: _Codes) -> _Sound:
        """The next samples, a tensor of a tensor; the first pieces are shorter by the latency."""
    def finish(self) -> _Sound:
        """The last samples, then resets. An array."""
    def reset(self) -> None:
        """Forgets the codes so far."""
    def __enter__(self) -> StreamDecoder: ...
    def __exit__(self, *exception: Any) -> None:
        """Resets: what was not finished is dropped."""
    @property
    def sample_rate(self) -> int: ...
    @property
    def latency(self) -> int:
        """Samples by which the output lags, at worst."""

class Tokens:
    """Codes and what turns them back into the sound they came from."""

    def __init__(
        self,
        codec: Codec,
        codes: _Codes,
        sample_rate: Optional[int] = None,
        length: Optional[int] = None,
    ) -> None:
        """sample_rate, length: of the source, in samples of one channel."""
    @property
    def codes(self) -> _Codes:
        """(Q, T)"""
    @property
    def model(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def sample_rate(self) -> int: ...
    @property
    def channels(self) -> int: ...
    @property
    def length(self) -> Optional[int]: ...
    @property
    def model_sample_rate(self) -> int: ...
    @property
    def hop(self) -> int: ...
    @property
    def codebook_size(self) -> int: ...
    @property
    def gain_db(self) -> float:
        """Was added before encoding; decode() takes it away."""
    @property
    def truncated(self) -> bool:
        """The file was cut off, or is still being written."""
    @property
    def lost(self) -> List[Tuple[int, int]]:
        """(first frame, frames) that damage made unreadable: repeated codes, silent in decode()."""


def _read_sgl(path: _Path, codec: Optional[Codec], folders: List[_Path]) -> Tokens: ...
def write_sgl(path: _Path, tokens: Tokens, *, entropy_coding: bool = True) -> None:
    """Tokens as .sgl, losslessly compressed."""
def read_tokens(path: _Path, index: int = 0) -> Tokens:
    """.npy (with its .npy.json), .safetensors, .json, .jsonl (line `index`), .csv."""

def _write_tokens(
    path: _Path,
    tokens: Tokens,
    *,
    layout: str,
    level_offsets: bool,
    semantic_only: bool,
    dedup: bool,
    sidecar: bool,
    codec: Optional[Codec],
    folders: List[_Path],
) -> None: ...

def read_audio(path: _Path, *, channel: _Channel = None) -> Tuple[_Sound, int]:
    """Samples (n,) or (channels, n) and their rate, of every format that libsndfile reads.

    channel: (n,) of that channel, as Codec.encode_file() takes it."""

def write_audio(
    path: _Path, samples: _AnySound, sample_rate: int, *, sample_format: str = "pcm16"
) -> None:
    """wav, flac, ogg, opus, mp3, ... by the extension; pcm16, pcm24 or float32 where there is a
    choice."""
