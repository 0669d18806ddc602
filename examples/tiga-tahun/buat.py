# ruff: noqa: INP001, PLR2004, SIM905
"""Writes the example of three years: `python examples/tiga-tahun/buat.py`, the same bytes every time.

One office, 2022 to 2024. `KEPT` says for each area and month whether the regular work was done in time,
late, or not at all: all evidence and all answers follow from it. The script writes `evidence/`, `files/`
and the worksheets beside itself, and takes away what was there before; the profile, the settings and
the SOP are written by hand.
"""

from __future__ import annotations

import re
import shutil
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

YEARS = (2022, 2023, 2024)
MONTHS = """Januari Februari Maret April Mei Juni Juli Agustus September Oktober November
    Desember""".split()

# A letter a month from January on: t in time, l late, - not done.
KEPT = {
    "mp": ("tttttttttttt", "tttttttttttl", "---ltttt---t"),
    "sdm": ("tttttttttttt", "tttttttttttt", "l--ttttttlll"),
    "ak": ("--tttttltttt", "tttttttttttt", "t--tttttt--t"),
    "pw": ("tttttttttttt", "tttttttttttt", "tllttttttttt"),
    "pp": ("------tttttt", "tttttttttttl", "lllttttttttt"),
}
# The same, a letter a quarter.
SCREENS = ("tttt", "tttt", "-tlt")


@dataclass(frozen=True)
class Work:
    """The regular work of an area: the item it serves, and what its monthly summary is called."""

    area: str
    item: str
    slug: str
    title: str


WORKS = {
    "mp": Work("manajemen-perubahan", "ZMP-P4", "pemantauan", "Rekap pemantauan pembangunan ZI"),
    "sdm": Work("sdm-aparatur", "ZSDM-P4", "kinerja", "Rekap nilai kinerja pegawai"),
    "ak": Work("akuntabilitas", "ZAK-P4", "data-kinerja", "Rekap pemutakhiran data kinerja"),
    "pw": Work("pengawasan", "ZPW-P4", "pengaduan", "Rekap pengaduan masyarakat"),
    "pp": Work("pelayanan-publik", "ZPP-P3", "pengaduan-layanan", "Rekap pengaduan layanan"),
}

# What the evidence of a year shows of these items; all else is answered with the lowest choice.
LOWEST = {
    "C": """ZMP-P1 ZMP-P2 ZMP-P3 ZMP-P5 ZMP-P7 ZMP-R3 ZMP-R4 ZTL-P4 ZTL-P5 ZTL-R1 ZTL-R2 ZSDM-P2 ZSDM-P6
        ZSDM-P7 ZSDM-R1 ZSDM-R2 ZAK-P1 ZAK-P5 ZAK-R2 ZPW-P1 ZPW-P3 ZPW-P5 ZPP-P1 ZPP-P2 ZPP-P5 ZPP-P6
        ZPP-R1 ZPP-R3""",
    "D": "ZMP-P6 ZTL-P1 ZSDM-P3 ZAK-P2 ZAK-R3 ZPW-P2 ZPW-P6 ZPW-R3 ZPP-P4",
    "E": "ZTL-R3",
    "Tidak": "ZSDM-P1 ZSDM-P5 ZAK-P3",
    "0": "ZMP-R1 ZMP-R2 ZSDM-R3 ZAK-R1 ZPW-R1 ZPW-R2 ZPP-R2",
}

# National holidays and joint leave from Monday to Friday.
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in """2022-02-01 2022-02-28 2022-03-03 2022-04-15 2022-04-29 2022-05-02 2022-05-03 2022-05-04
    2022-05-05 2022-05-06 2022-05-16 2022-05-26 2022-06-01 2022-08-17 2023-01-23 2023-03-22 2023-03-23
    2023-04-07 2023-04-19 2023-04-20 2023-04-21 2023-04-24 2023-04-25 2023-05-01 2023-05-18 2023-06-01
    2023-06-02 2023-06-28 2023-06-29 2023-06-30 2023-07-19 2023-08-17 2023-09-28 2023-12-25 2023-12-26
    2024-01-01 2024-02-08 2024-02-09 2024-02-14 2024-03-11 2024-03-12 2024-03-29 2024-04-08 2024-04-09
    2024-04-10 2024-04-11 2024-04-12 2024-04-15 2024-05-01 2024-05-09 2024-05-10 2024-05-23 2024-05-24
    2024-06-17 2024-06-18 2024-09-16 2024-11-27 2024-12-25 2024-12-26 2025-01-01 2025-01-27 2025-01-28
    2025-01-29""".split()
)


def working(day: date) -> date:
    """The day itself, or the next on which work is done."""
    while day.weekday() > 4 or day in HOLIDAYS:
        day += timedelta(days=1)
    return day


