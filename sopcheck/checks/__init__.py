"""Checks: named pure functions, one module a topic. Importing this package registers them all."""

from sopcheck.checks import (
    attachments,
    collaboration,
    conformance,
    flow,
    identity,
    papers,
    privacy,
    references,
    replica,
    reviews,
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
    "collaboration",
    "conformance",
    "flow",
    "identity",
    "papers",
    "privacy",
    "references",
    "replica",
    "reviews",
    "timeliness",
    "upkeep",
    "worksheet",
]
