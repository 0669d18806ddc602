"""Needs: which level of an item the evidence shows.

A level is shown when all its needs hold; the first from the best down counts. Every need but a
share is monotone in the evidence: taking evidence away never makes one hold that did not. `every` asks the
other needs of each sub-period that is due (`coverage.py`); nothing due shows nothing. Executions have
sub-periods of their own: a run belongs to the one in which it ended. Shares divide counts; a count whose evidence is rejected weighs
only in the denominator, and while a file of the office cannot be read no share is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sopcheck.coverage import due_parts, judged_parts, within
from sopcheck.links import MIDDLE, capped, links_in, without_links
from sopcheck.model.evidence import Attendance, Paper
from sopcheck.model.execution import Conduct
from sopcheck.model.finding import Bilingual, Term
from sopcheck.model.period import Grain, Period
from sopcheck.model.rules import Item, Needs, Pack, Ratio, Runs
from sopcheck.model.standing import Lack, Shown, Support
from sopcheck.model.yardstick import PartState, Yardstick

ZERO, ONE = Fraction(0), Fraction(1)


def shown(item: Item, supports: Sequence[Support], yardstick: Yardstick) -> Shown:
    """The level of `item` that `supports` show, with what every better level lacks."""
    kept = accepted(item, supports, yardstick.pack)
    full = _shown(item, kept, yardstick)
    links, firmly = links_in(kept), yardstick.firmly_followed
    if full.value <= MIDDLE or not (links or firmly is not None):
        return full
    firm = _shown(
        item,
        [s for s in without_links(kept) if s.papers or s.evidence.counts],
        yardstick if firmly is None else replace(yardstick, followed=firmly),
    )
    return capped(full, firm, item, yardstick.pack, links)


def _shown(item: Item, kept: Sequence[Support], yardstick: Yardstick) -> Shown:
    """What papers of accepted types show, links taken for as good as files."""
    if item.ratio is not None:
        share, lack = ratio_shown(item.ratio, kept, yardstick.illegible)
        return Shown(share, None, {} if lack is None else {"": (lack,)})
    scale = yardstick.pack.scales[item.scale] or {}
    lacks: dict[str, tuple[Lack, ...]] = {}
    parts = Parts([s for s in kept if s.papers], yardstick, item.area)  # others hold counts alone
    illegible = yardstick.illegible
    for letter, needs in item.levels:
        lacking = tuple(_lacking(needs, kept, parts, illegible))
        if not lacking:
            return Shown(scale[letter], letter, lacks)
        lacks[letter] = lacking
    return Shown(ZERO, item.levels[-1][0], lacks)


def parts_shown(
    item: Item, needs: Needs, supports: Sequence[Support], yardstick: Yardstick
) -> tuple[PartState, ...]:
    """How each sub-period of the judged year stands by what a level with `every` asks of it."""
    if needs.every is None:
        return ()
    kept = [s for s in accepted(item, supports, yardstick.pack) if s.papers]
    return judged_parts(
        yardstick.year.parts(needs.every),
        kept,
        lambda covering: missing(needs, covering, yardstick),
        as_of=yardstick.as_of,
        grace=yardstick.pack.grace,
    )


def accepted(item: Item, supports: Iterable[Support], pack: Pack) -> list[Support]:
    """The supports cut down to papers of types that the item accepts; files with counts stay."""
    types = accepted_types(item, pack)
    return [
        Support(s.evidence, papers, s.sound)
        for s in supports
        if (papers := tuple(p for p in s.papers if p.type in types)) or s.evidence.counts
    ]


def accepted_types(item: Item, pack: Pack) -> frozenset[str]:
    """The types an item accepts, and those of the bundles that its levels ask for."""
    bundles = {needs.bundle for _, needs in item.levels if needs.bundle}
    return item.accepts.union(*(pack.bundles[b] for b in bundles))


def ratio_shown(
    ratio: Ratio, supports: Iterable[Support], illegible: str | None = None
) -> tuple[Fraction, Lack | None]:
    """The share that counts give, between 0 and 1, and why it is not known if it is not."""
    if illegible is not None:
        return ZERO, Lack("lack.illegible", {"path": illegible})
    counted = sorted(
        (s for s in supports if {ratio.of, ratio.to} & (s.evidence.counts or {}).keys()),
        key=lambda s: (s.evidence.period.last, s.evidence.id),
    )
    known = {name for s in counted for name in s.evidence.counts or {}}
    if absent := [name for name in (ratio.of, ratio.to) if name not in known]:
        return ZERO, Lack("lack.counts", {"names": absent})
    nil = trusted_of = of = to = 0
    for support in counted[-1:] if ratio.over == "last" else counted:
        counts = support.evidence.counts or {}
        trusted = support.sound and bool(support.papers)
        nil += trusted and support.evidence.nil
        part, whole = counts.get(ratio.of, 0), counts.get(ratio.to, 0)
        if ratio.decrease and not trusted:
            whole = max(part, whole)  # no fall that rests on rejected counts
        of += part
        to += whole
        trusted_of += part if trusted else 0
    base = of if ratio.decrease else to
    if base == 0:
        if ratio.nil_is_full and nil and of == to == 0:
            return ONE, None
        return ZERO, Lack("lack.zero", {"to": ratio.of if ratio.decrease else ratio.to})
    if ratio.decrease:
        return max(Fraction(of - to, of), ZERO), None
    if of > to and not ratio.may_exceed:
        return ZERO, Lack("lack.exceeds", {"of": ratio.of, "to": ratio.to, "part": of, "whole": to})
    return min(Fraction(trusted_of, to), ONE), None


class Parts:
    """The papers of an item, cut once for each grain of sub-periods that its levels ask for."""

    def __init__(self, supports: Sequence[Support], yardstick: Yardstick, area: str) -> None:
        self.supports, self.yardstick, self.area = supports, yardstick, area
        self._cut: dict[Grain, list[tuple[Period, list[Support]]]] = {}

    def due(self, grain: Grain) -> list[tuple[Period, list[Support]]]:
        """Each due sub-period with the supports that cover it."""
        if grain not in self._cut:
            periods = _due(grain, self.yardstick)
            self._cut[grain] = [(part, within(self.supports, part)) for part in periods]
        return self._cut[grain]


def _lacking(
    needs: Needs, supports: Sequence[Support], parts: Parts, illegible: str | None
) -> list[Lack]:
    lacking: list[Lack] = []
    if needs.ratio is not None:
        share, lack = ratio_shown(needs.ratio, supports, illegible)
        at_least = needs.ratio.at_least or ONE
        if lack is not None:
            lacking.append(lack)
        elif share < at_least:
            lacking.append(Lack("lack.ratio", {"share": share, "at_least": at_least}))
    if needs.executions is not None:
        lacking += _runs_lacking(needs.executions, parts, illegible)
    if needs.every is None:
        return lacking + missing(needs, parts.supports, parts.yardstick)
    due = parts.due(needs.every)
    if not due:
        return [*lacking, Lack("lack.not-due", {"grain": Term(f"grain.{needs.every}")})]
    absent = {p.name: missing(needs, covering, parts.yardstick) for p, covering in due}
    faults = {name: lacks for name, lacks in absent.items() if lacks}
    if Fraction(len(due) - len(faults), len(due)) < needs.coverage:
        args = _gaps(faults, len(due), needs.every, needs.coverage)
        lacking.append(Lack("lack.coverage", args))
    return lacking


def _gaps(
    faults: Mapping[str, Sequence[Lack]],
    due: int,
    grain: Grain,
    share: Fraction,
    message: str = "lack.gap",
) -> dict[str, Any]:
    """Arguments that name the sub-periods with faults, those with equal faults together."""
    alike: list[tuple[Sequence[Lack], list[str]]] = []
    for name, lacks in faults.items():
        names = next((names for known, names in alike if known == lacks), None)
        if names is None:
            alike.append((lacks, [name]))
        else:
            names.append(name)
    return {
        "covered": due - len(faults),
        "due": due,
        "every": grain,
        "grain": Term(f"grain.{grain}"),
        "share": share,
        "periods": list(faults),
        "gaps": [Lack(message, {"periods": names, "lacks": list(lacks)}) for lacks, names in alike],
    }


def _runs_lacking(wanted: Runs, parts: Parts, illegible: str | None) -> list[Lack]:
    """What executions lack. Every run counts, whether or not its file names the item."""
    if illegible is not None:
        return [Lack("lack.illegible", {"path": illegible})]
    due = runs_shown(wanted, parts.area, parts.yardstick)
    if not due:
        return [Lack("lack.not-due", {"grain": Term(f"grain.{wanted.every}")})]
    faults: dict[str, list[Lack]] = {}
    for part, inside in due:
        if not inside:
            faults[part.name] = [Lack("lack.no-run", {})]
        elif not all(c.conforms for c in inside):
            faults[part.name] = [Lack("lack.deviating-run", {})]
    if Fraction(len(due) - len(faults), len(due)) >= wanted.conforming:
        return []
    args = _gaps(faults, len(due), wanted.every, wanted.conforming, "lack.run-gap")
    return [Lack("lack.executions", args)]


def runs_shown(wanted: Runs, area: str, yardstick: Yardstick) -> list[tuple[Period, list[Conduct]]]:
    """The runs that count for each due sub-period."""
    runs = [c for c in yardstick.conducts if is_wanted(c, wanted.of, area)]
    return [(part, [c for c in runs if c.falls_in(part)]) for part in _due(wanted.every, yardstick)]


def _due(grain: Grain, yardstick: Yardstick) -> tuple[Period, ...]:
    return due_parts(yardstick.year, grain, yardstick.as_of, yardstick.pack.grace)


def is_wanted(conduct: Conduct, of: str, area: str) -> bool:
    """True for a run of the SOPs that executions are asked of."""
    if of == "any":
        return True
    return conduct.area == area if of == "area" else conduct.sop == of


def missing(needs: Needs, supports: Sequence[Support], yardstick: Yardstick) -> list[Lack]:
    """What the needs other than coverage and shares lack in these supports."""
    types = [p.type for s in supports for p in s.papers]
    lacks: list[Lack] = []
    if absent := [name for name in needs.all_of if name not in types]:
        lacks.append(Lack("lack.documents", {"types": _types(yardstick.pack, absent)}))
    if needs.any_of and not any(name in types for name in needs.any_of):
        lacks.append(Lack("lack.any-document", {"types": _types(yardstick.pack, needs.any_of)}))
    if needs.count_of:
        count = sum(1 for name in types if name in needs.count_of)
        if count < needs.count_at_least:
            args = {
                "types": _types(yardstick.pack, needs.count_of),
                "count": count,
                "at_least": needs.count_at_least,
            }
            lacks.append(Lack("lack.count", args))
    groups: Sequence[Support] = supports
    if needs.bundle:
        members = yardstick.pack.bundles[needs.bundle]
        groups = [s for s in supports if members <= {p.type for p in s.papers}]
        if not groups:
            lacks.append(_bundle_lack(needs.bundle, supports, yardstick.pack))
            groups = supports
    if needs.participation and not any(_participates(needs.participation, s) for s in groups):
        lacks += [_absent(group, amount) for group, amount in needs.participation.items()]
    if needs.follow_up_of:
        acted_upon = sum(
            1
            for s in supports
            for p in s.papers
            if p.type in needs.follow_up_of and _is_followed(s, p, yardstick.followed)
        )
        if acted_upon < needs.follow_up_at_least:
            args = {
                "types": _types(yardstick.pack, needs.follow_up_of),
                "at_least": needs.follow_up_at_least,
            }
            lacks.append(Lack("lack.follow-up", args))
    return lacks


def _bundle_lack(name: str, supports: Iterable[Support], pack: Pack) -> Lack:
    """What the most complete bundle still lacks."""
    members = pack.bundles[name]
    gaps = [sorted(members - {p.type for p in s.papers}) for s in supports] or [sorted(members)]
    best = min(gaps, key=lambda gap: (len(gap), gap))
    return Lack("lack.bundle", {"bundle": name, "types": _types(pack, best)})


def _absent(group: str, amount: int | Fraction) -> Lack:
    if isinstance(amount, int):
        return Lack(f"lack.{group}", {"at_least": amount})
    return Lack(f"lack.{group}-share", {"at_least": amount})


def _participates(wanted: Mapping[str, int | Fraction], support: Support) -> bool:
    records = [support.evidence.attendance, *(p.attendance for p in support.papers)]
    return any(r is not None and _attended(wanted, r) for r in records)


def _attended(wanted: Mapping[str, int | Fraction], record: Attendance) -> bool:
    """Whole numbers are persons; fractions are shares of those invited."""
    for group, amount in wanted.items():
        present = record.commissioner if group == "commissioner" else record.secretariat
        if present is None:
            return False
        if isinstance(amount, int):
            if present < amount:
                return False
        elif not record.invited or Fraction(present, record.invited) < amount:
            return False
    return True


def _is_followed(support: Support, paper: Paper, followed: Collection[str]) -> bool:
    name = support.evidence.id
    return f"{name}#{paper.id}" in followed or name in followed


def _types(pack: Pack, names: Iterable[str]) -> list[Bilingual]:
    return [pack.types[name].label for name in names]
