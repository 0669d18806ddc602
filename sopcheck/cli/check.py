"""`sopcheck check FILE…`: single documents, for editors, hooks and changed files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sopcheck.cli.options import baseline_option, deliver, report_options, settings_for
from sopcheck.cli.texts import text


@click.command("check", help=text("cli.check.help"), short_help=text("cli.check.short"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@baseline_option
@report_options
def command(files: tuple[Path, ...], **options: Any) -> int:
    """Judge single files; rules across documents are not assessed."""
    from sopcheck.baseline import split  # noqa: PLC0415
    from sopcheck.baseline_file import known_findings  # noqa: PLC0415
    from sopcheck.filters import Selection, selected  # noqa: PLC0415
    from sopcheck.single import check  # noqa: PLC0415
    from sopcheck.words import language  # noqa: PLC0415

    settings = settings_for(files[0], **options)
    lang = language(options["lang"], settings.language)
    selection = Selection(
        select=options["select"] or (),
        ignore=options["ignore"] or (),
        fail_on=settings.fail_on,
    )
    known = known_findings(options["baseline"])
    report = check(files, settings, lang=lang)
    if known is not None:
        report = split(report, known, whole=False)
    return deliver(selected(report, selection), lang, **options)
