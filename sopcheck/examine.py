"""Attachments: bytes -> facts (size, SHA-256, type by first bytes, faults)."""

from __future__ import annotations

import hashlib

from sopcheck.checks.attachments import LEADS_OUTSIDE
from sopcheck.discover import Entry, Tree
from sopcheck.lfs import pointer_of
from sopcheck.model.document import Attachment

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
)
_OFFICE_FOLDERS = ((b"xl/", "xlsx"), (b"word/", "docx"), (b"ppt/", "pptx"))
_KINDS_BY_SUFFIX: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "png": ("png",),
    "jpg": ("jpeg",),
    "jpeg": ("jpeg",),
    "gif": ("gif",),
    "tif": ("tiff",),
    "tiff": ("tiff",),
    "bmp": ("bmp",),
    "webp": ("webp",),
    "mp4": ("mp4",),
    "xlsx": ("xlsx",),
    "docx": ("docx",),
    "pptx": ("pptx",),
    "zip": ("zip", "xlsx", "docx", "pptx"),
    "xls": ("ole",),
    "doc": ("ole",),
    "ppt": ("ole",),
}
_PDF_HEADER = 1024  # readers accept the header anywhere in here


def examine(tree: Tree, entry: Entry, name: str, *, folder: str, max_bytes: int) -> Attachment:
    """The facts of one attachment. `name` is its path inside the office folder.

    A file above `max_bytes`, or a link out of the folder, is not read. A Git LFS pointer stands for
    the file that it names: its size and hash are known, its first bytes are not.
    """
    outside = entry.leads_to is not None and (
        entry.leads_to.startswith("../") or not entry.leads_to.startswith(folder)
    )
    if outside:
        return Attachment(name, entry.size, None, None, (LEADS_OUTSIDE,))
    if entry.refused is not None:
        return Attachment(name, entry.size, None, None, ("unreadable",))
    if entry.size > max_bytes:
        return Attachment(name, entry.size, None, None, ("too-large",))
    try:
        data = tree.read(entry.path)
    except OSError:
        return Attachment(name, entry.size, None, None, ("unreadable",))
    if (pointer := pointer_of(data)) is not None:
        oid, size = pointer
        kept = ("empty",) if size == 0 else ("too-large",) if size > max_bytes else ()
        return Attachment(name, size, oid, None, kept, is_pointer=True)
    faults: tuple[str, ...] = ()
    kind = _kind(data)
    wanted = _KINDS_BY_SUFFIX.get(name.rpartition(".")[2].lower())
    if not data:
        faults = ("empty",)
    elif wanted is not None and kind not in wanted:
        faults = ("type",)
    return Attachment(name, entry.size, hashlib.sha256(data).hexdigest(), kind, faults)


def _kind(data: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            if kind == "zip":
                return next((k for part, k in _OFFICE_FOLDERS if part in data), kind)
            return kind
    if b"%PDF-" in data[:_PDF_HEADER]:
        return "pdf"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "mp4" if data[4:8] == b"ftyp" else None
