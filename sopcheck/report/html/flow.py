"""A run drawn on its SOP's lanes, as PermenPANRB 35/2012 draws SOPs: a row a step, a column a role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from sopcheck.model.sop import END
from sopcheck.report.execution_words import drawn_moves, late_words, undrawn, what

if TYPE_CHECKING:
    from sopcheck.model.execution_lines import ExecutionLine, MoveLine
    from sopcheck.model.report import SopLine, StepLine
    from sopcheck.words import Words

# Lengths in the drawing's own units, one a CSS pixel at full size.
ACTIVITY = 232
LANE = 122
STATUS = 236
NODE_WIDTH = 60
NODE_HEIGHT = 28
_LINE = 14
_PADDING = 30
_ROW = 58
_HEAD_PADDING = 18
_ARROW = 4

MARKS = {
    "done": "✔",
    "late": "◷",
    "skip": "✘",
    "extra": "+",
    "moved": "⇄",
    "due": "○",
    "wrong": "!",
}


class Node(NamedTuple):
    """A symbol in a lane; `shape` is terminal (where the flow begins or ends), step or decision."""

    x: float
    shape: str


class Lane(NamedTuple):
    """A column with its role's title."""

    x: float
    lines: tuple[str, ...]


class Link(NamedTuple):
    """An arrow from the row above, with the decision that leads along it."""

    path: str
    head: str
    label: str
    x: float
    y: float


class FlowRow(NamedTuple):
    """A move: done, late, skip, extra, moved (done elsewhere), due (its place in the order), or wrong.

    What is wrong is neither order nor time: `told` names the codes.
    """

    number: int
    y: float
    height: float
    state: str
    activity: tuple[str, ...]
    nodes: tuple[Node, ...]
    link: Link | None
    status: tuple[str, ...]
    step: str
    told: str


class Flow(NamedTuple):
    """The drawing."""

    width: float
    height: float
    head: float
    lanes: tuple[Lane, ...]
    rows: tuple[FlowRow, ...]
    told: str


def flow(run: ExecutionLine, sop: SopLine, titles: Mapping[str, str], words: Words) -> Flow:
    """Lay out the moves of a run in their order."""
    steps = {step.id: step for step in sop.steps}
    moves = drawn_moves(run)
    roles = _lanes(moves, sop.steps)
    lanes = tuple(
        Lane(ACTIVITY + LANE * i, _wrapped(titles.get(role, role), 16, 6))
        for i, role in enumerate(roles)
    )
    head = _HEAD_PADDING + _LINE * max((len(lane.lines) for lane in lanes), default=1)
    told_of = _Telling(run, words)
    rows: list[FlowRow] = []
    top: float = head
    for number, move in enumerate(moves, 1):
        step = steps.get(move.step)
        state, told = told_of(move)
        activity = _wrapped(step.activity if step else move.step, 28, 4)
        status = _wrapped(told, 33, 4)
        height = max(_ROW, _LINE * max(len(activity), len(status)) + _PADDING)
        ends = number == len(moves) and step is not None and END in step.targets
        nodes = _nodes(move, step, roles, is_terminal=number == 1 or ends)
        link = None
        if rows and rows[-1].nodes and nodes:
            label = _label(steps.get(rows[-1].step), move.step)
            link = _link(rows[-1], nodes[0], top + height / 2, label)
        rows.append(
            FlowRow(number, top, height, state, activity, nodes, link, status, move.step, told)
        )
        top += height
    width = ACTIVITY + LANE * len(lanes) + STATUS
    told = "; ".join(f"{row.number}. {row.step}: {_named(row.state, words)}" for row in rows)
    return Flow(width, top + 1, head, lanes, tuple(rows), told)


def _named(state: str, words: Words) -> str:
    return words.say(f"html.state.{state}")


def _lanes(moves: Sequence[MoveLine], steps: Sequence[StepLine]) -> list[str]:
    """The roles of the SOP in the order of its steps, then others that acted."""
    found = [role for step in steps for role in step.roles]
    found += [role for move in moves for role in move.roles]
    return list(dict.fromkeys(found))


class _Telling:
    """The state of each move of a run, and what was done, in words."""

    def __init__(self, run: ExecutionLine, words: Words) -> None:
        self._words = words
        self._late = {line.event: line for line in run.late if line.event is not None}
        self._codes: dict[int, list[str]] = {}
        for found in undrawn(run):
            if found.event is not None and found.step is not None:
                self._codes.setdefault(found.event, []).append(found.code)

    def __call__(self, move: MoveLine) -> tuple[str, str]:
        late = None if move.event is None else self._late.get(move.event)
        codes = [] if move.event is None else self._codes.get(move.event, [])
        told = [what(move, self._words)]
        if late is not None:
            in_words = late_words(late, self._words)
            told.append(f"{self._words.say('html.state.late')}: {in_words}")
        text = " · ".join(part for part in (*told, *codes) if part)
        if move.move == "skip":
            return ("due" if move.is_paired else "skip"), text
        if move.move == "extra":
            return ("moved" if move.is_paired else "extra"), text
        return "late" if late is not None else "wrong" if codes else "done", text


def _nodes(
    move: MoveLine, step: StepLine | None, roles: Sequence[str], *, is_terminal: bool
) -> tuple[Node, ...]:
    """A symbol in every lane that acted, or should have."""
    acting = move.roles or (step.roles if step else ())
    shape = "terminal" if is_terminal else "step"
    if step is not None and step.decision:
        shape = "decision"
    xs = sorted({ACTIVITY + LANE * roles.index(role) + LANE / 2 for role in acting})
    return tuple(Node(x, shape) for x in xs)


def _label(before: StepLine | None, step: str) -> str:
    """The answer of a decision that leads to a step."""
    decision = (before.decision if before is not None else None) or {}
    return next((label for label, target in decision.items() if target == step), "")


def _link(above: FlowRow, node: Node, middle: float, label: str) -> Link:
    """Down, across halfway between the two symbols, and down again."""
    start = above.nodes[0].x, above.y + above.height / 2 + NODE_HEIGHT / 2
    end = node.x, middle - NODE_HEIGHT / 2
    turn = end[1] - 12
    path = f"M{start[0]:g} {start[1]:g}V{turn:g}H{end[0]:g}V{end[1]:g}"
    head = f"M{end[0]:g} {end[1]:g}l{-_ARROW} {-_ARROW * 2}h{_ARROW * 2}z"
    return Link(path, head, "".join(_wrapped(label, 18, 1)), start[0] + 6, start[1] + 10)


def _wrapped(text: str, width: int, lines: int) -> tuple[str, ...]:
    return tuple(wrap(text, width, max_lines=lines, placeholder="…")) or ("",)


def listed(run: ExecutionLine, words: Words) -> list[tuple[str, str, str]]:
    """The moves in words: state, step, what was done; for readers who do not see the drawing."""
    told_of = _Telling(run, words)
    found = []
    for move in drawn_moves(run):
        state, told = told_of(move)
        found.append((state, move.step, told))
    return found
