"""A code or an item of a pack, explained in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO
from textwrap import indent, wrap

from rich.console import Console
from rich.table import Table

from sopcheck.errors import SettingsError
from sopcheck.load import dump
from sopcheck.model.finding import Bilingual
from sopcheck.model.rules import Example, Item, Needs, Pack, Rule
from sopcheck.model.standing import Lack
from sopcheck.spelling import closest
from sopcheck.words import Words

_NARROW = 40
_HEIGHT = 100  # given so that rich does not ask the environment


def explained(pack: Pack, code: str, words: Words, width: int) -> str:
    """The explanation of a rule's code or an item's id; SettingsError for an unknown one."""
    rules = {rule.code: rule for rule in pack.rules}
    item = item_named(pack, code)
    if code.upper() in rules:
        parts = list(_rule(pack, rules[code.upper()], words))
    elif item is not None:
        parts = list(_item(pack, item, words))
    elif code == pack.id:
        parts = list(_pack(pack, words))
    else:
        known = [*rules, *pack.items]
        raise SettingsError("error.unknown-code", code=code, guess=closest(code, known))
    return "\n".join(_wrapped(part, max(width, _NARROW)) for part in parts) + "\n"


def item_named(pack: Pack, name: str) -> Item | None:
    """The item of that id, in capitals or not."""
    return next((i for i in pack.items.values() if i.id.casefold() == name.casefold()), None)


def _wrapped(part: str, width: int) -> str:
    """Paragraphs wrapped; indented lines are examples and stay as they are."""
    if part.startswith(" ") or not part:
        return part
    head, separator, _ = part.partition(": ")
    hang = " " * (len(head) + 2) if separator and len(head) <= _LABEL else ""
    return "\n".join(wrap(part, width, subsequent_indent=hang, break_on_hyphens=False))


_LABEL = 14


def _pack(pack: Pack, words: Words) -> Iterator[str]:
    lang, say = words.lang, words.say
    yield f"{pack.id} · {pack.title.of(lang)}"
    yield ""
    yield _field(words, "explain.years", f"{pack.first_year}–{pack.last_year}")
    if pack.base is not None:
        left = words.count("n.item", len(pack.unasked))
        note = f" ({say('explain.unasked', items=left)})" if pack.unasked else ""
        yield _field(words, "explain.base", pack.base + note)
    for area in pack.areas.values():
        weight = words.decimal(float(area.maximum))
        counts = [
            say("explain.points-short", points=weight),
            words.count("n.rule", len(area.rules)),
            words.count("n.item", len(area.items)),
        ]
        yield f"{area.short}: {area.name.of(lang)} · {' · '.join(counts)}"
    empty = {name: w for area in pack.areas.values() for name, w in area.empty_subs.items()}
    if empty:
        lost = [f"{name} ({words.decimal(float(weight))})" for name, weight in empty.items()]
        yield _field(words, "explain.empty-subs", ", ".join(lost))
    yield ""
    yield _field(words, "explain.types", words.show([t.label for t in pack.types.values()]))
    for name, members in pack.bundles.items():
        types = [pack.types[t].label for t in sorted(members)]
        yield _field(words, "explain.bundle", f"{name} = {words.show(types)}")
    yield ""
    yield f"{say('report.assumed')} {', '.join(pack.assumed)}"


def _rule(pack: Pack, rule: Rule, words: Words) -> Iterator[str]:
    lang, say = words.lang, words.say
    yield f"{rule.code} · {rule.title.of(lang)}"
    yield ""
    yield _field(words, "explain.severity", say(f"severity.{rule.severity}"))
    if rule.area is not None:
        yield _field(words, "explain.area", pack.areas[rule.area].name.of(lang))
    if rule.target is not None:
        yield _field(words, "explain.target", say(f"target.{rule.target}"))
    if rule.since is not None:
        yield _field(words, "explain.since", words.date(rule.since))
    yield _field(words, "report.source", rule.source)
    yield ""
    if rule.why is not None:
        yield rule.why.of(lang)
        yield ""
    yield _field(words, "report.remedy", rule.remedy.of(lang))
    for label, text, examples in (
        ("explain.good", rule.good_text, rule.good),
        ("explain.bad", rule.bad_text, rule.bad),
    ):
        shown = text if text is not None else _shown(examples)
        yield ""
        yield f"{say(label)}:"
        yield indent(shown.rstrip("\n"), "  ")


def _field(words: Words, name: str, text: str) -> str:
    return f"{words.say(name)}: {text}"


def _shown(examples: tuple[Example, ...]) -> str:
    documents = examples[0].documents if examples else ()
    return "---\n".join(dump(dict(document)) for document in documents)


def _item(pack: Pack, item: Item, words: Words) -> Iterator[str]:
    lang, say = words.lang, words.say
    area = pack.areas[item.area]
    block = area.blocks[item.block]
    peers = [i for i in area.items if (i.block, i.sub) == (item.block, item.sub)]
    yield f"{item.id} · {item.question.of(lang)}"
    yield ""
    yield _field(words, "explain.area", area.name.of(lang))
    worth = words.decimal(float(block.subs[item.sub] / len(peers)), 4)
    note = f" ({say('explain.assumed')})" if block.assumed else ""
    yield _field(words, "explain.worth", say("explain.points", points=worth) + note)
    yield _field(words, "report.source", item.source)
    types = [pack.types[name].label for name in sorted(item.accepts)]
    yield _field(words, "explain.accepts", words.show(types))
    if item.optional:
        yield _field(words, "explain.optional", "n/a")
    yield from _sequence(pack, item, words)
    yield ""
    if item.ratio is not None:
        key = "need.decrease" if item.ratio.decrease else "need.share"
        yield say(key, of=item.ratio.of, to=item.ratio.to)
    scale = pack.scales[item.scale] or {}
    for letter, needs in item.levels:
        value = words.decimal(float(scale[letter]))
        yield f"{letter} ({value}): {'; '.join(needs_in_words(needs, pack, words))}"
    short = next((e for e in item.examples if len(e.example.documents) == 1), None)
    if short is not None:
        day = short.example.as_of
        yield ""
        yield say("explain.example", shows=short.shows) + (
            ":" if day is None else f" ({say('explain.as-of', day=day)}):"
        )
        yield indent(_shown((short.example,)).rstrip("\n"), "  ")


def _sequence(pack: Pack, item: Item, words: Words) -> Iterator[str]:
    """What has to come before the item's documents (EV310), and after them (EV312)."""

    def labels(names: Iterable[str]) -> list[Bilingual]:
        return [pack.types[name].label for name in sorted(names)]

    if (first := item.after) is not None:
        types, decree = labels(first.documents), labels(first.types)
        text = words.say("explain.after", types=types, decree=decree, of=first.of)
        yield f"EV310: {text} ({first.source})"
    if (then := item.follow_up) is not None:
        text = words.say("explain.follow-up", types=labels(then.of), days=then.within)
        yield f"EV312: {text} ({then.source})"


