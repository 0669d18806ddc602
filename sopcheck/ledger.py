"""What judging one office has found so far: judgements, and how each rule came out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sopcheck.checks.registry import Verdict
from sopcheck.gather import Gathered
from sopcheck.model.finding import (
    Judgement,
    NotApplicable,
    NotAssessed,
    Outcome,
    Problem,
    Severity,
    Spot,
)
from sopcheck.model.result import RuleOutcome
from sopcheck.model.rules import Pack, Rule
from sopcheck.model.waiver import Waiver
from sopcheck.waiving import Validity, waived


@dataclass(frozen=True, slots=True)
class Label:
    """What the problems of one verdict are said under."""

    rule: Rule
    subject: str
    area: str | None = None
    item: str | None = None
    lowers: bool = True
    severity: Severity | None = None


class Ledger:
    """The judgements of one office. `silent` ones take out, but another finding explains them."""

    def __init__(self, gathered: Gathered) -> None:
        self.judgements: list[Judgement] = []
        self.silent: list[Judgement] = []
        self.judged: dict[str, int] = {}
        self._unassessed: set[str] = set()
        self._torn = gathered.voids
        self._office = None if gathered.office is None else gathered.office.code
        self._evidence = {(e.document.path, e.document.index): e for e in gathered.evidence}

    def take(self, label: Label, verdict: Verdict) -> None:
        """Book a verdict."""
        if isinstance(verdict, NotApplicable):
            return
        if isinstance(verdict, NotAssessed):
            self._unassessed.add(label.rule.code)
            return
        self.count(label.rule)
        for problem in verdict:
            self.add(label, problem)

    def count(self, rule: Rule) -> None:
        """Count one subject that a rule has judged."""
        self.judged[rule.code] = self.judged.get(rule.code, 0) + 1

    def add(self, label: Label, problem: Problem) -> None:
        """Book one problem."""
        rule, item = label.rule, label.item
        if rule.area is not None and self._is_torn(problem.spot):
            return
        said = self.silent if problem.is_said_elsewhere else self.judgements
        said.append(
            Judgement(
                code=rule.code,
                severity=label.severity or rule.severity,
                problem=problem,
                office=self._office,
                area=label.area,
                item=item or (problem.items[0] if len(problem.items) == 1 else None),
                items=problem.items or ((item,) if item else self._items_at(problem.spot)),
                subject=problem.subject or label.subject,
                lowers=label.lowers,
            )
        )

    def _items_at(self, spot: Spot) -> tuple[str, ...]:
        """The items that a place in an evidence file speaks for: its document's, else its own."""
        evidence = self._evidence.get((spot.path, spot.index))
        if evidence is None:
            return ()
        own = next(
            (p.items for p in evidence.papers if spot.pointer[:2] == ("documents", p.index)), ()
        )
        return own or evidence.items

    def _is_torn(self, spot: Spot) -> bool:
        """True inside a part that broke its schema: that finding says it all."""
        torn = self._torn.get((spot.path, spot.index), ())
        return any(spot.pointer[: len(part)] == part for part in torn)

    def lift(self, waivers: Sequence[Waiver], validity: Validity) -> None:
        """Mark what waivers lift."""
        if waivers:
            self.judgements = waived(self.judgements, waivers, validity)
            self.silent = waived(self.silent, waivers, validity)

    def outcomes(
        self, pack: Pack, *, blocked: bool = False, alone: bool = False
    ) -> Iterator[RuleOutcome]:
        """How every rule of the pack came out.

        `blocked`: the office could not be judged. `alone`: single documents were, so that rules across
        documents are not assessed.
        """
        failed = {j.code for j in self.judgements if j.waiver is None}
        lifted = {j.code for j in self.judgements}
        for rule in pack.rules:
            count = self.judged.get(rule.code, 0)
            outcome: Outcome = "not-applicable"
            if rule.code in failed:
                outcome = "fail"
            elif rule.code in lifted:
                outcome = "waived"
            elif count:
                outcome = "pass"
            elif blocked:
                outcome = "blocked"
            elif rule.code in self._unassessed or (alone and rule.stage != "load"):
                outcome = "not-assessed"
            yield RuleOutcome(rule.code, rule.area, outcome, count)
