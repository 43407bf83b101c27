#!/usr/bin/env python3
"""A reader of .sgl files, written from codec/container/FORMAT.md alone.

read_sgl.py FILE.sgl [PRIOR.safetensors]   prints the codes, one frame a line
read_sgl.py --check FOLDER                 holds the vectors of FOLDER against vectors.json

Plain Python, for reading and for comparing with another reader; it is no part of Sonoglyph and
shares nothing with its sources.
"""

import hashlib
import json
import struct
import sys
from pathlib import Path

# CRC-32C.
TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    TABLE.append(byte)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 255] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def clamp(x, low, high):
    return max(low, min(high, x))


def toward_zero(a, b):
    return a // b if a >= 0 else -(-a // b)


# The logistic tables of the entropy coder.
POWERS = [1 << 32]
for _ in range(2047):
    POWERS.append(POWERS[-1] * 4278222805 >> 32)


def squash(x):
    x = clamp(x, -2047, 2047)
    high = (1 << 48) // ((1 << 32) + POWERS[abs(x)])
    return high if x >= 0 else 65536 - high


STRETCH = []
least = -2047
for p in range(4096):
    while least < 2047 and squash(least) < 16 * p + 8:
        least += 1
    STRETCH.append(least)


class Bit:
    def __init__(self, check=0):
        self.p, self.count, self.check = 32768, 0, check

    def learn(self, bit):
        target = 65535 if bit else 0
        self.p += toward_zero((target - self.p) * 2, 2 * self.count + 3)
        self.count = min(self.count + 1, 30)


class Table:
    def __init__(self, bits):
        self.size = 1024
        while self.size < 4 * bits:
            self.size *= 2
        self.slots = {}

    def at(self, context, node):
        h = ((context + 1) * 0x9E3779B1 ^ node * 0x85EBCA6B) & 0xFFFFFFFF
        h ^= h >> 15
        h = h * 0x2C1B3C6D & 0xFFFFFFFF
        h ^= h >> 13
        slot, check = h % self.size, h >> 24
        if slot not in self.slots:
            self.slots[slot] = Bit()
        if self.slots[slot].check != check:
            self.slots[slot] = Bit(check)
        return self.slots[slot]


class RangeReader:
    def __init__(self, data):
        self.data, self.used = data, 0
        self.low, self.high, self.value = 0, 0xFFFFFFFF, 0
        for _ in range(4):
            self.shift_in()

    def shift_in(self):
        byte = self.data[self.used] if self.used < len(self.data) else 0
        self.used += 1
        self.value = (self.value << 8 | byte) & 0xFFFFFFFF

    def bit(self, p):
        mid = self.low + ((self.high - self.low) * p >> 16)
        one = self.value <= mid
        if one:
            self.high = mid
        else:
            self.low = mid + 1
        while self.low >> 24 == self.high >> 24:
            self.low = self.low << 8 & 0xFFFFFFFF
            self.high = (self.high << 8 | 255) & 0xFFFFFFFF
            self.shift_in()
        return int(one)


class Prior:
    """A model's prior: safetensors, and a network of integers."""

    def __init__(self, path):
        data = Path(path).read_bytes()
        digest = hashlib.sha256(data).digest()
        self.id = int.from_bytes(digest[:8], "little") or 1
        size = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + size])
        meta = header.pop("__metadata__")
        if meta["format"] != "sonoglyph-prior-1":
            raise ValueError("no prior")
        self.shifts = [int(meta[f"shift{i}"]) for i in (1, 2, 3)]
        tensors = {}
        for name, t in header.items():
            begin, end = t["data_offsets"]
            raw = data[8 + size + begin : 8 + size + end]
            kind = {"embed": "b", "weight2": "b", "node": "b", "leaf": "H"}.get(name, "i")
            flat = struct.unpack(f"<{len(raw) // struct.calcsize(kind)}{kind}", raw)
            tensors[name] = (t["shape"], flat)
        self.tensors = tensors
        self.levels, self.codes = tensors["leaf"][0]
        self.hidden = tensors["bias1"][0][1]
        self.leaves = [self.row("leaf", q) for q in range(self.levels)]
        self.of_leaf = [{leaf: code for code, leaf in enumerate(row)} for row in self.leaves]

    def row(self, name, *index):
        shape, flat = self.tensors[name]
        at = 0
        for i, n in zip(index, shape):
            at = at * n + i
        length = 1
        for n in shape[len(index) :]:
            length *= n
        return flat[at * length : (at + 1) * length]

    def prepare(self, level, before, before2, lower):
        slots = [list(codes) + [self.codes] * (self.levels - len(codes)) for codes in (before, before2, lower)]
        h1 = list(self.row("bias1", level))
        for slot, code in enumerate(slots[0] + slots[1] + slots[2]):
            for i, x in enumerate(self.row("embed", slot, code)):
                h1[i] += x
        h1 = [clamp(x >> self.shifts[0], 0, 127) for x in h1]
        self.h2 = []
        for i, bias in enumerate(self.row("bias2", level)):
            sum_ = bias + sum(w * x for w, x in zip(self.row("weight2", level, i), h1))
            self.h2.append(clamp(sum_ >> self.shifts[1], 0, 127))

    def stretch(self, level, node):
        dot = sum(w * x for w, x in zip(self.row("node", level, node), self.h2))
        return clamp(self.row("node_bias", level)[node] + dot >> self.shifts[2], -2047, 2047)


