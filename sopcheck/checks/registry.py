"""The one table of checks; the decorator is the registration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sopcheck.model.finding import NotApplicable, NotAssessed, Problem
from sopcheck.model.rules import Target

Verdict = list[Problem] | NotApplicable | NotAssessed
CheckFunction = Callable[..., Verdict]


@dataclass(frozen=True, slots=True)
class Check:
    """A function with the target it judges.

    `across` says that it needs the office's other documents, so a single file cannot be judged.
    `lowers` is false where its findings take nothing out of a score.
    """

    name: str
    target: Target
    function: CheckFunction
    across: bool
    lowers: bool


CHECKS: dict[str, Check] = {}


def check(
    name: str, *, target: Target, across: bool = False, lowers: bool = True
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check under the name that rules use."""

    def register(function: CheckFunction) -> CheckFunction:
        CHECKS[name] = Check(name, target, function, across, lowers)
        return function

    return register
