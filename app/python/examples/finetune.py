"""A few steps of training of the decoder in PyTorch, then the engine runs what came out.

    python finetune.py speech.wav folder
"""

import sys

import sonoglyph
import torch
from sonoglyph.torch import Network

net = Network.load("speech-16k")
codec = sonoglyph.Codec.load("speech-16k")
samples, rate = sonoglyph.read_audio(sys.argv[1], channel="auto")
sound = torch.from_numpy(codec.decode(codec.encode(samples, rate)))[None]  # at 16 kHz

for part in (net.encoder, net.quantizer):
    part.requires_grad_(False)
optimizer = torch.optim.AdamW(net.decoder.parameters(), 1e-5)
window = torch.hann_window(512)
spectrum = lambda x: torch.stft(x, 512, 128, window=window, return_complex=True).abs()  # noqa: E731
for step in range(3):
    made, codes, losses = net(sound)
    far = (spectrum(made) - spectrum(sound[:, : made.shape[1]])).abs().mean()
    optimizer.zero_grad()
    far.backward()
    optimizer.step()
    print(f"step {step}: {far.item():.4f}")

tuned = sonoglyph.Codec.load(net.save(sys.argv[2], "tuned"))
print(tuned, tuned.fingerprint[:8])
