"""Shared fixtures: the pack, in-memory workspaces, golden files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from sopcheck.discover import MemoryTree
from sopcheck.model.report import Report
from sopcheck.model.rules import Pack
from sopcheck.packs import load_pack
from sopcheck.pipeline import audit, audit_tree
from sopcheck.report import FORMATS, View, render
from sopcheck.settings import Settings, find_settings

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "satu-satker"


@cache
def judged_example(name: str) -> Report:
    """An example, judged once a process: reports are frozen."""
    folder = ROOT / "examples" / name
    return audit(folder, find_settings(folder), jobs=1)


for name in ("SOPCHECK_LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LANGUAGE"):
    os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite recorded results")


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack("pmprb-2020-unit")


@pytest.fixture(scope="session")
def example_files() -> dict[str, bytes]:
    """Every file of the example office by its path."""
    return {
        path.relative_to(EXAMPLE).as_posix(): path.read_bytes()
        for path in sorted(EXAMPLE.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def judge(pack: Pack) -> Callable[..., Report]:
    """Judge a workspace given as files by path; texts are encoded."""

    def run(files: Mapping[str, str | bytes], **options: Any) -> Report:
        tree = MemoryTree({k: v.encode() if isinstance(v, str) else v for k, v in files.items()})
        options.setdefault("as_of", date(2022, 2, 15))
        return audit_tree(tree, Settings(root=Path(), period=2021, **options), pack)

    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a recorded file, or record it with --update-golden."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of the example that may be changed."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "satker"))


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def sopcheck(
        *args: str | Path, cwd: Path | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "sopcheck", *map(str, args)],
            cwd=cwd or tmp_path,
            env={**os.environ, "LC_ALL": "C.UTF-8", **env},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr + done.stdout
        return done

    return sopcheck


def tool(name: str) -> str:
    """A program of the machine; where it is missing the test is skipped, or fails with every tool asked for."""
    found = shutil.which(name)
    if found is None:
        missing = pytest.fail if os.environ.get("SOPCHECK_ALL_TOOLS") == "1" else pytest.skip
        missing(f"{name} is not installed")
    return str(found)


@pytest.fixture
def golden_part(request: pytest.FixtureRequest) -> Callable[[Path, re.Pattern[str], str], None]:
    """Compare the marked part of a page with a text, or write it there with --update-golden."""

    def compare(path: Path, part: re.Pattern[str], text: str) -> None:
        page = path.read_text(encoding="utf-8")
        if request.config.getoption("--update-golden"):
            page = part.sub(lambda _: text, page)
            path.write_text(page, encoding="utf-8")
        found = part.search(page)
        assert found is not None
        assert found.group() == text

    return compare


def legible(report: Report, name: str, view: View) -> bytes:
    """What a reader of a format sees: the text of a PDF, the parts of a workbook, else its bytes."""
    data = render(report, name, view)
    if name == "xlsx":
        with ZipFile(BytesIO(data)) as parts:
            return b"\n".join(parts.read(part) for part in parts.namelist())
    if FORMATS[name].is_binary:
        command = [tool("pdftotext"), "-", "-"]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout
    return data
