"""Pack -> rules ready to run: schemas compiled, checks bound to their parameters, by target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sopcheck.checks import CHECKS, Check
from sopcheck.checks.registry import Verdict
from sopcheck.model.context import Context
from sopcheck.model.finding import NotApplicable, Pointer, Problem, Severity, Spot
from sopcheck.model.rules import Pack, Rule, Target
from sopcheck.model.standing import Lack
from sopcheck.validate import Validator

Where = Callable[[Pointer], Spot]


@dataclass(frozen=True, slots=True)
class CoreRule:
    """A code of the core with one of its checks, which may only warn."""

    rule: Rule
    check: Check
    severity: Severity

    def judge(self, subject: Any, context: Context) -> Verdict:
        """The check's verdict on one subject."""
        return self.check.function(subject, context)


class AreaRule:
    """A rule of a reform area, compiled."""

    def __init__(self, rule: Rule, as_of: date) -> None:
        self.rule = rule
        self.severity: Severity = rule.severity
        self.early = rule.since is not None and as_of < rule.since
        if self.early and rule.severity == "error":
            self.severity = "warning"
        self.check = CHECKS[rule.checks[0]] if rule.checks else None
        self._when = None if rule.when is None else Validator(rule.when)
        self._schema = None if rule.schema is None else Validator(rule.schema)

    def names(self, raw: Any) -> bool:
        """True for a subject that this rule speaks of by name: by items, types or what it holds."""
        return self._when is not None and self._when.holds(raw)

    def judge(self, raw: Any, subject: Any, where: Where, context: Context) -> Verdict:
        """The verdict on a subject, given as written (`raw`) and as a noun.

        `where` turns a pointer into the raw subject into a place.
        """
        if self._when is not None and not self._when.holds(raw):
            return NotApplicable("na.when")
        if self.check is not None:
            return self.check.function(subject, context, **(self.rule.params or {}))
        if self._schema is None or self._schema.is_valid(raw):
            return []
        return [
            Problem(
                _with_part(where(p.pointer), p.part),
                "rule.fails-early" if self.early else "rule.fails",
                {
                    "rule": self.rule.title,
                    "detail": Lack(p.message, p.args),
                    "since": self.rule.since,
                },
            )
            for p in self._schema.problems(raw)
        ]


def _with_part(spot: Spot, part: Any) -> Spot:
    return Spot(spot.path, spot.index, spot.pointer, part if spot.part == "value" else spot.part)


class Rulebook:
    """Every rule of a pack by what it judges, for one day (rules may count from a date)."""

    def __init__(self, pack: Pack, as_of: date) -> None:
        self.pack = pack
        self._core: dict[Target, list[CoreRule]] = {}
        for rule in pack.core.values():
            for name in rule.checks:
                check = CHECKS[name]
                severity: Severity = "warning" if name in rule.warns else rule.severity
                law = CoreRule(rule, check, severity)
                self._core.setdefault(check.target, []).append(law)
        self._areas: dict[tuple[str, Target], list[AreaRule]] = {}
        for area in pack.areas.values():
            for rule in area.rules:
                key = (area.id, rule.target or "evidence")
                self._areas.setdefault(key, []).append(AreaRule(rule, as_of))

    def core(self, target: Target) -> list[CoreRule]:
        """The core's rules for a target, one entry a check."""
        return self._core.get(target, [])

    def of_area(self, area: str, target: Target) -> list[AreaRule]:
        """An area's rules for a target."""
        return self._areas.get((area, target), [])
