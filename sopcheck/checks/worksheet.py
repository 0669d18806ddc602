"""The worksheet against the evidence: answers, claims, percentages, areas without evidence."""

from __future__ import annotations

from collections.abc import Sequence

from sopcheck.checks.proof import photos_alone
from sopcheck.checks.registry import Verdict, check
from sopcheck.claims import claimed, half_unit
from sopcheck.dues import COVERAGE, due_lacks, is_asked, worksheet_is_due, year_is_due
from sopcheck.model.context import Context
from sopcheck.model.finding import NotApplicable, Problem, Spot
from sopcheck.model.office import Office, Worksheet
from sopcheck.model.rules import Area
from sopcheck.model.standing import Lack, Standing
from sopcheck.needs import accepted_types
from sopcheck.spelling import closest

_PERCENT_FAULTS = ("answer.exceeds", "answer.zero")
_MISSED = "CV404"  # says which sub-periods were missed


@check("worksheet-present", target="office", across=True, lowers=False)
def worksheet_present(office: Office, context: Context) -> Verdict:
    """From the day it is due, an office has a worksheet for the judged year."""
    if office.level == "provinsi":
        return NotApplicable("na.province")
    if not worksheet_is_due(context):
        return NotApplicable("na.not-due")
    if context.worksheet is not None or any(
        "self-assessment" in u.path for u in context.unreadable
    ):
        return []
    found = [f"{w.document.path} ({w.year})" for w in context.worksheets]
    found += [name for name in context.file_names if name.startswith("self-assessment")]
    args = {"year": context.year.first.year, "found": found}
    message = "claim.other-worksheet" if found else "claim.no-worksheet"
    return [Problem(office.document.at("code"), message, args)]


@check("item-answered", target="item", across=True, lowers=False)
def item_answered(standing: Standing, context: Context) -> Verdict:
    """From the day the worksheet is due, every applicable item has an answer."""
    worksheet = standing.worksheet
    if worksheet is None or not standing.applies:
        return NotApplicable("na.no-worksheet")
    item = standing.item.id
    if standing.answer is not None:
        return []
    if not worksheet_is_due(context):
        return NotApplicable("na.not-due")
    unknown = [name for name in worksheet.answers if not context.pack.knows(name)]
    if any(closest(name, context.pack.items) == item for name in unknown):
        return NotApplicable("na.cause-said")
    spot = worksheet.document.at("answers", part="key")
    return [Problem(spot, "claim.unanswered", {"item": item})]


@check("answers-on-scale", target="worksheet", lowers=False)
def answers_on_scale(worksheet: Worksheet, context: Context) -> Verdict:
    """Every answer is on its item's scale; said at once, whether the worksheet is due or not."""
    return _written_faults(worksheet, context, of_percentages=False)


@check("percentages-possible", target="worksheet", lowers=False)
def percentages_possible(worksheet: Worksheet, context: Context) -> Verdict:
    """A percentage is not above 100 %, and not of nothing."""
    return _written_faults(worksheet, context, of_percentages=True)


def _written_faults(worksheet: Worksheet, context: Context, *, of_percentages: bool) -> Verdict:
    if worksheet.year != context.year.first.year:
        return NotApplicable("na.other-year")
    problems = []
    for name, answer in worksheet.answers.items():
        item = context.pack.items.get(name)
        if item is None or not answer.valid:
            continue
        _, fault = claimed(answer, item, context.pack.scales[item.scale])
        if fault is not None and (fault.message in _PERCENT_FAULTS) is of_percentages:
            spot = worksheet.document.at("answers", name, "answer")
            problems.append(Problem(spot, fault.message, fault.args, items=(name,)))
    return problems


@check("percentage-counted", target="item", across=True, lowers=False)
def percentage_counted(standing: Standing, context: Context) -> Verdict:
    """A percentage rests on its counts, the numerator within the denominator, 0/0 explained.

    Until the year is due, counts may still come: then only what no count can mend is said.
    """
    ratio, worksheet = standing.item.ratio, standing.worksheet
    if ratio is None or worksheet is None or standing.answer is None or not standing.applies:
        return NotApplicable("na.no-percentage")
    spot = worksheet.document.at("answers", standing.item.id, "answer")
    if not standing.claimed or not standing.candidates or standing.blocked:
        return []
    lack = next(iter(standing.lenient.lacks.get("", ())), None)
    if lack is None or lack.message == "lack.only-link-share":
        return []
    if lack.message != "lack.exceeds" and not year_is_due(context):
        return NotApplicable("na.year-not-due")
    if lack.message == "lack.counts":
        return [Problem(spot, "claim.uncounted", lack.args)]
    whole = lack.args["to"]
    counted = [s.evidence for s in standing.candidates if whole in (s.evidence.counts or {})]
    spot = counted[-1].document.at("counts", whole)
    return [Problem(spot, lack.message, lack.args, subject=counted[-1].id)]


