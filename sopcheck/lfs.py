"""Git LFS pointers: the small text that stands in a repository for a large file kept elsewhere."""

from __future__ import annotations

import re

_MAX_BYTES = 1024  # the specification's own bound
_VERSION = "version https://git-lfs.github.com/spec/v1"
_LINE = re.compile(r"([a-z0-9.-]+) (\S+)", re.ASCII)
_OID = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


def pointer_of(data: bytes) -> tuple[str, int] | None:
    """(SHA-256, size in bytes) of the file that a well-formed pointer stands for, else None.

    Well-formed: the version line, then keys in alphabetical order, each once, `oid` and `size` among
    them; every line ends with a line feed alone.
    """
    if not data.startswith(b"version ") or len(data) > _MAX_BYTES:
        return None
    first, *lines = data.decode("ascii", errors="replace").split("\n")
    if first != _VERSION or len(lines) < 1 or lines.pop() != "":
        return None
    pairs = [_LINE.fullmatch(line) for line in lines]
    values = {pair[1]: pair[2] for pair in pairs if pair is not None}
    if None in pairs or [pair[1] for pair in pairs if pair] != sorted(values):
        return None
    oid, size = _OID.fullmatch(values.get("oid", "")), _SIZE.fullmatch(values.get("size", ""))
    return None if oid is None or size is None else (oid[1], int(size[0]))
