"""Times `sopcheck.align` beside pm4py's alignments on the same traces of the same graph.

    python -m pip install pm4py
    python benchmarks/alignment.py --rounds 7 --seed 1

Needs an environment that has sopcheck and pm4py, which sopcheck itself never uses. One process, one
core, start-up and the making of graph, traces and Petri net not counted, in turns (A B A B).

Both sides count alike. pm4py would weigh a move on the log or on a visible transition with 10,000, on
a silent one with 1; it is given unit costs instead: 1, 1 and, for silent and synchronous moves, 0.
The Petri net has one token: a place for every step, a transition labelled `t` for every edge from `s`
to `t`, a silent one to the sink for every edge to END.
"""

from __future__ import annotations

import argparse
import gc
import importlib.metadata
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence

try:
    from pm4py.algo.conformance.alignments.petri_net import algorithm as alignments
    from pm4py.objects.log.obj import Event
    from pm4py.objects.log.obj import Trace as Case
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to
except ModuleNotFoundError as missing:
    sys.exit(f"{missing.name} is not installed: python -m pip install pm4py (and sopcheck) first.")

from sopcheck.align import END, Flow, _align, _graph, align

STEPS, LONGEST = 25, 30
DISTINCT, EXECUTIONS = 150, 1500
DECISIONS = ("back",) * 5 + ("ahead",) * 2 + ("end",) * 2
LIMIT = 0.5  # seconds for all executions
DEFAULT = alignments.DEFAULT_VARIANT
EXACT = (
    DEFAULT,
    alignments.Variants.VERSION_DIJKSTRA_NO_HEURISTICS,
    alignments.Variants.VERSION_DIJKSTRA_LESS_MEMORY,
)

