"""The page: values stay text, nothing is fetched, and it serves mouse, keys, readers and printers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from importlib.metadata import files
from pathlib import Path

import pytest
from conftest import judged_example, tool
from playwright.sync_api import Browser, Page, sync_playwright

from sopcheck.model.finding import Bilingual
from sopcheck.model.report import Report
from sopcheck.report import View, format_of, render
from sopcheck.settings import find_settings
from sopcheck.single import check
from sopcheck.words import words

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "sopcheck" / "report" / "html"
EXAMPLES = ROOT / "examples"
OFFICE = "3512"
SIX_MEGABYTES = 6_000_000
EVIL = "</script><script>alert(1)</script><!-- {{ 7*7 }} \"' & \u202e\x07 ::error:: =cmd|x [red] `"
VOID = {"meta", "input", "path", "rect", "line", "br", "img", "link"}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def single() -> Report:
    return judged_example("satu-satker")


@pytest.fixture(scope="module")
def province() -> Report:
    return judged_example("jawa-timur")


@pytest.fixture(scope="module")
def years() -> Report:
    return judged_example("tiga-tahun")


def page_of(report: Report, lang: str = "id") -> str:
    return render(report, "html", View(lang=lang)).decode()


class Structure(HTMLParser):
    """Tags opened and closed, ids, links, the text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            if (
                self.open
                and self.open[-1] == "p"
                and tag in ("p", "ul", "ol", "div", "dl", "table")
            ):
                self.open.pop()  # HTML closes a paragraph before a block
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open[-1] == "p" != tag:
            self.open.pop()
        if self.open.pop() != tag:
            self.faults.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.text.append(data)


def shown(page: str) -> str:
    return re.sub(r"\s+", " ", " ".join(Structure(page).text))


# What is in the page


def test_it_is_a_format_by_name_and_suffix() -> None:
    assert format_of("laporan.html") == format_of("LAPORAN.HTM") == "html"


