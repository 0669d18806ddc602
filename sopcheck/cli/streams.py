"""Standard output: bytes out, colour or not, how wide."""

from __future__ import annotations

import os
import sys

DEFAULT_WIDTH = 100


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it."""


def write(data: bytes | str) -> None:
    """Write to standard output; ReaderGoneError where nobody reads it any more."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data.encode() if isinstance(data, str) else data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Python would flush once more while it ends, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ReaderGoneError from None


def wants_color() -> bool:
    """Colour on a terminal; NO_COLOR and FORCE_COLOR decide before that."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """COLUMNS, else the terminal's width, else 100."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError):
        return DEFAULT_WIDTH
