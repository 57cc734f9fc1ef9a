/** Walk around in the graph: from one thing to what it is linked with, never more than fits a picture. */
import { cardView } from "./card";
import { capital, count, empty, h, save, table, type Child } from "./dom";
import type { Door, Item, Slice, Start } from "./door";
import { gexf } from "./gexf";
import { classLabel, kindOf, mark, termLabel } from "./glyph";
import { chance, type Done, type Task } from "./layout";
import { arrangeElsewhere } from "./arrange";
import { drawing, picture, sizeOf, type Picture, type Places } from "./picture";
import { finder } from "./search";
import { days, here, link, set } from "./state";
import { view, QUIET_KINDS, type Choice, type View } from "./view";
import { day, entityLink } from "./words";

const list = (params: URLSearchParams, name: string): string[] => (params.get(name) ?? "").split(",").filter(Boolean);

/** What the address says is drawn. f: asked for, in order; m: removed; h: hidden classes; p: hidden properties;
 * c: least confidence; b: publisher; e: events as edges; n: places of pinned nodes; t: path to; s: selected. */
function choice(params: URLSearchParams, start: Start): Choice {
  const quiet = Object.keys(start.classes).filter((c) => QUIET_KINDS.includes(kindOf(c)));
  return {
    focus: list(params, "f"),
    removed: new Set(list(params, "m")),
    hiddenClasses: new Set(params.has("h") ? list(params, "h") : quiet),
    hiddenPredicates: new Set(list(params, "p")),
    confidence: Number(params.get("c") ?? 0),
    publisher: params.has("b") ? start.publishers.indexOf(params.get("b")!) : -1,
    days: days(),
    eventsAsEdges: params.get("e") === "1",
  };
}

function pins(params: URLSearchParams): Places {
  return new Map(list(params, "n").map((one) => one.split("~")).map(([id = "", x, y]) => [id, { x: Number(x), y: Number(y) }]));
}

const remembered = new Map<string, Places>();