@pytest.mark.parametrize("name", ["single", "province", "years"])
def test_it_is_well_formed_with_unique_ids_and_links_that_lead_somewhere(
    name: str, request: pytest.FixtureRequest
) -> None:
    structure = Structure(page_of(request.getfixturevalue(name)))
    assert structure.faults == []
    assert structure.open == []
    ids = [a["id"] for _, a in structure.tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = [a["href"] for t, a in structure.tags if t == "a"]
    assert len(targets) > 5
    assert [t for t in targets if t is None or t[0] != "#" or t[1:] not in ids] == []


def test_it_names_nothing_outside_itself(province: Report) -> None:
    page = page_of(province)
    for tag, attributes in Structure(page).tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base"), tag
        assert "src" not in attributes
        assert not any("://" in (value or "") for value in attributes.values()), tag
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp", page)


def test_values_of_the_report_stay_text(province: Report) -> None:
    told = next(f for f in province.findings if f.office == OFFICE and f.snippet)
    evil = Bilingual(EVIL, EVIL)
    finding = replace(
        told,
        message=evil,
        remedy=evil,
        title=evil,
        source=EVIL,
        path=EVIL,
        subject=EVIL,
        snippet=tuple(replace(line, text=EVIL) for line in told.snippet),
    )
    office = replace(next(o for o in province.offices if o.code == OFFICE), name=EVIL)
    run = next(r for r in province.executions if r.office == OFFICE and r.moves)
    moves = tuple(replace(m, step=EVIL, roles=(EVIL,), start=EVIL) for m in run.moves)
    sops = tuple(
        replace(
            s,
            title=EVIL,
            steps=tuple(replace(x, activity=EVIL, decision={EVIL: EVIL}) for x in s.steps),
        )
        for s in province.sops
    )
    papers = tuple(
        replace(e, documents=tuple({**d, "title": EVIL, "file": EVIL} for d in e.documents))
        for e in province.evidence
        if e.office == OFFICE
    )
    page = page_of(
        replace(
            province,
            label=EVIL,
            offices=(office,),
            findings=(finding,),
            executions=(replace(run, subject=EVIL, moves=moves), run),
            sops=sops,
            evidence=papers,
        )
    )
    structure = Structure(page)
    assert structure.faults == []
    assert [t for t, _ in structure.tags if t == "script"] == ["script"]
    assert "alert(1)" in "".join(structure.text)
    assert "{{ 7*7 }}" in "".join(structure.text)
    assert not set(page) & {"\u202e", "\x07"}
    assert "\\u202e\\x07" in "".join(structure.text)


def test_a_text_of_ten_thousand_characters_is_clipped(province: Report) -> None:
    first = province.findings[0]
    long = Bilingual("a" * 10_000, "a" * 10_000)
    page = page_of(replace(province, findings=(replace(first, message=long),)))
    assert "a" * 500 in page
    assert "a" * 700 not in page


def test_the_label_stands_before_everything_else(single: Report) -> None:
    text = shown(page_of(single))
    assert text.index("DATA CONTOH") < text.index("KPU Kabupaten Situbondo", 60)
    assert "DATA CONTOH" not in shown(page_of(replace(single, label=None)))


def test_the_head_says_verdict_figures_and_recalled_weights(province: Report) -> None:
    verdict = replace(province.verdict, exit=1, min_score=60.0)
    text = shown(page_of(replace(province, verdict=verdict)))
    assert "✘ Tidak lulus" in text
    assert "batas temuan: galat · batas nilai: 60,0 %" in text
    assert "11,92 → 10,62 dari 36,30 poin 29 % dari maksimum · kategori indikatif D" in text
    assert "812 galat" in text
    assert "29 belum lengkap" in text
    assert "2 pelaksanaan SOP" in text
    assert "belum dicocokkan dengan lampiran regulasi: MP (P, R), DK (P, R)" in text


def test_what_was_not_assessed_is_a_dash_never_zero(province: Report) -> None:
    office = next(o for o in province.offices if o.code == OFFICE)
    nothing = replace(
        office.score, **dict.fromkeys(("claimed", "evidenced", "supported", "ratio", "category"))
    )
    areas = tuple(
        replace(a, claimed=None, supported=None, ratio=None, category=None) for a in office.areas
    )
    lost = replace(
        office, score=nothing, areas=areas, rank=None, items_supported=None, worksheet=None
    )
    offices = tuple(lost if o.code == OFFICE else o for o in province.offices)
    row = re.search(
        rf'<tr data-o="{OFFICE}".*?</tr>', page_of(replace(province, offices=offices)), re.DOTALL
    )
    assert row is not None
    cells = re.findall(r"<td.*?</td>", row.group(), re.DOTALL)
    assert len(cells) == 12
    assert {re.sub(r"<.*?>|\s", "", cell) for cell in cells} == {"–"}


def test_each_office_has_a_cell_for_each_area_in_three_views(province: Report) -> None:
    page = page_of(province)
    assert page.count('<b class="s h') == 38 * 9
    row = re.search(r'<tr data-o="3502".*?</tr>', page, re.DOTALL)
    assert row is not None
    area = next(o for o in province.offices if o.code == "3502").areas[0]
    claimed = int(100 * (area.claimed or 0) / (area.maximum or 1))
    supported = int(100 * (area.ratio or 0))
    first = re.search(r'<b class="s h\d">(\d+)</b><b class="c h\d">(\d+)</b>', row.group())
    assert first is not None
    assert first.groups() == (str(supported), str(claimed))
    assert '<tr data-o="35"' not in page  # the province itself has no worksheet


def test_an_item_leads_to_evidence_document_and_clause(single: Report) -> None:
    page = page_of(single)
    item = next(i for a in single.offices[0].areas for i in a.items if i.evidence)
    part = next(p for p in page.split('<details class="item"') if f"<b>{item.item}</b>" in p)
    evidence = next(e for e in single.evidence if e.id == item.evidence[0].partition("#")[0])
    paper = evidence.documents[0]
    head = next(h for h in single.items if h.item == item.item)
    for expected in (head.question.id, head.source, evidence.path, paper["file"]):
        assert expected in part
    assert paper["sha256"][:12] in part
    assert paper["sha256"][:16] not in part


def test_findings_show_place_lines_remedy_and_clause(province: Report) -> None:
    page = page_of(province)
    assert page.count('data-k="f"') == len(province.findings)
    finding = next(f for f in province.findings if f.code == "CF208")
    start = page.index(f'id="f-{finding.fingerprint}"')
    part = page[start : page.index("</details>", start)]
    for expected in (
        f"{finding.path}:{finding.line}:{finding.column}",
        finding.snippet[-1].text,
        finding.remedy.id,
        finding.source,
        f"{finding.related[0].path}:{finding.related[0].line}",
    ):
        assert expected in part


def test_runs_are_drawn_on_lanes_with_marks_and_told_in_words(province: Report) -> None:
    page = page_of(province)
    moved = [r for r in province.executions if r.moves]
    assert page.count('<div class="scroll flow"') == len(moved)
    assert page.count('<details class="words"') == len(moved)
    for state, word in (
        ("skip", "dilewati"),
        ("moved", "di luar urutan"),
        ("extra", "tidak ada dalam SOP"),
    ):
        assert re.search(rf'<(?:rect|path) class="node {state}"', page), state
        assert re.search(rf'<li class="{state}">[^\n]*{word}', page), state
    assert 'class="clock"' in page
    late = next(line for run in moved for line in run.late if line.event is not None)
    assert f"terlambat: {late.used.id}, batas {late.allowed.id}" in shown(page)


def test_what_is_wrong_beside_order_and_time_is_marked_at_its_event(province: Report) -> None:
    page = page_of(province)
    run = next(r for r in province.executions if [d.code for d in r.deviations] == ["CF204"])
    part = page[page.index(f"<code>{run.subject}</code>") :]
    part = part[: part.index("</article>")]
    assert part.count('class="told wrong"') == 1
    assert re.search(r'<li class="wrong">[^\n]*· CF204</li>', part)


def test_offices_by_sop_and_deviations_by_step_are_those_of_the_report(province: Report) -> None:
    page = page_of(province)
    start = page.index('<table class="heat practice">')
    table = page[start : page.index("</table>", start)]
    rows = [
        [re.sub(r"<.*?>|\s", "", cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for row in table.split("<tr")[2:]
    ]
    practised = [office for office in province.offices if office.practice]
    assert len(rows) == len(practised) + 1
    for office, row in zip(practised, rows, strict=False):
        shares = [100 * p.conforming // p.assessed for p in office.practice if p.assessed]
        assert sorted(int(cell) for cell in row if cell != "–") == sorted(shares)
    totals = [int(cell) for cell in rows[-1]]
    assert totals == sorted(totals)
    deviating = sum(len(line.deviations) for line in province.procedures)
    caption = page.index("Penyimpangan dari SOP")
    after = page[page.index("<tbody>", caption) : page.index("</tbody>", caption)]
    assert after.count("<tr>") == deviating


def test_every_run_is_listed_once(province: Report) -> None:
    assert page_of(province).count('data-k="r"') == len(province.executions)


def test_the_habit_is_a_calendar_with_stages_marked(years: Report) -> None:
    page = page_of(years)
    habit = years.offices[0].habit
    assert habit is not None
    beats = [beat for area in habit.areas for beat in area.periods]
    for state in ("on-time", "late", "missed"):
        expected = sum(1 for beat in beats if beat.state == state)
        assert len(re.findall(rf'<td(?: colspan="\d+")? class="{state}', page)) == expected
    inside = sum(1 for beat in beats if beat.inside)
    assert len(re.findall(r'<td(?: colspan="\d+")? class="[a-z-]+ stage"', page)) == inside
    assert "terlewat, dalam tahapan pemilihan" in page


def test_waivers_and_reviews_are_shown(province: Report) -> None:
    text = shown(page_of(province))
    assert "wv-2021-001" in text
    assert "Jaringan padam tiga hari" in text
    assert "Tim Evaluasi KPU Provinsi Jawa Timur" in text


def test_the_page_of_a_province_is_small_enough_to_open(province: Report) -> None:
    assert len(render(province, "html", View())) < SIX_MEGABYTES


# Whose report, in which language


def test_a_report_without_findings_says_so(single: Report) -> None:
    assert "Tidak ada temuan." in shown(page_of(single))


def test_single_files_without_an_office_have_a_page(office: Path) -> None:
    broken = office / "sops" / "rusak.yaml"
    broken.write_text("kind: sop\nid: [\n", encoding="utf-8")
    report = check([broken], find_settings(office))
    assert report.offices == ()
    structure = Structure(page_of(report))
    assert structure.faults == []
    assert "CORE002" in "".join(structure.text)
    assert not [a for _, a in structure.tags if a.get("id") in ("peta", "satker")]


def test_five_hundred_offices_have_a_page(province: Report) -> None:
    office = next(o for o in province.offices if o.code == OFFICE)
    many = tuple(replace(office, code=f"{n:04}", name=f"KPU {n}", areas=()) for n in range(500))
    page = page_of(replace(province, offices=many, findings=(), executions=()))
    assert len(re.findall(r"<\w[^>]* data-office=", page)) == 500


def test_the_page_speaks_english(province: Report) -> None:
    page = page_of(province, "en")
    assert '<html lang="en">' in page
    text = shown(page)
    for expected in ("812 errors", "164 warnings", "10.62"):
        assert expected in text
    assert "Satuan kerja" not in text


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_word_of_the_templates_is_in_the_catalogue(lang: str) -> None:
    source = "".join(
        p.read_text(encoding="utf-8") for p in TEMPLATES.rglob("*.*") if p.suffix != ".pyc"
    )
    used = set(re.findall(r"""["']((?:html|report|run|habit)\.[a-z][a-z.-]*[a-z])["']""", source))
    assert len(used) > 100
    assert sorted(i for i in used if not words(lang).knows(i)) == []


def test_no_word_of_the_page_is_left_over() -> None:
    source = "".join(
        p.read_text(encoding="utf-8") for p in TEMPLATES.rglob("*.*") if p.suffix != ".pyc"
    )
    stems = tuple(re.findall(r'"(html\.[a-z-]+\.)["{]', source))
    known = re.findall(
        r'^msgid "(html\.[^"]+)"',
        (ROOT / "sopcheck/locale/id/LC_MESSAGES/sopcheck.po").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    left = [i for i in known if f'"{i}"' not in source and not i.startswith(stems)]
    assert left == []


def test_the_same_report_gives_the_same_bytes(province: Report) -> None:
    assert render(province, "html", View()) == render(province, "html", View())


def test_templates_styles_and_script_are_beside_the_code() -> None:
    kinds = {p.suffix for p in TEMPLATES.rglob("*.*")}
    assert {".html", ".css", ".js"} <= kinds
    script = (TEMPLATES / "assets" / "page.js").read_text(encoding="utf-8")
    assert "</" not in script
    assert "</" not in (TEMPLATES / "assets" / "page.css").read_text(encoding="utf-8")


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = tool("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, single: Report, province: Report, years: Report
) -> Path:
    """The three pages as files."""
    made = tmp_path_factory.mktemp("halaman")
    for name, report in (("single", single), ("province", province), ("years", years)):
        (made / f"{name}.html").write_bytes(render(report, "html", View()))
    return made


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Callable[..., Page]]:
    """Open a page; at the end no error was said and nothing but the file was asked for."""
    said: list[str] = []
    asked: list[str] = []
    opened: list[Page] = []

    def go(name: str, width: int = 1280, fragment: str = "", **options: bool) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{(folder / f'{name}.html').as_uri()}{fragment}")
        opened.append(page)
        return page

    yield go
    for page in opened:
        page.close()
    assert said == []
    assert len(asked) == len(opened)
    assert all(url.startswith("file:") for url in asked)


def seen(page: Page, selector: str) -> int:
    """How many elements match that are not filtered away."""
    return int(page.locator(f"{selector}:not([hidden])").count())


def select(page: Page, name: str, value: str) -> None:
    page.select_option(f"[name={name}]", value)
    page.wait_for_timeout(200)


def test_filtering_to_one_office_leaves_only_its_rows(
    visit: Callable[..., Page], province: Report
) -> None:
    page = visit("province")
    assert seen(page, "[data-k=f]") == len(province.findings)
    select(page, "o", OFFICE)
    findings = sum(1 for f in province.findings if f.office == OFFICE)
    runs = sum(1 for r in province.executions if r.office == OFFICE)
    assert 0 < seen(page, "[data-k=f]") == findings
    assert seen(page, f"[data-k=f][data-o='{OFFICE}']") == findings
    assert 0 < seen(page, "[data-k=r]") == runs
    assert seen(page, "#heat tbody tr") == 1
    assert seen(page, "[data-office]") == 1
    assert page.locator(f"#o-{OFFICE}").is_visible()
    assert f"1 satuan kerja, {findings} temuan, {runs} pelaksanaan" in page.inner_text(".shown")
    assert f"o={OFFICE}" in page.url
    page.click("button[type=reset]")
    page.wait_for_timeout(200)
    assert seen(page, "[data-k=f]") == len(province.findings)


def test_area_code_severity_and_words_narrow_the_findings(
    visit: Callable[..., Page], province: Report
) -> None:
    page = visit("province")
    select(page, "s", "note")
    assert seen(page, "[data-k=f]") == province.summary.findings["note"]
    select(page, "s", "")
    select(page, "c", "CF205")
    codes = [f for f in province.findings if f.code == "CF205"]
    assert seen(page, "[data-k=f]") == len(codes)
    assert seen(page, "#heat tbody tr") == len({f.office for f in codes})
    select(page, "c", "")
    select(page, "a", "akuntabilitas")
    area = sum(1 for f in province.findings if f.area == "akuntabilitas")
    assert seen(page, "[data-k=f]") == area
    page.fill("[name=q]", "TIDAK sáh xyzzy")
    page.wait_for_timeout(400)
    assert page.inner_text(".shown") == "Tidak ada yang cocok dengan saringan ini."
    assert page.locator(".shown").get_attribute("aria-live") == "polite"


def test_the_address_keeps_filters_and_leads_to_what_is_folded(
    visit: Callable[..., Page], province: Report
) -> None:
    page = visit("province", fragment=f"#?o={OFFICE}&v=g")
    assert page.input_value("[name=o]") == OFFICE
    assert page.is_checked("#v-g")
    assert seen(page, "#heat tbody tr") == 1
    other = next(f for f in province.findings if f.office not in (OFFICE, None))
    page.evaluate(f"location.hash = '#f-{other.fingerprint}'")
    page.wait_for_timeout(300)
    assert page.locator(f"#f-{other.fingerprint}").is_visible()
    assert page.locator(f"#f-{other.fingerprint}").get_attribute("open") is not None


def test_the_heat_map_shows_one_of_three_views(visit: Callable[..., Page]) -> None:
    page = visit("province")
    row = page.locator("#heat tr[data-o='3502'] .heatcell").first
    texts = []
    for view in ("s", "c", "g"):
        page.locator(f"label[for=v-{view}]").click()
        visible = [row.locator(f".{v}").is_visible() for v in ("s", "c", "g")]
        assert visible == [v == view for v in ("s", "c", "g")]
        texts.append(row.inner_text())
    assert len(texts[0]) > 0
    page.check("#u-rank", force=True)
    assert page.inner_text("#heat tbody tr:first-child .rank") == "1"


def test_it_can_be_used_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("province")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#isi"
    page.focus("#v-s")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#v-c")
    page.focus(f"#o-{OFFICE} > summary")
    page.keyboard.press("Enter")
    assert page.locator(f"#o-{OFFICE}").get_attribute("open") is not None
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.querySelector('#o-{OFFICE}').contains(document.activeElement)")


@pytest.mark.parametrize("name", ["single", "province", "years"])
def test_nothing_hangs_over_the_edge_of_a_phone(visit: Callable[..., Page], name: str) -> None:
    page = visit(name, 390)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = d.id !== 'o-35' })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def grave_faults(page: Page) -> list[tuple[str, str, str]]:
    """What axe-core finds serious or critical."""
    located = [p for p in files("axe-playwright-python") or () if p.name == "axe.min.js"]
    page.evaluate(Path(str(located[0].locate())).read_text(encoding="utf-8") + ";1")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    return [
        (v["impact"], v["id"], v["nodes"][0]["html"][:200])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", ["single", "years", "province"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_is_found_by_axe(
    visit: Callable[..., Page], name: str, scheme: str
) -> None:
    one = f"#?o={OFFICE}" if name == "province" else ""
    page = visit(name, fragment=one, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('[hidden]').forEach(n => n.remove())")  # as readers do
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert grave_faults(page) == []


@pytest.mark.parametrize("view", ["s", "c", "g"])
def test_no_serious_fault_is_found_in_the_whole_heat_map(
    visit: Callable[..., Page], view: str
) -> None:
    page = visit("province", fragment=f"#?v={view}")
    assert seen(page, "#heat tbody tr") == 38
    page.evaluate("document.querySelectorAll('main > :not(#peta)').forEach(n => n.remove())")
    assert grave_faults(page) == []


def test_it_reads_without_javascript(visit: Callable[..., Page], province: Report) -> None:
    page = visit("province", java_script_enabled=False)
    assert not page.locator(".filters").is_visible()
    assert page.locator("#heat .heatcell .s").first.is_visible()
    page.check("#v-g", force=True)
    assert page.locator("#heat .heatcell .g").first.is_visible()
    assert page.locator("[data-k=f] > summary").count() == len(province.findings)
    page.click(f"#o-{OFFICE} > summary")
    assert page.locator(f"#o-{OFFICE} .actions").first.is_visible()


def test_it_prints_on_paper(visit: Callable[..., Page], tmp_path: Path) -> None:
    pdftotext = tool("pdftotext")

    def printed(page: Page, name: str) -> list[str]:
        target = tmp_path / name
        page.pdf(path=str(target), prefer_css_page_size=True)
        done = subprocess.run(
            [pdftotext, "-layout", target, "-"], capture_output=True, text=True, check=True
        )
        return done.stdout.rstrip("\f").split("\f")

    whole = printed(visit("province"), "whole.pdf")
    assert 20 < len(whole) < 80
    text = "".join(whole)
    assert "KPU Provinsi Jawa Timur" in whole[0]
    assert "DATA CONTOH" in whole[0]
    assert "Hapus saringan" not in text
    assert "CV401" in text
    few = visit("province", fragment=f"#?o={OFFICE}")
    alone = "".join(printed(few, "few.pdf"))
    assert "KPU Kabupaten Situbondo" in alone
    assert "Saran" in alone  # a short list is printed whole
    assert "Tindak lanjut" in alone
    assert "KPU Kabupaten Pacitan" not in alone
