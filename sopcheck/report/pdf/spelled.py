"""Whole numbers in words, as official dates write them."""

from __future__ import annotations

_ID = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelled(number: int, lang: str) -> str:
    """A number from 0 to 9999 in words: dua ribu dua puluh dua, two thousand and twenty-two."""
    return _english(number) if lang == "en" else _indonesian(number)


def _indonesian(number: int) -> str:
    if number < 12:
        return _ID[number]
    if number < 20:
        return f"{_ID[number - 10]} belas"
    for size, name, one in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "")):
        count, rest = divmod(number, size)
        if count:
            head = one if count == 1 else f"{_indonesian(count)} {name}"
            return f"{head} {_indonesian(rest)}" if rest else head
    raise ValueError(number)


def _english(number: int) -> str:
    if number < 20:
        return _EN[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _EN_TENS[tens - 2] + (f"-{_EN[rest]}" if rest else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    count, rest = divmod(number, size)
    head = f"{_english(count)} {name}"
    if not rest:
        return head
    return f"{head} {'and ' if rest < 100 else ''}{_english(rest)}"
