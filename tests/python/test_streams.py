import threading
import time

import numpy as np
import pytest

import sonoglyph


def pieces(array, size):
    return [array[..., i:i + size] for i in range(0, array.shape[-1], size)]


@pytest.mark.parametrize("rate", [16000, 44100])
@pytest.mark.parametrize("size", [1, 159, 320, 1000, 4001])
def test_a_stream_gives_the_codes_of_the_whole(tiny, noise, rate, size):
    whole = tiny.encode(noise, rate)
    stream = sonoglyph.StreamEncoder(tiny, sample_rate=rate)
    assert stream.sample_rate == rate
    parts = [stream.push(p) for p in pieces(noise, size)]
    assert all(p.shape[0] == tiny.levels for p in parts)
    assert sum(p.shape[1] for p in parts) > 0  # before the end: it is a stream
    np.testing.assert_array_equal(np.concatenate(parts + [stream.finish()], axis=1), whole)


@pytest.mark.parametrize("rate", [16000, 44100])
@pytest.mark.parametrize("size", [1, 7, 50])
def test_a_stream_gives_the_sound_of_the_whole(tiny, noise, rate, size):
    codes = tiny.encode(noise, 16000)
    whole = tiny.decode(codes, rate)
    stream = sonoglyph.StreamDecoder(tiny, sample_rate=rate)
    parts = [stream.push(p) for p in pieces(codes, size)]
    done = sum(len(p) for p in parts)
    assert len(whole) - stream.latency <= done < len(whole)
    np.testing.assert_array_equal(np.concatenate(parts + [stream.finish()]), whole)


def test_speech_in_a_stream(codec, clip):
    samples, rate = clip
    encoder = sonoglyph.StreamEncoder(codec, codebooks=2, sample_rate=rate)
    parts = [encoder.push(p) for p in pieces(samples, 960)]
    codes = np.concatenate(parts + [encoder.finish()], axis=1)
    np.testing.assert_array_equal(codes, codec.encode(samples, rate, 2))


def test_reset_and_finish_forget_the_past(tiny, noise):
    fresh = sonoglyph.StreamEncoder(tiny).push(noise)
    stream = sonoglyph.StreamEncoder(tiny)
    stream.push(noise[::-1][:777])
    stream.reset()
    np.testing.assert_array_equal(stream.push(noise), fresh)
    stream.finish()
    np.testing.assert_array_equal(stream.push(noise), fresh)
    decoder = sonoglyph.StreamDecoder(tiny)
    first = decoder.push(fresh)
    decoder.reset()
    np.testing.assert_array_equal(decoder.push(fresh), first)
    decoder.finish()
    np.testing.assert_array_equal(decoder.push(fresh), first)


def test_nothing_gives_nothing(tiny):
    encoder = sonoglyph.StreamEncoder(tiny)
    assert encoder.push(np.zeros(0, np.float32)).shape == (tiny.levels, 0)
    assert encoder.finish().shape == (tiny.levels, 0)
    decoder = sonoglyph.StreamDecoder(tiny)
    assert decoder.push(np.zeros((1, 0), np.int16)).shape == (0,)
    assert decoder.finish().shape == (0,)


def test_a_nan_resets_and_bad_codes_leave_the_stream_as_it_was(tiny, noise):
    encoder = sonoglyph.StreamEncoder(tiny)
    fresh = encoder.push(noise)
    with pytest.raises(ValueError, match="NaN"):
        encoder.push(np.array([0.1, np.nan], np.float32))
    np.testing.assert_array_equal(encoder.push(noise), fresh)
    decoder = sonoglyph.StreamDecoder(tiny)
    wrong = fresh.copy()
    wrong[0, -1] = tiny.codebook_size
    with pytest.raises(ValueError):
        decoder.push(wrong)
    parts = [decoder.push(fresh), decoder.finish()]
    np.testing.assert_array_equal(np.concatenate(parts), tiny.decode(fresh))


def long_enough(call):
    """An argument for which call() takes half a second at least, and how long it took."""
    seconds = 30
    while True:
        start = time.perf_counter()
        call(seconds)
        if time.perf_counter() - start > 0.5:
            return seconds
        seconds *= 3


@pytest.mark.parametrize("work", ["encode", "decode"])
def test_threads_overlap(tiny, noise, work):
    """A whole call here, from start to end, while another thread is inside one call."""
    if work == "encode":
        run = lambda seconds: tiny.encode(np.tile(noise, seconds), 16000)
    else:
        codes = tiny.encode(noise, 16000)
        run = lambda seconds: tiny.decode(np.tile(codes, (1, seconds)))
    expected = run(1)
    seconds = long_enough(run)
    began, ended = threading.Event(), []

    def background():
        began.set()
        run(seconds)
        ended.append(time.perf_counter())

    thread = threading.Thread(target=background)
    thread.start()
    began.wait()
    time.sleep(0.1)  # long after the call began, long before it ends
    np.testing.assert_array_equal(run(1), expected)
    done = time.perf_counter()
    thread.join()
    assert done < ended[0]


def test_one_codec_on_many_threads_gives_the_same_codes(codec, clip):
    samples, rate = clip
    expected = codec.encode(samples, rate)
    results = [None] * 4

    def work(i):
        results[i] = codec.encode(samples, rate)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for codes in results:
        np.testing.assert_array_equal(codes, expected)


def test_one_stream_on_two_threads_is_locked(tiny, noise):
    """Pieces may come in any order, but each is taken whole: no crash, no frame lost."""
    stream = sonoglyph.StreamEncoder(tiny)
    frames = []

    def work():
        for piece in pieces(noise, tiny.hop):
            frames.append(stream.push(piece).shape[1])

    threads = [threading.Thread(target=work) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sum(frames) == 2 * len(noise) // tiny.hop
