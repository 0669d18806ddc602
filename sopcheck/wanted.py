"""What evidence would have to be added for an item to show a level, and the office with it added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from sopcheck.coverage import due_parts, within
from sopcheck.model.action import WantedFile, WantedPaper, WantedRun
from sopcheck.model.document import Document
from sopcheck.model.evidence import Attendance, Evidence, Paper
from sopcheck.model.execution import Conduct
from sopcheck.model.ground import Ground
from sopcheck.model.period import Period, parse_period
from sopcheck.model.rules import Item, Needs, Pack, Ratio, Runs
from sopcheck.model.sop import in_force
from sopcheck.model.standing import Shown, Standing, Support
from sopcheck.model.yardstick import Yardstick
from sopcheck.needs import accepted, missing, ratio_shown, runs_shown
from sopcheck.standings import shown_by, sound_supports

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Trial:
    """An office's evidence for one item as it would be: more files, more papers in files, more runs.

    `mended` takes every rejected document as sound; `claim` is what is answered then, if that changed.
    """

    mended: bool = False
    files: tuple[WantedFile, ...] = ()
    runs: tuple[WantedRun, ...] = ()
    claim: Fraction | None = None

    def with_more(self, files: Sequence[WantedFile], runs: Sequence[WantedRun]) -> Trial:
        """The trial with more evidence added."""
        return replace(self, files=(*self.files, *files), runs=(*self.runs, *runs))


def retried(standing: Standing, ground: Ground, trial: Trial) -> Shown:
    """The level that an item's evidence would show."""
    supports, yardstick = _as_tried(standing, ground, trial)
    return shown_by(
        standing.item, tuple(supports), standing.blocked, replace(ground, strict=yardstick)
    )


def wanted_for(
    standing: Standing, needs: Needs, ground: Ground, trial: Trial
) -> tuple[list[WantedFile], list[WantedRun]] | None:
    """What `needs` still lack; None where adding evidence does not help, or nothing is due yet."""
    item = standing.item
    supports, yardstick = _as_tried(standing, ground, trial)
    kept = [s for s in accepted(item, supports, yardstick.pack) if s.papers]
    files: list[WantedFile] = []
    runs: list[WantedRun] = []
    counts: dict[str, int] | None = {}
    if needs.ratio is not None:
        counts = _counts_for(needs.ratio, supports, yardstick, needs.ratio.at_least or Fraction(1))
        if counts is None:
            return None
    if needs.executions is not None:
        found = _runs_for(needs.executions, item, ground, yardstick)
        if found is None:
            return None
        runs += found
    scopes = [yardstick.year] if needs.every is None else _open_parts(needs, kept, yardstick)
    if scopes is None:
        return None
    for scope in scopes:
        covering = kept if needs.every is None else within(kept, scope)
        if missing(needs, covering, yardstick):
            files.append(_file_for(item, needs, scope, covering, yardstick))
    if counts and files and files[0].into is None:
        files[0] = replace(files[0], counts=counts)
    elif counts:
        files.append(_counted(item, counts, yardstick))
    return files, runs


def wanted_counts(
    standing: Standing, ratio: Ratio, ground: Ground, trial: Trial
) -> list[WantedFile] | None:
    """The counts that would show the claimed percentage, where there are none at all; else None."""
    supports, yardstick = _as_tried(standing, ground, trial)
    counts = _counts_for(ratio, supports, yardstick, standing.claimed or Fraction(0))
    return [_counted(standing.item, counts, yardstick)] if counts else None


