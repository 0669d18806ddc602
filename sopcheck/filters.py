"""What of a report is shown and counted for the exit code. Filters never change a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from sopcheck.errors import SettingsError
from sopcheck.model.baseline import BaselineReport
from sopcheck.model.execution_lines import ExecutionLine
from sopcheck.model.finding import SEVERITIES, Finding
from sopcheck.model.habit import HabitLine
from sopcheck.model.report import OfficeLine, Report, Verdict
from sopcheck.spelling import closest
from sopcheck.tallies import outcomes, practice, procedures

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters and thresholds of a run. `select` and `ignore` hold codes or their beginnings.

    `within` are the codes of the only offices in scope; None for all of them.
    """

    offices: Collection[str] = ()
    within: Collection[str] | None = None
    areas: Collection[str] = ()
    select: Collection[str] = ()
    ignore: Collection[str] = ()
    fail_on: str = "error"
    min_score: float | None = None

    @property
    def limits_offices(self) -> bool:
        """True where not every office is in scope."""
        return bool(self.offices) or self.within is not None


def selected(report: Report, selection: Selection) -> Report:
    """The report with what the filters let through, and its verdict. SettingsError on unknown names."""
    shorts = {area.short: area.area for area in report.areas}
    areas = [shorts.get(name.upper(), name) for name in selection.areas]
    selection = replace(selection, areas=areas)
    _check_names(report, selection)
    offices = tuple(o for o in report.offices if _office_in(o, selection))
    codes = {o.code for o in offices}
    executions = tuple(x for x in report.executions if _execution_in(x, codes, selection))
    unassessed = sum(1 for x in executions if x.outcome == "not-assessed")
    if selection.areas:
        offices = tuple(
            replace(
                o,
                areas=tuple(a for a in o.areas if a.area in selection.areas),
                practice=practice(x for x in executions if x.office == o.code),
                habit=_habit_in(o.habit, selection.areas),
            )
            for o in offices
        )
    findings = tuple(f for f in report.findings if _finding_in(f, codes, selection))
    counts = dict.fromkeys(SEVERITIES, 0) | Counter(f.severity for f in findings)
    lifted = tuple(f for f in report.waived if _finding_in(f, codes, selection))
    known = tuple(f for f in report.baselined if _finding_in(f, codes, selection))
    failed = _fails(findings, selection.fail_on) or _scores_below(offices, selection.min_score)
    return replace(
        report,
        offices=offices,
        executions=executions,
        procedures=procedures(executions),
        findings=findings,
        waived=lifted,
        baselined=known,
        baseline=_baseline_in(report, codes, selection),
        summary=replace(
            report.summary,
            findings=counts,
            waived=len(lifted),
            baselined=len(known),
            executions=outcomes(executions),
            not_assessed={**report.summary.not_assessed, "executions": unassessed},
        ),
        verdict=Verdict(int(failed), selection.fail_on, selection.min_score),
    )


def _office_in(office: OfficeLine, selection: Selection) -> bool:
    wanted = selection.offices
    if selection.within is not None and office.code not in selection.within:
        return False
    return not wanted or office.code in wanted or office.slug in wanted


def _habit_in(habit: HabitLine | None, areas: Collection[str]) -> HabitLine | None:
    """The habit in some areas; its totals stay those of the office."""
    if habit is None:
        return None
    return replace(habit, areas=tuple(a for a in habit.areas if a.area in areas))


def _finding_in(finding: Finding, codes: Collection[str], selection: Selection) -> bool:
    if selection.areas and finding.area not in selection.areas:
        return False
    return _passes(finding.office, finding.code, codes, selection)


def _passes(office: str | None, code: str, codes: Collection[str], selection: Selection) -> bool:
    """True for a code in an office that the filters let through; `codes` are the offices shown."""
    if selection.limits_offices and office not in codes:
        return False
    if selection.select and not code.startswith(tuple(selection.select)):
        return False
    return not (selection.ignore and code.startswith(tuple(selection.ignore)))


def _baseline_in(
    report: Report, codes: Collection[str], selection: Selection
) -> BaselineReport | None:
    """The baseline's entries that the filters let through; of areas only those with a finding tell."""
    if report.baseline is None:
        return None
    areas = {f.fingerprint: f.area for f in (*report.baselined, *report.waived)}
    kept = tuple(
        entry
        for entry in report.baseline.entries
        if _passes(entry.office, entry.code, codes, selection)
        and (not selection.areas or areas.get(entry.fingerprint) in selection.areas)
    )
    return BaselineReport(kept)


def _execution_in(line: ExecutionLine, codes: Collection[str], selection: Selection) -> bool:
    if selection.limits_offices and line.office not in codes:
        return False
    return not selection.areas or line.area in selection.areas


def _fails(findings: Collection[Finding], fail_on: str) -> bool:
    if fail_on == "never":
        return False
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(f.severity in counted for f in findings)


def _scores_below(offices: Collection[OfficeLine], min_score: float | None) -> bool:
    """True where an office in scope is below; one that was not assessed has no score to show."""
    if min_score is None:
        return False
    return any(
        o.score.ratio is None or o.score.ratio * _PERCENT < min_score
        for o in offices
        if o.level != "provinsi"
    )


def _check_names(report: Report, selection: Selection) -> None:
    codes = [rule.code for rule in report.rules]
    for prefix in (*selection.select, *selection.ignore):
        if not any(code.startswith(prefix) for code in codes):
            raise SettingsError("error.unknown-code", code=prefix, guess=closest(prefix, codes))
    offices = [name for o in report.offices for name in (o.code, o.slug)]
    for name in selection.offices:
        if name not in offices:
            raise SettingsError("error.unknown-office", name=name, guess=closest(name, offices))
    areas = [area.area for area in report.areas]
    for name in selection.areas:
        if name not in areas:
            guess = closest(name, areas)
            raise SettingsError("error.unknown-area", name=name, guess=guess, known=areas)
