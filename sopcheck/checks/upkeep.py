"""SOPs are monitored every six months and evaluated every year. Source: PermenPANRB 35/2012."""

from __future__ import annotations

from datetime import date

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence
from sopcheck.model.finding import NotApplicable, Problem, Term
from sopcheck.model.sop import Sop, in_force
from sopcheck.model.standing import Lack
from sopcheck.time.deadlines import months_after

_DAY = len("2021-02-03")
_MONTHS = {"monitoring": 6, "evaluation": 12}


@check("sop-kept-up", target="sop", across=True, lowers=False)
def sop_kept_up(sop: Sop, context: Context) -> Verdict:
    """The SOP in force was monitored in the last six months and evaluated in the last year.

    The time runs from its effect, or from the last evidence that names it in `about`. Evidence that
    was rejected counts: its own finding says why. A revision counts as an evaluation.
    """
    versions = (s for s in context.sops if s.id == sop.id)
    if in_force(versions, context.as_of) is not sop:
        return NotApplicable("na.not-in-force")
    if sop.id in context.mentions and any("evidence" in u.path for u in context.unreadable):
        return NotApplicable("na.cause-said")
    due = []
    for kind, months in _MONTHS.items():
        kinds = (kind,) if kind == "monitoring" else (kind, "revision")
        told = [
            _day(e, context.as_of)
            for e in context.evidence
            for name, what in e.about
            if name == sop.id and what in kinds
        ]
        last = max(filter(None, told), default=None)
        until = months_after(max(filter(None, (sop.effective, last))), months)
        if until is not None and until < context.as_of:
            message = "upkeep.never" if last is None else "upkeep.last"
            args = {"kind": Term(f"term.{kind}"), "since": until, "last": last}
            due.append(Lack(message, args))
    if not due:
        return []
    return [Problem(sop.document.at("effective"), "upkeep.due", {"due": due})]


def _day(evidence: Evidence, as_of: date) -> date | None:
    """The day that the evidence speaks of: its latest document or event inside its period.

    Where none lies there, the last day of the period, if it is over, else the day judged. None for
    what is still to come.
    """
    events = (event for run in evidence.runs for event in run.events)
    moments = (event.end or event.day or event.start for event in events)
    known = [p.date for p in evidence.papers if p.date is not None]
    known += [date.fromisoformat(moment[:_DAY]) for moment in moments if moment is not None]
    seen = [day for day in known if day <= as_of]
    if evidence.period.first > as_of or (known and not seen):
        return None
    inside = [day for day in seen if evidence.period.holds(day)]
    return max(inside, default=min(evidence.period.last, as_of))
