"""Changes to the data of a document: what people write wrong, and what is unusual but right.

A change is a function (value, random, parent, key) that edits the parent in place. It is offered
the places that its condition accepts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

Place = tuple[Any, Any]
Condition = Callable[[Any, Any], bool]
Change = Callable[[Any, Random, Any, Any], None]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FREE = frozenset(
    ("title", "notes", "note", "activity", "name", "number", "duty", "reason", "by", "decided")
)
_ENUMS = {
    "status": ("draft", "in-force", "withdrawn", "final", "berlaku", "Final"),
    "signed": (True, False, "basah", "elektronik", "digital", "true", 1, 0),
    "group": ("commissioner", "secretariat", "mixed", "komisioner"),
    "level": ("provinsi", "kabupaten", "kota", "kecamatan"),
    "as": ("monitoring", "evaluation", "revision", "evaluasi"),
    "clock": ("working", "elapsed", "24 jam"),
    "verdict": ("dikonfirmasi", "direvisi", "tidak-tersedia", "ditolak"),
    "kind": ("bukti", "Evidence", "sop", "office", "evidence", None, 1),
    "rule": ("CF205", "cf205", "CF20", "TL101"),
    "answer": ("A", "11/12", 0.92, "92 %", -1, "", True, "n/a"),
}
_BAD_DATES = (
    *("2021-02-30", "2021-13-01", "2021-02-29", "2021-04-31", "2021-00-10", "1899-01-01"),
    *(
        "30-02-2021",
        "2021-2-3",
        "2021/02/03",
        "3 Februari 2021",
        "\uff12\uff10\uff12\uff11-02-03",
        "2021-02-03\n",
    ),
)
_MOMENTS = (
    *("2021-02-03", "2021-02-03 08:00", "2021-02-03T08:00:30+07:00", "2020-02-29 23:59Z"),
    *("2021-02-30 08:00", "2021-02-03 24:00", "2021-02-03 8:00", "2021-02-03  08:00", "08:00"),
)
_PERIODS = (
    *("2021", "2021-S1", "2021-Q4", "2021-12", 2021, 2021.0),
    *("2021-Q5", "2021-S3", "2021-13", "21", "1899", 1899, 2100, "2021-Q1\n", "Q1-2021", True),
)
_OTHER = (7, 1.5, True, False, None, [], {}, "", " \t", "teks biasa", ["teks"], {"id": "x"})
_STEP = {"id": "ubah", "activity": "Mengubah", "role": "ketua"}
_EVENT = {"step": "ubah", "role": "ketua"}


def mutant(data: Any, random: Random) -> tuple[str, Any]:
    """The name of a change that fits, and a copy of the data with it."""
    while True:
        name = random.choice(_NAMES)
        changed = deepcopy(data)
        condition, change = CHANGES[name]
        places = [(parent, key) for parent, key in _places(changed) if condition(parent, key)]
        if places:
            parent, key = random.choice(places)
            change(parent[key], random, parent, key)
            return name, changed


def _places(node: Any) -> Iterator[Place]:
    """Every (parent, key or index) below a node."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(pairs):
        yield node, key
        if isinstance(value, (dict, list)):
            yield from _places(value)


def _is(*types: type) -> Condition:
    return lambda parent, key: type(parent[key]) in types


def _in_map(parent: Any, _key: Any) -> bool:
    return isinstance(parent, dict)


def _named(*names: str) -> Condition:
    return lambda parent, key: isinstance(parent, dict) and key in names


def _holds(*names: str) -> Condition:
    """Accepts a mapping (as a value) that has all the names."""
    return lambda parent, key: isinstance(parent[key], dict) and {*names} <= parent[key].keys()


def _is_date(parent: Any, key: Any) -> bool:
    return isinstance(parent[key], str) and _DATE.match(parent[key]) is not None


def _is_list_with_items(parent: Any, key: Any) -> bool:
    return isinstance(parent[key], list) and bool(parent[key])


def _put(*choices: Any) -> Change:
    def change(_value: Any, random: Random, parent: Any, key: Any) -> None:
        parent[key] = deepcopy(random.choice(choices))

    return change


def _turn(function: Callable[[Any], Any]) -> Change:
    def change(value: Any, _random: Random, parent: Any, key: Any) -> None:
        parent[key] = function(value)

    return change


def _add(*choices: dict[str, Any]) -> Change:
    """Adds keys to a mapping that is the value."""

    def change(value: Any, random: Random, _parent: Any, _key: Any) -> None:
        value.update(deepcopy(random.choice(choices)))

    return change


def _drop(_value: Any, _random: Random, parent: Any, key: Any) -> None:
    del parent[key]


