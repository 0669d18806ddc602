"""rules/core/rules.yaml: the reform areas and every code of the core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sopcheck.checks import CHECKS
from sopcheck.model.calendar import Span, Week, WorkingTime
from sopcheck.model.election import Election, Stage
from sopcheck.model.finding import Bilingual
from sopcheck.model.rules import CoreArea, Rule
from sopcheck.packs.files import PackFile, read_file
from sopcheck.schemas import RULES
from sopcheck.spelling import closest


def core_areas() -> Mapping[str, CoreArea]:
    """The reform areas in the order of the regulations, by id."""
    return {
        name: CoreArea(name, entry["short"], Bilingual(**entry["name"]))
        for name, entry in _core_file().data["areas"].items()
    }


@cache
def _core_file() -> PackFile:
    return read_file(RULES / "core" / "rules.yaml", "core", "rules.yaml").check("rules")


@cache
def working_time() -> WorkingTime:
    """Office hours and the days of Ramadan."""
    file = read_file(RULES / "core" / "working-time.yaml", "core", "working-time.yaml")
    file.check("working-time")
    data = file.data
    days: dict[int, tuple[date, date]] = {}
    for i, entry in enumerate(data["ramadan_days"]):
        first, last = (date.fromisoformat(entry[key]) for key in ("first", "last"))
        year = int(entry["year"])
        if year in days or not first.year == year == last.year or last <= first:
            file.fail(("ramadan_days", i), "pack.ramadan", year=year)
        days[year] = (first, last)
    return WorkingTime(_week(data["normal"]), _week(data["ramadan"]), days)


@cache
def election_stages() -> tuple[Election, ...]:
    """The elections with their stages, in the order of the file."""
    file = read_file(RULES / "core" / "election-stages.yaml", "core", "election-stages.yaml")
    file.check("election-stages")
    elections = []
    for i, entry in enumerate(file.data["elections"]):
        stages = tuple(_stage(stage) for stage in entry["stages"])
        for k, stage in enumerate(stages):
            if stage.last < stage.first:
                file.fail(("elections", i, "stages", k, "last"), "pack.stage", name=stage.id)
        name = Bilingual(**entry["name"])
        elections.append(Election(entry["id"], name, entry["source"], stages))
    return tuple(elections)


def _stage(entry: Mapping[str, Any]) -> Stage:
    first, last = (date.fromisoformat(entry[key]) for key in ("first", "last"))
    is_national = entry.get("national", False)
    return Stage(entry["id"], Bilingual(**entry["name"]), first, last, is_national)


def _week(data: Mapping[str, Any]) -> Week:
    return Week(_spans(data["monday-thursday"]), _spans(data["friday"]))


def _spans(texts: Iterable[str]) -> tuple[Span, ...]:
    """Minutes from midnight of `07:30-12:00`."""
    ends = (text.replace(":", "").split("-") for text in texts)
    return tuple((_minutes(start), _minutes(end)) for start, end in ends)


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[2:])


def core_rules() -> Mapping[str, Rule]:
    """Every core code in the order of the file."""
    file = _core_file()
    rules: dict[str, Rule] = {}
    for i, entry in enumerate(file.data["rules"]):
        if entry["code"] in rules:
            file.fail(("rules", i, "code"), "pack.duplicate", name=entry["code"])
        own = entry.get("checks", ())
        for key, known in (("checks", CHECKS), ("warns", own)):
            for k, name in enumerate(entry.get(key, ())):
                if name not in known:
                    guess = closest(name, known)
                    file.fail(("rules", i, key, k), "pack.unknown-check", name=name, guess=guess)
        rules[entry["code"]] = Rule(
            code=entry["code"],
            title=Bilingual(**entry["title"]),
            severity=entry["severity"],
            source=entry["source"],
            remedy=Bilingual(**entry["remedy"]),
            checks=tuple(entry.get("checks", ())),
            warns=tuple(entry.get("warns", ())),
            stage=entry.get("stage"),
            why=Bilingual(**entry["why"]),
            good_text=entry["good"],
            bad_text=entry["bad"],
        )
    return rules
