"""The report as Markdown, for a comment on a merge request: short, most severe first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sopcheck.report.bands import whole_percent
from sopcheck.report.closing import closing
from sopcheck.report.execution_words import deviations_of, worst_first
from sopcheck.report.markdown_findings import finding_blocks
from sopcheck.report.markdown_text import code, escaped, fitted
from sopcheck.words import words

if TYPE_CHECKING:
    from sopcheck.model.report import OfficeLine, Report
    from sopcheck.report import View
    from sopcheck.words import Words

LIMIT = 60_000  # characters; GitHub refuses a comment beyond 65,536
_NAME, _TITLE, _TEXT = 60, 200, 500
_OFFICES = 60
_ACTIONS = 5
_SOPS = 5
_FEW_ACTIONS = 3
_FEW_OFFICES = 5


def render(report: Report, view: View) -> bytes:
    """UTF-8 Markdown of at most LIMIT characters. Paths begin with the view's prefix."""
    says = words(view.lang)
    before = [*_head(report, says), *_scores(report, says), *_executions(report, says)]
    before += _figures(report, view, says)
    after = [*_actions(report, says), *_next(report, view, says)]
    used = sum(len(block) + 2 for block in (*before, *after))
    found = finding_blocks(report, view, says, LIMIT - used)
    blocks = [*before, *found, *after]
    return ("\n\n".join(blocks) + "\n").encode(errors="backslashreplace")


def _head(report: Report, says: Words) -> Iterator[str]:
    """The verdict, the label, what was judged and for when, and what makes it fail."""
    verdict = "markdown.failed" if report.verdict.exit else "markdown.passed"
    if not report.verdict.decides:
        verdict = "markdown.judged"
    yield f"## {says.say(verdict)}"
    if report.label:
        yield f"**{fitted(report.label, _TITLE)}**"
    parts = [
        fitted(report.pack.title.of(says.lang), _TITLE),
        says.say("report.year", year=str(report.period)),
        says.say("report.as-of", day=date.fromisoformat(report.as_of)),
        f"sopcheck {escaped(report.tool['version'])}",
    ]
    yield " · ".join(parts)
    yield _threshold(report, says)


def _threshold(report: Report, says: Words) -> str:
    grade, least = report.verdict.fail_on, report.verdict.min_score
    said = "markdown.never" if grade == "never" else f"markdown.fails-on-{grade}"
    parts = [says.say(said)]
    if least is not None:
        parts.append(says.say("markdown.least", least=says.decimal(least, 1)))
    return f"{says.say('markdown.threshold')} {'; '.join(parts)}"


def _scores(report: Report, says: Words) -> Iterator[str]:
    """Office × area in percent for several offices, area by area for one."""
    offices = [o for o in report.offices if o.level != "provinsi"]
    if not offices:
        return
    yield f"### {says.say('report.heat-map')}"
    if len(offices) == 1:
        yield _one_office(report, offices[0], says)
        return
    shown = offices
    if len(offices) > _OFFICES:
        lowest = sorted(offices, key=lambda o: (o.score.ratio is None, o.score.ratio, o.code))
        shown = lowest[:_OFFICES]
    yield _several(report, shown, says)
    if len(shown) < len(offices):
        rest = says.count("n.offices", len(offices) - len(shown))
        yield says.say("markdown.more-offices", rest=rest)
    if any(o.score.supported is None for o in shown):
        yield f"_{says.say('report.dash-means')}_"


def _one_office(report: Report, office: OfficeLine, says: Words) -> str:
    names = {a.area: a.name.of(says.lang) for a in report.areas}
    heads = ["claimed", "supported", "of-maximum"]
    rows = [
        [
            fitted(names[a.area], _NAME),
            *(says.points(p) for p in (a.claimed, a.supported, a.maximum)),
            _share(a.ratio),
        ]
        for a in office.areas
    ]
    titles = [says.say(f"report.{head}") for head in heads]
    return _table([f"{office.code} {fitted(office.name, _NAME)}", *titles, "%"], rows)


