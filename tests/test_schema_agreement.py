"""The published schemas mean the same to everybody.

The data of every example document and of 500 seeded mutants: check-jsonschema with the schema
that `sopcheck schema KIND` prints says valid exactly when sopcheck has no CORE002 to CORE006.
Inside sopcheck, the fast gate and jsonschema agree on every one of them too.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import yaml
from conftest import EXAMPLE
from jsonschema import validators
from mutants import mutant

from sopcheck.discover import DiskTree, FileRef, OfficeFiles
from sopcheck.gather import gather
from sopcheck.load import load
from sopcheck.model.document import Unreadable
from sopcheck.schema_problems import SchemaProblem, worded
from sopcheck.schemas import KINDS, schema, validator

SEED = 2021
MUTANTS = 500
AS_IT_IS = " as it is"
SCHEMA_CODES = ("CORE002", "CORE003", "CORE004", "CORE005", "CORE006")
# Kinds of which the example office has none.
OTHERS = """
kind: review
office: "3512"
period: 2021
by: Tim Evaluasi KPU Provinsi Jawa Timur
date: 2022-02-10
answers:
  MP-P1: {verdict: dikonfirmasi}
  TL-P3: {verdict: direvisi, answer: C, note: Hanya satu triwulan}
  PW-R2: {verdict: tidak-tersedia}
---
kind: waiver
id: wv-2021-003
rule: CF205
office: "3512"
subject: ev-3512-tl-2021-q1-01
reason: Jaringan padam tiga hari
approved_by: Sekretaris KPU Provinsi Jawa Timur
decree: 14/ORT.07-SD/35/2021
from: 2021-03-01
until: 2021-12-31
---
kind: calendar
holidays: {2021-05-10: Hari jadi kabupaten}
duty: {2021-06-05: Pelayanan tahapan}
notes: Menurut surat edaran bupati
"""
WEIGHTS = {"evidence": 7, "sop": 6, "office": 2, "self-assessment": 1}


@dataclass(frozen=True)
class Sample:
    """The data of a document and what was done to it."""

    name: str
    kind: str
    data: Any


class Quoted(yaml.SafeDumper):
    """Writes every text in double quotes, so that no dialect of YAML reads it as something else."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


Quoted.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def originals() -> Iterator[Sample]:
    files = [(path.name, path.read_bytes()) for path in sorted(EXAMPLE.rglob("*.yaml"))]
    for name, data in (*files, ("others", OTHERS.encode())):
        loaded = load(name, data)
        assert not isinstance(loaded, Unreadable)
        for document in loaded[0]:
            if "kind" in document.data:
                yield Sample(name + AS_IT_IS, document.data["kind"], document.data)


@cache
def samples() -> dict[str, Sample]:
    """Originals, then mutants, by the name of the file that holds them."""
    found = list(originals())
    random = Random(SEED)  # the same mutants every time
    by_kind = {kind: [s for s in found if s.kind == kind] for kind in KINDS}
    kinds = random.choices(KINDS, [WEIGHTS.get(kind, 2) for kind in KINDS], k=MUTANTS)
    for kind in kinds:
        original = random.choice(by_kind[kind])
        name, data = original.name.removesuffix(AS_IT_IS), original.data
        for _ in range(random.choice((1, 1, 1, 2))):
            change, data = mutant(data, random)
            name = f"{name}, {change}"
        found.append(Sample(name, kind, data))
    return {f"{s.kind}-{i:03d}.yaml": s for i, s in enumerate(found)}


def refused_by_sopcheck(folder: Path) -> set[str]:
    """Read as an audit does; the place of each file asks for the kind it was made for."""
    refs = tuple(FileRef(name, sample.kind) for name, sample in samples().items())  # type: ignore[arg-type]
    files = OfficeFiles("", refs, {})
    found = gather(DiskTree(folder), files, max_bytes=1 << 20, attachment_bytes=0)
    return {f.problem.spot.path for f in found.faults if f.code in SCHEMA_CODES}


def refused_by_peer(folder: Path, kind: str, names: list[str]) -> set[str]:
    command = [sys.executable, "-m", "sopcheck", "schema", kind]
    published = subprocess.run(command, capture_output=True, check=True).stdout
    path = folder.parent / f"{kind}.schema.json"
    path.write_bytes(published)
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json", "--schemafile", str(path)]
    done = subprocess.run([*command, *names], cwd=folder, capture_output=True, check=False)
    answer = json.loads(done.stdout)
    assert done.returncode in (0, 1)
    assert not answer["parse_errors"]
    return {error["filename"] for error in answer["errors"]}


def told(names: set[str]) -> dict[str, str]:
    return {name: samples()[name].name for name in sorted(names)}


def test_check_jsonschema_and_sopcheck_agree(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, sample in samples().items():
        text = yaml.dump(
            sample.data, Dumper=Quoted, sort_keys=False, allow_unicode=True, width=10**6
        )
        (folder / name).write_text(text, encoding="utf-8")
    ours = refused_by_sopcheck(folder)
    theirs: set[str] = set()
    for kind in KINDS:
        names = [name for name, sample in samples().items() if sample.kind == kind]
        theirs |= refused_by_peer(folder, kind, names)
    assert told(ours - theirs) == {}
    assert told(theirs - ours) == {}
    mutated = [name for name, s in samples().items() if not s.name.endswith(AS_IT_IS)]
    assert len(ours & {*mutated}) >= 100
    assert len({*mutated} - ours) >= 100


def test_originals_are_valid() -> None:
    for name, sample in samples().items():
        if sample.name.endswith(AS_IT_IS):
            assert validator(sample.kind).problems(sample.data) == [], name


@cache
def plain_jsonschema() -> Any:
    """Jsonschema's own validator without formats, on Python's `re`.

    `$` becomes `\\Z`: Python's `$` alone also matches before a final line feed.
    """

    def pattern(_: Any, expected: str, text: Any, __: Any) -> Iterator[Any]:
        if isinstance(text, str) and not re.search(re.sub(r"\$$", r"\\Z", expected), text):
            yield jsonschema.ValidationError("pattern")

    return validators.extend(jsonschema.Draft202012Validator, {"pattern": pattern})


def facts(problems: Iterable[SchemaProblem]) -> set[tuple[Any, ...]]:
    return {(p.pointer, p.part, p.message, repr(p.args)) for p in problems}


def test_gate_and_authority_agree() -> None:
    """By parts or on the whole document: the same verdict, places and words."""
    refused, passed = 0, 0
    for name, sample in samples().items():
        ours = validator(sample.kind)
        problems = ours.problems(sample.data)
        is_valid = plain_jsonschema()(schema(sample.kind)).is_valid(sample.data)
        assert (not problems) == is_valid, (name, sample)
        assert ours.is_valid(sample.data) == is_valid, (name, sample)
        assert facts(problems) == facts(worded(ours._authority(sample.data))), (name, sample)
        refused, passed = refused + (not is_valid), passed + is_valid
    assert refused >= 100
    assert passed >= 100


def test_the_mutants_are_the_same_every_time() -> None:
    first: Mapping[str, Sample] = samples()
    samples.cache_clear()
    assert first == samples()