Trace = tuple[str, ...]
Timed = tuple[float, list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Time sopcheck.align beside pm4py's alignments.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    cores = os.cpu_count()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rng = random.Random(given.seed)
    flow = graph(rng)
    distinct = traces(rng, flow)
    executions = repeated(rng, distinct)
    print(f"{cores} cores, one used; Python {platform.python_version()}, ", end="")
    print(f"pm4py {importlib.metadata.version('pm4py')}")
    events = statistics.mean(map(len, distinct))
    print(f"{STEPS} steps, {sum(len(targets) for _, targets in flow)} edges; ", end="")
    print(f"{DISTINCT} distinct traces of {min(map(len, distinct))} to ", end="")
    print(f"{max(map(len, distinct))} events, mean {events:.1f}")
    compare(flow, distinct, executions, given.rounds)


def compare(
    flow: Flow, distinct: Sequence[Trace], executions: Sequence[Trace], rounds: int
) -> None:
    """Every round times both sides of every pair, one after the other."""
    aligners = {variant: peer(flow, distinct, variant) for variant in EXACT}
    gc.freeze()  # pm4py's modules are a large heap that neither side is to be searched for
    everything: list[float] = []
    pairs: dict[object, list[tuple[float, float]]] = {variant: [] for variant in EXACT}
    for _ in range(rounds):
        everything.append(ours(flow, executions)[0])
        for variant, aligner in aligners.items():
            mine, costs = ours(flow, distinct)
            theirs, same = aligner()
            if costs != same:
                sys.exit(f"{variant}: costs differ: {costs} {same}")
            pairs[variant].append((mine, theirs))
    deviating = sum(cost > 0 for cost in costs)
    print(f"{deviating} of them deviate, at most by {max(costs)}; all costs are equal\n")
    print(f"{'least, median, most of ' + str(rounds) + ' rounds':<40}", end="")
    print(f"{'sopcheck ms':>22}{'pm4py ms':>27}{'ratio':>22}")
    for variant, times in pairs.items():
        name = variant.name.removeprefix("VERSION_").lower() + " (default)" * (variant == DEFAULT)
        mine_ms, theirs_ms = ([1000 * t for t in side] for side in zip(*times, strict=True))
        ratios = spread([theirs / mine for mine, theirs in times])
        print(f"{name:<40}{spread(mine_ms):>22}{spread(theirs_ms):>27}{ratios:>22}")
    print(f"{EXECUTIONS} executions{spread([1000 * t for t in everything]):>47}")
    if max(everything) >= LIMIT:
        sys.exit(f"{EXECUTIONS} executions took {max(everything):.2f} s, the limit is {LIMIT} s")


def spread(values: Sequence[float]) -> str:
    return f"{min(values):.1f} {statistics.median(values):.1f} {max(values):.1f}"


# What is aligned.


def graph(rng: random.Random) -> Flow:
    """Steps one below the other; some decide to go back, ahead or to the end instead."""
    names = [f"langkah-{number:02}" for number in range(1, STEPS + 1)]
    deciding = dict(zip(rng.sample(range(1, STEPS - 1), len(DECISIONS)), DECISIONS, strict=True))
    flow = []
    for i, (name, below) in enumerate(zip(names, [*names[1:], END], strict=True)):
        targets = [below]
        match deciding.get(i):
            case "back":
                targets.append(names[max(0, i - rng.randint(1, 5))])
            case "ahead":
                targets.append([*names, END][min(STEPS, i + rng.randint(2, 4))])
            case "end":
                targets.append(END)
        rng.shuffle(targets)
        flow.append((name, tuple(dict.fromkeys(targets))))
    return tuple(flow)


def traces(rng: random.Random, flow: Flow) -> list[Trace]:
    """Distinct traces: half of them runs, half runs with one to four slips."""
    found: dict[Trace, None] = {}
    while len(found) < DISTINCT // 2:
        found[run(rng, flow)] = None
    while len(found) < DISTINCT:
        trace = mutated(rng, run(rng, flow), [name for name, _ in flow])
        if 0 < len(trace) <= LONGEST:
            found[trace] = None
    return list(found)


def run(rng: random.Random, flow: Flow) -> Trace:
    successors = dict(flow)
    while True:
        steps, step = [], flow[0][0]
        while step != END:
            steps.append(step)
            step = rng.choice(successors[step])
        if len(steps) <= LONGEST:
            return tuple(steps)


def mutated(rng: random.Random, steps: Trace, names: Sequence[str]) -> Trace:
    trace = list(steps)
    for _ in range(rng.randint(1, 4)):
        i = rng.randrange(len(trace) + 1)
        match rng.choice(["left out", "added", "swapped", "repeated", "unknown"]):
            case "left out":
                del trace[i : i + 1]
            case "added":
                trace.insert(i, rng.choice(names))
            case "swapped":
                trace[i : i + 2] = reversed(trace[i : i + 2])
            case "repeated":
                trace[i:i] = trace[i : i + 1]
            case "unknown":
                trace.insert(i, "langkah-lain")
    return tuple(trace)


def repeated(rng: random.Random, distinct: Sequence[Trace]) -> list[Trace]:
    """Executions: every distinct trace at least once, some much more often than others."""
    weights = [1 / rank for rank in range(1, len(distinct) + 1)]
    more = rng.choices(rng.sample(distinct, len(distinct)), weights, k=EXECUTIONS - len(distinct))
    return rng.sample([*distinct, *more], EXECUTIONS)


# The two sides.


def ours(flow: Flow, executions: Sequence[Trace]) -> Timed:
    """From a cold cache, as in a process that has just begun."""
    _align.cache_clear()
    _graph.cache_clear()
    gc.collect()
    begun = time.perf_counter()
    costs = [align(trace, flow).cost for trace in executions]
    return time.perf_counter() - begun, costs


def peer(
    flow: Flow, executions: Sequence[Trace], variant: alignments.Variants
) -> Callable[[], Timed]:
    """Trace by trace, without the worst cost that pm4py would work out for a fitness."""
    net, start, final = petri_net(flow)
    visible = [transition for transition in net.transitions if transition.label is not None]
    parameters = {
        alignments.Parameters.PARAM_MODEL_COST_FUNCTION: dict.fromkeys(net.transitions, 0)
        | dict.fromkeys(visible, 1),
        alignments.Parameters.PARAM_SYNC_COST_FUNCTION: dict.fromkeys(visible, 0),
        alignments.Parameters.ENABLE_BEST_WORST_COST: False,
    }
    cases = [
        (
            Case([Event({"concept:name": name}) for name in trace]),
            parameters | {alignments.Parameters.PARAM_TRACE_COST_FUNCTION: [1] * len(trace)},
        )
        for trace in executions
    ]

    def timed() -> Timed:
        gc.collect()
        begun = time.perf_counter()
        costs = [
            alignments.apply_trace(case, net, start, final, parameters=settings, variant=variant)[
                "cost"
            ]
            for case, settings in cases
        ]
        return time.perf_counter() - begun, costs

    return timed


def petri_net(flow: Flow) -> tuple[PetriNet, Marking, Marking]:
    net = PetriNet("flow")
    places = {name: PetriNet.Place(name) for name in ["start", END, *(name for name, _ in flow)]}
    net.places.update(places.values())
    edges = [("start", flow[0][0]), *((step, t) for step, targets in flow for t in targets)]
    for step, target in edges:
        label = None if target == END else target
        transition = PetriNet.Transition(f"{step} -> {target}", label)
        net.transitions.add(transition)
        add_arc_from_to(places[step], transition, net)
        add_arc_from_to(transition, places[target], net)
    return net, Marking({places["start"]: 1}), Marking({places[END]: 1})


if __name__ == "__main__":
    main()
