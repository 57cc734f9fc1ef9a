/** Lanes of people, bodies or missions; uncertain dates are hatched; the brush limits every page to some days. */
import { count, cut, empty, h, s, table, type Child } from "./dom";
import type { Door, Item, Timeline } from "./door";
import { classLabel, colourOf, outline, shapeOf } from "./glyph";
import { days, here, link, set, within } from "./state";
import { day, entityLink } from "./words";

const DAY = 86_400_000;
const MOST_LANES = 20;
const LANE = 34;
const GUTTER = 190;
const time = (d: string): number => Date.parse(`${d}T00:00:00Z`);
const iso = (t: number): string => new Date(t).toISOString().slice(0, 10);

const LANES: Record<string, (cls: string) => boolean> = {
  people: (c) => c === "schema:Person",
  "bodies and countries": (c) => ["schema:Organization", "schema:GovernmentOrganization", "kg:DiplomaticMission", "kg:Team", "schema:Country"].includes(c),
  "missions and craft": (c) => ["kg:Mission", "kg:Programme", "kg:Spacecraft"].includes(c),
};

export async function timelinePage(door: Door): Promise<HTMLElement> {
  const data = await door.timeline();
  const nodes = new Map(data.nodes.map((n) => [n.id, n]));
  const dated = data.events.map(([id]) => nodes.get(id)!).filter((n) => n.from && n.to);
  const box = h("div", { class: "page wide" });
  box.append(h("h1", { text: "Timeline" }));
  if (!dated.length) {
    box.append(empty("No event has a date", data.events.length ? `${count(data.events.length, "event")} without a year are listed under Quality.` : "Nothing that happened was found in the articles."));
    return box;
  }
  const low = Math.min(...dated.map((n) => time(n.from!)));
  const high = Math.max(...dated.map((n) => time(n.to!)));
  const limits = days();
  const params = here().params;
  const kind = params.get("lanes") ?? "people";
  const choose = h("select", { id: "lanes", onchange: () => set({ lanes: choose.value === "people" ? "" : choose.value, all: "" }) }, ...Object.keys(LANES).map((k) => h("option", { value: k, text: k, selected: k === kind })));
  const from = h("input", { type: "date", id: "tl-from", value: limits.from, onchange: () => set({ from: from.value }) });
  const to = h("input", { type: "date", id: "tl-to", value: limits.to, onchange: () => set({ to: to.value }) });
  box.append(h("div", { class: "tools" }, h("label", { for: "lanes", text: "Lanes" }), choose, h("label", { for: "tl-from", text: "from" }), from, h("label", { for: "tl-to", text: "to" }), to,
    limits.from || limits.to ? h("button", { class: "small", text: "All days", onclick: () => set({ from: "", to: "" }) }) : null));
  box.append(brush(dated, low, high));
  const shown = data.events.filter(([id]) => { const n = nodes.get(id)!; return n.from && within(n.from, n.to, limits); });
  const natural = params.get("span") === "all" ? low : recent(dated, low, high);
  const [a, b] = [limits.from ? time(limits.from) : Math.min(natural, limits.to ? time(limits.to) - 365 * DAY : natural), limits.to ? time(limits.to) : high];
  const early = dated.filter((n) => !limits.from && time(n.to!) < a).length;
  if (early) box.append(h("p", { class: "tools" }, h("span", { class: "quiet", text: `${count(early, "event")} before ${new Date(a).getUTCFullYear()} ${early === 1 ? "stands" : "stand"} to the left of this picture.` }), h("button", { class: "small", text: "Show all years", onclick: () => set({ span: "all" }) })));
  box.append(lanes(data, shown.filter(([id]) => time(nodes.get(id)!.to!) >= a), nodes, kind, [a, Math.max(b, a + 30 * DAY)]));
  const undated = data.events.length - dated.length;
  box.append(h("p", { class: "quiet", role: "status", text: [`${count(shown.length, "event")} in these days`, undated ? `${count(undated, "event")} without a year ${undated === 1 ? "is" : "are"} not on the timeline` : ""].filter(Boolean).join(" · ") }));
  box.append(h("p", { class: "key" }, sample(false), " on a known day ", sample(true), " some day in the hatched span ", bar(), " office held; open where the source gives no end"));
  const rows = shown.map(([id, who]): Child[] => { const n = nodes.get(id)!; return [day(n.edtf), entityLink(n, id), classLabel(n.cls), h("span", {}, ...who.flatMap((w, i) => [i ? ", " : "", entityLink(nodes.get(w), w)]))]; });
  box.append(h("details", { class: "twin" }, h("summary", { text: `As table (${rows.length})` }), table("Events in these days", ["Date", "Event", "Class", "Who and what"], rows, "timeline.csv")));
  return box;
}

