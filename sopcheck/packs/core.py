"""rules/core/rules.yaml: the reform areas and every code of the core."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sopcheck.checks import CHECKS
from sopcheck.model.finding import Bilingual
from sopcheck.model.rules import CoreArea, Rule
from sopcheck.packs.files import PackFile
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
    return PackFile(RULES / "core" / "rules.yaml", "core/rules.yaml", "rules")


def core_rules() -> Mapping[str, Rule]:
    """Every core code in the order of the file."""
    file = _core_file()
    rules: dict[str, Rule] = {}
    for i, entry in enumerate(file.data["rules"]):
        if entry["code"] in rules:
            file.fail(("rules", i, "code"), "pack.duplicate", name=entry["code"])
        for k, name in enumerate(entry.get("checks", ())):
            if name not in CHECKS:
                file.fail(
                    ("rules", i, "checks", k),
                    "pack.unknown-check",
                    name=name,
                    guess=closest(name, CHECKS),
                )
        rules[entry["code"]] = Rule(
            code=entry["code"],
            title=Bilingual(**entry["title"]),
            severity=entry["severity"],
            source=entry["source"],
            remedy=Bilingual(**entry["remedy"]),
            checks=tuple(entry.get("checks", ())),
            stage=entry.get("stage"),
            why=Bilingual(**entry["why"]),
            good_text=entry["good"],
            bad_text=entry["bad"],
        )
    return rules
