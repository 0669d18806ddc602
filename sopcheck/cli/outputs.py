"""Where a report goes: files first, each whole or not at all, then standard output."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sopcheck.cli.streams import DEFAULT_WIDTH, wants_color, width, write
from sopcheck.errors import SettingsError, reason_of
from sopcheck.report import FORMATS, View, format_of, render

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
        if real in taken and _is_replaceable(real):
            raise SettingsError("error.output-taken", path=path)
        taken.add(real)
        yield name, path


def save(files: Iterable[tuple[str, bytes]]) -> None:
    """Write every file beside its place, then put all of them there: nobody sees half a report.

    What is no ordinary file (a device, a pipe) is written as it stands. SettingsError where one cannot
    be written; then none has been replaced.
    """
    waiting: list[tuple[str, str]] = []
    try:
        for path, data in files:
            with _refusals(path):
                real = os.path.realpath(path)
                if _is_replaceable(real):
                    waiting.append((_beside(real), real))
                    _fill(waiting[-1][0], data, like=real)
                else:
                    Path(real).write_bytes(data)
        for temporary, real in waiting:
            with _refusals(real):
                os.replace(temporary, real)  # noqa: PTH105  # beside realpath
    finally:
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108  # gone where all went well


def _is_replaceable(path: str) -> bool:
    """True where an ordinary file stands, or nothing."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116  # beside realpath
    except OSError:
        return True


def _beside(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name[:100]}.{os.getpid()}.tmp")  # noqa: PTH118


def _fill(path: str, data: bytes, *, like: str) -> None:
    """A new file with the data, flushed to the disk, with the permissions of the one it replaces."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(number, "wb") as file:
        with contextlib.suppress(OSError, AttributeError):
            os.fchmod(number, stat.S_IMODE(os.stat(like).st_mode))  # noqa: PTH116
        file.write(data)
        file.flush()
        os.fsync(number)


@contextlib.contextmanager
def _refusals(path: str) -> Iterator[None]:
    """What the system refuses, as a sentence that names the file."""
    try:
        yield
    except OSError as error:
        raise SettingsError("error.output", path=path, reason=reason_of(error)) from None
