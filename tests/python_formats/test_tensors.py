"""Tensors in, tensors out; what speaks dlpack; every float."""

import numpy as np
import pytest

import sonoglyph

from conftest import SOURCE

torch = pytest.importorskip("torch")


class Dlpack:
    """What another library's tensor is to us: it speaks dlpack and nothing else."""

    def __init__(self, array):
        self.array = array

    def __dlpack__(self, **named):
        return self.array.__dlpack__(**named)

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


@pytest.fixture(scope="module")
def codec():
    return sonoglyph.Codec.load(SOURCE / "models/tiny.json")


@pytest.fixture(scope="module")
def samples():
    noise = np.random.default_rng(3).standard_normal(16000).cumsum()
    return ((noise - noise.mean()) / np.abs(noise).max() / 2).astype(np.float32)


@pytest.mark.parametrize("kind", [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int16])
def test_every_kind_of_tensor(codec, samples, kind):
    whole = torch.from_numpy(samples)
    tensor = (whole * 32767).to(kind) if kind == torch.int16 else whole.to(kind)
    codes = codec.encode(tensor, 16000)
    assert isinstance(codes, torch.Tensor) and codes.dtype == torch.int64
    same = tensor.numpy() if kind == torch.int16 else tensor.float().numpy()
    assert np.array_equal(codes.numpy(), codec.encode(same, 16000))
    sound = codec.decode(codes, 16000)
    assert sound.dtype == torch.float32
    assert np.array_equal(sound.numpy(), codec.decode(codes.numpy(), 16000))


def test_a_gradient_stops_here(codec, samples):
    tensor = torch.from_numpy(samples).requires_grad_()
    assert not codec.encode(tensor, 16000).requires_grad


def test_a_view_of_a_tensor_is_its_samples(codec, samples):
    twice = torch.from_numpy(samples).repeat_interleave(2)
    assert np.array_equal(codec.encode(twice[::2], 16000).numpy(), codec.encode(samples, 16000))


def test_dlpack(codec, samples):
    codes = codec.encode(Dlpack(samples), 16000)
    assert isinstance(codes, np.ndarray) and np.array_equal(codes, codec.encode(samples, 16000))
    assert np.array_equal(codec.decode(Dlpack(codes.astype(np.int32))), codec.decode(codes))


def test_rows_of_a_tensor_are_never_averaged_unasked(codec, samples):
    rows = torch.stack([torch.from_numpy(samples), torch.from_numpy(samples[::-1].copy())])
    with pytest.raises(ValueError, match="channel"):
        codec.encode(rows, 16000)
    with pytest.raises(ValueError, match="channel"):
        codec.encode_batch(rows[None], 16000)
    mixed = codec.encode(rows, 16000, channel="mix")
    assert torch.equal(mixed, codec.encode(rows.mean(0), 16000))
    batch = codec.encode_batch(rows, 16000)  # (B, n)
    assert [torch.equal(a, codec.encode(b, 16000)) for a, b in zip(batch, rows)] == [True, True]
    left = codec.encode_batch(rows[None], 16000, channel="left")  # (B, C, n)
    assert torch.equal(left[0], batch[0])
    sound = codec.decode_batch(torch.stack(batch))
    assert torch.equal(sound[1], codec.decode(batch[1]))


def test_streams_take_and_give_tensors(codec, samples):
    with sonoglyph.StreamEncoder(codec) as encoder, sonoglyph.StreamDecoder(codec) as decoder:
        pieces = [encoder.push(piece) for piece in torch.from_numpy(samples).split(700)]
        assert all(piece.dtype == torch.int64 for piece in pieces)
        codes = torch.cat([*pieces, torch.from_numpy(encoder.finish()).long()], 1)
        assert torch.equal(codes, codec.encode(torch.from_numpy(samples), 16000))
        sound = [decoder.push(piece) for piece in codes.split(5, 1)]
        sound = torch.cat([*sound, torch.from_numpy(decoder.finish())])
        assert torch.equal(sound, codec.decode(codes))


def test_files_take_tensors(codec, samples, tmp_path):
    sonoglyph.write_audio(tmp_path / "a.wav", torch.from_numpy(samples), 16000, sample_format="float32")
    assert np.array_equal(sonoglyph.read_audio(tmp_path / "a.wav")[0], samples)
    codes = codec.encode(torch.from_numpy(samples), 16000)
    sonoglyph.write_sgl(tmp_path / "a.sgl", sonoglyph.Tokens(codec, codes, 16000, len(samples)))
    assert np.array_equal(sonoglyph.read_sgl(tmp_path / "a.sgl").codes, codes.numpy())
