"""Writes a province workspace of any size, the same bytes for the same arguments.

    python benchmarks/generate.py OUT --offices 40 --files 250

Every office gets a profile, four SOPs, a worksheet, attachments, and `--files` evidence files of
about 3.5 KB in block style with comments. A share of the evidence files has one schema defect
each; whatever else is written is sound. Only the standard library is used.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

YEAR = 2021
FIRST_CODE = 3501
MAX_OFFICES = 999
PACK = Path(__file__).parent.parent / "rules" / "pmprb-2020-unit"
SMALLEST, LARGEST = 3100, 3900  # bytes of an evidence file before its last note

HOLIDAYS = frozenset(
    date(YEAR, month, day)
    for month, day in (
        *((1, 1), (2, 12), (3, 11), (4, 2), (5, 12), (5, 13), (5, 14), (5, 26)),
        *((6, 1), (7, 20), (8, 11), (8, 17), (10, 20)),
    )
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
QUARTERS = ("I", "II", "III", "IV")
AREAS = (
    *("manajemen-perubahan", "deregulasi-kebijakan", "penataan-organisasi"),
    *("penataan-tatalaksana", "sdm-aparatur", "akuntabilitas", "pengawasan", "pelayanan-publik"),
)
ROLES = (
    ("ketua", "Ketua", "commissioner"),
    ("anggota-rendatin", '"Anggota Divisi Perencanaan, Data dan Informasi"', "commissioner"),
    ("anggota-hukum", "Anggota Divisi Hukum dan Pengawasan", "commissioner"),
    ("anggota-teknis", "Anggota Divisi Teknis Penyelenggaraan", "commissioner"),
    ("sekretaris", "Sekretaris", "secretariat"),
    ("kasubbag-pdi", '"Kasubbag Perencanaan, Data, dan Informasi"', "secretariat"),
    ("kasubbag-hsdm", "Kasubbag Hukum dan Sumber Daya Manusia", "secretariat"),
    ("pelaksana-pdi", '"Pelaksana Subbag Perencanaan, Data, dan Informasi"', "secretariat"),
    ("pelaksana-hsdm", "Pelaksana Subbag Hukum dan Sumber Daya Manusia", "secretariat"),
    ("ppid", "Pejabat Pengelola Informasi dan Dokumentasi", "secretariat"),
    ("petugas-layanan", "Petugas layanan informasi", "secretariat"),
    ("petugas-pengaduan", "Petugas pengaduan", "secretariat"),
    ("tim-rb", "Tim Reformasi Birokrasi", "mixed"),
)
SUBJECTS = (
    *("Pelaksanaan triwulan ini", "Berkas yang diperiksa", "Rapat pembahasan", "Data dukung"),
    *("Kelengkapan lampiran", "Rekap dari subbag", "Tindak lanjut bulan lalu", "Jadwal kegiatan"),
)
VERBS = (
    *("sudah dicocokkan dengan", "disampaikan bersama", "perlu disesuaikan dengan"),
    *("diterima setelah", "dicatat menurut", "dibahas berdasarkan", "disusun ulang mengikuti"),
)
OBJECTS = (
    *("register di ruang arsip", "notula rapat sebelumnya", "surat dari KPU provinsi"),
    *("catatan pelaksana", "daftar hadir yang ditandatangani", "format yang baru"),
    *("keputusan tim", "salinan elektronik pada server kantor"),
)
ENDINGS = (
    *(".", "; jaringan sempat terputus setengah hari.", ", kemudian diparaf sekretaris."),
    *(" (lihat lampiran).", "; kekurangannya dilengkapi pada hari berikutnya."),
    *(", sesuai arahan ketua.", "; tidak ada kendala berarti."),
)


@dataclass(frozen=True)
class Step:
    """One step of an SOP. `days` > 0 is a limit in working days, else `minutes` limits it."""

    id: str
    activity: str
    role: str
    output: str
    minutes: int = 0
    days: int = 0
    decision: tuple[tuple[str, str], ...] = ()

    @property
    def limit(self) -> str:
        return f"{self.days} hari kerja" if self.days else f"{self.minutes} menit"


@dataclass(frozen=True)
class Procedure:
    """One SOP with the paths that its runs take. `particulars` are what its area asks for."""

    id: str
    area: str
    particulars: str
    title: str
    steps: tuple[Step, ...]
    paths: tuple[str, ...]


PROCEDURES = {
    "mp": Procedure(
        "sop-mp-01",
        "manajemen-perubahan",
        "",
        "Pemantauan dan tindak lanjut rencana aksi reformasi birokrasi",
        (
            Step(
                "himpun", "Menghimpun realisasi rencana aksi", "pelaksana-hsdm", "Matriks", days=3
            ),
            Step(
                "periksa",
                "Memeriksa realisasi dan buktinya",
                "kasubbag-hsdm",
                "Lembar periksa",
                minutes=120,
                decision=(("Lengkap", "rapat"), ("Belum lengkap", "himpun")),
            ),
            Step("rapat", "Membahas capaian dan kendala", "tim-rb", "Notula rapat", minutes=150),
            Step("laporan", "Menyusun laporan", "kasubbag-hsdm", "Laporan pemantauan", days=3),
            Step("arahan", "Memberi arahan", "ketua", "Lembar arahan", minutes=90),
            Step("arsip", "Mengarsipkan laporan", "pelaksana-hsdm", "Arsip", minutes=60),
        ),
        ("himpun periksa rapat laporan arahan arsip",) * 3
        + ("himpun periksa himpun periksa rapat laporan arahan arsip",),
    ),
    "tl": Procedure(
        "sop-tl-01",
        "penataan-tatalaksana",
        "process_code: KPU.03.2",
        "Monitoring penerapan SOP",
        (
            Step("formulir", "Membagikan formulir", "pelaksana-pdi", "Formulir", minutes=60),
            Step("amati", "Mengamati penerapan SOP", "tim-rb", "Formulir terisi", days=3),
            Step(
                "nilai",
                "Menilai penerapan setiap SOP",
                "kasubbag-pdi",
                "Rekap monitoring",
                minutes=120,
                decision=(("Berjalan baik", "bahas"), ("Perlu tindakan", "tindakan")),
            ),
            Step("tindakan", "Menetapkan perbaikan", "sekretaris", "Nota tindakan", days=2),
            Step("bahas", "Membahas hasil", "anggota-rendatin", "Notula pembahasan", minutes=90),
        ),
        ("formulir amati nilai bahas", "formulir amati nilai tindakan bahas"),
    ),
    "pw": Procedure(
        "sop-pw-01",
        "pengawasan",
        "channel: [SP4N-LAPOR!, Kotak pengaduan]",
        "Penanganan pengaduan masyarakat",
        (
            Step("catat", "Mencatat pengaduan", "petugas-pengaduan", "Nomor register", minutes=60),
            Step(
                "periksa",
                "Memeriksa kelengkapan",
                "petugas-pengaduan",
                "Lembar periksa",
                minutes=120,
                decision=(("Lengkap", "telaah"), ("Belum lengkap", "minta-lengkap")),
            ),
            Step(
                "minta-lengkap",
                "Meminta pelapor melengkapi",
                "petugas-pengaduan",
                "Catatan permintaan",
                days=5,
                decision=(("Dilengkapi", "periksa"), ("Tidak dijawab", "end")),
            ),
            Step("telaah", "Menelaah pengaduan", "kasubbag-hsdm", "Telaah pengaduan", days=2),
            Step("putus", "Memutuskan penanganan", "anggota-hukum", "Putusan", minutes=90),
            Step("jawab", "Menjawab pelapor", "sekretaris", "Surat jawaban", days=5),
            Step("tutup", "Menutup register", "petugas-pengaduan", "Register", minutes=60),
        ),
        (
            "catat periksa telaah putus jawab tutup",
            "catat periksa minta-lengkap periksa telaah putus jawab tutup",
            "catat periksa minta-lengkap end",
        ),
    ),
    "pp": Procedure(
        "sop-pp-01",
        "pelayanan-publik",
        "",
        "Pelayanan permohonan informasi publik",
        (
            Step("terima", "Menerima permohonan", "petugas-layanan", "Tanda terima", minutes=60),
            Step(
                "telusur",
                "Menelusuri informasi",
                "ppid",
                "Lembar telusur",
                days=3,
                decision=(("Dikuasai", "serah"), ("Tidak dikuasai", "tolak")),
            ),
            Step("serah", "Menyerahkan informasi", "petugas-layanan", "Bukti serah", minutes=60),
            Step("catat", "Mencatat permohonan", "petugas-layanan", "Register", minutes=30),
            Step("tolak", "Memberitahu pemohon", "ppid", "Surat pemberitahuan", minutes=120),
        ),
        ("terima telusur serah catat", "terima telusur tolak"),
    ),
}
ENDS = {"sop-pp-01": {"catat": "end"}}  # a step with others below it that ends the flow

PAPERS = {  # attachments of an office: name -> what is written on them
    "undangan.pdf": "Undangan rapat",
    "daftar-hadir.pdf": "Daftar hadir",
    "notula.pdf": "Notula rapat",
    "foto.png": "",
    "formulir.pdf": "Formulir monitoring SOP",
    "laporan.pdf": "Laporan",
    "tindak-lanjut.pdf": "Tindak lanjut",
    "rekap.pdf": "Rekapitulasi",
    "surat.pdf": "Surat jawaban",
    "layar.png": "",
    "keputusan.pdf": "Keputusan tim reformasi birokrasi",
}


@dataclass
class Office:
    """What the files of one office have in common."""

    code: str
    folder: Path
    hashes: dict[str, str] = field(default_factory=dict)
    quarters: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    supports: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    letters: int = 0


@dataclass(frozen=True)
class Slot:
    """One evidence file to write: its number in the office and its quarter (0 to 3)."""

    number: int
    quarter: int
    rng: random.Random

    @property
    def period(self) -> str:
        return f"{YEAR}-Q{self.quarter + 1}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a province workspace for benchmarks.")
    parser.add_argument("out", type=Path, help="an empty or new folder")
    parser.add_argument("--offices", type=int, default=40, metavar="N")
    parser.add_argument("--files", type=int, default=250, metavar="M", help="evidence per office")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--defects", type=float, default=0.05, help="share with a schema defect")
    given = parser.parse_args()
    if not 1 <= given.offices <= MAX_OFFICES:
        parser.error(f"--offices: 1 to {MAX_OFFICES}")
    if given.out.exists() and any(given.out.iterdir()):
        parser.error(f"{given.out} is not empty")
    broken = generate(given.out, given.offices, given.files, given.seed, given.defects)
    written = sorted(given.out.glob("offices/*/evidence/*/*.yaml"))
    mean = sum(file.stat().st_size for file in written) / max(len(written), 1)
    print(f"{len(written)} evidence files, mean {mean:.0f} bytes, {len(broken)} with a defect")


def generate(
    out: Path, offices: int, files: int, seed: int = 1, defects: float = 0.05
) -> dict[str, str]:
    """Write the workspace; gives the broken evidence files (path from `out`) and their defects."""
    settings = [
        "# Ruang kerja buatan untuk mengukur kecepatan.",
        "version: 1",
        "pack: pmprb-2020-unit",
        f"period: {YEAR}",
        f"as_of: {YEAR + 1}-02-15",
        "timezone: Asia/Jakarta",
        "language: id",
        "label: DATA CONTOH",
    ]
    _write(out / "sopcheck.yaml", settings)
    every = range(offices * files)
    chosen = frozenset(random.Random(seed).sample(every, round(len(every) * defects)))
    broken: dict[str, str] = {}
    for i in range(offices):
        code = str(FIRST_CODE + i)
        office = Office(code, out / "offices" / f"{code}-contoh-{i + 1:02d}")
        rng = random.Random(f"{seed}/{code}")
        _profile(office, i + 1)
        _attachments(office)
        for key in PROCEDURES:
            _sop(office, key)
        for number in range(files):
            is_broken = i * files + number in chosen
            path, defect = _evidence(office, number, rng, is_broken=is_broken)
            if defect is not None:
                broken[path.relative_to(out).as_posix()] = defect
        _worksheet(office)
    return broken


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join(lines) + "\n").encode())


def _profile(office: Office, number: int) -> None:
    lines = [
        "# Profil satuan kerja contoh.",
        "kind: office",
        f'code: "{office.code}"',
        f"slug: contoh-{number:02d}",
        f"name: KPU Kabupaten Contoh {number}",
        "level: kabupaten",
        f'parent: "{office.code[:2]}"',
        "roles:",
    ]
    for name, title, group in ROLES:
        lines += [f"  {name}:", f"    title: {title}", f"    group: {group}"]
    _write(office.folder / "office.yaml", lines)


def _sop(office: Office, key: str) -> None:
    sop = PROCEDURES[key]
    number = list(PROCEDURES).index(key) + 1
    lines = [
        "kind: sop",
        f"id: {sop.id}",
        f"area: {sop.area}",
        f"number: {number:03d}/SOP/{office.code}/XII/{YEAR - 1}",
        f"title: {sop.title}",
        "version: 1",
        "status: in-force",
        f"created: {YEAR - 1}-12-14",
        f"effective: {YEAR}-01-01",
        "approved_by:",
        "  title: Sekretaris",
        f"  date: {YEAR - 1}-12-28",
        "legal_basis: [PermenPANRB 35/2012]",
        "qualifications: [Memahami prosedur]",
        "equipment: [Komputer, Printer]",
        "warnings:",
        '  - "Apabila tidak dijalankan, hasilnya tidak dapat dipertanggungjawabkan"',
        "records: [Register kegiatan]",
    ]
    if sop.particulars:
        lines.append(f"particulars: {{{sop.particulars}}}")
    if key == "pp":
        lines.append("total_time: 10 hari kerja")
    lines.append("steps:")
    for step in sop.steps:
        lines += [
            f"  - id: {step.id}",
            f"    activity: {step.activity}",
            f"    role: {step.role}",
            f"    time: {step.limit}",
            f"    output: [{step.output}]",
        ]
        if step.decision:
            lines.append("    decision:")
            lines += [f"      {label}: {target}" for label, target in step.decision]
        elif step.id in ENDS.get(sop.id, {}):
            lines.append("    next: end")
    _write(office.folder / "sops" / sop.area / f"{sop.id}.yaml", lines)


def _attachments(office: Office) -> None:
    for i, (name, words) in enumerate(PAPERS.items()):
        if name.endswith(".png"):
            data = _png(int(office.code), i)
        else:
            data = _pdf(f"DATA CONTOH. {words}, satuan kerja {office.code}, tahun {YEAR}")
        path = office.folder / "files" / str(YEAR) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        office.hashes[name] = hashlib.sha256(data).hexdigest()


def _pdf(words: str) -> bytes:
    """A PDF of one page with one line of text."""
    content = f"BT /F1 12 Tf 72 770 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(data))
    )


def _png(shade: int, number: int) -> bytes:
    """A PNG of 32 by 24 pixels; no two offices have the same."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    color = bytes((shade & 255, shade >> 8, 40 * number & 255))
    rows = b"".join(b"\x00" + color * 32 for _ in range(24))
    header = struct.pack(">IIBBBBB", 32, 24, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _worksheet(office: Office) -> None:
    """Answers to every item of the pack, no higher than what the evidence shows."""
    lines = [
        f"# Lembar kerja evaluasi tahun {YEAR}.",
        "kind: self-assessment",
        f"period: {YEAR}",
        "answers:",
    ]
    for item, scale in _items():
        supporting = office.supports.get(item, [])
        lines += [f"  {item}:", f"    answer: {_answer(office, item, scale)}"]
        if supporting:
            lines.append("    evidence:")
            lines += [f"      - {name}" for name in supporting[:6]]
        else:
            lines.append("    note: Belum ada bukti yang dapat dilampirkan")
    _write(office.folder / f"self-assessment-{YEAR}.yaml", lines)


def _items() -> list[tuple[str, str]]:
    """Item and scale of every item in the pack."""
    found: list[tuple[str, str]] = []
    for path in sorted(PACK.glob("*.yaml")):
        found += re.findall(
            r"^  - id: ([A-Z]+-[A-Z][0-9]+[a-z]?)$.*?^    scale: ([A-Z]+)$",
            path.read_text(encoding="utf-8"),
            re.MULTILINE | re.DOTALL,
        )
    return found


def _answer(office: Office, item: str, scale: str) -> str:
    if item == "MP-P1" and office.supports[item]:
        return "A"
    if item in ("TL-P3", "MP-P2"):
        seen = len(office.quarters[item])
        return "A" if seen == len(QUARTERS) else "B" if seen > 1 else "C" if seen else "D"
    return {"YT": "Tidak", "PCT": "0"}.get(scale, scale[-1])


def _evidence(
    office: Office, number: int, rng: random.Random, *, is_broken: bool
) -> tuple[Path, str | None]:
    """Write one evidence file: the team's decree first, then four sorts by turns."""
    slot = Slot(number, (number - 1) // len(SORTS) % len(QUARTERS), rng)
    write = _team if number == 0 else SORTS[(number - 1) % len(SORTS)]
    name, lines = write(office, slot)
    text = "\n".join(lines) + "\n"
    notes = ["", "notes: |", f"  {_sentence(rng)}"]
    wanted = rng.randint(SMALLEST, LARGEST) - len(text)
    while sum(map(len, notes)) < wanted:
        notes.append(f"  {_sentence(rng)}")
    text += "\n".join(notes) + "\n"
    defect = None
    if is_broken:
        defect, text = _broken(text, rng)
    path = office.folder / "evidence" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path, defect


def _sentence(rng: random.Random) -> str:
    return f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)}{rng.choice(ENDINGS)}"


