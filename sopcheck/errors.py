"""What makes a verdict impossible. Wrong input is a finding, never one of these."""

from __future__ import annotations

import errno
from typing import Any

from sopcheck.model.finding import Term


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


def reason_of(error: OSError) -> Term:
    """Why the system refused, as a message id."""
    known = {
        errno.ENOENT: "not-found",
        errno.EISDIR: "is-a-folder",
        errno.ENOTDIR: "no-folder",
        errno.EACCES: "no-permission",
        errno.EPERM: "no-permission",
        errno.ENOSPC: "no-space",
        errno.EROFS: "read-only",
        errno.ELOOP: "loop",
    }
    return Term(f"os.{known.get(error.errno or 0, 'other')}")
