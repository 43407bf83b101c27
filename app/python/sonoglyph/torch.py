"""The codec's network in PyTorch: the same JSON and safetensors, the same codes, with gradients.

    from sonoglyph.torch import Network, export_onnx
    net = Network.load("speech-16k-semantic")
    codes = net.encode(samples)           # (B, n) at net.config.sample_rate_hz -> (B, Q, T) int64
    sound = net.decode(codes)             # (B, T * hop)
    sound, codes, losses = net(samples)   # differentiable
    net.save("folder", "my-model")        # what sonoglyph.Codec.load("folder/my-model.json") runs
    export_onnx(net, "folder")            # encoder.onnx and decoder.onnx, streaming

Axes: B batch, S subframes, T frames, C channels, D latent width, K codes, Q levels, h subframe,
N analysis window. The definition, with its formulas, is codec/training/network.h and synthesis.h of
the sources. Needs torch and safetensors (pip install "sonoglyph[torch]").
"""

import hashlib
import json
import math
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple, Union

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from . import _MODEL_FOLDERS, _core

__all__ = ["Network", "ResidualSimVQ", "SimVQ", "StreamingDecoder", "StreamingEncoder", "export_onnx"]

_NUMBERS = SimpleNamespace(**_core._definition())  # of the formulas: codec/model/definition.h

State = Tuple[Tensor, ...]
_AnyPath = Union[str, "os.PathLike[str]"]


# --- Quantizer ---------------------------------------------------------------------------------


def rotate_to(x: Tensor, q: Tensor) -> Tensor:
    """q's value with the gradient of the rotation and scaling that take x to q (arXiv:2410.06424)."""
    smallest = 1e-6
    q = q.detach()
    with torch.no_grad():
        norm_x, norm_q = (t.norm(dim=-1, keepdim=True) for t in (x, q))
        u, v = x / norm_x.clamp_min(smallest), q / norm_q.clamp_min(smallest)
        w = u + v
        w = w / w.norm(dim=-1, keepdim=True).clamp_min(smallest)
        scale = norm_q / norm_x.clamp_min(smallest)
    dot = lambda a: (x * a).sum(-1, keepdim=True)  # noqa: E731
    rotated = (x - 2 * dot(w) * w + 2 * dot(u) * v) * scale
    return q + (rotated - rotated.detach())


class SimVQ(nn.Module):
    """A codebook that one linear map moves as a whole (arXiv:2411.02038).

    Arguments, results and names of the state are those of vector-quantize-pytorch's SimVQ, which
    loads this state (with bias=True where it is given codebook_transform=Linear(F, D)).
    """

    def __init__(
        self,
        dim: int,
        codebook_size: int,
        *,
        frozen_codebook_dim: Optional[int] = None,
        bias: bool = False,
        linear_map: bool = True,
        rotation_trick: bool = True,
        channel_first: bool = False,
        commitment_weight: float = 1.0,
        input_to_quantize_commit_loss_weight: float = 0.25,
        sum_over_dim: bool = False,
    ):
        """linear_map False: the table itself is what learns. sum_over_dim: the loss is the squared
        error of a vector, not its mean over D, so that its weight does not depend on D."""
        super().__init__()
        width = frozen_codebook_dim or dim
        table = torch.randn(codebook_size, width) * width**-0.5
        self.dim = dim
        self.channel_first = channel_first
        self.rotation_trick = rotation_trick
        self.weights = (commitment_weight, input_to_quantize_commit_loss_weight)
        self.sum_over_dim = sum_over_dim
        if linear_map:
            self.register_buffer("frozen_codebook", table)
            self.code_transform = nn.Linear(width, dim, bias=bias)
            nn.init.orthogonal_(self.code_transform.weight)
            if bias:
                nn.init.zeros_(self.code_transform.bias)
        else:
            if width != dim:
                raise ValueError("without a linear map the table is as wide as the latents")
            self.frozen_codebook = nn.Parameter(table)
            self.code_transform = nn.Identity()

    @property
    def codebook(self) -> Tensor:
        """(K, D)"""
        return self.code_transform(self.frozen_codebook)

    def search(self, x: Tensor) -> Tensor:
        """(..., D) -> (...) the nearest code, of equally near ones the lowest."""
        with torch.no_grad():
            entries = self.codebook
            near = entries.square().sum(1) / 2 - x @ entries.t()
            return near.argmin(-1)

    def forward(self, x: Tensor, indices: Optional[Tensor] = None) -> Tuple[Tensor, Tensor, Tensor]:
        """(B, ..., D), or (B, D, ...) with channel_first -> what it became, its codes, the loss.

        indices: codes that something else chose."""
        rows = x.movedim(1, -1) if self.channel_first else x
        if indices is None:
            indices = self.search(rows)
        q = F.embedding(indices, self.codebook)
        commitment, pull = self.weights
        loss = F.mse_loss(rows.detach(), q) + F.mse_loss(rows, q.detach()) * pull
        loss = loss * (commitment * (self.dim if self.sum_over_dim else 1))
        if self.rotation_trick:
            through = rotate_to(rows, q)
        else:
            through = q.detach() + (rows - rows.detach())
        return (through.movedim(-1, 1) if self.channel_first else through), indices, loss

    def indices_to_codes(self, indices: Tensor) -> Tensor:
        codes = F.embedding(indices, self.codebook)
        return codes.movedim(-1, 1) if self.channel_first else codes