/** Where a picture of all events may begin: a few from long ago must not squeeze the rest into a corner. */
function recent(dated: Item[], low: number, high: number): number {
  const days = dated.map((n) => time(n.from!)).sort((a, b) => a - b);
  const early = days[Math.floor(days.length * 0.15)]!;
  return high - low > 4 * (high - early) ? Date.UTC(new Date(early).getUTCFullYear(), 0, 1) : low;
}

const pattern = (): SVGElement => s("defs", {}, s("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, s("rect", { width: 2.4, height: 6, class: "hatch-line" })));
const sample = (hatched: boolean): Element => s("svg", { viewBox: "0 0 26 14", class: "sample", "aria-hidden": "true" }, hatched ? s("g", {}, pattern(), s("rect", { x: 0, y: 1, width: 26, height: 12, rx: 3, class: "span" }), s("rect", { x: 0, y: 1, width: 26, height: 12, rx: 3, fill: "url(#hatch)" })) : s("path", { d: outline("diamond", 13, 7, 6), class: "known" }));
const bar = (): Element => s("svg", { viewBox: "0 0 26 14", class: "sample", "aria-hidden": "true" }, s("rect", { x: 0, y: 5, width: 26, height: 4, class: "tenure" }));

// -- brush ----------------------------------------------------------------------------------------

/** A histogram by month; drag over it, or move its two handles with the arrow keys. */
function brush(dated: Item[], low: number, high: number): HTMLElement {
  const W = 1000;
  const H = 56;
  const span = Math.max(DAY, high - low);
  const x = (t: number): number => ((t - low) / span) * W;
  const bins = Math.min(120, Math.max(12, Math.round(span / (30 * DAY))));
  const counts = new Array<number>(bins).fill(0);
  for (const n of dated) counts[Math.min(bins - 1, Math.floor(((time(n.from!) + time(n.to!)) / 2 - low) / (span / bins)))]!++;
  const most = Math.max(1, ...counts);
  const picture = s("svg", { viewBox: `0 0 ${W} ${H}`, preserveAspectRatio: "none", class: "brush", "aria-hidden": "true" });
  counts.forEach((n, i) => n && picture.append(s("rect", { x: (i * W) / bins, y: H - (n / most) * (H - 4), width: Math.max(1, W / bins - 1.5), height: (n / most) * (H - 4), class: "column" })));
  const { from, to } = days();
  let range: [number, number] = [from ? time(from) : low, to ? time(to) : high];
  const veil = [s("rect", { y: 0, height: H, class: "veil" }), s("rect", { y: 0, height: H, class: "veil" })] as const;
  picture.append(...veil);
  const handle = (side: 0 | 1): HTMLElement => h("div", { class: "handle", role: "slider", tabindex: 0, "aria-label": side ? "Last day" : "First day", "aria-valuemin": 0, "aria-valuemax": Math.round(span / DAY) });
  const handles = [handle(0), handle(1)] as const;
  const box = h("div", { class: "brush-box" }, picture, ...handles);
  const draw = (): void => {
    const [a, b] = [x(range[0]), x(range[1])];
    veil[0].setAttribute("x", "0");
    veil[0].setAttribute("width", String(Math.max(0, a)));
    veil[1].setAttribute("x", String(b));
    veil[1].setAttribute("width", String(Math.max(0, W - b)));
    handles.forEach((made, i) => {
      made.style.left = `${(100 * x(range[i]!)) / W}%`;
      made.setAttribute("aria-valuenow", String(Math.round((range[i]! - low) / DAY)));
      made.setAttribute("aria-valuetext", day(iso(range[i]!)));
    });
  };
  const keep = (): void => { const [a, b] = [Math.max(low, range[0]), Math.min(high, range[1])]; set({ from: a > low ? iso(a) : "", to: b < high ? iso(b) : "" }); };
  const when = (event: PointerEvent): number => { const r = box.getBoundingClientRect(); return low + Math.min(1, Math.max(0, (event.clientX - r.left) / r.width)) * span; };
  handles.forEach((made, i) => {
    made.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -30, PageUp: 30 }[event.key];
      if (!step) return;
      event.preventDefault();
      range[i] = Math.min(high, Math.max(low, range[i]! + (event.shiftKey ? 30 : 1) * step * DAY));
      if (range[0] > range[1]) range = [range[1], range[0]];
      focusLater = i as 0 | 1;
      keep();
    });
  });
  if (focusLater !== null) { const i = focusLater; focusLater = null; requestAnimationFrame(() => handles[i].focus()); }
  let start: number | null = null;
  let side: 0 | 1 | null = null;
  box.addEventListener("pointerdown", (event) => {
    side = handles.includes(event.target as HTMLElement) ? (handles.indexOf(event.target as HTMLElement) as 0 | 1) : null;
    start = when(event);
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const now = when(event);
    if (side !== null) range[side] = now;
    else range = [Math.min(start, now), Math.max(start, now)];
    draw();
  });
  box.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const moved = Math.abs(when(event) - start) > span / 200;
    start = null;
    if (range[0] > range[1]) range = [range[1], range[0]];
    if (moved) keep();
    else { range = [from ? time(from) : low, to ? time(to) : high]; draw(); }
  });
  draw();
  return h("div", {}, box, h("p", { class: "ends" }, h("span", { text: day(iso(low)) }), h("span", { class: "quiet", text: "drag over it to limit every page to some days" }), h("span", { text: day(iso(high)) })));
}
let focusLater: 0 | 1 | null = null;

