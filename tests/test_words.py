"""The catalogues: equal ids and placeholders, compiled forms fresh, every id of the code worded."""

from __future__ import annotations

import ast
import gettext
import re
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from sopcheck.model.finding import Bilingual, Term
from sopcheck.model.rules import Pack
from sopcheck.model.standing import Lack
from sopcheck.schemas import KINDS, META_KINDS, schema
from sopcheck.words import DIRECTORY, clean, clip, language, words

PACKAGE = Path(__file__).parent.parent / "sopcheck"
FAMILIES = """
    answer attachment baseline claim cli dates derive error example explain file file-type flow form format grain
    habit host identity kind lack n na need os pack paper part personal privacy reference report rule schema severity
    slip standard status target term type yaml
""".split()  # noqa: SIM905
# Ids whose last part is made at run time.
DYNAMIC = (
    "attachment",
    "example",
    "file-type",
    "form",
    "grain",
    "personal",
    "schema",
    "severity",
    "status",
)
DYNAMIC += ("habit", "part", "target", "term", "type", "n", "os", "cli", "lack", "need", "format")
ID = re.compile(rf"(?:{'|'.join(FAMILIES)})\.[a-z0-9][A-Za-z0-9.-]*\Z")


def catalogue(lang: str) -> Catalog:
    path = DIRECTORY / lang / "LC_MESSAGES" / "sopcheck.po"
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def ids(lang: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for message in catalogue(lang):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            texts = message.string
            found[key] = (texts,) if isinstance(texts, str) else tuple(texts)
            assert not message.fuzzy, key
    return found


def literals() -> set[str]:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_both_languages_word_the_same_ids() -> None:
    assert ids("id").keys() == ids("en").keys()


def test_placeholders_are_equal_and_every_text_is_there() -> None:
    english = ids("en")
    for key, texts in ids("id").items():
        if not ID.match(key):
            continue  # click's own sentences; some of its plurals drop a placeholder
        for text in (*texts, *english[key]):
            assert text.strip(), key
        placeholders = [
            {name for _, name, _, _ in Formatter().parse(text) if name}
            for text in (*texts, *english[key])
        ]
        assert all(p == placeholders[-1] for p in placeholders), key


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_compiled_catalogue_is_fresh(lang: str) -> None:
    fresh = BytesIO()
    write_mo(fresh, catalogue(lang))
    fresh.seek(0)
    shipped = (DIRECTORY / lang / "LC_MESSAGES" / "sopcheck.mo").open("rb")
    with shipped:
        assert gettext.GNUTranslations(fresh)._catalog == gettext.GNUTranslations(shipped)._catalog  # type: ignore[attr-defined]


def test_every_message_id_of_the_code_is_worded() -> None:
    known = ids("id")
    used = {text for text in literals() if ID.match(text)}
    assert len(used) > 150
    assert sorted(used - known.keys() - {"pack.yaml"}) == []


def test_no_message_is_left_over() -> None:
    used = literals()
    left = [
        key
        for key in ids("id")
        if ID.match(key)
        and key.removesuffix(".guess") not in used
        and key.partition(".")[0] not in DYNAMIC
    ]
    assert left == []


def test_every_anchor_of_a_schema_is_worded() -> None:
    known = ids("id")

    def anchors(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$anchor"]] if "$anchor" in node else []
            return own + [a for value in node.values() for a in anchors(value)]
        return [a for value in node for a in anchors(value)] if isinstance(node, list) else []

    for kind in (*KINDS, *META_KINDS):
        for anchor in anchors(schema(kind)):
            assert f"form.{anchor}" in known or f"schema.{anchor}" in known, (kind, anchor)


def test_arguments_are_shown_by_language() -> None:
    indonesian, english = words("id"), words("en")
    day = date(2021, 2, 3)
    assert (indonesian.show(day), english.show(day)) == ("3 Februari 2021", "3 February 2021")
    assert (indonesian.show(Fraction(1, 2)), english.show(Fraction(1, 2))) == ("50 %", "50 %")
    assert (indonesian.percent(Fraction(2, 3)), english.percent(Fraction(2, 3))) == (
        "66,7 %",
        "66.7 %",
    )
    assert (indonesian.decimal(1234.5), english.decimal(1234.5)) == ("1.234,50", "1,234.50")
    assert (indonesian.decimal(7.255), english.decimal(7.245)) == ("7,26", "7.24")
    assert indonesian.show(Bilingual("satu", "one")) == "satu"
    assert english.show([Term("grain.month"), 2021, None, True]) == "month, 2021, –, true"
    assert indonesian.show(Lack("flow.no-end", {"step": "uji"})) == indonesian.say(
        "flow.no-end", step="uji"
    )


def test_counts_have_their_plural() -> None:
    assert [words("en").count("n.error", n) for n in (0, 1, 2)] == [
        "0 errors",
        "1 error",
        "2 errors",
    ]
    assert words("id").count("n.error", 1234) == "1.234 galat"


def test_values_are_clipped_masked_and_made_visible() -> None:
    assert clip("a" * 100) == "a" * 29 + "…" + "a" * 30
    assert clean("a\x1b[31mb") == "a\\x1b[31mb"
    assert clean("NIK 3512014101700001") == "NIK 35••••••••••••••"


@pytest.mark.parametrize(
    ("asked", "variable", "settings", "locale", "expected"),
    [
        ("en", "id", "id", "id_ID.UTF-8", "en"),
        (None, "en", "id", "id_ID.UTF-8", "en"),
        (None, "", "en", "id_ID.UTF-8", "en"),
        (None, "", None, "en_US.UTF-8", "en"),
        (None, "", None, "de_DE.UTF-8", "id"),
        (None, "", None, "C", "id"),
        (None, "fr", None, "C", "id"),
    ],
)
def test_which_language_is_spoken(
    monkeypatch: pytest.MonkeyPatch,
    asked: str | None,
    variable: str,
    settings: str | None,
    locale: str,
    expected: str,
) -> None:
    monkeypatch.setenv("SOPCHECK_LANG", variable)
    monkeypatch.setenv("LC_ALL", locale)
    assert language(asked, settings) == expected


def test_rules_and_items_speak_both_languages(pack: Pack) -> None:
    for rule in pack.rules:
        for text in (rule.title, rule.remedy):
            assert text.id.strip()
            assert text.en.strip()
            assert text.id != text.en, rule.code
        assert rule.source.strip()
    for item in pack.items.values():
        assert item.question.id != item.question.en
        assert item.source.strip()
