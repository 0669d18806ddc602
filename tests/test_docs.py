"""What the documentation says is what the program does."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sopcheck.cli.main import INTERRUPTED, READER_GONE
from sopcheck.errors import NothingToJudgeError, SettingsError
from sopcheck.load import load
from sopcheck.model.document import Unreadable
from sopcheck.model.report import Report
from sopcheck.model.rules import Item, Pack
from sopcheck.needs import accepted_types
from sopcheck.packs import load_pack
from sopcheck.rule_tests import run_examples
from sopcheck.schemas import KINDS, validator

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
RULES_README = ROOT / "rules" / "README.md"
PICTURE = ROOT / "docs" / "laporan.svg"
CODES = ROOT / "docs" / "kode.md"
SET_UP = "python3 -m venv .venv && .venv/bin/pip install -q "

Golden = Callable[[Path, str], None]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXCERPT = re.compile(r"(?<=^<!-- )(\w+)( -->\n```text\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"# (\S+\.yaml)\n")
_SLIP = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| (CORE\d{3}) \|$", re.MULTILINE)
_EXIT_ROW = re.compile(r"^\| (\d+) \|", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
_FAILS = re.compile(r"#.*\b(?:keluar dengan 1|exits with 1)\b")
_COMMANDS = ("", "audit", "check", "explain", "rules", "rules list", "rules show", "rules test")
_PDF = b"%PDF-1.7\n%%EOF\n"


def blocks(path: Path, *languages: str) -> list[str]:
    """The fenced blocks of a page in these languages."""
    return [body for name, body in _BLOCK.findall(path.read_text("utf-8")) if name in languages]


def commands(path: Path) -> list[str]:
    lines = [line for block in blocks(path, "console", "sh") for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if line.startswith(("sopcheck ", "cp "))))


def run(command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a `sopcheck …` line as it stands, without whatever the surroundings set."""
    args = shlex.split(command, comments=True)[1:]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SOPCHECK", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "sopcheck", *args],
        cwd=folder,
        env=kept | {"PYTHONUTF8": "1"} | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def named_fragments(path: Path) -> dict[str, str]:
    """YAML blocks whose first line is a comment that names their file."""
    found = [(_NAME.match(block), block) for block in blocks(path, "yaml")]
    return {name[1]: block for name, block in found if name}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a fresh clone, as far as the documented commands need it."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree(ROOT / "examples" / "satu-satker", folder / "examples" / "satu-satker")
    for name, text in named_fragments(RULES_README).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for command in commands(README):
        if command.startswith("cp "):
            _, _, source, target = shlex.split(command)
            shutil.copytree(folder / source, folder / target)
    return folder


@pytest.fixture(scope="module")
def picture() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "picture.py"))


# Commands, options, exit codes


@pytest.mark.parametrize(
    "command", [c for page in (README, RULES_README) for c in commands(page) if c[0] == "s"]
)
def test_documented_command_runs(command: str, clone: Path) -> None:
    result = run(command, clone)
    assert result.returncode == int(_FAILS.search(command) is not None), result.stderr
    assert result.stdout
    assert not result.stderr


@pytest.mark.parametrize(
    ("rest", "count"),
    [
        (". && .venv/bin/sopcheck audit examples/satu-satker", 2),
        ("-e '.[test]' && .venv/bin/pytest", 2),
    ],
)
def test_set_up_is_one_line_in_both_languages(rest: str, count: int) -> None:
    assert blocks(README, "sh").count(f"{SET_UP}{rest}\n") == count


def test_set_up_line_ends_in_a_command_that_runs(clone: Path) -> None:
    line = next(b for b in blocks(README, "sh") if "sopcheck" in b)
    command = line.partition(".venv/bin/sopcheck ")[2]
    assert run(f"sopcheck {command}", clone).returncode == 0


@pytest.mark.parametrize("command", [*_COMMANDS, "schema"])
@pytest.mark.parametrize("section", [0, 1], ids=["id", "en"])
def test_every_option_is_documented(command: str, section: int, clone: Path) -> None:
    text = README.read_text("utf-8").split("\n# English\n")[section]
    help_text = run(f"sopcheck {command} --help", clone).stdout
    documented = set(_OPTION.findall(text))
    assert set(_OPTION.findall(help_text)) <= documented
    assert all(word in text for word in command.split())


