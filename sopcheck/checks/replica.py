"""Replicas of the province's SOPs: adopted, up to date, and true to the original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.finding import NotApplicable, NotAssessed, Problem, Spot, Term
from sopcheck.model.office import Office, Role
from sopcheck.model.sop import Sop, Step, in_force
from sopcheck.model.standing import Lack
from sopcheck.time.limits import nominal_days, nominal_minutes, parse_limit

_DAYS_TO_ADOPT = 90


@check("generic-adopted", target="office", across=True, lowers=False)
def generic_adopted(office: Office, context: Context) -> Verdict:
    """Every generic SOP that must be replicated is a replica here, or evidence names it.

    Said from 90 days after it first took effect. Not while a file that names it cannot be judged.
    """
    if office.level == "provinsi":
        return NotApplicable("na.province")
    if not context.generic_known:
        return NotAssessed("na.no-generic")
    used = named_sops(context)
    used |= {s.replica_of[0] for s in context.sops if s.replica_of and is_in_use(s, context)}
    problems = []
    required = [sop for sop in current_generic(context) if sop.replicate == "required"]
    if not required:
        return NotApplicable("na.no-required")
    for sop in required:
        versions = [g for g in context.generic if g.id == sop.id and g.replicate == "required"]
        since = min(g.effective for g in versions if g.status != "draft")
        late = since + timedelta(days=_DAYS_TO_ADOPT) <= context.as_of
        if late and sop.id not in used and sop.id not in context.mentions:
            args = {"sop": sop.id, "title": sop.title, "since": since}
            related = (sop.document.at("replicate"),)
            spot = office.document.at("code")
            problems.append(Problem(spot, "replica.absent", args, related, subject=sop.id))
    return problems


def named_sops(context: Context) -> set[str]:
    """The SOPs that an office's evidence names, as far as it is seen on the day judged."""
    seen = [e for e in context.evidence if e.period.first <= context.as_of]
    runs = {e.sop[0] for e in seen if e.sop is not None}
    return runs | {name for e in seen for name, _ in e.about}


def current_generic(context: Context) -> list[Sop]:
    """The generic SOPs in force on the day judged, one an id."""
    names = dict.fromkeys(sop.id for sop in context.generic)
    found = (in_force((g for g in context.generic if g.id == n), context.as_of) for n in names)
    return [sop for sop in found if sop is not None]


def is_in_use(sop: Sop, context: Context) -> bool:
    """True for the version of an office's SOP that is in force on the day judged."""
    return in_force((s for s in context.sops if s.id == sop.id), context.as_of) is sop


@check("replica-up-to-date", target="sop", across=True, lowers=False)
def replica_up_to_date(sop: Sop, context: Context) -> Verdict:
    """A replica in force follows the version of the generic SOP that is in force."""
    if sop.replica_of is None or not is_in_use(sop, context):
        return NotApplicable("na.no-replica")
    if not context.generic_known:
        return NotAssessed("na.no-generic")
    name, version = sop.replica_of
    current = next((g for g in current_generic(context) if g.id == name), None)
    if current is None:
        return NotApplicable("na.no-generic-in-force")
    if version >= current.version:
        return []
    if all((g.id, g.version) != sop.replica_of for g in context.generic):
        return NotApplicable("na.cause-said")
    args = {
        "sop": name,
        "version": version,
        "current": current.version,
        "since": current.effective,
    }
    related = (current.document.at("version"),)
    return [Problem(sop.document.at("replica_of", "version"), "replica.behind", args, related)]


@check("replica-true", target="sop", across=True, lowers=False)
def replica_true(sop: Sop, context: Context) -> Verdict:
    """A replica in force keeps the steps, roles and limits of the version that it replicates.

    Additional steps and tighter limits are the office's own affair.
    """
    if sop.replica_of is None or not is_in_use(sop, context):
        return NotApplicable("na.no-replica")
    if not context.generic_known:
        return NotAssessed("na.no-generic")
    original = next((g for g in context.generic if (g.id, g.version) == sop.replica_of), None)
    if original is None:
        return NotApplicable("na.cause-said")
    return list(differences(sop, original, context.office))


def differences(sop: Sop, original: Sop, office: Office) -> Iterator[Problem]:
    """Steps removed, roles changed, limits loosened, each at its place in the replica."""
    own = {step.id: step for step in sop.steps}
    for step in original.steps:
        if step.id not in own:
            args = {"step": step.id, "activity": step.activity}
            spot = sop.document.at("steps", part="key")
            yield Problem(spot, "replica.step-removed", args, (original.spot(step.id),))
            continue
        yield from _changed(sop, own[step.id], original, step, office)
    total, before = sop.document.data.get("total_time"), original.total_time
    if total is not None and before is not None and _is_looser(total, before):
        args = {"time": total, "original": before}
        spot, related = sop.document.at("total_time"), original.document.at("total_time")
        yield Problem(spot, "replica.total-time", args, (related,))


def _changed(
    sop: Sop, step: Step, original: Sop, before: Step, office: Office
) -> Iterator[Problem]:
    roles = {**office.roles, **sop.roles}
    former = {**sop.roles, **office.roles, **original.roles}
    if _positions(step.roles, roles) != _positions(before.roles, former):
        args = {
            "step": step.id,
            "roles": list(_described(step.roles, roles)),
            "original": list(_described(before.roles, former)),
        }
        related = (original.spot(step.id, "role"),)
        yield Problem(_role_spot(sop, step, before), "replica.role", args, related)
    if step.time is None or before.time is None:
        return
    if _is_looser(step.time, before.time, by_clock=step.by_clock, was_by_clock=before.by_clock):
        args = {"step": step.id, "time": step.time, "original": before.time}
        message, key = "replica.time", "time"
        if step.time == before.time:
            message, key = "replica.clock", "clock"
        related = (original.spot(step.id, key),)
        yield Problem(sop.spot(step.id, key), message, args, related)


def _role_spot(sop: Sop, step: Step, before: Step) -> Spot:
    """Where a role changed: in the step, or where the replica gives its id another position."""
    own = sop.document.data.get("roles", {})
    redefined = next((name for name in step.roles if name in before.roles and name in own), None)
    if set(step.roles) == set(before.roles) and redefined is not None:
        return sop.document.at("roles", redefined)
    return sop.spot(step.id, "role")


def _positions(ids: Iterable[str], roles: dict[str, Role]) -> set[tuple[str, str]]:
    """Title and group of each role; the id alone of one that nobody defines."""
    known = (roles.get(name) or Role(name, name, "mixed") for name in ids)
    return {(role.title.casefold(), role.group) for role in known}


def _described(ids: Iterable[str], roles: dict[str, Role]) -> Iterator[str | Lack]:
    """Each role by title and group, else by its id."""
    for name in ids:
        role = roles.get(name)
        if role is None:
            yield name
        else:
            args = {"title": role.title, "group": Term(f"group.{role.group}")}
            yield Lack("replica.person", args)


def _is_looser(
    time: str, before: str, *, by_clock: bool = False, was_by_clock: bool = False
) -> bool:
    limit, former = parse_limit(time), parse_limit(before)
    if limit is None or former is None:
        return False
    days, days_before = nominal_days(limit), nominal_days(former)
    if days is not None and days_before is not None:
        return days > days_before
    if limit.minutes and not former.minutes:
        # The starting day is not counted: a limit in days may leave nearly one day more.
        former = replace(former, working_days=former.working_days + 1)
    now: Fraction = nominal_minutes(limit, by_clock=by_clock)
    return now > nominal_minutes(former, by_clock=was_by_clock)
