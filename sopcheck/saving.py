"""Files are written beside their places and then put there: nobody reads half of one."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from sopcheck.errors import SettingsError, reason_of


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
                if is_replaceable(real):
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


def is_replaceable(path: str) -> bool:
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
