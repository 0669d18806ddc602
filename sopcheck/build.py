"""Valid document -> noun. Parses, does not validate again: parts named in `voids` are left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sopcheck.model.calendar import LocalDays
from sopcheck.model.document import Document
from sopcheck.model.evidence import Attendance, Event, Evidence, Member, Paper, Run
from sopcheck.model.finding import Pointer
from sopcheck.model.office import Answer, Office, Role, Worksheet
from sopcheck.model.period import parse_period
from sopcheck.model.review import ItemVerdict, Review
from sopcheck.model.sop import END, Sop, Step
from sopcheck.model.waiver import Waiver
from sopcheck.spelling import as_id

_iso = date.fromisoformat


def void_part(kind: str, pointer: Pointer) -> Pointer:
    """The smallest thing an error at `pointer` takes out; `()` is the whole document."""
    if kind == "evidence":
        if pointer[:1] in (("documents",), ("runs",)) and len(pointer) > 1:
            return pointer[:2]
        if pointer[:1] == ("events",):
            return ("events",)
    if kind in ("self-assessment", "review") and pointer[:1] == ("answers",) and len(pointer) > 1:
        return pointer[:2]
    return ()


def text_of(value: str | float) -> str:
    """A code or period that may be written as a number: 3512 and 3512.0 are `3512`."""
    return str(int(value)) if isinstance(value, float) else str(value)


def build_office(document: Document) -> Office:
    """The profile of an office."""
    data = document.data
    return Office(
        document=document,
        code=text_of(data["code"]),
        slug=data.get("slug", ""),
        name=data["name"],
        level=data["level"],
        parent=None if "parent" not in data else text_of(data["parent"]),
        roles=_roles(data["roles"]),
    )


def build_sop(document: Document, owner: str | None, original: Sop | None = None) -> Sop:
    """One version of an SOP of `owner` (None: generic); a replica with its original, if known."""
    own = document.data
    data = own if original is None else inherited(own, original.written)
    steps = _steps(data.get("steps", []))
    replica = data.get("replica_of")
    return Sop(
        document=document,
        written=data,
        flow=document if original is None or "steps" in own else original.flow,
        original=None if original is None else original.document,
        owner=owner,
        id=data["id"],
        version=int(data["version"]),
        area=data["area"],
        number=data["number"],
        title=data["title"],
        status=data["status"],
        created=_date(data, "created"),
        revised=_date(data, "revised"),
        effective=_iso(data["effective"]),
        withdrawn=_date(data, "withdrawn"),
        approved=_date(data.get("approved_by", {}), "date"),
        total_time=data.get("total_time"),
        replicate=own.get("replicate"),
        replica_of=None if replica is None else (replica["id"], int(replica["version"])),
        related=tuple(data.get("related", ())),
        roles=_roles(data.get("roles", {})),
        steps=steps,
        steps_by_id={step.id: step for step in steps},
        successors=tuple((step.id, step.targets) for step in steps),
    )


_OF_ONE_VERSION = frozenset(
    ("replicate", "created", "revised", "effective", "withdrawn", "approved_by", "office", "notes")
)
_STANDARD = ("requires", "time", "clock", "output")


def inherited(own: Mapping[str, Any], original: Mapping[str, Any]) -> dict[str, Any]:
    """A replica's content with what it leaves out: whole entries, and the standard of like steps.

    Dates and approval belong to one version and are never taken over.
    """
    data = {k: v for k, v in original.items() if k not in _OF_ONE_VERSION} | dict(own)
    if "roles" in own and "roles" in original:
        data["roles"] = {**original["roles"], **own["roles"]}
    if "steps" in own:
        like = {step["id"]: step for step in original.get("steps", ())}
        data["steps"] = [
            {k: like[step["id"]][k] for k in _STANDARD if k in like.get(step["id"], ())} | step
            for step in own["steps"]
        ]
    return data


def _steps(entries: list[Any]) -> tuple[Step, ...]:
    """Successors are the targets of `decision`, else `next`, else the step below, else `end`."""
    below = [entry["id"] for entry in entries[1:]] + [END] * bool(entries)
    steps = []
    for entry, following in zip(entries, below, strict=True):
        decision, follows = entry.get("decision"), entry.get("next")
        if decision is not None:
            targets = tuple(dict.fromkeys(decision.values()))
        elif follows is not None:
            targets = (follows,) if isinstance(follows, str) else tuple(follows)
        else:
            targets = (following,)
        steps.append(
            Step(
                id=entry["id"],
                activity=entry["activity"],
                roles=_role_ids(entry["role"]),
                time=entry.get("time"),
                by_clock=entry.get("clock") == "elapsed",
                outputs=tuple(entry.get("output", ())),
                decision=decision,
                targets=targets,
            )
        )
    return tuple(steps)


def build_evidence(document: Document, voids: Collection[Pointer] = ()) -> Evidence:
    """One evidence document, without the papers and runs named in `voids`."""
    data = document.data
    sop = data.get("sop")
    papers = tuple(
        _paper(i, entry)
        for i, entry in enumerate(data.get("documents", ()))
        if ("documents", i) not in voids
    )
    runs: tuple[Run, ...] = ()
    if "events" in data and ("events",) not in voids:
        runs = (Run("events", None, data.get("open", False), _events(data["events"])),)
    elif "runs" in data:
        runs = tuple(
            Run(entry["id"], i, entry.get("open", False), _events(entry["events"]))
            for i, entry in enumerate(data["runs"])
            if ("runs", i) not in voids
        )
    return Evidence(
        document=document,
        id=data["id"],
        area=data.get("area"),
        items=tuple(data.get("items", ())),
        period=parse_period(text_of(data["period"])),
        sop=None if sop is None else (sop["id"], int(sop["version"])),
        runs=runs,
        bundle=data.get("bundle"),
        attendance=_attendance(data.get("attendance")),
        counts=_counts(data.get("counts")),
        nil=data.get("nil", False),
        about=tuple((entry["sop"], entry["as"]) for entry in data.get("about", ())),
        papers=papers,
    )


def _events(entries: list[Any]) -> tuple[Event, ...]:
    return tuple(
        Event(
            index=i,
            step=entry["step"],
            roles=_role_ids(entry["role"]),
            start=entry.get("start"),
            end=entry.get("end"),
            day=entry.get("day"),
            decided=entry.get("decided"),
            outputs=tuple(entry.get("output", ())),
        )
        for i, entry in enumerate(entries)
    )


def _paper(index: int, entry: Mapping[str, Any]) -> Paper:
    get = entry.get
    period, day, issuer, team = get("period"), get("date"), get("issuer"), get("team", ())
    return Paper(
        index=index,
        id=entry["id"],
        type=entry["type"],
        title=get("title"),
        items=tuple(get("items", ())),
        number=get("number"),
        date=None if day is None else _iso(day),
        own_period=None if period is None else parse_period(text_of(period)),
        signed=get("signed", False) is not False,
        status=get("status"),
        signed_by=get("signed_by"),
        issuer=None if issuer is None else text_of(issuer),
        file=get("file"),
        sha256=get("sha256"),
        url=get("url"),
        follows_up=get("follows_up"),
        attendance=_attendance(get("attendance")),
        team=tuple(Member(m["role"], tuple(m.get("areas", ())), m.get("duty")) for m in team),
        seen=None if "seen" not in entry else _iso(entry["seen"]),
    )


def build_calendar(document: Document) -> LocalDays:
    """The days that a local calendar changes."""
    holidays, duty = (document.data.get(key, {}) for key in ("holidays", "duty"))
    return LocalDays(
        {_iso(day): text for day, text in holidays.items()},
        {_iso(day): text for day, text in duty.items()},
    )


def build_review(document: Document, voids: Collection[Pointer] = ()) -> Review:
    """One evaluator's verdicts; those whose schema was broken are left out."""
    data = document.data
    verdicts = {
        item: ItemVerdict(item, e["verdict"], _answer(e.get("answer")), e.get("note"))
        for item, e in data["answers"].items()
        if ("answers", item) not in voids and isinstance(e, dict)
    }
    office, year = text_of(data["office"]), int(data["period"])
    return Review(document, office, year, data["by"], _iso(data["date"]), verdicts)


