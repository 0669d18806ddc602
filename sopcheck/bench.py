"""Offices are judged one by one, here or in worker processes: gather, judge, report."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sopcheck.discover import OfficeFiles, Tree
from sopcheck.frame import Frame
from sopcheck.gather import gather, gather_shared
from sopcheck.judge import judge_office
from sopcheck.lines import office_report
from sopcheck.load import DEFAULT_MAX_BYTES
from sopcheck.model.office import Office
from sopcheck.model.result import OfficeReport, OfficeResult

_shared: Bench | None = None


@dataclass(frozen=True)
class Bench:
    """What judging any office of a run needs."""

    tree: Tree
    frame: Frame
    max_bytes: int

    def judged(self, files: OfficeFiles) -> OfficeResult:
        """One office, from its files to everything known of it."""
        gathered = gather(
            self.tree,
            files,
            max_bytes=self.max_bytes,
            attachment_bytes=self.frame.rulebook.pack.attachment_bytes,
        )
        return judge_office(gathered, self.frame)

    def office(self, files: OfficeFiles) -> OfficeReport:
        """One office, from its files to its part of the report."""
        return office_report(self.judged(files), self.frame.rulebook, self.tree.read)

    def work(self, offices: Sequence[OfficeFiles], jobs: int) -> Iterator[OfficeReport]:
        """Every office in order, by as many processes as asked where the system can fork."""
        jobs = min(jobs, len(offices))
        if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods():
            yield from map(self.office, offices)
            return
        global _shared  # noqa: PLW0603  # forked workers inherit it; compiled rules do not travel
        _shared = self
        try:
            try:
                pool = multiprocessing.get_context("fork").Pool(jobs)
            except OSError:  # no more processes or files to be had
                yield from map(self.office, offices)
                return
            with pool:
                yield from pool.imap(_office, offices)
        finally:
            _shared = None


def profile_of(tree: Tree, files: OfficeFiles) -> Office | None:
    """An office's profile alone, or None where it cannot be read."""
    profiles = [ref for ref in files.yaml if ref.role == "office"]
    return gather_shared(tree, profiles, max_bytes=DEFAULT_MAX_BYTES).office


def _office(files: OfficeFiles) -> OfficeReport:
    if _shared is None:
        raise RuntimeError
    return _shared.office(files)
