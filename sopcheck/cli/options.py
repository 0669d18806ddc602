"""The options that commands share, and how their values are checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sopcheck.cli.streams import DEFAULT_WIDTH, wants_color, width, write
from sopcheck.cli.texts import text
from sopcheck.errors import SettingsError, reason_of
from sopcheck.report import FORMATS, View, format_of, render
from sopcheck.spelling import closest

if TYPE_CHECKING:
    from sopcheck.model.report import Report
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


def lang_option(function: F) -> F:
    """`--lang`."""
    return click.option("--lang", type=OneOf(("id", "en")), help=text("cli.option.lang"))(function)


def pack_option(function: F) -> F:
    """`--pack`."""
    return click.option("--pack", metavar="NAME", help=text("cli.option.pack"))(function)


def baseline_option(function: F) -> F:
    """`--baseline`."""
    return click.option("--baseline", metavar="FILE", help=text("cli.option.baseline"))(function)


def report_options(function: F) -> F:
    """What commands that deliver a report have in common."""
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
        click.option("--period", type=int, metavar="YEAR", help=text("cli.option.period")),
        click.option("--as-of", type=Day(), help=text("cli.option.as-of")),
        click.option(
            "--max-file-size",
            type=click.IntRange(min=1),
            metavar="BYTES",
            help=text("cli.option.max-file-size"),
        ),
        click.option("-q", "--quiet", is_flag=True, help=text("cli.option.quiet")),
        click.option("-v", "--verbose", is_flag=True, help=text("cli.option.verbose")),
    ]
    for option in reversed(options):
        function = option(function)
    return lang_option(pack_option(function))


def settings_for(path: Path, **options: Any) -> Settings:
    """The settings found from a path, with the options given."""
    from sopcheck.settings import find_settings  # noqa: PLC0415

    known = ("pack", "period", "as_of", "max_file_size", "fail_on")
    given = {name: options.get(name) for name in known}
    pack = given["pack"]
    if pack is not None and os.path.isfile(Path(pack) / "pack.yaml"):  # noqa: PTH113
        given["pack"] = str(Path(pack).absolute())  # typed here, so meant from here
    return find_settings(path).with_options(**given)


def deliver(report: Report, speech: str, **options: Any) -> int:
    """Write the report where the options say; gives the exit code of its verdict.

    Files first, then standard output; a file that cannot be written raises SettingsError.
    """
    outputs = [_output(text_) for text_ in options["outputs"]]
    view = View(lang=speech, verbose=options["verbose"], quiet=options["quiet"])
    for name, path in outputs:
        plain_view = View(lang=speech, width=DEFAULT_WIDTH, verbose=view.verbose, complete=True)
        data = render(report, name, plain_view)
        try:
            Path(path).write_bytes(data)
        except OSError as error:
            raise SettingsError("error.output", path=path, reason=reason_of(error)) from None
    name = options["format_name"]
    color = name == "terminal" and wants_color()
    screen = View(lang=speech, width=width(), color=color, verbose=view.verbose, quiet=view.quiet)
    write(render(report, name, screen))
    return report.verdict.exit


def _output(written: str) -> tuple[str, str]:
    """`FORMAT=FILE`, or a file whose suffix says the format."""
    name, separator, path = written.partition("=")
    if separator and name in FORMATS:
        return name, path
    found = format_of(written)
    if found is None:
        known = [suffix for f in FORMATS.values() for suffix in f.suffixes]
        raise SettingsError("error.output-format", path=written, known=known)
    return found, written
