"""Where a report goes: files first, then standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sopcheck.cli.streams import DEFAULT_WIDTH, wants_color, width, write
from sopcheck.errors import SettingsError
from sopcheck.report import FORMATS, View, format_of, render
from sopcheck.saving import is_replaceable, save

if TYPE_CHECKING:
    from sopcheck.model.report import Report


def deliver(report: Report, speech: str, *, source: Path | None = None, **options: Any) -> int:
    """Write the report where the options say; gives the exit code of its verdict.

    `source` is a file that no output may replace. SettingsError where something cannot be written:
    then no file has been changed.
    """
    outputs = list(_outputs(options["outputs"], source))
    name = options["format_name"]
    if FORMATS[name].is_binary and sys.stdout is not None and sys.stdout.isatty():
        raise SettingsError("error.output-binary", format=name)
    view = View(
        lang=speech,
        verbose=options["verbose"],
        quiet=options["quiet"],
        path_prefix=options["path_prefix"],
        width=width(),
        color=name == "terminal" and wants_color(),
    )
    saved = View(
        lang=speech,
        width=DEFAULT_WIDTH,
        verbose=view.verbose,
        complete=True,
        path_prefix=view.path_prefix,
    )
    save((path, render(report, form, saved)) for form, path in outputs)
    write(render(report, name, view))
    return report.verdict.exit


def _outputs(written: Iterable[str], source: Path | None) -> Iterator[tuple[str, str]]:
    """Format and path of each `[FORMAT=]FILE`; a suffix says the format where none is given."""
    taken = set() if source is None else {os.path.realpath(source)}
    for text in written:
        name, separator, path = text.partition("=")
        if not separator or name not in FORMATS:
            name, path = format_of(text) or "", text
        if not name:
            known = [suffix for f in FORMATS.values() for suffix in f.suffixes]
            raise SettingsError("error.output-format", path=text, known=known)
        real = os.path.realpath(path)
        if real in taken and is_replaceable(real):
            raise SettingsError("error.output-taken", path=path)
        taken.add(real)
        yield name, path