def test_exit_codes_are_the_programs() -> None:
    known = [0, 1, SettingsError.exit_code, NothingToJudgeError.exit_code, INTERRUPTED, READER_GONE]
    for part in README.read_text("utf-8").split("\n# English\n"):
        assert [int(code) for code in _EXIT_ROW.findall(part)] == known


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("sopcheck audit examples/satu-satker", 0),
        ("sopcheck audit examples/satu-satker --min-score 80", 1),
        ("sopcheck audit examples/satu-satker --fail-on berat", 2),
        ("sopcheck audit examples/satu-satker --period 2030", 2),
        ("sopcheck audit examples/satu-satker -o tiada/laporan.json", 2),
        ("sopcheck audit kosong --period 2021", 3),
    ],
)
def test_exit_code(command: str, code: int, clone: Path) -> None:
    (clone / "kosong").mkdir(exist_ok=True)
    assert run(command, clone).returncode == code


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_documented_as_it_works(shell: str, clone: Path) -> None:
    assert f"_SOPCHECK_COMPLETE={shell}_source sopcheck" in README.read_text("utf-8")
    shown = run("sopcheck", clone, _SOPCHECK_COMPLETE=f"{shell}_source")
    assert "_sopcheck_completion" in shown.stdout


# Fragments


def fragments() -> Iterator[Any]:
    """(kind, content) of each YAML block that is a document or a settings file."""
    for page in (README, RULES_README):
        for number, block in enumerate(blocks(page, "yaml")):
            loaded = load("fragment.yaml", block.encode())
            assert not isinstance(loaded, Unreadable), block
            content = loaded[0][0].data
            kind = content.get("kind", "settings" if "version" in content else None)
            found = [] if kind is None else [(kind, content)]
            found += [(d["kind"], d) for e in content.get("good", ()) for d in e["documents"]]
            for name, document in found:
                yield pytest.param(name, document, id=f"{page.parent.name}-{number}-{name}")


@pytest.mark.parametrize(("kind", "content"), list(fragments()))
def test_fragment_fits_its_schema(kind: str, content: Any) -> None:
    assert not validator(kind).problems(content)


def test_readme_shows_one_of_each_file() -> None:
    shown = {param.values[0] for param in fragments()}
    assert shown >= {"office", "sop", "evidence", "self-assessment", "settings"}
    assert shown <= {*KINDS, "settings"}


def test_fragments_make_an_office_without_faults(judge: Callable[..., Report]) -> None:
    files: dict[str, str | bytes] = {**named_fragments(README)}
    del files["sopcheck.yaml"]
    attachments = re.findall(r"file: (\S+)", README.read_text("utf-8"))
    report = judge({**files, **dict.fromkeys(attachments, _PDF)})
    assert report.summary.documents == len(files)
    unanswered = report.summary.judged["items"] - 1
    assert [f.code for f in report.findings] == ["CV401"] * unanswered
    shown = {i.item: i.evidenced for o in report.offices for a in o.areas for i in a.items}
    assert shown["TL-P3"] == "C"


@pytest.mark.parametrize(("wrong", "right", "code"), _SLIP.findall(README.read_text("utf-8")))
def test_slip_is_answered_with_its_code(
    wrong: str, right: str, code: str, judge: Callable[..., Report]
) -> None:
    fragment = named_fragments(README)
    name = "sops/penataan-tatalaksana/sop-tl-02.yaml"
    key = wrong.partition(":")[0]

    def codes(line: str) -> set[str]:
        text = re.sub(rf"^{key}:.*", lambda _: line, fragment[name], flags=re.MULTILINE)
        assert line in text
        report = judge({"office.yaml": fragment["office.yaml"], name: text})
        return {f.code for f in report.findings if f.code.startswith("CORE")}

    assert codes(wrong) == {code}
    assert codes(right) == set()


def test_example_pack_of_the_rules_readme(clone: Path) -> None:
    pack = load_pack("contoh-2021", base=clone)
    results = list(run_examples(pack))
    assert {(r.code, r.kind) for r in results} == {("PP101", "good"), ("PP101", "bad")}
    assert not [r for r in results if r.fault]
    assert list(pack.items) == ["PP-P1"]
    assert pack.assumed == ("pelayanan-publik/P",)


def test_rules_readme_names_every_key_of_a_pack() -> None:
    text = RULES_README.read_text("utf-8")
    for kind in ("pack", "area"):
        schema = validator(kind).schema
        parts = [schema, *schema["$defs"].values()]
        for name in [k for part in parts for k in part.get("properties", {})]:
            assert re.search(rf"\b{name}\b", text), name


# What is generated


def test_picture_is_up_to_date(picture: dict[str, Any], golden: Golden) -> None:
    golden(PICTURE, picture["picture"]())


