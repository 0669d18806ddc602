"""Commissioners and secretariat work together: neither is absent from an area for a whole year.

Source: the chair of the provincial commission, evaluation meeting of 15 February 2022; KPU 314/2021.
"""

from __future__ import annotations

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.finding import NotApplicable, NotAssessed, Problem
from sopcheck.model.rules import Area

_NAMED = 3
_LEAST_QUARTERS = 2  # the work of one quarter is no habit yet, of either group


@check("commissioner-took-part", target="area", across=True, lowers=False)
def commissioner_took_part(area: Area, context: Context) -> Verdict:
    """Of the work recorded in an area, in two quarters or more, commissioners took part in some."""
    return _took_part("commissioner", area, context)


@check("secretariat-took-part", target="area", across=True, lowers=False)
def secretariat_took_part(area: Area, context: Context) -> Verdict:
    """Of the work recorded in an area, in two quarters or more, the secretariat took part in some."""
    return _took_part("secretariat", area, context)


def _took_part(group: str, area: Area, context: Context) -> Verdict:
    if context.office.level == "provinsi":
        return NotApplicable("na.province")
    if area.id in context.mentions:
        return NotAssessed("na.unreadable-evidence")
    found = context.collaborations.get(area.id)
    if found is None:
        return NotApplicable("na.nobody-recorded")
    if len(found.quarters) < _LEAST_QUARTERS:
        return NotApplicable("na.one-quarter")
    took_part = found.took_part(group)
    if took_part is None:
        return NotAssessed("na.groups-unknown")
    if took_part:
        return []
    subjects = list(dict.fromkeys(record.subject for record in found.records))
    args = {
        "area": area.name,
        "year": str(context.year.first.year),
        "count": len(found.records),
        "subjects": subjects[:_NAMED],
    }
    spot = context.office.document.at("code")
    return [Problem(spot, f"collaboration.no-{group}", args, subject=area.id)]
