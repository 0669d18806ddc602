"""`sopcheck check FILE…`: single documents, for editors, hooks and changed files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sopcheck.cli.options import judging_options, settings_for, view_options
from sopcheck.cli.outputs import deliver
from sopcheck.cli.streams import complain
from sopcheck.cli.texts import text
from sopcheck.errors import NothingToJudgeError, SettingsError

if TYPE_CHECKING:
    from sopcheck.settings import Settings
    from sopcheck.words import Words


@click.command("check", help=text("cli.check.help"), short_help=text("cli.check.short"))
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(path_type=Path))
@judging_options
@view_options
def command(files: tuple[Path, ...], **options: Any) -> int:
    """Judge single files; rules across documents are not assessed."""
    from sopcheck.baseline import split  # noqa: PLC0415
    from sopcheck.baseline_file import known_findings  # noqa: PLC0415
    from sopcheck.filters import Selection, selected  # noqa: PLC0415
    from sopcheck.single import check, evidence_naming  # noqa: PLC0415
    from sopcheck.words import language, words  # noqa: PLC0415

    ref = options["changed_since"]
    if not files and ref is None:
        raise SettingsError("error.no-files")
    settings = settings_for(files[0] if files else Path(), **options)
    lang = language(options["lang"], settings.language)
    if ref is not None:
        files += _changed(ref, settings, words(lang))
    documents, unnamed = evidence_naming(files, settings)
    if unnamed:
        complain(words(lang).say("cli.unnamed", files=[str(path) for path in unnamed]))
    if not documents:
        raise NothingToJudgeError(
            "error.nothing-in-files" if ref is None else "error.nothing-changed", ref=ref
        )
    selection = Selection(
        select=options["select"] or (),
        ignore=options["ignore"] or (),
        fail_on=settings.fail_on,
    )
    known = known_findings(options["baseline"])
    report = check(documents, settings, lang=lang)
    if known is not None:
        report = split(report, known, whole=False)
    return deliver(selected(report, selection), lang, **options)


def _changed(ref: str, settings: Settings, words: Words) -> tuple[Path, ...]:
    """Documents that are still there and attachments, gone or not, that changed since a commit."""
    from sopcheck.changes import changed_since  # noqa: PLC0415
    from sopcheck.discover import YAML_SUFFIXES, DiskTree  # noqa: PLC0415

    changes = changed_since(ref, settings)
    seen = {entry.path for entry in DiskTree(settings.root, settings.exclude).entries()}
    gone = [path for path in changes.paths if not (settings.root / path).exists()]
    deleted = sum(1 for path in gone if path.endswith(YAML_SUFFIXES))
    if deleted:
        complain(words.say("cli.deleted", count=deleted))
    attachments = [path for path in gone if not path.endswith(YAML_SUFFIXES)]
    present = [path for path in changes.paths if path in seen]
    return tuple(settings.root / path for path in (*present, *attachments))
