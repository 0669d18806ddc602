"""Plain values -> YAML text for people to read."""

from __future__ import annotations

from typing import Any

import yaml

_WIDTH = 88


def dump(value: Any) -> str:
    """The value in block style, keys in their order."""
    text: str = yaml.dump(
        value, Dumper=yaml.SafeDumper, sort_keys=False, allow_unicode=True, width=_WIDTH
    )
    return text
