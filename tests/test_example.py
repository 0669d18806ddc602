"""The example office: it passes as it stands, and each small loss is one finding in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from edits import steps_with_output, without
from example import FILES, judged

from sopcheck.load import load
from sopcheck.model.document import Document
from sopcheck.model.finding import Finding
from sopcheck.model.report import Report
from sopcheck.report import View, render

WORKSHEET = "self-assessment-2021.yaml"


def documents(path: str) -> list[Document]:
    loaded = load(path, FILES[path])
    assert isinstance(loaded, tuple)
    return loaded[0]


def only(report: Report) -> Finding:
    assert [f"{f.code} {f.path}:{f.line} {f.message.en}" for f in report.findings[1:]] == []
    return report.findings[0]


ATTACHMENTS = [
    (path, i, paper["file"])
    for path in FILES
    if path.startswith("evidence/")
    for document in documents(path)
    for i, paper in enumerate(document.data.get("documents", ()))
]
ANSWERS = list(documents(WORKSHEET)[0].data["answers"])
OUTPUTS = [
    (path, i)
    for path in FILES
    if path.startswith("sops/")
    for i in steps_with_output(documents(path)[0].data)
]


def test_it_passes_and_its_report_is_recorded(golden: Any) -> None:
    report = judged(FILES)
    assert report.findings == ()
    assert report.verdict.exit == 0
    text = render(report, "terminal", View(lang="id", width=80))
    golden(Path(__file__).parent / "golden" / "satu-satker.txt", text.decode())
    golden(
        Path(__file__).parent / "golden" / "satu-satker.json",
        render(report, "json", View()).decode(),
    )


def test_claims_are_supported_by_evidence() -> None:
    score = judged(FILES).offices[0].score
    assert score.supported == score.claimed
    assert score.maximum == 36.3


@pytest.mark.parametrize(("path", "i", "file"), ATTACHMENTS, ids=str)
def test_a_lost_attachment_is_one_error_where_it_is_named(path: str, i: int, file: str) -> None:
    finding = only(judged({k: v for k, v in FILES.items() if k != file}))
    assert (finding.code, finding.severity, finding.path) == ("EV301", "error", path)
    assert finding.pointer == f"/documents/{i}/file"
    line = FILES[path].decode().splitlines()[finding.line - 1]
    assert line[finding.column - 1 : finding.end_column - 1].strip("\"'") == file


@pytest.mark.parametrize("item", ANSWERS)
def test_a_lost_answer_is_one_error_at_the_answers(item: str) -> None:
    text = without(FILES[WORKSHEET].decode(), "answers", item)
    assert item not in load_data(text)["answers"]
    finding = only(judged(FILES | {WORKSHEET: text.encode()}))
    assert (finding.code, finding.severity, finding.path) == ("CV401", "error", WORKSHEET)
    assert item in finding.message.id
    assert text.splitlines()[finding.line - 1] == "answers:"
    assert (finding.column, finding.end_column) == (1, 8)


@pytest.mark.parametrize(("path", "i"), OUTPUTS, ids=str)
def test_a_lost_output_is_one_error_at_the_step(path: str, i: int) -> None:
    text = without(FILES[path].decode(), "steps", i, "output")
    assert "output" not in load_data(text)["steps"][i]
    finding = only(judged(FILES | {path: text.encode()}))
    assert (finding.code, finding.severity, finding.path) == ("SD103", "error", path)
    line = text.splitlines()[finding.line - 1]
    assert line[finding.column - 1 : finding.end_column - 1] == "id"


def load_data(text: str) -> Any:
    loaded = load("x", text.encode())
    assert isinstance(loaded, tuple)
    return loaded[0][0].data
