"""Checks: named pure functions, one module a topic. Importing this package registers them all."""

from sopcheck.checks import (
    attachments,
    flow,
    identity,
    papers,
    privacy,
    references,
    worksheet,
)
from sopcheck.checks.registry import CHECKS, Check, check

__all__ = [
    "CHECKS",
    "Check",
    "attachments",
    "check",
    "flow",
    "identity",
    "papers",
    "privacy",
    "references",
    "worksheet",
]