class ResidualSimVQ(nn.Module):
    """Levels of SimVQ, each for what the levels before it left.

    Arguments, results and names of the state as vector-quantize-pytorch's ResidualSimVQ.
    own_first: the first code is chosen by a latent of its own, against the codebook `first`; level
    0 is then a table of what each of these codes says of x.
    """

    def __init__(
        self,
        dim: int,
        *,
        num_quantizers: int,
        codebook_size: int,
        own_first: bool = False,
        search_width: int = 1,
        quantize_dropout: float = 0.0,
        channel_first: bool = False,
        **level: Any,
    ):
        """quantize_dropout: the probability that a step trains a prefix of the levels.
        search_width: the paths through the levels that the search of the codes keeps; 1: each level
        takes the entry nearest to what is left."""
        super().__init__()
        self.search_width = search_width
        self.channel_first = channel_first
        self.quantize_dropout = quantize_dropout
        make = lambda **more: SimVQ(dim, codebook_size, **{**level, **more})  # noqa: E731
        self.layers = nn.ModuleList(
            make(linear_map=False, frozen_codebook_dim=None) if own_first and i == 0 else make()
            for i in range(num_quantizers)
        )
        self.first = make() if own_first else None

    def forward(
        self, x: Tensor, active: Optional[int] = None, first: Optional[Tensor] = None
    ) -> Tuple[Tensor, Tensor, Tensor]:
        """-> the sum of the levels, codes (B, T, Q) with -1 where a level was not active, losses
        (Q). active: 1..Q, None = all or the dropout's draw."""
        count = len(self.layers)
        if active is None:
            active = count
            if self.training and torch.rand(()) < self.quantize_dropout:
                active = int(torch.randint(1, count + 1, ()))
        if self.channel_first:
            x = x.movedim(1, -1)
            first = first if first is None else first.movedim(1, -1)
        residual, total, indices, losses = x, 0.0, [], []
        paths = self.search(x, first) if self.search_width > 1 else None
        for i, layer in enumerate(self.layers[:active]):
            own = i == 0 and self.first is not None
            if paths is not None:
                chosen = paths[..., i]
            else:
                chosen = self.first.search(first) if own else None
            quantized, codes, loss = layer(residual, chosen)
            if own:
                loss = loss + self.first(first, codes)[2]
            residual = residual - quantized.detach()
            total = total + quantized
            indices.append(codes)
            losses.append(loss)
        for _ in range(count - active):
            indices.append(torch.full_like(indices[0], -1))
            losses.append(torch.zeros_like(losses[0]))
        if self.channel_first:
            total = total.movedim(-1, 1)
        return total, torch.stack(indices, -1), torch.stack(losses)

    def search(self, x: Tensor, first: Optional[Tensor] = None, active: Optional[int] = None) -> Tensor:
        """(B, T, D) -> codes (B, T, active) without gradient; a prefix is the head of the whole."""
        if self.search_width > 1:
            with torch.no_grad():
                return self._best_paths(x, first)[..., : active or len(self.layers)]
        codes = []
        with torch.no_grad():
            for i, layer in enumerate(self.layers[: active or len(self.layers)]):
                by_own = i == 0 and self.first is not None
                codes.append(self.first.search(first) if by_own else layer.search(x))
                x = x - F.embedding(codes[-1], layer.codebook)
        return torch.stack(codes, -1)

    def _best_paths(self, x: Tensor, first: Optional[Tensor]) -> Tensor:
        """(B, T, D) -> codes (B, T, Q) of the path through all levels that leaves least of x."""
        left = x[..., None, :]  # (B, T, paths, D)
        error = torch.zeros_like(left[..., 0])  # (|what a path leaves|^2 - |x|^2) / 2
        columns: List[Tensor] = []  # (B, T, paths) each
        for i, layer in enumerate(self.layers):
            book = layer.codebook
            if i == 0 and self.first is not None:
                columns = [self.first.search(first)[..., None]]
                left = left - F.embedding(columns[0], book)
                continue
            scores = (error[..., None] + book.square().sum(1) / 2 - left @ book.T).flatten(-2)
            wanted = self.search_width if i + 1 < len(self.layers) else 1
            error, which = scores.topk(min(wanted, scores.shape[-1]), largest=False)
            path = which // len(book)
            code = which - path * len(book)
            left = left.gather(-2, path[..., None].expand(*path.shape, left.shape[-1]))
            left = left - F.embedding(code, book)
            columns = [column.gather(-1, path) for column in columns] + [code]
        return torch.stack([column[..., 0] for column in columns], -1)

    def get_codes_from_indices(self, indices: Tensor) -> Tensor:
        """(B, T, q) of the first q levels -> (q, B, T, D), or (q, B, D, T) with channel_first."""
        parts = []
        for layer, column in zip(self.layers, indices.unbind(-1)):
            part = F.embedding(column.clamp_min(0), layer.codebook)
            parts.append(part.masked_fill((column < 0)[..., None], 0.0))
        stacked = torch.stack(parts)
        return stacked.movedim(-1, 2) if self.channel_first else stacked

    def get_output_from_indices(self, indices: Tensor) -> Tensor:
        return self.get_codes_from_indices(indices).sum(0)


