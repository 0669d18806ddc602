"""What one office should do first, and what reaches the next category."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from sopcheck.model.action_lines import ActionLine, ClimbLine
    from sopcheck.model.report import OfficeLine
    from sopcheck.words import Words

_SHOWN = 5
_NAMED = 10


def step_rows(office: OfficeLine, words: Words, *, everything: bool) -> Iterator[Text]:
    """The next actions, most points first."""
    actions = office.next_actions
    for rank, action in enumerate(actions if everything else actions[:_SHOWN], 1):
        yield _row(rank, action, words)
    if not everything and len(actions) > _SHOWN:
        rest = words.count("n.action", len(actions) - _SHOWN)
        yield Text(words.say("report.more-actions", rest=rest), "dim")
    climb = office.next_category
    if climb is not None:
        shown = climb.steps if everything else climb.steps[:_NAMED]
        named = ", ".join(f"{s.item} {s.before} → {s.after}" for s in shown)
        named += ", …" if len(shown) < len(climb.steps) else ""
        yield Text(f"{climb_sentence(climb, words)} {named}")


def climb_sentence(climb: ClimbLine, words: Words) -> str:
    """How far the next category is, and in how many steps it is reached."""
    return words.say(
        "report.climb" if len(climb.steps) > climb.at_least else "report.climb-exact",
        category=climb.category,
        gap=words.decimal(climb.gap),
        steps=words.count("n.action", len(climb.steps)),
        least=climb.at_least,
    )


def _row(rank: int, action: ActionLine, words: Words) -> Text:
    head = f"{rank}. {action.item} {action.before} → {action.after} "
    steps = "; ".join(step.of(words.lang) for step in action.steps)
    gain = f"+{words.decimal(action.gain)}"
    return Text.assemble((head, "bold"), (gain, "green"), f": {steps}")
