"""Judgements -> findings: places, snippets, words in both languages, fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sopcheck.load import DEFAULT_MAX_BYTES, Places
from sopcheck.model.finding import (
    Bilingual,
    Finding,
    Judgement,
    Place,
    SnippetLine,
    Spot,
    Term,
)
from sopcheck.model.rules import Pack
from sopcheck.model.standing import Lack
from sopcheck.personal import mask
from sopcheck.words import clean, words

_SNIPPET_WIDTH = 100
_LEAD = 30
_DIGEST_LENGTH = 16

Read = Callable[[str, int], bytes]


def findings_of(judgements: Iterable[Judgement], pack: Pack, read: Read) -> tuple[Finding, ...]:
    """Findings sorted by path, line, column, code. `read` gives a file's bytes by path.

    A text that YAML cut is not noted where the cut already broke the schema: one cause, one finding.
    """
    rules = {rule.code: rule for rule in pack.rules}
    files = _Files(read)
    found: list[Finding] = []
    seen: dict[str, int] = {}
    placed = [(judgement, files.place(judgement.problem.spot)) for judgement in judgements]
    misfits = {(p.path, p.line) for j, p in placed if j.code == "CORE006"}
    placed = [(j, p) for j, p in placed if j.code != "CORE010" or (p.path, p.line) not in misfits]
    placed.sort(key=lambda jp: (jp[1].path, jp[1].line, jp[1].column, jp[0].code, jp[1].pointer))
    for judgement, place in placed:
        rule, problem = rules[judgement.code], judgement.problem
        identity = "\0".join(
            (
                judgement.code,
                judgement.office or "",
                judgement.subject or place.path,
                files.name(problem.spot),
            )
        )
        ordinal = seen[identity] = seen.get(identity, 0) + 1
        digest = hashlib.sha256(
            f"{identity}\0{ordinal}".encode(errors="backslashreplace")
        ).hexdigest()
        found.append(
            Finding(
                code=judgement.code,
                severity=judgement.severity,
                title=rule.title,
                message=say(problem.message, **problem.args),
                message_id=problem.message,
                args={key: plain(value) for key, value in problem.args.items()},
                path=place.path,
                line=place.line,
                column=place.column,
                end_column=place.end_column,
                pointer=place.pointer,
                office=judgement.office,
                area=judgement.area,
                item=None if judgement.item is None else clean(judgement.item),
                items=tuple(map(clean, judgement.items)),
                subject=clean(judgement.subject),
                related=tuple(files.place(spot) for spot in problem.related),
                cause=None,
                remedy=rule.remedy,
                source=rule.source,
                snippet=files.snippet(place, problem.spot.path),
                fingerprint=digest[:_DIGEST_LENGTH],
                waiver=judgement.waiver,
            )
        )
    return tuple(_explained(found, [j.problem.cause for j, _ in placed]))


def _explained(found: Sequence[Finding], causes: Sequence[str | None]) -> Iterator[Finding]:
    """The findings, each with the fingerprint of the one about the same item that explains it."""
    known = {(f.code, f.office, f.item): f.fingerprint for f in found}
    for finding, code in zip(found, causes, strict=True):
        explains = known.get((code or "", finding.office, finding.item))
        yield finding if explains is None else replace(finding, cause=explains)


def say(message: str, /, **args: Any) -> Bilingual:
    """A message in both languages."""
    return Bilingual(words("id").say(message, **args), words("en").say(message, **args))


def plain(value: Any) -> Any:
    """An argument as JSON can hold it, masked and with control characters escaped."""
    match value:
        case Term():
            return value.id
        case Bilingual():
            return {"id": value.id, "en": value.en}
        case Lack():
            return {"message": value.message, **{k: plain(v) for k, v in value.args.items()}}
        case date():
            return value.isoformat()
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case list() | tuple():
            return [plain(v) for v in value]
        case str():
            return clean(value)
        case int() if not isinstance(value, bool) and mask(str(value)) != str(value):
            return mask(str(value))
        case _:
            return value


class _Files:
    """The files with findings, each opened once."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._places: dict[str, Places] = {}

    def _of(self, path: str) -> Places:
        if path not in self._places:
            try:
                data = self._read(path, DEFAULT_MAX_BYTES)
            except (OSError, KeyError):
                data = b""
            self._places[path] = Places(data)
        return self._places[path]

    def place(self, spot: Spot) -> Place:
        """Where a spot is in its file."""
        line, column, end = self._of(spot.path).find(spot)
        pointer = "".join(f"/{_escaped(part)}" for part in spot.pointer)
        return Place(clean(spot.path), line, column, end, clean(pointer))

    def name(self, spot: Spot) -> str:
        """A spot's pointer with list indexes replaced by ids, so that it survives moved lines."""
        return self._of(spot.path).named_pointer(spot)

    def snippet(self, place: Place, path: str) -> tuple[SnippetLine, ...]:
        """The line of a place, after the line above it if there is text on it; an empty file has none."""
        lines = self._of(path).lines
        if not any(lines):
            return ()
        shown = []
        for number in (place.line - 1, place.line):
            text = lines[number - 1] if 0 < number <= len(lines) else ""
            if number == place.line or text.strip():
                offset = 0
                if len(text) > _SNIPPET_WIDTH and number == place.line:
                    offset = max(0, min(place.column - 1 - _LEAD, len(text) - _SNIPPET_WIDTH))
                cut = _visible(text)[offset : offset + _SNIPPET_WIDTH]
                shown.append(SnippetLine(number, cut, offset))
        return tuple(shown)


def _visible(text: str) -> str:
    """The line masked, each control character or tab replaced so that columns stay true."""
    return "".join(c if c.isprintable() else " " if c == "\t" else "·" for c in mask(text))


def _escaped(part: str | int) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
