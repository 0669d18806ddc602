"""A report and a baseline -> the report without its known findings. Scores never change.

A finding is known where its fingerprint is in the baseline. It moves from `findings` to `baselined`
and no longer counts for the exit code. A waived finding stays waived: that is the stronger word. An
update only takes entries away; what is new never enters a baseline that exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sopcheck.model.baseline import BaselineLine, BaselineReport, KnownFinding
from sopcheck.model.finding import SEVERITIES, Finding
from sopcheck.model.report import Report
from sopcheck.words import clean

# While one of these stands, what a file holds is unknown: findings in it only seem to be gone.
_UNREADABLE = ("CORE001", "CORE002", "CORE003", "CORE004", "CORE005", "CORE006")


def split(report: Report, known: Iterable[KnownFinding], *, whole: bool) -> Report:
    """The report with its known findings set apart. Doing it again changes nothing.

    `whole`: all of the repository was judged, so that an entry without a finding is outdated.
    """
    entries = _sorted(known)
    prints = {entry.fingerprint for entry in entries}
    everything = _present(report)
    new = tuple(f for f in everything if f.fingerprint not in prints)
    old = tuple(f for f in everything if f.fingerprint in prints)
    matched = Counter(f.fingerprint for f in (*old, *report.waived))
    as_of = date.fromisoformat(report.as_of)
    counts = dict.fromkeys(SEVERITIES, 0) | Counter(f.severity for f in new)
    return replace(
        report,
        findings=new,
        baselined=old,
        baseline=BaselineReport(
            tuple(_line(e, as_of, matched[e.fingerprint], whole=whole) for e in entries)
        ),
        summary=replace(report.summary, findings=counts, baselined=len(old)),
    )


def adopted(report: Report) -> tuple[KnownFinding, ...]:
    """Every present finding as known from the day judged on; waived ones need no entry."""
    since = date.fromisoformat(report.as_of)
    found = {f.fingerprint: f for f in reversed(_present(report))}
    return _sorted(
        KnownFinding(f.fingerprint, f.code, f.office, f.path, since, None) for f in found.values()
    )


def shrunk(known: Iterable[KnownFinding], report: Report) -> tuple[KnownFinding, ...]:
    """The entries that still match a finding of a whole run; never more than there were.

    Entries of an office with a file that cannot be read are kept: what it holds is unknown. So are all
    while such a file belongs to every office.
    """
    everything = (*_present(report), *report.waived)
    prints = {f.fingerprint for f in everything}
    unknown = {f.office for f in everything if f.code in _UNREADABLE and f.severity == "error"}
    unknown |= {line.code for line in report.offices if line.level is None}
    return _sorted(
        entry
        for entry in known
        if entry.fingerprint in prints or None in unknown or entry.office in unknown
    )


def _present(report: Report) -> tuple[Finding, ...]:
    """Every finding that no waiver lifts, known or not, in the order of a report."""
    if not report.baselined:
        return report.findings
    return tuple(
        sorted(
            (*report.findings, *report.baselined),
            key=lambda f: (f.path, f.line, f.column, f.code, f.pointer),
        )
    )


def _sorted(entries: Iterable[KnownFinding]) -> tuple[KnownFinding, ...]:
    return tuple(sorted(entries, key=lambda e: (e.path, e.code, e.fingerprint)))


def _line(entry: KnownFinding, as_of: date, findings: int, *, whole: bool) -> BaselineLine:
    return BaselineLine(
        fingerprint=entry.fingerprint,
        code=entry.code,
        office=entry.office,
        path=clean(entry.path),
        since=entry.since.isoformat(),
        owner=None if entry.owner is None else clean(entry.owner),
        days=max((as_of - entry.since).days, 0),
        findings=findings if findings or whole else None,
    )
