"""One file of a pack, checked against its meta-schema; what is wrong names file, line and reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from sopcheck.errors import PackError
from sopcheck.load import DEFAULT_MAX_BYTES, Places, load
from sopcheck.model.document import Unreadable
from sopcheck.model.finding import Pointer, Spot
from sopcheck.model.standing import Lack
from sopcheck.schemas import validator


class PackFile:
    """One file of a pack, checked against its meta-schema."""

    def __init__(self, path: Path, name: str, kind: str) -> None:
        self.name = name
        try:
            if not path.is_file() or path.stat().st_size > DEFAULT_MAX_BYTES:
                raise OSError  # noqa: TRY301  # the same end as a file that cannot be read
            self.bytes = path.read_bytes()
        except OSError:
            raise PackError(
                "error.pack", file=name, line=1, reason=Lack("pack.unreadable", {})
            ) from None
        loaded = load(name, self.bytes)
        if isinstance(loaded, Unreadable):
            problem = loaded.faults[0].problem
            line = problem.spot.mark[0] if problem.spot.mark else 1
            reason = Lack(problem.message, problem.args)
            raise PackError("error.pack", file=name, line=line, reason=reason)
        self.data: dict[str, Any] = loaded[0][0].data if loaded[0] else {}
        for found in validator(kind).problems(self.data):
            self.fail(found.pointer, found.message, **found.args)

    def fail(self, pointer: Pointer, reason: str, **args: Any) -> NoReturn:
        """Name the place and the reason, and give up."""
        line = Places(self.bytes).find(Spot(self.name, pointer=pointer))[0]
        raise PackError("error.pack", file=self.name, line=line, reason=Lack(reason, args))
