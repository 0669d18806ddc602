"""One office: run every rule on every subject, find what errors take out, judge the items.

An error takes out the smallest thing it is about: at `documents/i` that document, at `events` or
`runs/i` that run, elsewhere in an evidence file or SOP the file. Warnings and notes take out
nothing, nor do findings across documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sopcheck.collaboration import collaborations
from sopcheck.conduct import conducts, execution_states, unfit_places
from sopcheck.executions import executions_of
from sopcheck.frame import Frame, context_of
from sopcheck.gather import Gathered
from sopcheck.habit import rhythms
from sopcheck.ledger import Label, Ledger
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence
from sopcheck.model.execution import Execution
from sopcheck.model.finding import Pointer, Spot
from sopcheck.model.ground import Ground, Voids
from sopcheck.model.result import ExecutionState, OfficeResult
from sopcheck.model.rules import Area, Target
from sopcheck.rejections import voids_of
from sopcheck.replication import replication
from sopcheck.reviewing import with_verdicts
from sopcheck.standings import areas_of, ground_of, is_future, standings
from sopcheck.states import evidence_state, set_aside, worksheet_state
from sopcheck.subjects import (
    office_as_written,
    places_in,
    places_in_sop,
    run_as_written,
    without_torn_parts,
)
from sopcheck.waiving import validity_of

_MAY_HOLD_EVIDENCE = ("evidence", "other")
_STAGE_CODES = frozenset(("load", "validate"))


def judge_office(gathered: Gathered, frame: Frame) -> OfficeResult:
    """Judge one office. An office without a readable profile is not assessed."""
    desk = _Desk(gathered, frame)
    desk.take_faults()
    if gathered.office is None:
        return desk.without_profile()
    desk.judge_documents()
    desk.apply_waivers()
    if not frame.alone:
        desk.judge_items()
        desk.apply_waivers()
    return desk.result()


class _Desk:
    """The state of judging one office."""

    def __init__(self, gathered: Gathered, frame: Frame) -> None:
        self.gathered, self.frame = gathered, frame
        self.pack = frame.rulebook.pack
        self.ledger = Ledger(gathered)
        self.executions: list[Execution] = []
        self.unseen = 0  # events after the day judged
        self.ground: Ground | None = None
        self.context: Context | None = None
        if gathered.office is not None:
            self.context = context_of(gathered, frame, gathered.office)

    def take_faults(self) -> None:
        """What reading and validating found, under the codes of the core."""
        for fault in self.gathered.faults:
            rule = self.pack.core[fault.code]
            label = Label(rule, fault.problem.spot.path, severity=fault.severity)
            self.ledger.add(label, fault.problem)
        for rule in self.pack.core.values():
            if rule.stage in _STAGE_CODES:
                self.ledger.judged[rule.code] = self.gathered.files

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
            self._area_rules(sop.area, "sop", sop.written, sop, places_in_sop(sop), sop.subject)
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
        self._judge_executions(context)

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

    def _judge_executions(self, context: Context) -> None:
        """Every run, measured against its SOP; SOPs with errors are no measure."""
        laws = self.frame.rulebook.core("execution")
        measures = self.frame.measures(self.gathered, unfit_places(self.ledger.judgements))
        for evidence in context.evidence:
            if not evidence.runs or is_future(evidence, context.as_of):
                continue
            areas = areas_of(evidence, context)
            found = executions_of(evidence, context, measures)
            self.unseen += sum(len(run.events) for run in evidence.runs)
            self.unseen -= sum(len(execution.deeds) for execution in found)
            for execution in found:
                self.executions.append(execution)
                name, area = execution.subject, areas[0] if areas else None
                for law in laws:
                    self._core(law, execution, name, area=area)
                raw, where = run_as_written(execution)
                for each in areas:
                    self._area_rules(each, "execution", raw, execution, where, name)

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
        ground = self._ground(self.context, self._voids())
        self.ground, found = ground, standings(ground)
        if any(j.waiver is not None for j in self.ledger.judgements):
            everything = standings(self._ground(self.context, self._voids(unwaived=True)))
            pairs = zip(found, everything, strict=True)
            found = tuple(replace(s, unwaived=other.strict) for s, other in pairs)
        review = next(iter(self.context.reviews), None)
        found = with_verdicts(found, review, self.pack)
        self.context = replace(
            self.context,
            standings=found,
            collaborations=collaborations(self.context),
            rhythms=rhythms(self.context, {}),
        )
        core = self.frame.rulebook.core
        if review is not None:
            for law in core("review"):
                self._core(law, review, f"review-{review.year}")
        for standing in found:
            item = standing.item
            for law in core("item"):
                self._core(law, standing, item.id, area=item.area, item=item.id)
        for area in self.pack.areas.values():
            for law in core("area"):
                self._core(law, area, area.id, area=area.id)

    def _ground(self, context: Context, voids: Voids) -> Ground:
        gathered = self.gathered
        illegible = next(
            (
                u.path
                for u in gathered.unreadable
                if not u.legible and gathered.lost_roles[u.path] in _MAY_HOLD_EVIDENCE
            ),
            None,
        )
        return ground_of(context, voids, gathered.voids, illegible, conducts(self._runs(voids)))

    def apply_waivers(self) -> None:
        """Mark what this office's waivers lift; those that are its folder's own and the shared ones."""
        frame, context = self.frame, self.context
        if context is not None and not frame.alone:
            waivers = [*frame.waivers, *self.gathered.waivers]
            validity = validity_of(frame.as_of, frame.year, self.pack)
            self.ledger.lift([w for w in waivers if w.office == context.office.code], validity)

    def _core(
        self, law: Any, subject: Any, name: str, *, area: str | None = None, item: str | None = None
    ) -> None:
        if law.check.across and self.frame.alone:
            return
        verdict = law.judge(subject, self.context)
        if verdict == []:  # by far the most
            self.ledger.count(law.rule)
            return
        label = Label(law.rule, name, area, item, lowers=law.check.lowers, severity=law.severity)
        self.ledger.take(label, verdict)

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
            if verdict == []:
                self.ledger.count(law.rule)
            else:
                label = Label(law.rule, name, area, lowers=lowers, severity=law.severity)
                self.ledger.take(label, verdict)

    def without_profile(self) -> OfficeResult:
        """The result of an office whose profile cannot be read: findings, no scores."""
        folder = self.gathered.folder
        code = folder.rstrip("/").rpartition("/")[2].partition("-")[0]
        return OfficeResult(
            office=None,
            code=code or "?",
            folder=folder,
            assessed=False,
            judgements=tuple(self.ledger.judgements),
            outcomes=tuple(self.ledger.outcomes(self.pack, blocked=True)),
            standings=(),
            rhythms=(),
            ground=None,
            worksheet=None,
            sops=tuple(self.gathered.sops),
            evidence=(),
            executions=(),
            replication=(),
            attachments={},
            waivers=tuple(self.gathered.waivers),
            reviews=tuple(self.gathered.reviews),
            documents=len(self.gathered.documents),
            passed_over=self.gathered.passed_over,
            set_aside=0,
        )

    def result(self) -> OfficeResult:
        """Everything that the reduce needs of this office."""
        context = self.context
        if context is None:
            return self.without_profile()
        voids = self._voids()
        states = tuple(evidence_state(e, context, voids) for e in context.evidence)
        return OfficeResult(
            office=context.office,
            code=context.office.code,
            folder=self.gathered.folder,
            assessed=not self.frame.alone and context.office.level != "provinsi",
            judgements=tuple(self.ledger.judgements),
            outcomes=tuple(self.ledger.outcomes(self.pack, alone=self.frame.alone)),
            standings=context.standings,
            rhythms=() if self.frame.alone else rhythms(context, voids),
            ground=self.ground,
            worksheet=worksheet_state(context, context.standings) if context.standings else None,
            sops=context.sops,
            evidence=states,
            executions=self._runs(voids),
            replication=() if self.frame.alone else replication(context),
            attachments=self.gathered.attachments,
            waivers=tuple(self.gathered.waivers),
            reviews=tuple(self.gathered.reviews),
            documents=len(self.gathered.documents),
            passed_over=self.gathered.passed_over,
            set_aside=set_aside(context) + self.unseen,
            collaborations=context.collaborations,
        )

    def _voids(self, *, unwaived: bool = False) -> Voids:
        """What errors take out; `unwaived`: those that a waiver lifts too."""
        found = [*self.ledger.judgements, *self.ledger.silent]
        return voids_of(replace(j, waiver=None) for j in found) if unwaived else voids_of(found)

    def _runs(self, voids: Voids) -> tuple[ExecutionState, ...]:
        """Every run with its outcome, in the order of the files."""
        if self.context is None:
            return ()
        states = [evidence_state(e, self.context, voids) for e in self.context.evidence]
        return tuple(
            execution_states(self.executions, states, self.gathered.voids, self.ledger.judgements)
        )
