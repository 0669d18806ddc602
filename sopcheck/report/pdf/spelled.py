"""Whole numbers in words, as official dates write them."""

from __future__ import annotations

_ID = [
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
]
_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TEN = 10
_TWENTY = 20
_HUNDRED = 100
_THOUSAND = 1000


def spelled(number: int, lang: str) -> str:
    """A number from 0 to 9999 in words: dua ribu dua puluh dua, two thousand and twenty-two."""
    return _english(number) if lang == "en" else _indonesian(number)


def _indonesian(number: int) -> str:
    if number < len(_ID):
        return _ID[number]
    if number < _TWENTY:
        return f"{_ID[number - _TEN]} belas"
    size, name = _TEN, "puluh"
    if number >= _HUNDRED:
        size, name = (_THOUSAND, "ribu") if number >= _THOUSAND else (_HUNDRED, "ratus")
    count, rest = divmod(number, size)
    head = f"se{name}" if count == 1 else f"{_indonesian(count)} {name}"
    return f"{head} {_indonesian(rest)}" if rest else head


def _english(number: int) -> str:
    if number < _TWENTY:
        return _EN[number]
    if number < _HUNDRED:
        tens, rest = divmod(number, _TEN)
        return _EN_TENS[tens - 2] + (f"-{_EN[rest]}" if rest else "")
    size, name = (_THOUSAND, "thousand") if number >= _THOUSAND else (_HUNDRED, "hundred")
    count, rest = divmod(number, size)
    head = f"{_english(count)} {name}"
    if not rest:
        return head
    return f"{head} {'and ' if rest < _HUNDRED else ''}{_english(rest)}"
