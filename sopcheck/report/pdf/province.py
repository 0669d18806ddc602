"""The evaluation of several offices as plain values: summary, what to mend, ranking with heat map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sopcheck.report.bands import ranges
from sopcheck.report.pdf.texts import Texts, band, joined

if TYPE_CHECKING:
    from sopcheck.model.report import OfficeLine

_MOST = 8
_WEAKEST = 5
_PERCENT = 100
_LINE = 100  # fits one line of the table
_WORKSHEETS = ("none", "incomplete", "unsupported", "supported")


def province_page(texts: Texts, offices: Sequence[OfficeLine]) -> dict[str, Any]:
    """Everything that the template of several offices shows."""
    report, say = texts.report, texts.say
    province = next((o.name for o in report.offices if o.level == "provinsi"), None)
    name = province or say("pdf.several-offices")
    return {
        **texts.frame(
            name,
            say("pdf.title"),
            say("pdf.subtitle", year=str(report.period)),
            joined((texts.count("n.office", len(offices)), report.pack.title.of(texts.lang))),
        ),
        "document": f"{say('pdf.title')} {report.period}: {texts.text(name, 80)}",
        "labels": texts.labels(
            "pdf.section-areas",
            "pdf.section-worksheets",
            "pdf.section-missed",
            "pdf.section-common",
            "pdf.section-attention",
            "pdf.section-ranking",
            "pdf.area",
            "pdf.claimed",
            "pdf.supported",
            "pdf.maximum",
            "pdf.share",
            "pdf.offices",
            "pdf.item",
            "pdf.code",
            "pdf.what",
            "pdf.office",
            "pdf.why",
            "pdf.notes",
            "pdf.map-means",
            "pdf.bar-means",
            "report.rank",
            "report.items",
        ),
        "cards": _cards(texts, offices),
        "areas": _areas(texts, offices),
        "worksheets": _worksheets(texts),
        "missed": _missed(texts),
        "common": _common(texts),
        "attention": _attention(texts, offices),
        "heads": [a.short for a in report.areas if a.area in _areas_of(offices)],
        "legend": [
            f"{a.short} {a.name.of(texts.lang)}"
            for a in report.areas
            if a.area in _areas_of(offices)
        ],
        "bands": ranges(),
        "offices": [_office(texts, office) for office in ranked(offices)],
        "notes": texts.notes(say("pdf.indicative")),
        "signatures": texts.signatures(say("pdf.chair"), say("pdf.secretary")),
    }


def ranked(offices: Sequence[OfficeLine]) -> list[OfficeLine]:
    """By rank, those without one last, by their codes."""
    return sorted(offices, key=lambda o: (o.rank is None, o.rank or 0, o.code))


def _areas_of(offices: Sequence[OfficeLine]) -> set[str]:
    return {area.area for office in offices for area in office.areas}


def _cards(texts: Texts, offices: Sequence[OfficeLine]) -> list[dict[str, Any]]:
    say, summary = texts.say, texts.report.summary
    score = summary.score
    judged = sum(1 for o in offices if o.score.supported is not None)
    of = say("pdf.of", maximum=texts.points(score.maximum), share=texts.percent(score.ratio))
    errors = texts.words.integer(summary.findings["error"])
    return [
        {"name": say("pdf.judged-offices"), "figure": f"{judged}/{len(offices)}", "of": ""},
        {"name": say("pdf.mean-claimed"), "figure": texts.points(score.claimed), "of": ""},
        {"name": say("pdf.mean-supported"), "figure": texts.points(score.supported), "of": of},
        {
            "name": say("pdf.category"),
            "figure": texts.text(score.category, 20),
            "of": "",
            "band": band(score.ratio),
        },
        {"name": say("pdf.errors"), "figure": errors, "of": ""},
    ]


def _areas(texts: Texts, offices: Sequence[OfficeLine]) -> list[dict[str, Any]]:
    """Each area as a mean of the offices in which it is judged."""
    rows = []
    for head in texts.report.areas:
        lines = [
            line
            for office in offices
            for line in office.areas
            if line.area == head.area and line.supported is not None and line.maximum is not None
        ]
        if head.area not in _areas_of(offices):
            continue
        count = len(lines)
        claimed, supported, maximum = (
            sum(values) / count if count else None
            for values in (
                [line.claimed or 0 for line in lines],
                [line.supported or 0 for line in lines],
                [line.maximum or 0 for line in lines],
            )
        )
        share = supported / maximum if maximum and supported is not None else None
        rows.append(
            {
                "name": texts.text(head.name.of(texts.lang), 60),
                "claimed": texts.points(claimed),
                "supported": texts.points(supported),
                "maximum": texts.points(maximum),
                "share": texts.percent(share),
                "bar": None
                if share is None
                else [min((claimed or 0) / (maximum or 1), 1), min(share, 1)],
                "band": band(share),
            }
        )
    return rows


def _worksheets(texts: Texts) -> list[dict[str, Any]]:
    counts = texts.report.summary.worksheets
    return [
        {
            "state": state,
            "name": texts.say(f"pdf.worksheet-{state}"),
            "count": counts.get(state, 0),
        }
        for state in _WORKSHEETS
    ]


def _missed(texts: Texts) -> list[list[str]]:
    return [
        [m.item, f"{m.offices}/{m.applicable}", texts.text(texts.questions.get(m.item), _LINE)]
        for m in texts.report.summary.missed_items[:_MOST]
    ]


def _common(texts: Texts) -> list[list[str]]:
    return [
        [c.code, str(c.offices), texts.text(texts.rule_titles.get(c.code), _LINE)]
        for c in texts.report.summary.common_codes[:_MOST]
    ]


def _attention(texts: Texts, offices: Sequence[OfficeLine]) -> list[dict[str, str]]:
    """Offices that could not be judged or have no worksheet, then those of the last ranks."""
    order = ranked(offices)
    unjudged = [o for o in order if o.score.supported is None or o.worksheet in (None, "none")]
    weakest = [o for o in reversed(order) if o not in unjudged][:_WEAKEST]
    errors = Counter(f.office for f in texts.report.findings if f.severity == "error")
    rows = []
    for office in [*unjudged[:_WEAKEST], *weakest][: _MOST + 2]:
        why = [
            texts.say("pdf.worksheet-none") if office.worksheet in (None, "none") else "",
            texts.say("pdf.rank-is", rank=office.rank) if office.rank is not None else "",
            "" if office.score.ratio is None else texts.percent(office.score.ratio),
            texts.count("n.error", errors[office.code]) if errors[office.code] else "",
            _lowest(texts, office),
        ]
        name = texts.text(f"{office.code} {office.name}", 60)
        rows.append({"office": name, "why": joined(why)})
    return rows


def _lowest(texts: Texts, office: OfficeLine) -> str:
    """The area of which evidence supports the least."""
    judged = [(a.ratio, a.area) for a in office.areas if a.ratio is not None]
    if not judged:
        return ""
    share, area = min(judged, key=lambda pair: pair[0])
    name = texts.area_names.get(area, area)
    return texts.say("pdf.lowest", area=name, share=texts.percent(share))


def _office(texts: Texts, office: OfficeLine) -> dict[str, Any]:
    """One row of the ranking: percent of the maximum supported, area by area, then its points."""
    has_rank = office.rank is not None
    return {
        "rank": str(office.rank) if has_rank else "–",
        "name": texts.text(f"{office.code} {office.name.removeprefix('KPU ')}", 36),
        "cells": [
            {
                "text": "–" if a.ratio is None else str(int(a.ratio * _PERCENT)),
                "band": band(a.ratio),
            }
            for a in office.areas
        ],
        "items": f"{office.items_supported}/{office.items_applicable}" if has_rank else "–",
        "claimed": texts.points(office.score.claimed),
        "supported": texts.points(office.score.supported),
        "share": texts.percent(office.score.ratio),
        "category": texts.text(office.score.category, 12),
    }