// -- lanes ----------------------------------------------------------------------------------------

function lanes(data: Timeline, shown: [string, string[]][], nodes: Map<string, Item>, kind: string, [low, high]: [number, number]): HTMLElement {
  const belongs = LANES[kind] ?? LANES["people"]!;
  const found = new Map<string, string[]>();
  for (const [event, who] of shown) for (const w of who) if (belongs(nodes.get(w)!.cls)) found.set(w, [...(found.get(w) ?? []), event]);
  const order = [...found].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  if (!order.length) return empty(`No ${kind} in these days`, "Choose other lanes or widen the days.");
  const all = here().params.get("all") === "1";
  const rows = all ? order.slice(0, 200) : order.slice(0, MOST_LANES);
  const narrow = innerWidth < 700;
  const gutter = narrow ? 116 : GUTTER;
  const W = Math.max(320, Math.min(1180, innerWidth - (narrow ? 58 : 74)));
  const H = rows.length * LANE + 30;
  const span = Math.max(DAY, high - low);
  const x = (t: number): number => gutter + 8 + ((t - low) / span) * (W - gutter - 24);
  const picture = s("svg", { viewBox: `0 0 ${W} ${H}`, width: W, height: H, class: "lanes", role: "group", "aria-label": `Timeline of ${kind}; the table below holds the same events` }, pattern());
  for (const [t, text, strong] of ticks(low, high, W - gutter)) picture.append(s("line", { x1: x(t), x2: x(t), y1: 18, y2: H, class: strong ? "tick strong" : "tick" }), s("text", { x: x(t) + 3, y: 12, class: "tick-label", text }));
  rows.forEach(([who, events], i) => {
    const node = nodes.get(who)!;
    const y = 24 + i * LANE;
    const lane = s("g", {});
    lane.append(s("line", { x1: 0, x2: W, y1: y + LANE - 2, y2: y + LANE - 2, class: "lane-line" }));
    const name = s("a", { class: "lane-name" }, s("text", { x: 0, y: y + 18, text: cut(node.label, narrow ? 15 : 26) }, s("title", { text: `${node.label} (${classLabel(node.cls)})` })));
    name.setAttribute("href", link("entity", who));
    lane.append(name);
    for (const t of data.tenures) if (t[1] === who) {
      const [, , office, , status, a, b, c, d, asOf] = t;
      const begin = a || b || asOf;
      if (!begin || !within(begin, d || c || begin, { from: iso(low), to: iso(high) })) continue;
      const [x1, x2] = [Math.max(gutter, x(time(begin.slice(0, 10).padEnd(10, "-01")))), Math.min(W, d || c ? x(time(d || c!)) : x(time(begin.slice(0, 10).padEnd(10, "-01"))) + 60)];
      if (Number.isFinite(x1) && Number.isFinite(x2)) lane.append(s("rect", { x: x1, y: y + 24, width: Math.max(4, x2 - x1), height: 4, rx: 2, class: d || c ? "tenure" : "tenure open" }, s("title", { text: `${office} (${status})${asOf ? `, as of ${day(asOf)}` : ""}` })));
    }
    for (const id of events) lane.append(event(nodes.get(id)!, x, y, [gutter, W]));
    picture.append(lane);
  });
  const more = order.length - rows.length;
  return h("div", { class: "scroll-x" }, picture as unknown as Node, more > 0 ? h("p", {}, h("button", { class: "small", text: `Show ${more} more`, onclick: () => set({ all: "1" }) })) : null);
}

