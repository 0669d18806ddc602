"""Waivers -> which findings are lifted, and what is wrong with the waivers themselves.

A waiver is in force when its time holds the day judged, or the last day of the judged period where
that is earlier. A lifted finding takes nothing out of a score; it is listed, never dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sopcheck.across import said_across
from sopcheck.model.decision_lines import WaiverLine
from sopcheck.model.finding import Finding, Judgement, Problem
from sopcheck.model.period import Period
from sopcheck.model.rules import Pack, Rule
from sopcheck.model.waiver import Waiver
from sopcheck.spelling import closest
from sopcheck.words import clean

WaiverState = Literal["in-force", "upcoming", "expired", "malformed"]
_OF_THE_FILE = ("load", "validate")


@dataclass(frozen=True, slots=True)
class Validity:
    """The day that decides whether a waiver is in force, and the rules that there are."""

    day: date
    rules: Mapping[str, Rule]

    def state(self, waiver: Waiver) -> WaiverState:
        """How a waiver stands on the day."""
        if fault_of(waiver, self.rules) is not None:
            return "malformed"
        if self.day < waiver.first:
            return "upcoming"
        return "in-force" if self.day <= waiver.last else "expired"


def validity_of(as_of: date, year: Period, pack: Pack) -> Validity:
    """The day judged, or the last day of the judged period where that is earlier."""
    return Validity(min(as_of, year.last), {rule.code: rule for rule in pack.rules})


def may_be_waived(rule: Rule) -> bool:
    """False for what makes a file unreadable, and for the waivers' own rules."""
    return rule.stage not in _OF_THE_FILE and not rule.code.startswith("WV")


def fault_of(waiver: Waiver, rules: Mapping[str, Rule]) -> Problem | None:
    """Why a waiver cannot have an effect, if it cannot."""
    document = waiver.document
    if waiver.last < waiver.first:
        days = {"first": waiver.first, "last": waiver.last}
        return Problem(document.at("until"), "waiver.ends-before-start", days)
    rule = rules.get(waiver.rule)
    if rule is None:
        args: dict[str, Any] = {"code": waiver.rule, "guess": closest(waiver.rule, rules)}
        return Problem(document.at("rule"), "waiver.unknown-rule", args)
    if not may_be_waived(rule):
        return Problem(document.at("rule"), "waiver.not-waivable", {"code": waiver.rule})
    return None


def waived(
    judgements: Iterable[Judgement], waivers: Sequence[Waiver], validity: Validity
) -> list[Judgement]:
    """The judgements, each with the waiver that lifts it, if one does."""
    usable = [w for w in waivers if validity.state(w) == "in-force"]
    if not usable:
        return list(judgements)
    return [_lifted(judgement, usable) for judgement in judgements]


def _lifted(judgement: Judgement, waivers: Iterable[Waiver]) -> Judgement:
    for waiver in waivers:
        if waiver.covers(judgement.code, judgement.office, judgement.subject):
            return replace(judgement, waiver=waiver.id)
    return judgement


def judgements_on_waivers(
    waivers: Sequence[Waiver],
    findings: Collection[Finding],
    offices: Collection[str],
    validity: Validity,
    pack: Pack,
    *,
    whole: bool,
) -> list[Judgement]:
    """What is wrong with the waivers. `findings` are all of the run, lifted or not.

    Only waivers of `offices`, which were judged; unless `whole`, other offices may exist elsewhere.
    """
    found: list[tuple[str, Waiver, Problem]] = []
    first: dict[tuple[str, str], Waiver] = {}
    for waiver in waivers:
        other = first.setdefault((waiver.office, waiver.id), waiver)
        if other is not waiver:
            related = (other.document.at("id"),)
            args: dict[str, Any] = {"id": waiver.id, "other": other.document.path}
            spot = waiver.document.at("id")
            found.append(("CORE007", waiver, Problem(spot, "identity.waiver-twice", args, related)))
        if waiver.office not in offices:
            if whole:
                args = {"code": waiver.office, "guess": closest(waiver.office, offices)}
                spot = waiver.document.at("office")
                found.append(("CORE008", waiver, Problem(spot, "office.unknown", args)))
            continue
        found += [(code, waiver, problem) for code, problem in _said(waiver, findings, validity)]
    return said_across(
        (
            (code, problem, waiver.office if waiver.office in offices else None, None, waiver.id)
            for code, waiver, problem in found
        ),
        pack,
    )


def _said(
    waiver: Waiver, findings: Iterable[Finding], validity: Validity
) -> Iterator[tuple[str, Problem]]:
    fault, state = fault_of(waiver, validity.rules), validity.state(waiver)
    if fault is not None:
        yield "WV802", fault
    elif state == "expired":
        count = sum(1 for f in findings if waiver.covers(f.code, f.office, f.subject))
        args = {"last": waiver.last, "day": validity.day, "count": count}
        message = "waiver.expired" if count else "waiver.expired-unused"
        yield "WV801", Problem(waiver.document.at("until"), message, args)
    elif state == "in-force" and not any(
        f.waiver == waiver.id and f.office == waiver.office for f in findings
    ):
        args = {"code": waiver.rule, "subject": waiver.subject}
        message = "waiver.unused" if waiver.subject is None else "waiver.unused-subject"
        key = "rule" if waiver.subject is None else "subject"
        yield "WV803", Problem(waiver.document.at(key), message, args)


def waiver_lines(
    waivers: Iterable[Waiver],
    findings: Collection[Finding],
    offices: Collection[str],
    validity: Validity,
    as_of: date,
) -> tuple[WaiverLine, ...]:
    """The waivers of the judged offices, by office and id, with what they lift."""
    lines = []
    ordered = sorted(waivers, key=lambda w: (w.office, w.id, w.document.path, w.document.index))
    for waiver in ordered:
        if waiver.office not in offices:
            continue
        state = validity.state(waiver)
        lifted = [f for f in findings if (f.waiver, f.office) == (waiver.id, waiver.office)]
        lines.append(
            WaiverLine(
                id=waiver.id,
                office=waiver.office,
                rule=waiver.rule,
                subject=None if waiver.subject is None else clean(waiver.subject),
                reason=clean(waiver.reason),
                approved_by=clean(waiver.approved_by),
                decree=None if waiver.decree is None else clean(waiver.decree),
                first=waiver.first.isoformat(),
                last=waiver.last.isoformat(),
                state=state,
                days_left=(waiver.last - as_of).days if state == "in-force" else None,
                findings=len(lifted) if state == "in-force" else 0,
                path=clean(waiver.document.path),
            )
        )
    return tuple(lines)
