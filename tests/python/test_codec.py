import os
import subprocess

import numpy as np
import pytest

import sonoglyph
from conftest import CLIP, SOURCE


def test_codes_and_sound_are_those_of_the_cpp_functions(codec, clip, reference):
    samples, rate = clip
    codes = codec.encode(samples, rate)
    assert codes.dtype == np.int16 and codes.flags.c_contiguous
    assert codes.shape == (codec.levels, -(-(-(-len(samples) // 3)) // codec.hop))  # 48 kHz
    np.testing.assert_array_equal(codes, reference[0])
    assert len(np.unique(codes[0])) > 5
    sound = codec.decode(codes, rate)
    assert sound.dtype == np.float32
    np.testing.assert_array_equal(sound, reference[1])


@pytest.mark.skipif("SONOGLYPH_CLI" not in os.environ, reason="the command line is not built")
def test_codes_are_those_of_the_command_line(codec, clip, tmp_path):
    target = tmp_path / "clip.sgl"
    model = SOURCE / f"models/{codec.name}.json"
    subprocess.run(
        [os.environ["SONOGLYPH_CLI"], "encode", CLIP, target, "--model", model], check=True
    )
    tokens = sonoglyph.read_sgl(target, codec)
    np.testing.assert_array_equal(tokens.codes, codec.encode(*clip))
    assert tokens.length == len(clip[0]) and tokens.fingerprint == codec.fingerprint


def test_properties(codec):
    assert codec.sample_rate == 16000 and codec.frame_rate == 16000 / codec.hop
    assert codec.level_roles == [] and codec.semantic_delay_frames == 0
    assert len(codec.fingerprint) == 64 and int(codec.fingerprint, 16) > 0
    assert codec.name in repr(codec)
    assert codec.codebook_size & (codec.codebook_size - 1) == 0


def test_fewer_codebooks_are_the_first_ones(codec, clip):
    samples, rate = clip
    all_codes = codec.encode(samples, rate)
    for q in range(1, codec.levels + 1):
        np.testing.assert_array_equal(codec.encode(samples, rate, codebooks=q), all_codes[:q])
    assert codec.decode(all_codes[:1], rate).shape == codec.decode(all_codes, rate).shape


def test_every_layout_of_the_same_samples_gives_the_same_codes(tiny, noise):
    codes = tiny.encode(noise, 16000)
    spread = np.zeros((len(noise), 3), np.float32)
    spread[:, 1] = noise
    unaligned = np.frombuffer(b"\0" + noise.tobytes(), np.uint8)[1:].view(np.float32)
    readonly = noise.copy()
    readonly.flags.writeable = False
    for same in (spread[:, 1], noise[::-1].copy()[::-1], unaligned, readonly, noise[None, :]):
        np.testing.assert_array_equal(tiny.encode(same, 16000), codes)
    for same in (np.stack([noise, noise]), np.stack([noise, noise], axis=1).T):
        np.testing.assert_array_equal(tiny.encode(same, 16000, channel="mix"), codes)


def test_rows_are_never_averaged_unasked(tiny, noise):
    left = np.roll(noise, 100)
    both = np.stack([left, noise])
    mean = ((left.astype(np.float64) + noise) / 2).astype(np.float32)
    with pytest.raises(ValueError, match=r"shape \(2, 16000\) is 2 channels of one sound, or 2 sounds"):
        tiny.encode(both, 16000)
    with pytest.raises(ValueError, match="2 sounds"):
        sonoglyph.StreamEncoder(tiny).push(both)
    for channel, same in [("mix", mean), ("auto", mean), ("left", left), ("right", noise), (0, left),
                          (np.int64(1), noise)]:
        np.testing.assert_array_equal(tiny.encode(both, 16000, channel=channel),
                                      tiny.encode(same, 16000))
    upside = np.stack([noise, -0.9 * noise]).astype(np.float32)
    np.testing.assert_array_equal(tiny.encode(upside, 16000, channel="auto"),
                                  tiny.encode(noise, 16000))
    for channel in ("mix", "auto", "left", 0):
        np.testing.assert_array_equal(tiny.encode(noise, 16000, channel=channel),
                                      tiny.encode(noise, 16000))


def test_int16_is_float_times_32768(tiny, noise):
    integers = (noise * 32768).astype(np.int16)
    np.testing.assert_array_equal(tiny.encode(integers, 16000),
                                  tiny.encode(integers.astype(np.float32) / 32768, 16000))


def test_input_is_not_changed(tiny, noise):
    before = noise.copy()
    tiny.encode(noise, 16000)
    np.testing.assert_array_equal(noise, before)


def test_decode_takes_every_integer_type(tiny, noise):
    codes = tiny.encode(noise, 16000)
    sound = tiny.decode(codes)
    assert len(sound) == codes.shape[1] * tiny.hop
    for dtype in (np.uint16, np.int32, np.uint32, np.int64, np.uint64):
        np.testing.assert_array_equal(tiny.decode(codes.astype(dtype)), sound)
    np.testing.assert_array_equal(tiny.decode(np.asfortranarray(codes)), sound)
    assert tiny.decode(codes[:, :0]).shape == (0,)


@pytest.mark.parametrize("kind", [np.float64, np.float16, ">f4"])
def test_other_floats_are_float32(tiny, noise, kind):
    np.testing.assert_array_equal(
        tiny.encode(noise.astype(kind), 16000),
        tiny.encode(noise.astype(kind).astype(np.float32), 16000),
    )


def test_a_batch_is_its_sounds(tiny, noise):
    sounds = np.stack([noise, noise[::-1], noise * 0.5])
    alone = [tiny.encode(np.ascontiguousarray(x), 16000) for x in sounds]
    for batch in (sounds, sounds[:, None], list(sounds), [x[None] for x in sounds]):
        for codes, expected in zip(tiny.encode_batch(batch, 16000, workers=2), alone):
            np.testing.assert_array_equal(codes, expected)
    lengths = [16000, 8000, 320]
    for codes, x, n in zip(tiny.encode_batch(sounds, 16000, 2, lengths=lengths), sounds, lengths):
        np.testing.assert_array_equal(codes, tiny.encode(np.ascontiguousarray(x[:n]), 16000, 2))
    for sound, codes in zip(tiny.decode_batch(alone), alone):
        np.testing.assert_array_equal(sound, tiny.decode(codes))
    cut = tiny.decode_batch(np.stack(alone), lengths=[10, 20, 50])
    assert [len(sound) for sound in cut] == [10 * tiny.hop, 20 * tiny.hop, 50 * tiny.hop]
    assert tiny.encode_batch([], 16000) == []


def test_a_batch_is_never_mixed(tiny, noise):
    stereo = np.stack([noise, noise[::-1]])[None]
    with pytest.raises(ValueError, match="2 sounds"):
        tiny.encode_batch(stereo, 16000)
    mixed = tiny.encode(stereo[0], 16000, channel="mix")
    np.testing.assert_array_equal(tiny.encode_batch(stereo, 16000, channel="mix")[0], mixed)
    with pytest.raises(ValueError, match="item 0"):
        tiny.encode_batch(noise, 16000)  # no batch
    with pytest.raises(ValueError, match="2 of them for 1"):
        tiny.encode_batch(stereo, 16000, channel="mix", lengths=[1, 2])
    with pytest.raises(ValueError, match="has 99999"):
        tiny.encode_batch(noise[None], 16000, lengths=[99999])


def test_codebooks_and_latents(codec, noise):
    books = codec.codebooks
    assert books.shape[:2] == (codec.levels, codec.codebook_size) and books.dtype == np.float32
    codes = codec.encode(noise, 16000)
    latents = codec.latents(codes)
    assert latents.shape == (books.shape[2], codes.shape[1])
    expected = sum(books[q, codes[q, 7]] for q in range(codec.levels))
    np.testing.assert_allclose(latents[:, 7], expected, rtol=1e-6)
    with pytest.raises(ValueError):
        codec.latents(codes + codec.codebook_size)


def test_phones_want_a_table(tiny, noise):
    with pytest.raises(sonoglyph.Error, match="no table of phones"):
        tiny.phones(tiny.encode(noise, 16000))
    semantic = sonoglyph.Codec.load(SOURCE / "models/speech-16k-semantic.json")
    runs = semantic.phones(semantic.encode(*sonoglyph.read_audio(CLIP)))
    assert len(runs) > 10 and all(a < b and 0 <= sure <= 1 for a, b, phone, sure in runs)
    assert all(one[1] == after[0] for one, after in zip(runs, runs[1:]))


def test_other_rates(tiny, noise):
    codes = tiny.encode(noise, 16000)
    for rate in (8000, 22050, 44100, 48000):
        assert len(tiny.decode(codes, rate)) == -(-codes.shape[1] * tiny.hop * rate // 16000)
        assert tiny.encode(noise, rate).shape[1] == -(-(-(-len(noise) * 16000 // rate)) // tiny.hop)


@pytest.mark.parametrize("wrong, kind, text", [
    (lambda c, x: c.encode(x.astype(np.int32), 16000), TypeError, "int32"),
    (lambda c, x: c.encode(x.astype(complex), 16000), TypeError, "complex128"),
    (lambda c, x: c.encode([0.1, 0.2], 16000), TypeError, "list"),
    (lambda c, x: c.encode(x.reshape(4, 4, -1), 16000), ValueError, "(4, 4, 1000)"),
    (lambda c, x: c.encode(x.reshape(-1, 2), 16000), ValueError, "samples.T"),
    (lambda c, x: c.encode(x[:0], 16000), ValueError, "no samples"),
    (lambda c, x: c.encode(np.zeros((0, 5), np.float32), 16000), ValueError, "no samples"),
    (lambda c, x: c.encode(x, 999), ValueError, "999 Hz"),
    (lambda c, x: c.encode(x, -16000), ValueError, "-16000 Hz"),
    (lambda c, x: c.encode(x, 16000, 0), ValueError, "codebooks: 0"),
    (lambda c, x: c.encode(x, 16000, 99), ValueError, "codebooks: 99"),
    (lambda c, x: c.encode(np.stack([x, x]), 16000, channel="centre"), ValueError, "centre"),
    (lambda c, x: c.encode(np.stack([x, x]), 16000, channel="1"), ValueError, "'1'"),
    (lambda c, x: c.encode(np.stack([x, x]), 16000, channel=2), ValueError, "channel: 2"),
    (lambda c, x: c.encode(np.stack([x, x]), 16000, channel=-1), ValueError, "channel: -1"),
    (lambda c, x: c.encode(np.stack([x, x]), 16000, channel=1 << 70), ValueError, "counted from 0"),
    (lambda c, x: c.encode(np.stack([x, x]), 16000, channel=True), TypeError, "bool"),
    (lambda c, x: c.encode(np.stack([x, x]), 16000, channel=0.5), TypeError, "float"),
    (lambda c, x: c.encode(x, 16000, channel="right"), ValueError, "channel: 1"),
    (lambda c, x: c.decode(np.zeros((1, 5))), TypeError, "float64"),
    (lambda c, x: c.decode(np.zeros(5, int)), ValueError, "(5,)"),
    (lambda c, x: c.decode(np.zeros((50, 4), int)), ValueError, "(50, 4)"),
    (lambda c, x: c.decode(np.zeros((0, 4), int)), ValueError, "(0, 4)"),
    (lambda c, x: c.decode(np.full((1, 3), -1)), ValueError, "codes: -1 at codebook 1, frame 0"),
    (lambda c, x: c.decode(np.full((1, 3), 1 << 40)), ValueError, "codes: 1099511627776"),
    (lambda c, x: c.decode(np.full((1, 3), 2**64 - 1, np.uint64)), ValueError, "codes: "),
    (lambda c, x: c.decode(np.zeros((1, 3), int), 1), ValueError, "1 Hz"),
])
def test_wrong_arguments(tiny, noise, wrong, kind, text):
    with pytest.raises(kind) as raised:
        wrong(tiny, noise)
    assert text in str(raised.value) and "\n" not in str(raised.value)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("shape", ["mono", "stereo"])
def test_what_is_not_finite_is_named_with_its_place(tiny, noise, value, shape):
    sound = noise.copy() if shape == "mono" else np.stack([noise, noise])
    sound[..., 12345] = value
    for channel in ("mix", "auto"):
        with pytest.raises(ValueError, match="at sample 12345$"):
            tiny.encode(sound, 16000, channel=channel)


def test_a_code_that_is_too_large_is_named_with_its_place(tiny):
    codes = np.zeros((2, 100), np.int64)
    codes[1, 77] = tiny.codebook_size
    with pytest.raises(ValueError, match=f"{tiny.codebook_size} at codebook 2, frame 77"):
        tiny.decode(codes)


def test_models_are_found_or_the_places_named(tmp_path, monkeypatch):
    assert sonoglyph.Codec.load("tiny").name == "tiny"
    assert sonoglyph.Codec.load(str(SOURCE / "models/tiny.json")).name == "tiny"
    for name in ("tiny.json", "tiny.safetensors"):
        (tmp_path / name).write_bytes((SOURCE / "models" / name).read_bytes())
    (tmp_path / "mine.json").write_bytes((SOURCE / "models/tiny.json").read_bytes())
    monkeypatch.setenv("SONOGLYPH_MODELS", str(tmp_path))
    assert sonoglyph.Codec.load("mine").name == "tiny"
    with pytest.raises(sonoglyph.Error, match="no model 'absent'") as raised:
        sonoglyph.Codec.load("absent")
    assert raised.value.code == "io" and str(tmp_path) in str(raised.value)
    data = bytearray((tmp_path / "tiny.safetensors").read_bytes())
    data[-1] ^= 1
    (tmp_path / "tiny.safetensors").write_bytes(data)
    with pytest.raises(sonoglyph.Error) as raised:
        sonoglyph.Codec.load(tmp_path / "mine.json")
    assert raised.value.code == "corrupt" and "\n" not in str(raised.value)
