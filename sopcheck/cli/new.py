"""`sopcheck new …`: files to be filled in."""

from __future__ import annotations

from pathlib import Path

import click

from sopcheck.cli.options import Day, lang_option, pack_option, settings_for
from sopcheck.cli.streams import write
from sopcheck.cli.texts import text


@click.group("new", help=text("cli.new.help"), short_help=text("cli.new.short"))
def command() -> None:
    """Write a file to be filled in."""


@command.command(
    "review", help=text("cli.new.review.help"), short_help=text("cli.new.review.short")
)
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option("--office", metavar="CODE", required=True, help=text("cli.new.office"))
@click.option("-o", "--output", metavar="FILE", help=text("cli.new.output"))
@click.option("--period", type=int, metavar="YEAR", help=text("cli.option.period"))
@click.option("--as-of", type=Day(), help=text("cli.option.as-of"))
@pack_option
@lang_option
def review(path: Path, office: str, output: str | None, lang: str | None, **options: object) -> int:
    """The form of a review of one office, with its claims and what its evidence shows."""
    from sopcheck.author.review_form import review_form  # noqa: PLC0415
    from sopcheck.errors import SettingsError  # noqa: PLC0415
    from sopcheck.pipeline import judged_office, judged_year  # noqa: PLC0415
    from sopcheck.words import language, words  # noqa: PLC0415

    if not path.is_dir():
        raise SettingsError("error.not-a-folder", path=str(path))
    settings = settings_for(path, **options)
    result, pack = judged_office(path, settings, office)
    if not result.assessed:
        raise SettingsError("error.nothing-to-review", office=office)
    year = judged_year(settings, pack)
    form = review_form(result, pack, year, words(language(lang, settings.language)))
    if output is None:
        write(form)
        return 0
    _keep(Path(output), form)
    return 0


def _keep(file: Path, form: str) -> None:
    """Write a new file, with its folder; a file that is there already is never written over."""
    from sopcheck.errors import SettingsError, reason_of  # noqa: PLC0415

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(form)
    except FileExistsError:
        raise SettingsError("error.file-exists", path=str(file)) from None
    except OSError as error:
        raise SettingsError("error.output", path=str(file), reason=reason_of(error)) from None