def _as_tried(standing: Standing, ground: Ground, trial: Trial) -> tuple[list[Support], Yardstick]:
    """The supports of an item with what a trial adds, and what they are measured against."""
    candidates = standing.candidates
    supports = list(
        candidates if trial.mended else sound_supports(standing.item, candidates, ground)
    )
    acted = {p.follows_up for s in candidates for p in s.papers if p.follows_up and trial.mended}
    for number, file in enumerate(trial.files):
        added = _evidence(standing.item, file, number)
        if file.into is None:
            supports.append(Support(added, added.papers))
        supports = [
            Support(s.evidence, (*s.papers, *added.papers), s.sound)
            if s.evidence.id == file.into
            else s
            for s in supports
        ]
        acted |= {
            f"{file.into or added.id}{p.follows_up}" if p.follows_up[0] == "#" else p.follows_up
            for p in added.papers
            if p.follows_up
        }
    strict = ground.strict
    runs = (
        Conduct(r.sop, standing.item.area, None, parse_period(r.period), conforms=True)
        for r in trial.runs
    )
    return supports, replace(
        strict,
        followed=frozenset({*strict.followed, *acted}),
        firmly_followed=None
        if strict.firmly_followed is None
        else frozenset({*strict.firmly_followed, *acted}),
        conducts=(*strict.conducts, *runs),
    )


def _evidence(item: Item, file: WantedFile, number: int) -> Evidence:
    """A file as if it had been written, its papers named by their places in it."""
    attendance = None
    if file.attendance is not None:
        persons = {
            group: amount if isinstance(amount, int) else ceil(amount * _HUNDRED)
            for group, amount in file.attendance.items()
        }
        attendance = Attendance(persons.get("commissioner"), persons.get("secretariat"), _HUNDRED)
    return Evidence(
        document=Document("", 0, {}),
        id=f"+{number}",
        area=item.area,
        items=(item.id,),
        period=parse_period(file.period),
        sop=None,
        runs=(),
        bundle=None,
        attendance=attendance,
        counts=file.counts,
        nil=False,
        about=(),
        papers=tuple(_paper(i, paper) for i, paper in enumerate(file.papers)),
    )


def _paper(index: int, wanted: WantedPaper) -> Paper:
    return Paper(
        index=index,
        id=str(index),
        type=wanted.type,
        title=None,
        items=(),
        number=None,
        date=None,
        own_period=None,
        signed=True,
        status="final",
        signed_by=None,
        issuer=None,
        file="",
        sha256=None,
        url=None,
        follows_up=wanted.follows,
        attendance=None,
    )


def _open_parts(
    needs: Needs, supports: Sequence[Support], yardstick: Yardstick
) -> list[Period] | None:
    """The sub-periods to be covered yet, the earliest first; None while none is due."""
    due = due_parts(yardstick.year, needs.every or "year", yardstick.as_of, yardstick.pack.grace)
    if not due:
        return None
    uncovered = [p for p in due if missing(needs, within(supports, p), yardstick)]
    asked = ceil(needs.coverage * len(due)) - (len(due) - len(uncovered))
    return uncovered[: max(asked, 0)]


def _counts_for(
    ratio: Ratio, supports: Iterable[Support], yardstick: Yardstick, share: Fraction
) -> dict[str, int] | None:
    """Counts that give `share`; none needed: empty. None where the counts themselves say less."""
    known, lack = ratio_shown(ratio, supports, yardstick.illegible)
    if lack is None and known >= share:
        return {}
    if lack is None or lack.message != "lack.counts":
        return None
    if ratio.decrease:
        return {ratio.of: share.denominator, ratio.to: share.denominator - share.numerator}
    return {ratio.of: share.numerator, ratio.to: share.denominator}


def _counted(item: Item, counts: Mapping[str, int], yardstick: Yardstick) -> WantedFile:
    return WantedFile(yardstick.year.name, (WantedPaper(min(item.accepts)),), counts=counts)


def _runs_for(
    wanted: Runs, item: Item, ground: Ground, yardstick: Yardstick
) -> list[WantedRun] | None:
    """Runs in sub-periods that have none; None where runs that deviate stand in the way."""
    due = runs_shown(wanted, item.area, yardstick)
    if not due or yardstick.illegible is not None:
        return None
    kept = sum(1 for _, inside in due if inside and all(c.conforms for c in inside))
    empty = [part for part, inside in due if not inside]
    asked = max(ceil(wanted.conforming * len(due)) - kept, 0)
    sops = (*ground.context.sops, *ground.context.generic)
    fitting = (
        s for s in sops if wanted.of in ("any", s.id) or (wanted.of, s.area) == ("area", item.area)
    )
    sop = next((s.id for s in fitting if in_force([s], yardstick.as_of)), None)
    if asked > len(empty) or (asked and sop is None):
        return None
    return [WantedRun(sop or "", part.name) for part in empty[:asked]]


