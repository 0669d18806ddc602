"""`sopcheck explain CODE|ITEM`: what, why, by which clause, with a good and a bad example."""

from __future__ import annotations

from pathlib import Path

import click

from sopcheck.cli.options import lang_option, pack_option, settings_for
from sopcheck.cli.streams import width, write
from sopcheck.cli.texts import text


@click.command("explain", help=text("cli.explain.help"), short_help=text("cli.explain.short"))
@click.argument("code")
@pack_option
@lang_option
def command(code: str, pack: str | None, lang: str | None) -> int:
    """Explain a code or an item."""
    from sopcheck.explain import explained  # noqa: PLC0415
    from sopcheck.packs import load_pack  # noqa: PLC0415
    from sopcheck.words import language, words  # noqa: PLC0415

    settings = settings_for(Path(), pack=pack)
    speech = words(language(lang, settings.language))
    loaded = load_pack(settings.pack, base=settings.root)
    write(explained(loaded, code, speech, width()))
    return 0
