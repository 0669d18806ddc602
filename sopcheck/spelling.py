"""Which known word was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

_CUTOFF = 0.6


def closest(word: Any, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None where none is like it."""
    if not isinstance(word, str):
        return None
    folded = {name.casefold(): name for name in known}
    match = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=_CUTOFF)
    return folded[match[0]] if match else None