def unpack(payload, count, bits):
    if len(payload) != (count * bits + 7) // 8:
        return None
    number = int.from_bytes(payload, "big")
    spare = 8 * len(payload) - count * bits
    if number & ((1 << spare) - 1):
        return None
    number >>= spare
    return [number >> bits * (count - 1 - i) & ((1 << bits) - 1) for i in range(count)]


def decode_entropy(payload, frames, levels, bits, prior):
    """Codes of a packet, frame by frame; None where the payload is longer than needed."""
    n = frames * levels
    coder = RangeReader(payload)
    order0, before_table, lower_table = Table(n * bits), Table(n * bits), Table(n * bits)
    repeat = [[Bit() for _ in range(bits)] for _ in range(levels)]
    start = [6000, 10000, 6000, 6000, 65536] if prior else [18000, 22000, 18000, 22000, 65536]
    weights = {}
    rows = []
    for t in range(frames):
        row = []
        before = rows[t - 1] if t >= 1 else []
        before2 = rows[t - 2] if t >= 2 else []
        for level in range(levels):
            tag = level << 20
            previous = before[level] if before else 65536
            if level:
                under = row[level - 1]
            else:
                under = before2[0] | 131072 if before2 else 65536
            expected = None
            if before:
                leaf = prior.leaves[level][previous] if prior else previous
                expected = leaf | 1 << bits
            if prior:
                prior.prepare(level, before, before2, row)
            node = 1
            for depth in range(bits):
                a = order0.at(tag, node)
                b = before_table.at(tag | previous, node)
                c = lower_table.at(tag | under, node)
                r = repeat[level][depth]
                follows = expected is not None and expected >> bits - depth == node
                likely = expected >> bits - 1 - depth & 1 if follows else 0
                inputs = [STRETCH[a.p >> 4], STRETCH[b.p >> 4], STRETCH[c.p >> 4], 0, 0]
                if follows:
                    inputs[3] = STRETCH[r.p >> 4] if likely else -STRETCH[r.p >> 4]
                if prior:
                    inputs[4] = prior.stretch(level, node)
                w = weights.setdefault((level, min(b.count, 3), min(c.count, 3)), list(start))
                x = clamp(sum(i * j for i, j in zip(w, inputs)) >> 16, -2047, 2047)
                p = clamp(squash(x), 24, 65512)
                bit = coder.bit(p)
                error = bit * 65536 - p
                for i in range(5):
                    w[i] = clamp(w[i] + (inputs[i] * error * 6 >> 20), -(1 << 20), 1 << 20)
                a.learn(bit)
                b.learn(bit)
                c.learn(bit)
                if follows:
                    r.learn(bit == likely)
                node = 2 * node + bit
            leaf = node - (1 << bits)
            row.append(prior.of_leaf[level][leaf] if prior else leaf)
        rows.append(row)
    return [code for row in rows for code in row] if coder.used >= len(payload) else None


