"""Writes the evidence that a next action asks for, as an office would: files by path."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import Any

import yaml

from sopcheck.load import load
from sopcheck.model.action_lines import ActionLine, WantedFileLine
from sopcheck.model.period import Period, parse_period
from sopcheck.model.rules import DocumentType, Pack

_INVITED = 100


def carried_out(
    files: dict[str, bytes], action: ActionLine, folder: str, pack: Pack, as_of: date
) -> dict[str, bytes]:
    """The office's files with what `action` asks for; `folder` is the office's, `""` or ending in `/`."""
    files = dict(files)
    assert not action.mend
    assert not action.runs
    for number, wanted in enumerate(action.files):
        name = f"ev-baru-{action.item.lower()}-{number}-{len(files)}"
        if wanted.into is not None:
            _complete(files, wanted, name, folder, pack, as_of)
            continue
        data: dict[str, Any] = {
            "kind": "evidence",
            "id": name,
            "area": action.area,
            "items": [action.item],
            "period": wanted.period,
            "documents": _papers(files, wanted, name, folder, pack, as_of),
        }
        if wanted.attendance is not None:
            data["attendance"] = {"invited": _INVITED} | {
                group: amount if isinstance(amount, int) else ceil(amount * _INVITED)
                for group, amount in wanted.attendance.items()
            }
        if wanted.counts is not None:
            data["counts"] = dict(wanted.counts)
        files[f"{folder}evidence/{action.area}/{name}.yaml"] = _dumped(data)
    if action.answer is not None:
        _answer(files, action, folder)
    return files


def _dumped(data: dict[str, Any]) -> bytes:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


def _read(path: str, content: bytes) -> dict[str, Any]:
    found = load(path, content)
    assert isinstance(found, tuple)
    data: dict[str, Any] = found[0][0].data
    return data


def _answer(files: dict[str, bytes], action: ActionLine, folder: str) -> None:
    path = next(p for p in files if p.startswith(f"{folder}self-assessment"))
    data = _read(path, files[path])
    data["answers"][action.item] = {"answer": action.answer}
    files[path] = _dumped(data)


def _complete(
    files: dict[str, bytes],
    wanted: WantedFileLine,
    name: str,
    folder: str,
    pack: Pack,
    as_of: date,
) -> None:
    for path, content in files.items():
        if path.startswith(f"{folder}evidence/") and f"id: {wanted.into}\n".encode() in content:
            data = _read(path, content)
            data["documents"] += _papers(files, wanted, name, folder, pack, as_of)
            files[path] = _dumped(data)
            return
    raise AssertionError(wanted.into)


def _papers(
    files: dict[str, bytes],
    wanted: WantedFileLine,
    name: str,
    folder: str,
    pack: Pack,
    as_of: date,
) -> list[dict[str, Any]]:
    """Sound papers: signed, numbered and final where their type needs it, dated inside its window."""
    period = parse_period(wanted.period)
    papers = []
    for index, paper in enumerate(wanted.papers):
        kind = pack.types[paper.type]
        attached = f"files/{name}-{index}.pdf"
        files[folder + attached] = f"%PDF-1.4\n% {name} {index}\n".encode()
        entry: dict[str, Any] = {
            "id": f"d{index}" if wanted.into is None else f"{name}-d{index}",
            "type": paper.type,
            "title": f"Dokumen {index} untuk {period.name}",
            "date": _day(kind, period, as_of).isoformat(),
            "signed": True,
            "signed_by": "ketua",
            "status": "final",
            "file": attached,
        }
        if kind.numbered:
            entry["number"] = f"{len(files)}/ORT.07/{period.name}"
        if paper.follows is not None:
            inner = paper.follows.removeprefix("#")
            own = wanted.into or name
            entry["follows_up"] = f"{own}#d{inner}" if paper.follows[0] == "#" else paper.follows
        papers.append(entry)
    return papers


def _day(kind: DocumentType, period: Period, as_of: date) -> date:
    """A day inside the period where the type may be dated then, else before it."""
    day = min(period.last, as_of)
    if kind.after is not None and day > period.last + timedelta(days=kind.after):
        day = period.first
    return day
