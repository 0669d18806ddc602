"""A YAML file of the program's own kind that has to fit its schema, or nothing can be judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sopcheck.errors import SettingsError
from sopcheck.load import DEFAULT_MAX_BYTES, Places, load
from sopcheck.model.document import Unreadable
from sopcheck.model.finding import Pointer, Spot
from sopcheck.model.standing import Lack
from sopcheck.schemas import validator

LineOf = Callable[[Pointer], int]


def read_fitting(
    file: str, data: bytes, kind: str, *, failure: str, max_bytes: int = DEFAULT_MAX_BYTES
) -> tuple[Mapping[str, Any], LineOf]:
    """The content of a file's only document, and what gives the line of a pointer into it.

    An empty file is an empty map. SettingsError `failure`, with file, line and reason, where it cannot be
    read as YAML, holds several documents, or does not fit the schema of its kind.
    """

    def broken(line: int, reason: str, args: Mapping[str, Any]) -> SettingsError:
        return SettingsError(failure, file=file, line=line, reason=Lack(reason, dict(args)))

    def line_of(pointer: Pointer) -> int:
        return Places(data).find(Spot(file, pointer=pointer))[0]

    loaded = load(file, data, max_bytes=max_bytes)
    if isinstance(loaded, Unreadable):
        problem = loaded.faults[0].problem
        raise broken(
            problem.spot.mark[0] if problem.spot.mark else 1, problem.message, problem.args
        )
    documents = loaded[0]
    if len(documents) > 1:
        raise broken(Places(data).find(Spot(file, 1))[0], "error.several-documents", {})
    content: Any = documents[0].data if documents else {}
    for found in validator(kind).problems(content):
        raise broken(line_of(found.pointer), found.message, found.args)
    return content, line_of
