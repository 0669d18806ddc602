"""The bands of a share of the maximum: the same on every heat map."""

from __future__ import annotations

LEAST = (0.90, 0.75, 0.60, 0.40, 0.0)  # the least share of a band; the first is the best
_PERCENT = 100


def band_of(share: float) -> int:
    """The band of a share, from 0 (best) to 4."""
    return next((i for i, least in enumerate(LEAST) if share >= least), len(LEAST) - 1)


def ranges() -> tuple[str, ...]:
    """What the bands mean, in whole percent, the best first."""
    floors = [round(least * _PERCENT) for least in LEAST]
    tops = [_PERCENT, *(floor - 1 for floor in floors[:-1])]
    return tuple(f"{low}–{high}" for low, high in zip(floors, tops, strict=True))
