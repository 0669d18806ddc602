"""Which known word was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any

_CUTOFF = 0.6


# Indonesian words that people write for the English keys and words of the files.
_MEANT = {
    "akhir": "end",
    "berkas": "file",
    "bukti": "evidence",
    "butir": "items",
    "catatan": "notes",
    "dokumen": "documents",
    "jabatan": "role",
    "jawaban": "answer",
    "jenis": "type",
    "judul": "title",
    "kegiatan": "activity",
    "kehadiran": "attendance",
    "kode": "code",
    "langkah": "steps",
    "mulai": "start",
    "nama": "name",
    "nihil": "nil",
    "nomor": "number",
    "pelaksana": "role",
    "penerbit": "issuer",
    "periode": "period",
    "selesai": "end",
    "tanda_tangan": "signed",
    "tanggal": "date",
    "tautan": "url",
    "versi": "version",
    "waktu": "time",
}


_PIECE = re.compile("[a-z0-9]+")


def closest(word: Any, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None where none is like it."""
    if not isinstance(word, str):
        return None
    known = list(known)
    if _MEANT.get(word.casefold()) in known:
        return _MEANT[word.casefold()]
    folded = {name.casefold(): name for name in known}
    match = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=_CUTOFF)
    return folded[match[0]] if match else None


def as_id(text: str) -> str:
    """A text as ids are written: `Plt. Sekretaris` becomes `plt-sekretaris`."""
    return "-".join(_PIECE.findall(text.casefold()))
