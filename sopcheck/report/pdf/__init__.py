"""The report on paper (A4): one office, several offices, or findings alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopcheck.report.pdf.findings import findings_page
from sopcheck.report.pdf.office import office_page
from sopcheck.report.pdf.province import province_page
from sopcheck.report.pdf.texts import Texts
from sopcheck.report.pdf.typeset import typeset

if TYPE_CHECKING:
    from sopcheck.model.report import Report
    from sopcheck.report import View


def render(report: Report, view: View) -> bytes:
    """A PDF: the evaluation of the only office with a worksheet, else of all; without any, findings.

    SettingsError where typst is not installed.
    """
    texts = Texts(report, view.lang)
    offices = [office for office in report.offices if office.level != "provinsi"]
    if not offices:
        return typeset("findings", findings_page(texts), view.lang)
    if len(offices) == 1:
        return typeset("office", office_page(texts, offices[0]), view.lang)
    return typeset("province", province_page(texts, offices), view.lang)
