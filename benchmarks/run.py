"""Times sopcheck beside check-jsonschema on a generated workspace and prints a table.

    python benchmarks/run.py --files 10000 --runs 3 --peer-files 1000

Whole processes are timed, start-up included, in turns (A B A B). Needs a POSIX system and an
environment that has sopcheck and check-jsonschema installed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generate import generate

OFFICES = 40
START_RUNS = 7
SCHEMA_CODES = frozenset(("CORE002", "CORE003", "CORE004", "CORE005", "CORE006"))
MIB = 1 << 20
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Sample:
    """One process from start to exit."""

    seconds: float
    peak: int
    exit: int
    output: bytes


def main() -> None:
    parser = argparse.ArgumentParser(description="Time sopcheck beside check-jsonschema.")
    parser.add_argument("--files", type=int, default=10_000, help="evidence files in all")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer-files", type=int, help="time check-jsonschema on so many of them")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    offices = min(OFFICES, given.files)
    with tempfile.TemporaryDirectory(prefix="sopcheck-bench-") as folder:
        root = Path(folder).resolve()
        broken = generate(root, offices, given.files // offices, given.seed)
        files = sorted(p.relative_to(root).as_posix() for p in root.glob("offices/*/evidence/*/*"))
        few = files[:: max(1, len(files) // (given.peer_files or len(files)))]
        few = few[: given.peer_files]
        compare(root, files, few, frozenset(broken), given.runs)
        start_up(root)


def compare(
    root: Path, files: Sequence[str], few: Sequence[str], broken: frozenset[str], runs: int
) -> None:
    """The main job against the peer on the same evidence files."""
    schema = root / ".evidence.schema.json"  # hidden: no file of the workspace
    schema.write_bytes(run([tool("sopcheck"), "schema", "evidence"], root).output)
    audit = [tool("sopcheck"), "audit", ".", "--fail-on", "never", "-q"]
    peer = [tool("check-jsonschema"), "-o", "json", "--schemafile", schema.name, *few]
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(run(audit, root))
        theirs.append(run(peer, root))
    for sample, expected in ((ours[0], 0), (theirs[0], 1)):
        if sample.exit != expected:
            sys.exit(f"exit code {sample.exit} instead of {expected}: {sample.output[-2000:]!r}")
    ours_each = [sample.seconds / len(files) for sample in ours]
    theirs_each = [sample.seconds / len(few) for sample in theirs]
    found, others = failing_by_sopcheck(root, audit)
    named = failing_by_peer(theirs[0].output)
    size = sum((root / file).stat().st_size for file in files)
    print(f"{len(files)} evidence files, mean {size / len(files):.0f} bytes, {len(broken)} broken")
    print(f"other findings of the audit: {others or 'none'}")
    if len(few) < len(files):
        print(f"check-jsonschema timed on every {len(files) // len(few)}th file, figures per file")
    print()
    row("", "files", "s", "files/s", "peak MiB", "failing")
    for name, count, samples, each, failing in (
        ("sopcheck audit", len(files), ours, ours_each, found),
        ("check-jsonschema", len(few), theirs, theirs_each, named),
    ):
        seconds = statistics.median(s.seconds for s in samples)
        peak = max(s.peak for s in samples) / MIB
        speed = f"{1 / statistics.median(each):.0f}"
        row(name, str(count), f"{seconds:.2f}", speed, f"{peak:.0f}", str(len(failing)))
    ratios = [b / a for a, b in zip(ours_each, theirs_each, strict=True)]
    spread = f"{min(ratios):.1f} to {max(ratios):.1f}"
    print(f"\nsopcheck is {statistics.median(ratios):.1f} times as fast per file ({spread})")
    print(f"failing files as seeded: sopcheck {found == broken}", end=", ")
    print(f"check-jsonschema {named == broken & frozenset(few)}")


def start_up(root: Path) -> None:
    """What the command costs before it does anything."""
    bare = [sys.executable, "-c", "import click"]
    full = [tool("sopcheck"), "--help"]
    pairs = [(run(bare, root).seconds, run(full, root).seconds) for _ in range(START_RUNS)]
    a, b = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    ratio = statistics.median(helped / imported for imported, helped in pairs)
    print(f"\nimport click {a:.0f} ms, sopcheck --help {b:.0f} ms, ratio {ratio:.2f}")


def tool(name: str) -> str:
    """The command of the environment that runs this script."""
    return str(Path(sys.executable).parent / name)


def run(command: Sequence[str], folder: Path) -> Sample:
    """Run to the end; the peak is that of this process alone."""
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return Sample(seconds, usage.ru_maxrss * MAXRSS_UNIT, process.returncode, output.read())


def failing_by_sopcheck(root: Path, audit: Sequence[str]) -> tuple[frozenset[str], str]:
    """Evidence files that do not fit their schema, and the other findings by code."""
    report = root / ".report.json"
    run([*audit, "-o", f"json={report.name}"], root)
    findings = json.loads(report.read_bytes())["findings"]
    others: dict[str, int] = {}
    for finding in findings:
        if finding["code"] not in SCHEMA_CODES:
            others[finding["code"]] = others.get(finding["code"], 0) + 1
    failing = frozenset(f["path"] for f in findings if f["code"] in SCHEMA_CODES)
    return failing, ", ".join(f"{code} {count}" for code, count in sorted(others.items()))


def failing_by_peer(output: bytes) -> frozenset[str]:
    answer = json.loads(output)
    return frozenset(e["filename"] for e in (*answer["errors"], *answer["parse_errors"]))


def row(name: str, *cells: str) -> None:
    print(f"{name:<18}" + "".join(f"{cell:>10}" for cell in cells))


if __name__ == "__main__":
    main()
