"""The command line: options -> Settings -> exit code. Each command is a module, loaded on demand."""

from sopcheck.cli.main import cli, main

__all__ = ["cli", "main"]
