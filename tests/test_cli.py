"""The command line as a user meets it: exit codes, streams, languages, colours, bad input."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "satu-satker"
Run = Callable[..., subprocess.CompletedProcess[str]]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_0_when_nothing_is_wrong(run: Run) -> None:
    done = run("audit", EXAMPLE)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "DATA CONTOH" in done.stdout
    assert "Berikutnya: sopcheck" in done.stdout


def test_1_for_findings_at_or_above_the_threshold(run: Run, office: Path) -> None:
    next((office / "files").rglob("*.pdf")).unlink()
    assert run("audit", office).returncode == 1
    assert run("audit", office, "--fail-on", "never").returncode == 0
    assert run("audit", office, "--ignore", "EV3").returncode == 0
    assert run("audit", office, "--select", "SD").returncode == 0
    edit(office / "sopcheck.yaml", "version: 1", "version: 1\nfail_on: never")
    assert run("audit", office).returncode == 0
    assert run("audit", office, "--fail-on", "error").returncode == 1


def test_1_for_a_score_below_the_threshold(run: Run) -> None:
    assert run("audit", EXAMPLE, "--min-score", "74").returncode == 0
    done = run("audit", EXAMPLE, "--min-score", "85,5")
    assert done.returncode == 1
    assert "85,5 %" in done.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["audit", "tidak-ada"], ["tidak-ada"]),
        (["audit", EXAMPLE / "office.yaml"], ["office.yaml"]),
        (["audit", EXAMPLE, "--formt", "json"], ["--formt", "--format"]),
        (["audit", EXAMPLE, "--format", "jsno"], ["jsno", "json"]),
        (["audit", EXAMPLE, "--fail-on", "eror"], ["eror", "error"]),
        (["audit", EXAMPLE, "--lang", "fr"], ["fr"]),
        (["audit", EXAMPLE, "--select", "EV999"], ["EV999"]),
        (["audit", EXAMPLE, "--ignore", "XY"], ["XY"]),
        (["audit", EXAMPLE, "--office", "9999"], ["9999"]),
        (["audit", EXAMPLE, "--area", "pengawasn"], ["pengawasn"]),
        (["audit", EXAMPLE, "--pack", "pmprb-2020-unt"], ["pmprb-2020-unt", "pmprb-2020-unit"]),
        (["audit", EXAMPLE, "--period", "2019"], ["2019", "2020", "2022"]),
        (["audit", EXAMPLE, "--period", "tahun"], ["tahun"]),
        (["audit", EXAMPLE, "--as-of", "15-02-2022"], ["15-02-2022"]),
        (["audit", EXAMPLE, "--min-score", "120"], ["120"]),
        (["audit", EXAMPLE, "-o", "laporan.doc"], ["laporan.doc"]),
        (["audit", EXAMPLE, "-o", "tidak/ada/laporan.json"], ["tidak/ada/laporan.json"]),
        (["check"], []),
        (["check", "tidak-ada.yaml"], ["tidak-ada.yaml"]),
        (["check", EXAMPLE], ["audit"]),
        (["explain", "EV999"], ["EV999"]),
        (["schema", "sopp"], ["sopp", "sop"]),
        (["audt"], ["audt"]),
        ([], []),
    ],
    ids=str,
)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_2_with_one_clear_sentence(run: Run, args: list[str], words: list[str], lang: str) -> None:
    done = run(*args, SOPCHECK_LANG=lang)
    assert done.returncode == 2
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr
    if args:
        assert (
            done.stderr.strip()
            .splitlines()[-1]
            .startswith("galat: " if lang == "id" else "error: ")
        )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("period: 2021", "period: 2021-13", 5),
        ("period: 2021", "periode: 2021", 5),
        ("language: id", "language: [id", 7),
        ("timezone: Asia/Jakarta", "timezone: Asia/Jakart", 7),
        ("version: 1", "version: 2", 2),
    ],
)
def test_2_for_malformed_settings(run: Run, office: Path, old: str, new: str, line: int) -> None:
    del line
    path = office / "sopcheck.yaml"
    at = path.read_text(encoding="utf-8").split(old)[0].count("\n") + 1
    edit(path, old, new)
    done = run("audit", office)
    assert done.returncode == 2
    assert f"sopcheck.yaml:{at}" in done.stderr or "sopcheck.yaml" in done.stderr


def test_2_without_a_year(run: Run, office: Path) -> None:
    (office / "sopcheck.yaml").unlink()
    done = run("audit", office)
    assert done.returncode == 2
    assert "--period" in done.stderr
    assert run("audit", office, "--period", "2021", "--as-of", "2022-02-15").returncode == 0


def test_3_when_there_is_nothing_to_judge(run: Run, tmp_path: Path) -> None:
    assert run("audit").returncode == 3
    (tmp_path / "sopcheck.yaml").write_text("version: 1\nperiod: 2021\n")
    assert run("audit").returncode == 3
    (tmp_path / "catatan.yaml").write_text("judul: bukan dokumen\n")
    assert run("audit").returncode == 3
    assert run("check", "catatan.yaml").returncode == 3


def test_130_when_interrupted(office: Path) -> None:
    code = "import sys, time, sopcheck.pipeline as p; p.discover = lambda *a, **k: time.sleep(30);"
    code += "from sopcheck.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "audit", str(office)],
        stderr=subprocess.PIPE,
        # A shell that starts tests in the background has interrupts ignored; not this process.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    with process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in complaint


@pytest.mark.parametrize("args", [["audit", EXAMPLE, "-f", "json"], ["rules", "list"]], ids=str)
def test_141_when_the_reader_goes_away(args: list[str | Path]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "sopcheck", *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait() == 141


def test_a_broken_file_never_stops_the_run(run: Run, office: Path) -> None:
    folder = office / "evidence" / "manajemen-perubahan"
    (folder / "kurung.yaml").write_bytes(b"[" * 100_000)
    (folder / "strip.yaml").write_bytes(b"- " * 50_000)
    (folder / "tanya.yaml").write_bytes(b"? " * 50_000)
    (folder / "putar.yaml").write_bytes(b"a: &x [*x]")
    (folder / "biner.yaml").write_bytes(os.urandom(1000) + b"\xff")
    started = time.monotonic()
    done = run("audit", office, "-f", "json")
    assert time.monotonic() - started < 5
    assert done.returncode == 1
    report = json.loads(done.stdout)
    broken = {f["path"].rpartition("/")[2]: f["code"] for f in report["findings"]}
    assert broken == {
        "kurung.yaml": "CORE004",
        "strip.yaml": "CORE004",
        "tanya.yaml": "CORE004",
        "putar.yaml": "CORE004",
        "biner.yaml": "CORE001",
    }


def test_an_unreadable_file_is_a_finding(run: Run, office: Path) -> None:
    (office / "evidence" / "hilang.yaml").symlink_to("tidak-ada.yaml")
    (office / "evidence" / "luar.yaml").symlink_to("/etc/hostname")
    report = json.loads(run("audit", office, "-f", "json").stdout)
    codes = {f["path"].rpartition("/")[2]: f["code"] for f in report["findings"]}
    assert codes == {"hilang.yaml": "CORE001", "luar.yaml": "CORE009"}


def test_nothing_is_written_but_the_output(run: Run, office: Path, tmp_path: Path) -> None:
    def state() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    before = state()
    run("audit", office, "-f", "json")
    run("check", office / "office.yaml")
    assert state() == before
    run("audit", office, "-o", "laporan.json", "-o", "terminal=laporan.dat", "-o", "l.txt")
    made = {Path(p).name for p in state().keys() - before.keys()}
    assert made == {"laporan.json", "laporan.dat", "l.txt"}


def test_equal_input_gives_equal_bytes(run: Run, office: Path) -> None:
    first = run("audit", EXAMPLE, "-f", "json").stdout
    assert run("audit", office, "-f", "json").stdout == first
    assert run("audit", cwd=office, PYTHONHASHSEED="7").stdout == run("audit", EXAMPLE).stdout
    assert str(EXAMPLE) not in first


def test_a_pipe_gets_no_colour_unless_asked(run: Run, office: Path) -> None:
    next((office / "files").rglob("*.pdf")).unlink()
    assert "\x1b" not in run("audit", office).stdout
    assert "\x1b[" in run("audit", office, FORCE_COLOR="1").stdout
    assert "\x1b" not in run("audit", office, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b" not in run("audit", office, "-f", "json", FORCE_COLOR="1").stdout


def test_a_terminal_gets_colour_and_its_own_width(office: Path) -> None:
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sopcheck", "audit", str(office)],
        stdout=child,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "60"},
    )
    os.close(child)
    shown = b""
    while True:
        try:
            part = os.read(parent, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.wait()
    assert process.returncode == 0
    assert b"\x1b[" in shown


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("columns", ["80", "120"])
def test_no_line_but_a_path_is_wider_than_the_screen(
    run: Run, office: Path, lang: str, columns: str
) -> None:
    for path in sorted((office / "files").rglob("*.pdf"))[::3]:
        path.unlink()
    edit(office / "self-assessment-2021.yaml", "answer: A", "answer: F")
    done = run("audit", office, "-v", "--lang", lang, COLUMNS=columns)
    for line in done.stdout.splitlines():
        assert len(line) <= int(columns) or line.lstrip().startswith(
            ("-->", "= terkait", "= related")
        )


def test_filters_change_no_score(run: Run, office: Path) -> None:
    next((office / "files" / "penataan-tatalaksana").glob("*.pdf")).unlink()
    whole = json.loads(run("audit", office, "-f", "json").stdout)
    part = json.loads(
        run(
            "audit", office, "-f", "json", "--area", "manajemen-perubahan", "--ignore", "EV301"
        ).stdout
    )
    assert part["offices"][0]["score"] == whole["offices"][0]["score"]
    assert [a["area"] for a in part["offices"][0]["areas"]] == ["manajemen-perubahan"]
    assert part["findings"] == []
    assert part["verdict"]["exit"] == 0
    assert whole["verdict"]["exit"] == 1


def test_audit_of_a_folder_inside_finds_its_settings(run: Run) -> None:
    inner = run("audit", EXAMPLE / "evidence", "-f", "json")
    assert inner.stdout == run("audit", EXAMPLE, "-f", "json").stdout


def test_as_of_sets_the_future_aside(run: Run) -> None:
    report = json.loads(run("audit", EXAMPLE, "-f", "json", "--as-of", "2021-06-30").stdout)
    assert report["summary"]["set_aside"] > 20
    assert report["as_of"] == "2021-06-30"
    assert "CV401" not in {f["code"] for f in report["findings"]}


def test_check_judges_single_files(run: Run, office: Path) -> None:
    good = sorted((office / "evidence").rglob("*.yaml"))[:3]
    assert run("check", *good).returncode == 0
    assert run("check", office / "self-assessment-2021.yaml").returncode == 0
    edit(good[0], "kind: evidence", "kind: evidence\ntitel: salah")
    done = run("check", *good)
    assert done.returncode == 1
    assert "CORE006" in done.stdout
    assert f"{good[0].relative_to(office)}:" in done.stdout


def test_check_knows_the_words_of_the_pack_and_the_roles(run: Run, office: Path) -> None:
    path = min((office / "evidence" / "penataan-tatalaksana").glob("*rapat*.yaml"))
    edit(path, "type: notula", "type: notulen")
    edit(office / "self-assessment-2021.yaml", "answer: A", "answer: Z")
    sop = min((office / "sops").rglob("*.yaml"))
    edit(sop, "role: ", "role: juru-tulis-")
    report = json.loads(
        run("check", path, sop, office / "self-assessment-2021.yaml", "-f", "json").stdout
    )
    assert {f["code"] for f in report["findings"]} == {"CORE008", "CV401"}
    assert {f["path"].rpartition("/")[2] for f in report["findings"]} == {
        path.name,
        sop.name,
        "self-assessment-2021.yaml",
    }


def test_check_of_an_attachment_checks_the_evidence_that_names_it(run: Run, office: Path) -> None:
    attachment = min((office / "files").rglob("*.pdf"))
    assert run("check", attachment).returncode == 0
    attachment.write_bytes(b"")
    done = run("check", attachment, "-f", "json")
    assert done.returncode == 1
    named = attachment.relative_to(office).as_posix()
    found = json.loads(done.stdout)["findings"]
    assert found
    assert {f["code"] for f in found} == {"EV303"}
    assert all(named in (office / f["path"]).read_text("utf-8") for f in found)


def test_check_of_a_deleted_attachment_finds_it_missing(run: Run, office: Path) -> None:
    attachment = min((office / "files").rglob("*.pdf"))
    attachment.unlink()
    found = json.loads(run("check", attachment, "-f", "json").stdout)["findings"]
    assert {f["code"] for f in found} == {"EV301"}


@pytest.mark.parametrize("with_sop", [True, False])
def test_check_never_calls_a_run_conforming(run: Run, office: Path, with_sop: bool) -> None:
    evidence = "evidence/penataan-tatalaksana/2021-q1-penyusunan-sop.yaml"
    sop = "sops/penataan-tatalaksana/sop-tl-01-penyusunan-sop.yaml"
    lines = (office / evidence).read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if "step:" in line)
    (office / evidence).write_text("".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    done = run("check", evidence, *([sop] if with_sop else []), "-f", "json", cwd=office)
    (line,) = json.loads(done.stdout)["executions"]
    assert (line["outcome"], line["cost"], line["fitness"]) == ("not-assessed", None, None)
    assert "sopcheck audit" in line["reason"]["id"]


def test_check_never_passes_an_attachment_that_nothing_names(run: Run, office: Path) -> None:
    stray = office / "files" / "sisa.pdf"
    stray.write_bytes(b"%PDF-1.7\n")
    done = run("check", stray)
    assert done.returncode == 3
    assert "sisa.pdf" in done.stderr
    assert run("check", stray, office / "office.yaml").returncode == 0
    assert run("check", office / "files" / "tiada.pdf").returncode == 2


def test_check_without_files_says_what_is_missing(run: Run) -> None:
    done = run("check")
    assert done.returncode == 2
    assert "--changed-since" in done.stderr


def test_check_leaves_rules_across_documents_alone(run: Run, office: Path) -> None:
    path = min((office / "evidence" / "penataan-tatalaksana").glob("*.yaml"))
    edit(path, "period: 2021", "period: 2021\nsop: {id: sop-tidak-ada, version: 1}")
    report = json.loads(run("check", path, "-f", "json").stdout)
    assert report["findings"] == []
    assert report["offices"] == []


@pytest.mark.parametrize("code", ["EV301", "tl-p3", "TL101", "MP-R1", "CORE002"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_explain(run: Run, code: str, lang: str) -> None:
    done = run("explain", code, "--lang", lang)
    assert done.returncode == 0
    assert done.stdout.startswith(code.upper())
    assert len(done.stdout.splitlines()) > 6


@pytest.mark.parametrize("lang", ["id", "en"])
def test_explain_derives_an_item_in_an_office(run: Run, office: Path, lang: str) -> None:
    whole = run("explain", "tl-p3", office, "--office", "3512", "--lang", lang).stdout
    assert "1,0000 ×" in whole or "1.0000 ×" in whole
    assert "✔ A" in whole
    lost = next((office / "files").rglob("*rapat*notula*.pdf"))
    lost.unlink()
    less = run("explain", "TL-P3", office, "--office", "kab-situbondo", "--lang", lang).stdout
    assert "✘ A" in less or "EV301" not in less
    done = run("explain", "TL-P33", office, "--office", "3512")
    assert done.returncode == 2
    assert run("explain", "TL-P3", office, "--office", "9999").returncode == 2
    assert run("explain", "EV301", office, "--office", "3512").returncode == 2


def test_the_number_of_processes_changes_no_byte(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sopcheck.yaml").write_bytes((EXAMPLE / "sopcheck.yaml").read_bytes())
    for code in ("3511", "3512", "3513"):
        folder = tmp_path / "offices" / f"{code}-contoh"
        shutil.copytree(EXAMPLE, folder)
        (folder / "sopcheck.yaml").unlink()
        edit(folder / "office.yaml", '"3512"', f'"{code}"')
    one, two = (run("audit", tmp_path, "--jobs", jobs, "-f", "json").stdout for jobs in ("1", "3"))
    assert one == two
    report = json.loads(one)
    assert [o["code"] for o in report["offices"]] == ["3511", "3512", "3513"]
    codes = {f["code"] for f in report["findings"]}
    assert {"SD106", "EV308", "EV309"} <= codes, "copied offices share numbers, letters and files"
    assert {o["rank"] for o in report["offices"]} == {1, 2}


def test_findings_of_one_kind_at_one_place_are_shown_once(run: Run, office: Path) -> None:
    empty = "kind: self-assessment\nperiod: 2021\nanswers: {}\n"
    (office / "self-assessment-2021.yaml").write_text(empty)
    shown = run("audit", office).stdout
    assert shown.count("galat[CV401]") == 1
    assert "= juga" in shown


def test_a_saved_report_leaves_nothing_out(run: Run, office: Path, tmp_path: Path) -> None:
    for path in (office / "files").rglob("*.pdf"):
        path.unlink()
    run("audit", office, "-q", "-o", tmp_path / "laporan.txt")
    saved = (tmp_path / "laporan.txt").read_text(encoding="utf-8")
    assert saved.count("galat[EV301]") > 60


def test_rules_list_names_every_code_and_item_with_its_clause(run: Run) -> None:
    listed = run("rules", "list", COLUMNS="200").stdout
    for code in ("CORE001", "PV701", "MP101", "TL101", "MP-P1", "TL-R6"):
        assert any(line.startswith(code) for line in listed.splitlines())


def test_rules_test_fails_when_a_good_example_is_spoilt(run: Run, tmp_path: Path) -> None:
    source = Path(__file__).parent.parent / "rules" / "pmprb-2020-unit"
    folder = tmp_path / "paket"
    folder.mkdir()
    for name in ("pack.yaml", "penataan-tatalaksana.yaml"):
        shutil.copy(source / name, folder)
    assert run("rules", "test", "--pack", "paket").returncode == 0
    path = folder / "penataan-tatalaksana.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("legal_basis: [", text.index("good:"))
    path.write_text(text[:at] + "related: [" + text[at + len("legal_basis: [") :], encoding="utf-8")
    done = run("rules", "test", "--pack", "paket")
    assert done.returncode == 1
    assert "TL101" in done.stdout


@pytest.mark.parametrize("kind", ["office", "sop", "evidence", "self-assessment", "report"])
def test_schemas_stand_alone(run: Run, kind: str) -> None:
    schema = json.loads(run("schema", kind).stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    references = json.dumps(schema).split('"$ref": "')[1:]
    assert all(r.startswith("#/") for r in references)


@pytest.mark.parametrize("command", [[], ["audit"], ["check"], ["explain"], ["rules"], ["schema"]])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_help_speaks_the_language(run: Run, command: list[str], lang: str) -> None:
    done = run(*command, "--help", SOPCHECK_LANG=lang)
    assert done.returncode == 0
    assert ("Pemakaian:" in done.stdout) == (lang == "id")
    assert "cli." not in done.stdout


def test_help_is_instant() -> None:
    """What `--help` imports: nothing that reads YAML, judges or draws."""
    code = "import sys; sys.argv = ['sopcheck', '--help']; from sopcheck.cli import main; main(); "
    code += (
        "print([m for m in ('yaml', 'rich', 'jsonschema', 'jsonschema_rs') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
