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
from sopcheck.errors import NothingToJudgeError, PackError, SettingsError
from sopcheck.load import load
from sopcheck.model.calendar import Week
from sopcheck.model.document import Unreadable
from sopcheck.model.report import Report
from sopcheck.model.rules import Item, Pack
from sopcheck.needs import accepted_types
from sopcheck.packs import load_pack
from sopcheck.rule_tests import run_examples
from sopcheck.schemas import KINDS, validator
from sopcheck.words import LANGUAGES, words

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
EXAMPLE = ROOT / "examples" / "satu-satker"
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
_OPTION = re.compile(r"(?<![\w-])(?:--[a-z][a-z-]*|-[a-z](?![\w-]))")
_REFUSED = re.compile(r"(?:Ditolak|Refused): ((?:`[$\w]+`[,.]\s+)+)")
_FAILS = re.compile(r"#.*\b(?:keluar dengan 1|exits with 1)\b")
_COMMANDS = (
    "",
    "audit",
    "check",
    "explain",
    "new",
    "new review",
    "rules",
    "rules list",
    "rules show",
    "rules test",
)
_DERIVATION = "sopcheck explain TL-P2 examples/satu-satker --office 3512"
_HABIT = "sopcheck audit examples/tiga-tahun"
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
    shutil.copytree(ROOT / "examples", folder / "examples")
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


@pytest.mark.parametrize(
    ("option", "variable", "settings", "system", "speech"),
    [
        ("--lang en", "id", "id", "id_ID", "en"),
        ("", "en", "id", "id_ID", "en"),
        ("", "", "en", "id_ID", "en"),
        ("", "", "", "en_US", "en"),
        ("", "", "", "C.UTF-8", "id"),
    ],
)
def test_language_is_chosen_in_the_documented_order(
    option: str, variable: str, settings: str, system: str, speech: str, tmp_path: Path
) -> None:
    lines = ["version: 1", "period: 2021", *([f"language: {settings}"] if settings else [])]
    (tmp_path / "sopcheck.yaml").write_text("\n".join(lines), encoding="utf-8")
    result = run(f"sopcheck explain EV301 {option}", tmp_path, SOPCHECK_LANG=variable, LANG=system)
    title = {"id": "Lampiran tidak ada", "en": "Attachment missing"}
    assert result.stdout.startswith(f"EV301 · {title[speech]}\n")


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


def test_settings_fragment_works_as_it_stands(tmp_path: Path) -> None:
    office = shutil.copytree(EXAMPLE, tmp_path / "bukti-kita")
    text = named_fragments(README)["sopcheck.yaml"]
    (office / "sopcheck.yaml").write_text(text, encoding="utf-8")
    assert run("sopcheck audit bukti-kita", tmp_path).returncode == 0


def test_check_knows_words_and_leaves_references_to_audit(tmp_path: Path) -> None:
    office = shutil.copytree(EXAMPLE, tmp_path / "bukti-kita")
    path = "evidence/penataan-tatalaksana/2021-q1-rapat-sop.yaml"
    text = (office / path).read_text("utf-8")
    for old, new in (
        ("items: [TL-P3]", "items: [TL-P99]"),
        ("type: notula", "type: notulen"),
        ("bundle: rapat", "bundle: rapatt"),
        ("signed_by: sekretaris", "signed_by: sekertaris"),
    ):
        assert old in text
        text = text.replace(old, new)
    (office / path).write_text(text, encoding="utf-8")
    checked = run(f"sopcheck check {path}", office).stdout
    assert all(f"“{word}”" in checked for word in ("TL-P99", "notulen", "rapatt"))
    assert "“sekertaris”" not in checked
    assert "“sekertaris”" in run("sopcheck audit -v", office).stdout


def test_folder_inside_an_office_judges_all_of_it(clone: Path) -> None:
    whole = run("sopcheck audit examples/satu-satker", clone)
    assert run("sopcheck audit examples/satu-satker/evidence", clone).stdout == whole.stdout


def test_files_that_notepad_renamed_are_not_read(
    judge: Callable[..., Report], example_files: dict[str, bytes]
) -> None:
    name = "self-assessment-2021.yaml"
    files = {path: data for path, data in example_files.items() if path != name}
    report = judge({**files, f"{name}.txt": example_files[name]})
    assert report.offices[0].worksheet == "none"


def test_counts_and_runs_wait_while_a_file_cannot_be_read(
    judge: Callable[..., Report], example_files: dict[str, bytes], pack: Pack
) -> None:
    broken = "evidence/penataan-tatalaksana/2021-q1-rapat-sop.yaml"
    report = judge({**example_files, broken: b"kind: [evidence\n"})
    lines = {i.item: i for area in report.offices[0].areas for i in area.items}
    counting = [
        item.id
        for item in pack.items.values()
        if (list(counts_of(item)) or asks_for_runs(item)) and lines[item.id].claimed_value
    ]
    waiting = [name for name in lines if broken in str(lines[name].missing)]
    assert sorted(waiting) == sorted(counting)


