"""The report as one page: it opens without a network, reads without JavaScript, prints on A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopcheck.report.html.environment import environment
from sopcheck.report.html.page import Page

if TYPE_CHECKING:
    from sopcheck.model.report import Report
    from sopcheck.report import View


def render(report: Report, view: View) -> bytes:
    """UTF-8 HTML with its styles and script inside; asks for nothing outside itself."""
    page = Page(report, view)
    template = environment(view.lang).get_template("page.html")
    return template.render(page=page).encode(errors="backslashreplace")
