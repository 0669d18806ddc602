"""Standard output: bytes out, colour or not, how wide."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys

from sopcheck.errors import SettingsError, reason_of
from sopcheck.model.finding import Term

DEFAULT_WIDTH = 100
LEAST_WIDTH = 30


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it."""


def write(data: bytes | str) -> None:
    """Write to standard output.

    ReaderGoneError where nobody reads it any more, SettingsError where it cannot be written.
    """
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "")  # noqa: TRY301  # the same end as a full disk
        sys.stdout.flush()
        sys.stdout.buffer.write(
            data.encode(errors="backslashreplace") if isinstance(data, str) else data
        )
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        let_go()
        raise ReaderGoneError from None
    except (OSError, ValueError) as error:
        let_go()
        reason = reason_of(error) if isinstance(error, OSError) else Term("os.other")
        raise SettingsError("error.output", path="stdout", reason=reason) from None


def let_go() -> None:
    """Python would flush standard output once more while it ends, and complain."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    """One line on standard error; nothing where there is none."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()


def speak_utf8() -> None:
    """Both streams in UTF-8 whatever the locale says; what UTF-8 cannot hold is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def wants_color() -> bool:
    """Colour on a terminal; NO_COLOR and FORCE_COLOR decide before that."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """COLUMNS, else the terminal's width, else 100."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdecimal() and int(asked) > 0:
        return max(int(asked), LEAST_WIDTH)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError, AttributeError):
        return DEFAULT_WIDTH
