"""What area rules see: subjects as written, and the places of pointers into them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from sopcheck.model.context import Context
from sopcheck.model.document import Document
from sopcheck.model.execution import Execution
from sopcheck.model.finding import Pointer, Spot
from sopcheck.model.rules import Area
from sopcheck.model.sop import Sop
from sopcheck.standings import areas_of


def places_in(document: Document) -> Callable[[Pointer], Spot]:
    """Pointers into a document -> places."""
    return lambda pointer: document.at(*pointer)


def places_in_sop(sop: Sop) -> Callable[[Pointer], Spot]:
    """Pointers into an SOP's content -> places; what a replica took over stands for `replica_of`."""

    def where(pointer: Pointer) -> Spot:
        part = sop.document.data
        for depth, step in enumerate(pointer):
            inside = step in part if isinstance(part, dict) else isinstance(part, list)
            if not inside:
                known = pointer[:depth]
                return sop.document.at(*known) if known else sop.document.at("replica_of")
            part = part[step]
        return sop.document.at(*pointer)

    return where


def without_torn_parts(document: Document, voids: Collection[Pointer]) -> Document:
    """The document with its torn parts emptied, so that rules neither see nor count them."""
    data = dict(document.data)
    for head, *rest in voids:
        if not rest:
            data.pop(str(head), None)
        elif isinstance(data.get(str(head)), list):
            kept = list(data[str(head)])
            kept[int(rest[0])] = {}
            data[str(head)] = kept
    return replace(document, data=data)


def run_as_written(execution: Execution) -> tuple[dict[str, Any], Callable[[Pointer], Spot]]:
    """A run as rules see it ({id, open, events, sop}), and its pointers' places.

    Without the events after the day judged; then it is open.
    """
    run, document = execution.run, execution.evidence.document
    entry = document.data if run.index is None else document.data["runs"][run.index]
    seen = sorted(deed.event.index for deed in execution.deeds)
    raw = {
        "id": run.id,
        "open": execution.is_open,
        "events": [entry["events"][index] for index in seen],
        "sop": document.data.get("sop", {}),
    }
    head: Pointer = () if run.index is None else ("runs", run.index)

    def where(pointer: Pointer) -> Spot:
        if pointer[:1] == ("sop",):
            return document.at(*pointer)
        if pointer[:1] == ("events",) and len(pointer) > 1:
            return document.at(*head, "events", seen[int(pointer[1])], *pointer[2:])
        return document.at(*head, *pointer)

    return raw, where


def office_as_written(
    area: Area, context: Context
) -> tuple[dict[str, Any], Callable[[Pointer], Spot]]:
    """An office's SOPs, evidence of the judged year and answers of one area, and their places."""
    items = context.pack.items
    sops = [s for s in context.sops if s.area == area.id]
    evidence = [
        e.document
        for e in context.evidence
        if context.year.contains(e.period) and area.id in areas_of(e, context)
    ]
    answers: dict[str, Any] = {}
    if context.worksheet is not None:
        written = context.worksheet.document.data["answers"]
        answers = {k: v for k, v in written.items() if k in items and items[k].area == area.id}
    raw = {
        "office": context.office.document.data,
        "sops": [s.written for s in sops],
        "evidence": [d.data for d in evidence],
        "answers": answers,
    }

    def where(pointer: Pointer) -> Spot:
        if pointer[:1] == ("sops",) and len(pointer) > 1:
            return places_in_sop(sops[int(pointer[1])])(pointer[2:])
        if pointer[:1] == ("evidence",) and len(pointer) > 1:
            return evidence[int(pointer[1])].at(*pointer[2:])
        if pointer[:1] == ("answers",) and context.worksheet is not None:
            return context.worksheet.document.at(*pointer)
        return context.office.document.at("code")

    return raw, where
