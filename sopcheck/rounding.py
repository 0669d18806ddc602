"""Exact fractions -> figures of the report; the only rounding there is."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

_PLACES = Decimal("0.0001")


def rounded(value: Fraction | None) -> float | None:
    """Four decimals, half to even."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(_PLACES, ROUND_HALF_EVEN))