def _rename(_value: Any, random: Random, parent: Any, key: Any) -> None:
    at = random.randrange(len(key))
    spelt = random.choice((key[:at] + key[at + 1 :], key[:at] + key[at] + key[at:], key.upper()))
    pairs = [(spelt if k == key else k, v) for k, v in parent.items()]
    parent.clear()
    parent.update(pairs)


def _enum(_value: Any, random: Random, parent: Any, key: Any) -> None:
    parent[key] = random.choice(_ENUMS[key])


def _repeat(value: Any, random: Random, _parent: Any, _key: Any) -> None:
    value.append(deepcopy(random.choice(value)))


def _shuffle(value: Any, random: Random, _parent: Any, _key: Any) -> None:
    pairs = list(value.items())
    random.shuffle(pairs)
    value.clear()
    value.update(pairs)


def _both(_value: Any, random: Random, parent: Any, _key: Any) -> None:
    """Puts another sort of content beside what a document has, at its top."""
    run = {"id": "satu", "events": [dict(_EVENT)]}
    added: dict[str, Any] = random.choice(
        (
            *({"runs": [run]}, {"events": [dict(_EVENT)]}, {"open": True}, {"bundle": "rapat"}),
            *({"nil": True}, {"nil": False}, {"sop": {"id": "sop-x", "version": 1}}),
            *({"about": [{"sop": "sop-x", "as": "revision"}]}, {"counts": {"a": 0}}),
            *({"counts": {"A b": 0}}, {"counts": {}}, {"attendance": {"invited": 3}}),
        )
    )
    parent.update(added)


def _at_top(parent: Any, key: Any) -> bool:
    return isinstance(parent, dict) and key == "kind"


CHANGES: dict[str, tuple[Condition, Change]] = {
    "key dropped": (_in_map, _drop),
    "key misspelt": (_in_map, _rename),
    "key unknown": (_holds(), _add({"catatan": "x"}, {"id": "x"}, {"notes": "x"}, {"": 1})),
    "item dropped": (lambda parent, _: isinstance(parent, list), _drop),
    "other type": (lambda *_: True, _put(*_OTHER)),
    "text for number": (_is(int, float, bool), _turn(str)),
    "number for text": (_is(str), _put(7, 3512, 1.5, 0)),
    "fraction": (_is(int), _turn(lambda value: value + 0.5)),
    "whole fraction": (_is(int), _turn(float)),
    "negative": (_is(int, float), _turn(lambda value: -value - 1)),
    "zero": (_is(int, float), _put(0)),
    "large": (_is(int), _put(10**17)),
    "null": (lambda *_: True, _put(None)),
    "in a list": (_is(str, int), _turn(lambda value: [value])),
    "out of its list": (_is_list_with_items, _turn(lambda value: value[0])),
    "nested list": (_is(list), _turn(lambda value: [value])),
    "empty": (_is(list, dict, str), _turn(lambda value: type(value)())),
    "blank": (_is(str), _put(" ", "\t\n")),
    "item twice": (_is_list_with_items, _repeat),
    "line feed behind": (_is(str), _turn(lambda value: value + "\n")),
    "upper case": (_is(str), _turn(str.upper)),
    "bad date": (_is_date, _put(*_BAD_DATES)),
    "leap day": (_is_date, _put("2020-02-29", "2000-02-29", "1900-02-29", "2021-02-29")),
    "moment": (_named("start", "end"), _put(*_MOMENTS)),
    "period": (_named("period"), _put(*_PERIODS)),
    "office code": (_named("office", "code", "parent"), _put("3512", 3512, "35", 9, "KPU", 35.0)),
    "enum": (_named(*_ENUMS), _enum),
    "step called end": (_holds("activity"), _add({"id": "end"})),
    "decision and next": (
        _holds("activity"),
        _add({"decision": {"Ya": "end"}, "next": "end"}, {"decision": {"": "end"}}),
    ),
    "next": (
        _holds("activity"),
        _add({"next": "end"}, {"next": ["end", "a"]}, {"next": ["a", "a"]}, {"next": []}),
    ),
    "decision": (_holds("activity"), _add({"decision": {"Ya": "a", "Tidak": "end"}})),
    "day and times": (
        _holds("step", "role"),
        _add({"day": "2021-02-03", "start": "2021-02-03"}, {"day": "2021-02-03"}),
    ),
    "roles": (_named("role"), _put(["a", "b"], ["a", "a"], "tim-rb", [], "Ketua")),
    "content": (_at_top, _both),
    "free text": (
        _named(*_FREE),
        _put("Naskah “baru” – é 漢字 \U0001d7d9", "Ya: tidak # juga", "- a", "yes"),
    ),
    "keys reordered": (_holds(), _shuffle),
    "step added": (_is_list_with_items, lambda value, *_: value.append(dict(_STEP))),
}
_NAMES = sorted(CHANGES)
