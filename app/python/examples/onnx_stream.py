"""Encoder and decoder as ONNX, run by onnxruntime a frame at a time.

    python onnx_stream.py in.wav out.wav folder
"""

import sys

import numpy as np
import onnxruntime
import sonoglyph
from sonoglyph.torch import Network, export_onnx

net = Network.load("speech-16k")
paths = export_onnx(net, sys.argv[3])
encoder, decoder = (onnxruntime.InferenceSession(str(path)) for path in paths)
kinds = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64}


def stream(session):
    """A function of one piece; the state stays inside."""
    first, *states = session.get_inputs()
    state = [np.zeros([n if isinstance(n, int) else 1 for n in s.shape], kinds[s.type]) for s in states]

    def push(piece):
        out, *state[:] = session.run(None, {first.name: piece, **{s.name: v for s, v in zip(states, state)}})
        return out

    return push


codec = sonoglyph.Codec.load("speech-16k")
samples, rate = sonoglyph.read_audio(sys.argv[1], channel="auto")
sound = codec.decode(codec.encode(samples, rate))  # at 16 kHz
encode, decode, hop = stream(encoder), stream(decoder), net.config.hop
pieces = [decode(encode(sound[None, t : t + hop])) for t in range(0, len(sound) - hop + 1, hop)]
sonoglyph.write_audio(sys.argv[2], np.concatenate(pieces, 1)[0, net.config.delay :], codec.sample_rate)
