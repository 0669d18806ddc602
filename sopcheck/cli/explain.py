"""`sopcheck explain CODE|ITEM`: what, why, by which clause; for an office the whole derivation."""

from __future__ import annotations

from pathlib import Path

import click

from sopcheck.cli.options import Day, lang_option, pack_option, settings_for
from sopcheck.cli.streams import width, write
from sopcheck.cli.texts import text


@click.command("explain", help=text("cli.explain.help"), short_help=text("cli.explain.short"))
@click.argument("code")
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option("--office", metavar="CODE", help=text("cli.explain.office"))
@click.option("--period", type=int, metavar="YEAR", help=text("cli.option.period"))
@click.option("--as-of", type=Day(), help=text("cli.option.as-of"))
@pack_option
@lang_option
def command(code: str, path: Path, office: str | None, lang: str | None, **options: object) -> int:
    """Explain a code or an item, in general or in one office of the workspace at PATH."""
    from sopcheck.errors import SettingsError  # noqa: PLC0415
    from sopcheck.explain import explained, item_named  # noqa: PLC0415
    from sopcheck.packs import load_pack  # noqa: PLC0415
    from sopcheck.words import language, words  # noqa: PLC0415

    if not path.is_dir():
        raise SettingsError("error.not-a-folder", path=str(path))
    settings = settings_for(path, **options)
    speech = words(language(lang, settings.language))
    if office is None:
        pack = load_pack(settings.pack, base=settings.root)
        write(explained(pack, code, speech, width()))
        return 0
    from sopcheck.derivation import derived  # noqa: PLC0415
    from sopcheck.pipeline import judged_office  # noqa: PLC0415
    from sopcheck.spelling import closest  # noqa: PLC0415

    result, pack = judged_office(path, settings, office)
    item = item_named(pack, code)
    if item is None:
        raise SettingsError("error.unknown-item", code=code, guess=closest(code, pack.items))
    write(derived(result, item, pack, speech, width()))
    return 0
