"""Laws of the score: a broken, garbled or lost file never raises what an office is credited with."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from example import FILES, judged

from sopcheck.errors import SopcheckError
from sopcheck.model.report import Report
from sopcheck.settings import Settings, find_settings

YAML = [path for path in FILES if path.endswith(".yaml")]
ATTACHMENTS = [path for path in FILES if path.startswith("files/")]


@cache
def as_it_stands() -> Mapping[str, float]:
    return supported(judged(FILES))


def supported(report: Report) -> dict[str, float]:
    """Supported shares by office and item; an office that is not assessed has none."""
    return {
        f"{office.code}/{line.item}": line.supported_value
        for office in report.offices
        for area in office.areas
        for line in area.items
        if line.supported_value is not None
    }


def torn(data: bytes) -> bytes:
    return data[: len(data) // 2]


def scrambled(data: bytes) -> bytes:
    return random.Random(len(data)).randbytes(len(data))


def misspelt(data: bytes) -> bytes:
    return data + b"\nkunci_asing: 1\n"


def unclosed(data: bytes) -> bytes:
    return data + b"\nnotes: [belum ditutup\n"


GARBLES: list[Callable[[bytes], bytes]] = [torn, scrambled, misspelt, unclosed]


def must_not_rise(files: Mapping[str, bytes]) -> None:
    before, after = as_it_stands(), supported(judged(files))
    assert {item: value for item, value in after.items() if value > before[item]} == {}


@pytest.mark.parametrize(
    ("path", "garble"),
    # every file, each with one garble after the other
    [(p, GARBLES[i % len(GARBLES)]) for i, p in enumerate(YAML) if p != "sopcheck.yaml"],
)
def test_a_garbled_document_raises_no_score(path: str, garble: Callable[[bytes], bytes]) -> None:
    must_not_rise(FILES | {path: garble(FILES[path])})


@pytest.mark.parametrize("path", [p for p in YAML if p != "sopcheck.yaml"] + ATTACHMENTS)
def test_a_lost_file_raises_no_score(path: str) -> None:
    must_not_rise({k: v for k, v in FILES.items() if k != path})


@pytest.mark.parametrize("path", ATTACHMENTS)
def test_a_garbled_attachment_raises_no_score(path: str) -> None:
    must_not_rise(FILES | {path: scrambled(FILES[path])})


@pytest.mark.parametrize("garble", [torn, scrambled, misspelt, unclosed])
def test_garbled_settings_give_no_verdict_or_the_same(
    garble: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    (tmp_path / "sopcheck.yaml").write_bytes(garble(FILES["sopcheck.yaml"]))
    try:
        settings = find_settings(tmp_path)
        report = judged(FILES, settings)
    except SopcheckError as error:
        assert error.exit_code == 2  # noqa: PT017  # either no verdict, or one that is not better
    else:
        after = supported(report)
        assert all(value <= as_it_stands()[item] for item, value in after.items())


def test_without_settings_there_is_no_verdict(tmp_path: Path) -> None:
    settings = find_settings(tmp_path)
    assert settings == Settings(root=tmp_path)
    with pytest.raises(SopcheckError) as caught:
        judged(FILES, settings)
    assert caught.value.exit_code == 2


TEAM = "evidence/manajemen-perubahan/2021-tim-rb.yaml"


@pytest.mark.parametrize("garble", [None, *GARBLES])
def test_a_decree_that_breaks_betters_nothing_done_before_it(
    garble: Callable[[bytes], bytes] | None,
) -> None:
    late = FILES[TEAM].replace(b"date: 2021-01-14", b"date: 2021-08-02")
    assert late != FILES[TEAM]
    before = judged(FILES | {TEAM: late})
    assert "EV310" in {f.code for f in before.findings}
    files = {k: v for k, v in FILES.items() if k != TEAM}
    if garble is not None:
        files[TEAM] = garble(late)
    after = judged(files)
    assert "EV310" not in {f.code for f in after.findings}
    known = supported(before)
    assert {k: v for k, v in supported(after).items() if v > known[k]} == {}


@pytest.mark.parametrize("path", [p for p in YAML if p.startswith("evidence/")])
def test_a_link_for_a_file_raises_no_score(path: str) -> None:
    text = FILES[path].decode()
    url = 'url: "https://kab-situbondo.kpu.go.id/"'
    linked = re.sub(r"\bfile: files/[^\s,}]+", url, re.sub(r"url: [^\s,}]+,? ?", "", text))
    must_not_rise(FILES | {path: linked.encode()})


@pytest.mark.parametrize("path", [p for p in YAML if p.startswith("evidence/")])
def test_a_rejected_file_hides_the_findings_that_only_follow_from_it(path: str) -> None:
    report = judged(FILES | {path: misspelt(FILES[path])})
    assert [f.code for f in report.findings] == ["CORE006"]


def test_supported_is_never_above_claimed_or_evidenced() -> None:
    for office in judged(FILES).offices:
        for area in office.areas:
            for line in area.items:
                if line.supported_value is None:
                    assert line.status == "not-applicable"
                else:
                    assert line.supported_value <= (line.claimed_value or 0)
                    assert line.supported_value <= (line.evidenced_value or 0)
