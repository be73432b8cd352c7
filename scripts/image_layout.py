#!/usr/bin/env python3
"""Packs a file system as an OCI image layout in a tar file, and unpacks one.

    scripts/image_layout.py pack DIR FILE
    scripts/image_layout.py unpack FILE DIR

The same files give the same bytes: no times, no owner but root, names in order. The settings are those
of the Dockerfile, read from it.
"""

import gzip
import hashlib
import io
import json
import pathlib
import re
import shlex
import sys
import tarfile

MEDIA = "application/vnd.oci.image."
DOCKERFILE = pathlib.Path(__file__).resolve().parent.parent / "Dockerfile"


def add(tar, name, content, mode=0o644):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), mode
    tar.addfile(entry, io.BytesIO(content))


def layer(root):
    """The files as a tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            mode = path.stat().st_mode & 0o777
            if path.is_dir():
                entry = tarfile.TarInfo(name)
                entry.type, entry.mode = tarfile.DIRTYPE, mode
                tar.addfile(entry)
            else:
                add(tar, name, path.read_bytes(), mode)
    return out.getvalue()


def settings():
    """The last stage of the Dockerfile, as an image's configuration."""
    text = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text())
    last = text[text.rindex("FROM scratch"):]
    found = {"Env": [], "Labels": {}, "ExposedPorts": {}}
    for line in last.splitlines():
        word, _, rest = line.partition(" ")
        if word == "ENV":
            found["Env"] += shlex.split(rest)
        elif word == "LABEL":
            found["Labels"].update(pair.split("=", 1) for pair in shlex.split(rest))
        elif word == "EXPOSE":
            found["ExposedPorts"][f"{rest}/tcp"] = {}
        elif word == "USER":
            found["User"] = rest
        elif word in ("ENTRYPOINT", "CMD"):
            found[word.title()] = json.loads(rest)
    return found


def pack(root, file):
    plain = layer(root)
    packed = gzip.compress(plain, mtime=0)
    blobs = {}

    def keep(kind, content):
        digest = hashlib.sha256(content).hexdigest()
        blobs[digest] = content
        return {"mediaType": MEDIA + kind, "digest": f"sha256:{digest}", "size": len(content)}

    def written(value):
        return json.dumps(value, sort_keys=True).encode()

    configuration = {
        "architecture": "amd64",
        "os": "linux",
        "config": settings(),
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(plain).hexdigest()]},
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": MEDIA + "manifest.v1+json",
        "config": keep("config.v1+json", written(configuration)),
        "layers": [keep("layer.v1.tar+gzip", packed)],
    }
    index = {"schemaVersion": 2, "manifests": [keep("manifest.v1+json", written(manifest))]}
    with tarfile.open(file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        add(tar, "oci-layout", written({"imageLayoutVersion": "1.0.0"}))
        add(tar, "index.json", written(index))
        for digest in sorted(blobs):
            add(tar, f"blobs/sha256/{digest}", blobs[digest])


def unpack(file, root):
    with tarfile.open(file) as tar:
        def blob(reference):
            digest = reference["digest"].removeprefix("sha256:")
            content = tar.extractfile(f"blobs/sha256/{digest}").read()
            if hashlib.sha256(content).hexdigest() != digest:
                raise SystemExit(f"{file}: {digest} holds something else")
            return content

        index = json.load(tar.extractfile("index.json"))
        manifest = json.loads(blob(index["manifests"][0]))
        user = json.loads(blob(manifest["config"]))["config"]["User"]
        if user.split(":")[0] in ("", "0", "root"):
            raise SystemExit(f"{file}: runs as root")
        for one in manifest["layers"]:
            with tarfile.open(fileobj=io.BytesIO(blob(one)), mode="r:gz") as files:
                files.extractall(root)


match sys.argv[1:]:
    case ["pack", root, file]:
        pack(pathlib.Path(root), file)
    case ["unpack", file, root]:
        unpack(file, root)
    case _:
        sys.exit(__doc__)