def _head(office: Office, slot: Slot, comment: str, area: str, item: str | None) -> list[str]:
    short = next((key for key, sop in PROCEDURES.items() if sop.area == area), "mp")
    name = f"ev-{office.code}-{short}-{YEAR}-q{slot.quarter + 1}-{slot.number:03d}"
    lines = [f"# {comment}", "kind: evidence", f"id: {name}", f"area: {area}"]
    if item is not None:
        office.supports[item].append(name)
        office.quarters[item].add(slot.quarter)
        lines += ["items:", f"  - {item}"]
    return [*lines, f"period: {slot.period}"]


def _team(office: Office, slot: Slot) -> tuple[str, list[str]]:
    """The decree that appoints the team."""
    slot = Slot(slot.number, 0, slot.rng)
    area = "manajemen-perubahan"
    lines = _head(office, slot, "Tim reformasi birokrasi satuan kerja.", area, "MP-P1")
    lines.append("documents:")
    lines += _document(office, slot, "keputusan", "keputusan.pdf", date(YEAR, 1, 5), "ketua")
    lines.append("    team:")
    for i, name in enumerate(AREAS):
        role = ROLES[i % len(ROLES)][0]
        lines += [
            f"      - role: {role}",
            "        areas:",
            f"          - {name}",
            f"        duty: Penanggung jawab area {name.replace('-', ' ')}",
        ]
    return f"{area}/{YEAR}-tim-rb", lines


