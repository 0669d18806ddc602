"""Rules as SARIF describes them: names, levels, help with the remedy and the clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sopcheck.report.hosts import line_of
from sopcheck.words import words

if TYPE_CHECKING:
    from sopcheck.model.report import RuleHead
    from sopcheck.report import View

_KINDS = {"error": "error", "warning": "warning", "note": "recommendation"}
_PRECISION = {"error": "very-high", "warning": "very-high", "note": "medium"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!~&])")
_WORD = re.compile(r"[^\W_]+")


def sentence(text: str) -> str:
    """The text as a sentence: it ends with a period, and nothing in it reads as a link."""
    said = text.replace("](", "] (").rstrip()
    return said if said.endswith((".", "!", "?")) else f"{said}."


def reporting_rule(rule: RuleHead, view: View) -> dict[str, Any]:
    """One rule of the driver."""
    say = words(view.lang).say
    title, remedy, source = (line_of(t, view) for t in (rule.title, rule.remedy, rule.source))
    heads = (say("report.remedy").capitalize(), say("report.source").capitalize())
    plain = f"{heads[0]}: {sentence(remedy)} {heads[1]}: {sentence(source)}"
    markdown = (
        f"**{heads[0]}**: {_escaped(remedy)}\n\n**{heads[1]}**: {_escaped(source)}\n\n"
        f"`sopcheck explain {rule.code}`"
    )
    return {
        "id": rule.code,
        "name": _name(title),
        "shortDescription": {"text": sentence(title)},
        "fullDescription": {"text": sentence(f"{sentence(title)} {remedy}")},
        "help": {"text": plain, "markdown": markdown},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": ["sop", *([rule.area] if rule.area else [])],
            "problem.severity": _KINDS[rule.severity],
            "precision": _PRECISION[rule.severity],
        },
    }


def _name(title: str) -> str:
    """The title as one word in Pascal case."""
    return "".join(word[:1].upper() + word[1:] for word in _WORD.findall(title)) or "Rule"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
