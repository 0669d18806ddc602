# ruff: noqa: INP001, PLR2004, SIM905
"""Writes the example province: `python examples/jawa-timur/buat.py`, the same bytes every time.

Place names and office codes are real; everything else is invented. The script knows what an office
has to show for each answer (the recipes), how mature each office is, how it carries out its SOPs, and
which defects it sows. It writes `offices/`, `sops/` and `seeded.csv` beside itself, and takes away
what was there before.
`seeded.csv` lists every finding that `sopcheck audit` must say, and there must be no other.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

SEED = "jawa-timur-2021"

OFFICES = """
3501 kab-pacitan Pacitan lemah
3502 kab-ponorogo Ponorogo kuat
3503 kab-trenggalek Trenggalek lemah
3504 kab-tulungagung Tulungagung sedang
3505 kab-blitar Blitar lemah
3506 kab-kediri Kediri sedang
3507 kab-malang Malang sedang
3508 kab-lumajang Lumajang lemah
3509 kab-jember Jember kuat
3510 kab-banyuwangi Banyuwangi sedang
3511 kab-bondowoso Bondowoso lemah
3512 kab-situbondo Situbondo sedang
3513 kab-probolinggo Probolinggo lemah
3514 kab-pasuruan Pasuruan sedang
3515 kab-sidoarjo Sidoarjo kuat
3516 kab-mojokerto Mojokerto sedang
3517 kab-jombang Jombang sedang
3518 kab-nganjuk Nganjuk lemah
3519 kab-madiun Madiun sedang
3520 kab-magetan Magetan sedang
3521 kab-ngawi Ngawi lemah
3522 kab-bojonegoro Bojonegoro kuat
3523 kab-tuban Tuban sedang
3524 kab-lamongan Lamongan sedang
3525 kab-gresik Gresik sedang
3526 kab-bangkalan Bangkalan lemah
3527 kab-sampang Sampang lemah
3528 kab-pamekasan Pamekasan lemah
3529 kab-sumenep Sumenep lemah
3571 kota-kediri Kediri sedang
3572 kota-blitar Blitar lemah
3573 kota-malang Malang kuat
3574 kota-probolinggo Probolinggo sedang
3575 kota-pasuruan Pasuruan lemah
3576 kota-mojokerto Mojokerto sedang
3577 kota-madiun Madiun sedang
3578 kota-surabaya Surabaya kuat
3579 kota-batu Batu kuat
"""

# Nine offices answered everything; for some of their answers there is no evidence. The others left
# answers out: 29 of 38, as the province said in February 2022.
COMPLETE = frozenset("3506 3508 3509 3514 3517 3571 3573 3575 3578".split())

AREAS = {
    "mp": "manajemen-perubahan",
    "dk": "deregulasi-kebijakan",
    "po": "penataan-organisasi",
    "tl": "penataan-tatalaksana",
    "sdm": "sdm-aparatur",
    "ak": "akuntabilitas",
    "pw": "pengawasan",
    "pp": "pelayanan-publik",
}
LETTER_CODES = {
    "mp": "ORT.07",
    "dk": "HK.03.1",
    "po": "ORT.02",
    "tl": "ORT.07",
    "sdm": "SDM.02",
    "ak": "PP.07",
    "pw": "PW.01",
    "pp": "HM.02",
}

# The items of the worksheet by scale; the last answer of a scale claims nothing.
SCALES = {
    "ABC": """MP-P1 MP-P6 MP-P8 MP-P9 DK-P1 DK-P2 DK-R1 PO-P1 PO-P2 PO-P3 PO-P4 PO-P5 PO-P6 PO-P7
        PO-R1 TL-P7 TL-R2 TL-R3 SDM-P5 SDM-P11 SDM-R1 SDM-R2 AK-P1 AK-P2 AK-P9 AK-P11 PW-P1 PW-P6
        PW-P7a PW-P7b PW-P7c PW-P7d PW-P8a PW-P8b PW-P8c PW-P9b PW-P9d PW-P9e PW-P10 PP-P9b PP-P9c
        PP-P11a""",
    "ABCD": """MP-P2 MP-P3 MP-P5 MP-P7 MP-P10 MP-P11 MP-P12 MP-R4 PO-P10 TL-P1 TL-P2 TL-P3 TL-P4
        TL-P6 TL-R1 SDM-P2 SDM-P4 SDM-P6 SDM-P7 SDM-P10 AK-P3 AK-P7 AK-R2 AK-R3 PW-P2 PW-P5 PW-P9a
        PW-P9c PP-P2 PP-P3 PP-P4 PP-P6 PP-P7 PP-P8 PP-P11b PP-P12 PP-R1 PP-R3""",
    "ABCDE": """MP-R3 TL-R4 TL-R5 TL-R6 SDM-P8 AK-P10 PW-P3 PW-P4 PW-R1 PP-P1 PP-P5 PP-P9a
        PP-P10""",
    "YT": "MP-P4 PO-P8 PO-P9 TL-P5 SDM-P1 SDM-P3 SDM-P9 AK-P4 AK-P5 AK-P6 AK-P8 DK-X1",
    "PCT": "MP-R1 MP-R2 DK-R2 SDM-R3 AK-R1 PW-R2 PW-R3 PW-R4 PP-R2",
}
# Answers that ask for something in every month, quarter or semester.
REGULAR = dict(
    entry.split(":")
    for entry in """MP-P2:AB MP-P3:AB MP-P10:AB MP-P11:AB TL-P3:AB TL-P6:AB TL-P7:A SDM-P5:A SDM-P8:ABC
        SDM-P10:AB SDM-P11:A AK-P3:AB AK-P10:ABC PW-P1:A PW-P2:AB PW-P5:AB PW-P7c:A PW-P8b:A PP-P6:A
        PP-P9c:A PP-P10:AB PP-P11a:A PP-P11b:A""".split()
)
LETTERS = {"ABC": "A B C", "ABCD": "A B C D", "ABCDE": "A B C D E", "YT": "Ya Tidak", "PCT": "0"}


def _rank(item: str) -> tuple[int, str, int, str]:
    area, block, number, part = _parts(item)
    return list(AREAS).index(area.lower()), block, number, part


def _parts(item: str) -> tuple[str, str, int, str]:
    match = re.fullmatch(r"([A-Z]+)-([A-Z])([0-9]+)([a-z]?)", item)
    if match is None:
        raise ValueError(item)
    return match[1], match[2], int(match[3]), match[4]


SCALE_OF = {item: scale for scale, text in SCALES.items() for item in text.split()}
ITEMS = sorted(SCALE_OF, key=_rank)

# What the types of the pack ask of a document.
SIGNED = frozenset(
    """keputusan surat-tugas surat rencana-kerja rencana-aksi pedoman sop peta-proses-bisnis undangan
    daftar-hadir notula laporan formulir-monitoring kertas-kerja tindak-lanjut berita-acara
    daftar-informasi-publik piagam analisis perjanjian-kinerja skp peta-jabatan
    analisis-beban-kerja spmt iku laporan-kinerja pohon-kinerja daftar-risiko surat-pernyataan
    standar-pelayanan maklumat-pelayanan""".split()
)
FINAL = frozenset(
    """keputusan surat-tugas surat rencana-kerja rencana-aksi road-map pedoman sop
    peta-proses-bisnis undangan notula laporan tindak-lanjut berita-acara perjanjian-kinerja skp
    peta-jabatan analisis-beban-kerja spmt hasil-asesmen rencana-strategis rencana-anggaran iku
    laporan-kinerja standar-pelayanan maklumat-pelayanan""".split()
)
LETTER_KINDS = {
    "keputusan": "Kpt",
    "surat-tugas": "ST",
    "surat": "SD",
    "pedoman": "Kpt",
    "undangan": "Und",
    "berita-acara": "BA",
    "spmt": "SPMT",
    "iku": "Kpt",
    "standar-pelayanan": "Kpt",
}
BY_CHAIR = frozenset(
    "keputusan pedoman iku standar-pelayanan maklumat-pelayanan perjanjian-kinerja piagam".split()
)
UNSIGNED_BY = frozenset("daftar-hadir skp surat-pernyataan".split())
PICTURES = frozenset("foto tangkapan-layar".split())
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
QUARTERS = ("I", "II", "III", "IV")


def dice(sides: int, *key: object) -> int:
    """A number from 0 below `sides`, always the same for the same key: the seeded source."""
    text = "\0".join(map(str, (SEED, *key)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % sides


def chance(percent: int, *key: object) -> bool:
    """True in so many of a hundred cases."""
    return dice(100, *key) < percent


def weekday(day: date) -> date:
    """The day itself, or the next one that is neither of a weekend nor a holiday."""
    while day.weekday() > 4 or day in HOLIDAYS:
        day += timedelta(days=1)
    return day


# --- Working days and hours of 2021 ------------------------------------------------------------------

Moment = tuple[date, int]  # a day, and minutes after midnight
Spans = tuple[tuple[int, int], ...]

# National holidays and joint leave, as far as they fall on Mondays to Fridays.
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in """2021-01-01 2021-02-12 2021-03-11 2021-04-02 2021-05-12 2021-05-13 2021-05-14
    2021-05-26 2021-06-01 2021-07-20 2021-08-11 2021-08-17 2021-10-20 2022-02-01""".split()
)
RAMADAN = (date(2021, 4, 13), date(2021, 5, 12))
AS_OF = date(2022, 2, 15)


def _spans(text: str) -> Spans:
    """`0730-1200 1300-1600` in minutes."""
    pairs = (pair.split("-") for pair in text.split())
    return tuple((_minutes(start), _minutes(end)) for start, end in pairs)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[2:])


NORMAL_HOURS = (_spans("0730-1200 1300-1600"), _spans("0730-1130 1300-1630"))
RAMADAN_HOURS = (_spans("0800-1200 1230-1500"), _spans("0800-1130 1230-1530"))


@dataclass(frozen=True)
class Calendar:
    """Working days and hours of an office: the nation's, less its own holidays, and days of duty."""

    holidays: dict[date, str] = field(default_factory=dict)
    duty: dict[date, str] = field(default_factory=dict)

    def worked(self, day: date) -> bool:
        """True for a working day."""
        if day in self.holidays or day in self.duty:
            return day in self.duty
        return day.weekday() < 5 and day not in HOLIDAYS

    def hours(self, day: date) -> Spans:
        """Its working hours."""
        hours = RAMADAN_HOURS if RAMADAN[0] <= day <= RAMADAN[1] else NORMAL_HOURS
        return hours[day.weekday() == 4] if self.worked(day) else ()

    def after(self, day: date, count: int) -> date:
        """So many working days later; 0 is the day itself, or the first working day after it."""
        while count or not self.worked(day):
            day += timedelta(days=1)
            count -= self.worked(day) and count > 0
        return day

    def later(self, moment: Moment, minutes: int) -> Moment:
        """So many working minutes later."""
        day, minute = moment
        while True:
            for start, end in self.hours(day):
                here = max(start, minute)
                if here <= end and minutes <= end - here:
                    return day, here + minutes
                minutes -= max(0, end - here)
            day, minute = self.after(day + timedelta(days=1), 0), 0


# One office closed for a day, and worked on a Saturday.
CALENDARS = {
    "3516": Calendar(
        {date(2021, 7, 8): "Kantor ditutup untuk disinfeksi"},
        {date(2021, 9, 25): "Piket pemutakhiran data pemilih"},
    ),
}


# --- YAML as people write it -----------------------------------------------------------------------

_PLAIN = re.compile(
    r"[A-Za-z(][A-Za-z0-9 ./()+;_–#!-]*|[0-9]+[A-Za-z0-9.]*[/-][A-Za-z0-9./-]+|[0-9]+ [A-Za-z][A-Za-z ]*"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"
)


