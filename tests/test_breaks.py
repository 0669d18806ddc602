"""Breaks that once raised a score, crashed or passed: each stays mended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import legible

from sopcheck.model.report import Report
from sopcheck.pipeline import audit
from sopcheck.report import FORMATS, View
from sopcheck.settings import find_settings

Judge = Callable[..., Report]
BASE = Path(__file__).parent / "rules" / "base"
OFFICE = (BASE / "office.yaml").read_text(encoding="utf-8")
PDF = b"%PDF-1.4\n%%EOF\n"
MORE = """\
kind: evidence
id: ev-more
area: manajemen-perubahan
items: [MP-R2]
period: 2021
counts: {changes: 8, embedded: 0}
documents:
  - {id: matriks, type: matriks, signed: true, date: 2021-12-30, file: files/b.pdf}
"""


def evidence(name: str, item: str, kind: str, extra: str = "", paper: str = "") -> str:
    return f"""\
kind: evidence
id: {name}
area: manajemen-perubahan
items: [{item}]
period: 2021
{extra}documents:
  - {{id: satu, type: {kind}, signed: true, date: 2021-12-30, file: files/a.pdf{paper}}}
"""


def worksheet(**answers: str) -> str:
    lines = "".join(f"  {k.replace('_', '-')}: {{answer: {v}}}\n" for k, v in answers.items())
    return f"kind: self-assessment\nperiod: 2021\nanswers:\n{lines}"


def supported(report: Report, item: str) -> float:
    lines = [i for o in report.offices for a in o.areas for i in a.items if i.item == item]
    return lines[0].supported_value or 0


@pytest.fixture
def shares() -> dict[str, str | bytes]:
    """An office whose MP-R2 is 2/11: two files, one of which lowers the share."""
    return {
        "office.yaml": OFFICE,
        "self-assessment-2021.yaml": worksheet(MP_R2="100 %"),
        "evidence/a.yaml": evidence(
            "ev-a", "MP-R2", "matriks", "counts: {changes: 3, embedded: 2}\n"
        ),
        "evidence/more.yaml": MORE,
        "files/a.pdf": PDF,
        "files/b.pdf": PDF + b"%",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("period: 2021", "period: 2021-Q9"),
        ("embedded: 0", "embedded: -1"),
        ("items: [MP-R2]", "items: [MP-R22]"),
        ("area: manajemen-perubahan", "area: manajemen-perubahanx"),
        ("kind: evidence", "kind: sop"),
        ("kind: evidence", "kunci: evidence"),
        ("documents:", "kunci: 1\ndocuments:"),
        ("documents:", "documents: [1"),
        ("type: matriks", "type: matrikss"),
        ("files/b.pdf", "files/hilang.pdf"),
    ],
)
def test_a_rejected_file_keeps_its_weight_in_a_share(
    judge: Judge, shares: dict[str, str | bytes], old: str, new: str
) -> None:
    before = supported(judge(shares), "MP-R2")
    assert before == pytest.approx(2 / 11, abs=1e-4)
    broken = {**shares, "evidence/more.yaml": MORE.replace(old, new, 1)}
    assert supported(judge(broken), "MP-R2") <= before


def test_items_named_on_a_torn_document_keep_their_weight(
    judge: Judge, shares: dict[str, str | bytes]
) -> None:
    own = MORE.replace("items: [MP-R2]\n", "").replace(
        "type: matriks", "type: matriks, items: [MP-R2]"
    )
    before = supported(judge({**shares, "evidence/more.yaml": own}), "MP-R2")
    torn = own.replace("signed: true", "signed: ya")
    assert supported(judge({**shares, "evidence/more.yaml": torn}), "MP-R2") <= before


def test_rejecting_a_file_that_exceeds_raises_nothing(
    judge: Judge, shares: dict[str, str | bytes]
) -> None:
    over = {
        **shares,
        "evidence/more.yaml": MORE.replace("changes: 8, embedded: 0", "changes: 2, embedded: 30"),
    }
    assert supported(judge(over), "MP-R2") == 0
    gone = dict(over)
    del gone["files/b.pdf"]
    assert supported(judge(gone), "MP-R2") == 0


def test_words_in_a_broken_file_pardon_nothing(judge: Judge) -> None:
    files = {
        "office.yaml": OFFICE,
        "self-assessment-2021.yaml": worksheet(MP_P4="Ya"),
        "evidence/a.yaml": evidence("ev-a", "MP-P4", "rencana-kerja").replace(
            "manajemen-perubahan", "manajemen-perubahanx"
        ),
        "evidence/z.yaml": "kind: [manajemen-perubahanx",
        "files/a.pdf": PDF,
    }
    assert supported(judge(files), "MP-P4") == 0
    referring = evidence("ev-a", "MP-P4", "rencana-kerja", paper=", follows_up: ev-lain")
    files |= {"evidence/a.yaml": referring, "evidence/z.yaml": "kind: [ev-lain"}
    report = judge(files)
    assert supported(report, "MP-P4") == 0
    assert {f.code for f in report.findings} >= {"CORE002"}
    assert "CORE008" not in {f.code for f in report.findings}, "the broken file says it"


def test_breaking_the_first_of_two_worksheets_lets_no_other_speak(judge: Judge) -> None:
    files = {
        "office.yaml": OFFICE,
        "self-assessment-2021.yaml": worksheet(MP_P4="Ya"),
        "self-assessment-2021-a.yaml": worksheet(MP_P4="Tidak"),
        "evidence/a.yaml": evidence("ev-a", "MP-P4", "rencana-kerja"),
        "files/a.pdf": PDF,
    }
    assert supported(judge(files), "MP-P4") == 0
    for broken in ("kind: [", worksheet(MP_P4="Tidak") + "kunci: 1\n"):
        assert supported(judge({**files, "self-assessment-2021-a.yaml": broken}), "MP-P4") == 0


def test_evidence_out_of_its_place_is_refused(judge: Judge, shares: dict[str, str | bytes]) -> None:
    report = judge({**shares, "sops/more.yaml": MORE})
    assert [f.code for f in report.findings if f.path == "sops/more.yaml"] == ["CORE005"]


def test_a_whole_number_is_no_rounded_percentage(
    judge: Judge, shares: dict[str, str | bytes]
) -> None:
    report = judge({**shares, "self-assessment-2021.yaml": worksheet(MP_R2="1")})
    assert "CV403" in {f.code for f in report.findings}


def test_a_sibling_s_document_counts_for_no_item_of_the_office_s_own(judge: Judge) -> None:
    files = {
        "office.yaml": OFFICE,
        "self-assessment-2021.yaml": worksheet(MP_P4="Ya").replace(
            "{answer: Ya}", "{answer: Ya, evidence: [ev-a]}"
        ),
        "evidence/a.yaml": evidence("ev-a", "MP-P9", "rencana-kerja", paper=', issuer: "3578"'),
        "files/a.pdf": PDF,
    }
    assert supported(judge(files), "MP-P4") == 0
    for issuer in ('"3578 "', "KPU  kab.  Bondowoso", '"3"'):
        text = evidence("ev-a", "MP-P4", "rencana-kerja", paper=f", issuer: {issuer}")
        assert "EV308" in {f.code for f in judge({**files, "evidence/a.yaml": text}).findings}


def test_numbers_as_ids_crash_nothing(judge: Judge) -> None:
    files = {
        "office.yaml": OFFICE,
        "self-assessment-2021.yaml": worksheet(MP_P4="Ya").replace(
            "{answer: Ya}", "{answer: Ya, evidence: [ev-a#satu]}"
        ),
        "evidence/a.yaml": evidence("ev-a", "MP-P4", "rencana-kerja").replace("id: satu", "id: 1"),
        "files/a.pdf": PDF,
    }
    assert {f.code for f in judge(files).findings} >= {"CORE006"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("evidence/a.yaml", 'notes: "@' + "a" * 100_000 + '"\n'),
        ("evidence/a.yaml", 'notes: "' + "contoh@gmail.com " * 5_000 + '"\n'),
        ("evidence/a.yaml", 'notes: "@' + "1" * 100_000 + '"\n'),
        ("evidence/a.yaml", "".join(f"k{i}: 1\n" for i in range(20_000))),
        ("evidence/a.yaml", "---\nkind: x\n" * 5_000),
    ],
    ids=["letters", "addresses", "digits", "keys", "documents"],
)
def test_no_file_within_the_limit_takes_long(judge: Judge, path: str, text: str) -> None:
    head = "" if text.startswith("---") else "kind: evidence\nid: a\nperiod: 2021\nnil: false\n"
    started = time.monotonic()
    judge({"office.yaml": OFFICE, path: head + text})
    assert time.monotonic() - started < 15


def test_control_characters_and_personal_data_of_names_are_shown_safely(judge: Judge) -> None:
    report = judge(
        {
            "office.yaml": OFFICE.replace(
                "name: KPU Kabupaten Situbondo", 'name: "KPU \\e[31m 3512010101700001"'
            ),
            "self-assessment-2021.yaml": worksheet(MP_P4='"a\\e[31mb"'),
            "evidence/3512010101700001\x1b.yaml": "kind: [",
        }
    )
    for name in (n for n in FORMATS if n != "berita-acara"):  # there is no review
        shown = legible(report, name, View(verbose=True))
        assert shown
        assert b"\x1b" not in shown
        assert b"3512010101700001" not in shown


def sopcheck(*args: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "sopcheck", *map(os.fspath, args)],
        capture_output=True,
        check=False,
        timeout=30,
        **options,  # type: ignore[call-overload]
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done  # type: ignore[no-any-return]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "sopcheck.yaml").write_text("version: 1\nperiod: 2021\nas_of: 2021-12-31\n")
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "evidence").mkdir()
    return tmp_path


def test_odd_names_and_files_of_a_disk(office: Path) -> None:
    name = b"evidence/non\xffutf8.yaml"
    Path(os.fsdecode(os.fsencode(office) + b"/" + name)).write_text("kind: [")
    os.mkfifo(office / "pipa")
    (office / "evidence" / "pipa.yaml").symlink_to(office / "pipa")
    (office / "evidence" / "putar.yaml").symlink_to("putar.yaml")
    (office / "evidence" / ".gitignore").mkdir()
    (office / "evidence" / "BESAR.YAML").write_text("kind: [")
    sparse = office / "evidence" / "sparse.yaml"
    with sparse.open("wb") as file:
        file.truncate(20 << 30)
    done = sopcheck("audit", office, "-f", "json")
    assert done.returncode == 1
    codes = {f["path"].rpartition("/")[2]: f["code"] for f in json.loads(done.stdout)["findings"]}
    assert codes["pipa.yaml"] == codes["putar.yaml"] == codes["sparse.yaml"] == "CORE001"
    assert codes["BESAR.YAML"] == "CORE002"
    assert sopcheck("audit", office).returncode == 1


def test_deep_folders_and_odd_ignore_rules(office: Path) -> None:
    deep = office
    for _ in range(600):
        deep = deep / "a"
        try:
            deep.mkdir()
        except OSError:
            break
    (office / ".gitignore").write_text("!\n\\\n" + "*a" * 12 + "b\n")
    assert sopcheck("audit", office).returncode == 0
    (office / "sopcheck.yaml").write_text("version: 1\nperiod: 2021\nexclude: ['!']\n")
    assert sopcheck("audit", office).returncode == 2


def test_a_folder_that_cannot_be_listed_is_a_finding(office: Path) -> None:
    locked = office / "evidence" / "terkunci"
    locked.mkdir()
    locked.chmod(0)
    settings = find_settings(office)
    user = os.geteuid()
    if user == 0:  # who may list everything
        for folder in (office, *office.parents[:-1]):
            folder.chmod(folder.stat().st_mode | 0o055)
        os.seteuid(65534)
    try:
        report = audit(office, settings)
    finally:
        os.seteuid(user)
        locked.chmod(0o700)
    assert [(f.code, f.path) for f in report.findings] == [("CORE001", "evidence/terkunci")]


@pytest.mark.parametrize(
    "settings",
    [
        "version: 1\nperiod: 2021\ngeneric: " + "x" * 300,
        "version: 1\nperiod: 2021\npack: " + "x" * 300,
    ],
)
def test_names_too_long_are_one_sentence(office: Path, settings: str) -> None:
    (office / "sopcheck.yaml").write_text(settings)
    assert sopcheck("audit", office).returncode == 2


def test_settings_of_any_size_and_years_of_any_number(office: Path) -> None:
    assert sopcheck("check", office / "office.yaml", "--period", "99999").returncode == 2
    with (office / "sopcheck.yaml").open("wb") as file:
        file.truncate(20 << 30)
    assert sopcheck("audit", office).returncode == 2


def test_streams_that_cannot_be_written(office: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        for args in (["audit", office], ["explain", "EV301"], ["--help"], ["rules", "list"]):
            done = subprocess.run(
                [sys.executable, "-m", "sopcheck", *map(str, args)],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
            assert done.returncode == 2, args
            assert b"Traceback" not in done.stderr
    command = f"{sys.executable} -m sopcheck audit {office}"
    for closed, code in ((">&-", 2), ("2>&-", 0)):
        done = subprocess.run(
            ["/bin/bash", "-c", f"{command} {closed}"], capture_output=True, check=False
        )
        assert done.returncode == code, closed


def test_without_libyaml_there_is_one_sentence(office: Path) -> None:
    program = (
        "import sys; sys.modules['yaml._yaml'] = None; sys.argv[0] = 'sopcheck'\n"
        "from sopcheck.cli.main import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "audit", str(office)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "libyaml" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("columns", ["0", "-5", "abc", "²", "1"])
def test_any_width(office: Path, columns: str) -> None:
    assert sopcheck("audit", office, env={**os.environ, "COLUMNS": columns}).returncode == 0


def test_check_does_not_follow_a_link_out_of_the_office(
    office: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("luar") / "x.yaml"
    outside.write_text("kind: evidence\n")
    link = office / "evidence" / "x.yaml"
    link.symlink_to(outside)
    report = json.loads(sopcheck("check", link, "-f", "json").stdout)
    assert [f["code"] for f in report["findings"]] == ["CORE009"]
