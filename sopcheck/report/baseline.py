"""The baseline on a screen: how much is known and how old, who sees to it, what is outdated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from sopcheck.words import shortened

if TYPE_CHECKING:
    from sopcheck.model.baseline import BaselineLine
    from sopcheck.model.report import Report
    from sopcheck.report.screen import Screen
    from sopcheck.words import Words

_SHOWN = 5
_OWNER_WIDTH = 40


def counted(report: Report, words: Words) -> str:
    """How many findings are known, with the age of the oldest."""
    text = words.count("n.baselined", report.summary.baselined)
    entries = () if report.baseline is None else report.baseline.entries
    oldest = max((entry.days for entry in entries if entry.findings), default=None)
    if oldest is None:
        return text
    return f"{text} ({words.say('baseline.oldest', days=words.count('n.day', oldest))})"


def baseline(screen: Screen) -> None:
    """Who sees to what is known (of one office, or all of it), and entries without a finding."""
    if screen.report.baseline is None:
        return
    entries = screen.report.baseline.entries
    everything = screen.view.verbose or screen.view.complete
    matched = [entry for entry in entries if entry.findings]
    if matched and (everything or len(screen.report.offices) == 1):
        screen.line((screen.say("baseline.owners"), "bold"))
        screen.console.print(_owners(matched, screen.words))
        screen.console.print()
    outdated = [entry for entry in entries if entry.findings == 0]
    if not outdated:
        return
    screen.line((screen.say("baseline.outdated"), "bold yellow"))
    for entry in outdated if everything else outdated[:_SHOWN]:
        screen.line(f"  {entry.code} {entry.path} ({entry.fingerprint})", indent=4)
    if not everything and len(outdated) > _SHOWN:
        rest = screen.words.count("n.entry", len(outdated) - _SHOWN)
        screen.line((screen.say("baseline.more", rest=rest), "dim"))
    screen.console.print()


def _owners(entries: list[BaselineLine], words: Words) -> Table:
    """Owner, known findings, age of the oldest; those without an owner last."""
    by_owner: dict[str | None, list[BaselineLine]] = {}
    for entry in entries:
        by_owner.setdefault(entry.owner, []).append(entry)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(words.say("baseline.owner"), overflow="fold")
    table.add_column(words.say("baseline.findings"), justify="right", no_wrap=True)
    table.add_column(words.say("baseline.age"), justify="right", no_wrap=True)
    for owner in sorted(by_owner, key=lambda name: (name is None, name or "")):
        own = by_owner[owner]
        name = words.say("baseline.nobody") if owner is None else shortened(owner, _OWNER_WIDTH)
        table.add_row(
            Text(name, "" if owner else "dim"),
            words.integer(sum(entry.findings or 0 for entry in own)),
            words.count("n.day", max(entry.days for entry in own)),
        )
    return table