def scalar(value: Any) -> str:
    """A value on its own, in quotes where YAML could misread it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    plain = _PLAIN.fullmatch(value) and " #" not in value and value == value.strip()
    if plain and value not in ("true", "false", "null"):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


WIDTH = 118
EVENT_WIDTH = 170  # events read best as a table


def block(value: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """Lines of a mapping; what fits on a line stands on one."""
    pad = "  " * depth
    for key, part in value.items():
        deep = isinstance(part, list) and part and isinstance(part[0], dict)
        short = f"{pad}{key}: {flow(part)}"
        if isinstance(part, dict) and (len(short) > WIDTH or (depth == 0 and len(part) > 3)):
            yield f"{pad}{key}:"
            yield from block(part, depth + 1)
        elif deep:
            yield f"{pad}{key}:"
            for entry in part:
                yield from _entry(entry, depth + 1, EVENT_WIDTH if key == "events" else WIDTH)
        elif isinstance(part, list) and len(short) > WIDTH:
            yield f"{pad}{key}:"
            yield from (f"{pad}  - {flow(entry)}" for entry in part)
        else:
            yield short


def _entry(entry: dict[str, Any], depth: int, width: int) -> Iterator[str]:
    pad = "  " * depth
    line = f"{pad}- {flow(entry)}"
    if len(line) <= width and "events" not in entry:
        yield line
        return
    first, *others = block(entry, depth + 1)
    yield f"{pad}- {first.strip()}"
    yield from others


def yaml_text(document: dict[str, Any], comment: str = "") -> str:
    """A document as a file."""
    lines = [f"# {comment}"] if comment else []
    return "\n".join([*lines, *block(document)]) + "\n"


# --- Attachments: small, real, each different --------------------------------------------------------


def pdf(text: str) -> bytes:
    """One empty page; a comment says what it stands for."""
    safe = re.sub(r"[^A-Za-z0-9 .,/-]", " ", text)[:90]
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    data, places = f"%PDF-1.4\n%{safe}\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(data)
    data += f"xref\n0 4\n0000000000 65535 f \n{table}"
    data += f"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return data.encode("ascii")


def png(text: str) -> bytes:
    """A picture of 4 by 3 colours that come from its title, which it carries too."""
    digest = hashlib.sha256(f"{SEED}{text}".encode()).digest()
    rows = b"".join(b"\0" + digest[12 * i % 20 : 12 * i % 20 + 12] for i in range(3))
    body = struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF) + rows
    packed = b"\x78\x01\x01" + body + struct.pack(">I", zlib.adler32(rows))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 4, 3, 8, 2, 0, 0, 0)),
        (b"tEXt", b"Title\0" + text.encode("ascii", "replace")),
        (b"IDAT", packed),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


# --- SOPs --------------------------------------------------------------------------------------------

ROLES: dict[str, dict[str, Any]] = {
    "ketua": {
        "title": "Ketua",
        "group": "commissioner",
        "division": "Keuangan, Umum, Rumah Tangga dan Logistik",
    },
    "anggota-sosdiklih": {
        "title": "Anggota Divisi Sosialisasi, Pendidikan Pemilih, Partisipasi Masyarakat dan SDM",
        "group": "commissioner",
    },
    "anggota-rendatin": {
        "title": "Anggota Divisi Perencanaan, Data dan Informasi",
        "group": "commissioner",
    },
    "anggota-teknis": {"title": "Anggota Divisi Teknis Penyelenggaraan", "group": "commissioner"},
    "anggota-hukum": {"title": "Anggota Divisi Hukum dan Pengawasan", "group": "commissioner"},
    "sekretaris": {"title": "Sekretaris", "group": "secretariat"},
    "kasubbag-pdi": {
        "title": "Kasubbag Perencanaan, Data, dan Informasi",
        "group": "secretariat",
    },
    "kasubbag-kul": {"title": "Kasubbag Keuangan, Umum, dan Logistik", "group": "secretariat"},
    "kasubbag-teknis": {
        "title": "Kasubbag Teknis Penyelenggaraan Pemilu, Partisipasi, dan Hubungan Masyarakat",
        "group": "secretariat",
    },
    "kasubbag-hsdm": {"title": "Kasubbag Hukum dan Sumber Daya Manusia", "group": "secretariat"},
    "pelaksana-pdi": {
        "title": "Pelaksana Subbag Perencanaan, Data, dan Informasi",
        "group": "secretariat",
    },
    "pelaksana-hsdm": {
        "title": "Pelaksana Subbag Hukum dan Sumber Daya Manusia",
        "group": "secretariat",
    },
    "petugas-layanan": {"title": "Petugas layanan informasi", "group": "secretariat"},
    "petugas-pengaduan": {"title": "Petugas pengaduan", "group": "secretariat"},
    "ppid": {"title": "Pejabat Pengelola Informasi dan Dokumentasi", "group": "secretariat"},
    "tim-rb": {"title": "Tim Reformasi Birokrasi", "group": "mixed"},
    "agen-perubahan": {"title": "Agen Perubahan", "group": "mixed"},
}


@dataclass(frozen=True)
class Template:
    """The content of an SOP; steps are `id | activity | role | time | output | decision | next`.

    Joint roles are joined by `+`; a time that ends in `!` runs day and night.
    """

    id: str
    title: str
    basis: str
    warning: str
    record: str
    process: str
    steps: str
    replicate: str = ""
    version: int = 1
    total: str = ""
    channel: str = ""

    @property
    def area(self) -> str:
        """The short name of its area."""
        return self.id.split("-")[1]


GENERIC = (
    Template(
        "sop-mp-01",
        "Pembentukan Tim RB dan Agen Perubahan",
        "Keputusan KPU 314/ORT.07-Kpt/01/KPU/V/2021",
        "Apabila tim tidak ditetapkan setiap tahun, kegiatan RB tidak mempunyai penanggung jawab",
        "Keputusan Tim RB dan Agen Perubahan",
        "KPU.05.1",
        """
        usul | Menyusun usulan anggota setiap area | kasubbag-hsdm | 1 hari kerja | Daftar usulan
        pleno | Membahas susunan dalam rapat pleno | ketua+sekretaris | 120 menit | Notula pleno | Disetujui: konsep; Diperbaiki: usul
        konsep | Menyiapkan konsep keputusan | pelaksana-hsdm | 1 hari kerja | Konsep keputusan
        telaah | Menelaah konsep | anggota-hukum | 1 hari kerja | Lembar telaah | Sesuai: tetapkan; Diperbaiki: konsep
        tetapkan | Menetapkan keputusan | ketua | 1 hari kerja | Keputusan bernomor
        """,
        "required",
    ),
    Template(
        "sop-dk-01",
        "Identifikasi dan penyelarasan keputusan serta SOP",
        "PKPU 8/2019 tentang Tata Kerja",
        "Apabila tidak dipetakan, keputusan yang bertentangan tetap dipakai",
        "Matriks pemetaan",
        "KPU.04.2",
        """
        data | Mendata keputusan dan SOP yang berlaku | pelaksana-hsdm | 3 hari kerja | Daftar inventaris
        banding | Membandingkan dengan peraturan terbaru | kasubbag-hsdm | 3 hari kerja | Matriks pemetaan
        bahas | Membahas temuan bersama subbagian | anggota-hukum | 120 menit | Notula | Selaras: laporan; Tidak selaras: ubah
        ubah | Menyusun perubahan atau pencabutan | kasubbag-hsdm | 3 hari kerja | Konsep perubahan
        laporan | Menyusun laporan semester | kasubbag-hsdm | 1 hari kerja | Laporan harmonisasi
        """,
        "optional",
    ),
    Template(
        "sop-po-01",
        "Evaluasi kelembagaan sekretariat",
        "PKPU 14/2020 tentang Tugas, Fungsi, dan Tata Kerja Sekretariat",
        "Apabila usulan tidak melalui KPU Provinsi, usulan dikembalikan",
        "Laporan evaluasi kelembagaan",
        "KPU.05.2",
        """
        kuesioner | Membagikan kuesioner tugas dan beban kerja | kasubbag-hsdm | 2 hari kerja | Kuesioner terisi
        olah | Mengolah data tumpang tindih dan kekosongan tugas | pelaksana-hsdm | 3 hari kerja | Tabel analisis
        periksa | Memeriksa kelengkapan analisis | sekretaris | 1 hari kerja | Lembar periksa | Lengkap: bahas; Belum lengkap: olah
        bahas | Membahas hasil dalam rapat pleno | ketua | 120 menit | Notula
        laporan | Menyusun laporan evaluasi | kasubbag-hsdm | 2 hari kerja | Laporan evaluasi kelembagaan
        """,
        "optional",
    ),
    Template(
        "sop-tl-01",
        "Penyusunan dan pengesahan SOP",
        "PermenPANRB 35/2012",
        "Apabila konsep tidak diuji, SOP tidak dapat dijalankan",
        "Daftar SOP",
        "KPU.03.1",
        """
        kebutuhan | Mengidentifikasi kegiatan dari peta proses bisnis | kasubbag-pdi | 2 hari kerja | Daftar kebutuhan SOP
        konsep | Menyusun konsep SOP lima simbol | kasubbag-pdi | 3 hari kerja | Konsep SOP
        uji | Menguji konsep dengan pelaksana | tim-rb | 1 hari kerja | Catatan uji | Dapat dijalankan: pengesahan; Diperbaiki: konsep
        pengesahan | Mengesahkan dan menomori | sekretaris | 1 hari kerja | SOP sah
        sosialisasi | Menyosialisasikan kepada pelaksana | kasubbag-pdi | 90 menit | Daftar hadir sosialisasi
        """,
        "required",
        2,
    ),
    Template(
        "sop-sdm-01",
        "Penilaian kinerja bulanan dan penegakan disiplin",
        "PP 30/2019 tentang Penilaian Kinerja PNS",
        "Apabila kinerja tidak dinilai setiap bulan, penghargaan tidak mempunyai dasar",
        "Rekap penilaian kinerja",
        "KPU.06.1",
        """
        rekap | Menarik rekap kehadiran | pelaksana-hsdm | 1 hari kerja | Rekap kehadiran
        nilai | Menilai capaian SKP | kasubbag-hsdm | 2 hari kerja | Nilai SKP
        periksa | Memeriksa pelanggaran disiplin | sekretaris | 1 hari kerja | Lembar periksa | Tidak ada: mutakhir; Ada pelanggaran: tindak
        tindak | Memanggil dan memberi tindakan | sekretaris | 3 hari kerja | Berita acara
        mutakhir | Memutakhirkan data kepegawaian | pelaksana-hsdm | 60 menit | Laporan pemutakhiran
        """,
        "optional",
    ),
    Template(
        "sop-ak-01",
        "Pengumpulan data kinerja triwulanan",
        "Perpres 29/2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah",
        "Apabila data tidak diverifikasi, laporan kinerja tidak dapat dipercaya",
        "Rekap capaian kinerja",
        "KPU.01.2",
        """
        minta | Meminta data capaian | kasubbag-pdi | 60 menit | Nota dinas
        sampaikan | Menyampaikan capaian dan bukti | kasubbag-teknis | 3 hari kerja | Formulir capaian
        verifikasi | Memverifikasi capaian | pelaksana-pdi | 2 hari kerja | Catatan verifikasi | Valid: bahas; Diperbaiki: sampaikan
        bahas | Membahas capaian dalam rapat triwulan | ketua | 120 menit | Notula
        laporan | Menyusun laporan kinerja triwulan | kasubbag-pdi | 3 hari kerja | Laporan kinerja
        """,
        "required",
    ),
    Template(
        "sop-pw-01",
        "Penanganan pengaduan masyarakat",
        "Perpres 76/2013 tentang Pengelolaan Pengaduan Pelayanan Publik",
        "Apabila identitas pelapor bocor, petugas dikenai tindakan disiplin",
        "Register pengaduan",
        "KPU.07.1",
        """
        catat | Menerima dan mencatat pengaduan | petugas-pengaduan | 30 menit | Nomor register
        periksa | Memeriksa kelengkapan | petugas-pengaduan | 1 hari kerja | Lembar periksa | Lengkap: telaah; Belum lengkap: catat
        telaah | Menelaah pengaduan | kasubbag-hsdm | 2 hari kerja | Telaah
        bahas | Membahas penanganan | anggota-hukum | 90 menit | Putusan penanganan
        jawab | Menindaklanjuti dan menjawab pelapor | sekretaris | 5 hari kerja | Surat jawaban
        """,
        "required",
        total="15 hari kerja",
        channel="SP4N-LAPOR!",
    ),
    Template(
        "sop-pp-01",
        "Pelayanan informasi publik",
        "UU 14/2008 tentang Keterbukaan Informasi Publik",
        "Apabila permohonan tidak dijawab dalam sepuluh hari kerja, pemohon dapat mengajukan keberatan",
        "Register permohonan informasi",
        "KPU.08.1",
        """
        terima | Menerima permohonan | petugas-layanan | 15 menit | Tanda terima
        periksa | Memeriksa jenis informasi | ppid | 1 hari kerja | Catatan PPID | Terbuka: siapkan; Dikecualikan: tolak
        tolak | Menerbitkan penolakan beralasan | ppid | 1 hari kerja | Surat penolakan | | end
        siapkan | Menyiapkan informasi | kasubbag-teknis | 3 hari kerja | Salinan informasi
        serah | Menyerahkan jawaban | petugas-layanan | 15 menit | Bukti serah
        survei | Meminta pengisian survei | petugas-layanan | 10 menit | Kuesioner terisi
        """,
        "required",
        total="10 hari kerja",
    ),
    Template(
        "sop-pp-02",
        "Pengelolaan survei kepuasan masyarakat",
        "PermenPANRB 14/2017",
        "Apabila hasil survei tidak dipublikasikan, masyarakat tidak tahu perbaikannya",
        "Laporan SKM",
        "KPU.08.2",
        """
        kumpul | Mengumpulkan kuesioner | petugas-layanan | 1 hari kerja | Kuesioner terkumpul
        olah | Mengolah nilai setiap unsur | kasubbag-teknis | 3 hari kerja | Laporan SKM | Ada unsur rendah: perbaikan; Semua baik: publikasi
        perbaikan | Menyusun rencana perbaikan | tim-rb | 2 hari kerja | Rencana tindak lanjut
        publikasi | Memublikasikan hasil | petugas-layanan | 60 menit | Tautan publikasi
        """,
        "optional",
    ),
)
GENERIC_BY_ID = {template.id: template for template in GENERIC}

# What `sop-tl-01` was before version 2: longer, and nobody was told of the result.
FORMER = Template(
    "sop-tl-01",
    "Penyusunan dan pengesahan SOP",
    "PermenPANRB 35/2012",
    "Apabila konsep tidak diuji, SOP tidak dapat dijalankan",
    "Daftar SOP",
    "KPU.03.1",
    """
    kebutuhan | Mengidentifikasi kegiatan dari peta proses bisnis | kasubbag-pdi | 3 hari kerja | Daftar kebutuhan SOP
    konsep | Menyusun konsep SOP | kasubbag-pdi | 5 hari kerja | Konsep SOP
    uji | Menguji konsep dengan pelaksana | tim-rb | 2 hari kerja | Catatan uji | Dapat dijalankan: pengesahan; Diperbaiki: konsep
    pengesahan | Mengesahkan dan menomori | sekretaris | 1 hari kerja | SOP sah
    """,
    "required",
)

OWN = (
    Template(
        "sop-mp-11",
        "Internalisasi nilai organisasi",
        "Keputusan KPU 314/ORT.07-Kpt/01/KPU/V/2021",
        "Apabila pimpinan tidak hadir, internalisasi tidak memberi teladan",
        "Daftar hadir internalisasi",
        "KPU.05.4",
        """
        rencana | Menyusun jadwal internalisasi | agen-perubahan | 1 hari kerja | Jadwal
        laksana | Menyampaikan nilai organisasi | ketua | 90 menit | Daftar hadir
        laporan | Menyusun laporan kegiatan | pelaksana-hsdm | 2 hari kerja | Laporan kegiatan
        """,
    ),
    Template(
        "sop-tl-11",
        "Pemutakhiran laman dan media sosial",
        "Keputusan KPU 314/ORT.07-Kpt/01/KPU/V/2021",
        "Apabila berita tidak diperiksa, informasi yang keliru terlanjur tersebar",
        "Rekap berita",
        "KPU.08.4",
        """
        tulis | Menulis berita kegiatan | petugas-layanan | 2 jam | Naskah berita
        periksa | Memeriksa naskah | kasubbag-teknis | 1 jam | Naskah berparaf | Layak: unggah; Diperbaiki: tulis
        unggah | Mengunggah berita | petugas-layanan | 24 jam! | Tautan berita
        """,
    ),
    Template(
        "sop-tl-12",
        "Pengelolaan surat masuk",
        "PKPU 2/2021 tentang Tata Naskah Dinas",
        "Apabila surat tidak didisposisi, tenggat jawaban terlewat",
        "Buku agenda surat masuk",
        "KPU.09.1",
        """
        agenda | Mencatat surat dalam buku agenda | pelaksana-pdi | 15 menit | Nomor agenda
        disposisi | Memberi disposisi | sekretaris | 1 hari kerja | Lembar disposisi
        tindak | Menindaklanjuti disposisi | kasubbag-kul | 3 hari kerja | Konsep jawaban | Perlu jawaban: kirim; Cukup diketahui: arsip
        kirim | Mengirim surat jawaban | pelaksana-pdi | 1 hari kerja | Surat jawaban
        arsip | Mengarsipkan surat | pelaksana-pdi | 30 menit | Arsip surat
        """,
    ),
    Template(
        "sop-ak-11",
        "Penyusunan perjanjian kinerja",
        "PermenPANRB 53/2014",
        "Apabila sasaran tidak terukur, capaian tidak dapat dinilai",
        "Perjanjian kinerja",
        "KPU.01.1",
        """
        konsep | Menyusun konsep perjanjian kinerja | kasubbag-pdi | 3 hari kerja | Konsep perjanjian kinerja
        bahas | Membahas konsep dalam rapat pleno | ketua | 120 menit | Notula | Disetujui: tanda-tangan; Diperbaiki: konsep
        tanda-tangan | Menandatangani perjanjian kinerja | ketua | 1 hari kerja | Perjanjian kinerja
        """,
    ),
    Template(
        "sop-pw-11",
        "Pelaporan gratifikasi",
        "Peraturan KPK 2/2019 tentang Pelaporan Gratifikasi",
        "Apabila tidak dilaporkan dalam tiga puluh hari, penerima dapat dikenai sanksi",
        "Register gratifikasi",
        "KPU.07.2",
        """
        lapor | Menerima laporan gratifikasi | petugas-pengaduan | 30 menit | Tanda terima
        telaah | Menelaah laporan | kasubbag-hsdm | 2 hari kerja | Telaah
        teruskan | Meneruskan laporan kepada pimpinan | anggota-hukum | 10 hari kalender | Surat pengantar
        """,
    ),
    Template(
        "sop-pp-11",
        "Penerimaan tamu dan konsultasi",
        "UU 25/2009 tentang Pelayanan Publik",
        "Apabila tamu tidak dicatat, kunjungan tidak dapat ditelusuri",
        "Buku tamu",
        "KPU.08.3",
        """
        terima | Menerima dan mencatat tamu | petugas-layanan | 10 menit | Catatan buku tamu
        arahkan | Mengarahkan kepada subbagian terkait | petugas-layanan | 10 menit | Catatan tujuan
        layani | Memberikan penjelasan | kasubbag-teknis | 60 menit | Catatan konsultasi
        """,
        total="1 hari kerja",
    ),
    Template(
        "sop-sdm-11",
        "Pengajuan cuti pegawai",
        "Peraturan BKN 24/2017 tentang Tata Cara Pemberian Cuti PNS",
        "Apabila cuti tidak dicatat, rekap kehadiran keliru",
        "Register cuti",
        "KPU.06.3",
        """
        ajukan | Memeriksa sisa cuti | pelaksana-hsdm | 1 hari kerja | Lembar sisa cuti
        putus | Memutuskan permohonan | sekretaris | 1 hari kerja | Surat izin cuti | Diizinkan: catat; Ditangguhkan: end
        catat | Mencatat cuti | pelaksana-hsdm | 30 menit | Register cuti
        """,
    ),
)
OWN_BY_ID = {template.id: template for template in OWN}


def steps_of(template: Template) -> list[dict[str, Any]]:
    """The steps as a document writes them."""
    steps = []
    for line in template.steps.strip().splitlines():
        name, activity, role, time, output, *rest = (part.strip() for part in line.split("|"))
        together = role.split("+")
        step: dict[str, Any] = {"id": name, "activity": activity}
        step["role"] = together if len(together) > 1 else role
        step["time"] = time.removesuffix("!")
        if time.endswith("!"):
            step["clock"] = "elapsed"
        step["output"] = [output]
        if rest and rest[0]:
            step["decision"] = dict(pair.strip().split(": ") for pair in rest[0].split(";"))
        if len(rest) > 1:
            step["next"] = rest[1]
        steps.append(step)
    return steps


def sop_document(
    template: Template,
    number: str,
    made: date,
    approver: str,
    replica: bool = False,  # noqa: FBT001, FBT002
) -> dict[str, Any]:
    """An SOP: generic, an office's own, or its replica of a generic one."""
    document: dict[str, Any] = {
        "kind": "sop",
        "id": template.id,
        "area": AREAS[template.area],
        "number": number,
        "title": template.title,
        "version": 1 if replica else template.version,
        "status": "in-force",
        "created": made,
        "effective": weekday(made + timedelta(days=12)),
        "approved_by": {
            "title": f"Sekretaris {approver}",
            "date": weekday(made + timedelta(days=5)),
        },
        "legal_basis": [template.basis],
        "qualifications": ["Memahami tata kerja sekretariat"],
        "equipment": ["Komputer"],
        "warnings": [template.warning],
        "records": [template.record],
    }
    if template.area == "tl":
        document["particulars"] = {"process_code": template.process}
    if template.channel:
        document["particulars"] = {"channel": [template.channel, "kotak pengaduan"]}
    if template.replicate and not replica:
        document["replicate"] = template.replicate
    if replica:
        document["replica_of"] = {"id": template.id, "version": template.version}
    if template.total:
        document["total_time"] = template.total
    document["steps"] = steps_of(template)
    return document


# --- An office in the making ------------------------------------------------------------------------

Doc = dict[str, Any]


@dataclass
class Run:
    """One execution of an SOP, until it is filed; moments are no text yet.

    `said` are findings about it, `said_of_file` those about its file.
    """

    sop: str
    version: int
    events: list[dict[str, Any]]
    open: bool = False
    said: list[str] = field(default_factory=list)
    said_of_file: list[str] = field(default_factory=list)

    def at(self, step: str) -> dict[str, Any]:
        """The first event of a step."""
        return next(event for event in self.events if event["step"] == step)

    @property
    def ended(self) -> date:
        """The day of its last event."""
        days: list[date] = [
            event["day"] if "day" in event else event["end"][0] for event in self.events
        ]
        return max(days)

    @property
    def quarter(self) -> int:
        """The quarter in which it ended, or was last seen."""
        return (self.ended.month + 2) // 3


