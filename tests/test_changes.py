"""`--changed-since`: what git says changed is what is checked, or decides."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
EXAMPLES = Path(__file__).parent.parent / "examples"
EVIDENCE = "evidence/penataan-tatalaksana/2021-q1-rapat-sop.yaml"


def git(folder: Path, *args: str) -> str:
    who = ["-c", "user.name=penguji", "-c", "user.email=penguji@example.org"]
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *args],  # noqa: S607  # whichever git is there
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def repository(office: Path) -> Path:
    """The example office in a repository, all of it committed."""
    git(office, "init", "-q", "-b", "main")
    git(office, "add", "-A")
    git(office, "commit", "-qm", "awal")
    return office


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("provinsi") / "bukti"
    root = EXAMPLES / "jawa-timur"
    for name in ("sops", "sopcheck.yaml", *(f"offices/{o}" for o in ("3501-*", "3502-*", "35-*"))):
        for source in root.glob(name):
            target = folder / source.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    git(folder.parent, "init", "-q", "-b", "main")
    git(folder.parent, "add", "-A")
    git(folder.parent, "commit", "-qm", "awal")
    return folder


def offices(run: Run, folder: Path, *options: str) -> list[str]:
    done = run("audit", folder, "-f", "json", *options)
    assert done.returncode in (0, 1), done.stderr
    report = json.loads(done.stdout)
    codes = [o["code"] for o in report["offices"]]
    assert {f["office"] for f in report["findings"]} <= {*codes, None}
    return codes


def test_check_takes_changed_and_new_documents(run: Run, repository: Path) -> None:
    path = repository / EVIDENCE
    path.write_text(path.read_text("utf-8").replace("type: notula", "type: notulen"), "utf-8")
    (repository / "evidence" / "baru.yaml").write_text("kind: evidence\n", encoding="utf-8")
    done = run("check", "--changed-since", "HEAD", "-f", "json", cwd=repository)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert {f["path"] for f in report["findings"]} == {EVIDENCE, "evidence/baru.yaml"}


def test_check_of_a_changed_or_deleted_attachment_takes_its_evidence(
    run: Run, repository: Path
) -> None:
    first, second = sorted((repository / "files" / "akuntabilitas").glob("*.pdf"))[:2]
    first.write_bytes(b"")
    second.unlink()
    done = run("check", "--changed-since", "HEAD", "-f", "json", cwd=repository)
    assert {f["code"] for f in json.loads(done.stdout)["findings"]} == {"EV301", "EV303"}


def test_check_says_that_deleted_documents_are_for_audit(run: Run, repository: Path) -> None:
    (repository / EVIDENCE).unlink()
    done = run("check", "--changed-since", "HEAD", cwd=repository)
    assert done.returncode == 3, "nothing is left to judge"
    assert "sopcheck audit" in done.stderr


def test_nothing_changed_is_never_checked_green(run: Run, repository: Path) -> None:
    done = run("check", "--changed-since", "HEAD", cwd=repository)
    assert done.returncode == 3
    assert "HEAD" in done.stderr


def test_changes_count_from_where_the_branches_parted(run: Run, repository: Path) -> None:
    git(repository, "switch", "-qc", "cabang")
    git(repository, "switch", "-q", "main")
    path = repository / EVIDENCE
    path.write_text(path.read_text("utf-8") + "# catatan\n", "utf-8")
    git(repository, "commit", "-qam", "pekerjaan lain")
    git(repository, "switch", "-q", "cabang")
    assert run("check", "--changed-since", "main", cwd=repository).returncode == 3


def test_audit_shows_the_offices_that_own_a_change(run: Run, province: Path) -> None:
    assert offices(run, province, "--changed-since", "HEAD") == []
    path = next(province.glob("offices/3502-*")) / "files" / "baru.txt"
    path.write_text("lampiran\n", encoding="utf-8")
    try:
        assert offices(run, province, "--changed-since", "HEAD") == ["3502"]
        assert offices(run, province, "--changed-since", "HEAD", "--office", "3501") == []
    finally:
        path.unlink()


def test_audit_keeps_every_score(run: Run, province: Path) -> None:
    whole = json.loads(run("audit", province, "-f", "json").stdout)
    some = json.loads(run("audit", province, "-f", "json", "--changed-since", "HEAD").stdout)
    assert some["summary"]["score"] == whole["summary"]["score"]


@pytest.mark.parametrize("name", ["sopcheck.yaml", "sops/baru.yaml", "waivers.yaml"])
def test_what_no_office_owns_concerns_all(name: str, run: Run, province: Path) -> None:
    path = province / name
    before = path.read_bytes() if path.exists() else None
    path.write_bytes((before or b"") + b"# catatan\n")
    try:
        assert offices(run, province, "--changed-since", "HEAD") == ["35", "3501", "3502"]
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def test_pages_for_people_concern_nobody(run: Run, province: Path) -> None:
    (province / "BACA.md").write_text("catatan\n", encoding="utf-8")
    try:
        assert offices(run, province, "--changed-since", "HEAD") == []
    finally:
        (province / "BACA.md").unlink()


@pytest.mark.parametrize("ref", ["tiada", "--output=x", "HEAD~99", ""])
@pytest.mark.parametrize("command", ["audit", "check"])
def test_unknown_commit_is_refused(command: str, ref: str, run: Run, repository: Path) -> None:
    done = run(command, f"--changed-since={ref}", cwd=repository)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (repository / "x").exists()


def test_folder_without_repository_is_refused(run: Run, office: Path) -> None:
    done = run("audit", office, "--changed-since", "HEAD", GIT_CEILING_DIRECTORIES=str(office))
    assert done.returncode == 2
    assert "git" in done.stderr


def test_machine_without_git_is_told_so(run: Run, office: Path) -> None:
    done = run("audit", office, "--changed-since", "HEAD", PATH="")
    assert done.returncode == 2
    assert "git" in done.stderr
