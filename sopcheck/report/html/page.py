"""The report as the templates ask for it: look-ups by office, item and path; nothing is judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sopcheck.report.execution_words import Deviated, deviations, sop_titles, worst_first
from sopcheck.report.html.calendar import Calendar, calendar
from sopcheck.report.html.facts import Facts
from sopcheck.report.html.flow import Flow, flow, listed
from sopcheck.report.html.heat import Bar, HeatRow, area_bars, heat_rows, office_bars
from sopcheck.words import words

if TYPE_CHECKING:
    from sopcheck.model.collaboration import CollaborationLine, QuarterLine
    from sopcheck.model.execution_lines import ExecutionLine, ProcedureLine
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import EvidenceLine, OfficeLine, Report, SopLine
    from sopcheck.report import View

DRAWN = 150  # runs drawn as a flow; further ones stand as lists
_WHOLE = 200  # findings printed with their lines and remedies
_OPENED = 3  # offices whose parts are printed open


class Proof(NamedTuple):
    """An evidence file of an item; `documents` are those that the item rests on."""

    evidence: EvidenceLine
    documents: tuple[Mapping[str, Any], ...]


class Page(Facts):
    """What the templates see."""

    drawn = DRAWN

    def __init__(self, report: Report, view: View) -> None:
        super().__init__(report, words(view.lang))
        self.view = view
        self.areas = {a.area: a for a in report.areas}
        self.items = {i.item: i for i in report.items}
        self.rules = {r.code: r for r in report.rules}
        self.names = {o.code: o.name for o in report.offices}
        self.codes = {f.fingerprint: f for f in report.findings}

    @property
    def is_short(self) -> bool:
        """True where the parts of every office stand open on paper."""
        return len(self.report.offices) <= _OPENED

    @property
    def is_brief(self) -> bool:
        """True where findings are printed whole; many are printed as one line each."""
        return len(self.report.findings) <= _WHOLE

    @cached_property
    def heat(self) -> list[HeatRow]:
        """Offices × areas."""
        return heat_rows(self.units)

    @cached_property
    def area_bars(self) -> list[Bar]:
        """Claimed and supported by area, the mean of the judged offices."""
        return area_bars(self.report, self.view.lang)

    @cached_property
    def office_bars(self) -> list[Bar]:
        """Claimed and supported by office, in rank order."""
        return office_bars(self.units)

    @cached_property
    def findings(self) -> list[tuple[str | None, list[Finding]]]:
        """Findings by office, those of no office first."""
        found: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            found[finding.office].append(finding)
        order = [None, *self.names, *sorted({o for o in found if o} - self.names.keys())]
        return [(office, found[office]) for office in order if office in found]

    @cached_property
    def severities(self) -> dict[str, Counter[str]]:
        """Counts by severity for each office."""
        return {o or "": Counter(f.severity for f in found) for o, found in self.findings}

    @cached_property
    def _by_item(self) -> dict[tuple[str | None, str], list[Finding]]:
        found: dict[tuple[str | None, str], list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            for item in dict.fromkeys((finding.item or "", *finding.items)):
                if item:
                    found[finding.office, item].append(finding)
        return found

    @cached_property
    def _by_path(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            found[finding.path].append(finding)
        return found

    @cached_property
    def _by_run(self) -> dict[tuple[str | None, str], list[Finding]]:
        found: dict[tuple[str | None, str], list[Finding]] = defaultdict(list)
        for finding in (*self.report.findings, *self.report.waived):
            found[finding.office, finding.subject].append(finding)
        return found

    @cached_property
    def _evidence(self) -> dict[tuple[str, str], EvidenceLine]:
        return {(line.office, line.id): line for line in self.report.evidence}

    def of_item(self, office: OfficeLine, item: str) -> list[Finding]:
        """The findings that touch an item."""
        return self._by_item.get((office.code, item), [])

    def of_path(self, path: str) -> list[Finding]:
        """The findings said at a file."""
        return self._by_path.get(path, [])

    def inside(self, office: OfficeLine, path: str) -> str:
        """A path from the folder of the office, as attachments are written."""
        return path.removeprefix(office.folder)

    def of_run(self, run: ExecutionLine) -> list[Finding]:
        """The findings about a run, waived ones too."""
        return self._by_run.get((run.office, run.subject), [])

    def proofs(self, office: OfficeLine, references: tuple[str, ...]) -> Iterator[Proof]:
        """The evidence files that references name, with the documents meant, each file once."""
        wanted: dict[str, set[str] | None] = {}
        for reference in references:
            name, _, document = reference.partition("#")
            chosen = wanted.setdefault(name, set())
            if chosen is not None:
                wanted[name] = chosen | {document} if document else None
        for name, documents in wanted.items():
            line = self._evidence.get((office.code, name))
            if line is not None:
                meant = (d for d in line.documents if documents is None or d["id"] in documents)
                yield Proof(line, tuple(meant))

    @cached_property
    def evidence_counts(self) -> dict[tuple[str, str | None], Counter[str]]:
        """Evidence files by status, and their documents, for each office and area."""
        found: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
        for line in self.report.evidence:
            counts = found[line.office, line.area]
            counts[line.status] += 1
            counts["files"] += 1
            counts["documents"] += len(line.documents)
        return found

    @cached_property
    def procedures(self) -> list[ProcedureLine]:
        """SOPs that are carried out, those that conform least first."""
        return worst_first(self.report.procedures)

    @cached_property
    def deviations(self) -> list[Deviated]:
        """What deviates, at which step, and whose."""
        return deviations(self.report)

    @cached_property
    def practised(self) -> list[OfficeLine]:
        """The offices that carry out SOPs."""
        return [office for office in self.units if office.practice]

    def practice(self, office: OfficeLine) -> list[float | None]:
        """The share of its runs that conform, for each of `procedures`."""
        lines = {line.sop: line for line in office.practice}
        found = (lines.get(total.sop) for total in self.procedures)
        return [None if line is None else line.share for line in found]

    @cached_property
    def told_runs(self) -> list[ExecutionLine]:
        """Runs that deviate, are late or could not be assessed."""
        runs = self.report.executions
        return [r for r in runs if r.moves or r.outcome in ("fail", "not-assessed")]

    @cached_property
    def runs_by_sop(self) -> list[tuple[str, list[ExecutionLine]]]:
        """All other runs, by SOP."""
        told = {id(run) for run in self.told_runs}
        found: dict[str, list[ExecutionLine]] = defaultdict(list)
        for run in self.report.executions:
            if id(run) not in told:
                found[run.sop or "–"].append(run)
        return sorted(found.items())

    @cached_property
    def _sops(self) -> dict[tuple[str | None, str, int], SopLine]:
        return {(sop.office, sop.id, sop.version): sop for sop in self.report.sops}

    @cached_property
    def titles(self) -> dict[str, str]:
        """A title for every SOP id."""
        return sop_titles(self.report)

    def sop(self, run: ExecutionLine) -> SopLine | None:
        """The version that a run is held to: the office's own, else the generic one."""
        version = run.measured or run.version
        if run.sop is None or version is None:
            return None
        own = self._sops.get((run.office, run.sop, version))
        return own or self._sops.get((None, run.sop, version))

    @cached_property
    def _roles(self) -> dict[str, dict[str, str]]:
        return {o.code: {r.id: r.title for r in o.roles} for o in self.report.offices}

    def flow(self, run: ExecutionLine) -> Flow | None:
        """The run on its SOP's lanes; None where there is nothing to draw."""
        sop = self.sop(run)
        if sop is None or not run.moves:
            return None
        titles = self._roles.get(run.office, {}) | {r.id: r.title for r in sop.roles}
        return flow(run, sop, titles, self.words)

    def listed(self, run: ExecutionLine) -> list[tuple[str, str, str]]:
        """The moves of a run in words."""
        return listed(run, self.words)

    def calendar(self, office: OfficeLine) -> Calendar | None:
        """The habit of an office on an axis of months."""
        habit = office.habit
        return None if habit is None or not habit.areas else calendar(habit)

    def quarters(self, line: CollaborationLine) -> list[tuple[str, QuarterLine | None]]:
        """The quarters of the judged year with their records."""
        found = {quarter.period: quarter for quarter in line.quarters}
        names = [f"{self.report.period}-Q{number}" for number in range(1, 5)]
        return [(name, found.get(name)) for name in names]
