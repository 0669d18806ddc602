"""`sopcheck audit [PATH]`: the main job."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sopcheck.cli.options import judging_options, scope_options, settings_for, view_options
from sopcheck.cli.outputs import deliver
from sopcheck.cli.streams import complain
from sopcheck.cli.texts import text
from sopcheck.errors import SettingsError

if TYPE_CHECKING:
    from sopcheck.changes import Changes
    from sopcheck.filters import Selection
    from sopcheck.model.baseline import KnownFinding
    from sopcheck.model.report import Report
    from sopcheck.pipeline import Progress
    from sopcheck.settings import Settings

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
@click.option("--baseline-update", is_flag=True, help=text("cli.option.baseline-update"))
@judging_options
@view_options
def command(path: Path, **options: Any) -> int:
    """Load, validate, judge, score and report every office under PATH."""
    from sopcheck.baseline import split  # noqa: PLC0415
    from sopcheck.baseline_file import known_findings  # noqa: PLC0415
    from sopcheck.changes import changed_since  # noqa: PLC0415
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
    ref, book = options["changed_since"], options["baseline"]
    changes = None if ref is None else changed_since(ref, settings)
    update = _may_update(path, settings, selection, book, asked=options["baseline_update"])
    known = known_findings(book, may_be_absent=update)
    with _progress(words(lang).say("report.progress"), quiet=options["quiet"]) as progress:
        report = audit(path, settings, lang=lang, jobs=options["jobs"], progress=progress)
    if update:
        known = _updated(report, known, book, lang, quiet=options["quiet"])
    if known is not None:
        report = split(report, known, whole=_is_whole(path, settings))
    if changes is not None:
        within = _within(report, changes, ref, lang, quiet=options["quiet"])
        selection = replace(selection, within=within)
    return deliver(selected(report, selection), lang, **options)


def _within(
    report: Report, changes: Changes, ref: str, lang: str, *, quiet: bool
) -> frozenset[str] | None:
    """The offices that changed, None for all; said on standard error."""
    from sopcheck.changes import touched  # noqa: PLC0415
    from sopcheck.words import words  # noqa: PLC0415

    found = touched(report.offices, changes)
    if not quiet:
        everything = len(report.offices)
        number = everything if found is None else len(found)
        complain(words(lang).say("cli.changed", changed=number, all=everything, ref=ref))
    return found


def _is_whole(path: Path, settings: Settings) -> bool:
    """True where the path is the root: nothing of the repository was left out."""
    return os.path.realpath(path) == os.path.realpath(settings.root)


def _may_update(
    path: Path, settings: Settings, selection: Selection, book: str | None, *, asked: bool
) -> bool:
    """`--baseline-update`; SettingsError where part of the findings would not be seen."""
    if not asked:
        return False
    if book is None:
        raise SettingsError("error.baseline-which")
    if selection.offices or selection.areas or selection.select or selection.ignore:
        raise SettingsError("error.baseline-filtered")
    if not _is_whole(path, settings):
        raise SettingsError("error.baseline-part", path=str(path))
    return True


def _updated(
    report: Report,
    known: tuple[KnownFinding, ...] | None,
    book: str,
    lang: str,
    *,
    quiet: bool,
) -> tuple[KnownFinding, ...]:
    """The baseline made of every finding where there is none yet, else without outdated entries."""
    from sopcheck.baseline import adopted, shrunk  # noqa: PLC0415
    from sopcheck.baseline_file import write_baseline  # noqa: PLC0415
    from sopcheck.words import words  # noqa: PLC0415

    kept = adopted(report) if known is None else shrunk(known, report)
    if known is None or len(kept) < len(known):
        write_baseline(book, kept, lang)
    if not quiet:
        gone = 0 if known is None else len(known) - len(kept)
        message = "baseline.created" if known is None else "baseline.shrunk"
        args = {"file": book, "kept": len(kept), "gone": gone}
        complain(words(lang).say(message, **args))
    return kept


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
