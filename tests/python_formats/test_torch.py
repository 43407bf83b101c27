"""The PyTorch twin against the engine, the fixtures of vector-quantize-pytorch, and the package."""

import os
import pathlib

import numpy as np
import pytest

import sonoglyph

torch = pytest.importorskip("torch")

from safetensors import safe_open  # noqa: E402
from sonoglyph.torch import Network, ResidualSimVQ, SimVQ, export_onnx  # noqa: E402

FIXTURES = pathlib.Path(os.environ.get("SONOGLYPH_FIXTURES", "/nowhere"))


@pytest.fixture(scope="module")
def net(codec):
    return Network.load(codec.name)


def assert_codes_are_the_engines(net, samples, ours, engine):
    """Equal, but where two entries are equally near: what comes behind in that frame differs then."""
    assert ours.shape == engine.shape
    odd = np.flatnonzero((ours != engine).any(0))
    assert len(odd) <= max(1, 0.01 * ours.shape[1])
    with torch.no_grad():
        z, first = net.latents(torch.from_numpy(samples)[None])
    for frame in odd:
        rest = z[0, frame]
        for q, layer in enumerate(net.quantizer.layers):
            a, b = int(ours[q, frame]), int(engine[q, frame])
            own = q == 0 and first is not None
            book = net.quantizer.first.codebook if own else layer.codebook
            chosen_by = first[0, frame] if own else rest
            if a != b:
                far = [(chosen_by - book[k]).square().sum().item() for k in (a, b)]
                assert abs(far[0] - far[1]) < 1e-4 * max(far)
                break
            rest = rest - layer.codebook[a]


def assert_sounds_are_alike(ours, expected):
    """As a whole: where a harmonic comes and goes hangs on the last bit of the pitch, which every
    processor's matrix product rounds in its own way. 60 dB below the sound, the difference at most."""
    assert ours.shape == expected.shape and np.square(expected).sum() > 0
    assert np.square(ours - expected).sum() < 1e-6 * np.square(expected).sum()


def test_codes_are_the_engines(codec, net, clip):
    codes = net.encode(torch.from_numpy(clip)[None])[0].numpy()
    assert_codes_are_the_engines(net, clip, codes, codec.encode(clip, codec.sample_rate))


def test_sound_is_the_engines(codec, net, clip):
    codes = codec.encode(clip, codec.sample_rate)
    sound = net.decode(torch.from_numpy(codes.astype(np.int64))[None])[0].numpy()
    assert_sounds_are_alike(sound, codec.decode(codes))


def test_sound_of_one_codebook_is_the_engines(codec, net, clip):
    codes = codec.encode(clip, codec.sample_rate, 1)
    sound = net.decode(torch.from_numpy(codes.astype(np.int64))[None])[0].numpy()
    assert_sounds_are_alike(sound, codec.decode(codes))


def test_pieces_make_the_whole(codec, net, clip):
    part = clip[: 60 * codec.hop]
    state, codes = net.encoder_state(), []
    with torch.no_grad():
        for piece in torch.from_numpy(part)[None].split(7 * codec.hop, 1):
            z, first, state = net.latents_of(piece, state)
            codes.append(net.quantizer.search(z, first))
    codes = torch.cat(codes, 1)[0].T.numpy()
    assert_codes_are_the_engines(net, part, codes, codec.encode(part, codec.sample_rate)[:, :60])


def test_a_batch_is_its_sounds(net, clip):
    hop = net.config.hop
    part = torch.from_numpy(clip[: 40 * hop])
    both = torch.stack([part, part.flip(0)])
    codes = net.encode(both)
    for one, alone in zip(both, codes, strict=True):
        assert_codes_are_the_engines(net, one.numpy(), alone.numpy(), net.encode(one[None])[0].numpy())
    sound = net.decode(codes)
    assert_sounds_are_alike(sound[1].numpy(), net.decode(codes[1:])[0].numpy())


def test_gradients_reach_every_weight(codec, net, clip):
    net.train()
    sound, codes, losses = net(torch.from_numpy(clip[None, : 50 * net.config.hop]))
    (sound.square().sum() + losses.sum()).backward()
    without = [n for n, p in net.named_parameters() if p.grad is None or not p.grad.isfinite().all()]
    net.eval().zero_grad()
    assert without == [] if codec.name != "speech-16k-semantic" else all("semantic" in n for n in without)


def test_saved_it_is_what_the_engine_runs(codec, net, clip, tmp_path):
    path = net.save(tmp_path, "again")
    again = sonoglyph.Codec.load(path)
    assert again.name == "again"
    codes = again.encode(clip, codec.sample_rate)
    assert np.array_equal(codes, codec.encode(clip, codec.sample_rate))
    assert np.array_equal(again.decode(codes), codec.decode(codes))


# --- The quantizer ---


def fixtures(kind):
    found = []
    for path in sorted(FIXTURES.glob("*.safetensors")):
        with safe_open(path, "pt") as file:
            about = file.metadata()
            if about["kind"] == kind:
                found.append(pytest.param(about, {k: file.get_tensor(k) for k in file.keys()}, id=path.stem))
    return found or [pytest.param(None, None, marks=pytest.mark.skip("no fixtures"))]