def _several(report: Report, offices: Sequence[OfficeLine], says: Words) -> str:
    judged = {a.area for o in offices for a in o.areas}
    heads = [a for a in report.areas if a.area in judged]
    rows = []
    for office in offices:
        shares = {a.area: a.ratio for a in office.areas}
        cells = [_share(shares.get(head.area)) for head in heads]
        score = (office.score.supported, office.score.claimed)
        rank = "–" if office.rank is None else str(office.rank)
        name = f"{escaped(office.code)} {fitted(office.name.removeprefix('KPU '), _NAME)}"
        rows.append([name, *cells, *(says.points(p) for p in score), rank])
    titles = [says.say(f"report.{head}") for head in ("supported", "claimed", "rank")]
    shorts = [escaped(head.short) for head in heads]
    return _table([says.say("report.office"), *shorts, *titles], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _share(ratio: float | None) -> str:
    return "–" if ratio is None else str(whole_percent(ratio))


def _executions(report: Report, says: Words) -> Iterator[str]:
    """The SOPs that are followed least: runs that conform, and where the others deviate."""
    rows = []
    for line in worst_first(report.procedures)[:_SOPS]:
        if line.conforming == line.assessed:
            continue
        conforming = f"{line.conforming}/{line.assessed}"
        where = fitted(deviations_of(line), _TITLE)
        rows.append([code(line.sop, _NAME), conforming, _share(line.share), where])
    if rows:
        yield f"### {says.say('report.executions')}"
        titles = [says.say(f"report.{name}") for name in ("sop", "conforming")]
        yield _table([*titles, "%", says.say("report.deviation")], rows)


def _figures(report: Report, view: View, says: Words) -> Iterator[str]:
    """Counts, scores and what was not assessed, as the terminal closes with them."""
    lines = [_plain(paragraph) for paragraph in closing(report, says, view.command)]
    rows = [f"- {fitted(line, _TEXT)}" for line in lines[:-1]]  # the last is the next command
    if report.baselined:
        rows.insert(1, f"- {says.count('markdown.baselined', len(report.baselined))}")
    yield "\n".join(rows)


def _plain(paragraph: Sequence[str | tuple[str, str]]) -> str:
    return "".join(part if isinstance(part, str) else part[0] for part in paragraph)


def _actions(report: Report, says: Words) -> Iterator[str]:
    """What to do first: for one office, for each of a few, else the items that most offices miss."""
    offices = [o for o in report.offices if o.next_actions]
    if len(offices) > _FEW_OFFICES:
        yield from _missed(report, says)
        return
    most = _ACTIONS if len(offices) == 1 else _FEW_ACTIONS
    for office in offices:
        yield f"### {fitted(says.say('report.next-actions', office=office.name), _TITLE)}"
        rows = []
        for rank, action in enumerate(office.next_actions[:most], 1):
            steps = fitted("; ".join(step.of(says.lang) for step in action.steps), _TEXT)
            change = escaped(f"{action.item} {action.before} → {action.after}")
            rows.append(f"{rank}. **{change}** (+{says.decimal(action.gain)}): {steps}")
        yield "\n".join(rows)


def _missed(report: Report, says: Words) -> Iterator[str]:
    questions = {i.item: i.question.of(says.lang) for i in report.items}
    rows = [
        f"- **{escaped(m.item)}** {m.offices}/{m.applicable}: {fitted(questions[m.item], _TITLE)}"
        for m in report.summary.missed_items[:_ACTIONS]
    ]
    if rows:
        yield f"### {says.say('report.missed-items')}"
        yield "\n".join(rows)


def _next(report: Report, view: View, says: Words) -> Iterator[str]:
    *_, last = closing(report, says, view.command)
    command = last[-1]
    text = command if isinstance(command, str) else command[0]
    yield f"{says.say('report.next')} {code(text, _TITLE)}"
