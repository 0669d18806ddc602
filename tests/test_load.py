"""Reading: the dialect's values, what is refused and where, and that no bytes can harm the run."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopcheck.load import Places, dump, load
from sopcheck.model.document import Document, Unreadable
from sopcheck.model.finding import Spot


def value(text: str) -> Any:
    loaded = load("x.yaml", text.encode())
    assert isinstance(loaded, tuple), loaded
    return loaded[0][0].data


def refusal(data: bytes | str, **options: Any) -> tuple[str, str, int, int]:
    loaded = load("x.yaml", data.encode() if isinstance(data, str) else data, **options)
    assert isinstance(loaded, Unreadable), loaded
    fault = loaded.faults[0]
    assert fault.problem.spot.mark is not None
    line, column, end = fault.problem.spot.mark
    assert end > column
    return fault.code, fault.problem.message, line, column


@pytest.mark.parametrize(
    "text",
    ["no", "on", "yes", "12:30", "1_000", "0x1F", "0o14", "0b1", "010", "0351", "2021-02-03"]
    + ["2021-13-45", ".nan", ".inf", "-.inf", "+", ".", "1e999", "1" * 19, "00.5", "Ya"],
)
def test_what_only_looks_like_a_value_stays_text(text: str) -> None:
    assert value(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("42", 42), ("-7", -7), ("0", 0), ("1.5", 1.5), ("1e3", 1000.0), (".5", 0.5), ("1.", 1.0)]
    + [("true", True), ("False", False), ("null", None), ("~", None), ("", None)],
)
def test_core_values(text: str, expected: object) -> None:
    found = value(f"a: {text}")["a"]
    assert found == expected
    assert type(found) is type(expected)


def test_quoted_values_are_text() -> None:
    assert value("a: '42'\nb: \"true\"") == {"a": "42", "b": "true"}


def test_keys_are_text() -> None:
    assert value("42: a\nno: b\ntrue: c\n2021-01-01: d") == {
        "42": "a",
        "no": "b",
        "true": "c",
        "2021-01-01": "d",
    }


def test_several_documents_and_a_trailing_marker() -> None:
    loaded = load("x", b"---\na: 1\n---\nb: 2\n---\n")
    assert isinstance(loaded, tuple)
    assert [(d.index, d.data) for d in loaded[0]] == [(0, {"a": 1}), (1, {"b": 2})]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# komentar saja\n", b"---\n", b"null\n"])
def test_an_empty_file_has_no_document(data: bytes) -> None:
    assert load("x", data) == ([], [])


def test_a_byte_order_mark_is_tolerated() -> None:
    assert value("\ufeffa: 1") == {"a": 1}


def test_aliases_within_the_budget_are_values() -> None:
    assert value("a: &x [1, 2]\nb: *x\n") == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: \xff", ("CORE001", "file.not-utf8", 1, 4)),
        ("a: 1\nb: x\u0085y", ("CORE001", "file.forbidden-character", 2, 5)),
        ("a: \u2028", ("CORE001", "file.forbidden-character", 1, 4)),
        (b"a: \x00", ("CORE001", "file.forbidden-character", 1, 4)),
        (b"\xff\xfea\x00", ("CORE001", "file.utf16", 1, 1)),
        (b"a: 1\n<<<<<<< HEAD\nb: 2\n", ("CORE001", "file.conflict-marker", 2, 1)),
        (b"a: 1\nb: x: y", ("CORE002", "slip.colon", 2, 5)),
        (b"a: [1, 2\nb: 3", ("CORE002", "slip.bracket", 1, 4)),
        (b"a: 'x\nb: 3", ("CORE002", "slip.quote", 1, 4)),
        (b"a:\n\tb: 1", ("CORE002", "slip.tab", 2, 1)),
        (b"a: @x", ("CORE002", "slip.start", 1, 4)),
        (b'a: "C:\\Users"', ("CORE002", "slip.escape", 1, 9)),
        (b"a: 1\nb: 2\na: 3", ("CORE003", "yaml.duplicate-key", 3, 1)),
        (b"a: !kustom 1", ("CORE004", "yaml.tag", 1, 4)),
        (b"a: !!str 1", ("CORE004", "yaml.tag", 1, 4)),
        (b"a: &x {b: 1}\nc:\n  <<: *x", ("CORE004", "yaml.merge-key", 3, 3)),
        (b"[1, 2]: 3", ("CORE004", "yaml.collection-key", 1, 1)),
        (b"a: &x [*x]", ("CORE004", "yaml.alias-cycle", 1, 8)),
    ],
)
def test_refused_with_a_place(data: bytes | str, expected: tuple[str, str, int, int]) -> None:
    assert refusal(data) == expected


def test_every_duplicate_key_is_said_with_its_first_place() -> None:
    loaded = load("x", b"a: 1\na: 2\nb: {c: 1, c: 2}")
    assert isinstance(loaded, Unreadable)
    marks = [(f.problem.spot.mark, f.problem.related[0].mark) for f in loaded.faults]
    assert marks == [((2, 1, 2), (1, 1, 2)), ((3, 11, 12), (3, 5, 6))]


def test_the_size_limit_can_be_set() -> None:
    assert refusal(b"a: 12345", max_bytes=7)[:2] == ("CORE001", "file.too-large")
    assert value("a: 12345") == {"a": 12345}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[" * 100_000, "yaml.nesting"),
        (b"- " * 50_000, "yaml.nesting"),
        (b"? " * 50_000, "yaml.nesting"),
        (b"{a: " * 25_000, "yaml.nesting"),
        (b"\n".join(b" " * i + b"a:" for i in range(500)), "yaml.nesting"),
        (b"a: &x [*x]", "yaml.alias-cycle"),
        (
            b"\n".join(
                [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
                + [
                    b"a%d: &a%d [%s]" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 9))
                    for i in range(1, 9)
                ]
            ),
            "yaml.alias-budget",
        ),
    ],
    ids=["brackets", "dashes", "questions", "braces", "blocks", "cycle", "laughs"],
)
def test_hostile_files_are_refused_quickly_in_a_process_of_their_own(
    data: bytes, message: str
) -> None:
    code = (
        "import sys; from sopcheck.load import load; r = load('x', sys.stdin.buffer.read());"
        "print(r.faults[0].problem.message)"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert done.stdout.decode().strip() == message
    assert time.monotonic() - started < 2


def test_an_honest_file_with_600_brackets_passes() -> None:
    text = "events:\n" + "  - {step: a, role: b, output: [c]}\n" * 300
    assert len(value(text)["events"]) == 300


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [Apabila terlambat, maka dicatat]", "slip.cut-comma"),
        ("a: Rapat #3 tahun ini", "slip.cut-comment"),
    ],
)
def test_a_text_that_was_probably_cut_is_noted(text: str, message: str) -> None:
    loaded = load("x", text.encode())
    assert isinstance(loaded, tuple)
    assert [(f.code, f.problem.message) for f in loaded[1]] == [("CORE010", message)]


@pytest.mark.parametrize(
    "text",
    ["a: 1 # komentar", 'a: ["Apabila x, maka y"]', "a: [Konsep SOP, Notula]", "a: 'Rapat #3'"],
)
def test_honest_texts_are_not_noted(text: str) -> None:
    loaded = load("x", text.encode())
    assert isinstance(loaded, tuple)
    assert loaded[1] == []


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    load("x", data)


_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x85\u2028\u2029\ufeff"),
    max_size=12,
)
_SCALAR = st.one_of(
    _TEXT,
    st.integers(-(10**17), 10**17),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(lambda f: round(f, 3)),
)
_DATA = st.recursive(
    _SCALAR,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_TEXT, _DATA, min_size=1, max_size=4))
def test_what_is_dumped_is_read_back(data: dict[str, Any]) -> None:
    loaded = load("x", dump(data).encode())
    if isinstance(loaded, Unreadable):
        assert loaded.faults[0].problem.message in ("yaml.tag", "yaml.merge-key")
        return
    assert _close(loaded[0][0].data, data)


def _close(left: Any, right: Any) -> bool:
    """Equal, where a text that YAML 1.1 need not quote may read as a number of YAML 1.2."""
    if isinstance(right, float):
        return isinstance(left, (int, float)) and math.isclose(left, right)
    if isinstance(right, str) and isinstance(left, (int, float)):
        return not isinstance(left, bool)
    if isinstance(right, dict) and isinstance(left, dict):
        return left.keys() == right.keys() and all(_close(left[k], right[k]) for k in right)
    if isinstance(right, list) and isinstance(left, list):
        return len(left) == len(right) and all(map(_close, left, right))
    return bool(left == right)


TEXT = """\
# catatan
kind: sop
steps:
  - id: konsep
    output: [Konsep SOP, "Notula: rapat"]
  - {id: uji, role: divisi-hukum}