def read_sgl(data, prior=None):
    """{levels, length, codes: [frame][level], lost: [[first, count]], bytes_skipped, truncated}"""
    if len(data) < 192 or data[:8] != b"\x89SGL\r\n\x1a\n":
        raise ValueError("no .sgl")
    version, header_bytes = struct.unpack_from("<HH", data, 8)
    if version != 1 or header_bytes != 192:
        raise ValueError("a later version")
    if crc32c(data[:188]) != struct.unpack_from("<I", data, 188)[0]:
        raise ValueError("a damaged header")
    (prior_id,) = struct.unpack_from("<Q", data, 112)
    levels, bits = data[126], data[127]
    (length,) = struct.unpack_from("<q", data, 128)
    (packet_frames,) = struct.unpack_from("<H", data, 148)
    if prior_id and (prior is None or prior.id != prior_id):
        raise ValueError("another prior")
    codes, lost = [], []
    skipped = 0
    footer = None

    def lose(count):
        if not count:
            return
        if lost and sum(lost[-1]) == len(codes):
            lost[-1][1] += count
        else:
            lost.append([len(codes), count])
        codes.extend([list(codes[-1] if codes else [0] * levels) for _ in range(count)])

    def credible(gap):
        return gap <= 8 * skipped + 60 * packet_frames - sum(n for _, n in lost)

    at = 192
    while at < len(data):
        if data[at : at + 8] == b"SGLINDEX":
            (entries,) = struct.unpack_from("<I", data[at : at + 12].ljust(12, b"\0"), 8)
            foot = min(at + 12 + 12 * entries, len(data))
            end = data[foot : foot + 40]
            if len(end) == 40 and end[:8] == b"SGLEND\r\n" and crc32c(end[:36]) == struct.unpack_from("<I", end, 36)[0]:
                offset, told, frames, packets, index_crc = struct.unpack_from("<QqIII", end, 8)
                if offset == at and index_crc == crc32c(data[at:foot]):
                    footer = (told, frames)
            skipped += len(data) - foot - (40 if footer else 0)
            break
        if data[at : at + 2] == b"\xf5\xa3" and at + 14 <= len(data):
            n, first, kind, crc = struct.unpack_from("<HIHI", data, at + 2)
            frames, coding = kind & 0xFFF, kind >> 12
            payload = data[at + 14 : at + 14 + n]
            packed = (frames * levels * bits + 7) // 8
            sound = (
                1 <= frames <= packet_frames
                and coding <= 2
                and 1 <= n
                and (n == packed if coding == 0 else n < packed)
                and len(payload) == n
                and crc == crc32c(data[at + 2 : at + 10] + payload)
            )
            if sound:
                at += 14 + n
                gap = first - len(codes)
                if gap < 0 or not credible(gap):
                    skipped += 14 + n
                    continue
                if coding == 0:
                    flat = unpack(payload, frames * levels, bits)
                else:
                    flat = decode_entropy(payload, frames, levels, bits, prior if coding == 2 else None)
                lose(gap)
                if flat is None:
                    lose(frames)
                else:
                    codes.extend(flat[i : i + levels] for i in range(0, len(flat), levels))
                continue
        at += 1
        skipped += 1
    if footer:
        if footer[1] > len(codes) and credible(footer[1] - len(codes)):
            lose(footer[1] - len(codes))
        if length < 0:
            length = footer[0]
    return {
        "levels": levels,
        "length": length if length >= 0 else None,
        "codes": codes,
        "lost": lost,
        "bytes_skipped": skipped,
        "truncated": footer is None,
    }


def read_csv(path):
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    return [[int(word) for word in line.split(",")[2:]] for line in lines[1:]]


def check(folder):
    wrong = 0
    vectors = json.loads((folder / "vectors.json").read_text())
    for vector in vectors:
        data = (folder / vector["file"]).read_bytes()
        prior = Prior(folder / "prior.safetensors") if any(data[112:120]) else None
        got = read_sgl(data, prior)
        want = {key: vector[key] for key in ("length", "lost", "bytes_skipped", "truncated")}
        want["codes"] = read_csv(folder / vector["codes"])
        for key, value in want.items():
            if got[key] != value:
                print(f"{vector['file']}: {key}: got {str(got[key])[:200]}, wanted {str(value)[:200]}")
                wrong += 1
        flat = [code for frame in got["codes"] for code in frame]
        crc = "%08x" % crc32c(struct.pack(f"<{len(flat)}H", *flat))
        if vector.get("codes_crc32c", crc) != crc:
            print(f"{vector['file']}: CRC of the codes: got {crc}, wanted {vector['codes_crc32c']}")
            wrong += 1
    print(f"{len(vectors)} vectors, {wrong} wrong")
    return 1 if wrong or not vectors else 0


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--check":
        sys.exit(check(Path(sys.argv[2])))
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    result = read_sgl(Path(sys.argv[1]).read_bytes(), Prior(sys.argv[2]) if len(sys.argv) == 3 else None)
    for frame in result["codes"]:
        print(*frame)