def _monitoring(office: Office, slot: Slot) -> tuple[str, list[str]]:
    """A round of SOP monitoring with its meeting."""
    area, rng = "penataan-tatalaksana", slot.rng
    comment = f"Monitoring SOP triwulan {QUARTERS[slot.quarter]}, dibahas dalam rapat."
    lines = _head(office, slot, comment, area, "TL-P3")
    events, last = _events("tl", slot)
    lines += [*_sop_block("tl"), "events:", *events, "bundle: rapat", "attendance:"]
    lines += [f"  commissioner: {rng.randint(1, 5)}", f"  secretariat: {rng.randint(4, 16)}"]
    lines += [f"  invited: {rng.randint(21, 25)}  # seluruh undangan", "about:"]
    for key in rng.sample(sorted(PROCEDURES), rng.randint(1, 2)):
        lines += [f"  - sop: {PROCEDURES[key].id}", "    as: monitoring"]
    lines += ["", "# Paket rapat dan formulirnya.", "documents:"]
    invited = max(last - timedelta(days=5), date(YEAR, 3 * slot.quarter + 1, 1))
    lines += _document(office, slot, "undangan", "undangan.pdf", invited, "sekretaris")
    lines += _document(office, slot, "daftar-hadir", "daftar-hadir.pdf", last)
    lines += _document(office, slot, "notula", "notula.pdf", last, "anggota-rendatin")
    lines += _document(office, slot, "foto", "foto.png", last)
    lines += _document(office, slot, "formulir-monitoring", "formulir.pdf", last, "kasubbag-pdi")
    return f"{area}/{YEAR}-q{slot.quarter + 1}-monitoring-{slot.number:03d}", lines


