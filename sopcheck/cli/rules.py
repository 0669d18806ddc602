"""`sopcheck rules list|show|test`: what a pack asks, and whether its examples hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopcheck.cli.options import lang_option, pack_option, settings_for
from sopcheck.cli.streams import width, write
from sopcheck.cli.texts import text

if TYPE_CHECKING:
    from sopcheck.model.rules import Pack
    from sopcheck.words import Words

_CODE_WIDTH = 9


@click.group("rules", help=text("cli.rules.help"), short_help=text("cli.rules.short"))
def command() -> None:
    """Look at a pack."""


def _loaded(pack: str | None, lang: str | None) -> tuple[Pack, Words]:
    from sopcheck.packs import load_pack  # noqa: PLC0415
    from sopcheck.words import language, words  # noqa: PLC0415

    settings = settings_for(Path(), pack=pack)
    return load_pack(settings.pack, base=settings.root), words(language(lang, settings.language))


@command.command("list", help=text("cli.rules.list.help"), short_help=text("cli.rules.list.help"))
@pack_option
@lang_option
def list_rules(pack: str | None, lang: str | None) -> int:
    """Every code, area rule and item, one a line, with its clause."""
    from sopcheck.explain import table  # noqa: PLC0415

    loaded, speech = _loaded(pack, lang)
    write(table(loaded, speech, width()))
    return 0


@command.command("show", help=text("cli.rules.show.help"), short_help=text("cli.rules.show.help"))
@click.argument("code")
@pack_option
@lang_option
def show(code: str, pack: str | None, lang: str | None) -> int:
    """One rule or item as the pack defines it."""
    from sopcheck.explain import explained  # noqa: PLC0415

    loaded, speech = _loaded(pack, lang)
    write(explained(loaded, code, speech, width()))
    return 0


@command.command("test", help=text("cli.rules.test.help"), short_help=text("cli.rules.test.help"))
@pack_option
@lang_option
def test(pack: str | None, lang: str | None) -> int:
    """Run every example; exit 1 when one does not come out as it says."""
    from sopcheck.rule_tests import run_examples  # noqa: PLC0415

    loaded, speech = _loaded(pack, lang)
    total = failed = 0
    for result in run_examples(loaded):
        total += 1
        if result.fault is not None:
            failed += 1
            name = speech.say(f"example.{result.kind}", number=result.number)
            reason = speech.say(result.fault, **result.args)
            write(f"{result.code:<{_CODE_WIDTH}}{name}: {reason}\n")
    write(speech.say("example.total", total=total, failed=failed) + "\n")
    return 1 if failed or not total else 0