def near(ours, theirs):
    return torch.allclose(ours.reshape(theirs.shape), theirs, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("about, t", fixtures("SimVQ"))
def test_simvq_as_the_reference(about, t):
    size, width = t["frozen_codebook"].shape
    level = SimVQ(
        t["weight"].shape[0],
        size,
        frozen_codebook_dim=width,
        rotation_trick=about["rotation_trick"] == "True",
        channel_first=about["channel_first"] == "True",
        commitment_weight=float(about["commitment_weight"]),
        input_to_quantize_commit_loss_weight=float(about["input_to_quantize_commit_loss_weight"]),
    )
    level.load_state_dict(
        {"frozen_codebook": t["frozen_codebook"], "code_transform.weight": t["weight"]}
    )
    x = t["input"].clone().requires_grad_()
    quantized, indices, loss = level(x)
    assert torch.equal(indices, t["indices"])
    assert near(quantized, t["quantized"]) and near(loss, t["commit_loss"])
    assert near(level.codebook, t["codebook"])
    assert near(level.indices_to_codes(indices), t["codes_from_indices"])
    ((quantized * t["upstream_grad"]).sum() + loss).backward()
    assert near(x.grad, t["input_grad"]) and near(level.code_transform.weight.grad, t["weight_grad"])


@pytest.mark.parametrize("about, t", fixtures("ResidualSimVQ"))
def test_residual_simvq_as_the_reference(about, t):
    count = int(about["num_quantizers"])
    channel_first = about["channel_first"] == "True"
    size, dim = t["layers.0.frozen_codebook"].shape
    levels = ResidualSimVQ(
        dim,
        num_quantizers=count,
        codebook_size=size,
        channel_first=channel_first,
        rotation_trick=about["rotation_trick"] == "True",
    )
    for i, layer in enumerate(levels.layers):
        layer.load_state_dict(
            {
                "frozen_codebook": t[f"layers.{i}.frozen_codebook"],
                "code_transform.weight": t[f"layers.{i}.weight"],
            }
        )
    x = t["input"].clone().requires_grad_()
    quantized, indices, losses = levels(x, active=int(about["active_quantizers"]))
    assert torch.equal(indices, t["indices"])
    assert near(quantized, t["quantized"]) and near(losses, t["commit_losses"])
    assert near(levels.get_codes_from_indices(indices), t["codes"])
    assert near(levels.get_output_from_indices(indices), t["output_from_indices"])
    ((quantized * t["upstream_grad"]).sum() + losses.sum()).backward()
    assert near(x.grad, t["input_grad"])
    for i, layer in enumerate(levels.layers):
        grad = layer.code_transform.weight.grad
        assert near(torch.zeros(dim, dim) if grad is None else grad, t[f"layers.{i}.weight_grad"])


def test_a_models_levels_load_into_vector_quantize_pytorch(net, clip):
    theirs_of = pytest.importorskip("vector_quantize_pytorch").SimVQ
    z, _ = net.latents(torch.from_numpy(clip)[None])
    z = z.detach()
    layer = net.quantizer.layers[1]
    size, dim = layer.frozen_codebook.shape
    theirs = theirs_of(
        dim=dim,
        codebook_size=size,
        codebook_transform=torch.nn.Linear(dim, dim),  # theirs has no bias of its own accord
        rotation_trick=False,
    )
    theirs.load_state_dict(layer.state_dict())
    with torch.no_grad():
        quantized, indices, _ = theirs(z)
        ours, codes, _ = layer(z)
    assert torch.equal(indices, codes)
    assert torch.allclose(quantized, ours, atol=1e-6)


def test_a_fresh_state_loads_both_ways():
    package = pytest.importorskip("vector_quantize_pytorch")
    ours = ResidualSimVQ(16, num_quantizers=3, codebook_size=64)
    theirs = package.ResidualSimVQ(dim=16, num_quantizers=3, codebook_size=64).eval()
    theirs.load_state_dict(ours.state_dict())
    x = torch.randn(2, 30, 16)
    for a, b in zip(ours.eval()(x), theirs(x)):
        assert torch.allclose(a.float().flatten(), b.float().flatten(), rtol=1e-5, atol=1e-5)
    ours.load_state_dict(theirs.state_dict())


# --- ONNX ---


@pytest.fixture(scope="module")
def graphs(codec, net, tmp_path_factory):
    if codec.name == "speech-16k":
        pytest.skip("one with a semantic encoder and one without: exporting takes a minute")
    ort = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnxscript")
    paths = export_onnx(net, tmp_path_factory.mktemp("onnx"))
    return [ort.InferenceSession(str(path), providers=["CPUExecutionProvider"]) for path in paths]


def run(session, values):
    """The outputs of a stream of pieces, its state handed on."""
    kinds = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64}
    inputs = session.get_inputs()
    state = [
        np.zeros([n if isinstance(n, int) else 1 for n in i.shape], kinds[i.type]) for i in inputs[1:]
    ]
    outputs = []
    for value in values:
        feed = {inputs[0].name: value, **{i.name: s for i, s in zip(inputs[1:], state)}}
        out, *state = session.run(None, feed)
        outputs.append(out)
    return np.concatenate(outputs, -1)


@pytest.mark.parametrize("frames", [1, 7, 1000])
def test_onnx_streams_as_the_engine(codec, net, clip, graphs, frames):
    encoder, decoder = graphs
    hop, delay = codec.hop, net.config.delay
    whole = clip[: 100 * hop]
    cut = lambda x, step: np.split(x, range(step, x.shape[-1], step), -1)  # noqa: E731
    codes = run(encoder, cut(whole[None], min(frames * hop, len(whole))))
    engine = codec.encode(whole, codec.sample_rate)[:, : codes.shape[2]]
    assert_codes_are_the_engines(net, whole, codes[0], engine)
    sound = run(decoder, cut(engine[None].astype(np.int64), frames))
    about = decoder.get_modelmeta().custom_metadata_map
    assert int(about["delay"]) == delay and about["fingerprint"] == codec.fingerprint
    expected = codec.decode(engine)
    assert_sounds_are_alike(sound[0, delay:], expected[: sound.shape[1] - delay])
