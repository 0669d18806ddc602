"""The options that commands share, and how their values are checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sopcheck.cli.texts import text
from sopcheck.errors import SettingsError
from sopcheck.report import FORMATS
from sopcheck.spelling import closest

if TYPE_CHECKING:
    from sopcheck.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


class OneOf(click.ParamType[Any]):
    """One of a few words; a wrong one is answered with the choices and "did you mean"."""

    name = "choice"

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """The choices, as `--help` shows them."""
        del param, ctx
        return f"[{'|'.join(self.choices)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value, or a SettingsError that names the choices."""
        del ctx
        if value in self.choices:
            return str(value)
        raise SettingsError(
            "error.choice",
            option=param.opts[-1] if param else "",
            value=value,
            choices=list(self.choices),
            guess=closest(value, self.choices),
        )

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """The choices that begin with what was typed."""
        del ctx, param
        from click.shell_completion import CompletionItem  # noqa: PLC0415

        return [CompletionItem(c) for c in self.choices if c.startswith(incomplete)]


class Day(click.ParamType[Any]):
    """A date, year-month-day."""

    name = "date"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """How a date is written."""
        del param, ctx
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a SettingsError."""
        del ctx
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            option = param.opts[-1] if param else ""
            raise SettingsError("error.date", option=option, value=value) from None


class Percent(click.ParamType[Any]):
    """A percentage from 0 to 100, with a decimal point or comma."""

    name = "percent"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number, or a SettingsError."""
        del ctx
        try:
            number = float(str(value).removesuffix("%").strip().replace(",", "."))
        except ValueError:
            number = -1.0
        if 0 <= number <= 100:  # noqa: PLR2004
            return number
        option = param.opts[-1] if param else ""
        raise SettingsError("error.percent", option=option, value=value)


class Codes(click.ParamType[Any]):
    """Codes or their beginnings, separated by commas."""

    name = "codes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The upper-case codes as a tuple."""
        del param, ctx
        if isinstance(value, tuple):
            return value
        return tuple(code.strip().upper() for code in value.split(",") if code.strip())


class Folder(click.ParamType[Any]):
    """A relative folder as a prefix of paths: `""`, or with slashes and one at its end."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The prefix, or a SettingsError for a folder that leads elsewhere."""
        del ctx
        parts = [part for part in str(value).replace("\\", "/").split("/") if part != "."]
        if str(value).startswith("/") or ".." in parts:
            option = param.opts[-1] if param else ""
            raise SettingsError("error.path-prefix", option=option, value=value)
        return "".join(f"{part}/" for part in parts if part)


def lang_option(function: F) -> F:
    """`--lang`."""
    return click.option("--lang", type=OneOf(("id", "en")), help=text("cli.option.lang"))(function)


def pack_option(function: F) -> F:
    """`--pack`."""
    return click.option("--pack", metavar="NAME", help=text("cli.option.pack"))(function)


def view_options(function: F) -> F:
    """How a report is delivered: formats, files, codes shown, what fails a run, language."""
    options = [
        click.option(
            "-f",
            "--format",
            "format_name",
            type=OneOf(FORMATS),
            default="terminal",
            help=text("cli.option.format"),
        ),
        click.option(
            "-o",
            "--output",
            "outputs",
            multiple=True,
            metavar="[FORMAT=]FILE",
            help=text("cli.option.output"),
        ),
        click.option("--select", type=Codes(), metavar="CODES", help=text("cli.option.select")),
        click.option("--ignore", type=Codes(), metavar="CODES", help=text("cli.option.ignore")),
        click.option(
            "--fail-on",
            type=OneOf(("error", "warning", "note", "never")),
            help=text("cli.option.fail-on"),
        ),
        click.option(
            "--path-prefix",
            type=Folder(),
            default="",
            metavar="FOLDER",
            help=text("cli.option.path-prefix"),
        ),
        click.option("--baseline", metavar="FILE", help=text("cli.option.baseline")),
        click.option("-q", "--quiet", is_flag=True, help=text("cli.option.quiet")),
        click.option("-v", "--verbose", is_flag=True, help=text("cli.option.verbose")),
    ]
    return lang_option(_with(options, function))


def scope_options(function: F) -> F:
    """Offices and areas shown, and the score that they must reach."""
    options = [
        click.option(
            "--office", "offices", multiple=True, metavar="CODE", help=text("cli.option.office")
        ),
        click.option(
            "--area", "areas", multiple=True, metavar="AREA", help=text("cli.option.area")
        ),
        click.option(
            "--min-score", type=Percent(), metavar="PERCENT", help=text("cli.option.min-score")
        ),
    ]
    return _with(options, function)


def judging_options(function: F) -> F:
    """What is judged, by what, as of when."""
    options = [
        click.option("--period", type=int, metavar="YEAR", help=text("cli.option.period")),
        click.option("--as-of", type=Day(), help=text("cli.option.as-of")),
        click.option(
            "--max-file-size",
            type=click.IntRange(min=1),
            metavar="BYTES",
            help=text("cli.option.max-file-size"),
        ),
        click.option("--changed-since", metavar="REF", help=text("cli.option.changed-since")),
    ]
    return pack_option(_with(options, function))


def _with(options: Iterable[Callable[[F], F]], function: F) -> F:
    """The function with options, which `--help` shows in the order given."""
    for option in reversed(list(options)):
        function = option(function)
    return function


def settings_for(path: Path, **options: Any) -> Settings:
    """The settings found from a path, with the options given."""
    from sopcheck.settings import find_settings  # noqa: PLC0415

    known = ("pack", "period", "as_of", "max_file_size", "fail_on")
    given = {name: options.get(name) for name in known}
    pack = given["pack"]
    if pack is not None and os.path.isfile(Path(pack) / "pack.yaml"):  # noqa: PTH113
        given["pack"] = str(Path(pack).absolute())  # typed here, so meant from here
    return find_settings(path).with_options(**given)