def signed_on(year: int, month: int, state: str, area: str) -> date:
    """Early in the next month when in time, three weeks later when late; not every time the same day."""
    following = date(year + month // 12, month % 12 + 1, 1)
    spread = zlib.crc32(f"{area}{year}{month}".encode()) % 4
    return working(following + timedelta(days=(2 if state == "t" else 20) + spread))


def pdf(text: str) -> bytes:
    """One empty page; a comment says what it stands for."""
    safe = re.sub(r"[^A-Za-z0-9 .,/-]", " ", text)[:90]
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    data, places = f"%PDF-1.4\n%{safe}\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(data)
    data += f"xref\n0 4\n0000000000 65535 f \n{table}"
    data += f"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return data.encode("ascii")


class Repository:
    """The files to write, by path."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def evidence(self, area: str, name: str, head: list[str], papers: list[dict[str, str]]) -> None:
        """One evidence file, with an attachment for each paper."""
        lines = ["kind: evidence", *head, "documents:"]
        for paper in papers:
            path = f"files/{area}/{name}-{paper['id']}.pdf"
            self.files[path] = pdf(paper["title"])
            entry = ", ".join(f"{key}: {value}" for key, value in paper.items())
            lines.append(f"  - {{{entry}, file: {path}}}")
        self.files[f"evidence/{area}/{name}.yaml"] = ("\n".join(lines) + "\n").encode()


def monthly(repository: Repository, code: str, year: int, kept: str) -> None:
    """The summaries of a year, each with its month; none where nothing was done."""
    work = WORKS[code]
    papers = [
        {
            "id": month.lower(),
            "type": "rekap",
            "title": f"{work.title} {month} {year}",
            "period": f"{year}-{number:02}",
            "date": signed_on(year, number, state, code).isoformat(),
        }
        for number, (month, state) in enumerate(zip(MONTHS, kept, strict=True), 1)
        if state != "-"
    ]
    head = [
        f"id: ev-3512-{code}-{year}-{work.slug}",
        f"area: {work.area}",
        f"items: [{work.item}]",
        f"period: {year}",
    ]
    repository.evidence(work.area, f"{year}-{work.slug}", head, papers)


def screens(repository: Repository, year: int, kept: str) -> None:
    """Reports on the electronic system, quarter by quarter."""
    papers = [
        {
            "id": f"layar-{number}",
            "type": "tangkapan-layar",
            "title": f"Layar sistem kinerja triwulan {number} {year}",
            "period": f"{year}-Q{number}",
            "date": signed_on(year, 3 * number, state, "tl").isoformat(),
        }
        for number, state in enumerate(kept, 1)
        if state != "-"
    ]
    area = "penataan-tatalaksana"
    head = [
        f"id: ev-3512-tl-{year}-sistem",
        f"area: {area}",
        "items: [ZTL-P3]",
        f"period: {year}",
        "particulars: {application: Sistem kinerja pegawai}",
    ]
    repository.evidence(area, f"{year}-sistem", head, papers)


def monitoring(repository: Repository, year: int, half: int) -> None:
    """The SOP is monitored every semester, and evaluated with the second one."""
    area, month = "penataan-tatalaksana", 6 * half
    what = "monitoring" if half == 1 else "monitoring dan evaluasi"
    about = ["{sop: sop-tl-01, as: monitoring}"]
    about += ["{sop: sop-tl-01, as: evaluation}"] if half == 2 else []
    paper = {
        "id": "laporan",
        "type": "laporan",
        "title": f"Laporan {what} SOP semester {half} {year}",
        "date": working(date(year, month, 12)).isoformat(),
        "signed": "true",
        "signed_by": "sekretaris",
        "status": "final",
    }
    head = [
        f"id: ev-3512-tl-{year}-s{half}-monitoring",
        f"area: {area}",
        "items: [ZTL-P2]",
        f"period: {year}-S{half}",
        f"about: [{', '.join(about)}]",
    ]
    repository.evidence(area, f"{year}-s{half}-monitoring-sop", head, [paper])


def done(months: str, first: int = 0, count: int = 12) -> int:
    """How many of these months were kept, in time or late."""
    return sum(1 for state in months[first : first + count] if state != "-")


def answers(index: int) -> dict[str, str]:
    """What the office claims for a year: what its evidence shows, but for one answer of 2024."""
    kept = {code: years[index] for code, years in KEPT.items()}
    every_quarter = {
        code: all(done(months, 3 * q, 3) for q in range(4)) for code, months in kept.items()
    }
    found = {item: low for low, items in LOWEST.items() for item in items.split()}
    # In 2024 half of the months were monitored, and B asks for three quarters of them.
    found["ZMP-P4"] = "A" if done(kept["mp"]) == 12 else "B"
    found["ZSDM-P4"] = "A" if done(kept["sdm"]) == 12 else "B" if every_quarter["sdm"] else "C"
    found["ZAK-P4"] = "A" if done(kept["ak"]) == 12 else "B" if every_quarter["ak"] else "C"
    found["ZPW-P4"] = "A" if done(kept["pw"]) >= 11 else "B"
    found["ZPP-P3"] = "A" if done(kept["pp"]) >= 11 else "B" if every_quarter["pp"] else "C"
    found["ZTL-P3"] = "A" if "-" not in SCREENS[index] else "B"
    found["ZTL-P2"] = "B"
    return found


def worksheet(index: int) -> bytes:
    """The worksheet of a year, area by area."""
    order = ["ZMP", "ZTL", "ZSDM", "ZAK", "ZPW", "ZPP"]
    found = answers(index)

    def rank(item: str) -> tuple[int, str, int]:
        area, _, rest = item.partition("-")
        return order.index(area), rest[0], int(rest[1:])

    lines = ["kind: self-assessment", f"period: {YEARS[index]}", "answers:"]
    lines += [f"  {item}: {{answer: {found[item]}}}" for item in sorted(found, key=rank)]
    return ("\n".join(lines) + "\n").encode()


def main() -> None:
    """Write everything beside this script."""
    root = Path(__file__).resolve().parent
    repository = Repository()
    for index, year in enumerate(YEARS):
        for code, years in KEPT.items():
            monthly(repository, code, year, years[index])
        screens(repository, year, SCREENS[index])
        for half in (1, 2):
            monitoring(repository, year, half)
        repository.files[f"self-assessment-{year}.yaml"] = worksheet(index)
    for name in ("evidence", "files"):
        shutil.rmtree(root / name, ignore_errors=True)
    for old in root.glob("self-assessment-*.yaml"):
        old.unlink()
    for path, data in sorted(repository.files.items()):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


if __name__ == "__main__":
    main()