def _complaint(office: Office, slot: Slot) -> tuple[str, list[str]]:
    """One complaint from register to answer."""
    area, rng = "pengawasan", slot.rng
    lines = _head(office, slot, "Satu pengaduan; identitas pelapor tidak ditulis.", area, None)
    events, last = _events("pw", slot)
    lines += [*_sop_block("pw"), "", "# Langkah yang benar-benar dijalankan.", "events:", *events]
    lines += ["open: false", "counts:", f"  received: {rng.randint(5, 9)}"]
    lines += [f"  resolved: {rng.randint(1, 5)}", "documents:"]
    lines += _document(office, slot, "rekap", "rekap.pdf", last)
    lines += _document(office, slot, "surat", "surat.pdf", last, "sekretaris")
    lines += _document(office, slot, "notula", "notula.pdf", last, "anggota-hukum")
    lines += _document(office, slot, "daftar-hadir", "daftar-hadir.pdf", last)
    lines += _document(office, slot, "foto", "foto.png", last)
    return f"{area}/{YEAR}-q{slot.quarter + 1}-pengaduan-{slot.number:03d}", lines


def _requests(office: Office, slot: Slot) -> tuple[str, list[str]]:
    """Requests for public information, several runs in one file."""
    area = "pelayanan-publik"
    lines = _head(office, slot, "Permohonan informasi publik.", area, None)
    lines += [*_sop_block("pp"), "runs:"]
    last = date(YEAR, 3 * slot.quarter + 1, 1)
    for run in range(slot.rng.randint(3, 4)):
        events, end = _events("pp", slot, indent="    ")
        lines += [f"  - id: permohonan-{run + 1:02d}", "    events:", *events]
        last = max(last, end)
    lines.append("documents:")
    lines += _document(office, slot, "rekap", "rekap.pdf", last, "ppid")
    lines += _document(office, slot, "tangkapan-layar", "layar.png", last)
    return f"{area}/{YEAR}-q{slot.quarter + 1}-permohonan-{slot.number:03d}", lines