notes: >
  panjang
  sekali
kosong:
"""


@pytest.mark.parametrize(
    ("spot", "place"),
    [
        (Spot("x", pointer=("kind",)), (2, 7, 10)),
        (Spot("x", pointer=("kind",), part="key"), (2, 1, 5)),
        (Spot("x", pointer=("steps", 0, "output", 1)), (5, 26, 41)),
        (Spot("x", pointer=("steps", 0), part="first-key"), (4, 5, 7)),
        (Spot("x", pointer=("steps", 1)), (6, 5, 34)),
        (Spot("x", pointer=("steps", 1, "role")), (6, 21, 33)),
        (Spot("x", pointer=("steps",)), (4, 3, 15)),
        (Spot("x", pointer=("notes",)), (7, 8, 9)),
        (Spot("x", pointer=("kosong",)), (10, 1, 7)),
        (Spot("x", part="first-key"), (2, 1, 5)),
        (Spot("x", pointer=("steps", 7, "id")), (4, 3, 15)),
        (Spot("x", mark=(3, 1, 2)), (3, 1, 2)),
    ],
)
def test_places_of_pointers(spot: Spot, place: tuple[int, int, int]) -> None:
    assert Places(TEXT.encode()).find(spot) == place


def test_columns_count_code_points_and_lines_any_break() -> None:
    places = Places("\ufeffa: 'é😀'\r\nb: x\r\n".encode())
    assert places.find(Spot("x", pointer=("b",))) == (2, 4, 5)
    assert places.find(Spot("x", pointer=("a",))) == (1, 4, 8)
    assert places.lines[:2] == ["a: 'é😀'", "b: x"]


def test_a_pointer_is_named_by_ids_where_lists_have_them() -> None:
    places = Places(TEXT.encode())
    assert places.named_pointer(Spot("x", pointer=("steps", 1, "role"))) == "0/steps/uji/role"
    assert places.named_pointer(Spot("x", pointer=("steps", 0, "output", 1))) == (
        "0/steps/konsep/output/1"
    )


def test_documents_know_their_places() -> None:
    document = Document("x.yaml", 1, {})
    assert document.at("a", 2, part="key") == Spot("x.yaml", 1, ("a", 2), "key")
