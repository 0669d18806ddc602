"use strict";
(() => {
  const form = document.querySelector(".filters");
  const said = form.querySelector(".shown");
  const keys = ["q", "o", "a", "c", "s"];
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const names = new Map();
  for (const part of all("[data-office]")) {
    names.set(part.dataset.office, fold(part.querySelector("summary h3").textContent));
  }
  const leaves = all("[data-k]").map((node) => {
    const office = node.dataset.o ?? node.closest("[data-office]")?.dataset.office ?? "";
    return {
      node,
      kind: node.dataset.k,
      o: office,
      a: (node.dataset.a ?? node.closest("[data-a]")?.dataset.a ?? "").split(" "),
      c: (node.dataset.c ?? "").split(" "),
      s: (node.dataset.s ?? "").split(" "),
      text: null,
    };
  });
  const textOf = (leaf) => {
    leaf.text ??= `${names.get(leaf.o) ?? ""} ${leaf.a.join(" ")} ${fold(leaf.node.textContent)}`;
    return leaf.text;
  };
  const matches = (leaf, wanted, terms) =>
    (!wanted.o || leaf.o === wanted.o) &&
    (!wanted.a || leaf.a.includes(wanted.a)) &&
    (!wanted.c || leaf.c.includes(wanted.c)) &&
    (!wanted.s || leaf.s.includes(wanted.s)) &&
    terms.every((term) => textOf(leaf).includes(term));

  const read = () => Object.fromEntries(keys.map((key) => [key, form.elements[key]?.value.trim() ?? ""]));

  function apply() {
    const wanted = read();
    const terms = fold(wanted.q).split(/\s+/).filter(Boolean);
    const isNarrow = terms.length > 0 || Boolean(wanted.a || wanted.c || wanted.s);
    const found = new Set();
    const counts = { o: 0, f: 0, r: 0, i: 0, a: 0 };
    for (const leaf of leaves) {
      const ok = matches(leaf, wanted, terms);
      leaf.node.hidden = !ok;
      if (ok) {
        found.add(leaf.o);
        counts[leaf.kind] += 1;
      }
    }
    const isShown = (office) =>
      (!wanted.o || office === wanted.o) &&
      (!isNarrow || found.has(office) || (!wanted.a && !wanted.c && !wanted.s && terms.every((t) => (names.get(office) ?? "").includes(t))));
    for (const part of all("[data-office]")) {
      part.hidden = !isShown(part.dataset.office);
      counts.o += part.hidden ? 0 : 1;
    }
    for (const row of all("#heat tbody tr")) row.hidden = !isShown(row.dataset.o);
    for (const row of all("[data-row-o]")) row.hidden = !isShown(row.dataset.rowO);
    for (const bar of all("#peta [data-bar]")) bar.classList.toggle("dim", !isShown(bar.dataset.bar));
    for (const group of all("[data-group]")) group.hidden = !group.querySelector("[data-k]:not([hidden])");
    said.textContent = counts.o + counts.f + counts.r + counts.i + counts.a
      ? said.dataset.text.replace(/\{(\w)\}/g, (_, key) => counts[key])
      : said.dataset.none;
    document.body.classList.toggle("few", counts.f <= 200);
    const only = wanted.o && document.querySelector(`[data-office="${CSS.escape(wanted.o)}"]`);
    if (only) only.open = true;
    remember(wanted);
  }

  function remember(wanted) {
    const pairs = keys.filter((key) => wanted[key]).map((key) => [key, wanted[key]]);
    const view = document.querySelector("[name=view]:checked")?.value;
    if (view && view !== "s") pairs.push(["v", view]);
    const hash = pairs.length ? `#?${new URLSearchParams(pairs)}` : "";
    if (hash || location.hash.startsWith("#?")) history.replaceState(null, "", hash || "#");
  }

  function recall() {
    if (!location.hash.startsWith("#?")) return open();
    const state = new URLSearchParams(location.hash.slice(2));
    for (const key of keys) if (form.elements[key]) form.elements[key].value = state.get(key) ?? "";
    const view = document.getElementById(`v-${state.get("v")}`);
    if (view) view.checked = true;
    apply();
  }

  function open() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      apply();
    }
    for (let node = target; node; node = node.parentElement) if (node.localName === "details") node.open = true;
    target.scrollIntoView();
    if (target.localName === "details") target.querySelector("summary").focus({ preventScroll: true });
  }

  function order(by) {
    const body = document.querySelector("#heat tbody");
    const value = by === "rank" ? (row) => Number(row.dataset.r) : () => 0;
    body.append(...[...body.rows].sort((x, y) => value(x) - value(y) || x.dataset.o.localeCompare(y.dataset.o)));
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  form.addEventListener("reset", () => setTimeout(apply));
  document.addEventListener("change", (event) => {
    if (event.target.name === "view") remember(read());
    if (event.target.name === "order") order(event.target.value);
  });
  document.addEventListener("click", (event) => {
    const only = event.target.closest("[data-only]");
    if (!only || !form.elements.o) return;
    form.elements.o.value = only.dataset.only;
    apply();
    event.preventDefault();
    document.getElementById("temuan").scrollIntoView();
  });
  for (const part of all(".orders")) part.hidden = false;
  form.hidden = false;
  window.addEventListener("hashchange", recall);
  if (!location.hash.startsWith("#?")) apply();
  recall();
})();