function event(node: Item, x: (t: number) => number, y: number, [left, right]: [number, number]): SVGElement {
  const x1 = Math.max(left + 8, x(time(node.from!)));
  const x2 = Math.min(right - 4, x(time(node.to!)));
  const said = `${node.label}, ${day(node.edtf)} (${classLabel(node.cls)})`;
  const made = s("a", { class: "event", "aria-label": said }, s("title", { text: said }));
  made.setAttribute("href", link("entity", node.id));
  made.style.setProperty("--c", colourOf(node.cls, false));
  made.style.setProperty("--cd", colourOf(node.cls, true));
  if (x2 - x1 > 12) made.append(s("rect", { x: x1, y: y + 5, width: x2 - x1, height: 14, rx: 4, class: "span" }), s("rect", { x: x1, y: y + 5, width: x2 - x1, height: 14, rx: 4, fill: "url(#hatch)" }), s("path", { d: outline(shapeOf(node.cls), (x1 + x2) / 2, y + 12, 5), class: "mid" }));
  else made.append(s("path", { d: outline(shapeOf(node.cls), (x1 + x2) / 2, y + 12, 7), class: "known" }));
  return made;
}

/** Years, quarters or months, whichever leaves room for their names. */
function* ticks(low: number, high: number, width: number): Generator<[number, string, boolean]> {
  const months = (high - low) / (30.4 * DAY);
  const room = Math.max(1, Math.floor(width / 58));
  const step = [1, 3, 6, 12, 24, 60, 120, 240, 600].find((m) => months / m <= room) ?? 1200;
  const first = new Date(low);
  for (let m = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step; ; m += step) {
    const t = Date.UTC(Math.floor(m / 12), m % 12, 1);
    if (t > high) return;
    if (t >= low) yield [t, m % 12 === 0 ? String(Math.floor(m / 12)) : new Date(t).toLocaleString("en-GB", { month: "short", timeZone: "UTC", ...(step < 12 && m % 12 < step ? { year: "numeric" } : {}) }), m % 12 === 0];
  }
}

