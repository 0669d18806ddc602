"""A format is a function from a Report to bytes. FORMATS is the one table of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from sopcheck.model.report import Report


@dataclass(frozen=True, slots=True)
class View:
    """How a report is looked at: language, width in columns, colour, how much.

    `complete` leaves no finding out: what is saved is whole. `path_prefix` leads from the root of a
    host's repository to the folder judged (`""` or ending with `/`); formats for hosts put it before paths.
    """

    lang: str = "id"
    width: int = 80
    color: bool = False
    verbose: bool = False
    quiet: bool = False
    complete: bool = False
    command: str = "sopcheck"
    path_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A format's module and the suffixes of files written in it; none where a name must be given.

    What `is_binary` is nothing for a screen.
    """

    module: str
    suffixes: tuple[str, ...]
    is_binary: bool = False


FORMATS = {
    "terminal": Format("sopcheck.report.terminal", (".txt",)),
    "json": Format("sopcheck.report.json", (".json",)),
    "jsonl": Format("sopcheck.report.jsonl", (".jsonl", ".ndjson")),
    "csv": Format("sopcheck.report.csv", (".csv",)),
    "markdown": Format("sopcheck.report.markdown", (".md",)),
    "sarif": Format("sopcheck.report.sarif", (".sarif",)),
    "junit": Format("sopcheck.report.junit", (".xml",)),
    "github": Format("sopcheck.report.github", ()),
    "gitlab": Format("sopcheck.report.gitlab", ()),
    "pdf": Format("sopcheck.report.pdf", (".pdf",), is_binary=True),
    "berita-acara": Format("sopcheck.report.pdf.minutes", (), is_binary=True),
    "xlsx": Format("sopcheck.report.xlsx", (".xlsx",), is_binary=True),
    "html": Format("sopcheck.report.html", (".html", ".htm")),
}


def format_of(path: str) -> str | None:
    """The format of a file by its suffix, or None."""
    suffix = PurePath(path).suffix.lower()
    return next((name for name, f in FORMATS.items() if suffix in f.suffixes), None)


def render(report: Report, name: str, view: View) -> bytes:
    """The report in a format of FORMATS."""
    function: Callable[[Report, View], bytes] = import_module(FORMATS[name].module).render
    return function(report, view)
