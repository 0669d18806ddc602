"""What the head of the page says: whose report, what was judged, how it came out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sopcheck.report.closing import assumed_blocks, shown_score
from sopcheck.report.execution_words import Replication, replications
from sopcheck.report.habit import habit_totals
from sopcheck.report.next_steps import climb_sentence

if TYPE_CHECKING:
    from sopcheck.model.action_lines import ClimbLine
    from sopcheck.model.finding import Bilingual
    from sopcheck.model.habit import HabitLine
    from sopcheck.model.report import AreaHead, Points, Report
    from sopcheck.words import Words

_NEVER = "never"


class Facts:
    """Figures of the whole report in words."""

    def __init__(self, report: Report, speech: Words) -> None:
        self.report = report
        self.words = speech
        self.units = [o for o in report.offices if o.level != "provinsi"]

    @property
    def heading(self) -> str:
        """The only office, else the province, else what was judged."""
        offices = self.report.offices
        if len(offices) == 1:
            return offices[0].name
        province = next((o.name for o in offices if o.level == "provinsi"), None)
        if province is not None:
            units = self.words.count("n.offices", len(self.units))
            return self.words.say("html.province-and", province=province, offices=units)
        if offices:
            return self.words.count("n.offices", len(offices))
        return self.words.count("n.document", self.report.summary.documents)

    @property
    def is_ranked(self) -> bool:
        """True where offices are compared."""
        return sum(1 for o in self.report.offices if o.rank is not None) > 1

    @property
    def score(self) -> Points:
        """The only office's score, else the mean of all judged."""
        return shown_score(self.report)

    @property
    def assumed(self) -> str:
        """The blocks whose weights are recalled, by area."""
        return assumed_blocks(self.report)

    @property
    def limits(self) -> list[str]:
        """What the verdict was measured against."""
        verdict, say = self.report.verdict, self.words.say
        parts = [say("html.fail-on-never")]
        if verdict.fail_on != _NEVER:
            parts = [say("html.fail-on", fail_on=say(f"severity.{verdict.fail_on}"))]
        if verdict.min_score is not None:
            least = self.words.decimal(verdict.min_score, 1)
            parts.append(say("html.min-score", least=least))
        return parts

    @property
    def judged(self) -> list[str]:
        """How much was judged, and what was passed over."""
        summary, count = self.report.summary, self.words.count
        parts = [
            count("n.office", summary.offices),
            count("n.document", summary.documents),
            count("n.rule", summary.judged.get("rules", 0)),
            count("n.item", summary.judged.get("items", 0)),
        ]
        if summary.set_aside:
            parts.append(count("n.set-aside", summary.set_aside))
        if summary.passed_over:
            parts.append(count("n.passed-over", summary.passed_over))
        return parts

    @property
    def not_assessed(self) -> list[str]:
        """What could not be assessed, counted."""
        found = self.report.summary.not_assessed.items()
        return [self.words.count(f"n.{kind}", number) for kind, number in found if number]

    @property
    def found_codes(self) -> list[tuple[str, Bilingual]]:
        """The codes said, with their titles."""
        return sorted({f.code: f.title for f in self.report.findings}.items())

    @property
    def shown_areas(self) -> list[AreaHead]:
        """The areas that at least one office has."""
        present = {a.area for o in self.units for a in o.areas}
        return [a for a in self.report.areas if a.area in present]

    @property
    def months(self) -> list[str]:
        """The names of the months."""
        return self.words.say("format.months").split()

    @property
    def is_compared_habit(self) -> bool:
        """True where several offices have a habit to compare."""
        return sum(1 for o in self.units if o.habit is not None) > 1

    def span(self, habit: HabitLine) -> str:
        """The years of a habit."""
        several = habit.first < habit.last
        return f"{habit.first}–{habit.last}" if several else str(habit.last)

    def habit_totals(self, habit: HabitLine) -> str:
        """The shares on time with their counts."""
        return habit_totals(habit, self.words)

    def climb(self, climb: ClimbLine) -> str:
        """What reaches the next category."""
        return climb_sentence(climb, self.words)

    @cached_property
    def replications(self) -> list[Replication]:
        """Every generic SOP over several offices."""
        return replications(self.units) if len(self.units) > 1 else []
