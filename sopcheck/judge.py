"""One office: run every rule on every subject, find what errors take out, judge the items.

An error takes out the smallest thing it is about: at `documents/i` that document, at `events` or
`runs/i` that run, elsewhere in an evidence file or SOP the file. Warnings and notes take out
nothing, nor do findings across documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sopcheck.checks.registry import Verdict
from sopcheck.frame import Frame, context_of
from sopcheck.gather import Gathered
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence
from sopcheck.model.finding import Judgement, NotApplicable, Outcome, Pointer, Severity, Spot
from sopcheck.model.result import (
    ExecutionState,
    OfficeResult,
    RuleOutcome,
)
from sopcheck.model.rules import Area, Rule, Target
from sopcheck.rejections import voids_of
from sopcheck.standings import (
    areas_of,
    evidence_state,
    set_aside,
    standings,
    worksheet_state,
)
from sopcheck.subjects import (
    office_as_written,
    places_in,
    run_as_written,
    without_torn_parts,
)

_MAY_HOLD_EVIDENCE = ("evidence", "other")
_STAGE_CODES = frozenset(("load", "validate"))


def judge_office(gathered: Gathered, frame: Frame) -> OfficeResult:
    """Judge one office. An office without a readable profile is not assessed."""
    desk = _Desk(gathered, frame)
    desk.take_faults()
    if gathered.office is None:
        return desk.without_profile()
    desk.judge_documents()
    if not frame.alone:
        desk.judge_items()
    return desk.result()


class _Desk:
    """The state of judging one office."""

    def __init__(self, gathered: Gathered, frame: Frame) -> None:
        self.gathered, self.frame = gathered, frame
        self.pack = frame.rulebook.pack
        self.judgements: list[Judgement] = []
        self.silent: list[Judgement] = []  # what takes out, but another finding explains
        self.judged: dict[str, int] = {}
        self.failed: set[str] = set()
        self.evidence_at = {(e.document.path, e.document.index): e for e in gathered.evidence}
        self.context: Context | None = None
        if gathered.office is not None:
            self.context = context_of(gathered, frame, gathered.office)

    def take_faults(self) -> None:
        """What reading and validating found, under the codes of the core."""
        for fault in self.gathered.faults:
            rule = self.pack.core[fault.code]
            subject = fault.problem.spot.path
            severity = fault.severity or rule.severity
            self._add(rule, fault.problem, subject, severity=severity)
        for rule in self.pack.core.values():
            if rule.stage in _STAGE_CODES:
                self.judged[rule.code] = self.gathered.files

    def judge_documents(self) -> None:
        """Every rule about single documents, the office, and their references to each other."""
        context = self.context
        if context is None:
            return
        core = self.frame.rulebook.core
        for document in self.gathered.documents:
            for law in core("document"):
                self._core(law, document, document.path)
        for sop in context.sops:
            for law in core("sop"):
                self._core(law, sop, sop.subject, area=sop.area)
            self._area_rules(
                sop.area, "sop", sop.document.data, sop, places_in(sop.document), sop.subject
            )
        for evidence in context.evidence:
            self._evidence(evidence, context)
        for worksheet in context.worksheets:
            for law in core("worksheet"):
                self._core(law, worksheet, str(worksheet.year))
        for law in core("office"):
            self._core(law, context.office, context.office.code)
        if not self.frame.alone:
            for area in self.pack.areas.values():
                self._office_rules(area, context)

    def _evidence(self, evidence: Evidence, context: Context) -> None:
        areas = areas_of(evidence, context)
        area = areas[0] if areas else None
        for law in self.frame.rulebook.core("evidence"):
            self._core(law, evidence, evidence.id, area=area)
        data, at = evidence.document.data, places_in(evidence.document)
        voids = self.gathered.voids.get((evidence.document.path, evidence.document.index))
        if voids:
            data = without_torn_parts(evidence.document, voids).data
        for name in areas:
            self._area_rules(name, "evidence", data, evidence, at, evidence.id)
            for run in evidence.runs:
                raw, where = run_as_written(evidence, run)
                self._area_rules(name, "execution", raw, run, where, f"{evidence.id}/{run.id}")

    def _office_rules(self, area: Area, context: Context) -> None:
        """An area's rules about the office: its SOPs, evidence and answers of this area.

        Blocked while a file of the area cannot be judged: what it lacks may be in there.
        """
        lost = any(f"/{area.id}/" in f"/{u.path}" for u in context.unreadable)
        if lost or area.id in context.mentions:
            return
        raw, where = office_as_written(area, context)
        self._area_rules(area.id, "office", raw, context.office, where, context.office.code)

    def judge_items(self) -> None:
        """The standing of every item, and the rules about items and areas."""
        if self.context is None:
            return
        gathered = self.gathered
        illegible = next(
            (
                u.path
                for u in gathered.unreadable
                if not u.legible and gathered.lost_roles[u.path] in _MAY_HOLD_EVIDENCE
            ),
            None,
        )
        found = standings(
            self.context, voids_of([*self.judgements, *self.silent]), gathered.voids, illegible
        )
        self.context = replace(self.context, standings=found)
        core = self.frame.rulebook.core
        for standing in found:
            item = standing.item
            for law in core("item"):
                self._core(law, standing, item.id, area=item.area, item=item.id)
        for area in self.pack.areas.values():
            for law in core("area"):
                self._core(law, area, area.id, area=area.id)

    def _core(
        self, law: Any, subject: Any, name: str, *, area: str | None = None, item: str | None = None
    ) -> None:
        if law.check.across and self.frame.alone:
            return
        verdict = law.judge(subject, self.context)
        self._take(law.rule, verdict, name, area=area, item=item, lowers=law.check.lowers)

    def _area_rules(
        self,
        area: str,
        target: Target,
        raw: Any,
        subject: Any,
        where: Callable[[Pointer], Spot],
        name: str,
    ) -> None:
        context = self.context
        if context is None:
            return
        lowers = target != "office"
        for law in self.frame.rulebook.of_area(area, target):
            verdict = law.judge(raw, subject, where, context)
            self._take(law.rule, verdict, name, area=area, lowers=lowers, severity=law.severity)

    def _take(
        self,
        rule: Rule,
        verdict: Verdict,
        subject: str,
        *,
        area: str | None = None,
        item: str | None = None,
        lowers: bool = True,
        severity: Severity | None = None,
    ) -> None:
        if isinstance(verdict, NotApplicable):
            return
        self.judged[rule.code] = self.judged.get(rule.code, 0) + 1
        for problem in verdict:
            self._add(
                rule, problem, subject, area=area, item=item, lowers=lowers, severity=severity
            )

    def _add(
        self,
        rule: Rule,
        problem: Any,
        subject: str,
        *,
        area: str | None = None,
        item: str | None = None,
        lowers: bool = True,
        severity: Severity | None = None,
    ) -> None:
        if rule.area is not None and self._is_torn(problem.spot):
            return
        office = self.gathered.office
        if problem.is_said_elsewhere:
            said = self.silent
        else:
            said = self.judgements
            self.failed.add(rule.code)
        said.append(
            Judgement(
                code=rule.code,
                severity=severity or rule.severity,
                problem=problem,
                office=None if office is None else office.code,
                area=area,
                item=item or (problem.items[0] if len(problem.items) == 1 else None),
                items=problem.items or ((item,) if item else self._items_at(problem.spot)),
                subject=problem.subject or subject,
                lowers=lowers,
            )
        )

    def _items_at(self, spot: Spot) -> tuple[str, ...]:
        """The items that a place in an evidence file speaks for: its document's, else its own."""
        evidence = self.evidence_at.get((spot.path, spot.index))
        if evidence is None:
            return ()
        own = next(
            (p.items for p in evidence.papers if spot.pointer[:2] == ("documents", p.index)), ()
        )
        return own or evidence.items

    def _is_torn(self, spot: Spot) -> bool:
        """True inside a part that broke its schema: that finding says it all."""
        torn = self.gathered.voids.get((spot.path, spot.index), ())
        return any(spot.pointer[: len(part)] == part for part in torn)

    def without_profile(self) -> OfficeResult:
        """The result of an office whose profile cannot be read: findings, no scores."""
        folder = self.gathered.folder
        code = folder.rstrip("/").rpartition("/")[2].partition("-")[0]
        return OfficeResult(
            office=None,
            code=code or "?",
            folder=folder,
            assessed=False,
            judgements=tuple(self.judgements),
            outcomes=tuple(self._outcomes(blocked=True)),
            standings=(),
            worksheet=None,
            sops=tuple(self.gathered.sops),
            evidence=(),
            executions=(),
            attachments={},
            documents=len(self.gathered.documents),
            passed_over=self.gathered.passed_over,
            set_aside=0,
        )

    def result(self) -> OfficeResult:
        """Everything that the reduce needs of this office."""
        context = self.context
        if context is None:
            return self.without_profile()
        voids = voids_of([*self.judgements, *self.silent])
        states = tuple(evidence_state(e, context, voids) for e in context.evidence)
        return OfficeResult(
            office=context.office,
            code=context.office.code,
            folder=self.gathered.folder,
            assessed=not self.frame.alone and context.office.level != "provinsi",
            judgements=tuple(self.judgements),
            outcomes=tuple(self._outcomes(blocked=False)),
            standings=context.standings,
            worksheet=worksheet_state(context, context.standings) if context.standings else None,
            sops=context.sops,
            evidence=states,
            executions=tuple(
                ExecutionState(s.evidence, run, s.areas[0] if s.areas else None)
                for s in states
                for run in s.evidence.runs
            ),
            attachments=self.gathered.attachments,
            documents=len(self.gathered.documents),
            passed_over=self.gathered.passed_over,
            set_aside=set_aside(context),
        )

    def _outcomes(self, *, blocked: bool) -> Iterator[RuleOutcome]:
        for rule in self.pack.rules:
            count = self.judged.get(rule.code, 0)
            outcome: Outcome = "not-applicable"
            if rule.code in self.failed:
                outcome = "fail"
            elif count:
                outcome = "pass"
            elif blocked:
                outcome = "blocked"
            elif self.frame.alone and rule.stage != "load":
                outcome = "not-assessed"
            yield RuleOutcome(rule.code, rule.area, outcome, count)
