"""Entries of a pack's files -> nouns. They fit their meta-schemas already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sopcheck.model.finding import Bilingual
from sopcheck.model.rules import After, Block, DocumentType, Example, Ratio, Runs


def fraction(number: float) -> Fraction:
    """The decimal as written: 0.67 is 67/100, never its binary neighbour."""
    return Fraction(str(number))


def part_of_one(value: float | str) -> Fraction | None:
    """The share that `0.75` or `"2/3"` states, None where it is none."""
    try:
        share = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None
    return share if 0 <= share <= 1 else None


def persons_or_share(number: float) -> int | Fraction:
    """`1` is one person, `1.0` or `0.5` a share of those invited."""
    return number if isinstance(number, int) else fraction(number)


def scale(value: Any) -> Mapping[str, Fraction] | None:
    """Values by answer, best first; None for percentages."""
    return None if value == "ratio" else {k: fraction(v) for k, v in value.items()}


def days(text: str | None) -> int | None:
    """The number of days that `90d` states."""
    return None if text is None else int(text[:-1])


def document_type(name: str, value: Mapping[str, Any]) -> DocumentType:
    """A type of paper."""
    named = Bilingual(**value["name"])
    texts = (text if text == name else f"{text} ({name})" for text in (named.id, named.en))
    return DocumentType(
        id=name,
        name=named,
        label=Bilingual(*texts),
        before=days(value.get("before")),
        after=days(value.get("after")),
        signed=value.get("signed", False),
        numbered=value.get("numbered", False),
        final=value.get("final", False),
        picture=value.get("picture", False),
        activity=value.get("activity", False),
        acts_upon=value.get("acts_upon", False),
    )


def block(name: str, value: Mapping[str, Any]) -> Block:
    """A block; without sub-blocks it is its own only one."""
    weight = fraction(value["weight"])
    subs: dict[str | None, Fraction] = {k: fraction(v) for k, v in value.get("subs", {}).items()}
    return Block(name, weight, subs or {None: weight}, value.get("assumed", False))


def ratio(value: Mapping[str, Any]) -> Ratio:
    """A share of counts."""
    decrease = value.get("decrease")
    at_least = value.get("at_least")
    return Ratio(
        of=decrease["from"] if decrease else value["of"],
        to=decrease["to"] if decrease else value["to"],
        over=value.get("over", "sum"),
        nil_is_full=value.get("zero") == "nil",
        may_exceed=value.get("cap", False),
        decrease=decrease is not None,
        at_least=None if at_least is None else fraction(at_least),
    )


def runs(value: Mapping[str, Any]) -> Runs:
    """The executions that a level asks for."""
    return Runs(value.get("of", "area"), value["every"], fraction(value.get("conforming", 1)))


def after(value: Mapping[str, Any], accepts: Iterable[str]) -> After:
    """A decree that comes first; without `documents` all that the item accepts wait for it."""
    kinds = value["type"]
    types = frozenset((kinds,) if isinstance(kinds, str) else kinds)
    documents = frozenset(value.get("documents", {*accepts} - types))
    return After(value["of"], types, documents, value["source"])


def example(value: Mapping[str, Any]) -> Example:
    """An example: one document, or documents with a day and files."""
    if "kind" in value:
        return Example((value,), None, {})
    as_of = value.get("as_of")
    return Example(
        tuple(value.get("documents", ())),
        date.fromisoformat(as_of) if as_of else None,
        value.get("files", {}),
    )