@dataclass
class Office:
    """One office: its facts, what it files and claims, and what it is known to get wrong."""

    code: str
    slug: str
    place: str
    style: str
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    attached: dict[str, bytes] = field(default_factory=dict)
    claims: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    grades: dict[str, int] = field(default_factory=dict)
    edits: list[tuple[str, str, str]] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    found: list[tuple[str, str]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    runs: list[Run] = field(default_factory=list)
    carries: list[str] = field(default_factory=list)
    spoilt: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    area: str = "mp"
    sop_count: int = 0

    @property
    def level(self) -> str:
        """Kabupaten or kota."""
        return "kota" if self.slug.startswith("kota") else "kabupaten"

    @property
    def name(self) -> str:
        """Its official name."""
        return f"KPU {self.level.capitalize()} {self.place}"

    @property
    def folder(self) -> str:
        """Where it lives."""
        return f"offices/{self.code}-{self.slug}"

    @property
    def calendar(self) -> Calendar:
        """Its working days and hours."""
        return CALENDARS.get(self.code, Calendar())

    @property
    def staff(self) -> int:
        """How many people its secretariat has."""
        return 14 + dice(9, self.code, "staff")

    @property
    def invited(self) -> int:
        """Everybody: five commissioners and the secretariat."""
        return self.staff + 5

    def dice(self, sides: int, *key: object) -> int:
        """The office's own dice."""
        return dice(sides, self.code, *key)

    def day(self, text: str) -> date:
        """`03-08` (of 2021) or `2020-12-14`, up to a week later, never on a day off."""
        base = date.fromisoformat(text if len(text) > 5 else f"2021-{text}")
        return weekday(base + timedelta(days=self.dice(7, "day", text)))

    def file(
        self, slug: str, items: str, period: str | int, documents: list[Doc], **top: Any
    ) -> str:
        """An evidence file with its attachments; gives its id."""
        area = AREAS[self.area]
        stem = f"2021-{slug}"
        evidence: dict[str, Any] = {"kind": "evidence", "id": f"ev-{self.code}-{self.area}-{stem}"}
        evidence |= {"area": area, "items": items.split(), "period": period, **top}
        for document in documents:
            ending = "png" if document["type"] in PICTURES else "pdf"
            if "file" not in document:
                document["file"] = f"files/{area}/{stem}-{document['id']}.{ending}"
        evidence["documents"] = documents
        self.files[f"evidence/{area}/{stem}.yaml"] = evidence
        return str(evidence["id"])

    def claim(self, answers: str, *evidence: str) -> None:
        """Answers that the evidence shows: `MP-P1 A MP-P2 B`."""
        words = answers.split()
        for item, answer in zip(words[::2], words[1::2], strict=True):
            self.claims[item] = (answer, list(evidence))

    def id_of(self, name: str) -> str:
        """The id of its evidence file with that area and slug: `mp-tim`."""
        area, _, slug = name.partition("-")
        return f"ev-{self.code}-{area}-2021-{slug}"

    def path_of(self, name: str) -> str:
        """The path of an evidence file by area and slug."""
        return next(p for p, f in self.files.items() if f["id"] == self.id_of(name))

    def find(self, name: str, document: str = "") -> tuple[dict[str, Any], Any]:
        """An evidence file by area and slug, and one of its documents."""
        file = self.files[self.path_of(name)]
        return file, next((d for d in file["documents"] if d["id"] == document), None)

    def files_in(self, area: str) -> bool:
        """True when it files evidence with documents in that area."""
        return any(path.startswith(f"evidence/{AREAS[area]}/") for path in self.files)

    def sops(self) -> list[dict[str, Any]]:
        """The SOPs it has filed."""
        return [file for file in self.files.values() if file["kind"] == "sop"]

    def sop(self, name: str) -> dict[str, Any]:
        """The one SOP of that id that it has filed."""
        [found] = [sop for sop in self.sops() if sop["id"] == name]
        return found

    def say(self, code: str, subject: str) -> None:
        """A finding that must be said."""
        self.found.append((code, subject))


def doc(kind: str, title: str, day: date, name: str = "", **more: Any) -> Doc:
    """A document, formally complete for its type; numbers are given when all are known."""
    document: Doc = {"id": name or kind, "type": kind, "title": title}
    if (kind in LETTER_KINDS or kind == "sop") and "number" not in more:
        document["number"] = "?"
    if "number" in more:
        document["number"] = more.pop("number")
    document["date"] = day
    if "period" in more:
        document["period"] = more.pop("period")
    if kind in SIGNED:
        document["signed"] = True
        if kind not in UNSIGNED_BY and "issuer" not in more:
            document["signed_by"] = "ketua" if kind in BY_CHAIR else "sekretaris"
    if kind in FINAL:
        document["status"] = "final"
    return document | more


def meeting(about: str, day: date, *, slides: bool = False) -> list[Doc]:
    """A complete bundle: a meeting with minutes, or a presentation with slides."""
    papers = [
        doc("undangan", f"Undangan {about}", weekday(day - timedelta(days=5))),
        doc("daftar-hadir", f"Daftar hadir {about}", day),
    ]
    if slides:
        papers.append(doc("materi", f"Materi {about}", day))
    else:
        papers.append(doc("notula", f"Notula {about}", weekday(day + timedelta(days=1))))
    return [*papers, doc("foto", f"Foto {about}", day)]


def present(o: Office, commissioners: int, key: str, share: float = 0.72) -> dict[str, int]:
    """An attendance record in which that share of those invited came from the secretariat."""
    least = -(-int(share * 1000) * o.invited // 1000)
    most = max(least, o.staff)
    return {
        "commissioner": min(5, commissioners + o.dice(2, "hadir", key)),
        "secretariat": least + o.dice(most - least + 1, "hadir-s", key),
        "invited": o.invited,
    }


def small(o: Office, key: str) -> dict[str, int]:
    """The attendance of a working meeting."""
    came = 5 + o.dice(4, "rapat", key)
    return {"commissioner": 2 + o.dice(4, "rapat-k", key), "secretariat": came, "invited": came + 7}


REPORT_DAYS = {
    "Q1": "04-05",
    "Q2": "07-05",
    "Q3": "10-04",
    "Q4": "2022-01-05",
    "S1": "07-06",
    "S2": "2022-01-06",
}


def report_day(o: Office, part: str) -> date:
    """The day a report on a quarter or semester is signed."""
    return o.day(REPORT_DAYS[part])


def act_day(o: Office, part: str) -> date:
    """The day a report is acted upon."""
    return weekday(report_day(o, part) + timedelta(days=9 + o.dice(8, "act", part)))


def quarters(grade: int, o: Office, key: str) -> list[int]:
    """The quarters covered: all, two or three, or one."""
    if grade == 3:
        return [1, 2, 3, 4]
    first = 1 + o.dice(2, "q", key)
    count = 1 if grade == 1 else 2 + o.dice(2, "qn", key)
    return list(range(first, first + count))


def by_count(covered: list[int], letters: str = "A B B C") -> str:
    """The answer for four, three, two, or one quarters."""
    return letters.split()[4 - len(covered)]


def in_quarter(o: Office, quarter: int, key: str, month: int = 3) -> date:
    """A working day in the given month of a quarter."""
    return weekday(date(2021, 3 * quarter - 3 + month, 6) + timedelta(days=o.dice(9, key, quarter)))


def pick(o: Office, key: str, *choices: str) -> str:
    """One of several ways to put it."""
    return choices[o.dice(len(choices), "kata", key)]


def address(o: Office, path: str) -> str:
    """A page of the office's site."""
    return f"https://{o.slug}.kpu.go.id/{path}"


# --- Recipes: what a group of items needs, from the best grade (3) down; 0 files nothing ---------------

Recipe = Callable[[Office, int], None]
RECIPES: dict[str, Recipe] = {}


def recipe(name: str) -> Callable[[Recipe], Recipe]:
    """Register a recipe by area and name."""

    def register(function: Recipe) -> Recipe:
        RECIPES[name] = function
        return function

    return register


TEAM = [
    {"role": "ketua", "duty": "pengarah"},
    {"role": "sekretaris", "duty": "ketua pelaksana"},
    {
        "role": "kasubbag-hsdm",
        "areas": ["manajemen-perubahan", "deregulasi-kebijakan", "sdm-aparatur"],
        "duty": "koordinator area",
    },
    {
        "role": "kasubbag-pdi",
        "areas": ["penataan-organisasi", "penataan-tatalaksana", "akuntabilitas"],
        "duty": "koordinator area",
    },
    {"role": "anggota-hukum", "areas": ["pengawasan"], "duty": "koordinator area"},
    {"role": "kasubbag-teknis", "areas": ["pelayanan-publik"], "duty": "koordinator area"},
]


@recipe("mp-tim")
def _mp_tim(o: Office, grade: int) -> None:
    if grade == 1:
        paper = doc("surat-tugas", "Penugasan Tim RB tahun 2021", o.day("02-01"))
        o.claim("MP-P1 B", o.file("tim", "MP-P1", 2021, [paper]))
        return
    title = pick(o, "tim", "Penetapan Tim RB tahun 2021", "Tim Reformasi Birokrasi tahun 2021")
    paper = doc("keputusan", title, o.day("01-11"), team=[dict(member) for member in TEAM])
    o.claim("MP-P1 A", o.file("tim", "MP-P1", 2021, [paper]))


@recipe("mp-pemantauan")
def _mp_pemantauan(o: Office, grade: int) -> None:
    covered, names = quarters(grade, o, "mp-pemantauan"), []
    for q in covered:
        part, slug = f"Q{q}", f"q{q}-pemantauan"
        about = f"pelaksanaan rencana aksi RB triwulan {QUARTERS[q - 1]}"
        report = f"ev-{o.code}-mp-2021-{slug}#laporan"
        papers = [
            doc("laporan", f"Laporan {about}", report_day(o, part)),
            doc("tindak-lanjut", f"Tindak lanjut {about}", act_day(o, part), follows_up=report),
        ]
        names.append(o.file(slug, "MP-P2 MP-P10", f"2021-{part}", papers))
    o.claim(f"MP-P2 {by_count(covered)} MP-P10 {by_count(covered)}", *names)


@recipe("mp-evaluasi")
def _mp_evaluasi(o: Office, grade: int) -> None:
    names = []
    for part in ("S1", "S2")[: min(grade, 2)]:
        slug = f"{part.lower()}-evaluasi"
        about = f"rencana kerja Tim RB semester {QUARTERS[int(part[1]) - 1]}"
        papers = [doc("laporan", f"Laporan evaluasi {about}", report_day(o, part))]
        if grade == 3:
            report = f"ev-{o.code}-mp-2021-{slug}#laporan"
            papers.append(
                doc("tindak-lanjut", f"Tindak lanjut {about}", act_day(o, part), follows_up=report)
            )
        names.append(o.file(slug, "MP-P3", f"2021-{part}", papers))
    o.claim(f"MP-P3 {'CBA'[grade - 1]}", *names)


@recipe("mp-rencana")
def _mp_rencana(o: Office, grade: int) -> None:
    plan = doc("rencana-kerja", "Rencana kerja RB tahun 2021", o.day("01-18"))
    if grade == 1:
        o.claim("MP-P4 Ya", o.file("rencana", "MP-P4", 2021, [plan]))
        return
    wins = (
        "Permohonan informasi publik secara daring",
        "Maklumat pelayanan di ruang tunggu",
        "SOP seluruh subbagian di laman PPID",
        "Agenda surat elektronik",
    )
    start = o.dice(3, "quick-win")
    papers = [plan, doc("matriks", "Tabel keselarasan dengan road map KPU", o.day("01-20"))]
    if grade == 3:
        papers.append(_road_map(o))
    name = o.file(
        "rencana",
        "MP-P4 MP-P6",
        2021,
        papers,
        particulars={"quick_wins": list(wins[start : start + 2])},
    )
    o.claim(f"MP-P4 Ya MP-P6 {'BA'[grade - 2]}", name)


def _road_map(o: Office) -> Doc:
    """The commission's road map: the same paper in every office, issued above them."""
    path = "files/manajemen-perubahan/2020-road-map-rb-kpu.pdf"
    o.attached[path] = pdf("Road map reformasi birokrasi KPU 2020-2024")
    return {
        "id": "road-map",
        "type": "road-map",
        "title": "Road map reformasi birokrasi KPU 2020-2024",
        "number": "612/ORT.04-Kpt/05/KPU/XII/2020",
        "date": date(2020, 12, 15),
        "status": "final",
        "issuer": "Komisi Pemilihan Umum",
        "file": path,
    }


@recipe("mp-sosialisasi")
def _mp_sosialisasi(o: Office, grade: int) -> None:
    day, about = o.day("02-15"), "sosialisasi road map dan rencana kerja RB"
    if grade == 1:
        name = o.file("sosialisasi", "MP-P5", "2021-Q1", [doc("materi", f"Materi {about}", day)])
        o.claim("MP-P5 C", name)
        return
    came = present(o, 2, "sosialisasi") if grade == 3 else present(o, 0, "sosialisasi", 0.42)
    if grade == 2:
        came["secretariat"] = -(-42 * o.invited // 100)
    name = o.file(
        "sosialisasi",
        "MP-P5",
        "2021-Q1",
        meeting(about, day, slides=True),
        bundle="sosialisasi",
        attendance=came,
    )
    o.claim(f"MP-P5 {'BA'[grade - 2]}", name)


@recipe("mp-asesor")
def _mp_asesor(o: Office, grade: int) -> None:
    path = "files/manajemen-perubahan/2021-surat-provinsi-asesor.pdf"
    letter = doc(
        "surat-tugas",
        "Penugasan asesor PMPRB dari KPU Provinsi Jawa Timur",
        date(2021, 9, 6),
        number="88/ORT.07-ST/35/KPU-Prov/IX/2021",
        issuer="35",
        file=path,
    )
    o.attached[path] = pdf("Penugasan asesor PMPRB, KPU Provinsi Jawa Timur")
    filled = o.day("09-27")
    minutes = doc("notula", "Notula pengisian LKE bersama asesor", filled)
    if grade == 1:
        o.claim("MP-P7 B", o.file("asesor", "MP-P7", 2021, [letter, minutes]))
        return
    papers = [letter, minutes, doc("daftar-hadir", "Daftar hadir pengisian LKE", filled)]
    papers.append(doc("berita-acara", "Kesepakatan asesor atas isi LKE", o.day("10-11")))
    if grade == 3:
        papers.append(
            doc(
                "daftar-hadir",
                "Daftar hadir pembukaan penilaian mandiri",
                o.day("09-13"),
                "hadir-awal",
            )
        )
    name = o.file("asesor", "MP-P7 MP-P8", 2021, papers)
    o.claim(f"MP-P7 {'BA'[grade - 2]} MP-P8 A", name)


@recipe("mp-ratl")
def _mp_ratl(o: Office, grade: int) -> None:
    papers = [doc("rencana-aksi", "Rencana aksi tindak lanjut evaluasi RB", o.day("03-01"))]
    if grade > 1:
        papers.append(doc("laporan", "Laporan pelaksanaan RATL", o.day("11-22")))
    if grade == 3:
        papers.append(doc("notula", "Notula penyampaian RATL kepada pegawai", o.day("03-15")))
    tasks = [
        {"action": "Melengkapi SOP layanan", "due": f"2021-0{5 + o.dice(3, 'ratl')}-30"},
        {"action": "Memutakhirkan daftar informasi publik", "due": "2021-09-30"},
    ]
    name = o.file("ratl", "MP-P9", 2021, papers, particulars={"deadlines": tasks})
    o.claim(f"MP-P9 {'BBA'[grade - 1]}", name)


@recipe("mp-pimpinan")
def _mp_pimpinan(o: Office, grade: int) -> None:
    covered, names = quarters(grade, o, "mp-pimpinan"), []
    for q in covered:
        about = f"rapat evaluasi RB triwulan {QUARTERS[q - 1]} dipimpin {pick(o, 'pimpin', 'Ketua', 'pimpinan')}"
        papers = meeting(about, in_quarter(o, q, "pimpinan"))
        more = {"bundle": "rapat"} if grade == 3 else {}
        name = o.file(
            f"q{q}-pimpinan",
            "MP-P11",
            f"2021-Q{q}",
            papers if grade == 3 else papers[1:3],
            **more,
            attendance=small(o, f"pimpinan{q}"),
            particulars={"leaders_present": ["ketua", "sekretaris"]},
        )
        names.append(name)
    o.claim(f"MP-P11 {by_count(covered)}", *names)


@recipe("mp-agen")
def _mp_agen(o: Office, grade: int) -> None:
    agents = 2 + o.dice(4, "agen")
    changes = 1 + o.dice(agents, "perubahan")
    kept = 1 + o.dice(changes, "tertanam")
    team = [
        {"role": "agen-perubahan", "duty": "agen perubahan"},
        {"role": "sekretaris", "duty": "pembina"},
    ]
    decree = doc("keputusan", "Penetapan agen perubahan tahun 2021", o.day("02-08"), team=team)
    if grade == 1:
        o.claim("MP-P12 C", o.file("agen", "MP-P12", 2021, [decree]))
        return
    papers = [decree]
    more = {}
    if grade == 3:
        papers += meeting(
            "internalisasi BerAKHLAK oleh agen perubahan", o.day("08-23"), slides=True
        )
        more = {"bundle": "sosialisasi", "attendance": present(o, 1, "agen", 0.5)}
    name = o.file("agen", "MP-P12", 2021, papers, **more)
    named = [
        "Antrean layanan satu pintu",
        "Formulir daring",
        "Apel nilai",
        "Arsip digital",
        "Daftar piket",
    ]
    reports = [
        doc(
            "laporan",
            f"Laporan agen perubahan semester {QUARTERS[i]}",
            report_day(o, part),
            f"laporan-{part.lower()}",
            period=f"2021-{part}",
        )
        for i, part in enumerate(("S1", "S2"))
    ]
    work = o.file(
        "agen-laporan",
        "MP-P12 MP-R1 MP-R2",
        2021,
        reports,
        counts={"agents": agents, "changes": changes, "embedded": kept},
        particulars={"changes": named[:changes]},
    )
    o.claim(f"MP-P12 {'BA'[grade - 2]}", name, work)
    o.claim(f"MP-R1 {changes}/{agents} MP-R2 {kept}/{changes}", work)


@recipe("mp-target")
def _mp_target(o: Office, grade: int) -> None:
    plan = doc("rencana-aksi", "Rencana aksi dengan target RB", o.day("01-25"))
    if grade == 1:
        o.claim("MP-R3 D", o.file("target", "MP-R3", 2021, [plan]))
        return
    targets = 6 + o.dice(5, "target")
    achieved = targets if grade == 3 else targets - 1 - o.dice(targets // 2 - 1, "capai")
    share = achieved / targets
    answer = "A" if share == 1 else "B" if share >= 0.75 else "C"
    papers = [plan, doc("laporan", "Laporan capaian target RB", o.day("2022-01-10"))]
    counts = {"targets": targets, "achieved": achieved}
    o.claim(f"MP-R3 {answer}", o.file("target", "MP-R3", 2021, papers, counts=counts))


@recipe("mp-nilai")
def _mp_nilai(o: Office, grade: int) -> None:
    about = "internalisasi nilai organisasi"
    if grade == 1:
        name = o.file("nilai", "MP-R4", 2021, [doc("materi", f"Materi {about}", o.day("05-03"))])
        o.claim("MP-R4 C", name)
        return
    papers = meeting(about, o.day("05-03"), slides=True)
    papers.append(doc("pedoman", "Pedoman perilaku pegawai", o.day("04-12")))
    came = present(o, 1 if grade == 3 else 0, "nilai", 0.5 if grade == 3 else 0.3)
    if grade == 2:
        came["commissioner"], came["secretariat"] = 0, -(-3 * o.invited // 10)
    name = o.file("nilai", "MP-R4", 2021, papers, bundle="sosialisasi", attendance=came)
    o.claim(f"MP-R4 {'BA'[grade - 2]}", name)


@recipe("dk-pemetaan")
def _dk_pemetaan(o: Office, grade: int) -> None:
    number = 12 + o.dice(20, "regulasi")
    papers = [doc("matriks", "Matriks pemetaan keputusan dan SOP", o.day("06-07"))]
    if grade == 3:
        papers.append(doc("notula", "Notula analisis keputusan dan SOP", o.day("06-14")))
        papers.append(
            doc("daftar-hadir", "Daftar hadir analisis keputusan dan SOP", o.day("06-14"))
        )
    name = o.file(
        "pemetaan",
        "DK-P1",
        2021,
        papers,
        counts={"regulations": number, "mapped": number if grade == 3 else number - 2},
        particulars={
            "compared": ["PKPU 14/2020", pick(o, "banding", "PKPU 4/2021", "PKPU 8/2019")]
        },
    )
    o.claim(f"DK-P1 {'BBA'[grade - 1]}", name)


@recipe("dk-harmonisasi")
def _dk_harmonisasi(o: Office, grade: int) -> None:
    report = doc("laporan", "Laporan harmonisasi keputusan dan SOP", o.day("11-29"))
    if grade == 3 and chance(40, o.code, "selaras"):
        name = o.file(
            "harmonisasi", "DK-P2", 2021, [report], nil=True, counts={"misaligned": 0, "revised": 0}
        )
        o.claim("DK-P2 A", name)
        return
    wrong = 2 + o.dice(3, "tidak-selaras")
    revised = wrong if grade == 3 else 1
    papers = [report, doc("keputusan", "Pencabutan keputusan yang tidak selaras", o.day("09-20"))]
    old = f"Keputusan {3 + o.dice(40, 'lama')} Tahun 2019"
    name = o.file(
        "harmonisasi",
        "DK-P2",
        2021,
        papers,
        counts={"misaligned": wrong, "revised": revised},
        particulars={"revisions": [{"old": old, "new": "dicabut"}]},
    )
    o.claim(f"DK-P2 {'BBA'[grade - 1]}", name)


@recipe("dk-kebijakan")
def _dk_kebijakan(o: Office, grade: int) -> None:
    papers = [doc("analisis", "Analisis dampak keputusan pelayanan", o.day("10-18"))]
    if grade == 3:
        papers.append(doc("matriks", "Peta keterkaitan keputusan", o.day("10-04")))
        papers.append(doc("keputusan", "Penyederhanaan syarat permohonan data", o.day("07-12")))
    easier = pick(
        o, "mudah", "Syarat permohonan dari lima menjadi tiga", "Satu formulir untuk semua layanan"
    )
    name = o.file("kebijakan", "DK-R1", 2021, papers, particulars={"simplified": [easier]})
    o.claim(f"DK-R1 {'BBA'[grade - 1]}", name)


@recipe("dk-keputusan")
def _dk_keputusan(o: Office, grade: int) -> None:
    planned = 10 + o.dice(12, "rencana-kpt")
    issued = planned if grade == 3 else planned - 1 - o.dice(6, "terbit")
    papers = [doc("rekap", "Rekap keputusan yang direncanakan dan terbit", o.day("12-20"))]
    counts = {"planned": planned, "issued": issued}
    o.claim(f"DK-R2 {issued}/{planned}", o.file("keputusan", "DK-R2", 2021, papers, counts=counts))


@recipe("dk-jdih")
def _dk_jdih(o: Office, grade: int) -> None:
    del grade
    papers = [
        doc("tangkapan-layar", "Laman JDIH", o.day("11-08"), url=address(o, "jdih")),
        doc("rekap", "Rekap tanggal penetapan dan unggah", o.day("11-08")),
    ]
    day = o.day("05-10")
    entry = {
        "text": f"Keputusan {20 + o.dice(60, 'jdih')}/HK.03.1/2021",
        "issued": day.isoformat(),
        "uploaded": (day + timedelta(days=2)).isoformat(),
    }
    name = o.file("jdih", "DK-X1", 2021, papers, particulars={"published": [entry]})
    o.claim("DK-X1 Ya", name)


@recipe("po-evaluasi")
def _po_evaluasi(o: Office, grade: int) -> None:
    day, about = o.day("05-17"), "evaluasi kelembagaan"
    report = doc("laporan", f"Laporan {about} sekretariat", weekday(day + timedelta(days=9)))
    more: dict[str, Any] = {"particulars": {"conclusion": "tidak perlu usulan"}}
    if grade == 1:
        o.claim(
            "PO-P1 B PO-P2 B PO-P5 B",
            o.file("evaluasi", "PO-P1 PO-P2 PO-P5", 2021, [report], **more),
        )
        return
    papers = [*meeting(f"rapat {about}", day), report]
    papers.append(doc("struktur-organisasi", "Bagan struktur sekretariat", o.day("01-18")))
    if grade == 2:
        papers = papers[-2:]
    else:
        more = {"bundle": "rapat", "attendance": small(o, "evaluasi"), **more}
    name = o.file("evaluasi", "PO-P1 PO-P2 PO-P5", 2021, papers, **more)
    o.claim(f"PO-P1 {'BA'[grade - 2]} PO-P2 A PO-P5 A", name)


@recipe("po-fungsi")
def _po_fungsi(o: Office, grade: int) -> None:
    papers = [
        doc("laporan", "Laporan analisis fungsi dan mandat", o.day("06-21")),
        doc("matriks", "Matriks fungsi subbagian", o.day("06-14")),
    ]
    if grade == 3:
        papers.append(doc("perjanjian-kinerja", "Perjanjian kinerja tahun 2021", o.day("01-11")))
    overlaps = [] if chance(60, o.code, "tumpang") else ["Pengelolaan laman oleh dua subbagian"]
    name = o.file(
        "analisis-fungsi",
        "PO-P3 PO-P4 PO-P6 PO-P7",
        2021,
        papers[:1] if grade == 1 else papers,
        particulars={"overlaps": overlaps, "mandate": ["PKPU 14/2020", "PKPU 8/2019"]},
    )
    best = "B" if grade == 1 else "A"
    o.claim(f"PO-P3 {best} PO-P4 {best} PO-P6 {'BBA'[grade - 1]} PO-P7 {best}", name)


@recipe("po-kajian")
def _po_kajian(o: Office, grade: int) -> None:
    study = doc("analisis", "Kajian tumpang tindih tugas dengan instansi lain", o.day("08-16"))
    agencies = ["Bawaslu setempat", pick(o, "instansi", "Dinas Dukcapil", "Bakesbangpol")]
    name = o.file("kajian-instansi", "PO-P8", 2021, [study], particulars={"agencies": agencies})
    o.claim("PO-P8 Ya", name)
    if grade > 1:
        study = doc("analisis", "Kajian adaptasi terhadap perubahan lingkungan", o.day("08-30"))
        changes = ["Pembatasan kegiatan selama pandemi", "Layanan daring"]
        name = o.file("kajian-adaptasi", "PO-P9", 2021, [study], particulars={"changes": changes})
        o.claim("PO-P9 Ya", name)


@recipe("po-usulan")
def _po_usulan(o: Office, grade: int) -> None:
    if grade == 1:
        minutes = doc("notula", "Notula pembahasan hasil evaluasi kelembagaan", o.day("07-19"))
        o.claim("PO-P10 C", o.file("usulan", "PO-P10", 2021, [minutes]))
        return
    wanted = 1 + o.dice(3, "usulan") if grade == 3 else 2
    letter = doc("surat", "Usulan perubahan organisasi sekretariat", o.day("08-02"))
    name = o.file(
        "usulan",
        "PO-P10",
        2021,
        [letter],
        counts={"recommendations": wanted, "proposed": wanted if grade == 3 else 1},
        particulars={"recipient": "KPU Provinsi Jawa Timur"},
    )
    o.claim(f"PO-P10 {'BA'[grade - 2]}", name)


@recipe("po-struktur")
def _po_struktur(o: Office, grade: int) -> None:
    papers = [
        doc("struktur-organisasi", "Bagan struktur setelah penyederhanaan", o.day("03-08")),
        doc("surat-tugas", "Penugasan koordinator subbagian", o.day("03-15")),
    ]
    if grade == 3:
        papers[1] = doc("keputusan", "Penunjukan koordinator dan subkoordinator", o.day("03-15"))
        papers.append(doc("laporan", "Laporan penyederhanaan struktur", o.day("09-13")))
    o.claim(f"PO-R1 {'BBA'[grade - 1]}", o.file("struktur", "PO-R1", 2021, papers))


@recipe("tl-peta")
def _tl_peta(o: Office, grade: int) -> None:
    papers = [doc("peta-proses-bisnis", "Peta proses bisnis satuan kerja", o.day("02-22"))]
    if grade > 1:
        papers.append(
            doc("matriks", "Matriks kesesuaian peta dengan tugas dan fungsi", o.day("02-22"))
        )
    if grade == 3:
        papers.append(
            doc("berita-acara", "Berita acara penetapan peta proses bisnis", o.day("03-01"))
        )
    o.claim(f"TL-P1 {'CBA'[grade - 1]}", o.file("peta", "TL-P1", 2021, papers))


@recipe("tl-jabatan")
def _tl_jabatan(o: Office, grade: int) -> None:
    papers = [doc("analisis", "Analisis penyederhanaan jabatan", o.day("10-11"))]
    if grade > 1:
        papers.append(
            doc("peta-proses-bisnis", "Peta proses bisnis, lampiran analisis", o.day("02-22"))
        )
    if grade == 3:
        papers.append(doc("surat", "Surat penyampaian hasil analisis jabatan", o.day("10-25")))
    o.claim(f"TL-R1 {'CBA'[grade - 1]}", o.file("jabatan", "TL-R1", 2021, papers))


@recipe("tl-daftar-sop")
def _tl_daftar_sop(o: Office, grade: int) -> None:
    count = 16 + o.dice(8, "proses")
    papers = [doc("daftar-sop", "Daftar SOP menurut peta proses bisnis", o.day("01-25"))]
    if grade > 1:
        papers.append(doc("sop", "Salinan SOP penyusunan SOP", o.day("01-18")))
    share = {1: count // 3, 2: count - 1 - o.dice(count // 2 - 1, "sop"), 3: count}[grade]
    counts = {"processes": count, "with_sop": share}
    name = o.file("daftar-sop", "TL-P2", 2021, papers, counts=counts)
    o.claim(f"TL-P2 {'CBA'[grade - 1]}", name)


def monitored(grade: int, o: Office) -> list[int]:
    """The quarters in which SOPs were monitored: those up to the last, or only the first."""
    if UPKEEP.get(o.code) == "awal":
        return [1, 2][:grade]
    covered = quarters(grade, o, "tl-monitoring")
    return [quarter + 4 - covered[-1] for quarter in covered]


@recipe("tl-monitoring")
def _tl_monitoring(o: Office, grade: int) -> None:
    covered, names = monitored(grade, o), []
    for q in covered:
        day = in_quarter(o, q, "monitoring", 2)
        papers = meeting(f"rapat monitoring SOP triwulan {QUARTERS[q - 1]}", day)
        form = doc(
            "formulir-monitoring", f"Formulir monitoring SOP triwulan {QUARTERS[q - 1]}", day
        )
        more: dict[str, Any] = {"attendance": small(o, f"monitoring{q}")}
        if grade == 3:
            more = {"bundle": "rapat", **more}
        more["about"] = [{"as": "monitoring"}]
        chosen = [*papers, form] if grade == 3 else [papers[2], form]
        names.append(o.file(f"q{q}-monitoring", "TL-P3", f"2021-Q{q}", chosen, **more))
    o.claim(f"TL-P3 {by_count(covered)}", *names)


@recipe("tl-evaluasi")
def _tl_evaluasi(o: Office, grade: int) -> None:
    day = o.day("10-18")
    papers = [
        *meeting("rapat evaluasi SOP", day),
        doc("kertas-kerja", "Kertas kerja evaluasi SOP", weekday(day + timedelta(days=2))),
    ]
    more: dict[str, Any] = {"bundle": "rapat", "attendance": small(o, "evaluasi-sop")}
    if grade == 1:
        papers, more = papers[-1:], {}
    if grade == 3:
        papers.append(doc("sop", "SOP lama", o.day("2020-01-13"), "sop-lama"))
        papers.append(doc("sop", "SOP perbaikan", o.day("11-01"), "sop-baru"))
    name = o.file(
        "evaluasi-sop",
        "TL-P4",
        2021,
        papers,
        **more,
        about=[{"as": "evaluation"}],
        particulars={"recommendation": "direvisi" if grade == 3 else "dipertahankan"},
    )
    o.claim(f"TL-P4 {'CBA'[grade - 1]}", name)


@recipe("tl-kip")
def _tl_kip(o: Office, grade: int) -> None:
    papers = [
        doc("daftar-informasi-publik", "Daftar informasi publik tahun 2021", o.day("02-01")),
        doc(
            "keputusan",
            "Penetapan PPID",
            o.day("01-25"),
            team=[{"role": "sekretaris", "duty": "atasan PPID"}, {"role": "ppid", "duty": "PPID"}],
        ),
    ]
    o.claim("TL-P5 Ya", o.file("ppid", "TL-P5", 2021, papers))
    covered = quarters(grade, o, "tl-kip")
    screens = [
        doc(
            "tangkapan-layar",
            f"Laman PPID triwulan {QUARTERS[q - 1]}",
            in_quarter(o, q, "ppid"),
            f"layar-q{q}",
            period=f"2021-Q{q}",
            url=address(o, "ppid"),
        )
        for q in covered
    ]
    o.claim(f"TL-P6 {by_count(covered)}", o.file("akses-informasi", "TL-P6", 2021, screens))


@recipe("tl-kip-monev")
def _tl_kip_monev(o: Office, grade: int) -> None:
    names = []
    for i, part in enumerate(("S1", "S2")[: 2 if grade == 3 else 1]):
        slug = f"{part.lower()}-monev-informasi"
        about = f"keterbukaan informasi semester {QUARTERS[i]}"
        papers = [doc("laporan", f"Laporan {about}", report_day(o, part))]
        if grade == 3:
            report = f"ev-{o.code}-tl-2021-{slug}#laporan"
            papers.append(
                doc("tindak-lanjut", f"Tindak lanjut {about}", act_day(o, part), follows_up=report)
            )
        asked = {"requests": 4 + o.dice(30, "permohonan", part)}
        names.append(o.file(slug, "TL-P7", f"2021-{part}", papers, particulars=asked))
    o.claim(f"TL-P7 {'BBA'[grade - 1]}", *names)


def _application(o: Office, slug: str, items: str, name: str, grade: int) -> str:
    papers = [
        doc("narasi", f"Narasi manfaat {name}", o.day("09-06")),
        doc("tangkapan-layar", f"Tampilan {name}", o.day("09-06")),
    ]
    if grade > 1:
        papers.append(doc("laporan", f"Laporan pemanfaatan {name}", o.day("10-25")))
    if grade == 3:
        report = f"ev-{o.code}-tl-2021-{slug}#laporan"
        day = o.day("11-15")
        papers.append(
            doc("tindak-lanjut", f"Tindak lanjut pemanfaatan {name}", day, follows_up=report)
        )
    return o.file(slug, items, 2021, papers, particulars={"application": name})


@recipe("tl-digital-layanan")
def _tl_digital_layanan(o: Office, grade: int) -> None:
    name = pick(o, "app-layanan", "e-PPID", "Lindungi Hakmu", "Antrean daring")
    file = _application(o, "digital-layanan", "TL-R2 TL-R6", name, grade)
    o.claim(f"TL-R2 {'BAA'[grade - 1]} TL-R6 {'CBA'[grade - 1]}", file)


@recipe("tl-digital-administrasi")
def _tl_digital_administrasi(o: Office, grade: int) -> None:
    name = pick(o, "app-adm", "e-Agenda", "Srikandi", "SIMPEG daring")
    file = _application(o, "digital-administrasi", "TL-R3 TL-R5", name, grade)
    o.claim(f"TL-R3 {'BAA'[grade - 1]} TL-R5 {'CBA'[grade - 1]}", file)


@recipe("tl-digital-utama")
def _tl_digital_utama(o: Office, grade: int) -> None:
    name = pick(o, "app-utama", "Sidalih", "Sirekap", "SIPOL")
    o.claim(f"TL-R4 {'CBA'[grade - 1]}", _application(o, "digital-utama", "TL-R4", name, grade))


@recipe("sdm-kebutuhan")
def _sdm_kebutuhan(o: Office, grade: int) -> None:
    papers = [
        doc("peta-jabatan", "Peta jabatan sekretariat", o.day("2020-11-02")),
        doc("analisis-beban-kerja", "Analisis beban kerja", o.day("2020-12-07")),
    ]
    counts = {"needed": o.staff + 4 + o.dice(6, "butuh"), "available": o.staff}
    o.claim("SDM-P1 Ya", o.file("kebutuhan", "SDM-P1", 2021, papers, counts=counts))
    if grade > 1:
        needs = [
            {"position": "Pelaksana Subbag PDI", "training": "Pengelolaan data pemilih"},
            {
                "position": "Pelaksana Subbag KUL",
                "training": pick(o, "diklat", "Bendahara", "Pengadaan"),
            },
        ]
        paper = doc("laporan", "Laporan kebutuhan diklat", o.day("02-15"))
        name = o.file("diklat", "SDM-P3", 2021, [paper], particulars={"training_needs": needs})
        o.claim("SDM-P3 Ya", name)
    if grade == 3 and chance(50, o.code, "pegawai-baru"):
        placed = 2 + o.dice(3, "baru")
        papers = [doc("spmt", "Surat pernyataan melaksanakan tugas", o.day("03-08"))]
        name = o.file(
            "penempatan",
            "SDM-P2",
            2021,
            papers,
            counts={"placed": placed, "placed_as_needed": placed},
            particulars={"positions": ["Penyusun data pemilih", "Pengelola keuangan"]},
        )
        o.claim("SDM-P2 A", name)
    elif grade > 1:
        o.claim("SDM-P2 n/a")


@recipe("sdm-kompetensi")
def _sdm_kompetensi(o: Office, grade: int) -> None:
    share = {1: o.staff // 3, 2: -(-o.staff * 6 // 10), 3: -(-o.staff * 8 // 10)}[grade]
    papers = [
        doc("sertifikat", "Sertifikat pelatihan kearsipan", o.day("06-07")),
        doc("rekap", "Rekap pegawai yang mengikuti pelatihan", o.day("12-13")),
    ]
    counts = {"employees": o.staff, "trained": share}
    name = o.file("kompetensi", "SDM-P4", 2021, papers, counts=counts)
    o.claim(f"SDM-P4 {'CBA'[grade - 1]}", name)
    names = []
    for i, part in enumerate(("S1", "S2")[: grade - 1]):
        paper = doc(
            "laporan",
            f"Laporan pengembangan kompetensi semester {QUARTERS[i]}",
            report_day(o, part),
        )
        names.append(o.file(f"{part.lower()}-kompetensi", "SDM-P5", f"2021-{part}", [paper]))
    if names:
        o.claim(f"SDM-P5 {'BA'[grade - 2]}", *names)


@recipe("sdm-skp")
def _sdm_skp(o: Office, grade: int) -> None:
    papers = [doc("skp", "SKP pegawai tahun 2021", o.day("01-18"))]
    if grade == 1:
        o.claim("SDM-P6 C SDM-P7 C", o.file("skp", "SDM-P6 SDM-P7", 2021, papers))
        return
    papers.append(doc("perjanjian-kinerja", "Perjanjian kinerja sekretariat 2021", o.day("01-11")))
    papers.append(doc("matriks", "Matriks peran dan hasil", o.day("01-25")))
    part = o.staff if grade == 3 else -(-o.staff * 7 // 10)
    measures = 30 + o.dice(20, "ukuran")
    outcome = -(-measures * (8 if grade == 3 else 6) // 10)
    name = o.file(
        "skp",
        "SDM-P6 SDM-P7 SDM-R1",
        2021,
        papers,
        counts={
            "employees": o.staff,
            "aligned": part,
            "cascaded": part,
            "measures": measures,
            "outcome_measures": outcome,
        },
    )
    letter = "BA"[grade - 2]
    o.claim(f"SDM-P6 {letter} SDM-P7 {letter} SDM-R1 {letter}", name)


@recipe("sdm-ukur")
def _sdm_ukur(o: Office, grade: int) -> None:
    months = {1: (6, 12), 2: (3, 6, 9, 12), 3: tuple(range(1, 13))}[grade]
    papers = []
    for month in months:
        day = weekday(date(2021, month, 21) + timedelta(days=o.dice(5, "ukur", month)))
        name = f"rekap-{month:02}"
        period = f"2021-{month:02}" if grade == 3 else f"2021-Q{month // 3}"
        papers.append(doc("rekap", f"Rekap nilai kinerja {period}", day, name, period=period))
    o.claim(f"SDM-P8 {'CBA'[grade - 1]}", o.file("ukur-kinerja", "SDM-P8", 2021, papers))


@recipe("sdm-penghargaan")
def _sdm_penghargaan(o: Office, grade: int) -> None:
    del grade
    papers = [
        doc("kertas-kerja", "Kertas kerja pemilihan pegawai terbaik", o.day("11-22")),
        doc("piagam", "Piagam pegawai terbaik", o.day("12-06")),
    ]
    criteria = ["nilai SKP", "kehadiran", pick(o, "kriteria", "inovasi", "kerja sama")]
    name = o.file("penghargaan", "SDM-P9", 2021, papers, particulars={"criteria": criteria})
    o.claim("SDM-P9 Ya", name)


@recipe("sdm-disiplin")
def _sdm_disiplin(o: Office, grade: int) -> None:
    names = []
    for i, part in enumerate(("S1", "S2")[: min(grade, 2)]):
        counts = {"employees": o.staff, "absences": o.dice(9, "absen", part)}
        papers = [doc("rekap", f"Rekap kehadiran semester {QUARTERS[i]}", report_day(o, part))]
        if grade == 3:
            papers.append(
                doc("laporan", f"Laporan disiplin semester {QUARTERS[i]}", report_day(o, part))
            )
        names.append(
            o.file(f"{part.lower()}-disiplin", "SDM-P10", f"2021-{part}", papers, counts=counts)
        )
    o.claim(f"SDM-P10 {'CBA'[grade - 1]}", *names)
    if grade > 1:
        before = 2 + o.dice(6, "langgar")
        now = o.dice(before, "langgar-kini")
        counts = {"violations_last_year": before, "violations": now}
        paper = doc("rekap", "Rekap pelanggaran disiplin dua tahun", o.day("2022-01-10"))
        name = o.file("pelanggaran", "SDM-R3", 2021, [paper], counts=counts)
        o.claim(f"SDM-R3 {before - now}/{before}", name)


@recipe("sdm-simpeg")
def _sdm_simpeg(o: Office, grade: int) -> None:
    names = []
    for i, part in enumerate(("S1", "S2")[: 2 if grade == 3 else 1]):
        about = f"data kepegawaian semester {QUARTERS[i]}"
        papers = [
            doc("laporan", f"Laporan pemutakhiran {about}", report_day(o, part)),
            doc("tangkapan-layar", f"Layar SIMPEG, {about}", report_day(o, part)),
        ]
        updated = ["pangkat", pick(o, f"simpeg{i}", "jabatan", "pendidikan", "diklat")]
        names.append(
            o.file(
                f"{part.lower()}-simpeg",
                "SDM-P11",
                f"2021-{part}",
                papers if grade > 1 else papers[:1],
                particulars={"updated": updated},
            )
        )
    o.claim(f"SDM-P11 {'BBA'[grade - 1]}", *names)


@recipe("sdm-asesmen")
def _sdm_asesmen(o: Office, grade: int) -> None:
    if grade == 1:
        o.claim("SDM-R2 n/a")
        return
    papers = [doc("hasil-asesmen", "Hasil asesmen kompetensi pegawai", o.day("04-19"))]
    if grade == 3:
        papers.append(doc("keputusan", "Mutasi pegawai menurut hasil asesmen", o.day("07-26")))
    o.claim(f"SDM-R2 {'BA'[grade - 2]}", o.file("asesmen", "SDM-R2", 2021, papers))


@recipe("ak-rencana")
def _ak_rencana(o: Office, grade: int) -> None:
    day, about = o.day("01-18"), "rapat penyusunan rencana kerja"
    papers = meeting(about, day)
    papers.append(doc("rencana-kerja", "Rencana kerja tahunan 2021", o.day("01-25")))
    came = small(o, "rencana")
    if grade == 3:
        name = o.file("rencana", "AK-P1", 2021, papers, bundle="rapat", attendance=came)
        o.claim("AK-P1 A", name)
    else:
        name = o.file("rencana", "AK-P1", 2021, [papers[2], papers[-1]], attendance=came)
        o.claim("AK-P1 B", name)


@recipe("ak-perjanjian")
def _ak_perjanjian(o: Office, grade: int) -> None:
    papers = [doc("perjanjian-kinerja", "Perjanjian kinerja tahun 2021", o.day("01-11"))]
    if grade == 1:
        o.claim("AK-P2 B", o.file("perjanjian-kinerja", "AK-P2", 2021, papers))
        return
    papers.append(doc("iku", "Indikator kinerja utama", o.day("2020-10-05")))
    items, more = "AK-P2 AK-P5 AK-P6", {}
    if grade == 3:
        items = "AK-P2 AK-P4 AK-P5 AK-P6"
        papers += meeting("rapat penyusunan perjanjian kinerja", o.day("01-04"))
        papers.append(doc("rencana-strategis", "Rencana strategis 2020-2024", o.day("2020-06-15")))
        papers.append(doc("rencana-anggaran", "RKA dan DIPA tahun 2021", o.day("2020-11-30")))
        more = {"bundle": "rapat", "attendance": small(o, "perjanjian")}
    outcomes = [
        "Meningkatnya partisipasi pemilih",
        pick(o, "hasil", "Data pemilih mutakhir", "Layanan tepat waktu"),
    ]
    name = o.file(
        "perjanjian-kinerja", items, 2021, papers, **more, particulars={"outcomes": outcomes}
    )
    o.claim(f"AK-P2 {'BA'[grade - 2]} AK-P5 Ya AK-P6 Ya", name)
    if grade == 3:
        o.claim("AK-P4 Ya", name)


@recipe("ak-triwulan")
def _ak_triwulan(o: Office, grade: int) -> None:
    covered, names = quarters(grade, o, "ak-triwulan"), []
    for q in covered:
        papers = meeting(
            f"rapat capaian kinerja triwulan {QUARTERS[q - 1]}", in_quarter(o, q, "kinerja")
        )
        more: dict[str, Any] = {"attendance": small(o, f"kinerja{q}")}
        if grade == 3:
            more = {"bundle": "rapat", **more}
        chosen = papers if grade == 3 else papers[1:3]
        names.append(o.file(f"q{q}-capaian", "AK-P3", f"2021-Q{q}", chosen, **more))
    o.claim(f"AK-P3 {by_count(covered)}", *names)


@recipe("ak-smart")
def _ak_smart(o: Office, grade: int) -> None:
    count = 8 + o.dice(8, "indikator")
    smart = {1: count // 3, 2: -(-count * 6 // 10), 3: count}[grade]
    paper = doc("kertas-kerja", "Kertas kerja uji SMART indikator", o.day("02-08"))
    name = o.file("uji-smart", "AK-P7", 2021, [paper], counts={"indicators": count, "smart": smart})
    o.claim(f"AK-P7 {'CBA'[grade - 1]}", name)


@recipe("ak-lkj")
def _ak_lkj(o: Office, grade: int) -> None:
    papers = [
        doc("laporan-kinerja", "Laporan kinerja tahun 2020", o.day("02-08")),
        doc("tanda-terima", "Tanda terima laporan kinerja dari KPU Provinsi", o.day("02-15")),
    ]
    items, answers = "AK-P8 AK-P9", f"AK-P8 Ya AK-P9 {'BBA'[grade - 1]}"
    more: dict[str, Any] = {}
    if grade > 1:
        total = 6 + o.dice(5, "sasaran")
        met = total - o.dice(total // 2, "tercapai")
        items, answers = f"{items} AK-R1", f"{answers} AK-R1 {met}/{total}"
        more["counts"] = {"objectives": total, "met": met}
    if grade == 3:
        papers.append(doc("matriks", "Matriks pembanding capaian", o.day("02-08")))
    more["particulars"] = {"compared_with": ["target", "tahun sebelumnya"]}
    o.claim(answers, o.file("laporan-kinerja", items, 2021, papers, **more))


@recipe("ak-data")
def _ak_data(o: Office, grade: int) -> None:
    months = {1: (6, 12), 2: (3, 6, 9, 12), 3: tuple(range(1, 13))}[grade]
    papers = []
    for month in months:
        day = weekday(date(2021, month, 20) + timedelta(days=o.dice(6, "data", month)))
        title = f"Layar data kinerja bulan {ROMAN[month - 1]}"
        papers.append(
            doc("tangkapan-layar", title, day, f"layar-{month:02}", period=f"2021-{month:02}")
        )
    system = pick(o, "sistem", "e-Monev", "SMART DJA", "lembar kerja bersama")
    name = o.file("data-kinerja", "AK-P10", 2021, papers, particulars={"system": system})
    o.claim(f"AK-P10 {'CBA'[grade - 1]}", name)


@recipe("ak-kapasitas")
def _ak_kapasitas(o: Office, grade: int) -> None:
    papers = [doc("sertifikat", "Sertifikat bimtek SAKIP", o.day("04-19"), "sertifikat-1")]
    if grade == 3:
        papers.append(
            doc("sertifikat", "Sertifikat pelatihan penyusunan LKj", o.day("08-09"), "sertifikat-2")
        )
        papers.append(doc("laporan", "Laporan pembinaan pengelola kinerja", o.day("09-20")))
    o.claim(f"AK-P11 {'BBA'[grade - 1]}", o.file("kapasitas", "AK-P11", 2021, papers))


@recipe("ak-penghargaan")
def _ak_penghargaan(o: Office, grade: int) -> None:
    papers = [
        doc("pedoman", "Pedoman penghargaan dan sanksi", o.day("2020-07-06")),
        doc("kertas-kerja", "Kertas kerja penilaian capaian subbagian", o.day("11-15")),
        doc("piagam", "Piagam subbagian berkinerja terbaik", o.day("12-06")),
    ]
    o.claim(
        f"AK-R2 {'CBA'[grade - 1]}", o.file("penghargaan-kinerja", "AK-R2", 2021, papers[:grade])
    )


@recipe("ak-pohon")
def _ak_pohon(o: Office, grade: int) -> None:
    papers = [
        doc("pohon-kinerja", "Pohon kinerja satuan kerja", o.day("01-18")),
        doc("perjanjian-kinerja", "Perjanjian kinerja berjenjang", o.day("01-11")),
        doc("skp", "SKP menurut pohon kinerja", o.day("01-25")),
    ]
    if grade == 1:
        o.claim("AK-R3 C", o.file("pohon-kinerja", "AK-R3", 2021, papers[:1]))
        return
    part = o.staff if grade == 3 else -(-o.staff * 6 // 10)
    counts = {"employees": o.staff, "cascaded": part}
    name = o.file("pohon-kinerja", "AK-R3", 2021, papers[:grade], counts=counts)
    o.claim(f"AK-R3 {'BA'[grade - 2]}", name)


@recipe("pw-kampanye")
def _pw_kampanye(o: Office, grade: int) -> None:
    covered = quarters(grade, o, "kampanye")
    papers = [
        doc(
            "tangkapan-layar",
            f"Kampanye tolak gratifikasi triwulan {QUARTERS[q - 1]}",
            in_quarter(o, q, "kampanye", 1),
            f"layar-q{q}",
            period=f"2021-Q{q}",
            url=address(o, f"berita/gratifikasi-{q}"),
        )
        for q in covered
    ]
    letter = by_count(covered, "A B B B")
    o.claim(f"PW-P1 {letter}", o.file("kampanye-gratifikasi", "PW-P1", 2021, papers))


@recipe("pw-upg")
def _pw_upg(o: Office, grade: int) -> None:
    covered = quarters(grade, o, "upg")
    papers = [doc("keputusan", "Penetapan unit pengendalian gratifikasi", o.day("01-18"))]
    papers += [
        doc(
            "laporan",
            f"Laporan gratifikasi triwulan {QUARTERS[q - 1]}",
            report_day(o, f"Q{q}"),
            f"laporan-q{q}",
            period=f"2021-Q{q}",
        )
        for q in covered
    ]
    number = {"gratifications": o.dice(3, "gratifikasi")}
    name = o.file("gratifikasi", "PW-P2", 2021, papers, particulars=number)
    o.claim(f"PW-P2 {by_count(covered)}", name)


@recipe("pw-spip")
def _pw_spip(o: Office, grade: int) -> None:
    papers = [doc("keputusan", "Penetapan satgas SPIP", o.day("01-25"))]
    if grade > 1:
        papers.append(doc("rencana-kerja", "Rencana kerja SPIP", o.day("02-01")))
    if grade < 3:
        o.claim(f"PW-P3 {'DC'[grade - 1]}", o.file("spip", "PW-P3", 2021, papers))
        return
    papers += meeting("sosialisasi SPIP", o.day("03-22"), slides=True)
    papers.append(doc("laporan", "Laporan penyelenggaraan SPIP", o.day("2022-01-10")))
    came = present(o, 1, "spip", 0.55)
    name = o.file("spip", "PW-P3 PW-P6", 2021, papers, bundle="sosialisasi", attendance=came)
    o.claim("PW-P3 A PW-P6 A", name)


@recipe("pw-risiko")
def _pw_risiko(o: Office, grade: int) -> None:
    risks = [
        {"risk": "Data pemilih ganda", "level": "tinggi", "control": "Pemadanan setiap bulan"},
        {
            "risk": pick(o, "risiko", "Laporan terlambat", "Arsip hilang"),
            "control": "Jadwal dan pengingat",
        },
    ]
    papers = [doc("daftar-risiko", "Daftar risiko satuan kerja", o.day("02-15"))]
    if grade > 1:
        papers.append(doc("matriks", "Peta risiko", o.day("02-15")))
    more: dict[str, Any] = {}
    if grade == 3:
        papers += meeting("rapat penilaian risiko", o.day("02-22"))
        more = {"bundle": "rapat", "attendance": small(o, "risiko")}
    name = o.file("risiko", "PW-P4", 2021, papers, **more, particulars={"risks": risks})
    o.claim(f"PW-P4 {'DCA'[grade - 1]}", name)
    if grade == 1:
        return
    names = []
    for i, part in enumerate(("S1", "S2")):
        slug = f"{part.lower()}-pengendalian-risiko"
        about = f"pengendalian risiko semester {QUARTERS[i]}"
        papers = [doc("laporan", f"Laporan {about}", report_day(o, part))]
        if grade == 3:
            report = f"ev-{o.code}-pw-2021-{slug}#laporan"
            papers.append(
                doc("tindak-lanjut", f"Tindak lanjut {about}", act_day(o, part), follows_up=report)
            )
        names.append(o.file(slug, "PW-P5", f"2021-{part}", papers))
    o.claim(f"PW-P5 {'BA'[grade - 2]}", *names)


@recipe("pw-berjenjang")
def _pw_berjenjang(o: Office, grade: int) -> None:
    papers = [
        doc("rencana-kerja", "Rencana pengendalian kegiatan utama", o.day("02-08")),
        doc("daftar-risiko", "Risiko kegiatan utama", o.day("02-08")),
        doc("laporan", "Laporan pengendalian kegiatan utama", o.day("11-15")),
    ]
    if grade == 3:
        report = f"ev-{o.code}-pw-2021-pengendalian#laporan"
        papers.append(
            doc("formulir-monitoring", "Formulir pemantauan kegiatan utama", o.day("08-16"))
        )
        papers.append(
            doc("tindak-lanjut", "Tindak lanjut pengendalian", o.day("11-29"), follows_up=report)
        )
    name = o.file("pengendalian", "PW-R1", 2021, papers[:1] if grade == 1 else papers)
    o.claim(f"PW-R1 {'DCA'[grade - 1]}", name)


@recipe("pw-dumas")
def _pw_dumas(o: Office, grade: int) -> None:
    channels = {"channel": ["SP4N-LAPOR!", pick(o, "kanal", "kotak pengaduan", "surel dinas")]}
    papers = [
        doc("keputusan", "Penunjukan petugas pengaduan", o.day("01-18")),
        doc("sop", "SOP penanganan pengaduan", o.day("2020-09-07")),
    ]
    if grade == 1:
        o.claim("PW-P7a B", o.file("dumas", "PW-P7a", 2021, papers[1:], particulars=channels))
        return
    received = 4 + o.dice(10, "aduan")
    resolved = received if grade == 3 else received - 1 - o.dice(received // 2 - 1, "selesai")
    papers.append(doc("rekap", "Rekap pengaduan masyarakat 2021", o.day("2022-01-05")))
    name = o.file(
        "dumas",
        "PW-P7a PW-P7b PW-R2",
        2021,
        papers,
        counts={"received": received, "resolved": resolved},
        particulars=channels,
    )
    o.claim(f"PW-P7a A PW-P7b {'BA'[grade - 2]} PW-R2 {resolved}/{received}", name)
    if grade == 3:
        name = _evaluated(o, "pengaduan masyarakat", "dumas-evaluasi", "PW-P7c PW-P7d")
        o.claim("PW-P7c A PW-P7d A", name)


def _evaluated(o: Office, about: str, slug: str, items: str) -> str:
    papers = [
        doc(
            "laporan",
            f"Evaluasi {about} semester {QUARTERS[i]}",
            report_day(o, part),
            f"laporan-{part.lower()}",
            period=f"2021-{part}",
        )
        for i, part in enumerate(("S1", "S2"))
    ]
    report = f"ev-{o.code}-{o.area}-2021-{slug}#laporan-s1"
    day = o.day("08-16")
    papers.append(doc("tindak-lanjut", f"Tindak lanjut evaluasi {about}", day, follows_up=report))
    return o.file(slug, items, 2021, papers)


@recipe("pw-wbs")
def _pw_wbs(o: Office, grade: int) -> None:
    channels = {"channel": ["wbs.kpu.go.id"]}
    papers = [doc("keputusan", "Penerapan whistle-blowing system", o.day("02-01"))]
    if grade == 1:
        o.claim("PW-P8a B", o.file("wbs", "PW-P8a", 2021, papers, particulars=channels))
        return
    papers.append(doc("tangkapan-layar", "Kanal WBS", o.day("06-07"), url=address(o, "wbs")))
    papers.append(doc("rekap", "Rekap laporan WBS", o.day("12-13")))
    o.claim("PW-P8a A", o.file("wbs", "PW-P8a", 2021, papers, particulars=channels))
    if grade == 3:
        o.claim("PW-P8b A PW-P8c A", _evaluated(o, "WBS", "wbs-evaluasi", "PW-P8b PW-P8c"))


@recipe("pw-benturan")
def _pw_benturan(o: Office, grade: int) -> None:
    papers = [doc("matriks", "Peta benturan kepentingan", o.day("03-01"))]
    if grade > 1:
        papers.append(doc("notula", "Notula pemetaan benturan kepentingan", o.day("03-01")))
    if grade == 3:
        papers.append(doc("keputusan", "Penanganan benturan kepentingan", o.day("03-08")))
    kinds = ["hubungan keluarga", pick(o, "benturan", "rangkap jabatan", "penerimaan hadiah")]
    name = o.file("benturan", "PW-P9a", 2021, papers, particulars={"conflicts": kinds})
    o.claim(f"PW-P9a {'CBA'[grade - 1]}", name)
    if grade == 1:
        return
    everybody = o.invited
    counts = {
        "employees": everybody,
        "declared": everybody if grade == 3 else -(-everybody * 7 // 10),
    }
    papers = [
        doc("surat-pernyataan", "Pernyataan bebas benturan kepentingan", o.day("03-22")),
        doc("rekap", "Rekap pernyataan", o.day("03-29")),
    ]
    name = o.file("pernyataan", "PW-P9c", 2021, papers, counts=counts)
    o.claim(f"PW-P9c {'BA'[grade - 2]}", name)
    if grade == 2:
        return
    papers = meeting("sosialisasi benturan kepentingan", o.day("03-15"), slides=True)
    came = present(o, 1, "benturan", 0.55)
    name = o.file(
        "benturan-sosialisasi", "PW-P9b", 2021, papers, bundle="sosialisasi", attendance=came
    )
    o.claim("PW-P9b A", name)
    report = f"ev-{o.code}-pw-2021-benturan-evaluasi#laporan"
    papers = [
        doc("laporan", "Evaluasi penanganan benturan kepentingan", o.day("11-08")),
        doc("notula", "Notula evaluasi benturan kepentingan", o.day("11-08")),
        doc("tindak-lanjut", "Tindak lanjut evaluasi benturan", o.day("11-22"), follows_up=report),
    ]
    o.claim("PW-P9d A PW-P9e A", o.file("benturan-evaluasi", "PW-P9d PW-P9e", 2021, papers))


@recipe("pw-zi")
def _pw_zi(o: Office, grade: int) -> None:
    papers = [doc("piagam", "Piagam pencanangan zona integritas", o.day("03-08"))]
    if grade == 3:
        papers.append(doc("rencana-kerja", "Rencana kerja pembangunan ZI", o.day("01-25")))
        papers.append(doc("laporan", "Laporan pembangunan ZI", o.day("12-06")))
    o.claim(f"PW-P10 {'BBA'[grade - 1]}", o.file("zona-integritas", "PW-P10", 2021, papers))


@recipe("pw-lhkpn")
def _pw_lhkpn(o: Office, grade: int) -> None:
    obliged = 6 + o.dice(2, "lhkpn")
    paper = doc("rekap", "Rekap LHKPN", o.day("04-05"))
    counts = {"obliged": obliged, "reported": obliged}
    o.claim(f"PW-R3 {obliged}/{obliged}", o.file("lhkpn", "PW-R3", 2021, [paper], counts=counts))
    if grade > 1:
        others = o.staff - 2
        filed = others if grade == 3 else others - 1 - o.dice(5, "lhkasn")
        paper = doc("rekap", "Rekap LHKASN", o.day("04-12"))
        counts = {"lhkasn_obliged": others, "lhkasn_reported": filed}
        o.claim(f"PW-R4 {filed}/{others}", o.file("lhkasn", "PW-R4", 2021, [paper], counts=counts))


@recipe("pp-standar")
def _pp_standar(o: Office, grade: int) -> None:
    services = 5 + o.dice(4, "layanan")
    served = {1: services // 3, 2: -(-services * 3 // 4), 3: services}[grade]
    components = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "pengaduan"]
    name = o.file(
        "standar-pelayanan",
        "PP-P1",
        2021,
        [doc("standar-pelayanan", "Standar pelayanan KPU", o.day("2020-08-03"))],
        counts={"services": services, "with_standard": served},
        particulars={"components": components},
    )
    o.claim(f"PP-P1 {'DBA'[grade - 1]}", name)
    papers = [
        doc("maklumat-pelayanan", "Maklumat pelayanan", o.day("2020-09-07")),
        doc("foto", "Maklumat di ruang layanan", o.day("03-08")),
        doc("tangkapan-layar", "Maklumat di laman", o.day("03-08"), url=address(o, "maklumat")),
    ]
    o.claim(f"PP-P2 {'CBA'[grade - 1]}", o.file("maklumat", "PP-P2", 2021, papers[:grade]))
    if grade == 1:
        return
    with_sop = services if grade == 3 else -(-services * 6 // 10)
    papers = [
        doc("sop", "SOP layanan", o.day("2020-10-05")),
        doc("daftar-sop", "Daftar SOP layanan", o.day("01-18")),
    ]
    counts = {"services": services, "services_with_sop": with_sop}
    full = "A" if with_sop == services else "B"
    o.claim(f"PP-P3 {full}", o.file("sop-layanan", "PP-P3", 2021, papers, counts=counts))


@recipe("pp-fkp")
def _pp_fkp(o: Office, grade: int) -> None:
    day = o.day("09-13")
    papers = [
        doc("berita-acara", "Berita acara forum konsultasi publik", day),
        doc("daftar-hadir", "Daftar hadir forum konsultasi publik", day),
        doc("laporan", "Laporan forum konsultasi publik", weekday(day + timedelta(days=7))),
    ]
    if grade == 3:
        report = f"ev-{o.code}-pp-2021-konsultasi-publik#laporan"
        papers.append(
            doc("tindak-lanjut", "Perbaikan standar pelayanan", o.day("10-11"), follows_up=report)
        )
    people = ["partai politik", "media", pick(o, "fkp", "perguruan tinggi", "organisasi pemuda")]
    chosen = papers if grade == 3 else papers[:2] if grade == 2 else papers[:1]
    name = o.file("konsultasi-publik", "PP-P4", 2021, chosen, particulars={"stakeholders": people})
    o.claim(f"PP-P4 {'CBA'[grade - 1]}", name)


@recipe("pp-prima")
def _pp_prima(o: Office, grade: int) -> None:
    papers = [doc("materi", "Materi pelatihan pelayanan prima", o.day("04-05"))]
    if grade == 1:
        o.claim("PP-P5 D", o.file("pelayanan-prima", "PP-P5", 2021, papers))
        return
    papers = [doc("sertifikat", "Sertifikat pelayanan prima", o.day("04-05"))]
    staff = 4 + o.dice(3, "petugas")
    counts = {"service_staff": staff, "trained": staff if grade == 3 else -(-staff // 2)}
    if grade == 3:
        papers.append(doc("laporan", "Laporan monitoring pelayanan prima", o.day("08-23")))
    name = o.file("pelayanan-prima", "PP-P5", 2021, papers, counts=counts)
    o.claim(f"PP-P5 {'CA'[grade - 2]}", name)


@recipe("pp-informasi")
def _pp_informasi(o: Office, grade: int) -> None:
    names = []
    for i, part in enumerate(("S1", "S2")[: 2 if grade == 3 else 1]):
        day = o.day(("05-24", "10-25")[i])
        papers = [
            doc("tangkapan-layar", f"Informasi layanan di laman semester {QUARTERS[i]}", day),
            doc("foto", f"Papan informasi layanan semester {QUARTERS[i]}", day),
        ]
        chosen = papers if grade > 1 else papers[:1]
        names.append(o.file(f"{part.lower()}-informasi-layanan", "PP-P6", f"2021-{part}", chosen))
    o.claim(f"PP-P6 {'CBA'[grade - 1]}", *names)


@recipe("pp-penghargaan")
def _pp_penghargaan(o: Office, grade: int) -> None:
    papers = [
        doc("keputusan", "Penghargaan, sanksi, dan kompensasi layanan", o.day("01-25")),
        doc("laporan", "Laporan penerapan penghargaan petugas layanan", o.day("11-15")),
        doc("piagam", "Piagam petugas layanan terbaik", o.day("11-29")),
    ]
    o.claim(
        f"PP-P7 {'CBA'[grade - 1]}", o.file("penghargaan-layanan", "PP-P7", 2021, papers[:grade])
    )


@recipe("pp-inovasi")
def _pp_inovasi(o: Office, grade: int) -> None:
    name = pick(
        o,
        "inovasi",
        "Pojok Demokrasi",
        "Layanan Jemput Data",
        "Klinik Pemilih",
        "Rumah Pintar Pemilu",
    )
    papers = [
        doc("narasi", f"Profil {name}", o.day("06-14")),
        doc("foto", f"Kegiatan {name}", o.day("06-21")),
        doc("laporan", f"Laporan dampak {name}", o.day("11-01")),
        doc("matriks", "Sebelum dan sesudah inovasi", o.day("11-01")),
    ]
    file = o.file(
        "inovasi",
        "PP-P8 PP-R1",
        2021,
        papers[: {1: 1, 2: 2, 3: 4}[grade]],
        particulars={"innovation": name},
    )
    o.claim(f"PP-P8 {'CBA'[grade - 1]} PP-R1 {'CCA'[grade - 1]}", file)
    if grade > 1:
        services = 6 + o.dice(3, "mudah-layanan")
        easier = 1 + o.dice(services - 2, "dipermudah")
        named = [
            "Permohonan data",
            "Konsultasi",
            "Kunjungan",
            "Riset",
            "Magang",
            "Peminjaman",
            "Audiensi",
        ]
        papers = [doc("matriks", "Daftar layanan yang dipermudah", o.day("11-08"))]
        file = o.file(
            "layanan-dipermudah",
            "PP-R2",
            2021,
            papers,
            counts={"services": services, "simplified": easier},
            particulars={"simplified_services": named[:easier]},
        )
        o.claim(f"PP-R2 {easier}/{services}", file)


@recipe("pp-aduan")
def _pp_aduan(o: Office, grade: int) -> None:
    channels = {"channel": ["SP4N-LAPOR!", pick(o, "kanal-pp", "loket", "media sosial")]}
    screen = doc("tangkapan-layar", "Kanal pengaduan layanan", o.day("05-17"))
    photo = doc("foto", "Kotak pengaduan di ruang layanan", o.day("05-17"))
    if grade == 1:
        o.claim("PP-P9a D", o.file("aduan", "PP-P9a", 2021, [screen], particulars=channels))
        return
    received = 5 + o.dice(12, "aduan-pp")
    quick = -(-received * 9 // 10) if grade == 3 else -(-received * 6 // 10)
    papers = [
        doc("sop", "SOP pengaduan layanan", o.day("2020-11-02")),
        screen,
        doc("rekap", "Rekap pengaduan layanan 2021", o.day("2022-01-05")),
    ]
    if grade == 3:
        papers.append(photo)
    name = o.file(
        "aduan",
        "PP-P9a PP-R3",
        2021,
        papers,
        counts={"received": received, "on_time": quick},
        particulars=channels,
    )
    letter = "A" if grade == 3 else "B"
    o.claim(f"PP-P9a {letter} PP-R3 {letter}", name)
    papers = [doc("keputusan", "Penunjukan pengelola pengaduan layanan", o.day("01-18"))]
    if grade == 3:
        papers.append(doc("laporan", "Laporan pengelolaan pengaduan layanan", o.day("12-06")))
    o.claim(f"PP-P9b {'BA'[grade - 2]}", o.file("pengelola-aduan", "PP-P9b", 2021, papers))
    if grade == 3:
        o.claim("PP-P9c A", _followed_evaluation(o))


def _followed_evaluation(o: Office) -> str:
    slug, papers = "aduan-evaluasi", []
    for i, part in enumerate(("S1", "S2")):
        name = f"laporan-{part.lower()}"
        title = f"Evaluasi pengaduan layanan semester {QUARTERS[i]}"
        papers.append(doc("laporan", title, report_day(o, part), name, period=f"2021-{part}"))
        papers.append(
            doc(
                "tindak-lanjut",
                f"Tindak lanjut {title}",
                act_day(o, part),
                f"tindak-lanjut-{part.lower()}",
                period=f"2021-{part}",
                follows_up=f"ev-{o.code}-pp-2021-{slug}#{name}",
            )
        )
    return o.file(slug, "PP-P9c", 2021, papers)


@recipe("pp-skm")
def _pp_skm(o: Office, grade: int) -> None:
    covered, names = quarters(grade, o, "skm"), []
    for q in covered:
        part, slug = f"Q{q}", f"q{q}-skm"
        about = f"survei kepuasan masyarakat triwulan {QUARTERS[q - 1]}"
        report = f"ev-{o.code}-pp-2021-{slug}#laporan"
        papers = [
            doc("laporan", f"Laporan {about}", report_day(o, part)),
            doc(
                "tangkapan-layar",
                f"Hasil {about}",
                report_day(o, part),
                url=address(o, f"skm/{part.lower()}"),
            ),
            doc("tindak-lanjut", f"Tindak lanjut {about}", act_day(o, part), follows_up=report),
        ]
        answered = {
            "respondents": 30 + o.dice(90, "skm", q),
            "skm_index": 76 + o.dice(18, "nilai", q),
        }
        items = "PP-P10 PP-P11a PP-P11b"
        names.append(o.file(slug, items, f"2021-{part}", papers, particulars=answered))
    both = covered[0] < 3 <= covered[-1]
    answers = f"PP-P10 {by_count(covered, 'A B C D')} PP-P11a {by_count(covered, 'A B B B')}"
    o.claim(f"{answers} PP-P11b {'A' if both else 'B'}", *names)


@recipe("pp-ti")
def _pp_ti(o: Office, grade: int) -> None:
    name = pick(o, "ti", "basis data pemohon", "buku tamu elektronik", "antrean layanan")
    report = f"ev-{o.code}-pp-2021-teknologi#laporan"
    papers = [
        doc("tangkapan-layar", f"Tampilan {name}", o.day("07-05")),
        doc("laporan", f"Laporan perbaikan {name}", o.day("10-04")),
        doc("narasi", f"Narasi {name}", o.day("07-05")),
        doc("tindak-lanjut", f"Tindak lanjut perbaikan {name}", o.day("10-25"), follows_up=report),
    ]
    chosen = papers[: {1: 1, 2: 2, 3: 4}[grade]]
    o.claim(f"PP-P12 {'CBA'[grade - 1]}", o.file("teknologi", "PP-P12", 2021, chosen))


# --- How mature an office is ---------------------------------------------------------------------------

STYLES = {
    "kuat": (3, 3, 2, 2, 2, 1, 2, 1),
    "sedang": (3, 2, 1, 1, 2, 0, 0, 1, 0, 0),
    "lemah": (0, 0, 1, 0, 2, 0, 1, 0, 0, 0),
}
# What rests on something else: a team before its work, a unit before its reports.
NEEDS = {
    "mp-pemantauan": "mp-tim",
    "mp-evaluasi": "mp-tim",
    "mp-pimpinan": "mp-tim",
    "dk-harmonisasi": "dk-pemetaan",
    "po-usulan": "po-evaluasi",
    "ak-triwulan": "ak-perjanjian",
}
# How some offices neglect their SOPs: they monitor and evaluate none, do one of the two, stop
# monitoring before the last half-year (`awal`), or leave out all but those of one area (`tl`).
UPKEEP = {
    "3503": "", "3513": "", "3516": "monitoring", "3518": "monitoring", "3527": "",
    "3529": "", "3572": "evaluasi", "3574": "tl", "3575": "awal",
}  # fmt: skip
# Generic SOPs that they have to replicate, and neither did nor carried out.
WITHOUT = {
    "3503": ("sop-mp-01",), "3513": ("sop-mp-01", "sop-pw-01"), "3518": ("sop-mp-01",),
    "3526": ("sop-mp-01",), "3529": ("sop-mp-01", "sop-ak-01"), "3572": ("sop-mp-01",),
}  # fmt: skip
# The office's own SOP that it has in place of such a one, so that the area is not without any.
INSTEAD = {"sop-pw-01": "sop-pw-11", "sop-ak-01": "sop-ak-11"}
FORCED: dict[str, dict[str, int]] = {}


def grades(o: Office) -> dict[str, int]:
    """The grade of every recipe in this office."""
    choices = STYLES[o.style]
    found = {name: choices[o.dice(len(choices), "grade", name)] for name in RECIPES}
    found |= FORCED.get(o.code, {})
    for name, care in (("tl-monitoring", "monitoring"), ("tl-evaluasi", "evaluasi")):
        careless = UPKEEP.get(o.code, care) not in (care, "awal", "tl")
        found[name] = 0 if careless else max(found[name], 1)
    for name, needed in NEEDS.items():
        if found[name]:
            found[needed] = max(found[needed], 1)
    if any(found[name] for name in RECIPES if name.startswith("pp-")):
        found["pp-standar"] = max(found["pp-standar"], 1)
    return found


def number_of(o: Office, month: str) -> str:
    """The next SOP number of the office."""
    o.sop_count += 1 + o.dice(2, "nomor", o.sop_count)
    return f"{o.sop_count:03}/SOP/{o.code}/{month}/2021"


def add_sop(o: Office, document: dict[str, Any]) -> str:
    """File an SOP of the office; gives its path."""
    slug = re.sub(r"[^a-z]+", "-", document["title"].lower()).strip("-")[:40].strip("-")
    later = f"-v{document['version']}" if document["version"] > 1 else ""
    path = f"sops/{document['area']}/{document['id']}-{slug}{later}.yaml"
    o.files[path] = document
    return path


def own_sop(o: Office, name: str, day: str = "01-04") -> dict[str, Any]:
    """One of the office's own SOPs."""
    return sop_document(OWN_BY_ID[name], number_of(o, "I"), o.day(day), o.name)


def add_sops(o: Office) -> None:
    """Some SOPs of its own, and replicas of generic ones; the others it carries out as they are."""
    share = {"kuat": 70, "sedang": 45, "lemah": 15}[o.style]
    missing = WITHOUT.get(o.code, ())
    for template in GENERIC:
        o.area = template.area
        must = template.replicate == "required" or template.id in REPLICAS.get(o.code, ())
        if template.id in missing or template.area in NO_SOPS.get(o.code, ()):
            continue
        if must or chance(share, o.code, "sop", template.id):
            is_replica = chance(45, o.code, "replika", template.id) or not o.files_in(template.area)
            if is_replica or template.id in REPLICAS.get(o.code, ()):
                add_sop(o, replica(o, template))
            else:
                o.carries.append(template.id)
    for template in OWN:
        if template.area in NO_SOPS.get(o.code, ()):
            continue
        wanted = template.id in [INSTEAD[name] for name in missing if name in INSTEAD]
        if wanted or chance(share - 10, o.code, "sendiri", template.id):
            add_sop(o, own_sop(o, template.id))


def replica(o: Office, template: Template) -> dict[str, Any]:
    """The office's replica of a generic SOP, with a number of its own or the province's."""
    own = not chance(40, o.code, "no", template.id)
    number = number_of(o, "I") if own else GENERIC_NUMBERS[template.id]
    return sop_document(template, number, o.day("01-04"), o.name, replica=True)


GENERIC_NUMBERS = {t.id: f"{i:03}/SOP/35/XI/2020" for i, t in enumerate(GENERIC, 3)}


# --- Executions -------------------------------------------------------------------------------------------


def written(o: Office, name: str, day: date) -> dict[str, Any]:
    """The SOP that an office works by on a day, its own or the generic, with what a replica leaves out."""
    own = [sop for sop in o.sops() if sop["id"] == name]
    begun = [sop for sop in own if sop["effective"] <= day] or own
    newest = max(begun, key=lambda sop: sop["version"], default={})
    if "steps" in newest:
        return newest
    template = GENERIC_BY_ID[name]
    more = {"total_time": template.total} if template.total else {}
    return {"version": template.version, **more, "steps": steps_of(template), **newest}


def path_of_run(o: Office, steps: list[Doc], decided: list[str], key: str) -> list[tuple[Doc, str]]:
    """The steps of one run with what was decided: as told, else mostly the first way, at times another."""
    order, told, tried = [step["id"] for step in steps], list(decided), set()
    found, i = [], 0
    while i < len(steps):
        step, label = steps[i], ""
        following = step.get("next", order[i + 1] if i + 1 < len(steps) else "end")
        if "decision" in step:
            first, *others = step["decision"]
            label = told.pop(0) if told else first
            if not decided and others and i not in tried and chance(24, o.code, key, "putus", i):
                label = others[-1]
            tried.add(i)
            following = step["decision"][label]
        found.append((step, label))
        i = order.index(following) if following in order else len(steps)
    return found


@dataclass
class Clock:
    """Walks through the working hours of an office and gives every step its time."""

    o: Office
    key: str
    now: Moment
    total: str

    def dice(self, sides: int, *key: object) -> int:
        """Its own dice."""
        return self.o.dice(sides, self.key, *self.now, *key)

    def slot(self, day: date, since: int = 0) -> Moment:
        """A working moment of that day, in steps of five minutes, after a minute of it."""
        spans = self.o.calendar.hours(day)
        minutes = [m for start, end in spans for m in range(start + 5, end, 5) if m > since]
        if not minutes:
            return self.o.calendar.later((day, since), 30)
        return day, minutes[self.dice(len(minutes), "slot")]

    def pause(self) -> None:
        """Until the next step begins."""
        waits = (0, 5, 10) if self.total == "1 hari kerja" else (0, 10, 25, 60, 150, 300)
        self.now = self.o.calendar.later(self.now, waits[self.dice(len(waits), "jeda")])

    def timed(self, limit: str) -> dict[str, Any]:
        """Start and end of a step, inside its limit."""
        amount, unit, *_ = limit.split()
        start, count, calendar = self.now, int(amount), self.o.calendar
        if unit == "hari":
            days = min(self.dice(count + 1, "hari"), self.dice(count + 1, "lain"), 3)
            if self.total == "1 hari kerja":
                days = 0
            day = calendar.after(start[0], days)
            self.now = self.slot(day, 0 if days else start[1])
        else:
            most = 60 if limit.startswith("24 jam") else count * (60 if unit == "jam" else 1)
            minutes = 5 + 5 * self.dice(most // 5, "menit")
            self.now = calendar.later(start, minutes)
            if self.now[0] != start[0]:  # what takes minutes is done on one day
                start = calendar.later((self.now[0], 0), 5)
                self.now = calendar.later(start, minutes)
        return {"start": start, "end": self.now}

    def dated(self) -> dict[str, Any]:
        """The day of a step; the next one is the same day or the one after."""
        day = self.now[0]
        ahead = self.dice(2 if self.total else 3, "hari")
        self.now = self.o.calendar.after(day, 0 if self.total == "1 hari kerja" else ahead), 0
        return {"day": day}


def carry_out(
    o: Office,
    name: str,
    start: str,
    *decided: str,
    timed: bool = True,
    version: int = 0,
) -> Run:
    """One run of an SOP that conforms, from `03-08` (of 2021) or `2022-02-07` on, with these decisions."""
    first = date.fromisoformat(start if len(start) > 5 else f"2021-{start}")
    day, key = o.calendar.after(first, 0), f"{name} {start}"
    sop = written(o, name, day)
    clock = Clock(o, key, (day, 0), sop.get("total_time", ""))
    clock.now = clock.slot(day)
    events = []
    for step, label in path_of_run(o, sop["steps"], list(decided), key):
        event: dict[str, Any] = {"step": step["id"], "role": step["role"]}
        event |= clock.timed(step["time"]) if timed else clock.dated()
        if label:
            event["decided"] = label
        if "output" in step:
            event["output"] = list(step["output"])
        if timed:
            clock.pause()
        events.append(event)
    run = Run(name, version or sop["version"], events)
    o.runs.append(run)
    return run


EVENT_KEYS = ("step", "role", "day", "start", "end", "decided", "output")
QUARTER_STARTS = (date(2021, 2, 8), date(2021, 4, 5), date(2021, 7, 5), date(2021, 10, 4))


def add_runs(o: Office) -> None:
    """Runs of what the office carries out, one a quarter in turn; some offices have one going on."""
    many = {"kuat": 3, "sedang": 2, "lemah": 1}[o.style]
    own = [sop["id"] for sop in o.sops()]
    names = [
        n for n in (*GENERIC_BY_ID, *OWN_BY_ID) if n in (*o.carries, *own) and n not in o.spoilt
    ]
    for name in names:
        usual = 100 if name in o.carries else 55 if name in GENERIC_BY_ID else 35
        area = name.split("-")[1]
        if not o.files_in(area) or not chance(usual, o.code, "jalan", name):
            continue
        first = o.dice(4, "mulai", name)
        for i in range(many + o.dice(2, "kali", name)):
            quarter = (first + i) % 4
            day = QUARTER_STARTS[quarter] + timedelta(days=o.dice(60, "mulai", name, i))
            timed = chance(65, o.code, "jam", name)
            run = carry_out(o, name, f"{day:%m-%d}", timed=timed)
            if timed:
                _only_days(o, run, name)
    slow = [name for name in names if name in ("sop-po-01", "sop-tl-01", "sop-ak-01", "sop-pw-01")]
    if slow and chance(25, o.code, "berjalan"):
        name = slow[o.dice(len(slow), "berjalan")]
        _still_going_on(carry_out(o, name, "2022-02-07", timed=chance(60, o.code, "jam", name)))


def _still_going_on(run: Run, count: int = 3) -> Run:
    """Its first steps, of which the last ended before the day judged."""
    run.open = True
    run.events = run.events[:count]
    while run.ended >= AS_OF:
        run.events.pop()
    return run


def _ordered(event: dict[str, Any]) -> dict[str, Any]:
    """An event with its keys in the usual order."""
    return {k: event[k] for k in EVENT_KEYS if k in event}


def _only_days(o: Office, run: Run, name: str) -> None:
    """Of some events only the day was recorded."""
    for i, event in enumerate(run.events):
        same = event["start"][0] == event["end"][0]
        if same and chance(12, o.code, "hanya hari", name, *event["start"]):
            kept = {k: v for k, v in event.items() if k not in ("start", "end")}
            run.events[i] = _ordered(kept | {"day": event["start"][0]})


def _as_written(event: dict[str, Any]) -> dict[str, Any]:
    """An event with its moments as text."""

    def text(value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        day, minute = value
        return f"{day} {minute // 60:02}:{minute % 60:02}"

    return {key: text(value) for key, value in event.items()}


def file_runs(o: Office) -> None:
    """Runs go to one evidence file for each SOP, version, and semester, or quarter where so filed."""
    filed: dict[tuple[str, int, str], list[Run]] = {}
    for run in sorted(o.runs, key=lambda run: (run.sop, run.version, run.ended)):
        by_quarter = chance(25, o.code, "triwulan", run.sop)
        part = f"Q{run.quarter}" if by_quarter else f"S{(run.quarter + 1) // 2}"
        part = f"{run.ended.year}-{part}"
        filed.setdefault((run.sop, run.version, part), []).append(run)
    for (sop, version, part), runs in filed.items():
        year, _, half = part.lower().partition("-")
        usual = min(v for s, v, p in filed if (s, p) == (sop, part))
        name = f"{sop}-{half}" + (f"-versi-{version}" if version != usual else "")
        dated = name if year == "2021" else f"{year}-{name}"
        evidence: dict[str, Any] = {"kind": "evidence", "id": f"ev-{o.code}-{dated}"}
        evidence |= {"period": part, "sop": {"id": sop, "version": version}}
        entries = []
        for i, run in enumerate(runs, 1):
            label = {"id": f"ke-{i}"} if len(runs) > 1 else {}
            going = {"open": True} if run.open else {}
            entries.append(label | going | {"events": [_as_written(e) for e in run.events]})
            for code in run.said:
                o.say(code, f"{evidence['id']}/{label.get('id', 'events')}")
            for code in run.said_of_file:
                o.say(code, evidence["id"])
        evidence |= {"runs": entries} if len(runs) > 1 else entries[0]
        path = f"evidence/{AREAS[sop.split('-')[1]]}/{year}-{name}.yaml"
        o.files[path] = evidence


def applied(o: Office) -> bool:
    """True where runs ended in three quarters at least: what the best answer to TL-P3 asks."""
    return len({run.quarter for run in o.runs if run.ended.year == 2021}) >= 3


def name_sops(o: Office) -> None:
    """Monitoring and evaluation name the SOPs they are about."""
    own = {sop["id"] for sop in o.sops() if sop["status"] == "in-force"} - o.unreadable
    used = own | {run.sop for run in o.runs if run.sop in GENERIC_BY_ID}
    names = [name for name in (*GENERIC_BY_ID, *OWN_BY_ID) if name in used]
    if UPKEEP.get(o.code) == "tl":
        names = [name for name in names if name.startswith("sop-tl-")]
    for file in o.files.values():
        if "about" in file:
            [entry] = file["about"]
            file["about"] = [{"sop": name, **entry} for name in names]


def say_neglected(o: Office) -> None:
    """SOPs in force that are due (SD105), and required generic ones that are nowhere (SD107)."""
    named: dict[str, set[str]] = {"monitoring": set(), "evaluation": set()}
    for file in o.files.values():
        for entry in file.get("about", ()):
            # Monitoring in the last quarter is recent enough, an evaluation in 2021 too.
            if entry["as"] == "evaluation" or file["period"] == "2021-Q4":
                named[entry["as"]].add(entry["sop"])
    newest: dict[str, dict[str, Any]] = {}
    for sop in o.sops():
        if sop["status"] != "draft" and sop["id"] not in o.unreadable:
            known = newest.get(sop["id"], sop)
            newest[sop["id"]] = max(known, sop, key=lambda s: s["version"])
    for name, sop in newest.items():
        monitored_late = sop["effective"] < date(2021, 8, 15) and name not in named["monitoring"]
        evaluated_late = sop["effective"] < date(2021, 2, 15) and name not in named["evaluation"]
        if sop["status"] == "in-force" and (monitored_late or evaluated_late):
            o.say("SD105", f"{name}@{sop['version']}")
    present = {sop["id"] for sop in o.sops() if "replica_of" in sop}
    present |= {run.sop for run in o.runs} | named["monitoring"] | named["evaluation"]
    for template in GENERIC:
        if template.replicate == "required" and template.id not in present:
            o.say("SD107", template.id)


FOLLOWED = frozenset("MP-P3 MP-P10 TL-P7 PP-P11b".split())


def say_not_acted_upon(o: Office) -> None:
    """Reports that nobody acted upon in ninety days (EV312), unless a file that tells nothing may."""
    illegible = ("CORE001", "CORE002", "CORE003", "CORE004")
    if any(code in illegible and "/evidence/" in subject for code, subject in o.found):
        return
    papers = [(f, p) for f in o.files.values() for p in f.get("documents", ())]
    acted = {paper.get("follows_up") for _, paper in papers}
    for file, paper in papers:
        name = f"{file['id']}#{paper['id']}"
        asked = FOLLOWED & {*paper.get("items", file["items"])}
        is_due = paper["date"] + timedelta(days=90) < AS_OF
        if asked and paper["type"] == "laporan" and name not in acted and is_due:
            o.say("EV312", name)


# --- The worksheet ---------------------------------------------------------------------------------------

MISSING = {"kuat": (2, 6), "sedang": (6, 30), "lemah": (30, 75)}


def worksheet(o: Office) -> dict[str, Any]:
    """The office's answers: what its evidence shows, the lowest answer elsewhere, or none."""
    answers: dict[str, Any] = {}
    least, most = MISSING[o.style]
    percent = least + o.dice(most - least, "kosong")
    if o.code not in COMPLETE:
        free = [item for item in ITEMS if item not in o.answers]
        o.dropped |= {free[o.dice(len(free), "pasti", i)] for i in range(2)}
    for item in ITEMS:
        claimed, evidence = o.claims.get(item, ("", []))
        if item in o.answers:
            claimed, evidence = o.answers[item], []
        elif item in o.dropped or (
            o.code not in COMPLETE
            and chance(percent // (4 if claimed else 1), o.code, "dijawab", item)
        ):
            o.say("CV401", item)
            continue
        answer = claimed or LETTERS[SCALE_OF[item]].split()[-1]
        answers[item] = {"answer": 0 if answer == "0" else answer}
        if evidence and chance(60, o.code, "rujuk", item):
            answers[item]["evidence"] = evidence
    return {"kind": "self-assessment", "period": 2021, "answers": answers}


def overclaim(o: Office, count: int) -> None:
    """Answers worth something for which nothing at all was filed (CV402)."""
    areas = {f["area"] for f in o.files.values() if f["kind"] == "evidence" and "area" in f}
    silent = [
        item
        for item in ITEMS
        if item not in o.claims
        and item not in o.answers
        and AREAS[_parts(item)[0].lower()] in areas
    ]
    silent.sort(key=lambda item: o.dice(10**9, "klaim", item))
    for item in silent[:count]:
        letters = LETTERS[SCALE_OF[item]].split()
        o.answers[item] = pick(o, item, "80 %", "9/10", "75 %") if letters == ["0"] else letters[0]
        o.say("CV402", item)


def exaggerate(o: Office, count: int) -> None:
    """Answers one step above what the evidence shows (CV403).

    Where that answer asks for something in every period, a period lacks it (CV404).
    """
    partial = []
    for item, (answer, _) in o.claims.items():
        letters = LETTERS[SCALE_OF[item]].split()
        if answer in letters[1:] and item not in o.answers and item not in o.gone:
            partial.append((o.dice(10**9, "lebih", item), item, letters[letters.index(answer) - 1]))
    for _, item, answer in sorted(partial)[:count]:
        o.answers[item] = answer
        o.say("CV403", item)
        if answer in REGULAR.get(item, ""):
            o.say("CV404", item)


# How many answers have no evidence (CV402), and how many go above it (CV403).
OVERCLAIMS = {
    "3506": (5, 2), "3508": (9, 1), "3509": (2, 1), "3514": (6, 0), "3517": (4, 2), "3571": (7, 1),
    "3573": (1, 0), "3575": (11, 2), "3578": (3, 1),
    "3501": (3, 1), "3504": (0, 2), "3507": (2, 0), "3512": (2, 2), "3516": (0, 1), "3519": (1, 0),
    "3521": (2, 0), "3523": (0, 3), "3526": (2, 0), "3529": (0, 1), "3576": (1, 1), "3577": (0, 1),
}  # fmt: skip


# --- Defects sown on purpose ------------------------------------------------------------------------------

Seed = Callable[[Office], None]
SEEDS: dict[str, list[Seed]] = {}
EARLY_SEEDS: dict[str, list[Seed]] = {}
REPLICAS: dict[str, list[str]] = {}


def seed(office: str, needs: str = "", grade: int = 2) -> Callable[[Seed], Seed]:
    """Sow a defect in an office, which then has this recipe at this grade."""

    def register(function: Seed) -> Seed:
        SEEDS.setdefault(office, []).append(function)
        if needs:
            FORCED.setdefault(office, {})[needs] = grade
        return function

    return register


def sop_seed(office: str, replica_of: str = "") -> Callable[[Seed], Seed]:
    """Sow a defect in an SOP before it is carried out; the office then has this replica."""

    def register(function: Seed) -> Seed:
        EARLY_SEEDS.setdefault(office, []).append(function)
        if replica_of:
            REPLICAS.setdefault(office, []).append(replica_of)
        return function

    return register


def _bad_sop(o: Office, name: str, code: str) -> dict[str, Any]:
    """An SOP of the office's own that will be wrong, in place of any it has of that name."""
    document = own_sop(o, name, "01-18")
    add_sop(o, document)
    o.spoilt.add(name)
    o.say(code, f"{name}@1")
    return document


@sop_seed("3501")
def _one_way(o: Office) -> None:
    _bad_sop(o, "sop-tl-11", "SD102")["steps"][1]["decision"] = {"Layak": "unggah"}


@sop_seed("3503")
def _no_output(o: Office) -> None:
    del _bad_sop(o, "sop-tl-12", "SD103")["steps"][2]["output"]


@sop_seed("3505")
def _no_limit(o: Office) -> None:
    _bad_sop(o, "sop-pp-11", "SD103")["steps"][2]["time"] = "secukupnya"


@sop_seed("3505")
def _no_warnings(o: Office) -> None:
    del _bad_sop(o, "sop-tl-11", "TL102")["warnings"]


@sop_seed("3504")
def _in_force_too_early(o: Office) -> None:
    _bad_sop(o, "sop-ak-11", "SD104")["effective"] = date(2021, 1, 4)


@sop_seed("3507")
def _number_lent(o: Office) -> None:
    add_sop(o, own_sop(o, "sop-sdm-11") | {"number": "041/SOP/3507/II/2021"})


@sop_seed("3514")
def _number_taken(o: Office) -> None:
    _bad_sop(o, "sop-sdm-11", "SD106")["number"] = "041/SOP/3507/II/2021"


@sop_seed("3518")
def _unreachable(o: Office) -> None:
    _bad_sop(o, "sop-pp-11", "SD101")["steps"][0]["next"] = "layani"


@sop_seed("3518")
def _no_basis(o: Office) -> None:
    del _bad_sop(o, "sop-tl-12", "TL101")["legal_basis"]


@sop_seed("3520")
def _bare_days(o: Office) -> None:
    _bad_sop(o, "sop-tl-12", "SD110")["steps"][2]["time"] = "3 hari"


@sop_seed("3524")
def _unfinished_merge(o: Office) -> None:
    path = add_sop(o, own_sop(o, "sop-pw-11"))
    o.spoilt.add("sop-pw-11")
    o.unreadable.add("sop-pw-11")
    o.edits.append(
        (path, "version: 1\n", "<<<<<<< HEAD\nversion: 1\n=======\nversion: 2\n>>>>>>> upstream\n")
    )
    o.say("CORE001", f"{o.folder}/{path}")


def _lose(o: Office, slug: str, name: str) -> None:
    evidence, paper = o.find(slug, name)
    del o.attached[paper["file"]]
    o.say("EV301", f"{evidence['id']}#{name}")


@seed("3506", "mp-pemantauan", 3)
def _report_not_attached(o: Office) -> None:
    _lose(o, "mp-q2-pemantauan", "laporan")


@seed("3506", "ak-lkj", 3)
def _receipt_not_attached(o: Office) -> None:
    _lose(o, "ak-laporan-kinerja", "tanda-terima")


@seed("3512", "tl-peta", 3)
def _record_not_attached(o: Office) -> None:
    _lose(o, "tl-peta", "berita-acara")


@seed("3572", "sdm-penghargaan", 1)
def _charter_not_attached(o: Office) -> None:
    _lose(o, "sdm-penghargaan", "piagam")


@seed("3509", "tl-evaluasi", 3)
def _changed_after_sealing(o: Office) -> None:
    evidence, paper = o.find("tl-evaluasi-sop", "kertas-kerja")
    paper["sha256"] = hashlib.sha256(b"sebelum diubah").hexdigest()
    o.say("EV302", f"{evidence['id']}#kertas-kerja")


@seed("3510", "pp-fkp", 3)
def _not_its_type(o: Office) -> None:
    evidence, paper = o.find("pp-konsultasi-publik", "daftar-hadir")
    o.attached[paper["file"]] = png(f"{o.code} daftar hadir dipindai")
    o.say("EV303", f"{evidence['id']}#daftar-hadir")


@seed("3521", "po-kajian", 1)
def _empty_file(o: Office) -> None:
    evidence, paper = o.find("po-kajian-instansi", "analisis")
    o.attached[paper["file"]] = b""
    o.say("EV303", f"{evidence['id']}#analisis")


@seed("3520", "ak-kapasitas", 1)
def _type_not_accepted(o: Office) -> None:
    _, paper = o.find("ak-kapasitas", "sertifikat-1")
    paper["type"], paper["title"] = "foto", "Foto bimtek SAKIP"
    o.answers["AK-P11"] = "B"
    o.say("EV304", "AK-P11")


def _last_year(o: Office, slug: str, name: str) -> None:
    evidence, paper = o.find(slug, name)
    paper["date"] = paper["date"].replace(year=2020)
    o.say("EV305", f"{evidence['id']}#{name}")


@seed("3511", "tl-monitoring", 1)
def _minutes_of_2020(o: Office) -> None:
    quarter = monitored(1, o)[0]
    _last_year(o, f"tl-q{quarter}-monitoring", "notula")


@seed("3511", "mp-tim", 2)
def _decree_of_2020(o: Office) -> None:
    _last_year(o, "mp-tim", "keputusan")


@seed("3512", "pp-fkp", 2)
def _forum_of_2020(o: Office) -> None:
    _last_year(o, "pp-konsultasi-publik", "berita-acara")


@seed("3513", "ak-rencana", 3)
def _no_photo(o: Office) -> None:
    evidence, paper = o.find("ak-rencana", "foto")
    evidence["documents"].remove(paper)
    del o.attached[paper["file"]]
    o.claims["AK-P1"] = ("B", [])
    o.say("EV306", evidence["id"])


@seed("3515", "mp-ratl", 3)
def _draft(o: Office) -> None:
    evidence, paper = o.find("mp-ratl", "rencana-aksi")
    paper["status"] = "draft"
    o.say("EV307", f"{evidence['id']}#rencana-aksi")


@seed("3516", "pw-upg", 3)
def _unsigned(o: Office) -> None:
    evidence, paper = o.find("pw-gratifikasi", "laporan-q3")
    paper["signed"] = False
    del paper["signed_by"]
    o.say("EV307", f"{evidence['id']}#laporan-q3")


@seed("3528", "dk-harmonisasi", 2)
def _unnumbered(o: Office) -> None:
    evidence, paper = o.find("dk-harmonisasi", "keputusan")
    del paper["number"]
    o.say("EV307", f"{evidence['id']}#keputusan")


@seed("3517", "mp-agen", 3)
def _siblings_report(o: Office) -> None:
    evidence, paper = o.find("mp-agen-laporan", "laporan-s2")
    paper["issuer"] = "3573"
    del paper["signed_by"]
    o.say("EV308", f"{evidence['id']}#laporan-s2")


@seed("3519", "tl-kip", 2)
def _siblings_number(o: Office) -> None:
    evidence, paper = o.find("tl-ppid", "keputusan")
    paper["number"] = "21/HM.02-Kpt/3577/KPU-Kot/I/2021"
    o.say("EV308", f"{evidence['id']}#keputusan")


@seed("3523", "mp-nilai", 3)
@seed("3524", "mp-nilai", 3)
def _one_file_in_two_offices(o: Office) -> None:
    evidence, paper = o.find("mp-nilai", "materi")
    o.attached[paper["file"]] = pdf("Materi internalisasi nilai organisasi, salinan")
    o.say("EV309", f"{evidence['id']}#materi")


@seed("3525", "po-evaluasi", 3)
@seed("3525", "po-fungsi", 3)
def _one_file_for_seven_items(o: Office) -> None:
    first, paper = o.find("po-evaluasi", "laporan")
    _, other = o.find("po-analisis-fungsi", "laporan")
    if paper["file"] != other["file"]:
        del o.attached[other["file"]]
        other["file"] = paper["file"]
        o.say("EV309", f"{first['id']}#laporan")


@seed("3522", "pp-inovasi", 3)
def _more_than_all(o: Office) -> None:
    evidence, _ = o.find("pp-layanan-dipermudah")
    evidence["counts"] = {"services": 6, "simplified": 8}
    o.answers["PP-R2"] = "6/6"
    o.say("CV405", evidence["id"])


@seed("3571", "ak-lkj", 2)
def _percent_without_counts(o: Office) -> None:
    evidence, _ = o.find("ak-laporan-kinerja")
    del evidence["counts"]
    o.answers["AK-R1"] = "80 %"
    o.say("CV405", "AK-R1")


@seed("3576")
def _above_hundred(o: Office) -> None:
    o.answers["PW-R2"] = "13/12"
    o.say("CV405", "2021")


@seed("3503")
def _off_the_scale(o: Office) -> None:
    o.answers["MP-P2"] = "E"
    o.say("CV401", "2021")


def _area_only_claimed(o: Office, answers: str, area: str) -> None:
    words = answers.split()
    o.answers |= dict(zip(words[::2], words[1::2], strict=True))
    o.say("CV406", area)


@seed("3526")
def _deregulation_only_claimed(o: Office) -> None:
    _area_only_claimed(o, "DK-P1 B DK-P2 A DK-X1 Ya", "deregulasi-kebijakan")


@seed("3508")
def _organisation_only_claimed(o: Office) -> None:
    _area_only_claimed(o, "PO-P1 A PO-P2 A PO-P8 Ya PO-R1 B", "penataan-organisasi")


for _office, _area in (("3526", "dk"), ("3508", "po")):
    for _name in RECIPES:
        if _name.startswith(_area):
            FORCED.setdefault(_office, {})[_name] = 0
NO_SOPS = {"3526": ("dk",), "3508": ("po",)}


def _note(o: Office, slug: str, text: str) -> None:
    evidence, _ = o.find(slug)
    evidence["notes"] = text
    o.say("PV701", f"{o.folder}/{o.path_of(slug)}")


@seed("3529", "sdm-skp", 1)
def _resident_number(o: Office) -> None:
    _note(o, "sdm-skp", "NIK pegawai pertama 3500000101000000 (angka rekaan)")


@seed("3572", "pp-standar", 1)
def _telephone(o: Office) -> None:
    _note(o, "pp-maklumat", "Hubungi 0800-0000-0000 (nomor rekaan)")


@seed("3574", "pw-dumas", 2)
def _private_mail(o: Office) -> None:
    _note(o, "pw-dumas", "Surel pelapor: nama@contoh.example")


@seed("3574", "mp-sosialisasi", 2)
def _misspelt_key(o: Office) -> None:
    path = o.path_of("mp-sosialisasi")
    _, paper = o.find("mp-sosialisasi", "foto")
    o.edits.append((path, f"title: {paper['title']}", f"titel: {paper['title']}"))
    o.say("CORE006", f"{o.folder}/{path}")
    o.gone.add("MP-P5")


@seed("3576", "tl-jabatan", 1)
def _no_such_day(o: Office) -> None:
    path = o.path_of("tl-jabatan")
    _, paper = o.find("tl-jabatan", "analisis")
    o.edits.append((path, f"date: {paper['date']}", "date: 2021-02-30"))
    o.say("CORE006", f"{o.folder}/{path}")
    o.gone.add("TL-R1")


@seed("3577", "mp-sosialisasi", 3)
def _colon_in_a_title(o: Office) -> None:
    path = o.path_of("mp-sosialisasi")
    _, paper = o.find("mp-sosialisasi", "undangan")
    o.edits.append((path, f"title: {paper['title']}", f"title: Undangan: {paper['title']}"))
    o.say("CORE002", f"{o.folder}/{path}")
    o.gone.add("MP-P5")


@seed("3527")
def _tab_in_the_worksheet(o: Office) -> None:
    path = "self-assessment-2021.yaml"
    o.edits.append((path, "answers:\n  ", "answers:\n\t"))
    o.say("CORE002", f"{o.folder}/{path}")


@seed("3578", "mp-nilai", 3)
def _key_twice(o: Office) -> None:
    path = o.path_of("mp-nilai")
    o.edits.append((path, "period: 2021\n", "period: 2021\nbundle: sosialisasi\n"))
    o.say("CORE003", f"{o.folder}/{path}")
    o.gone.add("MP-R4")


@seed("3519", "mp-nilai", 1)
def _tag(o: Office) -> None:
    path = o.path_of("mp-nilai")
    o.edits.append((path, "period: 2021\n", "period: !!int 2021\n"))
    o.say("CORE004", f"{o.folder}/{path}")
    o.gone.add("MP-R4")


@seed("3507")
def _no_kind(o: Office) -> None:
    path = "evidence/manajemen-perubahan/2021-catatan.yaml"
    o.extra[path] = (
        "# Catatan Tim RB, belum menjadi berkas bukti\nrapat: 14 September 2021\nhasil: SOP layanan ditinjau\n"
    )
    o.say("CORE005", f"{o.folder}/{path}")


@seed("3510", "mp-sosialisasi", 3)
def _document_twice(o: Office) -> None:
    evidence, paper = o.find("mp-sosialisasi", "foto")
    second = paper | {
        "title": f"{paper['title']}, sisi lain",
        "file": paper["file"].replace("foto", "foto-2"),
    }
    evidence["documents"].append(second)
    o.attached[second["file"]] = png(f"{o.code} foto kedua")
    o.say("CORE007", evidence["id"])


@seed("3579", "mp-pemantauan", 3)
def _follows_up_nothing(o: Office) -> None:
    evidence, _ = o.find("mp-q1-pemantauan")
    paper = doc("surat", "Tindak lanjut laporan triwulan IV tahun 2020", date(2021, 2, 8))
    paper["follows_up"] = f"ev-{o.code}-mp-2020-q4-pemantauan#laporan"
    paper["file"] = "files/manajemen-perubahan/2021-q1-pemantauan-surat.pdf"
    evidence["documents"].append(paper)
    o.attached[paper["file"]] = pdf(f"{o.code} surat tindak lanjut 2020")
    o.say("CORE008", evidence["id"])


@seed("3502", "mp-asesor", 3)
def _names_no_evidence(o: Office) -> None:
    answer, evidence = o.claims["MP-P8"]
    o.claims["MP-P8"] = (answer, [*evidence, f"ev-{o.code}-mp-2021-kesepakatan"])
    o.say("CORE008", "2021")


@seed("3575", "pp-standar", 2)
def _no_such_version(o: Office) -> None:
    run = carry_out(o, "sop-pp-02", "09-06", timed=False, version=3)
    run.said_of_file.append("CORE008")


@seed("3512", "pw-lhkpn", 2)
def _no_such_role(o: Office) -> None:
    evidence, paper = o.find("pw-lhkpn", "rekap")
    paper["signed_by"] = "kasubag-umum"
    o.say("CORE008", evidence["id"])


@seed("3516", "ak-smart", 2)
def _other_office(o: Office) -> None:
    evidence, _ = o.find("ak-uji-smart")
    evidence["office"] = "3576"
    o.say("CORE008", f"{o.folder}/{o.path_of('ak-uji-smart')}")


@seed("3528", "pw-zi", 1)
def _out_of_the_folder(o: Office) -> None:
    evidence, paper = o.find("pw-zona-integritas", "piagam")
    del o.attached[paper["file"]]
    paper["file"] = "../3526-kab-bangkalan/files/pengawasan/2021-zona-integritas-piagam.pdf"
    o.say("CORE009", f"{evidence['id']}#piagam")


@seed("3573", "tl-peta", 3)
def _cut_text(o: Office) -> None:
    path = o.path_of("tl-peta")
    o.edits.append((path, "title: Matriks kesesuaian peta", "title: Matriks #2 kesesuaian peta"))
    o.say("CORE010", f"{o.folder}/{path}")


@seed("3506", "mp-tim", 2)
def _area_without_owner(o: Office) -> None:
    evidence, paper = o.find("mp-tim", "keputusan")
    paper["team"] = [m for m in paper["team"] if m.get("areas") != ["pengawasan"]]
    o.say("MP103", f"{evidence['id']}#keputusan")


@seed("3509", "mp-tim", 2)
def _secretary_twice_in_the_team(o: Office) -> None:
    evidence, paper = o.find("mp-tim", "keputusan")
    paper["team"].append({"role": "sekretaris", "duty": "koordinator sekretariat tim"})
    o.say("MP119", f"{evidence['id']}#keputusan")


@seed("3520", "mp-agen", 2)
def _reported_before_they_were_appointed(o: Office) -> None:
    evidence, paper = o.find("mp-agen-laporan", "laporan-s1")
    paper["date"] = date(2021, 2, 1)
    o.say("EV310", f"{evidence['id']}#laporan-s1")


@seed("3505", "mp-pimpinan", 1)
def _photo_alone(o: Office) -> None:
    [quarter] = quarters(1, o, "mp-pimpinan")
    evidence, minutes = o.find(f"mp-q{quarter}-pimpinan", "notula")
    photo = doc(
        "foto", minutes["title"].replace(minutes["title"].split()[0], "Foto"), minutes["date"]
    )
    photo["file"] = minutes["file"].replace("notula.pdf", "foto.png")
    for paper in evidence["documents"]:
        del o.attached[paper["file"]]
    evidence["documents"] = [photo]
    o.attached[photo["file"]] = png(f"{o.code} foto pimpinan")
    o.say("EV311", f"{evidence['id']}#foto")


def _only_linked(o: Office, slug: str, name: str, **more: Any) -> None:
    evidence, paper = o.find(slug, name)
    del o.attached[paper.pop("file")]
    paper |= more
    o.say("EV313", f"{evidence['id']}#{name}")


@seed("3504", "pp-skm", 1)
def _survey_only_linked(o: Office) -> None:
    [quarter] = quarters(1, o, "skm")
    _only_linked(o, f"pp-q{quarter}-skm", "tangkapan-layar")


@seed("3513", "dk-jdih", 1)
def _register_only_linked(o: Office) -> None:
    """It was looked at, but the answer Ya is above the middle: it needs a file."""
    _only_linked(o, "dk-jdih", "tangkapan-layar", seen=date(2021, 11, 8))


# What is possible, but worth a look.


@seed("3510", "mp-pimpinan", 3)
def _photo_of_another_day(o: Office) -> None:
    _, paper = o.find("mp-q2-pimpinan", "foto")
    evidence, other = o.find("mp-q3-pimpinan", "foto")
    del o.attached[other["file"]]
    other["file"] = paper["file"]
    o.say("PL801", f"{evidence['id']}#foto")


@seed("3522", "mp-pimpinan", 3)
def _number_of_another_letter(o: Office) -> None:
    _, paper = o.find("mp-q1-pimpinan", "undangan")
    evidence, other = o.find("mp-q4-pimpinan", "undangan")
    paper["number"] = other["number"] = f"94/ORT.07-Und/{o.code}/KPU-Kab/III/2021"
    o.say("PL802", f"{evidence['id']}#undangan")


@seed("3508", "mp-ratl", 3)
def _minutes_of_a_sunday(o: Office) -> None:
    evidence, paper = o.find("mp-ratl", "notula")
    paper["date"] = date(2021, 3, 21)
    o.say("PL803", f"{evidence['id']}#notula")


@seed("3523")
def _always_at_the_same_time(o: Office) -> None:
    for day in ("06-09", "08-25", "10-27"):
        times = f"""
        {day} 09:00 09:10
        {day} 09:15 10:00
        {day} 10:15 14:00
        {day} 14:10 14:20
        {day} 14:20 14:25
        """
        run = _set_times(carry_out(o, "sop-pp-01", day, "Terbuka"), times)
    run.said.append("PL804")


def _signed_unseen(o: Office, role: str) -> dict[str, Any]:
    """An SOP of its own in which nobody discusses the draft before that role signs it."""
    document = own_sop(o, "sop-ak-11")
    document["steps"] = [step for step in document["steps"] if step["id"] != "bahas"]
    document["steps"][1]["role"] = role
    add_sop(o, document)
    return document


@sop_seed("3575")
def _signs_what_it_wrote(o: Office) -> None:
    document = _signed_unseen(o, "kasubbag-pdi")
    o.say("PL805", f"{document['id']}@1")


@sop_seed("3571")
def _helped_to_sign(o: Office) -> None:
    _signed_unseen(o, "ketua")
    run = carry_out(o, "sop-ak-11", "02-15", timed=False)
    run.at("tanda-tangan")["role"] = ["ketua", "kasubbag-pdi"]
    run.said.append("PL805")


@seed("3525", "pw-lhkpn", 2)
def _one_has_not_filed(o: Office) -> None:
    evidence, _ = o.find("pw-lhkpn")
    evidence["counts"]["reported"] -= 1
    counts = evidence["counts"]
    o.claims["PW-R3"] = (f"{counts['reported']}/{counts['obliged']}", [])
    o.say("PW115", evidence["id"])


@seed("3514", "ak-lkj", 2)
def _received_in_march(o: Office) -> None:
    evidence, paper = o.find("ak-laporan-kinerja", "tanda-terima")
    paper["date"] = date(2021, 3, 15)
    o.say("AK107", evidence["id"])


@seed("3521", "dk-jdih", 1)
def _screen_without_address(o: Office) -> None:
    evidence, paper = o.find("dk-jdih", "tangkapan-layar")
    del paper["url"]
    o.say("DK109", evidence["id"])


@seed("3515", "pp-skm", 3)
def _index_above_hundred(o: Office) -> None:
    evidence, _ = o.find("pp-q2-skm")
    evidence["particulars"]["skm_index"] = 384
    o.say("PP110", evidence["id"])


# Executions that are no fault, but worth a look.


def _moment(day: str, hour: str) -> Moment:
    return date.fromisoformat(f"2021-{day}"), _minutes(hour.replace(":", ""))


def _set_times(run: Run, text: str) -> Run:
    """Times told: a line `03-08 09:00 03-09 10:30` for each event, or only the first day's hours."""
    for event, line in zip(run.events, text.strip().splitlines(), strict=True):
        *start, hour = line.split()
        day = start[2] if len(start) == 3 else start[0]
        event |= {"start": _moment(start[0], start[1]), "end": _moment(day, hour)}
    return run


@seed("3502")
def _across_idul_fitri(o: Office) -> None:
    """Three working days from 10 May: joint leave and two holidays lie between."""
    times = """
    05-07 09:00 09:15
    05-07 09:30 05-10 08:45
    05-10 09:00 05-18 14:30
    05-18 14:45 15:00
    05-18 15:00 15:10
    """
    _set_times(carry_out(o, "sop-pp-01", "05-07", "Terbuka"), times)


@seed("3576")
def _two_hours_in_ramadan(o: Office) -> None:
    """Two working hours exactly: the office closes at three and opens at eight."""
    add_sop(o, own_sop(o, "sop-tl-11"))
    times = """
    04-27 14:00 04-28 09:00
    04-28 09:15 10:00
    04-28 10:30 11:00
    """
    _set_times(carry_out(o, "sop-tl-11", "04-27", "Layak"), times)


@seed("3525")
def _ten_calendar_days(o: Office) -> None:
    add_sop(o, own_sop(o, "sop-pw-11"))
    times = """
    06-02 09:00 09:20
    06-02 10:00 06-04 11:00
    06-04 13:30 06-14 15:00
    """
    _set_times(carry_out(o, "sop-pw-11", "06-02"), times)


@seed("3502")
@seed("3514")
@seed("3573")
def _every_way_through(o: Office) -> None:
    """The branch that ends early, and one that goes back and is done again."""
    carry_out(o, "sop-pp-01", "03-22", "Dikecualikan")
    carry_out(o, "sop-pw-01", "08-18", "Belum lengkap", "Lengkap")
    carry_out(o, "sop-tl-01", "11-01", "Diperbaiki", "Diperbaiki", "Dapat dijalankan", timed=False)


@sop_seed("3510", "sop-pw-01")
def _takes_the_steps_over(o: Office) -> None:
    """A replica that holds only what is its own; it is carried out like any other."""
    kept = "kind id area number title version status created effective approved_by replica_of"
    sop = o.sop("sop-pw-01")
    for key in [key for key in sop if key not in kept.split()]:
        del sop[key]
    carry_out(o, "sop-pw-01", "09-13", "Belum lengkap", "Lengkap")
    carry_out(o, "sop-pw-01", "10-25", "Lengkap", timed=False)


@seed("3516")
def _closed_for_a_day(o: Office) -> None:
    """In time only because the office was closed on 8 July."""
    times = """
    07-05 09:00 09:10
    07-05 10:00 07-06 08:30
    07-06 09:00 07-12 15:30
    07-12 15:40 15:50
    07-12 15:50 16:00
    """
    _set_times(carry_out(o, "sop-pp-01", "07-05", "Terbuka"), times)


@sop_seed("3503")
def _measured_by_a_faulty_sop(o: Office) -> None:
    """Not assessed: a step of this SOP has no output (SD103)."""
    carry_out(o, "sop-tl-12", "09-20", "Perlu jawaban", timed=False)


# Executions that depart from the SOP.


def _without(run: Run, *steps: str) -> None:
    run.events = [event for event in run.events if event["step"] not in steps]
    run.said += ["CF201"] * len(steps)


@seed("3507")
def _step_skipped(o: Office) -> None:
    _without(carry_out(o, "sop-pp-01", "08-30", "Terbuka"), "siapkan")


@seed("3515")
def _study_skipped(o: Office) -> None:
    _without(carry_out(o, "sop-pw-01", "03-15", "Lengkap", timed=False), "telaah")


@seed("3524")
def _decision_skipped(o: Office) -> None:
    _without(carry_out(o, "sop-ak-01", "06-21", "Valid"), "verifikasi")


@seed("3512")
def _going_on_without_a_step(o: Office) -> None:
    """The run is open, but the step lies before what was done."""
    run = carry_out(o, "sop-ak-01", "2022-02-02", "Valid", timed=False)
    _without(_still_going_on(run, 4), "sampaikan")


@seed("3571")
def _stopped_before_the_end(o: Office) -> None:
    _without(carry_out(o, "sop-tl-01", "09-06", "Dapat dijalankan"), "sosialisasi")


@seed("3526")
def _stopped_two_steps_before_the_end(o: Office) -> None:
    _without(carry_out(o, "sop-pp-01", "10-25", "Terbuka", timed=False), "serah", "survei")


def _once_more(o: Office, run: Run, at: int, **changes: Any) -> None:
    """The event done again, right after it."""
    event = run.events[at] | changes
    if "end" in event:
        start = o.calendar.later(run.events[at]["end"], 0)
        event |= {"start": start, "end": o.calendar.later(start, 10)}
    run.events.insert(run.events.index(run.events[at]) + 1, event)
    run.said.append("CF202")


@seed("3509")
def _done_twice(o: Office) -> None:
    run = carry_out(o, "sop-tl-01", "04-19", "Dapat dijalankan", timed=False)
    _once_more(o, run, 0)


@seed("3510")
def _asked_twice(o: Office) -> None:
    _once_more(o, carry_out(o, "sop-pp-01", "11-15", "Terbuka"), -1)


@seed("3573")
def _no_such_step(o: Office) -> None:
    run = carry_out(o, "sop-pw-01", "05-17", "Lengkap")
    changes = {"step": "arsip", "role": "petugas-pengaduan", "output": ["Berkas pengaduan"]}
    _once_more(o, run, -1, **changes)


@seed("3523")
def _misspelt_step(o: Office) -> None:
    run = carry_out(o, "sop-ak-01", "07-05", "Valid")
    run.at("verifikasi")["step"] = "verfikasi"
    run.said.append("CF202")


def _exchange(run: Run, first: str, second: str) -> None:
    """Each of two steps at the time of the other."""
    times = ("day", "start", "end")
    one, other = run.at(first), run.at(second)
    i, k = run.events.index(one), run.events.index(other)
    run.events[i] = _ordered(other | {key: one[key] for key in times if key in one})
    run.events[k] = _ordered(one | {key: other[key] for key in times if key in other})
    run.said.append("CF203")


@seed("3520")
def _report_before_the_meeting(o: Office) -> None:
    _exchange(carry_out(o, "sop-ak-01", "07-12", "Valid", timed=False), "bahas", "laporan")


@seed("3505")
def _reviewed_before_it_was_written(o: Office) -> None:
    run = carry_out(o, "sop-mp-01", "02-15", "Disetujui", "Sesuai", timed=False)
    _exchange(run, "konsep", "telaah")


@seed("3578")
def _approved_before_it_was_tried(o: Office) -> None:
    times = """
    08-23 09:00 08-24 10:00
    08-24 10:30 08-26 14:00
    08-26 14:30 08-27 09:00
    08-27 09:30 08-30 10:00
    08-30 13:00 14:15
    """
    run = _set_times(carry_out(o, "sop-tl-01", "08-23", "Dapat dijalankan"), times)
    _exchange(run, "uji", "pengesahan")


@seed("3514")
def _answered_what_was_refused(o: Office) -> None:
    run = carry_out(o, "sop-pp-01", "06-07", "Terbuka")
    run.at("periksa")["decided"] = "Dikecualikan"
    run.said.append("CF203")


@seed("3577")
def _published_without_a_plan(o: Office) -> None:
    run = carry_out(o, "sop-pp-02", "10-25", "Semua baik")
    run.at("olah")["decided"] = "Ada unsur rendah"
    run.said.append("CF203")


@seed("3513")
def _no_such_decision(o: Office) -> None:
    run = carry_out(o, "sop-ak-01", "10-11", "Valid")
    run.at("verifikasi")["decided"] = "Benar"
    run.said.append("CORE008")


def _done_by(run: Run, step: str, role: str) -> None:
    run.at(step)["role"] = role
    run.said.append("CF204")


@seed("3511")
def _approved_by_another(o: Office) -> None:
    run = carry_out(o, "sop-tl-01", "07-05", "Dapat dijalankan", timed=False)
    _done_by(run, "pengesahan", "kasubbag-pdi")


@seed("3519")
def _discussed_without_commissioners(o: Office) -> None:
    _done_by(carry_out(o, "sop-pw-01", "11-01", "Lengkap"), "bahas", "kasubbag-hsdm")


@seed("3578")
@seed("3506")
def _chair_alone(o: Office) -> None:
    run = carry_out(o, "sop-mp-01", "02-01", "Disetujui", "Sesuai")
    _done_by(run, "pleno", "ketua")


def _late(o: Office, name: str, start: str, decided: str, times: str) -> None:
    _set_times(carry_out(o, name, start, *decided.split(";")), times).said.append("CF205")


@seed("3504")
def _five_days_for_three(o: Office) -> None:
    times = """
    04-12 09:00 09:10
    04-12 09:30 04-13 10:00
    04-13 10:30 04-20 11:00
    04-20 13:00 13:10
    04-20 13:30 13:40
    """
    _late(o, "sop-pp-01", "04-12", "Terbuka", times)


@seed("3508")
def _late_in_spite_of_a_holiday(o: Office) -> None:
    """Four working days; 20 October is none."""
    times = """
    10-11 08:30 09:15
    10-11 10:00 10-13 15:00
    10-13 15:15 10-15 10:00
    10-18 09:00 10:45
    10-18 13:30 10-25 09:00
    """
    _late(o, "sop-ak-01", "10-11", "Valid", times)


@seed("3512")
def _waited_at_the_counter(o: Office) -> None:
    times = """
    03-15 11:45 13:30
    03-15 13:45 03-16 09:00
    03-16 09:30 03-18 14:00
    03-18 14:15 14:25
    03-18 14:30 14:40
    """
    _late(o, "sop-pp-01", "03-15", "Terbuka", times)


@seed("3576")
def _slow_in_ramadan(o: Office) -> None:
    times = """
    04-20 13:30 04-21 09:30
    04-21 10:00 10:45
    04-21 13:00 13:20
    """
    _late(o, "sop-tl-11", "04-20", "Layak", times)


@seed("3517")
def _every_step_in_time_but_not_the_whole(o: Office) -> None:
    times = """
    08-02 08:00 08:20
    08-02 09:00 08-03 09:00
    08-05 08:30 08-09 15:00
    08-16 09:00 10:00
    08-19 08:00 08-26 14:00
    """
    _late(o, "sop-pw-01", "08-02", "Lengkap", times)


@seed("3525")
def _calendar_days_exceeded(o: Office) -> None:
    times = """
    09-01 09:00 09:25
    09-01 10:00 09-03 10:00
    09-03 13:30 09-17 11:00
    """
    _late(o, "sop-pw-11", "09-01", "", times)


@seed("3516")
def _saturday_of_duty_counts(o: Office) -> None:
    """Late only because the office worked on Saturday, 25 September."""
    times = """
    09-22 09:00 09:10
    09-22 10:00 09-23 08:30
    09-23 09:00 09-28 10:00
    09-28 10:15 10:25
    09-28 10:30 10:40
    """
    _late(o, "sop-pp-01", "09-22", "Terbuka", times)


def _no_result(run: Run, step: str, other: str = "") -> None:
    event = run.at(step)
    del event["output"]
    if other:
        event["output"] = [other]
    run.said.append("CF206")


@seed("3506")
def _no_draft(o: Office) -> None:
    _no_result(carry_out(o, "sop-tl-01", "08-02", "Dapat dijalankan"), "konsep")


@seed("3528")
def _no_study(o: Office) -> None:
    _no_result(carry_out(o, "sop-pw-01", "05-31", "Lengkap", timed=False), "telaah")


@seed("3504")
def _no_report(o: Office) -> None:
    _no_result(carry_out(o, "sop-ak-01", "07-05", "Valid"), "laporan")


@seed("3521")
def _another_result(o: Office) -> None:
    _no_result(carry_out(o, "sop-pp-01", "06-14", "Terbuka"), "siapkan", "Fotokopi berkas")


@seed("3518")
def _ended_before_it_began(o: Office) -> None:
    times = """
    09-06 08:30 08:50
    09-06 09:15 09-07 09:15
    09-07 10:00 09-09 11:00
    09-09 13:00 14:00
    09-13 10:00 09-03 15:00
    """
    run = _set_times(carry_out(o, "sop-pw-01", "09-06", "Lengkap"), times)
    run.said.append("CF207")


@seed("3501")
def _hours_exchanged(o: Office) -> None:
    run = carry_out(o, "sop-tl-01", "10-11", "Dapat dijalankan")
    event = run.at("sosialisasi")
    event["start"], event["end"] = event["end"], event["start"]
    run.said.append("CF207")


@seed("3522")
def _handed_over_before_it_was_ready(o: Office) -> None:
    times = """
    10-04 09:00 09:15
    10-04 09:30 10-05 10:00
    10-05 10:15 10-07 14:00
    10-07 13:30 13:40
    10-07 14:15 14:25
    """
    run = _set_times(carry_out(o, "sop-pp-01", "10-04", "Terbuka"), times)
    run.said.append("CF207")


@seed("3579")
def _two_at_the_same_minute(o: Office) -> None:
    """A warning: it takes nothing out."""
    run = carry_out(o, "sop-ak-01", "09-20", "Valid")
    run.at("sampaikan")["start"] = run.at("minta")["start"]
    run.said += ["CF207"]


@seed("3501")
def _by_the_former_version(o: Office) -> None:
    run = carry_out(o, "sop-tl-01", "03-01", "Dapat dijalankan", timed=False, version=1)
    run.said.append("CF208")


@sop_seed("3522", "sop-tl-01")
def _by_a_superseded_version(o: Office) -> None:
    sop = o.sop("sop-tl-01")
    template, number = GENERIC_BY_ID["sop-tl-01"], number_of(o, "VI")
    newer = sop_document(template, number, date(2021, 6, 14), o.name, replica=True)
    newer |= {"version": 2, "created": sop["created"]}
    newer = {key: newer[key] for key in sop} | {"revised": date(2021, 6, 14)}
    add_sop(o, newer)
    run = carry_out(o, "sop-tl-01", "09-13", "Dapat dijalankan", version=1)
    run.said.append("CF208")


@sop_seed("3527")
def _before_it_took_effect(o: Office) -> None:
    add_sop(o, own_sop(o, "sop-tl-11", "02-22"))
    carry_out(o, "sop-tl-11", "02-23", "Layak").said.append("CF208")


@sop_seed("3574")
def _after_it_was_withdrawn(o: Office) -> None:
    sop = own_sop(o, "sop-tl-12")
    add_sop(o, sop | {"status": "withdrawn", "withdrawn": date(2021, 8, 31)})
    o.spoilt.add("sop-tl-12")
    carry_out(o, "sop-tl-12", "10-11", "Cukup diketahui").said.append("CF208")


@sop_seed("3529")
def _by_a_draft(o: Office) -> None:
    add_sop(o, own_sop(o, "sop-mp-11") | {"status": "draft"})
    o.spoilt.add("sop-mp-11")
    carry_out(o, "sop-mp-11", "04-05", timed=False).said.append("CF208")


# Replicas that are behind, or have drifted.


@sop_seed("3508", "sop-tl-01")
@sop_seed("3520", "sop-tl-01")
@sop_seed("3577", "sop-tl-01")
def _replica_of_the_former_version(o: Office) -> None:
    sop = o.sop("sop-tl-01")
    made = sop["created"]
    add_sop(o, sop_document(FORMER, sop["number"], made, o.name, replica=True))
    o.say("SD108", "sop-tl-01@1")


def _drifted(o: Office, name: str, *differences: str) -> dict[str, dict[str, Any]]:
    """The steps of a replica by id, to be changed: a difference for each thing said."""
    sop = o.sop(name)
    for _ in differences:
        o.say("SD109", f"{name}@1")
    return {step["id"]: step for step in sop["steps"]}


@sop_seed("3524", "sop-tl-01")
def _replica_that_tells_nobody(o: Office) -> None:
    sop = o.sop("sop-tl-01")
    sop["steps"] = [step for step in sop["steps"] if step["id"] != "sosialisasi"]
    o.say("SD109", "sop-tl-01@1")


@sop_seed("3514", "sop-mp-01")
def _reviewed_by_staff(o: Office) -> None:
    step = _drifted(o, "sop-mp-01", "role", "time")["telaah"]
    step |= {"role": "pelaksana-hsdm", "time": "3 hari kerja"}


@sop_seed("3523", "sop-pw-01")
def _discussed_by_staff(o: Office) -> None:
    _drifted(o, "sop-pw-01", "role")["bahas"]["role"] = "kasubbag-hsdm"


@sop_seed("3528", "sop-mp-01")
def _three_days_to_sign(o: Office) -> None:
    _drifted(o, "sop-mp-01", "time")["tetapkan"]["time"] = "3 hari kerja"


@sop_seed("3505", "sop-pp-01")
def _fourteen_days_for_an_answer(o: Office) -> None:
    sop = o.sop("sop-pp-01")
    sop["total_time"] = "14 hari kerja"
    o.say("SD109", "sop-pp-01@1")


# --- Writing ------------------------------------------------------------------------------------------------


def give_numbers(o: Office) -> None:
    """Letters get their numbers in the order of their dates."""
    waiting = [
        (paper["date"], path, i, paper)
        for path, file in o.files.items()
        for i, paper in enumerate(file.get("documents", ()))
        if paper.get("number") == "?"
    ]
    counters: dict[tuple[str, int], int] = {}
    for day, path, _, paper in sorted(waiting, key=lambda entry: entry[:3]):
        area = next(short for short, name in AREAS.items() if f"/{name}/" in path)
        kind = LETTER_KINDS.get(paper["type"], "SOP")
        key = (kind, day.year)
        counters[key] = counters.get(key, 2) + 1 + o.dice(4, "surat", path, paper["id"])
        issued = f"{ROMAN[day.month - 1]}/{day.year}"
        tag = "KPU-Kot" if o.level == "kota" else "KPU-Kab"
        paper["number"] = (
            f"{counters[key]:03}/SOP/{o.code}/{issued}"
            if kind == "SOP"
            else f"{counters[key]}/{LETTER_CODES[area]}-{kind}/{o.code}/{tag}/{issued}"
        )


# Every office has its own words for the same papers.
WORDINGS = {
    "Notula": ("Notula", "Notulensi", "Risalah"),
    "Rekap": ("Rekap", "Rekapitulasi"),
    "Daftar hadir": ("Daftar hadir", "Presensi"),
    "Foto": ("Foto", "Dokumentasi"),
    "Undangan": ("Undangan", "Surat undangan"),
}


def word(o: Office, title: str) -> str:
    """A title in the office's own words."""
    for start, choices in WORDINGS.items():
        if title.startswith(f"{start} "):
            return pick(o, start, *choices) + title.removeprefix(start)
    return title


def attach(o: Office) -> None:
    """Make the attachments, each different."""
    for file in o.files.values():
        for paper in file.get("documents", ()):
            path, paper["title"] = paper["file"], word(o, paper["title"])
            if path not in o.attached:
                make = png if path.endswith("png") else pdf
                o.attached[path] = make(
                    f"{o.code} {file['id'][8:]} {paper['id']}, {paper['title']}"
                )


def seal(o: Office) -> None:
    """Strong offices record the hashes of their decrees."""
    for file in o.files.values():
        for paper in file.get("documents", ()):
            if o.style == "kuat" and paper["type"] == "keputusan" and paper["file"] in o.attached:
                paper["sha256"] = hashlib.sha256(o.attached[paper["file"]]).hexdigest()


def say_alone(o: Office) -> None:
    """Areas in which a group took no part, though two quarters or more have records of the year."""
    seen: dict[str, list[tuple[int, set[str]]]] = {}
    for path, file in o.files.items():
        if file["kind"] != "evidence" or not str(file["period"]).startswith("2021"):
            continue
        records = []
        if "attendance" in file:
            came = file["attendance"]
            groups = {group for group in ("commissioner", "secretariat") if came[group]}
            records.append((last_month(str(file["period"])), groups))
        events = [*file.get("events", ()), *(e for r in file.get("runs", ()) for e in r["events"])]
        for event in events:
            names = event["role"] if isinstance(event["role"], list) else [event["role"]]
            kinds = {ROLES[name]["group"] for name in names if name in ROLES}
            if "mixed" in kinds:
                kinds |= {"commissioner", "secretariat"}
            day = str(event.get("day", event.get("start", event.get("end"))))
            records.append((int(day[5:7]), kinds))
        if records and path not in o.unreadable:
            seen.setdefault(path.split("/")[1], []).extend(records)
    for area, found in seen.items():
        if len({(month + 2) // 3 for month, _ in found}) > 1:
            for code, group in (("CO501", "commissioner"), ("CO502", "secretariat")):
                if not any(group in groups for _, groups in found):
                    o.say(code, area)


def last_month(period: str) -> int:
    """The last month of `2021`, `2021-S1`, `2021-Q1` or `2021-03`."""
    rest = period[5:]
    if not rest:
        return 12
    number = int(rest.lstrip("SQ"))
    return number * {"S": 6, "Q": 3}.get(rest[0], 1)


def make_office(line: str) -> Office:
    """One office with everything it files."""
    code, slug, place, style = line.split()
    o = Office(code, slug, place, style)
    o.grades = grades(o)
    for name, make in RECIPES.items():
        if o.grades[name]:
            o.area = name.partition("-")[0]
            make(o, o.grades[name])
    add_sops(o)
    for sow in EARLY_SEEDS.get(code, ()):
        sow(o)
    add_runs(o)
    attach(o)
    seal(o)
    for sow in SEEDS.get(code, ()):
        sow(o)
    name_sops(o)
    say_neglected(o)
    say_not_acted_upon(o)
    if o.claims.get("TL-P3", ("",))[0] == "A" and not applied(o):
        o.claim("TL-P3 B", *o.claims["TL-P3"][1])
    file_runs(o)
    give_numbers(o)
    above, beyond = OVERCLAIMS.get(code, (0, 0))
    overclaim(o, above)
    exaggerate(o, beyond)
    say_alone(o)
    return o


def roles_of(o: Office) -> dict[str, Any]:
    """The positions of an office; titles differ as they did in 2021."""
    roles = {name: dict(role) for name, role in ROLES.items()}
    if chance(40, o.code, "subkoordinator"):
        for name, role in roles.items():
            if name.startswith("kasubbag"):
                role["aliases"] = [role["title"].replace("Kasubbag", "Sub Koordinator")]
    if chance(25, o.code, "plt"):
        roles["sekretaris"]["aliases"] = ["Plt. Sekretaris"]
    return roles


def files_of(o: Office) -> Iterator[tuple[str, bytes]]:
    """Everything in an office's folder."""
    profile = {
        "kind": "office",
        "code": o.code,
        "slug": o.slug,
        "name": o.name,
        "level": o.level,
        "parent": "35",
        "roles": roles_of(o),
    }
    yield "office.yaml", yaml_text(profile).encode()
    documents = {**o.files, "self-assessment-2021.yaml": worksheet(o)}
    if o.code in CALENDARS:
        own = o.calendar
        documents["calendar.yaml"] = {
            "kind": "calendar",
            "holidays": own.holidays,
            "duty": own.duty,
        }
    texts = {path: yaml_text(document) for path, document in documents.items()}
    for path, old, new in o.edits:
        if old not in texts[path]:
            raise ValueError(path, old)
        texts[path] = texts[path].replace(old, new, 1)
    for path, text in (texts | o.extra).items():
        yield path, text.encode()
    yield from o.attached.items()


def province() -> Iterator[tuple[str, bytes]]:
    """The province's profile and its generic SOPs."""
    profile = {
        "kind": "office",
        "code": "35",
        "slug": "jatim",
        "name": "KPU Provinsi Jawa Timur",
        "level": "provinsi",
        "roles": {name: dict(role) for name, role in ROLES.items()},
    }
    yield "offices/35-jatim/office.yaml", yaml_text(profile).encode()
    for template in GENERIC:
        number = GENERIC_NUMBERS[template.id]
        document = sop_document(template, number, date(2020, 11, 16), "KPU Provinsi Jawa Timur")
        yield f"sops/{document['area']}/{template.id}.yaml", yaml_text(document).encode()
    document = sop_document(
        FORMER, "002/SOP/35/II/2019", date(2019, 2, 11), "KPU Provinsi Jawa Timur"
    )
    document |= {"status": "withdrawn", "withdrawn": date(2020, 11, 27)}
    yield f"sops/{document['area']}/{FORMER.id}-v1.yaml", yaml_text(document).encode()


def waivers() -> Iterator[dict[str, Any]]:
    """What the province has decided to excuse: one in force, one expired, one without a finding."""
    approved = "Sekretaris KPU Provinsi Jawa Timur"
    excused = (
        ("CF205", "3516", "ev-3516-sop-pp-01-s2/ke-3", "Jaringan padam tiga hari", "2021-12-31"),
        ("CF205", "3525", "ev-3525-sop-pw-11-q3/events", "Ruang arsip dipindahkan", "2021-09-30"),
        ("EV305", "3508", "ev-3508-ak-2021-q2-capaian", "Surat masuk terlambat", "2021-12-31"),
    )
    for number, (rule, office, subject, reason, until) in enumerate(excused, 1):
        yield {
            "kind": "waiver",
            "id": f"wv-2021-{number:03}",
            "rule": rule,
            "office": office,
            "subject": subject,
            "reason": reason,
            "approved_by": approved,
            "decree": f"{13 + number}/ORT.07-SD/35/2021",
            "from": "2021-07-01",
            "until": until,
        }


def review() -> dict[str, Any]:
    """A visit of the province's evaluators, of which only four verdicts were written down."""
    return {
        "kind": "review",
        "office": "3512",
        "period": 2021,
        "by": "Tim Evaluasi KPU Provinsi Jawa Timur",
        "date": date(2022, 2, 10),
        "answers": {
            "MP-P1": {"verdict": "dikonfirmasi"},
            "MP-P5": {
                "verdict": "direvisi",
                "answer": "C",
                "note": "Naskahnya diperlihatkan di kantor",
            },
            "TL-P1": {
                "verdict": "direvisi",
                "answer": "B",
                "note": "Satu layanan belum tergambar dalam peta",
            },
            "PO-P3": {"verdict": "dikonfirmasi", "note": "Foto rapat tidak ada dalam berkas"},
        },
    }


def decided(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The findings once waivers have lifted theirs, with what is wrong in waivers and the review."""
    lifted = ("CF205", "3516/ev-3516-sop-pp-01-s2/ke-3")
    found.remove(lifted)
    about = [("WV801", "3525/wv-2021-002"), ("WV803", "3508/wv-2021-003")]
    about += [("RV902", "3512/MP-P5"), ("RV903", "3512/PO-P3"), ("RV904", "3512/review-2021")]
    return [*found, *about]


def everything() -> dict[str, bytes]:
    """Every file of the example by its path."""
    files = dict(province())
    found: list[tuple[str, str]] = []
    for line in OFFICES.strip().splitlines():
        o = make_office(line)
        files |= {f"{o.folder}/{path}": data for path, data in files_of(o)}
        if any(code == "CORE002" and "self-assessment" in subject for code, subject in o.found):
            # What an unreadable worksheet says is not known.
            o.found = [(code, subject) for code, subject in o.found if code != "CV401"]
        found += [(code, f"{o.code}/{subject}") for code, subject in o.found]
    files["waivers.yaml"] = "---\n".join(map(yaml_text, waivers())).encode()
    files["reviews/2021/3512.yaml"] = yaml_text(review()).encode()
    found = decided(found)
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("code", "subject"))
    writer.writerows(sorted(found))
    files["seeded.csv"] = table.getvalue().encode()
    return files


def main() -> None:
    """Write the example below this script's folder."""
    root = Path(__file__).parent
    for name in ("offices", "sops", "reviews"):
        shutil.rmtree(root / name, ignore_errors=True)
    for path, data in everything().items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


if __name__ == "__main__":
    main()
