"""The action, the hook, the GitLab template and the recipes: well formed, and their steps do as said."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
CI = ROOT / "docs" / "ci"
EXAMPLES = ROOT / "examples"
ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
BIN = Path(sys.executable).parent
BROKEN = "evidence/penataan-tatalaksana/2021-akses-informasi.yaml"
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def read(path: Path) -> Any:
    """A YAML file as hosts read it; the key `on` stays text."""
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:bool"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 a safe loader without booleans


# Well formed


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("github-actions", ACTION),
        *(("github-workflows", path) for path in sorted(CI.glob("github-*.yml"))),
        *(("gitlab-ci", path) for path in sorted(CI.glob("*gitlab*.yml"))),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_files_fit_the_schemas_of_their_hosts(schema: str, path: Path) -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*checker, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_recipe_is_checked_and_explained() -> None:
    names = {path.name for path in CI.iterdir()}
    assert names == {
        "github-satu-satker.yml",
        "github-provinsi.yml",
        "gitlab-satu-satker.yml",
        "gitlab-provinsi.yml",
        "sopcheck.gitlab-ci.yml",
        "pre-commit-config.yaml",
    }
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    for part in page.split("\n# English\n"):
        assert all(name in part for name in names)


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every step of the action and of the GitHub recipes."""
    yield from (("action.yml", step) for step in read(ACTION)["runs"]["steps"])
    for path in sorted(CI.glob("github-*.yml")):
        for job in read(path)["jobs"].values():
            yield from ((path.name, step) for step in job["steps"])


def test_no_expression_is_put_into_a_script() -> None:
    scripts = [(name, step["run"]) for name, step in steps() if "run" in step]
    assert scripts
    assert not [name for name, script in scripts if "${{" in script]


def test_every_input_is_used_once_and_documented() -> None:
    action = read(ACTION)
    used = _EXPRESSION.findall(ACTION.read_text("utf-8"))
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    for name in action["inputs"]:
        assert used.count(f"inputs.{name}") == 1
        assert f"`{name}`" in page
    for name in action["outputs"]:
        assert f"`{name}`" in page


def test_actions_of_others_are_pinned_by_version() -> None:
    uses = [step["uses"] for _, step in steps() if "uses" in step]
    assert len(uses) > 5
    assert all(re.fullmatch(r"[\w./-]+@v\d+(\.\d+)*", used) for used in uses)


