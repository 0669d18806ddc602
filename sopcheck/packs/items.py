"""An area's items -> Item, with types, bundles, scales and levels resolved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from sopcheck.model.finding import Bilingual, Pointer
from sopcheck.model.rules import After, Block, DocumentType, FollowUp, Item, ItemExample, Needs
from sopcheck.packs.files import PackFile
from sopcheck.packs.parts import (
    after,
    days,
    example,
    fraction,
    part_of_one,
    persons_or_share,
    ratio,
    runs,
)
from sopcheck.spelling import closest

OFFICE_LEVELS = ("kabupaten", "kota")


class ItemReader:
    """Reads the items of one pack; PackError at the first thing that is wrong.

    `named` are places that name another item. Items in `unasked` are of the pack's base alone: what
    waits for one of them waits no longer.
    """

    def __init__(
        self,
        scales: Mapping[str, Mapping[str, Fraction] | None],
        types: Mapping[str, DocumentType],
        bundles: Mapping[str, Collection[str]],
        unasked: Collection[str],
    ) -> None:
        self._scales, self._types, self._bundles = scales, types, bundles
        self._unasked = unasked
        self.items: dict[str, Item] = {}
        self.named: list[tuple[PackFile, Pointer, str]] = []

    def item(
        self, file: PackFile, i: int, entry: Mapping[str, Any], blocks: Mapping[str, Block]
    ) -> Item:
        """The i-th item of an area file."""
        at: Pointer = ("items", i)
        if entry["id"] in self.items:
            file.fail((*at, "id"), "pack.duplicate", name=entry["id"])
        block = blocks.get(entry["block"])
        if block is None:
            file.fail((*at, "block"), "pack.unknown-block", name=entry["block"])
        if entry.get("sub") not in block.subs:
            file.fail((*at, "sub") if "sub" in entry else at, "pack.unknown-sub", block=block.id)
        for k, name in enumerate(entry["accepts"]):
            self.known_type(file, (*at, "accepts", k), name)
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
            after=self._after(file, at, entry),
            follow_up=self._follow_up(file, at, entry),
            examples=tuple(
                self._item_example(file, (*at, "examples", k), e, entry)
                for k, e in enumerate(entry.get("examples", ()))
            ),
        )
        self.items[item.id] = item
        return item

    def _after(self, file: PackFile, at: Pointer, entry: Mapping[str, Any]) -> After | None:
        if "after" not in entry or entry["after"]["of"] in self._unasked:
            return None
        self._accepted(
            file, (*at, "after", "documents"), entry["after"].get("documents", ()), entry
        )
        found = after(entry["after"], entry["accepts"])
        for name in sorted(found.types):
            self.known_type(file, (*at, "after", "type"), name)
        self.named.append((file, (*at, "after", "of"), found.of))
        return found

    def _follow_up(self, file: PackFile, at: Pointer, entry: Mapping[str, Any]) -> FollowUp | None:
        if "follow_up" not in entry:
            return None
        asked = entry["follow_up"]
        self._accepted(file, (*at, "follow_up", "of"), asked["of"], entry)
        return FollowUp(frozenset(asked["of"]), days(asked["within"]) or 0, asked["source"])

    def _accepted(
        self, file: PackFile, at: Pointer, types: Iterable[str], entry: Mapping[str, Any]
    ) -> None:
        """Types named at a place are known, and the item accepts them."""
        for k, name in enumerate(types):
            self.known_type(file, (*at, k), name)
            if name not in entry["accepts"]:
                file.fail((*at, k), "pack.not-accepted", name=name)

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
                self.known_type(file, (*at, *key, k), name)
                if name not in accepts:
                    file.fail((*at, *key, k), "pack.not-accepted", name=name)
        if follow_up and not any(kind.acts_upon for kind in self._types.values()):
            file.fail((*at, "follow_up"), "pack.nothing-acts-upon")
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

    def known_type(self, file: PackFile, at: Pointer, name: str) -> None:
        """PackError unless the pack has a document type of that name."""
        if name not in self._types:
            guess = closest(name, self._types)
            file.fail(at, "pack.unknown-type", name=name, guess=guess)