# --- Network -----------------------------------------------------------------------------------


class _Depthwise(nn.Module):
    """Causal: tap k - 1 meets the present, `past` (B, k - 1, C) stands before x (B, T, C)."""

    def __init__(self, channels: int, taps: int):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, taps).uniform_(-(taps**-0.5), taps**-0.5))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor, past: Tensor) -> Tuple[Tensor, Tensor]:
        x = torch.cat([past, x], 1)
        y = F.conv1d(x.mT, self.weight[:, None], self.bias, groups=self.weight.shape[0]).mT
        return y, x[:, x.shape[1] - past.shape[1] :]


class _Block(nn.Module):
    def __init__(self, channels: int, expansion: int, taps: int):
        super().__init__()
        self.depthwise = _Depthwise(channels, taps)
        self.norm = nn.LayerNorm(channels, eps=_NUMBERS.norm_epsilon)
        self.expand = nn.Linear(channels, expansion * channels)
        self.contract = nn.Linear(expansion * channels, channels)
        self.scale = nn.Parameter(torch.full((channels,), 0.1))

    def forward(self, x: Tensor, past: Tensor) -> Tuple[Tensor, Tensor]:
        y, past = self.depthwise(x, past)
        return x + self.contract(F.silu(self.expand(self.norm(y)))) * self.scale, past


def _run(blocks: nn.ModuleList, x: Tensor, pasts: Sequence[Tensor]) -> Tuple[Tensor, List[Tensor]]:
    after = []
    for block, past in zip(blocks, pasts):
        x, past = block(x, past)
        after.append(past)
    return x, after


def _blocks(count: int, *shape: int) -> nn.ModuleList:
    return nn.ModuleList(_Block(*shape) for _ in range(count))


class _Encoder(nn.Module):
    def __init__(self, c: SimpleNamespace, channels: int, blocks: int):
        super().__init__()
        width = _NUMBERS.encoder_frames * c.subframes_per_frame * c.bins
        self.input = nn.Linear(width, channels)
        self.blocks = _blocks(blocks, channels, c.encoder_expansion, c.block_kernel)
        self.norm = nn.LayerNorm(channels, eps=_NUMBERS.norm_epsilon)
        self.project = nn.Linear(channels, c.latent_dim)

    def forward(self, rows: Tensor, pasts: Sequence[Tensor]) -> Tuple[Tensor, List[Tensor]]:
        u, pasts = _run(self.blocks, self.input(rows), pasts)
        return self.project(self.norm(u)), pasts


class _Decoder(nn.Module):
    def __init__(self, c: SimpleNamespace):
        super().__init__()
        self.subframes = c.subframes_per_frame
        self.seen = _NUMBERS.decoder_frames + c.lookahead_frames
        self.input = nn.Linear(self.seen * c.latent_dim, c.decoder_channels)
        self.blocks = _blocks(c.decoder_blocks, c.decoder_channels, c.decoder_expansion, c.block_kernel)
        self.up = nn.Linear(c.decoder_channels, self.subframes * c.fine_channels)
        self.fine = _blocks(c.fine_blocks, c.fine_channels, c.fine_expansion, c.block_kernel)
        self.norm = nn.LayerNorm(c.fine_channels, eps=_NUMBERS.norm_epsilon)
        self.head = nn.Linear(c.fine_channels, c.head_width)

    def forward(self, latents: Tensor, state: Sequence[Tensor]) -> Tuple[Tensor, State]:
        past, *pasts = state
        latents = torch.cat([past, latents], 1)
        frames = latents.shape[1] - past.shape[1]
        rows = torch.cat([latents[:, i : i + frames] for i in range(self.seen)], -1)
        u, coarse = _run(self.blocks, self.input(rows), pasts[: len(self.blocks)])
        v = self.up(u).unflatten(-1, (self.subframes, -1)).flatten(1, 2)
        v, fine = _run(self.fine, v, pasts[len(self.blocks) :])
        return self.head(self.norm(v)), (latents[:, frames:], *coarse, *fine)


# --- Spectra and sound -------------------------------------------------------------------------


def _hann(n: int) -> Tensor:
    return torch.hann_window(n, periodic=True, dtype=torch.float64)