def test_first_of_two_worksheets_counts(
    judge: Callable[..., Report], example_files: dict[str, bytes]
) -> None:
    empty = b"kind: self-assessment\nperiod: 2021\nanswers: {TL-P3: {answer: D}}\n"
    (first,) = judge({**example_files, "self-assessment-2021-a.yaml": empty}).offices
    (last,) = judge({**example_files, "self-assessment-2021.yml": empty}).offices
    assert not first.score.claimed
    assert last.score.claimed


def test_limit_of_items_for_a_file(pack: Pack) -> None:
    text = README.read_text("utf-8")
    assert f"lebih dari {pack.items_per_file} butir" in text
    assert f"more than {pack.items_per_file} items" in text


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


def broken_pack(folder: Path, old: str, new: str) -> PackError:
    """How the example pack fails with a part of its area file replaced."""
    for name, text in named_fragments(RULES_README).items():
        (folder / name).parent.mkdir(exist_ok=True)
        changed = text.replace(old, new)
        assert (changed != text) == name.endswith("pelayanan-publik.yaml")
        (folder / name).write_text(changed, encoding="utf-8")
    with pytest.raises(PackError) as failure:
        load_pack("contoh-2021", base=folder)
    return failure.value


def refused_keywords() -> list[list[str]]:
    """The keywords that each language of the rules README calls refused."""
    found = _REFUSED.findall(RULES_README.read_text("utf-8"))
    return [re.findall(r"`(\S+)`", names) for names in found]


def test_refused_keywords_are_the_same_in_both_languages() -> None:
    indonesian, english = refused_keywords()
    assert indonesian == english


@pytest.mark.parametrize("keyword", [*refused_keywords()[0], "minimun"])
def test_keyword_is_refused(keyword: str, tmp_path: Path) -> None:
    failure = broken_pack(tmp_path, "minimum: 1", f"{keyword}: 1")
    assert f"“{keyword}”" in words("id").say(failure.message, **failure.args_by_name)


@pytest.mark.parametrize("needs", ["{}", "{every: semester}"])
def test_level_that_asks_nothing_is_refused(needs: str, tmp_path: Path) -> None:
    failure = broken_pack(tmp_path, "B: {documents: {any: [laporan]}}", f"B: {needs}")
    assert "“B”" in words("id").say(failure.message, **failure.args_by_name)


def test_pack_folder_is_sought_here_and_beside_the_settings(clone: Path, tmp_path: Path) -> None:
    shutil.copytree(clone / "contoh-2021", tmp_path / "paket-kita")
    (tmp_path / "sopcheck.yaml").write_text("version: 1\nperiod: 2021\n", encoding="utf-8")
    (tmp_path / "sops").mkdir()
    for folder, name in (
        (tmp_path, "paket-kita"),
        (tmp_path / "sops", "../paket-kita"),
        (tmp_path / "sops", "paket-kita"),
    ):
        assert run(f"sopcheck rules test --pack {name}", folder).returncode == 0


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


def test_excerpts_are_what_the_program_says(
    picture: dict[str, Any], clone: Path, golden: Golden
) -> None:
    parts: dict[str, str] = {}
    kinds = {
        "id": ("peta", "temuan", "penutup", "pelaksanaan"),
        "en": ("map", "finding", "end", "run"),
    }
    for lang, names in kinds.items():
        paragraphs = picture["report"](lang=lang, color=False).rstrip("\n").split("\n\n")
        first = next(p for p in paragraphs if re.match(r"\w+\[", p))
        drawn = next(p for p in paragraphs if "✘ nilai" in p)
        parts |= dict(zip(names, (paragraphs[1], first, paragraphs[-1], drawn), strict=True))
        if lang == "id":
            titles = ("Pelaksanaan SOP\n", "Penyimpangan dari SOP")
            for name, title in zip(("sop", "penyimpangan"), titles, strict=True):
                parts[name] = next(p for p in paragraphs if p.startswith(title))
    for lang, name, habit in (("id", "jabaran", "kebiasaan"), ("en", "derivation", "habit")):
        parts[name] = run(f"{_DERIVATION} --lang {lang}", clone).stdout.rstrip("\n")
        audited = run(f"{_HABIT} --lang {lang}", clone).stdout.split("\n\n")
        parts[habit] = next(p for p in audited if p.startswith(("Kebiasaan:", "Habit:")))
    text = README.read_text("utf-8")
    assert {name for name, _, _ in _EXCERPT.findall(text)} == parts.keys() - {"map", "end", "run"}
    assert text.count(_DERIVATION) == len(LANGUAGES)
    golden(README, _EXCERPT.sub(lambda m: f"{m[1]}{m[2]}{parts[m[1]]}\n", text))


def test_working_hours_are_those_of_the_rules(pack: Pack) -> None:
    def row(name: str, week: Week) -> str:
        cells = (
            ", ".join(f"{a // 60:02}.{a % 60:02}–{b // 60:02}.{b % 60:02}" for a, b in spans)
            for spans in (week.monday_thursday, week.friday)
        )
        return f"| {name} | {' | '.join(cells)} |"

    text = README.read_text("utf-8")
    assert row("biasa", pack.working_time.normal) in text
    assert row("Ramadan", pack.working_time.ramadan) in text


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


def asks_for_runs(item: Item) -> bool:
    return any(needs.executions is not None for _, needs in item.levels)


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
