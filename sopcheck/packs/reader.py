"""A pack's files -> Pack, with every reference inside it resolved."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping
from datetime import date
from typing import Any

from sopcheck.checks import CHECKS
from sopcheck.model.finding import Bilingual, Pointer
from sopcheck.model.rules import Area, Block, Category, Pack, Rule
from sopcheck.packs.core import core_areas, core_rules, election_stages, working_time
from sopcheck.packs.files import PackFile
from sopcheck.packs.fragments import check_fragment, compiles
from sopcheck.packs.items import ItemReader
from sopcheck.packs.parts import block, days, document_type, example, fraction, scale
from sopcheck.packs.source import Source
from sopcheck.schemas import RULES
from sopcheck.spelling import closest

_PATTERNS = ("sibling_names", "sibling_numbers", "drafting", "approving")
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
        self._items = ItemReader(self._scales, self._types, self._bundles, self._source.unasked)

    def pack(self) -> Pack:
        """The whole pack."""
        data = self._head.data
        for name, members in data.get("bundles", {}).items():
            for i, member in enumerate(members):
                self._items.known_type(self._head, ("bundles", name, i), member)
        for key in _PATTERNS:
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
        self._items.check_names()
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
            grace=days(data.get("grace")) or 0,
            scales=self._scales,
            categories=tuple(
                Category(c["name"], fraction(c["above"]), Bilingual(**c["words"]))
                for c in data["categories"]
            ),
            types=self._types,
            bundles=self._bundles,
            **{key: data.get(key) for key in _PATTERNS},
            attachment_bytes=limits.get("attachment_bytes", _DEFAULT_ATTACHMENT_BYTES),
            items_per_file=limits.get("items_per_file"),
            areas={key: by_name[key] for key in known if key in by_name},
            known_areas=known,
            working_time=working_time(),
            elections=election_stages(),
            items=self._items.items,
            core=self._core,
            base=self._source.base.head.data["id"] if self._source.base else None,
            unasked=self._source.unasked,
        )

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for part in self._source.written:
            digest.update(part)
        for name in ("rules.yaml", "working-time.yaml", "election-stages.yaml"):
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
        items = tuple(self._items.read(file, i, r, blocks) for i, r in enumerate(data["items"]))
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
