"""A pack's files -> Pack, with every reference inside it resolved."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping
from datetime import date
from typing import Any

from sopcheck.checks import CHECKS
from sopcheck.model.finding import Bilingual, Pointer
from sopcheck.model.rules import Area, Block, Category, Item, ItemExample, Needs, Pack, Rule
from sopcheck.packs.core import core_areas, core_rules, working_time
from sopcheck.packs.files import PackFile
from sopcheck.packs.fragments import check_fragment, compiles
from sopcheck.packs.parts import (
    block,
    document_type,
    example,
    fraction,
    part_of_one,
    persons_or_share,
    ratio,
    runs,
    scale,
)
from sopcheck.packs.source import Source
from sopcheck.schemas import RULES
from sopcheck.spelling import closest

OFFICE_LEVELS = ("kabupaten", "kota")
_DEFAULT_ATTACHMENT_BYTES = 50 * 1024 * 1024


class PackReader:
    """Reads one pack's files; PackError at the first thing that is wrong."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._core = core_rules()
        self._head = source.head
        data = self._head.data
        self._scales = {k: scale(v) for k, v in data["scales"].items()}
        self._types = {k: document_type(k, v) for k, v in data["types"].items()}
        self._bundles = {k: frozenset(v) for k, v in data.get("bundles", {}).items()}
        self._codes: set[str] = set(self._core)
        self._items: dict[str, Item] = {}

    def pack(self) -> Pack:
        """The whole pack."""
        data = self._head.data
        for name, members in data.get("bundles", {}).items():
            for i, member in enumerate(members):
                self._known_type(self._head, ("bundles", name, i), member)
        for key in ("sibling_names", "sibling_numbers"):
            if not compiles({"pattern": data.get(key, "")}):
                self._head.fail((key,), "pack.pattern")
        if int(data["years"]["from"]) > int(data["years"]["until"]):
            self._head.fail(("years",), "pack.years")
        for name, values in self._scales.items():
            if values is not None and list(values.values()) != sorted(
                values.values(), reverse=True
            ):
                self._head.fail(("scales", name), "pack.scale-order", name=name)
        floors = [c["above"] for c in data["categories"]]
        if floors != sorted(set(floors), reverse=True):
            self._head.fail(("categories",), "pack.category-order")
        areas = [self._area(file) for file in self._source.areas.values()]
        month, _, day = data["worksheet_due"].partition("-")
        by_name = {area.id: area for area in areas}
        known = core_areas()
        limits = data.get("limits", {})
        return Pack(
            id=data["id"],
            sha256=self._digest(),
            title=Bilingual(**data["title"]),
            first_year=int(data["years"]["from"]),
            last_year=int(data["years"]["until"]),
            worksheet_due=(int(month), int(day)),
            scales=self._scales,
            categories=tuple(
                Category(c["name"], fraction(c["above"]), Bilingual(**c["words"]))
                for c in data["categories"]
            ),
            types=self._types,
            bundles=self._bundles,
            sibling_names=data.get("sibling_names"),
            sibling_numbers=data.get("sibling_numbers"),
            attachment_bytes=limits.get("attachment_bytes", _DEFAULT_ATTACHMENT_BYTES),
            items_per_file=limits.get("items_per_file"),
            areas={key: by_name[key] for key in known if key in by_name},
            known_areas=known,
            working_time=working_time(),
            items=self._items,
            core=self._core,
            base=self._source.base.head.data["id"] if self._source.base else None,
            unasked=self._source.unasked,
        )

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for part in self._source.written:
            digest.update(part)
        for name in ("rules.yaml", "working-time.yaml"):
            digest.update((RULES / "core" / name).read_bytes())
        return digest.hexdigest()

    def _area(self, file: PackFile) -> Area:
        data = file.data
        if data["area"] not in core_areas():
            guess = closest(data["area"], core_areas())
            file.fail(("area",), "pack.unknown-area", name=data["area"], guess=guess)
        blocks = {k: block(k, v) for k, v in data["blocks"].items()}
        for part in blocks.values():
            if sum(part.subs.values()) != part.weight:
                file.fail(("blocks", part.id, "subs"), "pack.sub-weights", block=part.id)
        items = tuple(self._item(file, i, r, blocks) for i, r in enumerate(data["items"]))
        self._check_subs(file, blocks)
        return Area(
            id=data["area"],
            short=core_areas()[data["area"]].short,
            name=Bilingual(**data["name"]),
            particulars={k: Bilingual(**v) for k, v in data.get("particulars", {}).items()},
            blocks=blocks,
            rules=tuple(self._rule(file, i, r) for i, r in enumerate(data["rules"])),
            items=items,
        )

    def _check_subs(self, file: PackFile, blocks: Mapping[str, Block]) -> None:
        """Every sub-block has an item, or had one in the base: then it lowers the maximum."""
        area = file.data["area"]
        held = {sub for source in self._source.chain for sub in source.items.values()}
        for part in blocks.values():
            for sub in part.subs:
                if (area, part.id, sub) not in held:
                    args = {"block": part.id, "sub": sub or part.id}
                    file.fail(("blocks", part.id), "pack.empty-sub", **args)

    def _rule(self, file: PackFile, i: int, entry: Mapping[str, Any]) -> Rule:
        at: Pointer = ("rules", i)
        if entry["code"] in self._codes:
            file.fail((*at, "code"), "pack.duplicate", name=entry["code"])
        self._codes.add(entry["code"])
        for key in ("when", "schema"):
            if key in entry:
                check_fragment(file, (*at, key), entry[key])
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
            good=tuple(example(e) for e in entry["good"]),
            bad=tuple(example(e) for e in entry["bad"]),
        )

    def _check(self, file: PackFile, at: Pointer, entry: Mapping[str, Any]) -> None:
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

    def _item(
        self, file: PackFile, i: int, entry: Mapping[str, Any], blocks: Mapping[str, Block]
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
            ratio=ratio(entry["ratio"]) if "ratio" in entry else None,
            examples=tuple(
                self._item_example(file, (*at, "examples", k), e, entry)
                for k, e in enumerate(entry.get("examples", ()))
            ),
        )
        self._items[item.id] = item
        return item

    def _item_example(
        self, file: PackFile, at: Pointer, written: Mapping[str, Any], item: Mapping[str, Any]
    ) -> ItemExample:
        scale, shows = self._scales[item["scale"]], written["shows"]
        letters = list(scale or ())
        share = part_of_one(shows) if scale is None else None
        if share is None and shows not in letters:
            file.fail((*at, "shows"), "pack.example-shows", value=shows, letters=letters)
        return ItemExample(shows if share is None else share, example(written))

    def _scale_fits(self, file: PackFile, at: Pointer, entry: Mapping[str, Any]) -> None:
        scale = self._scales.get(entry["scale"], "unknown")
        if scale == "unknown":
            file.fail((*at, "scale"), "pack.unknown-scale", name=entry["scale"])
        if (scale is None) != ("ratio" in entry):
            file.fail((*at, "scale"), "pack.scale-needs", name=entry["scale"])
        if isinstance(scale, Mapping):
            letters = list(scale)
            levels = list(entry["levels"])
            if levels != letters or entry["levels"][letters[-1]]:
                file.fail((*at, "levels"), "pack.levels", letters=letters)
            for letter in letters[:-1]:
                if not entry["levels"][letter].keys() - {"every", "coverage"}:
                    file.fail((*at, "levels", letter), "pack.level-asks-nothing", letter=letter)

    def _needs(
        self, file: PackFile, at: Pointer, needs: Mapping[str, Any], accepts: list[str]
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
            participation={k: persons_or_share(v) for k, v in needs["participation"].items()}
            if "participation" in needs
            else None,
            ratio=ratio(needs["ratio"]) if "ratio" in needs else None,
            follow_up_of=tuple(follow_up.get("of", ())),
            follow_up_at_least=follow_up.get("at_least", 0),
            executions=runs(needs["executions"]) if "executions" in needs else None,
            every=needs.get("every"),
            coverage=fraction(needs.get("coverage", 1)),
        )

    def _known_type(self, file: PackFile, at: Pointer, name: str) -> None:
        if name not in self._types:
            guess = closest(name, self._types)
            file.fail(at, "pack.unknown-type", name=name, guess=guess)