def _follow_up(office: Office, slot: Slot) -> tuple[str, list[str]]:
    """A round of the action plan: report and follow-up."""
    area, rng = "manajemen-perubahan", slot.rng
    comment = f"Pemantauan rencana aksi triwulan {QUARTERS[slot.quarter]}."
    lines = _head(office, slot, comment, area, "MP-P2")
    name = lines[2].removeprefix("id: ")
    events, last = _events("mp", slot)
    lines += [*_sop_block("mp"), "events:", *events, "attendance:"]
    lines += [f"  commissioner: {rng.randint(2, 5)}", f"  secretariat: {rng.randint(5, 15)}"]
    lines += [f"  invited: {rng.randint(20, 25)}", "documents:"]
    lines += _document(office, slot, "laporan", "laporan.pdf", last, "kasubbag-hsdm")
    lines += _document(office, slot, "tindak-lanjut", "tindak-lanjut.pdf", last, "ketua")
    lines.append(f"    follows_up: {name}#laporan")
    lines += _document(office, slot, "notula", "notula.pdf", last, "sekretaris")
    lines += _document(office, slot, "daftar-hadir", "daftar-hadir.pdf", last)
    return f"{area}/{YEAR}-q{slot.quarter + 1}-pemantauan-{slot.number:03d}", lines


