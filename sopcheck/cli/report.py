"""`sopcheck report REPORT.json`: any format from a stored report, without the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sopcheck.cli.options import scope_options, view_options
from sopcheck.cli.outputs import deliver
from sopcheck.cli.texts import text


@click.command("report", help=text("cli.report.help"), short_help=text("cli.report.short"))
@click.argument("report", metavar="REPORT.json", type=click.Path(path_type=Path))
@scope_options
@view_options
def command(report: Path, **options: Any) -> int:
    """Deliver a stored report; thresholds that are not given are those it was judged by."""
    from dataclasses import replace  # noqa: PLC0415

    from sopcheck.baseline import split  # noqa: PLC0415
    from sopcheck.baseline_file import known_findings  # noqa: PLC0415
    from sopcheck.filters import Selection, selected  # noqa: PLC0415
    from sopcheck.stored import read_report  # noqa: PLC0415
    from sopcheck.words import language  # noqa: PLC0415

    stored = read_report(report)
    lang = language(options["lang"], stored.lang)
    least = options["min_score"]
    selection = Selection(
        offices=options["offices"],
        areas=options["areas"],
        select=options["select"] or (),
        ignore=options["ignore"] or (),
        fail_on=options["fail_on"] or stored.verdict.fail_on,
        min_score=stored.verdict.min_score if least is None else least,
    )
    known = known_findings(options["baseline"])
    if known is not None:
        stored = split(stored, known, whole=False)
    shown = selected(replace(stored, lang=lang), selection)
    return deliver(shown, lang, source=report, **options)
