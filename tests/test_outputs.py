"""Reports are delivered whole or not at all, now or later from a stored one."""

from __future__ import annotations

import json
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import judged_example

from sopcheck.errors import SettingsError
from sopcheck.filters import Selection, selected
from sopcheck.model.report import Report
from sopcheck.report import FORMATS, View, render
from sopcheck.stored import read_report

Run = Callable[..., subprocess.CompletedProcess[str]]
EXAMPLES = Path(__file__).parent.parent / "examples"
EXAMPLE = EXAMPLES / "satu-satker"
TEXTS = [name for name, form in FORMATS.items() if not form.is_binary]


@pytest.fixture(scope="module")
def judged() -> Report:
    """Some offices of the province: the province itself, a reviewed one, one that nobody can read."""
    shown = Selection(offices=("35", "3501", "3512", "3527", "3579"))
    return selected(judged_example("jawa-timur"), shown)


@pytest.fixture(scope="module")
def stored(judged: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their report, as `audit -o` writes it."""
    path = tmp_path_factory.mktemp("stored") / "laporan.json"
    path.write_bytes(render(judged, "json", View()))
    return path


# Stored reports


def test_stored_report_is_the_one_that_was_written(stored: Path, judged: Report) -> None:
    assert read_report(stored) == judged


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_format_of_a_stored_report_is_that_of_the_audit(
    name: str, lang: str, stored: Path, judged: Report
) -> None:
    view = View(lang=lang)
    first = render(judged, name, view)
    assert render(read_report(stored), name, view) == first
    assert render(judged, name, view) == first, "the same bytes twice"


@pytest.mark.parametrize("name", TEXTS)
def test_report_prints_what_audit_prints(name: str, run: Run, office: Path, tmp_path: Path) -> None:
    min((office / "files" / "akuntabilitas").iterdir()).unlink()
    options = ("--area", "AK", "--ignore", "PL", "--min-score", "50", "-f", name)
    now = run("audit", office, *options, "-o", "laporan.json", cwd=tmp_path)
    later = run("report", "laporan.json", "-f", name, cwd=tmp_path)
    assert later.stdout == now.stdout
    assert later.returncode == now.returncode == 1
    assert not later.stderr


def test_filters_and_thresholds_apply_to_a_stored_report(run: Run, stored: Path) -> None:
    def codes(*options: str) -> set[str]:
        shown = json.loads(run("report", stored, "-f", "json", *options).stdout)
        return {f["code"] for f in shown["findings"]}

    assert codes("--select", "CF") < codes()
    assert all(code.startswith("CF") for code in codes("--select", "CF"))
    assert run("report", stored, "-q", "--fail-on", "never").returncode == 0
    assert run("report", stored, "-q", "--fail-on", "never", "--min-score", "99").returncode == 1
    assert run("report", stored, "-q", "--office", "9999").returncode == 2


def test_language_of_a_stored_report_can_be_another(run: Run, stored: Path) -> None:
    assert "Next: sopcheck explain" in run("report", stored, "--lang", "en").stdout
    assert json.loads(run("report", stored, "--lang", "en", "-f", "json").stdout)["lang"] == "en"


def changed(stored: Path, target: Path, **keys: Any) -> Path:
    content = json.loads(stored.read_text("utf-8"))
    content.update(keys)
    target.write_text(json.dumps(content), encoding="utf-8")
    return target


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "JSON"),
        (b'{"schema": "sopcheck/report/1"', "JSON"),
        (b'{"schema": NaN}', "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"[]", "bukan laporan sopcheck"),
        (b'{"schema": "lain"}', "bukan laporan sopcheck"),
        (b'{"schema": "sopcheck/report/2"}', "perbarui sopcheck"),
        (b'{"schema": "sopcheck/report/1"}', "tidak sesuai skemanya"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(
    content: bytes, words: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "x.json").write_bytes(content)
    done = run("report", "x.json", cwd=tmp_path)
    assert done.returncode == 2
    assert not done.stdout
    assert words in done.stderr
    assert "x.json" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_report_that_does_not_fit_its_schema_is_refused_at_its_place(
    stored: Path, tmp_path: Path
) -> None:
    broken = changed(stored, tmp_path / "x.json", period="dua ribu")
    with pytest.raises(SettingsError) as caught:
        read_report(broken)
    assert caught.value.args_by_name["pointer"] == "period"


def test_keys_that_later_versions_add_are_passed_over(stored: Path, tmp_path: Path) -> None:
    later = changed(stored, tmp_path / "x.json", later={"key": 1})
    assert read_report(later) == read_report(stored)


# Files


def test_several_outputs_in_one_run(run: Run, tmp_path: Path) -> None:
    done = run(
        *("audit", EXAMPLE, "-q", "-o", "a.json", "-o", "terminal=b", "-o", "c.txt"), cwd=tmp_path
    )
    assert done.returncode == 0
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["summary"]["offices"] == 1
    assert (tmp_path / "b").read_bytes() == (tmp_path / "c.txt").read_bytes()


def test_output_replaces_a_file_and_leaves_nothing_beside_it(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_text("lama", encoding="utf-8")
    target.chmod(0o640)
    (tmp_path / "tautan.json").symlink_to("a.json")
    assert run("audit", EXAMPLE, "-q", "-o", "tautan.json", cwd=tmp_path).returncode == 0
    assert target.read_bytes().startswith(b"{")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "tautan.json"]
    assert (tmp_path / "tautan.json").is_symlink()


def test_failed_write_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    """A limit on file sizes stands for a disk that is full half-way."""
    (tmp_path / "a.json").write_text("lama", encoding="utf-8")
    (tmp_path / "b.txt").write_text("lama", encoding="utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        [sys.executable, "-m", "sopcheck", "audit", str(EXAMPLE), "-q"]
        + ["-o", "b.txt", "-o", "a.json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=limit,  # nothing else runs in this process
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "a.json" in done.stderr
    assert "Traceback" not in done.stderr
    assert {p.name: p.read_text("utf-8") for p in tmp_path.iterdir()} == {
        "a.json": "lama",
        "b.txt": "lama",
    }


def test_full_disk_is_one_sentence(run: Run) -> None:
    done = run("audit", EXAMPLE, "-q", "-o", "json=/dev/full")
    assert done.returncode == 2
    assert "penuh" in done.stderr
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode), "a device stays a device"  # noqa: PTH116


@pytest.mark.parametrize(
    "outputs",
    [
        ("-o", "tiada/a.json"),
        ("-o", "a.json", "-o", "./a.json"),
        ("-o", "a.yaml"),
        ("-o", "bentuk=a.json2"),
        ("-o", "json=."),
        ("-f", "bentuk"),
        ("-o", ""),
    ],
)
def test_output_that_cannot_be_is_refused(
    outputs: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    done = run("audit", EXAMPLE, "-q", *outputs, cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_stored_report_is_never_its_own_output(run: Run, tmp_path: Path) -> None:
    assert run("audit", EXAMPLE, "-q", "-o", "a.json", cwd=tmp_path).returncode == 0
    before = (tmp_path / "a.json").read_bytes()
    done = run("report", "a.json", "--office", "3512", "-o", "a.json", cwd=tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "a.json").read_bytes() == before


@pytest.mark.parametrize("prefix", ["../x", "/x", "x/../../y"])
def test_path_prefix_stays_inside(prefix: str, run: Run) -> None:
    assert run("audit", EXAMPLE, "--path-prefix", prefix).returncode == 2


# Quiet


def test_quiet_is_one_line_an_office_and_one_for_all(run: Run, stored: Path) -> None:
    lines = run("report", stored, "-q").stdout.splitlines()
    content = json.loads(stored.read_text("utf-8"))
    assert [line.split()[0] for line in lines[:-1]] == [o["code"] for o in content["offices"]]
    for line, office in zip(lines, content["offices"], strict=False):
        errors = sum(
            f["office"] == office["code"] and f["severity"] == "error" for f in content["findings"]
        )
        assert f" {errors} galat " in line
        assert line.endswith(office["name"])
    assert lines[-1].startswith(f"{content['summary']['findings']['error']} galat")