SORTS: tuple[Callable[[Office, Slot], tuple[str, list[str]]], ...] = (
    _monitoring,
    _complaint,
    _requests,
    _follow_up,
)


def _sop_block(key: str) -> list[str]:
    return ["sop:", f"  id: {PROCEDURES[key].id}", "  version: 1"]


NUMBERED = {"keputusan": "Kpt", "undangan": "Und", "surat": "SD", "notula": "BA"}


def _document(
    office: Office, slot: Slot, kind: str, file: str, day: date, signer: str | None = None
) -> list[str]:
    rng = slot.rng
    words = kind.replace("-", " ").capitalize()
    lines = [
        f"  - id: {kind}",
        f"    type: {kind}",
        f"    title: {words} triwulan {QUARTERS[slot.quarter]} tahun {YEAR} nomor urut {slot.number}",
    ]
    if kind in NUMBERED:
        office.letters += 1
        tail = f"ORT.07-{NUMBERED[kind]}/{office.code}/KPU-Kab/{ROMAN[day.month - 1]}/{YEAR}"
        lines.append(f"    number: {office.letters}/{tail}")
    lines.append(f"    date: {day}")
    if signer is not None:
        lines += [f"    signed: {rng.choice(('true', 'basah', 'elektronik'))}"]
        lines += [f"    signed_by: {signer}", "    status: final"]
    elif kind == "daftar-hadir":
        lines.append("    signed: basah")
    lines += [f'    issuer: "{office.code}"', f"    file: files/{YEAR}/{file}"]
    if rng.random() < 0.3:
        lines.append(f"    sha256: {office.hashes[file]}  # dicatat saat berkas disusun")
    if rng.random() < 0.3:
        lines.append(f"    notes: {_sentence(rng)}")
    return lines


