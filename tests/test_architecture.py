"""The architecture, read from the imports."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "sopcheck"
MODULES = {
    ".".join(("sopcheck", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
HOMES = {
    "yaml": "sopcheck.load",
    "jsonschema": "sopcheck.validate",
    "jsonschema_rs": "sopcheck.validate",
    "click": "sopcheck.cli",
    "pathspec": "sopcheck.discover",
    "holidays": "sopcheck.time",
    "jinja2": "sopcheck.report",
    "xlsxwriter": "sopcheck.report",
    "typst": "sopcheck.report",
}
RICH = ("sopcheck.report", "sopcheck.explain", "sopcheck.cli")
# Each stage may use the stages before it, never those after it.
STAGES = ("discover", "load", "validate", "build", "judge", "score", "reduce", "report", "cli")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def inside(module: str, *places: str) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


@pytest.mark.parametrize("module", MODULES)
def test_each_library_has_one_home(module: str) -> None:
    for name in imports(MODULES[module]):
        library = name.partition(".")[0]
        if library in HOMES:
            assert inside(module, HOMES[library]), f"{module} imports {name}"
        elif library == "rich":
            assert inside(module, *RICH), f"{module} imports {name}"
        else:
            assert library == "sopcheck" or library in sys.stdlib_module_names, name


@pytest.mark.parametrize("module", [m for m in MODULES if inside(m, "sopcheck.model")])
def test_nouns_know_only_nouns_and_the_standard_library(module: str) -> None:
    for name in imports(MODULES[module]):
        assert inside(name, "sopcheck.model") or name.partition(".")[0] in sys.stdlib_module_names


def test_the_alignment_knows_nothing_of_the_project() -> None:
    assert not [name for name in imports(MODULES["sopcheck.align"]) if name.startswith("sopcheck")]


def test_errors_know_only_nouns() -> None:
    for name in imports(MODULES["sopcheck.errors"]):
        assert not name.startswith("sopcheck") or inside(name, "sopcheck.model")


@pytest.mark.parametrize("module", [m for m in MODULES if inside(m, "sopcheck.checks")])
def test_checks_are_pure(module: str) -> None:
    forbidden = "load packs report cli pipeline judge gather reduce discover examine words settings"
    for name in imports(MODULES[module]):
        assert not inside(name, *(f"sopcheck.{part}" for part in forbidden.split())), name
        assert name not in ("os", "pathlib", "time", "logging", "random", "subprocess")
    source = MODULES[module].read_text(encoding="utf-8")
    assert ".today()" not in source
    assert ".now(" not in source


@pytest.mark.parametrize("module", [m for m in MODULES if inside(m, "sopcheck.report")])
def test_formats_only_translate(module: str) -> None:
    forbidden = (
        "pipeline judge gather load checks discover packs validate score reduce settings cli"
    )
    for name in imports(MODULES[module]):
        assert not inside(name, *(f"sopcheck.{part}" for part in forbidden.split())), name


@pytest.mark.parametrize("module", MODULES)
def test_nobody_imports_the_command_line(module: str) -> None:
    if not inside(module, "sopcheck.cli", "sopcheck.__main__"):
        assert not any(inside(name, "sopcheck.cli") for name in imports(MODULES[module]))


@pytest.mark.parametrize("stage", STAGES)
def test_stages_run_in_one_direction(stage: str) -> None:
    later = STAGES[STAGES.index(stage) + 1 :]
    for module, path in MODULES.items():
        if inside(module, f"sopcheck.{stage}"):
            for name in imports(path):
                assert not inside(name, *(f"sopcheck.{s}" for s in later)), f"{module}: {name}"


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_short(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 320
