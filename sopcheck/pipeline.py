"""The stages in one readable function: discover, then office by office, then reduce."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from zoneinfo import ZoneInfo

from sopcheck.bench import Bench, profile_of
from sopcheck.build import build_sop
from sopcheck.conduct import unfit_places
from sopcheck.discover import DiskTree, OfficeFiles, Tree, Workspace, discover
from sopcheck.errors import NothingToJudgeError, SettingsError
from sopcheck.frame import Frame
from sopcheck.gather import Gathered, gather_shared
from sopcheck.generic import judge_generic
from sopcheck.model.document import Fault
from sopcheck.model.finding import Judgement
from sopcheck.model.period import parse_period
from sopcheck.model.report import Report
from sopcheck.model.result import OfficeResult
from sopcheck.model.rules import Pack
from sopcheck.packs import load_pack
from sopcheck.reduce import reduce
from sopcheck.rulebook import Rulebook
from sopcheck.settings import Settings
from sopcheck.spelling import closest

Progress = Callable[[int, int], None]
MANY_FILES = 1000


def audit(
    path: Path,
    settings: Settings,
    *,
    lang: str = "id",
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Judge every office under `path`; `progress` is told (offices done, offices in all).

    `jobs` are worker processes; None takes one for few files and one a processor for many. The
    report is the same whatever their number. Raises SettingsError or PackError where no verdict
    can be given, NothingToJudgeError where there is no office and no document.
    """
    if not os.path.lexists(path):
        raise SettingsError("error.no-path", path=str(path))
    if not os.path.isdir(path):  # noqa: PTH112  # False, not an error, where refused
        raise SettingsError("error.not-a-folder", path=str(path))
    pack = load_pack(settings.pack, base=settings.root)
    under = _inside(path, settings.root)
    tree = DiskTree(settings.root, settings.exclude)
    with _collector_paused():
        return audit_tree(
            tree, settings, pack, under=under, lang=lang, jobs=jobs, progress=progress
        )


