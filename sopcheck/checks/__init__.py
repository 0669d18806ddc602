"""Checks: named pure functions, one module a topic. Importing this package registers them all."""

from sopcheck.checks import (
    attachments,
    conformance,
    coverage,
    flow,
    habit,
    identity,
    papers,
    privacy,
    references,
    replica,
    timeliness,
    upkeep,
    worksheet,
)
from sopcheck.checks.registry import CHECKS, Check, check

__all__ = [
    "CHECKS",
    "Check",
    "attachments",
    "check",
    "conformance",
    "coverage",
    "flow",
    "habit",
    "identity",
    "papers",
    "privacy",
    "references",
    "replica",
    "timeliness",
    "upkeep",
    "worksheet",
]