def _working_days(quarter: int) -> list[date]:
    day = date(YEAR, 3 * quarter + 1, 1)
    end = date(YEAR + quarter // 3, (3 * quarter + 3) % 12 + 1, 1)
    return [
        d
        for d in (day + timedelta(days=i) for i in range((end - day).days))
        if d.weekday() < 5 and d not in HOLIDAYS
    ]


def _events(key: str, slot: Slot, indent: str = "") -> tuple[list[str], date]:
    """One run that follows its SOP, in block style, and the day on which it ended."""
    sop, rng = PROCEDURES[key], slot.rng
    days = _working_days(slot.quarter)
    steps = {step.id: step for step in sop.steps}
    path = rng.choice(sop.paths).split()
    names = [name for name in path if name != "end"]
    needed = sum(2 if steps[name].days else 1 for name in names)
    turn = rng.randrange(len(days) - needed + 1)
    lines: list[str] = []
    day = days[turn]
    for i, name in enumerate(names):
        step = steps[name]
        following = path[i + 1] if i + 1 < len(path) else None
        lines += [f"{indent}  - step: {name}", f"{indent}    role: {step.role}"]
        moments, day = _moments(step, days[turn : turn + 2], rng)
        lines += [f"{indent}    {line}" for line in moments]
        turn += 2 if step.days else 1
        if step.decision:
            label = next(word for word, target in step.decision if target == following)
            lines.append(f"{indent}    decided: {label}")
        lines += [f"{indent}    output:", f"{indent}      - {step.output}"]
        if rng.random() < 0.3:
            lines.append(f"{indent}    notes: {_sentence(rng)}")
    return lines, day


def _moments(step: Step, days: list[date], rng: random.Random) -> tuple[list[str], date]:
    """When a step was done, always within its limit and inside working hours."""
    start = datetime.combine(days[0], time(8, 15)) + timedelta(minutes=rng.randrange(0, 60, 5))
    if step.days:
        end = datetime.combine(days[1], time(9)) + timedelta(minutes=rng.randrange(0, 120, 5))
        return [f"start: {start:%Y-%m-%d %H:%M}", f"end: {end:%Y-%m-%d %H:%M}"], days[1]
    if rng.random() < 0.2:
        return [f"day: {days[0]}"], days[0]
    end = start + timedelta(minutes=rng.randint(10, step.minutes - 5))
    return [f"start: {start:%Y-%m-%d %H:%M}", f"end: {end:%Y-%m-%d %H:%M}"], days[0]


DEFECTS = {  # (pattern, replacement); the first that fits, in shuffled order, is used once
    "missing key": (
        (r"^period: .*\n", ""),
        (r"^    type: .*\n", ""),
        (r"^    role: .*\n", ""),
        (r"^  version: 1\n", ""),
    ),
    "wrong type": (
        (r"^  invited: [0-9]+", '  invited: "dua puluh"'),
        (r"^  version: 1$", '  version: "1"'),
        (r"^    number: ([0-9]+)/.*", r"    number: \1"),
        (r"^open: false", 'open: "tidak"'),
        (r"^    title: .*", "    title: 2021"),
        (r"^    output:\n      - (.*)", r"    output: \1"),
    ),
    "bad enum": (
        (r"^    status: final", "    status: selesai"),
        (r"^    signed: .*", "    signed: digital"),
        (r"^    as: monitoring", "    as: pemantauan"),
    ),
    "bad date": (
        (r"^    date: ([0-9]+)-([0-9]+)-([0-9]+)", r"    date: \3-\2-\1"),
        (r"^    date: .*", "    date: 2021-02-30"),
        (r"^    date: ([0-9]+)-([0-9]+)-([0-9]+)", r"    date: \3/\2/\1"),
        (r"^    start: .*", "    start: 2021-02-03 25:10"),
        (r"^period: .*", "period: 2021-Q5"),
    ),
}


def _broken(text: str, rng: random.Random) -> tuple[str, str]:
    """The text with one defect, and which."""
    defect = rng.choice(sorted(DEFECTS))
    ways = list(DEFECTS[defect])
    rng.shuffle(ways)
    pattern, replacement = next(w for w in ways if re.search(w[0], text, re.MULTILINE))
    hit = rng.choice(list(re.finditer(pattern, text, re.MULTILINE)))
    return defect, text[: hit.start()] + hit.expand(replacement) + text[hit.end() :]


if __name__ == "__main__":
    main()