/** The whole page. Returns what to call when people leave it. */
export async function explorePage(door: Door, root: HTMLElement): Promise<(() => void) & { update?: () => void }> {
  const start = await door.start();
  const canvas = h("div", { class: "canvas", tabindex: 0, role: "application", "aria-label": "Picture of the graph. Arrow keys move between nodes, Enter expands, P pins, Delete removes, U undoes, plus and minus zoom. The table below it holds the same.", "aria-describedby": "left-out" });
  const status = h("p", { class: "status", id: "left-out", role: "status" });
  const side = h("aside", { class: "side", "aria-label": "What is known of the selected node", tabindex: -1 });
  const filters = h("aside", { class: "filters", "aria-label": "What is drawn" });
  const twin = h("div", { class: "twin-box", hidden: true });
  const busy = h("p", { class: "busy", role: "status", hidden: true, text: "Arranging …" });
  let drawn: View = { nodes: [], edges: [], left: 0, undated: 0, filtered: 0 };
  let places: Places = new Map();
  let slice: Slice = { nodes: [], links: [], left: 0 };
  let chosen: string | null = null;
  let image: Picture | null = null;
  let turn = 0;
  const before: string[] = [];

  const act = (params: Record<string, string>): void => { before.push(location.hash); if (before.length > 100) before.shift(); undo.disabled = false; set(params); };
  const params = (): URLSearchParams => here().params;
  const tool = (text: string, title: string, onclick: () => void): HTMLButtonElement => h("button", { class: "small", title, text, onclick });
  const undo = tool("Undo", "Take back the last step (U)", () => { const to = before.pop(); undo.disabled = !before.length; if (to !== undefined) location.hash = to; });
  undo.disabled = true;
  const asTable = h("button", { class: "small", text: "As table", "aria-pressed": "false", onclick: () => {
    const on = asTable.getAttribute("aria-pressed") !== "true";
    asTable.setAttribute("aria-pressed", String(on));
    twin.hidden = !on;
    canvas.hidden = on;
    fillTwin();
  } });
  const events = h("button", { class: "small", text: "Events as edges", title: "Draw each event as edges between those who took part", onclick: () => act({ e: params().get("e") === "1" ? "" : "1" }) });
  const narrow = h("button", { class: "small only-narrow", text: "Filters", "aria-expanded": "false", onclick: () => { const on = filters.classList.toggle("open"); narrow.setAttribute("aria-expanded", String(on)); } });
  const files = h("details", { class: "menu" }, h("summary", { class: "button small", text: "Save" }), h("div", { class: "menu-items" },
    tool("PNG picture", "As it is on the screen", () => void image?.png().then((b) => b && save("graph.png", b))),
    tool("SVG picture", "All of it, to be scaled", () => save("graph.svg", new Blob([drawing(drawn, places).outerHTML], { type: "image/svg+xml" }))),
    tool("GEXF for Gephi", "Nodes, edges and places", () => save("graph.gexf", new Blob([gexf(drawn, places, start.base)], { type: "application/gexf+xml" })))));
  const bar = h("div", { class: "toolbar", role: "toolbar", "aria-label": "Picture" },
    narrow, undo, events, asTable, files,
    h("span", { class: "zooms" }, tool("−", "Zoom out", () => image?.zoom(1 / 1.4)), tool("+", "Zoom in", () => image?.zoom(1.4)), tool("Fit", "Show all", () => image?.fit())),
    h("a", { class: "button small", href: "#/explore", text: "Start anew" }));
  const centre = h("section", { class: "centre", "aria-label": "Graph" }, bar, h("div", { class: "stage" }, canvas, twin, busy), status);
  root.replaceChildren(h("h1", { class: "hidden", text: "Explore the graph" }), h("div", { class: "explore" }, filters, centre, side));

  // -- the steps people take ----------------------------------------------------------------
  const expand = (id: string): void => { const f = list(params(), "f"); act({ f: [...f.filter((x) => x !== id), id].join(","), m: list(params(), "m").filter((x) => x !== id).join(","), s: id }); };
  const collapse = (id: string): void => act({ f: list(params(), "f").filter((x) => x !== id).join(",") });
  const remove = (id: string): void => act({ m: [...list(params(), "m"), id].join(","), f: list(params(), "f").filter((x) => x !== id).join(","), s: "" });
  const pin = (id: string, at = places.get(id)): void => {
    const now = pins(params());
    if (now.has(id) && at === places.get(id)) now.delete(id);
    else if (at) now.set(id, { x: Math.round(at.x), y: Math.round(at.y) });
    act({ n: [...now].map(([n, p]) => `${n}~${p.x}~${p.y}`).join(",") });
  };
  const pick = (id: string | null): void => { set({ s: id ?? "" }, true); };

  // -- drawing ------------------------------------------------------------------------------
  const refresh = async (): Promise<void> => {
    const mine = ++turn;
    const now = params();
    const wanted = choice(now, start);
    events.setAttribute("aria-pressed", String(wanted.eventsAsEdges));
    const path = now.get("t");
    try {
      slice = path && wanted.focus[0] ? await door.path(wanted.focus[0], path) : await door.neighbourhood(wanted.focus);
    } catch (error) {
      if (mine === turn) centre.replaceChildren(bar, empty("The graph cannot be shown", error instanceof Error ? error.message : String(error)));
      return;
    }
    if (mine !== turn) return;
    if (path) wanted.focus = slice.path ?? [];
    drawn = view(slice, wanted, start, termLabel);
    fillFilters(wanted);
    fillStatus(wanted, path);
    const fixed = pins(now);
    const key = JSON.stringify([drawn.nodes.map((n) => n.id), drawn.edges.map((e) => e.key), [...fixed.keys()]]);
    busy.hidden = remembered.has(key) || drawn.nodes.length < 30;
    places = remembered.get(key) ?? (await arrange(drawn, wanted, fixed));
    if (mine !== turn) return;
    remembered.set(key, places);
    for (const [id, at] of fixed) if (places.has(id)) places.set(id, at);
    busy.hidden = true;
    canvas.classList.toggle("nothing", !drawn.nodes.length);
    image ??= picture(canvas, { pick, open: expand, moved: (id, x, y) => pin(id, { x, y }) });
    image.show(drawn, places, new Set(wanted.focus), new Set(fixed.keys()));
    if (!twin.hidden) fillTwin();
    await selected();
    canvas.dataset["ready"] = String(drawn.nodes.length);
  };

  const selected = async (): Promise<void> => {
    const id = params().get("s") ?? (params().get("t") ? null : list(params(), "f").at(-1)) ?? null;
    chosen = id;
    image?.select(id && drawn.nodes.some((n) => n.id === id) ? id : null);
    if (!id) return welcome();
    if (side.dataset["id"] === id && side.dataset["hash"] === location.hash) return;
    side.dataset["id"] = id;
    side.dataset["hash"] = location.hash;
    const card = await door.card(id).catch(() => null);
    if (chosen !== id) return;
    if (!card) return side.replaceChildren(empty("Not in this graph", `Nothing here is called “${id}”.`));
    const open = list(params(), "f").includes(id);
    const pinned = pins(params()).has(id);
    const to = finder(door, "Path to …", (other) => act({ f: id, t: other, s: "", m: "" }));
    side.replaceChildren(cardView(card, { page: "entity", actions: [
      open ? tool("Collapse", "Take its neighbours away again", () => collapse(id)) : tool("Expand", "Show its neighbours (Enter)", () => expand(id)),
      tool(pinned ? "Unpin" : "Pin", "Keep it where it is (P)", () => pin(id)),
      tool("Remove", "Take it out of the picture (Delete)", () => remove(id)),
      h("a", { class: "button small", href: link("entity", id), text: "Page" }),
      h("div", { class: "path-to" }, to),
    ] }));
    side.querySelector(".card dl")?.addEventListener("click", (event) => {
      const target = (event.target as Element).closest<HTMLElement>("a.thing");
      if (!target || (event as MouseEvent).metaKey || (event as MouseEvent).ctrlKey) return;
      event.preventDefault();
      const other = target.dataset["id"]!;
      if (drawn.nodes.some((n) => n.id === other)) { pick(other); image?.centre(other); } else expand(other);
    });
  };

  const welcome = (): void => {
    side.dataset["id"] = "";
    const first = finder(door, "Search for a person, body, place, event …", (id) => act({ f: id, s: id, t: "" }));
    side.replaceChildren(h("div", { class: "card" }, h("h2", { text: list(params(), "f").length ? "Nothing selected" : "The best connected" }),
      h("p", { class: "quiet", text: "Search, or click a node: its facts appear here, each with the words that say it. Double click (or Enter) shows what it is linked with." }), first, legend(drawn)));
  };

  const fillStatus = (wanted: Choice, path: string | null): void => {
    const parts = [`${count(drawn.nodes.length, "node")}, ${count(drawn.edges.length, "edge")}`];
    if (path) parts.push(slice.path?.length ? `shortest path, ${count(slice.path.length - 1, "step")}` : "there is no path between the two");
    else if (!wanted.focus.length) parts.push("the best connected; search for more");
    if (drawn.left) parts.push(`${count(drawn.left, "more neighbour")} left out: a picture holds ${start.most.toLocaleString("en-GB")} nodes at most`);
    if (drawn.filtered) parts.push(`${drawn.filtered} filtered out`);
    if (drawn.undated) parts.push(`of which ${count(drawn.undated, "event")} without a date`);
    status.textContent = parts.join(" · ");
  };

  const fillTwin = (): void => {
    const names = new Map(drawn.nodes.map((n) => [n.id, n]));
    twin.replaceChildren(
      table(`Nodes in the picture (${drawn.nodes.length})`, ["Name", "Class", "Date", "Links"], drawn.nodes.map((n) => [entityLink(n, n.id), classLabel(n.cls), n.edtf ? day(n.edtf) : "", String(n.degree)]), "nodes.csv"),
      table(`Edges in the picture (${drawn.edges.length})`, ["From", "Link", "To", "Confidence"], drawn.edges.map((e) => [entityLink(names.get(e.from), e.from), e.labels.join(", "), entityLink(names.get(e.to), e.to), e.derived ? "by a rule" : `${Math.round(e.confidence * 100)} %`]), "edges.csv"));
  };

  // -- filters ------------------------------------------------------------------------------
  const fillFilters = (wanted: Choice): void => {
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.id : "";
    const open = new Set([...filters.querySelectorAll("details")].filter((d) => d.open).map((d) => d.id));
    const classes = new Map<string, number>();
    for (const n of slice.nodes) classes.set(n.cls, (classes.get(n.cls) ?? 0) + 1);
    const predicates = new Map<string, number>();
    for (const l of slice.links) predicates.set(l[1], (predicates.get(l[1]) ?? 0) + 1);
    const flip = (name: string, all: Set<string>, one: string): void => { const next = new Set(all); next.has(one) ? next.delete(one) : next.add(one); act({ [name]: [...next].sort().join(",") || (name === "h" ? "," : "") }); };
    const box = (id: string, on: boolean, change: () => void, ...words: Child[]): HTMLElement => h("li", {}, h("label", {}, h("input", { type: "checkbox", id, checked: on, onchange: change }), ...words));
    const byCount = (a: [string, number], b: [string, number]): number => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
    const from = h("input", { type: "date", id: "from", value: wanted.days.from, onchange: () => act({ from: from.value }) });
    const to = h("input", { type: "date", id: "to", value: wanted.days.to, onchange: () => act({ to: to.value }) });
    const least = h("input", { type: "range", id: "confidence", min: 0, max: 100, step: 5, value: Math.round(wanted.confidence * 100), onchange: () => act({ c: least.value === "0" ? "" : String(Number(least.value) / 100) }) });
    const publisher = h("select", { id: "publisher", onchange: () => act({ b: publisher.value }) }, h("option", { value: "", text: "All" }), ...start.publishers.map((p, i) => h("option", { value: p, text: p, selected: i === wanted.publisher })));
    const group = (id: string, title: string, shut: boolean, ...content: Child[]): HTMLElement => h("details", { id, open: open.has(id) || (!shut && !filters.childElementCount) }, h("summary", { text: title }), ...content);
    filters.replaceChildren(
      group("g-classes", "Classes", false, h("ul", { class: "checks" }, ...[...classes].sort(byCount).map(([c, n]) => box(`c-${c}`, !wanted.hiddenClasses.has(c), () => flip("h", wanted.hiddenClasses, c), mark(c), h("span", { text: capital(classLabel(c)) }), h("span", { class: "n", text: n }))))),
      group("g-links", "Links", true, h("ul", { class: "checks" }, ...[...predicates].sort(byCount).map(([p, n]) => box(`p-${p}`, !wanted.hiddenPredicates.has(p), () => flip("p", wanted.hiddenPredicates, p), h("span", { text: capital(termLabel(p)) }), h("span", { class: "n", text: n }))))),
      group("g-when", "Days of events", false, h("label", { for: "from", text: "from" }), from, h("label", { for: "to", text: "to" }), to),
      group("g-trust", "Sources", false, h("label", { for: "confidence", text: `Confidence at least ${Math.round(wanted.confidence * 100)} %` }), least, h("label", { for: "publisher", text: "Publisher" }), publisher));
    if (held) document.getElementById(held)?.focus();
  };

  // -- keys ---------------------------------------------------------------------------------
  canvas.addEventListener("keydown", (event) => {
    const arrows: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const direction = arrows[event.key];
    if (direction) {
      event.preventDefault();
      const next = neighbour(drawn.nodes, places, chosen, direction);
      if (next) { pick(next); image?.centre(next); }
    } else if (event.key === "Enter" && chosen) expand(chosen);
    else if (event.key.toLowerCase() === "p" && chosen) pin(chosen);
    else if ((event.key === "Delete" || event.key === "Backspace") && chosen) remove(chosen);
    else if (event.key.toLowerCase() === "u") undo.click();
    else if (event.key === "+" || event.key === "=") image?.zoom(1.4);
    else if (event.key === "-") image?.zoom(1 / 1.4);
    else if (event.key === "Escape") pick(null);
  });

  let last = "";
  const update = (): void => {
    const shape = (hash: string): string => hash.replace(/([?&])s=[^&]*/g, "$1");
    if (shape(location.hash) === shape(last) && last) { last = location.hash; void selected(); return; }
    last = location.hash;
    void refresh();
  };
  update();
  return Object.assign(() => { turn++; image?.kill(); }, { update });
}

