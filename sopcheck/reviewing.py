"""An evaluator's verdicts -> the value of each item as reviewed, and the form to be filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sopcheck.across import said_across
from sopcheck.claims import claimed
from sopcheck.model.decision_lines import ReviewLine
from sopcheck.model.finding import Judgement, Problem
from sopcheck.model.office import Answer
from sopcheck.model.review import ItemVerdict, Review, Reviewed
from sopcheck.model.rules import Pack
from sopcheck.model.standing import Lack, Standing
from sopcheck.spelling import closest
from sopcheck.words import clean


def with_verdicts(
    standings: tuple[Standing, ...], review: Review | None, pack: Pack
) -> tuple[Standing, ...]:
    """The standings with what a review says of them."""
    if review is None:
        return standings
    return tuple(
        replace(s, reviewed=_reviewed(s, review.verdicts[s.item.id], pack))
        if s.item.id in review.verdicts and s.applies
        else s
        for s in standings
    )


def revised(
    standing: Standing, verdict: ItemVerdict, pack: Pack
) -> tuple[Fraction | None, Lack | None]:
    """The value of an evaluator's own answer, or why it is none."""
    item = standing.item
    answer = Answer(item.id, verdict.answer or "", (), None)
    return claimed(answer, replace(item, optional=False), pack.scales[item.scale])


def _reviewed(standing: Standing, verdict: ItemVerdict, pack: Pack) -> Reviewed:
    """A confirmed answer is worth what it claims; what is not available, nothing."""
    if verdict.verdict == "tidak-tersedia":
        return Reviewed(verdict, None, Fraction(0))
    if verdict.verdict == "direvisi":
        value, _ = revised(standing, verdict, pack)
        return Reviewed(verdict, (verdict.answer or "").strip(), value)
    text = None if standing.answer is None else standing.answer.text.strip()
    return Reviewed(verdict, text, standing.claimed)


def judgements_on_reviews(
    reviews: Iterable[Review], offices: Collection[str], pack: Pack, *, whole: bool
) -> list[Judgement]:
    """Reviews of no office, and two of one day. Unless `whole`, other offices may exist elsewhere."""
    found: list[tuple[str, Review, Problem]] = []
    first: dict[tuple[str, int, str], Review] = {}
    for review in sorted(reviews, key=lambda r: (r.document.path, r.document.index)):
        document = review.document
        if review.office not in offices:
            if whole:
                args: dict[str, Any] = {
                    "code": review.office,
                    "guess": closest(review.office, offices),
                }
                found.append(
                    ("CORE008", review, Problem(document.at("office"), "office.unknown", args))
                )
            continue
        other = first.setdefault((review.office, review.year, review.date.isoformat()), review)
        if other is not review:
            args = {"other": other.document.path, "day": review.date}
            related = (other.document.at("date"),)
            problem = Problem(document.at("date"), "identity.review-twice", args, related)
            found.append(("CORE007", review, problem))
    return said_across(
        (
            (
                code,
                problem,
                review.office if review.office in offices else None,
                None,
                f"review-{review.year}",
            )
            for code, review, problem in found
        ),
        pack,
    )


def review_lines(
    reviews: Iterable[Review], offices: Collection[str], year: int, as_of: date
) -> tuple[ReviewLine, ...]:
    """The reviews of the judged year that were written by the day judged, by office and day."""
    seen = [r for r in reviews if r.office in offices and r.year == year and r.date <= as_of]
    seen.sort(key=lambda r: (r.office, -r.date.toordinal(), r.document.path, r.document.index))
    latest: dict[str, Review] = {}
    for review in seen:
        latest.setdefault(review.office, review)
    return tuple(
        ReviewLine(
            office=r.office,
            by=clean(r.by),
            date=r.date.isoformat(),
            verdicts=len(r.verdicts),
            counts=latest[r.office] is r,
            path=clean(r.document.path),
        )
        for r in seen
    )