def test_picture_fetches_nothing() -> None:
    links = re.findall(r"https?://[^\s\"<)]+", PICTURE.read_text("utf-8"))
    assert set(links) <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}


def test_excerpts_are_of_the_picture(picture: dict[str, Any], golden: Golden) -> None:
    parts: dict[str, str] = {}
    for lang, names in (("id", ("peta", "temuan", "penutup")), ("en", ("map", "finding", "end"))):
        paragraphs = picture["report"](lang=lang, color=False).rstrip("\n").split("\n\n")
        first = next(p for p in paragraphs if re.match(r"\w+\[", p))
        parts |= dict(zip(names, (paragraphs[1], first, paragraphs[-1]), strict=True))
    text = README.read_text("utf-8")
    assert {name for name, _, _ in _EXCERPT.findall(text)} >= {
        "peta",
        "temuan",
        "penutup",
        "finding",
    }
    golden(README, _EXCERPT.sub(lambda m: f"{m[1]}{m[2]}{parts[m[1]]}\n", text))


def test_codes_items_and_types(pack: Pack, golden: Golden) -> None:
    golden(CODES, reference(pack))


def reference(pack: Pack) -> str:
    """docs/kode.md as the pack says it."""
    return "\n\n".join([HEAD.format(pack=pack.id), *codes(pack), *items(pack), *types(pack)]) + "\n"


HEAD = """# Kode, butir, dan jenis dokumen · Codes, items and document types

Kode inti, lalu aturan, butir, dan jenis dokumen paket `{pack}`. Penjelasan dan contohnya: `sopcheck explain KODE`.

The codes of the core, then rules, items and document types of the pack `{pack}`. `sopcheck explain CODE` tells more."""

SEVERITIES = {"error": "galat · error", "warning": "peringatan · warning", "note": "catatan · note"}


def table(*rows: tuple[object, ...]) -> str:
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def ids(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def codes(pack: Pack) -> Iterator[str]:
    groups = [("Kode inti · Core codes", pack.core.values())]
    groups += [(f"Aturan · Rules: {a.name.id} · {a.name.en}", a.rules) for a in pack.areas.values()]
    for title, rules in groups:
        yield f"## {title}"
        yield table(
            ("Kode", "Tingkat", "Judul", "Title", "Dasar"),
            *((r.code, SEVERITIES[r.severity], r.title.id, r.title.en, r.source) for r in rules),
        )


def items(pack: Pack) -> Iterator[str]:
    for area in pack.areas.values():
        yield f"## Butir · Items: {area.name.id} · {area.name.en}"
        yield table(
            (
                "Butir",
                "Skala",
                "Pertanyaan · Question",
                "Jenis dokumen (`type`)",
                "Angka (`counts`)",
            ),
            *(
                (
                    item.id,
                    item.scale,
                    f"{item.question.id} · {item.question.en}",
                    ids(sorted(accepted_types(item, pack))),
                    ids(counts_of(item)),
                )
                for item in area.items
            ),
        )
        yield table(
            ("Kekhususan (`particulars`)", "Isi", "Holds"),
            *((f"`{key}`", words.id, words.en) for key, words in area.particulars.items()),
        )


def counts_of(item: Item) -> Iterable[str]:
    ratios = [item.ratio, *(needs.ratio for _, needs in item.levels)]
    return dict.fromkeys(name for ratio in ratios if ratio for name in (ratio.of, ratio.to))


def types(pack: Pack) -> Iterator[str]:
    yield "## Jenis dokumen · Document types"
    yield (
        "Tanggal dokumen terletak di antara sekian hari sebelum awal periodenya dan sekian hari sesudah akhirnya. "
        "A document is dated from so many days before its period begins to so many days after it ends."
    )
    yes, no = "ya · yes", ""
    yield table(
        (
            "`type`",
            "Nama · Name",
            "Bertanda tangan · Signed",
            "Bernomor · Numbered",
            "Final",
            "Hari · Days",
        ),
        *(
            (
                f"`{kind.id}`",
                f"{kind.name.id} · {kind.name.en}",
                yes if kind.signed else no,
                yes if kind.numbered else no,
                yes if kind.final else no,
                no if kind.before is None else f"{-kind.before} … {kind.after:+}",
            )
            for kind in pack.types.values()
        ),
    )
    yield "## Paket dokumen · Bundles"
    yield table(
        ("`bundle`", "Jenis dokumen (`type`)"),
        *((f"`{name}`", ids(sorted(members))) for name, members in pack.bundles.items()),
    )