def audit_tree(
    tree: Tree,
    settings: Settings,
    pack: Pack,
    *,
    under: str = "",
    lang: str = "id",
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> Report:
    """Judge every office of a tree of files below `under`."""
    workspace = discover(tree, under=under)
    shared = gather_shared(tree, workspace.shared, max_bytes=settings.max_file_size)
    if not workspace.offices and not shared.files - shared.passed_over:
        raise NothingToJudgeError("error.nothing", path=under or str(settings.root))
    elsewhere = _generic_elsewhere(settings)
    frame = _frame(tree, workspace, shared, elsewhere, settings, pack)
    generic = judge_generic(frame.generic, frame)
    frame = replace(frame, unfit=unfit_places(generic))
    bench = Bench(tree, frame, settings.max_file_size)
    reports = []
    for report in bench.work(workspace.offices, jobs or _fitting_jobs(workspace.offices)):
        reports.append(report)
        if progress is not None:
            progress(len(reports), len(workspace.offices))
    return reduce(
        reports,
        shared,
        pack,
        generic_sops=frame.generic,
        generic=_own(generic, shared),
        faults=() if elsewhere is None else elsewhere.faults,
        period=frame.year.first.year,
        as_of=settings.today(),
        label=settings.label,
        lang=lang,
        read=tree.read,
        without_profile=() if under else workspace.without_profile,
        stray_evidence=not under,
    )


def judged_office(path: Path, settings: Settings, code: str) -> tuple[OfficeResult, Pack]:
    """One office of the workspace at `path`, judged, by its code or slug; SettingsError if absent."""
    pack = load_pack(settings.pack, base=settings.root)
    tree = DiskTree(settings.root, settings.exclude)
    workspace = discover(tree, under=_inside(path, settings.root))
    shared = gather_shared(tree, workspace.shared, max_bytes=settings.max_file_size)
    if not workspace.offices:
        raise NothingToJudgeError("error.nothing", path=str(path))
    elsewhere = _generic_elsewhere(settings)
    frame = _frame(tree, workspace, shared, elsewhere, settings, pack)
    frame = replace(frame, unfit=unfit_places(judge_generic(frame.generic, frame)))
    bench = Bench(tree, frame, settings.max_file_size)
    names: list[str] = []
    for files in workspace.offices:
        office = profile_of(tree, files)
        if office is not None:
            if code in (office.code, office.slug):
                return bench.judged(files), pack
            names += [office.code, office.slug]
    raise SettingsError("error.unknown-office", name=code, guess=closest(code, names))


def _frame(
    tree: Tree,
    workspace: Workspace,
    shared: Gathered,
    elsewhere: Gathered | None,
    settings: Settings,
    pack: Pack,
) -> Frame:
    """What the offices of a run share; `elsewhere` are generic SOPs of another repository."""
    year = judged_year(settings, pack)
    found = elsewhere or Gathered()
    return Frame(
        rulebook=Rulebook(pack, settings.today()),
        year=parse_period(year),
        as_of=settings.today(),
        generic=(*shared.sops, *found.sops),
        generic_known=elsewhere is not None or bool(shared.sops),
        office_names=_office_names(tree, workspace.offices),
        zone=ZoneInfo(settings.timezone),
        local_days=tuple(shared.calendars),
        calendar_is_broken=shared.has_broken_calendar,
        lost_sops={**shared.lost_sops, **found.lost_sops},
        nameless_sops={**shared.nameless_sops, **found.nameless_sops},
        waivers=tuple(shared.waivers),
        reviews=tuple(shared.reviews),
    )


def _fitting_jobs(offices: Sequence[OfficeFiles]) -> int:
    """One process for few files, one a processor for many."""
    files = sum(len(office.yaml) for office in offices)
    return 1 if files < MANY_FILES else os.cpu_count() or 1


def judged_year(settings: Settings, pack: Pack) -> int:
    """The year judged; SettingsError where none is given or the pack does not know it."""
    if settings.period is None:
        raise SettingsError("error.no-period")
    if not pack.first_year <= settings.period <= pack.last_year:
        raise SettingsError(
            "error.period",
            period=settings.period,
            pack=pack.id,
            first=pack.first_year,
            last=pack.last_year,
        )
    return settings.period


def _office_names(tree: Tree, offices: Iterable[OfficeFiles]) -> dict[str, str]:
    """Name by code of every office whose profile can be read: who issues whose documents."""
    profiles = (profile_of(tree, files) for files in offices)
    return {office.code: office.name for office in profiles if office is not None}


def _generic_elsewhere(settings: Settings) -> Gathered | None:
    """The generic SOPs in the folder that the settings name, by paths from the root; None without."""
    if settings.generic is None:
        return None
    folder = settings.root / settings.generic
    if not os.path.isdir(folder):  # noqa: PTH112  # False, not an error, where refused
        raise SettingsError("error.no-generic", path=settings.generic)
    tree = DiskTree(folder)
    workspace = discover(tree)
    given = gather_shared(tree, workspace.shared, max_bytes=settings.max_file_size)
    way = PurePath(os.path.relpath(folder, settings.root)).as_posix()
    documents = (sop.document for sop in given.sops)
    given.sops = [build_sop(replace(d, path=f"{way}/{d.path}"), None) for d in documents]
    nameless = given.nameless_sops
    given.nameless_sops = {area: f"{way}/{path}" for area, path in nameless.items()}
    given.lost_roles = {f"{way}/{path}": role for path, role in given.lost_roles.items()}
    given.faults = [_moved(fault, way) for fault in given.faults]
    given.unreadable = [replace(u, path=f"{way}/{u.path}") for u in given.unreadable]
    return given


def _moved(fault: Fault, way: str) -> Fault:
    """The fault, its path taken from another folder."""
    spot = replace(fault.problem.spot, path=f"{way}/{fault.problem.spot.path}")
    return replace(fault, problem=replace(fault.problem, spot=spot))


def _own(generic: Iterable[Judgement], shared: Gathered) -> list[Judgement]:
    """What was found in the generic SOPs of this repository; others are judged where they lie."""
    paths = {sop.document.path for sop in shared.sops}
    return [judgement for judgement in generic if judgement.problem.spot.path in paths]


def _inside(path: Path, root: Path) -> str:
    """`path` relative to the root as a folder: `""` or ending with `/`."""
    inner = path.resolve().relative_to(root.resolve()).as_posix()
    return "" if inner == "." else f"{inner}/"


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Documents hold no cycles: pausing the cycle collector saves a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
