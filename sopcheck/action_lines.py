"""Next actions -> lines of the report: what to do, in words, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sopcheck.actions import next_actions
from sopcheck.locate import say
from sopcheck.model.action import Action, Climb, WantedFile
from sopcheck.model.action_lines import (
    ActionLine,
    ClimbLine,
    ClimbStep,
    WantedFileLine,
    WantedPaperLine,
    WantedRunLine,
)
from sopcheck.model.finding import Bilingual
from sopcheck.model.result import OfficeResult
from sopcheck.model.rules import Pack
from sopcheck.rejections import rejections
from sopcheck.rounding import rounded
from sopcheck.rulebook import Rulebook
from sopcheck.words import clean


def plan_of(
    result: OfficeResult, rulebook: Rulebook
) -> tuple[tuple[ActionLine, ...], ClimbLine | None]:
    """The next actions of a judged office, and its way to the next category."""
    if not result.assessed or result.ground is None:
        return (), None
    actions, climb = next_actions(result.standings, result.ground, rulebook)
    lines = tuple(_line(action, result, rulebook.pack) for action in actions)
    return lines, _climb_line(climb)


def _climb_line(climb: Climb | None) -> ClimbLine | None:
    if climb is None:
        return None
    return ClimbLine(
        category=climb.category,
        gap=rounded(climb.gap) or 0.0,
        gain=rounded(sum((s.gain for s in climb.steps), Fraction(0))) or 0.0,
        steps=tuple(ClimbStep(s.item, clean(s.before), clean(s.after)) for s in climb.steps),
        at_least=climb.at_least,
    )


def _line(action: Action, result: OfficeResult, pack: Pack) -> ActionLine:
    papers, codes = _mended(action, result)
    return ActionLine(
        item=action.item,
        area=action.area,
        kind=action.kind,
        before=clean(action.before),
        after=clean(action.after),
        gain=rounded(action.gain) or 0.0,
        answer=action.answer,
        files=tuple(map(_file, action.files)),
        runs=tuple(WantedRunLine(run.sop, run.period) for run in action.runs),
        mend=papers,
        codes=codes,
        rules=action.rules,
        steps=tuple(_steps(action, papers, codes, pack)),
    )


def _file(file: WantedFile) -> WantedFileLine:
    attendance = None
    if file.attendance is not None:
        attendance = {
            group: amount if isinstance(amount, int) else float(amount)
            for group, amount in file.attendance.items()
        }
    return WantedFileLine(
        period=file.period,
        into=file.into,
        papers=tuple(WantedPaperLine(p.type, p.follows) for p in file.papers),
        attendance=attendance,
        counts=file.counts,
    )


def _mended(action: Action, result: OfficeResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The documents to be mended, and the codes of their errors."""
    if not action.mends:
        return (), ()
    standing = next(s for s in result.standings if s.item.id == action.item)
    found = list(rejections(result, standing))
    codes = sorted({j.code for _, _, errors in found for j in errors})
    return tuple(f"{evidence.id}#{paper.id}" for evidence, paper, _ in found), tuple(codes)


def _steps(
    action: Action, papers: tuple[str, ...], codes: tuple[str, ...], pack: Pack
) -> Iterator[Bilingual]:
    """What to do, sentence by sentence."""
    if action.mends:
        yield say("action.mend", papers=list(papers), codes=list(codes))
    for file in action.files:
        yield from _file_steps(file, pack)
    for run in action.runs:
        yield say("action.run", sop=run.sop, period=run.period)
    titles = {rule.code: rule.title for rule in pack.areas[action.area].rules}
    for code in action.rules:
        yield say("action.rule", code=code, rule=titles[code])
    if action.answer is not None:
        yield say("action.answer", item=action.item, answer=action.answer)


def _file_steps(file: WantedFile, pack: Pack) -> Iterator[Bilingual]:
    own = [pack.types[p.type].label for p in file.papers if p.follows is None]
    if own:
        message = "action.add" if file.into is None else "action.complete"
        yield say(message, types=own, period=file.period, file=file.into)
    for paper in file.papers:
        if paper.follows is not None:
            is_new = paper.follows.startswith("#")
            name = (
                pack.types[file.papers[int(paper.follows[1:])].type].label
                if is_new
                else paper.follows
            )
            yield say("action.follow-up", paper=name)
    for group, amount in (file.attendance or {}).items():
        message = f"action.attend-{group}"
        yield say(message if isinstance(amount, int) else f"{message}-share", amount=amount)
    if file.counts is not None:
        counts = [f"{name}: {count}" for name, count in file.counts.items()]
        yield say("action.counts", counts=counts)
