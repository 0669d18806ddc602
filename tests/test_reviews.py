"""The evaluator's verdict is the third value of every item; the form to be filled in holds them all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sopcheck.model.report import ItemLine, Report
from tests.example import FILES, judged

ITEMS = [
    i.item
    for area in judged(FILES).offices[0].areas
    for i in area.items
    if i.status != "not-applicable"
]


def review(answers: dict[str, Any], **heads: Any) -> bytes:
    data = {
        "kind": "review",
        "office": "3512",
        "period": 2021,
        "by": "Tim Evaluasi KPU Provinsi Jawa Timur",
        "date": "2022-02-10",
        **heads,
        "answers": answers,
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


def reviewed(answers: dict[str, Any], **heads: Any) -> Report:
    return judged({**FILES, "reviews/2021.yaml": review(answers, **heads)})


def item(report: Report, name: str) -> ItemLine:
    return next(i for a in report.offices[0].areas for i in a.items if i.item == name)


def test_a_verdict_is_the_third_value_and_changes_no_score() -> None:
    plain = judged(FILES)
    claim = item(plain, "TL-P3")
    report = reviewed({"TL-P3": {"verdict": "direvisi", "answer": "C", "note": "Satu triwulan"}})
    line = item(report, "TL-P3")
    assert (line.verdict, line.reviewed, line.reviewed_value) == ("direvisi", "C", 0.33)
    assert (line.claimed, line.evidenced, line.supported_value) == (
        claim.claimed,
        claim.evidenced,
        claim.supported_value,
    )
    assert report.offices[0].score.supported == plain.offices[0].score.supported


def test_confirmed_is_the_claim_and_not_available_is_nothing() -> None:
    report = reviewed(
        {
            "MP-P1": {"verdict": "dikonfirmasi"},
            "MP-P2": {"verdict": "tidak-tersedia", "note": "Belum ada"},
        }
    )
    confirmed, absent = item(report, "MP-P1"), item(report, "MP-P2")
    assert confirmed.reviewed_value == confirmed.claimed_value
    assert (absent.reviewed, absent.reviewed_value) == (None, 0)


def test_half_a_review_is_no_score() -> None:
    everything: dict[str, Any] = {name: {"verdict": "dikonfirmasi"} for name in ITEMS}
    whole = reviewed(everything).offices[0]
    assert whole.score.reviewed == whole.score.claimed
    assert all(area.reviewed == area.claimed for area in whole.areas)
    del everything["TL-P3"]
    part = reviewed(everything).offices[0]
    assert part.score.reviewed is None
    assert {a.area for a in part.areas if a.reviewed is None} == {"penataan-tatalaksana"}


def test_the_latest_review_by_the_day_judged_counts() -> None:
    files = {
        **FILES,
        "reviews/1.yaml": review(
            {"MP-P1": {"verdict": "tidak-tersedia", "note": "Belum ada"}}, date="2022-01-10"
        ),
        "reviews/2.yaml": review({"MP-P1": {"verdict": "dikonfirmasi"}}, date="2022-02-01"),
        "reviews/3.yaml": review(
            {"MP-P1": {"verdict": "tidak-tersedia", "note": "Belum ada"}}, date="2022-03-01"
        ),
    }
    report = judged(files)
    assert item(report, "MP-P1").verdict == "dikonfirmasi"
    assert [(r.date, r.counts) for r in report.reviews] == [
        ("2022-02-01", True),
        ("2022-01-10", False),
    ]


def test_the_form_holds_every_item_and_is_refused_until_it_is_filled_in(
    run: Callable[..., Any], office: Path
) -> None:
    form = office / "reviews" / "2021.yaml"
    done = run("new", "review", "--office", "3512", office, "-o", form)
    assert done.returncode == 0, done.stderr
    text = form.read_text(encoding="utf-8")
    blank = yaml.safe_load(text)
    assert list(blank["answers"]) == ITEMS
    assert {entry["verdict"] for entry in blank["answers"].values()} == {None}
    unfilled = run("audit", office, "--lang", "en")
    assert unfilled.returncode == 1
    assert "CORE006" in unfilled.stdout
    filled = text.replace("{verdict: }", "{verdict: dikonfirmasi}")
    filled = filled.replace("by: ", "by: Tim Evaluasi ").replace("date: ", "date: 2022-02-10 ")
    form.write_text(filled, encoding="utf-8")
    done = run("audit", office, "--lang", "en")
    assert done.returncode == 0, done.stdout
    assert "reviewed" in done.stdout


def test_a_form_is_never_written_over(run: Callable[..., Any], office: Path) -> None:
    form = office / "catatan.txt"
    form.write_text("milik saya")
    done = run("new", "review", "--office", "3512", office, "-o", form)
    assert done.returncode == 2
    assert form.read_text() == "milik saya"
    assert "catatan.txt" in done.stderr


@pytest.mark.parametrize("data", [b"", b"[", review({}, by=None), review({}, date="kemarin")])
def test_a_review_that_cannot_be_read_reviews_nothing_and_is_said(data: bytes) -> None:
    report = judged({**FILES, "reviews/2021.yaml": data})
    assert report.offices[0].score == judged(FILES).offices[0].score
    assert {f.path for f in report.findings} == {"reviews/2021.yaml"}
