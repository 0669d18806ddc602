"""The group of commands, and the one place where failures become exit codes."""

from __future__ import annotations

import gettext
import os
from importlib import import_module
from typing import Any

import click

from sopcheck.cli.streams import ReaderGoneError, complain, let_go, speak_utf8, write
from sopcheck.cli.texts import early_language, text
from sopcheck.errors import SopcheckError
from sopcheck.words import DIRECTORY, DOMAIN, words

INTERRUPTED = 130
READER_GONE = 141
COMMANDS = ("audit", "check", "explain", "new", "report", "rules", "schema")


class _Commands(click.Group):
    """Commands by name, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, the main job first."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"sopcheck.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and one line each, without importing what they need."""
        rows = [(name, text(f"cli.{name}.short")) for name in self.list_commands(ctx)]
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl(rows)


def _print_version(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import version  # noqa: PLC0415

    write(f"sopcheck {version('sopcheck')}\n")
    ctx.exit()


@click.command(
    cls=_Commands,
    name="sopcheck",
    help=text("cli.help"),
    epilog=text("cli.epilog"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help=text("cli.version"),
)
def cli() -> None:
    """Load a command; every command is judged on its own."""


def main(args: list[str] | None = None) -> int:
    """Run the command line and give the exit code; nothing else ends the process."""
    speak_utf8()
    _speak()
    try:
        result = cli.main(args=args, prog_name="sopcheck", standalone_mode=False)
        write("")  # a full disk or a closed stream is noticed here, not while Python ends
    except SopcheckError as error:
        speech = words(early_language())
        sentence = speech.say(error.message, **error.args_by_name)
        complain(f"{speech.say('severity.error')}: {sentence}")
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        complain(error.format_message())
        return 2
    except click.ClickException as error:
        complain(_usage(error))
        return 2
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except ReaderGoneError:
        return READER_GONE
    except OSError as error:  # click's own help, on a full disk
        let_go()
        complain(str(error.strerror))
        return 2
    return result if isinstance(result, int) else 0


def _usage(error: click.ClickException) -> str:
    """Click's complaint, with the line on how the command is used."""
    context = getattr(error, "ctx", None)
    head = f"{context.get_usage()}\n" if context is not None else ""
    if context is not None and context.command.get_help_option(context) is not None:
        hint = gettext.gettext("Try '{command} {option}' for help.")
        option = context.help_option_names[-1]
        head += hint.format(command=context.command_path, option=option) + "\n\n"
    return head + gettext.gettext("Error: {message}").format(message=error.format_message())


def _speak() -> None:
    """Let click's own sentences come from our catalogues too."""
    os.environ["LANGUAGE"] = early_language()
    gettext.bindtextdomain(DOMAIN, str(DIRECTORY))
    gettext.textdomain(DOMAIN)


_speak()
