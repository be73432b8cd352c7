#!/usr/bin/env python3
"""Writes contracts/evidence/vectors/*.json from SPEC.md alone.

Standard library only, and none of Lanyard's own code, so that the Rust crate is checked against a
second reading of the specification. Run it by hand after a change of SPEC.md; tests read the files.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import struct

OUT = pathlib.Path(__file__).resolve().parents[2] / "contracts" / "evidence" / "vectors"


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


# --- fields, events, leaves (SPEC.md 2 to 4) ---------------------------------------------------

def salt(seed, index, name):
    return hmac.new(seed, b"lanyard/salt/v1\0" + struct.pack(">H", index) + name, "sha256").digest()


def commitment(field_salt, name, value):
    return sha256(b"lanyard/field/v1\0" + field_salt + struct.pack(">H", len(name)) + name + value)


def event_digest(commitments):
    return sha256(b"lanyard/event/v1\0" + struct.pack(">H", len(commitments)) + b"".join(commitments))


def leaf(digest, minute, not_before):
    return b"\x01" + digest + struct.pack(">I", minute) + not_before


# --- tree (RFC 6962 section 2.1, as it is written there) ---------------------------------------

def leaf_hash(data):
    return sha256(b"\x00" + data)


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(hashes):
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return sha256(b"\x01" + root(hashes[:k]) + root(hashes[k:]))


def inclusion(m, hashes):
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if m < k:
        return inclusion(m, hashes[:k]) + [root(hashes[k:])]
    return inclusion(m - k, hashes[k:]) + [root(hashes[:k])]


def consistency(m, hashes, whole=True):
    if m == len(hashes):
        return [] if whole else [root(hashes)]
    k = split(len(hashes))
    if m <= k:
        return consistency(m, hashes[:k], whole) + [root(hashes[k:])]
    return consistency(m - k, hashes[k:], False) + [root(hashes[:k])]


# --- Ed25519 (RFC 8032 section 5.1, plain and slow) --------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    x1, y1 = a
    x2, y2 = b
    t = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P)
    y = (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P)
    return x % P, y % P


def times(n, point):
    result = (0, 1)
    while n:
        if n & 1:
            result = add(result, point)
        point = add(point, point)
        n >>= 1
    return result


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return (P - x if x & 1 else x), y


def encode_point(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def expand(seed):
    h = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(h[:32], "little") & ((1 << 254) - 8) | 1 << 254
    return scalar, h[32:]


def public_key(seed):
    return encode_point(times(expand(seed)[0], base_point()))


def sign(seed, message):
    scalar, prefix = expand(seed)
    public = public_key(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    big_r = encode_point(times(r, base_point()))
    k = int.from_bytes(hashlib.sha512(big_r + public + message).digest(), "little") % L
    return big_r + ((r + k * scalar) % L).to_bytes(32, "little")


# --- notes, checkpoints, receipts (SPEC.md 6 to 8) ---------------------------------------------

def key_id(name, kind, public):
    return sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def vkey(name, kind, public):
    return f"{name}+{key_id(name, kind, public).hex()}+{b64(bytes([kind]) + public)}"


def signature_line(name, kind, seed, text, at=None):
    public, message, time = public_key(seed), text.encode(), b""
    if at is not None:
        message = f"cosignature/v1\ntime {at}\n".encode() + message
        time = struct.pack(">Q", at)
    return f"\u2014 {name} {b64(key_id(name, kind, public) + time + sign(seed, message))}\n"


def checkpoint(origin, size, root_hash):
    return f"{origin}\n{size}\n{b64(root_hash)}\n"


def receipt(leaf_bytes, index, proof, note):
    lines = ["c2sp.org/tlog-proof@v1", f"extra {b64(leaf_bytes)}", f"index {index}"]
    return "\n".join(lines + [b64(h) for h in proof]) + "\n\n" + note


# --- tiles (C2SP tlog-tiles) -------------------------------------------------------------------

def tile_path(kind, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{kind}/{'/'.join(groups)}" + (f".p/{width}" if width < 256 else "")


def needed(size):
    paths = []
    for kind, items in [("entries", size)] + [(level, size // 256**level) for level in range(8)]:
        widths = [256] * (items // 256) + ([items % 256] if items % 256 else [])
        paths += [tile_path(kind, index, width) for index, width in enumerate(widths)]
    return paths


def tile_contents(leaves):
    contents, hashes = {}, [leaf_hash(data) for data in leaves]
    for index in range(0, len(leaves), 256):
        some = leaves[index:index + 256]
        path = tile_path("entries", index // 256, len(some))
        contents[path] = b"".join(struct.pack(">H", len(data)) + data for data in some)
    level = 0
    while hashes:
        rows = [hashes[i:i + 256] for i in range(0, len(hashes), 256)]
        for index, row in enumerate(rows):
            contents[tile_path(level, index, len(row))] = b"".join(row)
        hashes = [root(row) for row in rows if len(row) == 256]
        level += 1
    return contents


# --- the files ---------------------------------------------------------------------------------

ORIGIN = "trust.example/lanyard"
LOG_SEED, WITNESS_SEED = bytes(range(32)), bytes(range(64, 96))
LEAVES = [leaf(sha256(b"event %d" % i), 29_700_000 + i // 7, bytes(32)) for i in range(1000)]
HASHES = [leaf_hash(data) for data in LEAVES]


def event_vectors():
    metadata_seed, box_seed = sha256(b"metadata seed"), sha256(b"box seed")
    metadata = [
        ("id", '"01935c8e-4a00-7000-8000-000000000001"'),
        ("stream", '"concern-01935c8e-4a00-7000-8000-0000000000aa"'),
        ("revision", "0"),
        ("type", '"concern.raised"'),
        ("schema_version", "1"),
        ("academy", '"01935c8e-4a00-7000-8000-0000000000bb"'),
        ("actor", '"staff:01935c8e-4a00-7000-8000-0000000000cc"'),
        ("occurred_at", '"2026-11-10T14:02:00Z"'),
        ("proposed_at", '"2026-11-10T14:05:31.250Z"'),
        ("causation", "null"),
        ("correlation", "null"),
        ("prev", "null"),
    ]
    payload = [("category", '"neglect"'), ("text", '"Came in without a coat again. \u20ac1 for the bus."'), ("linked", "[]")]
    fields, commitments = [], []
    for index, (name, value) in enumerate(metadata + payload):
        seed = metadata_seed if index < 12 else box_seed
        field_salt = salt(seed, index, name.encode())
        made = commitment(field_salt, name.encode(), value.encode())
        commitments.append(made)
        fields.append({"index": index, "name": name, "value": value, "salt": field_salt.hex(), "commitment": made.hex()})
    digest = event_digest(commitments)
    first = leaf(digest, 29_905_325, bytes(32))
    second = leaf(digest, 29_905_326, root(HASHES[:256]))
    return {
        "metadata_seed": metadata_seed.hex(), "box_seed": box_seed.hex(), "fields": fields,
        "event_digest": digest.hex(), "empty_event_digest": event_digest([]).hex(),
        "leaves": [
            {"recorded_minute": 29_905_325, "not_before": bytes(32).hex(), "bytes": first.hex(), "leaf_hash": leaf_hash(first).hex()},
            {"recorded_minute": 29_905_326, "not_before": root(HASHES[:256]).hex(), "bytes": second.hex(), "leaf_hash": leaf_hash(second).hex()},
        ],
    }


def tree_vectors():
    sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 511, 512, 513, 1000]
    places = [(size, index) for size in sizes for index in sorted({0, 1, size // 3, size // 2, size - 2, size - 1}) if 0 <= index < size]
    pairs = [(old, new) for new in sizes for old in sizes if 0 < old <= new]
    return {
        "leaf": "leaf i = 0x01, SHA-256('event i'), u32 29700000 + i/7, 32 zero bytes",
        "roots": [{"size": size, "root": root(HASHES[:size]).hex()} for size in sizes],
        "inclusion": [{"size": size, "index": index, "proof": [h.hex() for h in inclusion(index, HASHES[:size])]} for size, index in places],
        "consistency": [{"old": old, "new": new, "proof": [h.hex() for h in consistency(old, HASHES[:new])]} for old, new in pairs],
    }


def tile_vectors():
    many = {size: needed(size) for size in (0, 1, 255, 256, 257, 1000, 65536, 65537, 70000)}
    return {
        "paths": [
            {"kind": "entries", "index": 1234067, "width": 256, "path": tile_path("entries", 1234067, 256)},
            {"kind": 0, "index": 0, "width": 1, "path": tile_path(0, 0, 1)},
            {"kind": 3, "index": 999, "width": 255, "path": tile_path(3, 999, 255)},
            {"kind": 1, "index": 1000, "width": 256, "path": tile_path(1, 1000, 256)},
            {"kind": 0, "index": 2**56 - 1, "width": 256, "path": tile_path(0, 2**56 - 1, 256)},
        ],
        "needed": [{"size": size, "count": len(paths), "sha256_of_lines": sha256("".join(p + "\n" for p in paths).encode()).hex()} for size, paths in many.items()],
        "needed_257": many[257],
        "contents_1000": {path: sha256(content).hex() for path, content in tile_contents(LEAVES).items()},
        "entries_2": tile_contents(LEAVES[:2])["tile/entries/000.p/2"].hex(),
    }


def note_vectors():
    public, witness = public_key(LOG_SEED), public_key(WITNESS_SEED)
    outside = checkpoint(ORIGIN, 512, root(HASHES[:512]))
    inner = checkpoint(ORIGIN + "/inner", 1000, root(HASHES))
    by_log = signature_line(ORIGIN, 1, LOG_SEED, outside)
    by_inner = signature_line(ORIGIN + "/inner", 1, LOG_SEED, inner)
    by_witness = signature_line("witness.example/w1", 4, WITNESS_SEED, outside, 1794405600)
    der = bytes.fromhex("302a300506032b6570032100") + public
    notes = {"outside": outside + "\n" + by_log, "cosigned": outside + "\n" + by_log + by_witness, "inner": inner + "\n" + by_inner}
    return {
        "log_seed": LOG_SEED.hex(), "witness_seed": WITNESS_SEED.hex(), "witness_time": 1794405600,
        "vkey": vkey(ORIGIN, 1, public), "inner_vkey": vkey(ORIGIN + "/inner", 1, public),
        "witness_vkey": vkey("witness.example/w1", 4, witness),
        "public_key_pem": f"-----BEGIN PUBLIC KEY-----\n{b64(der)}\n-----END PUBLIC KEY-----\n",
        **notes,
        "receipts": [
            {"index": 613, "scope": "inner", "recorded_minute": 29_700_000 + 613 // 7, "text": receipt(LEAVES[613], 613, inclusion(613, HASHES), notes["inner"])},
            {"index": 0, "scope": "outside", "recorded_minute": 29_700_000, "text": receipt(LEAVES[0], 0, inclusion(0, HASHES[:512]), notes["cosigned"])},
        ],
    }


def head_vectors():
    seed = sha256(b"seal seed")
    heads = [(f"case-{i:08x}-0000-7000-8000-000000000000", i, sha256(b"head %d" % i)) for i in range(5)]
    salts = [salt(seed, 0xFFFF, stream.encode()) for stream, _, _ in heads]
    hashes = []
    for (stream, revision, digest), head_salt in zip(heads, salts):
        name = stream.encode()
        hashes.append(leaf_hash(sha256(b"lanyard/head/v1\0" + head_salt + struct.pack(">H", len(name)) + name + struct.pack(">Q", revision) + digest)))
    return {
        "seed": seed.hex(), "root": root(hashes).hex(),
        "heads": [{"stream": stream, "revision": revision, "digest": digest.hex(), "salt": s.hex()} for (stream, revision, digest), s in zip(heads, salts)],
        "proof_of_3": [h.hex() for h in inclusion(3, hashes)],
    }


FILES = {"event": event_vectors, "tree": tree_vectors, "tiles": tile_vectors, "notes": note_vectors, "heads": head_vectors}

if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for name, make in FILES.items():
        (OUT / f"{name}.json").write_text(json.dumps(make(), indent=1, ensure_ascii=False) + "\n")
