"""The baseline's file: read with its schema, written in one order and in one step."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sopcheck.errors import SettingsError, reason_of
from sopcheck.fitting import read_fitting
from sopcheck.model.baseline import KnownFinding
from sopcheck.model.finding import Term
from sopcheck.model.standing import Lack
from sopcheck.saving import save
from sopcheck.words import words

MAX_BYTES = 16 << 20  # some 90,000 entries


def read_baseline(path: str) -> tuple[KnownFinding, ...] | None:
    """The entries of a baseline; None where there is no such file.

    Raises SettingsError, naming file, line and reason, when it cannot be used.
    """
    try:
        if os.stat(path).st_size > MAX_BYTES:  # noqa: PTH116  # the path stays as typed
            raise _unreadable(path, Term("os.too-large"))
        data = Path(path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, reason_of(error)) from None
    return _entries(path, data)


def known_findings(
    path: str | None, *, may_be_absent: bool = False
) -> tuple[KnownFinding, ...] | None:
    """The entries of the baseline that a run was given; None without one, or where it may be absent."""
    if path is None:
        return None
    known = read_baseline(path)
    if known is None and not may_be_absent:
        raise SettingsError("error.no-baseline", file=path)
    return known


def _entries(path: str, data: bytes) -> tuple[KnownFinding, ...]:
    content, line_of = read_fitting(
        path, data, "baseline", failure="error.baseline", max_bytes=MAX_BYTES
    )
    seen: set[str] = set()
    for index, entry in enumerate(content["entries"]):
        if entry["fingerprint"] in seen:
            line = line_of(("entries", index, "fingerprint"))
            reason = Lack("baseline.duplicate", {"fingerprint": entry["fingerprint"]})
            raise SettingsError("error.baseline", file=path, line=line, reason=reason)
        seen.add(entry["fingerprint"])
    return tuple(_entry(entry) for entry in content["entries"])


def _entry(entry: dict[str, Any]) -> KnownFinding:
    return KnownFinding(
        fingerprint=entry["fingerprint"],
        code=entry["code"],
        office=None if "office" not in entry else str(entry["office"]),
        path=entry["path"],
        since=date.fromisoformat(entry["since"]),
        owner=entry.get("owner"),
    )


def write_baseline(path: str, entries: Iterable[KnownFinding], lang: str) -> None:
    """Write the entries as they come: a reader finds the old file or the new one, never half of one.

    Raises SettingsError where it cannot be written.
    """
    save([(path, _text(entries, lang).encode(errors="backslashreplace"))])


def _text(entries: Iterable[KnownFinding], lang: str) -> str:
    """One entry a line, for people to read and for reviews of changes."""
    lines = [f"  - {{{', '.join(_pairs(entry))}}}\n" for entry in entries]
    head = f"# {words(lang).say('baseline.header')}\nversion: 1\n"
    return head + ("entries:\n" + "".join(lines) if lines else "entries: []\n")


def _pairs(entry: KnownFinding) -> list[str]:
    """The keys of one entry. Texts are quoted: a fingerprint may look like a number."""
    pairs = [f'fingerprint: "{entry.fingerprint}"', f"code: {entry.code}"]
    if entry.office is not None:
        pairs.append(f"office: {_quoted(entry.office)}")
    pairs += [f"path: {_quoted(entry.path)}", f"since: {entry.since.isoformat()}"]
    if entry.owner is not None:
        pairs.append(f"owner: {_quoted(entry.owner)}")
    return pairs


def _quoted(text: str) -> str:
    shown = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in shown) + '"'


def _unreadable(path: str, reason: Term) -> SettingsError:
    return SettingsError("error.baseline-unreadable", file=path, reason=reason)
