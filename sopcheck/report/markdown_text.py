"""Data as Markdown text: nothing in it is markup, a reference, a mention or an emoji."""

from __future__ import annotations

import re

from sopcheck.words import clean, shortened

_BREAK = (
    "\u200b"  # hosts look for references in the text they rendered: a break without width ends them
)
_REFERENCE = re.compile(r'[@$]|#(?=\d)|[!%&~^](?=[\w"])|:(?=//|[\w+-]+:)|www(?=\.)|\bGH(?=-\d)')
_MARKUP = re.compile(r"[\\`*_\[\]|~$]")
_START = re.compile(r"^(\d*)([-+#=.)])(?=\s|$|[-#=])")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """The text on one line, with control characters visible, as Markdown that shows just it."""
    inert = _REFERENCE.sub(lambda found: found.group() + _BREAK, clean(text).strip())
    plain = _MARKUP.sub(lambda found: f"\\{found.group()}", inert.translate(_HTML))
    return _START.sub(r"\1\\\2", plain)  # neither a list nor a heading


def fitted(text: str, width: int) -> str:
    """The escaped text, its end cut such that it takes no more than twice `width` characters."""
    room = width
    while len(shown := escaped(shortened(text, room))) > 2 * width:
        room = max(room * 2 // 3, 1)
    return shown


def code(text: str, width: int) -> str:
    """The text as a code span, its end cut; outside tables only."""
    shown = shortened(clean(text), width)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if not shown.strip() or "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
