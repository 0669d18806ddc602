"""Every folder under tests/rules is a case: good-* has no finding of its code, bad-* has.

A case's files lie over those of tests/rules/base. `expected.txt` holds every core finding of the
run, so a finding too many fails too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from sopcheck.discover import MemoryTree
from sopcheck.model.report import Report
from sopcheck.model.rules import Pack
from sopcheck.packs import core_rules, load_pack
from sopcheck.pipeline import audit_tree
from sopcheck.settings import find_settings

CASES = Path(__file__).parent / "rules"
pack_named = cache(load_pack)
FOLDERS = sorted(p.parent for p in CASES.glob("*/*/expected.txt"))


def run(folder: Path) -> Report:
    files: dict[str, bytes] = {}
    for source in (CASES / "base", folder):
        for path in sorted(source.rglob("*")):
            if path.is_file() and path.name != "expected.txt":
                files[path.relative_to(source).as_posix()] = path.read_bytes()
    absent = folder / "absent.txt"
    for name in absent.read_text().split() if absent.exists() else ():
        del files[name]
    settings = find_settings(folder if (folder / "sopcheck.yaml").exists() else CASES / "base")
    return audit_tree(MemoryTree(files), settings, pack_named(settings.pack))


def lines(report: Report) -> str:
    """Every finding of the core; area rules have examples of their own in their pack."""
    core = {rule.code for rule in report.rules if rule.area is None}
    return "".join(
        f"{f.code} {f.path}:{f.line}:{f.column}: {f.message.id}\n"
        for f in report.findings
        if f.code in core
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_case(folder: Path, golden: Callable[[Path, str], None]) -> None:
    report = run(folder)
    golden(folder / "expected.txt", lines(report))
    codes = {finding.code for finding in report.findings}
    assert (folder.parent.name in codes) == folder.name.startswith("bad-")


@pytest.mark.parametrize("code", core_rules())
def test_every_core_code_has_a_good_and_a_bad_case(code: str) -> None:
    kinds = {folder.name.partition("-")[0] for folder in FOLDERS if folder.parent.name == code}
    assert kinds == {"good", "bad"}


def test_every_area_rule_has_a_good_and_a_bad_example(pack: Pack) -> None:
    for area in pack.areas.values():
        assert len(area.rules) >= 6
        for rule in area.rules:
            assert rule.good
            assert rule.bad
