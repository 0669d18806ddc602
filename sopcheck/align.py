"""The optimal alignment of a trace with a graph of steps; knows nothing else of the project.

A run of the graph is any path from its first step to END. In a state (events consumed, last step)
a move is `sync` (the next event is a successor), `extra` (the event is no legal move, cost 1) or
`skip` (a successor without an event, cost 1). An alignment is a cheapest sequence of moves that
consumes the trace and reaches END; of equal ones exactly one is given: among the moves that keep the
remaining cost minimal the first of sync, extra, skip, successors in written order.

Remaining costs come from the distances between steps. From step `s` with events left, the next event
`e` is either extra, or met after skipping the shortest way to it. Events made extra after some skips
need no case of their own: they could have been extra before them at the same cost. So a trace of n
events over a graph of m steps takes n × m small sums. Costs as in the alignments of process mining
(Adriansyah, 2014), with unit costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

END = "end"
_NEVER = 1 << 30

MoveKind = Literal["sync", "extra", "skip"]
Flow = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One move. `step` is the step or, for an extra event, what it says; `event` its index."""

    kind: MoveKind
    step: str
    event: int | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """The moves and how many of them are skips and extras."""

    moves: tuple[Move, ...]
    cost: int


def align(trace: Sequence[str], flow: Flow, *, is_open: bool = False) -> Alignment:
    """The alignment of a trace with a flow: steps with their successors, the first step first.

    `is_open` aligns to any prefix of a run. Equal traces of one flow are aligned once. Raises
    ValueError where no run exists: END cannot be reached from the first step. Every target must be a
    step or END.
    """
    return _align(tuple(trace), flow, is_open)


def shortest(flow: Flow) -> int:
    """The number of steps on the shortest run. Raises ValueError where there is none."""
    steps = _graph(flow).to_end[0]
    if steps >= _NEVER:
        raise ValueError(flow)
    return steps


class _Graph:
    """A flow with numbered steps; number 0 is before the first.

    `before[e][s]` counts the steps skipped on the shortest way from just after `s` to doing `e`;
    `to_end[s]` those from just after `s` to END.
    """

    def __init__(self, flow: Flow) -> None:
        self.names = [name for name, _ in flow]
        self.number = {name: i for i, name in enumerate(self.names, 1)}
        self.successors: list[list[int]] = [[1]]
        self.ends = [False]
        for _, targets in flow:
            self.successors.append([self.number[t] for t in targets if t != END])
            self.ends.append(END in targets)
        count = len(self.successors)
        self.sources: list[list[int]] = [[] for _ in range(count)]
        for step, targets_of in enumerate(self.successors):
            for target in targets_of:
                self.sources[target].append(step)
        self.to_end = self._distances([s for s in range(count) if self.ends[s]])
        self.before = [self._distances(self.sources[step]) for step in range(count)]

    def _distances(self, starts: list[int]) -> list[int]:
        """For every step the fewest edges to one of `starts`."""
        found = [_NEVER] * len(self.successors)
        layer, distance = list(starts), 0
        while layer:
            following = []
            for step in layer:
                if found[step] == _NEVER:
                    found[step] = distance
                    following += self.sources[step]
            layer, distance = following, distance + 1
        return found


@lru_cache(maxsize=4096)
def _graph(flow: Flow) -> _Graph:
    return _Graph(flow)


@lru_cache(maxsize=16384)
def _align(trace: tuple[str, ...], flow: Flow, is_open: bool) -> Alignment:  # noqa: FBT001
    graph = _graph(flow)
    events = [graph.number.get(name, 0) for name in trace]
    return _straight(events, trace, graph, is_open=is_open) or _cheapest(
        events, trace, graph, is_open=is_open
    )


def _straight(
    events: list[int], trace: tuple[str, ...], graph: _Graph, *, is_open: bool
) -> Alignment | None:
    """The alignment of a run that conforms: every event a legal move."""
    step = 0
    for event in events:
        if event not in graph.successors[step]:
            return None
        step = event
    if not (graph.ends[step] or (is_open and graph.to_end[step] < _NEVER)):
        return None
    return Alignment(tuple(Move("sync", name, i) for i, name in enumerate(trace)), 0)


def _cheapest(
    events: list[int], trace: tuple[str, ...], graph: _Graph, *, is_open: bool
) -> Alignment:
    remaining = _remaining(events, graph, is_open=is_open)
    cost = remaining[0][0]
    if cost >= _NEVER:
        raise ValueError(graph.names)
    moves: list[Move] = []
    step, at, left = 0, 0, cost
    while at < len(events) or not (is_open or graph.ends[step]):
        following = graph.successors[step]
        if at < len(events):
            event = events[at]
            if event in following and remaining[at + 1][event] == left:
                moves.append(Move("sync", trace[at], at))
                step, at = event, at + 1
                continue
            left -= 1
            if remaining[at + 1][step] == left:
                moves.append(Move("extra", trace[at], at))
                at += 1
                continue
        else:
            left -= 1
        step = next(target for target in following if remaining[at][target] == left)
        moves.append(Move("skip", graph.names[step - 1], None))
    return Alignment(tuple(moves), cost)


def _remaining(events: list[int], graph: _Graph, *, is_open: bool) -> list[list[int]]:
    """The cheapest way to the end from every state: by events consumed, then by last step."""
    layer = [0 if is_open and left < _NEVER else left for left in graph.to_end]
    layers = [layer]
    for event in reversed(events):
        if event:
            met = layer[event]
            layer = [
                min(left + 1, ahead + met)
                for left, ahead in zip(layer, graph.before[event], strict=True)
            ]
        else:
            layer = [left + 1 for left in layer]
        layers.append(layer)
    layers.reverse()
    return layers
