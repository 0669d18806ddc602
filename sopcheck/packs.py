"""rules/ -> Pack. A broken pack is a PackError with file, line and reason, never a finding."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from sopcheck.checks import CHECKS
from sopcheck.errors import PackError
from sopcheck.load import Places, load
from sopcheck.model.document import Unreadable
from sopcheck.model.finding import Bilingual, Pointer, Spot
from sopcheck.model.rules import (
    Area,
    Block,
    Category,
    CoreArea,
    DocumentType,
    Example,
    Item,
    Needs,
    Pack,
    Ratio,
    Rule,
)
from sopcheck.schemas import RULES, validator
from sopcheck.spelling import closest
from sopcheck.validate import SchemaError, Validator

OFFICE_LEVELS = ("kabupaten", "kota")
DEFAULT_PACK = "pmprb-2020-unit"
_DEFAULT_ATTACHMENT_BYTES = 50 * 1024 * 1024
_REFUSED_KEYWORDS = frozenset(
    "$ref $dynamicRef $id patternProperties unevaluatedProperties unevaluatedItems multipleOf".split()
)


def bundled_packs() -> tuple[str, ...]:
    """The names of the packs that come with the program."""
    return tuple(sorted(p.parent.name for p in RULES.glob("*/pack.yaml")))


def load_pack(name: str, *, base: Path | None = None) -> Pack:
    """The pack of that name, or the one in that folder (relative to `base`); PackError otherwise."""
    folder = RULES / name
    if name not in bundled_packs():
        folder = (base or Path()) / name
        if not (folder / "pack.yaml").is_file():
            guess = closest(name, bundled_packs())
            known = list(bundled_packs())
            raise PackError("error.unknown-pack", name=name, guess=guess, known=known)
    return _Reader(folder, name).pack()


def core_areas() -> Mapping[str, CoreArea]:
    """The reform areas in the order of the regulations, by id."""
    return {
        name: CoreArea(name, entry["short"], Bilingual(**entry["name"]))
        for name, entry in _core_file().data["areas"].items()
    }


@cache
def _core_file() -> _File:
    return _File(RULES / "core" / "rules.yaml", "core/rules.yaml", "rules")


def core_rules() -> Mapping[str, Rule]:
    """Every core code in the order of the file."""
    file = _core_file()
    rules: dict[str, Rule] = {}
    for i, entry in enumerate(file.data["rules"]):
        if entry["code"] in rules:
            file.fail(("rules", i, "code"), "pack.duplicate", name=entry["code"])
        for k, name in enumerate(entry.get("checks", ())):
            if name not in CHECKS:
                file.fail(("rules", i, "checks", k), "pack.unknown-check", name=name)
        rules[entry["code"]] = Rule(
            code=entry["code"],
            title=Bilingual(**entry["title"]),
            severity=entry["severity"],
            source=entry["source"],
            remedy=Bilingual(**entry["remedy"]),
            checks=tuple(entry.get("checks", ())),
            stage=entry.get("stage"),
            why=Bilingual(**entry["why"]),
            good_text=entry["good"],
            bad_text=entry["bad"],
        )
    return rules


class _File:
    """One file of a pack, checked against its meta-schema."""

    def __init__(self, path: Path, name: str, kind: str) -> None:
        self.name = name
        try:
            self.bytes = path.read_bytes()
        except OSError:
            raise PackError("error.pack", file=name, line=1, reason="pack.unreadable") from None
        loaded = load(name, self.bytes)
        if isinstance(loaded, Unreadable):
            problem = loaded.faults[0].problem
            line = problem.spot.mark[0] if problem.spot.mark else 1
            raise PackError(
                "error.pack", file=name, line=line, reason=problem.message, reason_args=problem.args
            )
        self.data: dict[str, Any] = loaded[0][0].data if loaded[0] else {}
        for problem in validator(kind).problems(self.data):
            self.fail(problem.pointer, problem.message, **problem.args)

    def fail(self, pointer: Pointer, reason: str, **args: Any) -> NoReturn:
        """Name the place and the reason, and give up."""
        line = Places(self.bytes).find(Spot(self.name, pointer=pointer))[0]
        raise PackError("error.pack", file=self.name, line=line, reason=reason, reason_args=args)


class _Reader:
    def __init__(self, folder: Path, name: str) -> None:
        self._digest = hashlib.sha256()
        self._folder = folder
        self._name = name if "/" not in name else folder.name
        self._core = core_rules()
        self._head = self._file("pack.yaml", "pack")
        data = self._head.data
        self._scales = {k: _scale(v) for k, v in data["scales"].items()}
        self._types = {k: _document_type(k, v) for k, v in data["types"].items()}
        self._bundles = {k: frozenset(v) for k, v in data.get("bundles", {}).items()}
        self._codes: set[str] = set(self._core)
        self._items: dict[str, Item] = {}

    def pack(self) -> Pack:
        data = self._head.data
        for name, members in data.get("bundles", {}).items():
            for i, member in enumerate(members):
                self._known_type(self._head, ("bundles", name, i), member)
        if not self._compiles({"pattern": data.get("sibling_names", "")}):
            self._head.fail(("sibling_names",), "pack.pattern")
        files = sorted(p.name for p in self._folder.glob("*.yaml") if p.name != "pack.yaml")
        if not files:
            self._head.fail((), "pack.no-areas")
        areas = [self._area(self._file(name, "area"), name) for name in files]
        self._digest.update((RULES / "core" / "rules.yaml").read_bytes())
        month, _, day = data["worksheet_due"].partition("-")
        by_name = {area.id: area for area in areas}
        known = core_areas()
        limits = data.get("limits", {})
        return Pack(
            id=data["id"],
            sha256=self._digest.hexdigest(),
            title=Bilingual(**data["title"]),
            first_year=int(data["years"]["from"]),
            last_year=int(data["years"]["until"]),
            worksheet_due=(int(month), int(day)),
            scales=self._scales,
            categories=tuple(
                Category(c["name"], _fraction(c["above"]), Bilingual(**c["words"]))
                for c in data["categories"]
            ),
            types=self._types,
            bundles=self._bundles,
            sibling_names=data.get("sibling_names"),
            attachment_bytes=limits.get("attachment_bytes", _DEFAULT_ATTACHMENT_BYTES),
            areas={name: by_name[name] for name in known if name in by_name},
            known_areas=known,
            items=self._items,
            core=self._core,
        )

    def _file(self, name: str, kind: str) -> _File:
        file = _File(self._folder / name, f"{self._name}/{name}", kind)
        self._digest.update(name.encode() + b"\0" + file.bytes)
        return file

    def _area(self, file: _File, name: str) -> Area:
        data = file.data
        if f"{data['area']}.yaml" != name:
            file.fail(("area",), "pack.area-name", name=name)
        if data["area"] not in core_areas():
            file.fail(("area",), "pack.unknown-area", guess=closest(data["area"], core_areas()))
        blocks = {k: _block(k, v) for k, v in data["blocks"].items()}
        for name, block in blocks.items():
            if sum(block.subs.values()) != block.weight:
                file.fail(("blocks", name, "subs"), "pack.sub-weights", block=name)
        return Area(
            id=data["area"],
            short=core_areas()[data["area"]].short,
            name=Bilingual(**data["name"]),
            particulars={k: Bilingual(**v) for k, v in data.get("particulars", {}).items()},
            blocks=blocks,
            rules=tuple(self._rule(file, i, r) for i, r in enumerate(data["rules"])),
            items=tuple(self._item(file, i, r, blocks) for i, r in enumerate(data["items"])),
        )

    def _rule(self, file: _File, i: int, entry: Mapping[str, Any]) -> Rule:
        at: Pointer = ("rules", i)
        if entry["code"] in self._codes:
            file.fail((*at, "code"), "pack.duplicate", name=entry["code"])
        self._codes.add(entry["code"])
        for key in ("when", "schema"):
            if key in entry:
                self._fragment(file, (*at, key), entry[key])
        if "check" in entry:
            self._check(file, at, entry)
        return Rule(
            code=entry["code"],
            title=Bilingual(**entry["title"]),
            severity=entry["severity"],
            source=entry["source"],
            remedy=Bilingual(**entry["remedy"]),
            area=file.data["area"],
            target=entry["target"],
            when=entry.get("when"),
            schema=entry.get("schema"),
            checks=(entry["check"],) if "check" in entry else (),
            params=entry.get("params"),
            since=date.fromisoformat(entry["since"]) if "since" in entry else None,
            good=tuple(_example(e) for e in entry["good"]),
            bad=tuple(_example(e) for e in entry["bad"]),
        )

    def _check(self, file: _File, at: Pointer, entry: Mapping[str, Any]) -> None:
        check = CHECKS.get(entry["check"])
        if check is None:
            guess = closest(entry["check"], CHECKS)
            file.fail((*at, "check"), "pack.unknown-check", name=entry["check"], guess=guess)
        if check.target != entry["target"]:
            file.fail((*at, "target"), "pack.check-target", name=check.name, target=check.target)
        known = [
            p.name
            for p in inspect.signature(check.function).parameters.values()
            if p.kind is inspect.Parameter.KEYWORD_ONLY
        ]
        for name in entry.get("params", {}):
            if name not in known:
                file.fail((*at, "params", name), "pack.unknown-parameter", name=name, known=known)

    def _fragment(self, file: _File, at: Pointer, fragment: Mapping[str, Any]) -> None:
        for pointer, keyword in _keywords(fragment):
            if keyword in _REFUSED_KEYWORDS:
                file.fail((*at, *pointer), "pack.refused-keyword", name=keyword)
        if not self._compiles(fragment):
            file.fail(at, "pack.fragment")

    def _compiles(self, fragment: Mapping[str, Any]) -> bool:
        try:
            Validator(fragment)
        except SchemaError:
            return False
        return True

    def _item(
        self, file: _File, i: int, entry: Mapping[str, Any], blocks: Mapping[str, Block]
    ) -> Item:
        at: Pointer = ("items", i)
        if entry["id"] in self._items:
            file.fail((*at, "id"), "pack.duplicate", name=entry["id"])
        block = blocks.get(entry["block"])
        if block is None:
            file.fail((*at, "block"), "pack.unknown-block", name=entry["block"])
        if entry.get("sub") not in block.subs:
            file.fail((*at, "sub") if "sub" in entry else at, "pack.unknown-sub", block=block.id)
        for k, name in enumerate(entry["accepts"]):
            self._known_type(file, (*at, "accepts", k), name)
        self._scale_fits(file, at, entry)
        item = Item(
            id=entry["id"],
            area=file.data["area"],
            block=entry["block"],
            sub=entry.get("sub"),
            question=Bilingual(**entry["question"]),
            scale=entry["scale"],
            source=entry["source"],
            accepts=frozenset(entry["accepts"]),
            any_issuer=entry.get("issuers") == "any",
            optional=entry.get("optional", False),
            applies_to=frozenset(entry.get("applies_to", OFFICE_LEVELS)),
            levels=tuple(
                (letter, self._needs(file, (*at, "levels", letter), needs, entry["accepts"]))
                for letter, needs in entry.get("levels", {}).items()
            ),
            ratio=_ratio(entry["ratio"]) if "ratio" in entry else None,
        )
        self._items[item.id] = item
        return item

    def _scale_fits(self, file: _File, at: Pointer, entry: Mapping[str, Any]) -> None:
        scale = self._scales.get(entry["scale"], "unknown")
        if scale == "unknown":
            file.fail((*at, "scale"), "pack.unknown-scale", name=entry["scale"])
        if (scale is None) != ("ratio" in entry):
            file.fail((*at, "scale"), "pack.scale-needs", name=entry["scale"])
        if isinstance(scale, Mapping):
            letters = list(scale)
            levels = list(entry["levels"])
            ordered = [letter for letter in letters if letter in levels]
            if levels != ordered or levels[-1] != letters[-1] or entry["levels"][levels[-1]]:
                file.fail((*at, "levels"), "pack.levels", letters=letters)

    def _needs(
        self, file: _File, at: Pointer, needs: Mapping[str, Any], accepts: list[str]
    ) -> Needs:
        documents, count = needs.get("documents", {}), needs.get("count", {})
        follow_up = needs.get("follow_up", {})
        for key, types in (
            *((("documents", k), v) for k, v in documents.items()),
            (("count", "of"), count.get("of", ())),
            (("follow_up", "of"), follow_up.get("of", ())),
        ):
            for k, name in enumerate(types):
                self._known_type(file, (*at, *key, k), name)
                if name not in accepts:
                    file.fail((*at, *key, k), "pack.not-accepted", name=name)
        if "bundle" in needs and needs["bundle"] not in self._bundles:
            file.fail((*at, "bundle"), "pack.unknown-bundle", name=needs["bundle"])
        return Needs(
            all_of=tuple(documents.get("all", ())),
            any_of=tuple(documents.get("any", ())),
            bundle=needs.get("bundle"),
            count_of=tuple(count.get("of", ())),
            count_at_least=count.get("at_least", 0),
            participation={k: _fraction(v) for k, v in needs["participation"].items()}
            if "participation" in needs
            else None,
            ratio=_ratio(needs["ratio"]) if "ratio" in needs else None,
            follow_up_of=tuple(follow_up.get("of", ())),
            follow_up_at_least=follow_up.get("at_least", 0),
            every=needs.get("every"),
            coverage=_fraction(needs.get("coverage", 1)),
        )

    def _known_type(self, file: _File, at: Pointer, name: str) -> None:
        if name not in self._types:
            guess = closest(name, self._types)
            file.fail(at, "pack.unknown-type", name=name, guess=guess)


def _fraction(number: float) -> Fraction:
    """The decimal as written: 0.67 is 67/100, never its binary neighbour."""
    return Fraction(str(number))


def _scale(value: Any) -> Mapping[str, Fraction] | None:
    return None if value == "ratio" else {k: _fraction(v) for k, v in value.items()}


def _days(text: str | None) -> int | None:
    return None if text is None else int(text[:-1])


def _document_type(name: str, value: Mapping[str, Any]) -> DocumentType:
    return DocumentType(
        id=name,
        name=Bilingual(**value["name"]),
        before=_days(value.get("before")),
        after=_days(value.get("after")),
        signed=value.get("signed", False),
        numbered=value.get("numbered", False),
        final=value.get("final", False),
    )


def _block(name: str, value: Mapping[str, Any]) -> Block:
    weight = _fraction(value["weight"])
    subs: dict[str | None, Fraction] = {k: _fraction(v) for k, v in value.get("subs", {}).items()}
    return Block(name, weight, subs or {None: weight}, value.get("assumed", False))


def _ratio(value: Mapping[str, Any]) -> Ratio:
    decrease = value.get("decrease")
    at_least = value.get("at_least")
    return Ratio(
        of=decrease["from"] if decrease else value["of"],
        to=decrease["to"] if decrease else value["to"],
        over=value.get("over", "sum"),
        nil_is_full=value.get("zero") == "nil",
        may_exceed=value.get("cap", False),
        decrease=decrease is not None,
        at_least=None if at_least is None else _fraction(at_least),
    )


def _example(value: Mapping[str, Any]) -> Example:
    if "kind" in value:
        return Example((value,), None, {})
    as_of = value.get("as_of")
    return Example(
        tuple(value.get("documents", ())),
        date.fromisoformat(as_of) if as_of else None,
        value.get("files", {}),
    )


def _keywords(node: Any, at: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Every keyword of a schema, with its pointer; property names are not keywords."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*at, key), key
            if key in ("properties", "dependentSchemas") and isinstance(value, dict):
                for name, sub in value.items():
                    yield from _keywords(sub, (*at, key, name))
            elif key not in ("enum", "const", "required", "default", "examples"):
                yield from _keywords(value, (*at, key))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from _keywords(value, (*at, i))
