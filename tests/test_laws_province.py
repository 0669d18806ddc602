"""The laws of the score over the province: 38 offices with defects of every kind, changed at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from sopcheck.discover import MemoryTree
from sopcheck.load import load
from sopcheck.model.report import OfficeLine, Report
from sopcheck.packs import load_pack
from sopcheck.pipeline import audit_tree
from sopcheck.settings import find_settings

PROVINCE = Path(__file__).parent.parent / "examples" / "jawa-timur"
FILES = {
    path.relative_to(PROVINCE).as_posix(): path.read_bytes()
    for path in sorted(PROVINCE.rglob("*"))
    if path.is_file() and path.suffix != ".py"
}
OFFICES = sorted({path.split("/")[1] for path in FILES if path.startswith("offices/")})[1:]
CHANGES = 80  # each judges an office anew
SETTINGS, PACK = find_settings(PROVINCE), load_pack("pmprb-2020-unit")
Files = dict[str, bytes]


def judged(files: Files) -> Report:
    return audit_tree(MemoryTree(files), SETTINGS, PACK)


def alone(office: str) -> Files:
    kept = (f"offices/{office}/", "sops/", "sopcheck.yaml")
    return {path: data for path, data in FILES.items() if path.startswith(kept)}


@cache
def as_it_stands(office: str) -> Report:
    return judged(alone(office))


def supported(report: Report) -> dict[str, float]:
    return {
        line.item: line.supported_value
        for office in report.offices
        for area in office.areas
        for line in area.items
        if line.supported_value is not None
    }


def assert_not_higher(office: str, files: Files, what: object) -> None:
    before, after = supported(as_it_stands(office)), supported(judged(files))
    risen = {item: value for item, value in after.items() if value > before.get(item, 0)}
    assert risen == {}, what


def torn(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def scrambled(data: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(len(data))


def with_a_foreign_key(data: bytes, chance: random.Random) -> bytes:
    return data + b"\nkunci_asing_%d: 1\n" % chance.randrange(9)


def shortened(data: bytes, chance: random.Random) -> bytes:
    """One document fewer."""
    found = load("x", data)
    if not isinstance(found, tuple) or not found[0]:
        return data
    content = found[0][0].data
    if len(content.get("documents", ())) < 2:
        return data
    del content["documents"][chance.randrange(len(content["documents"]))]
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()


BREAKS: list[Callable[[bytes, random.Random], bytes]] = [
    torn,
    scrambled,
    with_a_foreign_key,
    shortened,
]


def is_readable(data: bytes) -> bool:
    found = load("x", data)
    return isinstance(found, tuple) and bool(found[0])


def says_how_it_went(data: bytes) -> bool:
    """True for a file with counts or runs: gone without a trace, they leave a better share."""
    return any(key in data for key in (b"counts:", b"events:", b"runs:"))


@pytest.mark.parametrize("number", range(CHANGES))
def test_breaking_a_file_raises_no_score(number: int) -> None:
    chance = random.Random(number)
    office = chance.choice(OFFICES)
    files = alone(office)
    own = [
        path
        for path, data in files.items()
        if path.startswith(f"offices/{office}/") and path.endswith(".yaml") and is_readable(data)
    ]
    path, change = chance.choice(own), chance.choice(BREAKS)
    changed = change(files[path], chance)
    if change is torn and says_how_it_went(files[path]) and is_readable(changed):
        pytest.skip("a shorter record that still reads is another record, not a broken one")
    assert_not_higher(office, {**files, path: changed}, (path, change.__name__))


@pytest.mark.parametrize("number", range(CHANGES))
def test_losing_a_file_raises_no_score(number: int) -> None:
    chance = random.Random(1000 + number)
    office = chance.choice(OFFICES)
    files = alone(office)
    own = [
        path
        for path, data in files.items()
        if path.startswith(f"offices/{office}/") and not says_how_it_went(data)
    ]
    path = chance.choice(own)
    assert_not_higher(office, {p: d for p, d in files.items() if p != path}, path)


@pytest.mark.parametrize("office", OFFICES)
def test_making_what_was_rejected_valid_lowers_no_score(office: str) -> None:
    """A waiver takes a document as it would be without its error."""
    files, report = alone(office), as_it_stands(office)
    errors = [f for f in report.findings if f.severity == "error" and f.office]
    waivable = [f for f in errors if not f.code.startswith("CORE")]
    for number, finding in enumerate(waivable[:12]):
        waiver = {
            "kind": "waiver",
            "id": f"wv-{number}",
            "rule": finding.code,
            "office": finding.office,
            "subject": finding.subject,
            "reason": "Seandainya dokumen ini sah",
            "approved_by": "Sekretaris KPU Provinsi Jawa Timur",
            "from": "2021-01-01",
            "until": "2021-12-31",
        }
        lifted = judged({**files, "waivers.yaml": yaml.safe_dump(waiver).encode()})
        before, after = supported(report), supported(lifted)
        fallen = {item: value for item, value in after.items() if value < before[item]}
        assert fallen == {}, finding


def test_supported_is_never_above_claimed_or_evidenced_or_the_maximum() -> None:
    offices: list[OfficeLine] = [o for name in OFFICES for o in as_it_stands(name).offices]
    assert len(offices) == 38
    lines = [i for o in offices for a in o.areas for i in a.items if i.supported_value is not None]
    assert len(lines) > 3000
    for line in lines:
        assert line.supported_value is not None
        assert line.supported_value <= (line.claimed_value or 0)
        assert line.supported_value <= (line.evidenced_value or 0) <= 1
    for office in offices:
        for part in (office.score, *office.areas):
            if part.supported is not None:
                assert part.supported <= min(part.claimed or 0, part.evidenced or 0)
                assert part.supported <= (part.maximum or 0)


def test_the_ranking_by_what_is_supported_is_not_that_by_what_is_claimed() -> None:
    offices = [o for name in OFFICES for o in as_it_stands(name).offices if o.score.maximum]
    by_claim, by_support = (
        [o.code for o in sorted(offices, key=key)]
        for key in (lambda o: -(o.score.claimed or 0), lambda o: -(o.score.supported or 0))
    )
    assert by_claim != by_support
    assert by_claim[0] != by_support[0]
