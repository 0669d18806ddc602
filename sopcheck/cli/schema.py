"""`sopcheck schema KIND`: a schema for editors and other tools."""

from __future__ import annotations

import json

import click

from sopcheck.cli.options import OneOf, lang_option
from sopcheck.cli.streams import write
from sopcheck.cli.texts import text

_KINDS = (
    "office",
    "sop",
    "evidence",
    "self-assessment",
    "review",
    "waiver",
    "calendar",
    "settings",
    "baseline",
    "pack",
    "area",
    "pack-changes",
    "area-changes",
    "report",
)


@click.command("schema", help=text("cli.schema.help"), short_help=text("cli.schema.short"))
@click.argument("kind", type=OneOf(_KINDS))
@lang_option
def command(kind: str, lang: str | None) -> int:
    """Print the JSON Schema of a kind, without remote references."""
    from sopcheck.schemas import schema  # noqa: PLC0415

    del lang
    write(json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n")
    return 0
