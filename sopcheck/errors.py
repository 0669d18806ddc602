"""What makes a verdict impossible. Wrong input is a finding, never one of these."""

from __future__ import annotations

from typing import Any


class SopcheckError(Exception):
    """No verdict can be delivered; carries a message id of the catalogues and its arguments."""

    exit_code = 2

    def __init__(self, message: str, **args: Any) -> None:
        super().__init__(message, args)
        self.message = message
        self.args_by_name = args


class SettingsError(SopcheckError):
    """The settings, an option or a path given by the user cannot be used."""


class PackError(SopcheckError):
    """A rule pack is broken; the arguments name file, line and reason."""


class NothingToJudgeError(SopcheckError):
    """There is no office and no document under the paths given."""

    exit_code = 3
