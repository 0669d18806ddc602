"""Git LFS pointers stand for the files that they name; what nobody can see of them is said so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import pytest

from sopcheck.lfs import pointer_of
from sopcheck.model.report import Report
from sopcheck.report import View, render

OID = hashlib.sha256(b"%PDF-1.7 laporan").hexdigest()
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 16\n".encode()
OFFICE = """kind: office
code: "3512"
slug: kab-situbondo
name: KPU Kabupaten Situbondo
level: kabupaten
roles:
  sekretaris: {title: Sekretaris, group: secretariat}
"""
EVIDENCE = """kind: evidence
id: ev-1
area: pengawasan
period: 2021-Q1
documents:
  - {id: laporan, type: laporan, date: 2021-04-05, file: files/laporan.pdf}
"""
MORE = EVIDENCE.replace("ev-1", "ev-2").replace("laporan.pdf", "lain.pdf")
Judge = Callable[[Mapping[str, str | bytes]], Report]


def outcome(report: Report, code: str) -> str:
    return next(o.outcome for o in report.offices[0].outcomes if o.code == code)


def test_a_pointer_gives_the_hash_and_size_of_its_file() -> None:
    assert pointer_of(POINTER) == (OID, 16)


def test_keys_of_extensions_may_stand_between() -> None:
    extended = POINTER.replace(b"oid", f"ext-0-kompres sha256:{'1' * 64}\noid".encode())
    assert pointer_of(extended) == (OID, 16)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"version ",
        POINTER[:-1],
        POINTER.replace(b"\n", b"\r\n"),
        POINTER.replace(b"spec/v1", b"spec/v2"),
        POINTER.replace(b"sha256", b"sha512"),
        POINTER.replace(OID[:1].encode() + OID[1:2].encode(), b"XX", 1),
        POINTER.replace(b"size 16", b"size -16"),
        POINTER.replace(b"size 16", b"size 016"),
        POINTER.replace(b"size 16\n", b""),
        POINTER.replace(b"size 16\n", b"size 16\nsize 16\n"),
        POINTER.replace(b"size", b"ext-0-x y\nsize"),
        POINTER + b"\n",
        POINTER + b"tambahan\n",
        POINTER + b"z " + b"x" * 1024 + b"\n",
        b"\xff" + POINTER,
    ],
)
def test_anything_else_is_an_ordinary_file(broken: bytes) -> None:
    assert pointer_of(broken) is None


def test_the_type_of_a_pointer_is_not_assessed_and_counted(judge: Judge) -> None:
    report = judge(
        {"office.yaml": OFFICE, "evidence/e.yaml": EVIDENCE, "files/laporan.pdf": POINTER}
    )
    assert [f.code for f in report.findings if f.code.startswith("EV30")] == ["EV307"]
    assert (outcome(report, "EV301"), outcome(report, "EV303")) == ("pass", "not-assessed")
    assert report.summary.not_assessed["attachments"] == 1
    assert report.evidence[0].documents[0]["sha256"] == OID
    assert "isi 1 lampiran (berkasnya disimpan lewat Git LFS)" in render(
        report, "terminal", View()
    ).decode().replace("\n", " ")


def test_a_pointer_beside_a_file_is_still_counted(judge: Judge) -> None:
    files: dict[str, str | bytes] = {
        "office.yaml": OFFICE,
        "evidence/e.yaml": EVIDENCE,
        "evidence/f.yaml": MORE,
        "files/laporan.pdf": POINTER,
        "files/lain.pdf": b"%PDF-1.7",
    }
    report = judge(files)
    assert outcome(report, "EV303") == "pass"
    assert report.summary.not_assessed["attachments"] == 1
    assert judge({**files, "files/laporan.pdf": b"%PDF-"}).summary.not_assessed["attachments"] == 0


def test_a_broken_pointer_is_not_the_type_its_name_says(judge: Judge) -> None:
    files: dict[str, str | bytes] = {
        "office.yaml": OFFICE,
        "evidence/e.yaml": EVIDENCE,
        "files/laporan.pdf": POINTER.replace(b"oid", b"OID"),
    }
    report = judge(files)
    assert outcome(report, "EV303") == "fail"
    assert report.summary.not_assessed["attachments"] == 0
