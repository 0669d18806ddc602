"""What an office made of every generic SOP: replication is a stated aim of the reform."""

from __future__ import annotations

from sopcheck.checks.replica import current_generic, differences, is_in_use, named_sops
from sopcheck.model.context import Context
from sopcheck.model.result import Replication
from sopcheck.model.sop import Sop


def replication(context: Context) -> tuple[Replication, ...]:
    """Every generic SOP in force; nothing for a province, or where the generic SOPs are not known."""
    if context.office.level == "provinsi":
        return ()
    named = named_sops(context)
    return tuple(_found(generic, context, named) for generic in current_generic(context))


def _found(generic: Sop, context: Context, named: set[str]) -> Replication:
    for sop in context.sops:
        if sop.replica_of is None or sop.replica_of[0] != generic.id:
            continue
        if is_in_use(sop, context):
            version = sop.replica_of[1]
            original = next(
                (g for g in context.generic if (g.id, g.version) == sop.replica_of), None
            )
            drift = None
            if original is not None:
                drift = sum(1 for _ in differences(sop, original, context.office))
            return Replication(generic, "replica", version, drift)
    return Replication(generic, "used" if generic.id in named else "absent", None, None)
