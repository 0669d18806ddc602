"""`sopcheck audit [PATH]`: the main job."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sopcheck.cli.options import Percent, deliver, report_options, settings_for
from sopcheck.cli.texts import text

if TYPE_CHECKING:
    from sopcheck.pipeline import Progress

_FEW = 2


@click.command("audit", help=text("cli.audit.help"), short_help=text("cli.audit.short"))
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option("--office", "offices", multiple=True, metavar="CODE", help=text("cli.option.office"))
@click.option("--area", "areas", multiple=True, metavar="AREA", help=text("cli.option.area"))
@click.option(
    "--min-score",
    type=Percent(),
    metavar="PERCENT",
    help=text("cli.option.min-score"),
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help=text("cli.option.jobs"),
    show_default=False,
)
@report_options
def command(path: Path, **options: Any) -> int:
    """Load, validate, judge, score and report every office under PATH."""
    from sopcheck.filters import Selection, selected  # noqa: PLC0415
    from sopcheck.pipeline import audit  # noqa: PLC0415
    from sopcheck.words import language, words  # noqa: PLC0415

    settings = settings_for(path, **options)
    lang = language(options["lang"], settings.language)
    selection = Selection(
        offices=options["offices"],
        areas=options["areas"],
        select=options["select"] or (),
        ignore=options["ignore"] or (),
        fail_on=settings.fail_on,
        min_score=options["min_score"],
    )
    with _progress(words(lang).say("report.progress"), quiet=options["quiet"]) as progress:
        report = audit(path, settings, lang=lang, jobs=options["jobs"], progress=progress)
    return deliver(selected(report, selection), lang, **options)


@contextmanager
def _progress(label: str, *, quiet: bool) -> Iterator[Progress | None]:
    """A bar on standard error, only where a person watches and more than a few offices come."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None, visible=False)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total > _FEW)

        yield tell
