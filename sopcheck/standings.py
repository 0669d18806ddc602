"""Evidence and worksheet of one office -> its standing in every item of the pack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from sopcheck.claims import NOT_APPLICABLE, claimed
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence
from sopcheck.model.execution import Conduct
from sopcheck.model.finding import Pointer
from sopcheck.model.ground import Ground, Voids
from sopcheck.model.rules import Item
from sopcheck.model.standing import Shown, Standing, Support
from sopcheck.model.yardstick import Yardstick
from sopcheck.needs import shown
from sopcheck.supports import is_unseen, papers_by_item, sound


def areas_of(evidence: Evidence, context: Context) -> tuple[str, ...]:
    """The areas an evidence file speaks for: its own, those of its items, else its SOP's."""
    own = () if evidence.area is None else (evidence.area,)
    named = [*evidence.items, *(item for paper in evidence.papers for item in paper.items)]
    items = context.pack.items
    areas = tuple(dict.fromkeys([*own, *(items[n].area for n in named if n in items)]))
    if areas or evidence.sop is None:
        return areas
    sops = (*context.sops, *context.generic)
    return tuple(dict.fromkeys(s.area for s in sops if s.id == evidence.sop[0]))[:1]


def is_future(evidence: Evidence, as_of: date) -> bool:
    """True when an evidence file speaks for a period that has not begun on the day judged."""
    return evidence.period.first > as_of


def ground_of(
    context: Context,
    voids: Voids,
    torn: Mapping[tuple[str, int], Collection[Pointer]],
    illegible: str | None,
    conducts: tuple[Conduct, ...] = (),
) -> Ground:
    """What the standings of an office rest on.

    `voids` are the parts that errors took out, with the items they are taken out for (none named:
    all). `torn` are evidence documents of which parts broke their schema. `illegible` is the path
    of an evidence file that could not be read. `conducts` are the office's runs.
    """
    judged = [
        e
        for e in context.evidence
        if context.year.contains(e.period) and not is_future(e, context.as_of)
    ]
    sound_refs, sound_firm = _followed(context.evidence, voids, context.as_of)
    all_refs, all_firm = _followed(context.evidence, {}, context.as_of)
    pack, year, as_of = context.pack, context.year, context.as_of
    forgiven = tuple(replace(conduct, conforms=True) for conduct in conducts)
    strict = Yardstick(pack, year, as_of, sound_refs, illegible, conducts, sound_firm)
    lenient = Yardstick(pack, year, as_of, all_refs, None, forgiven, all_firm)
    return Ground(
        context=context,
        voids=voids,
        strict=strict,
        lenient=lenient,
        blocked=_blocked(context, torn),
        strays=_stray_counts(judged, torn, context),
        nameless=_nameless(context),
        areas={area for e in judged for area in areas_of(e, context)}
        | {area for area in context.pack.areas if area in context.mentions},
        candidates=papers_by_item(judged, context.worksheet, context, year),
    )


def standings(ground: Ground) -> tuple[Standing, ...]:
    """The standing of every item of the pack."""
    items = ground.context.pack.items.values()
    return tuple(_standing(item, ground.candidates.get(item.id, ()), ground) for item in items)


def _standing(item: Item, candidates: tuple[Support, ...], ground: Ground) -> Standing:
    context, worksheet = ground.context, ground.context.worksheet
    answer = None if worksheet is None else worksheet.answers.get(item.id)
    value, fault = None, None
    if answer is not None:
        value, fault = claimed(answer, item, context.pack.scales[item.scale])
    declined = answer is not None and item.optional and answer.text.strip() == NOT_APPLICABLE
    supports = sound_supports(item, candidates, ground)
    named = (r.partition("#")[0] for r in (() if answer is None else answer.evidence))
    cause = ground.blocked.get(item.id) or next(
        (context.mentions[name] for name in named if name in context.mentions), None
    )
    return Standing(
        item=item,
        answer=answer,
        worksheet=worksheet,
        claimed=value,
        fault=fault,
        applies=context.office.level in item.applies_to and not declined,
        supports=tuple(s for s in supports if s.sound and (s.papers or s.evidence.runs)),
        candidates=candidates,
        strict=shown_by(item, supports, cause, ground),
        lenient=shown(item, candidates, ground.lenient),
        blocked=cause,
        area_has_evidence=item.area in ground.areas,
    )


