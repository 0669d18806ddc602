"""Help texts: worded before any option is parsed, so the language is read from the raw arguments."""

from __future__ import annotations

import sys
from functools import cache

from sopcheck.words import language, words


@cache
def early_language() -> str:
    """`--lang` as typed, else SOPCHECK_LANG, else the locale, else Indonesian."""
    args = sys.argv[1:]
    asked = None
    for i, arg in enumerate(args):
        if arg.startswith("--lang="):
            asked = arg.partition("=")[2]
        elif arg == "--lang" and i + 1 < len(args):
            asked = args[i + 1]
    return language(asked)


def text(message: str) -> str:
    """A help text by message id."""
    return words(early_language()).say(message)
