"""OfficeReports -> Report: judgements across offices, the mean, the counts. Runs in one process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version

from sopcheck.across import judgements_across
from sopcheck.gather import Gathered
from sopcheck.lines import numbered, points
from sopcheck.locate import Read, findings_of
from sopcheck.model.document import Document, Fault
from sopcheck.model.finding import SEVERITIES, Finding, Judgement, Problem, Spot
from sopcheck.model.period import parse_period
from sopcheck.model.report import (
    SCHEMA,
    AreaHead,
    CommonCode,
    ItemHead,
    MissedItem,
    OfficeLine,
    PackReport,
    Report,
    RuleHead,
    Summary,
    Verdict,
)
from sopcheck.model.result import OfficeReport
from sopcheck.model.rules import Pack
from sopcheck.model.sop import Sop
from sopcheck.reviewing import judgements_on_reviews, review_lines
from sopcheck.score import mean
from sopcheck.source_lines import sop_line
from sopcheck.tallies import outcomes, procedures
from sopcheck.time.national import holidays_version
from sopcheck.waiving import judgements_on_waivers, validity_of, waived, waiver_lines
from sopcheck.words import clean

_WORKSHEET_STATES = ("none", "incomplete", "unsupported", "supported")


def reduce(
    reports: Iterable[OfficeReport],
    shared: Gathered,
    pack: Pack,
    *,
    period: int,
    as_of: date,
    label: str | None,
    lang: str,
    read: Read,
    generic_sops: Sequence[Sop] = (),
    generic: Iterable[Judgement] = (),
    faults: Iterable[Fault] = (),
    without_profile: Iterable[str] = (),
    stray_evidence: bool = True,
) -> Report:
    """Join the offices' reports into one.

    `shared` are files that no office owns, `generic_sops` the SOPs for all of them, `generic` what was
    found in those of this repository, `faults` what could not be read elsewhere; `without_profile` are office folders that hold no profile.
    """
    offices = sorted(reports, key=lambda r: (r.line.code, r.folder))
    across = [*generic, *_judgements([*shared.faults, *faults], pack)]
    if stray_evidence:
        across += _judgements(_strays(shared, without_profile), pack)
    across += judgements_across(offices, [numbered(sop) for sop in generic_sops], pack)
    waivers = [*shared.waivers, *(w for r in offices for w in r.waivers if w.office == r.line.code)]
    reviews = [*shared.reviews, *(v for r in offices for v in r.reviews if v.office == r.line.code)]
    validity = validity_of(as_of, parse_period(period), pack)
    codes = [r.line.code for r in offices]
    across = waived(across, waivers, validity)
    across += judgements_on_reviews(reviews, codes, pack, whole=stray_evidence)
    said = (*findings_of(across, pack, read), *(f for r in offices for f in r.findings))
    across += judgements_on_waivers(waivers, said, codes, validity, pack, whole=stray_evidence)
    found = findings_of(across, pack, read)
    everything = sorted(
        (*found, *(f for report in offices for f in report.findings)),
        key=lambda f: (f.path, f.line, f.column, f.code, f.pointer),
    )
    findings = [f for f in everything if f.waiver is None]
    lifted = tuple(f for f in everything if f.waiver is not None)
    return Report(
        schema=SCHEMA,
        tool={
            "name": "sopcheck",
            "version": version("sopcheck"),
            "holidays": holidays_version(),
        },
        label=None if label is None else clean(label),
        lang=lang,
        pack=PackReport(pack.id, pack.sha256, pack.title, pack.assumed),
        period=period,
        as_of=as_of.isoformat(),
        verdict=Verdict(0, "error", None),
        summary=_summary(offices, shared, findings, pack, lifted=len(lifted)),
        areas=tuple(AreaHead(a.id, a.short, a.name) for a in pack.areas.values()),
        items=tuple(
            ItemHead(i.id, i.area, i.block, i.sub, i.question, i.scale, i.source)
            for i in pack.items.values()
        ),
        rules=tuple(
            RuleHead(r.code, r.area, r.severity, r.title, r.remedy, r.source) for r in pack.rules
        ),
        sops=(*map(sop_line, generic_sops), *(line for r in offices for line in r.sops)),
        evidence=tuple(line for r in offices for line in r.evidence),
        offices=_ranked([_with_failures(r.line, found) for r in offices]),
        executions=tuple(line for r in offices for line in r.executions),
        procedures=procedures(line for r in offices for line in r.executions),
        findings=tuple(findings),
        waived=lifted,
        waivers=waiver_lines(waivers, everything, codes, validity, as_of),
        reviews=review_lines(reviews, codes, period, as_of),
        baselined=(),
    )


def _with_failures(line: OfficeLine, across: Iterable[Finding]) -> OfficeLine:
    """The office's line, its outcomes corrected by what was found across offices."""
    own = [f for f in across if f.office == line.code]
    failed = {f.code for f in own if f.waiver is None}
    lifted = {f.code for f in own}
    if not own:
        return line
    outcomes = []
    for outcome in line.outcomes:
        result = outcome.outcome
        if outcome.code in failed:
            result = "fail"
        elif outcome.code in lifted and result != "fail":
            result = "waived"
        else:
            outcomes.append(outcome)
            continue
        outcomes.append(replace(outcome, outcome=result, subjects=max(outcome.subjects, 1)))
    return replace(line, outcomes=tuple(outcomes))