def sound_supports(
    item: Item, candidates: Iterable[Support], ground: Ground
) -> tuple[Support, ...]:
    """The candidates of an item without what errors took out."""
    return tuple(sound(support, item.id, ground.voids) for support in candidates)


def shown_by(item: Item, supports: tuple[Support, ...], cause: str | None, ground: Ground) -> Shown:
    """What sound evidence shows; shares also bear the counts that faults may have hidden."""
    names = _count_names(item)
    asks_for_runs = any(needs.executions is not None for _, needs in item.levels)
    if not names and not asks_for_runs:
        return shown(item, supports, ground.strict)
    known = {s.evidence.id for s in supports}
    hidden = [
        Support(e, (), sound=False)
        for e in ground.strays
        if names & (e.counts or {}).keys() and e.id not in known
    ]
    lost = cause or next((ground.nameless[n] for n in sorted(names) if n in ground.nameless), None)
    if asks_for_runs and lost is None:
        mentions = ground.context.mentions
        lost = next((mentions[word] for word in ("events", "runs") if word in mentions), None)
    strict = ground.strict
    if lost is not None and strict.illegible is None:
        strict = replace(strict, illegible=lost)
    return shown(item, (*supports, *hidden), strict)


def _stray_counts(
    judged: Iterable[Evidence],
    torn: Mapping[tuple[str, int], Collection[Pointer]],
    context: Context,
) -> tuple[Evidence, ...]:
    """Files whose faults may hide the items they speak for: their counts still weigh in a share."""

    def hides(evidence: Evidence) -> bool:
        named = [*evidence.items, *(i for p in evidence.papers for i in p.items)]
        if not all(context.pack.knows(item) for item in named):
            return True
        place = (evidence.document.path, evidence.document.index)
        return any(part[:1] == ("documents",) for part in torn.get(place, ()))

    return tuple(e for e in judged if e.counts and hides(e))


def _nameless(context: Context) -> dict[str, str]:
    """Words of files that were rejected whole and name no item of the pack, with their paths."""
    return {
        word: lost.path
        for lost in context.unreadable
        if lost.legible and not any(context.pack.knows(word) for word in lost.mentions)
        for word in lost.mentions
    }


def _count_names(item: Item) -> frozenset[str]:
    ratios = [item.ratio, *(needs.ratio for _, needs in item.levels)]
    return frozenset(name for r in ratios if r is not None for name in (r.of, r.to))


def _followed(
    evidence: Iterable[Evidence], voids: Voids, as_of: date
) -> tuple[frozenset[str], frozenset[str] | None]:
    """References that a document acts upon, and those that one with a file does if these are fewer.

    A document that an error took out acts upon none.
    """
    by_links, by_files = set[str](), set[str]()
    for file in evidence:
        parts = voids.get((file.document.path, file.document.index), {})
        if () in parts or is_future(file, as_of):
            continue
        for paper in file.papers:
            if paper.follows_up is None or ("documents", paper.index) in parts:
                continue
            if not is_unseen(paper, as_of):
                (by_links if paper.is_only_a_link else by_files).add(paper.follows_up)
    followed = frozenset(by_links | by_files)
    return followed, frozenset(by_files) if len(by_files) < len(followed) else None


def _blocked(
    context: Context, torn: Mapping[tuple[str, int], Collection[Pointer]]
) -> dict[str, str]:
    """Items that a file which cannot be judged, or a torn part of one, may have supported."""
    blocked = {item: path for item, path in context.mentions.items() if item in context.pack.items}
    for evidence in context.evidence:
        document = evidence.document
        for pointer in torn.get((document.path, document.index), ()):
            part = document.data
            for step in pointer:
                part = part[step]
            own = part.get("items", ()) if isinstance(part, dict) else ()
            items = own if isinstance(own, list) and own else evidence.items
            blocked |= {str(item): document.path for item in items}
    return blocked
