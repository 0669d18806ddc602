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
ONE, MANY, PEER = "sopcheck audit --jobs 1", "sopcheck audit", "check-jsonschema"
MIB = 1 << 20
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Sample:
    """One process from start to exit."""

    seconds: float
    cpu: float
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
    """The main job, in one process and as it comes, against the peer on the same files."""
    schema = root / ".evidence.schema.json"  # hidden: no file of the workspace
    schema.write_bytes(run([tool("sopcheck"), "schema", "evidence"], root).output)
    audit = [tool("sopcheck"), "audit", ".", "--fail-on", "never", "-q"]
    peer = [tool("check-jsonschema"), "-o", "json", "--schemafile", schema.name, *few]
    contenders = {ONE: [*audit, "--jobs", "1"], MANY: audit, PEER: peer}
    samples: dict[str, list[Sample]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name, command in contenders.items():
            sample = run(command, root)
            if sample.exit != (name == PEER):
                sys.exit(f"{name}: exit code {sample.exit}: {sample.output[-2000:]!r}")
            samples[name].append(sample)
    found, others = failing_by_sopcheck(root, audit)
    named = failing_by_peer(samples[PEER][0].output)
    size = sum((root / file).stat().st_size for file in files)
    print(f"{len(files)} evidence files, mean {size / len(files):.0f} bytes, {len(broken)} broken")
    print(f"other findings of the audit: {others or 'none'}")
    if len(few) < len(files):
        print(f"check-jsonschema timed on every {len(files) // len(few)}th file, ratios per file")
    print()
    row("", "files", "s", "cpu s", "files/s", "peak MiB", "failing")
    for name, taken in samples.items():
        count, failing = (len(few), named) if name == PEER else (len(files), found)
        seconds = statistics.median(s.seconds for s in taken)
        cpu = statistics.median(s.cpu for s in taken)
        peak = max(s.peak for s in taken) / MIB
        times = (f"{seconds:.2f}", f"{cpu:.2f}", f"{count / seconds:.0f}")
        row(name, str(count), *times, f"{peak:.0f}", str(len(failing)))
    print("\ntimes as fast as check-jsonschema per file, median of the rounds (least to most):")
    share = len(files) / len(few)
    for name in (ONE, MANY):
        pairs = list(zip(samples[name], samples[PEER], strict=True))
        wall = spread([share * b.seconds / a.seconds for a, b in pairs])
        cpu_time = spread([share * b.cpu / a.cpu for a, b in pairs])
        print(f"  {name:<24} wall {wall}   cpu {cpu_time}")
    print(f"failing files as seeded: sopcheck {found == broken}", end=", ")
    print(f"check-jsonschema {named == broken & frozenset(few)}")


def spread(ratios: Sequence[float]) -> str:
    return f"{statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"


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
    """Run to the end; CPU time is that of all its processes, the peak that of the largest."""
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        cpu = usage.ru_utime + usage.ru_stime
        peak = usage.ru_maxrss * MAXRSS_UNIT
        return Sample(seconds, cpu, peak, process.returncode, output.read())


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
    print(f"{name:<24}" + "".join(f"{cell:>10}" for cell in cells))


if __name__ == "__main__":
    main()