def _turns(n: int) -> Tensor:
    """(n, n / 2 + 1) radians of sample and bin, exact for long windows."""
    product = torch.outer(torch.arange(n), torch.arange(n // 2 + 1)) % n
    return product.to(torch.float64) * (2 * math.pi / n)


def _to_spectrum(window: Tensor) -> Tensor:
    """(n, 2 bins): window, orthonormal DFT; the real parts, then the imaginary ones."""
    n = len(window)
    turns = _turns(n)
    return torch.cat([turns.cos(), -turns.sin()], 1) * (window[:, None] * n**-0.5)


def _from_spectrum(window: Tensor) -> Tensor:
    """(2 bins, n): the inverse of a real signal's, times window."""
    n = len(window)
    turns = _turns(n)
    twice = torch.full((n // 2 + 1,), 2.0, dtype=torch.float64)
    twice[0] = twice[-1] = 1.0
    imaginary = -turns.sin()
    imaginary[:, 0] = imaginary[:, -1] = 0.0
    matrix = torch.cat([turns.cos() * twice, imaginary * twice], 1)
    return (matrix * (window[:, None] * n**-0.5)).t().contiguous()


def _windows(x: Tensor, parts: int, h: int) -> Tensor:
    """(B, (parts - 1 + S) h) -> (B, S, parts h): windows of `parts` subframes, one a subframe."""
    blocks = x.unflatten(1, (-1, h))
    count = blocks.shape[1] - (parts - 1)
    return torch.cat([blocks[:, i : i + count] for i in range(parts)], -1)


def _overlap(frames: Tensor, parts: int, h: int, most: int) -> Tensor:
    """(B, S, parts h) -> (B, S + most - 1, h): part i of window s stands in row s + i."""
    split = frames.unflatten(-1, (parts, h))
    return sum(F.pad(split[:, :, i], (0, 0, i, most - 1 - i)) for i in range(parts))


def noise_at(index: Tensor) -> Tensor:
    """The synthesis' noise at samples (int64, taken modulo 2^32): codec/sound/noise.h."""
    mask = 0xFFFFFFFF

    def times(x: Tensor, factor: int) -> Tensor:  # modulo 2^32, nothing above 2^49 on the way
        high = ((x // 65536) * factor) & 0xFFFF
        return (high * 65536 + (x & 0xFFFF) * factor) & mask

    x = (times(index & mask, 0x9E3779B9) + 0x7F4A7C15) & mask
    x = x ^ (x // 65536)
    x = times(x, 0x7FEB352D)
    x = x ^ (x // 32768)
    x = times(x, 0x846CA68B)
    x = x ^ (x // 65536)
    return ((x // 256).to(torch.float32) * 2.0**-24 - 0.5) * 3.4641016151377544


class _Analysis(nn.Module):
    def __init__(self, c: SimpleNamespace):
        super().__init__()
        self.h = c.analysis_hop_samples
        self.parts = c.analysis_window_samples // self.h
        matrix = _to_spectrum(_hann(c.analysis_window_samples))
        self.register_buffer("matrix", matrix.to(torch.float32), persistent=False)

    def forward(self, samples: Tensor) -> Tensor:
        """(B, N - h + S h) -> (B, S, bins)."""
        spectra = _windows(samples, self.parts, self.h) @ self.matrix
        real, imaginary = spectra.chunk(2, -1)
        power = real.square() + imaginary.square()
        floor = _NUMBERS.magnitude_floor**2
        return 0.5 * torch.log10(power.clamp_min(floor)) + _NUMBERS.feature_offset


class Heads(NamedTuple):
    pitch: Optional[Tensor]  # (B, S, 1 or classes); None where the model has no such part
    voicing: Optional[Tensor]  # (B, S)
    harmonic: Optional[Tensor]  # (B, S, bands)
    noise: Optional[Tensor]
    magnitude: Optional[Tensor]  # (B, S, bins)
    phase: Optional[Tensor]


class _Synthesis(nn.Module):
    """Source-filter plus free spectrum, overlap-added: codec/training/synthesis.h."""

    def __init__(self, c: SimpleNamespace):
        super().__init__()
        self.c = c
        self.h = c.analysis_hop_samples
        self.parts = c.analysis_window_samples // self.h
        keep = lambda name, t: self.register_buffer(name, t.to(torch.float32), persistent=False)  # noqa: E731
        self.widths = []
        if c.source_filter:
            self.widths += [max(1, c.pitch_classes), 1, c.bands, c.bands]
            window = _hann(2 * self.h).sqrt()
            keep("to_source", _to_spectrum(window))
            keep("from_source", _from_spectrum(window))
            mel = lambda hz: 2595 * torch.log10(1 + hz / 700)  # noqa: E731
            hz = torch.arange(self.h + 1, dtype=torch.float64) * c.sample_rate_hz / (2 * self.h)
            at = mel(hz) / mel(torch.tensor(c.sample_rate_hz / 2, dtype=torch.float64)) * (c.bands - 1)
            low = at.long().clamp_max(c.bands - 2)
            bands = torch.zeros(c.bands, self.h + 1, dtype=torch.float64)
            bins = torch.arange(self.h + 1)
            bands[low, bins] = 1 - (at - low)
            bands[low + 1, bins] = at - low
            keep("bands", bands)
        if c.free_spectrum:
            self.widths += [c.bins, c.bins]
            window = _hann(c.analysis_window_samples)
            keep("from_free", _from_spectrum(window / (window.square().sum() / self.h)))

    def split(self, heads: Tensor) -> Heads:
        parts = list(heads.split(self.widths, -1))
        source = parts[:4] if self.c.source_filter else [None] * 4
        free = parts[-2:] if self.c.free_spectrum else [None] * 2
        pitch, voicing, *bands = source
        if voicing is not None:
            voicing = voicing.squeeze(-1)
        return Heads(pitch, voicing, *bands, *free)

    def pitch(self, told: Tensor) -> Tensor:
        """(B, S, 1 or classes) -> (B, S) float64, the place of F0 on its axis, 0..1."""
        told = told.to(torch.float64)
        classes = self.c.pitch_classes
        if classes == 0:
            return torch.sigmoid(told).squeeze(-1)
        k = torch.arange(classes, device=told.device)
        near = (k - told.argmax(-1, keepdim=True)).abs() <= _NUMBERS.pitch_reach
        weights = torch.softmax(told, -1) * near.to(told.dtype)
        return (weights * k).sum(-1) / weights.sum(-1) / (classes - 1)

    def f0(self, parts: Heads) -> Tensor:
        """(B, S) Hz, 0 = unvoiced."""
        octaves = math.log2(self.c.f0_max_hz / self.c.f0_min_hz)
        pitch = self.pitch(parts.pitch)
        f0 = (self.c.f0_min_hz * torch.exp2(pitch * octaves)).to(parts.voicing.dtype)
        return torch.where(parts.voicing > 0, f0, torch.zeros_like(f0))

    def pulses(self, f0: Tensor, before: Tensor, phase: Tensor) -> Tuple[Tensor, Tensor]:
        """f0 (B, S), that before it (B, 1), the phase (B, 1) float64 -> (B, S h), phase."""
        h = self.h
        before = torch.cat([before, f0[:, :-1]], 1)
        either = torch.where(f0 > 0, f0, before)
        end = torch.where(either > 0, either, torch.full_like(f0, _NUMBERS.unvoiced_hz))
        begin = torch.where(before > 0, before, end)
        ramp = torch.arange(1, h + 1, dtype=f0.dtype, device=f0.device) / h
        mix = lambda a, b: (a[..., None] + (b - a)[..., None] * ramp).flatten(1)  # noqa: E731
        hertz = mix(begin, end)
        gain = mix((before > 0).to(f0.dtype), (f0 > 0).to(f0.dtype))
        turn = 2 * math.pi
        walked = torch.cumsum(hertz.to(torch.float64) * (turn / self.c.sample_rate_hz), 1) + phase
        walked = walked - turn * torch.floor(walked / turn)
        phase = walked[:, -1:]
        angle = walked.to(f0.dtype)
        harmonics = torch.floor(_NUMBERS.highest_harmonic_hz / hertz)
        half = torch.sin(angle / 2)
        near = half.abs() < _NUMBERS.pulse_edge
        ratio = torch.sin((harmonics + 0.5) * angle) / (2 * torch.where(near, torch.ones_like(half), half))
        pulse = torch.where(near, harmonics, ratio - 0.5)
        return pulse * torch.sqrt(2.0 / harmonics) * gain, phase

    def state(self, batch: int) -> State:
        device = next(self.buffers()).device
        zeros = lambda *shape, **kind: torch.zeros(batch, *shape, device=device, **kind)  # noqa: E731
        overlap = zeros((self.parts - 1) * self.h)
        if not self.c.source_filter:
            return (overlap,)
        position = torch.zeros(1, dtype=torch.int64, device=device)
        return overlap, position, zeros(1), zeros(1, dtype=torch.float64), zeros(self.h)

    def source(
        self, parts: Heads, state: Sequence[Tensor], f0: Optional[Tensor], noise: Optional[Tensor]
    ) -> Tuple[Tensor, State]:
        """The windows (B, S, 2 h) of the source-filter part."""
        position, last_f0, phase, past = state
        samples = parts.voicing.shape[1] * self.h
        with torch.no_grad():
            if f0 is None:
                f0 = self.f0(parts)
            source, phase = self.pulses(f0, last_f0, phase)
            source = torch.cat([past, source], 1)
            if noise is None:
                at = torch.arange(-self.h, samples, device=f0.device) + position
                noise = torch.where(at >= 0, noise_at(at), torch.zeros_like(at, dtype=f0.dtype))[None]
            else:
                noise = F.pad(noise, (self.h, 0))
        gain = lambda bands: (bands @ self.bands).clamp_max(_NUMBERS.gain_limit).exp()  # noqa: E731
        shaped = lambda x, g: (  # noqa: E731
            (_windows(x, 2, self.h) @ self.to_source).unflatten(-1, (2, -1)) * g[..., None, :]
        )
        spectra = shaped(source, gain(parts.harmonic)) + shaped(noise, gain(parts.noise))
        after = (position + samples, f0[:, -1:], phase, source[:, samples:])
        return spectra.flatten(-2) @ self.from_source, after

    def forward(
        self,
        heads: Tensor,
        state: Sequence[Tensor],
        f0: Optional[Tensor] = None,
        noise: Optional[Tensor] = None,
    ) -> Tuple[Tensor, State]:
        """(B, S, .) -> (B, S h), late by N - h samples. f0 (B, S), noise (B, S h): instead of the
        model's own."""
        overlap, *rest = state
        parts = self.split(heads)
        rows = F.pad(overlap.unflatten(1, (self.parts - 1, self.h)), (0, 0, 0, heads.shape[1]))
        if self.c.source_filter:
            windows, rest = self.source(parts, rest, f0, noise)
            rows = rows + _overlap(windows, 2, self.h, self.parts)
        if self.c.free_spectrum:
            loud = (parts.magnitude.clamp_max(_NUMBERS.gain_limit) + _NUMBERS.free_offset).exp()
            spectra = torch.cat([loud * parts.phase.cos(), loud * parts.phase.sin()], -1)
            rows = rows + _overlap(spectra @ self.from_free, self.parts, self.h, self.parts)
        sound, overlap = rows[:, : heads.shape[1]], rows[:, heads.shape[1] :]
        return sound.flatten(1), (overlap.flatten(1), *rest)


# --- The whole ---------------------------------------------------------------------------------


def _complete(config: dict) -> SimpleNamespace:
    c = SimpleNamespace(**config)
    c.hop = c.analysis_hop_samples * c.subframes_per_frame
    c.bins = c.analysis_window_samples // 2 + 1
    c.overlap = c.analysis_window_samples - c.analysis_hop_samples  # samples, of the windows
    c.delay = c.lookahead_frames * c.hop + c.overlap  # of the decoder, in samples
    source = max(1, c.pitch_classes) + 1 + 2 * c.bands
    c.head_width = (source if c.source_filter else 0) + (2 * c.bins if c.free_spectrum else 0)
    return c


def _with_decoder(config: dict, name: Optional[str]) -> Tuple[dict, List[str]]:
    """The config as of a model with that one of its decoders inside, and its files of weights."""
    config = {"search_width": 1, "pitch_classes": 0, "lookahead_frames": 0, **config}
    files = [config["weights"]]
    decoders = config.pop("decoders", [])
    if name is not None and name not in [one["name"] for one in decoders]:
        raise ValueError(f"no decoder {name}: " + ", ".join(one["name"] for one in decoders))
    for one in decoders:
        if name in (None, one["name"]):
            for key in ("channels", "blocks", "expansion"):
                config[f"decoder_{key}"] = one[key]
            for key in ("fine_channels", "fine_blocks", "fine_expansion"):
                config[key] = one[key]
            for key in ("pitch_classes", "lookahead_frames"):
                config[key] = one.get(key, 0)
            files.append(one["weights"])
            break
    return {**config, "format": 1}, files


def _own_name(name: str) -> str:
    """Of a tensor of the file: levels are vector-quantize-pytorch's layers here."""
    if not name.startswith("quantizer."):
        return name
    name = name.replace(".levels.", ".layers.").replace(".table", ".frozen_codebook")
    return name.replace(".weight", ".code_transform.weight").replace(".bias", ".code_transform.bias")


def _file_name(name: str) -> str:
    if not name.startswith("quantizer."):
        return name
    return (
        name.replace(".layers.", ".levels.")
        .replace(".frozen_codebook", ".table")
        .replace(".code_transform", "")
    )


class Network(nn.Module):
    """The codec, as its exported files have it: the normalisation of the latents is folded in."""

    def __init__(self, config: Dict[str, Any], **quantizer: Any):
        """config: the JSON of a model. quantizer: options of ResidualSimVQ."""
        super().__init__()
        self.json = _with_decoder(config, None)[0]
        c = self.config = _complete(self.json)
        self.analysis = _Analysis(c)
        self.encoder = _Encoder(c, c.encoder_channels, c.encoder_blocks)
        self.semantic = None
        if c.semantic_channels > 0:
            self.semantic = _Encoder(c, c.semantic_channels, c.semantic_blocks)
        options = {"bias": True, "rotation_trick": False, "sum_over_dim": True, **quantizer}
        self.quantizer = ResidualSimVQ(
            c.latent_dim,
            num_quantizers=c.levels,
            codebook_size=c.codebook_size,
            own_first=self.semantic is not None,
            search_width=c.search_width,
            **options,
        )
        self.decoder = _Decoder(c)
        self.synthesis = _Synthesis(c)

    @classmethod
    def load(
        cls, name_or_path: Optional[_AnyPath] = None, *, decoder: Optional[str] = None, **quantizer: Any
    ) -> "Network":
        """A model by name or path of its .json, as sonoglyph.Codec.load() finds it, in eval().

        decoder: one of those that the model has apart; None: its first."""
        from safetensors.torch import load_file

        path, text = _core._model_config(name_or_path, _MODEL_FOLDERS)
        config, files = _with_decoder(json.loads(text), decoder)
        if config.get("decode_only"):
            raise ValueError(f"{path}: has no encoder, so that there is nothing to train")
        net = cls(config, **quantizer)
        tensors = {}
        for file in files:
            tensors.update(load_file(Path(path).parent / file))
        net.load_state_dict({_own_name(k): t.to(torch.float32) for k, t in tensors.items()})
        return net.eval()

    def save(self, folder: _AnyPath, name: str, *, description: Optional[str] = None) -> Path:
        """folder/name.json and .safetensors, which the engine loads; matrices as float16, those
        that decide codes as float32. Returns the path of the .json."""
        from safetensors.torch import save

        tensors = {}
        for own, t in self.state_dict().items():
            at = _file_name(own)
            is_exact = t.dim() < 2 or at.startswith("quantizer.") or "depthwise" in at
            exact = is_exact or at.endswith(".project.weight")
            kind = torch.float32 if exact else torch.float16
            tensors[at] = t.detach().cpu().to(kind).contiguous()
        weights = save(tensors, {"format": "sonoglyph", "model": name})
        config = {**self.json, "name": name, "weights": f"{name}.safetensors"}
        config.pop("decodes", None)  # its codes may be others now
        config["weights_sha256"] = hashlib.sha256(weights).hexdigest()
        if description is not None:
            config["description"] = description
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in (
            (f"{name}.safetensors", weights),
            (f"{name}.json", json.dumps(config, indent=2).encode() + b"\n"),
        ):
            part = folder / f".{file}.part"
            part.write_bytes(content)
            part.replace(folder / file)
        return folder / f"{name}.json"

    # Streams: a state goes in, the next comes out; it begins as zeros.

    def encoder_state(self, batch: int = 1) -> State:
        c, w = self.config, self.encoder.input.weight
        zeros = lambda *shape: w.new_zeros(batch, *shape)  # noqa: E731
        widths = [c.encoder_channels] * c.encoder_blocks
        if self.semantic is not None:
            widths += [c.semantic_channels] * c.semantic_blocks
        pasts = [zeros(c.block_kernel - 1, width) for width in widths]
        return zeros(c.overlap + (_NUMBERS.encoder_frames - 1) * c.hop), *pasts

    def decoder_state(self, batch: int = 1) -> State:
        c, w = self.config, self.decoder.input.weight
        zeros = lambda *shape: w.new_zeros(batch, *shape)  # noqa: E731
        widths = [c.decoder_channels] * c.decoder_blocks + [c.fine_channels] * c.fine_blocks
        pasts = [zeros(c.block_kernel - 1, width) for width in widths]
        latents = zeros(self.decoder.seen - 1, c.latent_dim)
        return latents, *pasts, *self.synthesis.state(batch)

    def latents_of(self, samples: Tensor, state: State) -> Tuple[Tensor, Optional[Tensor], State]:
        """(B, T hop) -> latents (B, T, D), those that choose the first code or None, state."""
        c = self.config
        past, *pasts = state
        samples = torch.cat([past, samples], 1)
        # The frames before are heard again: silence before the start is silence for the encoder.
        frames = self.analysis(samples).unflatten(1, (-1, c.subframes_per_frame)).flatten(2)
        seen = _NUMBERS.encoder_frames
        count = frames.shape[1] - (seen - 1)
        rows = torch.cat([frames[:, i : i + count] for i in range(seen)], -1)
        z, after = self.encoder(rows, pasts[: c.encoder_blocks])
        first = None
        if self.semantic is not None:
            first, more = self.semantic(rows, pasts[c.encoder_blocks :])
            after = after + more
        return z, first, (samples[:, samples.shape[1] - past.shape[1] :], *after)

    def sound_of(
        self,
        latents: Tensor,
        state: State,
        f0: Optional[Tensor] = None,
        noise: Optional[Tensor] = None,
    ) -> Tuple[Tensor, State]:
        """Quantized latents (B, T, D) -> (B, T hop), late by config.delay samples."""
        own = 1 + len(self.decoder.blocks) + len(self.decoder.fine)
        heads, after = self.decoder(latents, state[:own])
        sound, rest = self.synthesis(heads, state[own:], f0, noise)
        return sound, (*after, *rest)

    # Whole sounds.

    def latents(self, samples: Tensor) -> Tuple[Tensor, Optional[Tensor]]:
        """(B, n) -> latents (B, T, D) and those that choose the first code, or None."""
        samples = self._whole_frames(samples)
        z, first, _ = self.latents_of(samples, self.encoder_state(len(samples)))
        return z, first

    def _whole_frames(self, samples: Tensor) -> Tensor:
        if samples.dim() != 2 or samples.shape[1] == 0:
            raise ValueError(f"samples: wanted (batch, n), got {tuple(samples.shape)}")
        return F.pad(samples, (0, -samples.shape[1] % self.config.hop))

    def synthesise(
        self, latents: Tensor, f0: Optional[Tensor] = None, noise: Optional[Tensor] = None
    ) -> Tensor:
        """Quantized latents (B, T, D) -> sound (B, T hop). The last frame is held until its sound
        is complete. f0 (B, S), noise (B, S h) as in training, from the start of the sound on; S
        counts the frames behind it as well in which its last windows end."""
        c = self.config
        before = c.lookahead_frames * c.subframes_per_frame  # that are heard before the start
        if f0 is not None:
            f0 = F.pad(f0, (before, 0))
        if noise is not None:
            noise = F.pad(noise, (before * c.analysis_hop_samples, 0))
        held = -(-c.delay // c.hop)
        last = latents[:, -1:].expand(-1, held, -1)
        whole = torch.cat([latents, last], 1)
        sound, _ = self.sound_of(whole, self.decoder_state(len(latents)), f0, noise)
        return sound[:, c.delay : c.delay + latents.shape[1] * c.hop]

    @torch.no_grad()
    def encode(self, samples: Tensor, codebooks: Optional[int] = None) -> Tensor:
        """(B, n) at config.sample_rate_hz -> codes (B, Q, T) int64, those of sonoglyph.Codec."""
        c = self.config
        samples = F.pad(self._whole_frames(samples), (0, c.semantic_delay_frames * c.hop))
        z, first = self.latents(samples)
        return self.quantizer.search(z, first, codebooks).mT

    @torch.no_grad()
    def decode(self, codes: Tensor) -> Tensor:
        """Codes (B, 1..Q, T) -> sound (B, T hop)."""
        if codes.dim() != 3 or codes.shape[1] > self.config.levels or codes.shape[2] == 0:
            raise ValueError(f"codes: wanted (batch, codebooks, frames), got {tuple(codes.shape)}")
        return self.synthesise(self.quantizer.get_output_from_indices(codes.mT))

    def forward(self, samples: Tensor, active: Optional[int] = None) -> Tuple[Tensor, Tensor, Tensor]:
        """(B, n) -> sound (B, T hop), codes (B, T, Q), losses (Q) of the quantizer."""
        z, first = self.latents(samples)
        quantized, codes, losses = self.quantizer(z, active, first)
        if not self.quantizer.layers[-1].rotation_trick:
            # One gradient for z, not one a level.
            quantized = z + (quantized - z).detach()
        return self.synthesise(quantized), codes, losses


# --- Export ------------------------------------------------------------------------------------


class StreamingEncoder(nn.Module):
    """samples (B, T hop), state -> codes (B, Q, T) int64, state: for torch.export and ONNX."""

    def __init__(self, net: Network):
        super().__init__()
        self.net = net

    def forward(self, samples: Tensor, *state: Tensor) -> Tuple[Tensor, ...]:
        z, first, state = self.net.latents_of(samples, state)
        return self.net.quantizer.search(z, first).mT, *state


class StreamingDecoder(nn.Module):
    """codes (B, Q, T), state -> sound (B, T hop), late by config.delay samples, state."""

    def __init__(self, net: Network):
        super().__init__()
        self.net = net

    def forward(self, codes: Tensor, *state: Tensor) -> Tuple[Tensor, ...]:
        latents = self.net.quantizer.get_output_from_indices(codes.mT)
        sound, state = self.net.sound_of(latents, state)
        return sound, *state


def _export(module: nn.Module, first: Tensor, state: State, names: Sequence[str], path: Path) -> None:
    import onnx

    batch = torch.export.Dim("batch", min=1)
    frames = torch.export.Dim("frames", min=1)
    scale = first.shape[-1] // 3  # of three frames
    shapes = [{0: batch, first.dim() - 1: scale * frames if scale > 1 else frames}]
    shapes += [({0: batch} if t.shape[0] == 2 else {}) for t in state]
    states = [f"state_{i}" for i in range(len(state))]
    part = path.with_name(f".{path.name}.part")
    torch.onnx.export(
        module.eval(),
        (first, *state),
        str(part),
        input_names=[names[0], *states],
        output_names=[names[1], *(f"next_{name}" for name in states)],
        dynamic_shapes={names[0]: shapes[0], "state": tuple(shapes[1:])},
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    graph = onnx.load(part)
    c = module.net.config
    about = {
        "model": c.name,
        "fingerprint": c.weights_sha256,
        "sample_rate": c.sample_rate_hz,
        "hop": c.hop,
        "levels": c.levels,
        "codebook_size": c.codebook_size,
        "delay": c.delay if isinstance(module, StreamingDecoder) else 0,
    }
    onnx.helper.set_model_props(graph, {key: str(value) for key, value in about.items()})
    onnx.save(graph, part)
    part.replace(path)


def export_onnx(net: Network, folder: _AnyPath) -> Tuple[Path, Path]:
    """folder/encoder.onnx and decoder.onnx, streaming.

    encoder: samples (batch, T hop) float32 and state_i -> codes (batch, Q, T) int64 and
    next_state_i. decoder: codes and state_i -> samples, late by `delay` samples (a metadata
    property), and next_state_i. Every state begins as zeros of its input's shape and type. Any
    batch, any T >= 1. Needs onnx and onnxscript (pip install "sonoglyph[onnx]").
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    c = net.config
    samples = torch.zeros(2, 3 * c.hop)
    codes = torch.zeros(2, c.levels, 3, dtype=torch.int64)
    with torch.no_grad():
        _export(
            StreamingEncoder(net), samples, net.encoder_state(2), ("samples", "codes"),
            folder / "encoder.onnx",
        )  # fmt: skip
        _export(
            StreamingDecoder(net), codes, net.decoder_state(2), ("codes", "samples"),
            folder / "decoder.onnx",
        )  # fmt: skip
    return folder / "encoder.onnx", folder / "decoder.onnx"
