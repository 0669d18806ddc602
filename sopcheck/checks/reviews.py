"""Reviews: verdicts that can be applied, that rest on evidence, that say why, on every item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.finding import NotApplicable, Problem, Term
from sopcheck.model.review import ItemVerdict, Review
from sopcheck.model.standing import Standing
from sopcheck.reviewing import revised
from sopcheck.spelling import closest

_NOTHING_SEEN = re.compile(
    r"\b(?:tidak ada|tidak tersedia|belum ada|tanpa bukti|belum dilampirkan|tidak dilampirkan"
    r"|not available|no evidence|missing)\b",
    re.IGNORECASE,
)
_NAMED = 10


def _judged(review: Review, context: Context) -> Iterator[tuple[Standing, ItemVerdict]]:
    """The items that count in the office, with their verdicts."""
    for standing in context.standings:
        verdict = review.verdicts.get(standing.item.id)
        if verdict is not None and standing.applies:
            yield standing, verdict


@check("review-vocabulary", target="review", across=True, lowers=False)
def review_vocabulary(review: Review, context: Context) -> Verdict:
    """Every item of a review is one of the pack's."""
    problems = []
    for item in review.verdicts:
        if item not in context.pack.items:
            guess = closest(item, context.pack.items)
            args = {"what": Term("term.item"), "name": item, "guess": guess}
            spot = review.document.at("answers", item, part="key")
            problems.append(Problem(spot, "reference.unknown", args, subject=item))
    return problems


@check("verdict-applies", target="review", across=True, lowers=False)
def verdict_applies(review: Review, context: Context) -> Verdict:
    """A verdict has something to confirm, and a revised answer is on the item's scale."""
    problems = []
    for standing, verdict in _judged(review, context):
        item = standing.item.id
        if verdict.verdict == "dikonfirmasi" and standing.claimed is None:
            spot = review.document.at("answers", item, "verdict")
            args = {"item": item}
            problems.append(
                Problem(spot, "review.nothing-claimed", args, subject=item, items=(item,))
            )
        if verdict.verdict == "direvisi":
            _, fault = revised(standing, verdict, context.pack)
            if fault is not None:
                spot = review.document.at("answers", item, "answer")
                problems.append(
                    Problem(spot, fault.message, fault.args, subject=item, items=(item,))
                )
    return problems or _none_if_unjudged(review, context)


def _none_if_unjudged(review: Review, context: Context) -> Verdict:
    return [] if any(_judged(review, context)) else NotApplicable("na.no-verdict")


@check("verdict-rests-on-evidence", target="review", across=True, lowers=False)
def verdict_rests_on_evidence(review: Review, context: Context) -> Verdict:
    """What is confirmed, or revised to more than nothing, has evidence that the evaluator can have seen."""
    problems = []
    for standing, _ in _judged(review, context):
        reviewed = standing.reviewed
        if reviewed is None or not reviewed.value or standing.supports or standing.blocked:
            continue
        item = standing.item.id
        args = {"item": item, "answer": reviewed.answer}
        message = "review.unseen-rejected" if standing.candidates else "review.unseen"
        spot = review.document.at("answers", item, "verdict")
        problems.append(Problem(spot, message, args, subject=item, items=(item,)))
    return problems or _none_if_unjudged(review, context)


@check("verdict-fits-its-reason", target="review", across=True, lowers=False)
def verdict_fits_its_reason(review: Review, context: Context) -> Verdict:
    """A verdict does not contradict its own answer or note, and a change is given a reason."""
    problems = []
    for standing, verdict in _judged(review, context):
        message = _contradiction(standing, verdict)
        if message is None:
            continue
        item = standing.item.id
        args = {
            "item": item,
            "answer": verdict.answer,
            "claimed": None if standing.answer is None else standing.answer.text.strip(),
            "note": verdict.note,
        }
        key = "note" if message == "review.against-note" else "verdict"
        spot = review.document.at("answers", item, key)
        problems.append(Problem(spot, message, args, subject=item, items=(item,)))
    return problems or _none_if_unjudged(review, context)


def _contradiction(standing: Standing, verdict: ItemVerdict) -> str | None:
    """The message of what is wrong with a verdict, if something is."""
    own = None if verdict.answer is None else verdict.answer.strip()
    claimed = None if standing.answer is None else standing.answer.text.strip()
    changed = verdict.verdict != "dikonfirmasi"
    if not changed and own is not None and own != claimed:
        return "review.confirmed-otherwise"
    if not changed and standing.claimed and _NOTHING_SEEN.search(verdict.note or ""):
        return "review.against-note"
    if verdict.verdict == "direvisi" and own == claimed:
        return "review.revised-to-the-same"
    if verdict.verdict == "tidak-tersedia" and own is not None:
        return "review.unavailable-with-answer"
    return "review.no-reason" if changed and not (verdict.note or "").strip() else None


@check("review-complete", target="review", across=True, lowers=False)
def review_complete(review: Review, context: Context) -> Verdict:
    """A review has a verdict on every item that applies to the office; without, no reviewed score."""
    asked = [s.item.id for s in context.standings if s.applies]
    if not asked:
        return NotApplicable("na.no-verdict")
    absent = [item for item in asked if item not in review.verdicts]
    torn = [item for item in absent if item in review.document.data["answers"]]
    absent = [item for item in absent if item not in torn]
    if not absent:
        return []
    args = {"count": len(absent), "all": len(asked), "items": absent[:_NAMED]}
    message = "review.incomplete" if len(absent) <= _NAMED else "review.incomplete-many"
    return [Problem(review.document.at("answers", part="key"), message, args)]