def test_recipes_and_the_sample_configuration_name_what_is_here() -> None:
    hooks = {hook["id"] for hook in read(HOOKS)}
    (repository,) = read(CI / "pre-commit-config.yaml")["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= hooks
    for path in CI.glob("gitlab-*.yml"):
        (included,) = read(path)["include"]
        assert (ROOT / included["file"].lstrip("/")).is_file()
    inputs = set(read(ACTION)["inputs"])
    for _, step in steps():
        if "pemilik/sopcheck@" in step.get("uses", ""):
            assert set(step.get("with", {})) <= inputs


def test_hook_has_what_pre_commit_asks_for() -> None:
    (hook,) = read(HOOKS)
    assert {"id", "name", "entry", "language", "files"} <= set(hook)
    assert hook["language"] == "python"
    assert hook["require_serial"] == "true"  # read as text here
    assert re.compile(hook["files"])


@pytest.mark.parametrize(
    ("path", "is_picked"),
    [
        ("evidence/pengawasan/2021-q1.yaml", True),
        ("offices/3512-x/evidence/a.yml", True),
        ("offices/3512-x/files/2021/notula.pdf", True),
        ("files/a/foto.jpg", True),
        ("sops/a/sop-1.yaml", True),
        ("reviews/3512.yaml", True),
        ("offices/3512-x/office.yaml", True),
        ("self-assessment-2021.yaml", True),
        ("waivers.yaml", True),
        ("sopcheck.yaml", False),
        (".github/workflows/sopcheck.yml", False),
        (".gitlab-ci.yml", False),
        ("README.md", False),
        ("evidence/README.md", False),
    ],
)
def test_hook_picks_documents_and_attachments(path: str, is_picked: bool) -> None:
    (hook,) = read(HOOKS)
    assert bool(re.search(hook["files"], path)) is is_picked


# Run step by step


@dataclass
class Host:
    """A runner of jobs: a repository, the files that hosts give, and the outputs of steps."""

    repository: Path
    temp: Path
    context: dict[str, str] = field(default_factory=dict)

    def shell(
        self, command: list[str], script: str, env: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SOPCHECK", "GIT_"))}
        return subprocess.run(
            [*command, script],
            cwd=self.repository,
            env={**kept, "PATH": path, "PYTHONUTF8": "1", **env},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def filled(self, value: str) -> str:
        """A text with its expressions evaluated; an unknown one is an error of the test."""
        return _EXPRESSION.sub(lambda found: self.context[found[1]], value)

    def action(self, **given: str) -> subprocess.CompletedProcess[str]:
        """The steps of action.yml but setting up Python and installing."""
        action = read(ACTION)
        values = {name: entry["default"] for name, entry in action["inputs"].items()} | given
        self.context |= {f"inputs.{name}": self.filled(value) for name, value in values.items()}
        files = {n: str(self.temp / n) for n in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            Path(path).write_text("", "utf-8")
        done = None
        for step in action["runs"]["steps"]:
            if "uses" in step or step["id"] == "install":
                continue
            assert done is None or done.returncode == 0
            env = {name: self.filled(value) for name, value in step["env"].items()}
            bash = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"]
            done = self.shell(bash, step["run"], {**env, **files, "RUNNER_TEMP": str(self.temp)})
        assert done is not None
        return done

    def workflow(self, name: str, job: str) -> subprocess.CompletedProcess[str]:
        """The steps of a recipe that are sopcheck's."""
        (step,) = (
            s for s in read(CI / name)["jobs"][job]["steps"] if "pemilik/sopcheck@" in s["uses"]
        )
        return self.action(**step.get("with", {}))

    def outputs(self) -> dict[str, str]:
        rows = (self.temp / "GITHUB_OUTPUT").read_text("utf-8").splitlines()
        return dict(row.split("=", 1) for row in rows)

    def gitlab(self, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """The script of the job `sopcheck` of a recipe, which includes the template."""
        template = read(CI / "sopcheck.gitlab-ci.yml")
        job = template[".sopcheck"] | template["sopcheck"]
        own = read(CI / name).get("sopcheck", {}).get("variables", {})
        env = {k: str(v) for k, v in (job["variables"] | own | variables).items()}
        return self.shell(["sh", "-e", "-c"], "\n".join(job["script"]), env)


def git(folder: Path, *args: str) -> str:
    who = ["-c", "user.name=Penguji", "-c", "user.email=penguji@example.org"]
    command = ["git", *who, "-c", "core.autocrlf=false", *args]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def break_one(folder: Path, path: str) -> int:
    """Name a file that is not there, in one commit; gives the line."""
    page = folder / path
    before = page.read_text("utf-8")
    after = re.sub(r"(file: files/\S+)\.png", r"\1-hilang.png", before, count=1)
    assert after != before
    page.write_text(after, "utf-8")
    git(folder, "commit", "-qam", "Satu bukti rusak")
    return next(i for i, line in enumerate(after.splitlines(), 1) if "-hilang" in line)


def repository_of(source: Path, folder: Path) -> Path:
    shutil.copytree(source, folder)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Bukti")
    return folder


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """A host with the repository of one office."""
    (tmp_path / "temp").mkdir()
    return Host(
        repository_of(EXAMPLES / "satu-satker", tmp_path / "bukti"),
        tmp_path / "temp",
        {"github.action_path": str(ROOT)},
    )


def annotations(text: str) -> list[dict[str, str]]:
    """The errors that GitHub shows at lines."""
    found = re.findall(r"^::error (.*?)::", text, re.MULTILINE)
    entries = [dict(p.split("=", 1) for p in row.split(",") if "=" in p) for row in found]
    return [entry for entry in entries if "file" in entry]


def sarif_places(path: str) -> list[tuple[str, int]]:
    (run,) = json.loads(Path(path).read_text("utf-8"))["runs"]
    places = [r["locations"][0]["physicalLocation"] for r in run["results"]]
    return [(p["artifactLocation"]["uri"], p["region"]["startLine"]) for p in places]


def test_github_job_fails_with_the_one_finding_of_the_commit_that_broke_it(host: Host) -> None:
    passed = host.workflow("github-satu-satker.yml", "sopcheck")
    assert passed.returncode == 0, passed.stderr
    assert not annotations(passed.stdout)
    assert sarif_places(host.outputs()["sarif"]) == []
    line = break_one(host.repository, BROKEN)
    failed = host.workflow("github-satu-satker.yml", "sopcheck")
    assert failed.returncode == 1, failed.stderr
    (entry,) = annotations(failed.stdout)
    assert (entry["file"], entry["line"]) == (BROKEN, str(line))
    assert host.outputs()["exit-code"] == "1"
    assert sarif_places(host.outputs()["sarif"]) == [(BROKEN, line)]
    summary = (host.temp / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    assert "### 1 galat" in summary
    assert f"`{BROKEN}:{line}`" in summary
    assert not git(host.repository, "status", "--porcelain")


def test_github_job_of_a_folder_names_files_from_the_repository(host: Host) -> None:
    (host.repository / "bukti 2021").mkdir()
    for name in ("evidence", "files", "sops", "office.yaml", "sopcheck.yaml"):
        git(host.repository, "mv", name, f"bukti 2021/{name}")
    git(host.repository, "mv", "self-assessment-2021.yaml", "bukti 2021/")
    git(host.repository, "commit", "-qm", "Dipindah")
    line = break_one(host.repository, f"bukti 2021/{BROKEN}")
    for path in ("bukti 2021", "./bukti 2021/"):
        failed = host.action(path=path)
        assert failed.returncode == 1, failed.stderr
        assert annotations(failed.stdout)[0]["file"] == f"bukti 2021/{BROKEN}"
        ((_, found),) = sarif_places(host.outputs()["sarif"])
        assert found == line
        summary = (host.temp / "GITHUB_STEP_SUMMARY").read_text("utf-8")
        assert f"`bukti 2021/{BROKEN}:{line}`" in summary


def test_inputs_of_the_action_are_options_and_never_script(host: Host) -> None:
    assert host.action(**{"min-score": "99"}).returncode == 1
    assert host.action(**{"fail-on": "never", "args": "--select  EV\n--lang en"}).returncode == 0
    assert "judged, without a threshold" in Path(host.outputs()["markdown"]).read_text("utf-8")
    trap = host.temp / "jebakan"
    for name in ("path", "period", "as-of", "fail-on", "min-score", "args"):
        done = host.action(**{name: f'"; touch {trap}; $(touch {trap}) `touch {trap}` #'})
        assert done.returncode == 2, name
        assert host.outputs() == {"exit-code": "2"}
    assert not trap.exists()


def test_gitlab_job_fails_with_the_one_finding_of_the_commit_that_broke_it(host: Host) -> None:
    def report() -> list[dict[str, Any]]:
        text = (host.repository / "gl-code-quality-report.json").read_text("utf-8")
        loaded: list[dict[str, Any]] = json.loads(text)
        return loaded

    passed = host.gitlab("gitlab-satu-satker.yml")
    assert passed.returncode == 0, passed.stderr
    assert report() == []
    line = break_one(host.repository, BROKEN)
    failed = host.gitlab("gitlab-satu-satker.yml")
    assert failed.returncode == 1, failed.stderr
    (entry,) = report()
    assert entry["location"]["path"] == BROKEN
    place = entry["location"].get("lines") or entry["location"]["positions"]
    begin = place["begin"]
    assert (begin if isinstance(begin, int) else begin["line"]) == line
    assert f"{BROKEN}:{line}" in failed.stdout
    job = read(CI / "sopcheck.gitlab-ci.yml")[".sopcheck"]["artifacts"]
    for name in (*job["paths"], *job["reports"].values()):
        assert (host.repository / name).stat().st_size
    assert git(host.repository, "diff", "--stat") == ""


def test_gitlab_variables_are_options_and_never_script(host: Host) -> None:
    trap = host.temp / "jebakan"
    hostile = f'"; touch {trap}; $(touch {trap}) *'
    assert host.gitlab("gitlab-satu-satker.yml", SOPCHECK_PATH=hostile).returncode == 2
    assert host.gitlab("gitlab-satu-satker.yml", SOPCHECK_ARGS=hostile).returncode == 2
    assert not trap.exists()
    assert host.gitlab("gitlab-satu-satker.yml", SOPCHECK_ARGS="--min-score 99").returncode == 1


def offices_of(paths: Iterable[str]) -> set[str]:
    """The office folders that paths lead into."""
    return {path.split("/")[1] for path in paths if path.startswith("offices/")}


@pytest.fixture
def province(tmp_path: Path) -> tuple[Host, str, str]:
    """A province of two offices that both have findings; one commit breaks one evidence file.

    Gives the host, the commit before, and the path of the file.
    """
    source = EXAMPLES / "jawa-timur"
    folder = tmp_path / "provinsi"
    names = sorted(p.name for p in (source / "offices").iterdir())
    left = [n for n in names if not n.startswith(("35-", "3512", "3579"))]
    shutil.copytree(source, folder, ignore=lambda _, seen: set(left) & set(seen))
    (tmp_path / "temp").mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Bukti")
    before = git(folder, "rev-parse", "HEAD")
    path = next(
        p.relative_to(folder).as_posix()
        for p in sorted((folder / "offices").glob("3579*/evidence/**/*.yaml"))
        if re.search(r"file: files/\S+\.png", p.read_text("utf-8"))
    )
    context = {"github.action_path": str(ROOT), "github.event.pull_request.base.sha": before}
    return Host(folder, tmp_path / "temp", context), before, path


def test_github_pull_request_in_a_province_speaks_of_the_changed_office(
    province: tuple[Host, str, str],
) -> None:
    host, _, path = province
    line = break_one(host.repository, path)
    failed = host.workflow("github-provinsi.yml", "perubahan")
    assert failed.returncode == 1, failed.stderr
    entries = annotations(failed.stdout)
    assert (path, str(line)) in [(e["file"], e["line"]) for e in entries]
    assert offices_of(e["file"] for e in entries) == offices_of([path])
    whole = host.workflow("github-provinsi.yml", "semua")
    assert whole.returncode == 1
    assert len(offices_of(p for p, _ in sarif_places(host.outputs()["sarif"]))) > 1


def test_gitlab_merge_request_in_a_province_speaks_of_the_changed_office(
    province: tuple[Host, str, str],
) -> None:
    host, before, path = province
    line = break_one(host.repository, path)
    failed = host.gitlab("gitlab-provinsi.yml", CI_MERGE_REQUEST_DIFF_BASE_SHA=before)
    assert failed.returncode == 1, failed.stderr
    text = (host.repository / "gl-code-quality-report.json").read_text("utf-8")
    paths = {entry["location"]["path"] for entry in json.loads(text)}
    assert path in paths
    assert offices_of(paths) == offices_of([path])
    assert f"`{path}:{line}`" in (host.repository / "sopcheck.md").read_text("utf-8")
    assert host.gitlab("gitlab-provinsi.yml").returncode == 1


# The hook, as pre-commit calls it


@pytest.fixture
def hook(host: Host) -> Callable[[], subprocess.CompletedProcess[str]]:
    """Run the hook on the files of the last commit that it picks."""
    (entry,) = read(HOOKS)

    def call() -> subprocess.CompletedProcess[str]:
        names = git(host.repository, "diff", "--name-only", "HEAD~1").splitlines()
        picked = [name for name in names if re.search(entry["files"], name)]
        assert picked
        return host.shell(["sh", "-c"], f"{entry['entry']} {shlex.join(picked)}", {})

    return call


def test_hook_refuses_the_broken_file_at_its_line(
    host: Host, hook: Callable[[], subprocess.CompletedProcess[str]]
) -> None:
    page = host.repository / BROKEN
    page.write_text(page.read_text("utf-8") + "# diperiksa lagi\n", "utf-8")
    git(host.repository, "commit", "-qam", "Catatan")
    assert hook().returncode == 0
    line = break_one(host.repository, BROKEN)
    failed = hook()
    assert failed.returncode == 1
    assert re.findall(r"--> (\S+?):(\d+):", failed.stdout) == [(BROKEN, str(line))]


def test_hook_finds_the_evidence_of_a_changed_attachment(
    host: Host, hook: Callable[[], subprocess.CompletedProcess[str]]
) -> None:
    page = (host.repository / BROKEN).read_text("utf-8")
    attachment = host.repository / re.findall(r"file: (files/\S+\.png)", page)[0]
    attachment.write_bytes(attachment.read_bytes() + b"\n")
    git(host.repository, "commit", "-qam", "Lampiran diganti")
    passed = hook()
    assert passed.returncode == 0, passed.stderr
    attachment.write_bytes(b"")
    git(host.repository, "commit", "-qam", "Lampiran kosong")
    failed = hook()
    assert failed.returncode == 1
    assert "EV303" in failed.stdout
    assert BROKEN in failed.stdout
