"""Checks: named pure functions, one module a topic. Importing this package registers them all."""

from sopcheck.checks import (
    approval,
    attachments,
    conformance,
    flow,
    identity,
    papers,
    plausibility,
    privacy,
    proof,
    references,
    replica,
    sequence,
    team,
    timeliness,
    upkeep,
    worksheet,
)
from sopcheck.checks.registry import CHECKS, Check, check

__all__ = [
    "CHECKS",
    "Check",
    "approval",
    "attachments",
    "check",
    "conformance",
    "flow",
    "identity",
    "papers",
    "plausibility",
    "privacy",
    "proof",
    "references",
    "replica",
    "sequence",
    "team",
    "timeliness",
    "upkeep",
    "worksheet",
]
