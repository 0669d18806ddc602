"""The YAML dialect: libyaml composes, this resolver and constructor give YAML 1.2 core values.

Numbers with a leading zero, hexadecimal and octal forms, dates, times, `no`, `on`, `.inf` and
`.nan` stay text, as do numbers of more than 18 digits: they are codes, not quantities.
"""

from __future__ import annotations

import operator
import re
from typing import Any, Final

import yaml

from sopcheck.errors import SopcheckError

try:
    from yaml._yaml import CParser
except ImportError as error:  # PyYAML built without libyaml
    raise SopcheckError("error.no-libyaml") from error

TEXT: Final = "s"
MAP: Final = "m"
LIST: Final = "l"
INT: Final = "i"
FLOAT: Final = "f"

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(
    r"[-+]?(?:"
    r"(?:\.[0-9]+|(?:0|[1-9][0-9]*)\.[0-9]*)(?:[eE][-+]?[0-9]{1,2})?"
    r"|(?:0|[1-9][0-9]*)[eE][-+]?[0-9]{1,2})\Z"
)
_NUMERIC = frozenset("0123456789+-.")
_FIXED = dict.fromkeys(("", "~", "null", "Null", "NULL"), "n")
_FIXED |= dict.fromkeys(("true", "True", "TRUE"), "t")
_FIXED |= dict.fromkeys(("false", "False", "FALSE"), "u")
_CONSTANTS = {"n": None, "t": True, "u": False}


class DuplicateKeyError(Exception):
    """A mapping names a key twice."""


class CollectionKeyError(Exception):
    """A list or mapping is used as a key."""


class Composer(CParser):
    """libyaml's composer; node tags are the one-letter kinds of this module."""

    # Told of every node for path resolvers, which this dialect has not: builtins that do nothing.
    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(tuple)

    def resolve(
        self,
        kind: type,
        value: str,
        implicit: tuple[bool, bool],
        fixed: dict[str, str] = _FIXED,
        scalar: type = yaml.ScalarNode,
    ) -> str:
        """The kind of a node; only plain scalars can be anything but text."""
        if kind is not scalar:
            return LIST if kind is yaml.SequenceNode else MAP
        if implicit[0]:
            if value in fixed:
                return fixed[value]
            if value[0] in _NUMERIC:
                if _INT.match(value):
                    return INT
                if _FLOAT.match(value):
                    return FLOAT
        return TEXT


def compose(data: bytes) -> list[yaml.Node]:
    """The root nodes of all documents of `data`; raises yaml.YAMLError on a syntax error."""
    composer = Composer(data)
    roots: list[Any] = []
    while composer.check_node():
        roots.append(composer.get_node())
    return roots


def construct(node: Any) -> Any:
    """Plain values of a node; raises DuplicateKeyError or CollectionKeyError."""
    tag, value = node.tag, node.value
    if tag == TEXT:
        return value
    if tag == MAP:
        try:
            out = {key.value: construct(child) for key, child in value}
        except TypeError:
            raise CollectionKeyError from None
        if len(out) != len(value):
            raise DuplicateKeyError
        return out
    if tag == LIST:
        return [construct(child) for child in value]
    if tag == INT:
        return int(value)
    if tag == FLOAT:
        return float(value)
    return _CONSTANTS[tag]
