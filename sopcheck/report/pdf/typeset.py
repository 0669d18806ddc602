"""Values -> PDF, by typst and the templates of this folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sopcheck.errors import SettingsError

_TEMPLATES = Path(__file__).parent


def typeset(template: str, page: Mapping[str, Any], lang: str) -> bytes:
    """The PDF of `page.typ` and a template, filled with plain values.

    Values reach the template as JSON, so that no text of theirs is ever read as markup. Only the fonts
    inside typst are used and no date is written: the same values give the same bytes.
    """
    try:
        import typst  # noqa: PLC0415
    except ImportError:
        raise SettingsError("pdf.not-installed") from None
    parts = [(_TEMPLATES / f"{name}.typ").read_bytes() for name in ("page", template)]
    made = typst.compile(
        b"\n".join(parts),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(page, ensure_ascii=False), "lang": lang},
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made
