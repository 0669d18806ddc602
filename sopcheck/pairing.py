"""The moves of an alignment, each with the other half of what went wrong.

For each step the k-th skip belongs with the k-th extra event of it: done out of order. An event of an
unknown step belongs with the skipped step whose name it probably misspells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sopcheck.align import Move
from sopcheck.model.execution import StepMove
from sopcheck.spelling import closest


def paired(moves: Iterable[Move], known: Collection[str]) -> tuple[StepMove, ...]:
    """The moves in their order; `known` are the ids of the SOP's steps."""
    listed = list(moves)
    partners: set[int] = set()
    for step in {move.step for move in listed if move.kind == "skip"}:
        for pair in zip(
            _places(listed, "skip", step), _places(listed, "extra", step), strict=False
        ):
            partners.update(pair)
    twins = _twins(listed, known, partners)
    return tuple(
        StepMove(move.kind, move.step, move.event, i in partners, twins.get(i))
        for i, move in enumerate(listed)
    )


def _places(moves: list[Move], kind: str, step: str) -> list[int]:
    return [i for i, move in enumerate(moves) if move.kind == kind and move.step == step]


def _twins(moves: list[Move], known: Collection[str], partners: set[int]) -> dict[int, str]:
    """By the places of misspelt events the steps meant, by those of their skips the names used."""
    twins: dict[int, str] = {}
    for i, move in enumerate(moves):
        if move.kind != "extra" or move.step in known:
            continue
        meant = closest(move.step, known)
        if meant is None:
            continue
        free = (k for k in _places(moves, "skip", meant) if k not in partners and k not in twins)
        skip = next(free, None)
        if skip is not None:
            twins |= {i: meant, skip: move.step}
    return twins
