"""`sopcheck audit [PATH]`: the main job."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sopcheck.cli.options import judging_options, scope_options, settings_for, view_options
from sopcheck.cli.outputs import deliver
from sopcheck.cli.streams import complain
from sopcheck.cli.texts import text

if TYPE_CHECKING:
    from sopcheck.pipeline import Progress

_FEW = 2


@click.command("audit", help=text("cli.audit.help"), short_help=text("cli.audit.short"))
@click.argument("path", default=".", type=click.Path(path_type=Path))
@scope_options
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help=text("cli.option.jobs"),
    show_default=False,
)
@judging_options
@view_options
def command(path: Path, **options: Any) -> int:
    """Load, validate, judge, score and report every office under PATH."""
    from sopcheck.changes import changed_since, touched  # noqa: PLC0415
    from sopcheck.filters import Selection, selected  # noqa: PLC0415
    from sopcheck.pipeline import audit  # noqa: PLC0415
    from sopcheck.words import language, words  # noqa: PLC0415

    settings = settings_for(path, **options)
    changes = (
        None
        if options["changed_since"] is None
        else changed_since(options["changed_since"], settings)
    )
    lang = language(options["lang"], settings.language)
    with _progress(words(lang).say("report.progress"), quiet=options["quiet"]) as progress:
        report = audit(path, settings, lang=lang, jobs=options["jobs"], progress=progress)
    within = None if changes is None else touched(report.offices, changes)
    if within is not None and not options["quiet"]:
        complain(
            words(lang).say(
                "cli.changed",
                changed=len(within),
                all=len(report.offices),
                ref=options["changed_since"],
            )
        )
    selection = Selection(
        offices=options["offices"],
        within=within,
        areas=options["areas"],
        select=options["select"] or (),
        ignore=options["ignore"] or (),
        fail_on=settings.fail_on,
        min_score=options["min_score"],
    )
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