def _answer(value: str | float | None) -> str | None:
    return None if value is None else str(value)


def build_waiver(document: Document) -> Waiver:
    """One waiver."""
    data = document.data
    return Waiver(
        document=document,
        id=data["id"],
        rule=data["rule"],
        office=text_of(data["office"]),
        subject=data.get("subject"),
        reason=data["reason"],
        approved_by=data["approved_by"],
        decree=data.get("decree"),
        first=_iso(data["from"]),
        last=_iso(data["until"]),
    )


def build_worksheet(document: Document, voids: Collection[Pointer] = ()) -> Worksheet:
    """The worksheet of one office; answers whose schema was broken are kept as invalid."""
    data = document.data
    answers = {}
    for item, entry in data["answers"].items():
        if ("answers", item) in voids or not isinstance(entry, dict):
            answers[item] = Answer(item, "", (), None, valid=False)
        else:
            text = str(entry["answer"])
            answers[item] = Answer(item, text, tuple(entry.get("evidence", ())), entry.get("note"))
    return Worksheet(document, int(data["period"]), answers)


def _roles(entries: Mapping[str, Any]) -> dict[str, Role]:
    """Positions by id, then by their aliases, written as ids are; an id comes before an alias."""
    roles = {name: Role(name, entry["title"], entry["group"]) for name, entry in entries.items()}
    for name, entry in entries.items():
        for alias in entry.get("aliases", ()):
            roles.setdefault(as_id(alias), roles[name])
    return roles


def _role_ids(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _attendance(value: Mapping[str, float] | None) -> Attendance | None:
    counts = _counts(value)
    if counts is None:
        return None
    return Attendance(counts.get("commissioner"), counts.get("secretariat"), counts.get("invited"))


def _counts(value: Mapping[str, float] | None) -> dict[str, int] | None:
    return None if value is None else {name: int(count) for name, count in value.items()}


def _date(data: Mapping[str, Any], key: str) -> date | None:
    return _iso(data[key]) if key in data else None