def _ranked(lines: Sequence[OfficeLine]) -> tuple[OfficeLine, ...]:
    """The lines with their ranks: by share of items supported, then by points; equals share one."""

    def merit(line: OfficeLine) -> tuple[float, float]:
        share = (line.items_supported or 0) / (line.items_applicable or 1)
        return -share, -(line.score.supported or 0)

    merits = sorted(merit(line) for line in lines if line.items_applicable)
    return tuple(
        replace(line, rank=merits.index(merit(line)) + 1) if line.items_applicable else line
        for line in lines
    )


def _missed_items(lines: Iterable[OfficeLine]) -> tuple[MissedItem, ...]:
    """The items that most offices have no point for."""
    applicable: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for item in (i for line in lines for area in line.areas for i in area.items):
        if item.worth is not None:
            applicable[item.item] += 1
            missed[item.item] += not item.supported_value
    order = sorted(missed, key=lambda name: (-missed[name], name))
    return tuple(MissedItem(n, missed[n], applicable[n]) for n in order if missed[n])


def _common_codes(findings: Iterable[Finding]) -> tuple[CommonCode, ...]:
    """The codes that most offices have."""
    offices: dict[str, set[str | None]] = {}
    counts: Counter[str] = Counter()
    for finding in findings:
        offices.setdefault(finding.code, set()).add(finding.office)
        counts[finding.code] += 1
    order = sorted(counts, key=lambda code: (-len(offices[code]), -counts[code], code))
    return tuple(CommonCode(code, len(offices[code]), counts[code]) for code in order)


def _summary(
    offices: Sequence[OfficeReport],
    shared: Gathered,
    findings: Sequence[Finding],
    pack: Pack,
    *,
    lifted: int,
) -> Summary:
    judged: Counter[str] = Counter()
    for report in offices:
        judged.update(report.judged)
    runs = [line for r in offices for line in r.executions]
    states = Counter(r.line.worksheet for r in offices if r.line.worksheet is not None)
    return Summary(
        offices=len(offices),
        documents=sum(r.documents for r in offices) + len(shared.documents),
        judged=dict(judged),
        findings=dict.fromkeys(SEVERITIES, 0) | Counter(f.severity for f in findings),
        waived=lifted,
        set_aside=sum(r.set_aside for r in offices),
        passed_over=sum(r.passed_over for r in offices) + shared.passed_over,
        not_assessed={
            "offices": sum(1 for r in offices if r.profile is None),
            "executions": sum(1 for x in runs if x.outcome == "not-assessed"),
            "attachments": sum(r.pointers for r in offices),
        },
        worksheets=dict.fromkeys(_WORKSHEET_STATES, 0) | states,
        score=points(mean(r.score for r in offices if r.score is not None), pack),
        missed_items=_missed_items(r.line for r in offices),
        common_codes=_common_codes(findings),
        executions=outcomes(runs),
    )


def _judgements(faults: Iterable[Fault], pack: Pack) -> list[Judgement]:
    """Faults that are no office's, under the rules that say them."""
    return [
        Judgement(
            code=fault.code,
            severity=fault.severity or pack.core[fault.code].severity,
            problem=fault.problem,
            office=None,
            area=None,
            item=None,
            subject=fault.problem.spot.path,
        )
        for fault in faults
    ]


def _strays(shared: Gathered, without_profile: Iterable[str]) -> list[Fault]:
    """What lies in no office: one fault a folder, at its first document, or at its missing profile."""
    folders: dict[str, list[Document]] = {folder: [] for folder in without_profile}
    documents = [e.document for e in shared.evidence] + [w.document for w in shared.worksheets]
    for document in sorted(documents, key=lambda d: (d.path, d.index)):
        home = next((folder for folder in folders if document.path.startswith(folder)), "")
        folders.setdefault(home, []).append(document)
    return [_stray(f"{folder}office.yaml", owned) for folder, owned in folders.items()]


def _stray(profile: str, owned: Sequence[Document]) -> Fault:
    if not owned:
        return Fault("CORE008", Problem(Spot(profile), "reference.no-profile", {}))
    args = {"profile": profile, "count": len(owned)}
    return Fault("CORE008", Problem(owned[0].at("kind"), "reference.no-office", args))
