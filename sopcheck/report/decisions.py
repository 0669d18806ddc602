"""What people decided about findings and claims: waivers with what they lift, and reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from sopcheck.model.decision_lines import WaiverLine
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import ItemLine, OfficeLine, Report
    from sopcheck.words import Words

SOON = 30  # days before its last day in which a waiver is said to end soon
_SHOWN = 10


def waiver_rows(report: Report, words: Words, *, everything: bool) -> Iterator[Text]:
    """Every waiver that lifts something with its findings, and those that end soon."""
    codes = {office.code for office in report.offices}
    for waiver in report.waivers:
        if waiver.office not in codes or waiver.state != "in-force":
            continue
        own = [f for f in report.waived if (f.waiver, f.office) == (waiver.id, waiver.office)]
        yield _waiver(waiver, words)
        shown = own if everything else own[:_SHOWN]
        yield from (_lifted(finding, words) for finding in shown)
        if len(shown) < len(own):
            rest = words.count("n.finding", len(own) - len(shown))
            yield Text(f"    {words.say('report.more-waived', rest=rest)}", "dim")


def _waiver(waiver: WaiverLine, words: Words) -> Text:
    last = words.date(date.fromisoformat(waiver.last))
    subject = "" if waiver.subject is None else f" · {waiver.subject}"
    head = f"{waiver.office} {waiver.id} ({waiver.rule}{subject})"
    text = Text.assemble((head, "bold"), f": {waiver.reason} · {waiver.approved_by}")
    if waiver.days_left is not None and 0 <= waiver.days_left <= SOON:
        days = words.count("n.day", waiver.days_left)
        text.append(f" · {words.say('report.ends-soon', last=last, days=days)}", "bold yellow")
    else:
        text.append(f" · {words.say('report.until', last=last)}")
    return text


def _lifted(finding: Finding, words: Words) -> Text:
    place = f"{finding.path}:{finding.line}"
    return Text(f"    {finding.code} {finding.message.of(words.lang)} ({place})", "dim")


def differences(office: OfficeLine) -> tuple[list[ItemLine], list[ItemLine], int]:
    """Items whose review differs from the claim, from the evidence, and how many were reviewed."""
    items = [i for area in office.areas for i in area.items if i.reviewed_value is not None]
    from_claim = [i for i in items if i.reviewed_value != (i.claimed_value or 0)]
    from_evidence = [i for i in items if i.reviewed_value != (i.evidenced_value or 0)]
    return from_claim, from_evidence, len(items)


def review_rows(report: Report, words: Words) -> Iterator[Text]:
    """One line for each office with a review: who, when, points, and where the three differ."""
    by_office = {review.office: review for review in report.reviews if review.counts}
    for office in report.offices:
        review = by_office.get(office.code)
        if review is None:
            continue
        from_claim, from_evidence, count = differences(office)
        parts = [
            f"{review.by}, {words.date(date.fromisoformat(review.date))}",
            words.say("report.reviewed-items", count=count, all=office.items_applicable or 0),
        ]
        if office.score.reviewed is not None:
            parts.append(
                words.say("report.reviewed-score", points=words.decimal(office.score.reviewed))
            )
        parts.append(words.say("report.differs-from-claim", items=_named(from_claim)))
        parts.append(words.say("report.differs-from-evidence", items=_named(from_evidence)))
        yield Text.assemble((office.code, "bold"), " ", " · ".join(parts))


def _named(items: list[ItemLine]) -> str:
    names = [item.item for item in items]
    shown = ", ".join(names[:_SHOWN]) or "–"
    return shown if len(names) <= _SHOWN else f"{shown}, +{len(names) - _SHOWN}"