def _file_for(
    item: Item, needs: Needs, scope: Period, supports: Sequence[Support], yardstick: Yardstick
) -> WantedFile:
    """One evidence file with all that `needs` lack in a scope, or papers for a bundle that is begun."""
    types = [p.type for s in supports for p in s.papers]
    papers = [WantedPaper(name) for name in needs.all_of if name not in types]
    if needs.any_of and not {*types, *(p.type for p in papers)} & {*needs.any_of}:
        papers.append(WantedPaper(needs.any_of[0]))
    if needs.count_of:
        present = sum(1 for name in types if name in needs.count_of)
        present += sum(1 for p in papers if p.type in needs.count_of)
        papers += [WantedPaper(needs.count_of[0])] * max(needs.count_at_least - present, 0)
    into, attendance = None, None
    if needs.bundle or needs.participation:
        into, attendance = _group(needs, supports, yardstick, papers)
    if needs.follow_up_of:
        _follow_up(item, needs, supports, yardstick, papers)
    if not papers:
        papers.append(
            WantedPaper(next(iter((*needs.any_of, *needs.all_of, *sorted(item.accepts)))))
        )
    return WantedFile(scope.name, tuple(papers), into, attendance)


def _group(
    needs: Needs, supports: Sequence[Support], yardstick: Yardstick, papers: list[WantedPaper]
) -> tuple[str | None, Mapping[str, int | Fraction] | None]:
    """Papers of a bundle, added to `papers`: (the file they are for, who has to attend)."""
    members = yardstick.pack.bundles[needs.bundle] if needs.bundle else frozenset()
    alone = replace(needs, all_of=(), any_of=(), count_of=(), follow_up_of=(), every=None)
    if not missing(alone, supports, yardstick):
        return None, None
    begun = replace(alone, bundle=None)
    for support in sorted(supports, key=lambda s: len(members - {p.type for p in s.papers})):
        own = {p.type for p in support.papers}
        if own & members and not missing(begun, [support], yardstick) and not papers:
            papers += [WantedPaper(name) for name in sorted(members - own)]
            return support.evidence.id, None
    papers += [WantedPaper(name) for name in sorted(members - {p.type for p in papers})]
    return None, needs.participation


def _follow_up(
    item: Item,
    needs: Needs,
    supports: Sequence[Support],
    yardstick: Yardstick,
    papers: list[WantedPaper],
) -> None:
    """Add follow-ups, of papers there are first, then of papers to be added."""
    acting = _acting_type(item, yardstick.pack)
    own = [(s, p) for s in supports for p in s.papers if p.type in needs.follow_up_of]
    names = [(s.evidence.id, f"{s.evidence.id}#{p.id}") for s, p in own]
    unfollowed = [n for file, n in names if not {file, n} & {*yardstick.followed}]
    asked = needs.follow_up_at_least - (len(names) - len(unfollowed))
    new = [f"#{i}" for i, p in enumerate(papers) if p.type in needs.follow_up_of]
    for name in [*unfollowed, *new][: max(asked, 0)]:
        papers.append(WantedPaper(acting, name))  # noqa: PERF401  # the slice must not see it
    for _ in range(asked - len(unfollowed) - len(new)):
        papers.append(WantedPaper(needs.follow_up_of[0]))
        papers.append(WantedPaper(acting, f"#{len(papers) - 1}"))


def _acting_type(item: Item, pack: Pack) -> str:
    """The type of paper that acts upon a report: one that the item accepts, else the pack's first."""
    acting = [kind.id for kind in pack.types.values() if kind.acts_upon]
    return next((name for name in acting if name in item.accepts), acting[0])
