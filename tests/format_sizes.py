"""Size on disk of 1000 utterances in every format of tokens, as the table of codec/tokens/TOKENS.md.

    PYTHONPATH=build/release/app/python python tests/format_sizes.py build/release/app/sonoglyph ../shared/data [WORK]

By hand, some minutes. The utterances are 1000 of the data's speech recordings, evenly spread over its
manifest; the interpreter needs pyarrow, lhotse and h5py.
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

COUNT = 1000
SHARDS = ["--shard-size", "1000"]
NATIVE = [  # what, options of `batch`
    (".sgl, --no-entropy", ["--to", "sgl", "--no-entropy"]),
    (".sgl, entropy coded", ["--to", "sgl"]),
    (".npy with sidecar", ["--to", "npy"]),
    (".npy, --no-sidecar", ["--to", "npy", "--no-sidecar"]),
    (".safetensors", ["--to", "safetensors"]),
    (".csv", ["--to", "csv"]),
    (".json", ["--to", "json"]),
    (".jsonl, a file each", ["--to", "jsonl"]),
    ("jsonl shard", ["--to", "jsonl", *SHARDS]),
    ("tar shard (WebDataset)", ["--to", "tar", *SHARDS]),
    ("megatron shard", ["--to", "megatron", *SHARDS]),
]
PACKED = ["parquet", "arrow", "lhotse", "shar"]


def utterances(data):
    with open(data / "manifest.tsv", encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if r["kind"] == "speech"]
    step = len(rows) / COUNT
    return [rows[int(i * step)] for i in range(COUNT)]


def measured(folder):
    """(files, bytes, bytes of the blocks that they take)"""
    files = [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".sonoglyph")]
    status = [p.stat() for p in files]
    return len(files), sum(s.st_size for s in status), sum(s.st_blocks * 512 for s in status)


def run(*command):
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)


def main(program, data, work):
    data, work = pathlib.Path(data).resolve(), pathlib.Path(work)
    listed = work / "list.jsonl"
    rows = []
    for i, row in enumerate(utterances(data)):
        rows.append({"id": f"{row['set']}-{i:04d}", "audio_filepath": str(data / row["file"]),
                     "text": row["text_or_label"], "speaker": row["speaker"], "language": row["lang"]})  # fmt: skip

    def write_list():
        with open(listed, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    tables = []
    write_list()
    for what, options in NATIVE:
        folder = work / what.replace(" ", "_").strip(".")
        pattern = [] if "shard" in what else ["--pattern", "{id}.{ext}"]
        run(program, "batch", "--manifest", listed, "--out", folder, "--quiet", *pattern, *options)
        tables.append((what, *measured(folder)))
        if what == NATIVE[1][0]:  # the other formats are made from these: the codes are the same
            for row in rows:
                row["audio_filepath"] = str(folder / (row["id"] + ".sgl"))
            write_list()
    for to in PACKED:
        folder = work / to
        run(sys.executable, "-m", "sonoglyph", "pack", listed, "--to", to, "--out", folder, *SHARDS)
        tables.append((f"{to} shard", *measured(folder)))

    shapes, seconds = [], 0.0
    with open(next((work / "jsonl_shard").glob("shard-*.jsonl")), encoding="utf-8") as file:
        for row in map(json.loads, file):
            shapes.append((row["levels"], row["columns"], row["codebook_size"]))
            seconds += row["duration"]
    codes = sum(q * t for q, t, _ in shapes)
    bits = sum(q * t * (k - 1).bit_length() for q, t, k in shapes)
    print(f"{len(shapes)} utterances, {seconds:.0f} s, {codes} codes\n")
    print("| format | files | bytes | to int16 | bits a second | on disk (blocks) |")
    print("|---|---:|---:|---:|---:|---:|")
    for what, files, size, blocks in [
        ("codes alone, packed bits", "-", (bits + 7) // 8, "-"),
        ("codes alone, int16", "-", 2 * codes, "-"),
        *tables,
    ]:
        print(f"| {what} | {files} | {size} | {size / (2 * codes):.2f} | {8 * size / seconds:.0f} | {blocks} |")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    if len(sys.argv) == 4:
        os.makedirs(sys.argv[3])
        main(*sys.argv[1:])
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(*sys.argv[1:], folder)
