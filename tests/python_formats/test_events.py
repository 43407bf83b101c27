"""What `sonoglyph-train fit` leaves for TensorBoard, by TensorBoard's own reader."""

import csv
import json
import os
import pathlib
import shutil
import subprocess

import pytest

from conftest import CLIPS, SOURCE

TRAIN = pathlib.Path(os.environ.get("SONOGLYPH_TRAIN", SOURCE / "build/release/app/sonoglyph-train"))


@pytest.mark.skipif(not TRAIN.exists(), reason="the trainer is not built (libtorch)")
def test_tensorboard_reads_the_curves_of_log_csv(tmp_path):
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    (tmp_path / "sounds").mkdir()
    for i in range(4):
        shutil.copy(CLIPS[i % 2], tmp_path / f"sounds/{i}.flac")
    recipe = json.loads((SOURCE / "models/tiny.recipe.json").read_text())
    recipe.update(steps=12, batch=2, crop_seconds=0.6, free_steps=4, shares={})
    (tmp_path / "recipe.json").write_text(json.dumps(recipe))
    for command in (
        ["pack", "sounds", "sounds.sgc", "--valid", "0.25"],
        ["fit", "recipe.json", "sounds.sgc", "run", "--threads", "1", "--log-every", "4"],
    ):
        subprocess.run([str(TRAIN), *command], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    events = accumulator.EventAccumulator(str(tmp_path / "run"))
    events.Reload()
    with open(tmp_path / "run/log.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == [4, 8, 12]
    assert {"train/mel", "rate", "valid/mel", "perplexity/1"} <= set(events.Tags()["scalars"])
    told = events.Scalars("train/mel")
    assert [event.step for event in told] == [4, 8, 12]
    for event, row in zip(told, rows):
        assert event.value == pytest.approx(float(row["mel"]), rel=1e-3)
    assert events.Scalars("perplexity/1")[-1].step == 12
    assert events.Scalars("valid/mel")[-1].value > 0
