"""Minutes of a review (Berita Acara): one for each office with a review that counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sopcheck.errors import SettingsError
from sopcheck.report.pdf.spelled import spelled
from sopcheck.report.pdf.texts import Texts
from sopcheck.report.pdf.typeset import typeset

if TYPE_CHECKING:
    from sopcheck.model.decision_lines import ReviewLine
    from sopcheck.model.report import ItemLine, OfficeLine, Report
    from sopcheck.report import View

_VERDICTS = ("dikonfirmasi", "direvisi", "tidak-tersedia")
_QUESTION = 110
_NOTE = 300
_NAME = 120


def render(report: Report, view: View) -> bytes:
    """A PDF; SettingsError where no office of the report has a review, or typst is not installed."""
    texts = Texts(report, view.lang)
    reviews = {review.office: review for review in report.reviews if review.counts}
    minutes = [
        _minutes(texts, office, reviews[office.code], items)
        for office in report.offices
        if office.code in reviews and (items := _reviewed(office))
    ]
    if not minutes:
        raise SettingsError("pdf.no-review")
    page = {
        **texts.frame("", texts.say("pdf.minutes")),
        "document": f"{texts.say('pdf.minutes')} {report.period}",
        "labels": texts.labels(
            "pdf.area",
            "pdf.item",
            "pdf.question",
            "pdf.claimed",
            "pdf.evidenced",
            "pdf.supported",
            "pdf.reviewed",
            "pdf.maximum",
            "pdf.verdict",
            "pdf.answer-reviewed",
            "pdf.note",
            "pdf.number",
            "pdf.points",
            "pdf.reviewed-only",
            "pdf.whole-worksheet",
            "pdf.notes",
        ),
        "minutes": minutes,
        "notes": texts.notes(),
    }
    return typeset("minutes", page, view.lang)


def _reviewed(office: OfficeLine) -> list[ItemLine]:
    return [item for area in office.areas for item in area.items if item.verdict is not None]


def _minutes(
    texts: Texts, office: OfficeLine, review: ReviewLine, items: Sequence[ItemLine]
) -> dict[str, Any]:
    """One office: when, who, each item reviewed, counts and points, closing, signatures."""
    say, report = texts.say, texts.report
    by, name = texts.text(review.by, _NAME), texts.text(office.name, _NAME)
    return {
        "head": {
            "organisation": by.upper(),
            "title": say("pdf.minutes"),
            "lines": [say("pdf.minutes-subject", year=str(report.period)), name],
        },
        "opening": say(
            "pdf.minutes-opening",
            day=texts.whole(_day_in_words(texts, date.fromisoformat(review.date)), _NAME * 2),
            by=texts.whole(review.by, _NAME),
            office=texts.whole(office.name, _NAME),
            code=office.code,
            year=str(report.period),
            pack=report.pack.title,
        ),
        "items": [_item(texts, item) for item in items],
        "counts": _counts(texts, office, items),
        "points": _points(texts, office, items),
        "closing": say("pdf.minutes-closing"),
        "signatures": {
            "place": "",
            "positions": [
                {"heading": say("pdf.evaluators"), "body": by},
                {"heading": say("pdf.reviewed-office"), "body": name},
            ],
            "people": [say("pdf.team-leader"), say("pdf.secretary")],
        },
    }


def _day_in_words(texts: Texts, day: date) -> str:
    """A date as minutes write it: the day of the week, then day, month and year in words."""
    weekday = texts.say("pdf.weekdays").split()[day.weekday()]
    return texts.say(
        "pdf.day-in-words",
        weekday=weekday,
        day=spelled(day.day, texts.lang),
        month=texts.month(day.month),
        year=spelled(day.year, texts.lang),
        figures=f"{day:%d-%m-%Y}",
    )


def _item(texts: Texts, item: ItemLine) -> dict[str, str]:
    return {
        "item": texts.text(item.item, 20),
        "question": texts.text(texts.questions.get(item.item), _QUESTION),
        "claimed": texts.text(item.claimed, 20),
        "evidenced": texts.text(item.evidenced, 20),
        "verdict": texts.say(f"pdf.verdict-{item.verdict}"),
        "reviewed": texts.text(item.reviewed, 20),
        "note": texts.text(item.review_note, _NOTE) if item.review_note else "",
    }


def _counts(texts: Texts, office: OfficeLine, items: Sequence[ItemLine]) -> str:
    """How many items were reviewed, by verdict."""
    verdicts = Counter(item.verdict for item in items)
    named = [
        f"{texts.say(f'pdf.verdict-{verdict}')} {texts.words.integer(verdicts[verdict])}"
        for verdict in _VERDICTS
    ]
    return texts.say(
        "pdf.minutes-counts",
        count=len(items),
        all=texts.words.integer(office.items_applicable or 0),
        verdicts=", ".join(named),
    )


def _points(texts: Texts, office: OfficeLine, items: Sequence[ItemLine]) -> list[list[str]]:
    """Points claimed, evidenced, supported, reviewed and at most: of these items, and of the whole."""
    score = office.score
    values: tuple[Callable[[ItemLine], float | None], ...] = (
        lambda item: item.claimed_value,
        lambda item: item.evidenced_value,
        lambda item: item.supported_value,
        lambda item: item.reviewed_value,
        lambda _: 1.0,
    )
    whole = (score.claimed, score.evidenced, score.supported, score.reviewed, score.maximum)
    return [
        [texts.points(_sum(items, value)) for value in values],
        [texts.points(value) for value in whole],
    ]


def _sum(items: Sequence[ItemLine], value: Callable[[ItemLine], float | None]) -> float | None:
    """The points of items; None where not one has any."""
    points = [
        item.worth * share
        for item in items
        if item.worth is not None and (share := value(item)) is not None
    ]
    return sum(points) if points else None