def needs_in_words(needs: Needs, pack: Pack, words: Words) -> list[str]:
    """What a level asks, one phrase a need."""
    phrases = []
    name = {key: kind.label for key, kind in pack.types.items()}
    if needs.all_of:
        phrases.append(Lack("need.all", {"types": [name[t] for t in needs.all_of]}))
    if needs.any_of:
        phrases.append(Lack("need.any", {"types": [name[t] for t in needs.any_of]}))
    if needs.bundle:
        members = [name[t] for t in sorted(pack.bundles[needs.bundle])]
        phrases.append(Lack("need.bundle", {"bundle": needs.bundle, "types": members}))
    if needs.count_of:
        types = [name[t] for t in needs.count_of]
        phrases.append(Lack("need.count", {"types": types, "at_least": needs.count_at_least}))
    for group, amount in (needs.participation or {}).items():
        phrases.append(Lack(f"need.{group}", {"at_least": amount}))
    if needs.ratio is not None:
        args = {"of": needs.ratio.of, "to": needs.ratio.to, "at_least": needs.ratio.at_least}
        phrases.append(Lack("need.ratio", args))
    if needs.follow_up_of:
        types = [name[t] for t in needs.follow_up_of]
        phrases.append(
            Lack("need.follow-up", {"types": types, "at_least": needs.follow_up_at_least})
        )
    if needs.executions is not None:
        runs = needs.executions
        args = {"grain": words.say(f"grain.{runs.every}"), "share": runs.conforming, "sop": runs.of}
        message = {"any": "need.executions-any", "area": "need.executions-area"}.get(runs.of)
        phrases.append(Lack(message or "need.executions", args))
    if needs.every is not None:
        args = {"grain": words.say(f"grain.{needs.every}"), "share": needs.coverage}
        phrases.append(Lack("need.every", args))
    return [words.show(p) for p in phrases] or [words.say("need.nothing")]


def table(pack: Pack, words: Words, width: int) -> str:
    """Every rule and item, one a line: code, severity or scale, clause, title."""
    out = StringIO()
    console = Console(
        file=out,
        width=max(width, _NARROW),
        height=_HEIGHT,
        no_color=True,
        highlight=False,
        markup=False,
    )
    lines = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    lines.add_column(words.say("explain.code"), no_wrap=True)
    lines.add_column(words.say("explain.kind"), no_wrap=True)
    lines.add_column(words.say("explain.title"), ratio=3)
    lines.add_column(words.say("report.source"), ratio=2)
    for rule in pack.rules:
        severity = words.say(f"severity.{rule.severity}")
        lines.add_row(rule.code, severity, rule.title.of(words.lang), rule.source)
    for item in pack.items.values():
        lines.add_row(item.id, item.scale, item.question.of(words.lang), item.source)
    console.print(lines)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