@check("area-has-evidence", target="area", across=True, lowers=False)
def area_has_evidence(area: Area, context: Context) -> Verdict:
    """An area in which anything is claimed has evidence of its own."""
    claims = [s for s in context.standings if s.item.area == area.id and s.claimed and s.applies]
    if not claims:
        return NotApplicable("na.nothing-claimed")
    if claims[0].area_has_evidence or any(s.blocked for s in claims):
        return []
    if not any(is_asked(s, context) for s in claims):
        return NotApplicable("na.year-not-due")
    worksheet = claims[0].worksheet
    spot = context.office.document.at("code")
    if worksheet is not None:
        spot = worksheet.document.at("answers", part="key")
    return [Problem(spot, "claim.empty-area", {"area": area.name, "count": len(claims)})]


def claim_spot(standing: Standing) -> Spot | None:
    """Where a claim worth more than nothing is written; None where it cannot be judged."""
    if standing.worksheet is None or not standing.claimed or standing.blocked:
        return None
    if not standing.applies:
        return None
    return standing.worksheet.document.at("answers", standing.item.id, "answer")


@check("claim-has-evidence", target="item", across=True, lowers=False)
def claim_has_evidence(standing: Standing, context: Context) -> Verdict:
    """A claim worth more than nothing has evidence; rejected evidence counts as evidence here."""
    spot = claim_spot(standing)
    if spot is None or not standing.area_has_evidence:
        return NotApplicable("na.nothing-claimed")
    if standing.candidates:
        return []
    if not is_asked(standing, context):
        return NotApplicable("na.year-not-due")
    args = {"item": standing.item.id, "answer": standing.answer and standing.answer.text}
    return [Problem(spot, "claim.no-evidence", args)]


@check("accepted-type", target="item", across=True, lowers=False)
def accepted_type(standing: Standing, context: Context) -> Verdict:
    """Among an item's documents is one of a type that it accepts."""
    papers = [(s, p) for s in standing.candidates for p in s.papers]
    if not papers or not standing.applies or standing.blocked:
        return NotApplicable("na.no-document")
    accepted = accepted_types(standing.item, context.pack)
    if any(paper.type in accepted for _, paper in papers):
        return []
    if not is_asked(standing, context):
        return NotApplicable("na.year-not-due")
    support, paper = papers[0]
    names = [context.pack.types[name].label for name in sorted(accepted)]
    args = {"item": standing.item.id, "accepts": names}
    spot = support.evidence.document.at("documents", paper.index, "type")
    return [Problem(spot, "claim.type", args)]


@check("claim-is-shown", target="item", across=True, lowers=False)
def claim_is_shown(standing: Standing, context: Context) -> Verdict:
    """A claim is not above the level that the evidence shows, rejected evidence counted.

    Not said where there is no evidence, none of an accepted type, only photos, or no counts, nor
    where it only lacks what links cannot show: that is the cause. Before the year is due, only what is due already can be above.
    """
    spot = claim_spot(standing)
    answer = standing.answer
    if spot is None or answer is None or not standing.candidates:
        return NotApplicable("na.nothing-claimed")
    if has_another_cause(standing, context):
        return NotApplicable("na.cause-said")
    if standing.item.ratio is not None:
        return _share_is_shown(standing, spot, context)
    if (standing.claimed or 0) <= standing.lenient.value:
        return []
    raw = standing.lenient.lacks.get(answer.text.strip(), ())
    if _lacks_only_links(raw):
        return NotApplicable("na.cause-said")
    lacks = due_lacks(standing, context)
    if not lacks:
        return NotApplicable("na.year-not-due")
    is_coverage = any(lack.message == COVERAGE for lack in lacks)
    args = {
        "item": standing.item.id,
        "answer": answer.text,
        "shown": standing.lenient.label,
        "lacks": [_brief(lack) for lack in lacks],
    }
    return [Problem(spot, "claim.above", args, cause=_MISSED if is_coverage else None)]


def has_another_cause(standing: Standing, context: Context) -> bool:
    """True where what the claim lacks is explained by wrong types or absent counts."""
    causes = (accepted_type, percentage_counted, photos_alone)
    verdicts = [cause(standing, context) for cause in causes]
    return any(isinstance(verdict, list) and bool(verdict) for verdict in verdicts)


def _lacks_only_links(lacks: Sequence[Lack]) -> bool:
    """True where nothing is lacking but what links cannot show: EV313 says it."""
    return bool(lacks) and all(lack.message.startswith("lack.only-link") for lack in lacks)


def _brief(lack: Lack) -> Lack:
    """A lack as CV403 says it: the missed sub-periods are named by CV404."""
    return Lack("lack.coverage-brief", lack.args) if lack.message == COVERAGE else lack


def _share_is_shown(standing: Standing, spot: Spot, context: Context) -> Verdict:
    answer, ratio, shown = standing.answer, standing.item.ratio, standing.lenient
    if answer is None or ratio is None or not year_is_due(context):
        return NotApplicable("na.year-not-due")
    if (standing.claimed or 0) <= shown.value + half_unit(answer.text):
        return []
    if _lacks_only_links(shown.lacks.get("", ())):
        return NotApplicable("na.cause-said")
    args = {
        "item": standing.item.id,
        "answer": answer.text,
        "shown": shown.value,
        "lacks": list(shown.lacks.get("", ())),
        "counts": [
            f"{name} {(s.evidence.counts or {})[name]}"
            for s in standing.candidates
            for name in (ratio.of, ratio.to)
            if name in (s.evidence.counts or {})
        ],
    }
    return [Problem(spot, "claim.above-share", args)]
