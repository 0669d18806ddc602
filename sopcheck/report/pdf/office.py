"""The evaluation of one office (Laporan Hasil Evaluasi) as plain values, for one or two pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sopcheck.report.next_steps import climb_sentence
from sopcheck.report.pdf.due import due
from sopcheck.report.pdf.texts import Texts, band, joined

if TYPE_CHECKING:
    from sopcheck.model.action_lines import ActionLine
    from sopcheck.model.report import AreaLine, ItemLine, OfficeLine, Points

_ACTIONS = 5
_STEPS = 360
_CLIMB = 8
_WAIVERS = 4
_CHANGED = 6
_QUESTION = 115


def office_page(texts: Texts, office: OfficeLine) -> dict[str, Any]:
    """Everything that the template of one office shows."""
    report, say = texts.report, texts.say
    return {
        **texts.frame(
            office.name,
            say("pdf.title"),
            say("pdf.subtitle", year=str(report.period)),
            joined((say("pdf.office-code", code=office.code), report.pack.title.of(texts.lang))),
        ),
        "document": f"{say('pdf.title')} {report.period}: {texts.text(office.name, 80)}",
        "cards": _cards(texts, office),
        "sentence": _sentence(texts, office.score),
        "labels": texts.labels(
            "pdf.section-holds",
            "pdf.section-lifts",
            "pdf.section-due",
            "pdf.section-decisions",
            "pdf.area",
            "pdf.claimed",
            "pdf.evidenced",
            "pdf.supported",
            "pdf.reviewed",
            "pdf.maximum",
            "pdf.share",
            "pdf.total",
            "pdf.item",
            "pdf.to-do",
            "pdf.gain",
            "pdf.notes",
            "pdf.bar-means",
            "pdf.nothing-lifts",
        ),
        "has_review": any(area.reviewed is not None for area in office.areas),
        "areas": [_row(texts, texts.area_names.get(a.area, a.area), a) for a in office.areas],
        "total": _row(texts, "", office.score),
        "actions": [_action(texts, action) for action in office.next_actions[:_ACTIONS]],
        "more": _more(texts, office),
        "climb": _climb(texts, office),
        "due": due(texts, office),
        "decisions": [*_review(texts, office), *_waivers(texts, office)],
        "notes": texts.notes(say("pdf.indicative")),
        "signatures": texts.signatures(say("pdf.chair"), say("pdf.secretary")),
    }


def _cards(texts: Texts, office: OfficeLine) -> list[dict[str, Any]]:
    """The few figures that are read first."""
    say, score = texts.say, office.score
    maximum = texts.points(score.maximum)
    cards: list[dict[str, Any]] = [
        {"name": say("pdf.claimed"), "figure": texts.points(score.claimed), "of": ""},
        {
            "name": say("pdf.supported"),
            "figure": texts.points(score.supported),
            "of": say("pdf.of", maximum=maximum, share=texts.percent(score.ratio)),
        },
    ]
    if score.reviewed is not None:
        cards.append(
            {"name": say("pdf.reviewed"), "figure": texts.points(score.reviewed), "of": ""}
        )
    items = "–"
    if office.items_supported is not None and office.items_applicable is not None:
        items = f"{office.items_supported}/{office.items_applicable}"
    cards.append({"name": say("pdf.items-supported"), "figure": items, "of": ""})
    category = texts.text(score.category, 20)
    cards.append(
        {"name": say("pdf.category"), "figure": category, "of": "", "band": band(score.ratio)}
    )
    return cards


def _sentence(texts: Texts, score: Points) -> str:
    """What was claimed and what of it holds, in one sentence."""
    if score.supported is None:
        return texts.say("pdf.not-judged")
    figures = {
        "claimed": texts.points(score.claimed),
        "supported": texts.points(score.supported),
        "gap": texts.points((score.claimed or 0) - score.supported),
    }
    message = "pdf.holds" if (score.claimed or 0) > score.supported else "pdf.all-holds"
    return texts.say(message, **figures)


def _row(texts: Texts, name: str, line: AreaLine | Points) -> dict[str, Any]:
    """One line of the table of points, with the lengths of its bar."""
    maximum = line.maximum or 0
    bar = None
    if line.supported is not None and maximum:
        bar = [min((line.claimed or 0) / maximum, 1), min(line.supported / maximum, 1)]
    return {
        "name": texts.text(name, 60),
        "claimed": texts.points(line.claimed),
        "evidenced": texts.points(line.evidenced),
        "supported": texts.points(line.supported),
        "reviewed": texts.points(line.reviewed),
        "maximum": texts.points(line.maximum),
        "share": texts.percent(line.ratio),
        "bar": bar,
        "band": band(line.ratio),
    }


def _action(texts: Texts, action: ActionLine) -> dict[str, Any]:
    steps = "; ".join(step.of(texts.lang) for step in action.steps)
    return {
        "item": texts.text(action.item, 20),
        "change": texts.text(f"{action.before} → {action.after}", 20),
        "question": texts.text(texts.questions.get(action.item), _QUESTION),
        "steps": texts.text(steps, _STEPS),
        "gain": f"+{texts.points(action.gain)}",
    }


def _more(texts: Texts, office: OfficeLine) -> str | None:
    hidden = len(office.next_actions) - _ACTIONS
    if hidden <= 0:
        return None
    return texts.say("pdf.more", rest=texts.count("n.action", hidden))


def _climb(texts: Texts, office: OfficeLine) -> str | None:
    """What reaches the next category."""
    climb = office.next_category
    if climb is None:
        return None
    head = climb_sentence(climb, texts.words)
    named = ", ".join(f"{s.item} {s.before} → {s.after}" for s in climb.steps[:_CLIMB])
    return texts.text(f"{head} {named}{', …' if len(climb.steps) > _CLIMB else ''}", 400)


def _review(texts: Texts, office: OfficeLine) -> list[str]:
    """Who reviewed, how many items, and with which verdicts."""
    review = next((r for r in texts.report.reviews if r.counts and r.office == office.code), None)
    if review is None:
        return []
    items = [i for area in office.areas for i in area.items if i.verdict is not None]
    verdicts = Counter(i.verdict for i in items)
    parts = [
        texts.say("pdf.reviewed-by", by=texts.whole(review.by, 80), day=texts.day(review.date)),
        texts.say("report.reviewed-items", count=len(items), all=office.items_applicable or 0),
        ", ".join(
            f"{texts.say(f'pdf.verdict-{verdict}')} {n}"
            for verdict, n in sorted(verdicts.items(), key=lambda pair: str(pair[0]))
        ),
    ]
    if office.score.reviewed is not None:
        points = texts.points(office.score.reviewed)
        parts.append(texts.say("report.reviewed-score", points=points))
    changed = [item for item in items if item.reviewed != item.claimed]
    lines = [joined(parts), *(_changed(texts, item) for item in changed[:_CHANGED])]
    if len(changed) > _CHANGED:
        rest = texts.count("n.item", len(changed) - _CHANGED)
        lines.append(texts.say("pdf.more", rest=rest))
    return lines


def _changed(texts: Texts, item: ItemLine) -> str:
    """An item whose review differs from its claim, with the evaluator's note."""
    verdict = texts.say(f"pdf.verdict-{item.verdict}")
    change = f"{item.item}: {item.claimed or '–'} → {item.reviewed or '–'} ({verdict})"
    return texts.text(joined((change, item.review_note or "")), 200)


def _waivers(texts: Texts, office: OfficeLine) -> list[str]:
    """The waivers in force, and what the score would be without them."""
    own = [w for w in texts.report.waivers if w.office == office.code and w.state == "in-force"]
    lines = [
        texts.text(
            joined(
                (
                    texts.say("pdf.waiver", id=w.id, rule=w.rule),
                    w.reason,
                    w.approved_by,
                    texts.say("report.until", last=texts.day(w.last)),
                    texts.count("n.waived", w.findings),
                )
            ),
            220,
        )
        for w in own[:_WAIVERS]
    ]
    if len(own) > _WAIVERS:
        rest = texts.count("n.waivers", len(own) - _WAIVERS)
        lines.append(texts.say("pdf.more", rest=rest))
    before = office.score.supported_before_waivers
    if before is not None and before != office.score.supported:
        lines.append(texts.say("report.without-waivers", points=texts.points(before)))
    return lines
