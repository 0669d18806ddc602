"""Shares in whole percent and their bands: the same in every format."""

from __future__ import annotations

from math import floor

LEAST = (0.90, 0.75, 0.60, 0.40, 0.0)  # the least share of a band; the first is the best
_PERCENT = 100


def band_of(share: float) -> int:
    """The band of a share, from 0 (best) to 4."""
    return next((i for i, least in enumerate(LEAST) if share >= least), len(LEAST) - 1)


def ranges() -> tuple[str, ...]:
    """What the bands mean, in whole percent, the best first."""
    floors = [round(least * _PERCENT) for least in LEAST]
    tops = [_PERCENT, *(least - 1 for least in floors[:-1])]
    return tuple(f"{low}–{high}" for low, high in zip(floors, tops, strict=True))


def in_percent(share: float) -> float:
    """A share in percent without the dust of binary fractions: 0.29 is 29, not 28.999…."""
    return round(share * _PERCENT, 6)


def whole_percent(share: float) -> int:
    """Whole percent, rounded down: 100 means all of it."""
    return floor(in_percent(share))