/** The nearest node in a direction from the chosen one. */
function neighbour(nodes: Item[], places: Places, chosen: string | null, [dx, dy]: [number, number]): string | null {
  const from = chosen ? places.get(chosen) : undefined;
  if (!from) return [...nodes].sort((a, b) => b.degree - a.degree)[0]?.id ?? null;
  let best: [number, string] | null = null;
  for (const n of nodes) {
    const at = places.get(n.id)!;
    const [u, v] = [at.x - from.x, at.y - from.y];
    const along = u * dx + v * dy;
    if (n.id === chosen || along <= 0) continue;
    const cost = along + 2.5 * Math.abs(u * dy - v * dx);
    if (!best || cost < best[0]) best = [cost, n.id];
  }
  return best?.[1] ?? null;
}

/** Stored positions for the first picture; a force layout that starts from fixed places for all others. */
async function arrange(drawn: View, wanted: Choice, fixed: Places): Promise<Places> {
  if (!drawn.nodes.length) return new Map();
  const placed = !wanted.focus.length && drawn.nodes.every((n) => n.x !== undefined);
  const rank = new Map(wanted.focus.map((id, i) => [id, i]));
  const task: Omit<Task, "id"> = {
    placed,
    nodes: drawn.nodes.map((n) => {
      const turn = 2 * Math.PI * chance(n.id);
      const reach = rank.has(n.id) ? 60 * rank.get(n.id)! : 100 + 200 * chance(`${n.id} reach`);
      const at = fixed.get(n.id) ?? (placed ? { x: n.x!, y: n.y! } : null) ?? { x: reach * Math.cos(turn), y: reach * Math.sin(turn) };
      return { id: n.id, ...at, size: sizeOf(n.degree, rank.has(n.id)), fixed: fixed.has(n.id) };
    }),
    edges: drawn.edges.map((e) => [e.from, e.to]),
  };
  const done: Done = await arrangeElsewhere(task);
  return new Map(done.places.map(([id, x, y]) => [id, { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 }]));
}

function legend(drawn: View): HTMLElement {
  const classes = [...new Set(drawn.nodes.map((n) => n.cls))].sort((a, b) => (classLabel(a) < classLabel(b) ? -1 : 1));
  return h("div", { class: "legend" }, h("h3", { text: "Legend" }), h("ul", {}, ...classes.map((c) => h("li", {}, mark(c), capital(classLabel(c))))), h("p", { class: "quiet", text: "Larger: more links. A pale edge follows by a rule; all others are said in an article." }));
}
