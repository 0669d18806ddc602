"""Personal data stay out of evidence repositories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.document import Document
from sopcheck.model.finding import Pointer, Problem, Term
from sopcheck.personal import mask, personal

_EXEMPT = frozenset(("sha256", "number", "id", "channel"))


@check("no-personal-data", target="document", lowers=False)
def no_personal_data(document: Document, context: Context) -> Verdict:
    """No resident number, private phone or private e-mail in clear, in any value or key."""
    del context
    if not document.suspect:
        return []
    return [
        Problem(
            replace(
                document.at(*pointer, part="key" if is_key else "value"), needle=text[start:end]
            ),
            "privacy.clear",
            {"kind": Term(f"personal.{kind}"), "value": mask(text[start:end])},
        )
        for pointer, text, is_key in _texts(document.data, ())
        for kind, start, end in _first_of_each_kind(text)
    ]


def _first_of_each_kind(text: str) -> Iterator[tuple[str, int, int]]:
    seen: set[str] = set()
    for kind, start, end in personal(text):
        if kind not in seen:
            seen.add(kind)
            yield kind, start, end


def _texts(node: Any, at: Pointer) -> Iterator[tuple[Pointer, str, bool]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*at, key), key, True
            if key not in _EXEMPT:
                yield from _texts(value, (*at, key))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from _texts(value, (*at, i))
    elif isinstance(node, (str, int)) and not isinstance(node, bool):
        yield at, str(node), False
