"""Personal data in clear: resident numbers (NIK), private phones, private e-mail.

A NIK is 16 digits on their own with a real province code and a real birth date (women's days
count from 41). Official addresses end in `go.id`. A civil servant's number (NIP) is no NIK.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Cheap tests on bytes: each begins with a literal, or asks for a run of digits after `translate`.
_PHONE_BYTES = re.compile(rb"08[0-9][0-9 .-]{6}")
_CALLING_CODES = (b"+62", b"+ 62", b"wa.me/62")
_DIGITS_TO_ZERO = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))  # noqa: PLR2004
_NIK_BYTES = b"0" * 16
_PROVINCES = frozenset(
    [
        *range(11, 20),
        21,
        *range(31, 37),
        *range(51, 54),
        *range(61, 66),
        *range(71, 77),
        81,
        82,
        *range(91, 98),
    ]
)
_NIK = re.compile(r"(?<![0-9A-Za-z])(?<![a-f]-)[0-9]{16}(?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?:(?<![0-9A-Za-z./-])(?:\+ ?62[ .-]?|0)|(?<=wa\.me/)62)"
    r"8[0-9](?:[ .-]?[0-9]){6,10}(?![0-9A-Za-z/])"
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
# What each of them holds: an at sign, or nine digits with at most one separator between two.
_SUSPECT = re.compile(r"@|[0-9](?:[ .-]?[0-9]){8}")
_MAX_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEMALE = 40
_SHOWN = 2
_MASK = "•"


def may_hold_personal(data: bytes) -> bool:
    """False only for bytes in which `personal` cannot find anything."""
    return (
        b"@" in data
        or _NIK_BYTES in data.translate(_DIGITS_TO_ZERO)
        or any(map(data.__contains__, _CALLING_CODES))
        or _PHONE_BYTES.search(data) is not None
    )


def personal(text: str) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of what is personal in a text; kinds are `nik`, `phone`, `email`."""
    for match in _NIK.finditer(text):
        if _is_nik(match.group()):
            yield "nik", *match.span()
    for match in _PHONE.finditer(text):
        yield "phone", *match.span()
    for match in _EMAIL.finditer(text):
        if not match.group().lower().endswith(".go.id"):
            yield "email", *match.span()


def mask(text: str) -> str:
    """The text with personal data covered, of the same length."""
    if _SUSPECT.search(text) is None:
        return text
    characters = list(text)
    for _, start, end in personal(text):
        characters[start + _SHOWN : end] = _MASK * (end - start - _SHOWN)
    return "".join(characters)


def _is_nik(digits: str) -> bool:
    if int(digits[:2]) not in _PROVINCES:
        return False
    day, month = int(digits[6:8]), int(digits[8:10])
    day -= _FEMALE if day > _FEMALE else 0
    return 1 <= month <= len(_MAX_DAYS) and 1 <= day <= _MAX_DAYS[month - 1]
